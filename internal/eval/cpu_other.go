//go:build !unix

package eval

import "time"

var started = time.Now()

// processTime is the time since the start, where the system does not tell what the process used.
func processTime() time.Duration { return time.Since(started) }
