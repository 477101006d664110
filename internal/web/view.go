package web

import (
	"strings"
	"time"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
)

// Chrome is what every page has around its own content.
type Chrome struct {
	L           *i18n.Locale
	Locales     []*i18n.Locale
	Site        string // name of the site
	Title       string // of the page; "" on the front page
	Description string
	Path        string
	RawQuery    string
	Query       string // in the search field
	Now         time.Time
	Style       string // address of the stylesheet, with its version
	Member      string // who is signed in, or ""
	Feeds       []FeedRef
	NoIndex     bool
	Script      string // address of the script of the page, or ""
	Operator    bool   // who is signed in is an operator
	Who         *identity
}

// FeedRef names a feed of the page.
type FeedRef struct{ Type, Title, Href string }

func (c Chrome) fullTitle() string {
	if c.Title == "" {
		return c.Site
	}
	return c.Title + " · " + c.Site
}

// Counts is the line at the top of a story.
type Counts struct{ Articles, Origins, Countries int }

func countsOf(n news.Counts) Counts {
	return Counts{n.Articles, n.Origins, n.Countries}
}

// Moment is an instant in words: absolute to the day, and relative to the time of the page.
type Moment struct{ ISO, Text, Ago string }

// Link is a name that leads somewhere.
type Link struct{ Name, Href string }

// OutletRef is an outlet's name and page; Href is "" for one that is not known.
type OutletRef struct{ Name, Href string }

// isolate keeps the direction of a name apart from the words it is put in.
func isolate(name string) string { return "\u2068" + name + "\u2069" }

// Part is a run of a quoted sentence; Said marks what the speaker says, apart from how the article introduces it.
type Part struct {
	Text string
	Said bool
}

// Quote is a span of an article as it is shown. Its Parts put together are the bytes Start to End of the version.
type Quote struct {
	Parts      []Part
	Lang, Dir  string
	Version    string
	Start, End string
	Href       string // its place in its article
	Label      string // what kind of statement it is, in the reader's language
	Kind       string // the same as a style class
	Speaker    string
	Sourcing   string
	Places     []Link // who carries the same words from the same origin; each leads to the place in its article
	Moment     Moment
	party      string // for which party of the story it speaks, or ""
	origin     string // what makes two quotes the same words from one origin
}

