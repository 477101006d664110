package outlets

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
)

func TestEveryBuiltInFactHasADateAndAPlaceToCheck(t *testing.T) {
	t.Parallel()
	c, err := readBuiltin()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for _, o := range c.list {
		for _, f := range o.Facts() {
			u, err := url.Parse(f.Check)
			if err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("%s: %s %q: check = %q, want an https address", o.Key, f.Of, f.Value, f.Check)
			}
			if at := asOf(f.AsOf); at.IsZero() || at.After(now) {
				t.Errorf("%s: %s %q: as_of = %q, want a date that is not in the future", o.Key, f.Of, f.Value, f.AsOf)
			}
		}
	}
}

func TestBuiltInOutletsAreWhole(t *testing.T) {
	t.Parallel()
	c := Builtin()
	seen := map[string]string{}
	for _, o := range c.All() {
		if len(o.Languages) == 0 || o.Kind.Value == "" {
			t.Errorf("%s: languages %v, kind %q: both are wanted", o.Key, o.Languages, o.Kind.Value)
		}
		for _, list := range [][]Fact{o.Domains, o.Feeds, o.Credits, o.Languages} {
			for i, f := range list {
				if slices.ContainsFunc(list[:i], func(g Fact) bool { return g.Value == f.Value }) {
					t.Errorf("%s: %q is given twice", o.Key, f.Value)
				}
			}
		}
		for _, f := range o.Feeds {
			if seen[f.Value] != "" {
				t.Errorf("feed %s belongs to %s and to %s", f.Value, seen[f.Value], o.Key)
			}
			seen[f.Value] = o.Key
			u, err := url.Parse(f.Value)
			if err != nil {
				t.Fatal(err)
			}
			if host, ok := c.At(u.Hostname(), u.Path); ok && host != o && o.Owner.Value != host.Owner.Value && o.Owner.Value != host.Name() {
				t.Errorf("%s: the feed %s lies under %s, which is another's", o.Key, f.Value, host.Key)
			}
		}
		if o.Kind.Value == string(news.Agency) != (len(o.Credits) > 0) {
			t.Errorf("%s: kind %q with %d credits; agencies have credits and others have none", o.Key, o.Kind.Value, len(o.Credits))
		}
		if o.Exile.Value != "" && o.Exile.Value == o.Country.Value {
			t.Errorf("%s: in exile from the country where it is made", o.Key)
		}
		if got, ok := c.At(o.Domains[0].Value, ""); strings.Contains(o.Domains[0].Value, "/") == (ok && got == o) {
			t.Errorf("%s is not found at its domain", o.Key)
		}
	}
}

func TestBuiltInCatalogueKeepsItsSize(t *testing.T) {
	t.Parallel()
	var outlets, agencies, feeds, facts int
	countries, languages := map[string]bool{}, map[string]bool{}
	for _, o := range Builtin().All() {
		if o.Kind.Value == string(news.Agency) {
			agencies++
		} else {
			outlets++
		}
		feeds += len(o.Feeds)
		facts += len(o.Facts())
		countries[o.Country.Value] = true
		for _, l := range o.Languages {
			languages[l.Value] = true
		}
	}
	t.Logf("%d outlets and %d agencies of %d countries in %d languages, %d feeds, %d facts", outlets, agencies, len(countries), len(languages), feeds, facts)
	if outlets < minOutlets || agencies < minAgencies {
		t.Errorf("%d outlets and %d agencies, want at least %d and %d", outlets, agencies, minOutlets, minAgencies)
	}
}

// The sizes below which a change has lost something.
const minOutlets, minAgencies = 900, 115

func BenchmarkAt(b *testing.B) {
	c := Builtin()
	b.ReportAllocs()
	for b.Loop() {
		c.At("news.bbc.co.uk", "/2/hi/default.stm")
		c.At("unknown.example.org", "/a/b/c")
	}
}

func BenchmarkNamed(b *testing.B) {
	c := Builtin()
	b.ReportAllocs()
	for b.Loop() {
		c.Named("The Guardian")
		c.Named("ایران اینترنشنال")
	}
}

func BenchmarkReadBuiltin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readBuiltin(); err != nil {
			b.Fatal(err)
		}
	}
}
