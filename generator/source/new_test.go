package source_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
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
	const before = "site: {title: T, languages: [en]}\nprograms:\n  - {id: old, title: Old, type: reverse, track: custom, purpose: P, plan: []}\n"
	const after = "\n  # A new one.\n  - id: new\n    title: New\n    type: reverse\n    track: custom\n\n    purpose: Learn.\n    plan: []\n"
	got, err := source.InsertProgram([]byte(before), newProgram)
	if err != nil || string(got) != before+after {
		t.Errorf("%v, got\n%s\nwant\n%s", err, got, before+after)
	}
}

func TestProgramIsNotInsertedWhereItCannotBe(t *testing.T) {
	const head = "site: {title: T, languages: [en]}\n"
	for _, c := range []struct{ name, text, want string }{
		{"not YAML", "site: [\n", "has mistakes"},
		{"empty", "", "has mistakes"},
		{"mistakes", head + "programms: []\n", "has mistakes"},
		{"programs on one line", head + "programs: [{id: a, title: A, type: reverse, track: custom, purpose: P, plan: []}]\n", "on one line"},
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

// FuzzTitle holds a title that was written to what it was, in front matter.
func FuzzTitle(f *testing.F) {
	for _, title := range []string{"Plain", "a: b", "- a", "# a", "'quoted'", `"quoted"`, "true", "null", "~", "2026", "2026-02-03", "é", "👋 hello", "a\u00a0b", "{{include x}}", "\u2028", "---", "%", " ", "a #b", "*a", "\\n", "0\u00a0", "\u200bx", "“Curly”"} {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		if strings.TrimSpace(title) == "" || len(title) > 100 || strings.ContainsFunc(title, unicode.IsControl) || !utf8.ValidString(title) {
			return
		}
		project := fstest.MapFS{
			source.ConfigPath: {Data: []byte("site: {title: T, languages: [en]}\n")},
			"content/en/a.md": {Data: []byte("---\ntitle: " + yamledit.Scalar(title) + "\nsummary: S\n---\n")},
		}
		src, list, err := source.Load(context.Background(), source.Project{Root: project}, nil)
		if err != nil || len(list) > 0 || len(src.Documents) != 1 {
			t.Fatalf("%q as %s cannot be read: %v %v", title, yamledit.Scalar(title), list, err)
		}
		if got := src.Documents[0].Title; got != title {
			t.Errorf("%q as %s was read as %q", title, yamledit.Scalar(title), got)
		}
	})
}
