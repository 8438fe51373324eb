package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strings"

	"mentorbook/generator/search/format"
)

// Found is what Build found in the texts of a site. Where a site differs from that in
// some texts only (Page.Same), the next Build need not look through the others.
type Found struct {
	around   [sha256.Size]byte // a hash of all of the site but the texts
	forms    []form
	postings []posting
	excerpts []uint32
	cuts     []uint32 // where row shards begin, and the number of pages
	rows     []hash   // of the blocks of row shards
}

// surroundings is a hash of all of a site but its texts.
func (ix *index) surroundings() [sha256.Size]byte {
	sum, b := sha256.New(), []byte(nil)
	texts := func(list ...string) {
		if len(b) > 8<<10 {
			sum.Write(b)
			b = b[:0]
		}
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	texts(ix.Languages...)
	texts(ix.Programs...)
	texts(ix.Topics...)
	texts(names(ix.Kinds)...)
	for _, k := range ix.Kinds {
		texts(k.Words...)
		b = append(b, boolByte(k.Light))
	}
	for _, s := range ix.Synonyms {
		texts(s.Names...)
		texts(s.Other...)
	}
	for i := range ix.Pages {
		p := &ix.Pages[i]
		texts(p.Lang, p.Kind, p.URL, p.Title)
		texts(p.Programs...)
		texts(p.Topics...)
		texts(p.Names...)
		texts(p.Tags...)
		b = binary.AppendUvarint(b, uint64(len(p.Sections)))
		for _, s := range p.Sections {
			texts(s.ID, s.Heading)
		}
	}
	sum.Write(b)
	return [sha256.Size]byte(sum.Sum(nil))
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// spare decides which pages are looked through, of all.
func (ix *index) spare() {
	ix.around = ix.surroundings()
	ix.excerpts = make([]uint32, len(ix.Pages))
	if ix.Before != nil && !ix.Before.isOf(ix) {
		ix.Before = nil
	}
	for i := range ix.Pages {
		if ix.isSpared(i) {
			ix.excerpts[i] = ix.Before.excerpts[i]
		} else {
			ix.todo = append(ix.todo, i)
		}
	}
}

// isOf reports whether it was found in the pages of an index, but for some texts.
func (w *Found) isOf(ix *index) bool {
	return w.around == ix.around && len(w.excerpts) == len(ix.Pages) &&
		!slices.ContainsFunc(w.postings, func(p posting) bool { return int(p.section()) >= ix.sections() })
}

// isSpared reports whether a page is not looked through: Before has its words.
func (ix *index) isSpared(page int) bool { return ix.Before != nil && ix.Pages[page].Same }

// join adds the words of the pages that were spared.
func (ix *index) join() {
	before := ix.Before
	if before == nil {
		return
	}
	looked := make([]bool, ix.sections())
	for _, p := range ix.todo {
		for s := ix.starts[p]; s < ix.starts[p+1]; s++ {
			looked[s] = true
		}
	}
	forms, now := make([]form, 0, len(before.forms)+len(ix.forms)/8), ix.forms
	postings := make([]posting, 0, len(before.postings)+len(ix.postings))
	for old := before.forms; len(old)+len(now) > 0; {
		var f form
		var was, is []posting
		order := -1
		if len(old) == 0 {
			order = 1
		} else if len(now) > 0 {
			order = strings.Compare(old[0].text, now[0].text)
		}
		if order <= 0 {
			f, was, old = old[0], before.postings[old[0].first:][:old[0].count], old[1:]
		}
		if order >= 0 {
			f.text, f.hot, is, now = now[0].text, f.hot || now[0].hot, ix.list(&now[0]), now[1:]
		}
		f.first = uint32(len(postings))
		for _, p := range was {
			if looked[p.section()] {
				continue
			}
			for len(is) > 0 && is[0].section() < p.section() {
				postings, is = append(postings, is[0]), is[1:]
			}
			postings = append(postings, p)
		}
		postings = append(postings, is...)
		list := postings[f.first:]
		if f.count, f.langs = uint32(len(list)), ix.languagesOf(list); f.count > 0 {
			forms = append(forms, f)
		}
	}
	ix.forms, ix.postings = forms, postings
}

// languagesOf returns the languages of places, a bit each.
func (ix *index) languagesOf(list []posting) (langs uint32) {
	for i, end := range ix.languageEnds {
		n := sort.Search(len(list), func(i int) bool { return list[i].section() >= end })
		if n > 0 {
			langs |= 1 << i
		}
		list = list[n:]
	}
	if len(list) > 0 {
		langs |= 1 // as those of a page in none of them
	}
	return langs
}

// rowsAsBefore reports whether a block of row shards has the pages that it had, each as
// it was.
func (ix *index) rowsAsBefore(block int) bool {
	if ix.Before == nil || block >= len(ix.Before.rows) {
		return false
	}
	cutsOf := func(cuts []uint32) []uint32 {
		from := block * format.BlockFiles
		return cuts[min(from, len(cuts)):min(from+format.BlockFiles+1, len(cuts))]
	}
	cuts := cutsOf(ix.rows.cuts)
	if !slices.Equal(cuts, cutsOf(ix.Before.cuts)) {
		return false
	}
	for p := cuts[0]; p < cuts[len(cuts)-1]; p++ {
		if !ix.isSpared(int(p)) {
			return false
		}
	}
	return true
}

// found stores what was found, as [ParseFound] reads it: a hash of what follows;
// numbers as unsigned LEB128, each list behind its length; and the texts of all forms.
// Of places that is the distance of their sections, with their impacts.
func (ix *index) found() []byte {
	b := make([]byte, sha256.Size, sha256.Size+2*len(ix.postings)+16*len(ix.forms)+2*len(ix.excerpts)+1<<10)
	b = append(b, ix.around[:]...)
	number := func(n uint32) { b = binary.AppendUvarint(b, uint64(n)) }
	numbers := func(list []uint32) {
		number(uint32(len(list)))
		for _, n := range list {
			number(n)
		}
	}
	numbers(ix.excerpts)
	numbers(ix.rows.cuts)
	number(uint32(len(ix.rows.hashes)))
	for _, h := range ix.rows.hashes {
		b = append(b, h[:]...)
	}
	number(uint32(len(ix.forms)))
	number(uint32(len(ix.postings)))
	for i := range ix.forms {
		f := &ix.forms[i]
		number(f.count)
		number(f.langs)
		number(uint32(len(f.text))<<1 | uint32(boolByte(f.hot)))
		last := uint32(0)
		for _, p := range ix.list(f) {
			number((p.section()-last)<<format.ImpactBits | p.impact())
			last = p.section()
		}
	}
	for i := range ix.forms {
		b = append(b, ix.forms[i].text...)
	}
	sum := sha256.Sum256(b[sha256.Size:])
	copy(b, sum[:])
	return b
}

// ParseFound reads what a Build found. It returns nil where data is something else, or
// damaged.
func ParseFound(data []byte) *Found {
	r := &numberReader{rest: data, ok: true}
	check := r.take(sha256.Size)
	if sum := sha256.Sum256(r.rest); !bytes.Equal(sum[:], check) {
		return nil
	}
	w := new(Found)
	copy(w.around[:], r.take(sha256.Size))
	w.excerpts, w.cuts = r.numbers(), r.numbers()
	w.rows = make([]hash, r.count())
	for i := range w.rows {
		w.rows[i] = hash(r.take(len(hash{})))
	}
	w.forms, w.postings = make([]form, r.count()), make([]posting, 0, r.count())
	lengths := make([]uint32, len(w.forms))
	for i := range w.forms {
		f := &w.forms[i]
		f.first, f.count, f.langs, lengths[i] = uint32(len(w.postings)), r.number(), r.number(), r.number()
		if f.hot = lengths[i]&1 != 0; uint64(f.count) > uint64(cap(w.postings)-len(w.postings)) {
			return nil
		}
		section := uint32(0)
		for range f.count {
			p := posting(r.number())
			section += p.section()
			w.postings = append(w.postings, posting(section<<format.ImpactBits|p.impact()))
		}
	}
	texts := string(r.rest)
	for i, n := range lengths {
		if int(n>>1) > len(texts) {
			return nil
		}
		w.forms[i].text, texts = texts[:n>>1], texts[n>>1:]
	}
	if !r.ok {
		return nil
	}
	return w
}

// numberReader cuts data into pieces, which are empty once there is too little.
type numberReader struct {
	rest []byte
	ok   bool
}

func (r *numberReader) take(n int) []byte {
	if n > len(r.rest) {
		r.rest, r.ok = nil, false
		return make([]byte, n)
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *numberReader) number() uint32 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > math.MaxUint32 {
		r.rest, r.ok = nil, false
		return 0
	}
	r.rest = r.rest[size:]
	return uint32(n)
}

// count reads how many things follow, of which each takes a byte or more.
func (r *numberReader) count() int {
	n := int(r.number())
	if n > len(r.rest) {
		r.rest, r.ok = nil, false
		return 0
	}
	return n
}

func (r *numberReader) numbers() []uint32 {
	out := make([]uint32, r.count())
	for i := range out {
		out[i] = r.number()
	}
	return out
}
