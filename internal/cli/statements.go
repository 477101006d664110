package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/statement"
	"github.com/parley-news/parley/internal/text"
)

type statementsCmd struct {
	Paths []string `arg:"" name:"path" help:"Files, folders, addresses, or - for standard input."`
	Text  bool     `help:"Take each file as the bare body of an article, not as a page."`
	JSON  bool     `name:"json" help:"One object a line: path, body, statements; offsets are code points into body."`
}

type statementsJSON struct {
	Path       string          `json:"path"`
	Title      string          `json:"title,omitempty"`
	Body       string          `json:"body"`
	Statements []statementJSON `json:"statements"`
	Reason     string          `json:"reason,omitempty"`
}

// statementJSON is the wire form of a statement; other programs score it, so names stay.
type statementJSON struct {
	Source    *[2]int  `json:"source"`
	Cue       *[2]int  `json:"cue"`
	Content   [][2]int `json:"content"`
	Kind      string   `json:"kind"`
	Speaker   string   `json:"speaker"`
	Why       string   `json:"speaker_reason,omitempty"`
	Sourcing  string   `json:"sourcing"`
	Quoting   string   `json:"quoting"`
	Target    string   `json:"target,omitempty"`
	Addressee string   `json:"addressee,omitempty"`
}

// Run finds the statements of each page.
func (c statementsCmd) Run(e *env) error {
	return e.pages(c.Paths, func(p page) error {
		d := &news.Document{}
		if c.Text {
			d.Body = strings.ToValidUTF8(string(p.in.Bytes), "\uFFFD")
			d.Language = lang.Identify(d.Body, "")
		} else {
			d = extract.Page(p.in)
		}
		m := mention.Find(d.Title, d.Body, d.Language)
		found := statement.Find(d.Body, d.Language, m)
		if c.JSON {
			return printJSON(e.out, statementsJSON{p.name, d.Title, d.Body, toStatements(d.Body, found), d.Reason})
		}
		printStatements(e.out, p.name, d, found)
		return nil
	})
}

func toStatements(body string, list []news.Statement) []statementJSON {
	at := text.NewRuneOffsets(body)
	pair := func(s text.Span) *[2]int {
		if s.Len() == 0 {
			return nil
		}
		return &[2]int{at.At(s.Start), at.At(s.End)}
	}
	out := []statementJSON{}
	for _, s := range list {
		x := statementJSON{
			Source: pair(s.Source), Cue: pair(s.Cue), Content: [][2]int{}, Kind: string(s.Kind), Speaker: s.Speaker, Why: s.Why,
			Sourcing: string(s.Sourcing), Quoting: string(s.Quoting), Target: s.Target, Addressee: s.Addressee,
		}
		for _, c := range s.Content {
			if p := pair(c); p != nil {
				x.Content = append(x.Content, *p)
			}
		}
		out = append(out, x)
	}
	return out
}

func printStatements(w io.Writer, name string, d *news.Document, list []news.Statement) {
	fmt.Fprintf(w, "# %s\n", name)
	switch {
	case d.Reason != "":
		fmt.Fprintf(w, "%s\n\n", d.Reason)
		return
	case len(list) == 0:
		fmt.Fprint(w, "no statements found: nobody is quoted, or not an article of a language that is covered\n\n")
		return
	}
	for _, s := range list {
		who := s.Speaker
		if who == "" {
			who = "(nobody named)"
		}
		fmt.Fprintf(w, "%-9s %s [%s]", s.Kind, who, s.Sourcing)
		if src := s.Source.Of(d.Body); src != "" && src != who {
			fmt.Fprintf(w, " as “%s”", src)
		}
		fmt.Fprintln(w)
		var parts []string
		for _, c := range s.Content {
			parts = append(parts, c.Of(d.Body))
		}
		fmt.Fprintf(w, "          %s: %s\n", s.Cue.Of(d.Body), clip(strings.Join(parts, " … "), 400))
	}
	fmt.Fprintln(w)
}

// clip shortens s to about n characters for a line of output, at a word's end, and marks it.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := text.ByteOffsets(s)[n]
	if i := strings.LastIndexByte(s[:cut], ' '); i > cut/2 {
		cut = i
	}
	return s[:cut] + " …"
}
