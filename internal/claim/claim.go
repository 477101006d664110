// Package claim joins statements of one story that say the same thing, whatever
// the words, and ties denials to what they deny. Start with Find and Parties.
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
	Origin     news.OriginID
	Published  time.Time
	Mentions   *mention.Set
	Statements []news.Statement // with their identifiers
}

// Find joins the statements of in into claims. Identifiers of the claims are zero.
func Find(in Input) []news.Claim { return nil }

// Parties finds the actors with a stake in the story, most active first.
func Parties(in Input) []news.Party { return nil }
