package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := Errorf(NotFound, "story %d: %w", 7, io.EOF)
	Wrap(&err, "front page")
	err = fmt.Errorf("serve: %w", err)
	if !errors.Is(err, NotFound) || !errors.Is(err, io.EOF) || errors.Is(err, Denied) {
		t.Errorf("kinds of %v: NotFound %v, EOF %v, Denied %v; want true, true, false",
			err, errors.Is(err, NotFound), errors.Is(err, io.EOF), errors.Is(err, Denied))
	}
	if got, want := err.Error(), "serve: front page: story 7: EOF"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if got := KindOf(err); got != NotFound {
		t.Errorf("KindOf = %v, want NotFound", got)
	}
}

func TestWrapLeavesNilAlone(t *testing.T) {
	var err error
	Wrap(&err, "anything")
	if err != nil {
		t.Errorf("Wrap of nil = %v", err)
	}
}
