package statement

import (
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/news"
)

func TestForeignQuotationsAndReports(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, body, source, content string
		kind                        news.StatementKind
	}{
		{"es", "“No vamos a abandonar el valle”, dijo Tomás Reln a los vecinos de Bremmel.", "Tomás Reln", "“No vamos", news.Assert},
		{"es", "El ministro Iván Brando acusó a Lusava de mentir. Ada Moro dijo que el puente seguirá cerrado hasta mayo.", "Ada Moro", "que el puente", news.Assert},
		{"es", "La ministra Ada Moro negó que el ejército hubiera cruzado la frontera.", "Ada Moro", "que el ejército", news.Deny},
		{"fr", "« Nous ne quitterons pas la vallée », a déclaré Thomas Reln devant la mairie.", "Thomas Reln", "« Nous ne", news.Assert},
		{"fr", "La ministre Ada Moreau a affirmé que le pont resterait fermé jusqu’en mai.", "Ada Moreau", "que le pont", news.Assert},
		{"de", "„Wir werden das Tal nicht verlassen“, sagte Thomas Reln am Montag.", "Thomas Reln", "„Wir werden", news.Assert},
		{"de", "Die Ministerin Ada Mohr forderte: „Die Brücke muss sofort wieder geöffnet werden.“", "Ada Mohr", "„Die Brücke", news.Demand},
		{"ru", "«Мы не уйдём из этой долины», — заявил Иван Брант журналистам.", "Иван Брант", "«Мы не", news.Assert},
		{"pt", "“Não vamos deixar o vale agora”, afirmou Tomás Reln.", "Tomás Reln", "“Não vamos", news.Assert},
		{"fa", "سخنگوی دولت گفت که پل تا پایان ماه بسته خواهد ماند.", "سخنگوی", "که پل", news.Assert},
		{"ar", "قال المتحدث إن الجسر سيبقى مغلقا حتى نهاية الشهر.", "", "", ""},
		{"sw", "“Hatutaondoka katika bonde hili kamwe” alisema Tomas Reln.", "", "“Hatutaondoka", news.Assert},
		{"zu", "Akekho okhulumile lapha namhlanje.", "", "", ""},
	} {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			found := Find(c.body, c.lang, nil)
			for i := range found {
				checkSpans(t, c.body, &found[i])
			}
			if c.content == "" {
				if c.lang == "zu" && len(found) > 0 {
					t.Errorf("found %s, want nothing", describe(c.body, found))
				}
				return
			}
			for _, s := range found {
				if strings.HasPrefix(s.Content[0].Of(c.body), c.content) {
					if got := s.Source.Of(c.body); !strings.Contains(got, c.source) || c.source == "" && got != "" || s.Kind != c.kind {
						t.Errorf("source %q, kind %s; want %q, %s", got, s.Kind, c.source, c.kind)
					}
					return
				}
			}
			t.Errorf("found %s\nwant content %s", describe(c.body, found), c.content)
		})
	}
}
