package pipeline

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// poll looks at a source: the links of its list become work; a site that is no list has its feeds looked for and added.
func (p *Pipeline) poll(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := idOf[news.SourceID](j)
	if err != nil {
		return nil, err
	}
	s, err := p.store.Source(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil, nil // deleted meanwhile
	}
	if err != nil {
		return nil, err
	}
	if s.Paused || s.Stopped != "" {
		return nil, nil
	}
	began := p.opt.Now()
	l := p.look(ctx, s)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if fetch.ReasonOf(l.err) == fetch.Paused {
		return nil, l.err // nothing was asked: the look waits
	}
	l.took = p.opt.Now().Sub(began)
	return func(tx *store.Tx) error { return p.saveLook(ctx, tx, s, l, began) }, nil
}

// look is what a look at a source gave.
type look struct {
	answer  fetch.Answer
	list    *feed.Feed    // nil when it failed or nothing changed
	sources []news.Source // feeds found in its place
	note    string        // what was odd
	err     error
	took    time.Duration
}

// look asks the source's server and reads what comes.
func (p *Pipeline) look(ctx context.Context, s news.Source) (l look) {
	l.answer, l.err = p.opt.Fetch.Get(ctx, s.URL, fetch.Conditions{ETag: s.ETag, LastModified: s.LastModified})
	if l.err != nil || l.answer.NotModified {
		return l
	}
	c := l.answer.Capture
	f, err := feed.ParseAs(c.Body, c.FinalURL, c.ContentType)
	switch {
	case err != nil && isPage(c):
		p.lookAround(ctx, s, c, &l)
	case err != nil:
		l.err = err
	case f.Kind == feed.SitemapIndex:
		l.list, l.note, l.err = p.readIndex(ctx, f, s.Succeeded)
	default:
		l.list = f
	}
	if l.list != nil {
		l.list.Links, l.err = recent(l.list, p.opt.Now())
		l.note = strings.Trim(l.note+"; "+oddity(l.list), "; ")
	}
	return l
}

func isPage(c *news.Capture) bool {
	head := strings.ToLower(string(c.Body[:min(len(c.Body), 1024)]))
	return strings.Contains(head, "<html") || strings.Contains(head, "<!doctype html") || strings.Contains(strings.ToLower(c.ContentType), "html")
}

func oddity(f *feed.Feed) string {
	var out []string
	if f.Cut {
		out = append(out, "it has "+strconv.Itoa(f.Total)+" items: the newest "+strconv.Itoa(feed.MaxItems)+" were taken")
	}
	if f.Broken != "" {
		out = append(out, f.Broken+"; what stands before was read")
	}
	return strings.Join(out, "; ")
}

// saveLook saves what came of a look, and when the next one is.
func (p *Pipeline) saveLook(ctx context.Context, tx *store.Tx, s news.Source, l look, now time.Time) error {
	now = now.UTC()
	before := s.Polled
	s.Polled = now
	rec := store.Look{Source: s.ID, Time: now, Outcome: store.LookNew, Took: l.took, Note: l.note}
	if l.err != nil { // a source that fails stays a source: it is looked at again, ever more seldom
		s.Failures++
		s.Failed = now
		s.Problem = plainProblem(s.URL, l.err)
		rec.Outcome, rec.Note = store.LookFailed, s.Problem
		if fetch.ReasonOf(l.err) == fetch.Removed {
			s.Stopped = "gone: " + s.Problem
		}
	} else {
		s.Failures, s.Problem, s.Succeeded = 0, "", now
		if err := p.saveLinks(ctx, tx, &s, l, &rec, before); err != nil {
			return err
		}
		if err := p.saveMove(ctx, tx, &s, l.answer.Moved); err != nil {
			return err
		}
	}
	pushed, err := p.follow(ctx, tx, s, l)
	if err != nil {
		return err
	}
	s.Next = p.plan(s, l, pushed).Next(now)
	if err := tx.PutLook(ctx, rec); err != nil {
		return err
	}
	if err := tx.PutPolled(ctx, s); err != nil || s.Stopped != "" {
		return err
	}
	return jobs.Look(ctx, tx, s.ID, s.URL, s.Next)
}

