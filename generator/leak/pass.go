package leak

import (
	"cmp"
	"math/bits"
	"slices"
)

// pass is the state of looking through one text or file, and its scratch space.
//
// Text reaches it as runs in flows. Within a flow a sequence of words goes on
// from run to run; an exact secret is a run of its own.
type pass struct {
	*Scanner
	flow   flow
	layers int // of encoding that are being decoded again
	binary bool

	decoded []byte // a stack: decoding appends, and truncates when it is done
	unpack  unpacker
	fold    folder

	found []uint64 // a set of secrets
	dirty bool     // whether found has any

	starts []int // find: where the words of the text start
}

// flow is how far the pass has come in a flow.
type flow struct {
	at    int32 // state of the automaton
	words int   // in the current run
}

// maxLayers bounds how often a run is decoded again. Two beyond the format of
// the file itself reach a link in the HTML of a feed or of a JSON string; each
// may cost a few times the run that it decodes.
const maxLayers = 2

func newPass(s *Scanner, secrets int) *pass {
	return &pass{Scanner: s, found: make([]uint64, (secrets+63)/64)}
}

// run scans the next run of the current flow.
func (p *pass) run(text []byte) {
	passed := p.words(text)
	p.endRun()
	if passed&(percent|markup|backslash) != 0 && p.layers < maxLayers {
		p.decodeAgain(text, passed)
	}
}

// alone scans a run that is a flow of its own.
func (p *pass) alone(text []byte) {
	outer := p.flow
	p.flow = flow{}
	p.run(text)
	p.flow = outer
}

// words feeds the words of text to the automaton and returns the classes of
// the separators between them.
func (p *pass) words(text []byte) (passed byte) {
	for from := 0; ; {
		start, end, word, between := p.lexicon.next(text, from, &p.fold)
		passed |= between
		if start == end {
			return passed
		}
		p.flow.words++
		if word == unknown {
			p.flow.at = root
		} else {
			p.step(word)
		}
		from = end
	}
}

func (p *pass) step(word int32) {
	p.flow.at = p.automaton.next(p.flow.at, word)
	for secret := range p.automaton.endings(p.flow.at) {
		p.hit(secret)
	}
}

func (p *pass) endRun() {
	if p.flow.at != root {
		for secret := range p.automaton.whole(p.flow.at, p.flow.words) {
			p.hit(secret)
		}
	}
	p.flow.words = 0
}

// leastInBinary is how many letters a secret has that binary data does not hold
// by chance: two short words stand side by side in every tenth film.
const leastInBinary = 8

func (p *pass) hit(secret int32) {
	if p.binary && p.sequences[secret].letters < leastInBinary {
		return
	}
	p.found[secret/64] |= 1 << (secret % 64)
	p.dirty = true
}

// takeHits returns what was found and forgets it.
func (p *pass) takeHits() []int {
	p.flow = flow{}
	if !p.dirty {
		return nil
	}
	var hits []int
	for i, set := range p.found {
		for ; set != 0; set &= set - 1 {
			hits = append(hits, i*64+bits.TrailingZeros64(set))
		}
	}
	clear(p.found)
	p.dirty = false
	return hits
}

// decodeAgain scans a run once more for each encoding that it shows.
func (p *pass) decodeAgain(text []byte, passed byte) {
	outer, mark := p.flow, len(p.decoded)
	p.layers++
	if passed&markup != 0 && looksLikeMarkup(text) {
		p.flow = flow{}
		p.markup(text, true)
	}
	if passed&percent != 0 {
		p.decoded = appendPercentDecoded(p.decoded, text)
		p.alone(p.decoded[mark:])
		p.decoded = p.decoded[:mark]
	}
	if passed&backslash != 0 {
		p.decoded = appendUnescaped(p.decoded, text)
		p.alone(p.decoded[mark:])
		p.decoded = p.decoded[:mark]
	}
	p.layers--
	p.flow = outer
}

// find returns the places of all sequences in text, which is one flow.
func (p *pass) find(text []byte) []Match {
	var matches []Match
	p.starts = p.starts[:0]
	at := root
	for from := 0; ; {
		start, end, word, _ := p.lexicon.next(text, from, &p.fold)
		if start == end {
			break
		}
		p.starts = append(p.starts, start)
		if word == unknown {
			at = root
		} else {
			at = p.automaton.next(at, word)
			for secret, words := range p.automaton.endings(at) {
				matches = append(matches, Match{int(secret), p.starts[len(p.starts)-words], end})
			}
		}
		from = end
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Secret, b.Secret))
	})
	return matches
}
