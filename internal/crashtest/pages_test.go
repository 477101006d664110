// Package crashtest holds no code, only tests that kill real processes, take the database away and move the clock,
// and then count: nothing that was accepted is lost, nothing is there twice, the work is finished.
//
// They run small everywhere. PARLEY_KILLS and PARLEY_PAGES set the full size (200 and 5,000); PARLEY_SEED another
// course of events.
package crashtest

import (
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/sample"
)

// setting is a number from the environment.
func setting(t testing.TB, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: give a number", name, s)
	}
	return n
}

// page is one that a test reads.
type page struct{ name, body string }

// pages makes n pages: those of the sample, again and again, each time with other names, words and hosts, so
// that what the sample tells becomes many stories of other places.
func pages(t testing.TB, n int) []page {
	t.Helper()
	w, err := sample.Web()
	if err != nil {
		t.Fatal(err)
	}
	var base []page
	for _, address := range w.Addresses(".html") {
		if strings.HasSuffix(address, "/index.html") && strings.Count(address, "/") < 4 {
			continue // front pages
		}
		resp, err := (&http.Client{Transport: w}).Get(address)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		base = append(base, page{strings.NewReplacer("https://", "", "/", "_").Replace(address), string(body)})
	}
	if len(base) < 30 {
		t.Fatalf("only %d pages in the sample", len(base))
	}
	var out []page
	for world := 0; len(out) < n; world++ {
		for _, p := range base {
			if len(out) == n {
				break
			}
			out = append(out, page{fmt.Sprintf("%03d_%s", world, p.name), elsewhere(p.body, world)})
		}
	}
	return out
}

var (
	hosts = regexp.MustCompile(`\.example\b`)
	words = regexp.MustCompile(`>[^<]+<`)
)

// elsewhere tells a page as it would be in another world; that of number zero is the sample's own.
func elsewhere(body string, world int) string {
	if world == 0 {
		return body
	}
	body = hosts.ReplaceAllString(body, fmt.Sprintf("-w%d.example", world))
	return words.ReplaceAllStringFunc(body, func(s string) string {
		var b strings.Builder
		for len(s) > 0 {
			i := strings.IndexFunc(s, unicode.IsLetter)
			if i < 0 {
				b.WriteString(s)
				break
			}
			b.WriteString(s[:i])
			s = s[i:]
			end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
			if end < 0 {
				end = len(s)
			}
			b.WriteString(other(s[:end], world))
			s = s[end:]
		}
		return b.String()
	})
}

// other is a word's form in another world: names and long words differ, small words stay, so that sentences stay sentences.
func other(word string, world int) string {
	n := utf8.RuneCountInString(word)
	first, _ := utf8.DecodeRuneInString(word)
	if n < 4 || n < 7 && !unicode.IsUpper(first) {
		return word
	}
	h := fnv.New32a()
	fmt.Fprint(h, world, " ", strings.ToLower(word))
	if first > 0x250 { // no Latin letters: some of its own letters again
		r := []rune(word)
		k := int(h.Sum32()) % n
		if k < 0 {
			k += n
		}
		return string(r[:k]) + string(r[k:]) + string(r[(k+world)%n]) + string(r[k])
	}
	syllables := []string{"ar", "en", "il", "os", "um", "ad", "er", "in", "ol", "un", "as", "el", "ir", "om", "ur", "an"}
	return word + syllables[h.Sum32()%16] + syllables[world%16]
}

// write puts pages into a folder and returns their addresses as ingest names them.
func write(t testing.TB, dir string, list []page) (addresses []string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		path := filepath.Join(dir, p.name)
		if err := os.WriteFile(path, []byte(p.body), 0o644); err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, "file://"+path)
	}
	return addresses
}
