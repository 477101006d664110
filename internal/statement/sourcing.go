package statement

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// What the nouns of a source say about who speaks. Singular forms; a final "s" is taken off before looking.
var (
	officialNouns = words("official authority spokesman spokeswoman spokesperson diplomat minister ministry's aide lawmaker legislator senator prosecutor investigator officer commander general envoy negotiator delegate " +
		"representative adviser advisor governor mayor ambassador colonel captain secretary president premier leader deputy")
	anonymousNouns = words("source observer critic analyst expert resident witness people some many other others insider opponent supporter activist everyone anyone somebody someone scholar economist researcher scientist " +
		"protester demonstrator villager survivor relative user voter fan man woman person voice commentator pundit most few several those none")
	documentNouns = words("report statement study document poll survey letter law filing transcript memo complaint website post tweet data figure communique communiqué text draft resolution lawsuit indictment affidavit " +
		"book paper record evidence article dossier email manifesto treaty agreement video audio recording narrative press-release release analysis review ruling bill")
	outletWords = words("reuters ap afp bbc cnn dpa tass xinhua anadolu efe ansa bloomberg npr pbs abc nbc cbs msnbc politico axios")
	outletEnds  = words("times post news herald tribune journal gazette telegraph guardian agency press daily chronicle observer broadcasting radio tv television newspaper newspapers media magazine wire outlet outlets")
)

// sourcingOf classes a source by its words.
func sourcingOf(w []string, person bool) news.Sourcing {
	if person {
		return news.NamedPerson
	}
	head, official, anonymous := headNoun(w), false, false
	for _, x := range w {
		official = official || officialNouns[singular(x)]
		anonymous = anonymous || anonymousNouns[singular(x)]
	}
	switch {
	case outletWords[head] || outletEnds[head]:
		return news.OutletSrc
	case documentNouns[singular(head)]:
		return news.DocumentSrc
	case officialNouns[singular(head)]:
		return news.Official
	case anonymousNouns[singular(head)]:
		return news.Anonymous
	case official:
		return news.Official
	case anonymous:
		return news.Anonymous
	}
	return news.NamedBody
}

// headNoun is the last word before a preposition, relative or comma would go on: "officials" of
// "senior officials in the capital".
func headNoun(w []string) string {
	for i, x := range w {
		if i > 0 && goesOn[x] {
			return w[i-1]
		}
	}
	if len(w) == 0 {
		return ""
	}
	return w[len(w)-1]
}

var goesOn = words("of in at for from on with who which that close familiar privy within inside near to by about briefed including and speaking")

func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "’s") || strings.HasSuffix(w, "'s"):
		return strings.TrimRight(strings.TrimSuffix(w, "s"), "'’")
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}
