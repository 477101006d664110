package crashtest

import (
	"database/sql"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// cluster is a PostgreSQL of the test's own, to be stopped.
type cluster struct{ dir, port string }

func newCluster(t *testing.T) (c cluster, address string) {
	t.Helper()
	needPostgres(t)
	c.dir = filepath.Join(os.TempDir(), "parley-outage-"+time.Now().Format("150405.000"))
	script, err := filepath.Abs("../../.ci/postgres.sh")
	if err != nil {
		t.Fatal(err)
	}
	run := func(word string) (string, error) {
		cmd := exec.Command("bash", script, word)
		cmd.Env = append(os.Environ(), "PARLEY_POSTGRES_DIR="+c.dir)
		out, err := cmd.Output()
		return strings.TrimSpace(string(out)), err
	}
	address, err = run("start")
	if err != nil {
		t.Skipf("a PostgreSQL of its own cannot be started here: %v", err)
	}
	t.Cleanup(func() { _, _ = run("stop") })
	_, rest, _ := strings.Cut(address, "127.0.0.1:")
	c.port, _, _ = strings.Cut(rest, "/")
	return c, address
}

func (c cluster) control(t *testing.T, words string) {
	t.Helper()
	line := "/usr/lib/postgresql/15/bin/pg_ctl -D " + c.dir + "/data -w -l " + c.dir + "/server.log " + words
	cmd := exec.Command("bash", "-c", line)
	if os.Getuid() == 0 {
		cmd = exec.Command("su", "postgres", "-s", "/bin/bash", "-c", line)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pg_ctl %s: %v\n%s", words, err, out)
	}
}

// TestPostgresGoesAwayAndComesBack kills connections, then stops the server for a while, under a parley that works
// and serves. It waits, says so on its pages, and goes on by itself; nothing is lost and nothing counts as failed.
func TestPostgresGoesAwayAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	c, address := newCluster(t)
	away := time.Duration(setting(t, "PARLEY_AWAY_MS", 6000)) * time.Millisecond
	list := captures(pages(t, setting(t, "PARLEY_OUTAGE_PAGES", 120)))
	keep(t, address, list)
	p := start(t, "--data-dir", t.TempDir(), "--database", address, "--addr", "localhost:0", "--node-beat", "300ms", "--workers", "2", "serve")
	site := p.address(t)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 10 { // killed backends
		time.Sleep(100 * time.Millisecond)
		if _, err := db.Exec("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'"); err != nil {
			t.Fatal(err)
		}
	}
	c.control(t, "-m immediate stop")
	stopped := time.Now()
	status, body := get(t, site+"/storylines")
	if status != http.StatusServiceUnavailable || !strings.Contains(strings.ToLower(body), "busy") {
		t.Errorf("while the database is away a page answers %d:\n%.500s", status, body)
	}
	if status, _ := get(t, site+"/healthz"); status != http.StatusOK {
		t.Errorf("the process lives, and /healthz says %d", status)
	}
	if status, _ := get(t, site+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("the database is away, and /readyz says %d", status)
	}
	time.Sleep(away - time.Since(stopped))
	c.control(t, "-o '-p "+c.port+" -k "+c.dir+" -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400' start")
	back := time.Now()
	for status := 0; status != http.StatusOK; status, _ = get(t, site+"/") {
		if time.Since(back) > 30*time.Second {
			t.Fatalf("30 s after the database came back the front page answers %d", status)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("pages are served %v after the database came back", time.Since(back).Round(time.Millisecond))
	st := open(t, address)
	defer st.Close()
	idle(t, st, 3*time.Minute)
	if failed := column(t, st, "select kind || ' ' || key || ': ' || reason from job where reason <> ''"); len(failed) > 0 {
		t.Errorf("an outage is no failure of %q", failed)
	}
	p.kill()
	sound(t, st)
	likeCalm(t, counts(t, st), list)
}

// TestSQLiteLockedByAnother holds the database's one writer for a while, as another program may.
func TestSQLiteLockedByAnother(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a quarter of a minute")
	}
	t.Parallel()
	held := time.Duration(setting(t, "PARLEY_AWAY_MS", 12000)) * time.Millisecond // longer than one wait of the driver's
	address := filepath.Join(t.TempDir(), "parley.db")
	list := captures(pages(t, 60))
	keep(t, address, list)
	p := start(t, "--data-dir", t.TempDir(), "--database", address, "--addr", "localhost:0", "--node-beat", "300ms", "--workers", "2", "serve")
	site := p.address(t)
	db, err := sql.Open("sqlite", address+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.ExecContext(ctx, "begin immediate"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(held)
	if status, _ := get(t, site+"/storylines"); status != http.StatusOK {
		t.Errorf("reading needs no writer, and a page answers %d", status)
	}
	if _, err := other.ExecContext(ctx, "rollback"); err != nil {
		t.Fatal(err)
	}
	other.Close()
	st := open(t, address)
	defer st.Close()
	idle(t, st, 3*time.Minute)
	if failed := column(t, st, "select kind || ' ' || key || ': ' || reason from job where reason <> ''"); len(failed) > 0 {
		t.Errorf("a lock is no failure of %q", failed)
	}
	p.kill()
	sound(t, st)
	integrity(t, st, address)
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Get(address)
	if err != nil {
		t.Fatalf("the site does not answer: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// likeCalm compares with what one process makes of captures when nothing happens.
func likeCalm(t *testing.T, got map[string]int, list []*news.Capture) {
	t.Helper()
	calm := filepath.Join(t.TempDir(), "calm.db")
	for _, c := range list {
		c.ID = 0
	}
	keep(t, calm, list)
	one := start(t, "--data-dir", t.TempDir(), "--database", calm, "--addr", "localhost:0", "--workers", "2", "serve")
	ref := open(t, calm)
	defer ref.Close()
	idle(t, ref, 3*time.Minute)
	one.kill()
	if want := counts(t, ref); !maps.Equal(got, want) {
		t.Errorf("there are %v; when nothing happens %v", got, want)
	}
}
