package web

import (
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// material is what the store gave for a page, joined by identifier, and how to say
// it to this reader. Everything on a page about the news is made from it.
type material struct {
	l          *i18n.Locale
	now        time.Time
	country    func(code string) string // names of codes that no standard knows; may be nil
	catalogue  *outlets.Catalogue       // may be nil
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

// dated is when a version was published; of one that does not say so, when it was first seen, in these words.
func (m *material) dated(v *news.Version) Moment {
	at := m.moment(published(v))
	if v.Published.IsZero() {
		at.Text = m.l.T("date.seen", "Date", at.Text)
	}
	return at
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
		Outlet: m.outlet(a.Outlet), Country: m.countryOf(a.Outlet), Moment: m.dated(v), Why: why,
	}
}

// partyName is how the articles mostly write a party's name; a key that no party has is shown as it is.
func (m *material) partyName(key string) string {
	if n := m.partyNames[key]; n != "" {
		return n
	}
	return key
}
