package pipeline

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/news"
)

// The bounds of looking for a site's feeds: requests that one look may make beside the first, feeds that are taken.
const (
	maxTries    = 6
	maxFeeds    = 3
	maxChildren = 5 // sitemaps read of an index
	maxNested   = 2 // of an index within an index
)

// lookAround reads a page that stands where a list was looked for: the feeds that it names, those that
// are where sites usually keep them, the sitemaps that robots.txt names, and at last the page's own links.
func (p *Pipeline) lookAround(ctx context.Context, s news.Source, c *news.Capture, l *look) {
	if s.Kind == string(feed.Section) { // looked around before
		l.list, l.err = feed.ParseSection(c.Body, c.FinalURL)
		return
	}
	if found := feed.Discover(c.Body, c.FinalURL); len(found) > 0 {
		for _, u := range found[:min(len(found), maxFeeds)] {
			l.sources = append(l.sources, news.Source{URL: u, Folder: s.Folder})
		}
		return
	}
	if u := p.guess(ctx, c.FinalURL); u != "" {
		l.sources = []news.Source{{URL: u, Folder: s.Folder, Title: s.Title}}
		return
	}
	if ctx.Err() != nil {
		return
	}
	l.list, l.err = feed.ParseSection(c.Body, c.FinalURL)
}

// lookPatience is how long one look waits for a host's pace between two requests of its own.
const lookPatience = 30 * time.Second

// getMore is a further request of a look: it waits for the host's pace, once.
func (p *Pipeline) getMore(ctx context.Context, address string) (fetch.Answer, error) {
	a, err := p.opt.Fetch.Get(ctx, address, fetch.Conditions{})
	wait, _ := fetch.RetryAfter(err)
	if fetch.ReasonOf(err) != fetch.Paused || wait > lookPatience {
		return a, err
	}
	select {
	case <-time.After(wait):
		return p.opt.Fetch.Get(ctx, address, fetch.Conditions{})
	case <-ctx.Done():
		return a, ctx.Err()
	}
}

// guess tries where a feed may be and returns the first that is one.
func (p *Pipeline) guess(ctx context.Context, site string) string {
	tries := feed.Guess(site)
	for _, u := range tries[:min(len(tries), maxTries)] {
		if p.isList(ctx, u) {
			return u
		}
		if ctx.Err() != nil {
			return ""
		}
	}
	base, err := url.Parse(site)
	if err != nil {
		return ""
	}
	robots := base.Scheme + "://" + base.Host + "/robots.txt"
	a, err := p.getMore(ctx, robots)
	if err != nil || a.Capture == nil {
		return ""
	}
	var maps []feed.Map
	for _, u := range feed.RobotsSitemaps(a.Capture.Body, robots) {
		maps = append(maps, feed.Map{URL: u})
	}
	for _, m := range feed.PickMaps(maps, 2) {
		if p.isList(ctx, m.URL) {
			return m.URL
		}
	}
	return ""
}

// isList reports whether there is a list at an address that names something new.
func (p *Pipeline) isList(ctx context.Context, address string) bool {
	a, err := p.getMore(ctx, address)
	if err != nil || a.Capture == nil {
		return false
	}
	f, err := feed.ParseAs(a.Capture.Body, a.Capture.FinalURL, a.Capture.ContentType)
	if err != nil {
		return false
	}
	if f.Kind == feed.SitemapIndex {
		return len(f.Maps) > 0
	}
	links, err := recent(f, p.opt.Now())
	return err == nil && len(links) > 0
}

// readIndex reads the likeliest of the sitemaps that an index names; those that the index says have not changed since the last good look are left out.
func (p *Pipeline) readIndex(ctx context.Context, index *feed.Feed, since time.Time) (*feed.Feed, string, error) {
	out := &feed.Feed{Kind: feed.SitemapIndex, Broken: index.Broken}
	maps := changed(index.Maps, since)
	var failed error
	read, nested := 0, 0
	for n := 0; len(maps) > 0 && n < maxChildren+maxNested; n++ {
		m := feed.PickMaps(maps, 1)[0]
		maps = without(maps, m.URL)
		if read == maxChildren {
			break
		}
		a, err := p.getMore(ctx, m.URL)
		if ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		var f *feed.Feed
		if err == nil {
			f, err = feed.ParseAs(a.Capture.Body, a.Capture.FinalURL, a.Capture.ContentType)
		}
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if f.Kind == feed.SitemapIndex {
			if nested++; nested <= maxNested { // one level deeper and no more: what it names is not asked for its own index
				maps = append(feed.PickMaps(changed(f.Maps, since), maxNested), maps...)
			}
			continue
		}
		read++
		out.Total += f.Total
		out.Cut = out.Cut || f.Cut
		out.Links = append(out.Links, f.Links[:min(len(f.Links), feed.MaxItems-len(out.Links))]...)
	}
	if read == 0 && failed != nil {
		return nil, "", failed
	}
	note := ""
	if failed != nil {
		note = "some of its sitemaps cannot be read: " + failed.Error()
	}
	return out, note, nil
}

func changed(maps []feed.Map, since time.Time) (out []feed.Map) {
	for _, m := range maps {
		if m.Modified.IsZero() || since.IsZero() || m.Modified.After(since.Add(-24*time.Hour)) { // dates without a time, clocks that differ
			out = append(out, m)
		}
	}
	return out
}

func without(maps []feed.Map, u string) (out []feed.Map) {
	for _, m := range maps {
		if m.URL != u {
			out = append(out, m)
		}
	}
	return out
}

// A sitemap lists all that a site ever had: taken is what is dated within recentDays, or all of a short one without dates.
const (
	recentDays = 7
	shortMap   = 1000
)

// recent leaves out of a sitemap what is old. Feeds are short by themselves.
func recent(f *feed.Feed, now time.Time) ([]news.Link, error) {
	if f.Kind != feed.Sitemap && f.Kind != feed.SitemapIndex {
		return f.Links, nil
	}
	var out []news.Link
	dated := 0
	for _, l := range f.Links {
		if !l.Published.IsZero() {
			dated++
			if now.Sub(l.Published) > recentDays*24*time.Hour {
				continue
			}
			out = append(out, l)
		}
	}
	if dated > 0 || len(f.Links) == 0 {
		return out, nil
	}
	if f.Total > shortMap {
		return nil, fault.Errorf(fault.Invalid, "the sitemap names %s addresses and no dates, so that what is new cannot be told: give the site's news sitemap or a feed", strconv.Itoa(f.Total))
	}
	return f.Links, nil
}
