package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// rawServer lets a test write what no HTTP library would. do gets the connection after the head of a request was read;
// robots.txt is answered with 404 before.
func rawServer(t *testing.T, do func(net.Conn)) string {
	t.Helper()
	return listening(t, func(c net.Conn) {
		r := bufio.NewReader(c)
		for {
			req, err := http.ReadRequest(r)
			if err != nil {
				return
			}
			if req.URL.Path != "/robots.txt" {
				break
			}
			io.WriteString(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
		}
		do(c)
	})
}

func listening(t *testing.T, do func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Add(1)
			go func() {
				defer wg.Done()
				defer c.Close()
				c.SetDeadline(time.Now().Add(20 * time.Second))
				do(c)
			}()
		}
	}()
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return "http://" + l.Addr().String()
}

var loopback = []string{"127.0.0.0/8", "::1/128"}

// bounded is a client of the loopback whose sizes are small enough for a test.
func bounded(t *testing.T, change func(*Options)) *Client {
	t.Helper()
	o := Options{Every: -1, Allow: loopback, MaxBytes: 1 << 20}
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.HTTP().CloseIdleConnections() })
	return c
}

// impatient is one whose times are small, too, and yet long enough for a machine that does much else.
func impatient(o *Options) {
	o.LeastRate, o.window = 2000, 300*time.Millisecond
	o.waits = waits{dial: time.Second, handshake: time.Second, header: time.Second}
}

// fails asks and wants a failure of a reason and kind, soon, whose words hold something.
func fails(t *testing.T, c *Client, raw string, want Reason, kind error, words string) {
	t.Helper()
	began := time.Now()
	a, err := c.Get(context.Background(), raw, Conditions{})
	if err == nil {
		t.Errorf("Get(%s) = %d bytes, want %q", raw, len(a.Capture.Body), want)
		return
	}
	if got := ReasonOf(err); got != want {
		t.Errorf("reason = %q (%v), want %q", got, err, want)
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("kind of %q is %v, want %v", err, fault.KindOf(err), kind)
	}
	if !strings.Contains(err.Error(), words) {
		t.Errorf("%q does not hold %q", err, words)
	}
	if d := time.Since(began); d > 15*time.Second {
		t.Errorf("%q took %v", err, d)
	}
	if len(err.Error()) > 1500 {
		t.Errorf("the message is %d bytes long", len(err.Error()))
	}
}

