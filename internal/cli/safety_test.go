package cli

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// count counts the rows of a table of a database that others may use.
func count(t *testing.T, database, table string) (n int) {
	t.Helper()
	st, err := store.Open(context.Background(), database, store.Options{IDs: news.NewIDs(time.Now, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Query(context.Background(), "select count(*) from "+table, func(row func(...any) error) error { return row(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTwoProgramsOnOneFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := serve(t, dir)
	code, _, errs := run(t, "", "--data-dir", dir, "--addr", "localhost:0", "serve")
	if code != 1 || !strings.Contains(errs, fmt.Sprintf("“parley serve” (process %d, since ", p.Process.Pid)) {
		t.Errorf("a second server: exit %d, %q; want 1 and who holds the folder", code, errs)
	}
	page := file(t, "ferries.html", paper)
	code, out, errs := run(t, "", "--data-dir", dir, "ingest", page)
	if code != 0 || !strings.Contains(out, "1 pages read (1 new); they wait in the queue") {
		t.Errorf("ingest beside a server: exit %d, %q, %q", code, out, errs)
	}
	until(t, "a story made by the server", func() bool {
		_, out, _ := run(t, "", "--data-dir", dir, "stories")
		return strings.Contains(out, "Ferries stop")
	})
	code, _, errs = run(t, "", "--data-dir", dir, "restore", page)
	if code != 1 || !strings.Contains(errs, "is being worked on by “parley serve”") {
		t.Errorf("restore beside a server: exit %d, %q", code, errs)
	}
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.Wait()
	if code, _, errs := run(t, "", "--data-dir", dir, "ingest", page); code != 0 {
		t.Errorf("ingest after the server was killed: exit %d, %q", code, errs)
	}
}

func TestBackupWhileAnotherProgramWrites(t *testing.T) {
	t.Parallel()
	dir, pages := t.TempDir(), pagesIn(t, 300)
	database := filepath.Join(dir, "parley.db")
	p := start(t, "--data-dir", dir, "--workers", "1", "ingest", pages)
	until(t, "pages in the archive", func() bool {
		_, err := os.Stat(database)
		return err == nil && count(t, database, "capture") >= 64
	})
	before := count(t, database, "capture")
	copied := filepath.Join(t.TempDir(), "copy.db.zst")
	code, out, errs := run(t, "", "--data-dir", dir, "backup", "--json", "-o", copied)
	if code != 0 {
		t.Fatalf("backup: exit %d, %s", code, errs)
	}
	var b struct{ Bytes int }
	if err := json.Unmarshal([]byte(out), &b); err != nil || b.Bytes < 1000 {
		t.Errorf("backup said %q, %v", out, err)
	}
	if p.ProcessState != nil {
		t.Fatal("the other program had ended already")
	}
	if code, _, errs := run(t, "", "--data-dir", dir, "backup", "-o", copied); code != 1 || !strings.Contains(errs, "exists already") {
		t.Errorf("backup over a file: exit %d, %q", code, errs)
	}
	if n := count(t, database, "backup where problem = ''"); n != 1 {
		t.Errorf("%d copies recorded, want 1", n)
	}
	// The copy, elsewhere, finishes its work.
	other := t.TempDir()
	if code, _, errs := run(t, "", "--data-dir", other, "restore", copied); code != 0 {
		t.Fatalf("restore: exit %d, %s", code, errs)
	}
	restored := filepath.Join(other, "parley.db")
	had := count(t, restored, "capture")
	if had < before {
		t.Errorf("the copy has %d captures, %d were accepted before it began", had, before)
	}
	if code, _, errs := run(t, "", "--data-dir", other, "ingest", file(t, "one.html", paper)); code != 0 {
		t.Fatalf("work on the copy: exit %d, %s", code, errs)
	}
	if n := count(t, restored, "article"); n != had+1 {
		t.Errorf("the copy came to %d articles of %d captures", n, had+1)
	}
	if n := count(t, restored, "job where state <> 'dead'"); n != 0 {
		t.Errorf("%d jobs are left", n)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("the program beside the backup: %v, %s", err, p.errs)
	}
}

func TestRestoreKeepsWhatStoodThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	database := filepath.Join(dir, "parley.db")
	copied := filepath.Join(t.TempDir(), "copy.db")
	if code, _, errs := run(t, "", "--data-dir", dir, "ingest", file(t, "one.html", paper)); code != 0 {
		t.Fatal(errs)
	}
	if code, _, errs := run(t, "", "--data-dir", dir, "backup", "-o", copied); code != 0 {
		t.Fatal(errs)
	}
	if code, _, errs := run(t, "", "--data-dir", dir, "ingest", file(t, "two.html", strings.ReplaceAll(paper, "Clara", "Lucia"))); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs := run(t, "", "--data-dir", dir, "restore", copied)
	if code != 0 {
		t.Fatal(errs)
	}
	if n := count(t, database, "capture"); n != 1 {
		t.Errorf("%d captures after restoring, want 1", n)
	}
	_, aside, _ := strings.Cut(out, "is kept as ")
	if n := count(t, strings.TrimSpace(aside), "capture"); n != 2 {
		t.Errorf("%d captures in the database kept aside (%q), want 2", n, aside)
	}

	// What is no copy is refused, and the database stays.
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	db, err := sql.Open("sqlite", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("create table invoices (id integer)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	torn := append([]byte(nil), whole...)
	for i := len(torn) / 3; i < len(torn)/3+20000; i++ {
		torn[i] = 0xee
	}
	for _, c := range []struct{ name, path, want string }{
		{"another program's database", foreign, "no database of Parley"},
		{"a text", file(t, "x.txt", strings.Repeat("hello ", 1000)), "no database of Parley"},
		{"a damaged copy", file(t, "torn.db", string(torn)), "damaged"},
		{"half a copy", file(t, "half.db", string(whole[:len(whole)/2])), "damaged"},
		{"half a compressed copy", file(t, "half.db.zst", "\x28\xb5\x2f\xfd\x04"), "cannot be read to its end"},
		{"no file", filepath.Join(dir, "none.db"), "no such file"},
		{"itself", database, "is the database itself"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, errs := run(t, "", "--data-dir", dir, "restore", c.path)
			if code != 1 || !strings.Contains(errs, c.want) {
				t.Errorf("exit %d, %q; want 1 and %q", code, errs, c.want)
			}
			if n := count(t, database, "capture"); n != 1 {
				t.Errorf("%d captures afterwards, want 1", n)
			}
		})
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".parley-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
