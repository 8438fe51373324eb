package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
	"mentorbook/generator/pack"
)

// output is what has been written: text goes two ways, escaped into html, and
// plain into text. Only the writer adds to it, and goldmark's renderer does through
// the methods of a [util.BufWriter].
type output struct {
	html   []byte
	slots  []Slot
	opened int // the slot of the Link that was opened last

	text   []byte // of all sections, one after the other
	starts []int  // where each section begins in text
	gap    bool   // white space is due before the next character of text
	silent bool   // what is written is no search text: inside a heading
}

// reset empties o, keeping its buffers.
func (o *output) reset() {
	*o = output{
		html:   o.html[:0],
		slots:  o.slots[:0],
		text:   o.text[:0],
		starts: append(o.starts[:0], 0),
	}
}

// document returns what was written of a file and its outline, in memory of its
// own.
func (o *output) document(file *diag.File, title string, headings []Heading) *Document {
	d := &Document{
		Title:    title,
		Slots:    slices.Clone(o.slots),
		Headings: slices.Clone(headings),
		packed:   pack.Of(o.html, o.text, file.Data),
		ends:     make([]int, 0, len(o.starts)+1),
	}
	for i, start := range o.starts {
		d.ends = append(d.ends, len(o.html)+start)
		end := len(o.text)
		if i+1 < len(o.starts) {
			end = o.starts[i+1]
		}
		d.Words += countWords(o.text[start:end])
	}
	d.ends = append(d.ends, len(o.html)+len(o.text))
	for _, h := range d.Headings {
		d.Words += countWords([]byte(h.Text))
	}
	d.join()
	return d
}

// join puts all that a document says beside its HTML into one piece of memory: of a
// large project, the collector has millions of pieces less to look at each time.
func (d *Document) join() {
	texts := []*string{&d.Title}
	for i := range d.Slots {
		slot := &d.Slots[i]
		texts = append(texts, &slot.Dest, &slot.Title, &slot.Alt)
	}
	for i := range d.Headings {
		texts = append(texts, &d.Headings[i].ID, &d.Headings[i].Text)
	}
	size := 0
	for _, text := range texts {
		size += len(*text)
	}
	var all strings.Builder
	all.Grow(size)
	for _, text := range texts {
		start := all.Len()
		all.WriteString(*text)
		*text = all.String()[start:]
	}
}

// tags writes finished HTML.
func (o *output) tags(parts ...string) {
	for _, part := range parts {
		o.WriteString(part)
	}
}

// WriteString makes a [util.BufWriter] of o, together with the methods below:
// they take the tags that goldmark writes. Tags that end a line, as those of
// all blocks do, keep the words before and behind from joining.
func (o *output) WriteString(s string) (int, error) {
	o.html = append(o.html, s...)
	o.gap = o.gap || strings.HasSuffix(s, "\n")
	return len(s), nil
}

func (o *output) WriteByte(c byte) error {
	o.html = append(o.html, c)
	o.gap = o.gap || c == '\n'
	return nil
}

func (o *output) Write(p []byte) (int, error) {
	return o.WriteString(util.BytesToReadOnlyString(p))
}

func (o *output) WriteRune(r rune) (int, error) { return o.WriteString(string(r)) }

func (o *output) Available() int { return cap(o.html) - len(o.html) }
func (o *output) Buffered() int  { return len(o.html) }
func (o *output) Flush() error   { return nil }

// slot leaves a place for others to fill. A Link is to be closed.
func (o *output) slot(s Slot) {
	s.At = int32(len(o.html))
	if s.Kind == Link {
		o.opened = len(o.slots)
	}
	o.slots = append(o.slots, s)
}

// closeLink ends the Link that was opened last.
func (o *output) closeLink() {
	link := &o.slots[o.opened]
	link.End = int32(len(o.html))
	link.inside = int32(len(o.slots) - o.opened - 1)
}

// words writes plain text, for readers and for the search.
func (o *output) words(plain []byte) {
	o.escaped(plain)
	o.say(plain)
}

// escaped writes plain text for readers alone, also as the value of an attribute.
func (o *output) escaped(plain []byte) { o.html = appendEscaped(o.html, plain) }

// say writes plain text for the search alone, white space folded.
func (o *output) say(plain []byte) {
	if o.silent {
		return
	}
	o.text, o.gap = appendFolded(o.text, plain, o.gap, o.starts[len(o.starts)-1])
}

// apart keeps the words before and behind from joining in the search text.
func (o *output) apart() { o.gap = true }

// section begins the next section of the search text.
func (o *output) section() { o.starts = append(o.starts, len(o.text)) }
