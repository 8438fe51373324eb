package source

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// In YAML a # behind a space begins a note, also within what its writer takes
// for a text: of "title: Session #2" readers get "Session". A note is meant where
// two spaces stand before it, as most people and formatters write them, and
// behind values that no reader sees.
const quoteIt = "put the whole text in quotes, or two spaces before # if that begins a note"

// checkTexts warns of texts in n that end at a #, and keeps those that nobody
// has written yet.
func (d *decoder) checkTexts(n *yaml.Node) {
	switch n.Kind {
	case yaml.ScalarNode:
		d.checkCut(n)
		d.checkUnwritten(n)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			d.checkTexts(item)
		}
	case yaml.MappingNode:
		for i := 1; i < len(n.Content); i += 2 {
			d.checkTexts(n.Content[i])
		}
	}
}

func (d *decoder) checkCut(n *yaml.Node) {
	if n.Style != 0 || n.Value == "" {
		return
	}
	span := d.block.Span(n)
	data := span.File.Bytes()
	rest := data[span.Start:]
	for _, word := range strings.Fields(n.Value) { // it may go on in the next line
		var found bool
		if rest, found = bytes.CutPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte(word)); !found {
			return
		}
	}
	if !bytes.HasPrefix(rest, []byte(" #")) {
		return
	}
	d.list.Warnf(noteSpan(span.File, data, len(data)-len(rest)+1), "cut-text", quoteIt, "what follows # is taken for a note, so that this text is %q", n.Value)
}

// hidden reports whether nothing is left of the text at a key, because it begins
// with a #, and says so.
func (d *decoder) hidden(key, value *yaml.Node) bool {
	if !yamledit.IsNull(value) || value.Value != "" {
		return false
	}
	span := d.block.Span(key)
	data := span.File.Bytes()
	line, _, _ := bytes.Cut(data[span.Start:], []byte("\n"))
	_, rest, _ := bytes.Cut(line, []byte(":"))
	note := bytes.TrimLeft(rest, " \t")
	if len(note) < 2 || note[0] != '#' || strings.ContainsRune(" \t\r#", rune(note[1])) { // a # before a space is a note
		return false
	}
	d.list.Errorf(noteSpan(span.File, data, span.Start+len(line)-len(note)), "cut-text", "put the text in quotes", "what follows # is taken for a note, so that %s is empty", key.Value)
	return true
}

// noteSpan is the note that begins at an offset, up to the end of its line.
func noteSpan(file *diag.File, data []byte, start int) diag.Span {
	end := len(data)
	if n := bytes.IndexByte(data[start:], '\n'); n >= 0 {
		end = start + n
	}
	return file.Span(start, start+len(bytes.TrimRight(data[start:end], " \t\r")))
}
