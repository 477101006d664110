// Package fault gives the few kinds of failure that callers branch on, and the
// one way to add what was being done when it happened.
//
// A kind is an error value: errors.Is(err, fault.NotFound) holds for every
// error made by fault.Errorf(fault.NotFound, …), however often it was wrapped.
// Text is for people only; nothing in Parley compares it.
package fault

import (
	"errors"
	"fmt"
)

// Kind is a class of failure. Kinds are compared with errors.Is.
type Kind struct{ name string }

// Error returns the kind's plain name.
func (k *Kind) Error() string { return k.name }

// The kinds. Everything else is an internal failure.
var (
	NotFound = &Kind{"not found"}         // no such thing
	Exists   = &Kind{"exists already"}    // a thing that must be new is not
	Invalid  = &Kind{"invalid"}           // the input cannot be used as it is
	Denied   = &Kind{"not allowed"}       // the caller may not do this
	Conflict = &Kind{"changed meanwhile"} // somebody else was first: read again
	Busy     = &Kind{"busy"}              // may work when tried again later
	Gone     = &Kind{"gone"}              // was there, is removed for good
	TooLarge = &Kind{"too large"}         // over a stated bound
)

type failure struct {
	kind *Kind
	err  error
}

func (f *failure) Error() string   { return f.err.Error() }
func (f *failure) Unwrap() []error { return []error{f.kind, f.err} }

// Errorf makes an error of a kind. The format is as for fmt.Errorf, %w included.
func Errorf(kind *Kind, format string, args ...any) error {
	return &failure{kind, fmt.Errorf(format, args...)}
}

// Wrap puts "format: " before *err, if there is one. It is meant for a deferred call:
//
//	defer fault.Wrap(&err, "story %d", id)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}

// KindOf returns the kind of err, or nil for an internal failure.
func KindOf(err error) *Kind {
	for _, k := range []*Kind{NotFound, Exists, Invalid, Denied, Conflict, Busy, Gone, TooLarge} {
		if errors.Is(err, k) {
			return k
		}
	}
	return nil
}
