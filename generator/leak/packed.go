package leak

import (
	"bytes"
	"encoding/base64"
	"github.com/klauspost/compress/flate"
	"io"
)

// unpacker is the scratch space for packed strings.
type unpacker struct {
	inflate io.ReadCloser
	text    bytes.Buffer
	word    []byte // the last one of the words
	busy    bool
}

// Packed strings are no shorter, and unpack to no more than this: the search
// index cuts its files long before.
const (
	leastPacked  = 16
	mostUnpacked = 64 << 20
)

// packed scans what a string holds that is base64 of raw deflate data (RFC 4648,
// RFC 1951), as the files of the search index are, and reports whether it is
// such a string.
//
// It holds lines up to the first NUL, each a text of its own; then words up to the
// next NUL, then numbers. A word may come from the middle of a sentence, so that
// it is never the whole of an exact secret. A line of words begins with a character
// that says how much of the line before it is shared: '!' stands for nothing.
func (p *pass) packed(text []byte) bool {
	if len(text) < leastPacked || len(text)%4 != 0 || p.unpack.busy {
		return false
	}
	mark := len(p.decoded)
	defer func() { p.decoded = p.decoded[:mark] }()
	var err error
	if p.decoded, err = base64.StdEncoding.AppendDecode(p.decoded, text); err != nil {
		return false
	}
	if !p.unpack.run(p.decoded[mark:]) {
		return false
	}
	p.unpack.busy = true
	lines, rest, _ := bytes.Cut(p.unpack.text.Bytes(), []byte{0})
	for line := range bytes.Lines(lines) {
		p.alone(line)
	}
	words, _, _ := bytes.Cut(rest, []byte{0})
	p.unpack.word = p.unpack.word[:0]
	for line := range bytes.Lines(words) {
		p.code(p.unpack.next(line))
	}
	p.unpack.busy = false
	return true
}

// next returns the word of a line. A line that is not written like those of the
// search index is one itself.
func (u *unpacker) next(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte("\n"))
	if len(line) == 0 || line[0] < '!' || int(line[0]-'!') > len(u.word) {
		return line
	}
	u.word = append(u.word[:line[0]-'!'], line[1:]...)
	return u.word
}

// run inflates data into u.text and reports whether that is all that data holds.
func (u *unpacker) run(data []byte) bool {
	in := bytes.NewReader(data)
	if u.inflate == nil {
		u.inflate = flate.NewReader(in)
	} else {
		u.inflate.(flate.Resetter).Reset(in, nil) // flate's own readers never fail here
	}
	u.text.Reset()
	n, err := io.Copy(&u.text, io.LimitReader(u.inflate, mostUnpacked))
	return err == nil && n < mostUnpacked && in.Len() == 0
}
