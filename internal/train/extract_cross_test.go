package train

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/learn"
)

// TestExtractCrossValidation prints how well the extraction model does on pages of sites
// that it has not seen. It needs labelled folders, separated by spaces:
//
//	PARLEY_EXTRACT_DATA="a b" PARLEY_EXTRACT_EXCLUDE="c d" go test -run ExtractCross -v ./internal/train
func TestExtractCrossValidation(t *testing.T) {
	dirs := strings.Fields(os.Getenv("PARLEY_EXTRACT_DATA"))
	if len(dirs) == 0 {
		t.Skip("PARLEY_EXTRACT_DATA is not set")
	}
	start := time.Now()
	pages, err := loadPages(dirs, strings.Fields(os.Getenv("PARLEY_EXTRACT_EXCLUDE")))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages, %v", len(pages), time.Since(start))
	foldFirst(pages)
	t.Logf("first stage, %v", time.Since(start))
	report(t, pages, "first")
	for _, p := range pages {
		p.doubt()
	}
	foldFirst(pages)
	t.Logf("without doubtful blocks, %v", time.Since(start))
	report(t, pages, "first")
	for f := range folds {
		var rest, mine []*page
		for _, p := range pages {
			if p.fold == f {
				mine = append(mine, p)
			} else {
				rest = append(rest, p)
			}
		}
		m := fitStage(rest, func(p *page) *learn.Matrix { return p.outline.Second(p.first, p.chance) })
		for _, p := range mine {
			p.final = probabilities(m.Score(p.outline.Second(p.first, p.chance)))
		}
	}
	t.Logf("second stage, %v", time.Since(start))
	report(t, pages, "second")
	if os.Getenv("PARLEY_EXTRACT_WORST") != "" {
		worst(t, pages)
	}
}

func report(t *testing.T, pages []*page, stage string) {
	var op, or float64
	for _, p := range pages {
		a, b := p.oracle()
		op, or = op+a, or+b
	}
	t.Logf("labels themselves: P %.4f R %.4f", op/float64(len(pages)), or/float64(len(pages)))
	for _, th := range []float32{.3, .35, .4, .45, .5, .55, .6} {
		var ps, rs, n float64
		for _, p := range pages {
			a, b := p.measure(stage, th)
			ps, rs, n = ps+a, rs+b, n+1
		}
		ps, rs = ps/n, rs/n
		t.Logf("%s %.2f: F1 %.4f P %.4f R %.4f", stage, th, 2*ps*rs/(ps+rs), ps, rs)
	}
}

func (p *page) measure(stage string, th float32) (precision, recall float64) {
	chance := p.chance
	if stage == "second" {
		chance = p.final
	}
	var b strings.Builder
	for i := range chance {
		if chance[i] > th {
			b.WriteString(p.outline.Text(i) + "\n")
		}
	}
	return shinglePR(p.body, b.String())
}

func (p *page) oracle() (precision, recall float64) {
	var b strings.Builder
	for i := range p.label {
		if p.label[i] > 0 {
			b.WriteString(p.outline.Text(i) + "\n")
		}
	}
	return shinglePR(p.body, b.String())
}

func shinglePR(want, got string) (precision, recall float64) {
	count := func(s string) map[string]int {
		w := words(s)
		m := map[string]int{}
		for i := 0; i < max(1, len(w)-shingle+1) && len(w) > 0; i++ {
			m[strings.Join(w[i:min(len(w), i+shingle)], " ")]++
		}
		return m
	}
	a, b := count(want), count(got)
	both, na, nb := 0, 0, 0
	for k, n := range a {
		na += n
		both += min(n, b[k])
	}
	for _, n := range b {
		nb += n
	}
	if nb == 0 || na == 0 {
		return 0, 0
	}
	return float64(both) / float64(nb), float64(both) / float64(na)
}

func worst(t *testing.T, pages []*page) {
	sort.SliceStable(pages, func(i, j int) bool {
		a, b := pages[i].measure("second", .45)
		c, d := pages[j].measure("second", .45)
		return a+b < c+d
	})
	var out strings.Builder
	for _, p := range pages[:min(60, len(pages))] {
		a, b := p.measure("second", .45)
		fmt.Fprintf(&out, "\n=== %s P %.3f R %.3f blocks %d\n", p.id, a, b, p.outline.Len())
		for i := range p.final {
			if (p.final[i] > .45) != (p.label[i] > 0) {
				fmt.Fprintf(&out, "  %d want %v p1 %.2f p2 %.2f: %.160s\n", i, p.label[i], p.chance[i], p.final[i], p.outline.Text(i))
			}
		}
	}
	os.WriteFile(os.Getenv("PARLEY_EXTRACT_WORST"), []byte(out.String()), 0o644)
}
