package attachment

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"unicode/utf8"
)

// pdf is the state of reading a PDF (ISO 32000-1).
//
// The file is gone through once, from object to object; the table that says
// where they are is not needed. So earlier versions of objects, which an editor
// leaves in the file, are read as well.
type pdf struct {
	*reader
	where   string
	depth   int
	data    []byte
	objects map[pdfRef]*pdfObject // the last version of each
	all     []*pdfObject
	values  int
	fonts   map[*pdfObject]*pdfFont
	silent  map[*pdfObject]bool // streams without texts of their own

	reused   int             // bytes of content that several pages share
	parts    int             // of contents of pages, so far
	merged   map[pdfName]any // the fonts of all resources
	fallback *pdfFont        // of strings in a font that there is not
	glyphs   []glyph         // of a page; kept for the memory
}

// pdfObject is an object, and the stream that follows it.
type pdfObject struct {
	value   any
	stream  []byte // as it is in the file; nil if there is none
	decoded []byte
	picture pdfName // what decoded is packed as, if it is a picture
	read    bool    // as the content of a page or as what is drawn by one
}

// Bounds of a file: a book of a thousand pages has some 100,000 objects.
const (
	mostObjects = 1 << 19
	mostValues  = 1 << 22
	mostResumed = 16 // mistakes
)

func (r *reader) pdf(f file) {
	p := &pdf{reader: r, where: f.where, depth: f.depth, data: f.data, objects: map[pdfRef]*pdfObject{}, fonts: map[*pdfObject]*pdfFont{}, silent: map[*pdfObject]bool{}}
	encrypted := p.trailers()
	p.scan()
	for _, object := range p.all {
		dict := p.dict(object.value)
		encrypted = encrypted || dict["Type"] == pdfName("XRef") && dict["Encrypt"] != nil
	}
	if encrypted {
		r.refuse(f.where, Encrypted)
		return
	}
	if bytes.LastIndex(f.data, []byte("%%EOF")) < bytes.LastIndex(f.data, []byte("endobj")) || len(p.all) == 0 {
		r.refuse(f.where, Damaged) // its end is missing
	}
	for _, object := range p.all {
		p.silence(object.value)
	}
	p.pages()
	for _, object := range p.all {
		p.collect(object.value, "")
		if object.stream != nil && !p.full() {
			p.stream(object)
		}
	}
	for _, font := range p.fonts {
		if font.unknown*5 > font.all {
			r.refuse(f.where, NoCharacters)
		}
	}
}

// trailers reads the dictionaries at the ends of versions, and reports whether
// one says that the file is encrypted.
func (p *pdf) trailers() (encrypted bool) {
	for at := 0; ; {
		next, ok := find(p.data[at:], []byte("trailer"))
		if !ok {
			return encrypted
		}
		at += next + len("trailer")
		// A dictionary that is not closed would be read to the end each time.
		l := pdfLexer{data: p.data[at:min(len(p.data), at+4096)]}
		value, _ := l.next(0)
		at += l.at
		dict, _ := value.(pdfDict)
		encrypted = encrypted || dict["Encrypt"] != nil
	}
}

// scan reads every object of the file.
func (p *pdf) scan() {
	resumed := 0
	for at := 0; len(p.all) < mostObjects && p.values < mostValues; {
		next, ok := find(p.data[at:], []byte("obj"))
		if !ok {
			return
		}
		start := at + next
		at = start + len("obj")
		number, ok := objectNumber(p.data, start)
		if !ok {
			continue
		}
		l := pdfLexer{data: p.data, at: at}
		value, _ := l.next(0)
		p.values += l.values
		if l.unclosed {
			p.refuse(p.where, Damaged)
			if resumed < mostResumed { // whatever it swallowed is looked at once more
				resumed++
				continue
			}
		}
		object := &pdfObject{value: value}
		at = max(at, l.at)
		object.stream, at = p.streamAfter(value, at)
		p.put(number, object)
	}
	p.refuse(p.where, TooMany)
}

func (p *pdf) put(number pdfRef, object *pdfObject) {
	p.objects[number] = object
	p.all = append(p.all, object)
	if p.dict(object.value)["Type"] == pdfName("ObjStm") {
		p.objectStream(object)
	}
}

