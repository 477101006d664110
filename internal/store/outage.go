package store

import (
	"errors"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/parley-news/parley/internal/fault"
)

// ErrOutage marks a failure of what the archive stands on, such as a full disk or a
// database that does not answer: it says nothing of the item that was being worked on, and passes. Errors that are it are of kind fault.Busy too.
var ErrOutage = errors.New("outage")

// Outage makes an error that is ErrOutage and fault.Busy.
func Outage(format string, args ...any) error {
	return &outage{fault.Errorf(fault.Busy, format, args...)}
}

type outage struct{ error }

func (o *outage) Unwrap() []error { return []error{ErrOutage, o.error} }

// outOfSpace tells a full disk from other errors.
func outOfSpace(err error) error {
	if err == nil || errors.Is(err, ErrOutage) {
		return err
	}
	var lite *sqlite.Error
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.As(err, &lite) && (lite.Code()&0xff == sqlite3.SQLITE_FULL || lite.Code() == sqlite3.SQLITE_IOERR_SHMSIZE) {
		return Outage("the disk is full: make room; nothing is lost and work goes on by itself (%w)", err)
	}
	return err
}
