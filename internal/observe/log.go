package observe

import (
	"context"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

type requestKey struct{}

// request is what is known of a request while it is answered.
type request struct {
	id    string
	route string // the pattern that it matched
}

// LogHandler adds the identifiers of request and trace to the lines that are logged with a context that has them.
func LogHandler(h slog.Handler) slog.Handler { return logHandler{h} }

type logHandler struct{ slog.Handler }

func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	if q, ok := ctx.Value(requestKey{}).(*request); ok {
		r.AddAttrs(slog.String("request", q.id))
	}
	if c := trace.SpanContextFromContext(ctx); c.IsValid() {
		r.AddAttrs(slog.String("trace", c.TraceID().String()), slog.String("span", c.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

func (h logHandler) WithAttrs(a []slog.Attr) slog.Handler { return logHandler{h.Handler.WithAttrs(a)} }
func (h logHandler) WithGroup(name string) slog.Handler   { return logHandler{h.Handler.WithGroup(name)} }
