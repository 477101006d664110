package cli

import (
	"fmt"
	"os/user"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type purgeCmd struct {
	Address string `help:"A page, by its address." placeholder:"URL" xor:"what"`
	Prefix  string `help:"All pages whose addresses begin so." placeholder:"URL" xor:"what"`
	Article int64  `help:"An article, by its number." placeholder:"N" xor:"what"`
	Capture int64  `help:"A capture, by its number." placeholder:"N" xor:"what"`
	Outlet  int64  `help:"With --prefix: only the articles of this outlet." placeholder:"N"`
	Reason  string `help:"Why, in plain words; it is kept for good." placeholder:"TEXT"`
	Show    bool   `help:"Readers who ask for what went see the reason."`
	Yes     bool   `help:"Do it. Without this, nothing changes and what would go is shown."`
	JSON    bool   `name:"json" help:"One object: what goes, and whether it is done."`
}

// Run shows what a purge would take, and with --yes does it.
func (c purgeCmd) Run(e *env) error {
	target := store.PurgeTarget{Address: c.Address, Prefix: c.Prefix, Article: news.ArticleID(c.Article), Capture: news.CaptureID(c.Capture), Outlet: news.OutletID(c.Outlet)}
	if c.Yes && c.Reason == "" {
		return fmt.Errorf("%w (%w)", fault.Errorf(fault.Invalid, "give a --reason: it is all that stays"), errUsage)
	}
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	plan, err := a.Store.PlanPurge(e.ctx, target)
	if err != nil {
		return err
	}
	if !c.Yes {
		return c.print(e, &plan)
	}
	if err := a.Store.Write(e.ctx, func(tx *store.Tx) error {
		_, plan, err = jobs.Purge(e.ctx, tx, store.PurgeOrder{Target: target, Who: commandLine(), Reason: c.Reason, Shown: c.Show})
		return err
	}); err != nil {
		return err
	}
	return c.print(e, &plan)
}

// commandLine is who acts here, for the audit log.
func commandLine() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return "command line (" + u.Username + ")"
	}
	return "command line"
}

func (c purgeCmd) print(e *env, p *store.PurgePlan) error {
	if c.JSON {
		return printJSON(e.out, map[string]any{
			"target": p.Target.String(), "done": c.Yes, "captures": len(p.Captures), "bytes": p.Bytes, "articles": idents(p.Articles), "shortened": idents(p.Shortened),
			"versions": len(p.Versions), "statements": p.Statements, "stories": idents(p.Stories), "ended": idents(p.Ended), "copies": idents(p.Copies), "blocked": notNil(p.Addresses()),
		})
	}
	verb := "would go"
	if c.Yes {
		verb = "gone"
	}
	fmt.Fprintf(e.out, "%s: %s: %d captures (%d bytes), %d articles, %d versions, %d statements; %d stories lose something, %d end\n",
		p.Target, verb, len(p.Captures), p.Bytes, len(p.Articles), len(p.Versions), p.Statements, len(p.Stories), len(p.Ended))
	for _, a := range p.Addresses() {
		fmt.Fprintln(e.out, "kept out:", a)
	}
	for _, id := range p.Copies {
		fmt.Fprintf(e.out, "repeats it and stays: article %d\n", id)
	}
	switch {
	case p.IsEmpty():
		fmt.Fprintln(e.err, "Nothing of it is in the archive.")
	case c.Yes:
		fmt.Fprintln(e.err, "“parley serve” works out what remains of the stories and wipes the database file. Backups made before still hold it.")
	default:
		fmt.Fprintln(e.err, "Nothing was changed. Do it with --yes and a --reason.")
	}
	return nil
}

func idents[T ~int64](list []T) []string {
	out := make([]string, 0, len(list))
	for _, id := range list {
		out = append(out, fmt.Sprint(int64(id)))
	}
	return out
}
