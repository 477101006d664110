// Package lockfile keeps two programs from working on one thing at a time. Start with
// Take. The lock is the operating system's and ends with the process that holds it, however it
// ends: there is no stale lock to remove. The file's text says who holds it and is never removed.
package lockfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Holder is who holds a lock.
type Holder struct {
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
	Command string    `json:"command"`
}

// String tells a person who holds the lock.
func (h Holder) String() string {
	if h.PID == 0 {
		return "another program"
	}
	return fmt.Sprintf("“%s” (process %d, since %s)", h.Command, h.PID, h.Since.UTC().Format("2006-01-02 15:04:05 UTC"))
}

// Held is the error of Take when somebody else holds the lock; it is of kind fault.Busy.
type Held struct {
	Path string
	By   Holder
}

// Error says who holds the lock.
func (e *Held) Error() string { return fmt.Sprintf("%s is held by %s", e.Path, e.By) }

// Unwrap gives the kind.
func (e *Held) Unwrap() error { return fault.Busy }

// Lock is held until Release or the end of the process.
type Lock struct{ f *os.File }

// maxNote bounds what is read of a lock's text.
const maxNote = 4 << 10

// Take takes the lock at a path, or fails at once with *Held.
func Take(path, command string, now time.Time) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "lock %s cannot be made: check that its folder exists and may be written to (%w)", path, err)
	}
	err = lock(f)
	if errors.Is(err, errTaken) {
		defer f.Close()
		return nil, &Held{path, read(f)}
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	note, err := json.Marshal(Holder{os.Getpid(), now.UTC().Truncate(time.Second), command})
	if err == nil {
		err = write(f, append(note, '\n'))
	}
	if err != nil && !errors.Is(err, errFull) { // a full disk takes the note away, not the lock
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return &Lock{f}, nil
}

// Release ends the lock. A nil lock is none.
func (l *Lock) Release() error {
	if l == nil || l.f == nil {
		return nil
	}
	_ = l.f.Truncate(0) // the text is for people only
	err := l.f.Close()
	l.f = nil
	return err
}

func write(f *os.File, note []byte) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt(note, 0)
	return err
}

func read(f *os.File) (h Holder) {
	data, err := io.ReadAll(io.NewSectionReader(f, 0, maxNote))
	if err == nil && json.Unmarshal(data, &h) != nil {
		h = Holder{}
	}
	return h
}
