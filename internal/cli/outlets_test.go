package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

const village = `
[[outlet]]
name = "Zandpoort Bode"
names.fa = "پیک زاندپورت"
domains = ["zandpoort.example"]
country = "NL"
kind = "newspaper"
owner = { value = "Bode Trust", as_of = "2025-03", check = "https://zandpoort.example/colofon" }
`

func TestOutletsShowsFactsWithDateAndPlace(t *testing.T) {
	t.Parallel()
	path := file(t, "outlets.toml", village)
	code, out, errs := run(t, "", "outlets", "--outlets", path, "zandpoort")
	if code != 0 || !strings.Contains(out, "name (fa)    پیک زاندپورت") || !strings.Contains(out, "owner        Bode Trust  [as of 2025-03]  https://zandpoort.example/colofon") {
		t.Errorf("exit %d, %s%s", code, out, errs)
	}
	code, out, _ = run(t, "", "outlets", "--outlets", path, "--json", "https://www.zandpoort.example/1")
	var x outletJSON
	if err := json.Unmarshal([]byte(out), &x); code != 0 || err != nil {
		t.Fatalf("exit %d, %v, %s", code, err, out)
	}
	if x.Key != "zandpoort.example" || len(x.Facts) != 6 || x.Facts[5].AsOf != "2025-03" {
		t.Errorf("outlet = %+v", x)
	}
	code, out, errs = run(t, "", "outlets", "--outlets", path, "--country", "nl")
	if code != 0 || !strings.Contains(out, "zandpoort.example · Zandpoort Bode · NL · newspaper\n") || !strings.Contains(errs, "outlets NAME") {
		t.Errorf("exit %d, %s%s", code, out, errs)
	}
}

func TestOutletsSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"no such outlet anywhere"}, 1, "the catalogue has no such outlet"},
		{[]string{"--country", "XX"}, 1, "no outlet of XX"},
		{[]string{"--outlets", "/no/such/file"}, 2, "catalogue of outlets"},
		{[]string{"--outlets", file(t, "bad.toml", "[[outlet]]\nname = 'A'\ndomains = ['a.example']\nkind = 'blog'")}, 2, `outlet 1 (A): kind: "blog" is no kind of outlet`},
	} {
		code, out, errs := run(t, "", append([]string{"outlets"}, c.args...)...)
		if code != c.code || out != "" || !strings.Contains(errs, c.want) || strings.Count(errs, "\n") != 1 {
			t.Errorf("outlets %v: exit %d, %q, %q, want %d, %q", c.args, code, out, errs, c.code, c.want)
		}
	}
}
