package attachment

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decodeText decodes a plain text: UTF-8 and UTF-16 with and without a mark, and
// Windows-1252, which Latin-1 is a part of. UTF-16 without a mark may read as
// text in both byte orders, and then both are returned.
func decodeText(data []byte) (readings []string, ok bool) {
	if begin := data[:min(len(data), 4096)]; bytes.IndexByte(begin, 0) < 0 && len(data) > len(begin) && !looksLikeText(from1252(begin)) {
		return nil, false // all of a film need not be decoded to see that it is none
	}
	switch {
	case begins(data, "\xef\xbb\xbf"):
		return []string{latin(data[3:])}, true
	case begins(data, "\xff\xfe") && looksLikeText(fromUTF16(data[2:], binary.LittleEndian)):
		return []string{fromUTF16(data[2:], binary.LittleEndian)}, true
	case begins(data, "\xfe\xff") && looksLikeText(fromUTF16(data[2:], binary.BigEndian)):
		return []string{fromUTF16(data[2:], binary.BigEndian)}, true
	case looksLikeText(string(data)):
		return []string{string(data)}, true
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if text := fromUTF16(data, order); len(data)%2 == 0 && looksLikeText(text) && isAssigned(text) && hasASCII(text) {
			readings = append(readings, text)
		}
	}
	if readings == nil {
		if text := latin(data); looksLikeText(text) && isAssigned(text) {
			readings = []string{text}
		}
	}
	return readings, readings != nil
}

// looksLikeText reports whether text has nothing that only binary data has.
func looksLikeText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a\x1b", r)
	})
}

// isAssigned reports whether all characters of a text exist. Of noise that is
// taken for text, some do not.
func isAssigned(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r == utf8.RuneError || r >= utf8.RuneSelf && !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf, unicode.Co)
	})
}

// hasASCII reports whether of twenty characters one is ASCII: a space, a line
// end, a digit. Of those that noise makes, hardly any is.
func hasASCII(text string) bool {
	ascii, all := 0, 0
	for _, r := range text {
		all++
		if r < utf8.RuneSelf {
			ascii++
		}
	}
	return ascii*20 >= all && ascii > 0
}

// latin decodes what is UTF-8 or else Windows-1252.
func latin(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	return from1252(data)
}

// inUTF8 is latin for text whose encoding nothing says, such as names in a file.
func inUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return from1252([]byte(text))
}

func from1252(data []byte) string {
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return string(text)
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// fromMarkedUTF16 decodes UTF-16 that says its byte order, or else has the
// given one.
func fromMarkedUTF16(data []byte, order binary.ByteOrder) string {
	switch {
	case begins(data, "\xff\xfe"):
		return fromUTF16(data[2:], binary.LittleEndian)
	case begins(data, "\xfe\xff"):
		return fromUTF16(data[2:], binary.BigEndian)
	}
	return fromUTF16(data, order)
}

// utf16Bytes returns text in UTF-16, little-endian.
func utf16Bytes(text string) []byte {
	var data []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	return data
}

// withoutNumbers returns the lines of a text in which a word ends in a number of
// one or two digits, with a space before the number: it may be that of a footnote.
func withoutNumbers(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		begin := out.Len()
		from := 0
		for i := 1; i < len(line); i++ {
			end := i
			for end < len(line) && isDigit(line[end]) {
				end++
			}
			if end > i && end <= i+2 && isLetter(line[i-1]) && (end == len(line) || !isLetter(line[end])) {
				out.WriteString(line[from:i])
				out.WriteByte(' ')
				from = i
			}
			i = end
		}
		if out.Len() > begin {
			out.WriteString(line[from:])
		}
	}
	return out.String()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isLetter reports whether a byte is a letter of ASCII or a part of another.
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf }

// trimNULs cuts a field of fixed length at its first NUL.
func trimNULs(data []byte) []byte {
	field, _, _ := bytes.Cut(data, []byte{0})
	return field
}

// namesAuthor reports whether a field of this name says who made something.
func namesAuthor(name string) bool {
	switch strings.ToLower(name) {
	case "author", "creator", "artist", "by-line", "byline", "writer", "owner", "copyright", "company", "manager",
		"lastmodifiedby", "initial-creator", "printed-by", "editor", "captionwriter", "camera owner", "xpauthor",
		"composer", "performer", "publisher", "initials", "username", "userid", "displayname", "encodedby", "credit":
		return true
	}
	return false
}
