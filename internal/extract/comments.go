package extract

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// maxComments bounds what is kept of one page.
const maxComments = 2000

// comments finds what readers wrote. Each comment is an element that says so by its class, id, property or
// type; its blocks are no part of the body. On a page that is a discussion and nothing else, the first
// contribution is the body.
func (p *pageReader) comments() {
	o := p.o
	p.item = make([]int32, len(o.blocks))
	for i := range p.item {
		p.item[i] = -1
	}
	items := p.commentItems()
	if len(items) == 0 {
		p.linkedComments()
		return
	}
	inside, outside := 0, 0
	for i := range o.blocks {
		p.item[i] = items.of(o, o.blocks[i].el)
		if p.inBody[i] {
			if p.item[i] >= 0 {
				inside += int(o.blocks[i].words)
			} else {
				outside += int(o.blocks[i].words)
			}
		}
	}
	var skip int32 = -1
	if inside > 3*outside && outside < 60 && !p.evidence() {
		skip = p.promoteFirst(items)
	}
	for i := range p.inBody {
		if p.item[i] >= 0 && p.item[i] != skip {
			p.inBody[i] = false
		}
	}
	p.d.Comments = p.readComments(items, skip)
	if len(p.d.Comments) == 0 {
		p.linkedComments()
	}
}

// itemSet maps the elements that hold one comment each to their number in order.
type itemSet map[int32]int32

// of is the number of the innermost comment around an element, or -1.
func (s itemSet) of(o *outline, el int32) int32 {
	for ; el >= 0; el = o.elements[el].parent {
		if n, ok := s[el]; ok {
			return n
		}
	}
	return -1
}

// promoteFirst makes the blocks of the first contribution the body and returns its number.
func (p *pageReader) promoteFirst(items itemSet) int32 {
	first := int32(-1)
	words := 0
	for i := range p.item {
		if p.item[i] < 0 {
			continue
		}
		if first < 0 || p.item[i] < first {
			first = p.item[i]
		}
		if p.item[i] == first {
			words += int(p.o.blocks[i].words)
		}
	}
	return first
}

var commentHint = tokenSet("comment", "comments", "kommentar", "kommentare", "comentario", "comentarios", "commentaire", "commentaires", "reactie", "reacties", "reply", "replies", "answer", "response", "responses", "discussion", "disqus", "commentlist", "usercomment", "review", "opinion", "opinions", "koment", "commento", "commenti")

// commentItems numbers the elements that hold one comment each.
func (p *pageReader) commentItems() itemSet {
	o := p.o
	items := itemSet{}
	for i := range o.elements {
		e := &o.elements[i]
		if e.inline || e.node == nil || e.chars == 0 || e.tag == atom.Body || e.tag == atom.Html || e.tag == atom.Form || len(items) >= maxComments {
			continue
		}
		if e.link*10 > e.chars*9 || !o.hasToken(int32(i), 1, commentHint) && !hasItemType(e.node) {
			continue
		}
		if isCommentItem(e.node) && !p.isSeveral(int32(i)) {
			items[int32(i)] = int32(len(items))
		}
	}
	if len(items) == 0 {
		p.repeatedItems(items)
	}
	return items
}

func hasItemType(n *html.Node) bool { return dom.HasAttr(n, "itemtype") }

// isCommentItem reports whether an element's names say that it is one comment.
func isCommentItem(n *html.Node) bool {
	t := dom.Attr(n, "itemtype")
	if strings.HasSuffix(t, "/Comment") || strings.HasSuffix(t, "/UserComments") || strings.HasSuffix(t, "/Answer") || dom.Attr(n, "itemprop") == "comment" {
		return true
	}
	for _, name := range strings.Fields(dom.Attr(n, "class")) {
		if isItemName(name) {
			return true
		}
	}
	id := dom.Attr(n, "id")
	return strings.HasPrefix(lower(id), "comment") && endsInDigits(id) && isItemName(strings.TrimRight(id, "0123456789-_"))
}

// isItemName reports whether a class name means one comment: "comment", "comment-item", "single_comment", "c-comment".
func isItemName(name string) bool {
	if strings.Contains(name, "__") {
		name = name[strings.LastIndex(name, "__")+2:]
	}
	parts := nameParts(name)
	at := -1
	for i, w := range parts {
		if itemWords[w] {
			at = i
		}
	}
	if at < 0 || len(parts) > 4 {
		return false
	}
	for _, w := range parts[:at] {
		if notBefore[w] {
			return false
		}
	}
	for _, w := range parts[at+1:] {
		if !mayFollow[w] {
			return false
		}
	}
	return true
}

var (
	itemWords = words("comment kommentar comentario commentaire reactie usercomment answer commento")
	// notBefore come before "comment" in names of forms, counts and buttons.
	notBefore = words("no add new post write leave your show all has view the hide close open load submit can with most last recent latest edit make start count number comments kommentare comentarios commentaires")
	// mayFollow come after it in names of single comments.
	mayFollow = words("item entry single element row card node post byuser even odd thread parent child reply root level depth public reader deleted type li article box")
)

