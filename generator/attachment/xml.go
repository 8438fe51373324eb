package attachment

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"
)

// vocabulary says which elements hold which texts.
type vocabulary struct {
	blocks map[string]bool // paragraphs: what they hold is joined
	inline map[string]bool // whose text belongs to a block; nil when that of all but apart does
	apart  map[string]bool // whose text is one of its own, also within a block
	breaks map[string]bool // that separate words
	coded  map[string]bool // whose text has codes in it: the headers of sheets
	shared []string        // the strings that the cells of sheets refer to
}

// deepest is how far elements may be nested: documents are some thirty deep.
const deepest = 1000

var (
	errTooDeep = errors.New("elements are nested too deep")
	errFull    = errors.New("more text than there may be")
)

// newDecoder returns a decoder of XML in any encoding that browsers know.
func newDecoder(data []byte) *xml.Decoder {
	if begins(data, "\xff\xfe") || begins(data, "\xfe\xff") {
		if text, ok := decodeText(data); ok {
			data = []byte(text[0])
		}
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return in, nil // it is UTF-8 by now
		}
		encoding, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return encoding.NewDecoder().Reader(in), nil
	}
	return d
}

// markup reads a part of a document. Where that is not well-formed, all of it is
// added as it is, too.
func (r *reader) markup(where string, data []byte, words vocabulary) {
	m := &markup{reader: r, where: where, words: words, blocks: []block{{}}, seen: map[string]bool{}, deletions: map[string]string{}}
	err := m.read(newDecoder(data))
	m.end()
	if err != nil && !errors.Is(err, errFull) {
		r.unformed(where, data)
	}
}

// unformed adds what is not well-formed XML.
func (r *reader) unformed(where string, data []byte) {
	text, ok := decodeText(data)
	if !ok {
		r.strings(where, data)
		r.refuse(where, Damaged)
	}
	for _, value := range text {
		r.add(Text{Where: where, Value: value, Ending: ".xml"})
	}
}

// markup is the state of reading a part.
type markup struct {
	*reader
	where    string
	words    vocabulary
	elements []element
	blocks   []block // that are open; the first is the part
	internal strings.Builder
	seen     map[string]bool // attributes that were added
	size     int             // of blocks

	deletions map[string]string // by the change's id, in OpenDocument
}

// element is one that is open.
type element struct {
	name              string
	block             bool
	deleted, inserted bool
	shared            bool // its text is the number of a shared string

	region string // the change whose deleted text it holds
	from   int    // where that begins in the part
}

// block is a paragraph in three readings: with what was deleted and what was
// inserted; as it is now; as it was.
type block struct{ all, now, before []byte }

// eachToken hands over the tokens of a part, one after the other. It ends with the
// part, with the first error of see, or where elements lie too deep in each other.
func eachToken(d *xml.Decoder, see func(xml.Token) error) error {
	for depth := 0; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return errTooDeep
			}
		case xml.EndElement:
			depth = max(depth-1, 0)
		}
		if err := see(token); err != nil {
			return err
		}
	}
}

func (m *markup) read(d *xml.Decoder) error {
	return eachToken(d, func(token xml.Token) error {
		switch token := token.(type) {
		case xml.StartElement:
			m.start(token)
		case xml.EndElement:
			m.close()
		case xml.CharData:
			m.chars(token)
		case xml.Comment:
			m.text(within(m.where, "comment"), string(token))
		case xml.Directive: // may declare what entities stand for
			m.text(within(m.where, "declaration"), string(token))
		}
		if m.full() || m.size > m.limits.Unpacked {
			m.refuse(m.where, TooLarge)
			return errFull
		}
		return nil
	})
}

