package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// material is what the store gave for a page, joined by identifier, and how to say
// it to this reader. Everything on a page about the news is made from it.
type material struct {
	l          *i18n.Locale
	now        time.Time
	country    func(code string) string // names of codes that no standard knows; may be nil
	articles   map[news.ArticleID]news.Article
	versions   map[news.VersionID]*news.Version
	outlets    map[news.OutletID]news.Outlet
	statements map[news.StatementID]*news.Statement
	partyNames map[string]string                // by folded key
	origin     map[news.ArticleID]news.OriginID // nil: not loaded, each article stands for itself
}

// published is when a version says it was published, else when it was first seen.
func published(v *news.Version) when.Date {
	if !v.Published.IsZero() {
		return v.Published
	}
	return when.Of(time.UnixMicro(v.Seen), when.Minute)
}

// moment says a date to the day, and how long ago it is; the exact time is in the ISO form.
func (m *material) moment(d when.Date) Moment {
	if d.IsZero() {
		return Moment{}
	}
	day := d
	if d.Precision > when.Day {
		day = when.Of(d.Time, when.Day)
	}
	return Moment{ISO: d.String(), Text: m.l.Date(day), Ago: m.l.Ago(d.Time, m.now)}
}

func (m *material) instant(micro int64) Moment {
	return m.moment(when.Of(time.UnixMicro(micro), when.Minute))
}

func (m *material) outlet(id news.OutletID) OutletRef {
	o, ok := m.outlets[id]
	if !ok {
		return OutletRef{Name: m.l.T("outlet.unknown")}
	}
	return OutletRef{Name: o.Name, Href: "/outlet/" + strconv.FormatInt(int64(id), 10)}
}

// countryOf is the name of the country of an article's outlet, or "".
func (m *material) countryOf(id news.OutletID) string {
	return m.countryName(m.outlets[id].Country)
}

func (m *material) countryName(code string) string {
	if code == "" {
		return ""
	}
	if m.country != nil {
		if n := m.country(code); n != "" {
			return n
		}
	}
	return m.l.Country(code)
}

// title is an article's title, or the first sentence of its text where it has none; either stands in the article.
func title(v *news.Version) string {
	if v.Title != "" {
		return v.Title
	}
	if s := text.Sentences(v.Text); len(s) > 0 {
		return s[0].Of(v.Text)
	}
	return ""
}

// article makes the line of an article.
func (m *material) article(v *news.Version, why []string) ArticleRow {
	a := m.articles[v.Article]
	return ArticleRow{
		Href: "/article/" + strconv.FormatInt(int64(v.Article), 10), Title: title(v), Lang: v.Language, Dir: i18n.Direction(v.Language),
		Outlet: m.outlet(a.Outlet), Country: m.countryOf(a.Outlet), Moment: m.moment(published(v)), Why: why,
	}
}

// quote cuts a span out of a version and says through whom and when it came.
func (m *material) quote(v *news.Version, span text.Span, said []text.Span) (Quote, bool) {
	if v == nil {
		return Quote{}, false
	}
	q, ok := quoteOf(v, span, said)
	q.Outlet, q.Moment = m.outlet(m.articles[v.Article].Outlet), m.moment(published(v))
	origin := int64(m.origin[v.Article])
	if origin == 0 {
		origin = -int64(v.Article)
	}
	q.origin = strconv.FormatInt(origin, 10) + ":" + sameWords(q.Text())
	return q, ok
}

