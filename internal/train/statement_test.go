package train

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/statement/english"
)

// statementData writes a small folder in the shape that Statement reads: sentences of ours with their syntax,
// and articles of ours with who says what.
func statementData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, s string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree := "1\tMoor\tMoor\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_\n3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_\n" +
		"4\tbridge\tbridge\tNOUN\tNN\t_\t5\tnsubj\t_\t_\n5\tfell\tfall\tVERB\tVBD\t_\t2\tccomp\t_\t_\n6\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
	write("train.conllu", strings.Repeat(tree, 20))
	write("dev.conllu", "this is not read because another file is named as training data\n")
	article := `{"id": "a", "text": "Moor said the bridge fell. It rained.", "annotations": [{"attributions": [{"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 25]]}]}]}` + "\n"
	write("train.jsonl", strings.Repeat(article, 20)+`{"some": "other shape"}`+"\n")
	return dir
}

func TestStatementTrainingIsRepeatable(t *testing.T) {
	t.Parallel()
	dir := statementData(t)
	var a, b bytes.Buffer
	steps, total := 0, 0
	o := StatementOptions{Progress: func(done, of int) { steps, total = done, of }}
	if err := Statement(dir, &a, o); err != nil {
		t.Fatal(err)
	}
	if steps == 0 || steps != total {
		t.Errorf("progress ended at %d of %d", steps, total)
	}
	if err := Statement(dir, &b, StatementOptions{}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two trainings on the same folder differ")
	}
	learnt(t, &a)
}

// learnt checks that the weights find the pattern they were trained on.
func learnt(t *testing.T, packed *bytes.Buffer) {
	t.Helper()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	m, err := english.ReadModels(raw.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	text := english.Read("Moor said the bridge fell. It rained.")
	m.Tag(text)
	found := m.Attributions(text)
	if len(found) != 1 || text.Span(found[0].Content[0]).Of(text.Body) != "the bridge fell" {
		t.Errorf("found %v, want the one statement that was taught", found)
	}
}

func TestStatementTrainingNeedsData(t *testing.T) {
	t.Parallel()
	if err := Statement(t.TempDir(), &bytes.Buffer{}, StatementOptions{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("training on an empty folder: %v, want invalid", err)
	}
}
