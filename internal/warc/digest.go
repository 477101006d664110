package warc

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Digest is the SHA-1 of bytes as archives write it.
func Digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// HasDigest reports whether bytes have a digest as an archive states it: sha1, sha256 or md5, in base 32, 16 or 64.
// known is false for one that cannot be checked.
func HasDigest(b []byte, digest string) (same, known bool) {
	algorithm, value, ok := strings.Cut(digest, ":")
	if !ok {
		return false, false
	}
	var sum []byte
	switch strings.ToLower(strings.ReplaceAll(algorithm, "-", "")) {
	case "sha1":
		s := sha1.Sum(b)
		sum = s[:]
	case "sha256":
		s := sha256.Sum256(b)
		sum = s[:]
	case "md5":
		s := md5.Sum(b)
		sum = s[:]
	default:
		return false, false
	}
	value = strings.TrimSpace(value)
	return strings.EqualFold(value, base32.StdEncoding.EncodeToString(sum)) ||
		strings.EqualFold(value, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum)) ||
		strings.EqualFold(value, hex.EncodeToString(sum)) || value == base64.StdEncoding.EncodeToString(sum), true
}

// Check reports a digest of a record that does not fit its bytes, or "". Digests of the payload are taken over the bytes as
// stored or, by some writers, without transfer encoding, or with all encodings undone: any will do.
func (r *Record) Check() string {
	if d := r.Header.Get("WARC-Block-Digest"); d != "" {
		if same, known := HasDigest(r.Block, d); known && !same {
			return "its block does not fit its digest"
		}
	}
	d := r.Header.Get("WARC-Payload-Digest")
	if d == "" || r.Type == Revisit {
		return ""
	}
	payloads := [][]byte{r.Block}
	if r.Type == Response {
		m, _ := ParseHTTP(r.Block)
		payloads = [][]byte{m.Raw, m.Body}
		if b, ok := unchunk(m.Raw); ok {
			payloads = append(payloads, b)
		}
	}
	for _, p := range payloads {
		if same, known := HasDigest(p, d); same || !known {
			return ""
		}
	}
	return "its payload does not fit its digest"
}
