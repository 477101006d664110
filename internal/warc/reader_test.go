package warc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// raw writes a record as text, by hand, so that the writer is not tested with itself.
func raw(kind, uri, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2026-07-01T10:00:00Z\r\nWARC-Target-URI: <%s>\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, uri, uri, contentType, len(block), block)
}

func page(uri, body string) string {
	return raw("response", uri, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+body)
}

func zipped(records ...string) []byte {
	var b bytes.Buffer
	for _, r := range records {
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(r))
		z.Close()
	}
	return b.Bytes()
}

func framed(t *testing.T, dict []byte, records ...string) []byte {
	t.Helper()
	o := []zstd.EOption{zstd.WithEncoderConcurrency(1)}
	var b bytes.Buffer
	if dict != nil {
		o = append(o, zstd.WithEncoderDict(dict))
		b.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, dictionaryFrame), uint32(len(dict))))
		b.Write(dict)
	}
	z, err := zstd.NewWriter(nil, o...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		b.Write(z.EncodeAll([]byte(r), nil))
	}
	return b.Bytes()
}

// read gives the addresses of all records, with "!" and the reason for damage.
func read(t *testing.T, in io.Reader, o Options) (out []string) {
	t.Helper()
	r, err := NewReader(in, o)
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		rec, err := r.Next()
		var d *Damage
		switch {
		case err == io.EOF:
			return out
		case errors.As(err, &d):
			out = append(out, "!"+d.Reason)
		case err != nil:
			t.Fatal(err)
		default:
			out = append(out, rec.TargetURI)
		}
	}
	t.Fatal("reading does not end")
	return nil
}

