package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const (
	saidText = "Ada Moor said the bridge would stay closed. “We will not leave the valley,” said Tomas Reln.\nThe rain went on all night."
	saidGold = `[{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 42]]}, {"source": [[81, 91]], "cue": [[76, 80]], "content": [[44, 75]]}]`
)

func writeFile(t *testing.T, dir, name, s string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(s), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStatementsOnOurOwnText(t *testing.T) {
	t.Parallel()
	text, _ := json.Marshal(saidText)
	path := writeFile(t, t.TempDir(), "said.jsonl", `{"id": "a", "text": `+string(text)+`, "annotations": [{"attributions": `+saidGold+"}]}\n")
	var out bytes.Buffer
	r, err := Statements(path, Options{Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 1 || r.F1 < 0.9 || r.More["whole_f1"].(float64) < 0.99 || r.More["direct"] != 1 {
		t.Errorf("report = %+v; want all found", r)
	}
	var p statementPrediction
	if err := json.NewDecoder(bufio.NewReader(&out)).Decode(&p); err != nil {
		t.Fatal(err)
	}
	runes := []rune(saidText)
	if len(p.Statements) != 2 || string(runes[p.Statements[1].Cue[0]:p.Statements[1].Cue[1]]) != "said" || p.Statements[1].Speaker != "Tomas Reln" {
		t.Errorf("predictions = %+v", p)
	}
}

func TestStatementsWithoutData(t *testing.T) {
	t.Parallel()
	if _, err := Statements(filepath.Join(t.TempDir(), "none"), Options{}); err == nil {
		t.Error("a missing file is measured")
	}
	if _, err := Statements(writeFile(t, t.TempDir(), "x.jsonl", "{\"other\": 1}\n"), Options{}); err == nil {
		t.Error("a file of another shape is measured")
	}
}

func TestSeedStatements(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, dir, "p.txt", "Menu — Home\n"+saidText)
	writeFile(t, dir, "gold.json", `{"pages": {"p.txt": {"language": "en", "body": [12, 130], "statements": [
		{"kind": "assert", "speaker": "Ada Moor", "source": [12, 20], "content": [[26, 54]]},
		{"kind": "assert", "speaker": "Tomas Reln", "source": [93, 103], "content": [[56, 87]]},
		{"kind": "deny", "speaker": "Nobody", "source": null, "content": [[104, 120]]}]}}}`)
	r, err := SeedStatements(dir)
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 1 || r.Recall < 0.66 || r.Recall > 0.67 || r.More["speakers_right"] != 1.0 || r.More["kinds_right"] != 1.0 {
		t.Errorf("report = %+v; want two of three found, with speaker and kind", r)
	}
}
