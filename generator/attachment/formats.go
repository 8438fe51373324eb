package attachment

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// file reads a file in the format that its first bytes show.
func (r *reader) file(f file) {
	switch read := readerOf(f.data); {
	case len(f.data) == 0 || r.full():
	case f.depth > r.limits.Depth:
		r.refuse(f.where, TooDeep)
	case read != nil:
		read(r, f)
	default:
		r.plain(f)
	}
}

// readerOf returns what reads files that begin like data, or nil.
func readerOf(data []byte) func(*reader, file) {
	if read := documentReader(data); read != nil {
		return read
	}
	return mediaReader(data)
}

func documentReader(data []byte) func(*reader, file) {
	switch {
	case begins(data, "PK\x03\x04"), begins(data, "PK\x05\x06"), begins(data, "PK\x07\x08"):
		return (*reader).zip
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return (*reader).pdf
	case begins(data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return (*reader).compound
	case isSVG(data):
		return (*reader).svg
	case isEMF(data):
		return picture(pictureReader.emf)
	case isWMF(data):
		return picture(pictureReader.wmf)
	case begins(data, "\x00\x05\x16\x07"), begins(data, "\x00\x00\x00\x01Bud1"):
		return (*reader).finder
	}
	return nil
}

// finder reads what a Mac adds to archives: notes about a file, of a folder. Their
// strings are not packed.
func (r *reader) finder(f file) { r.strings(f.where, f.data) }

// picture returns what reads a picture as a part of what a reader reads.
func picture(read func(pictureReader, file)) func(*reader, file) {
	return func(r *reader, f file) { read(pictureReader{r}, f) }
}

func mediaReader(data []byte) func(*reader, file) {
	switch {
	case begins(data, "\x89PNG\r\n\x1a\n"):
		return picture(pictureReader.png)
	case begins(data, "\xff\xd8\xff"):
		return picture(pictureReader.jpeg)
	case begins(data, "GIF87a"), begins(data, "GIF89a"):
		return picture(pictureReader.gif)
	case begins(data, "RIFF") && len(data) >= 12:
		return picture(pictureReader.riff)
	case begins(data, "II*\x00"), begins(data, "MM\x00*"):
		return picture(pictureReader.tiff)
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		return (*reader).isoMedia
	case begins(data, "\x1a\x45\xdf\xa3"):
		return (*reader).matroska
	case begins(data, "ID3"), isMPEGAudio(data):
		return func(r *reader, f file) { soundReader{r}.mp3(f) }
	case begins(data, "wOF2"), begins(data, "wOFF"), begins(data, "OTTO"), begins(data, "\x00\x01\x00\x00\x00"):
		return (*reader).nothing
	}
	return nil
}

func begins(data []byte, magic string) bool {
	return len(data) >= len(magic) && string(data[:len(magic)]) == magic
}

// nothing reads a format that has no texts of whoever uses it, such as a font.
func (r *reader) nothing(file) {}

// plain reads a file that is text, if it is.
func (r *reader) plain(f file) {
	text, ok := decodeText(f.data)
	if !ok || isCoded(text[0]) {
		r.refuse(f.where, UnknownFormat)
	}
	for _, value := range text {
		r.add(Text{Where: f.where, Value: value, Ending: endingOf(f.name)})
		if cells := strings.ReplaceAll(value, "\t", "\n"); cells != value { // a table
			r.text(f.where, cells)
		}
		if whole := unhyphenated(value); whole != value {
			r.text(f.where, whole)
		}
	}
	if ok && strings.HasPrefix(strings.TrimSpace(text[0]), "<") {
		r.markup(within(f.where, "XML"), f.data, officeWords(openXML))
		r.markup(within(f.where, "XML"), f.data, officeWords(openDocument))
	}
	r.embedded(f)
}

// isCoded reports whether a text is written in codes that are not read here: RTF
// and PostScript, and mails and cards whose parts are packed for transport (RFC
// 2045, 6). A name can stand in them and not be seen.
func isCoded(text string) bool {
	if strings.HasPrefix(text, `{\rtf`) || strings.HasPrefix(text, "%!PS") {
		return true
	}
	return transferCoded.MatchString(text)
}

var transferCoded = regexp.MustCompile(`(?i)(content-transfer-encoding:|;encoding=|;)\s*(base64|b|quoted-printable)\b\s*[\r\n;:]`)

// endingOf returns what says how a plain file is written.
func endingOf(name string) string { return strings.ToLower(path.Ext(name)) }

// compound reads the container of older office programs and of encrypted
// documents of newer ones (MS-CFB). Its parts lie in pieces all over the file.
// So its strings are taken as they lie there, and it counts as not looked into.
func (r *reader) compound(f file) {
	if _, encrypted := find(f.data, utf16Bytes("EncryptedPackage")); encrypted {
		r.refuse(f.where, Encrypted)
		return
	}
	r.strings(f.where, f.data)
	r.refuse(f.where, UnknownFormat)
}

func find(data, what []byte) (at int, ok bool) {
	at = bytes.Index(data, what)
	return at, at >= 0
}
