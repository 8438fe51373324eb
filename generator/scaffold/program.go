package scaffold

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/patch"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// Removal is what becomes of a project that is to be without some programs.
type Removal struct {
	Files    []patch.File // that go, and that change
	Passages []Passage    // that are taken out of texts which stay
	Mentions []Passage    // in texts that stay: they may still speak of the programs
	Lists    []string     // lists of people that nothing reads any more
}

// Passage is a place in a file, with how it begins.
type Passage struct {
	Path string
	Line int // from 1
	Text string
}

// RemovePrograms returns what changes in a project that is to be without the
// programs of some ids. With a program go its cohorts and pairs, the examples among
// its guides that no other program shows, the sessions that only its plan has and
// only its own guides and the overviews of folders lead to, what came of its
// cohorts, the pictures and the terms of the glossary that only these have, and in
// all other texts each row, item or paragraph that leads nowhere but to any of it; where
// it leads elsewhere, too, its text stays, without the link. Commands in texts name
// another program instead. List and error are as for [AddLanguage].
func RemovePrograms(ctx context.Context, p source.Project, ids []string) (*Removal, diag.List, error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil || sources.Config == nil {
		return nil, list, err
	}
	r := removal{root: p.Root, sources: sources, documents: map[string]bool{}}
	if err := r.choose(ids); err != nil {
		return nil, nil, err
	}
	r.findDocuments()
	for _, step := range []func() error{r.removeFiles, r.changeConfig, r.changeTexts, r.findMentions} {
		if err := step(); err != nil {
			return nil, nil, err
		}
	}
	r.findLists()
	slices.SortStableFunc(r.out.Files, inOrder)
	return &r.out, nil, nil
}

// inOrder puts programs.yaml last: until that has changed, the same can be run again
// where it stopped.
func inOrder(a, b patch.File) int {
	rank := func(f patch.File) int {
		switch {
		case f.Path == source.ConfigPath:
			return 2
		case f.Gone:
			return 1
		}
		return 0
	}
	return rank(a) - rank(b)
}

// removal works out a Removal.
type removal struct {
	root       fs.FS
	sources    *source.Sources
	gone, kept []*source.Program
	documents  map[string]bool     // the keys of those that go
	headings   map[source.Way]bool // those that texts lose with what stood below them
	out        Removal
}

// choose parts the programs of the project into those that go and those that stay.
func (r *removal) choose(ids []string) error {
	var known []string
	for i := range r.sources.Config.Programs {
		program := &r.sources.Config.Programs[i]
		known = append(known, string(program.ID))
		if slices.Contains(ids, string(program.ID)) {
			r.gone = append(r.gone, program)
		} else {
			r.kept = append(r.kept, program)
		}
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return fmt.Errorf("there is no program %q; %s", id, diag.DidYouMean(id, known, "write "+diag.Choices(known)))
		}
	}
	return nil
}

// findDocuments says which documents go.
func (r *removal) findDocuments() {
	kept := map[string]bool{}
	for _, program := range r.kept {
		for _, key := range slices.Concat(guidesOf(program), themesOf(program), sessionsOf(program)) {
			kept[key] = true
		}
	}
	for _, program := range r.gone {
		for _, key := range slices.DeleteFunc(guidesOf(program), r.isNoExample) {
			r.documents[key] = !kept[key]
		}
		for _, key := range themesOf(program) {
			r.documents[key] = !kept[key]
		}
	}
	for _, program := range r.gone {
		for _, key := range sessionsOf(program) {
			r.documents[key] = !kept[key] && !r.isLinked(key)
		}
	}
}

func guidesOf(program *source.Program) (keys []string) {
	for _, name := range program.Guides {
		keys = append(keys, "guides/"+string(name))
	}
	return keys
}

func themesOf(program *source.Program) (keys []string) {
	for _, cohort := range program.Cohorts {
		if cohort.Themes != "" {
			keys = append(keys, "guides/"+string(cohort.Themes))
		}
	}
	return keys
}

func sessionsOf(program *source.Program) (keys []string) {
	for _, item := range program.Plan {
		keys = append(keys, "sessions/"+string(item.Session))
	}
	return keys
}

func (r *removal) isNoExample(key string) bool {
	return !slices.ContainsFunc(r.sources.Documents, func(d *source.Document) bool {
		return d.Key == key && d.Guide != nil && d.Guide.Kind == "example"
	})
}

