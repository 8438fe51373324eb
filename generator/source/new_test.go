package source_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/source"
)

const newProgram = `# A new one.
- id: new
  title: New
  type: reverse
  track: custom

  purpose: Learn.
  plan: []
`

func TestProgramIsInsertedAfterTheLastOne(t *testing.T) {
	const head = "site: {title: T, languages: [en]}\n"
	const old = "id: old, title: Old, type: reverse, track: custom, purpose: P, plan: []"
	for _, c := range []struct{ name, before, after string }{
		{"no programs yet", head, head + "\nprograms:\n  NEW"},
		{"no line end at the end", strings.TrimSuffix(head, "\n"), head + "\nprograms:\n  NEW"},
		{"an empty list", head + "programs:\n# topics\ntopics: {a: {en: A}}\n", head + "programs:\n  NEW# topics\ntopics: {a: {en: A}}\n"},
		{"an empty list at the end", head + "programs:", head + "programs:\n  NEW"},
		{"a list at the end", head + "programs:\n  - {" + old + "}\n", head + "programs:\n  - {" + old + "}\n\n  NEW"},
		{"a list at the end without a line end", head + "programs:\n  - {" + old + "}", head + "programs:\n  - {" + old + "}\n\n  NEW"},
		{"a list that is not indented", head + "programs:\n- {" + old + "}\n", head + "programs:\n- {" + old + "}\n\nNEW"},
		{"comments of the list and of what follows",
			head + "programs:\n    - {" + old + "}\n    # of the list\n\n# of the topics\n\ntopics: {a: {en: A}}\n",
			head + "programs:\n    - {" + old + "}\n    # of the list\n\n    NEW\n# of the topics\n\ntopics: {a: {en: A}}\n"},
		{"the first key of the file", "programs:\n  - {" + old + "}\n" + head, "programs:\n  - {" + old + "}\n\n  NEW" + head},
		{"Windows line ends", strings.ReplaceAll(head+"programs:\n  - {"+old+"}\n", "\n", "\r\n"), strings.ReplaceAll(head+"programs:\n  - {"+old+"}\n\n  NEW", "\n", "\r\n")},
		{"a byte order mark", "\ufeff" + head, "\ufeff" + head + "\nprograms:\n  NEW"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := source.InsertProgram([]byte(c.before), newProgram)
			if err != nil {
				t.Fatal(err)
			}
			before, after, _ := strings.Cut(c.after, "NEW")
			indent := before[strings.LastIndexByte(before, '\n')+1:]
			block := strings.ReplaceAll(strings.TrimSuffix(newProgram, "\n"), "\n", "\n"+indent) + "\n"
			block = strings.ReplaceAll(block, "\n"+indent+"\n", "\n\n") // blank lines stay blank
			if strings.Contains(c.before, "\r") {
				block = strings.ReplaceAll(block, "\n", "\r\n")
			}
			if want := before + block + after; string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestProgramIsNotInsertedWhereItCannotBe(t *testing.T) {
	const head = "site: {title: T, languages: [en]}\n"
	for _, c := range []struct{ name, text, want string }{
		{"not YAML", "site: [\n", "has mistakes"},
		{"empty", "", "has mistakes"},
		{"mistakes", head + "programms: []\n", "has mistakes"},
		{"programs on one line", head + "programs: []\n", "on one line"},
		{"one program without a dash", head + "programs:\n  {id: a, title: A, type: reverse, track: custom, purpose: P, plan: []}\n", "on one line"},
		{"a file on one line", "{site: {title: T, languages: [en]}}\n", "a layout"},
		{"an end mark", head + "...\n", "a layout"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := source.InsertProgram([]byte(c.text), newProgram)
			if err == nil {
				t.Fatalf("got\n%s", got)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error %q, want %q in it", err, c.want)
			}
		})
	}
}

// FuzzInsertProgram holds what is inserted to its promise, whatever the file is
// like: every line of the file is there, in order, and those of the program lie
// between them in one run.
func FuzzInsertProgram(f *testing.F) {
	f.Add("site: {title: T, languages: [en]}\n")
	f.Add("programs:\n- {id: a, title: A, type: reverse, track: custom, purpose: |+\n    P\n\n  , plan: []}\nsite: {title: T, languages: [en]}\n")
	f.Add("site: {title: T, languages: [en]}\nprograms:\n  - id: a\n    title: A\n    type: reverse\n    track: custom\n    plan: []\n    purpose: |+\n      P\n\n\n# end\n")
	f.Add("\ufeffsite: {title: T, languages: [en]}\r\nprograms: \r\n  # none\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := source.InsertProgram([]byte(text), newProgram)
		if err != nil {
			return
		}
		from := 0
		for from < len(text) && text[from] == got[from] {
			from++
		}
		rest := text[from:]
		if !strings.HasSuffix(string(got), rest) {
			t.Fatalf("%q became %q", text, got)
		}
		if added := string(got[from : len(got)-len(rest)]); !strings.Contains(added, "id: new") {
			t.Fatalf("%q was added", added)
		}
		if _, err := source.InsertProgram(got, strings.ReplaceAll(newProgram, "id: new", "id: newer")); err != nil {
			t.Errorf("nothing can be added to %q: %v", got, err)
		}
	})
}

func TestNameIsAnAddressAndAFile(t *testing.T) {
	for title, want := range map[string]source.ID{
		"Kick-off":                "kick-off",
		"  What helped, and how?": "what-helped-and-how",
		"Crème brûlée 2":          "creme-brulee-2",
		"Index":                   "",
		"AUX":                     "",
		"---":                     "",
		"日本":                      "",
		strings.Repeat("x", 64):   source.ID(strings.Repeat("x", 64)),
		strings.Repeat("x", 65):   "",
	} {
		if got, err := source.NameFor(title); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", title, got, err, want)
		}
	}
}

// FuzzQuote holds a title that was quoted to what it was, in front matter.
func FuzzQuote(f *testing.F) {
	for _, title := range []string{"Plain", "a: b", "- a", "# a", "'quoted'", `"quoted"`, "true", "null", "~", "2026", "2026-02-03", "é", "👋 hello", "a\u00a0b", "{{include x}}", "\u2028", "---", "%", " ", "a #b", "*a", "\\n"} {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		if strings.TrimSpace(title) == "" || len(title) > 100 || strings.ContainsFunc(title, unicode.IsControl) || !utf8.ValidString(title) {
			return
		}
		project := fstest.MapFS{
			source.ConfigPath: {Data: []byte("site: {title: T, languages: [en]}\n")},
			"content/en/a.md": {Data: []byte("---\ntitle: " + source.Quote(title) + "\nsummary: S\n---\n")},
		}
		src, list, err := source.Load(context.Background(), source.Project{Root: project}, nil)
		if err != nil || len(list) > 0 || len(src.Documents) != 1 {
			t.Fatalf("%q as %s cannot be read: %v %v", title, source.Quote(title), list, err)
		}
		if got := src.Documents[0].Title; got != title {
			t.Errorf("%q as %s was read as %q", title, source.Quote(title), got)
		}
	})
}
