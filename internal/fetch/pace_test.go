package fetch

import (
	"context"
	"testing"
	"time"
)

// clock is a time that a test sets.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func newPacer(every, patience time.Duration) (*pacer, *clock) {
	c := &clock{time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)}
	return &pacer{every: every, patience: patience, now: c.now, hosts: map[string]*hostState{}}, c
}

func TestPaceKeepsRequestsApart(t *testing.T) {
	t.Parallel()
	p, c := newPacer(time.Hour, 0)
	ctx, cancel := context.WithCancel(context.Background())
	if err := p.wait(ctx, "a.example"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := p.wait(ctx, "a.example"); err == nil || err.reason != Stopped {
		t.Errorf("second request within the hour: %v, want one that waited until it was stopped", err)
	}
	if got, want := p.due("a.example"), c.t.Add(2*time.Hour); !got.Equal(want) {
		t.Errorf("due = %v, want %v", got, want)
	}
	if err := p.wait(context.Background(), "b.example"); err != nil {
		t.Errorf("another host: %v", err)
	}
}

func TestPaceBeyondPatienceFailsAtOnce(t *testing.T) {
	t.Parallel()
	p, c := newPacer(time.Minute, time.Second)
	if err := p.wait(context.Background(), "a.example"); err != nil {
		t.Fatal(err)
	}
	err := p.wait(context.Background(), "a.example")
	if ReasonOf(err) != Paused {
		t.Fatalf("second request: %v, want Paused", err)
	}
	if wait, ok := RetryAfter(err); !ok || wait != time.Minute {
		t.Errorf("RetryAfter = %v, %v; want 1m", wait, ok)
	}
	if got := p.due("a.example"); !got.Equal(c.t.Add(time.Minute)) {
		t.Errorf("a request that was not sent took a turn: due %v", got)
	}
	c.t = c.t.Add(time.Minute)
	if err := p.wait(context.Background(), "a.example"); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestCrawlDelayCounts(t *testing.T) {
	t.Parallel()
	p, _ := newPacer(time.Second, 0)
	p.slow("a.example", 20*time.Second)
	p.slow("b.example", 100*time.Millisecond)
	p.slow("c.example", 24*time.Hour)
	for host, want := range map[string]time.Duration{"a.example": 20 * time.Second, "b.example": time.Second, "c.example": maxCrawlDelay, "d.example": time.Second} {
		if got := p.everyOf(host); got != want {
			t.Errorf("every of %s = %v, want %v", host, got, want)
		}
	}
}

func TestHostsThatFailAreLeftAlone(t *testing.T) {
	t.Parallel()
	type step struct {
		reason Reason
		status int
		wait   time.Duration
		hold   time.Duration // from then on
	}
	for name, steps := range map[string][]step{
		"asks for a time":          {{RateLimited, 429, 2 * time.Minute, 2 * time.Minute}},
		"asks for a week":          {{ServerError, 503, 7 * 24 * time.Hour, maxHold}},
		"asks for none, again":     {{RateLimited, 429, 0, time.Minute}, {RateLimited, 429, 0, 2 * time.Minute}, {ServerError, 503, 0, 4 * time.Minute}},
		"answers in between":       {{RateLimited, 429, 0, time.Minute}, {"", 200, 0, 0}, {RateLimited, 429, 0, time.Minute}},
		"fails twice":              {{TimedOut, 0, 0, 0}, {ServerError, 500, 0, 0}},
		"fails again and again":    {{TimedOut, 0, 0, 0}, {NoAnswer, 0, 0, 0}, {ServerError, 502, 0, time.Minute}, {BrokenOff, 0, 0, 2 * time.Minute}},
		"has not what was asked":   {{Missing, 404, 0, 0}, {Missing, 404, 0, 0}, {Missing, 404, 0, 0}, {Missing, 404, 0, 0}},
		"fails, and we stop often": {{TimedOut, 0, 0, 0}, {TimedOut, 0, 0, 0}, {Stopped, 0, 0, 0}, {TimedOut, 0, 0, time.Minute}},
	} {
		p, c := newPacer(time.Second, 0)
		for i, s := range steps {
			p.note("a.example", s.reason, s.status, s.wait)
			hold := max(0, p.hosts["a.example"].hold.Sub(c.t))
			if hold != s.hold {
				t.Errorf("%s: after step %d the host is left alone for %v, want %v", name, i+1, hold, s.hold)
			}
			if err := p.wait(context.Background(), "a.example"); (err != nil) != (s.hold > 0) {
				t.Errorf("%s: after step %d: %v", name, i+1, err)
			}
			c.t = c.t.Add(10 * time.Second)
			if s.status == 200 {
				continue
			}
			c.t = c.t.Add(s.hold)
		}
	}
}

func TestPacerForgets(t *testing.T) {
	t.Parallel()
	p, c := newPacer(time.Second, 0)
	p.note("held.example", RateLimited, 429, time.Hour)
	for i := range maxHosts + 10 {
		c.t = c.t.Add(time.Microsecond)
		p.mu.Lock()
		p.host(time.Duration(i).String(), c.t)
		p.mu.Unlock()
	}
	if len(p.hosts) > maxHosts {
		t.Errorf("%d hosts are remembered, want at most %d", len(p.hosts), maxHosts)
	}
	if p.hosts["held.example"] == nil {
		t.Error("a host that asked for a pause was forgotten before others")
	}
}
