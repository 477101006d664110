package outlets

import (
	"errors"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

func TestFindBySiteThenName(t *testing.T) {
	t.Parallel()
	c, err := Parse([]byte(`[{"name":"Karsund Herald","domain":"herald.example","country":"XA","country_name":"Karsund","feed":"https://herald.example/f"}]`))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range [][2]string{{"herald.example", ""}, {"", "KARSUND Herald"}, {"other.example", "Karsund Herald"}} {
		if o, ok := c.Find(q[0], q[1]); !ok || o.Domain != "herald.example" {
			t.Errorf("Find(%q, %q) = %+v, %v", q[0], q[1], o, ok)
		}
	}
	if _, ok := c.Find("", ""); ok {
		t.Error("nothing found something")
	}
	if got := c.CountryName("XA"); got != "Karsund" {
		t.Errorf("CountryName = %q", got)
	}
	if len(c.Feeds()) != 1 {
		t.Errorf("Feeds = %v", c.Feeds())
	}
}

func TestParseNamesTheBrokenEntry(t *testing.T) {
	t.Parallel()
	for _, in := range []string{`[{"name":"x"}]`, `{`} {
		if _, err := Parse([]byte(in)); !errors.Is(err, fault.Invalid) {
			t.Errorf("Parse(%s) = %v, want Invalid", in, err)
		}
	}
}
