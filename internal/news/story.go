package news

import (
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// Counts is the line at the top of a story: "41 articles · 6 origins · 4 countries".
type Counts struct {
	Articles, Origins, Outlets, Countries int
	Languages                             []string // BCP 47, most articles first
}

// Story is the articles about one happening. Title is the title of Lead, an article of it.
type Story struct {
	ID        StoryID
	Storyline StorylineID
	Title     string
	Lead      ArticleID
	First     int64 // earliest publication (or capture) among its articles, Unix microseconds UTC
	Latest    int64
	Counts    Counts
	Parties   []Party
	Rank      float64 // greater is higher on the front page
}

// Member is an article's place in a story.
type Member struct {
	Story   StoryID
	Article ArticleID
	Score   float64
	Reasons []string // why it is here, in plain words
	Pinned  bool     // by a person: no run moves it
	Seq     int64    // its place in the order in which articles were grouped; zero when that is not known
}

// Storyline is stories that follow one another or share parties and dispute.
type Storyline struct {
	ID      StorylineID
	Name    string // its main actors, as the articles name them
	First   int64
	Latest  int64
	Counts  Counts
	Stories int
}

// Party is an actor with a stake in a story: one who accuses, denies, demands, acts.
type Party struct {
	Key     string // folded name that joins its mentions
	Name    string // as the articles mostly write it
	Says    int    // statements by it
	Accuses int
	Denies  int
	Accused int // statements that accuse it
	Origins int // in how many origins it is quoted
}

// Figure is one number given for one count, in one place of one article.
type Figure struct {
	ID        FigureID
	Article   ArticleID
	Version   VersionID
	Statement StatementID // the statement it stands in, or zero: the outlet's own voice
	Low, High float64     // equal for an exact value; High 0 for "at least", Low 0 for "up to"
	Approx    bool        // "some", "about", "nearly"
	Unit      string      // what is counted, singular, folded: "civilian", "child", "percent", "km"
	Act       string      // what happened to them: "killed", "injured", "displaced", …, or ""
	Who       string      // of whom, where stated: "Afghan"
	Place     string
	Date      when.Date
	Part      bool      // a part of the figure before it ("including nine children")
	Span      text.Span // of the words that give it, in the version's Text
	Sentence  text.Span
}

// Count is a row of the numbers board: every figure given for one count of one event.
type Count struct {
	Label   string // words of an article that name it: "civilians killed"
	Unit    string
	Act     string
	Figures []Figure // by time of publication
	Differ  bool     // the figures cannot all be true
}

// Event is who did what to whom, when and where, in one place of one article.
type Event struct {
	ID       EventID
	Article  ArticleID
	Version  VersionID
	Date     when.Date
	Type     string // "strike", "attack", "ceasefire", "talks", "agreement", …
	Actor    string
	Target   string
	Place    string
	Figures  []FigureID
	Span     text.Span // of the words that tell it
	Sentence text.Span
}

// Entry is a line of the timeline: one event as one or several articles tell it.
type Entry struct {
	Date     when.Date
	Type     string
	Events   []Event // best told first
	Conflict string  // what differs between them, in plain words, or ""
}
