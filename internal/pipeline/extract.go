package pipeline

import (
	"context"
	"strconv"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// maxRelated bounds how many related items of one page become articles.
const maxRelated = 50

// extract finds the article of a capture, and those of related items whose text the page carries.
func (p *Pipeline) extract(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := idOf[news.CaptureID](j)
	if err != nil {
		return nil, err
	}
	c, err := p.store.Capture(ctx, id)
	if err != nil {
		return nil, err
	}
	if !c.Purged.IsZero() {
		return nil, nil
	}
	in := extract.Input{ContentType: c.ContentType, Bytes: c.Body, Fetched: c.Time}
	if site := c.FinalURL; isWeb(site) {
		in.URL = site
	}
	d := extract.Page(in)
	useHint(d, &c)
	return func(tx *store.Tx) error {
		if taken, err := tx.IsPurged(ctx, id); err != nil || taken { // while the page was being read
			return err
		}
		state := store.Item{Stage: jobs.Extract, ID: int64(id), Version: extractVersion, State: store.StateDone, Attempts: j.Attempts}
		if d.Reason != "" || d.Body == "" {
			state.State, state.Reason = store.StateEmpty, d.Reason
			if d.Reason == "" {
				state.Reason = "no article: no text found"
			}
		}
		if err := tx.PutState(ctx, state); err != nil {
			return err
		}
		return p.putDocuments(ctx, tx, &c, d, j.Priority)
	}, nil
}

func isWeb(u string) bool {
	return len(u) > 8 && (u[:7] == "http://" || u[:8] == "https://")
}

func (p *Pipeline) putDocuments(ctx context.Context, tx *store.Tx, c *news.Capture, d *news.Document, priority int) error {
	main, err := p.putDocument(ctx, tx, c, d, 0, priority)
	if err != nil {
		return err
	}
	for i := range d.Related[:min(len(d.Related), maxRelated)] {
		r := &d.Related[i]
		if r.Body == "" {
			continue
		}
		if r.Language == "" {
			r.Language = d.Language
		}
		if _, err := p.putDocument(ctx, tx, c, r, main, priority); err != nil {
			return err
		}
	}
	return nil
}

// putDocument saves an article and enqueues what follows, when its text is new.
func (p *Pipeline) putDocument(ctx context.Context, tx *store.Tx, c *news.Capture, d *news.Document, parent news.ArticleID, priority int) (_ news.ArticleID, err error) {
	defer fault.Wrap(&err, "article %q", d.Title)
	if d.Body == "" {
		return 0, nil
	}
	a := news.Article{Key: articleKey(d), URL: d.URL, Parent: parent}
	if err := tx.ArticleBlocked(ctx, a.Key); err != nil { // a purge took it
		return 0, notGone(err)
	}
	host, path := "", ""
	if parent == 0 {
		host, path = placeOf(d, c)
	}
	if o, ok := outletOf(d, host, path, p.opt.Catalogue); ok {
		if a.Outlet, err = tx.PutOutlet(ctx, o); err != nil {
			return 0, err
		}
	}
	v := versionOf(d, c.Time)
	v.Capture = c.ID
	a, v, fresh, err := tx.PutVersion(ctx, a, v, moment(&v).UnixMicro(), extractVersion)
	if err != nil || !fresh {
		return a.ID, err
	}
	return a.ID, jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Analyse, Key: strconv.FormatInt(int64(v.ID), 10), At: tx.Now(), Priority: priority})
}
