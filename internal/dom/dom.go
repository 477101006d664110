// Package dom holds small helpers over an HTML tree: decoding the bytes of a page,
// parsing without fear of depth, attributes, visible text. Start with Decode and Parse.
//
// Everything here is pure, works in linear time and never fails on what pages contain.
package dom

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Attr returns the value of an attribute, or "".
func Attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// HasAttr reports whether an attribute is there, with or without a value.
func HasAttr(n *html.Node, key string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return true
		}
	}
	return false
}

// IsBlock reports whether an element starts a line of its own.
func IsBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Td, atom.Th, atom.Tr, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot,
		atom.Blockquote, atom.Figure, atom.Figcaption, atom.Pre, atom.Section, atom.Article, atom.Dd, atom.Dt, atom.Dl, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Main, atom.Form,
		atom.Fieldset, atom.Legend, atom.Address, atom.Details, atom.Summary, atom.Hr, atom.Body, atom.Html, atom.Center, atom.Label, atom.Caption, atom.Hgroup, atom.Menu, atom.Search, atom.Dialog:
		return true
	}
	return false
}

// IsSkipped reports whether an element's content is not text to read.
func IsSkipped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Math, atom.Button, atom.Select, atom.Textarea, atom.Object, atom.Head, atom.Video, atom.Audio, atom.Canvas, atom.Map, atom.Datalist:
		return true
	}
	return false
}

// IsHidden reports whether an element says of itself that it is not shown. Parts that
// servers stream ahead of their place (hidden, with an id like "S:1") count as shown.
func IsHidden(n *html.Node) bool {
	hidden, streamed := false, false
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "hidden":
			hidden = a.Val != "until-found"
		case "id":
			streamed = strings.HasPrefix(a.Val, "S:")
		case "aria-hidden":
			if a.Val == "true" && n.DataAtom != atom.P && n.DataAtom != atom.Span {
				return true
			}
		case "style":
			if noDisplay(a.Val) {
				return true
			}
		}
	}
	return hidden && !streamed
}

func noDisplay(style string) bool {
	for {
		i := strings.Index(style, "display")
		if i < 0 {
			return false
		}
		style = strings.TrimLeft(style[i+len("display"):], " \t")
		if strings.HasPrefix(style, ":") && strings.HasPrefix(strings.TrimLeft(style[1:], " \t"), "none") {
			return true
		}
	}
}

// Text is the visible text of a tree, white space collapsed, block elements apart.
func Text(n *html.Node) string {
	var b strings.Builder
	appendText(&b, n)
	return strings.Join(strings.FieldsFunc(b.String(), unicode.IsSpace), " ")
}

func appendText(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	if n.Type == html.ElementNode && (IsSkipped(n.DataAtom) || IsHidden(n)) {
		return
	}
	apart := n.Type == html.ElementNode && (IsBlock(n.DataAtom) || n.DataAtom == atom.Br)
	if apart {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		appendText(b, c)
	}
	if apart {
		b.WriteByte(' ')
	}
}

// Find returns the first element under n, in document order, that match accepts, or nil.
func Find(n *html.Node, match func(*html.Node) bool) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if match(c) {
			return c
		}
		if f := Find(c, match); f != nil {
			return f
		}
	}
	return nil
}

// Clean collapses white space and removes the marks that only steer layout.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200e', '\u200f', '\ufeff', '\u00ad', '\u2060':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
