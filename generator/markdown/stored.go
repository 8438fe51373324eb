package markdown

import (
	"encoding/binary"
	"math"

	"mentorbook/generator/diag"
	"mentorbook/generator/pack"
)

// AppendStored appends d to b, in the form that [Restore] reads: numbers as unsigned
// LEB128, then all texts, each as long as a number says, then what is packed.
func (d *Document) AppendStored(b []byte) []byte {
	number := func(numbers ...int) {
		for _, n := range numbers {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	span := func(s diag.Span) {
		if s.File == nil {
			number(0, 0)
		} else {
			number(s.Start, s.End+1)
		}
	}
	texts := []string{d.Title}
	number(d.Words, len(d.ends), len(d.Slots), len(d.Headings))
	number(d.ends...)
	for i := range d.Slots {
		s := &d.Slots[i]
		task := 0
		if s.Task {
			task = 1
		}
		number(int(s.Kind), task, int(s.inside), int(s.At), int(s.End))
		span(s.Span)
		texts = append(texts, s.Dest, s.Title, s.Alt)
	}
	for i := range d.Headings {
		h := &d.Headings[i]
		number(h.Level)
		span(h.Span)
		texts = append(texts, h.ID, h.Text)
	}
	for _, text := range texts {
		number(len(text))
	}
	for _, text := range texts {
		b = append(b, text...)
	}
	return append(b, d.packed.Packed()...)
}

// Restore returns the Document of a file that AppendStored wrote, or nil where data is
// not one. It keeps data, which must not be changed.
func Restore(file *diag.File, data []byte) *Document {
	r := &stored{file: file, rest: data}
	d := &Document{Words: r.number(math.MaxInt32)}
	d.ends = make([]int, r.count())
	d.Slots = make([]Slot, r.count())
	d.Headings = make([]Heading, r.count())
	for i := range d.ends {
		d.ends[i] = r.number(math.MaxInt32)
	}
	texts := []*string{&d.Title}
	for i := range d.Slots {
		s := &d.Slots[i]
		s.Kind, s.Task = SlotKind(r.number(int(String))), r.number(1) == 1
		s.inside, s.At, s.End = int32(r.number(len(d.Slots)-i-1)), int32(r.number(math.MaxInt32)), int32(r.number(math.MaxInt32))
		s.Span = r.span()
		texts = append(texts, &s.Dest, &s.Title, &s.Alt)
	}
	for i := range d.Headings {
		h := &d.Headings[i]
		h.Level, h.Span = r.number(math.MaxInt8), r.span()
		texts = append(texts, &h.ID, &h.Text)
	}
	r.texts(texts)
	if r.bad || len(d.ends) != len(d.Headings)+2 {
		return nil
	}
	d.packed = pack.Restored(r.rest)
	return d
}

// stored is data that is read. Nothing is read of it once something is wrong.
type stored struct {
	file *diag.File
	rest []byte
	bad  bool
}

// number reads a number up to most.
func (r *stored) number(most int) int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(most) {
		r.rest, r.bad = nil, true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// count reads how many of something follow: each takes a byte.
func (r *stored) count() int { return r.number(len(r.rest)) }

func (r *stored) span() diag.Span {
	start, end := r.number(len(r.file.Data)), r.number(len(r.file.Data)+1)
	if end == 0 {
		return diag.Span{}
	}
	return diag.Span{File: r.file, Start: start, End: end - 1}
}

// texts reads texts into one piece of memory.
func (r *stored) texts(into []*string) {
	lengths, size := make([]int, len(into)), 0
	for i := range lengths {
		lengths[i] = r.count()
		size += lengths[i]
	}
	if size > len(r.rest) {
		r.rest, r.bad = nil, true
	}
	if r.bad {
		return
	}
	all := string(r.rest[:size])
	r.rest = r.rest[size:]
	for i, n := range lengths {
		*into[i], all = all[:n], all[n:]
	}
}
