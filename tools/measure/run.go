package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// bench is where and how measurements run.
type bench struct {
	repo, corpus, parley string
	limit                int
	timeout              time.Duration
	log                  io.Writer
}

// result is what one measurement gave: numbers by their JSON name, or why there are none.
type result struct {
	measurement
	set     string
	figures map[string]float64
	problem string
}

func build(ctx context.Context, repo, dir string) (string, error) {
	bin := filepath.Join(dir, "parley")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", bin, "./cmd/parley")
	cmd.Dir = repo
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return bin, nil
}

func (b bench) measure(ctx context.Context, m measurement) result {
	r := result{measurement: m}
	args := []string{"eval", m.Kind, "--data", filepath.Join(b.corpus, m.Data), "--json"}
	if b.limit > 0 {
		args = append(args, "--limit", fmt.Sprint(b.limit))
	}
	fmt.Fprintf(b.log, "measure: %s on %s\n", m.Kind, m.Data)
	out, _, err := b.child(ctx, args)
	if err != nil {
		r.problem = err.Error()
		return r
	}
	var object map[string]any
	if err := json.Unmarshal(out, &object); err != nil {
		r.problem = fmt.Sprintf("no JSON: %v", err)
		return r
	}
	r.set, _ = object["set"].(string)
	r.figures = map[string]float64{}
	flatten("", object, r.figures)
	if m.NoText {
		for _, name := range []string{"f1", "precision", "recall"} {
			delete(r.figures, name)
		}
	}
	if r.figures["n"] == 0 {
		r.problem = "nothing was measured"
	}
	return r
}

// flatten names nested numbers by their path: {"recall": {"deny": .5}} is "recall.deny".
func flatten(prefix string, object map[string]any, into map[string]float64) {
	for k, v := range object {
		switch v := v.(type) {
		case float64:
			into[prefix+k] = v
		case map[string]any:
			flatten(prefix+k+".", v, into)
		}
	}
}

// child runs Parley and returns its output and its use of the machine.
func (b bench) child(ctx context.Context, args []string) ([]byte, usage, error) {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.parley, args...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	start := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(start)}
	if s := cmd.ProcessState; s != nil {
		u.cpu = s.UserTime() + s.SystemTime()
		if r, ok := s.SysUsage().(*syscall.Rusage); ok {
			u.peakBytes = peak(r)
		}
	}
	if ctx.Err() == context.DeadlineExceeded {
		return nil, u, fmt.Errorf("not done after %v", b.timeout)
	}
	if err != nil {
		return out.Bytes(), u, fmt.Errorf("%w: %s", err, lastLine(problems.String()))
	}
	return out.Bytes(), u, nil
}

type usage struct {
	wall, cpu time.Duration
	peakBytes int64
}

// peak is the greatest resident memory: kilobytes on Linux, bytes on macOS.
func peak(r *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return int64(r.Maxrss)
	}
	return int64(r.Maxrss) * 1024
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// speed is what it took to read a folder of pages into a fresh archive.
type speed struct {
	data    string
	pages   int
	failed  bool // some pages were reported as failed
	use     usage
	problem string
}

func (b bench) ingest(ctx context.Context, tmp, data string) speed {
	s := speed{data: data}
	dir := filepath.Join(b.corpus, data)
	entries, err := os.ReadDir(dir)
	if err != nil {
		s.problem = err.Error()
		return s
	}
	s.pages = len(entries)
	fmt.Fprintf(b.log, "measure: ingest %s\n", data)
	_, s.use, err = b.child(ctx, []string{"ingest", dir, "--data-dir", filepath.Join(tmp, "archive")})
	// Exit code 1 says that single pages failed, which is a result and no end.
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && s.use.wall > time.Second {
		s.failed = true
	} else if err != nil {
		s.problem = err.Error()
	}
	return s
}
