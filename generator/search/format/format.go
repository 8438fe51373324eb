// Package format holds what the writer of an index (package search) and a reader
// of it in Go (package searchreader) must have in common: the numbers of the file
// format, and the folding of spellings. The format is written down in the comment
// of package search. The client in the browser has these numbers, too.
package format

import "strings"

const (
	Version    = 4   // the manifest begins with it
	NoneShared = '!' // says that a line of words shares no letter with the one before; '"', that it shares one
	BlockFiles = 16  // files of a kind that share a hash
	ImpactBits = 5   // the lowest of a posting
	TopImpact  = 1<<ImpactBits - 1
	LongTitle  = 8                     // words: a longer title counts as one of so many
	TopText    = TopImpact - LongTitle // above it are words of titles and headings
	LeastEnded = 3                     // letters that an ending leaves
	LongWeight = 12                    // of a form whose list is long: it is in 2,048 sections or more
)

// A whole name is one word of the index: its words, each behind a sign.
const (
	Whole        = '='
	WholeWords   = 10 // of a name; the others do not matter
	WholeTitle   = 31 // the impact of a page's title
	WholeName    = 30 // of another name
	WholeHeading = 29 // of a short heading
)

// Folding makes spellings equal that people mix up: pairs of what is replaced
// and what it becomes.
type Folding [][2]string

// ParseFolding reads folding rules as the manifest has them: pairs of words. A
// word without a partner at the end is ignored.
func ParseFolding(rules string) Folding {
	words := strings.Fields(rules)
	var f Folding
	for i := 0; i+1 < len(words); i += 2 {
		f = append(f, [2]string{words[i], words[i+1]})
	}
	return f
}

// Fold applies the rules to a word, one after the other.
func (f Folding) Fold(word string) string {
	for _, rule := range f {
		word = strings.ReplaceAll(word, rule[0], rule[1])
	}
	return word
}
