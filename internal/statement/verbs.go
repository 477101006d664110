package statement

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// What cues do, by base form. Verbs that stand nowhere here report and nothing more.
var kindWords = []struct {
	kind  news.StatementKind
	words string
}{
	{news.Accuse, "accuse blame allege fault implicate incriminate charge"},
	{news.Deny, "deny reject dismiss refute rebut disavow disclaim dispute repudiate"},
	{news.Confirm, "confirm verify corroborate"},
	{news.Demand, "demand urge request require implore appeal beseech exhort order petition"},
	{news.Threaten, "threaten"},
	{news.Promise, "promise pledge vow guarantee undertake swear commit"},
	{news.Praise, "praise hail applaud commend laud welcome congratulate salute celebrate"},
	{news.Condemn, "condemn criticize criticise slam blast denounce decry deplore lambast lambaste rebuke mock ridicule chide castigate deride bemoan lament protest"},
	{news.Question, "question ask wonder doubt query"},
	{news.Concede, "concede admit acknowledge"},
	{news.Announce, "announce declare unveil proclaim"},
}

// Nouns and phrases that do the same.
var kindNouns = map[string]news.StatementKind{
	"accusation": news.Accuse, "accusations": news.Accuse, "allegation": news.Accuse, "allegations": news.Accuse, "denial": news.Deny, "denials": news.Deny,
	"rejection": news.Deny, "demand": news.Demand, "demands": news.Demand, "threat": news.Threaten, "threats": news.Threaten, "promise": news.Promise,
	"vow": news.Promise, "pledge": news.Promise, "praise": news.Praise, "criticism": news.Condemn, "condemnation": news.Condemn, "admission": news.Concede,
	"announcement": news.Announce, "confirmation": news.Confirm, "warning": news.Threaten, "appeal": news.Demand, "sworn": news.Promise, "swore": news.Promise,
}

// verbKinds is kindWords with all forms of the verbs.
var verbKinds = func() map[string]news.StatementKind {
	m := map[string]news.StatementKind{}
	for _, k := range kindWords {
		for _, base := range strings.Fields(k.words) {
			for _, form := range forms(base) {
				m[form] = k.kind
			}
		}
	}
	return m
}()

// doubled are verbs that double their last letter before an ending.
var doubled = words("commit admit slam rebut")

// forms returns a regular English verb in all its forms.
func forms(base string) []string {
	stem, last := base[:len(base)-1], base[len(base)-1]
	switch {
	case last == 'e':
		return []string{base, base + "s", base + "d", stem + "ing"}
	case last == 'y' && !strings.ContainsRune("aeiou", rune(base[len(base)-2])):
		return []string{base, stem + "ies", stem + "ied", base + "ing"}
	case strings.HasSuffix(base, "s") || strings.HasSuffix(base, "sh") || strings.HasSuffix(base, "ch"):
		return []string{base, base + "es", base + "ed", base + "ing"}
	case doubled[base]:
		d := base + string(last)
		return []string{base, base + "s", d + "ed", d + "ing"}
	}
	return []string{base, base + "s", base + "ed", base + "ing"}
}

// Words in a content that carry an accusation when somebody else is named with them.
var charges = stems("harbor harbour shelter refuge safe-haven sponsor proxy puppet stooge whitewash disinformation propaganda misinform terror militan extremis violat attack bomb shell massacr atrocit " +
	"crime criminal tortur corrupt fraud steal stole stolen lie lied lying liar mislead deceiv decept insincer provo aggress abus persecut genocid apartheid destabili meddl interfer undermin " +
	"incit conspir smuggl launder sabotag cheat rig rigged manipulat cover-up occup invad invasion expel starv loot kidnap abduct hostage assassin murder kill slaughter oppress repress brutal cruel " +
	"illegal unlawful fabricat false hypocri exploit blackmail coerc ethnic-cleansing deflect collud collusion complicit infiltrat unprovoked indiscriminate plunder hijack fuel confrontation instability lacked")

// Of these, words that as often tell what the speaker's own side meets with: after one of the words below they accuse nobody.
var (
	weakCharges = stems("attack bomb terror militan extremis aggress crime kill confrontation instability fuel invasion occup violat abduct")
	metWith     = words("against to facing face faces faced fight fights fighting counter combat combating curb curbing from foreign s prevent stop end ending defeat")
)

// charged reports whether the content holds words of accusation.
func charged(content []string) bool {
	for i, w := range content {
		if !hasStem(charges, w) {
			continue
		}
		if i > 0 && hasStem(weakCharges, w) && (metWith[content[i-1]] || strings.HasSuffix(content[i-1], "’s") || strings.HasSuffix(content[i-1], "'s")) {
			continue
		}
		return true
	}
	return false
}

// Words of doing harm; to vow or announce them is a threat.
var blows = stems("attack strike retaliat destroy crush punish aveng revenge retribution war warfare offensive bomb invad kill eliminat annihilat eradicat jihad intensif sanction expel shoot fight consequences respond-with-force")

// Words of approval; to say them of something is praise.
var approvals = stems("positive great excellent historic remarkable outstanding welcome brave heroic wonderful admir impressive constructive success proud")

// stems makes prefixes of words; a word matches when it begins with one.
func stems(list string) map[string]bool { return words(list) }

// hasStem reports whether a word begins with one of the stems, of four letters or more, or equals it.
func hasStem(set map[string]bool, word string) bool {
	if set[word] {
		return true
	}
	for n := 4; n < len(word); n++ {
		if set[word[:n]] {
			return true
		}
	}
	return false
}
