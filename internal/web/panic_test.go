package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestABugInAPageIsAPageThatSaysSo(t *testing.T) {
	s := newSite(t, Options{})
	h := s.web.page(func(http.ResponseWriter, *http.Request) error { panic("a bug") })
	w := httptest.NewRecorder()
	s.web.sessions.LoadAndSave(h).ServeHTTP(w, httptest.NewRequest("GET", "/about", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "<html") || strings.Contains(w.Body.String(), "a bug") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}
