package train

import (
	"os"
	"testing"
)

// TestMakeStatementModel trains on the folder that PARLEY_STATEMENT_DATA names and writes the weights to PARLEY_STATEMENT_OUT.
func TestMakeStatementModel(t *testing.T) {
	dir, out := os.Getenv("PARLEY_STATEMENT_DATA"), os.Getenv("PARLEY_STATEMENT_OUT")
	if dir == "" || out == "" {
		t.Skip("PARLEY_STATEMENT_DATA or PARLEY_STATEMENT_OUT not set")
	}
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := Statement(dir, f, StatementOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
