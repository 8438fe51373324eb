package search

import (
	"bytes"
	"slices"
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
	joined []byte   // parts of a group written together
	parts  [][]byte // of the current group
	links  []byte   // the signs between them
}

// The signs that link words to a group, as a normalised text has them.
const (
	hyphen = '-'
	dash   = '_' // U+2013
	spaced = ' ' // an ampersand between spaces
)

// words calls emit for every word of text in order. joined marks what is added
// to the words of a query that were the same text: the parts of a hyphenated word
// written together, after the last part, and the long parts of one word.
func (t *tokenizer) words(text string, emit func(word []byte, joined bool)) {
	t.normalise(text)
	for i := 0; i < len(t.normal); {
		if !isWordByte[t.normal[i]] {
			i++
			continue
		}
		if end := t.alone(i); end > 0 { // as most words do
			emitShort(t.normal[i:end], false, emit)
			i = end
			continue
		}
		i = t.group(i)
		if t.oneWord() {
			t.emitOne(emit)
		} else {
			t.emitParts(emit)
		}
	}
}

// alone returns the end of the word at i if no sign follows that could be a part of it
// or link it to another; else 0.
func (t *tokenizer) alone(i int) int {
	normal := t.normal
	for i < len(normal) && isWordByte[normal[i]] {
		i++
	}
	if i == len(normal) || normal[i] == '.' || normal[i] == ' ' && (i+1 == len(normal) || normal[i+1] != '&') {
		return i
	}
	return 0
}

// group reads a group of linked words from i on and returns where it ends.
func (t *tokenizer) group(i int) int {
	normal := t.normal
	t.parts, t.links = t.parts[:0], t.links[:0]
	for {
		start := i
		for i < len(normal) && isWordByte[normal[i]] {
			i++
		}
		t.parts = append(t.parts, normal[start:i])
		link, next := linkAt(normal, i)
		if next == 0 {
			break
		}
		t.links = append(t.links, link)
		i = next
	}
	if len(t.parts) == 1 && letters(t.parts[0]) == 1 { // C++, C#
		for _, end := range [...]string{"++", "#"} {
			if bytes.HasPrefix(normal[i:], []byte(end)) {
				start := i - len(t.parts[0])
				i += len(end)
				t.parts[0] = normal[start:i]
			}
		}
	}
	return i
}

// linkAt returns the sign at i if it links two words, and where the second
// begins; 0 if there is none.
func linkAt(normal []byte, i int) (link byte, next int) {
	rest := normal[i:]
	switch {
	case bytes.HasPrefix(rest, []byte(" & ")):
		link, next = spaced, i+3
	case len(rest) > 0 && bytes.IndexByte([]byte("&:-_"), rest[0]) >= 0:
		link, next = rest[0], i+1
	}
	if next >= len(normal) || !isWordByte[normal[next]] {
		return 0, 0
	}
	return link, next
}

// oneWord reports whether a group is a word with signs: L&D, 1:1, e-mail.
func (t *tokenizer) oneWord() bool {
	if len(t.links) == 0 {
		return false
	}
	longest, sign := 0, t.links[0]
	for _, part := range t.parts {
		longest = max(longest, letters(part))
	}
	for _, link := range t.links {
		if link != sign {
			return false
		}
	}
	first, last := t.parts[0], t.parts[len(t.parts)-1]
	switch sign {
	case '&':
		return longest <= 3
	case ':', spaced:
		return longest == 1
	case dash:
		return longest == 1 && !isDigits(first) && !isDigits(last)
	}
	return len(t.parts) <= 3 && letters(first) == 1 && (!isDigits(first) || letters(last) == 1)
}

func letters(word []byte) int { return utf8.RuneCount(word) }

func isDigits(word []byte) bool {
	r, _ := utf8.DecodeRune(word)
	return unicode.IsNumber(r)
}

