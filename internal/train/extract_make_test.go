package train

import (
	"os"
	"strings"
	"testing"
)

func TestMakeModel(t *testing.T) {
	out := os.Getenv("PARLEY_EXTRACT_OUT")
	if out == "" {
		t.Skip()
	}
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	err = Extract(strings.Fields(os.Getenv("PARLEY_EXTRACT_DATA")), f, ExtractOptions{Exclude: strings.Fields(os.Getenv("PARLEY_EXTRACT_EXCLUDE"))})
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}