// objectNumber reads the number before "obj", in "12 0 obj".
func objectNumber(data []byte, obj int) (pdfRef, bool) {
	head := data[max(0, obj-32):obj]
	fields := bytes.FieldsFunc(head, func(r rune) bool { return r < utf8.RuneSelf && isPDFSpace(byte(r)) })
	if len(fields) < 2 {
		return 0, false
	}
	digits := fields[len(fields)-2]
	for i := len(digits); i > 0; i-- { // "endobj12 0 obj"
		if c := digits[i-1]; c < '0' || c > '9' {
			digits = digits[i:]
			break
		}
	}
	number, err := strconv.Atoi(string(digits))
	_, bad := strconv.Atoi(string(fields[len(fields)-1]))
	return pdfRef(number), err == nil && bad == nil
}

// streamAfter returns the stream that follows a dictionary, and where to go on.
func (p *pdf) streamAfter(value any, at int) (stream []byte, end int) {
	dict, is := value.(pdfDict)
	l := pdfLexer{data: p.data, at: at}
	l.skipSpace()
	if !is || !begins(p.data[l.at:], "stream") {
		return nil, at
	}
	start := l.at + len("stream")
	if begins(p.data[start:], "\r\n") {
		start += 2
	} else if start < len(p.data) && (p.data[start] == '\n' || p.data[start] == '\r') {
		start++
	}
	rest := p.data[start:]
	if length, is := dict["Length"].(float64); is && 0 <= length && length <= float64(len(rest)) {
		after := rest[int(length):]
		if tail := bytes.TrimLeft(after[:min(len(after), 16)], "\r\n \t"); begins(tail, "endstream") {
			return rest[:int(length):int(length)], start + int(length)
		}
	}
	size, ok := find(rest, []byte("endstream"))
	if !ok { // cut off: all that there is
		p.refuse(p.where, Damaged)
		return rest, len(p.data)
	}
	return rest[:size:size], start + size
}

// objectStream reads the objects in a stream (7.5.7).
func (p *pdf) objectStream(s *pdfObject) {
	dict := p.dict(s.value)
	data, _ := p.decode(s)
	first := p.number(dict["First"], 0)
	if first < 0 || first > len(data) {
		p.refuse(p.where, Damaged)
		return
	}
	for head := (pdfLexer{data: data[:first]}); p.values < mostValues && len(p.all) < mostObjects; {
		number, ok := head.next(0)
		offset, also := head.next(0)
		n, is := number.(float64)
		at, too := offset.(float64)
		if !ok || !also || !is || !too {
			return
		}
		if at < 0 || at > float64(len(data)-first) {
			continue
		}
		l := pdfLexer{data: data, at: first + int(at)}
		value, _ := l.next(0)
		p.values += l.values + (l.at-first-int(at))/64 // objects may overlap
		object := &pdfObject{value: value}
		p.objects[pdfRef(n)] = object
		p.all = append(p.all, object)
	}
}

// resolve follows a reference.
func (p *pdf) resolve(value any) any {
	for range 16 {
		ref, is := value.(pdfRef)
		if !is {
			return value
		}
		object := p.objects[ref]
		if object == nil {
			return nil
		}
		value = object.value
	}
	return nil
}

func (p *pdf) dict(value any) pdfDict {
	dict, _ := p.resolve(value).(pdfDict)
	return dict
}

// list returns an array, or what stands for one of one item.
func (p *pdf) list(value any) []any {
	switch value := p.resolve(value).(type) {
	case nil:
		return nil
	case pdfArray:
		return value
	default:
		return []any{value}
	}
}

func (p *pdf) number(value any, otherwise int) int {
	number, is := p.resolve(value).(float64)
	if !is || number < -1e9 || number > 1e9 {
		return otherwise
	}
	return int(number)
}

// object returns the object that a value refers to.
func (p *pdf) object(value any) *pdfObject {
	if ref, is := value.(pdfRef); is {
		return p.objects[ref]
	}
	return nil
}

// silence marks the streams that an object refers to which hold no texts of
// their own: programs of fonts, tables of characters, profiles of colours.
func (p *pdf) silence(value any) {
	switch value := value.(type) {
	case pdfDict:
		for key, item := range value {
			switch key {
			case "FontFile", "FontFile2", "FontFile3", "ToUnicode", "CIDToGIDMap", "CIDSet", "Thumb", "DestOutputProfile", "Function", "Shading":
				if object := p.object(item); object != nil && object.stream != nil {
					p.silent[object] = true
				}
			}
			p.silence(item)
		}
	case pdfArray:
		if len(value) == 2 && value[0] == pdfName("ICCBased") {
			p.silent[p.object(value[1])] = true
		}
		for _, item := range value {
			p.silence(item)
		}
	}
}

