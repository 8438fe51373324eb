package search

import (
	"os"
	"strings"
	"testing"

	snowball "github.com/kljensen/snowball/english"
)

// TestPorter2 holds the stems to those of a library, for real roots and every
// ending that a rule names, one and two of them.
func TestPorter2(t *testing.T) {
	data, err := os.ReadFile("testdata/quality/README.md")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.FieldsFunc(strings.ToLower(string(data)+englishFunctionWords), func(r rune) bool { return r < 'a' || r > 'z' })
	endings := []string{"", "s", "es", "ies", "ied", "ed", "edly", "ing", "ingly", "eed", "eedly", "y", "ly", "sses", "us", "e", "ll", "bling", "ized", "atting"}
	for _, table := range []*endingTable{derived2, derived3, derived4} {
		for _, list := range table {
			for _, e := range list {
				endings = append(endings, e.from)
			}
		}
	}
	for word := range exceptions {
		words = append(words, word)
	}
	words = append(words, "y", "yy", "yes", "generate", "communism", "arsenal", "be", "hop", "hope", "syzygy", "sayyid", "controlling", "employed")
	seen := map[string]bool{}
	for i, word := range words {
		for _, first := range endings {
			for j, second := range endings {
				if j > 0 && i%8 != 0 {
					break
				}
				if w := word + first + second; !seen[w] {
					seen[w] = true
					checkStem(t, w)
				}
			}
		}
	}
	if len(seen) < 50_000 {
		t.Errorf("only %d words were tried", len(seen))
	}
}

func checkStem(t *testing.T, word string) {
	t.Helper()
	if len(word) > longestStemmed {
		return
	}
	if got, want := porter2(word), snowball.Stem(word, true); got != want {
		t.Errorf("the stem of %q is %q, want %q", word, got, want)
	}
}

// FuzzPorter2 does the same for words of any letters.
func FuzzPorter2(f *testing.F) {
	f.Add("generously")
	f.Add("yyyingly")
	f.Fuzz(func(t *testing.T, word string) {
		letters := []byte(word)
		for i, c := range letters {
			letters[i] = 'a' + c%26
		}
		if len(letters) <= longestStemmed {
			checkStem(t, string(letters))
		}
	})
}

func BenchmarkStem(b *testing.B) {
	words := strings.Fields("mentorship generously relational conditioned hopping organizations the agreed preparation quietly")
	for name, stem := range map[string]func(string) string{
		"ours":    porter2,
		"library": func(word string) string { return snowball.Stem(word, true) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				stem(words[i%len(words)])
			}
		})
	}
}
