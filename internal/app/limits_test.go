package app

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// slowServer answers anything, under limits that a test can wait for.
func slowServer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	big := strings.Repeat("x", 1<<20)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		for range 64 {
			if _, err := io.WriteString(w, big); err != nil {
				return
			}
		}
	})
	s := newServer(h, limits{header: 200 * time.Millisecond, read: 400 * time.Millisecond, write: 400 * time.Millisecond, idle: 200 * time.Millisecond, headerBytes: 4 << 10}, slog.New(slog.DiscardHandler))
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { s.Close() })
	return l.Addr().String()
}

func TestSlowConnectionsAreEnded(t *testing.T) {
	t.Parallel()
	addr := slowServer(t)
	for name, talk := range map[string]func(c net.Conn){
		"no word at all":      func(net.Conn) {},
		"a header by letters": func(c net.Conn) { drip(c, "GET / HTTP/1.1\r\nHost: a.example\r\nX-Slow: "+strings.Repeat("a", 200)) },
		"a body by letters": func(c net.Conn) {
			drip(c, "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000\r\n\r\n"+strings.Repeat("a", 200))
		},
		"an answer that nobody reads": func(c net.Conn) { fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"); time.Sleep(time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			began := time.Now()
			go talk(c)
			if name == "an answer that nobody reads" {
				time.Sleep(1500 * time.Millisecond)
			}
			_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
			_, err = io.Copy(io.Discard, c)
			var timeout net.Error
			if err != nil && strings.Contains(err.Error(), "timeout") || time.Since(began) > 10*time.Second {
				t.Errorf("the connection was not ended: %v, %v", err, timeout)
			}
		})
	}
}

// drip sends text a letter at a time.
func drip(c net.Conn, s string) {
	for i := range len(s) {
		if _, err := c.Write([]byte{s[i]}); err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestALongHeaderIsRefused(t *testing.T) {
	t.Parallel()
	c, err := net.Dial("tcp", slowServer(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	go fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: a.example\r\nX-Long: %s\r\n\r\n", strings.Repeat("a", 64<<10))
	_ = c.SetReadDeadline(time.Now().Add(10 * time.Second))
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil || !strings.Contains(line, "431") {
		t.Errorf("answer %q, %v", line, err)
	}
}

func TestTheSiteHasLimits(t *testing.T) {
	t.Parallel()
	s := newServer(http.NotFoundHandler(), serving, slog.New(slog.DiscardHandler))
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("a limit is missing: %+v", s)
	}
}
