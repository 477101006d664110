package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// dumpLine is one line of a page dump after wrapped lines were joined and the marks of
// text browsers taken off.
type dumpLine struct {
	text   string
	gap    int  // blank lines before it
	bullet bool // began with a bullet
	links  int  // link marks that were taken off
	chars  int  // characters
	words  int
	copies int // lines of the page with the same words, itself included
	sect   section
	isAge  bool // nothing but how long ago: "4 months ago"
	score  *int // nothing but a number of votes: "+278"
}

// isProse reports whether a line is long enough to be running text.
func (l *dumpLine) isProse() bool { return l.words >= 15 || l.chars >= 60 && l.words >= 8 }

// maxDumpLines bounds what is looked at; no page that people read comes near it.
const maxDumpLines = 100_000

// dumpLines reads the lines of a dump.
func dumpLines(s, language string) []dumpLine {
	raw := rawLines(s)
	marked := hasLinkMarks(raw)
	if marked {
		raw = dropReferences(raw)
	}
	width := wrapWidth(raw)
	var out []dumpLine
	gap := 0
	for i := 0; i < len(raw) && len(out) < maxDumpLines; i++ {
		line := strings.TrimSpace(raw[i])
		if line == "" || isRule(line) {
			gap++
			continue
		}
		l := dumpLine{gap: gap}
		gap = 0
		line, l.bullet = cutBullet(line)
		if width > 0 {
			for i+1 < len(raw) && continues(raw[i], raw[i+1], width) {
				i++
				line += " " + strings.TrimSpace(raw[i])
			}
		}
		line, l.links = dropMarks(line, marked)
		if line == "" {
			continue
		}
		l.text = line
		l.chars = utf8.RuneCountInString(line)
		out = append(out, l)
	}
	countCopies(out)
	for i := range out {
		l := &out[i]
		l.words = countWords(l.text)
		l.sect = sectionOf(l.text)
		l.isAge = isAge(l.text, language)
		l.score = scoreOf(l.text)
	}
	return out
}

// rawLines cuts at every kind of line break and makes other control and space characters plain.
func rawLines(s string) []string {
	s = strings.TrimPrefix(s, "\ufeff")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n", "\v", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u00a0', r == '\u3000', r == '\u2007', r == '\u202f':
			return ' '
		case r < ' ', r == 0x7f, r == '\u200b', r == '\u2060', r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f':
			return -1
		}
		return r
	}, s)
	return strings.Split(s, "\n")
}

// isRule reports whether a line is drawn and not written: "-----", "* * *", "____".
func isRule(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return false
		case r != ' ':
			n++
		}
		if n > 200 {
			break
		}
	}
	return n >= 3 && !strings.ContainsAny(s, "?!…。")
}

// cutBullet takes off "• ", "* ", "- ", "+ " and the like.
func cutBullet(s string) (string, bool) {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '•', '◦', '▪', '▫', '‣', '●', '○', '■', '□', '➤', '»', '›', '⁃', '∙', '·':
	case '*', '+', '-', '–', '—', 'o':
		if len(s) <= n || s[n] != ' ' {
			return s, false
		}
		if r == 'o' && len(s) > n+1 && s[n+1] == ' ' {
			break
		} else if r == 'o' {
			return s, false
		}
		if r == '-' || r == '–' || r == '—' || r == '+' {
			rest := strings.TrimSpace(s[n:])
			if c, _ := utf8.DecodeRuneInString(rest); unicode.IsDigit(c) && r != '-' {
				return s, false
			}
		}
	default:
		return s, false
	}
	return strings.TrimSpace(s[n:]), true
}

