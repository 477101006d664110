package cli

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/store"
)

func TestAddCatalogueAddsFeedsOfCountriesByFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	want := outlets.Builtin().Feeds("AF", "IR")
	if len(want) < 10 {
		t.Fatalf("the catalogue has %d feeds of Afghanistan and Iran", len(want))
	}
	code, out, errs := run(t, "", "add", "--data-dir", dir, "--catalogue", "--country", "af,IR")
	if code != 0 || !strings.HasPrefix(out, strconv.Itoa(len(want))+" added, 0 known already") {
		t.Fatalf("exit %d, %s%s, want %d added", code, out, errs, len(want))
	}
	if _, out, _ = run(t, "", "add", "--data-dir", dir, "--catalogue", "--country", "AF,IR"); !strings.HasPrefix(out, "0 added") {
		t.Errorf("again: %s", out)
	}
	st, err := store.Open(t.Context(), filepath.Join(dir, "parley.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	list, err := st.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]int{}
	for _, s := range list {
		folders[s.Folder]++
		if s.Title == "" {
			t.Errorf("%s has no title", s.URL)
		}
	}
	// Media in exile stand under the country they are of.
	if len(list) != len(want) || folders["Iran"]+folders["Afghanistan"] != len(want) {
		t.Errorf("%d sources in folders %v, want %d", len(list), folders, len(want))
	}
}

func TestAddSaysWhatCatalogueNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "or give --catalogue"},
		{[]string{"--country", "IR", "x.opml"}, 2, "--country goes with --catalogue"},
		{[]string{"--catalogue", "--country", "QQ"}, 1, "no outlet of QQ"},
	} {
		code, out, errs := run(t, "", append([]string{"add", "--data-dir", t.TempDir()}, c.args...)...)
		if code != c.code || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("add %v: exit %d, %q, %q, want %d, %q", c.args, code, out, errs, c.code, c.want)
		}
	}
}
