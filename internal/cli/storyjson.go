package cli

import (
	"strconv"

	"github.com/parley-news/parley/internal/news"
)

// accountJSON is the wire form of a story from all sides.
type accountJSON struct {
	storyJSON
	StorylineName string       `json:"storyline_name"`
	Members       []memberJSON `json:"members"`
	Claims        []claimJSON  `json:"claims"`
	Board         []countJSON  `json:"numbers"`
	Timeline      []entryJSON  `json:"timeline"`
	OriginList    []originJSON `json:"origin_list"`
}

type memberJSON struct {
	Article   string `json:"article"`
	Version   string `json:"version"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	Language  string `json:"language"`
}

type claimJSON struct {
	ID      string      `json:"id"`
	Status  string      `json:"status"`
	Origins int         `json:"origins"`
	Words   []wordsJSON `json:"words"`
}

type wordsJSON struct {
	Stance   string `json:"stance"`
	Speaker  string `json:"speaker"`
	Kind     string `json:"kind"`
	Sourcing string `json:"sourcing"`
	Text     string `json:"text"`
	Article  string `json:"article"`
	Outlet   string `json:"outlet"`
	Why      string `json:"why"`
}

type countJSON struct {
	Label   string       `json:"label"`
	Differ  bool         `json:"differ"`
	Figures []figureJSON `json:"figures"`
}

type figureJSON struct {
	Text    string  `json:"text"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Speaker string  `json:"speaker"`
	Article string  `json:"article"`
	Outlet  string  `json:"outlet"`
}

type entryJSON struct {
	Date     string   `json:"date"`
	Type     string   `json:"type"`
	Text     []string `json:"text"`
	Conflict string   `json:"conflict"`
}

type originJSON struct {
	Root     string   `json:"root"`
	Name     string   `json:"name"`
	Articles []string `json:"articles"`
}

func idString[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

func (x *account) json() accountJSON {
	out := accountJSON{storyJSON: toStory(x.story), StorylineName: x.line.Name, Members: []memberJSON{}, Claims: []claimJSON{}, Board: []countJSON{}, Timeline: []entryJSON{}, OriginList: []originJSON{}}
	for _, a := range x.articles {
		v := x.versions[a.ID]
		if v == nil {
			continue
		}
		out.Members = append(out.Members, memberJSON{idString(a.ID), idString(v.ID), x.title(a.ID), a.URL, x.outlet(a.ID), v.Published.String(), v.Language})
	}
	for _, c := range x.claims {
		out.Claims = append(out.Claims, x.claimJSON(c))
	}
	for _, c := range x.digest.Board {
		out.Board = append(out.Board, x.countJSON(c))
	}
	for _, t := range x.digest.Timeline {
		row := entryJSON{Date: t.Date.String(), Type: t.Type, Conflict: t.Conflict}
		for _, ev := range t.Events {
			if v := x.versions[ev.Article]; v != nil && v.ID == ev.Version {
				row.Text = append(row.Text, ev.Span.Of(v.Text))
			}
		}
		out.Timeline = append(out.Timeline, row)
	}
	for _, o := range x.origins {
		row := originJSON{Root: idString(o.Root), Name: o.Name}
		for _, id := range o.Articles {
			row.Articles = append(row.Articles, idString(id))
		}
		out.OriginList = append(out.OriginList, row)
	}
	return out
}

func (x *account) claimJSON(c news.Claim) claimJSON {
	row := claimJSON{ID: idString(c.ID), Status: string(c.Status), Origins: c.Origins}
	for _, m := range c.Members {
		s := x.statements[m.Statement]
		if s == nil {
			continue
		}
		row.Words = append(row.Words, wordsJSON{string(m.Stance), s.Speaker, string(s.Kind), string(s.Sourcing), x.words(s), idString(s.Article), x.outlet(s.Article), m.Why})
	}
	return row
}

func (x *account) countJSON(c news.Count) countJSON {
	row := countJSON{Label: c.Label, Differ: c.Differ}
	for _, f := range c.Figures {
		v := x.versions[f.Article]
		if v == nil || v.ID != f.Version {
			continue
		}
		y := figureJSON{Text: f.Span.Of(v.Text), Low: f.Low, High: f.High, Article: idString(f.Article), Outlet: x.outlet(f.Article)}
		if s := x.statements[f.Statement]; s != nil {
			y.Speaker = s.Speaker
		}
		row.Figures = append(row.Figures, y)
	}
	return row
}
