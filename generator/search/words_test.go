package search

import (
	"slices"
	"strings"
	"testing"
)

func TestWordsOfATextAreThoseOfAQuery(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "",
		"Reverse mentoring, explained.":    "reverse mentoring explained",
		"the mentor's notes, don’t forget": "the mentors notes dont forget",
		"'quoted' and ‘quoted’":            "quoted and quoted",
		"Café Jum'at ÉCOLE":                "cafe jumat ecole",
		"Cafe\u0301":                       "cafe",
		"e\u0301'\u0301s":                  "es",
		"½ ﬁne ①":                          "1 2 fine 1",
		"buku-buku":                        "buku buku",
		"di-upload":                        "di upload",
		"a/b_c—d…e":                        "a b c d e",
		"ΑΒΓ Привет":                       "αβγ привет",
		"naïve\u00a0words\u200b here":      "naive words here",
	} {
		if got := strings.Join(Words(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

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

// FuzzWords holds that words are words again when they are read again: a form
// that the index has is found when it is typed.
func FuzzWords(f *testing.F) {
	for _, seed := range []string{"Reverse mentoring", "mentor's don’t", "İstanbul ǅ ﬃ ᾳ", "한글 हिन्दी", "e\u0301'\u0301s", "a-b‐c‑d", "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range Words(text) {
			if again := Words(word); len(again) != 1 || again[0] != word {
				t.Errorf("%q has the word %q, which is read as %q", text, word, again)
			}
		}
	})
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
