package observe

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func quiet(b *testing.B) *Observer {
	b.Helper()
	x, err := New(context.Background(), Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	return x
}

// What being observed costs a request is the difference of the two.
func BenchmarkHTTP(b *testing.B) {
	bare := site()
	for _, c := range []struct {
		name string
		h    http.Handler
	}{{"bare", bare}, {"observed", quiet(b).HTTP(bare)}} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/story/1", nil)
			b.ReportAllocs()
			for b.Loop() {
				c.h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}

func BenchmarkJob(b *testing.B) {
	x := quiet(b)
	b.ReportAllocs()
	for b.Loop() {
		_, done := x.Job(context.Background(), "extract", "1", 1, time.Minute)
		done(nil)
	}
}
