package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/fault"
)

func TestClaimsScoresSharedNarratives(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one := "Karsund accused Velmora of sheltering the Lusava Front. Velmora denied sheltering the Lusava Front."
	two := "Karsund said Velmora shelters the Lusava Front. Karsund said it opened a school."
	span := func(page, s string) []int {
		i := strings.Index(page, s)
		return []int{utf8.RuneCountInString(page[:i]), utf8.RuneCountInString(page[:i+len(s)])}
	}
	a, b := span(one, "sheltering the Lusava Front"), span(two, "Velmora shelters the Lusava Front")
	st := func(kind, speaker string, src, c []int) map[string]any {
		return map[string]any{"kind": kind, "speaker": speaker, "source": src, "content": [][]int{c}}
	}
	gold := map[string]any{
		"pages": map[string]any{
			"001_x.txt": map[string]any{"body": []int{0, len(one)}, "language": "en", "statements": []any{st("accuse", "Karsund", []int{0, 7}, span(one, "Velmora of sheltering the Lusava Front"))}},
			"002_y.txt": map[string]any{"body": []int{0, len(two)}, "language": "en", "statements": []any{st("assert", "Karsund", []int{0, 7}, b)}},
		},
		"narratives": []any{map[string]any{"name": "shelter", "spans": []any{[]any{"001", a[0], a[1]}, []any{"002", b[0], b[1]}}}},
	}
	raw, err := json.Marshal(gold)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{"gold.json": string(raw), "001_x.txt": one, "002_y.txt": two} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	r, err := Claims(dir, Options{Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.More["gold_statements_f1"]; r.N != 2 || got != 1.0 {
		t.Errorf("Claims = %+v, want 2 pages and gold_statements_f1 1", r)
	}
	var p struct{ Claims []claimRow }
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		t.Errorf("predictions are no JSON: %v", err)
	}
}

func TestClaimsSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Claims(dir, Options{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("without gold.json: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "gold.json"), []byte(`{"pages":{"a":{"body":[0,9]}},"narratives":[{"name":"n","spans":[["a",0,99]]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Claims(dir, Options{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("with spans outside the page: %v", err)
	}
}
