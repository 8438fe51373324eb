package source

import (
	"bytes"

	"github.com/adrg/frontmatter"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/yamledit"
)

// splitFrontMatter returns the YAML block that a document begins with and the
// offset at which its body begins. It returns false after it reported why there
// is no block: every document needs one.
func splitFrontMatter(file *diag.File, list *diag.List) (front *yamledit.Block, body int, ok bool) {
	start := len(file.Data) - len(bytes.TrimPrefix(file.Data, bom))
	data := file.Data[start:]

	// The library finds the block; the "decoding" only notes how long it is.
	// Naming the one format keeps TOML, JSON and yaml.v2 out.
	length := -1
	format := frontmatter.NewFormat("---", "---", func(block []byte, _ any) error {
		length = len(block)
		return nil
	})
	first := firstLine(data)
	marker, opening := yamledit.Line(data[first:])
	head := data[:closingLine(data, first)] // the library copies what it reads
	rest, err := frontmatter.Parse(bytes.NewReader(head), new(struct{}), format)
	switch {
	case err != nil: // the reader cannot fail
		list.Errorf(file.Whole(), "front-matter", "", "the front matter cannot be read: %v", err)
		return nil, 0, false
	case length >= 0:
		begin := start + first + opening
		return yamledit.NewBlock(file, begin, begin+length), start + len(head) - len(rest), true
	case string(bytes.TrimSpace(data[first:first+marker])) == "---":
		list.Errorf(diag.Span{File: file, Start: start + first, End: start + first + 3}, "unclosed-front-matter",
			"end it with a line --- of its own", "the front matter is not closed")
		return nil, 0, false
	}
	if line := yamledit.NewBlock(file, start+first, start+first+marker); line.ReportConflict(list) {
		return nil, 0, false
	}
	list.Errorf(file.Whole(), "no-front-matter", beginning(data[first:first+marker], data[first:]), "this document has no front matter")
	return nil, 0, false
}

// CutFrontMatter parts a document into the lines of YAML in its front matter and what
// is before and behind them, if it has front matter.
func CutFrontMatter(data []byte) (before, head, behind []byte, ok bool) {
	block, _, ok := splitFrontMatter(&diag.File{Data: data}, new(diag.List))
	if !ok {
		return nil, nil, nil, false
	}
	start, end := block.Range()
	return data[:start], data[start:end], data[end:], true
}

var (
	otherMarker = lazyregexp.New(`^(?:[-–—_=*~+]{1,8}|\x60{3,}.*|;;;|\{.*)$`)
	keyLine     = lazyregexp.New(`^(?:title|summary|kind|version|translates)\s*:`)
)

// beginning says how a document begins whose first line is another one.
func beginning(line, text []byte) string {
	const begin = "begin the file with a line ---, then title: and summary:, then a line ---"
	switch line = bytes.TrimSpace(line); {
	case bytes.HasPrefix(text, []byte("{\\rtf")):
		return "this is a text of a word processor; save it as plain text, and " + begin
	case otherMarker.Match(line):
		return "write --- in the place of the first line, three hyphens and nothing else, and another such line behind title: and summary:"
	case keyLine.Match(line):
		return "write a line --- above the first line"
	}
	return begin
}

// closingLine is the offset behind the first line after the first one that can
// close front matter, or the end.
func closingLine(data []byte, first int) int {
	for i, line := 0, first; line < len(data); i++ {
		end := len(data)
		if n := bytes.IndexByte(data[line:], '\n'); n >= 0 {
			end = line + n + 1
		}
		if i > 0 && string(bytes.TrimSpace(data[line:end])) == "---" {
			return end
		}
		line = end
	}
	return len(data)
}

// firstLine is the offset of the first line that is not blank.
func firstLine(data []byte) int {
	offset := 0
	for offset < len(data) {
		length, whole := yamledit.Line(data[offset:])
		if len(bytes.TrimSpace(data[offset:offset+length])) > 0 {
			return offset
		}
		offset += whole
	}
	return 0
}
