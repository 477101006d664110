// Package faults holds no code, only a test that puts a bad network between parley and its PostgreSQL. It lies in the
// tools' module so that toxiproxy is no dependency of the program.
package faults

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"golang.org/x/tools/txtar"
)

// bad are the states of the network, one after another while the work goes on.
var bad = []struct {
	name, toxic string
	away        bool // the proxy takes no connections
}{
	{name: "slow", toxic: `{"name":"x","type":"latency","stream":"downstream","attributes":{"latency":80,"jitter":60}}`},
	{name: "connections reset", toxic: `{"name":"x","type":"reset_peer","stream":"downstream","attributes":{"timeout":150}}`},
	{name: "narrow", toxic: `{"name":"x","type":"bandwidth","stream":"upstream","attributes":{"rate":60}}`},
	{name: "in small pieces", toxic: `{"name":"x","type":"slicer","stream":"downstream","attributes":{"average_size":40,"size_variation":20,"delay":200}}`},
	{name: "silent, then closed", toxic: `{"name":"x","type":"timeout","stream":"upstream","attributes":{"timeout":400}}`},
	{name: "cut off in mid-answer", toxic: `{"name":"x","type":"limit_data","stream":"downstream","attributes":{"bytes":9000}}`},
	{name: "away", away: true},
}

func TestABadNetworkToPostgres(t *testing.T) {
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		t.Skip("set PARLEY_TEST_POSTGRES to an administrator's address to test on PostgreSQL")
	}
	parley := build(t)
	dir := pages(t)
	calm, troubled := database(t, "calm"), database(t, "troubled")
	run(t, parley, calm, dir)

	upstream, err := url.Parse(troubled)
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "postgres", "127.0.0.1:0", upstream.Host)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { proxy.Stop() }()
	through := *upstream
	through.Host = proxy.Listen

	cmd := command(parley, through.String(), dir)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 5)); err != nil { // "kept …": the pages are in, the work begins
		t.Fatalf("nothing was kept: %v\n%s", err, errs.String())
	}
	go func() {
		b := make([]byte, 4096)
		for {
			if _, err := out.Read(b); err != nil {
				return
			}
		}
	}()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	ctx := context.Background()
	for i := 0; ; i++ {
		state := bad[i%len(bad)]
		if i >= len(bad) { // each has had its turn: now let it finish
			break
		}
		t.Log(state.name)
		if state.away {
			proxy.Stop()
		} else if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(state.toxic)); err != nil {
			t.Fatalf("%s: %v", state.name, err)
		}
		select {
		case err := <-ended:
			ended <- err
		case <-time.After(1500 * time.Millisecond):
		}
		if state.away {
			fresh := toxiproxy.NewProxy(server, "postgres", through.Host, upstream.Host)
			proxy = fresh
			if err := proxy.Start(); err != nil {
				t.Fatal(err)
			}
		} else {
			proxy.Toxics.ResetToxics(ctx)
		}
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Fatalf("parley ended with %v\n%s", err, errs.String())
		}
	case <-time.After(5 * time.Minute):
		_ = cmd.Process.Kill()
		t.Fatalf("it does not finish\n%s", errs.String())
	}
	got, want := counts(t, troubled), counts(t, calm)
	if got != want {
		t.Errorf("over a bad network there are\n%s\nover a good one\n%s", got, want)
	}
}

func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "parley")
	cmd := exec.Command("go", "build", "-o", path, "./cmd/parley")
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build parley: %v\n%s", err, out)
	}
	return path
}

// pages are those of the sample, in a folder.
func pages(t *testing.T) string {
	t.Helper()
	archives, err := filepath.Glob("../../internal/sample/data/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no sample: %v", err)
	}
	dir, n := t.TempDir(), 0
	for _, a := range archives {
		x, err := txtar.ParseFile(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range x.Files {
			if !strings.HasSuffix(f.Name, ".html") {
				continue
			}
			n++
			if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(f.Name, "/", "_")), f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n < 40 {
		t.Fatalf("only %d pages in the sample", n)
	}
	return dir
}

func command(parley, database, dir string) *exec.Cmd {
	cmd := exec.Command(parley, "--data-dir", filepath.Join(dir, "..", "data"), "--database", database, "--node-beat", "300ms", "--workers", "2", "--log-level", "error", "ingest", "--kept", dir)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	return cmd
}

func run(t *testing.T, parley, database, dir string) {
	t.Helper()
	if out, err := command(parley, database, dir).CombinedOutput(); err != nil {
		t.Fatalf("ingest: %v\n%s", err, out)
	}
}

// database makes one for the test.
func database(t *testing.T, name string) string {
	t.Helper()
	u, err := url.Parse(os.Getenv("PARLEY_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	name = fmt.Sprintf("parley_faults_%s_%d", name, time.Now().UnixNano())
	if _, err := db.Exec("create database " + name + " template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("drop database " + name + " with (force)"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	u.Path = "/" + name
	return u.String()
}

// counts is how much there is of what, and how much work is left or failed.
func counts(t *testing.T, address string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, q := range []string{
		"select count(*) from capture", "select count(*) from article", "select count(*) from version", "select count(*) from statement",
		"select count(*) from figure", "select count(*) from event", "select count(*) from member", "select count(*) from job",
		"select count(*) from stage_state where state in ('failed', 'dead')",
	} {
		var n int
		if err := db.QueryRow(q).Scan(&n); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s: %d\n", q, n)
	}
	return b.String()
}
