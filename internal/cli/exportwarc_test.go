package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/warc"
)

// exported runs export warc and reads what it says of itself.
func exported(t *testing.T, args ...string) (x struct {
	Files            []string
	Captures, Purged int
}) {
	t.Helper()
	code, out, errs := run(t, "", args...)
	if code != 0 {
		t.Fatalf("exit %d, %s", code, errs)
	}
	if err := json.Unmarshal([]byte(out), &x); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAnExportedWebArchiveGivesTheSameArchive(t *testing.T) {
	t.Parallel()
	data, dir := t.TempDir(), t.TempDir()
	crawl(t, dir, "a.warc.gz", 0, 5)
	if err := os.WriteFile(filepath.Join(dir, "page.html"), []byte(strings.ReplaceAll(paper, "Ferries stop", "A page out of a file")), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := run(t, "", "--data-dir", data, "ingest", dir); code != 0 {
		t.Fatal(errs)
	}
	out := filepath.Join(t.TempDir(), "out.warc.gz")
	x := exported(t, "--data-dir", data, "export", "warc", "--json", "-o", out)
	if x.Captures != 6 || len(x.Files) != 1 || x.Files[0] != out {
		t.Errorf("exported %+v", x)
	}
	again := t.TempDir()
	if code, _, errs := run(t, "", "--data-dir", again, "backfill", out); code != 0 {
		t.Fatal(errs)
	}
	if a, b := capturesIn(t, data), capturesIn(t, again); a != b || strings.Count(a, "\n") != 6 {
		t.Errorf("captures\n%s\nread back\n%s", a, b)
	}
	if code, _, errs := run(t, "", "--data-dir", data, "export", "warc", "-o", out); code != 1 || !strings.Contains(errs, "is there already") {
		t.Errorf("over a file: exit %d, %s", code, errs)
	}
	if x := exported(t, "--data-dir", data, "export", "warc", "--json", "-o", out+"2.warc", "--url-prefix", "https://coast.example/3"); x.Captures != 1 {
		t.Errorf("by address: %+v", x)
	}
	if x := exported(t, "--data-dir", data, "export", "warc", "--json", "-o", out+"3.warc", "--since", "2026-11-12", "--until", "2026-11-13"); x.Captures != 5 {
		t.Errorf("by day: %+v", x)
	}
	if x := exported(t, "--data-dir", data, "export", "warc", "--json", "-o", out+"4.warc", "--outlet", "coast.example"); x.Captures != 5 {
		t.Errorf("by outlet: %+v", x)
	}
	for _, wrong := range [][]string{{"-o", "x.zip"}, {"-o", out + "5.warc", "--since", "yesterday"}} {
		if code, _, _ := run(t, "", append([]string{"--data-dir", data, "export", "warc"}, wrong...)...); code != exitUsage {
			t.Errorf("%q: exit %d", wrong, code)
		}
	}
}

// capturesIn lists all captures of an archive.
func capturesIn(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	a := opened(t, dir)
	defer a.Close()
	err := a.Store.Captures(t.Context(), func(id news.CaptureID) error {
		c, err := a.Store.Capture(t.Context(), id)
		b.WriteString(c.URL + " " + c.FinalURL + " " + c.Time.String() + " " + c.ContentType + " " + c.Hash + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func opened(t *testing.T, dir string) *app.App {
	t.Helper()
	c := app.Defaults()
	c.Data, c.LogLevel = dir, "error"
	a, err := app.Open(t.Context(), c, app.Options{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnExportIsSplitAndHoldsNothingThatWasPurged(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	a := opened(t, data)
	for i := range 3 { // noise does not compress: each is larger than a file may be
		body := make([]byte, 1_200_000)
		x := uint32(i + 1)
		for j := range body {
			x = x*1664525 + 1013904223
			body[j] = byte(x >> 24)
		}
		c := &news.Capture{URL: "https://a.example/" + string(rune('1'+i)), Status: 200, ContentType: "text/html", Time: a.Store.Now(), Body: append([]byte("secret word "), body...)}
		c.FinalURL = c.URL
		if _, err := a.Pipeline.Ingest(t.Context(), []*news.Capture{c}); err != nil {
			t.Fatal(err)
		}
	}
	err := a.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, _, err := tx.Purge(t.Context(), store.PurgeOrder{Target: store.PurgeTarget{Address: "https://a.example/2"}, Who: "operator", Reason: "court order"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	out := filepath.Join(t.TempDir(), "out.warc")
	x := exported(t, "--data-dir", data, "export", "warc", "--json", "-o", out, "--max-size", "1")
	if x.Captures != 2 || x.Purged != 1 || len(x.Files) != 2 || !strings.HasSuffix(x.Files[1], "out-00002.warc") {
		t.Errorf("exported %+v", x)
	}
	secrets, reasons := 0, 0
	for _, f := range x.Files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		secrets += bytes.Count(b, []byte("secret word"))
		reasons += bytes.Count(b, []byte("court order"))
		if !warc.Is(b) {
			t.Errorf("%s is no web archive", f)
		}
	}
	if secrets != 2 || reasons != 1 {
		t.Errorf("%d bodies and %d reasons, want 2 and 1", secrets, reasons)
	}
}
