package fetch

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// authority signs certificates of a test.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{key: newKey(t)}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test Authority"}, NotBefore: time.Now().AddDate(-3, 0, 0), NotAfter: time.Now().AddDate(3, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a.cert = signed(t, c, c, a.key, a.key)
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func signed(t *testing.T, c, by *x509.Certificate, key, byKey *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, byKey)
	if err != nil {
		t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// leaf makes a certificate for the loopback address; change makes it wrong.
func (a *authority) leaf(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "a.example"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if change != nil {
		change(c)
	}
	key := newKey(t)
	return tls.Certificate{Certificate: [][]byte{signed(t, c, a.cert, key, a.key).Raw}, PrivateKey: key}
}

func (a *authority) client(t *testing.T) *Client {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return bounded(t, func(o *Options) {
		impatient(o)
		o.tune = func(tr *http.Transport) { tr.TLSClientConfig = &tls.Config{RootCAs: pool} }
	})
}

func tlsServer(t *testing.T, conf *tls.Config) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, r.Proto)
	}))
	s.TLS = conf
	s.EnableHTTP2 = true
	s.Config.ErrorLog = quiet
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func TestCertificatesInPlainWords(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t), newAuthority(t)
	self := &authority{key: newKey(t)}
	self.cert = &x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "self.example"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	selfSigned := tls.Certificate{Certificate: [][]byte{signed(t, self.cert, self.cert, self.key, self.key).Raw}, PrivateKey: self.key}
	for _, c := range []struct {
		name, words string
		cert        tls.Certificate
		want        Reason
	}{
		{"ended", "certificate ended on 2024-05-06", a.leaf(t, func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC)
		}), CertExpired},
		{"not yet", "not valid before", a.leaf(t, func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(48*time.Hour), time.Now().Add(96*time.Hour)
		}), CertExpired},
		{"of another host", "made out to another name than 127.0.0.1", a.leaf(t, func(c *x509.Certificate) {
			c.IPAddresses, c.DNSNames = nil, []string{"other.example"}
		}), CertHost},
		{"of nobody known", "no authority that is known here", other.leaf(t, nil), CertUnknown},
		{"signed by itself", "vouches for its certificate itself", selfSigned, CertUnknown},
		{"for another purpose", "cannot be used", a.leaf(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection} }), CertUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{c.cert}})
			fails(t, a.client(t), u+"/", c.want, fault.Busy, c.words)
			if _, err := a.client(t).HTTP().Get(u); ReasonOf(err) != c.want {
				t.Errorf("HTTP().Get = %v, reason %q, want %q", err, ReasonOf(err), c.want)
			}
		})
	}
}

func TestNoSecureConnection(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	plain := server(t, func(w http.ResponseWriter, r *http.Request) {})
	fails(t, a.client(t), "https"+strings.TrimPrefix(plain, "http")+"/", TLSFailed, fault.Busy, "does not speak TLS")
	old := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{a.leaf(t, nil)}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	fails(t, a.client(t), old+"/", TLSFailed, fault.Busy, "no secure connection")
	silent := listening(t, func(c net.Conn) { io.Copy(io.Discard, c) })
	fails(t, a.client(t), "https"+strings.TrimPrefix(silent, "http")+"/", TimedOut, fault.Busy, "no answer in time")
	drip := listening(t, func(c net.Conn) {
		io.WriteString(c, "\x16\x03\x03\x40\x00")
		for range 500 {
			if _, err := c.Write([]byte{2}); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
	fails(t, a.client(t), "https"+strings.TrimPrefix(drip, "http")+"/", TimedOut, fault.Busy, "no answer in time")
}

func TestHTTP2IsSpoken(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	u := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{a.leaf(t, nil)}})
	got, err := a.client(t).Get(context.Background(), u+"/", Conditions{})
	if err != nil || string(got.Capture.Body) != "HTTP/2.0" {
		t.Errorf("Get = %+v, %v; want HTTP/2.0", got.Capture, err)
	}
}

// TestHostileHTTP2 holds the bounds where streams and frames replace lines.
func TestHostileHTTP2(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/endless":
			for {
				if _, err := w.Write(make([]byte, 16<<10)); err != nil {
					return
				}
			}
		case "/head":
			for i := range 2000 {
				w.Header().Set(fmt.Sprintf("X-More-%d", i), strings.Repeat("x", 100))
			}
		case "/drip":
			for range 500 {
				if _, err := w.Write([]byte{'x'}); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		case "/silent":
			<-r.Context().Done()
		case "/broken":
			w.Header().Set("Content-Length", "500")
			w.Write([]byte("hello"))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
	}))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{a.leaf(t, nil)}}
	s.EnableHTTP2 = true
	s.Config.ErrorLog = quiet
	s.StartTLS()
	t.Cleanup(s.Close)
	fails(t, a.client(t), s.URL+"/endless", TooLarge, fault.TooLarge, "larger than 1 MB")
	fails(t, a.client(t), s.URL+"/head", BrokenOff, fault.Busy, "proper HTTP") // the library ends the connection and does not say why
	fails(t, a.client(t), s.URL+"/drip", TooSlow, fault.Busy, "too slowly")
	fails(t, a.client(t), s.URL+"/silent", TimedOut, fault.Busy, "no answer in time")
	fails(t, a.client(t), s.URL+"/broken", BrokenOff, fault.Busy, "broke off")
}
