package api

import (
	"context"
	"maps"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

type statement struct {
	ID         string   `json:"id"`
	Article    string   `json:"article"`
	Version    string   `json:"version"`
	Kind       string   `json:"kind" doc:"What the speaker does by saying it: assert, accuse, deny, …"`
	Quoting    string   `json:"quoting" enum:"direct,indirect,mixed"`
	Sourcing   string   `json:"sourcing" doc:"How well the reader can tell who speaks."`
	Speaker    string   `json:"speaker"`
	Why        string   `json:"speaker_reason,omitempty" doc:"How the speaker was found."`
	Party      string   `json:"party,omitempty" doc:"Key of the party for which the speaker speaks."`
	About      []string `json:"about" doc:"Keys of the actors that are named in what is said."`
	Target     string   `json:"target,omitempty" doc:"Key of who is accused, denied, threatened or asked."`
	Addressee  string   `json:"addressee,omitempty"`
	Negated    bool     `json:"negated"`
	Confidence float64  `json:"confidence"`
	Sentence   *words   `json:"sentence,omitempty" doc:"The sentence that shows it."`
	Source     *words   `json:"source,omitempty" doc:"The words that name the speaker."`
	Cue        *words   `json:"cue,omitempty" doc:"The words that make it a statement."`
	Content    []words  `json:"content" doc:"What is said."`
}

type statementList struct {
	Article    string      `json:"article"`
	Version    string      `json:"version"`
	Statements []statement `json:"statements"`
}

func (s *server) registerStatements() {
	get(s, "/articles/{id}/statements", "statements", "Who says what in an article, in the order of its text.", s.statements)
}

func (s *server) statements(ctx context.Context, in *oneInput) (statementList, error) {
	id, err := news.ParseID[news.ArticleID](in.ID)
	if err != nil {
		return statementList{}, err
	}
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return statementList{}, err
	}
	h, err := s.load(ctx, []news.ArticleID{a.ID})
	if err != nil {
		return statementList{}, err
	}
	list, err := s.store.Statements(ctx, a.Current)
	out := statementList{Article: ident(a.ID), Version: ident(a.Current), Statements: []statement{}}
	for _, x := range list {
		out.Statements = append(out.Statements, h.statement(x))
	}
	return out, err
}

func (h *shelf) statement(x news.Statement) statement {
	out := statement{
		ID: ident(x.ID), Article: ident(x.Article), Version: ident(x.Version), Kind: string(x.Kind), Quoting: string(x.Quoting),
		Sourcing: string(x.Sourcing), Speaker: x.Speaker, Why: x.Why, Party: x.Party, About: notNil(x.About), Target: x.Target, Addressee: x.Addressee,
		Negated: x.Negated, Confidence: x.Confidence, Sentence: h.words(x.Version, x.Sentence), Source: h.words(x.Version, x.Source),
		Cue: h.words(x.Version, x.Cue), Content: []words{},
	}
	for _, span := range x.Content {
		if w := h.words(x.Version, span); w != nil {
			out.Content = append(out.Content, *w)
		}
	}
	return out
}

func (h *shelf) versionIDs() []news.VersionID { return slices.Sorted(maps.Keys(h.versions)) }
