package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/news"
)

// thread reads a forum's page, where the model found no article: the first post becomes the body, the
// others are comments. Posts are the elements of one shape, named as posts, that hold most text.
func (p *pageReader) thread() {
	if p.d.Body != "" && len(strings.Fields(p.d.Body)) >= 30 || !p.isForum() {
		return
	}
	items := p.postItems()
	if len(items) == 0 {
		return
	}
	for i := range p.o.blocks {
		p.item[i] = items.of(p.o, p.o.blocks[i].el)
		p.inBody[i] = false
	}
	posts := p.readComments(items, -1)
	if len(posts) == 0 {
		return
	}
	var w bodyWriter
	for _, s := range strings.Split(posts[0].Text, "\n\n") {
		w.add(s, news.Paragraph)
	}
	p.d.Body, p.d.Blocks = w.b.String(), w.blocks
	p.d.Score, p.d.Comments = posts[0].Score, posts[1:]
	if a := posts[0].Author; a != "" && len(p.h.ld.authors) == 0 {
		p.h.ld.authors = []string{a}
	}
	if p.h.ld.published == "" && !posts[0].Time.IsZero() {
		p.h.ld.published = posts[0].Time.String()
	}
	for i := range p.item {
		if p.item[i] >= 0 {
			p.first, p.last = min(p.first, i), max(p.last, i)
		}
	}
}

// isForum reports whether a page says that it is a discussion.
func (p *pageReader) isForum() bool {
	switch p.h.ld.typ {
	case "DiscussionForumPosting", "Question", "SocialMediaPosting":
		return true
	}
	g := lower(p.h.meta("generator", "application-name"))
	for _, w := range []string{"discourse", "phpbb", "xenforo", "vbulletin", "invision", "flarum", "nodebb", "mybb", "smf", "vanilla", "lemmy"} {
		if strings.Contains(g, w) {
			return true
		}
	}
	u := lower(p.d.URL)
	for _, w := range []string{"/t/", "/threads/", "/thread/", "/topic/", "/topics/", "/forum", "/comments/", "/discussion", "viewtopic", "showthread", "/questions/", "/boards/"} {
		if strings.Contains(u, w) {
			return true
		}
	}
	return strings.Contains(u, "//forum") || strings.Contains(u, "//community.") || strings.Contains(u, "//discuss")
}

var postTokens = tokenSet("post", "message", "comment", "reply", "answer", "topic", "discussion", "crawler", "entry")

// postItems are the outermost elements of the best shape.
func (p *pageReader) postItems() itemSet {
	o := p.o
	type group struct {
		list  []int32
		prose int32
	}
	groups := map[uint32]*group{}
	var order []uint32
	for i := range o.elements {
		e := &o.elements[i]
		if e.inline || e.node == nil || e.chars < 20 || e.link*2 > e.chars || e.tag == atom.Body || e.tag == atom.Form || !o.hasToken(int32(i), 1, postTokens) {
			continue
		}
		g := groups[e.shape]
		if g == nil {
			g = &group{}
			groups[e.shape] = g
			order = append(order, e.shape)
		}
		if n := len(g.list); n > 0 && o.elements[g.list[n-1]].lastBlock > e.firstBlock {
			continue // inside the one before
		}
		g.list = append(g.list, int32(i))
		g.prose += e.chars - e.link
	}
	var best *group
	for _, s := range order {
		if g := groups[s]; best == nil || score(g.list, g.prose) > score(best.list, best.prose) {
			best = g
		}
	}
	items := itemSet{}
	if best != nil {
		for _, el := range best.list[:min(len(best.list), maxComments)] {
			items[el] = int32(len(items))
		}
	}
	return items
}

// score prefers much text in several elements: one element around all posts has as much as they have together.
func score(list []int32, prose int32) int64 {
	if len(list) == 1 {
		return int64(prose) * 6 / 10
	}
	return int64(prose)
}
