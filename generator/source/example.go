package source

import (
	"bytes"

	"mentorbook/generator/diag"
	"mentorbook/generator/outline"
)

// exampleIn finds where a file speaks of the starter's invented organisation, be
// it by name or in an address.
func exampleIn(file *diag.File) []diag.Span {
	const name = outline.ExampleOrganisation
	var out []diag.Span
	// The first letter is left out: it is a capital in some places only.
	for at := 0; ; {
		i := bytes.Index(file.Data[at:], []byte(name[1:]))
		if i < 0 {
			return out
		}
		if at += i; at > 0 && file.Data[at-1]|0x20 == name[0]|0x20 {
			out = append(out, file.Span(at-1, at+len(name)-1))
		}
		at += len(name) - 1
	}
}
