package report

import (
	"maps"
	"slices"

	"mentorbook/generator/search"
	"mentorbook/generator/site"
)

// TitleWord is a word of titles by which their pages are not found first: the word
// alone is the whole title of another page, which stands above them.
type TitleWord struct {
	Language string   `json:"language"`
	Word     string   `json:"word"`
	First    []string `json:"first"`  // what is called so: paths of documents, and "term ID", "topic ID", "program ID"
	Titles   []string `json:"titles"` // paths of the documents that have the word among others, sorted
}

// titleWords notes which words of titles find another page first.
func (s *statusBuilder) titleWords() {
	for _, lang := range s.site.Languages {
		first, titles := map[string][]string{}, map[string][]string{}
		called := func(title, what string) (words []string) {
			if words = search.Words(title); len(words) == 1 {
				first[words[0]] = append(first[words[0]], what)
			}
			return words
		}
		for _, t := range site.TranslationsOf(s.sources) {
			for _, doc := range t.Versions {
				if doc == nil || doc.Draft || doc.Lang != lang {
					continue
				}
				path := doc.Source.Path
				if words := called(doc.Title, path); len(words) > 1 {
					slices.Sort(words)
					for _, word := range slices.Compact(words) {
						titles[word] = append(titles[word], path)
					}
				}
			}
		}
		for _, program := range s.site.Programs {
			called(s.site.Name(program.Title, lang), "program "+string(program.ID))
		}
		for _, t := range s.site.Topics {
			called(s.site.Name(t.Name, lang), "topic "+string(t.ID))
		}
		for _, t := range s.site.Terms {
			called(s.site.Name(t.Term.Term, lang), "term "+string(t.ID))
		}
		for _, word := range slices.Sorted(maps.Keys(titles)) {
			if first[word] != nil {
				s.TitleWords = append(s.TitleWords, TitleWord{lang, word, first[word], slices.Sorted(slices.Values(titles[word]))})
			}
		}
	}
}
