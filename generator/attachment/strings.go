package attachment

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"
)

// leastString is how many characters a string in binary data has. What is
// shorter is noise as often as not.
const leastString = 4

// strings adds the strings that binary data of no known structure holds, one a
// line: runs of printable characters in UTF-8 or Windows-1252, and in UTF-16 of
// both byte orders.
func (r *reader) strings(where string, data []byte) {
	var found strings.Builder
	byteStrings(&found, data)
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		for shift := range 2 {
			if len(data) > shift {
				wideStrings(&found, data[shift:], order)
			}
		}
	}
	r.text(where, found.String())
}

// byteStrings appends the strings of one byte a character, or of UTF-8.
func byteStrings(found *strings.Builder, data []byte) {
	start := 0
	for i := 0; i <= len(data); i++ {
		if i < len(data) && (data[i] >= ' ' && data[i] != 0x7f || data[i] == '\t') {
			continue
		}
		if run := data[start:i]; len(run) >= leastString {
			found.WriteString(latin(run))
			found.WriteByte('\n')
		}
		start = i + 1
	}
}

// wideStrings appends the strings of UTF-16. Most pairs of bytes are some
// letter, so only such strings count as have letters of alphabets.
func wideStrings(found *strings.Builder, data []byte, order binary.ByteOrder) {
	var run []rune
	for ; len(data) >= 2; data = data[2:] {
		if c := rune(order.Uint16(data)); c >= ' ' && c < 0x2100 && unicode.IsPrint(c) {
			run = append(run, c)
			continue
		}
		run = endString(found, run)
	}
	endString(found, run)
}

func endString(found *strings.Builder, run []rune) []rune {
	if len(run) >= leastString {
		found.WriteString(string(run))
		found.WriteByte('\n')
	}
	return run[:0]
}

// bytes adds a value that is a text, or binary data with strings in it.
func (r *reader) bytes(where string, data []byte) {
	if text := strings.TrimRight(latin(data), "\x00 "); looksLikeText(text) && utf8.ValidString(text) {
		r.text(where, text)
		return
	}
	r.strings(where, data)
}
