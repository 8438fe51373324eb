package search_test

import (
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/search"
	"mentorbook/internal/searchreader"
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
		"L&D and Q & A, 1:1s; AT&T":        "l&d and q&a 1 1s at&t",
		"a 1:1 at 09:30":                   "a 1:1 at 09 30",
		"C++, C# and x+y, a++b":            "c++ c# and x y a++ b",
		"e-mail, E‑MAIL, 1-on-1, A–Z, 3–5": "email email 1on1 az 3 5",
		"follow-up, 5-step, tea & cake":    "follow up 5 step tea cake",
		"ΛΟΓΟΣ λόγος":                      "λογοσ λογοσ",
		"ΑΒΓ Привет":                       "αβγ привет",
		"naïve\u00a0words\u200b here":      "naive words here",
	} {
		if got := strings.Join(search.Words(text), " "); got != want {
			t.Errorf("the text %q: %q, want %q", text, got, want)
		}
		if got := strings.Join(searchreader.Words(text), " "); got != want {
			t.Errorf("the query %q: %q, want %q", text, got, want)
		}
	}
}

// FuzzWords holds that a form that the index has is found when it is typed: the
// words of a text are those of the same query but for long ones, and are words
// again when they are read again.
func FuzzWords(f *testing.F) {
	for _, seed := range []string{"Reverse mentoring", "mentor's don’t", "İstanbul ǅ ﬃ ᾳ", "한글 हिन्दी", "e\u0301'\u0301s", "a-b‐c‑d", "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := search.Words(text)
		asked := slices.DeleteFunc(searchreader.Words(text), func(word string) bool { return len(word) > 48 })
		if !slices.Equal(words, asked) {
			t.Errorf("the text %q has the words %q, the query %q", text, words, asked)
		}
		for _, word := range words {
			if again := searchreader.Words(word); len(again) != 1 || again[0] != word {
				t.Errorf("%q has the word %q, which is read as %q", text, word, again)
			}
		}
	})
}
