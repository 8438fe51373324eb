package source

import (
	"cmp"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// Kind says what a document is. It follows from where the file lies.
type Kind uint8

// The kinds of documents.
const (
	PageKind    Kind = iota // content/<lang>/NAME.md, or below a folder that the writer made up
	HomeKind                // content/<lang>/index.md
	IndexKind               // index.md of a section, describing it
	GuideKind               // below guides/
	SessionKind             // below sessions/
	FormKind                // below forms/
	LetterKind              // below letters/
)

// kinds is the table of the kinds of documents that lie in a folder of their own.
var kinds = []struct {
	kind   Kind
	word   string // that the theme's layouts, the search and the schema know it by
	folder string // below content/<lang>/
	title  string // of its schema
	form   reflect.Type
	part   func(*Document) (part any, common *Common) // makes the part of a document that only its kind has
	reader string                                     // who reads what is in the folder, where nothing is written; empty: all
}{
	{GuideKind, "guide", "guides", "Front matter of a guide", reflect.TypeFor[Guide](), func(doc *Document) (any, *Common) {
		doc.Guide = new(Guide)
		return doc.Guide, &doc.Guide.Common
	}, ""},
	{SessionKind, "session", "sessions", "Front matter of a session template", reflect.TypeFor[SessionTemplate](), func(doc *Document) (any, *Common) {
		doc.Session = new(SessionTemplate)
		return doc.Session, &doc.Session.Common
	}, ""},
	{FormKind, "form", "forms", "Front matter of a form", reflect.TypeFor[Form](), func(doc *Document) (any, *Common) {
		doc.Form = new(Form)
		return doc.Form, &doc.Form.Common
	}, ""},
	{LetterKind, "letter", "letters", "Front matter of a letter", reflect.TypeFor[Letter](), func(doc *Document) (any, *Common) {
		doc.Letter = new(Letter)
		return doc.Letter, &doc.Letter.Common
	}, "organizers"},
}

// String returns the word for a kind, which the theme and the search know it by.
// The page that introduces a site or a section is a page like others.
func (k Kind) String() string {
	for _, row := range kinds {
		if row.kind == k {
			return row.word
		}
	}
	return "page"
}

// Kinds lists the words of the kinds that a folder holds documents of.
func Kinds() []string {
	var out []string
	for _, row := range kinds {
		out = append(out, row.word)
	}
	return out
}

// kindOf says what a document is by where it lies.
func kindOf(key string) Kind {
	first, rest, nested := strings.Cut(key, "/")
	switch {
	case key == "index":
		return HomeKind
	case !nested:
		return PageKind
	case path.Base(rest) == "index":
		return IndexKind
	}
	for _, row := range kinds {
		if row.folder == first {
			return row.kind
		}
	}
	return PageKind
}

// madeFolders hold the pages that are made of data, and what all pages load.
var madeFolders = []string{"programs", "topics", "search", "assets"}

// folderHint says what to do about a document in a folder that cannot be published,
// or nothing: its name belongs to what is made, or is one of ours with a slip of
// the pen.
func folderHint(key string) string {
	folder, _, nested := strings.Cut(key, "/")
	switch {
	case !nested || slices.Contains(folders(), folder):
		return ""
	case slices.Contains(madeFolders, folder):
		return "rename the folder; pages that are made of data lie there"
	case strings.HasPrefix(folder, "_"):
		return "rename the folder without the line in front; only " + snippetsDir + " has one"
	}
	if meant, ok := diag.ClosestName(folder, folders()); ok {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return ""
}

// folders lists where documents lie below content/<lang>/, sorted.
func folders() []string {
	var out []string
	for _, row := range kinds {
		out = append(out, row.folder)
	}
	slices.Sort(out)
	return out
}

// otherKind returns the folder of the kind of document that front matter has been
// written for, where that is another one: its keys say so.
func otherKind(n *yaml.Node, kind Kind) (folder string, key *yaml.Node) {
	if kind == HomeKind || kind == IndexKind || n.Kind != yaml.MappingNode {
		return "", nil
	}
	telling := map[string]string{"kind": "guides", "minutes": "sessions", "agenda": "sessions", "prep": "sessions", "roles": "sessions", "prompts": "sessions", "fields": "forms"}
	for i := 0; i+1 < len(n.Content); i += 2 {
		of := telling[n.Content[i].Value]
		switch {
		case of == "":
		case folder != "" && of != folder, of == kind.folder():
			return "", nil
		case folder == "":
			folder, key = of, n.Content[i]
		}
	}
	return folder, key
}

// folder is where documents of a kind lie below content/<lang>/, or "".
func (k Kind) folder() string {
	for _, row := range kinds {
		if row.kind == k {
			return row.folder
		}
	}
	return ""
}

// decodeFrontMatter fills the parts of doc that its kind has.
func (d *decoder) decodeFrontMatter(n *yaml.Node, doc *Document) {
	var part any = &doc.Common
	common, reader := &doc.Common, ""
	folder, _, _ := strings.Cut(doc.Key, "/")
	for _, row := range kinds {
		if row.kind == doc.Kind {
			part, common = row.part(doc)
		}
		if row.folder == folder {
			reader = row.reader
		}
	}
	d.mapping(n, reflect.ValueOf(part).Elem(), nil)
	doc.Common = *common
	doc.Audience = cmp.Or(doc.Audience, reader)
}
