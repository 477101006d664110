package lockfile

import (
	"os"

	"golang.org/x/sys/windows"
)

var (
	errTaken = windows.ERROR_LOCK_VIOLATION
	errFull  = windows.ERROR_DISK_FULL
)

// lock takes a byte far behind the text, so that others can still read who holds it.
func lock(f *os.File) error {
	at := windows.Overlapped{Offset: 1 << 20}
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
}
