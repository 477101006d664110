package collect

import (
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

func TestArchivesAreFoundByNameAndByWhatTheyBeginWith(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	put := func(name, content string, zip bool) {
		if err := os.MkdirAll(filepath.Dir(path(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(path(name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if zip {
			z := gzip.NewWriter(f)
			_, _ = z.Write([]byte(content))
			z.Close()
			return
		}
		_, _ = f.WriteString(content)
	}
	put("b.warc.gz", "WARC/1.1\r\n", true)
	put("a.warc", "WARC/1.0\r\n", false)
	put("sub/c.warc.wet.gz", "WARC/1.0\r\n", true)
	put("page.html.gz", "<p>hello", true)
	put("unnamed", "WARC/1.0\r\n", true)
	files, problems := Archives([]string{dir})
	if want := []string{path("a.warc"), path("b.warc.gz"), path("sub/c.warc.wet.gz")}; !slices.Equal(files, want) || len(problems) > 0 {
		t.Errorf("folder: %q, %v", files, problems)
	}
	files, problems = Archives([]string{path("*.warc*"), path("unnamed"), path("a.warc"), path("page.html.gz"), path("none"), path("*.none"), t.TempDir()})
	if want := []string{path("a.warc"), path("b.warc.gz"), path("unnamed")}; !slices.Equal(files, want) {
		t.Errorf("named: %q", files)
	}
	if len(problems) != 4 || !errors.Is(problems[0], fault.Invalid) || !errors.Is(problems[1], fault.NotFound) || !errors.Is(problems[2], fault.NotFound) || !errors.Is(problems[3], fault.NotFound) {
		t.Errorf("problems: %v", problems)
	}
	if _, err := Read(t.Context(), path("b.warc.gz"), nil); !errors.Is(err, fault.Invalid) {
		t.Errorf("an archive read as a page: %v", err)
	}
}
