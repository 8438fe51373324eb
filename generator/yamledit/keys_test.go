package yamledit

import (
	"errors"
	"slices"
	"testing"

	"mentorbook/generator/diag"
)

func read(text string) *Block {
	b, _ := ParseFile(&diag.File{Path: "data.yaml", Data: []byte(text)}, new(diag.List))
	return b
}

func TestUnwrapPutsOneValueInThePlaceOfAll(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"lines":     {"a:\n  # hers\n  t:\n    en: One\n    id: Satu, \"dua\"\n  n: 1\n", "a:\n  # hers\n  t: Satu, \"dua\"\n  n: 1\n"},
		"braces":    {"a:\n  t: {en: One, id: \"Satu, dua\"} # c\n  n: 1\n", "a:\n  t: \"Satu, dua\" # c\n  n: 1\n"},
		"in braces": {"a: {t: {en: One, id: Satu}, n: 1}\n", "a: {t: Satu, n: 1}\n"},
		"lists":     {"a:\n  t:\n    en: [x, y]\n    id: [z, \"D&I\"]\n\n# next\nb: 1\n", "a:\n  t: [z, \"D&I\"]\n\n# next\nb: 1\n"},
		"a comment": {"a:\n  t: # c\n    en: One\n    id: Satu\n", "a:\n  t: Satu # c\n"},
	} {
		b := read(c.before)
		got, err := Unwrap([]Key{{b.Node([]any{"a", "t"}), "id"}})
		if string(got) != c.after || err != nil {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.after)
		}
	}
}

func TestUnwrapAndDropRefuse(t *testing.T) {
	for name, text := range map[string]string{
		"a text on lines": "a:\n  t:\n    en: One\n    id: |\n      Satu\n      dua\n",
		"a list on lines": "a:\n  t:\n    id:\n      - x\n",
		"no such key":     "a: {t: {en: One}}\n",
		"no mapping":      "a: {t: One}\n",
	} {
		b := read(text)
		if _, err := Unwrap([]Key{{b.Node([]any{"a", "t"}), "id"}}); !errors.Is(err, ErrLayout) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := read("b:\n  id: Satu\nc: {id: Satu}\n")
	for _, key := range []string{"a", "b", "c"} {
		if _, err := Drop([]Key{{b.Node([]any{key}), "id"}}); !errors.Is(err, ErrLayout) {
			t.Errorf("drop of %s: %v", key, err)
		}
	}
}

func TestDropTakesTheLinesOfAKey(t *testing.T) {
	for before, after := range map[string]string{
		"a: {en: One, id: \"Satu, dua\", ms: Tiga} # c\n": "a: {en: One, ms: Tiga} # c\n",
		"a: {id: Satu, en: [x, y]}\n":                     "a: {en: [x, y]}\n",
		"a: {en: [x, y], id: [z, {q: 1}] }\n":             "a: {en: [x, y] }\n",
	} {
		b := read(before)
		if got, err := Drop([]Key{{b.Node([]any{"a"}), "id"}}); string(got) != after || err != nil {
			t.Errorf("%q, %v; want %q", got, err, after)
		}
	}
	b := read("a:\n  # of one\n  en: One\n  id: Satu\n  more:\n    - x\nb:\n  en: B\n  # of b\n  id: Be\n# end\n")
	got, err := Drop([]Key{{b.Node([]any{"a"}), "en"}, {b.Node([]any{"a"}), "more"}, {b.Node([]any{"b"}), "id"}})
	if want := "a:\n  id: Satu\nb:\n  en: B\n# end\n"; string(got) != want || err != nil {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestMappingsAreAllThereAre(t *testing.T) {
	var got [][]string
	for _, m := range read("a: {en: One, n: 1}\nb:\n  - {id: x}\n  - c\n").Mappings() {
		got = append(got, append(m.Keys, m.Scalars["en"]))
	}
	want := [][]string{{"a", "b", ""}, {"en", "n", "One"}, {"id", ""}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%q, want %q", got, want)
	}
}
