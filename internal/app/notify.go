package app

import (
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// notify tells systemd how Parley is doing (sd_notify(3)): READY, STOPPING, WATCHDOG, STATUS. Without systemd it does nothing.
func (a *App) notify(state string) {
	if err := sdNotify(a.getenv, state); err != nil {
		a.log.Warn("systemd cannot be told", "err", err)
	}
}

func sdNotify(getenv func(string) string, state string) error {
	path := getenv("NOTIFY_SOCKET")
	if path == "" {
		return nil
	}
	if strings.HasPrefix(path, "@") {
		path = "\x00" + path[1:] // in Linux's abstract name space
	}
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Write([]byte(state))
	return err
}

// watchdogEvery is half of the time after which systemd takes Parley for dead; false when it does not watch.
func watchdogEvery(getenv func(string) string) (time.Duration, bool) {
	usec, err := strconv.ParseInt(getenv("WATCHDOG_USEC"), 10, 64)
	if err != nil || usec <= 0 {
		return 0, false
	}
	if pid := getenv("WATCHDOG_PID"); pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return 0, false
	}
	return time.Duration(usec) * time.Microsecond / 2, true
}

// getenv reads from a list of NAME=value, or the process's environment for nil.
func getenv(environ []string) func(string) string {
	if environ == nil {
		return os.Getenv
	}
	return func(name string) string {
		for _, e := range environ {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				return v
			}
		}
		return ""
	}
}
