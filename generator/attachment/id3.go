package attachment

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// soundReader reads what players show of a recording.
type soundReader struct{ *reader }

// isMPEGAudio reports whether data begins like a frame of sound: eleven bits
// that are set, then layer II or III, a bit rate and a sample rate that exist.
// Layer I is nobody's any more, and the mark of UTF-16 looks like it.
func isMPEGAudio(data []byte) bool {
	return len(data) >= 4 && data[0] == 0xff && data[1]&0xe0 == 0xe0 && data[1]&0x18 != 0x08 &&
		data[1]&0x06 != 0 && data[1]&0x06 != 0x06 && data[2]&0xf0 != 0xf0 && data[2]&0xf0 != 0 && data[2]&0x0c != 0x0c
}

// mp3 reads the tags before and behind the sound: ID3 of all versions, and APE.
// The sound itself is not looked at.
func (r soundReader) mp3(f file) {
	rest := f.data
	for begins(rest, "ID3") {
		size := r.id3v2(f, rest)
		if size == 0 {
			r.refuse(within(f.where, "ID3"), Damaged)
			break
		}
		rest = rest[size:]
	}
	if n := len(rest); n >= 128 && begins(rest[n-128:], "TAG") {
		r.id3v1(f, rest[n-128:])
		rest = rest[:n-128]
	}
	if n := len(rest); n >= 10 && begins(rest[n-10:], "3DI") { // a tag at the end, with its footer
		size := int(syncSafe(rest[n-4:])) + 20
		if size <= n {
			r.id3v2(f, rest[n-size:])
		}
	}
	r.ape(f, rest)
}

// id3v1 reads fields of fixed length: title, artist, album, year, comment.
func (r soundReader) id3v1(f file, tag []byte) {
	where := within(f.where, "ID3v1")
	for i, field := range [][]byte{tag[3:33], tag[33:63], tag[63:93], tag[97:127]} {
		text := strings.TrimSpace(latin(trimNULs(field)))
		r.add(Text{Where: where, Value: text, Author: i == 1})
	}
}

// syncSafe reads a number of four times seven bits.
func syncSafe(data []byte) uint32 {
	return uint32(data[0]&0x7f)<<21 | uint32(data[1]&0x7f)<<14 | uint32(data[2]&0x7f)<<7 | uint32(data[3]&0x7f)
}

// id3v2 reads a tag (id3.org: ID3v2.2.0, 2.3.0, 2.4.0) and returns its size with
// its head, or 0 for what is no tag.
func (r soundReader) id3v2(f file, data []byte) (size int) {
	if len(data) < 10 || data[3] < 2 || data[3] > 4 {
		return 0
	}
	size = 10 + int(syncSafe(data[6:]))
	if size > len(data) {
		return 0
	}
	version, flags, tag := data[3], data[5], data[10:size]
	if version < 4 && flags&0x80 != 0 {
		tag = synchronise(tag)
	}
	if version == 2 && flags&0x40 != 0 {
		r.refuse(within(f.where, "ID3"), UnknownFormat) // packed, in a way that was never said
		return size
	}
	if version > 2 && flags&0x40 != 0 {
		tag = afterExtendedHeader(version, tag)
	}
	r.id3Frames(f, version, flags&0x80 != 0, tag)
	if version == 4 && flags&0x10 != 0 {
		size = min(size+10, len(data))
	}
	return size
}

// synchronise takes out the zeros that keep sound and tags apart.
func synchronise(data []byte) []byte {
	return bytes.ReplaceAll(data, []byte{0xff, 0}, []byte{0xff})
}

func afterExtendedHeader(version byte, tag []byte) []byte {
	if len(tag) < 4 {
		return nil
	}
	size := int64(syncSafe(tag))
	if version == 3 {
		size = int64(binary.BigEndian.Uint32(tag)) + 4
	}
	return tag[min(int64(len(tag)), size):]
}

// id3Frame is one field of a tag.
type id3Frame struct {
	id   string
	data []byte
}

func (r soundReader) id3Frames(f file, version byte, unsynchronised bool, tag []byte) {
	head := 10
	if version == 2 {
		head = 6
	}
	for len(tag) >= head && tag[0] != 0 && !r.full() {
		id := string(tag[:4])
		size := int64(binary.BigEndian.Uint32(tag[4:]))
		switch version {
		case 2:
			id = string(tag[:3])
			size = int64(tag[3])<<16 | int64(tag[4])<<8 | int64(tag[5])
		case 4:
			size = frameSize4(tag)
		}
		data := tag[head:]
		if size > int64(len(data)) {
			r.refuse(within(f.where, "ID3"), Damaged)
			return
		}
		var flags byte
		if version > 2 {
			flags = tag[9]
		}
		tag, data = data[size:], data[:size]
		if data, ok := r.id3Unpacked(f, version, flags, unsynchronised, data); ok {
			r.id3Frame(f, id3Frame{id, data})
		}
	}
}

// frameSize4 reads the size of a frame of version 4. Some programs write it as
// in version 3; it is so where the next frame begins there.
func frameSize4(tag []byte) int64 {
	safe, plain := int64(syncSafe(tag[4:])), int64(binary.BigEndian.Uint32(tag[4:]))
	startsFrame := func(size int64) bool {
		at := 10 + size
		return at == int64(len(tag)) || at < int64(len(tag)) && (tag[at] == 0 || 'A' <= tag[at] && tag[at] <= 'Z')
	}
	if safe != plain && !startsFrame(safe) && startsFrame(plain) {
		return plain
	}
	return safe
}

