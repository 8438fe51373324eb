package source

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io"
	"iter"
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
	files map[name]*text
	size  int // of what they were read from, in bytes
}

// name is what a file is found by.
type name [sha256.Size]byte

func nameOf(path string, sum [sha256.Size]byte) name {
	return sha256.Sum256(append(sum[:], path...))
}

// text is what a file became.
type text struct {
	size   int    // of its entry, in bytes
	check  uint32 // of what follows
	sealed []byte // stored and sealed; none where there was something to say of it, and once it was read
}

const checkBytes = 4

// What the length of an entry means that has no text.
const (
	outdated = iota // no file has become it any more
	withheld        // there was something to say of the file
	bare            // and more: the length of a text
)

// KeepsTexts reports whether most of m.Texts is of files that are as they were, so
// that it is less to write what is new behind it than all.
func (m *Memo) KeepsTexts() bool {
	if m.Texts == nil {
		return false
	}
	kept := 0
	for name := range m.names() {
		if of := m.Texts.files[name]; of != nil {
			kept += of.size
		}
	}
	return kept > m.Texts.size/2
}

// names yields the documents that the last Load read, by their names and in order.
func (m *Memo) names() iter.Seq2[name, *loaded] {
	return func(yield func(name, *loaded) bool) {
		for _, path := range slices.Sorted(maps.Keys(m.files)) {
			if f := m.files[path]; f.result.document != nil && !yield(nameOf(path, f.sum), f) {
				return
			}
		}
	}
}

// WriteTexts writes what the documents became that the last Load read, for ParseTexts:
// all of it, or only what has to come behind what m.Texts were read from. An entry is a
// name, a number as unsigned LEB128, and, where that is a length, a check and so many
// bytes.
func (m *Memo) WriteTexts(w io.Writer, onlyNew bool) error {
	b := bufio.NewWriterSize(w, 1<<20)
	var body, sealed []byte
	current := map[name]bool{}
	for name, f := range m.names() {
		if current[name] = true; onlyNew && m.Texts.files[name] != nil {
			continue
		}
		if len(f.result.list) > 0 {
			b.Write(binary.AppendUvarint(name[:], withheld))
			continue
		}
		body = f.result.document.Body.AppendStored(body[:0])
		sealed = seal.Seal(sealed[:0], body, f.sum)
		b.Write(binary.AppendUvarint(name[:], bare+uint64(len(sealed))))
		b.Write(binary.LittleEndian.AppendUint32(nil, checkOf(sealed)))
		b.Write(sealed)
	}
	if onlyNew {
		for name := range m.Texts.files {
			if !current[name] {
				b.Write(binary.AppendUvarint(name[:], outdated))
			}
		}
	}
	return b.Flush()
}

// checkOf tells what was damaged from what was not (CRC-32C: RFC 9260, appendix A).
func checkOf(sealed []byte) uint32 {
	return crc32.Checksum(sealed, crc32.MakeTable(crc32.Castagnoli)) // which is made once
}

// ParseTexts reads what WriteTexts wrote, of several runs one behind the other, or
// returns nil where data is something else. It takes data over. What is damaged is not
// known.
func ParseTexts(data []byte) *Texts {
	t := &Texts{files: map[name]*text{}, size: len(data)}
	r := cutter{data, true}
	for len(r.rest) > 0 {
		before := len(r.rest)
		of := r.take(sha256.Size)
		var entry text
		n := r.number()
		if n >= bare {
			check := r.take(checkBytes)
			if entry.sealed = r.take(n - bare); r.ok {
				entry.check = binary.LittleEndian.Uint32(check)
			}
		}
		if !r.ok {
			return nil
		}
		if entry.size = before - len(r.rest); n == outdated {
			delete(t.files, name(of))
		} else {
			t.files[name(of)] = &entry
		}
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

func (c *cutter) number() uint64 {
	n, size := binary.Uvarint(c.rest)
	c.take(uint64(max(size, 0)))
	if size <= 0 {
		c.rest, c.ok = nil, false
	}
	return n
}

// body returns what the text of a file became, or nil where that is not known. It
// hands each out once, and may be called for several files at a time.
func (t *Texts) body(file *diag.File, sum [sha256.Size]byte) *markdown.Document {
	if t == nil {
		return nil
	}
	of := t.files[nameOf(file.Path, sum)]
	if of == nil || of.sealed == nil || checkOf(of.sealed) != of.check {
		return nil
	}
	body := seal.Open(of.sealed, sum)
	of.sealed = nil
	return markdown.Restore(file, body)
}

// AsInTexts reports whether the file of a document that the last Load read has the
// bytes that it had when m.Texts were written.
func (m *Memo) AsInTexts(path string) bool {
	now := m.files[path]
	return m.Texts != nil && now != nil && m.Texts.files[nameOf(path, now.sum)] != nil
}
