package source

import (
	"slices"
	"strings"

	"mentorbook/generator/attachment"
	"mentorbook/generator/pack"
)

// Inside is what can be read out of an asset, for whoever looks for names in it.
// The texts are packed: most are looked through once in a build.
type Inside struct {
	Refusals  []attachment.Refusal // what could not be looked into
	Positions []string             // where positions on Earth are, in the file

	parts []part
	texts pack.Bytes
}

// part is a text of an asset without its value.
type part struct {
	attachment.Text
	size int // bytes of the value
}

// lookInto reads the texts out of a file.
func lookInto(name string, data []byte) Inside {
	content := attachment.Read(name, data, attachment.DefaultLimits())
	inside := Inside{Refusals: content.Refusals, Positions: content.Positions, parts: make([]part, len(content.Texts))}
	values := make([]string, len(content.Texts))
	for i, text := range content.Texts {
		values[i], text.Value = text.Value, ""
		inside.parts[i] = part{text, len(values[i])}
	}
	inside.texts = pack.Of(values...)
	return inside
}

// Texts calls use with every text of the file. Its Value is empty; what it says
// is valid until use returns.
func (i *Inside) Texts(use func(text attachment.Text, value []byte)) {
	i.texts.Use(func(values []byte) {
		for _, p := range i.parts {
			use(p.Text, values[:p.size])
			values = values[p.size:]
		}
	})
}

// AuthorFields returns the fields in which the file says who made it or a part of
// it, each once: "creator". Where they are is left out: a folder in an archive can
// have the name of a person.
func (i *Inside) AuthorFields() []string {
	var fields []string
	for _, p := range i.parts {
		if field := p.Where[strings.LastIndex(p.Where, ", ")+1:]; p.Author && !slices.Contains(fields, strings.TrimSpace(field)) {
			fields = append(fields, strings.TrimSpace(field))
		}
	}
	return fields
}
