package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// pictureReader reads pictures and drawings, and what cameras write into them.
type pictureReader struct{ *reader }

// png reads the texts of a picture (PNG, third edition, 11.3.3 and 11.3.4.5).
func (r pictureReader) png(f file) {
	rest := f.data[8:]
	for len(rest) >= 12 {
		size := binary.BigEndian.Uint32(rest)
		if int64(size) > int64(len(rest)-12) {
			break
		}
		kind, data := string(rest[4:8]), rest[8:8+size]
		rest = rest[12+size:]
		if kind == "IEND" {
			r.trailing(f, rest)
			return
		}
		r.pngChunk(f, kind, data)
	}
	r.refuse(f.where, Damaged)
}

func (r pictureReader) pngChunk(f file, kind string, data []byte) {
	where := within(f.where, kind)
	switch kind {
	case "tEXt":
		keyword, text, _ := bytes.Cut(data, []byte{0})
		r.pngText(f, where, from1252(keyword), text)
	case "zTXt":
		keyword, packed, _ := bytes.Cut(data, []byte{0})
		if text, ok := r.inflate(where, packed[min(1, len(packed)):]); ok {
			r.pngText(f, where, from1252(keyword), text)
		}
	case "iTXt":
		r.pngInternational(f, where, data)
	case "eXIf":
		r.exif(file{where: within(f.where, "EXIF"), data: data})
	case "IHDR", "PLTE", "IDAT", "fdAT", "acTL", "fcTL", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "hIST", "pHYs", "tIME", "iDOT", "mDCV", "cLLI":
		// pixels, and how to show them
	default:
		r.strings(where, data)
	}
}

// inflate unpacks what zlib packed.
func (r *reader) inflate(where string, packed []byte) ([]byte, bool) {
	in, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		r.refuse(where, Damaged)
		return nil, false
	}
	return r.unpack(where, in, len(packed))
}

// pngText adds a text of Latin-1, which some programs take for UTF-8; or what is
// no text but the profile of another format, in hexadecimal.
func (r pictureReader) pngText(f file, where, keyword string, text []byte) {
	if kind, is := strings.CutPrefix(keyword, "Raw profile type "); is {
		r.rawProfile(f, kind, text)
		return
	}
	if keyword == "XML:com.adobe.xmp" {
		r.properties(within(f.where, "XMP"), text)
		return
	}
	r.field(where, keyword, latin(text))
	r.text(where, keyword)
}

// pngInternational reads keyword, flag, method, language, translated keyword,
// text.
func (r pictureReader) pngInternational(f file, where string, data []byte) {
	keyword, rest, _ := bytes.Cut(data, []byte{0})
	if len(rest) < 2 {
		r.refuse(where, Damaged)
		return
	}
	packed := rest[0] == 1
	_, rest, _ = bytes.Cut(rest[2:], []byte{0})
	translated, text, _ := bytes.Cut(rest, []byte{0})
	r.text(where, latin(translated))
	if packed {
		var ok bool
		if text, ok = r.inflate(where, text); !ok {
			return
		}
	}
	r.pngText(f, where, latin(keyword), text)
}

// rawProfile reads what ImageMagick makes of EXIF, IPTC and XMP: a name, a
// length, and hexadecimal digits, each on lines of their own.
func (r pictureReader) rawProfile(f file, kind string, text []byte) {
	fields := bytes.Fields(text)
	if len(fields) < 3 {
		r.text(within(f.where, kind), latin(text))
		return
	}
	data, _ := hex.AppendDecode(nil, bytes.Join(fields[2:], nil))
	switch {
	case begins(data, "Exif\x00\x00"):
		r.exif(file{where: within(f.where, "EXIF"), data: data[6:]})
	case kind == "xmp", begins(data, adobeXMP):
		r.properties(within(f.where, "XMP"), bytes.TrimPrefix(data, []byte(adobeXMP)))
	case kind == "iptc":
		r.photoshop(f.where, data)
	case kind != "icc" && kind != "icm":
		r.bytes(within(f.where, kind), data)
	}
}

// trailing reads what lies behind the end of a file: a second picture, a film, or
// whatever else a device puts there.
func (r pictureReader) trailing(f file, data []byte) {
	data = bytes.TrimLeft(data, "\x00\n\r ")
	if len(data) == 0 {
		return
	}
	where := within(f.where, "behind the end")
	if readerOf(data) != nil {
		r.file(file{where: where, data: data, depth: f.depth + 1})
		return
	}
	if film, ok := find(data, []byte("ftyp")); ok && film >= 4 {
		r.file(file{where: where, data: data[film-4:], depth: f.depth + 1})
		data = data[:film-4]
	}
	r.bytes(where, data)
}
