package source

import (
	"bytes"

	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/outline"
	"mentorbook/generator/yamledit"
)

const writeIt = "write your own, or remove it"

// checkUnwritten warns of a text that an outline began with.
func (d *decoder) checkUnwritten(n *yaml.Node) {
	if outline.IsPlaceholder(n.Value) {
		d.unwritten.Warnf(d.block.Span(n), "placeholder", writeIt, "this is still the text that mentorbook new wrote")
	}
}

// checkSections warns of parts of a body, from one heading to the next, in which
// there is nothing but what an outline asks its writer to say.
func checkSections(file *diag.File, body int, list *diag.List) {
	if !bytes.Contains(file.Data[body:], []byte("<!-- ")) { // which is quickly said, and true of most
		return
	}
	prompt, written := diag.Span{}, false
	end := func() {
		if prompt.File != nil && !written {
			list.Warnf(prompt, "placeholder", "write it and remove the comment, or remove the part", "nothing has been written here yet")
		}
		prompt, written = diag.Span{}, false
	}
	for offset := body; offset < len(file.Data); {
		length, whole := yamledit.Line(file.Data[offset:])
		switch line := strings.TrimSpace(string(file.Data[offset : offset+length])); {
		case strings.HasPrefix(line, "#"):
			end()
		case outline.IsPromptOnly(line) && prompt.File == nil:
			prompt = file.Span(offset, offset+length)
		case line != "" && !outline.IsPromptOnly(line):
			written = true
		}
		offset += whole
	}
	end()
}
