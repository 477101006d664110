package pipeline

import (
	"context"
	"time"
)

// graceful is the context of the work itself, which outlives ctx by the grace.
func (p *Pipeline) graceful(ctx context.Context) (work context.Context, release func()) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(p.opt.Grace):
			cancel()
		case <-work.Done():
		}
	})
	return work, func() { forget(); cancel() }
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
