package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"github.com/parley-news/parley/internal/fault"
)

// ceremonyTime is how long a person has to answer what a passkey asks.
const ceremonyTime = 5 * time.Minute

// forLibrary moves a time of this site's clock to the system's, by which the library judges; that it has not passed was checked.
func forLibrary(t time.Time, s *Server) time.Time { return time.Now().Add(t.Sub(s.opt.Now())) }

// plainReason is what the library says went wrong, without what it says to programmers.
func plainReason(err error) string {
	var p *protocol.Error
	if errors.As(err, &p) && p.Details != "" {
		return p.Details
	}
	return "it belongs to nobody here"
}

func writeJSON(w http.ResponseWriter, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(data)
	return err
}

func (s *Server) tooMany(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Retry-After", "60")
	w.WriteHeader(http.StatusTooManyRequests)
	_, err := w.Write([]byte(`{"problem":"signin.wait"}`))
	return err
}

// asked runs a handler for a script of ours: its error comes back as JSON, in one sentence.
func (s *Server) asked(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := h(w, r)
		if err == nil {
			return nil
		}
		p, ok := faultPages[fault.KindOf(err)]
		if !ok {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(p.status)
		return json.NewEncoder(w).Encode(map[string]string{"problem": err.Error()})
	}
}
