package crashtest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// program builds parley once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "parley-crashtest")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "parley")
	out, err := exec.Command("go", "build", "-o", path, "github.com/parley-news/parley/cmd/parley").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build parley: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// process is a running parley.
type process struct {
	cmd    *exec.Cmd
	errs   bytes.Buffer
	mu     sync.Mutex
	lines  []string // of its standard output so far
	ended  chan struct{}
	failed error
}

// start runs parley with arguments. It dies with the test.
func start(t testing.TB, args ...string) *process {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(path, args...), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "PARLEY_LOG_LEVEL=error", "GOMAXPROCS=2")
	p.cmd.Stderr = &p.errs
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		s := bufio.NewScanner(out)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			p.mu.Lock()
			p.lines = append(p.lines, s.Text())
			p.mu.Unlock()
		}
		p.failed = p.cmd.Wait()
	}()
	t.Cleanup(p.kill)
	return p
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// killAfter kills the process when it still runs after d, and reports whether it did.
func (p *process) killAfter(d time.Duration) bool {
	select {
	case <-p.ended:
		return false
	case <-time.After(d):
	}
	p.kill()
	return true
}

// wait lets the process end by itself.
func (p *process) wait(t testing.TB, limit time.Duration) {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(limit):
		p.kill()
		t.Fatalf("parley %s did not end within %v\n%s", strings.Join(p.cmd.Args[1:], " "), limit, p.errs.String())
	}
	if p.failed != nil {
		t.Fatalf("parley %s: %v\n%s", strings.Join(p.cmd.Args[1:], " "), p.failed, p.errs.String())
	}
}

// kept are the pages that the process said it had kept.
func (p *process) kept() (out []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines {
		if s, ok := strings.CutPrefix(l, "kept "); ok {
			out = append(out, s)
		}
	}
	return out
}

// address is where a process serves its site.
func (p *process) address(t testing.TB) string {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		p.mu.Lock()
		lines := p.lines
		p.mu.Unlock()
		for _, l := range lines {
			if a, ok := strings.CutPrefix(l, "Parley is at "); ok {
				return a
			}
		}
	}
	t.Fatalf("it serves nothing\n%s", p.errs.String())
	return ""
}

var ctx = context.Background()
