package app

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

// running is a Parley that serves, for a test that asks it from outside.
type running struct {
	*App
	url  string
	log  *syncBuffer
	stop context.CancelFunc
	done chan error
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// start serves with settings until the test ends.
func start(t *testing.T, o Options, change func(c *Config)) *running {
	t.Helper()
	c := Defaults()
	c.Data, c.Addr, c.Workers, c.DiskFloor, c.StopDelay = t.TempDir(), "127.0.0.1:0", 1, 0, 0
	if change != nil {
		change(&c)
	}
	log := &syncBuffer{}
	if o.Log == nil {
		o.Log = log
	}
	if o.Environ == nil {
		o.Environ = []string{}
	}
	if o.Transport == nil {
		o.Offline = true
	}
	a, err := Open(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{App: a, url: ReadableAddress(l), log: log, stop: cancel, done: make(chan error, 1)}
	go func() { r.done <- a.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-r.done:
			if err != nil {
				t.Errorf("serve: %v", err)
			}
		case <-time.After(30 * time.Second):
			t.Error("it does not stop")
		}
		a.Close()
	})
	return r
}

// ask asks for a path and returns status and body.
func (r *running) ask(t *testing.T, path string, header ...string) (int, string) {
	t.Helper()
	status, body, err := ask(http.DefaultClient, r.url+path, header...)
	if err != nil {
		t.Fatal(err)
	}
	return status, body
}

func ask(client *http.Client, address string, header ...string) (int, string, error) {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

func TestReadyTellsWhyToThoseInsideAlone(t *testing.T) {
	t.Parallel()
	r := start(t, Options{}, nil)
	if status, body := r.ask(t, "/healthz"); status != 200 || body != "ok\n" {
		t.Errorf("healthz: %d %q", status, body)
	}
	status, body := r.ask(t, "/readyz")
	for _, want := range []string{"ready\n", "database: ok", "migrations: ok", "worker: ok: last step", "disk: ok"} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("readyz: %d, lacks %q: %s", status, want, body)
		}
	}
	if status, body := r.ask(t, "/readyz", "Accept", "application/json"); status != 200 || !strings.Contains(body, `{"name":"database","state":"ok"`) {
		t.Errorf("readyz as JSON: %d %s", status, body)
	}
	// A stranger behind a proxy that nobody vouches for looks like loopback, but is told no more than the status.
	if status, body := r.ask(t, "/readyz", "X-Forwarded-For", "127.0.0.1"); status != 200 || body != "ready\n" {
		t.Errorf("readyz through a proxy: %d %q", status, body)
	}
	if status, body := r.ask(t, "/metrics"); status != 404 || strings.Contains(body, "parley_build_info") {
		t.Errorf("metrics for anybody: %d", status)
	}
}

func TestReadySaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	r := start(t, Options{}, func(c *Config) { c.DiskFloor = 1 << 40 })
	if status, body := r.ask(t, "/readyz"); status != 503 || !strings.Contains(body, "not ready\n") || !strings.Contains(body, "disk: failed") {
		t.Errorf("a full disk: %d %s", status, body)
	}
	if status, body := r.ask(t, "/readyz", "X-Forwarded-For", "203.0.113.9"); status != 503 || body != "not ready\n" {
		t.Errorf("a full disk, told to a stranger: %d %s", status, body)
	}
	if status, _ := r.ask(t, "/healthz"); status != 200 {
		t.Errorf("healthz: %d", status)
	}
}

func TestReadyFailsWithoutADatabaseAndWithOtherTables(t *testing.T) {
	t.Parallel()
	r := start(t, Options{}, nil)
	h := newHealth(r.App)
	if err := r.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), "insert into schema_version (version_id, is_applied) values (999, true)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if c := h.tables(t.Context()); c.State != checkFailed || !strings.Contains(c.Detail, "another version") {
		t.Errorf("tables of another version: %+v", c)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if c := h.database(gone); c.State != checkFailed {
		t.Errorf("a database that does not answer: %+v", c)
	}
}

func TestASilentWorkerIsNotReadyAndABusyOneIs(t *testing.T) {
	t.Parallel()
	c := Defaults()
	c.Data, c.DiskFloor = t.TempDir(), 0
	a, err := Open(t.Context(), c, Options{Log: io.Discard, Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	h := newHealth(a)
	now := time.Now()
	if c := h.worker(now.Add(time.Minute)); c.State != checkOK {
		t.Errorf("after a minute: %+v", c)
	}
	if c := h.worker(now.Add(time.Hour)); c.State != checkFailed {
		t.Errorf("no worker for an hour: %+v", c)
	}
	_, done := a.observe.Job(t.Context(), jobs.Group, "all", 1, 2*time.Hour)
	if c := h.worker(now.Add(time.Hour)); c.State != checkOK || !strings.Contains(c.Detail, "1 under way") {
		t.Errorf("a long job within its lease: %+v", c)
	}
	if c := h.worker(now.Add(4 * time.Hour)); c.State != checkFailed || !strings.Contains(c.Detail, "group since 4h") {
		t.Errorf("a job far beyond its lease: %+v", c)
	}
	_, running := a.observe.Work()
	told := a.tellStuck(now.Add(4*time.Hour), running, nil)
	if len(told) != 1 {
		t.Errorf("told %v", told)
	}
	done(nil)
}

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	r := start(t, Options{Version: "9.9.9"}, func(c *Config) { c.MetricsAddr = addr; c.MetricsNetworks = []string{"127.0.0.1"} })
	r.ask(t, "/about")
	for _, url := range []string{"http://" + addr, r.url} {
		status, body, err := ask(http.DefaultClient, url+"/metrics")
		if err != nil || status != 200 || !strings.Contains(body, `version="9.9.9"`) || !strings.Contains(body, `parley_http_requests_total{method="GET",route="/about",status="2xx"}`) {
			t.Errorf("%s/metrics: %d, %v", url, status, err)
		}
	}
	if status, body, err := ask(http.DefaultClient, "http://"+addr+"/readyz"); err != nil || status != 200 || !strings.Contains(body, "worker: ok") {
		t.Errorf("readyz there: %d %s %v", status, body, err)
	}
	if status, _, _ := ask(http.DefaultClient, "http://"+addr+"/"); status != 404 {
		t.Errorf("the site is served there: %d", status)
	}
}
