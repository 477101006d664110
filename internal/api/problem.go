package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/parley-news/parley/internal/fault"
)

var statuses = map[*fault.Kind]int{
	fault.NotFound: http.StatusNotFound,
	fault.Gone:     http.StatusGone,
	fault.Invalid:  http.StatusBadRequest,
	fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Denied:   http.StatusForbidden,
	fault.Busy:     http.StatusServiceUnavailable,
	fault.Conflict: http.StatusConflict,
	fault.Exists:   http.StatusConflict,
}

// problem turns an error into what the caller is told. The words of an internal failure go to the log only.
func (s *server) problem(ctx context.Context, operation string, err error) error {
	if status, ok := statuses[fault.KindOf(err)]; ok {
		return &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: err.Error()}
	}
	if ctx.Err() == nil { // otherwise nobody is there to read it
		s.opt.Log.Error("api failed", "operation", operation, "err", err)
	}
	return &huma.ErrorModel{Status: http.StatusInternalServerError, Title: http.StatusText(http.StatusInternalServerError), Detail: "something went wrong here; the operator's log says what"}
}

// serveNothing answers for addresses that mean nothing.
func serveNothing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusNotFound)
	// The connection is the only thing that can fail.
	_ = json.NewEncoder(w).Encode(huma.ErrorModel{
		Status: http.StatusNotFound, Title: http.StatusText(http.StatusNotFound), Detail: "nothing answers " + r.Method + " here; see " + Prefix + "/docs",
	})
}
