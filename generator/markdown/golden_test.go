package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

var update = flag.Bool("update", false, "write what the converter gives into testdata/*.txtar")

// Each file of testdata holds one text and what is made of it:
//
//	input.md     the text, from its front matter on
//	want.html    the HTML, slots as {{link dest}}, {{image dest "alt"}} and so on
//	want.search  the sections, a heading's level and id before its text
//	want.diag    the diagnostics, one a line
func TestGolden(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() == "fuzz" || entry.Name() == "page.md" {
			continue
		}
		t.Run(entry.Name(), func(t *testing.T) {
			path := filepath.Join("testdata", entry.Name())
			if filepath.Ext(path) != ".txtar" {
				t.Fatalf("no test reads %s", path)
			}
			parts := readCase(t, path)
			input, ok := parts["input.md"]
			if !ok {
				t.Fatal("there is no input.md")
			}
			got := convertCase(t, input)
			if *update {
				writeCase(t, path, input, got)
				return
			}
			for name := range parts {
				if _, ok := got[name]; !ok && name != "input.md" {
					t.Errorf("no test reads %s", name)
				}
			}
			for name, text := range got {
				if want := string(parts[name]); text != want {
					t.Errorf("%s\n--- got\n%s--- want\n%s", name, text, want)
				}
			}
		})
	}
}

func convertCase(t *testing.T, input []byte) map[string]string {
	t.Helper()
	body := 0
	if rest, ok := bytes.CutPrefix(input, []byte("---\n")); ok {
		body = 4 + bytes.Index(rest, []byte("---\n")) + 4
	}
	file := &diag.File{Path: "input.md", Data: input}
	doc, list := New().Convert(file, body, "")
	checkDocument(t, file, doc, list)

	var html bytes.Buffer
	doc.Write(&html, fillVisibly)
	var search, problems strings.Builder
	for i, text := range doc.Texts() {
		if i > 0 {
			h := doc.Headings[i-1]
			fmt.Fprintf(&search, "%s %s {#%s}\n", strings.Repeat("#", h.Level), h.Text, h.ID)
		}
		fmt.Fprintf(&search, "%s\n", text)
	}
	fmt.Fprintf(&search, "(%d words)\n", doc.Words)
	list.Sort()
	for _, d := range list {
		start, end := d.Span.Positions()
		fmt.Fprintf(&problems, "%d:%d-%d:%d: %s %s: %s (%s)\n", start.Line, start.Column, end.Line, end.Column,
			d.Severity, d.Code, d.Message, d.Hint)
		for _, r := range d.Related {
			start, _ := r.Span.Positions()
			fmt.Fprintf(&problems, "\t%d:%d: %s\n", start.Line, start.Column, r.Message)
		}
	}
	return map[string]string{
		"want.html": html.String(), "want.search": search.String(), "want.diag": problems.String(),
	}
}

func fillVisibly(w *bytes.Buffer, s Slot) (end string) {
	switch s.Kind {
	case Link:
		fmt.Fprintf(w, "{{link %s", s.Dest)
		end = "{{/link}}"
	case Image:
		fmt.Fprintf(w, "{{image %s %q", s.Dest, s.Alt)
	case Include:
		fmt.Fprintf(w, "{{include %s", s.Dest)
	case String:
		fmt.Fprintf(w, "{{string %s", s.Dest)
	}
	if s.Title != "" {
		fmt.Fprintf(w, " title=%q", s.Title)
	}
	w.WriteString("}}")
	return end
}

// readCase reads the format of golang.org/x/tools/txtar.
func readCase(t testing.TB, path string) map[string][]byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	name := ""
	for line := range bytes.Lines(data) {
		if rest, ok := bytes.CutPrefix(line, []byte("-- ")); ok && bytes.HasSuffix(rest, []byte(" --\n")) {
			name = string(rest[:len(rest)-len(" --\n")])
			parts[name] = []byte{}
		} else if name != "" {
			parts[name] = append(parts[name], line...)
		}
	}
	return parts
}

func writeCase(t *testing.T, path string, input []byte, got map[string]string) {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "-- input.md --\n%s", input)
	for _, name := range slices.Sorted(maps.Keys(got)) {
		fmt.Fprintf(&b, "-- %s --\n%s", name, got[name])
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
