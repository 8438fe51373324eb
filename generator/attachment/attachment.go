// Package attachment reads the texts out of files that are published as they
// are: office documents, PDF, pictures, sound, video, archives and plain text.
//
// In go the name and the bytes of a file. Out comes every text that a person or
// a program could read out of it, as UTF-8, each with the place where it was
// found: the body, but also what devices and programs write about an author,
// comments, deleted text, the names inside of an archive. What the format splits
// is joined (a word over several runs of an office document, a line over several
// pieces of a PDF), so that whoever looks for a name finds it. Out comes too
// what could not be looked into, with the reason, and whether there are
// positions on Earth.
//
// # What it refuses
//
// What is encrypted, damaged, or of an unknown format is said ([Refusal]), never
// guessed. So is what unpacks to more than [Limits] allow: it is not unpacked
// further. Text that is drawn (a photograph of a page, letters turned into
// curves, speech) is not text here; no refusal says so.
//
// Words of a PDF are told apart by the gaps between their letters, wherever and in
// whatever order a program draws them. Letters that stand below each other are
// not put together.
//
// A format is recognised by its first bytes. The name says only how plain text
// is written ([Text.Ending]).
//
// # How to look for names in it
//
// Hand each text to the scan with its ending, which tells that how to decode it:
//
//	content := attachment.Read(path, data, attachment.DefaultLimits())
//	for _, text := range content.Texts {
//		hits := scanner.Scan("text"+text.Ending, []byte(text.Value))
//		…
//	}
//
// A message names the file and [Text.Where], never [Text.Value]; where
// [Text.Author] is set, the way out is to remove what the file says about its
// author. Each of [Content.Refusals] is something that may hold a name, and each
// of [Content.Positions] says where somebody was. The raw bytes still have to be
// scanned as they are, under their own name: a file's name is no text of it.
//
// One text may come in several readings, as it was before tracked changes or with
// other spaces between the pieces of a line. So a hit counts once per file, and
// texts are no excerpts to show.
//
// # Why there are own readers
//
// A search for names asks for something else than libraries give: every string
// there is, in fields that nobody knows too, in files that are damaged, within
// limits. ZIP, XML, deflate, LZW and the character sets are the standard
// library's and golang.org/x's. Beyond them, what was looked at:
//
//   - PDF: pdfcpu wants a sound file and has no text of it; ledongthuc/pdf
//     panics on unsound ones and reads what the table of objects names, so
//     that an earlier version of a page stays unseen. The reader here needs no
//     such table: it goes through the file once, unpacks each stream, and
//     interprets what draws text.
//   - Pictures: bep/imagemeta is sound and well kept, but describes pictures: it
//     leaves out comments, the texts of PNG, the notes of cameras, every second
//     segment of a kind, and ends at the first mistake.
//   - Sound: dhowden/tag is no longer kept; bogem/id3v2 knows two of four
//     versions.
package attachment

import "strings"

// Limits bounds what reading one file may cost.
type Limits struct {
	Unpacked int // bytes that all packed parts together may unpack to, and that all texts may have
	Ratio    int // unpacked to packed bytes of a part that unpacks to more than a mebibyte
	Entries  int // files in all archives together
	Depth    int // of files within files
}

// DefaultLimits suit whatever people attach. A sheet of 100,000 rows unpacks to
// some ten megabytes, at a ratio of ten; deflate knows no ratio above 1,032.
func DefaultLimits() Limits {
	return Limits{Unpacked: 128 << 20, Ratio: 500, Entries: 10_000, Depth: 4}
}

// Content is what was read out of a file.
type Content struct {
	Texts     []Text
	Refusals  []Refusal // what could not be looked into; empty when everything was
	Positions []string  // where positions on Earth are: "EXIF"
}

