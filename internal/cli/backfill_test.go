package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/store/storetest"
	"github.com/parley-news/parley/internal/warc"
)

// crawl writes a web archive of n pages into a folder.
func crawl(t *testing.T, dir, name string, from, n int) string {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b, true)
	for i := from; i < from+n; i++ {
		page := strings.NewReplacer("Ferries stop", fmt.Sprintf("Ferries stop, report %d", i), "within a week", fmt.Sprintf("within %d weeks", i+2),
			"Puerto Albor", fmt.Sprintf("Puerto Albor %d", i)).Replace(paper)
		err := w.Write(warc.Record{Type: warc.Response, ID: warc.RecordID(fmt.Sprint(i)), Date: time.Date(2026, 11, 12, 0, 0, i, 0, time.UTC), TargetURI: fmt.Sprintf("https://coast.example/%d", i),
			ContentType: "application/http; msgtype=response", Block: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page)})
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// backfilled is what a whole run of backfill --json tells.
func backfilled(t *testing.T, args ...string) (files []archiveJSON, sum paceJSON) {
	t.Helper()
	cmd := parley(t, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v, %s", err, errs.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, l := range lines {
		if i == len(lines)-1 {
			err = json.Unmarshal([]byte(l), &sum)
		} else {
			var f archiveJSON
			err = json.Unmarshal([]byte(l), &f)
			files = append(files, f)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, l)
		}
	}
	return files, sum
}

func TestBackfillOutlivesKills(t *testing.T) {
	t.Parallel()
	databases := map[string][]string{"sqlite": nil}
	if os.Getenv("PARLEY_TEST_POSTGRES") != "" {
		databases["postgres"] = []string{"--database", storetest.Postgres(t)}
	}
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args := append([]string{"--data-dir", t.TempDir(), "--log-level", "error"}, database...)
			args = append(args, "backfill", "--json", crawl(t, dir, "a.warc.gz", 0, 260), crawl(t, dir, "b.warc.gz", 260, 140))
			r := rand.New(rand.NewPCG(5, 6))
			for range 8 {
				p := start(t, args...)
				time.Sleep(time.Duration(100+r.IntN(900)) * time.Millisecond)
				_ = p.Process.Kill()
				_ = p.Wait()
			}
			files, sum := backfilled(t, args...)
			if len(files) != 2 || files[0].Pages != 260 || files[0].New != 260 || files[1].Pages != 140 || files[1].New != 140 || !files[0].Finished || !files[1].Finished {
				t.Errorf("files %+v", files)
			}
			if sum.Archive["capture"] != 400 || sum.Archive["article"] != 400 || sum.Archive["waiting: backfill"] != 0 {
				t.Errorf("archive %v", sum.Archive)
			}
		})
	}
}

func TestSeveralProcessesShareTheFiles(t *testing.T) {
	t.Parallel()
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		t.Skip("set PARLEY_TEST_POSTGRES to an administrator's address to test on PostgreSQL")
	}
	dir := t.TempDir()
	var paths []string
	for i := range 3 {
		paths = append(paths, crawl(t, dir, fmt.Sprintf("%d.warc.gz", i), i*100, 100))
	}
	common := []string{"--database", storetest.Postgres(t), "--log-level", "error"}
	own := func() []string { return append([]string{"--data-dir", t.TempDir()}, common...) }
	if out, err := parley(t, append(append(own(), "backfill", "--queue"), paths...)...).Output(); err != nil || !strings.Contains(string(out), "3 files wait") {
		t.Fatalf("%s, %v", out, err)
	}
	other := start(t, append(append(own(), "backfill"), paths[0])...)
	files, sum := backfilled(t, append(append(own(), "backfill", "--json"), paths...)...)
	if err := other.Wait(); err != nil {
		t.Errorf("the other process: %v, %s", err, other.errs)
	}
	n := 0
	for _, f := range files {
		n += f.New
	}
	if n != 300 || sum.Archive["capture"] != 300 {
		t.Errorf("%d new pages in the files, %d captures; want 300 and 300", n, sum.Archive["capture"])
	}
}

func TestIngestTakesWebArchivesToo(t *testing.T) {
	t.Parallel()
	dir := pagesIn(t, 2)
	path := crawl(t, dir, "crawl.warc.gz", 10, 3)
	code, out, errs := run(t, "", "--data-dir", t.TempDir(), "ingest", dir)
	if code != 0 || !strings.Contains(out, "5 pages read (5 new)") || strings.Contains(errs, "left alone") {
		t.Errorf("folder: exit %d, %s, %s", code, out, errs)
	}
	data := t.TempDir()
	if code, out, _ := run(t, "", "--data-dir", data, "ingest", path); code != 0 || !strings.Contains(out, "3 pages read (3 new)") {
		t.Errorf("file: exit %d, %s", code, out)
	}
	if code, _, errs := run(t, "", "extract", path); code != 1 || !strings.Contains(errs, "parley backfill") {
		t.Errorf("extract: exit %d, %s", code, errs)
	}
}

func TestBackfillSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := crawl(t, dir, "good.warc.gz", 0, 2)
	code, out, errs := run(t, "", "--data-dir", t.TempDir(), "backfill", file(t, "x.warc.gz", "hello"), filepath.Join(dir, "none-*.warc"), good)
	if code != 1 || !strings.Contains(out, "good.warc.gz: 2 pages (2 new)") {
		t.Errorf("exit %d, %s", code, out)
	}
	for _, want := range []string{"x.warc.gz: not a web archive", "none-*.warc: no file fits"} {
		if !strings.Contains(errs, want) {
			t.Errorf("standard error lacks %q: %s", want, errs)
		}
	}
}

func TestTheRateIsToldByTenths(t *testing.T) {
	t.Parallel()
	p := &pace{before: -1}
	p.note(0, 50, 10)
	p.note(5*time.Second, 50, 20)
	p.note(10*time.Second, 150, 30)
	p.note(15*time.Second, 140, 35) // a retry: nothing advances
	p.note(30*time.Second, 250, 40)
	got := p.tenths()
	if len(got) != 10 {
		t.Fatalf("%d tenths", len(got))
	}
	want := []tenth{{Done: 20, Seconds: 2, PerSecond: 10, MemoryMB: 30}, {Done: 200, Seconds: 30, PerSecond: 5, MemoryMB: 40}}
	if d := cmp.Diff(want, []tenth{got[0], got[9]}); d != "" {
		t.Error(d)
	}
}
