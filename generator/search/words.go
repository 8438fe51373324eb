package search

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestWord is the length in bytes from which on a run of letters is no word:
// it would be an address, or a key.
const longestWord = 48

// tokenizer splits texts into words. It is not safe for concurrent use, and what
// it hands out is valid until the next word.
type tokenizer struct {
	normal []byte
	joined []byte // the parts of the hyphenated word so far, written together
	parts  int
}

// words calls emit for every word of text in order. joined marks the parts of a
// hyphenated word written together, which come after the last part.
func (t *tokenizer) words(text string, emit func(word []byte, joined bool)) {
	t.normalise(text)
	normal := t.normal
	for i := 0; i < len(normal); {
		start := i
		for i < len(normal) && isWordByte[normal[i]] {
			i++
		}
		if i == start {
			i++
			continue
		}
		word := normal[start:i]
		if len(word) <= longestWord {
			emit(word, false)
		}
		hyphen := i+1 < len(normal) && normal[i] == '-' && isWordByte[normal[i+1]]
		if !hyphen && t.parts == 0 {
			continue
		}
		t.joined = append(t.joined, word...)
		t.parts++
		if !hyphen {
			t.endGroup(emit)
		}
		i++ // the hyphen, or what ends the word
	}
}

// endGroup hands out a hyphenated word as a whole. A doubled word (buku-buku)
// is the single word again, and dates and numbers are not words.
func (t *tokenizer) endGroup(emit func([]byte, bool)) {
	half := len(t.joined) / 2
	doubled := t.parts == 2 && bytes.Equal(t.joined[:half], t.joined[half:])
	if t.parts < 4 && !doubled && len(t.joined) <= longestWord && !bytes.ContainsAny(t.joined, "0123456789") {
		emit(t.joined, true)
	}
	t.joined, t.parts = t.joined[:0], 0
}

// isWordByte tells the bytes of words in normalised text, where whatever is
// beyond ASCII is part of a word.
var isWordByte = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	return is
}()

// asNormal is what an ASCII character becomes in a normalised text; 0 for those
// that have to be looked at.
var asNormal = func() (as [utf8.RuneSelf]byte) {
	for c := range as {
		switch {
		case c >= 'A' && c <= 'Z':
			as[c] = byte(c) | 0x20
		case isWordByte[c] || c == '-':
			as[c] = byte(c)
		case c != '\'':
			as[c] = ' '
		}
	}
	return as
}()

// normalise puts text into t.normal as words are compared: in normal form KD
// without marks, in lower case, without the apostrophes within words. Hyphens are "-",
// and everything else that is not part of a word is a space.
func (t *tokenizer) normalise(text string) {
	out, decomposed := t.normal[:0], false
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			if c = asNormal[c]; c != 0 {
				out = append(out, c)
			} else if !within(out, text[i:]) {
				out = append(out, ' ')
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !decomposed && (r < firstDash || r > lastDot) {
			text = norm.NFKD.String(strings.ToValidUTF8(text, " "))
			out, i, decomposed = out[:0], 0, true
			continue
		}
		i += size
		switch {
		case isWordRune(r):
			out = utf8.AppendRune(out, unicode.ToLower(r))
		case r == '‐' || r == '‑':
			out = append(out, '-')
		case unicode.Is(unicode.M, r) || r == '’' && within(out, text[i:]):
		default:
			out = append(out, ' ')
		}
	}
	t.normal = out
}

// Between these lie the dashes, quotation marks, bullets and dots of plain
// text, which normal form KD leaves as they are or makes ASCII signs of.
const firstDash, lastDot = '\u2010', '\u2027'

// within reports whether a word goes on from before into after, whose marks are
// going to be dropped.
func within(before []byte, after string) bool {
	if len(before) == 0 || !isWordByte[before[len(before)-1]] {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, unicode.IsMark))
	return isWordRune(r)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
