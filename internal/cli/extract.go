package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/news"
)

type extractCmd struct {
	Paths []string `arg:"" name:"path" help:"Files, folders, addresses, or - for standard input."`
	JSON  bool     `name:"json" help:"One object a line: path, url, title, authors, published, language, outlet, body, comments, related, reason."`
}

// extracted is the wire form of a page; other programs score it, so names stay.
type extracted struct {
	Path       string           `json:"path"`
	URL        string           `json:"url"`
	Title      string           `json:"title"`
	Standfirst string           `json:"standfirst,omitempty"`
	Authors    []string         `json:"authors"`
	Editor     string           `json:"editor,omitempty"`
	Dateline   string           `json:"dateline,omitempty"`
	Published  string           `json:"published"`
	Modified   string           `json:"modified,omitempty"`
	Language   string           `json:"language"`
	Site       string           `json:"site"`
	Outlet     string           `json:"outlet"`
	License    string           `json:"license,omitempty"`
	Body       string           `json:"body"`
	Score      *int             `json:"score,omitempty"`
	Notices    []noticeJSON     `json:"notices,omitempty"`
	Comments   []commentJSON    `json:"comments"`
	Related    []relatedArticle `json:"related"`
	Reason     string           `json:"reason"`
	Partial    string           `json:"partial,omitempty"`
}

type noticeJSON struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
}

type commentJSON struct {
	Text   string `json:"text"`
	Score  *int   `json:"score"`
	Author string `json:"author,omitempty"`
	Age    string `json:"age,omitempty"`
}

type relatedArticle struct {
	Title   string       `json:"title"`
	URL     string       `json:"url,omitempty"`
	Outlet  string       `json:"outlet"`
	Body    string       `json:"body"`
	Notices []noticeJSON `json:"notices,omitempty"`
}

// Run extracts each page. A page without an article is no failure of the program: its reason is the result.
func (c extractCmd) Run(e *env) error {
	return e.pages(c.Paths, func(p page) error {
		d := extract.Page(p.in)
		if c.JSON {
			return printJSON(e.out, toExtracted(p, d))
		}
		printDocument(e.out, p.name, d)
		return nil
	})
}

func toExtracted(p page, d *news.Document) extracted {
	x := extracted{
		Path: p.name, URL: d.URL, Title: d.Title, Standfirst: d.Standfirst, Authors: notNil(d.Authors), Editor: d.Editor, Dateline: d.Dateline,
		Published: d.Published.String(), Modified: d.Modified.String(), Language: d.Language, Site: d.Site, Outlet: d.Outlet, License: d.License,
		Body: d.Body, Score: d.Score, Notices: notices(d.Notices), Comments: []commentJSON{}, Related: []relatedArticle{}, Reason: d.Reason, Partial: d.Partial,
	}
	for _, c := range d.Comments {
		x.Comments = append(x.Comments, commentJSON{Text: c.Text, Score: c.Score, Author: c.Author, Age: c.Age})
	}
	for _, r := range d.Related {
		x.Related = append(x.Related, relatedArticle{Title: r.Title, URL: r.URL, Outlet: r.Outlet, Body: r.Body, Notices: notices(r.Notices)})
	}
	return x
}

func notices(list []news.Notice) (out []noticeJSON) {
	for _, n := range list {
		out = append(out, noticeJSON{Kind: string(n.Kind), Name: n.Name, URL: n.URL})
	}
	return out
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func printDocument(w io.Writer, name string, d *news.Document) {
	fmt.Fprintf(w, "# %s\n", name)
	if d.Reason != "" {
		fmt.Fprintf(w, "no article: %s\n\n", strings.TrimPrefix(d.Reason, "no article: "))
		return
	}
	for _, f := range []struct{ name, value string }{
		{"title", d.Title}, {"standfirst", d.Standfirst}, {"authors", strings.Join(d.Authors, ", ")}, {"editor", d.Editor}, {"dateline", d.Dateline},
		{"published", d.Published.String()}, {"modified", d.Modified.String()}, {"language", d.Language}, {"site", d.Site}, {"outlet", d.Outlet},
		{"address", d.URL}, {"licence", d.License}, {"partial", d.Partial},
	} {
		if f.value != "" {
			fmt.Fprintf(w, "%-10s %s\n", f.name, f.value)
		}
	}
	for _, n := range d.Notices {
		fmt.Fprintf(w, "%-10s %s %s %s\n", "provenance", n.Kind, n.Name, n.URL)
	}
	fmt.Fprintf(w, "\n%s\n", d.Body)
	if len(d.Comments) > 0 {
		fmt.Fprintf(w, "\n## %d comments\n", len(d.Comments))
		for _, c := range d.Comments {
			fmt.Fprintf(w, "%s%s %s %s\n", strings.Repeat("  ", c.Depth), score(c.Score), strings.TrimSpace(c.Author+" "+c.Age), c.Text)
		}
	}
	if len(d.Related) > 0 {
		fmt.Fprintf(w, "\n## %d related\n", len(d.Related))
		for _, r := range d.Related {
			fmt.Fprintf(w, "- %s (%s) %s %d characters of text\n", r.Title, r.Outlet, r.URL, len(r.Body))
		}
	}
	fmt.Fprintln(w)
}

func score(n *int) string {
	if n == nil {
		return "     "
	}
	return fmt.Sprintf("%+5d", *n)
}
