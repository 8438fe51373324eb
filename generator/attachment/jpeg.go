package attachment

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// The beginnings of segments of JPEG that describe the picture.
const (
	adobeXMP       = "http://ns.adobe.com/xap/1.0/\x00"
	adobeXMPRest   = "http://ns.adobe.com/xmp/extension/\x00"
	adobePhotoshop = "Photoshop 3.0\x00"
)

// jpeg reads comments, EXIF, IPTC and XMP of a picture (ISO/IEC 10918-1,
// annex B).
func (r pictureReader) jpeg(f file) {
	j := jpeg{pictureReader: r, file: f}
	rest := f.data[2:]
	for {
		marker, data, after, ok := segment(rest)
		if !ok {
			r.refuse(f.where, Damaged)
			break
		}
		if marker == 0xd9 {
			r.trailing(f, after)
			break
		}
		if marker == 0xda {
			after = afterScan(after)
		}
		j.segment(marker, data)
		rest = after
	}
	j.end()
}

// segment cuts the first segment off: its marker and its data.
func segment(rest []byte) (marker byte, data, after []byte, ok bool) {
	if len(rest) < 2 || rest[0] != 0xff {
		return 0, nil, nil, false
	}
	for len(rest) > 2 && rest[1] == 0xff {
		rest = rest[1:] // filling
	}
	marker = rest[1]
	if marker == 0xd9 || marker == 0x01 || 0xd0 <= marker && marker <= 0xd8 {
		return marker, nil, rest[2:], true
	}
	if len(rest) < 4 {
		return 0, nil, nil, false
	}
	size := int(binary.BigEndian.Uint16(rest[2:]))
	if size < 2 || size > len(rest)-2 {
		return 0, nil, nil, false
	}
	return marker, rest[4 : 2+size], rest[2+size:], true
}

// afterScan returns what follows the pixels of a scan: the next marker that is
// none of theirs.
func afterScan(rest []byte) []byte {
	for i := 0; ; {
		next := bytes.IndexByte(rest[i:], 0xff)
		if next < 0 || i+next+1 >= len(rest) {
			return nil
		}
		i += next
		if c := rest[i+1]; c == 0 || 0xd0 <= c && c <= 0xd7 {
			i += 2
		} else if c == 0xff {
			i++
		} else {
			return rest[i:]
		}
	}
}

// jpeg is the state of reading a picture.
type jpeg struct {
	pictureReader
	file     file
	extended []extendedXMP
	resource []byte // of Photoshop, over several segments
}

// extendedXMP is a piece of XMP that is too long for a segment (XMP part 3,
// 1.1.3.1).
type extendedXMP struct {
	id   string
	at   uint32
	data []byte
}

func (j *jpeg) segment(marker byte, data []byte) {
	where := j.file.where
	switch {
	case marker == 0xfe:
		j.bytes(within(where, "comment"), data)
	case marker == 0xe1 && begins(data, "Exif\x00") && len(data) >= 6:
		j.exif(file{where: within(where, "EXIF"), data: data[6:]})
	case marker == 0xe1 && begins(data, adobeXMP):
		j.properties(within(where, "XMP"), data[len(adobeXMP):])
	case marker == 0xe1 && begins(data, adobeXMPRest) && len(data) >= len(adobeXMPRest)+40:
		piece := data[len(adobeXMPRest):]
		j.extended = append(j.extended, extendedXMP{string(piece[:32]), binary.BigEndian.Uint32(piece[36:]), piece[40:]})
	case marker == 0xed && begins(data, adobePhotoshop):
		j.resource = append(j.resource, data[len(adobePhotoshop):]...)
	case marker == 0xe0 && (begins(data, "JFIF\x00") || begins(data, "JFXX\x00")),
		marker == 0xe2 && (begins(data, "ICC_PROFILE\x00") || begins(data, "MPF\x00")),
		marker == 0xee && begins(data, "Adobe"):
		// how to show the pixels
	case 0xe0 <= marker && marker <= 0xef:
		j.bytes(within(where, "a segment of an application"), data)
	}
}

// end reads what is spread over segments.
func (j *jpeg) end() {
	j.photoshop(j.file.where, j.resource)
	slices.SortStableFunc(j.extended, func(a, b extendedXMP) int {
		if c := bytes.Compare([]byte(a.id), []byte(b.id)); c != 0 {
			return c
		}
		return int(int64(a.at) - int64(b.at))
	})
	var whole []byte
	for i, piece := range j.extended {
		whole = append(whole, piece.data...)
		if i+1 == len(j.extended) || j.extended[i+1].id != piece.id {
			j.properties(within(j.file.where, "XMP"), whole)
			whole = nil
		}
	}
}

// photoshop reads image resources (Photoshop file format): IPTC among them.
func (r pictureReader) photoshop(where string, data []byte) {
	for len(data) >= 12 && begins(data, "8BIM") {
		id := binary.BigEndian.Uint16(data[4:])
		name := 1 + int(data[6])
		name += name % 2
		if len(data) < 10+name {
			break
		}
		size := int64(binary.BigEndian.Uint32(data[6+name:]))
		rest := data[10+name:]
		if size > int64(len(rest)) {
			size = int64(len(rest))
			r.refuse(where, Damaged)
		}
		r.text(within(where, "Photoshop"), latin(data[7:7+int(data[6])]))
		r.imageResource(where, id, rest[:size])
		data = rest[min(int64(len(rest)), size+size%2):]
	}
}

func (r pictureReader) imageResource(where string, id uint16, data []byte) {
	switch id {
	case 0x0404:
		r.iptc(within(where, "IPTC"), data)
	case 0x0422:
		r.exif(file{where: within(where, "EXIF"), data: data})
	case 0x0424:
		r.properties(within(where, "XMP"), data)
	case 0x0409, 0x040c, 0x040f, 0x0425: // thumbnails, colours, a checksum
	default:
		r.strings(within(where, "Photoshop"), data)
	}
}

// iptc reads the data sets of IIM (version 4.2, 1.6).
func (r pictureReader) iptc(where string, data []byte) {
	for len(data) >= 5 && data[0] == 0x1c {
		record, set := data[1], data[2]
		size := int(binary.BigEndian.Uint16(data[3:]))
		data = data[5:]
		if size >= 1<<15 { // its length has a length
			length := size &^ (1 << 15)
			if length > 4 || length > len(data) {
				return
			}
			size = 0
			for _, c := range data[:length] {
				size = size<<8 | int(c)
			}
			data = data[length:]
		}
		size = min(size, len(data))
		switch text := latin(data[:size]); {
		case record == 1: // how the others are written
		case looksLikeText(text):
			byline := record == 2 && (set == 80 || set == 110 || set == 116 || set == 122)
			r.add(Text{Where: where, Value: text, Author: byline})
		default:
			r.strings(where, data[:size])
		}
		data = data[size:]
	}
}
