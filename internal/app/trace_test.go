package app

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

// otlp is a collector of traces.
type otlp struct {
	mu       sync.Mutex
	spans    []*tracev1.Span
	services []string
}

func (o *otlp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body = z
	}
	b, err := io.ReadAll(body)
	var req collector.ExportTraceServiceRequest
	if err == nil {
		err = proto.Unmarshal(b, &req)
	}
	if err != nil || r.URL.Path != "/v1/traces" {
		http.Error(w, "no traces", http.StatusBadRequest)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, rs := range req.ResourceSpans {
		for _, a := range rs.Resource.Attributes {
			if a.Key == "service.name" {
				o.services = append(o.services, a.Value.GetStringValue())
			}
		}
		for _, s := range rs.ScopeSpans {
			o.spans = append(o.spans, s.Spans...)
		}
	}
	w.Header().Set("Content-Type", "application/x-protobuf")
}

// named finds a span whose name holds what is wanted.
func (o *otlp) named(name string) *tracev1.Span {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range o.spans {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// It sets the environment and so runs beside no other test.
func TestTracesReachACollectorByTheStandardEnvironment(t *testing.T) {
	c := &otlp{}
	server := httptest.NewServer(c)
	defer server.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	t.Setenv("OTEL_SERVICE_NAME", "parley-test")
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
	s := slowly{make(chan struct{}, 10), make(chan struct{})}
	close(s.let)
	r := start(t, Options{Transport: s}, func(c *Config) { c.FetchEvery, c.AccessLog = -1, true })
	if status, _ := r.ask(t, "/about?q=illness"); status != 200 {
		t.Fatalf("about: %d", status)
	}
	if err := r.Store.Write(t.Context(), func(tx *store.Tx) error {
		return jobs.Enqueue(t.Context(), tx, jobs.Fetch, "https://paper.example/secret-path", "", tx.Now())
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"GET /about", "batch fetch", "job fetch", "fetch", "store write"}
	deadline := time.Now().Add(15 * time.Second)
	for slices.ContainsFunc(want, func(name string) bool { return c.named(name) == nil }) {
		if time.Now().After(deadline) {
			t.Fatalf("not all of %q came; there are %v", want, c.spans)
		}
		time.Sleep(20 * time.Millisecond)
	}
	job, fetched, page := c.named("job fetch"), c.named("fetch"), c.named("GET /about")
	if string(fetched.ParentSpanId) != string(job.SpanId) || string(fetched.TraceId) != string(job.TraceId) {
		t.Error("the fetch is not part of its job")
	}
	batch := c.named("batch fetch")
	if string(job.ParentSpanId) != string(batch.SpanId) {
		t.Error("the job is not part of its batch")
	}
	c.mu.Lock()
	if !slices.ContainsFunc(c.spans, func(s *tracev1.Span) bool {
		return s.Name == "store write" && string(s.ParentSpanId) == string(batch.SpanId)
	}) {
		t.Error("no transaction is part of the batch")
	}
	c.mu.Unlock()
	if page.Kind != tracev1.Span_SPAN_KIND_SERVER || len(page.ParentSpanId) != 0 {
		t.Errorf("the page's span: %v", page)
	}
	if fetched.Status.GetCode() != tracev1.Status_STATUS_CODE_ERROR || fetched.Status.GetMessage() != "not found" {
		t.Errorf("the fetch's outcome: %v", fetched.Status)
	}
	c.mu.Lock()
	for _, s := range c.spans {
		if text := s.String(); strings.Contains(text, "secret-path") || strings.Contains(text, "illness") {
			t.Errorf("a span tells too much: %s", text)
		}
	}
	if !slices.Contains(c.services, "parley-test") {
		t.Errorf("services %q", c.services)
	}
	c.mu.Unlock()
	if log := r.log.String(); !strings.Contains(log, "trace=") || !strings.Contains(log, "path=/about") {
		t.Errorf("the log does not tell the trace: %s", log)
	}
}

func TestAnEndpointThatCannotBeUsedIsSaid(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
	t.Setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
	c := Defaults()
	c.Data = t.TempDir()
	if a, err := Open(context.Background(), c, Options{Log: io.Discard, Offline: true}); err == nil || !strings.Contains(err.Error(), "http/protobuf") {
		t.Errorf("gRPC was asked for: %v", err)
		if a != nil {
			a.Close()
		}
	}
}
