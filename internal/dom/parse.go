package dom

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is how deep elements may be nested after flattening. It leaves the parser, whose own limit
// is 512, room for the elements that it adds.
const maxDepth = 200

// Parse returns the tree of a page. A page nested so deep that the parser refuses it
// is parsed again with the innermost start tags left out, so that its text is kept.
func Parse(s string) (*html.Node, error) {
	root, err := tryParse(s)
	if err == nil {
		return root, nil
	}
	return tryParse(flatten(s))
}

// ParsePlain is Parse for a reader without scripts: what pages put into noscript elements is part of the tree.
func ParsePlain(s string) (*html.Node, error) {
	root, err := html.ParseWithOptions(strings.NewReader(s), html.ParseOptionEnableScripting(false))
	if err == nil {
		return root, nil
	}
	return html.ParseWithOptions(strings.NewReader(flatten(s)), html.ParseOptionEnableScripting(false))
}

func tryParse(s string) (root *html.Node, err error) {
	return html.Parse(strings.NewReader(s))
}

// flatten rewrites a page without the tags that open or close elements beyond
// maxDepth, every formatting element counted as open until its end tag.
func flatten(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	z := html.NewTokenizer(strings.NewReader(s))
	depth, dropped := 0, 0
	for {
		kind := z.Next()
		raw := z.Raw()
		switch kind {
		case html.ErrorToken:
			return out.String()
		case html.StartTagToken:
			name, _ := z.TagName()
			if isVoid(atom.Lookup(name)) {
				break
			}
			if depth >= maxDepth {
				dropped++
				out.WriteByte(' ')
				continue
			}
			depth++
		case html.EndTagToken:
			if dropped > 0 {
				dropped--
				out.WriteByte(' ')
				continue
			}
			depth = max(0, depth-1)
		}
		out.Write(raw)
	}
}

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
