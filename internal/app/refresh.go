package app

import "context"

// refresh has what older versions of Parley made computed again, behind everything else.
func (a *App) refresh(ctx context.Context) {
	n, err := a.Pipeline.Refresh(ctx)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		a.log.Error("what an older Parley made could not be put into the queue; it is tried again at the next start", "err", err)
	}
	if n > 0 {
		a.log.Info("what an older Parley made is computed again, behind everything else", "items", n)
	}
}
