// Package source reads a project: Markdown documents with front matter, data
// in YAML, snippets and assets.
//
// In goes a file system; out come typed values that know where they were
// written, and diagnostics for everything that a single file can get wrong:
// syntax, unknown keys, wrong types, text that is no text. The package looks at
// one file at a time and never across files: whether a reference leads
// anywhere is for package site to say. The library for front matter is used
// nowhere else.
package source

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	_ "time/tzdata" // time zones must not depend on the machine

	"golang.org/x/sync/errgroup"
	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
)

// The names that a project is made of.
const (
	ConfigPath  = "programs.yaml"
	ContentDir  = "content"
	snippetsDir = "_snippets"
)

// Larger files are refused: no one writes them by hand, and a mistaken file
// must not stop the machine.
const (
	maxDocument = 1 << 20
	maxData     = 8 << 20
	maxAsset    = 256 << 20
)

// Project is what Load reads.
type Project struct {
	Root    fs.FS // holds programs.yaml, content/ and themes/
	Private fs.FS // holds what private: paths name; nil when there is none

	// Found is told how many files lie below content/, before they are read, by
	// each Load. May be nil.
	Found func(files int)
}

// Sources is a project as it was written, each file on its own.
type Sources struct {
	Config        *Config     // nil when programs.yaml cannot be read
	ConfigExample []diag.Span // where it speaks of the starter's organisation
	Documents     []*Document
	Snippets      []*Snippet
	Assets        []*Asset

	// Broken holds the keys of documents, in any language, that are there but
	// could not be read. That was reported, and links to them are no further
	// mistake.
	Broken map[string]bool
	// Refused holds the paths, below content/, of other files that are there but
	// are not published. Load reported each.
	Refused map[string]bool
}

// Snippet is a piece of Markdown that documents include.
type Snippet struct {
	Source *diag.File
	Lang   string
	Name   string // the path below _snippets/, with .md
	Body   *markdown.Document

	Example []diag.Span // as that of a Document
}

// Load reads the whole project. What is wrong with the files is in the list;
// the error is for an environment that cannot be read, or ctx's. The memo, nil
// when there is no other Load to come, spares it the files that are as they
// were; it never changes what is returned. What is to be done meanwhile needs
// programs.yaml only, and is done while the documents are read.
func Load(ctx context.Context, p Project, m *Memo, meanwhile ...func(*Config)) (*Sources, diag.List, error) {
	if m == nil {
		m = new(Memo)
	}
	l := &loader{project: p, memo: m, converter: markdown.New(), data: map[string]*parsed{}, folders: map[string][]fs.DirEntry{}}
	l.sources.Broken, l.sources.Refused = map[string]bool{}, map[string]bool{}
	if err := l.loadConfig(); err != nil {
		return nil, nil, err
	}
	var others sync.WaitGroup
	defer others.Wait()
	for _, do := range meanwhile {
		if config := l.sources.Config; config != nil {
			others.Go(func() { do(config) })
		}
	}
	files, err := l.contentFiles(ctx)
	if err != nil {
		return nil, nil, err
	}
	files = l.checkNames(files)
	if p.Found != nil {
		p.Found(len(files))
	}
	results, err := l.loadFiles(ctx, files)
	m.keep(files, results, err == nil)
	if err != nil {
		return nil, nil, err
	}
	l.sources.Config = m.config(l.sources.Config, l.data)
	m.data, m.folders = l.data, l.folders
	l.collect(results)
	return &l.sources, l.list, nil
}

type loader struct {
	project   Project
	memo      *Memo
	converter *markdown.Converter
	sources   Sources
	data      map[string]*parsed       // what this Load read of data files
	folders   map[string][]fs.DirEntry // what this Load found in folders
	list      diag.List
}

// result is what is read from one file under content/: at most one of the four.
type result struct {
	document *Document
	snippet  *Snippet
	asset    *Asset
	refused  string // the path of a file that is not used
	list     diag.List
}

// loadFiles returns what is read from each file; some are missing after an error.
func (l *loader) loadFiles(ctx context.Context, files []contentFile) ([]*loaded, error) {
	results := make([]*loaded, len(files))
	const portion = 8 // files for which a goroutine is worth its while
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(files); from += portion {
		g.Go(func() (err error) {
			for i := from; i < min(from+portion, len(files)) && cmp.Or(err, ctx.Err()) == nil; i++ {
				results[i], err = l.loadFile(files[i])
			}
			return err
		})
	}
	return results, cmp.Or(g.Wait(), ctx.Err())
}

