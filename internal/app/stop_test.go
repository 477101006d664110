package app

import (
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

func TestStoppingIsToldBeforeConnectionsEnd(t *testing.T) {
	t.Parallel()
	r := start(t, Options{}, func(c *Config) { c.StopDelay = 700 * time.Millisecond })
	if status, _ := r.ask(t, "/readyz"); status != 200 {
		t.Fatalf("before: %d", status)
	}
	r.stop()
	deadline := time.Now().Add(600 * time.Millisecond)
	for {
		status, body, err := ask(http.DefaultClient, r.url+"/readyz")
		if err == nil && status == 503 && strings.HasPrefix(body, "stopping\n") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("it never said stopping: %d %q %v", status, body, err)
		}
	}
	if status, _ := r.ask(t, "/healthz"); status != 200 {
		t.Errorf("healthz while stopping: %d", status)
	}
	err := <-r.done
	r.done <- err
	if _, _, err := ask(http.DefaultClient, r.url+"/healthz"); err == nil {
		t.Error("it answers after its end")
	}
}

// slowly answers a fetch only when it is let.
type slowly struct{ begun, let chan struct{} }

func (s slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/robots.txt") {
		return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	s.begun <- struct{}{}
	select {
	case <-s.let:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// fetching is a Parley in the middle of a fetch.
func fetching(t *testing.T, within time.Duration) (*running, slowly) {
	t.Helper()
	s := slowly{make(chan struct{}, 10), make(chan struct{})}
	r := start(t, Options{Transport: s}, func(c *Config) { c.StopWithin, c.FetchEvery = within, -1 })
	if err := r.Store.Write(t.Context(), func(tx *store.Tx) error {
		return jobs.Enqueue(t.Context(), tx, jobs.Fetch, "https://paper.example/1", "", tx.Now())
	}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.begun:
	case <-time.After(10 * time.Second):
		t.Fatal("no fetch began")
	}
	return r, s
}

// jobOf reads the state and the attempts of the one job.
func jobOf(t *testing.T, r *running) (state string, attempts int) {
	t.Helper()
	err := r.Store.Query(t.Context(), "select state, attempts from job where kind = 'fetch'", func(row func(...any) error) error { return row(&state, &attempts) })
	if err != nil {
		t.Fatal(err)
	}
	return state, attempts
}

func TestWorkUnderWayFinishesWithinTheBound(t *testing.T) {
	t.Parallel()
	r, s := fetching(t, 20*time.Second)
	r.stop()
	time.Sleep(100 * time.Millisecond)
	close(s.let)
	err := <-r.done
	r.done <- err
	if state, attempts := jobOf(t, r); err != nil || state != "dead" || attempts != 1 { // a page that is not there is not tried again
		t.Errorf("the fetch did not finish: %s after %d attempts, %v", state, attempts, err)
	}
}

func TestWorkThatTakesTooLongIsGivenBack(t *testing.T) {
	t.Parallel()
	r, _ := fetching(t, 200*time.Millisecond)
	r.stop()
	began := time.Now()
	err := <-r.done
	r.done <- err
	if took := time.Since(began); err != nil || took > 5*time.Second {
		t.Errorf("it stopped after %v with %v", took, err)
	}
	if state, attempts := jobOf(t, r); state != "ready" || attempts != 0 {
		t.Errorf("the job is %s after %d attempts, want ready as if it had never been taken", state, attempts)
	}
}

func TestSystemdIsTold(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Skipf("no unix datagrams here: %v", err)
	}
	defer l.Close()
	r := start(t, Options{Environ: []string{"NOTIFY_SOCKET=" + path, "WATCHDOG_USEC=200000"}}, nil)
	wait := func(want string) {
		t.Helper()
		b := make([]byte, 4096)
		for {
			_ = l.SetReadDeadline(time.Now().Add(10 * time.Second))
			n, err := l.Read(b)
			if err != nil {
				t.Fatalf("%s was not told: %v", want, err)
			}
			if strings.Contains(string(b[:n]), want) {
				return
			}
		}
	}
	wait("READY=1")
	wait("WATCHDOG=1")
	wait("STATUS=Serving; workers: last step")
	r.stop()
	wait("STOPPING=1")
}
