// Package i18n says things in the reader's language: the interface's words with
// their plurals, numbers and dates as the language writes them, names of countries and
// languages, the direction of writing. Start with Load and Bundle.Match.
//
// Catalogues are embedded JSON, one file per language in locales. English is complete; a test
// fails when another language lacks or adds a key.
package i18n

import (
	"embed"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed locales/*.json
var files embed.FS

// Bundle holds every language of the interface. It is safe for concurrent use.
type Bundle struct {
	locales []*Locale // the default first
	matcher language.Matcher
}

// Locale is one language of the interface. It is safe for concurrent use.
type Locale struct {
	Tag       string // BCP 47
	Dir       string // "ltr" or "rtl"
	Name      string // in its own language
	words     *i18n.Localizer
	countries display.Namer
	languages display.Namer
	calendar  calendar
}

// Load reads the embedded catalogues. fallback is the language for readers who ask for none that exists.
func Load(fallback string) (*Bundle, error) {
	src := i18n.NewBundle(language.English)
	entries, err := files.ReadDir("locales")
	if err != nil {
		return nil, fmt.Errorf("interface catalogues: %w", err)
	}
	var tags []language.Tag
	for _, e := range entries {
		f, err := src.LoadMessageFileFS(files, path.Join("locales", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("interface catalogue %s: %w", e.Name(), err)
		}
		tags = append(tags, f.Tag)
	}
	want, err := language.Parse(fallback)
	if err != nil {
		return nil, fmt.Errorf("interface language %q: %w", fallback, err)
	}
	_, first, _ := language.NewMatcher(tags).Match(want)
	tags[0], tags[first] = tags[first], tags[0]
	b := &Bundle{matcher: language.NewMatcher(tags)}
	for _, t := range tags {
		b.locales = append(b.locales, newLocale(src, t))
	}
	return b, nil
}

func newLocale(src *i18n.Bundle, t language.Tag) *Locale {
	l := &Locale{
		Tag: t.String(), Dir: Direction(t.String()), Name: display.Self.Name(t), words: i18n.NewLocalizer(src, t.String()),
		countries: display.Regions(t), languages: display.Languages(t), calendar: calendarOf(t),
	}
	return l
}

// Locales returns every language, the default first.
func (b *Bundle) Locales() []*Locale { return b.locales }

// Match picks the best language for wishes such as a cookie's value and an Accept-Language header, the earlier the stronger.
func (b *Bundle) Match(wishes ...string) *Locale {
	var tags []language.Tag
	for _, w := range wishes {
		t, _, err := language.ParseAcceptLanguage(w)
		if err != nil {
			continue
		}
		for _, tag := range t {
			if base, _ := tag.Base(); base.String() == "prs" { // the matcher does not know Dari
				tag = dari
			}
			tags = append(tags, tag)
		}
	}
	_, i, conf := b.matcher.Match(tags...)
	if conf == language.No {
		i = 0
	}
	return b.locales[i]
}

var dari = language.MustParse("fa-AF")

// CookieName is where a reader's choice of language is kept.
const CookieName = "lang"

// FromRequest picks the language for a request: ?lang= first, then the reader's choice, then what the browser asks for.
func (b *Bundle) FromRequest(r *http.Request) *Locale {
	var chosen string
	if c, err := r.Cookie(CookieName); err == nil {
		chosen = c.Value
	}
	return b.Match(r.URL.Query().Get("lang"), chosen, r.Header.Get("Accept-Language"))
}

// T gives the words for a key; pairs fill its {{.Name}} places. An unknown key comes back as it is, which a test catches.
func (l *Locale) T(key string, pairs ...any) string {
	return l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data(pairs)})
}

// N gives the words for a key and a number, in the right plural; {{.N}} is the number as the language writes it.
func (l *Locale) N(key string, n int, pairs ...any) string {
	d := data(pairs)
	d["N"] = l.Number(n)
	return l.localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: d})
}

func (l *Locale) localize(c *i18n.LocalizeConfig) string {
	s, err := l.words.Localize(c)
	if err != nil && s == "" {
		return c.MessageID
	}
	return s
}

func data(pairs []any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m
}

// Country is a country's name, or the code itself where no standard names it.
func (l *Locale) Country(code string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if s := l.countries.Name(r); s != "" && !r.IsPrivateUse() {
		return s
	}
	return code
}

// Language is a language's name in the reader's language.
func (l *Locale) Language(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if s := l.languages.Name(t); s != "" {
		return s
	}
	return tag
}

// Direction is the direction of writing of a language: "rtl" or "ltr".
func Direction(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return "ltr"
	}
	s, _ := t.Script()
	switch s.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}

// digits writes ASCII digits of s as the language does.
func (l *Locale) digits(s string) string {
	if l.calendar.zero == '0' {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return l.calendar.zero + r - '0'
		}
		return r
	}, s)
}
