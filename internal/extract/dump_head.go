package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// headSpan is how many lines above the body may hold its title and credits.
const headSpan = 25

// readHead finds title, authors, date and outlet above the body.
func (d *dump) readHead(doc *news.Document) {
	first := d.body[0]
	d.title = d.findTitle(first)
	if d.title >= 0 {
		doc.Title = d.cleanTitle(d.lines[d.title].text)
		d.use[d.title] = usedHead
	}
	from := d.titleStart(first)
	for i := from; i < first; i++ {
		l := &d.lines[i]
		if d.use[i] == usedComment || d.use[i] == usedRelated || l.links > 2 || l.words > 30 {
			continue
		}
		if l.isAge {
			if doc.Published.IsZero() {
				doc.Published = d.resolveAge(l.text)
			}
			d.use[i] = usedHead
			continue
		}
		d.readCredit(doc, i, i > d.title && d.title >= 0)
	}
	d.readOpening(doc, first)
	if l := d.line(first - 1); doc.Standfirst == "" && first-1 > d.title && d.title >= 0 && d.free(first-1) && d.lines[first-1].isProse() && endsSentence(l) && d.lines[first-1].copies == 1 {
		doc.Standfirst = l
		d.use[first-1] = usedHead
	}
	d.readVotes(doc)
}

// titleStart is the first line whose credits belong to the article: two above the first copy of the title.
func (d *dump) titleStart(first int) int {
	if d.title < 0 {
		return max(0, first-4)
	}
	start := d.title
	for i := d.title - 1; i >= 0 && i >= d.title-cardSpan; i-- {
		if lineKey(d.lines[i].text) == lineKey(d.lines[d.title].text) {
			start = i
		}
	}
	return max(0, start-2)
}

// readCredit reads byline, editor, date and outlet of one line; below says that the line stands under the title.
func (d *dump) readCredit(doc *news.Document, i int, below bool) {
	l := &d.lines[i]
	if i == d.title || d.title >= 0 && lineKey(l.text) == lineKey(d.lines[d.title].text) {
		d.use[i] = usedHead
		return
	}
	if e := editorOf(l.text); e != "" {
		doc.Editor = e
		d.use[i] = usedHead
		return
	}
	if as := byline(l.text); len(as) > 0 {
		doc.Authors = appendNew(doc.Authors, as...)
		d.use[i] = usedHead
	}
	date, rest, ok := d.dateIn(l.text)
	if !ok {
		return
	}
	if doc.Published.IsZero() || below && doc.Published.Precision < date.Precision {
		doc.Published = date
	}
	d.use[i] = usedHead
	if rest = trimMarks(rest); below && doc.Outlet == "" && len(doc.Authors) == 0 && isName(rest) {
		doc.Outlet = rest
	}
}

// readOpening takes a byline or date off the first lines of the body, where no break kept them apart.
func (d *dump) readOpening(doc *news.Document, first int) {
	for k := 0; k+1 < len(d.body) && k < 3; k++ {
		l := &d.lines[d.body[0]]
		if l.words > 14 || endsSentence(l.text) && l.words > 6 {
			return
		}
		as := byline(l.text)
		date, _, ok := d.dateIn(l.text)
		if len(as) == 0 && !ok {
			return
		}
		doc.Authors = appendNew(doc.Authors, as...)
		if ok && doc.Published.IsZero() {
			doc.Published = date
		}
		d.use[d.body[0]] = usedHead
		d.body = d.body[1:]
	}
	_ = first
}

// readVotes finds the votes of a post: on a line of their own just before or after it.
func (d *dump) readVotes(doc *news.Document) {
	last := d.body[len(d.body)-1]
	for _, i := range []int{last + 1, last + 2, last + 3, d.title - 1, d.title - 2} {
		if i > 0 && d.free(i) && d.lines[i].score != nil {
			doc.Score = d.lines[i].score
			d.use[i] = usedTail
			return
		}
		if i > last && i < len(d.lines) && d.lines[i].isProse() {
			break
		}
	}
}

// findTitle is the line above the body that is most like its title, or -1.
func (d *dump) findTitle(first int) int {
	for k := range d.cards {
		if c := &d.cards[k]; c.text == first || c.start < first && first < c.end && first-c.text < 6 {
			return c.titles[len(c.titles)-1]
		}
	}
	topic := map[uint32]bool{}
	for _, i := range d.body {
		for _, p := range text.Words(d.lines[i].text) {
			if h, ok := topicWord(p.Of(d.lines[i].text)); ok {
				topic[h] = true
			}
		}
	}
	best, top := -1, float32(titleBar)
	seen := 0
	for i := first - 1; i >= 0 && seen < headSpan; i-- {
		if d.use[i] != unused {
			break
		}
		seen++
		if s := d.titleScore(i, first, topic); s > top {
			best, top = i, s
		}
	}
	return best
}

