package dom

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Decode returns the bytes of a page as UTF-8 text. The encoding comes from, in this
// order: a byte order mark, the bytes themselves when they are valid UTF-8 beyond ASCII, the
// charset of contentType, the page's own meta element, statistics. What cannot be
// decoded becomes U+FFFD; the result is always valid UTF-8.
func Decode(b []byte, contentType string) string {
	if t, ok := decodeMarked(b); ok {
		return t
	}
	if i := firstHigh(b); i < 0 || utf8.Valid(b) {
		// Pure ASCII in a stateful encoding announces itself by escapes.
		if i >= 0 || bytes.IndexByte(b, 0x1b) < 0 {
			return string(b)
		}
	}
	enc := declared(b, contentType)
	if enc == nil {
		if nearlyUTF8(b) {
			return strings.ToValidUTF8(string(b), "\uFFFD")
		}
		enc = guess(b)
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

func decodeMarked(b []byte) (string, bool) {
	var enc encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(b[3:]), "\uFFFD"), true
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
		b = b[2:]
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		enc = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
		b = b[2:]
	default:
		return "", false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), true
}

func firstHigh(b []byte) int {
	return bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
}

// declared is the encoding that the header or the page's meta element names, or nil
// where none is named or it is UTF-8, which the bytes have refuted already.
func declared(b []byte, contentType string) encoding.Encoding {
	if _, p, err := mime.ParseMediaType(contentType); err == nil && p["charset"] != "" {
		return legacy(p["charset"])
	}
	return legacy(metaCharset(b[:min(len(b), 4096)]))
}

func legacy(label string) encoding.Encoding {
	e, name := charset.Lookup(label)
	if e == nil || name == "utf-8" || name == "replacement" {
		return nil
	}
	return e
}

// metaCharset is what follows "charset=" in the first part of a page.
func metaCharset(b []byte) string {
	low := bytes.ToLower(b)
	i := bytes.Index(low, []byte("charset"))
	if i < 0 {
		return ""
	}
	v := bytes.TrimLeft(low[i+len("charset"):], " \t=\"'")
	end := bytes.IndexFunc(v, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == ':')
	})
	if end < 0 {
		end = len(v)
	}
	return string(v[:end])
}

// nearlyUTF8 reports whether b is UTF-8 with little damage: of its bytes beyond ASCII,
// at most one in five stands outside a valid sequence.
func nearlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good += n
		}
		i += n
	}
	return bad*5 <= good && good > 0
}

// guess picks an encoding by the bytes: among the candidates the one that decodes
// without errors to the most letters of one script in plausible order.
func guess(b []byte) encoding.Encoding {
	sample := highSample(b)
	var best encoding.Encoding
	bestScore := -1 << 30
	for _, name := range []string{"windows-1252", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1251", "koi8-r", "windows-1256", "windows-1253", "windows-1255", "iso-8859-2"} {
		e, _ := charset.Lookup(name)
		out, err := e.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		if s := plausible(string(out), name); s > bestScore {
			best, bestScore = e, s
		}
	}
	return best
}

// highSample gathers up to 8 KB of the page around its bytes beyond ASCII.
func highSample(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b) && len(out) < 8<<10; {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		end := i
		for end < len(b) && end-i < 4096 && (b[end] >= utf8.RuneSelf || end+1 < len(b) && b[end+1] >= utf8.RuneSelf || end > i && b[end-1] >= utf8.RuneSelf) {
			end++
		}
		if i > 0 {
			out = append(out, b[i-1])
		}
		out = append(append(out, b[i:end]...), ' ')
		i = end + 1
	}
	return out
}

// plausible scores decoded text: letters that are common where the encoding is used
// count for it, replacement characters, controls and rare signs against it.
func plausible(s, name string) int {
	score, n := 0, 0
	var prev rune
	for _, r := range s {
		if r < utf8.RuneSelf {
			if prev >= 0x370 && prev <= 0x6ff && asciiLetter(r) {
				score -= 8
			}
			prev = r
			continue
		}
		n++
		switch {
		case r == utf8.RuneError || r < 0xa0 || r >= 0xe000 && r < 0xf900:
			score -= 30
		case r >= 0x4e00 && r <= 0x9fff:
			if commonHan(r) {
				score += 9
			} else {
				score++
			}
		case r >= 0x3040 && r <= 0x30ff:
			score += 6
		case r >= 0xac00 && r <= 0xd7a3:
			score += 5
		case r >= 0x370 && r <= 0x6ff && asciiLetter(prev):
			score -= 8
		case r >= 0x430 && r <= 0x44f:
			score += 4
		case r >= 0x410 && r <= 0x42f:
			if prev >= 0x430 && prev <= 0x44f {
				score -= 6
			} else {
				score++
			}
		case r >= 0x620 && r <= 0x6ff, r >= 0x3b1 && r <= 0x3c9, r >= 0x5d0 && r <= 0x5ea:
			score += 3
		case r >= 0xff61 && r <= 0xff9f:
			score -= 3
		case r >= 0xe0 && r <= 0xff && name != "iso-8859-2":
			if prev >= 0xe0 && prev <= 0xff {
				score -= 2
			} else {
				score += 3
			}
		case r == '’' || r == '“' || r == '”' || r == '–' || r == '—' || r == '…' || r == '«' || r == '»' || r == 0xa0 || r == '，' || r == '。' || r == '、':
			score += 2
		}
		prev = r
	}
	if n == 0 {
		return 0
	}
	return score * 100 / n
}

func asciiLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func commonHan(r rune) bool { return strings.ContainsRune(hanCommon, r) }

const hanCommon = "的一是不了在人有我他这個个們们中来來上大為为和国國地到以说說時时要就出会會可也你对對生能而子那得于着下自之年过過发發后後作里用道行所然家种種事成方多经經去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日月"
