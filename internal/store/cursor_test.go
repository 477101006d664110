package store

import (
	"errors"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

func TestCursorLeadsBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		by float64
		id int64
	}{{0, 1}, {-3.25, 9}, {1.7e15 + 1, 1 << 62}, {41234.000000001, 7}, {1e300, 0}} {
		by, id, err := parseCursor(cursor(c.by, c.id))
		if err != nil || by != c.by || id != c.id {
			t.Errorf("cursor of %v, %d leads to %v, %d, %v", c.by, c.id, by, id, err)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	for _, s := range []string{"", "1_2", "1e3_4", "nan_1", "_", "1_2_3", "-1_-1", "0x1p5_3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		by, id, err := parseCursor(s)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Errorf("parseCursor(%q) = %v, want Invalid", s, err)
			}
			return
		}
		if by2, id2, err := parseCursor(cursor(by, id)); err != nil || by2 != by || id2 != id {
			t.Errorf("parseCursor(%q) = %v, %d, which leads to %v, %d, %v", s, by, id, by2, id2, err)
		}
	})
}

func TestPlainKeepsEveryOffset(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "ok سلام": "ok سلام", "a\x00b": "a?b", "\xff\xfeé\xc3": "??é?", "�": "�"} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}
