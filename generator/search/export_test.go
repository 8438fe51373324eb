package search

import (
	"context"
	"crypto/sha256"
)

// Classes numbers the words of a text in a language: words with one number are
// forms of one word.
func Classes(lang, text string) map[string]int {
	ix := collect(context.Background(), Site{Languages: []string{lang}, Pages: []Page{{Lang: lang, Sections: make([]Section, 1), Texts: func() []string { return []string{text} }}}})
	ix.merge()
	ix.classify()
	out := map[string]int{}
	for i, f := range ix.forms {
		out[f.text] = int(ix.classOf[i])
	}
	return out
}

// Files are the files of the index of a site; nobody ends the making of it.
func Files(s Site) []File {
	index, err := Build(context.Background(), s)
	if err != nil {
		panic(err)
	}
	return index.Files
}

// Resum gives stored data, which was changed, the hash that vouches for it.
func Resum(data []byte) {
	if len(data) > sha256.Size {
		sum := sha256.Sum256(data[sha256.Size:])
		copy(data, sum[:])
	}
}

// Spared returns how many pages of a site are not looked through.
func Spared(s Site) int {
	ix := collect(context.Background(), s)
	return len(ix.Pages) - len(ix.todo)
}
