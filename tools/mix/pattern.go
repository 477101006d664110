package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// patternSets are the sets that pages are taken from, below the corpus.
var patternSets = []string{"extract/andythefactory", "extract/wcxb-dev"}

// pattern is a real page with holes for the parts of another article.
type pattern struct {
	pieces []piece
	slots  int // paragraphs' holes
}

// piece is bytes as they are, or a hole.
type piece struct {
	bytes []byte
	hole  hole
}

type hole uint8

const (
	nothing hole = iota
	paragraph
	title    // in the page
	siteHead // canonical address, dates, structured data; at the end of the head
	docTitle // the title element's text
	dateText
)

func loadPatterns(corpus string, maxPage int) (out []pattern, err error) {
	for _, set := range patternSets {
		dir := filepath.Join(corpus, set)
		err := eachLine(filepath.Join(dir, "truth.jsonl"), func(line []byte) error {
			var x struct{ ID, Title, Body, Lang string }
			if err := json.Unmarshal(line, &x); err != nil {
				return err
			}
			if x.Lang != "" && x.Lang != "en" {
				return nil
			}
			page, err := gunzip(filepath.Join(dir, "html", x.ID+".html.gz"))
			if err != nil {
				return err
			}
			if p, ok := newPattern(page, x.Title, x.Body); ok && len(page) <= maxPage {
				out = append(out, p)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no pages to mix with: give the folder of labelled data with -corpus", corpus)
	}
	return out, nil
}

func gunzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return io.ReadAll(z)
}

// leastSlots is how many paragraphs of its body must be found again in a page for it to serve as a pattern.
const leastSlots = 4

// newPattern cuts a page where its own article stands. ok is false for one whose article is not in plain paragraphs.
func newPattern(page []byte, ownTitle, body string) (p pattern, ok bool) {
	if !utf8.Valid(page) {
		return p, false
	}
	c := cutter{page: page, body: squeeze(body), title: squeeze(ownTitle)}
	c.run()
	c.clear()
	slices.SortStableFunc(c.cuts, func(a, b cut) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	at, found := 0, 0
	for _, x := range c.cuts {
		if x.start < at { // inside one that is cut out already
			continue
		}
		p.pieces = append(p.pieces, piece{bytes: page[at:x.start]}, piece{hole: x.hole})
		at = x.end
		if x.hole == paragraph {
			p.slots++
			found += x.size
		}
	}
	p.pieces = append(p.pieces, piece{bytes: page[at:]})
	return p, c.head && p.slots >= leastSlots && found*10 >= len(c.body)*7
}

// cut is a part of a page that is replaced.
type cut struct {
	start, end int
	hole       hole
	size       int // of the text that stood there
}

// cutter finds the parts of a page that belong to its article.
type cutter struct {
	page        []byte
	body, title string
	cuts        []cut
	other       []cut // text that belongs to no hole
	head        bool
}

// clear takes out what is left of the page's own article: text between the first and the last of its paragraphs, or out of its body.
func (c *cutter) clear() {
	first, last := len(c.page), 0
	for _, x := range c.cuts {
		if x.hole == paragraph {
			first, last = min(first, x.start), max(last, x.end)
		}
	}
	for _, x := range c.other {
		if x.start > first && x.end < last || strings.Contains(c.body, squeeze(html.UnescapeString(string(c.page[x.start:x.end])))) {
			c.cuts = append(c.cuts, x)
		}
	}
}

func (c *cutter) run() {
	z := html.NewTokenizer(bytes.NewReader(c.page))
	at := 0
	open, from := "", 0 // the element whose text is gathered, and where its inside begins
	var text strings.Builder
	code := false // inside a script or style
	for {
		t := z.Next()
		if t == html.ErrorToken {
			return
		}
		start := at
		at += len(z.Raw())
		raw := c.page[start:at]
		switch t {
		case html.TextToken:
			text.Write(raw)
			if len(raw) >= 25 && !code {
				c.other = append(c.other, cut{start: start, end: at})
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			code = string(name) == "script" || string(name) == "style" || string(name) == "textarea"
			switch n := string(name); n {
			case "p", "h1", "title", "time", "script":
				if open == "p" && n == "p" {
					c.close(open, from, start, start, text.String())
				}
				if open != "p" || n == "p" {
					open, from = n, at
					if n == "time" || n == "script" {
						from = start
					}
					text.Reset()
				}
			case "meta", "link", "base":
				if ownWord(strings.ToLower(string(raw))) {
					c.cuts = append(c.cuts, cut{start: start, end: at})
				}
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			n := string(name)
			code = false
			if n == "head" && !c.head {
				c.head = true
				c.cuts = append(c.cuts, cut{start: start, end: start, hole: siteHead})
			}
			if n == open {
				c.close(n, from, start, at, text.String())
				open = ""
			}
		}
	}
}

// close looks at an element that has ended.
func (c *cutter) close(name string, from, inside, end int, text string) {
	text = squeeze(html.UnescapeString(text))
	switch name {
	case "p":
		if len(text) >= 30 && strings.Contains(c.body, text) {
			c.cuts = append(c.cuts, cut{from, inside, paragraph, len(text)})
		}
	case "h1":
		if c.title != "" && strings.Contains(text, c.title) {
			c.cuts = append(c.cuts, cut{from, inside, title, 0})
		}
	case "title":
		if !c.head {
			c.cuts = append(c.cuts, cut{from, inside, docTitle, 0})
		}
	case "time":
		c.cuts = append(c.cuts, cut{from, end, dateText, 0})
	case "script":
		if bytes.Contains(bytes.ToLower(c.page[from:min(from+200, end)]), []byte("ld+json")) {
			c.cuts = append(c.cuts, cut{from, end, nothing, 0})
		}
	}
}

// ownWord reports whether a tag of the head speaks about the page's own article.
func ownWord(tag string) bool {
	for _, w := range []string{"canonical", "amphtml", "og:", "twitter:", "date", "article:", "description", "title", "author", "shortlink", "alternate", "parsely", "sailthru", "http-equiv=\"refresh", "<base", "charset", "\"url\"", "cxense", "publish"} {
		if strings.Contains(tag, w) {
			return true
		}
	}
	return false
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
