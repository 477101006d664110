package observe

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Queued is how many jobs of a kind are in a state.
type Queued struct {
	Kind, State string
	N           int64
	Oldest      time.Time // of those, when the longest due was due
}

// Pool is what the connections to a database do.
type Pool struct {
	Name               string
	InUse, Idle, Limit int
	Waits              int64
	Waited             time.Duration
}

// Archive gives what is read when metrics are asked for. Each may be nil. What reads the database is not read at each
// scrape but as often as keeps it under one part in fifty of the time.
type Archive struct {
	Queue  func(ctx context.Context) ([]Queued, error)
	Counts func(ctx context.Context) (map[string]int64, error) // how much there is of what
	Lag    func(ctx context.Context) (time.Duration, error)    // for how long the longest waiting article has waited to be grouped
	Sizes  func(ctx context.Context) (map[string]int64, error) // bytes of the database by part
	Pools  func() []Pool
	Disk   func() (free, total uint64, err error)
}

// Watch has metrics read from an archive. Call it once.
func (x *Observer) Watch(a Archive) {
	if x == nil {
		return
	}
	x.registry.MustRegister(&archive{
		now: x.opt.Now, x: x, pools: a.Pools, disk: a.Disk,
		queue: cached[[]Queued]{read: a.Queue}, counts: cached[map[string]int64]{read: a.Counts},
		lag: cached[time.Duration]{read: a.Lag}, sizes: cached[map[string]int64]{read: a.Sizes},
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_readings_failed_total", Help: "Readings for metrics that failed; the metric is missing meanwhile."}, []string{"reading"}),
	})
}

// Metrics answers scrapes of Prometheus.
func (x *Observer) Metrics() http.Handler {
	if x == nil {
		return http.NotFoundHandler()
	}
	return promhttp.HandlerFor(x.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 20 * time.Second})
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	queueDesc     = desc("parley_queue_jobs", "Jobs in the queue by kind and state: ready (waiting), running, dead (given up).", "kind", "state")
	dueDesc       = desc("parley_queue_oldest_due_seconds", "For how long the longest due job of a kind has been due.", "kind")
	countDesc     = desc("parley_archive_items", "How much the archive holds, by noun.", "noun")
	lagDesc       = desc("parley_grouping_lag_seconds", "For how long the longest waiting article has waited for its story.")
	sizeDesc      = desc("parley_database_size_bytes", "Bytes of the database by part.", "part")
	connDesc      = desc("parley_database_connections", "Connections to the database by pool and state.", "pool", "state")
	connLimitDesc = desc("parley_database_connections_limit", "Most connections of a pool.", "pool")
	waitDesc      = desc("parley_database_waits_total", "How often a connection was waited for.", "pool")
	waitedDesc    = desc("parley_database_wait_seconds_total", "For how long connections were waited for.", "pool")
	freeDesc      = desc("parley_disk_free_bytes", "Bytes free on the disk of the data folder.")
	totalDesc     = desc("parley_disk_size_bytes", "Bytes of the disk of the data folder.")
	stepDesc      = desc("parley_worker_last_step_timestamp_seconds", "When a worker last took a step.")
	runningDesc   = desc("parley_jobs_running", "Jobs that workers of this process are at.")
	stuckDesc     = desc("parley_jobs_stuck", "Jobs of this process that run far beyond their lease; the log has the stack.")
)

type archive struct {
	x        *Observer
	now      func() time.Time
	pools    func() []Pool
	disk     func() (free, total uint64, err error)
	queue    cached[[]Queued]
	counts   cached[map[string]int64]
	lag      cached[time.Duration]
	sizes    cached[map[string]int64]
	failures *prometheus.CounterVec
}

// Describe names every metric.
func (a *archive) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{queueDesc, dueDesc, countDesc, lagDesc, sizeDesc, connDesc, connLimitDesc, waitDesc, waitedDesc, freeDesc, totalDesc, stepDesc, runningDesc, stuckDesc} {
		to <- d
	}
	a.failures.Describe(to)
}

// Collect reads what is old and gives everything that could be read.
func (a *archive) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	now := a.now()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if queue, ok := get(ctx, a, "queue", &a.queue, now); ok {
		a.collectQueue(gauge, queue, now)
	}
	if counts, ok := get(ctx, a, "counts", &a.counts, now); ok {
		for noun, n := range counts {
			gauge(countDesc, float64(n), noun)
		}
	}
	if lag, ok := get(ctx, a, "lag", &a.lag, now); ok {
		gauge(lagDesc, lag.Seconds())
	}
	if sizes, ok := get(ctx, a, "sizes", &a.sizes, now); ok {
		for part, n := range sizes {
			gauge(sizeDesc, float64(n), part)
		}
	}
	if a.pools != nil {
		for _, p := range a.pools() {
			gauge(connDesc, float64(p.InUse), p.Name, "in use")
			gauge(connDesc, float64(p.Idle), p.Name, "idle")
			gauge(connLimitDesc, float64(p.Limit), p.Name)
			to <- prometheus.MustNewConstMetric(waitDesc, prometheus.CounterValue, float64(p.Waits), p.Name)
			to <- prometheus.MustNewConstMetric(waitedDesc, prometheus.CounterValue, p.Waited.Seconds(), p.Name)
		}
	}
	if a.disk != nil {
		if free, total, err := a.disk(); err == nil {
			gauge(freeDesc, float64(free))
			gauge(totalDesc, float64(total))
		} else {
			a.failures.WithLabelValues("disk").Inc()
		}
	}
	a.collectWork(gauge, now)
	a.failures.Collect(to)
}

func (a *archive) collectQueue(gauge func(*prometheus.Desc, float64, ...string), queue []Queued, now time.Time) {
	for _, q := range queue {
		gauge(queueDesc, float64(q.N), q.Kind, q.State)
		if q.State == "ready" {
			gauge(dueDesc, max(0, now.Sub(q.Oldest).Seconds()), q.Kind)
		}
	}
}

func (a *archive) collectWork(gauge func(*prometheus.Desc, float64, ...string), now time.Time) {
	last, running := a.x.Work()
	if !last.IsZero() {
		gauge(stepDesc, float64(last.UnixMilli())/1000)
	}
	stuck := 0
	for _, r := range running {
		if r.IsStuck(now) {
			stuck++
		}
	}
	gauge(runningDesc, float64(len(running)))
	gauge(stuckDesc, float64(stuck))
}

// cached is a reading that is taken anew when the last one is older than ten seconds and fifty times what it cost.
type cached[T any] struct {
	mu    sync.Mutex
	read  func(ctx context.Context) (T, error)
	value T
	ok    bool
	until time.Time
}

const (
	readEvery = 10 * time.Second
	readShare = 50
)

// get is the reading; it is not ok when there is none or the last try failed.
func get[T any](ctx context.Context, a *archive, name string, c *cached[T], now time.Time) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read == nil || now.Before(c.until) {
		return c.value, c.ok
	}
	began := time.Now()
	v, err := c.read(ctx)
	c.until = now.Add(max(readEvery, readShare*time.Since(began)))
	c.value, c.ok = v, err == nil
	if err != nil {
		a.failures.WithLabelValues(name).Inc()
	}
	return c.value, c.ok
}
