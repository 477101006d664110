package extract

import (
	"net/url"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/urlkey"
)

// site is the name of the site as the page gives it: in its copyright line, its welcome,
// its calls to install an app, its title, at its top. "" when the page does not say.
func (d *dump) site() string {
	votes := map[string]int{}
	spelt := map[string]string{}
	vote := func(name string, n int) {
		name = trimMarks(name)
		if k := headingKey(name); k != "" && isName(name) {
			votes[k] += n
			if spelt[k] == "" {
				spelt[k] = name
			}
		}
	}
	for i := range d.lines {
		if d.use[i] == usedBody || d.use[i] == usedComment || d.use[i] == usedRelated || d.lines[i].words > 60 {
			continue
		}
		s := d.lines[i].text
		vote(copyrightHolder(s), 4)
		vote(between(s, callWords), 3)
		if i < 3 {
			vote(undouble(s), 3)
		}
	}
	vote(d.titleTail(), 4)
	keys := make([]string, 0, len(votes))
	for k := range votes {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	label := headingKey(siteLabel(d.in.URL))
	best := ""
	for _, k := range keys {
		if label != "" && strings.ReplaceAll(k, " ", "") == strings.ReplaceAll(label, " ", "") {
			votes[k] += 5
		}
		if best == "" || votes[k] > votes[best] {
			best = k
		}
	}
	if best != "" {
		return spelt[best]
	}
	return siteLabel(d.in.URL)
}

// siteLabel is the registrable domain of the page's address.
func siteLabel(address string) string {
	if u, err := url.Parse(address); err != nil || u.Host == "" {
		return ""
	}
	return urlkey.Site(address)
}

// copyrightHolder reads "© 2026 Harbour Post", "Copyright 2002 - 2024 Harbour Post. All rights reserved."
func copyrightHolder(s string) string {
	rest := ""
	for _, mark := range []string{"©", "Copyright", "COPYRIGHT", "copyright", "(c)", "(C)"} {
		if i := strings.Index(s, mark); i >= 0 {
			rest = s[i+len(mark):]
			break
		}
	}
	if rest == "" {
		return ""
	}
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "Copyright "), "by ")
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, stop := range []string{". ", " All ", " all ", ", Inc", ", LLC", " Inc", " LLC", " Ltd", " GmbH", " - ", " – ", " | ", " ©", " Alle ", " Tous ", " Todos ", ", "} {
		if i := strings.Index(rest, stop); i > 0 {
			rest = rest[:i]
		}
	}
	rest = strings.TrimRightFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if strings.HasPrefix(strings.ToLower(rest), "all rights") {
		return ""
	}
	if i := strings.IndexFunc(rest, unicode.IsDigit); i > 0 && strings.HasPrefix(rest[i:], "20") && rest[i-1] == ' ' {
		rest = rest[:i]
	}
	return strings.TrimSpace(rest)
}

// callWords are what sites say around their own names.
var callWords = [][2]string{
	{"Welcome to the ", ""}, {"Welcome to ", ""}, {"Download the ", " app"}, {"Download ", " app"}, {"Get the ", " app"}, {"what ", " AI can"}, {"Subscribe to ", " newsletter"}, {"Subscribe to ", ""}, {"Sign up for ", " newsletter"}, {"Follow ", " on "}, {"About ", ""}, {"Contact ", ""},
	{"Willkommen bei ", ""}, {"Bienvenue sur ", ""}, {"Bienvenido a ", ""}, {"Bem-vindo ao ", ""}, {"Benvenuti su ", ""}, {"Добро пожаловать в ", ""}, {"Добро пожаловать на ", ""}, {"به ", " خوش آمدید"}, {"مرحبا بكم في ", ""},
}

// between returns the name that stands between two such words.
func between(s string, calls [][2]string) string {
	for _, c := range calls {
		i := strings.Index(s, c[0])
		if i < 0 {
			continue
		}
		rest := s[i+len(c[0]):]
		end := len(rest)
		if c[1] != "" {
			if end = strings.Index(rest, c[1]); end <= 0 {
				continue
			}
		}
		name := strings.TrimRight(rest[:end], "!. ")
		if r, _ := utf8.DecodeRuneInString(name); countWords(name) <= 5 && !unicode.IsLower(r) && headingKey(name) != "us" {
			return name
		}
	}
	return ""
}

// undouble reads a name that is written twice in a row: "Harbour PostHarbour Post".
func undouble(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n >= 6 && n%2 == 0 && s[:n/2] == s[n/2:] {
		return s[:n/2]
	}
	if n := len(s); n >= 7 && n%2 == 1 && s[n/2] == ' ' && s[:n/2] == s[n/2+1:] {
		return s[:n/2]
	}
	return ""
}

// titleTail is the site's name in a first line of the form "Headline | Site", where a
// later line repeats the headline.
func (d *dump) titleTail() string {
	s := d.line(0)
	for _, sep := range []string{" | ", " · ", " – ", " — ", " - ", " :: "} {
		i := strings.LastIndex(s, sep)
		if i <= 0 || countWords(s[:i]) < 3 {
			continue
		}
		for j := 1; j < len(d.lines) && j < 200; j++ {
			if t := d.lines[j].text; len(t) > 10 && strings.HasPrefix(s, t) && len(t) <= i {
				return s[i+len(sep):]
			}
		}
	}
	return ""
}

// toldOutlet is the outlet that people in the text speak to, "he told XY": where the page
// names no site and one name stands there at least twice, the text is by that outlet.
func toldOutlet(body string) string {
	count := map[string]int{}
	best := ""
	for rest := body; ; {
		i := strings.Index(rest, " told ")
		if i < 0 {
			return best
		}
		rest = rest[i+len(" told "):]
		name := rest[:min(len(rest), 40)]
		if e := strings.IndexAny(name, " ,.;:\n\"”’"); e > 0 {
			name = name[:e]
		}
		if n := utf8.RuneCountInString(name); n < 2 || n > 8 || strings.ToUpper(name) != name || strings.IndexFunc(name, unicode.IsLetter) < 0 {
			continue // only initials: a name of another form can be a person's
		}
		if count[name]++; count[name] >= 2 && best == "" {
			best = name
		}
	}
}
