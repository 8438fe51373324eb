// Package markdown turns the Markdown of one file into pieces of HTML.
//
// In goes a [diag.File], out comes a [Document]: finished HTML with slots
// where something is missing that one file cannot know (the address of
// another page, a snippet, a word in the theme's language), the outline, and
// the text for the search index, all from one walk of the syntax tree. The
// tree itself is dropped: it weighs many times what the HTML does.
//
// The dialect is CommonMark with the tables, task lists, strikethrough and
// bare web addresses of GitHub, footnotes, definition lists, GitHub's alerts
// ("> [!NOTE]", also with a title behind, and "> [!DETAILS]" for one that opens),
// heading ids ("## Steps {#steps}"), figures and "{{include PATH}}". Of HTML, the
// tags kbd, sub, sup, details and summary are what they are, without attributes
// and where each is closed.
//
// The package reads no second file and knows no theme, no language and no
// address of the site. Other HTML, scripts, inline styles, remote images and
// addresses that a browser would execute never reach its output, whatever the
// input; each is reported at its place, and so is what would be lost, and what
// would be published as the text of some markup.
package markdown

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"

	"mentorbook/generator/diag"
	"mentorbook/generator/pack"
)

// Converter holds a configured goldmark. It is immutable and safe for
// concurrent use; one is enough for a whole build.
type Converter struct {
	parser   parser.Parser // of texts with bare addresses
	plain    parser.Parser // of all others
	renderer renderer.Renderer
	writers  sync.Pool // of *writer, so that their buffers are grown once
}

// New returns a Converter.
func New() *Converter {
	return &Converter{
		parser:   newParser(true),
		plain:    newParser(false),
		renderer: newRenderer(),
		writers:  sync.Pool{New: func() any { return new(writer) }},
	}
}

// Document is the result of converting one text.
type Document struct {
	Title    string    // of ConvertPage: what a first "# Heading" gave it
	Slots    []Slot    // in order of At
	Headings []Heading // in order of appearance
	Words    int       // words that a reader reads, headings included

	packed pack.Bytes // the HTML, all texts, and the file: alike, so that together they are small
	ends   []int      // of the HTML, and of each text, in packed
}

// Heading is one heading of a document.
type Heading struct {
	Level int    // 2 to 6; level 1 is the title, which is not in the text
	ID    string // unique in the document, safe in a URL fragment
	Text  string // plain, white space folded
	Span  diag.Span
}

// SlotKind says what goes into a slot.
type SlotKind uint8

const (
	// Link is where a whole opening tag <a …> goes. Dest is the target as
	// written, percent-decoded: a relative path, "#anchor", or one of the
	// schemes program:, topic:, session: and term:. Title is plain text.
	// Links are never nested.
	Link SlotKind = iota
	// Image is where a whole <img> goes, or the player of a video or a recording,
	// which only stands in a figure. Dest is a relative path, percent-decoded; Alt
	// and Title are plain text.
	Image
	// Include is where the HTML of a snippet goes. Dest is its path as written.
	Include
	// String is where a text of the theme goes, as HTML; it is never inside a
	// tag. Dest is its key, such as "footnotes.title".
	String
)

// Slot is a place in Document.HTML that its user fills.
type Slot struct {
	Kind             SlotKind
	Task             bool  // a Link in the label of a check box, which may hold no button
	inside           int32 // how many of the next slots are inside a Link
	At               int32 // offset in the HTML, between two tags or characters
	End              int32 // where the </a> of a Link goes
	Dest, Title, Alt string
	Span             diag.Span // where the writer wrote it
}

// Convert renders the Markdown of file from byte offset body on: what comes
// before is front matter, and takes no part except that every position counts
// from the start of the file. idPrefix goes before the ids of footnotes, so
// that an included snippet's do not meet its host's.
//
// The list holds what the writer should know, in no particular order. The
// Document is complete even when there are errors, with one exception: a text
// whose nesting or tables exceed any reasonable document (code too-deep,
// too-large) is refused before parsing, and its Document is empty.
func (c *Converter) Convert(file *diag.File, body int, idPrefix string) (*Document, diag.List) {
	w := c.writers.Get().(*writer)
	defer c.writers.Put(w)
	w.reset(file, idPrefix)
	return c.convert(w, body)
}

// ConvertPage is Convert for a page with a title, which may be empty. Many tools
// have the title as a "# Heading" at the beginning of the text: there it is left
// out when it says the same, and gives an empty title.
func (c *Converter) ConvertPage(file *diag.File, body int, title string) (*Document, diag.List) {
	w := c.writers.Get().(*writer)
	defer c.writers.Put(w)
	w.reset(file, "")
	w.outline.page, w.outline.title = true, title
	return c.convert(w, body)
}

func (c *Converter) convert(w *writer, body int) (*Document, diag.List) {
	file := w.file
	body = min(max(body, 0), len(file.Data))
	if w.checker.withinLimits(file.Data[body:], body) {
		w.blank(body)
		pc := parser.NewContext()
		pc.Set(outlineKey, &w.outline)
		pc.Set(referencesKey, &w.references)
		pc.Set(checkerKey, &w.checker)
		w.references.context = pc
		p := c.plain
		if mayHaveBareAddresses(w.source) {
			p = c.parser
		}
		tree := p.Parse(text.NewReader(w.source), parser.WithContext(pc))
		_ = c.renderer.Render(w, w.source, tree) // writing to memory does not fail
		w.references.checkNotes()
		w.references.checkDefinitions()
		w.checker.checkConflicts()
		w.references.context = nil
	}
	return w.document(file, w.outline.title, w.outline.headings), w.list
}

// Write writes d's HTML to w and calls fill for each slot in its place. What fill
// returns for a Link goes where that ends.
func (d *Document) Write(w *bytes.Buffer, fill func(*bytes.Buffer, Slot) string) {
	d.packed.Use(func(data []byte) {
		at := writeSlots(w, data, 0, d.Slots, fill)
		w.Write(data[at:d.ends[0]])
	})
}

// writeSlots writes data from at on, as far as the slots go, and returns how far
// that is.
func writeSlots(w *bytes.Buffer, data []byte, at int32, slots []Slot, fill func(*bytes.Buffer, Slot) string) int32 {
	for i := 0; i < len(slots); i++ {
		slot := &slots[i]
		w.Write(data[at:slot.At])
		end := fill(w, *slot)
		at = slot.At
		if slot.Kind == Link {
			inside := slots[i+1:][:slot.inside]
			at = writeSlots(w, data, at, inside, fill)
			w.Write(data[at:slot.End])
			w.WriteString(end)
			at = slot.End
			i += len(inside)
		}
	}
	return at
}

// Source calls use with the bytes of the file, which are valid until use returns.
func (d *Document) Source(use func(data []byte)) {
	d.packed.Use(func(packed []byte) { use(packed[d.ends[len(d.ends)-1]:]) })
}

// Texts returns what is written before the first heading and below each one, for
// searching: plain, white space folded. They are made anew for every call.
func (d *Document) Texts() []string {
	texts := make([]string, len(d.Headings)+1)
	d.packed.Use(func(data []byte) {
		all := string(data[d.ends[0]:d.ends[len(texts)]])
		for i := range texts {
			texts[i] = all[d.ends[i]-d.ends[0] : d.ends[i+1]-d.ends[0]]
		}
	})
	return texts
}
