package cli

import (
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/app"
)

func TestEverySettingIsAFlagAndIsShown(t *testing.T) {
	_, help, _ := run(t, "", "--help")
	code, shown, errs := run(t, "", "check-config", "--addr", "localhost:7", "--allow-networks", "10.0.0.0/8,192.168.0.0/16", "--full-text", "--poll-every", "1h",
		"--database", "postgres://u:secret@db.example/x")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for _, s := range app.Settings() {
		if !strings.Contains(help, "--"+s.Name) {
			t.Errorf("there is no flag --%s", s.Name)
		}
		if !strings.Contains("\n"+shown, "\n"+s.Name+" ") {
			t.Errorf("check-config does not show %s", s.Name)
		}
	}
	for _, want := range []string{`"localhost:7"`, `["10.0.0.0/8", "192.168.0.0/16"]`, "= true", `"1h"`, "db.example"} {
		if !strings.Contains(shown, want) {
			t.Errorf("check-config lacks %s:\n%s", want, shown)
		}
	}
	if strings.Contains(shown, "secret") {
		t.Errorf("check-config shows a password:\n%s", shown)
	}
}