func (m *markup) start(token xml.StartElement) {
	name := token.Name.Local
	e := element{name: name, block: m.words.blocks[name]}
	if n := len(m.elements); n > 0 {
		e.deleted, e.inserted = m.elements[n-1].deleted, m.elements[n-1].inserted
		e.shared = name == "v" && m.elements[n-1].shared
	}
	e.deleted = e.deleted || deletes(name)
	e.inserted = e.inserted || inserts(name)
	for _, a := range token.Attr {
		e.shared = e.shared || name == "c" && a.Name.Local == "t" && a.Value == "s"
		m.attribute(token.Name.Local, a)
		switch {
		case name == "changed-region" && a.Name.Local == "id":
			e.region, e.from = a.Value, len(m.blocks[0].all)
		case name == "change" && a.Name.Local == "change-id":
			m.write(m.deletions[a.Value], element{deleted: true})
		}
	}
	switch {
	case e.block:
		m.blocks = append(m.blocks, block{})
	case m.words.breaks[name]:
		m.write(" ", e)
	}
	m.elements = append(m.elements, e)
}

func (m *markup) close() {
	n := len(m.elements)
	if n == 0 {
		return
	}
	e := m.elements[n-1]
	m.elements = m.elements[:n-1]
	switch {
	case e.block:
		m.closeBlock()
	case e.region != "":
		m.deletions[e.region] = strings.TrimSpace(string(m.blocks[0].all[e.from:]))
	case len(m.blocks) == 1:
		m.write("\n", element{})
	}
}

// closeBlock adds a paragraph to what it lies in. A note or a text box may lie
// within a word, so a paragraph in a paragraph goes to the part.
func (m *markup) closeBlock() {
	last := len(m.blocks) - 1
	b := m.blocks[last]
	m.blocks = m.blocks[:last]
	part := &m.blocks[0]
	part.all = append(append(part.all, b.all...), '\n')
	part.now = append(append(part.now, b.now...), '\n')
	part.before = append(append(part.before, b.before...), '\n')
}

func (m *markup) chars(chars []byte) {
	if len(m.elements) == 0 {
		return
	}
	e := m.elements[len(m.elements)-1]
	text := string(chars)
	if e.shared {
		text = m.sharedString(text)
	}
	if m.words.coded[e.name] {
		text = headerCode.ReplaceAllString(text, " ")
	}
	inBlock := len(m.blocks) > 1
	own := m.words.apart[e.name] || inBlock && m.words.inline != nil && !m.words.inline[e.name]
	switch blank := strings.TrimSpace(text) == ""; {
	case blank && (own || !inBlock):
	case own:
		m.field(m.where, e.name, text)
	default:
		m.write(text, e)
	}
}

// headerCode is what stands in the headers of sheets for fonts, sizes and places
// (ECMA-376, 18.3.1.39): "&L", "&12", "&K00FF00".
var headerCode = regexp.MustCompile(`&("[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-Za-z])`)

// sharedString returns the shared string of a number.
func (m *markup) sharedString(number string) string {
	if i, err := strconv.Atoi(strings.TrimSpace(number)); err == nil && 0 <= i && i < len(m.words.shared) {
		return m.words.shared[i]
	}
	return ""
}

// write appends to the innermost block.
func (m *markup) write(text string, e element) {
	b := &m.blocks[len(m.blocks)-1]
	if text == "\n" && (len(b.all) == 0 || b.all[len(b.all)-1] == '\n') {
		return
	}
	m.size += len(text)
	b.all = append(b.all, text...)
	if !e.deleted {
		b.now = append(b.now, text...)
	}
	if !e.inserted {
		b.before = append(b.before, text...)
	}
}

// attribute adds an attribute for what it is. Those for programs are put on one
// line, where they hold several words: enough to find a full name, too little to
// take a number of a cell for somebody's id.
func (m *markup) attribute(element string, a xml.Attr) {
	name, value := a.Name.Local, a.Value
	if isNamespace(a.Name) || value == "" || strings.HasPrefix(value, "data:") {
		return
	}
	meaning := meaningOf(a.Name.Space, element, name)
	if meaning == internal && !severalWords(value) || m.seen[name+"="+value] {
		return
	}
	m.seen[name+"="+value] = true
	m.size += len(value)
	switch meaning {
	case byWhom:
		m.author(within(m.where, name), value)
	case shown:
		m.text(within(m.where, name), value)
	case internal:
		m.internal.WriteString(strings.Join(strings.Fields(value), " "))
		m.internal.WriteString("; ")
	}
}

