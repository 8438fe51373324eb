package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestWord is the length in bytes from which on a run of letters is no word:
// it would be an address, or a key.
const longestWord = 48

// tokenizer splits texts into normalised words. It is not safe for concurrent
// use; what it hands out is valid until the next word.
type tokenizer struct {
	normal []byte // a text that had to be normalised
	word   []byte
	joined []byte // the parts of a hyphenated word so far, written together
	parts  int
	digits bool // one of them is not only letters
	last   int  // where the last part starts in joined
	same   bool // all parts are equal
}

// words calls emit for every word of text in order. joined marks the parts of
// a hyphenated word written together, which come after the last part.
func (t *tokenizer) words(text string, emit func(word []byte, joined bool)) {
	if !normalised(text) {
		t.normal = norm.NFKD.AppendString(t.normal[:0], text)
		text = withoutMarks(t.normal)
	}
	t.word = t.word[:0]
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			t.word = append(t.word, c)
			i++
			continue
		case c >= 'A' && c <= 'Z':
			t.word = append(t.word, c|0x20)
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case c >= utf8.RuneSelf && isWordRune(r):
			t.word = utf8.AppendRune(t.word, unicode.ToLower(r))
		case (r == '\'' || r == '’') && len(t.word) > 0 && startsWord(text[i+size:]):
			// within a word: dropped
		case (r == '-' || r == '‐' || r == '‑') && len(t.word) > 0 && startsWord(text[i+size:]):
			t.endWord(emit)
		default:
			t.endWord(emit)
			t.endGroup(emit)
		}
		i += size
	}
	t.endWord(emit)
	t.endGroup(emit)
}

// endWord hands out the current word and makes it the last part of its group.
func (t *tokenizer) endWord(emit func([]byte, bool)) {
	if len(t.word) == 0 {
		return
	}
	if len(t.word) <= longestWord {
		emit(t.word, false)
	}
	if t.parts == 0 {
		t.joined, t.digits, t.same = t.joined[:0], false, true
	} else {
		t.same = t.same && string(t.joined[t.last:]) == string(t.word)
	}
	t.last = len(t.joined)
	t.joined = append(t.joined, t.word...)
	t.digits = t.digits || hasDigit(t.word)
	t.parts++
	t.word = t.word[:0]
}

// endGroup hands out a hyphenated word as a whole. A doubled word (buku-buku)
// is no other word, and dates and numbers are none.
func (t *tokenizer) endGroup(emit func([]byte, bool)) {
	if t.parts > 1 && t.parts < 4 && !t.same && !t.digits && len(t.joined) <= longestWord {
		emit(t.joined, true)
	}
	t.parts = 0
}

func hasDigit(word []byte) bool {
	for _, c := range word {
		if c >= '0' && c <= '9' {
			return true
		}
	}
	return false
}

// normalised reports whether text is its own normal form KD without marks, as
// far as words go, without much looking: letters beyond ASCII are not.
func normalised(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < utf8.RuneSelf {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r < 0x2010 || r > 0x2027 { // dashes, quotation marks, bullets, dots
			return false
		}
		i += size - 1
	}
	return true
}

// withoutMarks drops the marks of text in place.
func withoutMarks(text []byte) string {
	kept := text[:0]
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r < utf8.RuneSelf || !unicode.Is(unicode.M, r) {
			kept = append(kept, text[i:i+size]...)
		}
		i += size
	}
	return string(kept)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func startsWord(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return isWordRune(r)
}

// Words returns the words of a text as they are looked up: those of a query.
func Words(text string) []string {
	var out []string
	new(tokenizer).words(text, func(word []byte, joined bool) {
		if !joined {
			out = append(out, string(word))
		}
	})
	return out
}
