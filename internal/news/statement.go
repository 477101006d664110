package news

import "github.com/parley-news/parley/internal/text"

// StatementKind says what a speaker does by saying it.
type StatementKind string

// The kinds of statement.
const (
	Assert   StatementKind = "assert"
	Accuse   StatementKind = "accuse"
	Deny     StatementKind = "deny"
	Confirm  StatementKind = "confirm"
	Demand   StatementKind = "demand"
	Threaten StatementKind = "threaten"
	Promise  StatementKind = "promise"
	Praise   StatementKind = "praise"
	Condemn  StatementKind = "condemn"
	Question StatementKind = "question"
	Concede  StatementKind = "concede"
	Announce StatementKind = "announce"
)

// Sourcing says how well the reader can tell who speaks.
type Sourcing string

// The classes of sourcing.
const (
	NamedPerson Sourcing = "named person"
	NamedBody   Sourcing = "named body"
	Official    Sourcing = "official without a name"
	Anonymous   Sourcing = "anonymous"
	DocumentSrc Sourcing = "document"
	OutletSrc   Sourcing = "another outlet"
	NoSource    Sourcing = "no source given"
)

// Quoting says in whose words a statement stands.
type Quoting string

// The ways of quoting.
const (
	Direct   Quoting = "direct"
	Indirect Quoting = "indirect"
	Mixed    Quoting = "mixed"
)

// Statement is who said what to whom, in which words. Spans point into the version's Text.
type Statement struct {
	ID         StatementID
	Article    ArticleID
	Version    VersionID
	Source     text.Span // the words that name the speaker; empty (zero length) when none do
	Cue        text.Span // the verb or phrase that makes it a statement; empty when there is none
	Content    []text.Span
	Sentence   text.Span // the sentence or sentences to show as evidence
	Kind       StatementKind
	Quoting    Quoting
	Sourcing   Sourcing
	Speaker    string   // resolved name ("Khushal Sadat"); the source's own words when nothing better is known
	Why        string   // how the speaker was resolved: "surname of …", "pronoun: last speaker", or ""
	Party      string   // whom the speaker speaks for, folded key of a state, group or body; "" when unknown
	About      []string // folded keys of the actors the content names, in order of appearance
	Target     string   // folded key of who is accused, denied, threatened, asked; "" when none is named
	Addressee  string   // "told DW": who was told, as written
	Negated    bool     // the content says that something is not so
	Confidence float64
}

// ClaimStatus says how a claim stands among the parties.
type ClaimStatus string

// The statuses of a claim.
const (
	Agreed        ClaimStatus = "agreed"   // asserted by parties that oppose each other, denied by none
	OneSided      ClaimStatus = "one side" // asserted by one party only
	Disputed      ClaimStatus = "disputed" // asserted and denied
	FiguresDiffer ClaimStatus = "figures differ"
	Unanswered    ClaimStatus = "unanswered" // an accusation whose target is not quoted on it
)

// Stance says what a statement does to a claim.
type Stance string

// The stances.
const (
	Asserts Stance = "asserts"
	Denies  Stance = "denies"
)

// Claim is statements that say the same thing, with who asserts it and who denies it.
type Claim struct {
	ID        ClaimID
	Storyline StorylineID
	Status    ClaimStatus
	Lead      StatementID // the statement whose words stand for the claim
	Members   []ClaimMember
	Target    string // folded key of the accused party, for accusations
	Origins   int    // independent origins among the asserting statements
}

// ClaimMember is one statement's part in a claim.
type ClaimMember struct {
	Statement  StatementID
	Stance     Stance
	Confidence float64
	Why        string // why it belongs here, in plain words
}
