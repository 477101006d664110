package pipeline

import (
	"testing"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
)

func TestWhoseArticleAPageIs(t *testing.T) {
	t.Parallel()
	c, err := outlets.Parse([]byte(`
[[outlet]]
name = "Karsund Herald"
domains = ["herald.example"]
kind = "newspaper"

[[outlet]]
name = "Herald Persian"
domains = ["herald.example/persian"]
kind = "newspaper"

[[outlet]]
name = "Dayfold"
domains = ["dayfold.example"]
kind = "aggregator"
`))
	if err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]struct {
		host, path, site, outlet string
		key                      string
	}{
		"its own page":                          {"herald.example", "/1", "Karsund Herald", "Karsund Herald", "herald.example"},
		"a subdomain":                           {"news.herald.example", "/1", "", "", "herald.example"},
		"a service of the site":                 {"herald.example", "/persian/1", "Karsund Herald", "Karsund Herald", "herald.example/persian"},
		"a known page that names its publisher": {"herald.example", "/1", "Karsund Herald", "Herald Media Holding", "herald.example"},
		"an aggregator's own words":             {"dayfold.example", "/1", "Dayfold", "Dayfold", "dayfold.example"},
		"an aggregator that names a known one":  {"dayfold.example", "/1", "Dayfold", "Karsund Herald", "herald.example"},
		"an aggregator that names an unknown":   {"dayfold.example", "/1", "Dayfold", "Tolm Letter", "name:tolm letter"},
		"a page from nowhere":                   {"", "", "KARSUND HERALD", "KARSUND HERALD", "herald.example"},
		"a page from nowhere, credited":         {"", "", "Dayfold", "Karsund Herald", "herald.example"},
		"a stranger under a known name":         {"stranger.example", "/1", "Karsund Herald", "Karsund Herald", "stranger.example"},
		"a stranger that credits a known one":   {"stranger.example", "/1", "Stranger", "Karsund Herald", "name:karsund herald"},
		"a stranger without a name":             {"www.stranger.example", "/1", "", "", "stranger.example"},
		"nobody":                                {"", "", "", "", ""},
	} {
		o, ok := outletOf(&news.Document{Site: q.site, Outlet: q.outlet}, q.host, q.path, c)
		if o.Key != q.key || ok != (q.key != "") {
			t.Errorf("%s: key %q, %v, want %q", name, o.Key, ok, q.key)
		}
		if known := q.key == "herald.example" || q.key == "herald.example/persian"; known != (o.Kind == news.Newspaper) {
			t.Errorf("%s: kind %q of %q", name, o.Kind, o.Key)
		}
	}
}
