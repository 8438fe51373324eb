package attachment

import (
	"encoding/binary"
	"strings"
)

// tiff reads the fields of a picture in TIFF, which are those of EXIF.
func (r pictureReader) tiff(f file) {
	f.where = within(f.where, "TIFF")
	r.exif(f)
}

// Bounds of the directories of one picture.
const (
	mostDirectories = 64
	mostFields      = 4096
	deepestEXIF     = 8 // of EXIF in resources of Photoshop in EXIF
)

// exif reads the directories of EXIF (CIPA DC-008), all fields that hold text,
// known or not.
func (r pictureReader) exif(f file) {
	if r.nested == deepestEXIF {
		r.refuse(f.where, TooDeep)
		return
	}
	r.nested++
	defer func() { r.nested-- }()
	data := f.data
	if begins(data, "Exif\x00\x00") {
		data = data[6:]
	}
	e := exif{pictureReader: r, where: f.where, data: data, seen: map[uint32]bool{}}
	switch {
	case len(data) >= 8 && begins(data, "II"):
		e.order = binary.LittleEndian
	case len(data) >= 8 && begins(data, "MM"):
		e.order = binary.BigEndian
	default:
		r.refuse(f.where, Damaged)
		return
	}
	e.directories(e.order.Uint32(data[4:]), false)
}

type exif struct {
	pictureReader
	where  string
	data   []byte
	order  binary.ByteOrder
	seen   map[uint32]bool // offsets of directories
	fields int
	depth  int
	size   int // of the values so far: several fields may share one
}

// The fields that matter beyond what their type says.
const (
	tagSubDirectories = 0x014a
	tagXMP            = 0x02bc
	tagIPTC           = 0x83bb
	tagPhotoshop      = 0x8649
	tagEXIF           = 0x8769
	tagICC            = 0x8773
	tagGPS            = 0x8825
	tagUserComment    = 0x9286
	tagXPTitle        = 0x9c9b
	tagXPSubject      = 0x9c9f
	tagInterop        = 0xa005

	tagGPSLatitude   = 2
	tagGPSProcessing = 0x1b
	tagGPSArea       = 0x1c
)

// directories reads a directory and those that follow it.
func (e *exif) directories(at uint32, gps bool) {
	for at != 0 && !e.seen[at] && len(e.seen) < mostDirectories {
		e.seen[at] = true
		if uint64(at)+2 > uint64(len(e.data)) {
			e.refuse(e.where, Damaged)
			return
		}
		count := int(e.order.Uint16(e.data[at:]))
		rest := e.data[at+2:]
		for ; count > 0 && len(rest) >= 12 && e.fields < mostFields; count-- {
			e.fields++
			e.field(rest[:12], gps)
			rest = rest[12:]
		}
		if count > 0 || len(rest) < 4 {
			return
		}
		at = e.order.Uint32(rest)
	}
}

// sizes are those of the types of TIFF 6.0, in bytes.
var sizes = [...]uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}

func (e *exif) field(entry []byte, gps bool) {
	tag, kind := e.order.Uint16(entry), e.order.Uint16(entry[2:])
	if kind == 0 || int(kind) >= len(sizes) {
		return
	}
	size := uint64(e.order.Uint32(entry[4:])) * sizes[kind]
	value := entry[8:]
	if size > 4 {
		at := uint64(e.order.Uint32(value))
		if at+size > uint64(len(e.data)) {
			e.refuse(e.where, Damaged)
			return
		}
		value = e.data[at:]
	}
	value = value[:size]
	if e.size += int(size); e.size > 4*len(e.data) {
		e.refuse(e.where, Damaged)
		return
	}
	switch {
	case gps:
		e.gps(tag, kind, value)
	case tag == tagEXIF || tag == tagInterop || tag == tagSubDirectories || tag == tagGPS:
		for ; len(value) >= 4 && e.depth < 4; value = value[4:] {
			e.depth++
			e.directories(e.order.Uint32(value), tag == tagGPS)
			e.depth--
		}
	default:
		e.value(tag, kind, value)
	}
}

const (
	typeASCII     = 2
	typeByte      = 1
	typeUndefined = 7
)

// names of fields that say who made the picture
func exifAuthor(tag uint16) bool {
	switch tag {
	case 0x013b, 0x8298, 0x9c9d, 0xa430: // artist, copyright, author, owner of the camera
		return true
	}
	return false
}

func (e *exif) value(tag, kind uint16, value []byte) {
	switch {
	case tag == tagXMP:
		e.properties(within(e.where, "XMP"), value)
	case tag == tagIPTC:
		e.iptc(within(e.where, "IPTC"), value)
	case tag == tagPhotoshop:
		e.photoshop(e.where, value)
	case tag == tagICC:
	case tagXPTitle <= tag && tag <= tagXPSubject:
		e.add(Text{Where: e.where, Value: strings.TrimRight(fromUTF16(value, binary.LittleEndian), "\x00"), Author: exifAuthor(tag)})
	case tag == tagUserComment:
		e.comment(value)
	case kind == typeASCII:
		for _, text := range strings.Split(latin(value), "\x00") {
			e.add(Text{Where: e.where, Value: strings.TrimSpace(text), Author: exifAuthor(tag)})
		}
	case kind == typeUndefined || kind == typeByte:
		if len(value) > 4 {
			e.strings(e.where, value)
		}
	}
}

// comment reads a text behind eight bytes that name its encoding. Which byte
// order UTF-16 has there was never agreed on.
func (e *exif) comment(value []byte) {
	if len(value) < 8 {
		return
	}
	encoding, text := string(value[:8]), value[8:]
	if encoding != "UNICODE\x00" {
		e.bytes(e.where, trimNULs(text))
		return
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if value := strings.TrimRight(fromMarkedUTF16(text, order), "\x00 "); looksLikeText(value) && isAssigned(value) {
			e.text(e.where, value)
		}
	}
}

func (e *exif) gps(tag, kind uint16, value []byte) {
	switch {
	case tag == tagGPSLatitude && !allZero(value):
		e.position(e.where)
	case tag == tagGPSProcessing || tag == tagGPSArea:
		e.comment(value)
	case kind == typeASCII:
		e.bytes(e.where, trimNULs(value))
	}
}

func allZero(data []byte) bool {
	for _, c := range data {
		if c != 0 {
			return false
		}
	}
	return true
}
