package attachment

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// isoMedia reads what describes video, sound and pictures in boxes (ISO/IEC
// 14496-12): MP4, M4A, AVIF, HEIC. The media themselves are passed by, but for
// subtitles.
func (r *reader) isoMedia(f file) {
	m := &isoMedia{reader: r, where: f.where, file: f, byID: map[uint32]int{}}
	m.boxes(f.data, "", 0)
}

type isoMedia struct {
	*reader
	where  string
	file   file
	keys   []string // names of what ilst holds, in QuickTime
	track  isoTrack
	items  []isoItem      // of a picture, that may be texts
	byID   map[uint32]int // where in items
	places []byte         // of the items: iloc
	idat   []byte
}

// deepestBox is how far boxes may be nested: media have some eight.
const deepestBox = 16

// box cuts the first box off: what it is, what it holds, and the rest.
func box(data []byte) (kind string, body, rest []byte, ok bool) {
	if len(data) < 8 {
		return "", nil, nil, false
	}
	size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
	switch {
	case size == 0:
		size = uint64(len(data))
	case size == 1 && len(data) >= 16:
		size, head = binary.BigEndian.Uint64(data[8:]), 16
	}
	if size < head || size > uint64(len(data)) {
		return "", nil, nil, false
	}
	return string(data[4:8]), data[head:size], data[size:], true
}

func (m *isoMedia) boxes(data []byte, parent string, depth int) {
	for len(data) >= 8 && !m.full() {
		kind, body, rest, ok := box(data)
		if !ok {
			m.refuse(m.where, Damaged)
			return
		}
		if depth < deepestBox {
			m.box(kind, body, parent, depth)
		}
		data = rest
	}
}

func (m *isoMedia) box(kind string, body []byte, parent string, depth int) {
	where := within(m.where, kind)
	switch kind {
	case "moov", "mdia", "minf", "stbl", "udta", "ilst", "dinf", "edts", "iprp", "ipco":
		m.boxes(body, kind, depth+1)
	case "trak":
		m.track = isoTrack{}
		m.boxes(body, kind, depth+1)
		m.subtitles()
	case "meta":
		m.meta(body, depth)
	case "hdlr":
		m.handler(where, body)
	case "stsz", "stco", "co64", "stsc":
		m.track.table(kind, body)
	case "keys":
		m.readKeys(body)
	case "iinf":
		m.itemInfos(body)
	case "iloc":
		m.places = body
	case "idat":
		m.idat = body
	case "uuid":
		m.uuid(body)
	case "XMP_":
		m.properties(within(m.where, "XMP"), body)
	case "ftyp", "mdat", "mvhd", "tkhd", "mdhd", "vmhd", "smhd", "nmhd", "stsd", "stts", "ctts", "stss", "sdtp", "sgpd", "sbgp", "elst",
		"dref", "moof", "sidx", "mfra", "pitm", "ipma", "iref", "mvex", "iods", "ispe", "pixi", "av1C", "colr", "gmhd", "tref":
		// media, and how to show them
	default:
		m.described(kind, body, parent)
	}
}

// meta is a full box, but for QuickTime.
func (m *isoMedia) meta(body []byte, depth int) {
	if len(body) >= 8 && string(body[4:8]) != "hdlr" {
		body = body[4:]
	}
	m.boxes(body, "meta", depth+1)
	m.readItems()
}

func (m *isoMedia) handler(where string, body []byte) {
	if len(body) < 24 {
		return
	}
	if kind := string(body[8:12]); m.track.kind == "" {
		m.track.kind = kind
	}
	m.bytes(where, bytes.Trim(body[24:], "\x00"))
}

// xmpUUID marks XMP (XMP part 3, 1.1.4).
const xmpUUID = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"

func (m *isoMedia) uuid(body []byte) {
	if begins(body, xmpUUID) {
		m.properties(within(m.where, "XMP"), body[len(xmpUUID):])
		return
	}
	m.strings(within(m.where, "uuid"), body)
}

// readKeys reads the names that ilst refers to by number.
func (m *isoMedia) readKeys(body []byte) {
	if len(body) < 8 {
		return
	}
	for rest := body[8:]; len(rest) >= 8; {
		kind, key, after, ok := box(rest)
		if !ok || kind == "" {
			return
		}
		m.keys = append(m.keys, latin(key))
		rest = after
	}
}

