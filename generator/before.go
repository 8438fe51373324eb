package generator

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/render"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
)

// A page is made of the texts that it shows, and of everything around them. Where the
// surroundings are what they were, a page whose texts are what they were is, too. What
// all pages can tell of a document that they do not show, its look, is small: so a
// change of a text mostly changes its own pages.

// Before is an earlier portal with the same surroundings.
type Before struct {
	Text  func(path string) bool // reports whether a text is the same, by the path of its file
	Found func() []byte          // returns what [Portal.Found] returned then, or nil
}

// has reports whether a text is as it was.
func (b *Before) has(v *site.Version) bool { return b != nil && b.Text(v.Source.Path) }

func (b *Before) found() *search.Found {
	if b == nil {
		return nil
	}
	return search.ParseFound(b.Found())
}

// Surroundings is a hash of everything that a page of the portal may be made of beside
// the texts that it shows. The caller adds a hash of what it knows to decide about a
// portal but the texts of documents: all other files, the options, and the program.
func (p *Portal) Surroundings(others [sha256.Size]byte) [sha256.Size]byte {
	b := others[:]
	for _, d := range p.origin.sources.Documents {
		b = append(b, d.Look[:]...)
	}
	for _, d := range p.Site.Documents {
		for _, lang := range p.Site.Languages {
			b = append(strconv.AppendInt(b, int64(render.ReadingMinutes(d.In(lang))), 10), '\n')
		}
	}
	for i := range p.Pages {
		b = append(strconv.AppendQuote(b, p.Pages[i].Path), '\n')
	}
	return sha256.Sum256(b)
}

// Texts are the paths of the files of documents, of which only their own pages show
// more than Surroundings says.
func (p *Portal) Texts() map[string]bool {
	out := make(map[string]bool, len(p.origin.sources.Documents))
	for _, d := range p.origin.sources.Documents {
		out[d.Source.Path] = true
	}
	return out
}

// AsBefore returns a function that reports whether the file of a path is the same as
// in another portal with the same surroundings, given which texts are the same, by the
// paths of their files. Of the files of the search index it knows once they are made.
func (p *Portal) AsBefore(text func(path string) bool) func(path string) bool {
	same := make(map[string]bool, len(p.Pages))
	for i := range p.Pages {
		page := &p.Pages[i]
		is := true
		for _, v := range page.versions {
			is = is && text(v.Source.Path)
		}
		same[page.Path] = is
	}
	return func(path string) bool {
		if isCompressed(path) {
			path = path[:strings.LastIndexByte(path, '.')]
		}
		return same[path] || strings.HasPrefix(path, search.Folder+"/") && p.index.isAsBefore(path)
	}
}

// isAsBefore reports whether a file of an index that is made is as it was in that of
// before.
func (i *searchIndex) isAsBefore(path string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	n, found := slices.BinarySearchFunc(i.made, path, func(a Artifact, path string) int { return strings.Compare(a.Path, path) })
	return found && i.made[n].asBefore
}
