package mention

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const report = `MEREN: Karsund’s military denied on Tuesday that its forces had shelled Velmoran villages. The Karsundi army said it had struck camps of the Tehrik-i-Lusava (TTL), which it says are hidden inside Velmora.

“We do not permit any group to use Velmoran soil,” said Dorin Maslak, a former deputy interior minister of Velmora. Maslak added that Karsundis know this.

Velmoran Foreign Minister Ilya Tovar told the Meren Post that the TTL is a problem for Karsund. Tovar’s ministry gave no figure. Mr. Tovar left. Officials in Karsund were not available.

“It is baseless,” he said. Between 10 and 12 people, including nine children, were killed in 2,640-metre high Adash, the Velmoran government said. The Free Front of Karsund (FFK) is small. FFK fighters and US-backed forces stayed. Pre-war Karsund-Velmora ties were good.`

func names(s *Set) map[string]Name {
	m := map[string]Name{}
	for _, n := range s.Names {
		m[n.Key] = n
	}
	return m
}

func TestFindJoinsNames(t *testing.T) {
	t.Parallel()
	s := Find("Karsund denies shelling", report, "en")
	got := names(s)
	for _, c := range []struct {
		key, title, country string
		kind                NameKind
		aliases             []string
		inTitle             bool
	}{
		{key: "karsund", kind: Place, aliases: []string{"karsundi", "karsundis"}, inTitle: true},
		{key: "velmora", kind: Place, aliases: []string{"velmoran"}},
		{key: "tehrik-i-lusava", kind: Group, aliases: []string{"ttl"}},
		{key: "dorin maslak", kind: Person, title: "former deputy interior minister", country: "velmora", aliases: []string{"maslak"}},
		{key: "ilya tovar", kind: Person, title: "foreign minister", country: "velmora", aliases: []string{"tovar"}},
		{key: "karsund military", kind: Group, country: "karsund"},
		{key: "karsund army", kind: Group, country: "karsund"},
		{key: "velmora government", kind: Group, country: "velmora"},
		{key: "free front of karsund", kind: Group, aliases: []string{"ffk"}},
		{key: "meren post", kind: Group},
	} {
		n, ok := got[c.key]
		if !ok {
			t.Errorf("no name %q among %v", c.key, keys(s))
			continue
		}
		if n.Kind != c.kind || n.Title != c.title || n.Country != c.country || n.InTitle != c.inTitle || !slices.Equal(n.Aliases, c.aliases) {
			t.Errorf("name %q = %+v, want %+v", c.key, n, c)
		}
	}
	for _, no := range []string{"officials", "tuesday", "the", "it", "pre", "we", "mr"} {
		if _, ok := got[no]; ok {
			t.Errorf("%q was taken for a name", no)
		}
	}
}

func keys(s *Set) []string {
	var out []string
	for _, n := range s.Names {
		out = append(out, n.Key)
	}
	return out
}

func TestFindMarksDemonymsAndOwners(t *testing.T) {
	t.Parallel()
	s := Find("", report, "en")
	var got []string
	for _, m := range s.Mentions {
		if m.Kind == NameMention && m.Demonym {
			got = append(got, m.Span.Of(report)+">"+m.Key)
		}
	}
	want := []string{"Velmoran>velmora", "Karsundi>karsund", "Velmoran>velmora", "Karsundis>karsund", "Velmoran>velmora", "Velmoran>velmora"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("demonyms (-want +got):\n%s", diff)
	}
}

func spansOf(s string, kind Kind) []string {
	var out []string
	for _, m := range Find("", s, "en").Mentions {
		if m.Kind == kind {
			v := m.Span.Of(s)
			if kind == NumberMention {
				v = fmt.Sprintf("%s=%g", v, m.Value)
			}
			out = append(out, v)
		}
	}
	return out
}

func TestFindReadsNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"killed 1,640 people and 2.5 million others", []string{"1,640=1640", "2.5 million=2.5e+06"}},
		{"at least forty-six dead, two hundred and five hurt", []string{"forty-six=46", "two hundred and five=205"}},
		{"between 10–12 and 14 to 16 men", []string{"10–12=10", "14 to 16=14"}},
		{"a 2,640-kilometer border", []string{"2,640=2640"}},
		{"دست\u200cکم ۱۴ نفر", []string{"۱۴=14"}},
		{"no one knows", nil},
		{"three thousand", []string{"three thousand=3000"}},
		{"the 20th day, item a12", []string{"20th=20"}},
	} {
		if got := spansOf(c.in, NumberMention); !slices.Equal(got, c.want) {
			t.Errorf("numbers of %q = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFindReadsQuotations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"He said: “It isn’t so.” Then he left.", []string{"It isn’t so."}},
		{"the ‘puppet of the rebels’ and others", []string{"puppet of the rebels"}},
		{"called it ‘the rebels’ camp’ again", []string{"the rebels’ camp"}},
		{"a 'positive trajectory', the minister's aide said", []string{"positive trajectory"}},
		{"the officials' claim and the '90s", nil},
		{"\"Why?\" she asked. \"Go,\" he said.", []string{"Why?", "Go,"}},
		{"« Jamais », dit-il. „Nie“, sagte er.", []string{"Jamais", "Nie"}},
		{"他说：「我们走」。", []string{"我们走"}},
		{"“One goes on.\n\n“Two ends here,” he said.", []string{"One goes on.", "Two ends here,"}},
		{"an “open mark only", nil},
		{"“He told us ‘no’ twice,” she said", []string{"He told us ‘no’ twice,"}},
	} {
		if got := spansOf(c.in, QuotationMention); !slices.Equal(got, c.want) {
			t.Errorf("quotations of %q = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDemonym(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, p string
		want bool
	}{
		{"karsundi", "karsund", true}, {"karsundian", "karsund", true}, {"karsundish", "karsund", true}, {"lusavan", "lusava", true}, {"tormani", "tormania", true},
		{"ostlandish", "ostland", true}, {"varik", "varikistan", true}, {"meldese", "melda", true}, {"brennish", "brennland", true},
		{"karsund", "karsund", false}, {"karstow", "karsund", false}, {"marten", "mart", false}, {"velor", "velmora", false},
	} {
		if got := Demonym(c.a, c.p); got != c.want {
			t.Errorf("Demonym(%q, %q) = %v", c.a, c.p, got)
		}
	}
}

func TestSkeletonJoinsScripts(t *testing.T) {
	t.Parallel()
	for _, c := range [][]string{
		{"Karsund", "کارسوند", "Карсунд", "कारसुन्द"},
		{"Dorin Maslak", "درین مسلک", "Дорин Маслак"},
		{"Tovar", "توار", "Товар"},
		{"Shirdan", "شیردان", "Ширдан"},
		{"Velmora", "ولمورا", "Велмора"},
	} {
		want := Skeleton(c[0])
		for _, s := range c[1:] {
			if got := Skeleton(s); got != want {
				t.Errorf("Skeleton(%q) = %q, but Skeleton(%q) = %q", s, got, c[0], want)
			}
		}
	}
	if Skeleton("Karsund") == Skeleton("Velmora") {
		t.Error("different names share a key")
	}
}

func TestFindReadsPersian(t *testing.T) {
	t.Parallel()
	body := "دولت کارسوند حملات به ولمورا را رد کرد. سخنگوی ارتش کارسوند، درین مسلک، گفت نیروهای کارسوندی به شهر آدش حمله نکرده\u200cاند. وزیر دفاع کارسوند گفت ۱۴ نفر در ولمورا کشته شدند. آقای مسلک در کارسوند گفت."
	got := names(Find("", body, "fa"))
	for _, want := range []string{"کارسوند", "ولمورا", "ادش", "مسلک"} {
		if _, ok := got[want]; !ok {
			t.Errorf("no name %q among %v", want, keys(Find("", body, "fa")))
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Karsund", report, "en")
	f.Add("", "卡尔松政府说，卡尔松政府和阿里·维尔说", "zh")
	f.Add("", "“a ‘b’ «c “", "de")
	f.Fuzz(func(t *testing.T, title, body, lang string) {
		title, body = strings.ToValidUTF8(title, "\ufffd"), strings.ToValidUTF8(body, "\ufffd")
		s := Find(title, body, lang)
		last := 0
		for _, m := range s.Mentions {
			if !m.Span.In(body) || m.Span.Len() == 0 || m.Span.Start < last {
				t.Fatalf("mention %v is outside the text, empty or out of order", m)
			}
			last = m.Span.Start
			if m.Kind == NameMention && (m.Name < 0 || m.Name >= len(s.Names) || s.Names[m.Name].Key != m.Key) {
				t.Fatalf("mention %v leads to no name", m)
			}
		}
		if !utf8.ValidString(Skeleton(body)) {
			t.Fatal("skeleton is not valid UTF-8")
		}
	})
}

func TestFindIsLinear(t *testing.T) {
	t.Parallel()
	for name, unit := range map[string]string{"opening marks": "“ ‘a ", "capitals": "Karsund of Velmora ", "acronyms": "Ab (AB) ", "straight": "\"a '", "han": "卡尔松政府", "report": report} {
		small, large := strings.Repeat(unit, 30000/len(unit)), strings.Repeat(unit, 480000/len(unit))
		begin := time.Now()
		Find("", small, "en")
		d := time.Since(begin)
		begin = time.Now()
		Find("", large, "en")
		if e := time.Since(begin); e > 100*d+time.Second {
			t.Errorf("%s: 16 times the text took %v instead of %v", name, e, d)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		Find("Karsund denies shelling", report, "en")
	}
}
