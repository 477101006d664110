package fetch

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// names is a name server of a test: for each name what it answers, lookup by lookup; the last answer stays.
// A lookup is a question for A and one for AAAA.
type names struct {
	mu      sync.Mutex
	answers map[string][][]string // addresses, or "=other.example" for another name
	asked   map[string]int        // by name and type
}

func newNames(t *testing.T) (*names, *net.Resolver) {
	t.Helper()
	n := &names{answers: map[string][][]string{}, asked: map[string]int{}}
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { conn.Close(); <-done })
	go func() {
		defer close(done)
		n.serve(conn)
	}()
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp4", conn.LocalAddr().String())
	}}
	return n, r
}

func (n *names) set(name string, lookups ...[]string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answers[name+"."] = lookups
}

func (n *names) serve(conn net.PacketConn) {
	buf := make([]byte, 4096)
	for {
		k, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var q dnsmessage.Message
		if q.Unpack(buf[:k]) != nil || len(q.Questions) != 1 {
			continue
		}
		if out, err := n.answer(q).Pack(); err == nil {
			conn.WriteTo(out, from)
		}
	}
}

func (n *names) answer(q dnsmessage.Message) *dnsmessage.Message {
	n.mu.Lock()
	defer n.mu.Unlock()
	question := q.Questions[0]
	m := &dnsmessage.Message{Header: dnsmessage.Header{ID: q.ID, Response: true, Authoritative: true, RecursionAvailable: true}, Questions: q.Questions}
	name := strings.ToLower(question.Name.String())
	for range 5 {
		lookups, ok := n.answers[name]
		if !ok {
			m.RCode = dnsmessage.RCodeNameError
			return m
		}
		key := name + question.Type.String()
		now := lookups[min(n.asked[key], len(lookups)-1)]
		n.asked[key]++
		alias := ""
		for _, a := range now {
			if rest, ok := strings.CutPrefix(a, "="); ok {
				alias = rest + "."
			}
			n.add(m, question, name, a)
		}
		if alias == "" {
			break
		}
		name = alias
	}
	return m
}

func (n *names) add(m *dnsmessage.Message, q dnsmessage.Question, name, a string) {
	h := dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET, TTL: 0}
	if rest, ok := strings.CutPrefix(a, "="); ok {
		h.Type = dnsmessage.TypeCNAME
		m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName(rest + ".")}})
		return
	}
	ip := netip.MustParseAddr(a)
	switch {
	case ip.Is4() && q.Type == dnsmessage.TypeA:
		h.Type = dnsmessage.TypeA
		m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: ip.As4()}})
	case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
		h.Type = dnsmessage.TypeAAAA
		m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
	}
}
