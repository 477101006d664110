package observe

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
)

// observer makes an Observer that logs into a buffer.
func observer(t *testing.T, o Options) (*Observer, *bytes.Buffer) {
	t.Helper()
	var b bytes.Buffer
	o.Log = slog.New(LogHandler(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug})))
	x, err := New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return x, &b
}

func site() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /story/{id}", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("a story")) })
	mux.HandleFunc("GET /bug", func(http.ResponseWriter, *http.Request) { panic("a bug") })
	mux.HandleFunc("GET /half", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("half")); panic("a late bug") })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) })
	return Route(mux)
}

func TestRequestsAreCountedByPatternNeverByPath(t *testing.T) {
	t.Parallel()
	x, _ := observer(t, Options{})
	h := x.HTTP(site())
	for _, path := range []string{"/story/1", "/story/2", "/story/%3Cscript%3E", "/no/such/page", "/wp-admin.php"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("BREW", "/story/1", nil))
	want := `# HELP parley_http_requests_total Requests answered, by route pattern, method and class of status.
# TYPE parley_http_requests_total counter
parley_http_requests_total{method="GET",route="/story/{id}",status="2xx"} 3
parley_http_requests_total{method="GET",route="other",status="4xx"} 2
parley_http_requests_total{method="other",route="other",status="4xx"} 1
`
	if err := testutil.GatherAndCompare(x.registry, strings.NewReader(want), "parley_http_requests_total"); err != nil {
		t.Error(err)
	}
	if got := testutil.ToFloat64(x.http.bytes.WithLabelValues("/story/{id}")); got != 21 {
		t.Errorf("%v bytes counted, want 21", got)
	}
}

func TestAPanicIsA500LoggedWithItsStackAndCounted(t *testing.T) {
	t.Parallel()
	x, log := observer(t, Options{})
	w := httptest.NewRecorder()
	x.HTTP(site()).ServeHTTP(w, httptest.NewRequest("GET", "/bug", nil))
	if w.Code != 500 || testutil.ToFloat64(x.http.panics) != 1 || testutil.ToFloat64(x.http.underway) != 0 {
		t.Errorf("status %d, %v panics counted", w.Code, testutil.ToFloat64(x.http.panics))
	}
	id := w.Header().Get("X-Request-Id")
	for _, want := range []string{"a bug", "http_test.go", "request=" + id} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q: %s", want, log)
		}
	}
	if strings.Contains(w.Body.String(), "a bug") {
		t.Errorf("the reader sees %q", w.Body)
	}
}

func TestHalfAnAnswerIsNotTakenForAWholeOne(t *testing.T) {
	t.Parallel()
	x, _ := observer(t, Options{})
	server := httptest.NewServer(x.HTTP(site()))
	defer server.Close()
	resp, err := http.Get(server.URL + "/half")
	if err == nil {
		_, err = new(bytes.Buffer).ReadFrom(resp.Body)
		resp.Body.Close()
	}
	if err == nil {
		t.Error("an answer that a bug cut off ended as if it were whole")
	}
}

func TestTheAccessLogTellsNoQueryAndNoAddress(t *testing.T) {
	t.Parallel()
	ask := func(o Options) string {
		x, log := observer(t, o)
		r := httptest.NewRequest("GET", "/story/7?token=secret&q=illness", nil)
		r.RemoteAddr = "203.0.113.9:1234"
		x.HTTP(site()).ServeHTTP(httptest.NewRecorder(), r)
		return log.String()
	}
	line := ask(Options{AccessLog: true})
	for _, want := range []string{"level=INFO", "msg=request", "path=/story/7", "status=200", "bytes=7", "route=\"GET /story/{id}\"", "request="} {
		if !strings.Contains(strings.ReplaceAll(line, "route=/story/{id}", "route=\"GET /story/{id}\""), want) {
			t.Errorf("the line lacks %q: %s", want, line)
		}
	}
	if strings.Contains(line, "secret") || strings.Contains(line, "illness") || strings.Contains(line, "203.0.113.9") {
		t.Errorf("the line tells too much: %s", line)
	}
	if line := ask(Options{}); !strings.Contains(line, "level=DEBUG") {
		t.Errorf("without an access log: %s", line)
	}
	if line := ask(Options{LogAddresses: true}); !strings.Contains(line, "203.0.113.9") {
		t.Errorf("the address was asked for: %s", line)
	}
}

func TestNilObservesNothing(t *testing.T) {
	t.Parallel()
	var x *Observer
	x.Step()
	x.Finished("k", JobDone, 1)
	x.Watch(Archive{})
	_, done := x.Job(context.Background(), "k", "1", 1, time.Minute)
	done(nil)
	_, fetched := x.Fetch(context.Background(), "a.example")
	fetched("ok", 1, nil)
	_, wrote := x.Transaction(context.Background())
	wrote(1, nil)
	x.HTTP(site()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/story/1", nil))
	if err := x.Close(context.Background()); err != nil {
		t.Error(err)
	}
}
