package lockfile

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// TestMain lets the test's own program stand for another one that holds a lock.
func TestMain(m *testing.M) {
	if path := os.Getenv("PARLEY_TEST_HOLD"); path != "" {
		if _, err := Take(path, "parley serve", time.Unix(1000, 0)); err != nil {
			os.Stdout.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		os.Stdout.WriteString("held\n")
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestALockNamesItsHolderAndEndsWithIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.lock")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PARLEY_TEST_HOLD="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "held\n" {
		t.Fatalf("the other program said %q, %v", line, err)
	}
	_, err = Take(path, "parley ingest", time.Now())
	var held *Held
	if !errors.As(err, &held) || !errors.Is(err, fault.Busy) || held.By.PID != cmd.Process.Pid || held.By.Command != "parley serve" {
		t.Fatalf("Take beside another program = %v, want Busy, naming process %d", err, cmd.Process.Pid)
	}
	if !strings.Contains(err.Error(), "1970-01-01 00:16:40 UTC") {
		t.Errorf("%q does not say since when", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	l, err := Take(path, "parley ingest", time.Now())
	if err != nil {
		t.Fatalf("Take after the holder was killed: %v", err)
	}
	if _, err := Take(path, "parley rebuild", time.Now()); !errors.Is(err, fault.Busy) {
		t.Errorf("Take twice in one program = %v, want Busy", err)
	}
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := Take(path, "parley rebuild", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Release(); err != nil || again.Release() != nil {
		t.Error("releasing twice is an error")
	}
}

func TestAFolderThatIsNotThereSaysSo(t *testing.T) {
	t.Parallel()
	if _, err := Take(filepath.Join(t.TempDir(), "none", "x.lock"), "x", time.Now()); !errors.Is(err, fault.Invalid) {
		t.Errorf("Take = %v, want Invalid", err)
	}
}
