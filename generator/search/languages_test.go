package search

import (
	"strings"
	"testing"
)

func TestFunctionWordsAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range functionWords {
		if seen[word] || len(Words(word)) != 1 {
			t.Errorf("%q is listed twice, or is no word", word)
		}
		seen[word] = true
	}
}

func TestFoldingIsOfPairs(t *testing.T) {
	for code, l := range languages {
		if len(strings.Fields(l.folding))%2 > 0 {
			t.Errorf("%s: %q has a rule without a result", code, l.folding)
		}
	}
}
