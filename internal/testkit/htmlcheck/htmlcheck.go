// Package htmlcheck asserts facts of a page by selector. Start with Parse, then Page.All
// and Page.Text. For tests only.
//
// A selector is a space-separated path of steps; a step is a tag, .class, #id, [attr], [attr=value] or
// [attr^=start], in any combination: "section#h-a li.again a[href^=/story/]". "a > b" asks for a child.
package htmlcheck

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is a parsed page.
type Page struct {
	t    testing.TB
	root *html.Node
}

// Parse reads a page; one that cannot be read fails the test.
func Parse(t testing.TB, r io.Reader) Page {
	t.Helper()
	n, err := html.Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	return Page{t, n}
}

// All gives the elements that a selector matches, in the order of the page.
func (p Page) All(selector string) []*html.Node {
	steps := parse(selector)
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && steps.match(n) {
			out = append(out, n)
		}
	}
	return out
}

// One gives the only element that a selector matches; none or several fail the test.
func (p Page) One(selector string) *html.Node {
	p.t.Helper()
	all := p.All(selector)
	if len(all) != 1 {
		p.t.Fatalf("%d elements match %s, want 1", len(all), selector)
	}
	return all[0]
}

// Count fails the test unless n elements match.
func (p Page) Count(selector string, n int) {
	p.t.Helper()
	if got := len(p.All(selector)); got != n {
		p.t.Errorf("%d elements match %s, want %d", got, selector, n)
	}
}

// Has fails the test unless an element that matches holds the words.
func (p Page) Has(selector, words string) {
	p.t.Helper()
	var seen []string
	for _, n := range p.All(selector) {
		if s := Text(n); strings.Contains(s, words) {
			return
		} else if len(seen) < 5 {
			seen = append(seen, s)
		}
	}
	p.t.Errorf("no %s holds %q; there are %q", selector, words, seen)
}

// Attrs gives the value of an attribute of every element that matches.
func (p Page) Attrs(selector, key string) []string {
	var out []string
	for _, n := range p.All(selector) {
		out = append(out, Attr(n, key))
	}
	return out
}

// Attr is the value of an attribute, or "".
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Text is the text of an element with its white space folded; what is not within a line stands apart.
func Text(n *html.Node) string {
	var b strings.Builder
	write(&b, n)
	return strings.Join(strings.Fields(b.String()), " ")
}

const inline = " a b bdi em i small span strong time "

func write(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for c := range n.ChildNodes() {
		write(b, c)
	}
	if n.Type == html.ElementNode && !strings.Contains(inline, " "+n.Data+" ") {
		b.WriteByte(' ')
	}
}

type step struct {
	child bool
	tag   string
	tests []test
}

type test struct{ key, op, value string }

type path []step

func parse(selector string) path {
	var out path
	child := false
	for f := range strings.FieldsSeq(selector) {
		if f == ">" {
			child = true
			continue
		}
		s := step{child: child}
		child = false
		i := strings.IndexAny(f, ".#[")
		if i < 0 {
			i = len(f)
		}
		s.tag = f[:i]
		for f = f[i:]; f != ""; {
			f = s.add(f)
		}
		out = append(out, s)
	}
	return out
}

// add reads one test from the front of f and gives the rest.
func (s *step) add(f string) string {
	if f[0] == '[' {
		inside, rest, _ := strings.Cut(f[1:], "]")
		key, value, hasValue := strings.Cut(inside, "=")
		switch {
		case !hasValue:
			s.tests = append(s.tests, test{key, "has", ""})
		case strings.HasSuffix(key, "^"):
			s.tests = append(s.tests, test{key[:len(key)-1], "start", value})
		default:
			s.tests = append(s.tests, test{key, "is", value})
		}
		return rest
	}
	end := strings.IndexAny(f[1:], ".#[") + 1
	if end == 0 {
		end = len(f)
	}
	if f[0] == '#' {
		s.tests = append(s.tests, test{"id", "is", f[1:end]})
	} else {
		s.tests = append(s.tests, test{"class", "word", f[1:end]})
	}
	return f[end:]
}

func (p path) match(n *html.Node) bool {
	last := p[len(p)-1]
	if !last.match(n) {
		return false
	}
	if len(p) == 1 {
		return true
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.Type == html.ElementNode && p[:len(p)-1].match(a) {
			return true
		}
		if last.child {
			return false
		}
	}
	return false
}

func (s step) match(n *html.Node) bool {
	if s.tag != "" && n.Data != s.tag {
		return false
	}
	for _, t := range s.tests {
		i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == t.key })
		if i < 0 {
			return false
		}
		v, ok := n.Attr[i].Val, true
		switch t.op {
		case "is":
			ok = v == t.value
		case "start":
			ok = strings.HasPrefix(v, t.value)
		case "word":
			ok = slices.Contains(strings.Fields(v), t.value)
		}
		if !ok {
			return false
		}
	}
	return true
}