// emitOne hands out a group as one word: without hyphens and dashes, with other
// signs.
func (t *tokenizer) emitOne(emit func([]byte, bool)) {
	t.joined = t.joined[:0]
	for i, part := range t.parts {
		if i > 0 {
			switch sign := t.links[i-1]; sign {
			case hyphen, dash:
			case spaced:
				t.joined = append(t.joined, '&')
			default:
				t.joined = append(t.joined, sign)
			}
		}
		t.joined = append(t.joined, part...)
	}
	emitShort(t.joined, false, emit)
	for _, part := range t.parts {
		if letters(part) > 2 {
			emitShort(part, true, emit)
		}
	}
}

// emitParts hands out the words of a group, and hyphenated ones as a whole too.
func (t *tokenizer) emitParts(emit func([]byte, bool)) {
	from := 0
	for i, part := range t.parts {
		emitShort(part, false, emit)
		if i == len(t.links) || t.links[i] != hyphen {
			t.emitWhole(t.parts[from:i+1], emit)
			from = i + 1
		}
	}
}

// emitWhole hands out a hyphenated word as a whole. A doubled word (buku-buku)
// is the single word again, and dates and numbers are not words.
func (t *tokenizer) emitWhole(parts [][]byte, emit func([]byte, bool)) {
	if len(parts) < 2 || len(parts) > 3 || len(parts) == 2 && bytes.Equal(parts[0], parts[1]) {
		return
	}
	t.joined = t.joined[:0]
	for _, part := range parts {
		t.joined = append(t.joined, part...)
	}
	if !bytes.ContainsAny(t.joined, "0123456789") {
		emitShort(t.joined, true, emit)
	}
}

func emitShort(word []byte, joined bool, emit func([]byte, bool)) {
	if len(word) <= longestWord {
		emit(word, joined)
	}
}

// isWordByte tells the bytes of words in normalised text, where whatever is
// beyond ASCII is part of a word.
var isWordByte = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	return is
}()

// asNormal is what a byte becomes in a normalised text; 0 for those that have to be
// looked at: apostrophes, and what is beyond ASCII.
var asNormal = func() (as [256]byte) {
	for c := range utf8.RuneSelf {
		switch {
		case c >= 'A' && c <= 'Z':
			as[c] = byte(c) | 0x20
		case isWordByte[c] || strings.IndexByte("-&:+# ", byte(c)) >= 0:
			as[c] = byte(c)
		case c != '\'':
			as[c] = '.'
		}
	}
	return as
}()

// normalise puts text into t.normal as words are compared: in normal form KD
// without marks, in lower case with one small sigma, without the apostrophes within
// words. Hyphens are "-", a dash (U+2013) is "_", other signs that may link words
// and spaces stay, and everything else that is not part of a word is ".".
func (t *tokenizer) normalise(text string) {
	out, decomposed := t.normal[:0], false
	for i := 0; i < len(text); {
		before := len(out)
		if out = appendPlain(out, text[i:]); len(out) > before {
			i += len(out) - before
			continue
		}
		if text[i] == '\'' {
			i++
			if !within(out, text[i:]) {
				out = append(out, '.')
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
			out = utf8.AppendRune(out, lower(r))
		case r == '‐' || r == '‑':
			out = append(out, hyphen)
		case r == '–':
			out = append(out, dash)
		case unicode.Is(unicode.M, r) || r == '’' && within(out, text[i:]):
		default:
			out = append(out, '.')
		}
	}
	t.normal = out
}

// appendPlain appends what becomes of the beginning of a text, as far as it is ASCII
// without apostrophes: most are as a whole.
func appendPlain(out []byte, text string) []byte {
	out = slices.Grow(out, len(text))
	room := out[len(out):][:len(text)]
	for i := range room {
		c := asNormal[text[i]]
		if c == 0 {
			return out[:len(out)+i]
		}
		room[i] = c
	}
	return out[:len(out)+len(text)]
}

// lower returns a letter in lower case. A sigma at the end of a word is the one
// that capitals stand for.
func lower(r rune) rune {
	if r = unicode.ToLower(r); r == 'ς' {
		return 'σ'
	}
	return r
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

// Words returns the words of a text as a query has them.
func Words(text string) (out []string) {
	new(tokenizer).words(text, func(word []byte, joined bool) {
		if !joined {
			out = append(out, string(word))
		}
	})
	return out
}
