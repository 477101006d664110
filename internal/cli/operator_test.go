package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPurgeShowsFirst(t *testing.T) {
	dir := t.TempDir()
	path := file(t, "ferries.html", paper)
	if code, _, errs := run(t, "", "--data-dir", dir, "ingest", path); code != 0 {
		t.Fatal(errs)
	}
	address := fileURL(path)
	plan := func(args ...string) (code int, x struct {
		Done     bool
		Captures int
		Articles []string
		Blocked  []string
	}, errs string) {
		code, out, errs := run(t, "", append([]string{"--data-dir", dir, "purge", "--json", "--address", address}, args...)...)
		if code == 0 {
			if err := json.Unmarshal([]byte(out), &x); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
		}
		return code, x, errs
	}
	for range 2 { // showing changes nothing
		if code, x, errs := plan(); code != 0 || x.Done || x.Captures != 1 || len(x.Articles) != 1 || len(x.Blocked) != 1 {
			t.Fatalf("exit %d, %+v, %s", code, x, errs)
		}
	}
	if code, _, errs := plan("--yes"); code != 2 || !strings.Contains(errs, "--reason") {
		t.Errorf("without a reason: exit %d, %s", code, errs)
	}
	if code, x, errs := plan("--yes", "--reason", "asked for"); code != 0 || !x.Done || x.Captures != 1 {
		t.Fatalf("exit %d, %+v, %s", code, x, errs)
	}
	if code, x, errs := plan(); code != 0 || x.Captures != 0 {
		t.Errorf("afterwards: exit %d, %+v, %s", code, x, errs)
	}
	if code, out, errs := run(t, "", "--data-dir", dir, "ingest", path); code != 0 || !strings.Contains(out, "(0 new)") {
		t.Errorf("reading it again: exit %d, %s%s", code, out, errs)
	}
	if _, out, _ := run(t, "", "--data-dir", dir, "stories"); strings.Contains(out, "Ferries") {
		t.Errorf("stories after the purge: %s", out)
	}
}

func TestOperatorLinks(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		code int
		out  string
		errs string
	}{
		{[]string{"operator", "reset", "ada"}, 1, "", "there is no account"},
		{[]string{"operator", "new", " "}, 2, "", "1 to 64"},
		{[]string{"operator", "new", "ada"}, 0, "http://localhost:8090/invite?token=", "works once"},
		{[]string{"operator", "new", "ada", "--public-url", "https://news.example"}, 0, "https://news.example/invite?token=", ""},
	} {
		code, out, errs := run(t, "", append([]string{"--data-dir", dir}, c.args...)...)
		if code != c.code || !strings.HasPrefix(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("%v: exit %d, %q, %q", c.args, code, out, errs)
		}
	}
}
