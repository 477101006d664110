package cli

import (
	"errors"
	"fmt"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/lockfile"
)

// openToWork opens the store for a command that works on it, and keeps other workers from it until the lock is released. busy tells
// that another program works on it already: what the command puts into the queue will be done by that one.
func (e *env) openToWork(command string, o app.Options) (a *app.App, l *lockfile.Lock, busy bool, err error) {
	l, busy, err = e.hold(command)
	if err != nil {
		return nil, nil, false, err
	}
	if a, err = e.open(o); err == nil && !busy {
		err = a.TakeOver(e.ctx)
	}
	if err != nil {
		_ = l.Release()
		if a != nil {
			_ = a.Close()
		}
		return nil, nil, false, err
	}
	return a, l, busy, nil
}

// nowFree tries again to get the lock that another program had, who may have ended meanwhile.
func (e *env) nowFree(command string, a *app.App) (l *lockfile.Lock, busy bool, err error) {
	if l, busy, err = e.hold(command); err != nil || busy {
		return l, busy, err
	}
	return l, false, a.TakeOver(e.ctx)
}

func (e *env) hold(command string) (l *lockfile.Lock, busy bool, err error) {
	c, err := e.config()
	if err != nil {
		return nil, false, fmt.Errorf("%w (%w)", err, errUsage)
	}
	l, err = app.Hold(c, command)
	if errors.Is(err, fault.Busy) {
		return nil, true, nil
	}
	return l, false, err
}
