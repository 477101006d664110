// Package fakeweb is a small internet in text archives: it answers requests for the
// hosts and pages written there and for nothing else. The demo and the tests read
// it through the real fetcher. Start with Parse.
//
// A file's name is host and path without scheme, "herald.example/2026/clash.html". A
// name that ends in "@2" is the second version of the page, served after Advance has
// been called; "@3" the third, and so on.
package fakeweb

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"path"
	"sort"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/txtar"

	"github.com/parley-news/parley/internal/fault"
)

// Web serves pages from memory. It is an http.RoundTripper and safe for concurrent use.
type Web struct {
	pages map[string][][]byte // by host and path, version by version

	mu      sync.Mutex
	version int // 1 at first
	asked   map[string]int
}

// Parse reads archives. A page that exists twice fails with fault.Invalid.
func Parse(archives ...[]byte) (*Web, error) {
	w := &Web{pages: map[string][][]byte{}, version: 1, asked: map[string]int{}}
	for _, a := range archives {
		for _, f := range txtar.Parse(a).Files {
			name, v, err := version(f.Name)
			if err != nil {
				return nil, err
			}
			list := w.pages[name]
			for len(list) < v {
				list = append(list, nil)
			}
			if list[v-1] != nil {
				return nil, fault.Errorf(fault.Invalid, "page %s stands in the archives twice", f.Name)
			}
			list[v-1] = f.Data
			w.pages[name] = list
		}
	}
	for name, list := range w.pages {
		if list[0] == nil {
			return nil, fault.Errorf(fault.Invalid, "page %s has a later version but no first one", name)
		}
	}
	return w, nil
}

func version(name string) (string, int, error) {
	base, v, ok := strings.Cut(name, "@")
	if !ok {
		return name, 1, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 2 || n > 99 {
		return "", 0, fault.Errorf(fault.Invalid, "page %s: what follows @ is a version from 2 to 99", name)
	}
	return base, n, nil
}

// Advance makes pages that have a next version show it.
func (w *Web) Advance() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.version++
}

// Addresses returns the https addresses of all pages with an ending, sorted; "" gives all.
func (w *Web) Addresses(ending string) []string {
	var out []string
	for name := range w.pages {
		if strings.HasSuffix(name, ending) {
			out = append(out, "https://"+name)
		}
	}
	sort.Strings(out)
	return out
}

// Changed returns the addresses of pages, not feeds or other files, that show another version now than at first, sorted.
func (w *Web) Changed() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for name, list := range w.pages {
		if len(list) > 1 && w.version > 1 && !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".json") {
			out = append(out, "https://"+name)
		}
	}
	sort.Strings(out)
	return out
}

// Asked returns how often a page (host and path) was asked for.
func (w *Web) Asked(name string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[name]
}

// RoundTrip answers one request. Pages that are not in the archives, on whatever host, answer 404.
func (w *Web) RoundTrip(r *http.Request) (*http.Response, error) {
	name := r.URL.Hostname() + r.URL.Path
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	body := w.page(name)
	resp := &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {contentType(name)}}, Request: r,
	}
	if body == nil {
		resp.Status, resp.StatusCode = "404 Not Found", http.StatusNotFound
		resp.Header.Set("Content-Type", "text/plain; charset=utf-8")
		body = []byte("no such page\n")
	} else {
		tag := fmt.Sprintf(`"%x"`, sha256.Sum256(body))
		resp.Header.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			resp.Status, resp.StatusCode, body = "304 Not Modified", http.StatusNotModified, nil
		}
	}
	resp.ContentLength = int64(len(body))
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

func (w *Web) page(name string) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[name]++
	list := w.pages[name]
	for v := min(w.version, len(list)); v > 0; v-- {
		if list[v-1] != nil {
			return list[v-1]
		}
	}
	return nil
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "text/html; charset=utf-8"
}
