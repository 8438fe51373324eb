package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"

	"mentorbook/generator/search/format"
)

// payload is the content of a file of the index.
type payload struct {
	texts, words, numbers []byte
	line, last            []byte // of the words
}

func (p *payload) reset() {
	p.texts, p.words, p.numbers, p.last = p.texts[:0], p.words[:0], p.numbers[:0], p.last[:0]
}

// text appends a line of text that is made of parts, which must not hold line ends or
// NULs: control characters become spaces.
func (p *payload) text(parts ...string) {
	from := len(p.texts)
	for _, part := range parts {
		p.texts = append(roomFor(p.texts, len(part)+1), part...)
	}
	for i, c := range p.texts[from:] {
		if c < ' ' {
			p.texts[from+i] = ' '
		}
	}
	p.texts = append(p.texts, '\n')
}

// word appends a line of words: how many letters it shares with the line before,
// and the others. Lines are often sorted, and more than half of a word is shared.
func (p *payload) word(parts ...string) {
	line := p.line[:0]
	for i, part := range parts {
		if i > 0 {
			line = append(line, ' ')
		}
		line = append(line, part...)
	}
	shared := 0
	for shared < min(len(line), len(p.last), mostShared) && line[shared] == p.last[shared] && line[shared] < utf8.RuneSelf {
		shared++
	}
	p.words = append(p.words, byte(format.NoneShared+shared))
	p.words = append(p.words, line[shared:]...)
	p.words = append(p.words, '\n')
	p.line, p.last = p.last, line
}

func (p *payload) number(n int) { p.numbers = binary.AppendUvarint(p.numbers, uint64(n)) }

func (p *payload) hash(h hash) { p.numbers = append(p.numbers, h[:]...) }

// postings appends places, with their number.
func (p *payload) postings(list []posting) {
	p.number(len(list))
	last := uint32(0)
	for _, entry := range list {
		p.number(int((entry.section()-last)<<format.ImpactBits | entry.impact()))
		last = entry.section()
	}
}

// tail appends places. The best keep their impacts: those of the others
// would be most of the file, and hardly decide what is found first.
func (p *payload) tail(list []posting) {
	var counts [format.TopImpact + 1]int
	for _, entry := range list {
		counts[entry.impact()]++
	}
	low, room := format.TopImpact, max(tailExact, len(list)/tailShare)
	for low > 0 && counts[low] <= room {
		room -= counts[low]
		low--
	}
	sum, count, most := 0, 0, low
	for impact, n := range counts {
		switch {
		case n == 0:
		case impact <= low:
			sum, count = sum+n*impact, count+n
		default:
			most = impact
		}
	}
	width := bits.Len(uint(most - low))
	p.number(low)
	if low > 0 {
		p.number((sum + count/2) / count)
	}
	p.number(width)
	p.number(len(list))
	last := uint32(0)
	for _, entry := range list {
		p.number(int(entry.section()-last)<<width | max(0, int(entry.impact())-low))
		last = entry.section()
	}
}

// hash is what the name of a file says about its content.
type hash [3]byte

// shard is a file whose name says what it contains.
type shard struct {
	name string // "t17"
	data []byte // nil where its whole block is as it was

	block  hash // is known where there is no data
	remake func() []byte
}

func (s *shard) file(h hash) File {
	return File{Folder + "/" + s.name + "." + hex.EncodeToString(h[:]) + ".js", s.data, s.remake}
}

// hashes returns the hash of every block of shards. The names of all shards are
// in the manifest: a hash for each would be most of it.
func hashes(shards []shard) (out []hash) {
	for block := range slices.Chunk(shards, format.BlockFiles) {
		if block[0].data == nil {
			out = append(out, block[0].block)
			continue
		}
		sum := sha256.New()
		for _, s := range block {
			sum.Write(s.data)
		}
		out = append(out, hash(sum.Sum(nil)[:len(hash{})]))
	}
	return out
}

// encoder makes files of payloads. It is not safe for concurrent use. Its writers
// are large, so they are made when they are needed.
type encoder struct {
	payload
	deflate *flate.Writer
	huffman *flate.Writer // for numbers alone, which hardly repeat: as small, and much quicker
	places  []posting     // of one list
	plain   []byte
	packed  bytes.Buffer
}

// quickLevel is where deflate still is quick: the next ones take twice as long, or
// six times where words resemble each other, and save 2%.
const quickLevel = 5

func deflater(level int) *flate.Writer {
	w, err := flate.NewWriter(nil, level)
	if err != nil {
		panic(err) // compress/flate refuses one of its own levels
	}
	return w
}

// encode returns the file of the payload and clears that.
func (e *encoder) encode(name string) shard {
	w, level := &e.deflate, quickLevel
	if len(e.texts)+len(e.words) == 0 {
		w, level = &e.huffman, flate.HuffmanOnly
	}
	if *w == nil {
		*w = deflater(level)
	}
	e.plain = append(append(e.plain[:0], e.texts...), 0)
	e.plain = append(append(e.plain, e.words...), 0)
	e.plain = append(e.plain, e.numbers...)
	e.reset()
	e.packed.Reset()
	(*w).Reset(&e.packed)
	(*w).Write(e.plain) // writing to memory does not fail
	(*w).Close()

	head, tail := `Q("`+name+`","`, "\");\n"
	data := make([]byte, 0, len(head)+base64.StdEncoding.EncodedLen(e.packed.Len())+len(tail))
	data = append(data, head...)
	data = base64.StdEncoding.AppendEncode(data, e.packed.Bytes())
	data = append(data, tail...)
	return shard{name: name, data: data}
}

// shards makes n files on all cores.
func (ix *index) shards(n int, make1 func(e *encoder, i int) shard) []shard {
	out := make([]shard, n)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			e := ix.encoders.Get().(*encoder)
			defer ix.encoders.Put(e)
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ix.ctx.Err() != nil {
					return
				}
				out[i] = make1(e, i)
			}
		})
	}
	group.Wait()
	return out
}
