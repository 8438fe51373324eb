package search

import (
	"maps"
	"slices"
	"strings"

	"mentorbook/generator/search/format"
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

	// endings come off a word that has no other form on the site, as it is asked for.
	endings string

	// roots lists words that look as if they had such an ending, and have none.
	roots string

	// everyday lists words that readers type for others, and spoken returns forms of
	// such a word, itself among them.
	everyday string
	spoken   func(word string) []string

	// classify joins the forms of one word in groups, and adds further forms that a
	// reader may type to typed, which has what they are forms of. It looks at the
	// forms for which on is true. Without it each form is a word of its own.
	classify func(ix *index, on func(*form) bool, groups *groups, typed *wordList)
}

// languages are the languages that the search knows, by their codes. A text in
// another one is found by its words as they are written.
var languages = map[string]language{
	"en": {functionWords: englishFunctionWords, everyday: englishEveryday, spoken: englishForms, classify: (*index).english},
	"id": {functionWords: indonesianFunctionWords, folding: indonesianFolding, endings: indonesianEndings, roots: rootList, everyday: indonesianEveryday, spoken: indonesianForms, classify: (*index).indonesian},
}

// functionWords are those of all languages, in the order of their codes.
var functionWords = strings.Fields(ofLanguages(func(l language) string { return l.functionWords }))

// foldingRules are those of all languages, in the order of their codes.
var foldingRules = ofLanguages(func(l language) string { return l.folding })

// endings are those of the site's languages, in their order.
func (ix *index) endings() (out []string) {
	for _, lang := range ix.Languages {
		out = append(out, strings.Fields(languages[lang].endings)...)
	}
	return out
}

// unendable are the roots that do not stand on the site, whose endings would
// leave a word that does: masalah is nothing of masa.
func (ix *index) unendable(endings []string) (out []string) {
	known := func(word string) bool {
		_, found := slices.BinarySearchFunc(ix.lines, word, func(l line, word string) int { return strings.Compare(l.form, word) })
		return found
	}
	for _, lang := range ix.Languages {
		for root := range strings.FieldsSeq(languages[lang].roots) {
			for _, ending := range endings {
				if rest, ok := strings.CutSuffix(root, ending); ok && len(rest) >= format.LeastEnded && known(rest) && !known(root) {
					out = append(out, root)
				}
			}
		}
	}
	return out
}

// ofLanguages puts a text of each language that has it on one line.
func ofLanguages(text func(language) string) string {
	var out []string
	for _, code := range slices.Sorted(maps.Keys(languages)) {
		out = append(out, strings.Fields(text(languages[code]))...)
	}
	return strings.Join(out, " ")
}
