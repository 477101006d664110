package fetch

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Bounds of the pace and of pauses.
const (
	maxCrawlDelay = 10 * time.Minute // of a robots.txt: one that asks for more would not be read at all
	firstPause    = time.Minute
	maxBusyPause  = 6 * time.Hour  // between tries of a host that says 429 or 503 and no more
	maxTroubled   = time.Hour      // between tries of a host that does not answer
	maxHold       = 24 * time.Hour // of a host that names its time: its other pages may be willing sooner
	troublesFirst = 3              // failures in a row before a host is left alone
	maxHosts      = 20000
)

// pacer keeps requests to one host apart and leaves hosts alone that ask for it or fail again and again.
// It is a net below whoever plans the work: it makes a Get wait, or fail when the wait would be long.
type pacer struct {
	every    time.Duration
	patience time.Duration
	now      func() time.Time

	mu    sync.Mutex
	hosts map[string]*hostState
}

type hostState struct {
	next     time.Time     // the next request may be sent
	hold     time.Time     // the host is left alone until then
	delay    time.Duration // its Crawl-delay
	busy     int           // answers in a row that said 429 or 503
	troubles int           // failures in a row
}

// wait takes the next turn at a host and waits for it.
func (p *pacer) wait(ctx context.Context, host string) *problem {
	p.mu.Lock()
	now := p.now()
	h := p.host(host, now)
	if left := h.hold.Sub(now); left > 0 {
		p.mu.Unlock()
		return paused(left, "%s is left alone for another %s, as it asked or because it failed: nothing was sent", host, round(left))
	}
	at := h.next
	if at.Before(now) {
		at = now
	}
	if left := at.Sub(now); p.patience > 0 && left > p.patience {
		p.mu.Unlock()
		return paused(left, "the pace of %s allows the next request in %s: nothing was sent", host, round(left))
	}
	h.next = at.Add(p.interval(h))
	p.mu.Unlock()
	timer := time.NewTimer(at.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &problem{reason: Stopped, err: fmt.Errorf("waiting for the pace of %s: %w", host, ctx.Err())}
	}
}

func paused(left time.Duration, format string, args ...any) *problem {
	p := failf(Paused, fault.Busy, format, args...)
	p.wait = min(left, maxRetryAfter)
	return p
}

// round makes a time readable and never nothing.
func round(d time.Duration) time.Duration { return max(time.Second, d.Round(time.Second)) }

// sent counts a request that follows another at once: the step of a redirect within the host.
func (p *pacer) sent(host string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	h := p.host(host, now)
	if next := now.Add(p.interval(h)); next.After(h.next) {
		h.next = next
	}
}

// slow sets the Crawl-delay of a host. What waits already keeps its turn.
func (p *pacer) slow(host string, delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.host(host, p.now()).delay = min(delay, maxCrawlDelay)
}

// note draws the conclusions from how a request went; wait is the time that the host asked for.
func (p *pacer) note(host string, r Reason, status int, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	h := p.host(host, now)
	var pause time.Duration
	switch {
	case status == 429 || status == 503:
		h.busy++
		pause = doubled(firstPause, h.busy-1, maxBusyPause)
		if wait > 0 {
			pause = min(wait, maxHold)
		}
	case r == ServerError || r == NoAnswer || r == TimedOut || r == TooSlow || r == BrokenOff:
		h.troubles++
		if h.troubles >= troublesFirst {
			pause = doubled(firstPause, h.troubles-troublesFirst, maxTroubled)
		}
	case r == Stopped:
		return
	default:
		h.busy, h.troubles = 0, 0
		return
	}
	if until := now.Add(pause); until.After(h.hold) {
		h.hold = until
	}
}

func doubled(d time.Duration, times int, most time.Duration) time.Duration {
	return min(d<<min(times, 20), most)
}

func (p *pacer) interval(h *hostState) time.Duration { return max(0, p.every, h.delay) }

func (p *pacer) everyOf(host string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if h := p.hosts[host]; h != nil {
		return p.interval(h)
	}
	return max(0, p.every)
}

func (p *pacer) due(host string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[host]
	if h == nil {
		return time.Time{}
	}
	if h.hold.After(h.next) {
		return h.hold
	}
	return h.next
}

// host finds the state of a host. The caller holds mu.
func (p *pacer) host(name string, now time.Time) *hostState {
	if h := p.hosts[name]; h != nil {
		return h
	}
	if len(p.hosts) >= maxHosts { // forget those that nothing is known against, else whoever comes
		for n, h := range p.hosts {
			if h.next.Before(now) && h.hold.Before(now) {
				delete(p.hosts, n)
			}
		}
		for n := range p.hosts {
			if len(p.hosts) < maxHosts {
				break
			}
			delete(p.hosts, n)
		}
	}
	h := &hostState{}
	p.hosts[name] = h
	return h
}
