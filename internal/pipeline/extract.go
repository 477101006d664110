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
		n, err := p.putDocuments(ctx, tx, &c, d, j.Priority)
		if err != nil {
			return err
		}
		return tx.SetExtracted(ctx, id, n)
	}, nil
}

func isWeb(u string) bool {
	return len(u) > 8 && (u[:7] == "http://" || u[:8] == "https://")
}

// putDocuments saves the articles of a page and returns how many texts of it are to be analysed.
func (p *Pipeline) putDocuments(ctx context.Context, tx *store.Tx, c *news.Capture, d *news.Document, priority int) (n int, err error) {
	main, fresh, err := p.putDocument(ctx, tx, c, d, 0, priority)
	if err != nil {
		return 0, err
	}
	if fresh {
		n++
	}
	for i := range d.Related[:min(len(d.Related), maxRelated)] {
		r := &d.Related[i]
		if r.Body == "" {
			continue
		}
		if r.Language == "" {
			r.Language = d.Language
		}
		_, fresh, err := p.putDocument(ctx, tx, c, r, main, priority)
		if err != nil {
			return 0, err
		}
		if fresh {
			n++
		}
	}
	return n, nil
}

// putDocument saves an article and enqueues what follows, when its text is new or was not analysed as it is now.
func (p *Pipeline) putDocument(ctx context.Context, tx *store.Tx, c *news.Capture, d *news.Document, parent news.ArticleID, priority int) (_ news.ArticleID, fresh bool, err error) {
	defer fault.Wrap(&err, "article %q", d.Title)
	if d.Body == "" {
		return 0, false, nil
	}
	a := news.Article{Key: articleKey(d), URL: d.URL, Parent: parent}
	if err := tx.ArticleBlocked(ctx, a.Key); err != nil { // a purge took it
		return 0, false, notGone(err)
	}
	host, path := "", ""
	if parent == 0 {
		host, path = placeOf(d, c)
	}
	if o, ok := outletOf(d, host, path, p.opt.Catalogue); ok {
		if a.Outlet, err = tx.PutOutlet(ctx, o); err != nil {
			return 0, false, err
		}
	}
	v := versionOf(d, c.Time)
	v.Capture = c.ID
	a, v, fresh, err = tx.PutVersion(ctx, a, v, moment(&v).UnixMicro(), extractVersion)
	if err != nil {
		return a.ID, false, err
	}
	if !fresh {
		if done, err := tx.IsAnalysed(ctx, v.ID, analyseVersion); err != nil || done {
			return a.ID, false, err
		}
	}
	return a.ID, true, jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Analyse, Key: strconv.FormatInt(int64(v.ID), 10), At: tx.Now(), Priority: priority})
}
