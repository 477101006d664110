package observe

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
)

// scrape is what Prometheus would read.
func scrape(x *Observer) string {
	w := httptest.NewRecorder()
	x.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// full is an archive of which everything can be read.
func full(now time.Time) Archive {
	return Archive{
		Queue: func(context.Context) ([]Queued, error) {
			return []Queued{{"fetch", "ready", 3, now.Add(-time.Minute)}, {"fetch", "later", 5, now.Add(time.Hour)}, {"poll", "dead", 1, now}}, nil
		},
		Counts: func(context.Context) (map[string]int64, error) { return map[string]int64{"article": 7}, nil },
		Lag:    func(context.Context) (time.Duration, error) { return 90 * time.Second, nil },
		Sizes:  func(context.Context) (map[string]int64, error) { return map[string]int64{"file": 4096}, nil },
		Pools: func() []Pool {
			return []Pool{{Name: "read", InUse: 1, Idle: 2, Limit: 8, Waits: 4, Waited: time.Second}}
		},
		Disk: func() (uint64, uint64, error) { return 10, 20, nil },
	}
}

func TestMetricsPassPrometheusOwnReview(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	x, _ := observer(t, Options{Version: "1.2.3", Now: func() time.Time { return now }})
	x.Watch(full(now))
	x.Step()
	x.Finished("fetch", JobDone, 2)
	_, done := x.Fetch(context.Background(), "a.example")
	done("ok", 5, nil)
	x.HTTP(site()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/story/1", nil))
	text := scrape(x)
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "parley_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	for _, want := range []string{
		`parley_queue_jobs{kind="fetch",state="ready"} 3`, `parley_queue_oldest_due_seconds{kind="fetch"} 60`, `parley_archive_items{noun="article"} 7`,
		`parley_grouping_lag_seconds 90`, `parley_database_size_bytes{part="file"} 4096`, `parley_database_connections{pool="read",state="in use"} 1`,
		`parley_database_wait_seconds_total{pool="read"} 1`, `parley_disk_free_bytes 10`, `parley_jobs_total{kind="fetch",outcome="done"} 2`,
		`parley_fetches_total{outcome="ok"} 1`, `parley_fetch_bytes_total 5`, `parley_worker_last_step_timestamp_seconds 1.8e+09`,
		`version="1.2.3"`, `go_goroutines`, `process_resident_memory_bytes`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the scrape lacks %s", want)
		}
	}
	if strings.Contains(text, `parley_queue_oldest_due_seconds{kind="poll"}`) {
		t.Error("a job that was given up is told as due")
	}
}

func TestScrapesReadTheArchiveSeldom(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	x, _ := observer(t, Options{Now: func() time.Time { return now }})
	read := 0
	x.Watch(Archive{Counts: func(context.Context) (map[string]int64, error) {
		read++
		if read == 2 {
			return nil, errors.New("the database is away")
		}
		return map[string]int64{"article": int64(read)}, nil
	}})
	for range 5 {
		scrape(x)
	}
	if read != 1 {
		t.Errorf("five scrapes read %d times", read)
	}
	now = now.Add(time.Hour)
	if text := scrape(x); strings.Contains(text, "parley_archive_items") || !strings.Contains(text, `parley_readings_failed_total{reading="counts"} 1`) {
		t.Errorf("after a failed reading: %s", text)
	}
	now = now.Add(time.Hour)
	if text := scrape(x); !strings.Contains(text, `parley_archive_items{noun="article"} 3`) {
		t.Error("it does not come back")
	}
}

func TestAStuckJobIsKnownWithItsStack(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	x, _ := observer(t, Options{Now: func() time.Time { return now }})
	begun, release := make(chan struct{}), make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, done := x.Job(context.Background(), "extract", "42", 1, time.Minute)
		close(begun)
		waitForRelease(release)
		done(errors.New("late"))
	}()
	<-begun
	_, running := x.Work()
	if len(running) != 1 || running[0].IsStuck(now.Add(80*time.Second)) || !running[0].IsStuck(now.Add(2*time.Minute)) {
		t.Fatalf("running %+v", running)
	}
	if stack := running[0].Stack(); !strings.Contains(stack, "waitForRelease") {
		t.Errorf("the stack does not tell where it is: %s", stack)
	}
	close(release)
	<-ended
	if _, running := x.Work(); len(running) != 0 {
		t.Errorf("running %+v", running)
	}
	if n := testutil.CollectAndCount(x.jobs.seconds); n != 1 {
		t.Errorf("%d durations", n)
	}
}

func waitForRelease(release chan struct{}) { <-release }
