package sketch

import (
	"strings"
	"testing"
)

func TestWordsFoldTypography(t *testing.T) {
	t.Parallel()
	a, b := Words("The Río’s BANK isn't closed"), Words("the rio's bank isn’t closed")
	if len(a) != len(b) {
		t.Fatalf("%d and %d words", len(a), len(b))
	}
	for i := range a {
		if a[i].Hash != b[i].Hash {
			t.Errorf("word %d differs", i)
		}
	}
}

func TestShinglesOfShortTexts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{"": 0, "one two": 0, "one two three": 1, "one two three four": 2, "河东水位上升": 4} {
		if got := len(Shingles(Words(in))); got != want {
			t.Errorf("%d shingles of %q, want %d", got, in, want)
		}
	}
}

func TestSampleIsBoundedAndNested(t *testing.T) {
	t.Parallel()
	var h []uint32
	for i := range uint32(5000) {
		h = append(h, mix(i))
	}
	fine, coarse := SampleOf(h, 1, 1<<20), SampleOf(h, 1, 100)
	if len(coarse.Hashes) > 100 || coarse.Level <= fine.Level {
		t.Fatalf("level %d with %d hashes", coarse.Level, len(coarse.Hashes))
	}
	if fine.At(coarse.Level) != len(coarse.Hashes) {
		t.Errorf("fine sample thinned to %d, want %d", fine.At(coarse.Level), len(coarse.Hashes))
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Two posts burned. 河东")
	f.Add("\xff’\xf0")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		for _, w := range Words(s) {
			if !w.Span.In(s) {
				t.Fatalf("span %v outside %q", w.Span, s)
			}
		}
	})
}

func BenchmarkWords(b *testing.B) {
	s := strings.Repeat("The road to the ferry was closed in both directions, and the Río rose. ", 60)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Shingles(Words(s))
	}
}
