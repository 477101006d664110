package web

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
)

func logo(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestIdentity(t *testing.T) {
	hidden := append(logo(t, 20, 10), []byte("<script>hidden behind the picture</script>")...)
	s := newSite(t, Options{Identity: Identity{
		Tagline: "News from <b>every</b> side", Footer: "Kept by *the harbour club*. <script>x</script> [rules](/terms) [bad](javascript:alert(1))", Contact: "desk@news.example",
		Accounts: []string{"https://social.example/@parley"}, Logo: hidden,
		Pages: []StandingPage{
			{"terms", "", "# Terms of use\n\nBe **kind**.\n\n<img src=x onerror=alert(1)>\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
			{"terms", "fa", "# شرایط استفاده\n\nمهربان باشید."},
			{"imprint", "en", "# Imprint\n\nHarbour Street 1"},
		},
	}})
	p := s.page("/", http.StatusOK)
	p.Has(".tagline", "News from <b>every</b> side")
	p.Has("footer em", "the harbour club")
	p.Count("footer script", 0)
	p.Has("footer a[rel=me]", "social.example/@parley")
	p.Has("footer a[href=mailto:desk@news.example]", "desk@news.example")
	p.Has("footer a[href=/terms]", "Terms of use")
	p.Has("footer a[href=/page/imprint]", "Imprint")
	for _, href := range p.Attrs("footer a", "href") {
		if strings.HasPrefix(href, "javascript") {
			t.Errorf("the footer leads to %s", href)
		}
	}
	terms := s.page("/terms", http.StatusOK)
	terms.Has("h1", "Terms of use")
	terms.Has("strong", "kind")
	terms.Has("td", "2")
	terms.Count("article img", 0)
	fa := s.page("/terms?lang=fa", http.StatusOK)
	fa.Has("h1", "شرایط استفاده")
	fa.Count("article[dir=rtl][lang=fa]", 1)
	s.page("/page/imprint?lang=fa", http.StatusOK).Count("article[dir=ltr][lang=en]", 1) // there is no other
	s.page("/page/none", http.StatusNotFound)

	res := s.browser().get("/logo.png")
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/png" || bytes.Contains(body, []byte("hidden")) {
		t.Errorf("logo: %d %s, with what was behind it: %v", res.StatusCode, res.Header.Get("Content-Type"), bytes.Contains(body, []byte("hidden")))
	}
	if src := p.Attrs("header img", "src"); len(src) != 1 || !strings.HasPrefix(src[0], "/logo.png?v=") {
		t.Errorf("the masthead's logo is %v", src)
	}
	feed, err := io.ReadAll(s.browser().get("/feed.rss").Body)
	if err != nil || !bytes.Contains(feed, []byte("News from &lt;b&gt;every&lt;/b&gt; side")) {
		t.Errorf("the feed does not say what the site is: %.400s", feed)
	}
}

func TestIdentityThatCannotBe(t *testing.T) {
	t.Parallel()
	for what, x := range map[string]Identity{
		"no picture":      {Logo: []byte("<svg onload=alert(1)>")},
		"a large picture": {Logo: logo(t, maxLogoPixels+1, 1)},
		"a large file":    {Logo: make([]byte, maxLogoBytes+1)},
		"half a picture":  {Logo: logo(t, 20, 10)[:60]},
		"an account":      {Accounts: []string{"http://social.example/"}},
		"another account": {Accounts: []string{"javascript:alert(1)"}},
		"a page's name":   {Pages: []StandingPage{{"../x", "", "# X"}}},
		"no title":        {Pages: []StandingPage{{"x", "", "Text."}}},
		"a long page":     {Pages: []StandingPage{{"x", "", "# X\n" + strings.Repeat("x", maxMarkdown+1)}}},
	} {
		if _, err := newIdentity(x); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}
