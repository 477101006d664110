// Package objects keeps bodies of captures outside the database: in a bucket of an S3-compatible store, with a
// local cache of bounded size before it, or in a folder. Start with Open. All do what store.Bodies asks: content under its hash, so
// that putting twice is harmless. Failures that pass are of kind fault.Busy.
package objects

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Keeper is what every implementation here does.
type Keeper interface {
	Put(ctx context.Context, hash string, packed []byte) error
	Get(ctx context.Context, hash string) ([]byte, error)
	Delete(ctx context.Context, hash string) error
	List(ctx context.Context, f func(hash string, put time.Time) error) error
}

// Options are what an address does not say.
type Options struct {
	Transport  http.RoundTripper   // every connection goes through it
	Getenv     func(string) string // keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION; default os.Getenv
	CacheDir   string              // "" keeps no cache
	CacheBytes int64
}

// Open opens the store at an address: "s3://bucket/prefix?endpoint=https://host&region=name" or "file:///folder". It connects to nothing yet.
func Open(address string, o Options) (Keeper, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return nil, fault.Errorf(fault.Invalid, "captures: the address cannot be read: it looks like s3://bucket/prefix?endpoint=https://host or file:///folder; keys belong into the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)")
	}
	switch u.Scheme {
	case "s3":
		b, err := openBucket(u, o)
		if err != nil || o.CacheDir == "" {
			return b, err
		}
		return newCache(b, o.CacheDir, o.CacheBytes)
	case "file":
		if u.Host != "" || !strings.HasPrefix(u.Path, "/") {
			return nil, fault.Errorf(fault.Invalid, "captures %q: give a whole path, such as file:///var/lib/parley/captures", address)
		}
		return openFolder(u.Path)
	}
	return nil, fault.Errorf(fault.Invalid, "captures %q: give s3://bucket/prefix?endpoint=https://host or file:///folder", address)
}

// isHash reports whether a name is one of ours: SHA-256 in hexadecimal.
func isHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// key is the name of an object below a prefix; the first two digits spread them over folders.
func key(prefix, hash string) (string, error) {
	if !isHash(hash) {
		return "", fault.Errorf(fault.Invalid, "%q is no SHA-256", hash)
	}
	return prefix + hash[:2] + "/" + hash + ".zst", nil
}

// hashOf is the hash in an object's name.
func hashOf(name string) (string, bool) {
	h, ok := strings.CutSuffix(name[strings.LastIndexByte(name, '/')+1:], ".zst")
	return h, ok && isHash(h)
}
