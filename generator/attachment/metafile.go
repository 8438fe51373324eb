package attachment

import (
	"encoding/binary"
	"strings"
)

// Drawings of Windows, as office documents hold them: their texts are drawn in
// pieces, so they are added one a line, and joined.

func isEMF(data []byte) bool {
	return begins(data, "\x01\x00\x00\x00") && len(data) >= 88 && string(data[40:44]) == " EMF"
}

func isWMF(data []byte) bool {
	return begins(data, "\xd7\xcd\xc6\x9a") || begins(data, "\x01\x00\x09\x00\x00\x03")
}

// emf reads an enhanced metafile (MS-EMF, 2.3): records of a kind, a size, data.
func (r pictureReader) emf(f file) {
	var texts []string
	for rest := f.data; len(rest) >= 8; {
		kind, size := binary.LittleEndian.Uint32(rest), int64(binary.LittleEndian.Uint32(rest[4:]))
		if size < 8 || size > int64(len(rest)) {
			r.refuse(f.where, Damaged)
			break
		}
		texts = append(texts, r.emfRecord(f.where, kind, rest[:size])...)
		rest = rest[size:]
	}
	r.drawn(f.where, texts)
}

const (
	emfHeader      = 1
	emfComment     = 70
	emfTextA       = 83
	emfTextW       = 84
	emfPolyTextA   = 96
	emfPolyTextW   = 97
	emfSmallText   = 108
	emfNoRectangle = 0x100
	emfSmall       = 0x200
)

func (r pictureReader) emfRecord(where string, kind uint32, record []byte) []string {
	number := func(at int) uint64 {
		if at+4 > len(record) {
			return 0
		}
		return uint64(binary.LittleEndian.Uint32(record[at:]))
	}
	characters := func(at, count uint64, wide bool) []string {
		if wide {
			count *= 2
		}
		if at > uint64(len(record)) || count > uint64(len(record))-at {
			return nil
		}
		if !wide {
			return []string{latin(record[at : at+count])}
		}
		return []string{fromUTF16(record[at:at+count], binary.LittleEndian)}
	}
	switch kind {
	case emfHeader:
		return characters(number(64), number(60), true)
	case emfTextA, emfTextW:
		return characters(number(48), number(44), kind == emfTextW)
	case emfSmallText:
		at := uint64(36)
		if number(20)&emfNoRectangle == 0 {
			at += 16
		}
		return characters(at, number(16), number(20)&emfSmall == 0)
	case emfComment, emfPolyTextA, emfPolyTextW:
		r.strings(where, record)
	}
	return nil
}

// wmf reads a metafile (MS-WMF, 2.3): records of a size in words, a function,
// parameters.
func (r pictureReader) wmf(f file) {
	rest := f.data
	if begins(rest, "\xd7\xcd\xc6\x9a") {
		rest = rest[min(len(rest), 22):]
	}
	rest = rest[min(len(rest), 18):]
	var texts []string
	for len(rest) >= 6 {
		size := 2 * int64(binary.LittleEndian.Uint32(rest))
		if size < 6 || size > int64(len(rest)) {
			r.refuse(f.where, Damaged)
			break
		}
		texts = append(texts, r.wmfRecord(f.where, binary.LittleEndian.Uint16(rest[4:]), rest[6:size])...)
		rest = rest[size:]
	}
	r.drawn(f.where, texts)
}

func (r pictureReader) wmfRecord(where string, function uint16, parameters []byte) []string {
	at := 0 // of the length
	switch function {
	case 0x0521: // TextOut
	case 0x0a32: // ExtTextOut
		at = 4
	case 0x0626: // Escape
		r.strings(where, parameters)
		return nil
	default:
		return nil
	}
	if at+4 > len(parameters) {
		return nil
	}
	length, text := int(binary.LittleEndian.Uint16(parameters[at:])), parameters[at+2:]
	if function == 0x0a32 {
		const rectangle = 2 | 4
		options := binary.LittleEndian.Uint16(text)
		if text = text[2:]; options&rectangle != 0 {
			text = text[min(len(text), 8):]
		}
	}
	return []string{latin(text[:min(len(text), length)])}
}

func (r pictureReader) drawn(where string, texts []string) {
	r.text(where, strings.Join(texts, "\n"))
	if len(texts) > 1 {
		r.text(where, strings.Join(texts, ""))
	}
}
