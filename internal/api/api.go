// Package api is the JSON API, version 1: the nouns of the site for programs. Start with New.
//
// Each resource has one file with its own wire types. Identifiers are strings; offsets are code points,
// end exclusive, into the text of the named version; times are RFC 3339, dates of articles and events have the
// precision in which they were written. Lists are paged by an opaque cursor. Errors are RFC 9457 problems.
// The description in OpenAPI 3.1 is made from the same types.
package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/store"
)

// Prefix is the path below which everything answers.
const Prefix = "/api/v1"

// Options say what the API may show and to whom. The zero value shows quotations only and lets nobody change anything.
type Options struct {
	Site      Site                                         // who the site is
	FullText  bool                                         // whole texts of articles, not only quotations
	Member    func(r *http.Request) (name string, ok bool) // who is signed in; nil: nobody ever is
	Version   string                                       // of the program
	Style     string                                       // address of the stylesheet of the page for people
	Catalogue *outlets.Catalogue                           // what is known of outlets beyond the archive; may be nil
	Log       *slog.Logger                                 // default slog.Default()
}

// server is what handlers need.
type server struct {
	store *store.Store
	opt   Options
	huma  huma.API
}

// New makes the API. It answers below Prefix; the caller guards it against requests from other sites.
func New(st *store.Store, o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Style == "" {
		o.Style = "/static/parley.css"
	}
	config := huma.DefaultConfig("Parley", "1")
	config.Info.Description = "The news from every side: stories, who says what in them, what is disputed, who copied whom."
	config.OpenAPIPath = Prefix + "/openapi"
	// The library's page for people loads scripts from elsewhere, and its schema links are noise in every answer.
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil
	mux := http.NewServeMux()
	s := &server{store: st, opt: o, huma: humago.New(mux, config)}
	s.huma.UseMiddleware(s.identify)
	s.registerStories()
	s.registerStorylines()
	s.registerArticles()
	s.registerStatements()
	s.registerOutlets()
	s.registerSearch()
	s.registerSources()
	s.registerHealth()
	s.registerSite()
	describe(s.huma.OpenAPI())
	mux.HandleFunc("GET "+Prefix+"/docs", s.serveDocs)
	mux.HandleFunc("/", serveNothing)
	return mux
}

// body is an answer's content.
type body[T any] struct{ Body T }

// get registers a reading operation. Its errors become problems by their kind.
func get[I, T any](s *server, path, name, summary string, h func(ctx context.Context, in *I) (T, error)) {
	op := huma.Operation{Method: http.MethodGet, Path: Prefix + path, OperationID: name, Summary: summary, Errors: []int{http.StatusBadRequest, http.StatusNotFound}}
	huma.Register(s.huma, op, func(ctx context.Context, in *I) (*body[T], error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, name, err)
		}
		return &body[T]{out}, nil
	})
}

// Page is the part of a list that is asked for. It is exported for the library, which sees no other embedded fields.
type Page struct {
	After string `query:"after" maxLength:"200" doc:"Cursor: the next of the page before."`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"30" doc:"How many at most."`
}

// describe corrects what the library assumes of Go types: no list is ever null, and later versions may say more.
func describe(o *huma.OpenAPI) {
	for _, schema := range o.Components.Schemas.Map() {
		if schema.Type == huma.TypeObject {
			schema.AdditionalProperties = nil
		}
		for _, p := range schema.Properties {
			p.Nullable = p.Nullable && p.Type != huma.TypeArray
		}
	}
}

type memberKey struct{}

// identify remembers who is signed in for handlers that ask.
func (s *server) identify(ctx huma.Context, next func(huma.Context)) {
	if s.opt.Member != nil {
		r, _ := humago.Unwrap(ctx)
		if name, ok := s.opt.Member(r); ok {
			ctx = huma.WithValue(ctx, memberKey{}, name)
		}
	}
	next(ctx)
}

// signedIn is who asks; nobody is fault.Denied.
func signedIn(ctx context.Context) (string, error) {
	name, ok := ctx.Value(memberKey{}).(string)
	if !ok {
		return "", fault.Errorf(fault.Denied, "sign in on the site first")
	}
	return name, nil
}
