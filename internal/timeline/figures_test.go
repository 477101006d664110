package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

var published = when.Of(time.Date(2031, 11, 25, 0, 0, 0, 0, time.UTC), when.Day)

// brief writes a figure as "span | low-high unit act (who) part approx".
func brief(body string, f news.Figure) string {
	n := fmt.Sprintf("%v-%v", f.Low, f.High)
	if f.Low == f.High {
		n = fmt.Sprint(f.Low)
	}
	s := f.Span.Of(body) + " | " + n + " " + f.Unit
	for _, extra := range []string{f.Act, f.Who} {
		if extra != "" {
			s += " " + extra
		}
	}
	if f.Part {
		s += " part"
	}
	if f.Approx {
		s += " approx"
	}
	return s
}

func figuresOf(body, lang string) []string {
	var out []string
	for _, f := range Figures(body, lang, published, mention.Find("", body, lang), nil) {
		out = append(out, brief(body, f))
	}
	return out
}

func TestFigures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		lang, in string
		want     string // figures separated by "; "
	}{
		{"en", "Shells fell on Demar, killing at least 10 civilians, including nine children.", "at least 10 civilians | 10-0 civilian killed; nine children | 9 child killed part"},
		{"en", "At least 12 people were killed and 30 others injured in the raid.", "At least 12 people | 12-0 person killed; 30 others | 30 person injured"},
		{"en", "The death toll rose to 46 on Sunday.", "46 | 46 person killed"},
		{"en", "Up to 50 Karsundi militants were killed.", "Up to 50 Karsundi militants | 0-50 militant killed Karsundi"},
		{"en", "Between three and five soldiers died, he said.", "Between three and five soldiers | 3-5 soldier killed"},
		{"en", "Dozens of families were displaced.", "Dozens of families | 24-0 family displaced approx"},
		{"en", "Nearly 1,200 villagers fled; about 40 houses were destroyed.", "Nearly 1,200 villagers | 1200 villager displaced approx; about 40 houses | 40 house destroyed approx"},
		{"en", "Guards killed three smugglers and wounded two.", "three smugglers | 3 smuggler killed; two | 2 person injured"},
		{"en", "Three soldiers and two guards were killed.", "Three soldiers | 3 soldier killed; two guards | 2 guard killed"},
		{"en", "Prices rose 4.5 percent, or 5%, to $12 million.", "4.5 percent | 4.5 percent; 5% | 5 percent; $12 million | 1.2e+07 dollar"},
		{"en", "In 2021 the 45-year-old waited three days at kilometre 12 for the 20th time.", ""},
		{"en", "The army said 10 soldiers killed five gunmen.", "10 soldiers | 10 soldier; five gunmen | 5 gunman killed"},
		{"en", "One child was hurt, one of the worst days since March.", "One child | 1 child injured"},
		{"en", "Police arrested 14 protesters, three of them minors.", "14 protesters | 14 protester arrested; three of them minors | 3 child arrested part"},
		{"en", "10 to 15 people are missing.", "10 to 15 people | 10-15 person missing"},
		{"en", "Karsund mourns. The raid that killed four Karsundis began at 01:26; three or more posts burned.", "four Karsundis | 4 person killed Karsundis; three or more posts | 3-0 post destroyed"},
		{"en", "The wall is 2,640 kilometres long.", "2,640 kilometres | 2640 kilometer"},
		{"es", "Al menos 14 civiles murieron y 20 personas resultaron heridas.", "Al menos 14 civiles | 14-0 civilian killed; 20 personas | 20 person injured"},
		{"ru", "Погибли не менее 14 мирных жителей, в том числе трое детей.", "не менее 14 мирных жителей | 14-0 civilian killed"},
		{"fa", "دست\u200cکم ۱۴ غیرنظامی کشته شدند.", "دست\u200cکم ۱۴ غیرنظامی | 14-0 civilian killed"},
		{"fr", "Au moins 14 civils ont été tués.", "Au moins 14 civils | 14-0 civilian killed"},
		{"de", "Mindestens 14 Zivilisten wurden getötet.", "Mindestens 14 Zivilisten | 14-0 civilian killed"},
		{"", "", ""},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, strings.Join(figuresOf(tt.in, tt.lang), "; ")); diff != "" {
			t.Errorf("Figures(%q): %s", tt.in, diff)
		}
	}
}
