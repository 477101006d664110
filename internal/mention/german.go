package mention

import "strings"

// soberGerman takes the capital off German words that are more likely common
// nouns, which German writes with capitals too. What is left: acronyms, words beside another
// such word or after an office, and words that stand after a preposition of place and never after an article.
func (f *finder) soberGerman() {
	n := len(f.ev.words)
	articles, good := make([]int, n), make([]int, n)
	plain := func(t *token) bool {
		return !t.written(capital) || t.is(stopWord|calendar|commonWord) || t.is(groupWord)
	}
	for i := range f.toks {
		t := &f.toks[i]
		if !t.written(capital) || i == 0 {
			continue
		}
		b := &f.toks[i-1]
		switch {
		case t.glue != spaced:
		case germanArticles[b.low] || !b.written(capital) && !b.is(inPlace|stopWord) && endsAny(b.low, germanAdjectives):
			articles[t.seen]++
		case b.is(office) || b.is(givenName):
			good[t.seen] += 2
		case b.is(inPlace):
			good[t.seen]++
		case b.written(capital) && !b.is(stopWord) && !b.first && !germanNoun(b.low) && !germanNoun(t.low):
			good[t.seen]++
			good[b.seen]++
		}
	}
	for i := range f.toks {
		t := &f.toks[i]
		if plain(t) || t.written(acronym) || t.is(office|honorific|givenName) {
			continue
		}
		if good[t.seen] == 0 || articles[t.seen] > 0 || germanNoun(t.low) {
			t.shape &^= capital
		}
	}
}

func germanNoun(low string) bool {
	for _, end := range []string{"ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "tät", "nis", "tum", "ling", "ismus", "chen", "lein", "enz", "anz", "ment", "eur", "mann", "leute", "recht", "zeit", "krieg", "werk", "stoff", "kraft", "kräfte"} {
		if len(low) > len(end)+1 && strings.HasSuffix(low, end) {
			return true
		}
	}
	return germanCommon[low]
}

var (
	germanArticles   = words("der die das den dem des ein eine einer eines einem einen kein keine keinen keiner sein seine seinen seiner seinem ihr ihre ihren ihrer ihrem unser unsere dieser diese dieses diesen diesem jeder jede jedes alle vom zum zur im am beim ins viele mehrere einige zwei drei vier fünf")
	germanAdjectives = []string{"ische", "ischen", "ischer", "isches", "ten", "ige", "igen", "liche", "lichen", "sten"}
	germanCommon     = words("ende anfang mitte prozent millionen milliarden euro dollar uhr menschen jahr jahre jahren tag tage tagen woche wochen monat monate monaten angaben gefahr folge rahmen kraft bezug hause platz frage fall fällen teil teile zukunft richtung nacht haft not sicht ruhe fragen gesprächen verhandlungen berichten grund gründen krise hilfe problem probleme thema seite leben stadt land länder welt staat staaten")
)
