package cluster

import (
	"cmp"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

// Binder keeps stories in storylines as they come and change. It holds of each story a
// small outline in numbers, about 1.5 KB; the profiles themselves are not kept. Start with Bind or Restore, go on with Put.
//
// Actors decide. Two stories are compared by their principal actors, weighed by how rarely the archive's stories have them,
// then by their vocabulary; closeness in time helps, distance does not exclude. The cost of a story is bounded, since
// only stories that share a principal actor meet, and of those the nearest in time.
type Binder struct {
	archive *archive
	place   map[news.StoryID]int32
	stories []*bound // by place
	posting map[int32][]int32
	met     []uint32 // by place: the round in which it was met
	round   uint32
	full    int // stories when all were last bound together
}

// bound is a story in its line.
type bound struct {
	id      news.StoryID
	outline outline
	forms   []form
	parent  int32 // union-find; the least place of a line is its root
	line    *line // of a root
}

// line is what a root knows of its line.
type line struct {
	id      news.StorylineID
	outline *outline
	members []int32
}

// Bind puts all stories into storylines anew; every story is in exactly one. A line keeps the identifier that most of its
// stories had, the older one on a tie; of the lines that could keep one identifier the one with most of its stories
// does. newLine makes identifiers for the rest. Lines come ordered by their first story.
func Bind(each Each, newLine func() news.StorylineID) (*Binder, []Line, error) {
	old := map[news.StoryID]news.StorylineID{}
	b, err := read(each, old)
	if err != nil {
		return nil, nil, err
	}
	b.full = len(b.stories)
	b.archive.settle()
	for i := range b.stories {
		b.stories[i].line = &line{outline: &b.stories[i].outline, members: []int32{int32(i)}}
		b.findLead(int32(i))
	}
	b.postAll()
	for _, e := range b.edges() {
		b.join(e)
	}
	lines := b.lines()
	keepIdentifiers(lines, old, newLine)
	for _, l := range lines {
		b.lineOf(b.place[l.Stories[0]]).id = l.ID
	}
	return b, lines, nil
}

// Restore puts stories back into the storylines they are in. Those that are in none stay out until they are Put. full is
// how many stories there were when all were last bound together.
func Restore(each Each, full int) (*Binder, error) {
	old := map[news.StoryID]news.StorylineID{}
	b, err := read(each, old)
	if err != nil {
		return nil, err
	}
	b.full = full
	b.archive.settle()
	roots := map[news.StorylineID]int32{}
	for i := range b.stories {
		s := b.stories[i]
		b.findLead(int32(i))
		id := old[s.id]
		root, known := roots[id]
		if id == 0 || !known {
			roots[id] = int32(i)
			s.line = &line{id: id, outline: &s.outline, members: []int32{int32(i)}}
			continue
		}
		l := b.stories[root].line
		l.outline = b.archive.blend(l.outline, &s.outline)
		l.members = append(l.members, int32(i))
		s.parent = root
	}
	b.postAll()
	return b, nil
}

// read numbers all stories: once through for which names are one actor, once for the outlines.
func read(each Each, old map[news.StoryID]news.StorylineID) (*Binder, error) {
	names := newCanonCount()
	if err := each(func(p Placed) error { names.add(p.Profile); return nil }); err != nil {
		return nil, err
	}
	b := &Binder{archive: newArchive(names.canon()), place: map[news.StoryID]int32{}, posting: map[int32][]int32{}}
	err := each(func(p Placed) error {
		b.append(p.Profile)
		if p.Line != 0 {
			old[p.Story] = p.Line
		}
		return nil
	})
	return b, err
}

func (b *Binder) append(p Profile) int32 {
	i := int32(len(b.stories))
	b.stories = append(b.stories, &bound{id: p.Story, outline: b.archive.outlineOf(p), forms: b.archive.formsOf(p), parent: i})
	b.met = append(b.met, 0)
	b.place[p.Story] = i
	b.archive.countIn(&b.stories[i].outline, 1)
	b.archive.n++
	return i
}

// Put takes in stories that are new or have changed, in ascending order of their identifiers, and returns the lines that
// changed by it or by the change of a story in them, ordered by their first story, and where the lines went that were folded into others. A story stays in its
// line; what it says of the line as a whole is weighed anew when all are bound together.
func (b *Binder) Put(list []Profile, newLine func() news.StorylineID) (changed []Line, gone map[news.StorylineID]news.StorylineID) {
	places := make([]int32, len(list))
	for k, p := range list {
		places[k] = b.putStory(p)
	}
	b.archive.settle()
	gone = map[news.StorylineID]news.StorylineID{}
	for _, i := range places {
		b.findLead(i)
		b.post(i)
		for _, e := range b.edgesOf(i) {
			b.joinKept(e, gone)
		}
	}
	roots := make([]int32, 0, len(places))
	for _, i := range places {
		roots = append(roots, b.root(i))
	}
	slices.Sort(roots)
	for _, r := range slices.Compact(roots) {
		l := b.stories[r].line
		if l.id == 0 {
			l.id = newLine()
		}
		changed = append(changed, b.describe(r))
	}
	for from := range gone {
		to := gone[from]
		for gone[to] != 0 {
			to = gone[to]
		}
		gone[from] = to
	}
	return changed, gone
}

func (b *Binder) putStory(p Profile) int32 {
	i, known := b.place[p.Story]
	if !known {
		i = b.append(p)
		b.stories[i].line = &line{outline: &b.stories[i].outline, members: []int32{i}}
		return i
	}
	s := b.stories[i]
	b.unpost(i)
	b.archive.countIn(&s.outline, -1)
	s.outline, s.forms = b.archive.outlineOf(p), b.archive.formsOf(p)
	b.archive.countIn(&s.outline, 1)
	if l := b.lineOf(i); len(l.members) == 1 {
		l.outline = &s.outline
	}
	return i
}

// joinKept joins and notes which identifier gave way: the one of fewer stories, the younger of two alike.
func (b *Binder) joinKept(e edge, gone map[news.StorylineID]news.StorylineID) {
	x, y := b.lineOf(e.x), b.lineOf(e.y)
	if !b.join(e) {
		return
	}
	keep, give := x.id, y.id
	nx, ny := len(x.members), len(y.members)
	if b.lineOf(e.x) == x { // its members now count both
		nx -= ny
	} else {
		ny -= nx
	}
	if keep == 0 || give != 0 && (ny > nx || ny == nx && give < keep) {
		keep, give = give, keep
	}
	b.lineOf(e.x).id = keep
	if give != 0 {
		gone[give] = keep
	}
}

// Merge tells that stories were folded into another: they leave the binder.
func (b *Binder) Merge(gone ...news.StoryID) {
	for _, id := range gone {
		i, ok := b.place[id]
		if !ok {
			continue
		}
		delete(b.place, id)
		b.unpost(i)
		b.archive.countIn(&b.stories[i].outline, -1)
		b.archive.n--
		b.stories[i].id = 0
	}
}

// Due reports whether the archive has outgrown what was known of it when all stories were last bound together: it has doubled.
func (b *Binder) Due() bool { return len(b.place) >= 2*b.full }

// Len is how many stories are held.
func (b *Binder) Len() int { return len(b.place) }

// Full is how many stories there were when all were last bound together.
func (b *Binder) Full() int { return b.full }

// Line is the line of a story; ok is false for a story that is not held.
func (b *Binder) Line(id news.StoryID) (news.StorylineID, bool) {
	i, ok := b.place[id]
	if !ok {
		return 0, false
	}
	return b.lineOf(i).id, true
}

func (b *Binder) lineOf(i int32) *line { return b.stories[b.root(i)].line }

func (b *Binder) root(i int32) int32 {
	for b.stories[i].parent != i {
		b.stories[i].parent = b.stories[b.stories[i].parent].parent
		i = b.stories[i].parent
	}
	return i
}

// join makes one line of the two that e ties, if as wholes they belong together too.
func (b *Binder) join(e edge) bool {
	x, y := b.root(e.x), b.root(e.y)
	if x == y {
		return false
	}
	if y < x {
		x, y = y, x
	}
	lx, ly := b.stories[x].line, b.stories[y].line
	if strength(b.archive.compare(lx.outline, ly.outline)) < lineThreshold {
		return false
	}
	lx.outline = b.archive.blend(lx.outline, ly.outline)
	lx.members = append(lx.members, ly.members...)
	b.stories[y].parent, b.stories[y].line = x, nil
	return true
}

func (b *Binder) lines() []Line {
	var out []Line
	for i := range b.stories {
		if b.stories[i].line != nil {
			out = append(out, b.describe(int32(i)))
		}
	}
	return out
}

// describe says of a line what others may see.
func (b *Binder) describe(root int32) Line {
	l := b.stories[root].line
	slices.Sort(l.members)
	out := Line{ID: l.id, Name: b.name(root), Reasons: b.reasons(root)}
	for _, i := range l.members {
		if id := b.stories[i].id; id != 0 {
			out.Stories = append(out.Stories, id)
		}
	}
	slices.SortFunc(out.Stories, func(x, y news.StoryID) int { return cmp.Compare(x, y) })
	return out
}
