package store

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/urlkey"
)

// PurgeTarget says what is to go; exactly one of Capture, Article, Address and Prefix is set.
type PurgeTarget struct {
	Capture news.CaptureID
	Article news.ArticleID
	Address string        // one page, however its address is written
	Prefix  string        // all pages whose addresses begin so
	Outlet  news.OutletID // with Prefix: only the articles of this outlet
}

// String is the target for the record.
func (t PurgeTarget) String() string {
	switch {
	case t.Capture != 0:
		return fmt.Sprintf("capture %d", t.Capture)
	case t.Article != 0:
		return fmt.Sprintf("article %d", t.Article)
	case t.Address != "":
		return "address " + t.Address
	case t.Outlet != 0:
		return fmt.Sprintf("addresses that begin with %s, of outlet %d", t.Prefix, t.Outlet)
	}
	return "addresses that begin with " + t.Prefix
}

// PurgePlan is what a purge would do.
type PurgePlan struct {
	Target     PurgeTarget
	Captures   []news.CaptureID   // whose bytes go
	Bytes      int64              // of these, as received
	Articles   []news.ArticleID   // that go wholly
	Shortened  []news.ArticleID   // that lose versions and keep others
	Versions   []news.VersionID   // that go
	Statements int                // that go
	Stories    []news.StoryID     // that lose articles or versions and keep others
	Ended      []news.StoryID     // that lose their last article
	Lines      []news.StorylineID // that these stories are in
	Copies     []news.ArticleID   // that repeat what goes, and stay
	Blocks     []Block            // what is not let in again
}

// IsEmpty reports whether nothing of the target is in the archive; a purge then only keeps it out.
func (p *PurgePlan) IsEmpty() bool { return len(p.Captures)+len(p.Articles)+len(p.Versions) == 0 }

// maxPurge is how many captures or versions one purge takes: it is one transaction, during which nothing else is written.
const maxPurge = 5000

// PlanPurge works out what a purge would take. It changes nothing.
func (r reader) PlanPurge(ctx context.Context, target PurgeTarget) (p PurgePlan, err error) {
	defer fault.Wrap(&err, "purge of %s", clip(target.String()))
	p.Target = target
	if err := target.check(); err != nil {
		return p, err
	}
	switch {
	case target.Capture != 0:
		err = r.planCapture(ctx, &p)
	case target.Article != 0:
		err = r.planArticle(ctx, &p)
	default:
		err = r.planAddresses(ctx, &p)
	}
	if err != nil {
		return p, err
	}
	if len(p.Captures) > maxPurge || len(p.Versions) > maxPurge {
		return p, fault.Errorf(fault.TooLarge, "%d captures and %d versions would go, at most %d go at once: give a longer beginning of the address", len(p.Captures), len(p.Versions), maxPurge)
	}
	return p, r.planEffects(ctx, &p)
}

func (t PurgeTarget) check() error {
	n := 0
	for _, given := range []bool{t.Capture != 0, t.Article != 0, t.Address != "", t.Prefix != ""} {
		if given {
			n++
		}
	}
	if n != 1 {
		return fault.Errorf(fault.Invalid, "name one of: a capture, an article, an address, the beginning of addresses")
	}
	if len(t.Address) > 4000 || len(t.Prefix) > 4000 {
		return fault.Errorf(fault.Invalid, "the address is too long")
	}
	if t.Prefix != "" && prefixKey(t.Prefix) == "" {
		return fault.Errorf(fault.Invalid, "give the beginning of an address with its host and without a question mark, such as https://paper.example/section/")
	}
	return nil
}

// prefixKey is what the keys of pages under a prefix begin with, each with a slash put at its end; "" for no prefix.
func prefixKey(prefix string) string {
	if !strings.Contains(prefix, "://") {
		prefix = "https://" + prefix
	}
	u, err := url.Parse(prefix)
	if err != nil || u.RawQuery != "" || u.Fragment != "" {
		return ""
	}
	key := urlkey.Key(prefix)
	if key != "" && (u.Path == "" || strings.HasSuffix(u.Path, "/")) {
		key += "/"
	}
	return key
}

func (r reader) planCapture(ctx context.Context, p *PurgePlan) error {
	c, err := r.Capture(ctx, p.Target.Capture)
	if err != nil {
		return err
	}
	if !c.Purged.IsZero() {
		return r.removed(ctx, tombCapture, int64(c.ID))
	}
	if err := r.Query(ctx, "select id from capture where hash = $1 and purged = 0 order by id", into(&p.Captures), c.Hash); err != nil {
		return err
	}
	if err := r.versionsFrom(ctx, p, false); err != nil {
		return err
	}
	return r.sortArticles(ctx, p)
}