func TestSlowServersAreEnded(t *testing.T) {
	t.Parallel()
	drip := func(c net.Conn, head string) {
		io.WriteString(c, head)
		for range 1000 {
			if _, err := c.Write([]byte{'x'}); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	for _, c := range []struct {
		name, words string
		want        Reason
		do          func(net.Conn)
	}{
		{"says nothing", "no answer in time", TimedOut, func(c net.Conn) { io.Copy(io.Discard, c) }},
		{"drips its head", "no answer in time", TimedOut, func(c net.Conn) { drip(c, "HTTP/1.1 200 OK\r\nX-Long: ") }},
		{"drips its body", "too slowly", TooSlow, func(c net.Conn) { drip(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") }},
		{"drips a body of known length", "too slowly", TooSlow, func(c net.Conn) { drip(c, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n") }},
		{"drips the sizes of chunks", "too slowly", TooSlow, func(c net.Conn) {
			drip(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5;")
		}},
		{"drips what is compressed", "too slowly", TooSlow, func(c net.Conn) {
			drip(c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x00")
		}},
		{"starts well and stops", "too slowly", TooSlow, func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n"+strings.Repeat("x", 100000))
			io.Copy(io.Discard, c)
		}},
		{"drips an error", "503", ServerError, func(c net.Conn) { drip(c, "HTTP/1.1 503 Busy\r\n\r\n") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fails(t, bounded(t, impatient), rawServer(t, c.do)+"/", c.want, fault.Busy, c.words)
		})
	}
}

func TestAnAnswerThatKeepsComingIsCutByTime(t *testing.T) {
	t.Parallel()
	u := rawServer(t, func(c net.Conn) {
		io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		for range 1000 {
			if _, err := c.Write(bytes.Repeat([]byte{'x'}, 100)); err != nil {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	})
	c := bounded(t, func(o *Options) { o.Timeout = 700 * time.Millisecond; o.LeastRate = 10 })
	fails(t, c, u+"/", TimedOut, fault.Busy, "not done within 700ms")
}

func TestTheTimeIsForAllRedirectsTogether(t *testing.T) {
	t.Parallel()
	n := 0
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		n++
		time.Sleep(200 * time.Millisecond)
		http.Redirect(w, r, fmt.Sprintf("/%d", n), http.StatusFound)
	})
	c := bounded(t, func(o *Options) { o.Timeout = 700 * time.Millisecond })
	fails(t, c, u+"/", TimedOut, fault.Busy, "not done within")
}

func TestTheCallerCanStop(t *testing.T) {
	t.Parallel()
	u := rawServer(t, func(c net.Conn) { io.Copy(io.Discard, c) })
	c := client(t, Options{Allow: loopback})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := c.Get(ctx, u+"/", Conditions{})
	if ReasonOf(err) != Stopped || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Get = %v, want stopped by the deadline", err)
	}
}

func TestEndlessAnswersAreCut(t *testing.T) {
	t.Parallel()
	forever := func(c net.Conn, head, part string) {
		io.WriteString(c, head)
		part = strings.Repeat(part, 1+(16<<10)/len(part))
		for {
			if _, err := io.WriteString(c, part); err != nil {
				return
			}
		}
	}
	for _, c := range []struct {
		name, words string
		want        Reason
		kind        error
		do          func(net.Conn)
	}{
		{"body", "larger than 1 MB", TooLarge, fault.TooLarge, func(c net.Conn) { forever(c, "HTTP/1.1 200 OK\r\n\r\n", "page ") }},
		{"chunks", "larger than 1 MB", TooLarge, fault.TooLarge, func(c net.Conn) {
			forever(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n")
		}},
		{"promise of a large body", "larger than 1 MB", TooLarge, fault.TooLarge, func(c net.Conn) { forever(c, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "x") }},
		{"one line of the head", "head of the answer", TooLarge, fault.TooLarge, func(c net.Conn) { forever(c, "HTTP/1.1 200 OK\r\nX-Long: ", "x") }},
		{"lines of the head", "head of the answer", TooLarge, fault.TooLarge, func(c net.Conn) { forever(c, "HTTP/1.1 200 OK\r\n", "X-More: x\r\n") }},
		{"first line", "", TooLarge, fault.TooLarge, func(c net.Conn) { forever(c, "HTTP/1.1 200 ", "O") }},
		{"answers before the answer", "head of the answer", TooLarge, fault.TooLarge, func(c net.Conn) { forever(c, "", "HTTP/1.1 102 Processing\r\n\r\n") }},
		{"chunk that is no number", "", BrokenOff, fault.Busy, func(c net.Conn) { forever(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "z") }},
		{"trailers", "", BrokenOff, fault.Busy, func(c net.Conn) {
			forever(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "X-More: x\r\n")
		}},
		{"error", "404", Missing, fault.NotFound, func(c net.Conn) { forever(c, "HTTP/1.1 404 No\r\n\r\n", "x") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fails(t, bounded(t, nil), rawServer(t, c.do)+"/", c.want, c.kind, c.words)
		})
	}
}

func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"nothing":                    "",
		"not HTTP":                   "SSH-2.0-OpenSSH_9.9\r\n",
		"no status":                  "HTTP/1.1\r\n\r\n",
		"a status that is none":      "HTTP/1.1 abc OK\r\n\r\n",
		"a line without a colon":     "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
		"a negative length":          "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
		"two lengths":                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
		"an unknown transfer coding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nuryyb",
		"an end in the head":         "HTTP/1.1 200 OK\r\nContent-Type: text/h",
		"an end in the body":         "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello",
		"an end in a chunk":          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f4\r\nhello",
		"an end between chunks":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
		"a line with a NUL":          "HTTP/1.1 200 OK\r\nX-\x00: b\r\n\r\nhello",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := rawServer(t, func(c net.Conn) { io.WriteString(c, answer) })
			fails(t, bounded(t, nil), u+"/", BrokenOff, fault.Busy, "")
		})
	}
}

func TestRedirectsThatDoNotEnd(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch p := r.URL.Path; p {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/self":
			http.Redirect(w, r, "/self", http.StatusMovedPermanently)
		case "/fragment":
			http.Redirect(w, r, "/fragment#again", http.StatusFound)
		case "/a":
			http.Redirect(w, r, "/b", http.StatusFound)
		case "/b":
			http.Redirect(w, r, "/a", http.StatusTemporaryRedirect)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/mail":
			http.Redirect(w, r, "mailto:a@a.example", http.StatusFound)
		case "/long":
			http.Redirect(w, r, "/"+strings.Repeat("x", 10000), http.StatusFound)
		default:
			http.Redirect(w, r, p+"x", http.StatusSeeOther)
		}
	})
	c := bounded(t, nil)
	fails(t, c, u+"/self", RedirectLoop, fault.Invalid, "in a circle")
	fails(t, c, u+"/fragment", RedirectLoop, fault.Invalid, "in a circle")
	fails(t, c, u+"/a", RedirectLoop, fault.Invalid, "in a circle")
	fails(t, c, u+"/growing", RedirectLoop, fault.Invalid, "more than 10 redirects")
	fails(t, c, u+"/nowhere", BadRedirect, fault.Invalid, "without saying where")
	fails(t, c, u+"/mail", BadRedirect, fault.Invalid, "only http and https")
	fails(t, c, u+"/long", BadRedirect, fault.Invalid, "longer than 8 KB")
	if _, err := c.HTTP().Get(u + "/growing"); ReasonOf(err) != RedirectLoop {
		t.Errorf("HTTP().Get = %v, want an end to redirects", err)
	}
}

func compressed(t *testing.T, how string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch how {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		w, _ = flate.NewWriter(&b, flate.BestCompression)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCompressedAnswers(t *testing.T) {
	t.Parallel()
	page := []byte(strings.Repeat("an ordinary page, ", 1000))
	zeros := make([]byte, 8<<20)
	random := make([]byte, 2<<20)
	for i, x := 0, uint32(1); i < len(random); i++ {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		random[i] = byte(x)
	}
	gz := compressed(t, "gzip", page)
	for _, c := range []struct {
		name     string
		encoding []string
		body     []byte
		want     Reason // "": the page comes
		kind     error
	}{
		{"gzip", []string{"gzip"}, gz, "", nil},
		{"x-gzip in capitals", []string{"X-GZIP"}, gz, "", nil},
		{"two gzip members", []string{"gzip"}, append(compressed(t, "gzip", page[:100]), compressed(t, "gzip", page[100:])...), "", nil},
		{"deflate as its standard says", []string{"deflate"}, compressed(t, "zlib", page), "", nil},
		{"deflate without a head", []string{"deflate"}, compressed(t, "flate", page), "", nil},
		{"identity", []string{"identity"}, page, "", nil},
		{"gzip and identity", []string{"gzip, identity"}, gz, "", nil},
		{"gzip twice in one line", []string{"gzip, gzip"}, compressed(t, "gzip", gz), Bomb, fault.Invalid},
		{"gzip twice in two lines", []string{"gzip", "gzip"}, compressed(t, "gzip", gz), Bomb, fault.Invalid},
		{"many times", []string{strings.Repeat("gzip,", 1000)}, gz, Bomb, fault.Invalid},
		{"bomb in gzip", []string{"gzip"}, compressed(t, "gzip", zeros), Bomb, fault.TooLarge},
		{"bomb in zlib", []string{"deflate"}, compressed(t, "zlib", zeros), Bomb, fault.TooLarge},
		{"bomb in flate", []string{"deflate"}, compressed(t, "flate", zeros), Bomb, fault.TooLarge},
		{"bomb of many members", []string{"gzip"}, bytes.Repeat(compressed(t, "gzip", zeros[:1<<20]), 8), Bomb, fault.TooLarge},
		{"larger than allowed as sent", []string{"gzip"}, compressed(t, "gzip", random), TooLarge, fault.TooLarge},
		{"brotli, not asked for", []string{"br"}, []byte("whatever"), BadEncoding, fault.Invalid},
		{"an encoding that is none", []string{strings.Repeat("x", 5000)}, []byte("whatever"), BadEncoding, fault.Invalid},
		{"no gzip at all", []string{"gzip"}, page, BadEncoding, fault.Invalid},
		{"gzip with damage", []string{"gzip"}, append(append([]byte{}, gz[:20]...), bytes.Repeat([]byte{0xff}, 500)...), BadEncoding, fault.Invalid},
		{"gzip with a wrong sum", []string{"gzip"}, append(append([]byte{}, gz[:len(gz)-8]...), 1, 2, 3, 4, 5, 6, 7, 8), BadEncoding, fault.Invalid},
		{"gzip that ends early", []string{"gzip"}, gz[:len(gz)/2], BrokenOff, fault.Busy},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := server(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					http.NotFound(w, r)
					return
				}
				w.Header()["Content-Encoding"] = c.encoding
				w.Header().Set("Content-Type", "text/plain")
				w.Write(c.body)
			})
			client := bounded(t, nil)
			if c.want != "" {
				fails(t, client, u+"/", c.want, c.kind, "")
				return
			}
			a, err := client.Get(context.Background(), u+"/", Conditions{})
			if err != nil || !bytes.Equal(a.Capture.Body, page) {
				t.Errorf("Get = %v, want the page", err)
			}
		})
	}
}

func TestNothingIsNothingHoweverCompressed(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			w.Header().Set("Content-Encoding", strings.TrimPrefix(r.URL.Path, "/"))
		}
	})
	for _, e := range []string{"gzip", "deflate"} {
		if a, err := bounded(t, nil).Get(context.Background(), u+"/"+e, Conditions{}); err != nil || len(a.Capture.Body) != 0 {
			t.Errorf("%s of nothing: %v, want an empty page", e, err)
		}
	}
}
