package outlets

import (
	"github.com/parley-news/parley/internal/fault"
)

// reader turns the values of a block into facts and keeps the first thing that is wrong.
type reader struct {
	sources map[string]source
	own     source // of the block
	err     error
}

// provenance is where a fact comes from: what it says itself, or the source it names.
func (r *reader) provenance(s source, from string) (source, error) {
	if from == "" {
		return s, nil
	}
	if s != (source{}) {
		return s, fault.Errorf(fault.Invalid, "has “from” beside “as_of” or “check”; give one or the other")
	}
	named, ok := r.sources[from]
	if !ok {
		return s, fault.Errorf(fault.Invalid, "from = %q names no [source.%s] of this file", from, from)
	}
	return named, nil
}

func (r *reader) fail(fact string, format string, args ...any) {
	if r.err == nil {
		r.err = fault.Errorf(fault.Invalid, "%s: %w", fact, fault.Errorf(fault.Invalid, format, args...))
	}
}

// one reads a single fact, if it is given.
func (r *reader) one(fact string, v any, put func(Fact)) {
	switch v := v.(type) {
	case nil:
	case string:
		if v == "" {
			r.fail(fact, "is empty; leave it out where it is not known")
			return
		}
		put(Fact{v, r.own.AsOf, r.own.Check})
	case map[string]any:
		r.table(fact, v, put)
	default:
		r.fail(fact, "must be text or {value, as_of, check}")
	}
}

// many reads a list of facts; a single one may stand without brackets.
func (r *reader) many(fact string, v any, put func(Fact)) {
	list, ok := v.([]any)
	if !ok {
		r.one(fact, v, put)
		return
	}
	for _, x := range list {
		r.one(fact, x, put)
	}
}

func (r *reader) table(fact string, t map[string]any, put func(Fact)) {
	var f Fact
	var from string
	into := map[string]*string{"value": &f.Value, "as_of": &f.AsOf, "check": &f.Check, "from": &from}
	for k, v := range t {
		s, isText := v.(string)
		if into[k] == nil || !isText {
			r.fail(fact, "a fact has the keys value, as_of, check and from, all text")
			return
		}
		*into[k] = s
	}
	if f.Value == "" {
		r.fail(fact, "has no value; leave it out where it is not known")
		return
	}
	s, err := r.provenance(source{f.AsOf, f.Check}, from)
	if err != nil {
		r.fail(fact, "%w", err)
		return
	}
	if s == (source{}) {
		s = r.own
	}
	put(Fact{f.Value, s.AsOf, s.Check})
}
