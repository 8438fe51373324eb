package leak

import (
	"bytes"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lexicon splits text into words and numbers those that secrets have.
type lexicon struct {
	words   [][]byte // folded
	buckets []bucket // open addressing; its length is a power of two, a quarter full at most
	class   [256]byte
	pairs   *pairTable
	heads   headSet
}

// bucket holds one word of the lexicon: its number plus one, or 0 when empty.
type bucket struct{ hash, word uint32 }

// unknown is the number of every word that no secret has.
const unknown = int32(-1)

// The class of an ASCII letter or digit is its lower case. Every other byte has
// a smaller class: 0, or one of these.
const (
	percent   = byte(1 << iota) // %
	markup                      // < and &
	backslash                   // \
	multibyte                   // a part of a rune beyond ASCII

	alphanumeric = byte('0') // the smallest class of a letter or digit
)

// learn returns the lexicon of secrets, and each of them in its numbers.
func learn(secrets []Secret) (*lexicon, []sequence) {
	l := newLexicon()
	numbers := map[string]int32{}
	sequences := make([]sequence, len(secrets))
	for i, secret := range secrets {
		sequences[i].exact = secret.Exact
		for _, word := range l.split(secret.Value) {
			n, known := numbers[string(word)]
			if !known {
				n = int32(len(l.words))
				numbers[string(word)] = n
				l.words = append(l.words, word)
			}
			sequences[i].words = append(sequences[i].words, n)
			sequences[i].letters += utf8.RuneCount(word)
		}
	}
	l.index()
	return l, sequences
}

// newLexicon returns one without words.
func newLexicon() *lexicon {
	return &lexicon{class: classes(), pairs: pairs(), buckets: make([]bucket, 1)}
}

func classes() (class [256]byte) {
	for c := range class {
		switch {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z':
			class[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			class[c] = byte(c) - 'A' + 'a'
		case c >= utf8.RuneSelf:
			class[c] = multibyte
		}
	}
	class['%'] = percent
	class['<'], class['&'] = markup, markup
	class['\\'] = backslash
	return class
}

// pairsEnd is the first rune that takes three bytes of UTF-8.
const pairsEnd = 0x800

// pairs holds the letters of two bytes (European alphabets, Hebrew, Arabic)
// that fold to one rune below pairsEnd and compose with no other of them: a
// word of ASCII and these alone needs no normal form. Each has its folded rune,
// everything else 0. It is a constant that costs too much for every scanner.
var pairs = sync.OnceValue(func() *pairTable {
	table := new(pairTable)
	var fold folder
	for r := rune(utf8.RuneSelf); r < pairsEnd; r++ {
		letter := []byte(string(r))
		folded, size := utf8.DecodeRune(fold.fold(letter))
		if beginsWord(r) && norm.NFC.IsNormal(letter) && size == len(fold.word) && folded < pairsEnd {
			table[r-utf8.RuneSelf] = uint16(folded)
		}
	}
	return table
})

type pairTable [pairsEnd - utf8.RuneSelf]uint16

// split returns the folded words of a secret's value; none if they have fewer
// than two letters and digits together.
func (l *lexicon) split(value string) [][]byte {
	var fold folder
	var words [][]byte
	letters := 0
	text := []byte(value)
	for start, end, _, _ := l.next(text, 0, &fold); start < end; start, end, _, _ = l.next(text, end, &fold) {
		word := bytes.Clone(fold.fold(text[start:end]))
		words = append(words, word)
		letters += utf8.RuneCount(word)
	}
	if letters < 2 {
		return nil
	}
	return words
}

// index fills the buckets.
func (l *lexicon) index() {
	size := 1
	for size < 4*len(l.words) {
		size *= 2
	}
	l.buckets = make([]bucket, size)
	for n, word := range l.words {
		l.heads.add(word)
		hash := hashOf(word)
		at := l.probe(hash)
		for l.buckets[at].word != 0 {
			at = l.probe(at + 1)
		}
		l.buckets[at] = bucket{hash, uint32(n) + 1}
	}
}

// FNV-1a over the bytes of a folded word: one multiplication a byte, made while
// the end of the word is looked for.
const (
	hashStart = uint32(2166136261)
	hashPrime = uint32(16777619)
)

func hashOf(word []byte) uint32 {
	hash := hashStart
	for _, c := range word {
		hash = (hash ^ uint32(c)) * hashPrime
	}
	return hash
}

// probe keeps a place in the range of the buckets.
func (l *lexicon) probe(at uint32) uint32 { return at & uint32(len(l.buckets)-1) }

// next returns the first word of text[from:] as the bytes [start, end) of text
// and its number, and the classes of the separators passed on the way to it.
// After the last word start equals end.
func (l *lexicon) next(text []byte, from int, fold *folder) (start, end int, word int32, passed byte) {
	start = from
	for ; start < len(text); start++ {
		c := l.class[text[start]]
		if c >= alphanumeric {
			break
		}
		if c == multibyte {
			r, size := utf8.DecodeRune(text[start:])
			if beginsWord(r) {
				break
			}
			start += size - 1
		}
		passed |= c
	}
	end = l.skip(text, start)
	if end > start && (end == len(text) || text[end] < utf8.RuneSelf) {
		return start, end, unknown, passed
	}
	hash := hashStart
	for end = start; end < len(text); end++ {
		c := l.class[text[end]]
		if c < alphanumeric {
			break
		}
		hash = (hash ^ uint32(c)) * hashPrime
	}
	if end == len(text) || text[end] < utf8.RuneSelf {
		return start, end, l.number(hash, text[start:end]), passed
	}
	end, word = l.nextBeyondASCII(text, start, end, hash, fold)
	return start, end, word, passed
}

// skip returns the end of the ASCII letters and digits at start, when no word of
// the lexicon begins like them; else start. Most words end here, without a hash.
func (l *lexicon) skip(text []byte, start int) int {
	if len(text)-start < headLength {
		return start
	}
	a, b, c := l.class[text[start]], l.class[text[start+1]], l.class[text[start+2]]
	if a < alphanumeric || b < alphanumeric || c < alphanumeric || l.heads.has(a, b, c) {
		return start
	}
	end := start + headLength
	for end < len(text) && l.class[text[end]] >= alphanumeric {
		end++
	}
	return end
}

// headSet has the beginnings of words, and by chance others: digits share the
// places of letters.
type headSet [1 << 15 / 64]uint64

const headLength = 3

func (h *headSet) add(folded []byte) {
	if len(folded) >= headLength {
		i := head(folded[0], folded[1], folded[2])
		h[i/64] |= 1 << (i % 64)
	}
}

func (h *headSet) has(a, b, c byte) bool {
	i := head(a, b, c)
	return h[i/64]&(1<<(i%64)) != 0
}

func head(a, b, c byte) uint { return uint(a&31)<<10 | uint(b&31)<<5 | uint(c&31) }

// nextBeyondASCII is next for a word whose bytes [start, end) are ASCII
// and have a hash, and the next byte is not.
func (l *lexicon) nextBeyondASCII(text []byte, start, end int, hash uint32, fold *folder) (_ int, word int32) {
	simple := true
	for end < len(text) {
		if c := l.class[text[end]]; c >= alphanumeric {
			hash = (hash ^ uint32(c)) * hashPrime
			end++
			continue
		}
		r, size := utf8.DecodeRune(text[end:])
		if folded := l.pair(r); folded != 0 {
			hash = hashRune(hash, folded)
		} else if continuesWord(r) {
			simple = false
		} else {
			break
		}
		end += size
	}
	if simple && !l.mayHave(hash) {
		return end, unknown
	}
	folded := fold.fold(text[start:end])
	return end, l.number(hashOf(folded), folded)
}

// pair returns the folded form of r, if pairs has it, or 0.
func (l *lexicon) pair(r rune) rune {
	if i := r - utf8.RuneSelf; 0 <= i && int(i) < len(l.pairs) {
		return rune(l.pairs[i])
	}
	return 0
}

// hashRune goes on hashing with the UTF-8 of a rune below pairsEnd.
func hashRune(hash uint32, r rune) uint32 {
	if r >= utf8.RuneSelf {
		hash = (hash ^ uint32(0xc0|r>>6)) * hashPrime
		r = 0x80 | r&0x3f
	}
	return (hash ^ uint32(r)) * hashPrime
}

// number looks up a word, folded or in ASCII, by the hash of its folded form.
func (l *lexicon) number(hash uint32, word []byte) int32 {
	for at := l.probe(hash); l.buckets[at].word != 0; at = l.probe(at + 1) {
		if l.buckets[at].hash != hash {
			continue
		}
		if n := l.buckets[at].word - 1; bytes.EqualFold(l.words[n], word) {
			return int32(n)
		}
	}
	return unknown
}

// mayHave reports whether a word of the lexicon has this hash.
func (l *lexicon) mayHave(hash uint32) bool {
	for at := l.probe(hash); l.buckets[at].word != 0; at = l.probe(at + 1) {
		if l.buckets[at].hash == hash {
			return true
		}
	}
	return false
}

func beginsWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// A mark belongs to the letter before it. Behind a separator it is a part of
// the separator: an emoji's variation selector must not hide the name after it.
func continuesWord(r rune) bool {
	return r != utf8.RuneError && (beginsWord(r) || unicode.IsMark(r) || invisible(r))
}

// invisible reports whether r shows nothing and parts no words. The zero width
// space is meant to part them.
func invisible(r rune) bool {
	return r != '\u200b' && unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r == '\u034f'
}

// folder brings words to the form in which they are compared. Its buffers are
// reused: a result lasts until the next call.
type folder struct{ word, other []byte }

// fold returns a word in normal form KC, without case and without invisible
// characters.
func (f *folder) fold(word []byte) []byte {
	f.word = f.word[:0]
	for len(word) > 0 {
		r, size := utf8.DecodeRune(word)
		if !invisible(r) {
			f.word = append(f.word, word[:size]...)
		}
		word = word[size:]
	}
	f.compose()

	f.other = f.other[:0]
	for i := 0; i < len(f.word); {
		r, size := utf8.DecodeRune(f.word[i:])
		f.other = appendFolded(f.other, r)
		i += size
	}
	f.word, f.other = f.other, f.word
	f.compose() // a lower case may have a composed form that its upper case has not
	return f.word
}

func (f *folder) compose() {
	if !norm.NFKC.IsNormal(f.word) {
		f.other = norm.NFKC.Append(f.other[:0], f.word...)
		f.word, f.other = f.other, f.word
	}
}

// appendFolded appends r without case. By way of the upper case all forms of a
// letter come out as one: final sigma, long s, dotless i.
func appendFolded(word []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf && 'A' <= r && r <= 'Z':
		return append(word, byte(r)-'A'+'a')
	case r < utf8.RuneSelf:
		return append(word, byte(r))
	case r == 'ß' || r == 'ẞ':
		return append(word, "ss"...)
	case r == '\u0307' && len(word) > 0 && word[len(word)-1] == 'i':
		return word // İ in the lower case of some programs
	}
	return utf8.AppendRune(word, unicode.ToLower(unicode.ToUpper(r)))
}
