package eval

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/text/language"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// storyRow is a line of a stream of articles. Without Story it is background.
type storyRow struct {
	ID    string `json:"id"`
	Time  string `json:"time"`
	Lang  string `json:"lang"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Story string `json:"story"`

	at time.Time
}

// Stories measures clustering into stories on JSON Lines of {id, time, lang, title, text, story?}, streamed in
// order of time. Documents without a story are background: they are clustered but not scored.
func Stories(path string, o Options) (Report, error) {
	rows, err := readStories(path, o.Limit)
	if err != nil {
		return Report{}, err
	}
	run := streamStories(rows, cluster.Options{}, o)
	if err := writeStories(rows, run.story, o); err != nil {
		return Report{}, err
	}
	s := scoreStories(rows, run.story, nil)
	return Report{
		Set: filepath.Base(path), N: s.n, F1: f1(s.precision, s.recall), Precision: s.precision, Recall: s.recall,
		PerSecond: perSecond(len(rows), run.clustering),
		More: map[string]any{
			"documents": len(rows), "stories": run.stories,
			"bcubed_precision": s.precision, "bcubed_recall": s.recall, "bcubed_f1": f1(s.precision, s.recall),
			"pair_precision": s.pairPrecision, "pair_recall": s.pairRecall, "pair_f1": f1(s.pairPrecision, s.pairRecall),
			"per_second_with_mentions": perSecond(len(rows), run.clustering+run.mentions),
		},
	}, nil
}

func perSecond(n int, d time.Duration) float64 { return float64(n) / max(d.Seconds(), 1e-9) }

// readStories returns the documents of a file or folder in order of time, the undated ones first.
func readStories(path string, limit int) ([]storyRow, error) {
	var rows []storyRow
	err := readRows(path, func(line []byte) error {
		var r storyRow
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if r.ID == "" || r.Title == "" && r.Text == "" {
			return nil
		}
		r.at = rowTime(r.Time)
		if base, sure := language.Make(r.Lang).Base(); sure != language.No { // "deu" is "de"
			r.Lang = base.String()
		}
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Errorf(fault.Invalid, "%s: no documents with id, title and text", path)
	}
	slices.SortStableFunc(rows, func(a, b storyRow) int { return a.at.Compare(b.at) })
	if limit > 0 && len(rows) > limit {
		rows = rows[:limit]
	}
	return rows, nil
}

// rowTime reads an ISO 8601 date or time; the zero time when there is none.
func rowTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// doc is row i as the engine takes it. Its identifier is i+1.
func (r *storyRow) doc(i int) cluster.Doc {
	return cluster.Doc{ID: news.ArticleID(i + 1), Time: r.at, Title: r.Title, Text: r.Text, Lang: r.Lang,
		Mentions: mention.Find(r.Title, r.Text, r.Lang), Undated: r.at.IsZero()}
}

// storyRun is what came of a stream.
type storyRun struct {
	story      []news.StoryID // by document
	stories    int
	mentions   time.Duration
	clustering time.Duration
}

func streamStories(rows []storyRow, co cluster.Options, o Options) storyRun {
	run := storyRun{story: make([]news.StoryID, len(rows))}
	w := cluster.New(co)
	var last news.StoryID
	into := map[news.StoryID]news.StoryID{}
	for i := range rows {
		start := time.Now()
		d := rows[i].doc(i)
		found := time.Now()
		dec := w.Assign(d, func() news.StoryID { last++; return last })
		run.clustering += time.Since(found)
		run.mentions += found.Sub(start)
		run.story[i] = dec.Story
		for _, s := range dec.Merged {
			into[s] = dec.Story
		}
		if i%100 == 0 {
			o.progress(i, len(rows))
		}
	}
	o.progress(len(rows), len(rows))
	seen := map[news.StoryID]bool{}
	for i, s := range run.story {
		for into[s] != 0 {
			s = into[s]
		}
		run.story[i] = s
		seen[s] = true
	}
	run.stories = len(seen)
	return run
}

func writeStories(rows []storyRow, story []news.StoryID, o Options) error {
	if o.Predictions == nil {
		return nil
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(rows[a].ID, rows[b].ID) })
	enc := json.NewEncoder(o.Predictions)
	for _, i := range order {
		if err := enc.Encode(struct {
			ID    string `json:"id"`
			Story string `json:"story"`
		}{rows[i].ID, idText(story[i])}); err != nil {
			return err
		}
	}
	return nil
}
