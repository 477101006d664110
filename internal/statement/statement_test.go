package statement

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// cases reads testdata/statements.txt: texts, each with the lines that say what must be found.
func cases(t *testing.T) (out [][]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/statements.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(b), "\n\n") {
		block = strings.TrimSpace(block)
		if block != "" && !strings.HasPrefix(block, "#") {
			out = append(out, strings.Split(block, "\n"))
		}
	}
	return out
}

func field(body string, s *news.Statement, name string) string {
	switch name {
	case "source":
		return s.Source.Of(body)
	case "cue":
		return s.Cue.Of(body)
	case "content":
		return s.Content[0].Of(body)
	case "kind":
		return string(s.Kind)
	case "speaker":
		return s.Speaker
	case "sourcing":
		return string(s.Sourcing)
	case "quoting":
		return string(s.Quoting)
	case "party":
		return s.Party
	case "target":
		return s.Target
	case "addressee":
		return s.Addressee
	}
	return "no such field"
}

func TestFindsWhoSaidWhat(t *testing.T) {
	t.Parallel()
	for _, c := range cases(t) {
		body, want := c[0], c[1:]
		t.Run(body[:min(40, len(body))], func(t *testing.T) {
			t.Parallel()
			found := Find(body, "en", nil)
			if want[0] == "none" {
				if len(found) > 0 {
					t.Errorf("found %s, want nothing", describe(body, found))
				}
				return
			}
			for _, line := range want {
				checkStatement(t, body, line, found)
			}
		})
	}
}

func checkStatement(t *testing.T, body, line string, found []news.Statement) {
	t.Helper()
	fields := strings.Split(line, " | ")
	best := -1
	for i := range found {
		ok := true
		for _, f := range fields {
			name, value, _ := strings.Cut(f, "=")
			if name == "content" {
				ok = ok && strings.HasPrefix(field(body, &found[i], name), value)
			}
		}
		if ok {
			best = i
			break
		}
	}
	if best < 0 {
		t.Errorf("found %s\nwant %s", describe(body, found), line)
		return
	}
	for _, f := range fields {
		name, want, _ := strings.Cut(f, "=")
		if got := field(body, &found[best], name); name != "content" && got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func describe(body string, found []news.Statement) string {
	var b strings.Builder
	for _, s := range found {
		fmt.Fprintf(&b, "\n[%s] <%s>", s.Source.Of(body), s.Cue.Of(body))
		for _, c := range s.Content {
			fmt.Fprintf(&b, " {%s}", c.Of(body))
		}
		fmt.Fprintf(&b, " %s, %s (%s) %s", s.Kind, s.Speaker, s.Why, s.Sourcing)
	}
	return b.String()
}

func TestSpansLieInTheirSentences(t *testing.T) {
	t.Parallel()
	for _, c := range cases(t) {
		for _, s := range Find(c[0], "en", mention.Find("", c[0], "en")) {
			checkSpans(t, c[0], &s)
		}
	}
}

func checkSpans(t *testing.T, body string, s *news.Statement) {
	t.Helper()
	if len(s.Content) == 0 {
		t.Fatalf("a statement without content in %q", body)
	}
	for _, p := range append(s.Content, s.Source, s.Cue) {
		if !p.In(body) || p.Len() > 0 && !s.Sentence.Contains(p) {
			t.Fatalf("span %v is not in the text or in its sentence %v; body %q", p, s.Sentence, body)
		}
	}
	if s.Kind == "" || s.Sourcing == "" || s.Quoting == "" || s.Confidence < 0 || s.Confidence > 1 {
		t.Fatalf("incomplete statement %+v", s)
	}
}