func match(t *testing.T, got []string, want ...string) {
	t.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(got); i++ {
		ok = got[i] == want[i] || strings.HasPrefix(got[i], "!") && strings.HasPrefix(want[i], "!") && strings.Contains(got[i], want[i][1:])
	}
	if !ok {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestEveryFormIsRead(t *testing.T) {
	t.Parallel()
	a, b, c := page("a", "<p>one"), page("b", "<p>two"), page("c", strings.Repeat("<p>three", 50000))
	dict := trained(t)
	for name, data := range map[string][]byte{
		"plain":               []byte(a + b + c),
		"a member each":       zipped(a, b, c),
		"one member":          zipped(a + b + c),
		"frames":              framed(t, nil, a, b, c),
		"one frame":           framed(t, nil, a+b+c),
		"frames, dictionary":  framed(t, dict, a, b, c),
		"no blank lines":      []byte(strings.TrimRight(a, "\r\n") + strings.TrimRight(b, "\r\n") + strings.TrimRight(c, "\r\n")),
		"many blank lines":    []byte(a + "\r\n\r\n\r\n" + b + "\n\n" + c),
		"bare line feeds":     []byte(strings.ReplaceAll(strings.ReplaceAll(a+b+c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", strings.Repeat("x", len("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"))), "\r\n", "\n")),
		"padded with zeros":   append(zipped(a, b, c), make([]byte, 300)...),
		"lower case and tabs": []byte(strings.ReplaceAll(a+b+c, "Content-Length: ", "content-length:\t")),
	} {
		t.Run(name, func(t *testing.T) {
			match(t, read(t, bytes.NewReader(data), Options{}), "a", "b", "c")
			match(t, read(t, io.MultiReader(bytes.NewReader(data)), Options{}), "a", "b", "c") // no seeking
		})
	}
}

// trained makes a small dictionary.
func trained(t *testing.T) []byte {
	t.Helper()
	var samples [][]byte
	for i := range 200 {
		samples = append(samples, []byte(page(fmt.Sprintf("https://a.example/%d", i*i), fmt.Sprintf("<p>The council of town %d met and said %d things.", i, i*7))))
	}
	history := bytes.Join(samples, nil)
	d, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 77, Contents: samples, History: history[:4000], Offsets: [3]int{1, 4, 8}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDamageIsToldAndReadingGoesOn(t *testing.T) {
	t.Parallel()
	a, b, c := page("a", "<p>one"), page("b", "<p>"+noise(5000)), page("c", "<p>three")
	za, zb, zc := zipped(a), zipped(b), zipped(c)
	broken := bytes.Clone(zb)
	broken[len(broken)/2] ^= 0x55
	sum := bytes.Clone(zb)
	sum[len(sum)-6] ^= 1
	long := strings.Replace(b, "Content-Length: ", "Content-Length: 9", 1)
	short := strings.Replace(b, fmt.Sprintf("Content-Length: %d", 5047), "Content-Length: 1000", 1)
	none := strings.Replace(b, "Content-Length: ", "Content-Size: ", 1)
	for _, x := range []struct {
		name string
		data []byte
		want []string
	}{
		{"truncated plain", []byte(a + b[:len(b)-100]), []string{"a", "!breaks off"}},
		{"truncated header", []byte(a + b[:40]), []string{"a", "!breaks off"}},
		{"truncated member", join(za, zb[:len(zb)-100]), []string{"a", "!breaks off"}},
		{"member truncated, more behind", join(za, zb[:len(zb)/2], zc), []string{"a", "!", "c"}},
		{"flipped bits", join(za, broken, zc), []string{"a", "!damaged", "c"}},
		{"wrong checksum", join(za, sum, zc), []string{"a", "!damaged", "c"}},
		{"too long, plain", []byte(a + long + c), []string{"a", "!breaks off", "c"}},
		{"too long, member", join(za, zipped(long), zc), []string{"a", "!breaks off", "c"}},
		{"too short, plain", []byte(a + short + c), []string{"a", "!longer", "c"}},
		{"too short, member", join(za, zipped(short), zc), []string{"a", "!longer", "c"}},
		{"no length", []byte(a + none + c), []string{"a", "!how long", "c"}},
		{"no length, one member", zipped(a + none + c), []string{"a", "!how long", "c"}},
		{"negative length", []byte(a + strings.Replace(b, "Content-Length: ", "Content-Length: -", 1) + c), []string{"a", "!how long", "c"}},
		{"zero bytes in the header", []byte(a + strings.Replace(b, "WARC-Date: 2026", "WARC-Date: 20\x0026", 1) + c), []string{"a", "!zero bytes", "c"}},
		{"huge header", []byte(a + strings.Replace(b, "WARC-Date: 2026", "X: "+strings.Repeat("y", 2*MaxHeader)+"\r\nWARC-Date: 2026", 1) + c), []string{"a", "!header is larger", "c"}},
		{"header without end", []byte(a + strings.Replace(b, "WARC-Date: 2026", strings.Repeat("X: y\r\n", 20000), 1) + c), []string{"a", "!header is larger", "c"}},
		{"rubbish between, plain", []byte(a + "some words\nof no meaning\n" + c), []string{"a", "!no record", "c"}},
		{"rubbish between members", join(za, []byte("some words of no meaning"), zc), []string{"a", "!no compressed record", "c"}},
		{"a member of something else", join(za, zipped("hello"), zc), []string{"a", "!no record", "c"}},
		{"too large", []byte(a + page("b", strings.Repeat("x", 1<<20)) + c), []string{"a", "!passed over", "c"}},
		{"too large, member", join(za, zipped(page("b", noise(1<<20))), zc), []string{"a", "!passed over", "c"}},
		{"empty", nil, nil},
		{"no archive", []byte("<html>hello</html>"), []string{"!no record"}},
		{"frames with flipped bits", flipped(framed(t, nil, a, b, c), len(framed(t, nil, a))+len(framed(t, nil, b))/2), []string{"a", "!damaged", "c"}},
		{"frames truncated", framed(t, nil, a, b)[:len(framed(t, nil, a))+1000], []string{"a", "!"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			match(t, read(t, bytes.NewReader(x.data), Options{MaxRecord: 1 << 19}), x.want...)
		})
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func flipped(b []byte, at int) []byte {
	b[at] ^= 0xff
	return b
}

// noise is text that does not compress.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(r.IntN(26))
	}
	return string(b)
}

func TestBombsAreNotExpanded(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 60<<20)
	bomb := zipped(page("bomb", zeros))
	began := time.Now()
	match(t, read(t, bytes.NewReader(join(zipped(page("a", "x")), bomb, zipped(page("c", "y")))), Options{}), "a", "!200 times", "c")
	many := bytes.Repeat(bomb[:len(bomb)/3], 50)
	if got := read(t, bytes.NewReader(many), Options{}); len(got) > 200 {
		t.Errorf("%d things in a row of broken bombs", len(got))
	}
	if d := time.Since(began); d > 20*time.Second {
		t.Errorf("it took %v", d)
	}
	match(t, read(t, bytes.NewReader(framed(t, nil, page("a", "x"), page("bomb", zeros), page("c", "y"))), Options{}), "a", "!200 times", "c")
	body := "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + string(zipped(strings.Repeat("0", 100<<20)))
	if m, err := ParseHTTP([]byte(body)); err == nil || len(m.Body) > MaxRecord {
		t.Errorf("a body of %d bytes from %d: %v", len(m.Body), len(body), err)
	}
}

func TestReadingGoesOnFromEveryPosition(t *testing.T) {
	t.Parallel()
	var list []string
	for i := range 9 {
		list = append(list, page(fmt.Sprint(i), strings.Repeat("<p>text ", 1+i*300)))
	}
	bad := zipped(list[4])
	bad[len(bad)/2] ^= 1
	for name, data := range map[string][]byte{
		"plain":         []byte(strings.Join(list, "")),
		"a member each": zipped(list...),
		"some in each":  zipped(list[0]+list[1]+list[2], list[3]+list[4], list[5]+list[6]+list[7]+list[8]),
		"frames":        framed(t, trained(t), list...),
		"damaged":       join(zipped(list[:4]...), bad, zipped(list[5:]...)),
		"damaged plain": []byte(strings.Join(list[:4], "") + "WARC/1.0\r\nrubbish\r\n\r\n" + strings.Join(list[5:], "")),
	} {
		t.Run(name, func(t *testing.T) {
			whole := read(t, bytes.NewReader(data), Options{})
			r, err := NewReader(bytes.NewReader(data), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i := range whole {
				rest, err := Open(bytes.NewReader(data), r.Position(), Options{})
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for {
					rec, err := rest.Next()
					var d *Damage
					if err == io.EOF {
						break
					}
					if errors.As(err, &d) {
						got = append(got, "!"+d.Reason)
						continue
					}
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, rec.TargetURI)
				}
				match(t, got, whole[i:]...)
				_, _ = r.Next()
			}
		})
	}
}

type failing struct{ io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = errors.New("the disk is gone")
	}
	return n, err
}

func TestAFileThatCannotBeReadIsNoDamage(t *testing.T) {
	t.Parallel()
	for _, data := range [][]byte{[]byte(page("a", "x")), zipped(page("a", "x")), zipped(page("a", noise(9000)))[:4000], []byte(page("a", "x"))[:70]} {
		r, err := NewReader(failing{bytes.NewReader(data)}, Options{})
		for err == nil {
			_, err = r.Next()
		}
		if !strings.Contains(err.Error(), "disk is gone") {
			t.Errorf("%d bytes: %v", len(data), err)
		}
	}
}
