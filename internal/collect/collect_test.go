package collect

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
)

func zip(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestListTakesPagesOutOfFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := write(t, dir, "b.html.gz", zip(t, "x"))
	a := write(t, dir, "a.txt", []byte("x"))
	c := write(t, dir, "sub/c.HTM", []byte("x"))
	write(t, dir, "truth.jsonl", []byte("{}"))
	odd := write(t, t.TempDir(), "odd.bin", []byte("x"))
	files, problems, skipped := List([]string{dir, odd, filepath.Join(dir, "none")})
	if d := cmp.Diff([]string{a, b, c, odd}, files); d != "" {
		t.Error(d)
	}
	if len(problems) != 1 || !errors.Is(problems[0], fault.NotFound) || skipped != 1 {
		t.Errorf("problems %v, skipped %d; want one not found, 1", problems, skipped)
	}
}

func TestReadUndoesGzipAndNamesWhatIsBroken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := zip(t, strings.Repeat("page ", 1000))
	for _, c := range []struct {
		name string
		data []byte
		want string
		kind *fault.Kind
	}{
		{"plain.txt", []byte("page"), "page", nil},
		{"whole.gz", whole, strings.Repeat("page ", 1000), nil},
		{"cut.gz", whole[:len(whole)/2], "", fault.Invalid},
		{"fake.gz", []byte("\x1f\x8bnonsense"), "", fault.Invalid},
		{"bomb.gz", zip(t, strings.Repeat("0", MaxBytes+2)), "", fault.TooLarge},
	} {
		p, err := Read(context.Background(), write(t, dir, c.name, c.data), nil)
		if string(p.Bytes) != c.want || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %d bytes, %v; want %d bytes, kind %v", c.name, len(p.Bytes), err, len(c.want), c.kind)
		}
		if err != nil && !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: error does not name the item: %v", c.name, err)
		}
	}
	if p, err := Read(context.Background(), "-", strings.NewReader("in")); err != nil || string(p.Bytes) != "in" {
		t.Errorf("standard input = %q, %v", p.Bytes, err)
	}
}
