package search

import "slices"

// phrases finds names in a stream of words.
type phrases struct {
	names  name       // of all names, by their words
	begins []bool     // by word: whether a name begins with it; of others behind them, none does
	words  [][]uint32 // by group of synonyms: the words that a name stands for
	found  []uint32   // by group: the section in which it was found last
	begun  []*name    // those that go on after the last word, the longest first
}

// name is what follows on some words in names.
type name struct {
	next  map[uint32]*name
	group int // of the name that ends here, counted from 1
}

// newPhrases numbers the words of all synonyms with number. Function words are
// part of a name, but stand for nothing.
func newPhrases(synonyms []Synonyms, number func([]byte) uint32, isFunction func(uint32) bool) phrases {
	p := phrases{words: make([][]uint32, len(synonyms)), found: make([]uint32, len(synonyms))}
	var tokens tokenizer
	split := func(text string) (words []uint32) {
		tokens.words(text, func(word []byte, joined bool) {
			if !joined {
				words = append(words, number(word))
			}
		})
		return words
	}
	for group, s := range synonyms {
		for _, text := range s.Names {
			p.names.add(split(text), group+1)
		}
		for _, other := range slices.Concat(s.Names, s.Other) {
			for _, word := range split(other) {
				if !isFunction(word) && !slices.Contains(p.words[group], word) {
					p.words[group] = append(p.words[group], word)
				}
			}
		}
	}
	for word := range p.names.next {
		p.begins = append(p.begins, make([]bool, max(0, int(word)+1-len(p.begins)))...)
		p.begins[word] = true
	}
	return p
}

// add adds a name of a group. Of two groups with one name, the first has it.
func (n *name) add(words []uint32, group int) {
	for _, word := range words {
		if n.next == nil {
			n.next = map[uint32]*name{}
		}
		if n.next[word] == nil {
			n.next[word] = &name{}
		}
		n = n.next[word]
	}
	if len(words) > 0 && n.group == 0 {
		n.group = group
	}
}

// reset begins another text.
func (p *phrases) reset() { p.begun = p.begun[:0] }

// next takes the next word of a text and returns the group of a name that ends
// with it, or -1. Where several do, the longest wins.
func (p *phrases) next(word uint32) int {
	if len(p.begun) == 0 && (int(word) >= len(p.begins) || !p.begins[word]) { // nearly always
		return -1
	}
	group, kept := -1, p.begun[:0]
	for _, begun := range append(p.begun, &p.names) {
		next := begun.next[word]
		if next == nil {
			continue
		}
		if next.group > 0 && group < 0 {
			group = next.group - 1
		}
		if next.next != nil {
			kept = append(kept, next)
		}
	}
	p.begun = kept
	return group
}

// first reports whether a group is met in a section for the first time.
func (p *phrases) first(group int, section uint32) bool {
	if p.found[group] == section {
		return false
	}
	p.found[group] = section
	return true
}