// titleBar is the least score of a title. Set by hand; not measured on labelled titles.
const titleBar = 1.2

// titleScore says how like a title line i is.
func (d *dump) titleScore(i, first int, topic map[uint32]bool) float32 {
	l := &d.lines[i]
	if l.words < 2 || l.words > 40 || l.isAge || l.score != nil || l.sect != noSection || l.isText() && endsSentence(l.text) {
		return 0
	}
	if _, rest, ok := d.dateIn(l.text); ok && countWords(rest) < 4 || len(byline(l.text)) > 0 {
		return 0
	}
	words, known, noise := 0, 0, 0
	for _, p := range text.Words(l.text) {
		w := p.Of(l.text)
		if h, ok := topicWord(w); ok {
			words++
			if topic[h] {
				known++
			}
		}
		if boiler[strings.ToLower(w)] {
			noise++
		}
	}
	s := 2*float32(known)/float32(words+1) + 0.7*float32(min(known, 4))/4 - float32(noise)
	s += 1.2 - 0.06*float32(min(first-i, headSpan))
	if l.copies > 1 && d.copyNear(i) {
		s++
	}
	if l.words >= 5 {
		s += 0.5
	}
	if l.bullet || l.links > 0 && l.words < 5 {
		s--
	}
	if strings.HasSuffix(l.text, ".") && l.words > 12 {
		s -= 0.8
	}
	if strings.Count(l.text, "|") > 1 || strings.Contains(l.text, "©") {
		s -= 2
	}
	if i > 0 && d.lines[0].copies == 1 && len(l.text) > 15 && strings.HasPrefix(d.lines[0].text, l.text) {
		s++ // the page's title repeats it with the site's name
	}
	return s
}

func (d *dump) copyNear(i int) bool {
	for j := max(0, i-cardSpan); j < i; j++ {
		if lineKey(d.lines[j].text) == lineKey(d.lines[i].text) {
			return true
		}
	}
	return false
}

// cleanTitle takes the site's name off a title of the form "Headline | Site".
func (d *dump) cleanTitle(s string) string {
	for _, sep := range []string{" | ", " · ", " – ", " — ", " - ", " :: "} {
		if i := strings.LastIndex(s, sep); i > 0 && countWords(s[:i]) >= 3 && d.isSite(s[i+len(sep):]) {
			return s[:i]
		}
	}
	return s
}

// isSite reports whether words name the page's site.
func (d *dump) isSite(s string) bool {
	k := headingKey(s)
	return k != "" && (k == headingKey(d.site()) || k == headingKey(siteLabel(d.in.URL)))
}

// dateIn finds the date of a credit line and what else stands in it. A date may be glued
// to a name: "Harbour Post18-06-2025".
func (d *dump) dateIn(s string) (date when.Date, rest string, ok bool) {
	if len(s) > 160 || strings.IndexFunc(s, unicode.IsDigit) < 0 {
		return when.Date{}, s, false
	}
	if date, ok = when.Parse(s); ok && date.Precision >= when.Day {
		return date, "", true
	}
	prev := rune(0)
	for i, r := range s {
		if unicode.IsDigit(r) && unicode.IsLetter(prev) {
			if date, ok = when.Parse(s[i:]); ok && date.Precision >= when.Day {
				return date, s[:i], true
			}
		}
		prev = r
	}
	if countWords(s) > 16 {
		return when.Date{}, s, false
	}
	for _, l := range []string{d.language, "en"} {
		for _, f := range when.Find(s, d.in.Fetched, l) {
			if f.Date.Precision < when.Day || f.Date.Approx && f.Date.Precision < when.Minute {
				continue
			}
			head, tail := s[:f.Span.Start], s[f.Span.End:]
			if full, ok := when.Parse(strings.TrimSpace(s[f.Span.Start:])); ok && full.Precision >= when.Day {
				return full, head, true
			}
			if countWords(tail) > 4 {
				tail = ""
			}
			return f.Date, head + " " + dropClock(tail), true
		}
	}
	return when.Date{}, s, false
}

