package objects

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/parley-news/parley/internal/fault"
)

// Bucket is a bucket of an S3-compatible store.
type Bucket struct {
	client       *minio.Client
	name, prefix string
}

const (
	// maxObject bounds what is read of one object: no body is larger.
	maxObject = 256 << 20
	// within bounds one request with its retries; a store that takes longer is out of order, and the queue tries again.
	within = time.Minute
	// retries within one request.
	retries = 4
)

func openBucket(u *url.URL, o Options) (*Bucket, error) {
	q := u.Query()
	for k := range q {
		if k != "endpoint" && k != "region" {
			return nil, fault.Errorf(fault.Invalid, "captures: there is no parameter %q: give endpoint and region", k)
		}
	}
	endpoint, err := url.Parse(cmp.Or(q.Get("endpoint"), "https://s3.amazonaws.com"))
	if err != nil || endpoint.Host == "" || endpoint.Scheme != "https" && endpoint.Scheme != "http" {
		return nil, fault.Errorf(fault.Invalid, "captures: endpoint %q: give an address such as https://s3.example", q.Get("endpoint"))
	}
	getenv := o.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	id, secret := getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY")
	if id == "" || secret == "" {
		return nil, fault.Errorf(fault.Invalid, "captures: put the bucket's keys into the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	c, err := minio.New(endpoint.Host, &minio.Options{
		Creds: credentials.NewStaticV4(id, secret, getenv("AWS_SESSION_TOKEN")), Secure: endpoint.Scheme == "https",
		Region: cmp.Or(q.Get("region"), getenv("AWS_REGION"), "us-east-1"), Transport: o.Transport, MaxRetries: retries,
	})
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "captures: %w", err)
	}
	prefix := strings.Trim(u.Path, "/")
	if prefix != "" {
		prefix += "/"
	}
	return &Bucket{c, u.Host, prefix}, nil
}

// Put keeps a body.
func (b *Bucket) Put(ctx context.Context, hash string, packed []byte) error {
	k, err := key(b.prefix, hash)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	_, err = b.client.PutObject(ctx, b.name, k, bytes.NewReader(packed), int64(len(packed)), minio.PutObjectOptions{ContentType: "application/zstd", DisableMultipart: true})
	return b.fault(err)
}

// Get reads a body.
func (b *Bucket) Get(ctx context.Context, hash string) ([]byte, error) {
	k, err := key(b.prefix, hash)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	o, err := b.client.GetObject(ctx, b.name, k, minio.GetObjectOptions{})
	if err != nil {
		return nil, b.fault(err)
	}
	defer o.Close()
	data, err := io.ReadAll(io.LimitReader(o, maxObject+1))
	if err == nil && len(data) > maxObject {
		err = fault.Errorf(fault.TooLarge, "object %s is larger than %d MB", k, maxObject>>20)
	}
	return data, b.fault(err)
}

// Delete removes a body; one that is not there is no error.
func (b *Bucket) Delete(ctx context.Context, hash string) error {
	k, err := key(b.prefix, hash)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return b.fault(b.client.RemoveObject(ctx, b.name, k, minio.RemoveObjectOptions{}))
}

// List calls f for every body; other objects are left alone.
func (b *Bucket) List(ctx context.Context, f func(hash string, put time.Time) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for o := range b.client.ListObjects(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		if o.Err != nil {
			return b.fault(o.Err)
		}
		if h, ok := hashOf(o.Key); ok {
			if err := f(h, o.LastModified); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// fault turns an error of the store into one of a kind: what is not plainly missing may pass.
func (b *Bucket) fault(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || fault.KindOf(err) == fault.TooLarge {
		return err
	}
	switch code := minio.ToErrorResponse(err).Code; code {
	case "NoSuchKey":
		return fault.Errorf(fault.NotFound, "bucket %s has no such object", b.name)
	case "NoSuchBucket":
		return fault.Errorf(fault.Busy, "there is no bucket %s: make it, or correct the setting captures", b.name)
	case "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch":
		return fault.Errorf(fault.Busy, "bucket %s refuses the keys (%s): correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", b.name, code)
	}
	return fault.Errorf(fault.Busy, "bucket %s does not answer as it should: %s", b.name, err)
}
