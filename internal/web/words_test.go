package web

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/rank"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
)

// dynamic are beginnings of keys whose end is a value of a noun.
var dynamic = []string{"kind.", "sourcing.", "copy.", "notice.", "outletkind.", "state.", "act.", "job.", "noun.", "settings.from."}

func catalogue(t *testing.T, name string) map[string]any {
	t.Helper()
	data, err := os.ReadFile("../i18n/locales/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// used finds every word in quotation marks of the source that looks like a key, with where it stands.
func used(t *testing.T, keys map[string]any) (asked, mentioned map[string]string) {
	t.Helper()
	asked, mentioned = map[string]string{}, map[string]string{}
	call := regexp.MustCompile(`\b[TN]\("([^"]+)"`)
	quoted := regexp.MustCompile(`"([a-z]+\.[a-z. -]+)"`)
	for _, dir := range []string{".", "../i18n"} {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || strings.HasSuffix(f, "_templ.go") || filepath.Ext(f) != ".go" && filepath.Ext(f) != ".templ" {
				continue
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.FindAllStringSubmatch(string(src), -1) {
				asked[m[1]] = f
			}
			for _, m := range quoted.FindAllStringSubmatch(string(src), -1) {
				if _, ok := keys[m[1]]; ok {
					mentioned[m[1]] = f
				}
			}
		}
	}
	return asked, mentioned
}

func isDynamic(key string) bool {
	for _, p := range dynamic {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

func TestEveryWordIsInTheCataloguesAndUsed(t *testing.T) {
	t.Parallel()
	en, fa := catalogue(t, "en"), catalogue(t, "fa")
	asked, mentioned := used(t, en)
	for key, f := range asked {
		if en[key] == nil && !isDynamic(key) {
			t.Errorf("%s asks for %q, which no catalogue has", f, key)
		}
	}
	for key := range en {
		if fa[key] == nil {
			t.Errorf("Persian lacks %q", key)
		}
		base := strings.TrimSuffix(key, ".text") // error.notfound.text goes with error.notfound
		if asked[key] == "" && mentioned[key] == "" && mentioned[base] == "" && !isDynamic(key) {
			t.Errorf("%q is in the catalogues and nowhere used", key)
		}
	}
	for key := range fa {
		if en[key] == nil {
			t.Errorf("English lacks %q", key)
		}
	}
}

// TestEveryKindHasItsWord holds the values of nouns against the keys made from them.
func TestEveryKindHasItsWord(t *testing.T) {
	t.Parallel()
	en := catalogue(t, "en")
	values := map[string][]string{"state.": news.StateLinks}
	for _, k := range []news.StatementKind{news.Assert, news.Accuse, news.Deny, news.Demand, news.Promise, news.Threaten, news.Confirm, news.Condemn, news.Praise, news.Question, news.Concede, news.Announce} {
		values["kind."] = append(values["kind."], string(k))
	}
	for _, k := range []news.Sourcing{news.NamedPerson, news.NamedBody, news.Official, news.Anonymous, news.DocumentSrc, news.OutletSrc, news.NoSource} {
		values["sourcing."] = append(values["sourcing."], string(k))
	}
	for _, k := range []news.CopyKind{news.CopySame, news.CopyExcerpt, news.CopyEdited, news.CopySpliced, news.CopyRewrite, news.CopyTranslation} {
		values["copy."] = append(values["copy."], string(k))
	}
	values["copy."] = append(values["copy."], "share")
	for _, k := range []news.NoticeKind{news.Republished, news.Credit, news.Cites, news.BasedOn} {
		values["notice."] = append(values["notice."], string(k))
	}
	for _, k := range news.OutletKinds {
		values["outletkind."] = append(values["outletkind."], string(k))
	}
	values["job."] = []string{jobs.Poll, jobs.Fetch, jobs.Extract, jobs.Analyse, jobs.Group, jobs.Claims, jobs.Sweep}
	values["noun."] = []string{"source", "capture", "article", "version", "statement", "origin", "story", "storyline", "claim"} // what store.Overview counts
	values["settings.from."] = []string{"flag", "environment", "file", "default"}
	known := map[string]bool{}
	for prefix, list := range values {
		for _, v := range list {
			known[prefix+v] = true
			if en[prefix+v] == nil {
				t.Errorf("no word for %q", prefix+v)
			}
		}
	}
	for key := range en {
		if isDynamic(key) && !known[key] && !strings.HasPrefix(key, "act.") {
			t.Errorf("%q is the word of no value", key)
		}
	}
}

// TestPlacesInTranslationsAgree holds that each language fills in the same things.
func TestPlacesInTranslationsAgree(t *testing.T) {
	t.Parallel()
	en, fa := catalogue(t, "en"), catalogue(t, "fa")
	place := regexp.MustCompile(`\{\{\.\w+\}\}`)
	places := func(v any) map[string]bool {
		data, _ := json.Marshal(v)
		out := map[string]bool{}
		for _, m := range place.FindAllString(string(data), -1) {
			out[m] = true
		}
		return out
	}
	for key := range en {
		a, b := places(en[key]), places(fa[key])
		for p := range a {
			if !b[p] {
				t.Errorf("%s: Persian lacks %s", key, p)
			}
		}
		for p := range b {
			if !a[p] {
				t.Errorf("%s: Persian has %s, which English has not", key, p)
			}
		}
	}
}

// TestAboutTellsTheFormula works out what the text about ranking says and compares it with how stories are ranked.
func TestAboutTellsTheFormula(t *testing.T) {
	t.Parallel()
	story := func(origins, countries, parties int) float64 {
		return rank.Story(news.Story{Counts: news.Counts{Origins: origins, Countries: countries}, Parties: make([]news.Party, parties)})
	}
	close := func(what string, got, want float64) {
		if d := got - want; d > 1e-9 || d < -1e-9 {
			t.Errorf("%s adds %g, the text says %g", what, got, want)
		}
	}
	close("three origins", story(3, 0, 0), 2)       // log2(1 + origins)
	close("three countries", story(0, 3, 0), 0.5*2) // ½ · log2(1 + countries)
	close("three parties", story(0, 0, 3), 0.25*3)  // ¼ · parties
	close("nine parties", story(0, 0, 9), 0.25*4)   // at most 4
	later := rank.Story(news.Story{Latest: rank.HalfLife.Microseconds()})
	close("a half-life", later, 1) // in steps of 12 hours
	if rank.HalfLife.Hours() != 12 {
		t.Errorf("the text says 12 hours, it is %v", rank.HalfLife)
	}
	words, err := i18n.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for tag, parts := range map[string][]string{
		"en": {"log2(1 + origins)", "½ · log2(1 + countries)", "¼ · parties (at most 4)", "steps of 12 hours"},
		"fa": {"log2(1 + منشأها)", "½ · log2(1 + کشورها)", "¼ · طرف‌ها", "حداکثر ۴", "گام‌های ۱۲ ساعته"},
	} {
		s := words.Match(tag).T("about.rank")
		for _, p := range parts {
			if !strings.Contains(s, p) {
				t.Errorf("%s: %q lacks %q", tag, s, p)
			}
		}
	}
}
