package search

import (
	"maps"
	"slices"
	"strings"
)

// language is what the search knows of a language.
type language struct {
	// functionWords carry no subject of their own; white space separates them. They
	// are not indexed in any language, and a query is answered without them. So a
	// word that means something in another language is not among them.
	functionWords string

	// folding makes spellings equal that people mix up: pairs of what is replaced
	// and what it becomes, as in the manifest. It folds words of every language.
	folding string

	// classify joins the forms of one word in groups, and returns further forms
	// that a reader may type. It looks at the forms for which on is true; numbers
	// are the numbers of all forms on the site. Without it each form is a word of
	// its own.
	classify func(ix *index, on func(*form) bool, numbers map[string]uint32, groups *groups) []other
}

// languages are the languages that the search knows, by their codes. A text in
// another one is found by its words as they are written.
var languages = map[string]language{
	"en": {functionWords: englishFunctionWords, classify: (*index).english},
	"id": {functionWords: indonesianFunctionWords, folding: indonesianFolding, classify: (*index).indonesian},
}

// functionWords are those of all languages, in the order of their codes.
var functionWords = strings.Fields(ofLanguages(func(l language) string { return l.functionWords }))

// foldingRules are those of all languages, in the order of their codes.
var foldingRules = ofLanguages(func(l language) string { return l.folding })

// ofLanguages puts a text of each language that has it on one line.
func ofLanguages(text func(language) string) string {
	var out []string
	for _, code := range slices.Sorted(maps.Keys(languages)) {
		out = append(out, strings.Fields(text(languages[code]))...)
	}
	return strings.Join(out, " ")
}
