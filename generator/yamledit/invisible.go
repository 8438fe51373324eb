package yamledit

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// invisible names a character that looks like a space, or like nothing, and is
// not what YAML takes for a space. It returns "" for any other character.
func invisible(r rune) string {
	switch r {
	case '\u00a0', '\u202f':
		return "a non-breaking space"
	case '\u200b', '\u2060':
		return "a zero-width space"
	case '\ufeff':
		return "a byte order mark"
	case '\u200e', '\u200f':
		return "an invisible direction mark"
	case '\u00ad':
		return "an invisible hyphen"
	}
	switch {
	case r > utf8.RuneSelf && unicode.Is(unicode.Zs, r):
		return "an unusual space"
	case unicode.Is(unicode.Cf, r):
		return "an invisible character"
	}
	return ""
}

// invisibleFault is an invisible character at an offset of a text.
func invisibleFault(data []byte, at int, where string) *fault {
	r, size := utf8.DecodeRune(data[at:])
	hint := "delete it"
	if unicode.Is(unicode.Zs, r) {
		hint = "delete it and type an ordinary space"
	} else if where == behindKey {
		hint = "delete it, and have an ordinary space behind the colon"
	}
	return &fault{start: at, end: at + size, message: fmt.Sprintf("there is %s (U+%04X) %s", invisible(r), r, where), hint: hint}
}

// The places of an invisible character.
const (
	behindKey  = "behind the key"
	inFront    = "at the start of the line"
	besideSign = "beside the quotation mark or bracket"
)
