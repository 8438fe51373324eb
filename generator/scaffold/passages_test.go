package scaffold

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

// FuzzPassages takes passages out of any text: what is left are lines of it, in
// their order, and none of what was around a link.
func FuzzPassages(f *testing.F) {
	for _, text := range []string{
		"# A\n\n- one\n- two [x](gone)\n  more\n\n  still\n- three\n",
		"| a | b |\n| - | - |\n| [x](gone) | c |\n",
		"> [x](gone)\n> more\n\n## B\n\n[x](gone)\n\n### C\n\n1. [x](gone)\n",
		"```\n[x](gone)\n```\n[x](gone)\r\n\r\ntext", "[x](gone)", "- [x](gone)\n\n\n\tcode\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const link = "[x](gone)"
		file := &diag.File{Path: "a.md", Data: []byte(text)}
		p := newPassages(file, file.Data)
		for at := 0; ; at += len(link) {
			i := strings.Index(text[at:], link)
			if i < 0 {
				break
			}
			at += i
			p.away = append(p.away, file.Span(at, at+len(link)))
		}
		got := p.apply()
		if len(p.away) == 0 && string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
		if bytes.Contains(got, []byte(link)) {
			t.Errorf("%q became %q", text, got)
		}
		rest := slices.Collect(strings.Lines(text))
		for line := range strings.Lines(string(got)) {
			i := slices.IndexFunc(rest, func(l string) bool { return strings.ReplaceAll(l, link, "x") == strings.ReplaceAll(line, link, "x") })
			if i < 0 {
				t.Fatalf("%q became %q, with the line %q", text, got, line)
			}
			rest = rest[i+1:]
		}
	})
}
