package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

// maxMessage bounds what a hub may tell at once, in bytes.
const maxMessage = 4 << 20

// serveHubQuestion answers a hub that asks whether a subscription was really asked for (WebSub, 5.3). Only the
// question that fits what was asked is confirmed; all else is 404, as for an address that nobody has.
func (s *Server) serveHubQuestion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := feed.ParseIntent(r.URL.Query())
	if err != nil {
		return fault.Errorf(fault.NotFound, "no such subscription")
	}
	sub, err := s.store.SubscriptionAt(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if sub, err = tx.Subscription(ctx, sub.ID); err != nil {
			return err
		}
		return confirm(r, tx, sub, in)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err = io.WriteString(w, in.Challenge)
	return err
}

func confirm(r *http.Request, tx *store.Tx, sub store.Subscription, in feed.Intent) error {
	ctx, now := r.Context(), tx.Now()
	ends := sub.Source == 0 || sub.State == store.HubEnding
	switch {
	case in.Mode == "denied" && in.Topic != "" && in.Topic != sub.Topic:
	case in.Mode == "denied" && ends:
		return tx.DeleteSubscription(ctx, sub.ID)
	case in.Mode == "denied":
		sub.State, sub.Until, sub.Note = store.HubDenied, time.Time{}, "the hub refuses: "+in.Reason
		return tx.PutSubscription(ctx, sub)
	case in.Topic != sub.Topic:
	case in.Mode == "unsubscribe" && ends:
		return tx.DeleteSubscription(ctx, sub.ID)
	case in.Mode == "subscribe" && !ends && sub.State != store.HubDenied:
		sub.State, sub.Until, sub.Note = store.HubActive, now.Add(in.Lease), ""
		if err := tx.PutSubscription(ctx, sub); err != nil {
			return err
		}
		return jobs.AskHub(ctx, tx, sub, jobs.HubSubscribe, now.Add(in.Lease*4/5)) // in time to try again
	}
	return fault.Errorf(fault.NotFound, "no such subscription")
}

// postHubMessage takes what a hub tells. A message that is not signed with the subscription's secret is answered like one that
// is and ignored (WebSub, 7.1): whoever guesses learns nothing.
func (s *Server) postHubMessage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	sub, err := s.store.SubscriptionAt(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxMessage+1))
	var tooLarge *http.MaxBytesError
	if len(body) > maxMessage || errors.As(err, &tooLarge) {
		return fault.Errorf(fault.TooLarge, "larger than %d MB", maxMessage>>20)
	}
	if err != nil {
		return fault.Errorf(fault.Invalid, "the message broke off")
	}
	if sub.State == store.HubActive && sub.Source != 0 && feed.Signed(r.Header.Get("X-Hub-Signature"), sub.Secret, body) {
		err = s.store.Write(ctx, func(tx *store.Tx) error {
			id, err := tx.PutHubMessage(ctx, store.HubMessage{Subscription: sub.ID, ContentType: r.Header.Get("Content-Type"), Body: body})
			if err != nil {
				return err
			}
			if err := tx.NoteTold(ctx, sub.ID, tx.Now()); err != nil {
				return err
			}
			return jobs.Enqueue(ctx, tx, jobs.Told, strconv.FormatInt(id, 10), "", tx.Now())
		})
		if err != nil {
			return err
		}
	} else {
		s.opt.Log.Warn("a message of a hub was ignored: it is not signed as agreed", "subscription", sub.ID)
	}
	w.WriteHeader(http.StatusAccepted)
	return nil
}
