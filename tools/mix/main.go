// Mix makes a large news archive for measurements: N articles as WARC files, out of a folder of
// labelled pages and texts, in the order of time in which feeds would have given them.
//
//	go -C tools run ./mix -corpus ../../shared/corpus -n 100000 -out /var/tmp/mix
//
// The pages are real ones with their title, dates and paragraphs replaced; the paragraphs are those of
// real articles with their names, numbers and most other words exchanged, consistently within a
// story and differently in every story, so that a text that serves twice does not look like a copy. A known share of the articles
// are copies of earlier ones. The same corpus, flags and seed give the same bytes. mix.jsonl beside the files says what each article is.
//
// What comes out contains the words of publishers: measure with it, never publish it.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

type options struct {
	corpus, out string
	n, perFile  int
	seed        uint64
	start       time.Time
	days        int
	maxPage     int
	workers     int
}

func main() {
	var o options
	var start string
	flag.StringVar(&o.corpus, "corpus", "../../shared/corpus", "folder of labelled data: extract/*/html with truth.jsonl, stories/*.jsonl.gz")
	flag.StringVar(&o.out, "out", "", "folder to write to; it must be new or empty")
	flag.IntVar(&o.n, "n", 100000, "articles")
	flag.IntVar(&o.perFile, "per-file", 2000, "articles in a file")
	flag.Uint64Var(&o.seed, "seed", 1, "another seed gives another archive")
	flag.StringVar(&start, "start", "2026-07-01", "day of the first article")
	flag.IntVar(&o.days, "days", 120, "days from the first article to the last")
	flag.IntVar(&o.maxPage, "max-page", 600<<10, "largest page taken as a pattern, in bytes")
	flag.IntVar(&o.workers, "workers", 2, "files written at once")
	flag.Parse()
	var err error
	if o.start, err = time.Parse(time.DateOnly, start); err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mix:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if o.out == "" || o.n < 1 || o.perFile < 1 || o.days < 1 || o.workers < 1 {
		return fmt.Errorf("give a folder with -out, and numbers above 0")
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	if old, err := os.ReadDir(o.out); err != nil || len(old) > 0 {
		return fmt.Errorf("%s is not empty: name another folder (%v)", o.out, err)
	}
	began := time.Now()
	texts, err := loadTexts(o.corpus)
	if err != nil {
		return err
	}
	patterns, err := loadPatterns(o.corpus, o.maxPage)
	if err != nil {
		return err
	}
	m := &mixer{options: o, texts: texts, words: newVocabulary(texts), outlets: outlets(patterns, o.seed)}
	m.plan()
	fmt.Fprintf(os.Stderr, "mix: %d texts in %d groups, %d patterns, read in %.1f s\n", texts.count(), len(texts.groups), len(patterns), time.Since(began).Seconds())
	sum, err := m.write()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "mix: %d articles (%d copies) of %d stories, %.0f MB of pages (%.0f KB each), %.0f MB in %d files, %.1f s\n",
		len(m.articles), sum.copies, m.stories, float64(sum.page)/(1<<20), float64(sum.page)/1024/float64(len(m.articles)), float64(sum.file)/(1<<20), sum.files, time.Since(began).Seconds())
	return nil
}