// described reads a box that says something about the medium, in one of the
// ways of iTunes, QuickTime and 3GPP.
func (m *isoMedia) described(kind string, body []byte, parent string) {
	name := inUTF8(kind)
	if n := int(binary.BigEndian.Uint32([]byte(kind))); parent == "ilst" && 0 < n && n <= len(m.keys) {
		name = m.keys[n-1]
	}
	if name == "©xyz" || name == "loci" || strings.Contains(name, "location.ISO6709") {
		m.position(within(m.where, name))
	}
	switch {
	case parent == "ilst":
		m.itunes(name, body)
	case strings.HasPrefix(name, "©") && len(body) > 4: // length, language, text
		m.add(Text{Where: within(m.where, name), Value: latin(body[4:]), Author: mediaAuthor(name)})
	case parent == "udta" && len(body) > 6 && !strings.ContainsAny(name, "\x00 "): // version, language, text
		text := latin(trimNULs(body[6:]))
		if begins(body[6:], "\xfe\xff") {
			text = fromMarkedUTF16(body[6:], binary.BigEndian)
		}
		m.add(Text{Where: within(m.where, name), Value: strings.Trim(text, "\x00"), Author: mediaAuthor(name)})
		m.strings(within(m.where, name), body)
	default:
		m.strings(within(m.where, name), body)
	}
}

// itunes reads "data", or "mean", "name" and "data".
func (m *isoMedia) itunes(name string, body []byte) {
	for len(body) >= 8 {
		kind, inner, rest, ok := box(body)
		if !ok {
			m.refuse(m.where, Damaged)
			return
		}
		body = rest
		switch {
		case kind == "name" && len(inner) > 4:
			name = latin(inner[4:])
			m.text(m.where, name)
		case kind == "data" && len(inner) > 8:
			m.value(name, binary.BigEndian.Uint32(inner), inner[8:])
		}
	}
}

func (m *isoMedia) value(name string, kind uint32, value []byte) {
	where := within(m.where, name)
	switch kind {
	case 1:
		m.add(Text{Where: where, Value: latin(value), Author: mediaAuthor(name)})
	case 2:
		m.add(Text{Where: where, Value: fromUTF16(value, binary.BigEndian), Author: mediaAuthor(name)})
	case 12, 13, 14:
		m.reader.file(file{where: where, data: value, depth: m.file.depth + 1})
	default:
		m.strings(where, value)
	}
}

func mediaAuthor(name string) bool {
	switch name {
	case "©ART", "aART", "©wrt", "©aut", "©cpy", "©own", "auth", "perf", "cprt":
		return true
	}
	return namesAuthor(strings.TrimPrefix(name, "com.apple.quicktime."))
}

// isoTrack says where the samples of a track lie (8.7).
type isoTrack struct {
	kind                    string
	sizes, offsets, perItem []byte // stsz; stco or co64; stsc
	wide                    bool   // offsets have eight bytes
}

func (t *isoTrack) table(kind string, body []byte) {
	switch kind {
	case "stsz":
		t.sizes = body
	case "stsc":
		t.perItem = body
	default:
		t.offsets, t.wide = body, kind == "co64"
	}
}

// subtitles reads the samples of a track of texts.
func (m *isoMedia) subtitles() {
	t := m.track
	switch t.kind {
	case "text", "sbtl", "subt", "clcp":
	default:
		return
	}
	where := within(m.where, "subtitles")
	if len(t.sizes) < 12 || len(t.offsets) < 8 || len(t.perItem) < 20 || binary.BigEndian.Uint32(t.sizes[8:]) == 0 {
		m.refuse(where, UnknownFormat)
		return
	}
	var texts strings.Builder
	t.samples(m.file.data, func(sample []byte) bool {
		m.subtitle(&texts, sample)
		return texts.Len() < m.limits.Unpacked
	})
	m.text(where, texts.String())
}

// samples yields the samples of the track.
func (t *isoTrack) samples(data []byte, yield func([]byte) bool) {
	fixed, sizes := binary.BigEndian.Uint32(t.sizes[4:]), t.sizes[12:]
	left := binary.BigEndian.Uint32(t.sizes[8:])
	runs := t.perItem[8:]
	perChunk := uint32(1)
	unread := uint64(len(data)) // samples do not overlap
	for chunk, offsets := uint32(1), t.offsets[8:]; len(offsets) >= 8 || !t.wide && len(offsets) >= 4; chunk++ {
		at := uint64(binary.BigEndian.Uint32(offsets))
		if t.wide {
			at, offsets = binary.BigEndian.Uint64(offsets), offsets[4:]
		}
		offsets = offsets[4:]
		for len(runs) >= 12 && binary.BigEndian.Uint32(runs) <= chunk {
			perChunk, runs = binary.BigEndian.Uint32(runs[4:]), runs[12:]
		}
		for i := uint32(0); i < perChunk && left > 0; i++ {
			left--
			size := uint64(fixed)
			if fixed == 0 {
				if len(sizes) < 4 {
					return
				}
				size, sizes = uint64(binary.BigEndian.Uint32(sizes)), sizes[4:]
			}
			if at > uint64(len(data)) || size > uint64(len(data))-at || size > unread {
				return
			}
			unread -= size
			if !yield(data[at : at+size]) {
				return
			}
			at += size
		}
	}
}

