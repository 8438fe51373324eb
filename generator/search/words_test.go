package search

import (
	"slices"
	"strings"
	"testing"
)

func TestHyphenatedWordsAreKnownTogether(t *testing.T) {
	for text, want := range map[string][]string{
		"follow-up":        {"followup"},
		"di-upload":        {"diupload"},
		"state‑of-the":     {"stateofthe"},
		"one-two-three-4x": nil,
		"buku-buku":        nil,
		"2026-11-23":       nil,
		"a - b":            nil,
		"a--b":             nil,
		"a-":               nil,
	} {
		var got []string
		new(tokenizer).words(text, func(word []byte, joined bool) {
			if joined {
				got = append(got, string(word))
			}
		})
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzClasses holds that the root of a root is itself, and that a word is in
// the class of its root when that is on the site.
func FuzzClasses(f *testing.F) {
	for _, seed := range []string{"membimbing bimbingan", "menge menyi peng", "mentors mentoring mentorship", "ketidakhadiran berkelanjutan", "aaa pen men"} {
		f.Add(seed)
	}
	known := map[string]bool{}
	for root := range strings.FieldsSeq(rootList) {
		known[root] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := Words(text)
		stands := func(word string) bool { return slices.Contains(words, word) }
		for _, lang := range []string{"en", "id"} {
			classes := Classes(lang, text)
			for _, word := range words {
				if _, indexed := classes[word]; !indexed || lang == "en" || !stemmable(word) {
					continue
				}
				root, _ := rootOf(word, known, stands)
				if again, _ := rootOf(root, known, stands); again != root {
					t.Errorf("the root of %q is %q, whose root is %q", word, root, again)
				}
				if class, ok := classes[root]; ok && class != classes[word] {
					t.Errorf("%q is not with its root %q", word, root)
				}
			}
		}
	})
}

// TestShortWordsHaveClasses holds that the rules for endings take any word of three
// letters, of which endings leave nothing: ion, ive, ing.
func TestShortWordsHaveClasses(t *testing.T) {
	var all strings.Builder
	for n := range 26 * 26 * 26 {
		all.Write([]byte{byte('a' + n/26/26), byte('a' + n/26%26), byte('a' + n%26), ' '})
	}
	for _, lang := range []string{"en", "id"} {
		if classes := Classes(lang, all.String()); len(classes) < 26*26*26/2 {
			t.Errorf("%s: %d words", lang, len(classes))
		}
	}
}
