// Package collect reads pages from where a user has them: files, folders, gzip,
// standard input. Start with Pages.
//
// What cannot be read is reported item by item with what to do about it; the rest goes on.
package collect

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// MaxBytes is the largest page that is read, after decompression; larger ones are
// reported and left out, so that one huge file cannot take all memory.
const MaxBytes = 64 << 20

// Page is a page as found.
type Page struct {
	Name     string // the path as the user would write it, or "-"
	Bytes    []byte
	Modified time.Time // of the file; zero for standard input
}

// Problem is an item that could not be read. Its text names the item and what to do.
type Problem struct {
	Name string
	Err  error
}

func (p Problem) Error() string { return p.Name + ": " + p.Err.Error() }

// Unwrap gives the failure and its kind.
func (p Problem) Unwrap() error { return p.Err }

// endings of files that are taken out of a folder; ".gz" may follow each.
var endings = []string{".html", ".htm", ".xhtml", ".txt", ".text"}

// List expands paths to the files they stand for, in order: a folder gives its pages,
// sorted, subfolders included. A path named outright is taken whatever its ending. What
// cannot be opened comes back as problems, with how many files of folders had other endings.
func List(paths []string) (files []string, problems []Problem, skipped int) {
	for _, p := range paths {
		if p == "-" {
			files = append(files, p)
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			problems = append(problems, Problem{p, describe(err)})
			continue
		}
		if !info.IsDir() {
			files = append(files, p)
			continue
		}
		found, bad, other := folder(p)
		if len(found) == 0 && len(bad) == 0 {
			bad = append(bad, Problem{p, fault.Errorf(fault.NotFound, "no pages in this folder: pages end in .html, .htm, .xhtml or .txt, with or without .gz")})
		}
		files, problems, skipped = append(files, found...), append(problems, bad...), skipped+other
	}
	return files, problems, skipped
}

func folder(root string) (files []string, problems []Problem, skipped int) {
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			problems = append(problems, Problem{path, describe(err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case d.Type().IsRegular() && hasPageEnding(path):
			files = append(files, path)
		default:
			skipped++
		}
		return nil
	})
	return files, problems, skipped
}

func hasPageEnding(path string) bool {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return slices.Contains(endings, filepath.Ext(name))
}

// Read reads one file, or standard input for "-". Gzip is recognised by its first bytes and undone.
func Read(ctx context.Context, name string, stdin io.Reader) (_ Page, err error) {
	if err := ctx.Err(); err != nil {
		return Page{}, err
	}
	in, modified, err := open(name, stdin)
	if err != nil {
		return Page{}, Problem{name, describe(err)}
	}
	defer in.Close()
	data, err := readAll(in)
	if err != nil {
		return Page{}, Problem{name, err}
	}
	return Page{Name: name, Bytes: data, Modified: modified}, nil
}

func open(name string, stdin io.Reader) (io.ReadCloser, time.Time, error) {
	if name == "-" {
		return io.NopCloser(stdin), time.Time{}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, time.Time{}, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fault.Errorf(fault.Invalid, "is a folder")
	}
	if err != nil {
		f.Close()
		return nil, time.Time{}, err
	}
	return f, info.ModTime().UTC(), nil
}

func readAll(in io.Reader) ([]byte, error) {
	r := bufio.NewReaderSize(in, 64<<10)
	var src io.Reader = r
	if magic, _ := r.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "broken gzip: get the file again (%v)", err)
		}
		defer z.Close()
		src = z
	}
	data, err := io.ReadAll(io.LimitReader(src, MaxBytes+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return nil, fault.Errorf(fault.Invalid, "the gzip data breaks off or is damaged after %d bytes: get the file again", len(data))
	case err != nil:
		return nil, describe(err)
	case len(data) > MaxBytes:
		return nil, fault.Errorf(fault.TooLarge, "larger than %d MB: no page of news is; split it or leave it out", MaxBytes>>20)
	case bytes.HasPrefix(data, []byte("WARC/")):
		return nil, fault.Errorf(fault.Invalid, "a web archive, not a page: give the file to parley backfill")
	}
	return data, nil
}

// describe says in plain words what the operating system said.
func describe(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Errorf(fault.NotFound, "no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return fault.Errorf(fault.Denied, "may not be read: check its permissions")
	case errors.As(err, &p):
		return fmt.Errorf("%w", p.Err)
	}
	return err
}
