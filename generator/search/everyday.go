package search

import (
	_ "embed"
	"strings"
)

// Words that readers type for plain ones, of everyday speech and of other books on
// the subject. Each line has such a word, a colon, and the words that a page may
// have instead, the likeliest first.
//
//go:embed everyday-en.txt
var englishEveryday string

//go:embed everyday-id.txt
var indonesianEveryday string

// everyday adds the words of a list, and forms of them, to typed as forms of the first
// of their plain words that stands on the pages for which on is true. A word that
// stands there itself says what it means. One that stands in another language only
// is brought together with the plain one, so that its readers find pages in both.
func (ix *index) everyday(list string, on func(*form) bool, groups *groups, formsOf func(string) []string, typed *wordList) {
	here := func(word string) (uint32, bool) {
		n, stands := ix.numbers.find([]byte(word))
		return n, stands && on(&ix.forms[n])
	}
	for line := range strings.Lines(list) {
		word, plain, _ := strings.Cut(line, ":")
		if _, stands := here(word); stands {
			continue
		}
		for target := range strings.FieldsSeq(plain) {
			n, stands := here(target)
			if !stands {
				continue
			}
			if foreign, stands := ix.numbers.find([]byte(word)); stands {
				groups.join(foreign, n)
			}
			for _, form := range formsOf(word) {
				typed.add(n, form)
			}
			break
		}
	}
}
