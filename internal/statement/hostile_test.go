package statement

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestLongTextsTakeLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some megabytes")
	}
	t.Parallel()
	Find("He said it.", "en", nil)
	for name, unit := range map[string]string{
		"no full stop":      "said the man and the man said that ",
		"open quotations":   "“ he said, ",
		"commas":            "Moor, Reln, said, ",
		"names":             "Ada Moor told Tomas Reln, ",
		"dashes and quotes": "“We left the valley at dawn.” ― Ada Moor\n",
	} {
		took := func(n int) time.Duration {
			body := strings.Repeat(unit, n/max(1, len(strings.Fields(unit))))
			begin := time.Now()
			Find(body, "en", nil)
			return time.Since(begin)
		}
		small, large := took(1_000), took(8_000)
		// Eight times the text in eight times the time; 40 leaves room for a busy machine, 64 would be quadratic.
		if large > 40*small+500*time.Millisecond {
			t.Errorf("%s: %v for 1,000 words, %v for 8,000", name, small, large)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("“We will not leave,” said Tomas Reln. He added: \"Never. ‘No’\"", "en")
	f.Add("« Nous ne quitterons pas la vallée », a déclaré", "fr")
	f.Add("he said she said they said, “", "en")
	f.Add("Karsund, officials say, has", "en")
	f.Add("according to", "en")
	f.Add("גם 他说：“我们不会离开。” она сказала «нет нет нет нет» قال «لا لا لا لا»", "ru")
	f.Add("— \u2028\u0300’s'' n't @ #a $1", "")
	f.Fuzz(func(t *testing.T, body, lang string) {
		if !utf8.ValidString(body) {
			body = strings.ToValidUTF8(body, "\ufffd")
		}
		found := Find(body, lang, nil)
		for i := range found {
			checkSpans(t, body, &found[i])
		}
	})
}

func BenchmarkFind(b *testing.B) {
	paragraph := "Ada Moor, the foreign minister of Karsund, told the Morning Courier that the talks in Ostre had failed. “They never wanted peace,” she said, adding that Lusava would pay for it.\n\n" +
		"Lusava’s military denied the claims as “baseless.” The rain fell on the hills all night, and by morning the road to the port was under water.\n\n"
	body := strings.Repeat(paragraph, 12)
	words := len(strings.Fields(body))
	Find(body, "en", nil)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		Find(body, "en", nil)
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkFindForeign(b *testing.B) {
	body := strings.Repeat("„Wir werden das Tal nicht verlassen“, sagte Thomas Reln am Montag. Die Brücke bleibt vorerst gesperrt.\n\n", 20)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		Find(body, "de", nil)
	}
}
