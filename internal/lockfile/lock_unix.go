//go:build unix

package lockfile

import (
	"errors"
	"os"
	"syscall"
)

var (
	errTaken = syscall.EWOULDBLOCK
	errFull  = syscall.ENOSPC
)

func lock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
