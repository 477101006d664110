// Measure builds Parley, measures every engine on the folders of labelled data and the whole
// pipeline on a folder of pages, and rewrites the marked block of doc/quality.md.
//
//	go -C tools run ./measure -repo .. -corpus ../../shared/corpus
//
// The text of the document outside the marks stays as it is. A measurement that fails is written
// down as failed, with the reason, and the exit code is 1; a figure below its floor is marked and does not fail.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	repo := flag.String("repo", "..", "the checkout")
	corpus := flag.String("corpus", "../../shared/corpus", "folder of labelled data")
	out := flag.String("out", "doc/quality.md", "document to rewrite, relative to the checkout")
	only := flag.String("only", "", "measure only this kind and print it: extract, copies, …, pipeline")
	limit := flag.Int("limit", 0, "measure only the first N items of each set (for trying this tool out)")
	wait := flag.Duration("timeout", 30*time.Minute, "longest time for one set")
	stdout := flag.Bool("print", false, "print the block instead of rewriting the document (always with -only and -limit)")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := bench{repo: *repo, corpus: *corpus, limit: *limit, timeout: *wait, log: os.Stderr}
	if err := run(ctx, b, *only, *out, *stdout || *only != "" || *limit > 0); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, b bench, only, out string, stdout bool) (err error) {
	if b.repo, err = filepath.Abs(b.repo); err != nil {
		return err
	}
	if b.corpus, err = filepath.Abs(b.corpus); err != nil {
		return err
	}
	if _, err := os.Stat(b.corpus); err != nil {
		return fmt.Errorf("no labelled data: give its folder with -corpus (%w)", err)
	}
	tmp, err := os.MkdirTemp("", "parley-measure-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if b.parley, err = build(ctx, b.repo, tmp); err != nil {
		return err
	}
	var results []result
	for _, m := range plan(only) {
		results = append(results, b.measure(ctx, m))
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	var speeds []speed
	if only == "" || only == "pipeline" {
		speeds = append(speeds, b.ingest(ctx, tmp, "extract/scrapinghub/html"))
	}
	block := render(machine(ctx, b.repo), results, speeds)
	if stdout {
		fmt.Print(block)
	} else if err := rewrite(filepath.Join(b.repo, out), block); err != nil {
		return err
	}
	return failures(results, speeds)
}

func failures(results []result, speeds []speed) error {
	var names []string
	for _, r := range results {
		if r.problem != "" {
			names = append(names, r.Kind+" on "+r.Data+": "+r.problem)
		}
	}
	for _, s := range speeds {
		if s.problem != "" {
			names = append(names, "ingest "+s.data+": "+s.problem)
		}
	}
	if names == nil {
		return nil
	}
	return fmt.Errorf("%d measurements failed:\n  %s", len(names), strings.Join(names, "\n  "))
}
