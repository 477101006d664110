package cli

import (
	"fmt"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type sourcesCmd struct {
	OPML    bool `name:"opml" help:"Write all sources as OPML 2.0, to be read by “parley add” or any feed reader." xor:"form"`
	JSON    bool `name:"json" help:"One object a line." xor:"form"`
	Failing bool `help:"Only those whose last look failed, or that are not looked at any more."`
}

type sourceJSON struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Folder    string `json:"folder"`
	Kind      string `json:"kind"`
	State     string `json:"state"` // well, waiting, failing, paused, stopped
	Problem   string `json:"problem"`
	Failures  int    `json:"failures"`
	Polled    string `json:"polled"`
	Succeeded string `json:"succeeded"`
	Failed    string `json:"failed"`
	Next      string `json:"next"`
	Gap       int64  `json:"gap_seconds"`
	Links     int    `json:"links"`
	Captures  int    `json:"captures"`
	Articles  int    `json:"articles"`
	Missed    int    `json:"missed"`
	MovedTo   string `json:"moved_to"`
}

// Run lists the sources.
func (c sourcesCmd) Run(e *env) error {
	a, err := e.open(app.Options{})
	if err != nil {
		return err
	}
	defer a.Close()
	list, err := a.Store.Sources(e.ctx)
	if err != nil {
		return err
	}
	if c.OPML {
		return feed.WriteOPML(e.out, "Parley", time.Now(), list)
	}
	yields, err := a.Store.Yields(e.ctx, 0)
	if err != nil {
		return err
	}
	if len(list) == 0 && !c.JSON {
		fmt.Fprintln(e.err, "No sources yet: add some with “parley add ADDRESS” or “parley add FILE.opml”.")
	}
	for _, s := range list {
		y := yields[s.ID]
		if y == nil {
			y = &store.Yield{}
		}
		if c.Failing && s.Problem == "" && s.Stopped == "" {
			continue
		}
		if c.JSON {
			if err := printJSON(e.out, toSource(s, *y)); err != nil {
				return err
			}
			continue
		}
		fmt.Fprint(e.out, sourceLines(s, *y))
	}
	return nil
}

// sourceState is one word for how a source does, and the reason behind it.
func sourceState(s news.Source) (state, why string) {
	switch {
	case s.Stopped != "":
		return "stopped", s.Stopped
	case s.Paused:
		return "paused", ""
	case s.Problem != "":
		return "failing", s.Problem
	case s.Polled.IsZero():
		return "waiting", ""
	}
	return "well", ""
}

func sourceLines(s news.Source, y store.Yield) string {
	state, why := sourceState(s)
	title := s.Title
	if title == "" {
		title = s.URL
	}
	out := fmt.Sprintf("%-8s %d  %s\n         %s\n", state, s.ID, title, s.URL)
	if why != "" {
		out += "         " + why + "\n"
	}
	line := "         " + plural(s.Links, "link", "links") + " · " + plural(y.Captures, "page", "pages") + " · " + plural(y.Articles, "article", "articles")
	if y.Missed > 0 {
		line += " · " + strconv.Itoa(y.Missed) + " not given"
	}
	if !s.Succeeded.IsZero() {
		line += " · last good look " + s.Succeeded.Format("2006-01-02 15:04 UTC")
	}
	if state != "stopped" && state != "paused" {
		line += " · next " + s.Next.Format("2006-01-02 15:04 UTC")
	}
	return out + line + "\n"
}

func toSource(s news.Source, y store.Yield) sourceJSON {
	state, why := sourceState(s)
	return sourceJSON{
		ID: strconv.FormatInt(int64(s.ID), 10), URL: s.URL, Title: s.Title, Folder: s.Folder, Kind: s.Kind, State: state, Problem: why, Failures: s.Failures,
		Polled: timeJSON(s.Polled), Succeeded: timeJSON(s.Succeeded), Failed: timeJSON(s.Failed), Next: timeJSON(s.Next), Gap: int64(s.Gap / time.Second),
		Links: s.Links, Captures: y.Captures, Articles: y.Articles, Missed: y.Missed, MovedTo: s.MovedTo,
	}
}

func timeJSON(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
