package yamledit

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// removed takes the items of a list whose numbers are given out of a file.
func removed(text string, path []any, numbers ...int) (string, error) {
	var list diag.List
	b, root := ParseFile(&diag.File{Path: "data.yaml", Data: []byte(text)}, &list)
	if root == nil {
		return "", fmt.Errorf("not read: %v", list)
	}
	var items []Node
	for _, n := range numbers {
		items = append(items, b.Node(path).In(n))
	}
	files, err := Remove(items)
	if err != nil {
		return "", err
	}
	return string(files[0].Data), nil
}

func TestRemoveLeavesEveryOtherLineAsItIs(t *testing.T) {
	people := []any{"people"}
	for _, c := range []struct {
		name, text string
		path       []any
		numbers    []int
		want       string
	}{
		{"lines", "people:\n  - {id: p1}\n  - {id: p2}\n  - {id: p3}\nprograms: []\n", people, []int{1}, "people:\n  - {id: p1}\n  - {id: p3}\nprograms: []\n"},
		{"the first and the last", "people:\n  - {id: p1}\n  - {id: p2}\n  - {id: p3}\nprograms: []\n", people, []int{0, 2}, "people:\n  - {id: p2}\nprograms: []\n"},
		{"all", "people: # opaque ids\n  - {id: p1}\n  - {id: p2}\n\nprograms: []\n", people, []int{0, 1}, "people: [] # opaque ids\n\nprograms: []\n"},
		{"without indentation", "people:\n- id: p1\n  name: A\n- id: p2\nprograms:\n- id: x\n", people, []int{0}, "people:\n- id: p2\nprograms:\n- id: x\n"},
		{"the whole file", "# People.\n\n- id: p1\n- id: p2\n", nil, []int{0, 1}, "# People.\n\n[]\n"},
		{"the end of a file", "- id: p1\n\n- id: p2\n", nil, []int{1}, "- id: p1\n"},
		{"no line end at the end", "- id: p1\n- id: p2", nil, []int{1}, "- id: p1\n"},
		{"gaps", "people:\n  - id: p1\n\n  - id: p2\n\n  - id: p3\n\nx: 1\n", people, []int{1}, "people:\n  - id: p1\n\n  - id: p3\n\nx: 1\n"},
		{"gaps, the last", "people:\n  - id: p1\n\n  - id: p2\n\nx: 1\n", people, []int{1}, "people:\n  - id: p1\n\nx: 1\n"},
		{"gaps, the first", "people:\n  - id: p1\n\n  - id: p2\n\nx: 1\n", people, []int{0}, "people:\n  - id: p2\n\nx: 1\n"},
		{"comments", "people:\n  # of p1\n  - id: p1 # of p1\n    # of p1\n\n  # of nobody\n\n  # of p2\n  # of p2\n  - id: p2\n    # of p2\n    name: B\n\n    # of p2\n  # of p3\n  - id: p3\n", people, []int{1},
			"people:\n  # of p1\n  - id: p1 # of p1\n    # of p1\n\n  # of nobody\n\n  # of p3\n  - id: p3\n"},
		{"CRLF", "people:\r\n  - id: p1\r\n  # of p2\r\n  - id: p2\r\nx: 1\r\n", people, []int{1}, "people:\r\n  - id: p1\r\nx: 1\r\n"},
		{"texts that look like something else", "people:\n  - id: p1\n    name: |\n      - id: p9\n\n      # no comment\n  - id: p2\n    name: \"x # y\"\n", people, []int{0}, "people:\n  - id: p2\n    name: \"x # y\"\n"},
		{"a dash on a line of its own", "people:\n  -\n    id: p1\n  -\n    id: p2\n", people, []int{1}, "people:\n  -\n    id: p1\n"},
		{"brackets", "people: [{id: p1}, {id: p2}, {id: p3}]\n", people, []int{1}, "people: [{id: p1}, {id: p3}]\n"},
		{"brackets, the last", "people: [{id: p1}, {id: p2}]\n", people, []int{1}, "people: [{id: p1}]\n"},
		{"brackets, the last two", "people: [{id: p1}, {id: p2}, {id: p3}]\n", people, []int{1, 2}, "people: [{id: p1}]\n"},
		{"brackets, all", "people: [{id: p1}, {id: p2},]\n", people, []int{0, 1}, "people: []\n"},
		{"brackets with a comma too many", "people: [{id: p1}, {id: p2},]\n", people, []int{1}, "people: [{id: p1},]\n"},
		{"brackets with marks in them", `people: [{id: p1, name: "],{"}, {id: p2, name: 'it''s ]'}, {id: p3, name: O'Brien}, {id: p4}]` + "\n", people, []int{1, 2}, `people: [{id: p1, name: "],{"}, {id: p4}]` + "\n"},
		{"brackets over lines", "people: [\n  {id: p1}, # of p1\n  # of p2\n  {id: p2}, # of p2\n  {id: p3}\n]\n", people, []int{1}, "people: [\n  {id: p1}, # of p1\n  {id: p3}\n]\n"},
		{"brackets over lines, the last", "people: [\n  {id: p1}, # of p1\n  {id: p2}\n]\n", people, []int{1}, "people: [\n  {id: p1} # of p1\n]\n"},
		{"JSON", "[\n {\n  \"id\": \"p1\"\n },\n {\n  \"id\": \"p2\"\n }\n]\n", nil, []int{1}, "[\n {\n  \"id\": \"p1\"\n }\n]\n"},
		{"words", "avoid: [p1, 'p2', \"p3\"]\n", []any{"avoid"}, []int{0, 2}, "avoid: ['p2']\n"},
		{"one word instead of a list", "people:\n  - {id: p1, avoid: p2, name: A}\n", []any{"people", 0, "avoid"}, []int{0}, "people:\n  - {id: p1, avoid: [], name: A}\n"},
		{"deep down", "programs:\n  - id: x\n    cohorts:\n      - id: a\n        pairings:\n          - id: pair-1\n            sessions:\n              - {id: s1}\n\n          - id: pair-2\n      - id: b\n", []any{"programs", 0, "cohorts", 0, "pairings"}, []int{0},
			"programs:\n  - id: x\n    cohorts:\n      - id: a\n        pairings:\n          - id: pair-2\n      - id: b\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := removed(c.text, c.path, c.numbers...)
			if err != nil || got != c.want {
				t.Errorf("%v\n%s\nwant\n%s", err, got, c.want)
			}
		})
	}
}

