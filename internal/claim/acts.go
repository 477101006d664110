package claim

import "strings"

// suffers reports whether an earlier predicate of the family has the actor on its other end.
func (x *said) suffers(f family, k int) bool {
	for i := range x.frames {
		if x.frames[i].family == f && x.frames[i].agent != k && patientsMeet(x.frames[i].patients, []int{k}) == sameActor {
			return true
		}
	}
	return false
}

// dismisses reports whether the word at i only calls an accusation false: "a lie", "as propaganda".
func dismisses(words []word, i int) bool {
	if i == 0 {
		return true
	}
	switch words[i-1].low {
	case "a", "an", "as", "pure", "mere", "is", "are", "was", "the", "and", "of", "complete", "malicious":
		return true
	}
	return false
}

// background reports whether the act at i is only what something else is about or follows: "an inquiry into the shelling".
func background(words []word, i int) bool {
	passed := false
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		switch words[j].low {
		case "into", "about", "after", "following", "before", "since", "during", "over", "despite", "amid", "until", "regarding":
			return true
		case "the", "a", "an", "any", "its", "their", "this", "that", "deadly", "alleged", "recent", "new":
		default:
			if passed && reacted[words[j].low] && !strings.HasSuffix(words[i].low, "ed") {
				return true // "reacted to X’s attacks"
			}
			if words[j].actor < 0 {
				return false
			}
			passed = true
		}
	}
	return false
}

var reacted = set("to against from with")

// mentioned reports whether the act at i is the object of another verb, with an article before
// it, so that nobody is said to have done it: "inventing the mortar attack", "the risk was the shelling".
func mentioned(words []word, i int) bool {
	j := i - 1
	for j >= i-3 && j >= 0 && words[j].actor < 0 && !articles[words[j].low] {
		j--
	}
	if j < 0 || j < i-3 || !articles[words[j].low] || i > 0 && words[i-1].poss {
		return false
	}
	low := words[i].low
	if strings.HasSuffix(low, "ed") || i-j > 1 && strings.HasSuffix(words[i-1].low, "ly") {
		return false
	}
	if i-j > 1 && triggers[words[i].stem] != nil && i+1 < len(words) && (articles[words[i+1].low] || words[i+1].actor >= 0) {
		return false // "the rebels attack the town", "the guns shell Adash"
	}
	if j == 0 {
		return i+1 < len(words) && words[i+1].low != "by"
	}
	b := &words[j-1]
	return !(carriers[b.stem] || b.low == "of" || b.low == "for" || b.low == "behind" || b.low == "out" || b.low == "in" || b.actor >= 0) && after(words, i, "by") < 0
}

var articles = set("the a an this that these those")

// carriers are verbs that only carry an act named by a noun after them: "carried out strikes".
var carriers = stems("carry conduct launch commit make stage mount perform order begin start continue plan mastermind direct deny denied denies denying")

// firingNoun reports whether "fire" or "shots" at i is a noun that somebody answers or holds: "return fire", "mortar fire".
func firingNoun(words []word, i int) bool {
	if words[i].low != "fire" || i == 0 {
		return false
	}
	switch words[i-1].low {
	case "mortar", "artillery", "return", "returned", "gun", "rocket", "heavy", "hold", "held", "cease", "of", "the", "under", "missile", "tank", "enemy", "hostile", "answered", "caught", "set", "on":
		return true
	}
	return false
}
