package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/urlkey"
)

const (
	leaseAsked  = 10 * 24 * time.Hour
	hubPatience = 6 * time.Hour      // a hub that was asked and has not confirmed is asked again
	hubSulk     = 7 * 24 * time.Hour // so is one that refused
	hubTimeout  = 30 * time.Second
)

// follow keeps the subscriptions of a source in step with the hub that its list names, and reports whether a hub tells
// of its changes now. Without a public address, nothing is asked for: the hub could not answer.
func (p *Pipeline) follow(ctx context.Context, tx *store.Tx, s news.Source, l look) (pushed bool, err error) {
	list, err := tx.Subscriptions(ctx, s.ID)
	if err != nil {
		return false, err
	}
	hub, topic := "", ""
	if l.list != nil && l.err == nil && s.Stopped == "" && p.opt.PublicURL != "" {
		hub, topic = hubOf(s, l)
	}
	now := tx.Now()
	wanted := false
	for _, sub := range list {
		pushed = pushed || sub.State == store.HubActive && now.Before(sub.Until)
		same := sub.Hub == hub && sub.Topic == topic
		wanted = wanted || same && sub.State != store.HubEnding
		again := sub.State == store.HubAsked && now.Sub(sub.Asked) > hubPatience || sub.State == store.HubDenied && now.Sub(sub.Asked) > hubSulk ||
			sub.State == store.HubActive && !now.Before(sub.Until)
		switch {
		case (l.list != nil || s.Stopped != "") && !same && sub.State != store.HubEnding:
			sub.State = store.HubEnding
			if err := tx.PutSubscription(ctx, sub); err != nil {
				return false, err
			}
			err = jobs.AskHub(ctx, tx, sub, jobs.HubUnsubscribe, now)
		case same && again:
			sub.State = store.HubAsked
			if err := tx.PutSubscription(ctx, sub); err != nil {
				return false, err
			}
			err = jobs.AskHub(ctx, tx, sub, jobs.HubSubscribe, now)
		}
		if err != nil {
			return false, err
		}
	}
	if hub == "" || wanted {
		return pushed, nil
	}
	sub, err := tx.NewSubscription(ctx, s.ID, hub, topic)
	if err != nil {
		return false, err
	}
	return pushed, jobs.AskHub(ctx, tx, sub, jobs.HubSubscribe, now)
}

// hubOf is the hub to ask and the topic to ask for. Link headers go before what the list says (WebSub, 4). A list that
// calls the address of another site its own is not believed.
func hubOf(s news.Source, l look) (hub, topic string) {
	hubs, self := l.list.Hubs, l.list.Self
	if c := l.answer.Capture; c != nil {
		var lines []string
		for _, h := range c.Header {
			if h.Name == "Link" {
				lines = append(lines, h.Value)
			}
		}
		if h, own := feed.LinkHeaders(lines, c.FinalURL); len(h) > 0 {
			hubs = h
			if own != "" {
				self = own
			}
		}
	}
	if len(hubs) == 0 {
		return "", ""
	}
	if self == "" || urlkey.Site(self) != urlkey.Site(s.URL) {
		self = s.URL
	}
	return hubs[0], self
}

// hub asks a hub to tell, or to stop telling. What the hub says against it is noted; looking goes on as if there were no hub.
func (p *Pipeline) hub(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := strconv.ParseInt(j.Key, 10, 64)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "%q is no subscription", j.Key)
	}
	sub, err := p.store.Subscription(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	mode := jobs.HubSubscribe
	if j.Payload == jobs.HubUnsubscribe || sub.Source == 0 || sub.State == store.HubEnding {
		mode = jobs.HubUnsubscribe
	}
	if p.opt.PublicURL == "" {
		return nil, nil
	}
	note := ""
	if err := p.postHub(ctx, sub, mode); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		note = plainProblem(sub.Hub, err)
	}
	return func(tx *store.Tx) error {
		if mode == jobs.HubUnsubscribe && note != "" { // it will stop by itself when the lease ends; what it tells until then finds nobody
			return tx.DeleteSubscription(ctx, id)
		}
		return tx.NoteAsked(ctx, id, tx.Now(), note)
	}, nil
}

func (p *Pipeline) postHub(ctx context.Context, sub store.Subscription, mode string) error {
	ctx, cancel := context.WithTimeout(ctx, hubTimeout)
	defer cancel()
	form := url.Values{
		"hub.mode": {mode}, "hub.topic": {sub.Topic}, "hub.callback": {strings.TrimRight(p.opt.PublicURL, "/") + "/websub/" + sub.Path},
	}
	if mode == jobs.HubSubscribe {
		form.Set("hub.secret", sub.Secret)
		form.Set("hub.lease_seconds", strconv.Itoa(int(leaseAsked/time.Second)))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, sub.Hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := p.opt.Fetch.HTTP().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 300)) // only to be shown
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("the hub says %d: %s", resp.StatusCode, strings.ToValidUTF8(strings.Join(strings.Fields(string(said)), " "), ""))
	}
	return nil
}

// message reads what a hub told, as if it had been looked for.
func (p *Pipeline) message(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := strconv.ParseInt(j.Key, 10, 64)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "%q is no message", j.Key)
	}
	m, err := p.store.HubMessage(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sub, err := p.store.Subscription(ctx, m.Subscription)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return nil, err
	}
	s, serr := p.store.Source(ctx, sub.Source)
	if serr != nil && !errors.Is(serr, fault.NotFound) {
		return nil, serr
	}
	f, perr := feed.ParseAs(m.Body, sub.Topic, m.ContentType)
	return func(tx *store.Tx) error {
		if err := tx.DeleteHubMessage(ctx, id); err != nil || serr != nil || s.Paused || s.Stopped != "" {
			return err
		}
		if perr != nil { // it only says that there is something: look
			return jobs.Look(ctx, tx, s.ID, s.URL, tx.Now())
		}
		fresh, err := p.enqueueLinks(ctx, tx, s.ID, f.Links)
		if err != nil {
			return err
		}
		if err := tx.AddLinks(ctx, s.ID, fresh); err != nil {
			return err
		}
		return tx.PutLook(ctx, store.Look{Source: s.ID, Time: m.Time, Outcome: store.LookPushed, Found: len(f.Links), Fresh: fresh, Note: oddity(f)})
	}, nil
}