func (l *loader) collect(results []*loaded) {
	l.sources.Documents = make([]*Document, 0, len(results))
	for _, loaded := range results {
		r := &loaded.result
		l.list = append(l.list, r.list...)
		switch {
		case r.document != nil:
			l.sources.Documents = append(l.sources.Documents, r.document)
		case r.snippet != nil:
			l.sources.Snippets = append(l.sources.Snippets, r.snippet)
		case r.asset != nil:
			l.sources.Assets = append(l.sources.Assets, r.asset)
		case r.refused != "":
			l.refuse(r.refused)
		}
	}
}

// readDocument returns nil after it reported why there is no document.
func (l *loader) readDocument(file *diag.File, sum [sha256.Size]byte, lang, key string, list *diag.List) *Document {
	kind := kindOf(key)
	if hint := folderHint(key); hint != "" {
		folder, _, _ := strings.Cut(key, "/")
		list.Errorf(file.Whole(), "unknown-section", hint, "documents in a folder %q are not published", folder)
		return nil
	}
	front, body, ok := splitFrontMatter(file, list)
	if !ok {
		return nil
	}
	doc := &Document{Node: front.Node(nil), Source: file, Lang: lang, Key: key, Kind: kind, Example: exampleIn(file)}
	root := front.Parse(list)
	switch {
	case root == nil && len(*list) == 0:
		list.Errorf(front.LineSpan(1), "missing-key", "write title: and summary: between the --- lines", "the front matter is empty")
		return nil
	case root == nil:
		return nil
	}
	misplaced := contains(folders(), lang) // which is reported
	checkEncoding(file, body, list)
	if folder, key := otherKind(root, kind); key != nil && !misplaced {
		list.Errorf(front.Span(key), "wrong-folder", fmt.Sprintf("move the file into %s/%s/%s/, or remove %s: and what goes with it", ContentDir, lang, folder, key.Value), "documents with %s: lie in %s/", key.Value, folder)
		return nil
	}
	var problems diag.List
	if doc.Body = l.memo.Texts.body(file, sum); doc.Body == nil {
		doc.Body, problems = l.converter.ConvertPage(file, body, valueOf(root, "title"))
	}
	d := &decoder{block: front, list: list, title: doc.Body.Title}
	d.decodeFrontMatter(root, doc)
	if doc.Letter != nil {
		doc.Letter.Asks = asks(file, body, doc.Letter)
	}
	if misplaced {
		*list = (*list)[:0]
	}
	doc.Sound = !list.HasErrors()
	if !doc.Draft {
		*list = append(*list, d.unwritten...)
		checkSections(file, body, list)
	}
	*list = append(*list, problems...)
	if slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Code == "too-deep" || d.Code == "too-large" }) {
		return nil // its body is not what was written
	}
	doc.IDs, doc.Look = headingIDs(doc.Body), lookOf(doc)
	return doc
}

// valueOf returns the text at a key of a mapping, or "".
func valueOf(n *yaml.Node, key string) string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i+1].Kind == yaml.ScalarNode {
			return n.Content[i+1].Value
		}
	}
	return ""
}

var reservedNames = strings.Fields("con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// IsReserved reports whether Windows keeps a name, given in lower case, for a
// device.
func IsReserved(name string) bool { return slices.Contains(reservedNames, name) }

// readSnippet returns nil after it reported why there is no snippet.
func (l *loader) readSnippet(file *diag.File, lang, name string, list *diag.List) *Snippet {
	start := len(file.Data) - len(bytes.TrimPrefix(file.Data, bom))
	if line, _, _ := bytes.Cut(file.Data[start:], []byte("\n")); string(bytes.TrimSpace(line)) == "---" {
		list.Errorf(diag.Span{File: file, Start: start, End: start + 3}, "snippet-front-matter", "remove it: the page that includes the snippet has the front matter", "a snippet has no front matter")
		return nil
	}
	body, problems := l.converter.Convert(file, start, strings.TrimSuffix(path.Base(name), ".md")+"-")
	*list = append(*list, problems...)
	return &Snippet{Source: file, Lang: lang, Name: name, Body: body, Example: exampleIn(file)}
}
