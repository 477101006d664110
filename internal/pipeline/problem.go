package pipeline

import (
	"strings"

	"github.com/parley-news/parley/internal/fetch"
)

// plainProblem is a failure in plain words with what may be done about it, lawfully.
func plainProblem(address string, err error) string {
	s := strings.Join(strings.Fields(strings.ReplaceAll(err.Error(), "fetch "+address+": ", "")), " ")
	reason := fetch.ReasonOf(err)
	if by := fetch.BlockedBy(err); reason == fetch.Blocked && by != "" && !strings.Contains(s, by) {
		s += " (blocked by " + by + ")"
	}
	if a := advice[reason]; a != "" && !strings.Contains(s, "lawful options") {
		s += "; lawful options: " + a
	}
	if len(s) > 600 {
		s = strings.ToValidUTF8(s[:600], "")
	}
	return s
}

var advice = map[fetch.Reason]string{
	fetch.LoginWall:    "a feed that the site offers without sign-in, a licence from the publisher, or the text of partners who have one",
	fetch.Paywall:      "the publisher's free feed, a licence from the publisher, or agencies whose text it carries",
	fetch.Blocked:      "the site's feed or sitemap, asking the site to let this Parley in by its name and contact, or pages from an archive",
	fetch.Refused:      "the site's feed or sitemap, asking the site to let this Parley in by its name and contact, or pages from an archive",
	fetch.RobotsDenied: "another feed of the site that its robots.txt allows, or asking the site",
	fetch.RateLimited:  "waiting, as it happens now; fewer sources of this site",
}
