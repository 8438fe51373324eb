package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"mentorbook/generator/diag"
)

// page returns a guide of about a thousand words with the markup of a real one.
func page() []byte {
	var b strings.Builder
	b.WriteString("---\ntitle: A guide\n---\n")
	const sentence = "In the first session the mentor (junior) asks what the mentee (senior) wants to learn, *and why now*. "
	for i := range 8 {
		fmt.Fprintf(&b, "## Part %d of the guide {#part-%d}\n\n", i, i)
		b.WriteString(strings.Repeat(sentence, 2) + "Read [the agreement](../forms/agreement.md#sign) first.\n\n")
		b.WriteString("- **Ask** before you show: `settings` & such\n- Listen to the [mentee](term:mentee)\n- Write down one action\n\n")
		switch i % 4 {
		case 0:
			b.WriteString("> [!NOTE]\n> " + sentence + "\n\n")
		case 1:
			b.WriteString("| Session | Month | Aim |\n|---|:-:|---|\n" + strings.Repeat("| [First](session:first) | 1 | Meet, agree on rules |\n", 5) + "\n")
		case 2:
			b.WriteString("- [ ] The goal names an audience\n- [ ] You know whom to call[^1]\n\n")
		case 3:
			b.WriteString("![Two people talking](img/talk.svg \"Halfway | Nusaraya\")\n\n")
		}
		b.WriteString(strings.Repeat(sentence, 3) + "\n\n")
	}
	return []byte(b.String() + "[^1]: The organizers, see <https://example.org>.\n")
}

func BenchmarkConvert(b *testing.B) {
	c, file := New(), &diag.File{Path: "page.md", Data: page()}
	b.ReportAllocs()
	b.SetBytes(int64(len(file.Data)))
	for b.Loop() {
		c.Convert(file, 24, "")
	}
}

// BenchmarkFloor is goldmark itself, with the same extensions and without
// slots, outline, search text and diagnostics: what BenchmarkConvert is
// measured against.
func BenchmarkFloor(b *testing.B) {
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithAttribute()),
	)
	data := page()[24:]
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var out bytes.Buffer
		if err := md.Convert(data, &out); err != nil {
			b.Fatal(err)
		}
	}
}
