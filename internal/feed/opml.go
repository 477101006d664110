package feed

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// maxOPMLDepth bounds how deep folders may nest.
const maxOPMLDepth = 32

// IsOPML reports whether the data looks like an OPML list.
func IsOPML(data []byte) bool {
	return bytes.Contains(bytes.ToLower(data[:min(len(data), 2048)]), []byte("<opml"))
}

// ParseOPML reads the feeds of an OPML list, with the folders they stand in. Feeds
// without a usable address are left out; a list without any fails with fault.Invalid.
func ParseOPML(data []byte) ([]news.Source, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	var (
		out     []news.Source
		folders []string // one entry per open outline; "" for a feed
		seen    = map[string]bool{}
	)
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "OPML list, near byte %d: %v", d.InputOffset(), err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if !strings.EqualFold(t.Name.Local, "outline") {
				continue
			}
			if len(folders) >= maxOPMLDepth {
				return nil, fault.Errorf(fault.Invalid, "OPML list: folders nest deeper than %d", maxOPMLDepth)
			}
			s, name := outline(t)
			if s.URL == "" {
				folders = append(folders, name)
				continue
			}
			s.Folder = join(folders)
			folders = append(folders, "")
			if !seen[s.URL] {
				seen[s.URL] = true
				out = append(out, s)
			}
		case xml.EndElement:
			if strings.EqualFold(t.Name.Local, "outline") && len(folders) > 0 {
				folders = folders[:len(folders)-1]
			}
		}
	}
	if len(out) == 0 {
		return nil, fault.Errorf(fault.Invalid, "the OPML list names no feed")
	}
	return out, nil
}

func outline(t xml.StartElement) (s news.Source, name string) {
	for _, a := range t.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			s.URL = resolve(&url.URL{}, a.Value)
		case "title":
			name = strings.TrimSpace(a.Value)
		case "text":
			if name == "" {
				name = strings.TrimSpace(a.Value)
			}
		}
	}
	s.Title = name
	return s, name
}

func join(folders []string) string {
	var parts []string
	for _, f := range folders {
		if f != "" {
			parts = append(parts, f)
		}
	}
	return strings.Join(parts, "/")
}
