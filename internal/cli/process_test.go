package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test's own program stand for parley, so that tests can run several at once and kill them.
func TestMain(m *testing.M) {
	if os.Getenv("PARLEY_TEST_MAIN") != "" {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
	}
	os.Exit(m.Run())
}

// process is a running parley.
type process struct {
	*exec.Cmd
	out  *bufio.Reader
	errs *bytes.Buffer
}

func parley(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "PARLEY_TEST_MAIN=1", "HOME="+t.TempDir())
	return cmd
}

// start runs parley beside the test and kills it at its end.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	cmd := parley(t, args...)
	p := &process{Cmd: cmd, errs: &bytes.Buffer{}}
	cmd.Stderr = p.errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return p
}

// serve starts a server on a free port and waits until it has the database.
func serve(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := start(t, append([]string{"--data-dir", dir, "--addr", "localhost:0", "serve"}, args...)...)
	line, err := p.out.ReadString('\n')
	if err != nil || !strings.Contains(line, "Parley is at") {
		t.Fatalf("serve said %q, %v, %s", line, err, p.errs)
	}
	go func() { _, _ = io.Copy(io.Discard, p.out) }()
	return p
}

// pagesIn writes n different pages into a folder.
func pagesIn(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		page := strings.NewReplacer("Ferries stop", fmt.Sprintf("Ferries stop, report %d", i), "within a week", fmt.Sprintf("within %d weeks", i+2),
			"Puerto Albor", fmt.Sprintf("Puerto Albor %d", i)).Replace(paper)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("page%04d.html", i)), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// until waits for a condition of another program.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("after a minute: not yet %s", what)
}
