package attachment

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// zip reads an archive (APPNOTE.TXT): the names and comments in it, and every
// file. An office document is one too.
func (r *reader) zip(f file) {
	archive, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		r.refuse(f.where, Damaged)
		return
	}
	r.text(within(f.where, "comment"), archive.Comment)
	r.names(f, archive.File)
	if r.entries += len(archive.File); r.entries > r.limits.Entries {
		r.refuse(f.where, TooMany)
		return
	}
	if kind := officeKind(archive); kind != notOffice {
		r.office(f, archive, kind)
		return
	}
	for _, entry := range archive.File {
		if data, ok := r.unzip(f, entry); ok {
			name := entry.Name
			r.file(f.inner(name, name, data))
		}
	}
}

// unicodePath is the extra field with an entry's name in UTF-8 (APPNOTE.TXT,
// 4.6.9): version, checksum, name.
const unicodePath = 0x7075

func (r *reader) names(f file, entries []*zip.File) {
	var names strings.Builder
	for _, entry := range entries {
		for _, text := range []string{entry.Name, entry.Comment, extraName(entry.Extra)} {
			if text != "" && names.Len() <= r.limits.Unpacked {
				names.WriteString(inUTF8(text))
				names.WriteByte('\n')
			}
		}
	}
	r.text(within(f.where, "names and comments of its files"), names.String())
}

func extraName(extra []byte) string {
	for len(extra) >= 4 {
		id, size := int(extra[0])|int(extra[1])<<8, int(extra[2])|int(extra[3])<<8
		field := extra[4:min(len(extra), 4+size)]
		if id == unicodePath && len(field) > 5 {
			return string(field[5:])
		}
		extra = extra[4+len(field):]
	}
	return ""
}

// unzip unpacks an entry, and reports whether there is something to look at.
func (r *reader) unzip(f file, entry *zip.File) (data []byte, ok bool) {
	if strings.HasSuffix(entry.Name, "/") && entry.UncompressedSize64 == 0 || r.full() {
		return nil, false
	}
	where := within(f.where, entry.Name)
	if entry.Flags&1 != 0 {
		r.refuse(where, Encrypted)
		return nil, false
	}
	in, err := entry.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		r.refuse(where, UnknownFormat)
		return nil, false
	}
	if err != nil {
		r.refuse(where, Damaged)
		return nil, false
	}
	defer in.Close()
	return r.unpack(where, in, int(min(entry.CompressedSize64, uint64(len(f.data)))))
}

// freelyUnpacked is what may be unpacked at any ratio.
const freelyUnpacked = 1 << 20

// unpack reads all of in, which comes out of packed bytes, as far as the limits
// allow. What comes out before a mistake is returned as well; nothing of a bomb
// is.
func (r *reader) unpack(where string, in io.Reader, packed int) (data []byte, ok bool) {
	left := r.limits.Unpacked - r.unpacked
	most := min(max(left, 0), max(freelyUnpacked, packed*r.limits.Ratio))
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(in, int64(most)+1))
	r.unpacked += int(n)
	if int(n) > most {
		r.refuse(where, TooLarge)
		return nil, false
	}
	if err != nil {
		r.refuse(where, Damaged)
	}
	return out.Bytes(), out.Len() > 0
}

// kind is a family of office formats.
type kind int

const (
	notOffice kind = iota
	openXML        // docx, xlsx, pptx (ECMA-376)
	openDocument
)

func officeKind(archive *zip.Reader) kind {
	for _, entry := range archive.File {
		switch entry.Name {
		case "[Content_Types].xml":
			return openXML
		case "mimetype", "META-INF/manifest.xml":
			return openDocument
		}
	}
	return notOffice
}

// office reads the parts of an office document.
func (r *reader) office(f file, archive *zip.Reader, kind kind) {
	parts := map[string][]byte{}
	for _, entry := range archive.File {
		if data, ok := r.unzip(f, entry); ok {
			parts[entry.Name] = data
		}
	}
	if kind == openDocument && bytes.Contains(parts["META-INF/manifest.xml"], []byte("encryption-data")) {
		r.refuse(f.where, Encrypted)
		return
	}
	words := officeWords(kind)
	words.shared = r.sharedStrings(parts["xl/sharedStrings.xml"])
	for _, entry := range archive.File {
		if data := parts[entry.Name]; data != nil {
			r.part(f, entry.Name, data, words)
			delete(parts, entry.Name) // a name may come twice
		}
	}
}

func (r *reader) part(f file, name string, data []byte, words vocabulary) {
	where := within(f.where, name)
	switch ext := strings.ToLower(path.Ext(name)); {
	case strings.HasPrefix(name, "docProps/") && ext == ".xml", path.Base(name) == "meta.xml":
		r.properties(where, data)
	case ext == ".xml", ext == ".rels", ext == ".vml", ext == ".rdf":
		r.markup(where, data, words)
	case ext == ".odttf", ext == ".fntdata", name == "layout-cache", name == "mimetype", name == "[Content_Types].xml", name == "META-INF/manifest.xml":
		// fonts, how lines were broken, and what the parts are
	case strings.Contains(name, "printerSettings"):
		r.strings(where, data)
	default:
		r.file(f.inner(name, name, data))
	}
}
