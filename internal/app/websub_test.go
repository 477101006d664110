package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// hub is a WebSub hub that speaks the protocol over HTTP: it verifies intent before it believes a subscription, and signs what it tells.
type hub struct {
	t    *testing.T
	mu   sync.Mutex
	subs map[string]url.Values // by callback
	log  []string
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	mode, callback, topic := r.PostForm.Get("hub.mode"), r.PostForm.Get("hub.callback"), r.PostForm.Get("hub.topic")
	code, body := h.ask(callback, mode, topic, "challenge-42")
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = append(h.log, fmt.Sprintf("%s %s: %d", mode, topic, code))
	if code/100 == 2 && body == "challenge-42" {
		if mode == "subscribe" {
			h.subs[callback] = r.PostForm
		} else {
			delete(h.subs, callback)
		}
	}
	w.WriteHeader(http.StatusAccepted)
}

func (h *hub) ask(callback, mode, topic, challenge string) (int, string) {
	q := url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.challenge": {challenge}, "hub.lease_seconds": {"864000"}}
	resp, err := http.Get(callback + "?" + q.Encode())
	if err != nil {
		h.t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

// tell sends a body to every subscriber, signed with a secret or, for "", with the agreed one.
func (h *hub) tell(body, secret string) (status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for callback, form := range h.subs {
		key := secret
		if key == "" {
			key = form.Get("hub.secret")
		}
		m := hmac.New(sha256.New, []byte(key))
		m.Write([]byte(body))
		req, err := http.NewRequest(http.MethodPost, callback, strings.NewReader(body))
		if err != nil {
			h.t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/rss+xml")
		req.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(m.Sum(nil)))
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			h.t.Fatal(err)
		}
		resp.Body.Close()
		status = resp.StatusCode
	}
	return status
}

func (h *hub) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs)
}

func TestHubsTellOfNews(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := &hub{t: t, subs: map[string]url.Values{}}
	hubServer := httptest.NewServer(h)
	t.Cleanup(hubServer.Close)
	var mu sync.Mutex
	asked := map[string]int{}
	var paper *httptest.Server
	feedOf := func(hub string, pages ...string) string {
		s := `<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>F</title><atom:link rel="hub" href="` + hub + `"/><atom:link rel="self" href="` + paper.URL + `/feed"/>`
		for _, p := range pages {
			s += "<item><title>T</title><link>" + paper.URL + p + "</link></item>"
		}
		return s + "</channel></rss>"
	}
	paper = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path]++
		mu.Unlock()
		switch r.URL.Path {
		case "/feed":
			fmt.Fprint(w, feedOf(hubServer.URL, "/1"))
		case "/away":
			fmt.Fprint(w, strings.ReplaceAll(feedOf("http://127.0.0.1:1/", "/3"), "/feed\"", "/away\""))
		case "/1", "/2", "/3", "/forged":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<html><body><article><h1>Page %s</h1><p>A text of the page %s, said the minister on Thursday.</p></article></body></html>", r.URL.Path, r.URL.Path)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(paper.Close)

	site := httptest.NewUnstartedServer(nil)
	c := Defaults()
	c.Data, c.FetchEvery, c.AllowNetworks, c.PublicURL, c.Workers = t.TempDir(), -1, []string{"127.0.0.0/8"}, "http://"+site.Listener.Addr().String(), 1
	a, err := Open(ctx, c, Options{Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if site.Config.Handler, err = a.Handler(); err != nil {
		t.Fatal(err)
	}
	site.Start()
	t.Cleanup(site.Close)

	drain := func() {
		t.Helper()
		if err := a.Pipeline.Drain(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	has := func(page string) bool {
		t.Helper()
		ok, err := a.Store.HasCapture(ctx, paper.URL+page)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for _, f := range []string{"/feed", "/away"} {
		if err := a.Store.Write(ctx, func(tx *store.Tx) error {
			_, err := jobs.AddSource(ctx, tx, news.Source{URL: paper.URL + f}, "test")
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	drain()
	list, err := a.Store.Sources(ctx)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	subs, err := a.Store.Subscriptions(ctx, list[0].ID)
	if err != nil || len(subs) != 1 || subs[0].State != store.HubActive || h.count() != 1 {
		t.Fatalf("subscriptions = %+v, %v; the hub says %v", subs, err, h.log)
	}
	away, err := a.Store.Subscriptions(ctx, list[1].ID)
	if err != nil || len(away) != 1 || away[0].State != store.HubAsked || away[0].Note == "" || !has("/3") || list[1].Problem != "" {
		t.Errorf("a hub that is away: %+v, %v, source %+v; want it noted and the feed read", away, err, list[1])
	}

	mu.Lock()
	before := asked["/feed"]
	mu.Unlock()
	if status := h.tell(feedOf(hubServer.URL, "/forged"), "not the secret"); status != http.StatusAccepted {
		t.Errorf("a forged message: %d, want an answer that tells nothing", status)
	}
	if status := h.tell(feedOf(hubServer.URL, "/2"), ""); status != http.StatusAccepted {
		t.Errorf("a message: %d", status)
	}
	drain()
	mu.Lock()
	after := asked["/feed"]
	mu.Unlock()
	if !has("/2") || has("/forged") || after != before {
		t.Errorf("page told of: %v, forged one: %v, looks meanwhile: %d", has("/2"), has("/forged"), after-before)
	}

	callback := c.PublicURL + "/websub/" + subs[0].Path
	for what, q := range map[string][3]string{
		"another topic":         {callback, "subscribe", paper.URL + "/other"},
		"an end not asked for":  {callback, "unsubscribe", subs[0].Topic},
		"a path that is no one": {c.PublicURL + "/websub/x", "subscribe", subs[0].Topic},
		"a mode that is none":   {callback, "publish", subs[0].Topic},
	} {
		if code, body := h.ask(q[0], q[1], q[2], "echo-me"); code != http.StatusNotFound || body == "echo-me" {
			t.Errorf("%s: %d, want 404 without the challenge", what, code)
		}
	}

	if err := a.Store.Write(ctx, func(tx *store.Tx) error { return jobs.DeleteSource(ctx, tx, list[0].ID, "test") }); err != nil {
		t.Fatal(err)
	}
	drain()
	if _, err := a.Store.SubscriptionAt(ctx, subs[0].Path); err == nil || h.count() != 0 {
		t.Errorf("after the source was deleted the hub has %d subscriptions: %v", h.count(), h.log)
	}
}