// id3Unpacked undoes what the flags of a frame say was done to it.
func (r soundReader) id3Unpacked(f file, version, flags byte, unsynchronised bool, data []byte) ([]byte, bool) {
	where := within(f.where, "ID3")
	packed, encrypted, grouped, length := flags&0x80 != 0, flags&0x40 != 0, flags&0x20 != 0, flags&0x80 != 0
	if version == 4 {
		packed, encrypted, grouped, length = flags&0x08 != 0, flags&0x04 != 0, flags&0x40 != 0, flags&0x01 != 0
		if flags&0x02 != 0 || unsynchronised {
			data = synchronise(data)
		}
	}
	if version == 2 {
		return data, true
	}
	skip := 0
	if grouped {
		skip++
	}
	if length {
		skip += 4
	}
	if encrypted {
		r.refuse(where, Encrypted)
		return nil, false
	}
	data = data[min(len(data), skip):]
	if packed {
		return r.inflate(where, data)
	}
	return data, true
}

// id3Frame adds the texts of a frame.
func (r soundReader) id3Frame(f file, frame id3Frame) {
	where, data := within(f.where, "ID3"), frame.data
	if len(data) == 0 {
		return
	}
	switch id := frame.id; {
	case id == "APIC" || id == "PIC" || id == "GEOB" || id == "GEO":
		r.id3Object(f, where, data)
	case id == "COMM", id == "COM", id == "USLT", id == "ULT", id == "USER": // with a language of three letters
		for _, text := range id3Texts(data[0], data[min(len(data), 4):]) {
			r.text(where, text)
		}
	case id[0] == 'T', id == "IPLS", id == "IPL":
		for _, text := range id3Texts(data[0], data[1:]) {
			r.add(Text{Where: where, Value: text, Author: id3Author(id)})
		}
	case id == "WXXX", id == "WXX", id == "SYLT", id == "SLT", id == "OWNE", id == "COMR": // and other data
		for _, text := range id3Texts(data[0], data[1:]) {
			r.text(where, text)
		}
		r.strings(where, data)
	case id == "CHAP" || id == "CTOC":
		r.id3Chapter(f, data)
	default: // addresses, private data of programs
		r.bytes(where, data)
	}
}

func id3Author(id string) bool {
	switch id {
	case "TPE1", "TPE2", "TPE3", "TPE4", "TP1", "TP2", "TP3", "TP4", "TCOM", "TCM", "TEXT", "TXT", "TENC", "TEN", "TOPE", "TOA", "TOLY", "TOL", "TOWN", "TCOP", "TCR", "TPUB", "TPB":
		return true
	}
	return false
}

// id3Texts decodes the texts that NULs separate, in an encoding: Latin-1, UTF-16
// with a mark, UTF-16BE, UTF-8.
func id3Texts(encoding byte, data []byte) []string {
	var text string
	switch encoding {
	case 1:
		order := binary.ByteOrder(binary.LittleEndian)
		if at, ok := find(data[:min(len(data), 4)], []byte("\xfe\xff")); ok && at%2 == 0 {
			order = binary.BigEndian
		}
		text = fromUTF16(data, order)
	case 2:
		text = fromUTF16(data, binary.BigEndian)
	default:
		text = latin(data)
	}
	var texts []string
	for _, one := range strings.Split(text, "\x00") {
		if one = strings.TrimSpace(strings.Trim(one, "\ufeff\ufffe")); one != "" {
			texts = append(texts, one)
		}
	}
	return texts
}

// id3Object adds the description of a picture or a file, and that itself.
func (r soundReader) id3Object(f file, where string, data []byte) {
	for _, magic := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF8", "%PDF-", "PK\x03\x04", "RIFF"} {
		if at, ok := find(data[:min(len(data), 1024)], []byte(magic)); ok {
			r.file(file{where: within(where, "a picture"), data: data[at:], depth: f.depth + 1})
			data = data[:at]
			break
		}
	}
	r.strings(where, data)
}

// id3Chapter reads a chapter: a name, four times or a list of names, and frames.
func (r soundReader) id3Chapter(f file, data []byte) {
	r.strings(within(f.where, "ID3"), data)
	_, rest, _ := bytes.Cut(data, []byte{0})
	if len(rest) > 16 && f.depth < r.limits.Depth {
		f.depth++
		r.id3Frames(f, 4, false, rest[16:])
	}
}

// ape reads the items of an APE tag at the end, version 1 or 2.
func (r soundReader) ape(f file, rest []byte) {
	n := len(rest)
	if n < 32 || !begins(rest[n-32:], "APETAGEX") {
		return
	}
	size := int64(binary.LittleEndian.Uint32(rest[n-20:]))
	if size < 32 || size > int64(n) {
		r.refuse(within(f.where, "APE"), Damaged)
		return
	}
	items := rest[int64(n)-size : n-32]
	for len(items) >= 8 {
		length := int64(binary.LittleEndian.Uint32(items))
		key, value, ok := bytes.Cut(items[8:], []byte{0})
		if !ok || length > int64(len(value)) {
			return
		}
		r.field(within(f.where, "APE"), latin(key), latin(bytes.ReplaceAll(value[:length], []byte{0}, []byte("\n"))))
		items = value[length:]
	}
}
