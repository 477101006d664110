package objects

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/parley-news/parley/internal/fault"
)

var ctx = context.Background()

func keys(name string) string {
	return map[string]string{"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}[name]
}

// bucket is a real S3 protocol server that can be told to fail.
func bucket(t *testing.T) (address string, failing *atomic.Int64) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("news"); err != nil {
		t.Fatal(err)
	}
	failing = &atomic.Int64{}
	inner := gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if failing.Load() > 0 {
			failing.Add(-1)
			http.Error(w, "out of order", http.StatusServiceUnavailable)
			return
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return "s3://news/bodies?endpoint=" + url.QueryEscape(s.URL), failing
}

func open(t *testing.T, address, cache string) Keeper {
	t.Helper()
	k, err := Open(address, Options{Getenv: keys, CacheDir: cache, CacheBytes: 4000})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func body(s string) (hash string, data []byte) {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:]), []byte(s)
}

// TestKeepers states what every implementation does.
func TestKeepers(t *testing.T) {
	t.Parallel()
	s3, _ := bucket(t)
	behind, _ := bucket(t)
	for name, k := range map[string]Keeper{
		"bucket": open(t, s3, ""), "bucket with a cache": open(t, behind, t.TempDir()), "folder": open(t, "file://"+filepath.ToSlash(t.TempDir()), ""),
	} {
		t.Run(name, func(t *testing.T) {
			hash, data := body("bytes\x00\xff")
			if _, err := k.Get(ctx, hash); !errors.Is(err, fault.NotFound) {
				t.Errorf("Get of what is not there = %v, want NotFound", err)
			}
			other, more := body("more")
			for range 2 {
				if err := errors.Join(k.Put(ctx, hash, data), k.Put(ctx, other, more)); err != nil {
					t.Fatal(err)
				}
			}
			got, err := k.Get(ctx, hash)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("Get = %q, %v; want %q", got, err, data)
			}
			seen := map[string]bool{}
			if err := k.List(ctx, func(h string, put time.Time) error {
				seen[h] = time.Since(put) < time.Hour
				return nil
			}); err != nil || len(seen) != 2 || !seen[hash] || !seen[other] {
				t.Errorf("List = %v, %v; want both, put lately", seen, err)
			}
			for range 2 {
				if err := k.Delete(ctx, hash); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := k.Get(ctx, hash); !errors.Is(err, fault.NotFound) {
				t.Errorf("Get after Delete = %v, want NotFound", err)
			}
			if err := k.Put(ctx, "../../etc/passwd", data); !errors.Is(err, fault.Invalid) {
				t.Errorf("Put of what is no hash = %v, want Invalid", err)
			}
		})
	}
}

func TestAnOutageIsTriedAgainThenToldAsBusy(t *testing.T) {
	t.Parallel()
	address, failing := bucket(t)
	k := open(t, address, "")
	hash, data := body("x")
	failing.Store(2)
	if err := k.Put(ctx, hash, data); err != nil {
		t.Errorf("Put while two requests fail: %v", err)
	}
	failing.Store(1 << 40)
	if _, err := k.Get(ctx, hash); !errors.Is(err, fault.Busy) || !strings.Contains(err.Error(), "news") {
		t.Errorf("Get during an outage = %v, want Busy, naming the bucket", err)
	}
	failing.Store(0)
	if _, err := k.Get(ctx, hash); err != nil {
		t.Errorf("Get after the outage: %v", err)
	}
}

func TestTheCacheAnswersAloneAndStaysSmall(t *testing.T) {
	t.Parallel()
	address, failing := bucket(t)
	dir := t.TempDir()
	k := open(t, address, dir)
	var last string
	for i := range 20 {
		h, data := body(strings.Repeat(string(rune('a'+i)), 600))
		if err := k.Put(ctx, h, data); err != nil {
			t.Fatal(err)
		}
		last = h
	}
	failing.Store(1 << 40)
	if _, err := k.Get(ctx, last); err != nil {
		t.Errorf("what was put last is not in the cache: %v", err)
	}
	again := open(t, address, dir).(*Cache)
	if again.used == 0 || again.used > 4000 {
		t.Errorf("the cache holds %d bytes, want at most 4000 and some", again.used)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"s3://news?endpoint=ftp://x":              "endpoint",
		"s3://news?endpiont=https://x":            "endpiont",
		"s3://key:secret@news?endpoint=https://x": "environment",
		"gopher://x":        "s3://bucket",
		"file://relative/x": "whole path",
	} {
		if _, err := Open(address, Options{Getenv: keys}); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret@") {
			t.Errorf("Open(%s) = %v, want Invalid, naming %q", address, err, want)
		}
	}
	if _, err := Open("s3://news?endpoint=https://x", Options{Getenv: func(string) string { return "" }}); err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") {
		t.Errorf("Open without keys = %v", err)
	}
}
