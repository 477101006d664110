package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

const (
	maxFolders = 32     // levels of folders that are told apart; what lies deeper lies in the deepest of them
	maxSources = 200000 // of one list
	maxNamed   = 100    // bad entries that are named; further ones are counted
	maxName    = 500    // bytes of a title or a folder's name
)

// List is what a list of sources holds.
type List struct {
	Title    string
	Sources  []news.Source // each address once, in order
	Twice    int           // entries whose address stood in the list before
	Problems []error       // entries that cannot be used, each named
	unnamed  int
}

func (l *List) bad(format string, args ...any) {
	if len(l.Problems) == maxNamed {
		l.unnamed++
		return
	}
	l.Problems = append(l.Problems, fault.Errorf(fault.Invalid, format, args...))
}

// finish says what is left to say; a list without any source fails with fault.Invalid.
func (l *List) finish(what string) (*List, error) {
	if l.unnamed > 0 {
		l.Problems = append(l.Problems, fault.Errorf(fault.Invalid, "and %d entries more that cannot be used", l.unnamed))
	}
	if len(l.Sources) == 0 {
		return nil, errors.Join(append([]error{fault.Errorf(fault.Invalid, "%s names no feed that can be used", what)}, l.Problems[:min(len(l.Problems), 3)]...)...)
	}
	return l, nil
}

// IsOPML reports whether the data looks like an OPML list.
func IsOPML(data []byte) bool {
	return bytes.Contains(bytes.ToLower(data[:min(len(data), sniffBytes)]), []byte("<opml"))
}

// ParseOPML reads the feeds of an OPML list, with the folders they stand in: those that
// enclose an entry, or else the first path of its category attribute. Attributes that say nothing to
// Parley, such as FreshRSS's, are kept in Extra. A list that breaks off gives what stands before.
func ParseOPML(data []byte) (*List, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	o := &opml{d: d, list: &List{}, seen: map[string]bool{}}
	if err := o.run(); err != nil {
		o.list.bad("the list breaks off near byte %d: %w", d.InputOffset(), plainXML(err))
	}
	return o.list.finish("the OPML list")
}

type opml struct {
	d       *xml.Decoder
	list    *List
	seen    map[string]bool
	folders []string // name per open outline; "" for a feed and for an outline without a name
	entries int
	inTitle bool
}

func (o *opml) run() error {
	started := false
	for {
		tok, err := o.d.RawToken()
		if err == io.EOF {
			if started && len(o.folders) > 0 {
				return errors.New("the end is missing")
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			started = true
			switch strings.ToLower(t.Name.Local) {
			case "outline":
				o.outline(t)
			case "title":
				o.inTitle = len(o.folders) == 0 && o.list.Title == ""
			}
		case xml.EndElement:
			switch strings.ToLower(t.Name.Local) {
			case "outline":
				o.folders = o.folders[:max(0, len(o.folders)-1)]
			case "title":
				o.inTitle = false
			}
		case xml.CharData:
			if o.inTitle {
				o.list.Title = clip(strings.TrimSpace(o.list.Title + string(t)))
			}
		}
	}
}

func (o *opml) outline(t xml.StartElement) {
	a := attributes(t.Attr)
	if !a.hasURL {
		if kind := strings.ToLower(a.kind); kind == "include" || kind == "link" {
			o.list.bad("entry “%s”: lists that it refers to are not followed: add them by themselves", a.name)
		} else if kind == "rss" || kind == "atom" {
			o.list.bad("entry “%s”: it has no address", a.name)
		}
		o.folders = append(o.folders, a.name)
		return
	}
	in := o.folders
	o.folders = append(o.folders, "")
	o.entries++
	s := news.Source{URL: resolve(&url.URL{}, a.url), Title: a.name, Site: resolve(&url.URL{}, a.site), Folder: Folder(in...), Extra: a.extra}
	if s.Folder == "" {
		s.Folder = categoryFolder(a.extra["category"])
	}
	switch {
	case s.URL == "":
		o.list.bad("entry %d, “%s”: the address %q cannot be used: it must begin with http:// or https:// and hold no password", o.entries, a.name, clip(a.url))
	case o.seen[s.URL]:
		o.list.Twice++
	case len(o.list.Sources) == maxSources:
		o.list.bad("entry %d, “%s”: the list names more than %d feeds", o.entries, a.name, maxSources)
	default:
		o.seen[s.URL] = true
		o.list.Sources = append(o.list.Sources, s)
	}
}

type outlineAttrs struct {
	name, url, site, kind string
	hasURL                bool
	extra                 map[string]string
}

const (
	maxExtra      = 40
	maxExtraBytes = 2 << 10
)

func attributes(attrs []xml.Attr) (a outlineAttrs) {
	title, text := "", ""
	for _, x := range attrs {
		n := x.Name.Local
		if x.Name.Space != "" {
			n = x.Name.Space + ":" + n
		}
		switch strings.ToLower(n) {
		case "xmlurl":
			a.url, a.hasURL = x.Value, strings.TrimSpace(x.Value) != ""
		case "title":
			title = clip(strings.TrimSpace(x.Value))
		case "text":
			text = clip(strings.TrimSpace(x.Value))
		case "htmlurl":
			a.site = x.Value
		default:
			if strings.EqualFold(n, "type") {
				a.kind = strings.TrimSpace(x.Value)
				if strings.EqualFold(a.kind, "rss") {
					continue // what every list says
				}
			}
			if x.Value != "" && len(x.Value) <= maxExtraBytes && len(a.extra) < maxExtra && isExtra(n) {
				if a.extra == nil {
					a.extra = map[string]string{}
				}
				a.extra[n] = x.Value
			}
		}
	}
	if a.name = title; a.name == "" {
		a.name = text
	}
	return a
}

// isExtra reports whether an attribute can be written again as it is: a plain name, or one of FreshRSS.
func isExtra(n string) bool {
	n = strings.TrimPrefix(n, "frss:")
	for i := range len(n) {
		c := n[i]
		if c|32 < 'a' || c|32 > 'z' {
			if i == 0 || c != '-' && c != '_' && c != '.' && (c < '0' || c > '9') {
				return false
			}
		}
	}
	return n != "" && len(n) < 64 && !strings.HasPrefix(strings.ToLower(n), "xml")
}

func clip(s string) string {
	if len(s) > maxName {
		s = strings.ToValidUTF8(s[:maxName], "")
	}
	return s
}

// Folder joins the levels of a folder, empty ones left out. A slash in a name becomes “∕”, since the slash parts levels.
func Folder(levels ...string) string {
	var parts []string
	for _, f := range levels {
		if f = strings.Join(strings.Fields(strings.ReplaceAll(f, "/", "∕")), " "); f != "" && len(parts) < maxFolders {
			parts = append(parts, f)
		}
	}
	return strings.Join(parts, "/")
}

// categoryFolder is the first path of a category attribute: "/World/Asia,/Politics" or "World".
func categoryFolder(category string) string {
	first, _, _ := strings.Cut(category, ",")
	return Folder(strings.Split(strings.TrimSpace(first), "/")...)
}
