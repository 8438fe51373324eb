package leak

import (
	"bytes"
	"html"
	"slices"
	"unicode/utf8"
)

// Vocabulary is a set of words, of those that the secrets of a scanner have.
// A secret of which a text says every word can stand in a page that is made of
// that text, and give nothing away.
type Vocabulary struct {
	lexicon   *lexicon
	sequences []sequence // of the secrets
	said      []uint64   // a set of words of the lexicon
}

// Vocabulary returns an empty set.
func (s *Scanner) Vocabulary() Vocabulary {
	return Vocabulary{s.lexicon, s.sequences, make([]uint64, (len(s.lexicon.words)+63)/64)}
}

// Clone returns a set with the same words.
func (v Vocabulary) Clone() Vocabulary {
	return Vocabulary{v.lexicon, v.sequences, slices.Clone(v.said)}
}

// Add adds the words of a text, as it stands and with its entities decoded.
func (v Vocabulary) Add(text []byte) {
	v.add(text)
	if bytes.IndexByte(text, '&') >= 0 {
		v.add([]byte(html.UnescapeString(string(text))))
	}
}

func (v Vocabulary) add(text []byte) {
	var fold folder
	for start, end, word, _ := v.lexicon.next(text, 0, &fold); start < end; start, end, word, _ = v.lexicon.next(text, end, &fold) {
		if word != unknown {
			v.said[word/64] |= 1 << (word % 64)
		}
	}
}

// Says reports whether every word of a secret is in the set or is a number.
func (v Vocabulary) Says(secret int) bool { return v.says(secret, isNumber) }

// SaysOrCounts is Says where a word that begins like a number is one, too, with
// its unit or as a time: "212mm", "20260907T030000Z".
func (v Vocabulary) SaysOrCounts(secret int) bool {
	return v.says(secret, func(word []byte) bool { return isDigit(rune(word[0])) })
}

func (v Vocabulary) says(secret int, passes func(word []byte) bool) bool {
	for _, word := range v.sequences[secret].words {
		if v.said[word/64]&(1<<(word%64)) == 0 && !passes(v.lexicon.words[word]) {
			return false
		}
	}
	return true
}

func isNumber(word []byte) bool {
	return !bytes.ContainsFunc(word, func(r rune) bool { return !isDigit(r) })
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// Words counts the words of a value that a person would call one: they have two
// letters or digits at least, so that signs, pictures and initials do not count.
func Words(value string) int {
	n := 0
	for _, word := range newLexicon().split(value) {
		if utf8.RuneCount(word) > 1 {
			n++
		}
	}
	return n
}
