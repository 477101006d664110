package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/text"
)

type storyCmd struct {
	ID   string `arg:"" help:"Identifier, as “parley stories” prints it."`
	JSON bool   `name:"json" help:"One object."`
}

// account is a story with all that is needed to tell it.
type account struct {
	story      news.Story
	line       news.Storyline
	articles   []news.Article
	versions   map[news.ArticleID]*news.Version
	outlets    map[news.OutletID]string
	statements map[news.StatementID]*news.Statement
	claims     []news.Claim
	digest     store.Digest
	origins    []news.Origin
	copies     []news.Copy
}

// Run tells a story from all sides.
func (c storyCmd) Run(e *env) error {
	id, err := news.ParseID[news.StoryID](c.ID)
	if err != nil {
		return fmt.Errorf("story: %w (%w)", err, errUsage)
	}
	a, err := e.open(app.Options{})
	if err != nil {
		return err
	}
	defer a.Close()
	x, err := readAccount(e, a.Store, id)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.out, x.json())
	}
	x.print(&printer{e.out, width(e.out)})
	return nil
}

func readAccount(e *env, st *store.Store, id news.StoryID) (x *account, err error) {
	ctx := e.ctx
	x = &account{versions: map[news.ArticleID]*news.Version{}, outlets: map[news.OutletID]string{}, statements: map[news.StatementID]*news.Statement{}}
	if x.story, err = st.Story(ctx, id); err != nil {
		return nil, err
	}
	members, err := st.Members(ctx, x.story.ID)
	if err != nil {
		return nil, err
	}
	var ids []news.ArticleID
	for _, m := range members {
		ids = append(ids, m.Article)
	}
	found, err := st.Articles(ctx, ids...)
	if err != nil {
		return nil, err
	}
	byID := map[news.ArticleID]news.Article{}
	var current []news.VersionID
	for _, a := range found {
		byID[a.ID] = a
		current = append(current, a.Current)
	}
	for _, id := range ids {
		x.articles = append(x.articles, byID[id])
	}
	versions, err := st.Versions(ctx, current...)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		x.versions[versions[i].Article] = &versions[i]
	}
	said, err := st.Statements(ctx, current...)
	if err != nil {
		return nil, err
	}
	for i := range said {
		x.statements[said[i].ID] = &said[i]
	}
	outlets, err := st.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range outlets {
		x.outlets[o.ID] = o.Name
	}
	if x.claims, err = st.ClaimsOfStory(ctx, x.story.ID); err != nil {
		return nil, err
	}
	if x.digest, err = st.StoryDigest(ctx, x.story.ID); err != nil {
		return nil, err
	}
	if x.origins, err = st.OriginsOf(ctx, ids...); err != nil {
		return nil, err
	}
	if x.copies, err = st.Copies(ctx, ids...); err != nil {
		return nil, err
	}
	if x.story.Storyline != 0 {
		x.line, err = st.Storyline(ctx, x.story.Storyline)
	}
	return x, err
}

// words is what a statement says, as it stands in its article.
func (x *account) words(s *news.Statement) string {
	v := x.versions[s.Article]
	if v == nil || v.ID != s.Version {
		return ""
	}
	var parts []string
	for _, c := range s.Content {
		parts = append(parts, c.Of(v.Text))
	}
	return strings.Join(parts, " … ")
}

// outlet is who published an article.
func (x *account) outlet(id news.ArticleID) string {
	for _, a := range x.articles {
		if a.ID == id {
			if name := x.outlets[a.Outlet]; name != "" {
				return name
			}
		}
	}
	return "unknown outlet"
}

func (x *account) title(id news.ArticleID) string {
	v := x.versions[id]
	if v == nil {
		return ""
	}
	if v.Title != "" {
		return v.Title
	}
	if s := text.Sentences(v.Text); len(s) > 0 {
		return s[0].Of(v.Text)
	}
	return ""
}

func (x *account) print(p *printer) {
	p.line("%s", x.title(x.story.Lead))
	p.line("%s", countLine(x.story.Counts))
	p.line("first %s, latest %s", microTime(x.story.First), microTime(x.story.Latest))
	if x.line.Stories > 1 {
		p.line("storyline: %s (%d stories)", x.line.Name, x.line.Stories)
	}
	if x.story.Counts.Origins == 1 {
		p.line("Only one origin so far.")
	}
	for _, part := range []struct {
		heading, empty string
		status         []news.ClaimStatus
	}{
		{"DISPUTED", "No denial of a statement was found in these articles.", []news.ClaimStatus{news.Disputed, news.FiguresDiffer}},
		{"SAID BY SEVERAL SIDES", "Nothing yet that parties on different sides both say.", []news.ClaimStatus{news.Agreed}},
		{"ONLY ONE SIDE SAYS", "Nothing was found that only one side says.", []news.ClaimStatus{news.OneSided, news.Unanswered}},
	} {
		x.printClaims(p, part.heading, part.empty, part.status)
	}
	x.printParties(p)
	x.printBoard(p)
	x.printTimeline(p)
	x.printOrigins(p)
}

