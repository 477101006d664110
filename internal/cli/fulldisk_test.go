//go:build linux

package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAFullDiskLosesNothing fills a small disk under an archive, then makes room again.
func TestAFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if code, _, errs := run(t, "", "--data-dir", dir, "ingest", file(t, "first.html", paper)); code != 0 {
		t.Fatal(errs)
	}
	ballast := filepath.Join(dir, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = f.Write(block)
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	pages := pagesIn(t, 100)
	code, _, errs := run(t, "", "--data-dir", dir, "ingest", pages)
	if code != 1 || !strings.Contains(errs, "the disk is full: make room") {
		t.Errorf("ingest on a full disk: exit %d, %q; want 1 and what to do", code, errs)
	}
	// Room to begin and none to go on: it waits, and goes on by itself.
	if err := os.Truncate(ballast, size-300<<10); err != nil {
		t.Fatal(err)
	}
	said := filepath.Join(t.TempDir(), "said")
	log, err := os.Create(said)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	p := parley(t, "--data-dir", dir, "ingest", pages)
	p.Stderr = log
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	until(t, "told that the disk is full", func() bool {
		data, _ := os.ReadFile(said)
		return strings.Contains(string(data), "the disk is full: make room")
	})
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	_ = p.Wait() // it ended at once where not even the pages found room; else it worked them off
	if code, _, errs := run(t, "", "--data-dir", dir, "ingest", pages); code != 0 {
		t.Errorf("ingest after room was made: exit %d, %s", code, errs)
	}
	if n := count(t, filepath.Join(dir, "parley.db"), "article"); n != 101 {
		t.Errorf("%d articles, want 101", n)
	}
}
