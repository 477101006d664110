package claim

// patients are the actors after a predicate: the nearest with those listed beside it, and the rest of the clause.
func patients(words []word, i, agent int) (near, rest []int) {
	last := -1
	for j := i + 1; j < len(words) && j <= i+2*withinPatient; j++ {
		w := &words[j]
		if w.end {
			break
		}
		switch {
		case w.actor >= 0 && w.actor != agent:
			if last < 0 && j <= i+withinPatient || last >= 0 && j-last <= 3 && listed(words[last+1:j]) {
				near = appendNew(near, w.actor)
				last = j
			} else {
				rest = appendNew(rest, w.actor)
			}
		case w.actor < 0 && anybody[w.stem] && last < 0 && j <= i+withinPatient:
			if !belongs(words, j) { // "fighters of the X" are the X
				near = append(near, whoever)
				last = j
			}
		}
	}
	return near, rest
}

// belongs reports whether "of" or "from" and an actor follow the noun at j.
func belongs(words []word, j int) bool {
	if j+1 >= len(words) || words[j+1].low != "of" && words[j+1].low != "from" && words[j+1].low != "like" {
		return false
	}
	for k := j + 2; k < len(words) && k <= j+4; k++ {
		if words[k].actor >= 0 {
			return true
		}
	}
	return false
}

// listed reports whether the words between two names only list them.
func listed(words []word) bool {
	for i := range words {
		switch words[i].low {
		case "and", "or", "the", "both", "with":
		default:
			return false
		}
	}
	return true
}

func appendNew(list []int, k int) []int {
	for _, x := range list {
		if x == k {
			return list
		}
	}
	return append(list, k)
}

// before are the actors that a passive verb happens to.
func (r *reader) before(x *said, i int) []int {
	var out []int
	for j := i - 1; j >= 0 && j >= i-withinPatient; j-- {
		if x.words[j+1].end {
			break
		}
		if x.words[j].actor >= 0 {
			out = appendNew(out, x.words[j].actor)
		} else if anybody[x.words[j].stem] {
			out = append(out, whoever)
		}
	}
	return out
}

func without(list []int, k int) []int {
	out := list[:0]
	for _, x := range list {
		if x != k {
			out = append(out, x)
		}
	}
	return out
}

// ownerOf is whose puppet: the actor before a possessive or after "of".
func ownerOf(words []word, i int) int {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		if words[j].actor >= 0 && (words[j].poss || j == i-1) {
			return words[j].actor
		}
	}
	if k := after(words, i, "of", "for"); k >= 0 {
		return k
	}
	for j := i + 1; j < len(words) && j <= i+withinPatient && !words[j].end && !words[j].comma; j++ { // "a proxy group that X itself created"
		if words[j].actor >= 0 {
			return words[j].actor
		}
	}
	return none
}

// affair gives what is somebody's own affair, and whose.
func affair(words []word, i int) (topic int, owner []int) {
	at := i
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if words[j].actor >= 0 {
			owner, at = []int{words[j].actor}, j
			break
		}
	}
	if owner == nil {
		if k := after(words, i, "of", "for", "to"); k >= 0 {
			owner = []int{k}
		}
	}
	topic = none
	for j := at - 1; j >= 0 && !words[j+1].end; j-- {
		if words[j].actor >= 0 && (owner == nil || words[j].actor != owner[0]) {
			topic = words[j].actor
			break
		}
	}
	return topic, owner
}
