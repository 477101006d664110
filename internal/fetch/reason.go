package fetch

import (
	"errors"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Reason is why a fetch gave no page: one of a closed set of plain words, made to be stored, counted and translated.
type Reason string

// The reasons. After Paused and Stopped nothing was learnt about the address: neither counts as a try.
const (
	NotAPage       Reason = "not a page"       // no http address, or an answer that is no text: a picture, a film, nothing at all
	RobotsDenied   Reason = "robots"           // robots.txt asks programs not to read the address
	RobotsAway     Reason = "robots away"      // robots.txt could not be had, which means: nothing for now (RFC 9309)
	LoginWall      Reason = "login wall"       // signing in is asked for
	Paywall        Reason = "paywall"          // paying is asked for
	Blocked        Reason = "blocked"          // a protection service stands before the site; BlockedBy names it
	Refused        Reason = "refused"          // the server says 403 and no more
	LegalReasons   Reason = "legal"            // 451
	PrivateNetwork Reason = "private network"  // the address leads inside
	NoSuchHost     Reason = "no such host"     // the name is not known
	NoAnswer       Reason = "no answer"        // the host is known, but refuses or drops connections
	TimedOut       Reason = "timed out"        // no answer in time
	TooSlow        Reason = "too slow"         // it dripped
	BrokenOff      Reason = "broken off"       // the answer ended before its end, or was no proper HTTP
	TooLarge       Reason = "too large"        // over the size limit
	Bomb           Reason = "bomb"             // small as sent, enormous when decompressed, or compressed twice
	BadEncoding    Reason = "bad encoding"     // compressed in a way that was not asked for, or damaged
	RedirectLoop   Reason = "redirect loop"    // leads back to where it was, or on and on
	BadRedirect    Reason = "bad redirect"     // leads to what cannot be fetched
	CertExpired    Reason = "certificate date" // expired, or not valid yet
	CertHost       Reason = "certificate name" // made out to another name
	CertUnknown    Reason = "certificate"      // nobody we know vouches for it
	TLSFailed      Reason = "tls"              // no secure connection for another reason
	Missing        Reason = "missing"          // 404
	Removed        Reason = "removed"          // 410
	ServerError    Reason = "server error"     // 5xx
	RateLimited    Reason = "rate limited"     // 429: too many requests
	Paused         Reason = "paused"           // nothing was sent: the host's pace, or a pause that it asked for, says later
	Stopped        Reason = "stopped"          // the caller ended it
	Other          Reason = "other"            // anything else
)

// Reasons are all of them, in the order above.
func Reasons() []Reason {
	return []Reason{
		NotAPage, RobotsDenied, RobotsAway, LoginWall, Paywall, Blocked, Refused, LegalReasons, PrivateNetwork, NoSuchHost,
		NoAnswer, TimedOut, TooSlow, BrokenOff, TooLarge, Bomb, BadEncoding, RedirectLoop, BadRedirect, CertExpired, CertHost,
		CertUnknown, TLSFailed, Missing, Removed, ServerError, RateLimited, Paused, Stopped, Other,
	}
}

// problem is a failure of a fetch.
type problem struct {
	reason Reason
	by     string        // the protection service
	status int           // of the answer, where there was one
	wait   time.Duration // after which another try makes sense, where the server said so
	err    error         // of a fault kind
}

func (p *problem) Error() string { return p.err.Error() }
func (p *problem) Unwrap() error { return p.err }

func failf(r Reason, kind *fault.Kind, format string, args ...any) *problem {
	return &problem{reason: r, err: fault.Errorf(kind, format, args...)}
}

// ReasonOf says why a fetch failed; "" for nil. It understands the failures of Get and those of the client that HTTP gives.
func ReasonOf(err error) Reason {
	if err == nil {
		return ""
	}
	var p *problem
	if errors.As(err, &p) {
		return p.reason
	}
	return transportProblem(err).reason
}

// BlockedBy names the protection service that refused, such as "Cloudflare"; "" for other failures.
func BlockedBy(err error) string {
	var p *problem
	if errors.As(err, &p) {
		return p.by
	}
	return ""
}

// maxRetryAfter bounds the wait that a server may ask for.
const maxRetryAfter = 7 * 24 * time.Hour

// RetryAfter is how long to wait before another try: what the server asked for, or what is left of a pause; at most seven days. It
// is false when nobody said.
func RetryAfter(err error) (time.Duration, bool) {
	var p *problem
	if errors.As(err, &p) && p.wait > 0 {
		return p.wait, true
	}
	return 0, false
}
