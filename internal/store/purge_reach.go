package store

import (
	"context"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/urlkey"
)

// wholeArticles completes a plan for articles that go wholly: all their versions, every capture that
// holds their text, and every other capture of the same pages.
func (r reader) wholeArticles(ctx context.Context, p *PurgePlan) error {
	slices.Sort(p.Articles)
	p.Articles = slices.Compact(p.Articles)
	articles, err := r.Articles(ctx, p.Articles...)
	if err != nil {
		return err
	}
	keys := map[string]bool{}
	for _, a := range articles {
		keys[a.Key] = true
		if k := urlkey.Key(a.URL); k != "" && a.Parent == 0 {
			keys[k] = true
		}
	}
	err = lists(p.Articles, 1, func(in string, args []any) error {
		return r.Query(ctx, "select v.id, coalesce(c.id, 0), coalesce(c.url, ''), coalesce(c.final_url, '') from version v left join capture c on c.id = v.capture where v.article in ("+in+")", func(row func(...any) error) error {
			var v news.VersionID
			var c news.CaptureID
			var url, final string
			if err := row(&v, &c, &url, &final); err != nil {
				return err
			}
			p.Versions = append(p.Versions, v)
			if c != 0 {
				p.Captures = append(p.Captures, c)
			}
			for _, raw := range []string{url, final} {
				if raw != "" {
					keys[addressKey(raw)] = true
				}
			}
			return nil
		}, args...)
	})
	if err != nil {
		return err
	}
	if err := r.capturesOf(ctx, p, keys); err != nil {
		return err
	}
	return r.sortArticles(ctx, p)
}

// capturesOf adds all captures of pages, by their keys.
func (r reader) capturesOf(ctx context.Context, p *PurgePlan, keys map[string]bool) error {
	hosts := map[string]bool{}
	for k := range keys {
		hosts[strings.TrimPrefix(hostForms(k)[0], "https://")] = true
	}
	sorted := make([]string, 0, len(hosts))
	for h := range hosts {
		sorted = append(sorted, h)
	}
	slices.Sort(sorted)
	for _, h := range sorted {
		if h == "" || h == "file:" {
			continue // files are kept under their exact addresses, found through their versions
		}
		if err := r.capturesWhere(ctx, p, h, func(raw string) bool { return keys[addressKey(raw)] }); err != nil {
			return err
		}
	}
	return nil
}

// sortArticles says of the articles whose versions go whether others are left.
func (r reader) sortArticles(ctx context.Context, p *PurgePlan) error {
	slices.Sort(p.Captures)
	p.Captures = slices.Compact(p.Captures)
	slices.Sort(p.Versions)
	p.Versions = slices.Compact(p.Versions)
	going := map[news.VersionID]bool{}
	for _, v := range p.Versions {
		going[v] = true
	}
	left := map[news.ArticleID]int{}
	err := lists(p.Versions, 1, func(in string, args []any) error {
		return r.Query(ctx, "select article, id from version where article in (select article from version where id in ("+in+"))", func(row func(...any) error) error {
			var a news.ArticleID
			var v news.VersionID
			if err := row(&a, &v); err != nil {
				return err
			}
			if left[a] += 0; !going[v] {
				left[a]++
			}
			return nil
		}, args...)
	})
	if err != nil {
		return err
	}
	for a, n := range left {
		if n == 0 {
			p.Articles = append(p.Articles, a)
		} else {
			p.Shortened = append(p.Shortened, a)
		}
	}
	slices.Sort(p.Articles)
	p.Articles = slices.Compact(p.Articles)
	slices.Sort(p.Shortened)
	return nil
}

// planEffects fills in what else changes: stories, storylines, statements, what stays though it repeats the text.
func (r reader) planEffects(ctx context.Context, p *PurgePlan) error {
	err := lists(p.Captures, 1, func(in string, args []any) error {
		var n int64
		err := r.one(ctx, "captures", "select coalesce(sum(size), 0) from capture where id in ("+in+")", args, &n)
		p.Bytes += n
		return err
	})
	if err != nil {
		return err
	}
	if err := lists(p.Versions, 1, func(in string, args []any) error {
		n := 0
		err := r.one(ctx, "statements", "select count(*) from statement where version in ("+in+")", args, &n)
		p.Statements += n
		return err
	}); err != nil {
		return err
	}
	if err := r.planStories(ctx, p); err != nil {
		return err
	}
	copies, err := r.Copies(ctx, p.Articles...)
	if err != nil {
		return err
	}
	for _, c := range copies {
		for _, id := range []news.ArticleID{c.Derived, c.Source} {
			if id != 0 && !slices.Contains(p.Articles, id) {
				p.Copies = append(p.Copies, id)
			}
		}
	}
	slices.Sort(p.Copies)
	p.Copies = slices.Compact(p.Copies)
	p.Blocks, err = r.blocksOf(ctx, p)
	return err
}

func (r reader) planStories(ctx context.Context, p *PurgePlan) error {
	touched := map[news.StoryID]int{} // how many articles each loses
	for i, part := range [][]news.ArticleID{p.Articles, p.Shortened} {
		err := lists(part, 1, func(in string, args []any) error {
			return r.Query(ctx, "select story, count(*) from member where article in ("+in+") group by story", func(row func(...any) error) error {
				var s news.StoryID
				n := 0
				if err := row(&s, &n); err != nil {
					return err
				}
				touched[s] += n * (1 - i)
				return nil
			}, args...)
		})
		if err != nil {
			return err
		}
	}
	if err := lists(p.Articles, 1, func(in string, args []any) error {
		return r.Query(ctx, "select id from story where lead in ("+in+") and into_id = 0", func(row func(...any) error) error {
			var s news.StoryID
			err := row(&s)
			touched[s] += 0
			return err
		}, args...)
	}); err != nil {
		return err
	}
	for s, loses := range touched {
		has, line := 0, news.StorylineID(0)
		if err := r.one(ctx, "story", "select (select count(*) from member where story = $1), storyline from story where id = $2", []any{int64(s), int64(s)}, &has, &line); err != nil {
			return err
		}
		if has == loses {
			p.Ended = append(p.Ended, s)
		} else {
			p.Stories = append(p.Stories, s)
		}
		if line != 0 {
			p.Lines = append(p.Lines, line)
		}
	}
	slices.Sort(p.Stories)
	slices.Sort(p.Ended)
	slices.Sort(p.Lines)
	p.Lines = slices.Compact(p.Lines)
	return nil
}
