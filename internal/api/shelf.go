package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// shelf is the articles that an answer speaks of, with their current texts and outlets.
type shelf struct {
	articles map[news.ArticleID]news.Article
	versions map[news.VersionID]*news.Version
	current  map[news.ArticleID]*news.Version
	outlets  map[news.OutletID]news.Outlet
	offsets  map[news.VersionID]*text.RuneOffsets
}

// load reads articles, the current version of each and the outlets.
func (s *server) load(ctx context.Context, ids []news.ArticleID) (*shelf, error) {
	h := &shelf{
		articles: map[news.ArticleID]news.Article{}, versions: map[news.VersionID]*news.Version{}, current: map[news.ArticleID]*news.Version{},
		outlets: map[news.OutletID]news.Outlet{}, offsets: map[news.VersionID]*text.RuneOffsets{},
	}
	articles, err := s.store.Articles(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var current []news.VersionID
	for _, a := range articles {
		h.articles[a.ID] = a
		current = append(current, a.Current)
	}
	versions, err := s.store.Versions(ctx, current...)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		h.add(&versions[i])
		h.current[versions[i].Article] = &versions[i]
	}
	outlets, err := s.store.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range outlets {
		h.outlets[o.ID] = o
	}
	return h, nil
}

func (h *shelf) add(v *news.Version) {
	h.versions[v.ID] = v
	h.offsets[v.ID] = text.NewRuneOffsets(v.Text)
}

// words is a run of an article's text with its place: the evidence for what an answer says.
type words struct {
	Text  string `json:"text" doc:"The words as they stand in the article."`
	Start int    `json:"start" doc:"Where they begin in the version's text, in code points."`
	End   int    `json:"end" doc:"Where they end, exclusive."`
}

// words cuts a span out of a version. Nothing comes of a span that is empty or does not lie in the text.
func (h *shelf) words(id news.VersionID, span text.Span) *words {
	v := h.versions[id]
	if v == nil || span.Len() <= 0 || !span.In(v.Text) {
		return nil
	}
	at := h.offsets[id]
	start := at.At(span.Start)
	return &words{span.Of(v.Text), start, at.At(span.End)}
}

// ident writes an identifier; none is "".
func ident[T ~int64](id T) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

func idents[T ~int64](list []T) []string {
	out := []string{}
	for _, id := range list {
		out = append(out, ident(id))
	}
	return out
}

// moment writes Unix microseconds; zero is no time.
func moment(micro int64) *time.Time {
	if micro == 0 {
		return nil
	}
	t := time.UnixMicro(micro).UTC()
	return &t
}

// notNil makes an empty list of none, since programs like to iterate.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// web keeps addresses that lead somewhere; a text read from a file has none.
func web(address string) string {
	if strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
		return address
	}
	return ""
}
