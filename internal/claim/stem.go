package claim

import "strings"

// stem takes the endings of English inflection off a lower-case word, so that
// "harbouring", "harbors" and "harboured" are one. Words of other languages mostly stay as they are.
func stem(w string) string {
	s := inflected(w)
	if t, ok := synonyms[s]; ok {
		return t
	}
	return s
}

func inflected(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	if !ascii(w) {
		return w
	}
	w = strings.Replace(w, "our", "or", 1) // "harbour", "neighbour"
	if len(w) > 4 {
		switch {
		case strings.HasSuffix(w, "ies"):
			return w[:len(w)-3] + "y"
		case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"):
			return w[:len(w)-2]
		case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
			w = w[:len(w)-1]
		case strings.HasSuffix(w, "ied"):
			return w[:len(w)-3] + "y"
		case strings.HasSuffix(w, "eed"):
			return w
		case strings.HasSuffix(w, "ed"):
			return bare(w[:len(w)-2])
		case len(w) > 5 && strings.HasSuffix(w, "ing"):
			return bare(w[:len(w)-3])
		}
	} else if len(w) == 4 && w[3] == 's' && w[2] != 's' && w[2] != 'u' {
		w = w[:3]
	}
	return strings.TrimSuffix(w, "e")
}

// bare undoes a doubled consonant ("permitt") and drops a final e.
func bare(w string) string {
	if n := len(w); n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("lsz", rune(w[n-1])) && !vowel(w[n-1]) {
		return w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func ascii(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 {
			return false
		}
	}
	return true
}

var irregular = pairs(`struck strik stricken strik shot shoot hit hit broke break broken break gave giv given giv held hold sent send led lead fled fle began begin begun begin withdrew withdraw withdrawn withdraw
stole steal stolen steal hid hid hidden hid left leav fought fight let let lying li lied li lies li left leav took tak taken tak built build burnt burn blew blow blown blow went go gone go came com ran run sought seek bought buy brought bring
overran overrun slain slay slew slay dying di died di dead dead violence violence police police press press forces forc refused refus refuses refus was be were be is be are be been be being be has hav had hav
fed feed met meet kept keep paid pay said say told tell made mak found find lost los won win drew draw drawn draw threw throw thrown throw grew grow grown grow knew know known know rose ris risen ris fell fall fallen fall
sunk sink sank sink killed kill killing kill bombed bomb bombing bomb shelled shell shelling shell talks talk news news always always this this its its does do did do done do less less across across`)

// synonyms are nouns that reports of one thing use for one another, as inflected leaves them.
var synonyms = pairs(`negotiation talk discussion talk parley talk truc ceasefir armistic ceasefir soldier troop serviceman troop frontier border jet plane aircraft plane warplan plane election vot poll vot ballot vot
villager resident inhabitant resident wast sewag cash money fund money arm weapon weaponry weapon armament weapon kid child children child women woman men man casualty victim fatality death offic bureau lorry truck vehicl truck
fraud rig falsify rig accord agreement deal agreement pact agreement treaty agreement terrain territory soil territory land territory hostag captiv detaine prisoner inmat prisoner newspaper paper boat vessel ship vessel trawler vessel`)

func pairs(s string) map[string]string {
	f := strings.Fields(s)
	m := make(map[string]string, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}

func stems(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[stem(w)] = true
	}
	return m
}

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// emptyWords carry no content of a statement: function words, and the words of saying and claiming.
var emptyWords = stems(`a an the this that these those it its he she they we i you his her their our my your him them us me who whom whose which what when where why how in on at by for from with to of off up down into onto over under about
above below after before during since until while as if unless though although because so but and or nor yet not no there here then than thus also too very just only even still again both either neither each every all any some more most much many
less few several other another such same own now be is are was were been being have has had do does did will would shall should can could may might must said says say told tell claim claims claimed allegation allegations alleged accuse accused accuses
accusation accusations deny denied denies denial report reports reported statement statements according including against among between through across around near within without per via like one two three new last next first today yesterday make made take taken get got go went come came
what's that's it's don't didn't doesn't isn't wasn't weren't aren't won't wouldn't can't cannot couldn't hadn't hasn't haven't year years month months week weeks day days time people country countries monday tuesday wednesday thursday friday saturday sunday`)
