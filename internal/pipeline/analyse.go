package pipeline

import (
	"context"
	"strconv"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/statement"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/timeline"
	"github.com/parley-news/parley/internal/when"
)

// analyse finds what a version mentions and says, and makes it findable.
func (p *Pipeline) analyse(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := idOf[news.VersionID](j)
	if err != nil {
		return nil, err
	}
	if exists, err := p.store.HasVersion(ctx, id); err != nil || !exists { // a purge took it
		return nil, err
	}
	v, err := p.store.Version(ctx, id)
	if err != nil {
		return nil, err
	}
	x := analysis(&v)
	return func(tx *store.Tx) error {
		if exists, err := tx.HasVersion(ctx, id); err != nil || !exists { // while it was being analysed
			return err
		}
		a, err := tx.Article(ctx, v.Article)
		if err != nil {
			return err
		}
		if err := x.put(ctx, tx, &v); err != nil {
			return err
		}
		if err := tx.PutState(ctx, store.Item{Stage: jobs.Analyse, ID: int64(id), Version: analyseVersion, State: store.StateDone, Attempts: j.Attempts}); err != nil {
			return err
		}
		if err := tx.SetAnalysed(ctx, v.Capture); err != nil {
			return err
		}
		if a.Current != v.ID { // an older version: nothing beyond it changes
			return nil
		}
		if err := tx.IndexVersion(ctx, a, &v, moment(&v).UnixMicro()); err != nil {
			return err
		}
		return p.afterAnalysis(ctx, tx, a, v.Capture)
	}, nil
}

// afterAnalysis has the article grouped; for one that is in a story already, a new version, has the claims found again.
func (p *Pipeline) afterAnalysis(ctx context.Context, tx *store.Tx, a news.Article, c news.CaptureID) error {
	id, err := tx.StoryOf(ctx, a.ID)
	if fault.KindOf(err) == fault.NotFound {
		return tx.PutWaiting(ctx, a.ID, c)
	}
	if err != nil {
		return err
	}
	s, err := tx.Story(ctx, id)
	if err != nil || s.Storyline == 0 {
		return err
	}
	return jobs.Enqueue(ctx, tx, jobs.Claims, strconv.FormatInt(int64(s.Storyline), 10), "", tx.Now())
}

// found is what analysis finds. Identifiers in it are places in its own lists, from 1, until it is saved.
type found struct {
	mentions   *mention.Set
	statements []news.Statement
	figures    []news.Figure
	events     []news.Event
}

func analysis(v *news.Version) found {
	body := withoutDateline(v)
	x := found{mentions: mention.Find(v.Title, body, v.Language)}
	x.statements = statement.Find(body, v.Language, x.mentions)
	for i := range x.statements {
		x.statements[i].ID = news.StatementID(i + 1)
	}
	at := v.Published
	if at.IsZero() {
		at = when.Of(moment(v), when.Day)
	}
	x.figures = timeline.Figures(body, v.Language, at, x.mentions, x.statements)
	for i := range x.figures {
		x.figures[i].ID = news.FigureID(i + 1)
	}
	x.events = timeline.Events(body, v.Language, at, x.mentions, x.figures)
	return x
}

func (x found) put(ctx context.Context, tx *store.Tx, v *news.Version) error {
	if err := tx.PutMentions(ctx, v.ID, x.mentions, analyseVersion); err != nil {
		return err
	}
	saved, err := tx.PutStatements(ctx, v, x.statements, analyseVersion)
	if err != nil {
		return err
	}
	statements := map[string]news.StatementID{}
	for _, s := range saved {
		statements[store.Spot(s)] = s.ID
	}
	figures := make([]news.Figure, len(x.figures))
	for i, f := range x.figures {
		if n := int(f.Statement); n >= 1 && n <= len(x.statements) {
			f.Statement = statements[store.Spot(x.statements[n-1])]
		}
		figures[i] = f
	}
	if figures, err = tx.PutFigures(ctx, v, figures, analyseVersion); err != nil {
		return err
	}
	events := make([]news.Event, len(x.events))
	for i, e := range x.events {
		ids := make([]news.FigureID, 0, len(e.Figures))
		for _, n := range e.Figures {
			if n >= 1 && int(n) <= len(figures) {
				ids = append(ids, figures[n-1].ID)
			}
		}
		e.Figures = ids
		events[i] = e
	}
	_, err = tx.PutEvents(ctx, v, events, analyseVersion)
	return err
}
