package source

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"maps"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
)

// Texts are what the documents of a project became in another run of this program. As
// in a Memo, an entry follows from the path and the bytes of one file.
//
// They are written down for nobody but who has the project: documents that a portal
// hides are among them, and they may lie beside it. What a file became is enciphered
// with the hash of the file as its key (convergent encryption: Douceur and others,
// 2002), and known by the hash of that. The nonce is another one each time.
type Texts struct {
	nonce []byte
	files map[string]*text
}

// text is a document of another run.
type text struct {
	known [sha256.Size]byte // knownBy the hash of its file
	body  []byte            // its Body, stored and enciphered; empty where there was something to say of it, and once it was read
}

// knownBy is what a file is known by that has a hash.
func knownBy(sum [sha256.Size]byte) [sha256.Size]byte { return sha256.Sum256(sum[:]) }

// encipher enciphers what a file became that has a hash, or deciphers it, in place.
func encipher(body []byte, sum [sha256.Size]byte, nonce []byte) {
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // a hash has the length of a key
	}
	cipher.NewCTR(block, nonce).XORKeyStream(body, body)
}

// WriteTexts writes what the documents became that the last Load read, for ParseTexts.
func (m *Memo) WriteTexts(w io.Writer) error {
	nonce := make([]byte, aes.BlockSize)
	rand.Read(nonce) // never fails
	b := bufio.NewWriterSize(w, 1<<20)
	b.Write(nonce)
	var entry, body []byte
	for _, path := range slices.Sorted(maps.Keys(m.files)) {
		f := m.files[path]
		if f.result.document == nil {
			continue
		}
		body = body[:0]
		if len(f.result.list) == 0 {
			body = f.result.document.Body.AppendStored(body)
		}
		encipher(body, f.sum, nonce)
		known := knownBy(f.sum)
		entry = binary.AppendUvarint(entry[:0], uint64(len(path)))
		entry = append(append(entry, path...), known[:]...)
		entry = binary.AppendUvarint(entry, uint64(len(body)))
		b.Write(entry)
		b.Write(body)
	}
	return b.Flush()
}

// ParseTexts reads what WriteTexts wrote, or returns nil where data is something else.
// It takes data over.
func ParseTexts(data []byte) *Texts {
	if len(data) < aes.BlockSize {
		return nil
	}
	t := &Texts{nonce: data[:aes.BlockSize], files: map[string]*text{}}
	r := cutter{data[aes.BlockSize:], true}
	for len(r.rest) > 0 {
		path := string(r.sized())
		known := r.take(sha256.Size)
		body := r.sized()
		if !r.ok {
			return nil
		}
		t.files[path] = &text{[sha256.Size]byte(known), body}
	}
	return t
}

// cutter cuts data into pieces. It cuts none any more once there is too little.
type cutter struct {
	rest []byte
	ok   bool
}

func (c *cutter) take(n uint64) []byte {
	if n > uint64(len(c.rest)) {
		c.rest, c.ok = nil, false
		return nil
	}
	out := c.rest[:n:n]
	c.rest = c.rest[n:]
	return out
}

// sized takes a piece that its length comes before.
func (c *cutter) sized() []byte {
	n, size := binary.Uvarint(c.rest)
	c.take(uint64(max(size, 0)))
	if size <= 0 {
		c.rest, c.ok = nil, false
	}
	return c.take(n)
}

// body returns what the text of a file became, or nil where that is not known. It is
// told once.
func (t *Texts) body(file *diag.File, sum [sha256.Size]byte) *markdown.Document {
	if t == nil {
		return nil
	}
	before := t.files[file.Path]
	if before == nil || len(before.body) == 0 || before.known != knownBy(sum) {
		return nil
	}
	body := before.body
	before.body = nil
	encipher(body, sum, t.nonce)
	return markdown.Restore(file, body)
}

// AsInTexts reports whether the file of a document that the last Load read has the
// bytes that it had when m.Texts were written.
func (m *Memo) AsInTexts(path string) bool {
	now := m.files[path]
	if m.Texts == nil || now == nil {
		return false
	}
	before := m.Texts.files[path]
	return before != nil && before.known == knownBy(now.sum)
}
