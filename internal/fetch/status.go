package fetch

import (
	"fmt"
	"net/http"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// statusProblem is why an answer without a page has none.
func statusProblem(r *reply, body []byte, now time.Time) *problem {
	wait := retryAfter(r.header.Get("Retry-After"), now)
	p := plainProblem(r.status, wait)
	if by := challenger(r.status, r.header, body); by != "" {
		p = blockedBy(by, r.status)
	}
	p.status, p.wait = r.status, wait
	return p
}

func plainProblem(status int, wait time.Duration) *problem {
	switch {
	case status == http.StatusNotFound:
		return failf(Missing, fault.NotFound, "the server says 404, not found")
	case status == http.StatusGone:
		return failf(Removed, fault.Gone, "the server says 410, removed for good")
	case status == http.StatusUnavailableForLegalReasons:
		return failf(LegalReasons, fault.Gone, "the server says 451, not available for legal reasons")
	case status == http.StatusUnauthorized:
		return failf(LoginWall, fault.Denied, "login wall: the server says 401, the page is given only after signing in")
	case status == http.StatusPaymentRequired:
		return failf(Paywall, fault.Denied, "paywall: the server says 402, the page is given only for payment")
	case status == http.StatusForbidden:
		return failf(Refused, fault.Denied, "the server says 403 and does not give this page to this program; %s", lawful)
	case status == http.StatusTooManyRequests:
		return failf(RateLimited, fault.Busy, "the server says 429, too many requests%s", afterText(wait))
	case status >= 500:
		return failf(ServerError, fault.Busy, "the server says %d%s", status, afterText(wait))
	case status < 200 || status == http.StatusNotModified:
		return failf(BrokenOff, fault.Busy, "the server says %d, which answers nothing that was asked", status)
	}
	return failf(Other, fault.Invalid, "the server says %d", status)
}

func afterText(wait time.Duration) string {
	if wait <= 0 {
		return ""
	}
	return ", try again after " + wait.Round(time.Second).String()
}

func sizeText(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
