package cli

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// wait waits for the end of a process and returns how it ended.
func wait(t *testing.T, c *process) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	select {
	case err := <-done:
		return err
	case <-time.After(30 * time.Second):
		t.Fatal("it does not end")
		return nil
	}
}

func TestServeEndsWellOnTheFirstSignal(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	settings := []string{"--data-dir", t.TempDir(), "--addr", addr, "--disk-floor", "0", "--stop-delay", "0s"}
	c := start(t, append(settings, "serve")...)
	line, _ := c.out.ReadString('\n')
	if !strings.Contains(line, "Parley is at") {
		t.Errorf("it says %q", line)
	}
	deadline := time.Now().Add(20 * time.Second)
	for {
		code, out, errs := run(t, "", append(settings, "health")...)
		if code == 0 {
			for _, want := range []string{"ready\n", "database: ok", "worker: ok"} {
				if !strings.Contains(out, want) {
					t.Errorf("health lacks %q: %s", want, out)
				}
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("it does not get ready: %s %s", out, errs)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := wait(t, c); err != nil {
		t.Errorf("after SIGTERM it ends with %v, want exit code 0", err)
	}
	if code, _, errs := run(t, "", append(settings, "health")...); code != 1 || !strings.Contains(errs, "does not answer") {
		t.Errorf("health of nothing: exit %d, %s", code, errs)
	}
}

func TestServeEndsAtOnceOnTheSecondSignal(t *testing.T) {
	t.Parallel()
	c := serve(t, t.TempDir(), "--stop-delay", "30s")
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	for range 2 {
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
	}
	err := wait(t, c)
	if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); err == nil || !ok || !status.Signaled() || time.Since(began) > 10*time.Second {
		t.Errorf("it ended with %v after %v", err, time.Since(began))
	}
}

func TestCheckConfigNamesEveryProblem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	junk := filepath.Join(dir, "junk")
	if err := os.WriteFile(junk, []byte("this is no such thing, whatever it is taken for"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t, "", "check-config", "--connect", "--data-dir", filepath.Join(junk, "data"), "--addr", "192.0.2.1:8090", "--metrics-addr", "nowhere.invalid:9", "--language", "tlh",
		"--contact", "me", "--outlets", filepath.Join(dir, "none.toml"), "--tls-cert", junk, "--tls-key", junk, "--allow-networks", "10.0.0.0",
		"--database", "postgres://u:secret@127.0.0.1:1/x", "--public-url", "http://news.example")
	if code != 1 {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{"data-dir", "addr: ", "metrics-addr: ", `language "tlh"`, `contact "me"`, "none.toml", "certificate " + junk, "allow-networks", "does not answer", "public-url"} {
		if !strings.Contains(errs, want) {
			t.Errorf("no word of %q in:\n%s", want, errs)
		}
	}
	if strings.Contains(errs+out, "secret") {
		t.Errorf("the password is shown: %s", errs)
	}
	if code, _, errs := run(t, "", "check-config", "--connect", "--data-dir", dir, "--database", junk); code != 1 || !strings.Contains(errs, "database") {
		t.Errorf("a file that is no database: exit %d, %s", code, errs)
	}
	if code, _, errs := run(t, "", "check-config", "--connect", "--data-dir", filepath.Join(dir, "new", "folder"), "--contact", "editor@news.example"); code != 0 || errs != "" {
		t.Errorf("settings that can be used: exit %d, %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(dir, "new")); err == nil {
		t.Error("checking made a folder")
	}
}
