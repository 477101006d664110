package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestBlockIsReplacedAndNothingElse(t *testing.T) {
	t.Parallel()
	const doc = "# Quality\n\nwords\n\n<!-- measured -->\nold | figures\n<!-- /measured -->\n\nmore words\n"
	block := render(conditions{date: "2026-01-02", machine: "2 cores"}, nil, nil)
	got, err := replaceBlock(doc, block)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got, "# Quality\n\nwords\n\n<!-- measured -->\n") || !strings.HasSuffix(got, "\n<!-- /measured -->\n\nmore words\n") || strings.Contains(got, "old") {
		t.Errorf("document is now:\n%s", got)
	}
	again, err := replaceBlock(got, block)
	if err != nil || again != got {
		t.Errorf("a second run changed the document again: %v\n%s", err, again)
	}
	for _, bad := range []string{"no marks", "<!-- measured --> only one"} {
		if _, err := replaceBlock(bad, block); err == nil {
			t.Errorf("replaceBlock(%q) found a block", bad)
		}
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	var object map[string]any
	if err := json.Unmarshal([]byte(`{"set":"a","n":12,"f1":0.9,"precision":0.95,"recall":0.8555,"per_second":123.45,"recall_of":{"deny":0.5},"times_parse":2.75}`), &object); err != nil {
		t.Fatal(err)
	}
	figures := map[string]float64{}
	flatten("", object, figures)
	rows := []result{
		{measurement: measurement{Kind: "extract", Data: "extract/a", Report: true, Bounds: []bound{{Figure: "f1", Least: .85}, {Figure: "times_parse", Most: 2.5}}}, figures: figures},
		{measurement: measurement{Kind: "extract", Data: "b.jsonl.gz", Bounds: []bound{{Figure: "nope", Least: 1}}}, figures: map[string]float64{"n": 1}},
		{measurement: measurement{Kind: "copies", Data: "c"}, problem: "exit status 1: no | file"},
	}
	got := render(conditions{}, rows, []speed{{data: "d", pages: 100, use: usage{wall: 2e9, cpu: 3e9, peakBytes: 512 << 20}}})
	for _, want := range []string{
		"| extract/a | report | 12 | 0.9000 | 0.9500 | 0.8555 | 123.5 | f1 ≥ 0.85 kept, times parse ≤ 2.5 **missed** |\n",
		"| b | dev | 1 | – | – | – | – | nope is missing |\n",
		"| recall of.deny | 0.5000 | – |\n",
		"| c | dev | – | – | – | – | – | not measured: exit status 1: no / file |\n",
		"| d | 100 | 2.0 | 50.0 | 3.0 | 512 MiB | pages/s ≥ 30 kept, MiB ≤ 1024 kept |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no line %qin:\n%s", want, got)
		}
	}
}

func TestPlanKnowsEveryKind(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		if len(plan(kind)) == 0 {
			t.Errorf("no measurement of %s", kind)
		}
	}
	if n := len(plan("")); n != len(measurements) {
		t.Errorf("the whole plan has %d measurements, want %d", n, len(measurements))
	}
}
