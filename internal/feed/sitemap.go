package feed

import (
	"bufio"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// maxMaps bounds how many sitemaps one index may name; the protocol allows as many.
const maxMaps = 50000

// parseText reads a sitemap that is plain text: an address a line.
func parseText(in *input, k *keeper) (*Feed, error) {
	f := &Feed{Kind: Sitemap}
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 0, 4<<10), 64<<10)
	bad := 0
	for sc.Scan() {
		line := strings.TrimSpace(sc.Text())
		if line == "" {
			continue
		}
		u := resolve(k.base, line)
		if !looksLikeAddress([]byte(line)) || u == "" {
			if bad++; bad > 100 && bad > k.total {
				return nil, fault.Errorf(fault.Invalid, "this is neither XML nor JSON nor a list of addresses, so no feed")
			}
			continue
		}
		k.add(news.Link{URL: u})
	}
	if err := sc.Err(); err != nil {
		f.Broken = "it breaks off after " + strconv.Itoa(k.total) + " addresses: " + err.Error()
	}
	return f, nil
}

// PickMaps chooses at most n sitemaps of an index: those for news first, then the latest changed, then the last
// of the list, where indexes put what is new.
func PickMaps(maps []Map, n int) []Map {
	type ranked struct {
		Map
		news bool
		n    int
	}
	list := make([]ranked, len(maps))
	for i, m := range maps {
		low := strings.ToLower(m.URL)
		list[i] = ranked{m, strings.Contains(low, "news") || strings.Contains(low, "latest") || strings.Contains(low, "today"), i}
	}
	sortStable(list, func(a, b ranked) bool {
		if a.news != b.news {
			return a.news
		}
		if c := a.Modified.Compare(b.Modified); c != 0 {
			return c > 0
		}
		return a.n > b.n
	})
	out := make([]Map, 0, min(n, len(list)))
	for _, m := range list[:min(n, len(list))] {
		out = append(out, m.Map)
	}
	return out
}
