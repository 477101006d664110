package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

func TestSourcePageShowsHealthAndChangesTheSource(t *testing.T) {
	s := newSite(t, Options{})
	b := s.operator()
	var id news.SourceID
	s.write(func(tx *store.Tx) error {
		if _, err := jobs.AddSource(ctx, tx, news.Source{URL: "https://paper.example/f", Title: "Paper"}, "test"); err != nil {
			return err
		}
		list, err := tx.Sources(ctx)
		if err != nil {
			return err
		}
		x := list[0]
		id = x.ID
		x.Polled, x.Failed, x.Failures, x.Problem, x.Gap, x.Next = now, now, 3, "login wall; lawful options: <b>a licence</b>", 20*time.Minute, now.Add(time.Hour)
		if err := tx.PutPolled(ctx, x); err != nil {
			return err
		}
		if err := tx.PutMiss(ctx, id, store.Miss{Reason: "login wall", URL: "https://paper.example/1", Note: "the server says 401"}); err != nil {
			return err
		}
		return tx.PutLook(ctx, store.Look{Source: id, Time: now, Outcome: store.LookFailed, Took: 1500 * time.Millisecond, Note: "no answer in time"})
	})
	at := sourceHref(id)
	b.page("/sources", http.StatusOK).Has("tbody th a", "Paper")
	p := b.page(at, http.StatusOK)
	p.Has("#health", "login wall; lawful options: <b>a licence</b>")
	p.Has("dl.facts dd", "20 minutes")
	p.Has("tbody tr", "no answer in time")
	p.Has("ul.misses li", "the server says 401")

	source := func() news.Source {
		t.Helper()
		x, err := s.st.Source(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	if got := b.post(at, "do", "edit", "title", " New  name ", "folder", "World/Asia/"); got.StatusCode != http.StatusSeeOther || source().Title != "New name" || source().Folder != "World/Asia" {
		t.Errorf("edited: %d, %+v", got.StatusCode, source())
	}
	b.post(at, "do", "pause")
	if !source().Paused {
		t.Error("not paused")
	}
	b.page(at, http.StatusOK).Has("button", "Look at it again")
	b.post(at, "do", "resume")
	b.post(at, "do", "look")
	if n, err := jobs.Pending(ctx, s.st, jobs.Poll); err != nil || n != 1 || source().Paused {
		t.Errorf("looks that wait: %d, %v", n, err)
	}
	if got := b.post(at, "do", "delete").StatusCode; got != http.StatusBadRequest {
		t.Errorf("deleted without being sure: %d", got)
	}
	if got := b.post(at, "do", "nonsense").StatusCode; got != http.StatusBadRequest {
		t.Errorf("nonsense: %d", got)
	}
	b.post(at, "do", "delete", "sure", "yes")
	b.page(at, http.StatusNotFound)
	if n, err := jobs.Pending(ctx, s.st, jobs.Poll); err != nil || n != 0 {
		t.Errorf("work of a deleted source: %d, %v", n, err)
	}
}

func TestListsOfSourcesGoInAndOut(t *testing.T) {
	s := newSite(t, Options{})
	b := s.operator()
	upload := func(list string) *httptest.ResponseRecorder {
		t.Helper()
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		f, err := m.CreateFormFile("list", "x.opml")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(list))
		_ = m.Close()
		req := httptest.NewRequest(http.MethodPost, "/sources/list", &body)
		req.Header.Set("Content-Type", m.FormDataContentType())
		for name, value := range b.cookies {
			req.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		rec := httptest.NewRecorder()
		s.web.ServeHTTP(rec, req)
		return rec
	}
	rec := upload(`<opml><body><outline text="N"><outline text="A" xmlUrl="https://a.example/f"/><outline text="B" xmlUrl="ftp://b"/></outline></body></opml>`)
	if got := rec.Body.String(); rec.Code != http.StatusOK || !strings.Contains(got, "1 source was added.") || !strings.Contains(got, "“B”") {
		t.Errorf("upload: %d %s", rec.Code, got)
	}
	if rec := upload("<html>"); rec.Code != http.StatusBadRequest || !strings.Contains(rec.Body.String(), "neither OPML") {
		t.Errorf("upload of no list: %d", rec.Code)
	}
	res := b.get("/sources.opml")
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), `xmlUrl="https://a.example/f"`) {
		t.Errorf("download: %d %s, %v", res.StatusCode, body, err)
	}
}
