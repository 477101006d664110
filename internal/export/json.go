package export

import (
	"encoding/json"
	"time"

	"github.com/gorilla/feeds"
)

// The library's types are widened by the language of an item and by the list of items that
// stands even when it is empty, as the format asks.
type jsonDocument struct {
	*feeds.JSONFeed
	Items []jsonItem `json:"items"`
}

type jsonItem struct {
	*feeds.JSONItem
	// Always there: an item without content is no item, so the summary stands in both places.
	ContentText string `json:"content_text"`
	Language    string `json:"language,omitempty"`
	// Custom objects start with an underscore.
	Source *jsonSource `json:"_source,omitempty"`
}

type jsonSource struct {
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
}

func jsonBytes(f Feed) ([]byte, error) {
	d := jsonDocument{
		JSONFeed: &feeds.JSONFeed{
			Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Language: f.Language, HomePageUrl: f.SiteURL, FeedUrl: f.FeedURL,
		},
		Items: []jsonItem{},
	}
	for _, it := range f.Items {
		d.Items = append(d.Items, newJSONItem(it))
	}
	body, err := json.MarshalIndent(d, "", "  ")
	return append(body, '\n'), err
}

func newJSONItem(it Item) jsonItem {
	j := jsonItem{
		JSONItem: &feeds.JSONItem{
			Id: it.ID, Url: it.URL, ExternalUrl: it.External, Title: it.Title, Summary: it.Summary,
			PublishedDate: moment(it.Published), ModifiedDate: moment(it.Updated),
		},
		ContentText: it.Summary, Language: it.Language,
	}
	for _, a := range it.Authors {
		j.Authors = append(j.Authors, &feeds.JSONAuthor{Name: a})
	}
	if it.Source != (Source{}) {
		j.Source = &jsonSource{Title: it.Source.Title, URL: it.Source.URL}
	}
	return j
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