// maxListed bounds each list in the terminal; the page and --json have all.
const maxListed = 12

func (x *account) printClaims(p *printer, heading, empty string, status []news.ClaimStatus) {
	p.heading(heading)
	n := 0
	for _, c := range x.claims {
		if !contains(status, c.Status) {
			continue
		}
		if n++; n > maxListed {
			continue
		}
		for i, m := range append([]news.ClaimMember{{Statement: c.Lead, Stance: news.Asserts}}, c.Members...) {
			s := x.statements[m.Statement]
			if s == nil || i > 0 && (m.Statement == c.Lead || i > 4 && m.Stance != news.Denies) {
				continue
			}
			mark := "•"
			if i > 0 {
				mark = "  +"
			}
			if m.Stance == news.Denies {
				mark = "  ✗ denied by"
			}
			p.item(mark, "%s: %s — %s, %s", orNobody(s.Speaker), clip(x.words(s), 300), x.outlet(s.Article), s.Sourcing)
		}
		if c.Status == news.Unanswered {
			p.item("   ", "not answered in these articles by: %s", x.partyName(c.Target))
		}
	}
	if n == 0 {
		p.line("%s", empty)
	}
	if n > maxListed {
		p.line("… and %d more", n-maxListed)
	}
}

// partyName is how the articles write a party's name.
func (x *account) partyName(key string) string {
	for _, p := range x.story.Parties {
		if p.Key == key {
			return p.Name
		}
	}
	return key
}

func contains(list []news.ClaimStatus, s news.ClaimStatus) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func orNobody(s string) string {
	if s == "" {
		return "(nobody named)"
	}
	return s
}

func (x *account) printParties(p *printer) {
	p.heading("PARTIES")
	if len(x.story.Parties) == 0 {
		p.line("No party is quoted yet.")
	}
	for _, y := range x.story.Parties {
		silent := ""
		if y.Accused > 0 && y.Says == 0 {
			silent = "; accused and not quoted yet"
		}
		p.item("•", "%s: quoted %d×, accuses %d×, denies %d×, accused %d×%s", y.Name, y.Says, y.Accuses, y.Denies, y.Accused, silent)
	}
}

func (x *account) printBoard(p *printer) {
	p.heading("THE NUMBERS")
	if len(x.digest.Board) == 0 {
		p.line("No toll or other count was found.")
	}
	for _, c := range x.digest.Board {
		differ := ""
		if c.Differ {
			differ = " (the figures differ)"
		}
		p.item("•", "%s%s", c.Label, differ)
		for _, f := range c.Figures {
			v := x.versions[f.Article]
			if v == nil || v.ID != f.Version {
				continue
			}
			who := x.outlet(f.Article)
			if s := x.statements[f.Statement]; s != nil && s.Speaker != "" {
				who = s.Speaker + ", in " + who
			}
			p.item("   ", "%s — %s", clip(f.Span.Of(v.Text), 120), who)
		}
	}
}

func (x *account) printTimeline(p *printer) {
	p.heading("WHAT HAPPENED WHEN")
	if len(x.digest.Timeline) == 0 {
		p.line("No dated event was found.")
	}
	for _, t := range x.digest.Timeline {
		if len(t.Events) == 0 {
			continue
		}
		ev := t.Events[0]
		v := x.versions[ev.Article]
		if v == nil || v.ID != ev.Version {
			continue
		}
		p.item(t.Date.String(), "%s — %s", clip(ev.Span.Of(v.Text), 220), x.outlet(ev.Article))
		if t.Conflict != "" {
			p.item("   ", "conflict: %s", t.Conflict)
		}
	}
}

func (x *account) printOrigins(p *printer) {
	p.heading("ORIGINS AND COPIES")
	best := map[news.ArticleID]news.Copy{}
	for _, c := range x.copies {
		if b, ok := best[c.Derived]; !ok || c.Score > b.Score {
			best[c.Derived] = c
		}
	}
	for _, o := range x.origins {
		if o.Root != 0 {
			p.item("•", "%s — %s", clip(x.title(o.Root), 120), x.outlet(o.Root))
		} else {
			p.item("•", "text by %s, not in this archive", o.Name)
		}
		for _, id := range o.Articles {
			if id == o.Root || x.versions[id] == nil {
				continue
			}
			c := best[id]
			p.item("   └", "%s — %s [%s, %s %%] %s", clip(x.title(id), 100), x.outlet(id), c.Kind, strconv.Itoa(int(c.Share*100+.5)), strings.Join(c.Reasons, "; "))
		}
	}
}