// collect adds the strings of an object: what the document says about itself,
// notes, fields of forms, bookmarks, addresses.
func (p *pdf) collect(value any, key pdfName) {
	switch value := value.(type) {
	case pdfString:
		p.string(value, key)
	case pdfArray:
		for _, item := range value {
			p.collect(item, key)
		}
	case pdfDict:
		for _, key := range sortedKeys(value) {
			switch key {
			case "ID", "CharSet", "Panose", "CheckSum", "Lang", "Registry", "Ordering":
			default:
				p.collect(value[key], key)
			}
		}
	}
}

// sortedKeys puts an order to what is added, so that reading twice gives the
// same.
func sortedKeys(dict pdfDict) []pdfName {
	keys := make([]pdfName, 0, len(dict))
	for key := range dict {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (p *pdf) string(value pdfString, key pdfName) {
	text, name := pdfText([]byte(value)), string(key)
	if !looksLikeText(text) {
		p.strings(within(p.where, name), []byte(value))
		return
	}
	p.add(Text{Where: within(p.where, name), Value: text, Author: namesAuthor(name) && name != "Creator"})
}

// pdfDocHigh are the characters 0x80 to 0xA0 of PDFDocEncoding (D.3), where it
// differs from Latin-1.
const pdfDocHigh = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u00ad€"

// pdfText decodes a text string (7.9.2.2).
func pdfText(data []byte) string {
	switch {
	case begins(data, "\xfe\xff"), begins(data, "\xff\xfe"):
		return fromMarkedUTF16(data, binary.BigEndian)
	case begins(data, "\xef\xbb\xbf"):
		return latin(data[3:])
	case utf8.Valid(data):
		return string(data)
	}
	high := []rune(pdfDocHigh)
	text := make([]rune, len(data))
	for i, c := range data {
		text[i] = rune(c)
		if 0x80 <= c && int(c-0x80) < len(high) {
			text[i] = high[c-0x80]
		}
	}
	return string(text)
}

// stream adds what a stream holds that no page draws.
func (p *pdf) stream(s *pdfObject) {
	dict := p.dict(s.value)
	kind, subtype := dict["Type"], dict["Subtype"]
	if p.silent[s] || s.read || kind == pdfName("XRef") || kind == pdfName("ObjStm") || kind == pdfName("CMap") || dict["FunctionType"] != nil || dict["ShadingType"] != nil {
		return
	}
	if subtype == pdfName("Image") && !p.isJPEG(dict) {
		return
	}
	data, picture := p.decode(s)
	switch {
	case picture == "DCTDecode" || picture == "DCT":
		p.file(file{where: within(p.where, "a picture"), data: data, depth: p.depth + 1})
	case picture != "":
	case kind == pdfName("Metadata"):
		p.properties(within(p.where, "XMP"), data)
	case kind == pdfName("EmbeddedFile"):
		p.file(file{where: within(p.where, "a file in it"), data: data, depth: p.depth + 1})
	case begins(bytes.TrimSpace(data[:min(len(data), 64)]), "<"):
		p.markup(within(p.where, "XML"), data, vocabulary{})
	default:
		p.other(data)
	}
}

// isJPEG reports whether the pixels of a picture are a file of their own, with
// texts.
func (p *pdf) isJPEG(picture pdfDict) bool {
	for _, filter := range p.list(picture["Filter"]) {
		if name := p.resolve(filter); name == pdfName("DCTDecode") || name == pdfName("DCT") {
			return true
		}
	}
	return false
}

// other adds a stream that nothing says the kind of: it may be drawn by a page
// of an earlier version, be a script, or something that only one program knows.
func (p *pdf) other(data []byte) {
	c := p.interpret(data, resources{font: p.anyFonts()})
	c.add("earlier or hidden content")
	switch {
	case c.operators*4 > c.values: // drawings
	case looksLikeText(latin(data)):
		p.text(within(p.where, "text"), latin(data))
	default:
		p.strings(within(p.where, "data"), data)
	}
}
