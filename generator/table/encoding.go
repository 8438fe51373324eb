package table

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// encoding is how the bytes of a CSV stand for letters.
type encoding uint8

const (
	utf8Text encoding = iota
	windows1252
)

// decode returns the bytes of a CSV in an encoding that has ASCII as it is, and
// which of the two they mostly are in. Cells can differ: see decodeCell.
func (g *grid) decode(data []byte) ([]byte, encoding) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return g.fromUTF16(data[2:], binary.LittleEndian), utf8Text
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return g.fromUTF16(data[2:], binary.BigEndian), utf8Text
	default:
		if order := unmarkedUTF16(data); order != nil {
			return g.fromUTF16(data, order), utf8Text
		}
	}
	letters, strays := countUTF8(data)
	if strays > letters {
		g.notef(0, 0, "the file is not in UTF-8 and was read as Windows-1252; where letters look wrong, save it as \"CSV UTF-8\"")
		return data, windows1252
	}
	return data, utf8Text
}

// fromUTF16 returns data in UTF-8. Half a pair becomes a replacement character.
func (g *grid) fromUTF16(data []byte, order binary.ByteOrder) []byte {
	if len(data)%2 != 0 {
		g.errorf(0, 0, "export it anew", "the file is cut off: it is in UTF-16 and has half a character at its end")
	}
	out := make([]byte, 0, len(data)/2+len(data)/16)
	for ; len(data) >= 2; data = data[2:] {
		r := rune(order.Uint16(data))
		if utf16.IsSurrogate(r) && len(data) >= 4 {
			if both := utf16.DecodeRune(r, rune(order.Uint16(data[2:]))); both != utf8.RuneError {
				r, data = both, data[2:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// unmarkedUTF16 returns the byte order of UTF-16 without a mark, or nil. Every
// second byte of letters, digits and separators is zero, and of no other text.
func unmarkedUTF16(data []byte) binary.ByteOrder {
	begin := data[:min(len(data), 4096)&^1]
	var zeros [2]int
	for i, b := range begin {
		if b == 0 {
			zeros[i%2]++
		}
	}
	units := len(begin) / 2
	switch {
	case units == 0:
	case zeros[1]*10 >= units*4 && zeros[0]*20 <= units:
		return binary.LittleEndian
	case zeros[0]*10 >= units*4 && zeros[1]*20 <= units:
		return binary.BigEndian
	}
	return nil
}

// countUTF8 returns how many characters beyond ASCII are in UTF-8, and how many
// bytes are not.
func countUTF8(data []byte) (letters, strays int) {
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			strays++
		} else {
			letters++
		}
		data = data[size:]
	}
	return letters, strays
}

// decodeCell returns the text of a cell in UTF-8. A cell in another encoding than
// most is read in that, and said: files that were put together of several have
// such.
func (g *grid) decodeCell(raw []byte, mostly encoding, row, column int) string {
	letters, strays := countUTF8(raw)
	is := utf8Text
	if strays > 0 {
		is = windows1252
	}
	if is != mostly && letters+strays > 0 {
		g.warnf(row, column, "look whether its letters are right; save the file as \"CSV UTF-8\" to have one encoding", "%s", map[encoding]string{
			utf8Text:    "the cell is in UTF-8, the file is in Windows-1252; it was read as UTF-8",
			windows1252: "the cell is not in UTF-8, the file is; it was read as Windows-1252",
		}[is])
	}
	if is == utf8Text {
		return string(raw)
	}
	text, _ := charmap.Windows1252.NewDecoder().Bytes(raw) // any byte decodes
	return string(text)
}

// isGarbled reports whether text was in UTF-8, read as Windows-1252, and saved.
func isGarbled(text string) bool {
	narrow, err := charmap.Windows1252.NewEncoder().String(text)
	return err == nil && narrow != text && utf8.ValidString(narrow)
}
