package search

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// vocabulary numbers words, from 0 in the order in which they come. A text asks for
// its words one after the other, and each may be anywhere in memory. So slots are
// small, the most frequent words come first in what else is looked at, which holds
// all that is compared for most words, and no word is a string of its own.
type vocabulary struct {
	slots []slot  // open addressing: a word is in the first free one from its hash on; a power of two
	words []entry // by number
	text  []byte  // of all words, one after the other
}

type slot struct {
	hash   uint32 // tells nearly all words apart
	number uint32 // of the word, counted from 1; 0 where there is none
}

type entry struct {
	key
	end uint32 // in text
}

// key is the first bytes of a word, as little-endian numbers, and zeros where it is
// shorter. Words hold no zeros: where the last byte is one, the key is the word.
type key struct{ low, high uint64 }

const keyLength = 16

func keyOf(word []byte) key {
	if cap(word) < keyLength {
		word = append(make([]byte, 0, keyLength), word...)
	}
	start := word[:keyLength] // beyond the word it is whatever lies behind it
	n := uint(len(word)) * 8
	return key{
		low:  binary.LittleEndian.Uint64(start) &^ (^uint64(0) << n), // nothing is left of a number that is shifted further than it is long
		high: binary.LittleEndian.Uint64(start[8:]) &^ (^uint64(0) << (max(n, 64) - 64)),
	}
}

// whole reports whether the key is all of its word.
func (k key) whole() bool { return k.high>>56 == 0 }

// hash returns the hash of the word with that key.
func (k key) hash(word []byte) uint32 {
	high, low := bits.Mul64(k.low^0x9e3779b97f4a7c15, k.high^0xd1b54a32d192ed03)
	hash := high ^ low
	if !k.whole() {
		for _, c := range word[keyLength:] {
			hash = (hash ^ uint64(c)) * 0x100000001b3 // as FNV does
		}
	}
	return uint32(hash ^ hash>>32)
}

func newVocabulary() vocabulary { return vocabulary{slots: make([]slot, 1<<10)} }

// roomFor returns a slice with room for n more elements, which becomes twice as long
// where it has none. To append grows a long slice by a quarter: what becomes ten times
// as long is copied ten times.
func roomFor[T any](s []T, n int) []T {
	if cap(s)-len(s) < n {
		return slices.Grow(s, max(n, len(s)))
	}
	return s
}

// size is how many words there are.
func (v *vocabulary) size() int { return len(v.words) }

// word returns a word by its number. It must not be changed.
func (v *vocabulary) word(number uint32) []byte {
	start := uint32(0)
	if number > 0 {
		start = v.words[number-1].end
	}
	return v.text[start:v.words[number].end]
}

// slot returns the slot of a word, or the one that it would have.
func (v *vocabulary) slot(word []byte, k key, hash uint32) *slot {
	mask := uint32(len(v.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &v.slots[i]
		if s.number == 0 {
			return s
		}
		if n := s.number - 1; s.hash == hash && v.words[n].key == k && (k.whole() || string(v.word(n)) == string(word)) {
			return s
		}
	}
}

// find returns the number of a word, and whether there is one.
func (v *vocabulary) find(word []byte) (uint32, bool) {
	k := keyOf(word)
	s := v.slot(word, k, k.hash(word))
	return s.number - 1, s.number > 0
}

// number returns the number of a word, which is the next one for a word that is new.
func (v *vocabulary) number(word []byte) uint32 {
	k := keyOf(word)
	hash := k.hash(word)
	s := v.slot(word, k, hash)
	if s.number > 0 {
		return s.number - 1
	}
	v.text = append(roomFor(v.text, len(word)), word...)
	v.words = append(roomFor(v.words, 1), entry{k, uint32(len(v.text))})
	*s = slot{hash, uint32(len(v.words))}
	if 4*len(v.words) > 3*len(v.slots) {
		v.grow()
	}
	return uint32(len(v.words) - 1)
}

// grow makes twice as many slots.
func (v *vocabulary) grow() {
	old := v.slots
	v.slots = make([]slot, 2*len(old))
	mask := uint32(len(v.slots) - 1)
	for _, s := range old {
		if s.number > 0 {
			i := s.hash & mask
			for v.slots[i].number > 0 {
				i = (i + 1) & mask
			}
			v.slots[i] = s
		}
	}
}
