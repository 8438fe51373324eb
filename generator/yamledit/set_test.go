package yamledit

import (
	"errors"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// setIn gives keys, in turn with values, of the mapping at a path of a file other
// values.
func setIn(text string, path []any, pairs ...string) (string, error) {
	b, _ := ParseFile(&diag.File{Path: "data.yaml", Data: []byte(text)}, new(diag.List))
	var changes []Change
	for i := 0; i < len(pairs); i += 2 {
		changes = append(changes, Change{b.Node(path), pairs[i], pairs[i+1]})
	}
	files, err := Set(changes)
	if err != nil {
		return "", err
	}
	return string(files[0].Data), nil
}

func TestSetChangesNoOtherLine(t *testing.T) {
	first := []any{0}
	for _, c := range []struct {
		name, before, after string
		path                []any
		pairs               []string
	}{
		{"a value", "- id: a\n  unit: Sales # since May\n- id: b\n", "- id: a\n  unit: Care # since May\n- id: b\n", first, []string{"unit", "Care"}},
		{"a value in quotes", "- {id: a, unit: \"Sales, \\\"north\\\"\"} # x\n", "- {id: a, unit: Care} # x\n", first, []string{"unit", "Care"}},
		{"a value that is not there yet", "- id: a\n  unit:\n- id: b\n", "- id: a\n  unit: Care\n- id: b\n", first, []string{"unit", "Care"}},
		{"brackets", "- {id: a, wants: [{topic: x}, {topic: y}]}\n", "- {id: a, wants: [{topic: z}]}\n", first, []string{"wants", "[{topic: z}]"}},
		{"brackets on lines", "- id: a\n  wants: [\n    {topic: x}, # ]\n  ]\n  level: 1\n", "- id: a\n  wants: [{topic: z}]\n  level: 1\n", first, []string{"wants", "[{topic: z}]"}},
		{"a list below its key", "- id: a\n  wants: # hers\n    - topic: x\n\n    - topic: y\n\n# next\n- id: b\n", "- id: a\n  wants: [] # hers\n\n# next\n- id: b\n", first, []string{"wants", "[]"}},
		{"a list in the column of its key", "- id: a\n  wants:\n  - topic: x\n  level: 1\n", "- id: a\n  wants: []\n  level: 1\n", first, []string{"wants", "[]"}},
		{"a text on lines", "- id: a\n  unit: |\n    Sales\n\n    North\n  level: 1\n", "- id: a\n  unit: Care\n  level: 1\n", first, []string{"unit", "Care"}},
		{"two values", "- {id: a, level: 1, unit: Sales}\n", "- {id: a, level: 2, unit: Care}\n", first, []string{"unit", "Care", "level", "2"}},
		{"a new key", "- id: a\n  wants:\n    - topic: x\n\n# next\n- id: b\n", "- id: a\n  wants:\n    - topic: x\n  level: 2\n\n# next\n- id: b\n", first, []string{"level", "2"}},
		{"two new keys", "- id: a\n", "- id: a\n  unit: Care\n  level: 2\n", first, []string{"unit", "Care", "level", "2"}},
		{"a new key at the end, no line end", "- id: a", "- id: a\n  level: 2", first, []string{"level", "2"}},
		{"a new key in braces", "- { id: a } # x\n", "- { id: a, level: 2 } # x\n", first, []string{"level", "2"}},
		{"two new keys in braces", "- {id: a}\n", "- {id: a, unit: Care, level: 2}\n", first, []string{"unit", "Care", "level", "2"}},
		{"a new key of a mapping in a mapping", "a:\n  - b:\n      - id: x\n        at: 1\n      - id: y\nc: 1\n", "a:\n  - b:\n      - id: x\n        at: 1\n        of: 2\n      - id: y\nc: 1\n", []any{"a", 0, "b", 0}, []string{"of", "2"}},
		{"a new key of the file", "a: 1\n# end\n", "a: 1\nb: 2\n# end\n", nil, []string{"b", "2"}},
		{"Windows line ends", "- id: a\r\n  unit: Sales\r\n", "- id: a\r\n  unit: Care\r\n  level: 2\r\n", first, []string{"unit", "Care", "level", "2"}},
		{"a byte order mark", "\ufeffa: 1\n", "\ufeffa: 2\n", nil, []string{"a", "2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := setIn(c.before, c.path, c.pairs...)
			if err != nil || got != c.after {
				t.Errorf("got %v\n%s\nwant\n%s", err, got, c.after)
			}
		})
	}
}

func TestSetRefusesWhatItCannotProve(t *testing.T) {
	for _, c := range []struct {
		name, text string
		path       []any
		key, value string
	}{
		{"a list", "- a\n", nil, "unit", "Care"},
		{"a text on two lines", "unit: Sales\n  North\n", nil, "unit", "Care"},
		{"a comma behind the last key", "{a: 1,}\n", nil, "b", "2"},
		{"a value that is two", "a: 1\n", nil, "a", "1, 2"},
		{"a value that is none", "a: 1\n", nil, "a", "]"},
	} {
		if got, err := setIn(c.text, c.path, c.key, c.value); !errors.Is(err, ErrLayout) {
			t.Errorf("%s: got %v, for\n%s", c.name, err, got)
		}
	}
}

func TestScalarReadsBackInBrackets(t *testing.T) {
	for text, want := range map[string]string{
		"Ani Melati": "Ani Melati", "Sales, North": `"Sales, North"`, "": `""`, "12": `"12"`, "true": `"true"`, "a: b": `"a: b"`,
		"# no": `"# no"`, "I'm": `"I'm"`, "Pak \"Budi\"": `"Pak \"Budi\""`, "ani@x.example": "ani@x.example", " a": `" a"`, "2026-02-03": `"2026-02-03"`,
		"Café Ümit": "Café Ümit", "R&D [north]": `"R&D [north]"`, "null": `"null"`, "0x10": `"0x10"`, "tab\there": `"tab\there"`, "yes": `yes`,
	} {
		if got := Scalar(text); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
}

func FuzzScalar(f *testing.F) {
	f.Add("Ani \"Melati\", \\ \u0085 \u2028 \x00")
	f.Add("01:30")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 1000 {
			t.Skip("no text")
		}
		n := parsed([]byte("[" + Scalar(text) + "]\n"))
		if n == nil || len(n.Content) != 1 || n.Content[0].Tag != "!!str" || n.Content[0].Value != text {
			t.Errorf("%q is written %s", text, Scalar(text))
		}
	})
}

// FuzzSet holds changes to their promise, whatever the file is like: it is as it
// was but for one run of bytes, and a second time nothing changes.
func FuzzSet(f *testing.F) {
	f.Add("- id: a\n  unit: Sales # x\n")
	f.Add("- {id: a, unit: [x, 'y]'], other: 1}\n")
	f.Add("- id: a\n  unit:\n  - x\n\n# end\n- b\n")
	f.Add("- unit: |+\n    a\n\n\n  id: x\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 16<<10 {
			t.Skip("more than any mistake needs")
		}
		got, err := setIn(text, []any{0}, "unit", "Care")
		if err != nil {
			return
		}
		b, _ := ParseFile(&diag.File{Data: []byte(got)}, new(diag.List))
		if _, value := b.Node([]any{0, "unit"}).find(nil); value == nil || value.Kind != yaml.ScalarNode || value.Value != "Care" {
			t.Fatalf("%q became %q", text, got)
		}
		if again, err := setIn(got, []any{0}, "unit", "Care"); err != nil || again != got {
			t.Errorf("%q became %q (%v)", got, again, err)
		}
	})
}