// isLinked reports whether a document that stays leads to another. The overview of
// a folder names all there is in it, and does not count.
func (r *removal) isLinked(key string) bool {
	for t := range r.texts {
		if t.stays && path.Base(t.file.Path) != "index.md" && t.key != key {
			for i := range t.body.Slots {
				if t.document(i) == key {
					return true
				}
			}
		}
	}
	return false
}

// text is a document or a snippet.
type text struct {
	file  *diag.File
	key   string // of a document
	body  *markdown.Document
	dir   string // of the file, below content/
	stays bool
}

// texts goes through all documents and snippets.
func (r *removal) texts(yield func(*text) bool) {
	for _, d := range r.sources.Documents {
		if d.Body != nil && !yield(&text{d.Source, d.Key, d.Body, folderOf(d.Source), !r.documents[d.Key]}) {
			return
		}
	}
	for _, s := range r.sources.Snippets {
		if s.Body != nil && !yield(&text{s.Source, "", s.Body, folderOf(s.Source), true}) {
			return
		}
	}
}

// folderOf returns the folder that a file is in, below content/.
func folderOf(file *diag.File) string {
	return path.Dir(strings.TrimPrefix(file.Path, source.ContentDir+"/"))
}

// lang is the language of a text.
func (t *text) lang() string {
	lang, _, _ := strings.Cut(t.dir, "/")
	return lang
}

// way is where a link to a document leads.
func (t *text) way(i int) source.Way {
	if id, own := strings.CutPrefix(t.body.Slots[i].Dest, "#"); own {
		return source.Way{Lang: t.lang(), Key: t.key, Fragment: id}
	}
	return source.WayFrom(t.dir, &t.body.Slots[i])
}

// document is the key of the document that a link leads to, or "".
func (t *text) document(i int) string {
	if key := source.WayFrom(t.dir, &t.body.Slots[i]).Key; key != "" {
		return key
	}
	if name := t.data(i, "session"); name != "" {
		return "sessions/" + name
	}
	return ""
}

// data is what a link of a scheme such as term: leads to, or "".
func (t *text) data(i int, scheme string) string {
	dest, _, _ := strings.Cut(t.body.Slots[i].Dest, "#")
	before, name, found := strings.Cut(dest, ":")
	if t.body.Slots[i].Kind != markdown.Link || !found || !strings.EqualFold(before, scheme) {
		return ""
	}
	return name
}

// removeFiles takes out the documents that go, and the pictures that only they have.
func (r *removal) removeFiles() error {
	shown := map[string]bool{} // by a text that stays, or only by such as go
	for t := range r.texts {
		for _, slot := range t.body.Slots {
			if name := path.Join(path.Dir(t.file.Path), slot.Dest); slot.Kind != markdown.Include && path.Ext(name) != ".md" {
				shown[name] = shown[name] || t.stays
			}
		}
	}
	for _, d := range r.sources.Documents {
		if d.Image != nil {
			name := path.Join(path.Dir(d.Source.Path), d.Image.Src)
			shown[name] = shown[name] || !r.documents[d.Key]
		}
		if r.documents[d.Key] {
			r.out.Files = append(r.out.Files, patch.File{Path: d.Source.Path, Was: d.Source.Bytes(), Gone: true})
		}
	}
	for _, asset := range r.sources.Assets {
		ext := path.Ext(asset.Path)
		wide := strings.TrimSuffix(strings.TrimSuffix(asset.Path, ext), ".narrow") + ext
		if stays, known := shown[wide]; known && !stays {
			data, err := fs.ReadFile(r.root, asset.Path)
			if err != nil {
				return err
			}
			r.out.Files = append(r.out.Files, patch.File{Path: asset.Path, Was: data, Gone: true})
		}
	}
	return nil
}

// changeConfig takes the programs out of programs.yaml, entries of the menu that
// lead to what goes, and terms that only such texts use.
func (r *removal) changeConfig() error {
	config := r.sources.Config
	was := config.File().Data
	var items []yamledit.Node
	for _, program := range r.gone {
		items = append(items, program.Node)
	}
	for _, entry := range config.Site.Nav {
		if r.documents[entry.Page] {
			items = append(items, entry.Node)
		}
	}
	files, err := yamledit.Remove(items)
	if err != nil {
		return err
	}
	data := files[0].Data
	if terms := r.terms(); len(terms) > 0 {
		glossary := parsed(data).Node([]any{"glossary"})
		keys := []yamledit.Key{{In: parsed(data).Node(nil), Key: "glossary"}}
		if len(terms) < len(config.Glossary) {
			keys = nil
			for _, id := range terms {
				keys = append(keys, yamledit.Key{In: glossary, Key: string(id)})
			}
		}
		if data, err = yamledit.Drop(keys); err != nil {
			return fmt.Errorf("%s has a layout from which nothing can be taken safely; take the terms %s out by hand", source.ConfigPath, terms)
		}
	}
	r.out.Files = append(r.out.Files, patch.File{Path: source.ConfigPath, Was: was, Data: data})
	return nil
}

