package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// minBodyWords is the least text that counts as an article.
const minBodyWords = 20

// findBody chooses the lines of the article.
func (d *dump) findBody() {
	from, to := d.region()
	d.trustCard(from, to)
	bar := builtinDump().Threshold
	for i := from; i < to; i++ {
		if d.use[i] == unused && d.chance[i] >= bar && !d.lines[i].isCaption() {
			d.body = append(d.body, i)
		}
	}
	if d.wordsOf(d.body) < minBodyWords {
		d.body = d.largest(from, to)
	}
	d.body = d.coherent(d.withoutGreeting(d.withoutHeadlines(d.body)))
	if d.wordsOf(d.body) < minBodyWords {
		d.body = nil
	}
	for _, i := range d.body {
		d.use[i] = usedBody
	}
	if w := d.bodyText(); w != "" {
		if l := lang.Identify(w, d.language); l != "" {
			d.language = l
		}
	}
}

func (d *dump) wordsOf(body []int) int {
	n := 0
	for _, i := range body {
		n += d.lines[i].words
	}
	return n
}

// minLargest is how many words a run of text must have to be an article where the model sees none.
const minLargest = 60

// largest is the longest run of neighbouring lines of text, for pages of a form that the model does not know.
func (d *dump) largest(from, to int) []int {
	start, words, best, top := from, 0, []int(nil), minLargest-1
	for i := from; i < to; i++ {
		l := &d.lines[i]
		if d.use[i] != unused || !l.isText() || !endsSentence(l.text) {
			start, words = i+1, 0
			continue
		}
		if words += l.words; words > top {
			top, best = words, []int{start, i}
		}
	}
	if best == nil {
		return nil
	}
	var out []int
	for i := best[0]; i <= best[1]; i++ {
		out = append(out, i)
	}
	return out
}

func (d *dump) bodyText() string {
	var b strings.Builder
	for _, i := range d.body {
		b.WriteString(d.lines[i].text)
		b.WriteByte('\n')
	}
	return b.String()
}

// trustCard takes the text under a doubled title for an article's, whatever the model says.
func (d *dump) trustCard(from, to int) {
	if len(d.cards) == 0 || from != d.cards[0].text {
		return
	}
	for i := from; i < to && d.lines[i].isText() && d.use[i] == unused; i++ {
		d.chance[i] = max(d.chance[i], 0.5)
	}
}

// region is the part of the page that can hold the article: the first card, if there are
// several articles, and not what follows the heading of comments or related items unless most of the text stands there.
func (d *dump) region() (from, to int) {
	d.weigh()
	to = len(d.lines)
	if len(d.cards) > 0 {
		c := &d.cards[0]
		own := max(d.mass(c.text, c.end), float32(d.lines[c.text].chars))
		switch {
		case d.mass(0, c.start) >= own:
			to = c.start
		case len(d.cards) > 1:
			from, to = c.text, d.cards[1].start
		default:
			from = c.text
		}
	}
	for i := from; i < to; i++ {
		s := d.lines[i].sect
		if s != commentSection && s != relatedSection || d.lines[i].copies > maxHeadings {
			continue
		}
		before, after := d.mass(from, i), d.mass(i+1, to)
		if before >= minMass && (before > 3*after || s == commentSection && len(d.comments) > 0 && i >= d.section) {
			return from, i
		}
	}
	return from, to
}

// maxHeadings is how often a heading of a section may stand on a page: buttons between paragraphs stand more often.
const maxHeadings = 2

// minMass is how many characters of probable text must stand before a heading for it to end the article.
const minMass = 150

// weigh adds up, line by line, the characters of probable article text, whole sentences above all.
func (d *dump) weigh() {
	d.massTo = make([]float32, len(d.lines)+1)
	for i := range d.lines {
		l := &d.lines[i]
		sum := d.massTo[i]
		switch {
		case d.use[i] != unused || d.chance[i] < 0.5:
		case endsSentence(l.text) || l.words >= longLine:
			sum += float32(l.chars)
		default: // headlines of other articles look like text, too
			sum += float32(l.chars) / 4
		}
		d.massTo[i+1] = sum
	}
}

// mass is what weigh found in lines from to to.
func (d *dump) mass(from, to int) float32 {
	if from >= to {
		return 0
	}
	return d.massTo[to] - d.massTo[from]
}

// minHeadlines is how many neighbouring lines that are no sentences make a wall of other articles' headlines.
const minHeadlines = 8

// withoutHeadlines drops runs of headlines: lines of a dozen or two words, one after the
// other, that do not end as sentences do, on a page where sentences do.
func (d *dump) withoutHeadlines(body []int) []int {
	sentences := 0
	for _, i := range body {
		if endsSentence(d.lines[i].text) {
			sentences += d.lines[i].words
		}
	}
	if sentences < minLargest {
		return body
	}
	var out, run []int
	for _, i := range body {
		l := &d.lines[i]
		if !endsSentence(l.text) && !l.bullet && l.words >= 8 && l.words <= 40 {
			run = append(run, i)
			continue
		}
		if len(run) < minHeadlines {
			out = append(out, run...)
		}
		run = run[:0]
		out = append(out, i)
	}
	if len(run) < minHeadlines {
		out = append(out, run...)
	}
	return out
}

