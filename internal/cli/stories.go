package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type storiesCmd struct {
	Limit int    `help:"At most this many." default:"50"`
	Order string `help:"rank or latest." enum:"rank,latest" default:"rank"`
	JSON  bool   `name:"json" help:"One object a line."`
}

type storyJSON struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	Articles  int         `json:"articles"`
	Origins   int         `json:"origins"`
	Outlets   int         `json:"outlets"`
	Countries int         `json:"countries"`
	Languages []string    `json:"languages"`
	First     string      `json:"first"`
	Latest    string      `json:"latest"`
	Storyline string      `json:"storyline"`
	Parties   []partyJSON `json:"parties"`
}

type partyJSON struct {
	Name    string `json:"name"`
	Says    int    `json:"says"`
	Accuses int    `json:"accuses"`
	Denies  int    `json:"denies"`
	Accused int    `json:"accused"`
	Origins int    `json:"origins"`
}

// Run lists stories.
func (c storiesCmd) Run(e *env) error {
	a, err := e.open(app.Options{})
	if err != nil {
		return err
	}
	defer a.Close()
	list, err := a.Store.Stories(e.ctx, store.StoryFilter{Order: store.StoryOrder(c.Order), Limit: c.Limit})
	if err != nil {
		return err
	}
	if len(list) == 0 && !c.JSON {
		fmt.Fprintln(e.err, "No stories yet: read pages with “parley ingest PATH” or add sources with “parley add ADDRESS”.")
	}
	for _, s := range list {
		if c.JSON {
			if err := printJSON(e.out, toStory(s)); err != nil {
				return err
			}
			continue
		}
		title := s.Title
		if title == "" {
			title, err = firstWords(e, a, s.Lead)
			if err != nil {
				return err
			}
		}
		fmt.Fprintf(e.out, "%d  %s\n    %s\n", s.ID, clip(title, width(e.out)), storyLine(s))
	}
	return nil
}

// firstWords is the beginning of an article that has no title.
func firstWords(e *env, a *app.App, id news.ArticleID) (string, error) {
	v, err := a.Store.CurrentVersion(e.ctx, id)
	return clip(v.Text, 90), err
}

func storyLine(s news.Story) string {
	parts := []string{countLine(s.Counts), microTime(s.Latest)}
	var names []string
	for i, p := range s.Parties {
		if i < 4 {
			names = append(names, p.Name)
		}
	}
	if len(names) > 0 {
		parts = append(parts, strings.Join(names, ", "))
	}
	return strings.Join(parts, " · ")
}

func countLine(n news.Counts) string {
	parts := []string{plural(n.Articles, "article", "articles"), plural(n.Origins, "origin", "origins")}
	if n.Countries > 0 {
		parts = append(parts, plural(n.Countries, "country", "countries"))
	}
	return strings.Join(parts, " · ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func microTime(n int64) string {
	if n == 0 {
		return ""
	}
	return time.UnixMicro(n).UTC().Format("2006-01-02 15:04 UTC")
}

func toStory(s news.Story) storyJSON {
	x := storyJSON{
		ID: strconv.FormatInt(int64(s.ID), 10), Title: s.Title, Articles: s.Counts.Articles, Origins: s.Counts.Origins, Outlets: s.Counts.Outlets,
		Countries: s.Counts.Countries, Languages: notNil(s.Counts.Languages), First: rfc3339(s.First), Latest: rfc3339(s.Latest),
		Storyline: strconv.FormatInt(int64(s.Storyline), 10), Parties: []partyJSON{},
	}
	for _, p := range s.Parties {
		x.Parties = append(x.Parties, partyJSON{p.Name, p.Says, p.Accuses, p.Denies, p.Accused, p.Origins})
	}
	return x
}

func rfc3339(micro int64) string { return time.UnixMicro(micro).UTC().Format(time.RFC3339) }
