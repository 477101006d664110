package eval

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// linePair says whether two articles belong to one storyline.
type linePair struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Same bool   `json:"same"`
}

// Storylines measures storylines on pairs of articles labelled as the same storyline or not. The data is JSON Lines of
// documents {id, time, lang, title, text} and of pairs {a, b, same}; without pairs of its own it is measured on those of package cluster. Every
// document is a story of its own. Pairs whose documents are not in the data are left out.
func Storylines(path string, o Options) (Report, error) {
	rows, err := readStories(path, o.Limit)
	if err != nil {
		return Report{}, err
	}
	pairs, err := readLinePairs(path)
	if err != nil {
		return Report{}, err
	}
	line, lines, took := linesOf(rows, o)
	var joined, same, right, n int
	for _, p := range pairs {
		a, b := line[p.A], line[p.B]
		if a == 0 || b == 0 {
			continue
		}
		n++
		if a == b {
			joined++
		}
		if p.Same {
			same++
		}
		if p.Same && a == b {
			right++
		}
	}
	if n == 0 {
		return Report{}, fault.Errorf(fault.Invalid, "%s: no labelled pair has both its documents here", path)
	}
	if err := writeLines(rows, line, o); err != nil {
		return Report{}, err
	}
	p, r := ratio(right, joined), ratio(right, same)
	return Report{Set: filepath.Base(path), N: n, F1: f1(p, r), Precision: p, Recall: r, PerSecond: perSecond(len(rows), took),
		More: map[string]any{"documents": len(rows), "storylines": lines, "joined": joined, "same": same}}, nil
}

// linesOf returns the storyline of every document, by identifier.
func linesOf(rows []storyRow, o Options) (line map[string]news.StorylineID, lines int, took time.Duration) {
	profiles := make([]cluster.Profile, len(rows))
	for i := range rows {
		d := rows[i].doc(i)
		start := time.Now()
		profiles[i] = cluster.ProfileOf(news.StoryID(i+1), []cluster.Doc{d})
		took += time.Since(start)
		if i%100 == 0 {
			o.progress(i, len(rows))
		}
	}
	start := time.Now()
	var last news.StorylineID
	all := cluster.Lines(profiles, nil, func() news.StorylineID { last++; return last })
	took += time.Since(start)
	o.progress(len(rows), len(rows))
	line = make(map[string]news.StorylineID, len(rows))
	for _, l := range all {
		for _, s := range l.Stories {
			line[rows[s-1].ID] = l.ID
		}
	}
	return line, len(all), took
}

func readLinePairs(path string) ([]linePair, error) {
	var pairs []linePair
	take := func(line []byte) error {
		var p linePair
		if err := json.Unmarshal(line, &p); err != nil {
			return err
		}
		if p.A != "" && p.B != "" {
			pairs = append(pairs, p)
		}
		return nil
	}
	if err := readRows(path, take); err != nil || len(pairs) > 0 {
		return pairs, err
	}
	for line := range strings.Lines(cluster.StorylinePairs()) {
		if err := take([]byte(line)); err != nil {
			return nil, err
		}
	}
	return pairs, nil
}

func writeLines(rows []storyRow, line map[string]news.StorylineID, o Options) error {
	if o.Predictions == nil {
		return nil
	}
	enc := json.NewEncoder(o.Predictions)
	for _, r := range rows {
		if err := enc.Encode(struct {
			ID        string `json:"id"`
			Storyline string `json:"storyline"`
		}{r.ID, idText(line[r.ID])}); err != nil {
			return err
		}
	}
	return nil
}
