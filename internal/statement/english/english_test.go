package english

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

func wordsOf(t *Text) string {
	var out []string
	for i := range t.Tokens {
		out = append(out, t.Word(i))
	}
	return strings.Join(out, "|")
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"He didn’t say “no.”", "He|did|n’t|say|“|no|.|”"},
		{"Karsund's U.S. envoy, Gen. Vint, paid $1,640.50.", "Karsund|'s|U.S.|envoy|,|Gen.|Vint|,|paid|$1,640.50|."},
		{"the toll.Both sides", "the|toll|.|Both|sides"},
		{"Mass. voters wash. No. 5 won.", "Mass.|voters|wash|.|No.|5|won|."},
		{"They’re well-known--really...", "They|’re|well-known|--|really|..."},
		{"I can't", "I|ca|n't"},
		{"", ""},
	} {
		if got := wordsOf(Read(c.in)); got != c.want {
			t.Errorf("tokens of %q = %s, want %s", c.in, got, c.want)
		}
	}
}

// quoted shows which tokens stand in quotations: the number of each.
func quoted(body string) string {
	var b strings.Builder
	for _, tok := range Read(body).Tokens {
		b.WriteByte("0123456789"[tok.Quote%10])
	}
	return b.String()
}

func TestQuotations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"“Go,” he said. “Now.”", "11110002222"},
		{"\"Go,\" he said. \"Now.\"", "11110002222"},
		{"“Go on\nHe left.", "111000"},
		{"He said \"go. \"Stay\" came next.", "00111222000"},
		{"‘Go now,’ the players’ captain said.", "11111000000"},
		{"no marks here”", "0000"},
	} {
		if got := quoted(c.in); got != c.want {
			t.Errorf("quotations of %q = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestLemmasJoinForms(t *testing.T) {
	t.Parallel()
	for _, forms := range []string{"accuse accused accuses accusing", "deny denied denies denying", "say said says saying", "warn warned warns warning", "tell told telling"} {
		toks := Read(forms).Tokens
		for _, tok := range toks[1:] {
			if tok.lemma != toks[0].lemma {
				t.Errorf("%q is not joined with the first of %q", tok.Span.Of(forms), forms)
			}
		}
	}
}

// grown is trained on a handful of sentences of ours.
var grown = sync.OnceValue(func() *Models {
	var tree Tree
	for _, w := range [][3]string{{"Moor", "NNP", "2"}, {"said", "VBD", "0"}, {"the", "DT", "4"}, {"bridge", "NN", "5"}, {"fell", "VBD", "2"}, {".", ".", "2"}} {
		tree.Add(w[0], w[1], w[2])
	}
	var trees []Tree
	var texts []*Labelled
	for range 20 {
		trees = append(trees, tree)
		texts = append(texts, &Labelled{Text: Read("Moor said the bridge fell. It rained."), Attributions: []Attribution{{Source: Range{0, 1}, Cue: Range{1, 2}, Content: []Range{{2, 5}}}}})
	}
	return Train(trees, texts, nil)
})

func TestModels(t *testing.T) {
	t.Parallel()
	m := grown()
	text := Read("Moor said the bridge fell.")
	m.Tag(text)
	if text.Tokens[0].Tag != NNP || text.Tokens[1].Tag != VBD || text.Tokens[4].head != 1 || text.Tokens[1].head != -1 {
		t.Errorf("tags and heads of %q: %+v", text.Body, text.Tokens)
	}
	found := m.Attributions(text)
	if len(found) != 1 || text.Span(found[0].Source).Of(text.Body) != "Moor" || found[0].Odds < 0.5 {
		t.Errorf("attributions = %+v", found)
	}
	b := m.AppendTo(nil)
	again, err := ReadModels(b)
	if err != nil || !bytes.Equal(again.AppendTo(nil), b) {
		t.Errorf("models do not survive their file: %v", err)
	}
	for _, cut := range []int{0, 5, len(magic), len(b) / 3, len(b) / 2, len(b) - 1} {
		if _, err := ReadModels(b[:cut]); err == nil {
			t.Errorf("a file cut at %d of %d bytes is read", cut, len(b))
		}
	}
	if _, err := ReadModels([]byte("something else entirely, long enough")); !errors.Is(err, fault.Invalid) {
		t.Errorf("a file of another kind: %v, want invalid", err)
	}
}

func TestEmptyText(t *testing.T) {
	t.Parallel()
	m := grown()
	for _, body := range []string{"", " \n ", "…", "“”"} {
		text := Read(body)
		m.Tag(text)
		for _, a := range m.Attributions(text) {
			if a.Content[0].End > len(text.Tokens) {
				t.Errorf("content %v outside of %q", a.Content, body)
			}
		}
	}
}

func TestMergeJoinsWhatTouches(t *testing.T) {
	t.Parallel()
	got := merge([]Range{{7, 9}, {1, 3}, {3, 5}})
	if len(got) != 2 || got[0] != (Range{1, 5}) || got[1] != (Range{7, 9}) {
		t.Errorf("merge = %v", got)
	}
}
