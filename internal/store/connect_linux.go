package store

import (
	"strings"
	"syscall"
)

// tcpUserTimeout is the option of that name (RFC 5482): how long sent data may stay unanswered before the
// connection is given up. Without it the system goes on for a quarter of an hour.
const tcpUserTimeout = 0x12

func giveUp(network, _ string, c syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	var err error
	cerr := c.Control(func(fd uintptr) {
		err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(goneAfter.Milliseconds()))
	})
	if cerr != nil {
		return cerr
	}
	return err
}
