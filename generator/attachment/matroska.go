package attachment

import (
	"bytes"
	"math/bits"
	"strings"
)

// matroska reads what describes a film in WebM (RFC 9559): titles, tags,
// chapters, attached files, subtitles. Sound and pictures are passed by.
//
// Elements that hold others are gone into rather than around, so that it does
// not matter that a camera which writes as it goes leaves their sizes open.
func (r *reader) matroska(f file) {
	m := &matroska{reader: r, file: f, where: f.where, subtitles: map[uint64]bool{}}
	for rest := f.data; len(rest) > 0 && !r.full(); {
		id, size, body, ok := ebmlElement(rest)
		if !ok {
			r.refuse(f.where, Damaged)
			return
		}
		if ebmlMasters(id) {
			m.enter(id)
			rest = body
			continue
		}
		if size > uint64(len(body)) {
			r.refuse(f.where, Damaged)
			return
		}
		m.element(id, body[:size])
		rest = body[size:]
	}
}

type matroska struct {
	*reader
	file  file
	where string

	number, kind uint64 // of the track
	subtitles    map[uint64]bool
	tag          string // the last name of one
}

// ebmlElement reads the head of an element (RFC 8794).
func ebmlElement(data []byte) (id, size uint64, body []byte, ok bool) {
	id, n := vint(data, 4, false)
	if n == 0 {
		return 0, 0, nil, false
	}
	size, k := vint(data[n:], 8, true)
	return id, size, data[n+k:], k > 0
}

// vint reads a number whose length its first byte says, at most most bytes,
// with or without the bit that does so.
func vint(data []byte, most int, masked bool) (value uint64, size int) {
	if len(data) == 0 || data[0] == 0 {
		return 0, 0
	}
	size = bits.LeadingZeros8(data[0]) + 1
	if size > most || size > len(data) {
		return 0, 0
	}
	value = uint64(data[0])
	if masked {
		value &= 1<<(8-size) - 1
	}
	for _, c := range data[1:size] {
		value = value<<8 | uint64(c)
	}
	return value, size
}

// ebmlMasters reports whether an element holds others that matter.
func ebmlMasters(id uint64) bool {
	switch id {
	case 0x18538067, // Segment
		0x1549a966,          // Info
		0x1654ae6b, idTrack, // Tracks
		0x1254c367, 0x7373, 0x67c8, // Tags, Tag, SimpleTag
		0x1043a770, 0x45b9, 0xb6, 0x80, // Chapters, EditionEntry, ChapterAtom, ChapterDisplay
		0x1941a469, 0x61a7, // Attachments, AttachedFile
		0x1f43b675, 0xa0: // Cluster, BlockGroup
		return true
	}
	return false
}

const (
	idTrack       = 0xae
	idTrackNumber = 0xd7
	idTrackType   = 0x83
	idEncodings   = 0x6d80
	idTagName     = 0x45a3
	idTagString   = 0x4487
	idFileData    = 0x465c
	idSimpleBlock = 0xa3
	idBlock       = 0xa1

	subtitleTrack = 0x11
)

func (m *matroska) enter(id uint64) {
	if id == idTrack {
		m.number, m.kind = 0, 0
	}
}

func (m *matroska) element(id uint64, data []byte) {
	where := m.where
	switch id {
	case 0x7ba9, 0x4d80, 0x5741, 0x7384, 0x3c83ab, 0x3e83bb, 0x536e, 0x85, 0x467e, 0x466e:
		// title, programs, names of files and tracks and chapters, descriptions
		m.text(where, strings.TrimRight(latin(data), "\x00"))
	case 0x63a2, 0x4485, 0xec: // private data of a track, binary tags, what was tags once
		m.strings(where, data)
	case idTagName:
		m.tag = latin(data)
		m.text(within(where, "tags"), m.tag)
	case idTagString:
		if strings.Contains(strings.ToUpper(m.tag), "LOCATION") {
			m.position(within(where, m.tag))
		}
		m.field(where, m.tag, strings.TrimRight(latin(data), "\x00"))
	case idFileData:
		m.reader.file(file{where: within(where, "a file in it"), data: data, depth: m.file.depth + 1})
	case idTrackNumber:
		m.number = number(data)
		m.found()
	case idTrackType:
		m.kind = number(data)
		m.found()
	case idEncodings:
		if m.kind == subtitleTrack {
			m.refuse(within(where, "subtitles"), UnknownFormat)
		}
	case idSimpleBlock, idBlock:
		m.block(data)
	}
}

func number(data []byte) uint64 {
	c := bigEndian{data: data}
	return c.number(len(data))
}

func (m *matroska) found() {
	if m.kind == subtitleTrack && len(m.subtitles) < mostFields {
		m.subtitles[m.number] = true
	}
}

// block reads a line of subtitles: track, time, flags, text.
func (m *matroska) block(data []byte) {
	track, n := vint(data, 8, true)
	if n == 0 || !m.subtitles[track] || len(data) < n+3 {
		return
	}
	m.text(within(m.where, "subtitles"), latin(bytes.Trim(data[n+3:], "\x00")))
}
