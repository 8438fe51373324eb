package markdown

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// appendEscaped appends plain text as HTML that is safe in an element and in
// a quoted attribute. Lines end with a line feed alone.
func appendEscaped(dst, plain []byte) []byte {
	from := 0
	for i, c := range plain {
		var escape string
		switch c {
		case '&':
			escape = "&amp;"
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '"':
			escape = "&quot;"
		case 0:
			escape = "\ufffd"
		case '\r':
			if i+1 == len(plain) || plain[i+1] != '\n' {
				continue
			}
			escape = "" // the line feed is enough
		default:
			continue
		}
		dst = append(dst, plain[from:i]...)
		dst = append(dst, escape...)
		from = i + 1
	}
	return append(dst, plain[from:]...)
}

// appendFolded appends plain text to dst with each run of white space as one
// space, none at start. gap says whether white space is due already, and
// again whether it is at the end.
func appendFolded(dst, plain []byte, gap bool, start int) ([]byte, bool) {
	for i := 0; i < len(plain); {
		if n := spaceLength(plain[i:]); n > 0 {
			gap = true
			i += n
			continue
		}
		words := i
		for i++; i < len(plain) && (!maySpace[plain[i]] || oneSpace(plain[i:]) || spaceLength(plain[i:]) == 0); i++ {
		}
		if gap && len(dst) > start {
			dst = append(dst, ' ')
		}
		gap = false
		dst = append(dst, plain[words:i]...)
	}
	return dst, gap
}

// oneSpace reports whether text begins with a space and a character that is none.
func oneSpace(text []byte) bool { return text[0] == ' ' && len(text) > 1 && !maySpace[text[1]] }

// spaceLength returns the length of the white space character at the start of
// text, or 0.
func spaceLength(text []byte) int {
	c := text[0]
	if !maySpace[c] {
		return 0
	}
	if c < utf8.RuneSelf {
		return 1
	}
	if r, n := utf8.DecodeRune(text); unicode.IsSpace(r) {
		return n
	}
	return 0
}

// maySpace has the bytes that a white space character may begin with: the
// no-break space, and the spaces of U+2000 and U+3000, begin with a byte that
// letters have as well.
var maySpace = [256]bool{
	' ': true, '\t': true, '\n': true, '\v': true, '\f': true, '\r': true,
	0xc2: true, 0xe2: true, 0xe3: true,
}

// isWord reports whether b is letters and hyphens.
func isWord(b []byte) bool {
	for _, c := range b {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' {
				return false
			}
		}
	}
	return len(b) > 0
}

// countWords returns how many of the space-separated pieces of folded text
// hold a letter or a digit: a dash is no word.
func countWords(folded []byte) int {
	words, counted := 0, false
	for i := 0; i < len(folded); i++ {
		switch c := folded[i]; {
		case c == ' ':
			counted = false
		case counted:
		case c < utf8.RuneSelf:
			if util.IsAlphaNumeric(c) {
				counted = true
				words++
			}
		default: // what follows the first byte of a rune is no rune by itself
			if r, _ := utf8.DecodeRune(folded[i:]); unicode.IsLetter(r) || unicode.IsDigit(r) {
				counted = true
				words++
			}
		}
	}
	return words
}

// decode resolves the backslash escapes and character references of CommonMark
// in source. The result is valid until the next call.
func (in *input) decode(source []byte) []byte {
	if bytes.IndexByte(source, '\\') < 0 && bytes.IndexByte(source, '&') < 0 {
		return source
	}
	dst := in.scratch[:0]
	for i := 0; i < len(source); {
		switch c := source[i]; {
		case c == '\\' && i+1 < len(source) && util.IsPunct(source[i+1]):
			dst = append(dst, source[i+1])
			i += 2
		case c == '&':
			var n int
			dst, n = appendReference(dst, source[i:])
			i += n
		default:
			dst = append(dst, c)
			i++
		}
	}
	in.scratch = dst
	return dst
}

// appendReference appends the character that the reference at the start of
// source stands for, or the "&" alone where it is not a reference, and returns how many
// bytes of source that took.
//
// See https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
func appendReference(dst, source []byte) ([]byte, int) {
	const longest = 33 // "&CounterClockwiseContourIntegral;" and its like
	end := bytes.IndexByte(source[:min(len(source), longest)], ';')
	if end < 2 {
		return append(dst, '&'), 1
	}
	name := source[1:end]
	if name[0] == '#' {
		if r, ok := numericReference(name[1:]); ok {
			return utf8.AppendRune(dst, r), end + 1
		}
		return append(dst, '&'), 1
	}
	if entity, ok := util.LookUpHTML5EntityByName(string(name)); ok {
		return append(dst, entity.Characters...), end + 1
	}
	return append(dst, '&'), 1
}

func numericReference(digits []byte) (rune, bool) {
	base, most := 10, 7
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		digits, base, most = digits[1:], 16, 6
	}
	if len(digits) > most {
		return 0, false
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return 0, false
	}
	return util.ToValidRune(rune(n)), true
}