// hasLinkMarks reports whether the dump numbers its links, "[12]Harbour".
func hasLinkMarks(raw []string) bool {
	last, rising := 0, 0
	for _, l := range raw {
		for at := strings.IndexByte(l, '['); at >= 0 && at < len(l); {
			n, size := linkMark(l[at:])
			if size > 0 && n == last+1 {
				last = n
				if rising++; rising >= 5 {
					return true
				}
			}
			next := strings.IndexByte(l[at+1:], '[')
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	return false
}

// linkMark reads "[12]" at the start of s.
func linkMark(s string) (n, size int) {
	for i := 1; i < len(s) && i < 7; i++ {
		c := s[i]
		if c == ']' && i > 1 {
			return n, i + 1
		}
		if c < '0' || c > '9' {
			return 0, 0
		}
		n = n*10 + int(c-'0')
	}
	return 0, 0
}

// dropReferences cuts the list of addresses that text browsers put under a page: from the
// heading above the last "1." that is followed by "2." and "3.", each with an address.
func dropReferences(raw []string) []string {
	for i := len(raw) - 1; i >= 0; i-- {
		if !numbered(raw, i, "1. ") || !numbered(raw, i+1, "2. ") || !numbered(raw, i+2, "3. ") {
			continue
		}
		for i > 0 && strings.TrimSpace(raw[i-1]) == "" {
			i--
		}
		if i > 0 && len(raw[i-1]) < 40 {
			i--
		}
		return raw[:i]
	}
	return raw
}

func numbered(raw []string, i int, number string) bool {
	if i >= len(raw) {
		return false
	}
	l := strings.TrimSpace(raw[i])
	return strings.HasPrefix(l, number) && isReference(l)
}

// isReference reports whether a line is a number and an address.
func isReference(l string) bool {
	n, rest, ok := strings.Cut(l, ". ")
	if !ok || len(n) > 5 || strings.Trim(n, "0123456789") != "" {
		return strings.HasPrefix(l, "http")
	}
	return !strings.Contains(strings.TrimSpace(rest), " ")
}

// dropMarks takes off link marks and the places of images, buttons and frames.
func dropMarks(s string, marked bool) (string, int) {
	if !strings.ContainsAny(s, "[(") {
		return s, 0
	}
	var b strings.Builder
	links := 0
	for i := 0; i < len(s); {
		if s[i] == '[' {
			if _, n := linkMark(s[i:]); n > 0 && marked {
				links++
				i += n
				continue
			}
			if end := strings.IndexByte(s[i:], ']'); end > 0 && end < 80 && isPlaceholder(s[i+1:i+end]) {
				i += end + 1
				continue
			}
		}
		if s[i] == '(' && strings.HasPrefix(s[i:], "(BUTTON)") {
			i += len("(BUTTON)")
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return strings.TrimSpace(b.String()), links
}

// isPlaceholder reports whether bracketed words stand for something that is no text.
func isPlaceholder(s string) bool {
	switch strings.ToLower(s) {
	case "link", "img", "image", "inline", "iframe", "button", "embed", "video", "icon", "logo", "spacer", " ", "_", "":
		return true
	}
	i := strings.LastIndexByte(s, '.')
	if i < 0 || strings.Contains(s[:i], ". ") {
		return false
	}
	switch strings.ToLower(s[i+1:]) {
	case "jpg", "jpeg", "png", "gif", "svg", "webp", "avif":
		return true
	}
	return false
}

// Bounds for dumps whose lines are broken at a margin.
const (
	minWrap = 50
	maxWrap = 140
)

// wrapWidth is the margin at which a dump breaks its lines, or 0 when it does not. The
// margin holds when nearly every line that could have taken the first word of the next one is full.
func wrapWidth(raw []string) int {
	width := 0
	for _, l := range raw {
		if n := columns(l); n > width && !hasLongWord(l) {
			if n > maxWrap {
				return 0
			}
			width = n
		}
	}
	if width < minWrap {
		return 0
	}
	full, loose := 0, 0
	for i := 0; i+1 < len(raw); i++ {
		a, b := columns(raw[i]), strings.TrimSpace(raw[i+1])
		if a*4 < width*3 || b == "" || hasLongWord(raw[i]) || hasLongWord(b) {
			continue
		}
		if _, bullet := cutBullet(b); bullet {
			continue
		}
		if a+1+firstWord(b) > width {
			full++
		} else {
			loose++
		}
	}
	if full < 6 || loose > full/2 {
		return 0
	}
	return width
}

// hasLongWord reports whether a line holds a word that no margin can break, an address mostly.
func hasLongWord(s string) bool {
	if strings.Contains(s, "://") {
		return true
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if n++; s[i] == ' ' {
			n = 0
		}
		if n > 40 && s[i] < utf8.RuneSelf {
			return true
		}
	}
	return false
}

// continues reports whether next goes on with the paragraph of line.
func continues(line, next string, width int) bool {
	t := strings.TrimSpace(next)
	if t == "" || isRule(t) {
		return false
	}
	if _, bullet := cutBullet(t); bullet {
		return false
	}
	return columns(line)+1+firstWord(t) > width-3
}

func columns(s string) int { return utf8.RuneCountInString(strings.TrimRight(s, " ")) }

func firstWord(s string) int {
	if i := strings.IndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	return utf8.RuneCountInString(s)
}

// countWords counts words cheaply; scripts without spaces count two characters a word.
func countWords(s string) int {
	n, un := 0, 0
	in := false
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			w := r|32 >= 'a' && r|32 <= 'z' || r >= '0' && r <= '9' || in && r == '\''
			if w && !in {
				n++
			}
			in = w
		case text.Unspaced(r):
			un++
			in = false
		default:
			w := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '\u200c' || in && r == '’'
			if w && !in {
				n++
			}
			in = w
		}
	}
	return n + (un+1)/2
}

func countCopies(ls []dumpLine) {
	seen := make(map[string]int, len(ls))
	for i := range ls {
		seen[lineKey(ls[i].text)]++
	}
	for i := range ls {
		ls[i].copies = seen[lineKey(ls[i].text)]
	}
}

// lineKey is what equal lines share. Titles come back cut or with a site's name, so only the beginning counts.
func lineKey(s string) string {
	s = strings.ToLower(s)
	if len(s) > 200 {
		s = s[:200]
	}
	return s
}
