package urlkey

import (
	"errors"
	"slices"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"HTTPS://News.Example.COM:443/a/./b/../c?utm_source=x&id=7&fbclid=9#top", "https://news.example.com/a/c?id=7"},
		{"http://example.com", "http://example.com/"},
		{"http://user:pw@example.com:8080/x/", "http://example.com:8080/x/"},
		{"http://bücher.example/ä%c3%a4?q=%7e", "http://xn--bcher-kva.example/%C3%A4%C3%A4?q=~"},
		{"https://example.com/a%2fb", "https://example.com/a%2Fb"},
		{"https://example.com/p;jsessionid=AB12?x=1&x=0", "https://example.com/p?x=1&x=0"},
		{" https://example.com/index.html ", "https://example.com/index.html"},
		{"http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"},
		{"https://example.com/100%", ""},
		{"ftp://example.com/", ""}, {"mailto:a@example.com", ""}, {"/relative", ""}, {"", ""}, {"http:///x", ""}, {"http://exa mple.com/", ""},
	} {
		got, err := Canonical(c.in)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("Canonical(%q) = %q, %v, want %q", c.in, got, err, c.want)
		}
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("Canonical(%q) fails with %v, want an invalid fault", c.in, err)
		}
	}
}

func TestKeyJoinsVariants(t *testing.T) {
	t.Parallel()
	want := "example.com/a?b=1&c=2"
	for _, in := range []string{"http://www.example.com/a/?c=2&b=1", "https://m.example.com/a?b=1&c=2&utm_medium=rss", "https://example.com/a?b=1&c=2#x"} {
		if got := Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
	if got := Key("https://example.com/a/index.html"); got != "example.com/a" {
		t.Errorf("Key of an index file = %q", got)
	}
	if got := Key("no address"); got != "" {
		t.Errorf("Key(no address) = %q", got)
	}
}

func TestSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"https://www.dw.com/en/x", "dw.com"}, {"https://news.bbc.co.uk/1", "bbc.co.uk"}, {"amp.example.org", "example.org"},
		{"https://www.روزنامه.ir/", "xn--mgbtd1fdic.ir"}, {"http://127.0.0.1:8080/", "127.0.0.1"}, {"http://localhost/", "localhost"}, {"", ""}, {"http://", ""},
		{"https://paper.github.io/x", "paper.github.io"}, {"//cdn.example.com/y", "example.com"},
	} {
		if got := Site(c.in); got != c.want {
			t.Errorf("Site(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTrackingPrefixesAreSorted(t *testing.T) {
	t.Parallel()
	if !slices.IsSorted(trackingPrefixes) {
		t.Error("trackingPrefixes must be sorted")
	}
	for _, n := range []string{"utm_campaign", "at_medium", "mc_eid", "xtor", "pk_kwd"} {
		if !tracks(n) {
			t.Errorf("%s is not taken for tracking", n)
		}
	}
	for _, n := range []string{"id", "page", "p", "story", "v", "at", "story_fbid"} {
		if tracks(n) {
			t.Errorf("%s is taken for tracking", n)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"http://a.example/%zz?%", "https://[::1%25eth0]/", "http://a..b/../../x?&&=", "HTTP://Ä/?utm_x", "http://a/;JSESSIONID=/.."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Canonical(s)
		Key(s)
		Site(s)
		if err != nil {
			return
		}
		again, err := Canonical(got)
		if err != nil || again != got {
			t.Fatalf("Canonical(%q) = %q, again %q, %v", s, got, again, err)
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Canonical("https://www.example.com/world/2025/10/19/a-long-headline-of-an-article?utm_source=feed&id=12#comments")
	}
}
