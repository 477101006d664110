package extract

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNotices(t *testing.T) {
	t.Parallel()
	const more = "The council met in the hall at Greyford on Monday.\n\nIt will meet again in May, the mayor said."
	for _, c := range []struct{ body, want string }{
		{more + "\n\nThis article is republished from The Slow Review under a Creative Commons license. Read the original article.", "republished|The Slow Review|"},
		{more + "\n\nThis story was originally published by Northlight on 3 May 2026.", "republished|Northlight|"},
		{more + "\n\nA version of this essay first appeared in the Greyford Quarterly, vol. 3.", "republished|the Greyford Quarterly|"},
		{"Originally published on tarn-notes.example.\n\n" + more, "republished|tarn-notes.example|"},
		{more + "\n\nDieser Beitrag erschien zuerst bei Nordlicht.", "republished|Nordlicht|"},
		{more + "\n\nEste artículo fue publicado originalmente en La Vega.", "republished|La Vega|"},
		{more + "\n\nHer first novel was first published by Harbour House in 1999.", ""},
		{more + "\n\nThe figures were originally published in March.", ""},
		{"LUSAVA, Oct 3 (Reuters) - The council met on Monday.\n\n" + more, "credit|Reuters|"},
		{"Lusava (dpa) - Der Rat tagte am Montag.\n\n" + more, "credit|dpa|"},
		{"LUSAVA (Tarn News) — The council met on Monday.\n\n" + more, "credit|Tarn News|"},
		{"MOSCOW, October 3. /TASS/. The council met on Monday.\n\n" + more, "credit|TASS|"},
		{"The council (which has nine members) - met on Monday.\n\n" + more, ""},
		{more + " (AFP)", "credit|AFP|"},
		{more + "\n\n— Northlight News Agency", "credit|Northlight News Agency|"},
		{more + "\n\nThe Associated Press contributed to this report.", "credit|Associated Press|"},
		{more + "\n\nNadia Orun contributed to this report.", ""},
		{more + "\n\n(With inputs from PTI)", "credit|PTI|"},
		{more + "\n\nSource: Tarn Courier", "credit|Tarn Courier|"},
		{more + "\n\nمنبع: رود نیوز", "credit|رود نیوز|"},
		{more + "\n\nhttps://tarncourier.example/2026/03/mill", "cites||https://tarncourier.example/2026/03/mill"},
		{more + "\n\nRead it all: https://tarncourier.example/mill?id=3.", "cites||https://tarncourier.example/mill?id=3"},
		{"https://tarncourier.example/mill", ""},
		{more, ""},
		{"", ""},
	} {
		got := ""
		for i, n := range notices(c.body, "en") {
			if i > 0 {
				got += "; "
			}
			got += fmt.Sprintf("%s|%s|%s", n.Kind, n.Name, n.URL)
			if !n.Span.In(c.body) || n.Span.Len() == 0 {
				t.Errorf("notices(%q): span %v", c.body, n.Span)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("notices(…%q) (-want +got):\n%s", c.body[max(0, len(c.body)-80):], diff)
		}
	}
}

func TestDateline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"LUSAVA, Tarn (Reuters) – The council met.", "LUSAVA"},
		{"Lusava, 3 October (TNA) - The council met.", "Lusava"},
		{"NEW GREYFORD — The council met.", "NEW GREYFORD"},
		{"Greyford - a town of nine thousand - has a mill.", ""},
		{"The mill – built in 1811 – burns.", ""},
		{"On 3 March - a Sunday - the mill burnt.", ""},
		{"", ""},
	} {
		if got := datelineOf(c.in); got != c.want {
			t.Errorf("datelineOf(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNamesOfBylines(t *testing.T) {
	t.Parallel()
	p := &pageReader{h: &head{}, o: &outline{}}
	p.d = Page(Input{})
	p.d.Site, p.d.Outlet = "Tarn Courier", "Tarn Courier"
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"By Nadia Orun and Tam Weller, Staff Writers", []string{"Nadia Orun", "Tam Weller"}},
		{"Nadia Orun | Tarn Courier", []string{"Nadia Orun"}},
		{"ByNadia Orun", []string{"Nadia Orun"}},
		{"Von Jorun Halle", []string{"Jorun Halle"}},
		{"Dr. Leila Sorani, PhD", []string{"Leila Sorani"}},
		{"Nadia Orun March 3", []string{"Nadia Orun"}},
		{"Laura May Randall", []string{"Laura May Randall"}},
		{"Staff Writer", nil},
		{"Tarn Courier", nil},
		{"https://tarn.example/author/3", nil},
		{"admin", nil},
		{"مهتاب رستگار", []string{"مهتاب رستگار"}},
	} {
		if diff := cmp.Diff(c.want, p.names([]string{c.in}, 1)); diff != "" {
			t.Errorf("names(%q) (-want +got):\n%s", c.in, diff)
		}
	}
}