// A greeting, as sites show it over their pages, is set off from the article by
// navigation or a masthead's date, is much shorter, and speaks of other things.
const (
	greetingMass  = 0.2  // of all probable text, at most
	greetingTopic = 0.45 // share of its longer words that the article uses, at most
	maxGreetings  = 8    // lines of navigation that are looked at
)

// withoutGreeting drops leading text that stands above the navigation and is not of the article.
func (d *dump) withoutGreeting(body []int) []int {
	if len(body) < 2 {
		return body
	}
	total := float32(0)
	for _, i := range body {
		total += float32(d.lines[i].chars)
	}
	head, cut := float32(0), 0
	next, tries := 0, 0
	for i := body[0]; i < len(d.lines); i++ {
		if next < len(body) && body[next] == i {
			next++
			head += float32(d.lines[i].chars)
		}
		if head > greetingMass*total {
			break
		}
		if next > cut && tries < maxGreetings && d.isNavigation(i) {
			tries++
			if d.strange(body[:next], body[next:]) {
				cut = next
			}
		}
	}
	return body[cut:]
}

// isNavigation reports whether a line leads elsewhere: several words of page furniture, or parts set apart by bars.
func (d *dump) isNavigation(i int) bool {
	l := &d.lines[i]
	if l.words > 30 || endsSentence(l.text) {
		return false
	}
	noise := 0
	for w := range strings.FieldsSeq(strings.ToLower(l.text)) {
		if boiler[trimMarks(w)] {
			noise++
		}
	}
	return strings.Count(l.text, "|") >= 2 || noise >= 3
}

// strange reports whether the lines of head share few of their longer words with those of rest.
func (d *dump) strange(head, rest []int) bool {
	known := map[uint32]bool{}
	for _, i := range rest {
		for _, p := range text.Words(d.lines[i].text) {
			if h, ok := topicWord(p.Of(d.lines[i].text)); ok {
				known[h] = true
			}
		}
	}
	all, shared := 0, 0
	for _, i := range head {
		for _, p := range text.Words(d.lines[i].text) {
			if h, ok := topicWord(p.Of(d.lines[i].text)); ok {
				all++
				if known[h] {
					shared++
				}
			}
		}
	}
	return float32(shared) < greetingTopic*float32(all)
}

// coherent drops short lines at both ends that are no sentences: what stands there is
// title, credits, captions, buttons.
func (d *dump) coherent(body []int) []int {
	for len(body) > 1 {
		l := &d.lines[body[len(body)-1]]
		if endsSentence(l.text) || l.words >= longLine || l.bullet || strings.Contains(l.text, "://") {
			break
		}
		body = body[:len(body)-1]
	}
	for len(body) > 1 {
		l := &d.lines[body[0]]
		if l.copies == 1 && (endsSentence(l.text) && l.words > 4 || l.words >= longLine) {
			break
		}
		body = body[1:]
	}
	return body
}

// longLine is how many words make a line running text whatever it ends with.
const longLine = 30

// isCaption reports whether a line of the body is a picture's caption or credit.
func (l *dumpLine) isCaption() bool {
	if l.words > 40 {
		return false
	}
	if w, _, ok := strings.Cut(l.text, ":"); ok && len(w) < 24 && captionWords[strings.ToLower(w)] {
		return true
	}
	for _, c := range captionCredits {
		if strings.Contains(l.text, c) {
			return true
		}
	}
	return false
}

var captionWords = words("photo photos photograph photographs picture pictures image images video graphic foto fotos bild bilder grafik image: images: imagen imagem immagine фото видео عکس تصویر صورة تصوير الصورة فیلم zdjęcie")

var captionCredits = []string{"Getty Images", "(Photo by ", "Photo by ", "[Photo: ", "Photo: ", "Image: ", "Foto: ", "Photograph: ", "| Photo", "(AP Photo", "/AP Photo", "via Getty", "Фото: ", "© Copyright"}

// writeBody puts the body together: a blank line between paragraphs, lost breaks mended.
func (d *dump) writeBody(doc *news.Document) {
	var paras []string
	kinds := map[int]news.BlockKind{}
	for k, i := range d.body {
		l := &d.lines[i]
		s := l.text
		if k == 0 {
			doc.Dateline, s = cutDateline(s)
		}
		if d.isSubhead(k) {
			kinds[len(paras)] = news.Heading
		} else if l.bullet {
			kinds[len(paras)] = news.ListItem
		}
		paras = append(paras, splitLost(s)...)
	}
	paras, cites := cutAddresses(paras)
	doc.Body, doc.Blocks = paragraphs(paras)
	for i, kind := range kinds {
		if i >= len(doc.Blocks) {
			continue
		}
		doc.Blocks[i].Kind = kind
	}
	doc.Language = d.language
	doc.Notices = append(notices(doc.Body, doc.Language), cites...)
}

