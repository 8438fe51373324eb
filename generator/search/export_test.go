package search

import "context"

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
	files, err := Build(context.Background(), s)
	if err != nil {
		panic(err)
	}
	return files
}