// dropClock removes the time of day that follows a date.
func dropClock(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// isName reports whether words can name an outlet.
func isName(s string) bool {
	if n := countWords(s); n == 0 || n > 6 || len(s) > 60 || endsSentence(s) || boiler[strings.ToLower(s)] {
		return false
	}
	return nameLike(s) && sectionOf(s) == noSection && !isButton(s)
}

// bylineWords come before authors' names, folded, longest first.
var bylineWords = []string{"written by", "story by", "text by", "posted by", "opinion by", "analysis by", "report by", "by", "von", "text von", "par", "por", "di", "door", "av", "af", "autor", "autora", "author", "authors", "auteur", "autore", "yazan", "oleh", "penulis", "tac gia",
	"автор", "авторы", "текст", "نویسنده", "نوشته", "به قلم", "گزارشگر", "خبرنگار", "بقلم", "كتب", "کتب", "تحریر", "作者", "记者", "文"}

var editorWords = []string{"edited by", "editor", "editing by", "redaktion", "redigiert von", "bearbeitet von", "edite par", "edition", "editado por", "edicao", "a cura di", "redactie", "redaktor", "redaktor prowadzacy", "redaktör", "редактор", "отредактировал", "ویراستار", "ویرایش", "دبیر", "تحریر", "المحرر", "编辑", "责任编辑", "责编", "編集"}

// byline reads "By Mira Tolen and Bard Hest" and its like.
func byline(s string) []string {
	rest, colon, ok := afterWord(s, bylineWords)
	if !ok {
		return nil
	}
	return names(rest, colon)
}

// editorOf reads "Edited by: Mira Tolen".
func editorOf(s string) string {
	rest, colon, ok := afterWord(s, editorWords)
	if !ok {
		return ""
	}
	if n := names(rest, colon); len(n) > 0 {
		return strings.Join(n, ", ")
	}
	return ""
}

// afterWord returns what follows one of words at the start of a short line.
func afterWord(s string, list []string) (rest string, colon, ok bool) {
	if len(s) > 160 {
		return "", false, false
	}
	for _, w := range list {
		n := len(w)
		if i := prefixFold(s, w); i > 0 {
			rest = s[i:]
			r, _ := utf8.DecodeRuneInString(rest)
			if r == ':' || r == '：' {
				return strings.TrimSpace(rest[utf8.RuneLen(r):]), true, true
			}
			if r == ' ' && n > 0 || text.Unspaced(r) {
				rest = strings.TrimSpace(rest)
				if strings.HasPrefix(rest, ":") {
					return strings.TrimSpace(rest[1:]), true, true
				}
				return rest, false, true
			}
		}
	}
	return "", false, false
}

// prefixFold is the length of the prefix of s that folds to w, or 0.
func prefixFold(s, w string) int {
	n := utf8.RuneCountInString(w)
	for i := range s {
		if n == 0 {
			if text.Fold(s[:i]) == text.Fold(w) {
				return i
			}
			return 0
		}
		n--
	}
	return 0
}

// names splits a list of people: two to four capitalised words each, or, after a colon
// and in scripts without case, one to five words.
func names(s string, colon bool) []string {
	for _, cut := range []string{"|", "•", "·", " - ", " – ", " — ", "(", "@", "\t"} {
		if i := strings.Index(s, cut); i > 0 {
			s = s[:i]
		}
	}
	if i := strings.IndexFunc(s, unicode.IsDigit); i > 0 {
		s = s[:i]
	}
	var out []string
	for _, part := range strings.FieldsFunc(strings.NewReplacer(" and ", ",", " und ", ",", " et ", ",", " y ", ",", " e ", ",", " & ", ",", " и ", ",", " و ", ",", "、", ",", "،", ",").Replace(s), func(r rune) bool { return r == ',' || r == ';' }) {
		if part = trimMarks(part); part == "" {
			continue
		}
		if !personLike(part, colon) {
			break
		}
		out = append(out, strings.TrimSuffix(part, "."))
	}
	return out
}

func personLike(s string, colon bool) bool {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 5 || len(s) > 60 {
		return false
	}
	capitals, lower := 0, 0
	for _, w := range f {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r):
			lower++
		case !unicode.IsLetter(r):
			return false
		}
	}
	if capitals+lower == 0 { // a script without case
		return colon || len(f) >= 2
	}
	return capitals >= lower && capitals > 0 && lower <= 2 && (len(f) >= 2 || colon)
}
