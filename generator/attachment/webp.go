package attachment

import "encoding/binary"

// riff reads the chunks of WebP, and those of other formats that hold texts.
func (r pictureReader) riff(f file) {
	if string(f.data[8:12]) != "WEBP" {
		r.refuse(f.where, UnknownFormat)
		return
	}
	end := min(int64(len(f.data)), 8+int64(binary.LittleEndian.Uint32(f.data[4:])))
	rest := f.data[12:max(12, end)]
	for len(rest) >= 8 {
		size := int64(binary.LittleEndian.Uint32(rest[4:]))
		kind, data := string(rest[:4]), rest[8:]
		if size > int64(len(data)) {
			r.refuse(f.where, Damaged)
			return
		}
		rest = data[min(int64(len(data)), size+size%2):]
		r.webpChunk(f, kind, data[:size])
	}
	r.trailing(f, f.data[max(12, end):])
}

func (r pictureReader) webpChunk(f file, kind string, data []byte) {
	switch kind {
	case "EXIF":
		r.exif(file{where: within(f.where, "EXIF"), data: data})
	case "XMP ":
		r.properties(within(f.where, "XMP"), data)
	case "VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP":
		// pixels, and how to show them
	default:
		r.strings(within(f.where, kind), data)
	}
}