// nameParts are the words of a class name, camel case parted, lower case, without numbers.
func nameParts(name string) []string {
	var out []string
	start := -1
	for i := 0; i <= len(name); i++ {
		letter := i < len(name) && asciiLetter(name[i])
		camel := letter && i > 0 && name[i] <= 'Z' && name[i-1] >= 'a' && name[i-1] <= 'z'
		if start >= 0 && (!letter || camel) {
			out = append(out, lower(name[start:i]))
			start = -1
		}
		if letter && start < 0 {
			start = i
		}
	}
	return out
}

func endsInDigits(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// isSeveral reports whether an element named like one comment in fact holds the list of them:
// two or more children named likewise hold nearly all of its text.
func (p *pageReader) isSeveral(el int32) bool {
	e := &p.o.elements[el]
	n, chars := 0, int32(0)
	for i := el + 1; i < int32(len(p.o.elements)) && p.o.elements[i].firstBlock < e.lastBlock; i++ {
		c := &p.o.elements[i]
		if c.parent == el && c.node != nil && isCommentItem(c.node) {
			n++
			chars += c.chars
		}
		if i > el+400 {
			break
		}
	}
	return n >= 2 && chars*10 >= e.chars*9
}

var listHint = tokenSet("comments", "kommentare", "comentarios", "commentaires", "reacties", "commentlist", "discussion", "disqus", "replies", "responses", "commenti", "thread")

// repeatedItems takes the children of the same shape inside a list of comments for one comment each.
func (p *pageReader) repeatedItems(items itemSet) {
	o := p.o
	for i := range o.elements {
		if len(items) > 0 {
			return
		}
		e := &o.elements[i]
		if e.inline || e.chars < 40 || e.chars*2 > o.elements[0].chars && e.depth < 4 || !o.hasToken(int32(i), 1, listHint) {
			continue
		}
		shapes := map[uint32][]int32{}
		var order []uint32
		for k := int32(i) + 1; k < int32(len(o.elements)) && o.elements[k].firstBlock < e.lastBlock; k++ {
			c := &o.elements[k]
			if c.inline || c.chars < 20 || c.link*2 > c.chars || c.tag == atom.P || c.tag == atom.Form {
				continue
			}
			if shapes[c.shape] == nil {
				order = append(order, c.shape)
			}
			shapes[c.shape] = append(shapes[c.shape], k)
		}
		for _, s := range order {
			if list := shapes[s]; len(list) >= 2 && p.siblings(list) {
				for _, k := range list {
					items[k] = int32(len(items))
				}
				break
			}
		}
	}
}

// siblings reports whether elements of one shape stand beside each other rather than inside.
func (p *pageReader) siblings(list []int32) bool {
	same := 0
	for _, k := range list[1:] {
		if p.o.elements[k].parent == p.o.elements[list[0]].parent {
			same++
		}
	}
	return same >= 1 && same*2 >= len(list)-1
}

var (
	authorNames = tokenSet("author", "user", "username", "name", "fn", "nick", "nickname", "byline", "poster", "commenter", "autor", "auteur", "handle", "vcard", "cite", "displayname", "member", "login")
	timeNames   = tokenSet("date", "time", "timestamp", "age", "ago", "when", "metadata", "posted", "datum", "created")
	scoreNames  = tokenSet("score", "votes", "vote", "points", "upvotes", "upvote", "likes", "like", "karma", "rating", "upvoted", "count", "recommend")
	actionNames = tokenSet("reply", "replies", "actions", "action", "share", "report", "footer", "buttons", "button", "controls", "flag", "permalink", "toolbar", "avatar", "badge", "edit", "form", "respond", "menu", "antworten", "responder", "options", "awaiting", "moderation")
)

func (p *pageReader) readComments(items itemSet, skip int32) []news.Comment {
	o := p.o
	byItem := make([]*news.Comment, len(items))
	depth := make([]int, len(items))
	for el, n := range items {
		for up := o.elements[el].parent; up >= 0; up = o.elements[up].parent {
			if m, ok := items[up]; ok && m != skip {
				depth[n]++
			}
		}
	}
	for i := range o.blocks {
		n := p.item[i]
		if n < 0 || n == skip {
			continue
		}
		if byItem[n] == nil {
			byItem[n] = &news.Comment{Depth: depth[n]}
		}
		p.readPart(byItem[n], &o.blocks[i], items)
	}
	var out []news.Comment
	for _, c := range byItem {
		if c == nil || c.Text == "" {
			continue
		}
		if c.Time.IsZero() && c.Age != "" {
			for _, f := range when.Find(c.Age, p.in.Fetched, p.declaredLanguage()) {
				c.Time = f.Date
				break
			}
		}
		out = append(out, *c)
	}
	p.commentTimes(items, byItem, out)
	return out
}

// readPart reads one block of a comment: its author, time, score, furniture or text.
func (p *pageReader) readPart(c *news.Comment, b *block, items itemSet) {
	o := p.o
	s := o.of(b)
	up := p.levels(b.el, items)
	short := b.words <= 12
	switch {
	case short && c.Text == "" && c.Author == "" && b.words <= 8 && p.partIs(b, up, authorNames):
		c.Author = strings.TrimSpace(strings.TrimSuffix(stripBy(cutSays(s)), ":"))
	case short && c.Age == "" && (p.partIs(b, up, timeNames) || isCommentAge(s)):
		c.Age = s
	case short && c.Score == nil && b.digits > 0 && p.partIs(b, up, scoreNames):
		c.Score = number(s)
	case short && (p.partIs(b, up, actionNames) || b.link*10 >= b.chars*8 || isAction(s)):
	default:
		if c.Author == "" && c.Text == "" && strings.Contains(s, " says:") && b.words <= 6 {
			c.Author = cutSays(s)
			return
		}
		if c.Text != "" {
			c.Text += "\n\n"
		}
		c.Text += s
	}
}

// levels is how many elements there are from el up to the comment that it stands in.
func (p *pageReader) levels(el int32, items itemSet) int {
	n := 0
	for ; el >= 0; el = p.o.elements[el].parent {
		if _, ok := items[el]; ok {
			break
		}
		n++
	}
	return min(n, 3)
}

// partIs reports whether the names around a block, below its comment, or the names inside its line are of a set.
func (p *pageReader) partIs(b *block, up int, set map[uint32]bool) bool {
	if up > 0 && p.o.hasToken(b.el, up, set) {
		return true
	}
	start := int32(0)
	if b != &p.o.blocks[0] {
		start = p.runsBefore(b)
	}
	for _, r := range p.o.runs[start:b.runs] {
		if r.chars*2 > b.chars && p.o.hasToken(r.el, 1, set) {
			return true
		}
	}
	return false
}

// runsBefore is where the runs of a block begin.
func (p *pageReader) runsBefore(b *block) int32 {
	n := b.runs
	for n > 0 {
		e := p.o.runs[n-1].el
		if el := p.blockElement(e); el != b.el {
			break
		}
		n--
		if b.runs-n > 16 {
			break
		}
	}
	return n
}

func (p *pageReader) blockElement(el int32) int32 {
	for el > 0 && p.o.elements[el].inline {
		el = p.o.elements[el].parent
	}
	return el
}

// commentTimes gives comments the times of the time elements inside them.
func (p *pageReader) commentTimes(items itemSet, byItem []*news.Comment, out []news.Comment) {
	at := map[int32]when.Date{}
	for _, t := range p.o.times {
		n := items.of(p.o, t.el)
		if n < 0 || !at[n].IsZero() {
			continue
		}
		if d := firstDate(dom.Attr(t.node, "datetime")); !d.IsZero() {
			at[n] = d
		}
	}
	k := 0
	for n, c := range byItem {
		if c == nil || c.Text == "" {
			continue
		}
		if d := at[int32(n)]; !d.IsZero() {
			out[k].Time = d
		}
		k++
	}
}

func cutSays(s string) string {
	for _, w := range []string{" says:", " says", " said:", " wrote:", " sagt:", " schrieb:", " dit :", " dice:"} {
		s = strings.TrimSuffix(s, w)
	}
	return s
}

// isCommentAge reports whether a short text is a comment's age or time as sites show it.
func isCommentAge(s string) bool {
	low := lower(s)
	if strings.IndexFunc(low, unicode.IsDigit) < 0 {
		return low == "just now" || low == "yesterday"
	}
	for _, w := range []string{" ago", "vor ", "il y a", "hace ", " a.m.", " p.m.", " am", " pm", " uhr", ":0", ":1", ":2", ":3", ":4", ":5"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

var actionWords = words("reply share report like likes dislike flag edit delete antworten melden teilen répondre signaler responder reportar permalink link collapse expand upvote downvote more hide follow")

func isAction(s string) bool {
	f := strings.Fields(lower(s))
	if len(f) > 4 {
		return false
	}
	for _, w := range f {
		if w = strings.Trim(w, "()·|•,0123456789"); w != "" && !actionWords[w] {
			return false
		}
	}
	return true
}

// number is the first whole number in s: "12 points", "1.2k", "−3".
func number(s string) *int {
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 0 {
		return nil
	}
	end := i
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == ',' && end+1 < len(s) && s[end+1] >= '0' && s[end+1] <= '9') {
		end++
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s[i:end], ",", ""))
	if err != nil {
		return nil
	}
	if strings.HasSuffix(s[:i], "-") || strings.HasSuffix(s[:i], "−") {
		n = -n
	}
	return &n
}

// linkedComments takes the comments of the linked data where the page shows none.
func (p *pageReader) linkedComments() {
	for _, x := range p.h.ld.comments {
		m, ok := x.(map[string]any)
		if !ok || len(p.d.Comments) >= maxComments {
			continue
		}
		c := news.Comment{Text: clean(first(m["text"], m["description"])), Time: firstDate(str(first(m["dateCreated"], m["datePublished"])))}
		if a, ok := first(m["author"], m["creator"]).(map[string]any); ok {
			c.Author = clean(a["name"])
		} else {
			c.Author = clean(m["author"])
		}
		if n, ok := m["upvoteCount"].(float64); ok {
			v := int(n)
			c.Score = &v
		}
		if c.Text != "" {
			p.d.Comments = append(p.d.Comments, c)
		}
	}
}