func TestRemoveRefusesWhatItCannotProve(t *testing.T) {
	for _, text := range []string{
		"people: {id: p1}\n",                             // one value stands for a list of one
		"people:\n  - {id: p1,\nid2: x}\n  - {id: p2}\n", // an item that ends left of its dash
	} {
		if got, err := removed(text, []any{"people"}, 0); err == nil {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestRemoveFromAnyLayout writes lists of people in every way it can think of.
// Each line and comment says whose it is.
func TestRemoveFromAnyLayout(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		doc := randomList(r)
		var gone []int
		for i := range doc.people {
			if r.IntN(2) == 0 {
				gone = append(gone, i)
			}
		}
		if len(gone) == 0 {
			continue
		}
		got, err := removed(doc.text, doc.path, gone...)
		if err != nil {
			t.Fatalf("seed %d: %v, removing %v\n%s", seed, err, gone, doc.text)
		}
		for i := range doc.people {
			mark := fmt.Sprintf("p%d.", i)
			want := strings.Count(doc.text, mark)
			if slices.Contains(gone, i) {
				want = 0
			}
			if n := strings.Count(got, mark); n != want {
				t.Fatalf("seed %d: %d of %d traces of %s are left, after removing %v of\n%s\n---\n%s", seed, n, want, mark, gone, doc.text, got)
			}
		}
		if strings.Count(got, "other") != strings.Count(doc.text, "other") {
			t.Fatalf("seed %d: something else went\n%s\n---\n%s", seed, doc.text, got)
		}
		if doc.lines && !isSubsequence(got, doc.text, len(gone) == doc.people) {
			t.Fatalf("seed %d: a line has changed\n%s\n---\n%s", seed, doc.text, got)
		}
		if again := values(t, doc.text, doc.path, gone); !reflect.DeepEqual(values(t, got, doc.path, nil), again) {
			t.Fatalf("seed %d: the rest says something else\n%s\n---\n%s", seed, doc.text, got)
		}
	}
}

// listDocument is a file with a list of people.
type listDocument struct {
	text   string
	path   []any
	people int
	lines  bool // an item has whole lines
}

func randomList(r *rand.Rand) listDocument {
	doc := listDocument{people: 1 + r.IntN(5), lines: r.IntN(3) > 0}
	indent := ""
	var b strings.Builder
	maybe := func(format string, args ...any) {
		if r.IntN(3) == 0 {
			fmt.Fprintf(&b, format, args...)
		}
	}
	switch r.IntN(3) {
	case 1:
		doc.path = []any{"people"}
		b.WriteString("site: other\npeople:")
		indent = strings.Repeat(" ", r.IntN(5))
	case 2:
		doc.path = []any{"programs", 1, "people"}
		b.WriteString("# other\nprograms:\n- id: other\n- id: other\n  people:")
		indent = strings.Repeat(" ", 2+r.IntN(5))
	}
	if doc.lines {
		if doc.path != nil {
			maybe(" # other")
			b.WriteString("\n")
		}
		for i := range doc.people {
			maybe("\n")
			maybe("%s# p%d.\n", indent, i)
			switch r.IntN(3) {
			case 0:
				fmt.Fprintf(&b, "%s- {id: p%d., name: \"- x # p%d.\"}", indent, i, i)
			case 1:
				fmt.Fprintf(&b, "%s- id: p%d.\n%s  name: 'it''s p%d.'", indent, i, indent, i)
			case 2:
				fmt.Fprintf(&b, "%s-\n%s    id: p%d.\n%s    note: |\n%s      # p%d.\n\n%s      - p%d.", indent, indent, i, indent, indent, i, indent, i)
			}
			b.WriteString("\n")
			maybe("%s      # p%d.\n", indent, i)
			maybe("\n%s# other\n\n", indent)
		}
	} else {
		b.WriteString(" [")
		breaks := r.IntN(2) == 0
		for i := range doc.people {
			if breaks {
				b.WriteString("\n" + indent + " ")
				maybe("# p%d.\n%s ", i, indent)
			}
			fmt.Fprintf(&b, "{id: p%d., name: %s}", i, fmt.Sprintf([]string{`"]p%d."`, `O'p%d.`, `'it''s, p%d.'`, "[{a: p%d.}]"}[r.IntN(4)], i))
			if i < doc.people-1 || r.IntN(3) == 0 {
				b.WriteString(",")
			}
			if breaks {
				maybe(" # p%d.", i)
			} else {
				b.WriteString(" ")
			}
		}
		if breaks {
			b.WriteString("\n" + indent + " ")
		}
		b.WriteString("]\n")
	}
	if len(doc.path) == 1 {
		maybe("\n")
		b.WriteString("after: other\n")
	}
	doc.text = b.String()
	if r.IntN(4) == 0 {
		doc.text = strings.ReplaceAll(doc.text, "\n", "\r\n")
	}
	return doc
}

// isSubsequence reports whether every line of got is one of text, in order. A
// list that lost everything has got its brackets.
func isSubsequence(got, text string, emptied bool) bool {
	from := strings.Split(text, "\n")
	for line := range strings.SplitSeq(got, "\n") {
		i := slices.Index(from, line)
		if i < 0 && emptied {
			i = slices.IndexFunc(from, func(l string) bool { return strings.Replace(l, "people:", "people: []", 1) == line })
			if i < 0 && strings.TrimSpace(line) == "[]" {
				continue
			}
		}
		if i < 0 {
			return false
		}
		from = from[i+1:]
	}
	return true
}

// values reads a file without some items of its list, as any other program does.
func values(t *testing.T, text string, path []any, gone []int) any {
	t.Helper()
	var root any
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var without func(v any, path []any) any
	without = func(v any, path []any) any {
		switch {
		case len(path) == 0:
			out := []any{}
			for i, item := range v.([]any) {
				if !slices.Contains(gone, i) {
					out = append(out, item)
				}
			}
			return out
		case reflect.TypeOf(path[0]).Kind() == reflect.Int:
			v.([]any)[path[0].(int)] = without(v.([]any)[path[0].(int)], path[1:])
		default:
			v.(map[string]any)[path[0].(string)] = without(v.(map[string]any)[path[0].(string)], path[1:])
		}
		return v
	}
	return without(root, path)
}

// FuzzRemove takes items out of any file: it refuses, or what is left says the
// same and is made of the same bytes.
func FuzzRemove(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(randomList(rand.New(rand.NewPCG(seed, 1))).text, uint(seed))
	}
	f.Add("people: [a, [b, c], {d: e}, 'f', \"g\", h # i\n, ? j : k]\n", uint(9))
	f.Fuzz(func(t *testing.T, text string, mask uint) {
		if len(text) > 64<<10 {
			t.Skip("more than any mistake needs")
		}
		var list diag.List
		_, root := ParseFile(&diag.File{Path: "data.yaml", Data: []byte(text)}, &list)
		var path []any
		if root != nil && root.Kind == yaml.MappingNode {
			path = []any{"people"}
			_, root = Descend(root, "people")
		}
		if root == nil || root.Kind != yaml.SequenceNode {
			t.Skip("no list")
		}
		var gone []int
		for i := range root.Content {
			if mask>>(i%64)&1 == 1 {
				gone = append(gone, i)
			}
		}
		if len(gone) == 0 {
			t.Skip("nothing to remove")
		}
		got, err := removed(text, path, gone...)
		if err != nil {
			return
		}
		_, after := ParseFile(&diag.File{Path: "data.yaml", Data: []byte(got)}, &list)
		if path != nil {
			_, after = Descend(after, "people")
		}
		for _, n := range slices.Backward(gone) {
			root.Content = slices.Delete(root.Content, n, n+1)
		}
		if after == nil || !sameTree(root, after) {
			t.Errorf("%q without %v became %q", text, gone, got)
		}
	})
}
