package searchreader

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A group is words that signs link; what follows may end a word of one letter.
var (
	groups = regexp.MustCompile(`[\p{L}\p{N}]+(?:(?: & |[&:‐‑–-])[\p{L}\p{N}]+)*(\+\+|#)?`)
	parts  = regexp.MustCompile(`[\p{L}\p{N}]+`)
)

// Words returns the words of a query, those that are repeated as well. The index
// splits texts with code of its own, which the tests hold to this.
func Words(text string) (out []string) {
	for _, found := range groups.FindAllStringSubmatch(normalise(text), -1) {
		group, end := strings.TrimSuffix(found[0], found[1]), found[1]
		words := parts.FindAllString(group, -1)
		switch {
		case len(words) == 1 && letters(group) == 1:
			out = append(out, group+end)
		case isOneWord(words, parts.Split(group, -1)):
			out = append(out, strings.NewReplacer("-", "", "‐", "", "‑", "", "–", "", " ", "").Replace(group))
		default:
			out = append(out, words...)
		}
	}
	return out
}

// isOneWord reports whether words that are linked by signs are one word: L&D,
// 1:1, e-mail.
func isOneWord(words, signs []string) bool {
	longest, sign := 0, ""
	for i, word := range words {
		longest = max(longest, letters(word))
		link := strings.NewReplacer("‐", "-", "‑", "-").Replace(signs[i])
		if i > 1 && link != sign {
			return false
		}
		sign = link
	}
	first, last := words[0], words[len(words)-1]
	switch sign {
	case "":
		return false
	case "&":
		return longest <= 3
	case ":", " & ":
		return longest == 1
	case "–":
		return longest == 1 && !isNumber(first) && !isNumber(last)
	}
	return len(words) <= 3 && letters(first) == 1 && (!isNumber(first) || letters(last) == 1)
}

func letters(word string) int { return utf8.RuneCountInString(word) }

func isNumber(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsNumber(r)
}

// normalise returns text in lower case, in normal form KD without marks, and
// without the apostrophes within words.
func normalise(text string) string {
	unmarked := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		if r = unicode.ToLower(r); r == 'ς' {
			return 'σ'
		}
		return r
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