// cutAddresses takes the bare addresses off the end of a text: they are what it cites, and no words of it.
func cutAddresses(paras []string) ([]string, []news.Notice) {
	var out []news.Notice
	for len(paras) > 0 && len(out) < maxAddresses {
		last := paras[len(paras)-1]
		n, ok := closingAddress(last, text.Span{End: len(last)})
		rest := strings.TrimSpace(last[:n.Span.Start])
		if !ok || rest != "" && !endsSentence(rest) || rest == "" && len(paras) == 1 {
			break
		}
		n.Span = text.Span{}
		out = append(out, n)
		if paras[len(paras)-1] = rest; rest == "" {
			paras = paras[:len(paras)-1]
		}
	}
	return paras, out
}

// maxAddresses bounds the addresses taken off the end of a text.
const maxAddresses = 8

// isSubhead reports whether the k-th line of the body is a heading inside it.
func (d *dump) isSubhead(k int) bool {
	l := &d.lines[d.body[k]]
	if l.words == 0 || l.words > 14 || l.bullet || k+1 >= len(d.body) || !d.lines[d.body[k+1]].isProse() {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(l.text)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '?' || r == '؟' || r == '？' || r == '’' || r == '\'' || r == '”' || r == '"'
}

// paragraphs joins paragraphs with blank lines.
func paragraphs(paras []string) (string, []news.Block) {
	var b strings.Builder
	blocks := make([]news.Block, 0, len(paras))
	for _, p := range paras {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		start := b.Len()
		b.WriteString(p)
		blocks = append(blocks, news.Block{Span: text.Span{Start: start, End: b.Len()}})
	}
	return b.String(), blocks
}

// splitLost cuts a line where a paragraph's break was lost: "…the toll.Both sides…".
func splitLost(s string) []string {
	var out []string
	start := 0
	for i := 1; i+1 < len(s); i++ {
		c := s[i]
		if c != '.' && c != '!' && c != '?' {
			continue
		}
		end := i + 1
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if r != '”' && r != '’' && r != '"' && r != '\'' && r != '»' {
				break
			}
			end += n
		}
		if lostBreak(s[start:i], s[end:]) {
			out = append(out, strings.TrimSpace(s[start:end]))
			start = end
		}
		i = end - 1
	}
	return append(out, strings.TrimSpace(s[start:]))
}

// lostBreak reports whether a sentence ends with before and another begins with after,
// with nothing between them: both words plain, no address or file name.
func lostBreak(before, after string) bool {
	w := before[strings.LastIndexByte(before, ' ')+1:]
	if utf8.RuneCountInString(w) < 3 || strings.ContainsAny(w, "./@_:") {
		return false
	}
	for _, r := range w {
		if !unicode.IsLower(r) && r != '’' && r != '\'' && r != '-' && !unicode.IsDigit(r) {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(after)
	if !unicode.IsUpper(first) && first != '“' && first != '"' && first != '«' {
		return false
	}
	next, _, spaced := strings.Cut(after, " ")
	return spaced && !strings.ContainsAny(strings.TrimRight(next, ".,!?"), "./@_:") && len(before) > 20
}

// maxDatelineBytes is the longest dateline looked for.
const maxDatelineBytes = 70

// cutDateline takes "ISTANBUL: " and "LUSAVA, Oct 3 — " off the first paragraph. Where an
// agency stands in it, the text stays whole, because the notice of the agency points there.
func cutDateline(s string) (dateline, rest string) {
	head := s[:min(len(s), maxDatelineBytes)]
	at, size := -1, 0
	for _, sep := range []string{": ", " — ", " – ", " -- ", " - ", "— ", "– "} {
		if i := strings.Index(head, sep); i > 0 && (at < 0 || i < at) {
			at, size = i, len(sep)
		}
	}
	if at < 0 {
		return "", s
	}
	head = s[:at]
	place := head
	if i := strings.IndexAny(place, ",(/"); i > 0 {
		place = place[:i]
	}
	place = strings.TrimSpace(place)
	if !isPlace(place, strings.HasPrefix(s[at:], ":")) {
		return "", s
	}
	if strings.ContainsAny(head, "(/") {
		return place, s
	}
	return place, strings.TrimSpace(s[at+size:])
}

// isPlace reports whether words can be the place of a dateline: capitals all through, or
// before a dash one to three capitalised words.
func isPlace(s string, colon bool) bool {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 4 || utf8.RuneCountInString(s) < 3 {
		return false
	}
	capitals, cased := true, false
	for _, r := range s {
		if unicode.IsLower(r) {
			capitals = false
		}
		if unicode.IsUpper(r) {
			cased = true
		}
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != ' ' && r != '.' && r != '-' && r != '\'' && r != '’' {
			return false
		}
	}
	if capitals && cased {
		return true
	}
	if colon || !cased {
		return false
	}
	for _, w := range f {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return len(f) <= 2
}
