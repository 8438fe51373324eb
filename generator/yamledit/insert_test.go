package yamledit

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

const item = `# A new one.
- id: new
  title: New
  note: |
    Learn.

    More.

  plan: []
`

// inserted puts an item into the list at a path of a file.
func inserted(text, item string, path ...any) (string, error) {
	b, _ := ParseFile(&diag.File{Path: "data.yaml", Data: []byte(text)}, new(diag.List))
	out, err := Insert(b.Node(path), item)
	return string(out), err
}

func TestInsertGoesToTheEndOfTheList(t *testing.T) {
	const head = "site: {title: T}\n"
	programs := []any{"programs"}
	pairings := []any{"programs", 0, "cohorts", 1, "pairings"}
	for _, c := range []struct {
		name, before, after string
		path                []any
	}{
		{"no list yet", head, head + "\nprograms:\n  NEW", programs},
		{"no line end at the end", strings.TrimSuffix(head, "\n"), head + "\nprograms:\n  NEW", programs},
		{"an empty list", head + "programs:\n# topics\ntopics: {a: A}\n", head + "programs:\n  NEW# topics\ntopics: {a: A}\n", programs},
		{"an empty list at the end", head + "programs:", head + "programs:\n  NEW", programs},
		{"a list at the end", head + "programs:\n  - {a: 1}\n", head + "programs:\n  - {a: 1}\n\n  NEW", programs},
		{"a list at the end without a line end", head + "programs:\n  - {a: 1}", head + "programs:\n  - {a: 1}\n\n  NEW", programs},
		{"a list that is not indented", head + "programs:\n- {a: 1}\n", head + "programs:\n- {a: 1}\n\nNEW", programs},
		{"comments of the list and of what follows",
			head + "programs:\n    - {a: 1}\n    # of the list\n\n# of the topics\n\ntopics: {a: A}\n",
			head + "programs:\n    - {a: 1}\n    # of the list\n\n    NEW\n# of the topics\n\ntopics: {a: A}\n", programs},
		{"the first key of the file", "programs:\n  - {a: 1}\n" + head, "programs:\n  - {a: 1}\n\n  NEW" + head, programs},
		{"Windows line ends", "programs:\r\n  - {a: 1}\r\n", "programs:\r\n  - {a: 1}\r\n\r\n  NEW", programs},
		{"a byte order mark", "\ufeff" + head, "\ufeff" + head + "\nprograms:\n  NEW", programs},
		{"the whole file", "# People.\n- {a: 1}\n# end\n", "# People.\n- {a: 1}\n\nNEW# end\n", nil},
		{"a file without anything", "", "NEW", nil},
		{"a list in a file without anything", "", "programs:\n  NEW", programs},
		{"a list in a file of comments", "# None.\n", "# None.\nprograms:\n  NEW", programs},
		{"a file of comments", "# People.\n", "# People.\nNEW", nil},
		{"an emptied list", head + "programs: []\ntopics: {a: A}\n", head + "programs:\n  NEWtopics: {a: A}\n", programs},
		{"an emptied list with a comment", head + "programs: [ ] # none\n", head + "programs: # none\n  NEW", programs},
		{"an emptied list below its key", "programs:\n  []\ntopics: {a: A}\n", "programs:\n\n  NEWtopics: {a: A}\n", programs},
		{"an emptied list below a note", "programs: # none\n  [] # yet\n", "programs: # none\n # yet\n  NEW", programs},
		{"an emptied list without a line end", "programs: []", "programs:\n  NEW", programs},
		{"an emptied list, Windows line ends", "a: 1\r\nprograms: []\r\n", "a: 1\r\nprograms:\r\n  NEW", programs},
		{"an emptied file", "# People.\n[]\n", "# People.\n\nNEW", nil},
		{"deep down, emptied",
			"programs:\n- cohorts:\n  - id: a\n  - pairings: []\n    days: 1\n",
			"programs:\n- cohorts:\n  - id: a\n  - pairings:\n      NEW    days: 1\n", pairings},
		{"deep down, missing",
			"programs:\n- cohorts:\n  - id: a\n  - id: b\n    days:\n    - 1\n    # of b\n\n# of the next\n- id: x\n",
			"programs:\n- cohorts:\n  - id: a\n  - id: b\n    days:\n    - 1\n    # of b\n    pairings:\n      NEW\n# of the next\n- id: x\n", pairings},
		{"deep down",
			"programs:\n  - cohorts:\n      - id: a\n      - pairings:\n          - {a: 1}\n          # of the pairings\n        # of the days\n        days: 1\n\n  # of the next\n  - id: x\n",
			"programs:\n  - cohorts:\n      - id: a\n      - pairings:\n          - {a: 1}\n          # of the pairings\n\n          NEW        # of the days\n        days: 1\n\n  # of the next\n  - id: x\n", pairings},
		{"deep down, the last of its kind",
			"programs:\n- cohorts:\n  - id: a\n  - pairings:\n    - {a: 1}\n\n# of the next\n- id: x\nend: 1\n",
			"programs:\n- cohorts:\n  - id: a\n  - pairings:\n    - {a: 1}\n\n    NEW\n# of the next\n- id: x\nend: 1\n", pairings},
		{"deep down, empty",
			"programs:\n- cohorts:\n  - id: a\n  - pairings:\n    days: 1\n",
			"programs:\n- cohorts:\n  - id: a\n  - pairings:\n      NEW    days: 1\n", pairings},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := inserted(c.before, item, c.path...)
			if err != nil {
				t.Fatal(err)
			}
			before, after, _ := strings.Cut(c.after, "NEW")
			indent := before[strings.LastIndexByte(before, '\n')+1:]
			text := strings.ReplaceAll(strings.TrimSuffix(item, "\n"), "\n", "\n"+indent) + "\n"
			text = strings.ReplaceAll(text, "\n"+indent+"\n", "\n\n") // blank lines stay blank
			if strings.Contains(c.before, "\r") {
				text = strings.ReplaceAll(text, "\n", "\r\n")
			}
			if want := before + text + after; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestInsertRefusesWhatItCannotProve(t *testing.T) {
	programs := []any{"programs"}
	for _, c := range []struct {
		name, text, item string
		path             []any
		want             error
	}{
		{"not YAML", "site: [\n", item, programs, ErrLayout},
		{"empty, far down", "", item, []any{"programs", 0, "days"}, ErrLayout},
		{"a list on one line", "programs: [{a: 1}]\n", item, programs, ErrOneLine},
		{"an empty list on two lines", "programs: [\n]\n", item, programs, ErrOneLine},
		{"an empty list in the braces of a file", "{programs: []}\n", item, programs, ErrOneLine},
		{"a list that is missing from braces", "programs:\n  - {a: 1}\n", item, []any{"programs", 0, "days"}, ErrOneLine},
		{"a list that is missing from nothing", "programs:\n", item, []any{"programs", 0, "days"}, ErrOneLine},
		{"an empty list in braces", "programs:\n  - {a: 1, days: []}\n", item, []any{"programs", 0, "days"}, ErrOneLine},
		{"one item without a dash", "programs:\n  {a: 1}\n", item, programs, ErrOneLine},
		{"one item instead of the list", "programs: {a: 1}\n", item, []any{"programs", 0, "days"}, ErrOneLine},
		{"a file on one line", "{site: T}\n", item, programs, ErrLayout},
		{"an end mark", "site: T\n...\n", item, programs, ErrLayout},
		{"a file that is a list", "- {a: 1}\n", item, programs, ErrOneLine},
		{"a dash on a line of its own", "programs:\n  -\n    days:\n      - 1\n  -\n    days: []\n", item, []any{"programs", 0, "days"}, ErrLayout},
		{"an item that is none", "programs:\n  - {a: 1}\n", "a: 1\n", programs, ErrLayout},
	} {
		if got, err := inserted(c.text, c.item, c.path...); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v, for\n%s", c.name, err, c.want, got)
		}
	}
}

// withoutBrackets returns a text, and what it is without one of its empty lists.
func withoutBrackets(text string) []string {
	out := []string{text}
	for _, at := range emptyBrackets.FindAllStringIndex(text, -1) {
		out = append(out, text[:at[0]]+text[at[1]:])
	}
	return out
}

var emptyBrackets = regexp.MustCompile(`[ \t]*\[[ \t]*\]`)

// isIn reports whether a text with the item put in somewhere is what was got.
func isIn(text, got string) bool {
	from := 0
	for from < len(text) && from < len(got) && text[from] == got[from] {
		from++
	}
	rest := text[from:]
	return len(got) > len(text) && strings.HasSuffix(got, rest) && strings.Contains(got[from:len(got)-len(rest)], "id: new")
}

// FuzzInsert holds what is inserted to its promise, whatever the file is like:
// every line of the file is there, in order, and those of the item lie between
// them in one run.
func FuzzInsert(f *testing.F) {
	f.Add("site: {title: T}\n")
	f.Add("programs:\n- {id: a, purpose: |+\n    P\n\n  , plan: []}\nsite: {title: T}\n")
	f.Add("site: {title: T}\nprograms:\n  - id: a\n    plan: []\n    purpose: |+\n      P\n\n\n# end\n")
	f.Add("\ufeffsite: {title: T}\r\nprograms: \r\n  # none\r\n")
	f.Add("programs: [] # none\nsite: []\n")
	f.Add("# none\n[]\n")
	f.Add("programs:\n- {}\n- id: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 64<<10 {
			t.Skip("more than any mistake needs")
		}
		for _, path := range [][]any{nil, {"programs"}, {"programs", 0, "days"}} {
			got, err := inserted(text, item, path...)
			if err != nil {
				continue
			}
			if !slices.ContainsFunc(withoutBrackets(text), func(text string) bool { return isIn(text, got) }) {
				t.Fatalf("%q became %q", text, got)
			}
			if _, err := inserted(got, item, path...); err != nil {
				t.Errorf("nothing can be added to %q: %v", got, err)
			}
		}
	})
}
