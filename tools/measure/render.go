package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

const (
	openMark  = "<!-- measured -->"
	closeMark = "<!-- /measured -->"
)

// render writes the block with its marks.
func render(c conditions, results []result, speeds []speed) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n<!-- Written by `make measure`; what stands between the marks is replaced. -->\n\n", openMark)
	fmt.Fprintf(&b, "Measured on %s, commit %s, %s, %s.\n", c.date, orDash(c.commit), c.machine, c.goVersion)
	for _, kind := range kinds {
		var rows []result
		for _, r := range results {
			if r.Kind == kind {
				rows = append(rows, r)
			}
		}
		if rows != nil {
			renderKind(&b, kind, rows)
		}
	}
	if speeds != nil {
		renderSpeeds(&b, speeds)
	}
	fmt.Fprintf(&b, "\n%s\n", closeMark)
	return b.String()
}

// columns every kind has, in this order; all other figures follow below, one line each.
var columns = []struct{ name, figure string }{{"items", "n"}, {"F1", "f1"}, {"precision", "precision"}, {"recall", "recall"}, {"items/s", "per_second"}}

func renderKind(b *strings.Builder, kind string, rows []result) {
	fmt.Fprintf(b, "\n### %s\n\n`parley eval %s --data PATH --json`\n\n", kind, kind)
	b.WriteString("| set | use |")
	for _, c := range columns {
		fmt.Fprintf(b, " %s |", c.name)
	}
	b.WriteString(" floor |\n|---|---|" + strings.Repeat("--:|", len(columns)) + "---|\n")
	for _, r := range rows {
		use := "dev"
		if r.Report {
			use = "report"
		}
		fmt.Fprintf(b, "| %s | %s |", setName(r.Data), use)
		for _, c := range columns {
			fmt.Fprintf(b, " %s |", number(r.figures, c.figure))
		}
		fmt.Fprintf(b, " %s |\n", verdict(r))
	}
	renderMore(b, rows)
}

// renderMore lists what else was measured: a line per figure, a column per set.
func renderMore(b *strings.Builder, rows []result) {
	names := map[string]bool{}
	for _, r := range rows {
		for k := range r.figures {
			names[k] = true
		}
	}
	for _, c := range columns {
		delete(names, c.figure)
	}
	if len(names) == 0 {
		return
	}
	b.WriteString("\n| figure |")
	for _, r := range rows {
		fmt.Fprintf(b, " %s |", setName(r.Data))
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(rows)) + "\n")
	for _, name := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintf(b, "| %s |", strings.ReplaceAll(name, "_", " "))
		for _, r := range rows {
			fmt.Fprintf(b, " %s |", number(r.figures, name))
		}
		b.WriteString("\n")
	}
}

func renderSpeeds(b *strings.Builder, speeds []speed) {
	b.WriteString("\n### whole pipeline\n\n`parley ingest PATH --data-dir FRESH`: read, store, extract, find, group, index; SQLite.\n\n")
	b.WriteString("| pages from | pages | seconds | pages/s | CPU seconds | peak memory | floor |\n|---|--:|--:|--:|--:|--:|---|\n")
	for _, s := range speeds {
		if s.problem != "" {
			fmt.Fprintf(b, "| %s | %d | – | – | – | – | not measured: %s |\n", s.data, s.pages, cell(s.problem))
			continue
		}
		rate, mib := float64(s.pages)/s.use.wall.Seconds(), float64(s.use.peakBytes)/(1<<20)
		note := verdicts([]string{limitText("pages/s", rate, bound{Least: 30}), limitText("MiB", mib, bound{Most: 1024})})
		if s.failed {
			note += "; some pages were reported as failed"
		}
		fmt.Fprintf(b, "| %s | %d | %.1f | %.1f | %.1f | %.0f MiB | %s |\n", s.data, s.pages, s.use.wall.Seconds(), rate, s.use.cpu.Seconds(), mib, note)
	}
}

// verdict says for each bound of a row whether it is kept.
func verdict(r result) string {
	if r.problem != "" {
		return "not measured: " + cell(r.problem)
	}
	var list []string
	for _, b := range r.Bounds {
		v, ok := r.figures[b.Figure]
		if !ok {
			list = append(list, strings.ReplaceAll(b.Figure, "_", " ")+" is missing")
			continue
		}
		list = append(list, limitText(strings.ReplaceAll(b.Figure, "_", " "), v, b))
	}
	return verdicts(list)
}

func limitText(name string, v float64, b bound) string {
	sign, limit, kept := "≥", b.Least, v >= b.Least
	if b.Most > 0 {
		sign, limit, kept = "≤", b.Most, v <= b.Most
	}
	word := "kept"
	if !kept {
		word = "**missed**"
	}
	return fmt.Sprintf("%s %s %g %s", name, sign, limit, word)
}

func verdicts(list []string) string {
	if list == nil {
		return "–"
	}
	return strings.Join(list, ", ")
}

// number writes whole numbers whole, rates with one digit, ratios with four; F1, precision and recall are always ratios.
func number(figures map[string]float64, name string) string {
	v, ok := figures[name]
	ratio := name == "f1" || name == "precision" || name == "recall"
	switch {
	case !ok:
		return "–"
	case v == float64(int64(v)) && !ratio:
		return fmt.Sprintf("%.0f", v)
	case v > 1:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.4f", v)
}

func setName(data string) string {
	return strings.TrimSuffix(strings.TrimSuffix(data, ".gz"), ".jsonl")
}

func cell(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "\n", " "), "|", "/") }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// rewrite replaces the marked block of the document; all else stays byte for byte.
func rewrite(path, block string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := replaceBlock(string(old), block)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

func replaceBlock(text, block string) (string, error) {
	before, rest, ok := strings.Cut(text, openMark)
	if !ok {
		return "", fmt.Errorf("no line %q: say where the figures go", openMark)
	}
	_, after, ok := strings.Cut(rest, closeMark)
	if !ok {
		return "", fmt.Errorf("no line %q after %q", closeMark, openMark)
	}
	return before + strings.TrimSuffix(block, "\n") + after, nil
}
