package diag

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DidYouMean returns a hint that names the candidate closest to word, or
// otherwise when none is close. Close means at most one edit for every three
// letters; an edit is an insertion, a deletion, a substitution or a swap of
// neighbours (optimal string alignment distance).
func DidYouMean(word string, candidates []string, otherwise string) string {
	if best, ok := Closest(word, candidates); ok {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return otherwise
}

// DidYouMeanName is DidYouMean for names that people make up: see [ClosestName].
func DidYouMeanName(word string, candidates []string, otherwise string) string {
	if best, ok := ClosestName(word, candidates); ok {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return otherwise
}

// Closest returns the candidate nearest to word, if one is close enough to be
// what the writer meant. Equal distances are settled by alphabet. A number is
// never taken for another, nor a single letter.
func Closest(word string, candidates []string) (string, bool) {
	return closest(word, candidates, max(1, utf8.RuneCountInString(word)/3))
}

// ClosestName is Closest for names that people make up, such as those of files:
// others of the same length may differ in few letters, so that close means one
// edit for every five letters.
func ClosestName(word string, candidates []string) (string, bool) {
	return closest(word, candidates, max(1, utf8.RuneCountInString(word)/5))
}

func closest(word string, candidates []string, most int) (string, bool) {
	word = strings.ToLower(word)
	if len(word) > 80 {
		return "", false // nobody mistypes an essay
	}
	if utf8.RuneCountInString(word) < 2 {
		most = 0
	}
	best, bestDistance := "", 1+most
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if digits(c) != digits(word) {
			continue
		}
		if d := distance([]rune(word), []rune(strings.ToLower(c)), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best, best != ""
}

// digits returns the digits of a word.
func digits(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, word)
}

// distance is the optimal string alignment distance of a and b, or limit when
// it is at least that.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			substitute := previous[j-1]
			if a[i-1] != b[j-1] {
				substitute++
			}
			current[j] = min(previous[j]+1, current[j-1]+1, substitute)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return min(previous[len(b)], limit)
}

// Choices lists words the way a sentence does: "a, b or c".
func Choices(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
