package collect

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/warc"
)

// archiveEndings are those of web archives that are taken out of a folder; ".gz" or ".zst" may follow each.
var archiveEndings = []string{".warc", ".wet"}

// HasArchiveEnding reports whether a file's name is that of a web archive.
func HasArchiveEnding(path string) bool {
	name := strings.ToLower(path)
	for _, e := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, e)
	}
	return slices.Contains(archiveEndings, filepath.Ext(name))
}

// IsArchive reports whether a file is a web archive by what it begins with.
func IsArchive(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	return warc.Is(head[:n])
}

// Size is how large a file is, in bytes.
func Size(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, Problem{path, describe(err)}
	}
	return info.Size(), nil
}

// Archives expands paths to the web archives they stand for, sorted within each: a folder gives its archives by their
// endings, subfolders included; a pattern such as "crawl-*.warc.gz" what it matches; a file is itself, whatever its name. What is none comes back as problems.
func Archives(paths []string) (files []string, problems []Problem) {
	for _, p := range paths {
		list, err := archives(p)
		if err != nil {
			problems = append(problems, Problem{p, err})
		}
		for _, f := range list {
			if !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	return files, problems
}

func archives(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?["):
		return pattern(path)
	case err != nil:
		return nil, describe(err)
	case info.IsDir():
		list, err := archivesBelow(path)
		if err == nil && len(list) == 0 {
			err = fault.Errorf(fault.NotFound, "no web archives in this folder: they end in .warc or .wet, with or without .gz or .zst")
		}
		return list, err
	case !info.Mode().IsRegular():
		return nil, fault.Errorf(fault.Invalid, "not a file: reading must be able to go on from its middle")
	case info.Size() > 0 && !IsArchive(path):
		return nil, fault.Errorf(fault.Invalid, "not a web archive: it begins neither with WARC/ nor with a compressed record")
	}
	return []string{path}, nil
}

func pattern(p string) (out []string, err error) {
	list, err := filepath.Glob(p)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "the pattern cannot be read: %w", err)
	}
	slices.Sort(list)
	for _, f := range list {
		more, ferr := archives(f)
		out = append(out, more...)
		err = errors.Join(err, ferr)
	}
	if len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "no file fits this pattern")
	}
	return out, err
}

func archivesBelow(root string) (out []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return describe(err)
		}
		if d.Type().IsRegular() && HasArchiveEnding(path) {
			out = append(out, path)
		}
		return nil
	})
	return out, err
}
