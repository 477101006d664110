package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/store"
)

func TestScheduledCopiesAreMadeAndTheOldestGo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := openIn(t, dir)
	defer a.Close()
	a.config.BackupEvery, a.config.BackupKeep = time.Hour, 2
	backups := a.config.backupFolder()
	if err := os.MkdirAll(backups, 0o700); err != nil {
		t.Fatal(err)
	}
	old := []string{"parley-20250101T000000Z.db.zst", "parley-20250101T000000Z.db.zst.objects", "parley-20250201T000000Z.db.zst", "notes.txt"}
	for _, name := range old {
		if err := os.WriteFile(filepath.Join(backups, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); a.backups(ctx) }()
	var last store.Backup
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && last.File == ""; time.Sleep(20 * time.Millisecond) {
		last, _ = a.Store.LastBackup(ctx)
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(backups, old[0])); err != nil {
			break
		}
	}
	cancel()
	<-done
	var names []string
	list, err := os.ReadDir(backups)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		names = append(names, f.Name())
	}
	want := []string{"notes.txt", "parley-20250201T000000Z.db.zst", filepath.Base(last.File)}
	if last.File == "" || !slices.Equal(names, want) {
		t.Errorf("copies %v, want %v", names, want)
	}
	if n := a.untilBackup(context.Background()); n < 50*time.Minute || n > time.Hour {
		t.Errorf("the next copy is due in %v, want about an hour", n)
	}
}
