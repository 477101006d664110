package outlets

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

const small = `
[countries]
XA = "Karsund"

[source.list]
as_of = "2026-10-02"
check = "https://lists.example/feeds"

[[outlet]]
name = "Karsund Herald"
names.fa = "هرالد کارسوند"
also = ["The Karsund Herald"]
domains = ["herald.example", "www.karsund-herald.example/"]
country = "XA"
languages = ["en", "fa"]
kind = "newspaper"
owner = { value = "Herald Trust", as_of = "2025-03", check = "https://herald.example/imprint" }
state = "none"
feeds = [{ value = "https://herald.example/f", from = "list" }]
as_of = "2024"
check = "https://herald.example/about"

[[outlet]]
name = "Wire of the Coast"
domains = ["coast.example"]
country = "XB"
exile = "XA"
kind = "agency"
credits = ["WOC"]

[[outlet]]
name = "Coast Persian"
domains = ["coast.example/persian", "persian.coast.example"]
languages = ["fa"]

[[outlet]]
name = "The Times"
domains = ["times-a.example"]

[[outlet]]
name = "The Times"
domains = ["times-b.example"]
`

func parse(t *testing.T, in string) *Catalogue {
	t.Helper()
	in = strings.Replace(in, "[countries]", "[countries]\nXB = \"Coast\"", 1)
	c, err := Parse([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAtTakesTheLongestHostAndPath(t *testing.T) {
	t.Parallel()
	c := parse(t, small)
	for _, q := range []struct{ host, path, want string }{
		{"herald.example", "/a", "herald.example"},
		{"m.news.herald.example", "", "herald.example"},
		{"karsund-herald.example", "/", "herald.example"},
		{"coast.example", "/world/1", "coast.example"},
		{"coast.example", "/persian", "coast.example/persian"},
		{"coast.example", "/persian/world-1", "coast.example/persian"},
		{"coast.example", "/persiana", "coast.example"},
		{"www.coast.example", "/persian/1", "coast.example/persian"},
		{"persian.coast.example", "/1", "coast.example/persian"},
		{"notherald.example", "/", ""},
		{"example", "/", ""},
		{"", "", ""},
	} {
		o, ok := c.At(q.host, q.path)
		if got := keyOf(o); got != q.want || ok != (q.want != "") {
			t.Errorf("At(%q, %q) = %q, %v, want %q", q.host, q.path, got, ok, q.want)
		}
	}
}

func keyOf(o *Outlet) string {
	if o == nil {
		return ""
	}
	return o.Key
}

func TestNamedKnowsEveryNameButNoSharedOne(t *testing.T) {
	t.Parallel()
	c := parse(t, small)
	for name, want := range map[string]string{
		"KARSUND Herald": "herald.example", "the karsund herald": "herald.example", "هرالد كارسوند": "herald.example",
		"The Times": "", "Herald": "", "": "",
	} {
		if o, _ := c.Named(name); keyOf(o) != want {
			t.Errorf("Named(%q) = %q, want %q", name, keyOf(o), want)
		}
	}
	for what, want := range map[string]int{"times": 2, "herald.example": 1, "https://coast.example/persian/x": 1, "WIRE": 1, "nothing": 0, "": 0} {
		if got := c.Find(what); len(got) != want {
			t.Errorf("Find(%q) found %d, want %d", what, len(got), want)
		}
	}
}

func TestFactsCarryTheirProvenance(t *testing.T) {
	t.Parallel()
	o, ok := parse(t, small).Outlet("herald.example")
	if !ok {
		t.Fatal("no herald")
	}
	own := func(v string) Fact { return Fact{v, "2024", "https://herald.example/about"} }
	want := &Outlet{
		Key:       "herald.example",
		Names:     []Name{{"", own("Karsund Herald")}, {"fa", own("هرالد کارسوند")}, {"", own("The Karsund Herald")}},
		Domains:   []Fact{own("herald.example"), own("karsund-herald.example")},
		Country:   own("XA"),
		Languages: []Fact{own("en"), own("fa")},
		Kind:      own("newspaper"),
		Owner:     Fact{"Herald Trust", "2025-03", "https://herald.example/imprint"},
		State:     own("none"),
		Feeds:     []Fact{{"https://herald.example/f", "2026-10-02", "https://lists.example/feeds"}},
	}
	if d := cmp.Diff(want, o); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	record := news.Outlet{Key: "herald.example", Name: "Karsund Herald", Domain: "herald.example", Country: "XA", Language: "en", Kind: news.Newspaper, Owner: "Herald Trust", StateLink: "none"}
	if d := cmp.Diff(record, o.Record()); d != "" {
		t.Errorf("record (-want +got):\n%s", d)
	}
	if o.NameIn("fa") != "هرالد کارسوند" || o.NameIn("de") != "Karsund Herald" {
		t.Errorf("NameIn = %q, %q", o.NameIn("fa"), o.NameIn("de"))
	}
}

func TestFeedsOfCountriesCountExileForBoth(t *testing.T) {
	t.Parallel()
	c := parse(t, small)
	if got := c.Feeds(); len(got) != 1 || got[0].URL != "https://herald.example/f" || got[0].Title != "Karsund Herald" {
		t.Errorf("Feeds() = %+v", got)
	}
	if got := c.Feeds("XB"); len(got) != 0 {
		t.Errorf("Feeds(XB) = %+v", got)
	}
	for country, want := range map[string]int{"XA": 2, "XB": 1, "XC": 0} {
		if got := c.In(country); len(got) != want {
			t.Errorf("In(%s) = %d outlets, want %d", country, len(got), want)
		}
	}
	if c.CountryName("XA") != "Karsund" {
		t.Errorf("CountryName = %q", c.CountryName("XA"))
	}
}

func TestOverlayChangesFactByFact(t *testing.T) {
	t.Parallel()
	base := parse(t, small)
	c, err := base.Overlay([]byte(`
[[outlet]]
key = "herald.example"
owner = "Somebody Else"
names = { fa = "هرالد", ru = "Геральд" }

[[outlet]]
key = "times-b.example"
hide = true

[[outlet]]
name = "My Village Paper"
domains = ["village.example"]
`))
	if err != nil {
		t.Fatal(err)
	}
	o, _ := c.Outlet("herald.example")
	if o.Owner != (Fact{Value: "Somebody Else"}) || o.Kind.AsOf != "2024" || o.Name() != "Karsund Herald" || o.NameIn("fa") != "هرالد" || o.NameIn("ru") != "Геральд" {
		t.Errorf("overlaid herald = %+v", o)
	}
	if o, _ := c.Named("the times"); keyOf(o) != "times-a.example" {
		t.Errorf("after hiding one, The Times = %q", keyOf(o))
	}
	if _, ok := c.At("village.example", "/"); !ok || len(c.All()) != len(base.All()) {
		t.Errorf("the new outlet is not found among %d", len(c.All()))
	}
	if o, _ := base.Outlet("herald.example"); o.Owner.Value != "Herald Trust" || len(base.Find("times")) != 2 {
		t.Error("the catalogue below was changed")
	}
}

func TestWhatIsWrongIsNamedByEntryAndFact(t *testing.T) {
	t.Parallel()
	entry := func(s string) string { return "[[outlet]]\nname = \"A\"\ndomains = [\"a.example\"]\n" + s }
	for in, want := range map[string]string{
		"[{":                                                  "TOML",
		`[{"name": "old form"}]`:                              "TOML",
		entry("ownr = 'x'"):                                   `line 4: "outlet.ownr" is no key`,
		"[[outlet]]\nname = 'x'":                              "outlet 1 (x): needs a key or a domain",
		"[[outlet]]\ndomains = ['x.example']":                 "outlet 1 (x.example): name: is missing",
		"[[outlet]]\nkey = 'x'\nname = 'x'":                   "domains: are missing",
		"[[outlet]]\nkey = 'x'\nhide = true":                  `no outlet of the catalogue has the key "x"`,
		entry("owner = ''"):                                   "outlet 1 (A): owner: is empty",
		entry("owner = 3"):                                    "owner: must be text",
		entry("owner = {val = 'x'}"):                          "owner: a fact has the keys",
		entry("owner = {as_of = '2024'}"):                     "owner: has no value",
		entry("owner = {value='x', from='y'}"):                `owner: from = "y" names no`,
		entry("from = 'y'\nas_of = '2024'"):                   "give one or the other",
		entry("country = 'England'"):                          `country: "England" is no country code`,
		entry("country = 'XY'"):                               `country: "XY" is no country code`,
		entry("languages = ['english']"):                      "languages: ",
		entry("languages = ['FA']"):                           "languages: ",
		entry("kind = 'blog'"):                                `kind: "blog" is no kind`,
		entry("state = 'yes'"):                                `state: "yes" is no link`,
		entry("feeds = ['a.example/feed']"):                   "feeds: ",
		entry("feeds = ['javascript:alert()']"):               "feeds: ",
		entry("owner='x'\nas_of='last year'"):                 `as_of = "last year" is no date`,
		entry("owner='x'\ncheck='the page'"):                  `check = "the page" is no web address`,
		"[[outlet]]\nname='A'\ndomains=['https://a.example']": `domains: "https:`,
		"[[outlet]]\nname='A'\ndomains=['a']":                 `domains: "a" is no domain`,
		"[[outlet]]\nname='A'\ndomains=['a.example']\n[[outlet]]\nname='B'\ndomains=['b.example','a.example']": `"a.example" is claimed by a.example and by b.example`,
	} {
		_, err := Parse([]byte(in))
		if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%s)\n got %v\nwant %s", in, err, want)
		}
	}
}

func TestNothingIsKnownToNoCatalogue(t *testing.T) {
	t.Parallel()
	for _, c := range []*Catalogue{nil, {}} {
		if _, ok := c.At("a.example", "/"); ok {
			t.Error("At found something")
		}
		if _, ok := c.Named("a"); ok || len(c.Find("a")) > 0 || len(c.Feeds()) > 0 || c.CountryName("XA") != "" {
			t.Error("found something")
		}
	}
}

func FuzzOverlay(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("[[outlet]]\nname = {value = 'x', from = 'y'}\ndomains = 'a.b/c'"))
	f.Fuzz(func(t *testing.T, in []byte) {
		c, err := Parse(in)
		if err != nil {
			if fault.KindOf(err) == nil {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		for _, o := range c.All() {
			host, path, _ := strings.Cut(o.Domains[0].Value, "/")
			if found, ok := c.At(host, "/"+path); !ok || path == "" && found != o {
				t.Fatalf("%q does not find its outlet", o.Domains[0].Value)
			}
			_ = o.Record()
		}
	})
}