func isNamespace(name xml.Name) bool { return name.Space == "xmlns" || name.Local == "xmlns" }

// severalWords reports whether there are letters on both sides of something
// else.
func severalWords(value string) bool {
	first := strings.IndexFunc(value, unicode.IsLetter)
	if first < 0 {
		return false
	}
	rest := strings.TrimLeftFunc(value[first:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) })
	return strings.ContainsFunc(rest, unicode.IsLetter)
}

// end adds what was read of the part.
func (m *markup) end() {
	for len(m.blocks) > 1 {
		m.closeBlock()
	}
	b := m.blocks[0]
	m.text(m.where, strings.TrimSpace(string(b.now)))
	if !bytes.Equal(b.now, b.all) {
		m.text(within(m.where, "with changes"), string(b.all))
	}
	if !bytes.Equal(b.before, b.all) && !bytes.Equal(b.before, b.now) {
		m.text(within(m.where, "before changes"), string(b.before))
	}
	m.text(within(m.where, "attributes"), m.internal.String())
}

// properties reads XML in which each element is a field: what office documents
// and XMP say about themselves.
func (r *reader) properties(where string, data []byte) {
	p := &properties{reader: r, where: where}
	data = bytes.TrimRight(data, "\x00")
	if err := p.read(newDecoder(data)); err != nil && !errors.Is(err, errFull) {
		r.unformed(where, data)
	}
}

type properties struct {
	*reader
	where string
	names []string // of the elements that are open
}

func (p *properties) read(d *xml.Decoder) error {
	return eachToken(d, func(token xml.Token) error {
		switch token := token.(type) {
		case xml.StartElement:
			p.start(token)
		case xml.EndElement:
			p.names = p.names[:max(len(p.names)-1, 0)]
		case xml.CharData:
			p.value(p.name(), string(token))
		case xml.Comment:
			p.text(within(p.where, "comment"), string(token))
		}
		if p.full() {
			return errFull
		}
		return nil
	})
}

func (p *properties) start(token xml.StartElement) {
	p.names = append(p.names, token.Name.Local)
	for _, a := range token.Attr {
		switch {
		case isNamespace(a.Name), a.Name.Local == "lang", a.Name.Local == "about", a.Name.Local == "parseType", a.Name.Local == "fmtid":
		default:
			p.value(a.Name.Local, a.Value)
		}
	}
}

// name is the field that is open. Lists of RDF do not count, nor do the types of
// values.
func (p *properties) name() string {
	for i := len(p.names) - 1; i >= 0; i-- {
		switch p.names[i] {
		case "li", "Seq", "Bag", "Alt", "lpstr", "lpwstr", "variant", "vector", "Description", "value":
		default:
			return p.names[i]
		}
	}
	return ""
}

func (p *properties) value(name, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	if strings.HasPrefix(name, "GPSL") {
		p.position(p.where)
	}
	p.field(p.where, name, value)
}

// sharedStrings returns the strings that cells refer to.
func (r *reader) sharedStrings(data []byte) []string {
	var all []string
	var one strings.Builder
	depth, phonetic := 0, 0
	d := newDecoder(data)
	for {
		token, err := d.RawToken()
		if err != nil {
			return all
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "rPh":
				phonetic++
			case "t":
				depth++
			}
		case xml.CharData:
			if depth > 0 && phonetic == 0 {
				one.Write(token)
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "rPh":
				phonetic--
			case "t":
				depth--
			case "si":
				all = append(all, one.String())
				one.Reset()
			}
		}
	}
}
