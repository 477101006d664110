package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/news"
)

// Classes of ASCII characters.
const (
	other = iota
	white
	small
	capital
	digit
	point
)

var asciiClass = func() (t [128]uint8) {
	for c := range t {
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			t[c] = white
		case c >= 'a' && c <= 'z':
			t[c] = small
		case c >= 'A' && c <= 'Z':
			t[c] = capital
		case c >= '0' && c <= '9':
			t[c] = digit
		case strings.IndexByte(",.;:!?", byte(c)) >= 0:
			t[c] = point
		}
	}
	return
}()

// text adds the characters of a text node to the current block, white space collapsed.
func (w *walker) text(s string) {
	b := &w.cur
	before := b.chars
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			i += w.wide(s[i:])
			continue
		}
		i++
		switch asciiClass[c] {
		case white:
			w.space = b.chars > 0
			continue
		case capital:
			b.upper++
		case digit:
			b.digits++
		case point:
			b.punct++
		}
		w.gap()
		w.buf = append(w.buf, c)
		b.chars++
	}
	if w.inLink > 0 {
		b.link += b.chars - before
	}
}

func (w *walker) gap() {
	if w.space {
		w.buf = append(w.buf, ' ')
		w.space = false
		w.cur.words++
	}
}

// wide adds one character beyond ASCII and returns its length.
func (w *walker) wide(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	b := &w.cur
	switch {
	case r == utf8.RuneError || r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r == '\u2060':
		return n
	case unicode.IsSpace(r):
		w.space = b.chars > 0
		return n
	case r >= 0x2000:
		switch r {
		case '。', '，', '、', '；', '：', '！', '？', '…':
			b.punct++
		}
		if r >= 0x3040 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af {
			b.breaks += 0
			b.words += int32(b.chars & 1) // two characters to a word
		}
	case r == '؟' || r == '،' || r == '।' || r == '۔':
		b.punct++
	case unicode.IsUpper(r):
		b.upper++
	}
	w.gap()
	w.buf = append(w.buf, s[:n]...)
	b.chars++
	return n
}

// flush ends the current block, which stands in element el.
func (w *walker) flush(el int32) {
	b := &w.cur
	o := w.o
	w.space = false
	if b.chars == 0 {
		w.buf = w.buf[:b.start]
		*b = block{start: b.start}
		o.runs = o.runs[:w.lastRun()]
		return
	}
	for o.elements[el].inline {
		el = o.elements[el].parent
	}
	e := &o.elements[el]
	b.end = int32(len(w.buf))
	b.words++
	b.el = el
	b.flags = e.flags
	b.runs = int32(len(o.runs))
	b.kind = kindOf(o, el)
	b.afterImage, w.image = w.image, false
	b.afterH, w.heading = w.heading, b.kind == news.Heading
	s := w.buf[b.start:b.end]
	last, _ := utf8.DecodeLastRune(s)
	b.endsSentence = strings.ContainsRune(".!?…。！？”\"»’।؟۔", last)
	b.read(s)
	if b.opening != 0 {
		b.repeated = o.first.add(hashBytes(s))
	}
	o.blocks = append(o.blocks, *b)
	*b = block{start: b.end}
}

func (w *walker) lastRun() int32 {
	if n := len(w.o.blocks); n > 0 {
		return w.o.blocks[n-1].runs
	}
	return 0
}
