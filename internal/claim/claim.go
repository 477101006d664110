// Package claim joins statements of one story or storyline that say the same thing,
// whatever the words, and ties denials to what they deny. Start with Find and Parties.
//
// Statements say the same when the same actors stand in the same roles of one family of
// predicates ("harbours", "gives refuge to", "allows to operate"), or when they share actors and most
// of their content words; never by word overlap alone. A denial is tied to an accusation
// before it in its article, or by the opposite predicate of the same actors. A wrong
// "denied" is worse than a missing one, so doubt leaves a statement by itself. Results are
// deterministic; nothing is known of any real name.
package claim

import (
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// Input is the articles of one story or storyline.
type Input struct{ Articles []Article }

// Article is one article with what was found in it.
type Article struct {
	ID         news.ArticleID
	Version    news.VersionID
	Text       string
	Lang       string
	Title      string
	Outlet     news.OutletID
	OutletName string
	Country    string
	Origin     news.OriginID    // articles of one origin count once; zero counts by itself
	Published  time.Time        // zero when unknown
	Mentions   *mention.Set     // of Text
	Statements []news.Statement // with their identifiers
}

// Find joins the statements of in into claims: disputed ones first, then by independent
// origins and members. Identifiers of the claims are zero. Cost grows with the statements, not with their pairs.
func Find(in Input) []news.Claim {
	b := newBook(in)
	b.assertions()
	b.denials()
	b.leftovers()
	return b.claims()
}
