package site

import "testing"

func TestTitlesAreComparedAsTheyLook(t *testing.T) {
	for title, want := range map[string]string{
		"": "", "A b": "a b", " A b": "a b", "A b ": "a b", "A  b": "a b", "A\tb": "a b", "A\u00a0b": "a b", "A \u00a0 b": "a b", "É": "é",
	} {
		if got := foldTitle(title); got != want {
			t.Errorf("%q is compared as %q, want %q", title, got, want)
		}
	}
}