// terms lists the terms of the glossary that only texts which go lead to.
func (r *removal) terms() (out []source.ID) {
	used := map[string]bool{} // by a text that stays, or only by such as go
	for t := range r.texts {
		for i := range t.body.Slots {
			if id := t.data(i, "term"); id != "" {
				used[id] = used[id] || t.stays
			}
		}
	}
	for _, term := range r.sources.Config.Glossary {
		if stays, known := used[string(term.ID)]; known && !stays {
			out = append(out, term.ID)
		}
	}
	return out
}

// changeTexts takes out of the texts that stay what leads to what goes.
func (r *removal) changeTexts() error {
	related := map[string][]int{} // by path, the items of the list that go
	for _, d := range r.sources.Documents {
		for i, name := range d.Related {
			if r.documents["guides/"+string(name)] {
				related[d.Source.Path] = append(related[d.Source.Path], i)
			}
		}
	}
	for r.headings = map[source.Way]bool{}; ; { // until no further heading is lost
		known := len(r.headings)
		passages, files, err := r.changedTexts(related)
		if err != nil {
			return err
		}
		if len(r.headings) == known {
			r.out.Passages, r.out.Files = append(r.out.Passages, passages...), append(r.out.Files, files...)
			return nil
		}
	}
}

// changedTexts returns what goes of the texts that stay, and those that change.
func (r *removal) changedTexts(related map[string][]int) (taken []Passage, files []patch.File, err error) {
	for t := range r.texts {
		if !t.stays {
			continue
		}
		was := t.file.Bytes()
		cut := newPassages(t.file, was)
		for i, slot := range t.body.Slots {
			switch {
			case r.leadsAway(t, i):
				cut.away = append(cut.away, slot.Span)
			case slot.Kind == markdown.Link && t.data(i, "term") == "":
				cut.elsewhere = append(cut.elsewhere, slot.Span)
			}
		}
		data := r.renamed(cut.apply())
		if data, err = withoutRelated(data, related[t.file.Path]); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", t.file.Path, err)
		}
		for _, id := range cut.lost {
			r.headings[source.Way{Lang: t.lang(), Key: t.key, Fragment: id}] = true
		}
		taken = append(taken, cut.taken...)
		if file := (patch.File{Path: t.file.Path, Was: was, Data: data}); file.Changes() {
			files = append(files, file)
		}
	}
	return taken, files, nil
}

// leadsAway reports whether a link leads to what goes.
func (r *removal) leadsAway(t *text, i int) bool {
	key, id := t.document(i), t.data(i, "program")
	return key != "" && r.documents[key] || id != "" && r.isGone(id) || r.headings[t.way(i)]
}

func (r *removal) isGone(id string) bool {
	return slices.ContainsFunc(r.gone, func(p *source.Program) bool { return string(p.ID) == id })
}

// withoutRelated takes items out of the list of related guides.
func withoutRelated(data []byte, items []int) ([]byte, error) {
	if len(items) == 0 {
		return data, nil
	}
	before, head, behind, ok := source.CutFrontMatter(data)
	if !ok {
		return nil, errFrontMatter
	}
	var nodes []yamledit.Node
	block := parsed(head)
	for _, i := range items {
		nodes = append(nodes, block.Node([]any{"related", i}))
	}
	files, err := yamledit.Remove(nodes)
	if err != nil {
		return nil, errFrontMatter
	}
	return slices.Concat(before, files[0].Data, behind), nil
}

// findLists lists the files with sign-ups and pairs of the programs.
func (r *removal) findLists() {
	for _, program := range r.gone {
		for _, cohort := range program.Cohorts {
			r.findList(cohort.Signups.Path, cohort.Signups.Private)
			r.findList(cohort.Pairings.Path, cohort.Pairings.Private)
		}
	}
}

func (r *removal) findList(name string, private bool) {
	if private {
		name = source.PrivatePrefix + name
	}
	if name != "" && !slices.Contains(r.out.Lists, name) {
		r.out.Lists = append(r.out.Lists, name)
	}
}