// Text is the quoted words.
func (q Quote) Text() string {
	var b strings.Builder
	for _, p := range q.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// words is what of it is said, or all of it where too little is: what copies of one text have in common when an editor touched the rest.
func (q Quote) words() string {
	var b strings.Builder
	for _, p := range q.Parts {
		if p.Said {
			b.WriteString(p.Text + " ")
		}
	}
	if len(strings.Fields(b.String())) < 3 { // "it", "the charge": who says it makes the difference
		return q.Text()
	}
	return b.String()
}

// StoryRow is a story in a list.
type StoryRow struct {
	Href, Title, Lang, Dir string
	Counts                 Counts
	Dispute                *Quote   // a disputed statement
	DeniedBy               []string // who denies it
	Latest                 Moment
	Parties                []string
	Languages              []string
}

// ClaimRow is a claim with the words of those who make it and of those who deny it.
type ClaimRow struct {
	ID         string
	Lead       Quote
	Denies     []Quote
	Others     []Quote
	Origins    int
	Unanswered string // who is accused and is not quoted on it
	Why        []string
	denials    []Quote // Denies before copies are folded
}

// PartyRow is a party of a story.
type PartyRow struct {
	Name, Says, Accused string
}

// VoiceGroup is what one party says.
type VoiceGroup struct {
	Name   string
	Quotes []Quote
}

// BoardRow is one count with every figure given for it. Unit is in the words of an article, Act in the reader's.
type BoardRow struct {
	Unit    string
	Act     string
	Differ  bool
	Figures []FigureRow
}

// FigureRow is one figure where it stands.
type FigureRow struct{ Quote Quote }

// EntryRow is a line of the timeline; Quotes is never empty.
type EntryRow struct {
	ISO, Date string
	Again     bool // the same date as the entry before
	Quotes    []Quote
	Conflicts []Fact
}

// OriginRow is an origin with the articles that go back to it.
type OriginRow struct {
	Root      *ArticleRow // nil when the text itself is not in the archive
	Elsewhere bool        // the root is in another story
	Name      string
	Copies    []CopyRow
}

// CopyRow is an article that repeats an origin.
type CopyRow struct {
	Article ArticleRow
	Kind    string // with how much of the text is the same
	Reasons []string
}

// ArticleRow is an article in a list.
type ArticleRow struct {
	Href, Title, Lang, Dir string
	Outlet                 OutletRef
	Country                string
	Moment                 Moment
	Why                    []string
}

// The pages. Each holds everything its template may use.
type (
	// FrontPage is the list of stories by rank.
	FrontPage struct {
		Chrome
		Stories []StoryRow
		Next    string
	}
	// StoryPage is one story from all sides.
	StoryPage struct {
		Chrome
		ID, Title, Lang, Dir      string
		Counts                    Counts
		First, Latest             Moment
		Storyline                 Link
		DeniedBy                  []string // the parties that deny something
		Disputed, Agreed, OneSide []ClaimRow
		Parties                   []PartyRow
		Silent                    []string     // who is accused, and quoted nowhere in the story
		Voices                    []VoiceGroup // of the parties
		OtherVoices               []VoiceGroup // of who is quoted without being a party
		Board                     []BoardRow
		Timeline                  []EntryRow
		Origins                   []OriginRow
		Articles                  []ArticleRow
	}
	// StorylinesPage is the list of storylines.
	StorylinesPage struct {
		Chrome
		Lines []LineRow
		Next  string
	}
	// StorylinePage is stories that share parties and dispute.
	StorylinePage struct {
		Chrome
		Name                      string
		Counts                    Counts
		First, Latest             Moment
		DeniedBy                  []string
		Disputed, Agreed, OneSide []ClaimRow
		Board                     []BoardRow
		Timeline                  []EntryRow
		Stories                   []StoryRow
	}
	// ArticlePage is one article: quotations from it, or its text where the operator may show it.
	ArticlePage struct {
		Chrome
		Title, Lang, Dir, Language string
		Version                    string
		Outlet                     OutletRef
		Moment                     Moment
		Authors, Editor            string
		Original                   string
		Provenance                 []ProvenanceRow
		Story                      Link
		FullText                   bool
		Blocks                     []TextBlock
		Versions                   []VersionRow
		Comments                   []CommentRow
	}
	// OutletsPage is the list of outlets.
	OutletsPage struct {
		Chrome
		Outlets []OutletRow
	}
	// OutletPage is an outlet's facts and articles.
	OutletPage struct {
		Chrome
		Name     string
		Facts    []OutletFact
		Articles []ArticleRow
		Next     string
	}
	// SearchPage is the result of a search.
	SearchPage struct {
		Chrome
		Problem string // in English, as the search language is
		Hits    []HitRow
		Next    string
	}
	// TextPage is a standing page made of catalogue texts; its fields are their keys.
	TextPage struct {
		Chrome
		Heading  string
		Sections []TextSection
	}
	// ErrorPage says what went wrong; its fields are keys of the catalogue.
	ErrorPage struct {
		Chrome
		Heading, Text string
		When, Why     string // of what a purge took
	}
	// SignInPage asks for name and password; with Setup also for the one-time token, with Invite for a password alone.
	SignInPage struct {
		Chrome
		Heading, Lead, Action, Problem, Name, Token string
		To                                          string // where signing in leads
		Setup, Invite, Passkeys                     bool
	}
)

// LineRow is a storyline in a list.
type LineRow struct {
	Href, Name string
	Stories    int
	Counts     Counts
	Latest     Moment
}

// ProvenanceRow is a notice of where a text comes from.
type ProvenanceRow struct{ Text, Href string }

// TextBlock is a paragraph of an article, or a gap where text is left out.
type TextBlock struct {
	Kind   string // "paragraph", "heading", "quote", "gap"
	Pieces []Piece
}

// Piece is a sentence with its place; Gap is the white space after it.
type Piece struct {
	ID, Text, Note, Gap string
	Start, End          string
}

// VersionRow is one version of an article.
type VersionRow struct {
	Number, Href, Title string
	Moment              Moment
	Current             bool
}

// CommentRow is a reader's comment as the page carried it.
type CommentRow struct{ Author, Text, Score, Age string }

// OutletRow is an outlet in a list.
type OutletRow struct {
	Href, Name                            string
	Country, Kind, Language, Owner, State OutletFact
}

// OutletFact is a fact about an outlet, the date as of which it holds and the page where that
// can be checked. Name is "" where it goes on the fact before; AsOf and CheckHref are ""
// where the fact comes from the outlet's own pages or from the operator.
type OutletFact struct {
	Name                        string
	Values                      []string
	AsOf, CheckHref, CheckPlace string
}

// Fact is a named value.
type Fact struct{ Name, Value string }

// HitRow is an article that a search found.
type HitRow struct {
	Article ArticleRow
	Quotes  []Quote
	Story   Link
}

// TextSection is a part of a standing page; Heading and Paragraphs are keys of the catalogue.
type TextSection struct {
	Heading    string
	Paragraphs []string
	Links      []Link
}
