package cli

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run runs the command line with a home of its own and returns exit code and output.
func run(t *testing.T, stdin string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Main(args, strings.NewReader(stdin), &o, &e, []string{"HOME=" + t.TempDir()})
	return code, o.String(), e.String()
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

const paper = `<html lang="en"><head><title>Ferries stop | Coast Paper</title><meta property="og:site_name" content="Coast Paper"></head><body>
<nav><a href="/a">Home</a> <a href="/b">Sport</a></nav><article><h1>Ferries stop</h1><p class="byline">By Ana Lund</p><time datetime="2026-11-10T09:00:00Z">10 November 2026</time>
<p>🚢 The ferries between Puerto Albor and the island of Clara stopped on Tuesday, and nobody could say when they would run again.</p>
<p>“We were told an hour before,” Inés Corral, the head of the union, said on the quay. She accused the company of hiding the debt from its crews.</p>
<p>The company denied that it had hidden anything and said that the boats would sail again within a week, weather and creditors permitting.</p></article></body></html>`

func TestExtractContract(t *testing.T) {
	path := file(t, "ferries.html", paper)
	code, out, errs := run(t, "", "extract", "--json", path)
	if code != 0 || strings.Count(out, "\n") != 1 {
		t.Fatalf("exit %d, %d lines, %s", code, strings.Count(out, "\n"), errs)
	}
	var x map[string]any
	if err := json.Unmarshal([]byte(out), &x); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"path", "url", "title", "authors", "published", "language", "outlet", "body", "comments", "related", "reason"} {
		if _, ok := x[k]; !ok {
			t.Errorf("no field %q", k)
		}
	}
	if x["title"] != "Ferries stop" || x["path"] != path || x["reason"] != "" || !strings.Contains(x["body"].(string), "\n\n") {
		t.Errorf("extracted %v", x)
	}
}

func TestStatementsContractCountsCodePoints(t *testing.T) {
	code, out, errs := run(t, paper, "statements", "--json", "-")
	if code != 0 {
		t.Fatalf("exit %d, %s", code, errs)
	}
	var x struct {
		Body       string
		Statements []struct {
			Source, Cue *[2]int
			Content     [][2]int
			Kind        string
			Speaker     string
			Sourcing    string
		}
	}
	if err := json.Unmarshal([]byte(out), &x); err != nil {
		t.Fatal(err)
	}
	runes := []rune(x.Body)
	denied := false
	for _, s := range x.Statements {
		for _, c := range s.Content {
			if c[0] < 0 || c[0] >= c[1] || c[1] > len(runes) {
				t.Errorf("content %v outside the body of %d code points", c, len(runes))
			}
		}
		if s.Kind == "deny" && s.Cue != nil {
			denied = string(runes[s.Cue[0]:s.Cue[1]]) == "denied" && strings.HasPrefix(string(runes[s.Content[0][0]:s.Content[0][1]]), "that it had hidden")
		}
	}
	if !denied {
		t.Errorf("the denial is not cut out exactly: %s", out)
	}
}

func TestIngestGoesOnAfterWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	good, broken := file(t, "ferries.html", paper), file(t, "cut.html.gz", "\x1f\x8bnonsense")
	code, out, errs := run(t, "", "--data-dir", dir, "ingest", broken, filepath.Join(dir, "none.html"), good)
	if code != 1 || !strings.Contains(out, "1 pages read (1 new)") {
		t.Errorf("exit %d, %s", code, out)
	}
	for _, want := range []string{"cut.html.gz: ", "none.html: no such file"} {
		if !strings.Contains(errs, want) {
			t.Errorf("standard error lacks %q: %s", want, errs)
		}
	}
	code, out, _ = run(t, "", "--data-dir", dir, "stories")
	if code != 0 || !strings.Contains(out, "Ferries stop") {
		t.Errorf("stories: exit %d, %s", code, out)
	}
	id, _, _ := strings.Cut(out, " ")
	code, out, _ = run(t, "", "--data-dir", dir, "story", id)
	if code != 0 || !strings.Contains(out, "Inés Corral") || !strings.Contains(out, "Only one origin so far.") {
		t.Errorf("story: exit %d, %s", code, out)
	}
}

func TestWrongCommandsSaySo(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no such command", []string{"nonsense"}, 2, "nonsense"},
		{"no such story", []string{"--data-dir", dir, "story", "5"}, 1, "story 5"},
		{"no identifier", []string{"--data-dir", dir, "story", "abc"}, 2, "abc"},
		{"port taken", []string{"--data-dir", dir, "serve", "--addr", l.Addr().String()}, 1, "is taken"},
		{"wrong database", []string{"--database", "mysql://x/y", "stories"}, 1, "postgres://"},
		{"no answer from a database", []string{"--database", "postgres://u:secret@127.0.0.1:1/x", "stories"}, 1, "does not answer"},
		{"unknown setting", []string{"--config", file(t, "c.toml", "adr = \"x\""), "check-config"}, 2, "adr"},
		{"not a list of feeds", []string{"--data-dir", dir, "add", file(t, "x.txt", "hello")}, 1, "OPML"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, errs := run(t, "", c.args...)
			if code != c.code || !strings.Contains(errs, c.want) || strings.Contains(errs, "secret") {
				t.Errorf("exit %d, %q; want %d and %q", code, errs, c.code, c.want)
			}
			if n := strings.Count(strings.TrimSpace(errs), "\n"); n > 0 && c.name != "no such command" {
				t.Errorf("%d lines of error: %q", n+1, errs)
			}
		})
	}
}
