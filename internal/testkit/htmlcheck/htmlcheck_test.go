package htmlcheck

import (
	"strings"
	"testing"
)

func TestSelectors(t *testing.T) {
	t.Parallel()
	p := Parse(t, strings.NewReader(`<main><section id=a class="x y"><ul><li><a href=/story/1>one</a><li class=y><b><a href=/outlet/2 hidden>two
		words</a></b></ul></section></main>`))
	for selector, want := range map[string]int{
		"a": 2, "li": 2, ".y": 2, "li.y": 1, "section.x.y": 1, "#a li": 2, "section#a > ul": 1, "section > li": 0, "li > a": 1, "main a": 2,
		"a[href^=/story/]": 1, "a[href=/outlet/2]": 1, "[hidden]": 1, "a[hidden][href^=/outlet]": 1, "ol a": 0, ".z": 0,
	} {
		if got := len(p.All(selector)); got != want {
			t.Errorf("%s matches %d, want %d", selector, got, want)
		}
	}
	if got := Text(p.One("li.y")); got != "two words" {
		t.Errorf("Text = %q", got)
	}
}
