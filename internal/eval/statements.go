package eval

import (
	"encoding/json"
	"io"
	"path/filepath"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/statement"
	"github.com/parley-news/parley/internal/text"
)

// statementRecord is one labelled article: spans are code points, the first annotation counts.
type statementRecord struct {
	ID          string `json:"id"`
	Text        string `json:"text"`
	Annotations []struct {
		Attributions []attribution `json:"attributions"`
	} `json:"annotations"`
}

type attribution struct {
	Source  [][2]int `json:"source"`
	Cue     [][2]int `json:"cue"`
	Content [][2]int `json:"content"`
}

// statementPrediction is what is written for one article.
type statementPrediction struct {
	ID         string               `json:"id"`
	Statements []predictedStatement `json:"statements"`
}

type predictedStatement struct {
	Source   *[2]int  `json:"source"`
	Cue      *[2]int  `json:"cue"`
	Content  [][2]int `json:"content"`
	Kind     string   `json:"kind"`
	Speaker  string   `json:"speaker"`
	Sourcing string   `json:"sourcing"`
}

// Statements measures who-said-what on a file, or all files of a folder, of articles labelled with
// attributions, one JSON object a line. F1, precision and recall are of tokens of content, cue and
// source together; More holds each by itself, whole attributions (content and source both with an
// intersection over union of at least one half), and the share of accusations,
// denials and direct quotations that are found.
func Statements(path string, o Options) (_ Report, err error) {
	defer fault.Wrap(&err, "statements")
	var records []statementRecord
	err = readRows(path, func(line []byte) error {
		var r statementRecord
		if err := json.Unmarshal(line, &r); err != nil {
			return fault.Errorf(fault.Invalid, "record %d: %w", len(records)+1, err)
		}
		if len(r.Annotations) > 0 && r.Text != "" {
			records = append(records, r)
		}
		return nil
	})
	if err != nil {
		return Report{}, err
	}
	if len(records) == 0 {
		return Report{}, fault.Errorf(fault.Invalid, "%s holds no articles with attributions", path)
	}
	if o.Limit > 0 && len(records) > o.Limit {
		records = records[:o.Limit]
	}
	var score statementScore
	var spent time.Duration
	statement.Find("He said it.", "en", nil) // unpack the weights outside of the measured time
	out := json.NewEncoder(orDiscard(o.Predictions))
	for i, r := range records {
		begin := time.Now()
		found := statement.Find(r.Text, "en", mention.Find("", r.Text, "en"))
		spent += time.Since(begin)
		score.add(r, found)
		if err := out.Encode(statementPrediction{r.ID, predictStatements(r.Text, found)}); err != nil {
			return Report{}, err
		}
		o.progress(i+1, len(records))
	}
	return score.report(filepath.Base(path), len(records), spent), nil
}

func orDiscard(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

func predictStatements(body string, found []news.Statement) []predictedStatement {
	at := text.NewRuneOffsets(body)
	pair := func(s text.Span) *[2]int {
		if s.Len() == 0 {
			return nil
		}
		return &[2]int{at.At(s.Start), at.At(s.End)}
	}
	out := []predictedStatement{}
	for _, s := range found {
		p := predictedStatement{pair(s.Source), pair(s.Cue), [][2]int{}, string(s.Kind), s.Speaker, string(s.Sourcing)}
		for _, c := range s.Content {
			p.Content = append(p.Content, *pair(c))
		}
		out = append(out, p)
	}
	return out
}
