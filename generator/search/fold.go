package search

import "strings"

// folding makes spellings equal that people mix up.
type folding [][2]string

// folder reads folding rules, as the manifest has them.
func folder(rules string) folding {
	words := strings.Fields(rules)
	var f folding
	for i := 0; i+1 < len(words); i += 2 {
		f = append(f, [2]string{words[i], words[i+1]})
	}
	return f
}

// Replace applies the rules to a word, one after the other.
func (f folding) Replace(word string) string {
	for _, rule := range f {
		word = strings.ReplaceAll(word, rule[0], rule[1])
	}
	return word
}
