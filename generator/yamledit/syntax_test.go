package yamledit

import (
	"path"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/diag"
)

// reported returns what is said about a text, and where.
func reported(text string) (line, column int, message, hint string) {
	var list diag.List
	ParseFile(&diag.File{Path: "data.yaml", Data: []byte(text)}, &list)
	if len(list) != 1 {
		return 0, 0, "", ""
	}
	start, _ := list[0].Span.Positions()
	return start.Line, start.Column, list[0].Message, list[0].Hint
}

func TestMistakesAreNamed(t *testing.T) {
	for _, c := range []struct {
		text            string
		line, column    int
		message, inHint string
	}{
		{"a: 1\n\tb: 2\n", 2, 1, "a tab stands in front of this line", "spaces"},
		{"a:\n  - x: 1\n  -\ty: 2\n", 3, 4, "a tab stands behind the dash", "space"},
		{"a: One: two\n", 1, 7, "there is a colon in this value", "in quotes"},
		{"a: {b: One: two}\n", 1, 11, "there is a second colon", "commas"},
		{"a: [Why?, how]\n", 1, 8, "a question mark in brackets", "in quotes"},
		{"a: “One: two”\n", 1, 4, "the curly mark “ is a letter", "straight"},
		{"a: 1\nb:2\nc: 3\n", 2, 1, "there is no space behind b:", "behind the colon"},
		{"a:\n  b:2\n  c: 3\n", 2, 3, "there is no space behind b:", "behind the colon"},
		{"- a: 1\n-b: 2\n", 2, 1, "there is no space behind the dash", "behind the dash"},
		{"a: 1\nwords\nb: 2\n", 2, 1, "this line has neither a key nor a dash", "key: value"},
		{"a: 1\nb:\u00a02\nc: 3\n", 2, 3, "there is a non-breaking space (U+00A0) behind the key", "an ordinary space"},
		{"a: 1\nb:\u200b2\nc: 3\n", 2, 3, "there is a zero-width space (U+200B) behind the key", "an ordinary space behind the colon"},
		{"a: 1\nb\u200bc: 2\n", 2, 2, "there is a zero-width space (U+200B) in this key", "delete it"},
		{"a: 1\nb\u00a0: 2\n", 2, 2, "there is a non-breaking space (U+00A0) in this key", "an ordinary space"},
		{"a: 1\n\u200bb: 2\n", 2, 1, "there is a zero-width space (U+200B) at the start of the line", "delete it"},
		{"a: {b:\u00a0c, d: e}\n", 1, 7, "there is a non-breaking space (U+00A0) behind the key", "an ordinary space"},
		{"a: \u200b\"b\"\n", 1, 4, "there is a zero-width space (U+200B) beside the quotation mark", "delete it"},
		{"a: {b: “One, two”, c: d}\n", 1, 8, "the curly mark “ is a letter", "straight"},
		{"a: [“One, two”]\n", 1, 5, "the curly mark “ is a letter", "straight"},
		{"a:\n  b: [1]\n \u00a0c: 2\n", 3, 2, "there is a non-breaking space (U+00A0) at the start of the line", "an ordinary space"},
		{"a:\n  b: [1\n\ufeffc: 2\n", 2, 6, "the bracket [ is not closed", "with ]"},
		{"a: \u200e\"One: two\"\n", 1, 4, "there is an invisible direction mark (U+200E) beside", "delete it"},
		{"a: \"one\nb: \"two\"\n", 1, 4, "the quotation that begins here is not closed", "the mark that it began with"},
		{"a: 'It's one'\n", 1, 8, "there is text behind the closing quotation mark", "apostrophe"},
		{"a: \"C:\\Kits\"\n", 1, 7, `\K means nothing`, `\\`},
		{"a: [1, 2\nb: 3\n", 1, 4, "the bracket [ is not closed", "with ]"},
		{"a: [\n  b: 1\n  c: 2\n", 1, 4, "the bracket [ is not closed", "with ]"},
		{"a: {\n  b: 1\n  c: 2\n}\n", 3, 4, "there is a second colon", "commas"},
		{"a: [{b: 1]\n", 1, 5, "the bracket { is not closed", "with }"},
		{"a: [1]]\n", 1, 7, "there is text behind the closing bracket", ""},
		{"a: ]\n", 1, 4, "a value cannot begin with ]", "open the brackets"},
		{"a: @b\n", 1, 4, "a value cannot begin with @", "in quotes"},
		{"a: *b*\n", 1, 4, "a value cannot begin with *", "in quotes"},
		{"a: [1, & more]\n", 1, 8, "a value cannot begin with &", "in quotes"},
		{"a: - b\n", 1, 4, "a list cannot begin behind its key", "[one, two]"},
		{"a: 1\n  b: 2\n", 2, 3, "this line is indented deeper than the one above", "the column"},
		{"a:\n  b: 1\n c: 2\n", 3, 2, "this line starts in column 2, where no line above does", "same column"},
		{"k:\n  l:\n    m: 1\np:\n    - a: 1\n    - a: 2\n  - a: 3\n", 7, 3, "this line starts in column 3, where", "same column"},
		{"k:\nl:\n    m: 1\n    n: 2\n  o: 3\n", 2, 1, "this line starts in another column", "column"},
		{"a:\n   b: 1\n  c: 2\n", 2, 4, "this line starts in another column", "same column"},
		{"a: 1\n- b: 2\n", 2, 1, "a dash stands in front of this line, but the lines around it are no list", "remove the dash"},
		{"- a: 1\n- b: 2\nc: 3\n", 3, 1, "this line stands in the column of the dashes around it, but has none", "with a dash"},
		{"k:\n  - a: 1\n    b: 2\n  c: 3\n  - a: 4\n", 4, 3, "this line stands in the column of the dashes around it, but has none", "two more spaces"},
		{"a: |\ntext\nb: 1\n", 2, 1, "a text behind | or > is indented deeper", "two more spaces"},
		{"a: 1\nb: x\x07y\n", 2, 5, "there is a control character here (U+0007)", "delete it"},
		{"a: 1\nb: *c\n", 2, 4, "anchors and aliases", "in quotes"},
		{"a: 1\nb: &c 2\n", 2, 4, "anchors and aliases", "write the value out"},
		{"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, 1, "this is an unresolved conflict of git", "keep one"},
		{"<<<<<<< HEAD\n- a\n=======\n- b\n>>>>>>> x\n", 1, 1, "this is an unresolved conflict of git", "keep one"},
		{"a: |\n  text\n=======\nb: 1\n", 3, 1, "this is an unresolved conflict of git", "keep one"},
		{"a: 1\n---\nb: 2\n", 2, 1, "a second document starts here", "remove the line ---"},
		{"a: 1\n...\nb: [\n", 3, 1, "", ""},
	} {
		line, column, message, hint := reported(c.text)
		if line != c.line || column != c.column || !strings.Contains(message, c.message) || !strings.Contains(hint, c.inHint) {
			t.Errorf("%q: %d:%d: %s (%s)\nwant %d:%d: %s (%s)", c.text, line, column, message, hint, c.line, c.column, c.message, c.inHint)
		}
	}
}

// TestSoundTextsHaveNoFault holds the outline to saying nothing about YAML that
// yaml.v3 reads: it must not blame a sound line for what is wrong below it.
func TestSoundTextsHaveNoFault(t *testing.T) {
	names, texts := yamlOfStarter(t)
	for _, name := range names {
		checkSound(t, texts[name])
		checkSound(t, inBlocks(t, texts[name]))
	}
	for _, text := range soundTexts {
		checkSound(t, text)
	}
}

var soundTexts = []string{
	"a:\n- b\n- c: 1\n  d: 2\ne: 3\n",
	"a:\n  - - 1\n    - 2\n  - {b: [c, {d: e}], f: g} # h\n",
	"a: one\n  two\n    three\nb: \"one\n  two: three\n\n  four\"\n",
	"a: 'It''s: # one'\n'b': \"\\\"\\u00e9\\\n  x\"\n\"c d\" : 1\n",
	"a: |\n  one: two\n - three\nb: >-\n  four\n\n  five\n# end\n",
	"a: |2\n    one\n  two\nb:\n  |\n  three\n",
	"a:\n  one\n  two\nb: !!str 1\nc: !!seq\n  - 1\n",
	"a: [\n  one, # two\n  'three',\n]\nb: {\n  c: 1,\n  d: \"e\n    f\",\n}\n",
	"---\na: http://example.org:80/x#y\nb: one:two\nc: -1\nd: - \n",
	"a: x # y: z\nb: don't\nc: 5\" wide\nd: a “quoted” word\n",
	"\"a\": {\"b\":1,\"c\":[]}\n",
	"- a\n-\n  b: 1\n- \n  - c\n",
	"a:\n\n  # one\n  b: 1\n# two\n  c: 2\n",
	"a:\u00a0b: 1\nc: \u00a0d\n",
}

func checkSound(t *testing.T, text string) {
	t.Helper()
	if parsed([]byte(text)) == nil {
		return
	}
	o := outline{data: []byte(text), all: []byte(text)}
	if f := o.fault(); f != nil {
		t.Errorf("%q is sound, but: %s, at %q", text, f.message, text[f.start:f.end])
	}
}

// TestPlacesAreFoundInTime holds the search to a time that grows with the file:
// long files and files of one long line, with the mistake at the end.
func TestPlacesAreFoundInTime(t *testing.T) {
	_, texts := yamlOfStarter(t)
	for _, text := range []string{
		"x:\n" + strings.Repeat("  "+strings.ReplaceAll(texts["programs.yaml"], "\n", "\n  ")+"\n", 5) + "  a: b: c\n",
		strings.Repeat("- ", 100_000) + "x\n",
		"a: " + strings.Repeat("[", 9_000) + strings.Repeat("{b: c, d: 'e'}, ", 10_000),
		"a: [" + strings.Repeat("\"b\", c d, ", 50_000) + "\n",
		"a: " + strings.Repeat("&b ", 50_000) + "\n",
		strings.Repeat("a:\n", 50_000) + "b: c: d\n",
		"a: \"" + strings.Repeat("b\n", 50_000),
		"a: " + strings.Repeat("b: ", 50_000),
	} {
		began := time.Now()
		line, _, message, _ := reported(text)
		if took := time.Since(began); took > 3*time.Second || message == "" {
			t.Errorf("%.20q (%d KB): %d: %q took %v", text, len(text)>>10, line, message, took)
		}
	}
}

// FuzzPlaces holds every report about a text to a place in it, and to words.
func FuzzPlaces(f *testing.F) {
	names, texts := yamlOfStarter(f)
	for _, name := range names {
		if path.Ext(name) == ".md" {
			f.Add(texts[name])
		}
	}
	for _, text := range soundTexts {
		f.Add(text)
		f.Add(text[:len(text)/2] + "\t: \"" + text[len(text)/2:])
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 64<<10 {
			t.Skip("more than any mistake needs")
		}
		file := &diag.File{Path: "data.yaml", Data: []byte(text)}
		var list diag.List
		began := time.Now()
		_, root := ParseFile(file, &list)
		if root != nil && len(list) > 0 || len(list) > 1 {
			t.Fatalf("%q: %v", text, list)
		}
		for _, d := range list {
			if s := d.Span; s.Start < 0 || s.End < s.Start || s.End > len(text) || d.Message == "" || d.Hint == "" {
				t.Errorf("%q: %+v", text, d)
			}
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q took %v", text, took)
		}
	})
}

// TestDisguises finds what a writer does not see in a value, and leaves prose as
// it is.
func TestDisguises(t *testing.T) {
	for value, want := range map[string]string{
		"“Hello”": "Hello", "‘It is’": "It is", "„Halo“": "Halo", "«Bonjour»": "Bonjour", "« Bonjour »": "Bonjour", "“Hello\"": "Hello",
		"\u200bHello": "Hello", "Hello\u00a0": "Hello", "\ufeffp1\u2060": "p1", "p1\u200e": "p1",

		"": "", "Hello": "", "“Yes” and “no”": "", "“Hello,” she said": "", "She said: “Hello”": "", "‘Yes’ and ‘no’": "", "Rp\u00a05.000": "",
		"Co\u00adoperation": "", "“": "", "“”": "", "\u200b": "", "’90s": "", "مرحبا\u200f": "", "نمی\u200cخواهم": "",
	} {
		switch got := DisguiseOf(value); {
		case (got != nil) != (want != ""):
			t.Errorf("%q: %+v", value, got)
		case got != nil && got.Meant != want:
			t.Errorf("%q was meant as %q", value, got.Meant)
		}
	}
}
