package leak

import (
	"bytes"
	"html"
	"unicode/utf16"
	"unicode/utf8"
)

// looksLikeMarkup reports whether text holds a tag or an entity.
func looksLikeMarkup(text []byte) bool {
	for i, c := range text {
		switch {
		case i+1 == len(text):
			return false
		case c == '<' && opensTag(text[i+1]):
			return true
		case c == '&' && (text[i+1] == '#' || entityEnds(text[i:])):
			return true
		}
	}
	return false
}

func entityEnds(text []byte) bool {
	n := nameLength(text[1:])
	return n > 0 && n+1 < len(text) && text[n+1] == ';'
}

// appendEntitiesDecoded appends text with its entities decoded and every <wbr>
// left out.
func appendEntitiesDecoded(dst, text []byte) []byte {
	for {
		i := bytes.IndexAny(text, "&<")
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		text = text[i:]
		var size int
		if text[0] == '&' {
			dst, size = appendEntity(dst, text)
		} else if size = wordBreak(text); size == 0 {
			dst, size = append(dst, '<'), 1
		}
		text = text[size:]
	}
}

// appendEntity appends what the entity that text begins with stands for, and
// returns its length.
func appendEntity(dst, text []byte) (_ []byte, size int) {
	if len(text) > 1 && text[1] == '#' {
		return appendNumericEntity(dst, text)
	}
	size = 1 + nameLength(text[1:])
	if size < len(text) && text[size] == ';' {
		size++
	}
	switch entity := text[:size]; string(entity) {
	case "&":
		return append(dst, '&'), size
	case "&amp;":
		return append(dst, '&'), size
	case "&lt;":
		return append(dst, '<'), size
	case "&gt;":
		return append(dst, '>'), size
	case "&quot;":
		return append(dst, '"'), size
	case "&apos;":
		return append(dst, '\''), size
	case "&nbsp;":
		return append(dst, "\u00a0"...), size
	default: // the whole table; it takes a string, so the usual ones pass it by
		return append(dst, html.UnescapeString(string(entity))...), size
	}
}

// appendNumericEntity is appendEntity for "&#65;" and "&#x41;".
func appendNumericEntity(dst, text []byte) (_ []byte, size int) {
	size = len("&#")
	base := rune(10)
	if size < len(text) && text[size]|0x20 == 'x' {
		size++
		base = 16
	}
	digits, r := size, rune(0)
	for size < len(text) {
		d := rune(hexDigit(text[size]))
		if d < 0 || d >= base {
			break
		}
		if r <= utf8.MaxRune {
			r = r*base + d
		}
		size++
	}
	if size == digits {
		return append(dst, '&'), 1
	}
	if size < len(text) && text[size] == ';' {
		size++
	}
	if 0x80 <= r && r <= 0x9f { // read as Windows-1252
		return append(dst, html.UnescapeString(string(text[:size]))...), size
	}
	return utf8.AppendRune(dst, r), size
}

// maxName is the length of the longest name of an entity.
const maxName = len("CounterClockwiseContourIntegral")

// nameLength returns how many letters and digits text begins with, as far as an
// entity may have them.
func nameLength(text []byte) int {
	n := 0
	for n < len(text) && n < maxName &&
		('a' <= text[n]|0x20 && text[n]|0x20 <= 'z' || '0' <= text[n] && text[n] <= '9') {
		n++
	}
	return n
}

// appendPercentDecoded appends text with its %XX decoded (RFC 3986, 2.1).
func appendPercentDecoded(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '%' {
			if r, ok := hexNumber(text[i+1:], 2); ok {
				c = byte(r)
				i += 2
			}
		}
		dst = append(dst, c)
	}
	return dst
}

// appendUnescaped appends text with the backslash escapes of JSON and
// JavaScript decoded. An escape that stands for itself loses the backslash, and
// so does a line end that is continued.
func appendUnescaped(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 || i+1 == len(text) {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		var size int
		dst, size = appendEscape(dst, text[i:])
		text = text[i+size:]
	}
}

// appendEscape appends what the escape that text begins with, at least two
// bytes, stands for, and returns its length.
func appendEscape(dst, text []byte) (_ []byte, size int) {
	switch c := text[1]; c {
	case 'n', 'r', 't', 'b', 'f', 'v', '0':
		return append(dst, ' '), 2 // each of them separates words
	case '\n':
		return dst, 2
	case 'x':
		if r, ok := hexNumber(text[2:], 2); ok {
			return utf8.AppendRune(dst, r), 4
		}
	case 'u':
		if r, size := unicodeEscape(text); size > 0 {
			return utf8.AppendRune(dst, r), size
		}
	}
	return append(dst, text[1]), 2
}

// unicodeEscape reads the \uXXXX, pair of them, or \u{X} that text begins with.
// Its size is 0 where nothing is encoded.
func unicodeEscape(text []byte) (r rune, size int) {
	rest := text[2:]
	if end := bytes.IndexByte(rest[:min(len(rest), 8)], '}'); end > 1 && rest[0] == '{' {
		if r, ok := hexNumber(rest[1:], end-1); ok {
			return r, 2 + end + 1
		}
	}
	r, ok := hexNumber(rest, 4)
	if !ok {
		return 0, 0
	}
	if rest = rest[4:]; utf16.IsSurrogate(r) && bytes.HasPrefix(rest, []byte(`\u`)) {
		if low, ok := hexNumber(rest[2:], 4); ok {
			if r := utf16.DecodeRune(r, low); r != utf8.RuneError {
				return r, 12
			}
		}
	}
	return r, 6
}

// hexNumber reads a number of n hexadecimal digits, at most seven.
func hexNumber(text []byte, n int) (r rune, ok bool) {
	if len(text) < n {
		return 0, false
	}
	for _, c := range text[:n] {
		d := hexDigit(c)
		if d < 0 {
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

// hexDigit returns the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
