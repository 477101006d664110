package claim

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// loadDispute reads a file of testdata/disputes (see the README there).
func loadDispute(t testing.TB, path string) (Input, []string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	body, want, _ := strings.Cut(string(b), "-- want --\n")
	var in Input
	id := news.StatementID(1)
	for _, part := range strings.Split("\n"+body, "\n-- article ")[1:] {
		head, rest, _ := strings.Cut(part, " --\n")
		i := strings.LastIndexByte(head, ' ')
		at, err := time.Parse("2006-01-02", head[i+1:])
		if err != nil {
			t.Fatal(err)
		}
		txt, list, _ := strings.Cut(rest, "--- statements\n")
		txt = strings.TrimSpace(txt)
		n := len(in.Articles) + 1
		a := Article{ID: news.ArticleID(n), Origin: news.OriginID(n), Text: txt, Lang: "en", OutletName: head[:i], Published: at, Mentions: mention.Find("", txt, "en")}
		for _, line := range strings.Split(strings.TrimSpace(list), "\n") {
			if line != "" {
				a.Statements = append(a.Statements, statementOf(t, txt, line, id))
				id++
			}
		}
		in.Articles = append(in.Articles, a)
	}
	return in, strings.Split(strings.TrimSpace(want), "\n")
}

func statementOf(t testing.TB, txt, line string, id news.StatementID) news.Statement {
	t.Helper()
	f := strings.Split(line, " | ")
	if len(f) < 3 {
		t.Fatalf("statement %q has too few fields", line)
	}
	c := strings.Index(txt, f[2])
	if c < 0 {
		t.Fatalf("content %q is not in the text", f[2])
	}
	s := news.Statement{ID: id, Kind: news.StatementKind(f[0]), Quoting: news.Indirect, Speaker: f[1], Sourcing: news.Official, Confidence: 1, Content: []text.Span{{Start: c, End: c + len(f[2])}}}
	if len(f) > 3 {
		s.Quoting = news.Direct
	}
	for _, q := range text.Sentences(txt) {
		if q.Start <= c && c < q.End {
			s.Sentence = q
		}
	}
	from := s.Sentence.Start
	if i := strings.Index(txt[from:], f[1]); i >= 0 {
		s.Source = text.Span{Start: from + i, End: from + i + len(f[1])}
	} else {
		t.Fatalf("source %q is not in the sentence of %q", f[1], f[2])
	}
	return s
}

type found struct {
	asserts, denies map[news.StatementID]int
	claims          []news.Claim
}

func findDispute(in Input) found {
	r := found{asserts: map[news.StatementID]int{}, denies: map[news.StatementID]int{}, claims: Find(in)}
	for i, c := range r.claims {
		for _, m := range c.Members {
			if m.Stance == news.Asserts {
				r.asserts[m.Statement] = i + 1
			} else {
				r.denies[m.Statement] = i + 1
			}
		}
	}
	return r
}

// check returns "" when the expectation holds, else what was found.
func (r found) check(line string) string {
	f := strings.Fields(line)
	id := func(i int) news.StatementID { n, _ := strconv.Atoi(f[i]); return news.StatementID(n) }
	a := r.asserts[id(1)]
	switch f[0] {
	case "same":
		if a == 0 || a != r.asserts[id(2)] {
			return "are apart"
		}
	case "apart":
		if a != 0 && a == r.asserts[id(2)] {
			return "are one claim"
		}
	case "denies":
		if d := r.denies[id(1)]; d == 0 || d != r.asserts[id(2)] {
			return fmt.Sprintf("denies claim %d, not %d", d, r.asserts[id(2)])
		}
	case "free":
		if d := r.denies[id(1)]; d != 0 {
			return fmt.Sprintf("denies claim %d", d)
		}
	case "status":
		if a == 0 || string(r.claims[a-1].Status) != strings.Join(f[2:], " ") {
			return fmt.Sprintf("claim %d", a) + r.statusOf(a)
		}
	case "target":
		if a == 0 || r.claims[a-1].Target != strings.Join(f[2:], " ") {
			return fmt.Sprintf("claim %d%s", a, r.statusOf(a))
		}
	default:
		return "is no expectation"
	}
	return ""
}

func (r found) statusOf(claim int) string {
	if claim == 0 {
		return ""
	}
	return fmt.Sprintf(" has status %q and target %q", r.claims[claim-1].Status, r.claims[claim-1].Target)
}

func TestFindSettlesDisputes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/disputes/*.txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d disputes, %v", len(files), err)
	}
	for _, path := range files {
		in, want := loadDispute(t, path)
		r := findDispute(in)
		for _, line := range want {
			if got := r.check(line); got != "" {
				t.Errorf("%s: %s: %s", filepath.Base(path), line, got)
			}
		}
	}
}
