package pipeline

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// poll looks at a source: the links of its feed become work; a site that is no feed has its feeds looked for and added.
func (p *Pipeline) poll(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := idOf[news.SourceID](j)
	if err != nil {
		return nil, err
	}
	s, err := p.store.Source(ctx, id)
	if err != nil {
		return nil, err
	}
	var links []news.Link
	var feeds []string
	now := p.opt.Now()
	s.Polled, s.Next = now, now.Add(p.opt.PollEvery)
	a, err := p.opt.Fetch.Get(ctx, s.URL, fetch.Conditions{ETag: s.ETag, LastModified: s.LastModified})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err == nil && !a.NotModified {
		links, feeds, err = p.read(&s, a.Capture)
	}
	if err != nil { // a source that fails stays a source: it is looked at again, ever more seldom
		s.Failures++
		s.Problem = strings.TrimPrefix(err.Error(), "fetch "+s.URL+": ")
		s.Next = now.Add(min(p.opt.PollEvery<<min(s.Failures, 7), 24*time.Hour))
	} else {
		s.Failures, s.Problem = 0, ""
	}
	return func(tx *store.Tx) error {
		for _, l := range links {
			added, err := p.enqueueLink(ctx, tx, l)
			if err != nil {
				return err
			}
			if added {
				s.Links++
			}
		}
		for _, f := range feeds {
			if _, err := jobs.AddSource(ctx, tx, news.Source{URL: f, Folder: s.Folder}, "found at "+s.URL); err != nil {
				return err
			}
		}
		if err := tx.PutPolled(ctx, s); err != nil {
			return err
		}
		if len(feeds) > 0 { // the site itself has nothing more to give
			return nil
		}
		return jobs.Enqueue(ctx, tx, jobs.Poll, j.Key, "", s.Next)
	}, nil
}

// read takes the links out of a feed, or the feeds out of a page.
func (p *Pipeline) read(s *news.Source, c *news.Capture) (links []news.Link, feeds []string, err error) {
	f, err := feed.Parse(c.Body, c.FinalURL, c.ContentType)
	if err != nil {
		feeds = feed.Discover(c.Body, c.FinalURL)
		if len(feeds) == 0 {
			return nil, nil, err
		}
		return nil, feeds[:min(len(feeds), 3)], nil
	}
	if s.Title == "" {
		s.Title = f.Title
	}
	for _, h := range c.Header {
		switch h.Name {
		case "ETag":
			s.ETag = h.Value
		case "Last-Modified":
			s.LastModified = h.Value
		}
	}
	for i := range f.Links {
		f.Links[i].Source = s.ID
	}
	return f.Links, nil, nil
}

// enqueueLink has a page fetched unless it was captured before.
func (p *Pipeline) enqueueLink(ctx context.Context, tx *store.Tx, l news.Link) (added bool, err error) {
	u, err := url.Parse(l.URL)
	if err != nil {
		return false, nil // the feed's fault, not ours
	}
	u.Fragment = ""
	l.URL = u.String()
	known, err := tx.HasCapture(ctx, l.URL)
	if err != nil || known {
		return false, err
	}
	return true, jobs.Enqueue(ctx, tx, jobs.Fetch, l.URL, strconv.FormatInt(int64(l.Source), 10), tx.Now())
}

// Revisit has pages that were captured before fetched again, for new versions.
func (p *Pipeline) Revisit(ctx context.Context, addresses ...string) error {
	return p.store.Write(ctx, func(tx *store.Tx) error {
		for _, a := range addresses {
			if err := jobs.Enqueue(ctx, tx, jobs.Fetch, a, "", tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// fetchPage fetches an article's page and has it extracted.
func (p *Pipeline) fetchPage(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	a, err := p.opt.Fetch.Get(ctx, j.Key, fetch.Conditions{})
	if err != nil {
		return nil, err
	}
	c := a.Capture
	if id, err := news.ParseID[news.SourceID](j.Payload); err == nil {
		c.Source = id
	}
	return func(tx *store.Tx) error {
		_, err := p.keep(ctx, tx, c)
		return err
	}, nil
}
