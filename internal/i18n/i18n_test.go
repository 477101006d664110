package i18n

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/when"
)

func bundle(t *testing.T) *Bundle {
	t.Helper()
	b, err := Load("en")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func catalogue(t *testing.T, name string) map[string]any {
	t.Helper()
	data, err := files.ReadFile(path.Join("locales", name))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]any{}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

func TestEveryLanguageHasTheSameKeys(t *testing.T) {
	t.Parallel()
	en := catalogue(t, "en.json")
	entries, _ := files.ReadDir("locales")
	for _, e := range entries {
		other := catalogue(t, e.Name())
		for _, k := range slices.Sorted(maps.Keys(en)) {
			v, ok := other[k]
			if !ok {
				t.Errorf("%s lacks %q", e.Name(), k)
				continue
			}
			_, plural := en[k].(map[string]any)
			if _, p := v.(map[string]any); p != plural {
				t.Errorf("%s: %q is plural %v, in English %v", e.Name(), k, p, plural)
			}
		}
		for k := range other {
			if _, ok := en[k]; !ok {
				t.Errorf("%s has %q, which English lacks", e.Name(), k)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	b := bundle(t)
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{[]string{"", "fa-IR,fa;q=0.9"}, "fa"}, {[]string{"fa", "en"}, "fa"}, {[]string{"xx"}, "en"}, {nil, "en"}, {[]string{"prs"}, "fa"}, {[]string{"\x00;;;"}, "en"},
	} {
		if got := b.Match(c.wishes...); got.Tag != c.want {
			t.Errorf("Match(%q) = %s, want %s", c.wishes, got.Tag, c.want)
		}
	}
}

func TestNumbersDatesAndPlurals(t *testing.T) {
	t.Parallel()
	b := bundle(t)
	en, fa := b.Match("en"), b.Match("fa")
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	day := when.Of(now, when.Day)
	for _, c := range []struct{ got, want string }{
		{en.N("count.articles", 1), "1 article"}, {en.N("count.articles", 1041), "1,041 articles"}, {fa.N("count.origins", 41), "۴۱ منشأ"},
		{en.Date(day), "21 November 2026"}, {fa.Date(day), "۲۱ نوامبر ۲۰۲۶"}, {en.Date(when.Date{}), ""},
		{en.Time(now), "21 November 2026, 12:00 UTC"}, {en.Ago(now.Add(-3*time.Hour), now), "3 hours ago"}, {en.Ago(now.Add(time.Hour), now), "just now"},
		{en.Country("DE"), "Germany"}, {fa.Country("DE"), "آلمان"}, {en.Country("XA"), "XA"}, {en.Language("fa"), "Persian"}, {en.Number(-1234567), "\u22121,234,567"},
		{fa.Dir, "rtl"}, {en.Dir, "ltr"}, {Direction("ur"), "rtl"}, {Direction("zh"), "ltr"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
