package feed

import (
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

type jsonItem struct {
	ID        any    `json:"id"`
	URL       string `json:"url"`
	External  string `json:"external_url"`
	Title     string `json:"title"`
	Published string `json:"date_published"`
	Modified  string `json:"date_modified"`
	Language  string `json:"language"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

// parseJSON reads JSON Feed, item by item.
func parseJSON(in *input, base *url.URL, k *keeper) (*Feed, error) {
	d := json.NewDecoder(in)
	j := &jsonFeed{d: d, f: &Feed{Kind: JSON}, base: base, keep: k}
	err := j.run()
	if !j.is {
		return nil, fault.Errorf(fault.Invalid, "this is JSON, but no JSON Feed: it has no version that names jsonfeed.org and no items")
	}
	if err != nil {
		if k.total == 0 {
			return nil, fault.Errorf(fault.Invalid, "not a feed that can be read: it breaks off near byte %d, before its first item: %w", d.InputOffset(), err)
		}
		j.f.Broken = "it breaks off near byte " + itoa(d.InputOffset()) + ": " + err.Error()
	}
	return j.f, nil
}

type jsonFeed struct {
	d    *json.Decoder
	f    *Feed
	base *url.URL
	keep *keeper
	is   bool // it has said that it is a feed
}

func (j *jsonFeed) run() error {
	if _, err := j.d.Token(); err != nil { // the opening brace
		return err
	}
	for j.d.More() {
		key, err := j.d.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if name == "items" {
			err = j.items()
		} else {
			err = j.field(name)
		}
		if err != nil {
			return eof(err)
		}
	}
	_, err := j.d.Token()
	return eof(err)
}

func eof(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the end is missing")
	}
	return err
}

func (j *jsonFeed) field(name string) error {
	var raw json.RawMessage
	if err := j.d.Decode(&raw); err != nil {
		return err
	}
	var s string
	_ = json.Unmarshal(raw, &s) // what is no text is none of the fields below, but hubs
	switch name {
	case "version":
		j.is = j.is || strings.Contains(s, "jsonfeed.org")
	case "title":
		j.f.Title = plainTitle(s)
	case "home_page_url":
		j.f.Site = resolve(j.base, s)
	case "feed_url":
		j.f.Self = resolve(j.base, s)
	case "language":
		j.f.Language = s
	case "hubs":
		var hubs []jsonHub
		if json.Unmarshal(raw, &hubs) == nil {
			for _, h := range hubs {
				if u := resolve(j.base, h.URL); u != "" && (strings.EqualFold(h.Type, "websub") || strings.EqualFold(h.Type, "pubsubhubbub")) {
					j.f.addHub(u)
				}
			}
		}
	}
	return nil
}

func (j *jsonFeed) items() error {
	t, err := j.d.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('[') {
		return nil // a value of another kind: no items
	}
	for j.d.More() {
		var it jsonItem
		if err := j.d.Decode(&it); err != nil {
			var kind *json.UnmarshalTypeError
			if errors.As(err, &kind) {
				continue // this item has a field of a wrong kind
			}
			return err
		}
		j.item(it)
	}
	_, err = j.d.Token()
	return err
}

func (j *jsonFeed) item(it jsonItem) {
	id, _ := it.ID.(string)
	u := resolve(j.base, it.URL)
	for _, ref := range []string{it.External, id} {
		if u == "" && (ref == it.External || looksLikeAddress([]byte(ref))) {
			u = resolve(j.base, ref)
		}
	}
	j.is = j.is || u != ""
	at := dateOf(it.Published)
	if at.IsZero() {
		at = dateOf(it.Modified)
	}
	j.keep.add(news.Link{URL: u, Title: plainTitle(it.Title), Language: it.Language, Published: at})
}
