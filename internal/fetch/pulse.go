package fetch

import (
	"sync"
	"time"
)

// pulse ends an answer that comes too slowly: fewer bytes within a window than the least rate makes of it.
type pulse struct {
	least  int64 // bytes within a window
	window time.Duration
	slow   func()

	mu    sync.Mutex
	bytes int64
	timer *time.Timer // nil when it is over
}

func newPulse(rate int64, window time.Duration, slow func()) *pulse {
	p := &pulse{least: int64(float64(rate) * window.Seconds()), window: window, slow: slow}
	p.mu.Lock()
	defer p.mu.Unlock()
	if rate > 0 {
		p.timer = time.AfterFunc(window, p.look)
	}
	return p
}

func (p *pulse) got(n int) {
	p.mu.Lock()
	p.bytes += int64(n)
	p.mu.Unlock()
}

func (p *pulse) look() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer == nil {
		return
	}
	if p.bytes < p.least {
		p.timer = nil
		p.slow()
		return
	}
	p.bytes = 0
	p.timer.Reset(p.window)
}

func (p *pulse) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}
