package main

// measurement is one row: an engine on one set of labelled data.
type measurement struct {
	Kind   string
	Data   string // below the corpus
	NoText bool   // the set labels no text, so that F1, precision and recall mean nothing
	Report bool   // reported only: nobody tunes on it and no gate reads it
	Bounds []bound
}

// bound is what a figure must keep to.
type bound struct {
	Figure string
	Least  float64 // 0: no least
	Most   float64 // 0: no most
}

// measurements is the whole plan. The floors are what Parley promises for its first versions, not what it reaches.
var measurements = []measurement{
	{Kind: "extract", Data: "extract/scrapinghub", Report: true, Bounds: []bound{{Figure: "f1", Least: .955}, {Figure: "times_parse", Most: 2.5}}},
	{Kind: "extract", Data: "extract/trafilatura-eval", Report: true},
	{Kind: "extract", Data: "extract/andythefactory"},
	{Kind: "extract", Data: "extract/wcxb-dev"},
	{Kind: "extract", Data: "extract/chinese-web"},
	{Kind: "extract", Data: "extract/postlight-parser", NoText: true},
	{Kind: "copies", Data: "copies", Bounds: []bound{{Figure: "f1", Least: .85}}},
	{Kind: "stories", Data: "stories/allsides-full-dev.jsonl.gz", Bounds: []bound{{Figure: "bcubed_f1", Least: .85}}},
	{Kind: "stories", Data: "stories/ecbplus-dev.jsonl.gz"},
	{Kind: "stories", Data: "stories/pac-dev.jsonl.gz"},
	{Kind: "stories", Data: "stories/basil.jsonl.gz"},
	{Kind: "stories", Data: "stories/wikinews-galaxy.jsonl.gz"},
	{Kind: "storylines", Data: "stories/allsides-full-dev.jsonl.gz", Bounds: []bound{{Figure: "precision", Least: .85}}},
	{Kind: "statements", Data: "attribution/dev.jsonl.gz", Bounds: []bound{{Figure: "content_f1", Least: .85}}},
	{Kind: "claims", Data: "seeds"},
	{Kind: "events", Data: "seeds"},
	{Kind: "seed-statements", Data: "seeds"},
	{Kind: "seeds", Data: "seeds", Bounds: []bound{{Figure: "body_iou_least", Least: .97}}},
}

// kinds is the order of the tables.
var kinds = []string{"extract", "copies", "stories", "storylines", "statements", "claims", "events", "seeds", "seed-statements"}

func plan(only string) []measurement {
	if only == "" {
		return measurements
	}
	var out []measurement
	for _, m := range measurements {
		if m.Kind == only {
			out = append(out, m)
		}
	}
	return out
}
