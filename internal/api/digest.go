package api

import "github.com/parley-news/parley/internal/news"

// count is a row of the numbers board.
type count struct {
	Label   string   `json:"label"`
	Unit    string   `json:"unit"`
	Act     string   `json:"act,omitempty"`
	Differ  bool     `json:"differ" doc:"The figures cannot all be true."`
	Figures []figure `json:"figures"`
}

type figure struct {
	ID        string   `json:"id"`
	Article   string   `json:"article"`
	Version   string   `json:"version"`
	Statement string   `json:"statement,omitempty" doc:"The statement it stands in; missing for the outlet's own voice."`
	Low       *float64 `json:"low,omitempty" doc:"Missing for “up to”."`
	High      *float64 `json:"high,omitempty" doc:"Missing for “at least”; equal to low for an exact figure."`
	Approx    bool     `json:"approx"`
	Who       string   `json:"who,omitempty"`
	Place     string   `json:"place,omitempty"`
	Date      string   `json:"date,omitempty"`
	Part      bool     `json:"part" doc:"A part of the figure before it."`
	Words     *words   `json:"words,omitempty"`
	Sentence  *words   `json:"sentence,omitempty"`
}

// entry is a line of the timeline.
type entry struct {
	Date     string  `json:"date"`
	Type     string  `json:"type"`
	Conflict string  `json:"conflict,omitempty" doc:"What differs between the accounts."`
	Events   []event `json:"events" doc:"Best told first."`
}

type event struct {
	ID       string   `json:"id"`
	Article  string   `json:"article"`
	Version  string   `json:"version"`
	Date     string   `json:"date"`
	Type     string   `json:"type"`
	Actor    string   `json:"actor,omitempty"`
	Target   string   `json:"target,omitempty"`
	Place    string   `json:"place,omitempty"`
	Figures  []string `json:"figures"`
	Words    *words   `json:"words,omitempty"`
	Sentence *words   `json:"sentence,omitempty"`
}

func (h *shelf) board(list []news.Count) []count {
	out := []count{}
	for _, c := range list {
		row := count{Label: c.Label, Unit: c.Unit, Act: c.Act, Differ: c.Differ, Figures: []figure{}}
		for _, f := range c.Figures {
			row.Figures = append(row.Figures, h.figure(f))
		}
		out = append(out, row)
	}
	return out
}

func (h *shelf) figure(f news.Figure) figure {
	out := figure{
		ID: ident(f.ID), Article: ident(f.Article), Version: ident(f.Version), Statement: ident(f.Statement), Approx: f.Approx, Who: f.Who,
		Place: f.Place, Date: f.Date.String(), Part: f.Part, Words: h.words(f.Version, f.Span), Sentence: h.words(f.Version, f.Sentence),
	}
	if f.Low != 0 || f.High == 0 {
		out.Low = &f.Low
	}
	if f.High != 0 || f.Low == 0 {
		out.High = &f.High
	}
	return out
}

func (h *shelf) timeline(list []news.Entry) []entry {
	out := []entry{}
	for _, e := range list {
		row := entry{Date: e.Date.String(), Type: e.Type, Conflict: e.Conflict, Events: []event{}}
		for _, x := range e.Events {
			row.Events = append(row.Events, event{
				ID: ident(x.ID), Article: ident(x.Article), Version: ident(x.Version), Date: x.Date.String(), Type: x.Type, Actor: x.Actor,
				Target: x.Target, Place: x.Place, Figures: idents(x.Figures), Words: h.words(x.Version, x.Span), Sentence: h.words(x.Version, x.Sentence),
			})
		}
		out = append(out, row)
	}
	return out
}
