package observe

import (
	"bytes"
	"cmp"
	"context"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

type jobMetrics struct {
	done    *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

func newJobMetrics(r prometheus.Registerer) jobMetrics {
	m := jobMetrics{
		done:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_jobs_total", Help: "Jobs that were worked on, by kind and outcome: done, failed, given back."}, []string{"kind", "outcome"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "parley_job_duration_seconds", Help: "Time of the work of one job, saving not included, by kind.", Buckets: workSeconds}, []string{"kind"}),
	}
	r.MustRegister(m.done, m.seconds)
	return m
}

// The outcomes of a job.
const (
	JobDone      = "done"
	JobFailed    = "failed"
	JobGivenBack = "given back"
)

// Running is a job that a worker of this process is at.
type Running struct {
	Kind, Key string
	Since     time.Time
	Lease     time.Duration
	id        int64
}

// underway knows which jobs are being worked on and when a worker last took a step.
type underway struct {
	mu      sync.Mutex
	last    time.Time
	next    int64
	running map[int64]*Running
}

// Step notes that a worker looked for work or finished some.
func (x *Observer) Step() {
	if x == nil {
		return
	}
	x.work.mu.Lock()
	x.work.last = x.opt.Now()
	x.work.mu.Unlock()
}

// Job notes that a job is begun, in a span of its own. Call done at its end.
func (x *Observer) Job(ctx context.Context, kind, key string, attempt int, lease time.Duration) (_ context.Context, done func(err error)) {
	if x == nil {
		return ctx, func(error) {}
	}
	r := &Running{Kind: kind, Key: key, Since: x.opt.Now(), Lease: lease}
	x.work.mu.Lock()
	x.work.next++
	r.id = x.work.next
	x.work.running[r.id] = r
	x.work.mu.Unlock()
	was := ctx
	ctx, span := x.tracer.Start(ctx, "job "+kind, trace.WithAttributes(attribute.String("parley.job.kind", kind), attribute.Int("parley.job.attempt", attempt)))
	ctx = pprof.WithLabels(ctx, pprof.Labels(jobLabel, strconv.FormatInt(r.id, 10)))
	pprof.SetGoroutineLabels(ctx)
	return ctx, func(err error) {
		pprof.SetGoroutineLabels(was)
		x.work.mu.Lock()
		delete(x.work.running, r.id)
		x.work.last = x.opt.Now()
		x.work.mu.Unlock()
		x.jobs.seconds.WithLabelValues(kind).Observe(x.opt.Now().Sub(r.Since).Seconds())
		end(span, err)
	}
}

// Batch opens a span for jobs that are done and saved together. Call done at the end.
func (x *Observer) Batch(ctx context.Context, kind string, n int) (_ context.Context, done func(err error)) {
	if x == nil {
		return ctx, func(error) {}
	}
	ctx, span := x.tracer.Start(ctx, "batch "+kind, trace.WithAttributes(attribute.String("parley.job.kind", kind), attribute.Int("parley.jobs", n)))
	return ctx, func(err error) { end(span, err) }
}

// Finished counts jobs by what came of them.
func (x *Observer) Finished(kind, outcome string, n int) {
	if x == nil {
		return
	}
	x.jobs.done.WithLabelValues(kind, outcome).Add(float64(n))
}

// Work is when a worker last took a step, the zero time for never, and what is being worked on, the oldest first.
func (x *Observer) Work() (last time.Time, running []Running) {
	if x == nil {
		return last, nil
	}
	x.work.mu.Lock()
	defer x.work.mu.Unlock()
	for _, r := range x.work.running {
		running = append(running, *r)
	}
	slices.SortFunc(running, func(a, b Running) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.id, b.id)) })
	return x.work.last, running
}

// IsStuck reports whether a job runs far beyond its lease: by now another worker may have it, and this one does not come back.
func (r Running) IsStuck(now time.Time) bool { return now.Sub(r.Since) > r.Lease+r.Lease/2 }

// ID tells one run of a job from another.
func (r Running) ID() int64 { return r.id }

const jobLabel = "parley-job"

// Stack is where the goroutines that work on a job are; "" when they are done.
func (r Running) Stack() string {
	var b bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&b, 1); err != nil {
		return ""
	}
	label := strconv.Quote(jobLabel) + ":" + strconv.Quote(strconv.FormatInt(r.id, 10))
	var out []string
	for block := range strings.SplitSeq(b.String(), "\n\n") {
		if strings.Contains(block, label) {
			out = append(out, block)
		}
	}
	return strings.Join(out, "\n\n")
}