// sameWords is a text for comparing what copies of one text say: folded, letters and digits only.
func sameWords(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

// fold puts quotes of the same words from one origin together: the first is shown, the others' outlets stand beside it.
func fold(list []Quote) []Quote {
	at := map[string]int{}
	var out []Quote
	for _, q := range list {
		i, ok := at[q.origin]
		if !ok {
			at[q.origin] = len(out)
			out = append(out, q)
			continue
		}
		known := out[i].Outlet == q.Outlet
		for _, o := range out[i].Also {
			known = known || o == q.Outlet
		}
		if !known {
			out[i].Also = append(out[i].Also, q.Outlet)
		}
	}
	return out
}

// statement shows who says what in the sentence that shows it.
func (m *material) statement(id news.StatementID) (Quote, bool) {
	s := m.statements[id]
	if s == nil {
		return Quote{}, false
	}
	q, ok := m.quote(m.versions[s.Version], s.Sentence, s.Content)
	q.Kind, q.Label = string(s.Kind), m.l.T("kind."+string(s.Kind))
	q.Speaker = s.Speaker
	if s.Sourcing != "" && s.Sourcing != news.NoSource {
		q.Sourcing = m.l.T("sourcing." + string(s.Sourcing))
	}
	return q, ok
}

// partyName is how the articles mostly write a party's name; a key that no party has is shown as it is.
func (m *material) partyName(key string) string {
	if n := m.partyNames[key]; n != "" {
		return n
	}
	return key
}

// claims sorts claims into the three lists of a story page.
func (m *material) claims(list []news.Claim) (disputed, agreed, oneSide []ClaimRow) {
	for _, c := range list {
		row, ok := m.claim(c)
		if !ok {
			continue
		}
		switch c.Status {
		case news.Disputed, news.FiguresDiffer:
			disputed = append(disputed, row)
		case news.Agreed:
			agreed = append(agreed, row)
		default:
			oneSide = append(oneSide, row)
		}
	}
	return disputed, agreed, oneSide
}

func (m *material) claim(c news.Claim) (ClaimRow, bool) {
	lead, ok := m.statement(c.Lead)
	if !ok {
		return ClaimRow{}, false
	}
	row := ClaimRow{ID: strconv.FormatInt(int64(c.ID), 10), Origins: c.Origins}
	if c.Status == news.Unanswered && c.Target != "" {
		row.Unanswered = m.partyName(c.Target)
	}
	asserts := []Quote{lead}
	shown := map[string]bool{place(lead): true}
	for _, x := range c.Members {
		if x.Why != "" && len(row.Why) < 8 && !slices.Contains(row.Why, x.Why) {
			row.Why = append(row.Why, x.Why)
		}
		q, ok := m.statement(x.Statement)
		if !ok || shown[place(q)] && x.Stance != news.Denies {
			continue
		}
		shown[place(q)] = true
		if x.Stance == news.Denies {
			q.Label, q.Kind = m.l.T("kind.deny"), "denies"
			row.Denies = append(row.Denies, q)
		} else {
			asserts = append(asserts, q)
		}
	}
	asserts = fold(asserts)
	row.Lead, row.Others, row.Denies = asserts[0], asserts[1:], fold(row.Denies)
	return row, true
}

// place tells two quotes of the same words apart from two of different ones.
func place(q Quote) string { return q.Version + ":" + q.Start + "-" + q.End }

// parties shows who has a stake, how often each is quoted and accused.
func (m *material) parties(list []news.Party) []PartyRow {
	var out []PartyRow
	for _, p := range list {
		out = append(out, PartyRow{
			Name: p.Name, Says: m.l.Number(p.Says), Accused: m.l.Number(p.Accused), Silent: p.Accused > 0 && p.Says == 0,
		})
	}
	return out
}

// voices groups statements by the party that speaks, in the order of the parties.
func (m *material) voices(parties []news.Party, list []news.Statement) []VoiceGroup {
	var out []VoiceGroup
	for _, p := range parties {
		g := VoiceGroup{Name: p.Name}
		shown := map[string]bool{}
		for i := range list {
			s := &list[i]
			if s.Party != p.Key && text.Fold(s.Speaker) != p.Key {
				continue
			}
			if q, ok := m.statement(s.ID); ok && !shown[place(q)] {
				shown[place(q)] = true
				g.Quotes = append(g.Quotes, q)
			}
		}
		if g.Quotes = fold(g.Quotes); len(g.Quotes) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// board shows every figure where it stands.
func (m *material) board(list []news.Count) []BoardRow {
	var out []BoardRow
	for _, c := range list {
		row := BoardRow{Label: c.Label, Differ: c.Differ}
		var quotes []Quote
		for _, f := range c.Figures {
			q, ok := m.quote(m.versions[f.Version], f.Span, nil)
			if !ok {
				continue
			}
			if s := m.statements[f.Statement]; s != nil {
				q.Speaker = s.Speaker
			}
			quotes = append(quotes, q)
		}
		for _, q := range fold(quotes) {
			row.Figures = append(row.Figures, FigureRow{q})
		}
		if len(row.Figures) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// timeline shows each entry by the sentences that tell it.
func (m *material) timeline(list []news.Entry) []EntryRow {
	var out []EntryRow
	for _, e := range list {
		row := EntryRow{ISO: e.Date.String(), Date: m.l.Date(e.Date), Conflict: e.Conflict}
		shown := map[string]bool{}
		for _, ev := range e.Events {
			q, ok := m.quote(m.versions[ev.Version], ev.Sentence, []text.Span{ev.Span})
			if ok && !shown[place(q)] {
				shown[place(q)] = true
				row.Quotes = append(row.Quotes, q)
			}
		}
		row.Quotes = fold(row.Quotes)
		if len(row.Quotes) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// from remembers which origin each article goes back to; of two, the older.
func (m *material) from(origins []news.Origin) {
	m.origin = map[news.ArticleID]news.OriginID{}
	for _, o := range slices.Backward(origins) {
		for _, a := range o.Articles {
			m.origin[a] = o.ID
		}
	}
}

// origins shows each origin with its copies, the most copied first.
func (m *material) origins(list []news.Origin, copies []news.Copy, current map[news.ArticleID]*news.Version) []OriginRow {
	best := map[news.ArticleID]news.Copy{} // the strongest reason why an article goes back to another text
	for _, c := range copies {
		if b, ok := best[c.Derived]; !ok || c.Score > b.Score {
			best[c.Derived] = c
		}
	}
	var out []OriginRow
	for _, o := range list {
		row := OriginRow{Name: o.Name}
		if v := current[o.Root]; v != nil {
			r := m.article(v, nil)
			row.Root = &r
		}
		for _, id := range o.Articles {
			v := current[id]
			if id == o.Root || v == nil {
				continue
			}
			row.Copies = append(row.Copies, m.copy(v, best[id]))
		}
		if row.Root != nil || len(row.Copies) > 0 {
			out = append(out, row)
		}
	}
	slices.SortStableFunc(out, func(a, b OriginRow) int { return cmp.Compare(len(b.Copies), len(a.Copies)) })
	return out
}

func (m *material) copy(v *news.Version, c news.Copy) CopyRow {
	row := CopyRow{Article: m.article(v, nil), Reasons: c.Reasons}
	if c.Kind != "" {
		row.Kind = m.l.T("copy." + string(c.Kind))
	}
	if c.Share > 0 {
		row.Share = m.l.Number(int(c.Share*100 + .5))
	}
	return row
}