// subtitle adds a sample: a length and a text (3GPP TS 26.245), boxes of WebVTT,
// or a document.
func (m *isoMedia) subtitle(texts *strings.Builder, sample []byte) {
	if len(sample) >= 2 {
		if n := int(binary.BigEndian.Uint16(sample)); n > 0 && n <= len(sample)-2 {
			text := sample[2 : 2+n]
			if begins(text, "\xfe\xff") || begins(text, "\xff\xfe") {
				texts.WriteString(fromMarkedUTF16(text, binary.BigEndian) + "\n")
				return
			}
			texts.WriteString(latin(text) + "\n")
			return
		}
	}
	byteStrings(texts, sample)
}

// isoItem is what a picture holds beside its pixels (8.11).
type isoItem struct {
	id          uint32
	kind, media string
	data        []byte
}

func (m *isoMedia) itemInfos(body []byte) {
	if len(body) < 8 {
		return
	}
	rest := body[6:]
	if body[0] != 0 {
		rest = body[8:]
	}
	for len(rest) >= 8 && len(m.items) < mostFields {
		_, info, after, ok := box(rest)
		if !ok {
			return
		}
		rest = after
		if len(info) < 12 || info[0] < 2 {
			continue
		}
		item := isoItem{id: uint32(binary.BigEndian.Uint16(info[4:]))}
		info, version := info[6:], info[0]
		if version == 3 && len(info) >= 10 {
			item.id, info = item.id<<16|uint32(binary.BigEndian.Uint16(info)), info[2:]
		}
		if len(info) < 6 {
			continue
		}
		item.kind = string(info[2:6])
		name, media, _ := bytes.Cut(info[6:], []byte{0})
		m.text(within(m.where, "name of an item"), latin(name))
		item.media = latin(trimNULs(media))
		if item.kind == "Exif" || item.kind == "mime" || item.kind == "uri " {
			m.byID[item.id] = len(m.items)
			m.items = append(m.items, item)
		}
	}
}

// itemLocations reads where the items lie: in the file, or in idat.
func (m *isoMedia) itemLocations(body []byte) {
	c := &bigEndian{data: body}
	version := c.number(1)
	c.number(3)
	widths := c.number(2)
	offsetSize, lengthSize, baseSize, indexSize := int(widths>>12), int(widths>>8&15), int(widths>>4&15), int(widths&15)
	if version == 0 {
		indexSize = 0
	}
	idSize := 2
	if version == 2 {
		idSize = 4
	}
	if offsetSize+lengthSize+indexSize == 0 {
		return // nothing is said
	}
	for count := c.number(idSize); count > 0 && !c.ended; count-- {
		id := uint32(c.number(idSize))
		var method uint64
		if version > 0 {
			method = c.number(2) & 15
		}
		c.number(2)
		base := c.number(baseSize)
		for extents := c.number(2); extents > 0 && !c.ended; extents-- {
			c.number(indexSize)
			at, size := base+c.number(offsetSize), c.number(lengthSize)
			if item := m.item(id); item != nil && !c.ended {
				m.place(item, method, at, size)
			}
		}
	}
}

// item returns the item of a number that may be a text.
func (m *isoMedia) item(id uint32) *isoItem {
	i, known := m.byID[id]
	if !known || m.full() {
		return nil
	}
	return &m.items[i]
}

func (m *isoMedia) place(item *isoItem, method, at, size uint64) {
	from := m.file.data
	if method == 1 {
		from = m.idat
	}
	if at > uint64(len(from)) || size > uint64(len(from))-at {
		m.refuse(m.where, Damaged)
		return
	}
	item.data = append(item.data, from[at:at+size]...)
	m.unpacked += int(size)
}

func (m *isoMedia) readItems() {
	m.itemLocations(m.places)
	for _, item := range m.items {
		switch {
		case item.kind == "Exif" && len(item.data) >= 4:
			skip := uint64(binary.BigEndian.Uint32(item.data)) + 4
			if skip <= uint64(len(item.data)) {
				pictureReader{m.reader}.exif(file{where: within(m.where, "EXIF"), data: item.data[skip:]})
			}
		case item.kind == "mime" && strings.Contains(item.media, "xml") && len(item.data) > 0:
			m.properties(within(m.where, "XMP"), item.data)
		default:
			m.bytes(within(m.where, "an item"), item.data)
		}
	}
	m.items, m.places = nil, nil
}

// bigEndian reads numbers one after the other.
type bigEndian struct {
	data  []byte
	ended bool
}

func (b *bigEndian) number(size int) (n uint64) {
	if size > 8 || size > len(b.data) {
		b.ended = true
		return 0
	}
	for _, c := range b.data[:size] {
		n = n<<8 | uint64(c)
	}
	b.data = b.data[size:]
	return n
}
