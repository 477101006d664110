package pipeline

import (
	"context"

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
		if err := p.putDocuments(ctx, tx, &c, d); err != nil {
			return err
		}
		return p.toAnalyse(ctx, tx, id, j.Priority)
	}, nil
}

func isWeb(u string) bool {
	return len(u) > 8 && (u[:7] == "http://" || u[:8] == "https://")
}

// putDocuments saves the articles of a page.
func (p *Pipeline) putDocuments(ctx context.Context, tx *store.Tx, c *news.Capture, d *news.Document) error {
	main, err := p.putDocument(ctx, tx, c, d, 0)
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
		if _, err := p.putDocument(ctx, tx, c, r, main); err != nil {
			return err
		}
	}
	return nil
}

// putDocument saves an article.
func (p *Pipeline) putDocument(ctx context.Context, tx *store.Tx, c *news.Capture, d *news.Document, parent news.ArticleID) (_ news.ArticleID, err error) {
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
	a, _, _, err = tx.PutVersion(ctx, a, v, moment(&v).UnixMicro(), extractVersion)
	return a.ID, err
}

// toAnalyse has all texts that were ever found in a capture analysed that are not analysed as they are now: new ones, those whose words have
// changed, and while everything is computed again also those that are not found any more, which stay as they were.
func (p *Pipeline) toAnalyse(ctx context.Context, tx *store.Tx, c news.CaptureID, priority int) error {
	ids, err := tx.NotAnalysed(ctx, c, analyseVersion)
	if err != nil {
		return err
	}
	if err := again(ctx, tx, jobs.Analyse, priority, ids); err != nil {
		return err
	}
	return tx.SetExtracted(ctx, c, len(ids))
}
