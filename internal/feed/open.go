package feed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/parley-news/parley/internal/fault"
)

const (
	sniffBytes = 2048
	maxPlain   = 64 << 20 // bytes after decompression; the sitemap protocol allows 50 MB
)

// input is a list as UTF-8 text that XML may hold.
type input struct {
	*bufio.Reader
	err error // of decompression, when it was one
}

// open undoes gzip and the encoding. The encoding is that of a byte order mark, of the
// XML declaration, of contentType, in this order.
func open(data []byte, contentType string) (*input, error) {
	in := &input{}
	var raw io.Reader = bytes.NewReader(data)
	if len(data) > 2 && data[0] == 0x1f && data[1] == 0x8b {
		z, err := gzip.NewReader(raw)
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "the gzip data is damaged: %w", err)
		}
		raw = &watched{z, in}
	}
	plain := bufio.NewReaderSize(&bounded{raw, maxPlain}, 32<<10)
	head, _ := plain.Peek(1024)
	var r io.Reader = plain
	if e := encodingOf(head, contentType); e != nil {
		r = transform.NewReader(plain, e.NewDecoder())
	} else if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = plain.Discard(3) // it was peeked at
	}
	in.Reader = bufio.NewReaderSize(transform.NewReader(r, transform.Chain(runes.ReplaceIllFormed(), lawful{})), 32<<10)
	return in, nil
}

var declared = regexp.MustCompile(`(?i)^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']`)

// encodingOf is the encoding to undo, or nil for UTF-8.
func encodingOf(head []byte, contentType string) encoding.Encoding {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00?\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<\x00?")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	if m := declared.FindSubmatch(head); m != nil {
		return legacy(string(m[1]))
	}
	if _, label, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok && !validUTF8(head) {
		label, _, _ = strings.Cut(label, ";")
		return legacy(strings.Trim(label, ` "'`))
	}
	return nil
}

// validUTF8 leaves out of account a rune that the end of the peek cuts in two.
func validUTF8(b []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(b) {
			return true
		}
		if len(b) == 0 {
			break
		}
		b = b[:len(b)-1]
	}
	return false
}

func legacy(label string) encoding.Encoding {
	e, name := charset.Lookup(label)
	if e == nil || name == "utf-8" || name == "replacement" || strings.HasPrefix(name, "utf-16") {
		return nil // a declaration that could be read byte by byte is none of UTF-16
	}
	return e
}

// lawful puts a space for the characters that XML does not allow: one of them must not end a whole feed.
type lawful struct{ transform.NopResetter }

func (lawful) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	for i, c := range src[:n] {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			c = ' '
		}
		// U+FFFE and U+FFFF are EF BF BE and EF BF BF; U+FFFD ends in BD.
		if (c == 0xbe || c == 0xbf) && i >= 2 && src[i-1] == 0xbf && src[i-2] == 0xef {
			c = 0xbd
		}
		dst[i] = c
	}
	if n < len(src) {
		err = transform.ErrShortDst
	}
	return n, n, err
}

// bounded fails beyond a number of bytes, so that a bomb of compression ends as a list that is broken off.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fault.Errorf(fault.TooLarge, "it is larger than %d MB", maxPlain>>20)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// watched remembers the failure of decompression.
type watched struct {
	r  io.Reader
	in *input
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF {
		w.in.err = err
	}
	return n, err
}
