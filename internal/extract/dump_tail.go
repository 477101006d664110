package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// tailSpan is how many lines after the body, and paragraphs at its end, may hold credits.
const tailSpan = 4

// readTail reads what stands at the end of an article and is no part of it: who edited
// it, who the author is, when it was published.
func (d *dump) readTail(doc *news.Document) {
	last := d.body[len(d.body)-1]
	for i := last + 1; i < len(d.lines) && i <= last+tailSpan; i++ {
		d.readTailLine(doc, i)
	}
	for k := 0; k < tailSpan && len(d.body) > 1; k++ {
		i := d.body[len(d.body)-1]
		if !d.readTailLine(doc, i) && !d.readBiography(doc, i) {
			break
		}
		d.use[i] = usedTail
		d.body = d.body[:len(d.body)-1]
	}
	if b := last + 1; len(doc.Authors) == 0 && d.free(b) {
		if d.readBiography(doc, b) {
			d.use[b] = usedTail
		}
	}
}

// readTailLine reads an editor, author or date from a short line.
func (d *dump) readTailLine(doc *news.Document, i int) bool {
	l := &d.lines[i]
	if d.use[i] != unused && d.use[i] != usedBody || l.words > 16 || l.isText() {
		return false
	}
	if e := editorOf(l.text); e != "" && doc.Editor == "" {
		doc.Editor = e
		d.use[i] = usedTail
		return true
	}
	if as := byline(l.text); len(as) > 0 {
		if len(doc.Authors) == 0 {
			doc.Authors = as
		}
		d.use[i] = usedTail
		return true
	}
	if date, rest, ok := d.dateIn(l.text); ok && countWords(rest) <= 3 && !d.lines[i].isAge && date.Precision >= when.Day && !strings.ContainsAny(l.text, "©") {
		if doc.Published.IsZero() {
			doc.Published = date
		}
		return true
	}
	return false
}

// readBiography reads "Mira Tolen is a fellow at …": a paragraph at the end that begins with
// a name which the text has not used before, and says what that person is.
func (d *dump) readBiography(doc *news.Document, i int) bool {
	l := &d.lines[i]
	name := biographee(l.text)
	if name == "" || l.words > 150 {
		return false
	}
	surname := name[strings.LastIndexByte(name, ' ')+1:]
	for _, j := range d.body {
		if j != i && strings.Contains(d.lines[j].text, surname) {
			return false
		}
	}
	if len(doc.Authors) == 0 {
		doc.Authors = []string{name}
	}
	return true
}

// copulas follow the name in a biography; what comes next must not be a participle of a report.
var copulas = []string{" is a ", " is an ", " is the ", " is co", " is currently ", " is professor ", " is senior ", " is director ", " is editor ", " is deputy ", " was a ", " was the ", " has been a ", " teaches ", " writes ", " covers ", " works as ", " works at ", " works for ", " serves as ", " served as ", " holds ",
	" ist ", " arbeitet ", " est ", " es un", " es el", " es la", " es prof", " é ", " è ", " is een ", " är ", " er ", " jest ", " je ", " este ", " — ", " – "}

// biographee is the name that a biography begins with, or "".
func biographee(s string) string {
	s = strings.TrimLeft(s, "*—–- ")
	for _, t := range []string{"Dr. ", "Dr ", "Prof. ", "Professor ", "About the author: ", "The author, "} {
		s = strings.TrimPrefix(s, t)
	}
	at := -1
	for _, c := range copulas {
		if i := strings.Index(s[:min(len(s), 90)], c); i > 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at < 0 {
		return ""
	}
	name := s[:at]
	if i := strings.IndexAny(name, ",("); i > 0 {
		name = strings.TrimSpace(name[:i])
	}
	f := strings.Fields(name)
	if len(f) < 2 || len(f) > 4 || !tells(s[at:]) {
		return ""
	}
	for _, w := range f {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && len(w) > 3 {
			return ""
		}
	}
	return name
}

// tells reports whether words about a person name an occupation of those who write.
func tells(s string) bool {
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if occupations[w] {
			return true
		}
	}
	return false
}

var occupations = words("professor fellow associate researcher research lecturer writer journalist author editor correspondent reporter columnist analyst scholar director contributor student candidate historian economist teaches freelance commentator co-founder founder expert adviser advisor consultant broadcaster teacher critic graduate scientist " +
	"professorin journalist journalistin autorin redakteur redakteurin wissenschaftler chercheur chercheuse professeur journaliste écrivain profesor profesora periodista escritor escritora investigador investigadora professora jornalista pesquisador professore giornalista ricercatore hoogleraar onderzoeker journalista skribent forskare")
