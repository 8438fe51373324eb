package search

import "testing"

func TestFunctionWordsAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range functionWords {
		if seen[word] || len(TextWords(word)) != 1 {
			t.Errorf("%q is listed twice, or is no word", word)
		}
		seen[word] = true
	}
}
