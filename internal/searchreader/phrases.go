package searchreader

import (
	"regexp"
	"slices"
	"strings"
)

// quotes are what stands between two double quotation marks.
var quotes = regexp.MustCompile(`["“”„«»]([^"“”„«»]*)["“”„«»]`)

// mostLooked is how many pages are looked through for words side by side.
const mostLooked = 48

// phrases returns the words of each quotation in a query that has two or more.
func phrases(text string) (out [][]string) {
	for _, quote := range quotes.FindAllStringSubmatch(text, -1) {
		if words := Words(quote[1]); len(words) > 1 {
			out = append(out, words)
		}
	}
	return out
}

// sideBySide keeps the pages on which the words of every phrase stand side by
// side, as far as the index has their texts, and of their sections those that
// have one. Where a text is cut short, the page stays, behind the others and as
// one that may lack a word.
func (r *Reader) sideBySide(pages []ranked, quoted [][]string) (out []ranked, err error) {
	var unsure []ranked
	for _, p := range pages[:min(len(pages), mostLooked)] {
		row, err := r.row(p.page)
		if err != nil {
			return nil, err
		}
		has, cut := make([]bool, len(quoted)), false
		var hits []hit
		for _, h := range p.hits {
			n := h.section - r.manifest.starts[p.page]
			text := row.headings[n] + ". " + row.texts[n]
			if n == 0 {
				text = row.title + ". " + row.texts[n]
			}
			cut = cut || strings.HasSuffix(text, "…")
			words, found := Words(text), false
			for i, phrase := range quoted {
				if containsRun(words, phrase) {
					has[i], found = true, true
				}
			}
			if found {
				hits = append(hits, h)
			}
		}
		switch {
		case !slices.Contains(has, false):
			p.hits = hits
			out = append(out, p)
		case cut:
			p.part = true
			unsure = append(unsure, p)
		}
	}
	return append(out, unsure...), nil
}

// containsRun reports whether the words of a phrase follow one another.
func containsRun(words, phrase []string) bool {
	for i := range words {
		if len(words)-i >= len(phrase) && slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}
