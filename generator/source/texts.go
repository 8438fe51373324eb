package source

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"maps"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/seal"
)

// Texts are what the documents of a project became in another run of this program. As
// in a Memo, an entry follows from the path and the bytes of one file.
//
// They may lie beside a portal that hides documents. What a file became is sealed with
// the hash of the file (convergent encryption: Douceur and others, 2002), and found by
// a hash of path and file: they tell nothing to who has not the files. Who guesses a
// whole file can see that it was there.
type Texts struct {
	files map[name]*[]byte // what each became, stored and sealed; empty where there was something to say of it, and once it was read
}

// name is what a file is found by.
type name [sha256.Size]byte

func nameOf(path string, sum [sha256.Size]byte) name {
	return sha256.Sum256(append(sum[:], path...))
}

// WriteTexts writes what the documents became that the last Load read, for ParseTexts:
// for each its name, and what it became behind its length, an unsigned LEB128.
func (m *Memo) WriteTexts(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<20)
	var body, sealed []byte
	for _, path := range slices.Sorted(maps.Keys(m.files)) {
		f := m.files[path]
		if f.result.document == nil {
			continue
		}
		sealed = sealed[:0]
		if len(f.result.list) == 0 {
			body = f.result.document.Body.AppendStored(body[:0])
			sealed = seal.Seal(sealed, body, f.sum)
		}
		name := nameOf(path, f.sum)
		b.Write(binary.AppendUvarint(name[:], uint64(len(sealed))))
		b.Write(sealed)
	}
	return b.Flush()
}

// ParseTexts reads what WriteTexts wrote, or returns nil where data is something else.
// It takes data over.
func ParseTexts(data []byte) *Texts {
	t := &Texts{files: map[name]*[]byte{}}
	r := cutter{data, true}
	for len(r.rest) > 0 {
		of := r.take(sha256.Size)
		sealed := r.sized()
		if !r.ok {
			return nil
		}
		t.files[name(of)] = &sealed
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

// body returns what the text of a file became, or nil where that is not known. It
// hands each out once, and may be called for several files at a time.
func (t *Texts) body(file *diag.File, sum [sha256.Size]byte) *markdown.Document {
	if t == nil {
		return nil
	}
	sealed := t.files[nameOf(file.Path, sum)]
	if sealed == nil || len(*sealed) == 0 {
		return nil
	}
	body := seal.Open(*sealed, sum)
	*sealed = nil
	return markdown.Restore(file, body)
}

// AsInTexts reports whether the file of a document that the last Load read has the
// bytes that it had when m.Texts were written.
func (m *Memo) AsInTexts(path string) bool {
	now := m.files[path]
	return m.Texts != nil && now != nil && m.Texts.files[nameOf(path, now.sum)] != nil
}
