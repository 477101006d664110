package feed

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
)

func TestLinkHeaders(t *testing.T) {
	t.Parallel()
	hubs, self := LinkHeaders([]string{`<https://hub.example/?a=1,2>; rel="hub", </feed>; title="a, b"; rel="self"`, `<https://hub2.example/>; rel=hub; x=y`, `<https://hub3.example/>; rel=hub`, `<javascript:1>; rel=hub`, `broken; rel=hub`}, "https://a.example/x")
	if d := cmp.Diff([]string{"https://hub.example/?a=1,2", "https://hub2.example/"}, hubs); d != "" || self != "https://a.example/feed" {
		t.Errorf("self %q, hubs %s", self, d)
	}
}

func TestParseIntent(t *testing.T) {
	t.Parallel()
	q := func(s string) url.Values {
		v, err := url.ParseQuery(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	in, err := ParseIntent(q("hub.mode=subscribe&hub.topic=https://a.example/f&hub.challenge=xyz&hub.lease_seconds=864000"))
	if err != nil || in.Lease != 240*time.Hour || in.Challenge != "xyz" || in.Topic != "https://a.example/f" {
		t.Errorf("subscribe: %+v, %v", in, err)
	}
	if in, err := ParseIntent(q("hub.mode=subscribe&hub.topic=t&hub.challenge=c&hub.lease_seconds=99999999999")); err != nil || in.Lease > maxLease {
		t.Errorf("endless lease: %+v, %v", in, err)
	}
	if in, err := ParseIntent(q("hub.mode=denied&hub.reason=no")); err != nil || in.Reason != "no" {
		t.Errorf("denied: %+v, %v", in, err)
	}
	for _, s := range []string{"", "hub.mode=x", "hub.mode=subscribe&hub.topic=t", "hub.mode=subscribe&hub.topic=t&hub.challenge=c", "hub.mode=subscribe&hub.topic=t&hub.challenge=c&hub.lease_seconds=-1",
		"hub.mode=unsubscribe&hub.challenge=c", "hub.mode=unsubscribe&hub.topic=t&hub.challenge=" + strings.Repeat("c", maxChallenge+1)} {
		if _, err := ParseIntent(q(s)); !errors.Is(err, fault.Invalid) {
			t.Errorf("ParseIntent(%.60q) = %v, want Invalid", s, err)
		}
	}
}

func TestSigned(t *testing.T) {
	t.Parallel()
	body := []byte("<rss/>")
	for name, h := range map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New} {
		m := hmac.New(h, []byte("secret"))
		m.Write(body)
		sum := hex.EncodeToString(m.Sum(nil))
		if !Signed(name+"="+sum, "secret", body) || !Signed(strings.ToUpper(name+"="+sum), "secret", body) {
			t.Errorf("%s: a good signature was refused", name)
		}
		for _, bad := range []string{"", sum, name + "=", name + "=zz", name + "=" + sum[:len(sum)-2], "md5=" + sum, name + "=" + strings.Repeat("0", len(sum))} {
			if Signed(bad, "secret", body) {
				t.Errorf("%s: %q was taken for a signature", name, bad)
			}
		}
		if Signed(name+"="+sum, "other", body) || Signed(name+"="+sum, "", body) || Signed(name+"="+sum, "secret", body[1:]) {
			t.Errorf("%s: a signature of something else was taken", name)
		}
	}
}
