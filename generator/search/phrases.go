package search

import "slices"

// phrases finds names in a stream of words.
type phrases struct {
	byFirst [][]phrase // by the number of the first word
	words   [][]uint32 // by group of synonyms: the words that a name stands for
	found   []uint32   // by group: the section in which it was found last
	begun   []begun
}

type phrase struct {
	words []uint32
	group int
}

type begun struct {
	rest  []uint32
	group int
}

// newPhrases numbers the words of all synonyms with number, which must give
// small numbers. Function words are part of a name, but stand for nothing.
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
		for _, name := range s.Names {
			words := split(name)
			if len(words) == 0 {
				continue
			}
			for len(p.byFirst) <= int(words[0]) {
				p.byFirst = append(p.byFirst, nil)
			}
			p.byFirst[words[0]] = append(p.byFirst[words[0]], phrase{words, group})
		}
		for _, other := range slices.Concat(s.Names, s.Other) {
			for _, word := range split(other) {
				if !isFunction(word) && !slices.Contains(p.words[group], word) {
					p.words[group] = append(p.words[group], word)
				}
			}
		}
	}
	return p
}

// reset begins another text.
func (p *phrases) reset() { p.begun = p.begun[:0] }

// next takes the next word of a text and returns the group of a name that ends
// with it, or -1. Where several do, the longest wins.
func (p *phrases) next(word uint32) int {
	group, kept := -1, p.begun[:0]
	for _, b := range p.begun { // those that began earlier are longer
		switch {
		case b.rest[0] != word:
		case len(b.rest) > 1:
			kept = append(kept, begun{b.rest[1:], b.group})
		case group < 0:
			group = b.group
		}
	}
	p.begun = kept
	if int(word) < len(p.byFirst) {
		for _, phrase := range p.byFirst[word] {
			switch {
			case len(phrase.words) > 1:
				p.begun = append(p.begun, begun{phrase.words[1:], phrase.group})
			case group < 0:
				group = phrase.group
			}
		}
	}
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
