package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// conditions are what a figure means nothing without.
type conditions struct {
	date, commit, machine, goVersion string
}

func machine(ctx context.Context, repo string) conditions {
	c := conditions{date: time.Now().UTC().Format(time.DateOnly), goVersion: runtime.Version()}
	c.machine = fmt.Sprintf("%d cores", runtime.NumCPU())
	if model := field("/proc/cpuinfo", "model name"); model != "" {
		c.machine += " of " + model
	}
	if mem := field("/proc/meminfo", "MemTotal"); mem != "" {
		var kb int64
		fmt.Sscan(mem, &kb)
		c.machine += fmt.Sprintf(", %d GiB of memory", (kb+1<<19)>>20)
	}
	c.machine += ", " + runtime.GOOS + "/" + runtime.GOARCH
	c.commit = strings.TrimSpace(output(ctx, repo, "git", "rev-parse", "--short", "HEAD"))
	if c.commit != "" && output(ctx, repo, "git", "status", "--porcelain", "--untracked-files=no") != "" {
		c.commit += " and changes"
	}
	return c
}

// field reads "name : value" from a file of such lines, or "".
func field(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		k, v, ok := strings.Cut(s.Text(), ":")
		if ok && strings.TrimSpace(k) == name {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

func output(ctx context.Context, dir, name string, args ...string) string {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	out, _ := cmd.Output()
	return string(out)
}
