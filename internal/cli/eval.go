package cli

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/eval"
	"github.com/parley-news/parley/internal/fault"
)

type evalCmd struct {
	Kind        string `arg:"" enum:"extract,copies,stories,storylines,statements,claims,events,seeds,seed-statements" help:"What to measure: extract, copies, stories, storylines, statements, claims, events, seeds, seed-statements."`
	Data        string `required:"" type:"existingpath" help:"Folder or file of labelled data." placeholder:"PATH"`
	Predictions string `help:"Write what the engine said, one object a line." placeholder:"FILE"`
	Limit       int    `help:"Measure only the first N items." placeholder:"N"`
	JSON        bool   `name:"json" help:"One object."`
}

var measurements = map[string]func(string, eval.Options) (eval.Report, error){
	"extract": eval.Extract, "copies": eval.Copies, "stories": eval.Stories, "storylines": eval.Storylines,
	"statements": eval.Statements, "claims": eval.Claims, "events": eval.Events, "seeds": eval.Seeds, "seed-statements": func(dir string, _ eval.Options) (eval.Report, error) { return eval.SeedStatements(dir) },
}

// Run measures and prints the report.
func (c evalCmd) Run(e *env) (err error) {
	bar := newProgress(e.err, "measuring "+c.Kind)
	o := eval.Options{Limit: c.Limit, Progress: bar.set}
	if c.Predictions != "" {
		f, err := os.Create(c.Predictions)
		if err != nil {
			return fault.Errorf(fault.Invalid, "predictions: %w", err)
		}
		w := bufio.NewWriter(f)
		o.Predictions = w
		defer func() {
			if ferr := w.Flush(); err == nil {
				err = ferr
			}
			if cerr := f.Close(); err == nil {
				err = cerr
			}
		}()
	}
	r, err := measurements[c.Kind](c.Data, o)
	bar.done()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.out, r)
	}
	fmt.Fprintf(e.out, "%s on %s: %d items\nF1 %.4f  precision %.4f  recall %.4f  %.1f a second\n", c.Kind, r.Set, r.N, r.F1, r.Precision, r.Recall, r.PerSecond)
	for _, k := range slices.Sorted(maps.Keys(r.More)) {
		if f, ok := r.More[k].(float64); ok {
			fmt.Fprintf(e.out, "%-28s %.4f\n", strings.ReplaceAll(k, "_", " "), f)
			continue
		}
		fmt.Fprintf(e.out, "%-28s %v\n", strings.ReplaceAll(k, "_", " "), r.More[k])
	}
	return nil
}