func (p *Pipeline) plan(s news.Source, l look, pushed bool) feed.Plan {
	plan := feed.Plan{
		Pace: feed.Pace{Gap: s.Gap, Last: s.Newest}, Usual: p.opt.PollEvery, Floor: min(feed.MinWait, p.opt.PollEvery),
		Fresh: l.answer.FreshFor, Failures: s.Failures, Pushed: pushed, Key: strconv.FormatInt(int64(s.ID), 10),
	}
	if l.list != nil {
		plan.Hints = l.list.Hints
	}
	plan.Retry, _ = fetch.RetryAfter(l.err)
	return plan
}

// saveLinks turns what the list gave into work.
func (p *Pipeline) saveLinks(ctx context.Context, tx *store.Tx, s *news.Source, l look, rec *store.Look, before time.Time) error {
	if len(l.sources) > 0 {
		if _, err := jobs.AddSources(ctx, tx, l.sources, "found at "+s.URL); err != nil {
			return err
		}
		var names []string
		for _, f := range l.sources {
			names = append(names, f.URL)
		}
		s.Stopped = "the feeds of this site are looked at instead: " + strings.Join(names, ", ")
		rec.Note = s.Stopped
		return nil
	}
	var dates []time.Time
	if l.list == nil {
		rec.Outcome = store.LookSame
	} else {
		fresh, err := p.enqueueLinks(ctx, tx, s.ID, l.list.Links)
		if err != nil {
			return err
		}
		rec.Found, rec.Fresh = len(l.list.Links), fresh
		s.Links += fresh
		s.Kind = string(l.list.Kind)
		s.Title, s.Site = l.list.Title, l.list.Site // kept only where there is none
		s.ETag, s.LastModified = validators(l.answer.Capture)
		for _, x := range l.list.Links {
			dates = append(dates, x.Published)
		}
	}
	pace := feed.Pace{Gap: s.Gap, Last: s.Newest}.Seen(s.Polled, before, rec.Fresh, dates)
	s.Gap, s.Newest = pace.Gap, pace.Last
	return nil
}

func validators(c *news.Capture) (etag, modified string) {
	for _, h := range c.Header {
		switch h.Name {
		case "ETag":
			etag = h.Value
		case "Last-Modified":
			modified = h.Value
		}
	}
	return etag, modified
}

// confirmations is how many looks in a row must be sent to the same place for good before Parley believes it: a
// server under repair sends everybody to its front page for an hour.
const confirmations = 3

// saveMove follows a source that has moved for good.
func (p *Pipeline) saveMove(ctx context.Context, tx *store.Tx, s *news.Source, moved string) error {
	switch {
	case moved == "" || moved == s.URL:
		s.MovedTo, s.Moves = "", 0
		return nil
	case moved != s.MovedTo:
		s.MovedTo, s.Moves = moved, 1
		return nil
	}
	if s.Moves++; s.Moves < confirmations {
		return nil
	}
	err := tx.MoveSource(ctx, s.ID, moved)
	if errors.Is(err, fault.Exists) {
		s.Stopped = "it has moved to " + moved + ", which is a source of its own"
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.Audit(ctx, "Parley", "source moved", s.URL+" → "+moved); err != nil {
		return err
	}
	s.URL, s.MovedTo, s.Moves = moved, "", 0
	return nil
}

// enqueueLinks has pages fetched that were not captured before, do not wait already and were not given up. It returns how many.
func (p *Pipeline) enqueueLinks(ctx context.Context, tx *store.Tx, id news.SourceID, links []news.Link) (fresh int, err error) {
	var addresses []string
	seen := map[string]bool{}
	for _, l := range links {
		u, err := url.Parse(l.URL)
		if err != nil {
			continue // the list's fault, not ours
		}
		u.Fragment = ""
		if a := u.String(); !seen[a] {
			seen[a] = true
			addresses = append(addresses, a)
		}
	}
	captured, err := tx.Captured(ctx, addresses)
	if err != nil {
		return 0, err
	}
	known, err := jobs.Known(ctx, tx, jobs.Fetch, addresses)
	if err != nil {
		return 0, err
	}
	var work []jobs.Item
	for _, a := range addresses {
		if captured[a] || known[a] {
			continue
		}
		if err := tx.AddressBlocked(ctx, a); err != nil { // a purge took it
			if err := notGone(err); err != nil {
				return 0, err
			}
			continue
		}
		work = append(work, jobs.Item{Kind: jobs.Fetch, Key: a, Payload: strconv.FormatInt(int64(id), 10), At: tx.Now(), Lane: jobs.LaneOf(a), Priority: jobs.News})
	}
	return len(work), jobs.Put(ctx, tx, work...)
}
