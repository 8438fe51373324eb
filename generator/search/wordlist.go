package search

import (
	"bytes"
	"cmp"
	"iter"
	"math/bits"
	"slices"
)

// wordList is words, one after the other in one text, each with a number that says
// what it is of. For each word of a site many forms are tried that readers may type,
// and a string for each would cost more than all that is done with them.
type wordList struct {
	text []byte
	list []listed
}

type listed struct {
	end uint32 // of the word, in the text
	of  uint32
}

// word returns a word by its place in the list.
func (l *wordList) word(i int) []byte { return l.text[l.start(i):l.list[i].end] }

// start returns where a word begins in the text, or the next one would.
func (l *wordList) start(i int) uint32 {
	if i == 0 {
		return 0
	}
	return l.list[i-1].end
}

// try returns a word that is made of parts. It is in the list if keep is called next.
func (l *wordList) try(parts ...string) []byte {
	start := l.start(len(l.list))
	l.text = l.text[:start]
	for _, part := range parts {
		l.text = append(roomFor(l.text, len(part)), part...)
	}
	return l.text[start:]
}

// keep adds the word that was tried.
func (l *wordList) keep(of uint32) {
	l.list = append(roomFor(l.list, 1), listed{uint32(len(l.text)), of})
}

// add adds a word that is made of parts.
func (l *wordList) add(of uint32, parts ...string) {
	l.try(parts...)
	l.keep(of)
}

// grow makes room for so many words of ten letters.
func (l *wordList) grow(words int) {
	l.text, l.list = slices.Grow(l.text, 10*words), slices.Grow(l.list, words)
}

// addBytes adds a word, which is of nothing.
func (l *wordList) addBytes(word []byte) {
	l.text = append(roomFor(l.text, len(word)), word...)
	l.keep(0)
}

// addAll adds the words of another list, which is not used any more.
func (l *wordList) addAll(from *wordList) {
	if len(l.list) == 0 {
		*l = *from
		return
	}
	start := l.start(len(l.list))
	l.text = append(l.text[:start], from.text...)
	l.list = slices.Grow(l.list, len(from.list))
	for _, word := range from.list {
		l.list = append(l.list, listed{start + word.end, word.of})
	}
}

// beginning is the first letters of a word as numbers, in the order of words. They
// decide nearly always, and are at hand where the word would have to be looked up.
type beginning struct {
	high, low uint64
	place     uint32 // of the word in its list
}

// inOrder returns the different words of a list, in order, and the places of each. No
// word is empty.
func (l *wordList) inOrder() iter.Seq2[string, []beginning] {
	return func(yield func(string, []beginning) bool) {
		text, all := string(l.text), l.sorted()
		for len(all) > 0 {
			first, same := int(all[0].place), 1
			for same < len(all) && l.compare(all[0], all[same]) == 0 {
				same++
			}
			if !yield(text[l.start(first):l.list[first].end], all[:same]) {
				return
			}
			all = all[same:]
		}
	}
}

// sorted returns the words in their order.
func (l *wordList) sorted() []beginning {
	all := make([]beginning, len(l.list))
	var ends [256]int // by first byte, where the places of words with it end
	for i := range l.list {
		ends[l.word(i)[0]]++
	}
	for i := range ends[1:] {
		ends[i+1] += ends[i]
	}
	next := ends
	for i := range l.list {
		word := l.word(i)
		k := keyOf(word)
		at := &next[word[0]]
		*at--
		all[*at] = beginning{bits.ReverseBytes64(k.low), bits.ReverseBytes64(k.high), uint32(i)}
	}
	parallel(len(ends), 1, func() func(from, to int) {
		return func(from, _ int) { l.sort(all[next[from]:ends[from]], 48) }
	})
	return all
}

// sort sorts words that are the same up to the letter in the bits of high from shift
// on, in place: by that letter, and what has the same one by what follows (McIlroy,
// Bostic and McIlroy, Engineering Radix Sort, 1993).
func (l *wordList) sort(all []beginning, shift int) {
	if len(all) < fewWords || shift < 0 {
		slices.SortFunc(all, l.compare)
		return
	}
	var next, ends [256]int
	for i := range all {
		ends[byte(all[i].high>>shift)]++
	}
	for letter := range ends[1:] {
		ends[letter+1] += ends[letter]
		next[letter+1] = ends[letter]
	}
	for letter := range next {
		for next[letter] < ends[letter] {
			to := byte(all[next[letter]].high >> shift)
			at := next[to]
			all[next[letter]], all[at] = all[at], all[next[letter]]
			next[to]++
		}
		if letter > 0 { // a word that ends here is the same as the others
			l.sort(all[ends[letter-1]:ends[letter]], shift-8)
		}
	}
}

// fewWords are sorted by comparing them.
const fewWords = 100

func (l *wordList) compare(a, b beginning) int {
	switch {
	case a.high != b.high:
		return cmp.Compare(a.high, b.high)
	case a.low != b.low:
		return cmp.Compare(a.low, b.low)
	case a.low&0xff == 0: // the numbers are the whole words
		return 0
	}
	return bytes.Compare(l.word(int(a.place)), l.word(int(b.place)))
}
