package search

import "context"

// Site is what an index is made of.
type Site struct {
	Languages []string // the default first
	Kinds     []Kind   // in the order in which pages are numbered, which decides between hits that are equally good
	Programs  []string // ids, in order
	Topics    []string // ids, in order
	Pages     []Page
	Synonyms  []Synonyms
	Before    *Found // what Build found when some texts were others; may be nil
	Keep      bool   // what is found is asked for
}

// Kind is what pages are.
type Kind struct {
	Name  string
	Words []string // in any language, each one word: they are words of every page of the kind
	Light bool     // its pages define or list others, and stand below those
}

// Page is one page in one language.
type Page struct {
	Lang     string
	Kind     string // one that the site does not list comes after those that it does
	Programs []string
	Topics   []string
	URL      string // from the root of the site, percent-encoded
	Title    string
	Names    []string // other names of the page, whose words are stronger than headings
	Tags     []string // what it is filed under: weaker than any text
	Sections []Section
	Texts    func() []string // of the sections; asked for where they are needed, and not kept
	Same     bool            // the texts are those of which the site's Before tells, if that is of the same site
}

// Section is a heading and the text below it. The first section of a page has
// no heading.
type Section struct {
	ID      string // the fragment
	Heading string
}

// Synonyms are ways to say one thing, in any language. Where a text has one of
// the names, it is found by every other word too.
type Synonyms struct {
	Names []string
	Other []string
}

// Index is what the browser searches.
type Index struct {
	Files []File // sorted by path
	Found []byte // what was found in the texts, for ParseFound; nil unless it was asked for
}

// File is a file of the index.
type File struct {
	Path string // in the output
	Data []byte // nil where it is as it was when the site's Before was found: then Make makes it
	Make func() []byte
}

// Folder is where the index lies in the output.
const Folder = "search"

// manifestPath is the file that names the others.
const manifestPath = Folder + "/manifest.js"

// Build returns the index of a site. The same site gives the same bytes. The error is
// ctx's.
func Build(ctx context.Context, s Site) (Index, error) {
	ix := collect(ctx, s)
	for _, step := range []func(){ix.merge, ix.join, ix.classify, ix.writeFiles} {
		if ctx.Err() != nil {
			return Index{}, ctx.Err()
		}
		step()
	}
	index := Index{Files: ix.files}
	if s.Keep {
		index.Found = ix.found()
	}
	ix.forms, ix.postings, ix.classes, ix.lines, ix.Before = nil, nil, nil, nil, nil // Make keeps the rest
	return index, ctx.Err()
}