func (r reader) planArticle(ctx context.Context, p *PurgePlan) error {
	if _, err := r.Article(ctx, p.Target.Article); err != nil {
		return err
	}
	p.Articles = []news.ArticleID{p.Target.Article}
	return r.wholeArticles(ctx, p)
}

// planAddresses finds the captures and articles whose addresses the target names, however they are written.
func (r reader) planAddresses(ctx context.Context, p *PurgePlan) error {
	key, begins := addressKey(p.Target.Address), ""
	if p.Target.Prefix != "" {
		key, begins = "", prefixKey(p.Target.Prefix)
	}
	fits := func(raw string) bool {
		k := addressKey(raw)
		return k == key || begins != "" && strings.HasPrefix(k+"/", begins)
	}
	if p.Target.Outlet == 0 {
		if err := r.capturesWhere(ctx, p, key+begins, fits); err != nil {
			return err
		}
		if err := r.versionsFrom(ctx, p, true); err != nil {
			return err
		}
	}
	err := r.Query(ctx, "select id from article where current <> 0 and (key = $1 or $2 and key >= $3 and key < $4) and (outlet = $5 or $6) order by id", into(&p.Articles),
		key, begins != "", strings.TrimSuffix(begins, "/"), begins+"\U0010ffff", int64(p.Target.Outlet), p.Target.Outlet == 0)
	if err != nil {
		return err
	}
	if begins != "" { // the range above lets in the neighbours of what ends in a slash
		articles, err := r.Articles(ctx, p.Articles...)
		if err != nil {
			return err
		}
		p.Articles = p.Articles[:0]
		for _, a := range articles {
			if strings.HasPrefix(a.Key+"/", begins) {
				p.Articles = append(p.Articles, a.ID)
			}
		}
	}
	if err := r.mainArticles(ctx, p); err != nil {
		return err
	}
	return r.wholeArticles(ctx, p)
}

// hostForms are the beginnings under which the pages of a key's host are kept.
func hostForms(key string) (out []string) {
	host, _, _ := strings.Cut(key, "/")
	host, _, _ = strings.Cut(host, "?")
	for _, scheme := range []string{"https://", "http://"} {
		for _, label := range []string{"", "www.", "m.", "mobile.", "amp."} {
			out = append(out, scheme+label+host)
		}
	}
	return out
}

// capturesWhere adds the captures whose address, before or after redirects, fits. key begins with the host in question.
func (r reader) capturesWhere(ctx context.Context, p *PurgePlan, key string, fits func(string) bool) error {
	take := func(row func(...any) error) error {
		var id news.CaptureID
		var address string
		if err := row(&id, &address); err != nil {
			return err
		}
		if fits(address) {
			p.Captures = append(p.Captures, id)
		}
		return nil
	}
	from := hostForms(key)
	if strings.HasPrefix(key, "file:") {
		from = []string{key}
	}
	for _, lo := range from {
		if err := r.Query(ctx, "select id, url from capture where url >= $1 and url < $2 and purged = 0", take, lo, lo+"\U0010ffff"); err != nil {
			return err
		}
		if err := r.Query(ctx, "select id, final_url from capture where final_url >= $1 and final_url < $2 and final_url <> url and purged = 0", take, lo, lo+"\U0010ffff"); err != nil {
			return err
		}
	}
	slices.Sort(p.Captures)
	p.Captures = slices.Compact(p.Captures)
	return nil
}

// into collects the one column of rows.
func into[T any](list *[]T) func(row func(...any) error) error {
	return func(row func(...any) error) error {
		var x T
		if err := row(&x); err != nil {
			return err
		}
		*list = append(*list, x)
		return nil
	}
}

// versionsFrom adds the versions that came out of the captures; children alone where only related items are meant.
func (r reader) versionsFrom(ctx context.Context, p *PurgePlan, children bool) error {
	return lists(p.Captures, 1, func(in string, args []any) error {
		query := "select v.id from version v join article a on a.id = v.article where v.capture in (" + in + ")"
		if children {
			query += " and a.parent <> 0"
		}
		return r.Query(ctx, query, into(&p.Versions), args...)
	})
}

// mainArticles adds the articles that the captured pages are about.
func (r reader) mainArticles(ctx context.Context, p *PurgePlan) error {
	return lists(p.Captures, 1, func(in string, args []any) error {
		return r.Query(ctx, "select distinct a.id from version v join article a on a.id = v.article where v.capture in ("+in+") and a.parent = 0", into(&p.Articles), args...)
	})
}
