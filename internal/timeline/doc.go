package timeline

import (
	"sort"
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// maxWords is how much of an article is read; what follows in a longer one is left out.
const maxWords = 20000

// doc is an article's text cut into sentences and words, with its names and dates in place.
type doc struct {
	body  string
	lang  string
	words []word
	sents []sentence
	set   *mention.Set
	dates []when.Found
	ref   when.Date // of publication
}

// word is one word, folded.
type word struct {
	span   text.Span
	low    string
	name   int  // index into set.Mentions of the name it stands in, or -1
	number int  // the same for a number
	quoted bool // inside a quotation
	comma  bool // a comma, semicolon, colon, dash or bracket stands before it
}

// sentence is the words [a, b) of one sentence.
type sentence struct {
	span text.Span
	a, b int
}

func newDoc(body, lang string, published when.Date, m *mention.Set) *doc {
	if m == nil {
		m = &mention.Set{}
	}
	d := &doc{body: body, lang: base(lang), set: m, ref: published}
	spans := text.Words(body)
	if len(spans) > maxWords {
		spans = spans[:maxWords]
	}
	d.words = make([]word, len(spans))
	end := 0
	for i, p := range spans {
		d.words[i] = word{span: p, low: text.Fold(p.Of(body)), name: -1, number: -1, comma: strings.ContainsAny(body[end:p.Start], ",;:()[]—–،؛，；")}
		end = p.End
	}
	d.place()
	i := 0
	for _, p := range text.Sentences(body) {
		for i < len(d.words) && d.words[i].span.Start < p.Start {
			i++
		}
		a := i
		for i < len(d.words) && d.words[i].span.End <= p.End {
			i++
		}
		if i > a {
			d.sents = append(d.sents, sentence{p, a, i})
		}
	}
	d.dates = when.Find(body, published.Time, lang)
	return d
}

// base is the language of a BCP 47 tag without region and script; English when none is given.
func base(lang string) string {
	if i := strings.IndexAny(lang, "-_"); i > 0 {
		lang = lang[:i]
	}
	if lang == "" {
		return "en"
	}
	return strings.ToLower(lang)
}

// place marks the words that stand in names, numbers and quotations.
func (d *doc) place() {
	for n, m := range d.set.Mentions {
		i := d.at(m.Span.Start)
		for ; i < len(d.words) && d.words[i].span.Start < m.Span.End; i++ {
			switch m.Kind {
			case mention.NameMention:
				d.words[i].name = n
			case mention.NumberMention:
				d.words[i].number = n
			case mention.QuotationMention:
				d.words[i].quoted = true
			}
		}
	}
}

// at is the first word that ends after offset.
func (d *doc) at(offset int) int {
	return sort.Search(len(d.words), func(i int) bool { return d.words[i].span.End > offset })
}

// span covers the words [a, b).
func (d *doc) span(a, b int) text.Span {
	return text.Span{Start: d.words[a].span.Start, End: d.words[b-1].span.End}
}

// low joins the folded words [a, b).
func (d *doc) low(a, b int) string {
	if b == a+1 {
		return d.words[a].low
	}
	var s strings.Builder
	for i := a; i < b; i++ {
		if i > a {
			s.WriteByte(' ')
		}
		s.WriteString(d.words[i].low)
	}
	return s.String()
}

// datesIn returns the dates that begin inside p.
func (d *doc) datesIn(p text.Span) []when.Found {
	i := sort.Search(len(d.dates), func(i int) bool { return d.dates[i].Span.Start >= p.Start })
	j := i
	for j < len(d.dates) && d.dates[j].Span.Start < p.End {
		j++
	}
	return d.dates[i:j]
}

// dated reports whether p touches the words of a date.
func (d *doc) dated(p text.Span) bool {
	i := sort.Search(len(d.dates), func(i int) bool { return d.dates[i].Span.End > p.Start })
	return i < len(d.dates) && d.dates[i].Span.Start < p.End
}

// nearest returns the date in the sentence whose words are closest to p; the zero Date when there is none.
func (d *doc) nearest(s sentence, p text.Span) when.Date {
	var best when.Date
	least := -1
	for _, f := range d.datesIn(s.span) {
		if gap := max(f.Span.Start-p.End, p.Start-f.Span.End, 0); least < 0 || gap < least {
			best, least = d.past(f), gap
		}
	}
	return best
}

// past is the date of something that has happened: a month or day named without a year that would lie after the
// publication is that of the year before.
func (d *doc) past(f when.Found) when.Date {
	date := f.Date
	if d.ref.IsZero() || date.Precision < when.Month || date.Precision > when.Day || date.Time.Before(d.ref.End()) || date.Time.After(d.ref.End().AddDate(1, 0, 0)) {
		return date
	}
	if strings.Contains(text.Fold(f.Span.Of(d.body)), date.Time.Format("2006")) {
		return date
	}
	date.Time = date.Time.AddDate(-1, 0, 0)
	return date
}

// nameOf returns the fullest form of the name that word i stands in, and its place in set.Names, or -1.
func (d *doc) nameOf(i int) (string, int) {
	if i < 0 || i >= len(d.words) || d.words[i].name < 0 {
		return "", -1
	}
	n := d.set.Mentions[d.words[i].name].Name
	if n < 0 || n >= len(d.set.Names) {
		return "", -1
	}
	return d.set.Names[n].Text, n
}