// Text is one text of a file.
type Text struct {
	Where  string // in the file: "docProps/core.xml, creator"; "" for the text of a plain file
	Value  string // UTF-8; a line is a paragraph, a cell or a value
	Author bool   // a field that says who made the file or a part of it
	Ending string // how Value is written: ".txt", or what a plain file's name ends in (".csv", ".ics", ".html")
}

// Refusal is a part of a file that could not be looked into.
type Refusal struct {
	Where  string // in the file; "" for the whole file
	Reason Reason
}

// Reason says why something could not be looked into.
type Reason string

const (
	Encrypted     Reason = "encrypted"
	Damaged       Reason = "damaged"
	UnknownFormat Reason = "in an unknown format"
	TooLarge      Reason = "too large when unpacked"
	TooDeep       Reason = "a file within too many others"
	TooMany       Reason = "one of too many files"
	NoCharacters  Reason = "in a font that does not say which characters it shows"
)

// Read reads the texts out of a file. Its cost is linear in what the format
// makes it read, which of pictures and of video are the parts that describe
// them, and in what is unpacked. Values may share the memory of nothing else:
// data can be changed afterwards.
func Read(name string, data []byte, limits Limits) Content {
	r := &reader{limits: limits, seen: map[Refusal]bool{}}
	r.file(file{name: name, data: data})
	return r.content
}

// reader is the state of reading one file and the files in it.
type reader struct {
	limits   Limits
	content  Content
	seen     map[Refusal]bool
	unpacked int // bytes so far
	written  int // bytes of texts so far
	entries  int // of archives so far
	nested   int // EXIF that is being read
}

// file is a file or one that lies in it.
type file struct {
	where string // "" for the outermost
	name  string
	data  []byte
	depth int
}

// within names a part of what where names.
func within(where, part string) string {
	if where == "" {
		return part
	}
	if part == "" {
		return where
	}
	return where + ", " + part
}

// inner is a file that lies in f.
func (f file) inner(part, name string, data []byte) file {
	return file{where: within(f.where, part), name: name, data: data, depth: f.depth + 1}
}

// textOverhead is about what a Text costs beyond its value, so that a million
// empty fields cost what they cost.
const textOverhead = 64

func (r *reader) add(t Text) {
	if t.Value == "" {
		return
	}
	r.keep(t)
	if strings.Contains(t.Value, zeroWidthSpace) { // it may part words, or be where one may be broken
		t.Value = strings.ReplaceAll(t.Value, zeroWidthSpace, "")
		r.keep(t)
	}
	if t.Value = withoutNumbers(t.Value); t.Value != "" {
		r.keep(t)
	}
}

const zeroWidthSpace = "\u200b"

func (r *reader) keep(t Text) {
	if r.written += len(t.Value) + textOverhead; r.full() {
		return
	}
	if t.Ending == "" {
		t.Ending = ".txt"
	}
	t.Where, t.Value = inUTF8(t.Where), inUTF8(t.Value)
	r.content.Texts = append(r.content.Texts, t)
}

func (r *reader) text(where, value string) { r.add(Text{Where: where, Value: value}) }

func (r *reader) author(where, value string) {
	r.add(Text{Where: where, Value: value, Author: true})
}

// field adds a field whose name says whether it names an author.
func (r *reader) field(where, name, value string) {
	r.add(Text{Where: within(where, name), Value: value, Author: namesAuthor(name)})
}

func (r *reader) position(where string) {
	where = inUTF8(where)
	for _, known := range r.content.Positions {
		if known == where {
			return
		}
	}
	r.content.Positions = append(r.content.Positions, where)
}

func (r *reader) refuse(where string, why Reason) {
	refusal := Refusal{inUTF8(where), why}
	if r.seen[refusal] {
		return
	}
	r.seen[refusal] = true
	r.content.Refusals = append(r.content.Refusals, refusal)
}

// full reports whether the file has used up what it may cost, and says so.
func (r *reader) full() bool {
	full := r.written > r.limits.Unpacked || r.unpacked > r.limits.Unpacked
	if full {
		r.refuse("", TooLarge)
	}
	return full
}
