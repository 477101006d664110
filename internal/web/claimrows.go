package web

import (
	"slices"
	"strconv"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// claims sorts claims into the three lists of a story page.
func (m *material) claims(list []news.Claim) (disputed, agreed, oneSide []ClaimRow) {
	for _, c := range list {
		row, ok := m.claim(c)
		if !ok {
			continue
		}
		switch c.Status {
		case news.Disputed, news.FiguresDiffer:
			disputed = append(disputed, row)
		case news.Agreed:
			agreed = append(agreed, row)
		default:
			oneSide = append(oneSide, row)
		}
	}
	return disputed, agreed, oneSide
}

func (m *material) claim(c news.Claim) (ClaimRow, bool) {
	lead, ok := m.statement(c.Lead)
	if !ok {
		return ClaimRow{}, false
	}
	row := ClaimRow{ID: strconv.FormatInt(int64(c.ID), 10), Origins: c.Origins}
	if c.Status == news.Unanswered && c.Target != "" {
		row.Unanswered = m.partyName(c.Target)
	}
	asserts := []Quote{lead}
	shown := map[string]bool{place(lead): true}
	for _, x := range c.Members {
		if x.Why != "" && len(row.Why) < 8 && !slices.Contains(row.Why, x.Why) {
			row.Why = append(row.Why, x.Why)
		}
		q, ok := m.statement(x.Statement)
		if !ok || shown[place(q)] && x.Stance != news.Denies {
			continue
		}
		shown[place(q)] = true
		if x.Stance == news.Denies {
			q.Label, q.Kind = m.l.T("kind.deny"), "denies"
			row.Denies = append(row.Denies, q)
		} else {
			asserts = append(asserts, q)
		}
	}
	asserts = fold(asserts)
	row.denials = row.Denies
	row.Lead, row.Others, row.Denies = asserts[0], asserts[1:], fold(row.Denies)
	return row, true
}

// voicesOf names whose words quotes are, each once, in order: the parties of the story, or the speakers where none speaks for a party.
func voicesOf(list []Quote) []string {
	var parties, speakers []string
	for _, q := range list {
		parties, speakers = add(parties, q.party), add(speakers, q.Speaker)
	}
	if len(parties) > 0 {
		return parties
	}
	return speakers
}

// add puts a name at the end of a list that lacks it.
func add(list []string, name string) []string {
	if name == "" || slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

// place tells two quotes of the same words apart from two of different ones.
func place(q Quote) string { return q.Version + ":" + q.Start + "-" + q.End }

// parties shows who has a stake, how often each is quoted and accused, and who is accused without being quoted.
func (m *material) parties(list []news.Party) (rows []PartyRow, silent []string) {
	for _, p := range list {
		rows = append(rows, PartyRow{p.Name, m.l.Number(p.Says), m.l.Number(p.Accused)})
		if p.Accused > 0 && p.Says == 0 {
			silent = append(silent, p.Name)
		}
	}
	return rows, silent
}

// voices groups statements by the party that speaks, in the order of the parties, then those of other speakers by name.
func (m *material) voices(parties []news.Party, list []news.Statement) (ofParties, others []VoiceGroup) {
	groups, of := make([]VoiceGroup, len(parties)), map[string]int{}
	for i, p := range parties {
		groups[i].Name = p.Name
		of[p.Key] = i
	}
	for i := range list {
		s := &list[i]
		at, ok := of[s.Party]
		if !ok || s.Party == "" {
			at, ok = of[text.Fold(s.Speaker)]
		}
		q, shown := m.statement(s.ID)
		if !shown || s.Speaker == "" && !ok {
			continue
		}
		if !ok {
			at = len(groups)
			of[text.Fold(s.Speaker)] = at
			groups = append(groups, VoiceGroup{Name: s.Speaker})
		}
		groups[at].Quotes = append(groups[at].Quotes, q)
	}
	for i := range groups {
		if groups[i].Quotes = fold(once(groups[i].Quotes)); len(groups[i].Quotes) == 0 {
			continue
		}
		if i < len(parties) {
			ofParties = append(ofParties, groups[i])
		} else {
			others = append(others, groups[i])
		}
	}
	return ofParties, others
}

// once drops quotes of a place that an earlier one shows.
func once(list []Quote) []Quote {
	shown := map[string]bool{}
	return slices.DeleteFunc(list, func(q Quote) bool {
		seen := shown[place(q)]
		shown[place(q)] = true
		return seen
	})
}
