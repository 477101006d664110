// Package mention finds what a text mentions: names, numbers and quotations, once
// per article, for every engine. Start with Find.
//
// Names are joined inside the article: a surname, an acronym given in brackets, a
// demonym ("Karsundi officials") lead to the key of the full name. Nothing is
// looked up outside the text but small tables of titles, demonym endings, number words and ordinary words.
// Find is deterministic and safe for concurrent use.
package mention

import "github.com/parley-news/parley/internal/text"

// Kind says what is mentioned.
type Kind uint8

// The kinds of mention.
const (
	NameMention Kind = iota
	NumberMention
	QuotationMention
)

// Mention is one place in the text.
type Mention struct {
	Kind    Kind
	Span    text.Span // of a quotation: the words inside its marks, one mention per paragraph; of a name: without possessive ending
	Key     string    // of the name it leads to; "" for numbers and quotations
	Demonym bool      // an adjective or people's name made from the name: "Karsundi"
	Value   float64   // of a number
	Name    int       // index into Set.Names, or -1
}

// NameKind is a guess at what a name stands for, from its words and its company.
type NameKind uint8

// The kinds of name.
const (
	Other  NameKind = iota
	Person          // "Abbas Basir"
	Group           // armed groups, parties, bodies, companies
	Place           // countries, cities, regions
)

// Name is one name of the article with all its mentions joined.
type Name struct {
	Key     string // text.Fold of the fullest form
	Text    string // the fullest form as written
	Kind    NameKind
	Count   int // mentions, demonyms included
	InTitle bool
	Aliases []string // other written forms, folded: short forms, acronyms
	Title   string   // office or title given with it: "foreign minister", or ""
	Country string   // key of a place named as its own ("Pakistani Foreign Minister X": "pakistan"), or ""
}

// Set is all that an article mentions, mentions in order of their spans in the body.
type Set struct {
	Mentions []Mention
	Names    []Name // most mentioned first
}
