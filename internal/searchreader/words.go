package searchreader

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words returns the words of a query, those that are repeated as well. The index
// splits texts with code of its own, which the tests hold to this.
func Words(text string) []string {
	return strings.FieldsFunc(normalise(text), func(r rune) bool { return !isWordRune(r) })
}

// normalise returns text in lower case, in normal form KD without marks, and
// without the apostrophes within words.
func normalise(text string) string {
	unmarked := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ToValidUTF8(text, " ")))
	runes := []rune(unmarked)
	within := func(i int) bool {
		return i > 0 && i+1 < len(runes) && isWordRune(runes[i-1]) && isWordRune(runes[i+1])
	}
	var out strings.Builder
	for i, r := range runes {
		if r != '\'' && r != '’' || !within(i) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
