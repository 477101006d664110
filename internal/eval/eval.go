// Package eval measures the engines on folders of labelled data, read by shape and
// not by name. Each kind has one file and one function; each returns a Report.
package eval

import (
	"encoding/json"
	"io"
	"maps"
)

// Options are what every measurement takes. The zero value measures everything quietly.
type Options struct {
	Predictions io.Writer             // JSON Lines of what the engine said, or nil
	Progress    func(done, total int) // called now and then, or nil
	Limit       int                   // measure only the first Limit items by identifier; 0 is all
}

func (o Options) progress(done, total int) {
	if o.Progress != nil {
		o.Progress(done, total)
	}
}

// Report is what a measurement found. Ratios are 0…1.
type Report struct {
	Set       string // the folder or file, by its last name
	N         int    // items measured
	F1        float64
	Precision float64
	Recall    float64
	PerSecond float64        // items a second on one core
	More      map[string]any // what else the kind measures, by its JSON name
}

// MarshalJSON writes one flat object.
func (r Report) MarshalJSON() ([]byte, error) {
	m := map[string]any{"set": r.Set, "n": r.N, "f1": round(r.F1), "precision": round(r.Precision), "recall": round(r.Recall), "per_second": round(r.PerSecond)}
	for k, v := range r.More {
		if f, ok := v.(float64); ok {
			v = round(f)
		}
		m[k] = v
	}
	return json.Marshal(maps.Clone(m))
}

func round(f float64) float64 {
	return float64(int64(f*10000+0.5)) / 10000
}

// f1 is the harmonic mean of precision and recall.
func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
