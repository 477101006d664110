package feed

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the protocol has it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// LinkHeaders reads HTTP Link headers: the hubs of a feed and the address it calls its own (WebSub, discovery).
func LinkHeaders(values []string, base string) (hubs []string, self string) {
	b, err := url.Parse(base)
	if err != nil {
		return nil, ""
	}
	f := &Feed{}
	for _, v := range values[:min(len(values), 50)] {
		for _, link := range splitLinks(v) {
			ref, params, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(link), "<"), ">")
			if !ok {
				continue
			}
			u := resolve(b, ref)
			for _, rel := range relOf(params) {
				switch {
				case u == "":
				case rel == "hub":
					f.addHub(u)
				case rel == "self" && f.Self == "":
					f.Self = u
				}
			}
		}
	}
	return f.Hubs, f.Self
}

// splitLinks parts a header at the commas that stand outside of <…> and quotation marks.
func splitLinks(v string) (out []string) {
	start, angle, quoted := 0, false, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '"' && !angle:
			quoted = !quoted
		case c == '<' && !quoted:
			angle = true
		case c == '>' && !quoted:
			angle = false
		case c == ',' && !angle && !quoted:
			out = append(out, v[start:i])
			start = i + 1
		}
	}
	return append(out, v[start:])
}

func relOf(params string) []string {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(p, "=")
		if strings.EqualFold(strings.TrimSpace(name), "rel") {
			return strings.Fields(strings.ToLower(strings.Trim(strings.TrimSpace(value), `"`)))
		}
	}
	return nil
}

// Intent is a hub's question whether a subscription was really asked for, or its refusal.
type Intent struct {
	Mode      string // subscribe, unsubscribe or denied
	Topic     string
	Challenge string
	Lease     time.Duration
	Reason    string // why it was denied
}

// The bounds of a lease that is taken: one shorter is asked for again at once, one longer is not waited for.
const (
	minLease     = 10 * time.Minute
	maxLease     = 60 * 24 * time.Hour
	maxChallenge = 4 << 10
)

// ParseIntent reads the query of a verification of intent. What is none fails with fault.Invalid.
func ParseIntent(q url.Values) (Intent, error) {
	in := Intent{Mode: q.Get("hub.mode"), Topic: q.Get("hub.topic"), Challenge: q.Get("hub.challenge"), Reason: clip(q.Get("hub.reason"))}
	switch in.Mode {
	case "denied":
		return in, nil
	case "subscribe", "unsubscribe":
	default:
		return Intent{}, fault.Errorf(fault.Invalid, "hub.mode is neither subscribe, unsubscribe nor denied")
	}
	if in.Topic == "" || in.Challenge == "" || len(in.Challenge) > maxChallenge || len(in.Topic) > maxURL {
		return Intent{}, fault.Errorf(fault.Invalid, "hub.topic or hub.challenge is missing or too long")
	}
	if in.Mode == "subscribe" {
		n, err := strconv.ParseInt(q.Get("hub.lease_seconds"), 10, 64)
		if err != nil || n <= 0 {
			return Intent{}, fault.Errorf(fault.Invalid, "hub.lease_seconds is missing")
		}
		in.Lease = min(max(time.Duration(min(n, 1<<30))*time.Second, minLease), maxLease)
	}
	return in, nil
}

// Signed reports whether an X-Hub-Signature header fits body and secret. The time it takes does not depend on the secret.
func Signed(header, secret string, body []byte) bool {
	method, sum, ok := strings.Cut(strings.TrimSpace(header), "=")
	if !ok || secret == "" {
		return false
	}
	var h func() hash.Hash
	switch strings.ToLower(method) {
	case "sha1":
		h = sha1.New
	case "sha256":
		h = sha256.New
	case "sha384":
		h = sha512.New384
	case "sha512":
		h = sha512.New
	default:
		return false
	}
	got, err := hex.DecodeString(sum)
	if err != nil {
		return false
	}
	m := hmac.New(h, []byte(secret))
	_, _ = m.Write(body)
	return hmac.Equal(got, m.Sum(nil))
}
