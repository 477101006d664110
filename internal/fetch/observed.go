package fetch

import "context"

// observed counts a fetch by what came of it: "ok", "not modified" or its Reason.
func (c *Client) observed(ctx context.Context, raw string) (context.Context, func(Answer, error)) {
	host, _ := Host(raw)
	ctx, done := c.opt.Observe.Fetch(ctx, host)
	return ctx, func(a Answer, err error) {
		outcome, size := "ok", 0
		switch {
		case err != nil:
			outcome = string(ReasonOf(err))
		case a.NotModified:
			outcome = "not modified"
		}
		if a.Capture != nil {
			size = len(a.Capture.Body)
		}
		done(outcome, size, err)
	}
}
