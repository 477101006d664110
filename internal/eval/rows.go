package eval

import (
	"bufio"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
)

// maxRow bounds one line of a labelled file.
const maxRow = 64 << 20

// readRows calls take with every line of the JSON Lines files at path: one file, or the files of a
// folder in order of their names, compressed with gzip or not. take must not retain the line.
func readRows(path string, take func(line []byte) error) error {
	files, err := rowFiles(path)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := readRowFile(f, take); err != nil {
			return err
		}
	}
	return nil
}

func rowFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault.Errorf(fault.NotFound, "read %s: %w", path, err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "read %s: %w", path, err)
	}
	var out []string
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), ".gz"); e.Type()&fs.ModeDir == 0 && strings.HasSuffix(name, ".jsonl") {
			out = append(out, filepath.Join(path, e.Name()))
		}
	}
	slices.Sort(out)
	if len(out) == 0 {
		return nil, fault.Errorf(fault.NotFound, "read %s: no .jsonl files in this folder", path)
	}
	return out, nil
}

func readRowFile(path string, take func(line []byte) error) (err error) {
	defer fault.Wrap(&err, "read %s", path)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return fault.Errorf(fault.Invalid, "%w", err)
		}
		r = z
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRow)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := take(lines.Bytes()); err != nil {
			return fault.Errorf(fault.Invalid, "line %d: %w", n, err)
		}
	}
	return lines.Err()
}
