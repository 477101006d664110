package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func joined(s string, spans []Span) string {
	var out []string
	for _, p := range spans {
		out = append(out, p.Of(s))
	}
	return strings.Join(out, "|")
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"He didn’t say 1,640 or 2.5; U.S. aid.", "He|didn’t|say|1,640|or|2.5|U.S|aid"},
		{"Tehrik-i-Lusava (TTL)", "Tehrik-i-Lusava|TTL"},
		{"می\u200cگوید ۱۴ نفر", "می\u200cگوید|۱۴|نفر"},
		{"北京说 ok", "北|京|说|ok"},
		{"toll.Both sides", "toll|Both|sides"},
		{"", ""},
	} {
		if got := joined(c.in, Words(c.in)); got != c.want {
			t.Errorf("Words(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"He left. She stayed!", "He left.|She stayed!"},
		{"Gen. Faiz met Dr. Ok on Oct. 19 in the U.S. capital. It rained.", "Gen. Faiz met Dr. Ok on Oct. 19 in the U.S. capital.|It rained."},
		{"“It is baseless.” He denied it.", "“It is baseless.”|He denied it."},
		{"amid a mounting death toll.Both sides then agreed.", "amid a mounting death toll.|Both sides then agreed."},
		{"See example.com for 2.5 reasons.", "See example.com for 2.5 reasons."},
		{"One\n\nTwo. Three", "One|Two.|Three"},
		{"این یک جمله است. دومی؟ سومی.", "این یک جمله است.|دومی؟|سومی."},
		{"他说。我说！好", "他说。|我说！|好"},
		{"J. Smith spoke. A man left.", "J. Smith spoke.|A man left."},
		{"\"Why?\" she asked.", "\"Why?\" she asked."},
	} {
		if got := joined(c.in, Sentences(c.in)); got != c.want {
			t.Errorf("Sentences(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Élan VITAL", "elan vital"}, {"كتاب ي ۱۲٣", "کتاب ی 123"}, {"plain", "plain"}, {"Straße", "strasse"}, {"हिन्दी", "हिन्दी"}, {"“x”", "\"x\""},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzSpansLieInText(f *testing.F) {
	f.Add("He said. “Go.”He left")
	f.Add("\xff\xfe. A")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\ufffd")
		}
		for _, list := range [][]Span{Words(s), Sentences(s), Paragraphs(s)} {
			last := 0
			for _, p := range list {
				if !p.In(s) || p.Len() == 0 || p.Start < last {
					t.Fatalf("span %v of %q is outside, empty or out of order", p, s)
				}
				last = p.End
			}
		}
	})
}

func BenchmarkSentences(b *testing.B) {
	s := strings.Repeat("Gen. Faiz met Dr. Ok on Oct. 19 in the U.S. capital. It rained “all day.” He left.\n\n", 100)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Sentences(s)
	}
}
