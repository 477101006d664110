package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type source struct {
	ID       string     `json:"id"`
	URL      string     `json:"url"`
	Title    string     `json:"title,omitempty"`
	Folder   string     `json:"folder,omitempty"`
	Added    *time.Time `json:"added,omitempty"`
	Polled   *time.Time `json:"polled,omitempty"`
	Next     *time.Time `json:"next,omitempty" doc:"When it is looked at again."`
	Failures int        `json:"failures" doc:"In a row."`
	Problem  string     `json:"problem,omitempty" doc:"Why the last attempt failed."`
	Links    int        `json:"links" doc:"Found so far."`
}

type sourceList struct {
	Sources []source `json:"sources"`
}

type newSource struct {
	Body struct {
		URL string `json:"url" maxLength:"2000" doc:"Address of a feed, or of a site whose feeds are to be looked for."`
	}
}

type acceptedSource struct {
	URL string `json:"url"`
}

func (s *server) registerSources() {
	get(s, "/sources", "sources", "Where Parley looks. Only for who is signed in, since addresses of feeds can hold secrets.", s.sources)
	op := huma.Operation{
		Method: http.MethodPost, Path: Prefix + "/sources", OperationID: "add-source", DefaultStatus: http.StatusAccepted,
		Summary: "Add a feed or a site; it is looked at in the background. Only for who is signed in.",
		Errors:  []int{http.StatusBadRequest, http.StatusForbidden, http.StatusConflict}, MaxBodyBytes: 16 << 10,
	}
	huma.Register(s.huma, op, func(ctx context.Context, in *newSource) (*body[acceptedSource], error) {
		out, err := s.addSource(ctx, strings.TrimSpace(in.Body.URL))
		if err != nil {
			return nil, s.problem(ctx, op.OperationID, err)
		}
		return &body[acceptedSource]{out}, nil
	})
}

func (s *server) sources(ctx context.Context, _ *struct{}) (sourceList, error) {
	if _, err := signedIn(ctx); err != nil {
		return sourceList{}, err
	}
	list, err := s.store.Sources(ctx)
	out := sourceList{Sources: []source{}}
	for _, x := range list {
		out.Sources = append(out.Sources, toSource(x))
	}
	return out, err
}

func (s *server) addSource(ctx context.Context, address string) (acceptedSource, error) {
	member, err := signedIn(ctx)
	if err != nil {
		return acceptedSource{}, err
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return acceptedSource{}, fault.Errorf(fault.Invalid, "%q is no address of a feed or site: it must begin with http:// or https://", address)
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		_, err := jobs.AddSource(ctx, tx, news.Source{URL: address}, member)
		return err
	})
	return acceptedSource{address}, err
}

func toSource(x news.Source) source {
	return source{
		ID: ident(x.ID), URL: x.URL, Title: x.Title, Folder: x.Folder, Added: instant(x.Added), Polled: instant(x.Polled), Next: instant(x.Next),
		Failures: x.Failures, Problem: x.Problem, Links: x.Links,
	}
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
