package source

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// loadConfig reads programs.yaml and the data files it names.
func (l *loader) loadConfig() error {
	file, err := readText(l.project.Root, ConfigPath, ConfigPath, maxData, &l.list)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no %s here: %w", ConfigPath, fs.ErrNotExist)
	}
	if file == nil || err != nil {
		return err
	}
	before := len(l.list)
	b, root := l.parse(file)
	if root == nil {
		if len(l.list) == before {
			l.list.Errorf(file.Whole(), "missing-key", "start with site: and its title and languages", "this file is empty")
		}
		return nil
	}
	d := &decoder{block: b, list: &l.list}
	d.languages = d.siteLanguages(root)
	config := new(Config)
	if !decodeInto(d, root, config, nil) {
		return nil
	}
	if len(d.languages) == 0 {
		if !l.list[before:].HasErrors() {
			l.list.Errorf(config.Site.At("languages"), "missing-key", "write at least one, such as [en]", "the site has no language")
		}
		return nil
	}
	if l.tooMany(config, "topics", len(config.Topics)) || l.tooMany(config, "glossary", len(config.Glossary)) || l.tooMany(config, "programs", len(config.Programs)) {
		return nil
	}
	config.Site.Languages = d.languages
	l.list = append(l.list, d.unwritten...)
	l.sources.Config, l.sources.ConfigExample = config, exampleIn(file)
	err = l.loadLists(config, d.languages)
	config.Sound = !l.list[before:].HasErrors()
	return err
}

// maxThings is how many topics, terms of the glossary or programs there can be:
// nobody looks through more, and some page shows them all.
const maxThings = 20_000

// tooMany reports that a list is longer than anybody can have meant it.
func (l *loader) tooMany(config *Config, key string, n int) bool {
	if n > maxThings {
		l.list.Errorf(config.At(key), "too-many", "keep those that people look for", "%s has %d entries; it can have %d", key, n, maxThings)
	}
	return n > maxThings
}

// parse reads a data file, or remembers it: hundreds of people take longer to
// parse than a page does to be made. Values are decoded anew each time, because
// they depend on the languages of the site.
func (l *loader) parse(file *diag.File) (*yamledit.Block, *yaml.Node) {
	sum := sha256.Sum256(file.Data)
	p := l.memo.data[file.Path]
	if p == nil || p.sum != sum {
		p = &parsed{sum: sum}
		p.block, p.root = yamledit.ParseFile(file, &p.list)
	}
	l.data[file.Path] = p
	l.list = append(l.list, p.list...)
	return p.block, p.root
}

// siteLanguages looks ahead at site.languages: every text by language is
// checked against it.
func (d *decoder) siteLanguages(root *yaml.Node) []string {
	_, site := yamledit.Descend(root, "site")
	_, languages := yamledit.Descend(site, "languages")
	if languages == nil {
		return nil
	}
	items := languages.Content
	if languages.Kind == yaml.ScalarNode { // one value stands for a list of one
		items = []*yaml.Node{languages}
	}
	var out []string
	for _, n := range items {
		n, _ = meantBy(n)
		switch {
		case n.Kind != yaml.ScalarNode: // reported as a wrong type
		case !d.language(n): // reported
		case slices.Contains(out, n.Value):
			d.list.Errorf(d.block.Span(n), "duplicate-id", "keep one of them", "the language %q is here twice", n.Value)
		default:
			out = append(out, n.Value)
		}
	}
	return out
}

// loadLists reads people, signups and pairings that are kept in files of their own.
func (l *loader) loadLists(config *Config, languages []string) error {
	err := loadList(l, &config.People, languages)
	for i := range config.Programs {
		for j := range config.Programs[i].Cohorts {
			cohort := &config.Programs[i].Cohorts[j]
			err = errors.Join(err, loadList(l, &cohort.Signups, languages), loadList(l, &cohort.Pairings, languages))
		}
	}
	return err
}

func loadList[T any](l *loader, list *List[T], languages []string) error {
	if list.Path == "" {
		return nil
	}
	fsys, shown := l.project.Root, list.Path
	if list.Private {
		fsys, shown = l.project.Private, PrivatePrefix+list.Path
	}
	if !fs.ValidPath(list.Path) || list.Path == "." || strings.ContainsAny(list.Path, `\:`) { // Windows reads \ and : in its own way
		l.list.Errorf(list.Span(), "outside-project", "write a path with forward slashes, below the project or, after private:, below the private folder", "%q is not a path inside the project", list.Path)
		list.Broken = true
		return nil
	}
	if fsys == nil {
		list.Missing = true
		return nil
	}
	file, err := readText(fsys, spelled(fsys, list.Path), shown, maxData, &l.list)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		list.Missing = true
		return nil
	case err != nil:
		return err
	case file == nil:
		list.Broken = true
		return nil
	}
	file.Private = list.Private
	before := len(l.list)
	b, root := l.parse(file)
	list.Node = b.Node(nil)
	if list.Private && list.File() == file { // an older one has them
		file.Items = itemsOf(b, root)
	}
	if root != nil {
		d := &decoder{block: b, languages: languages, list: &l.list}
		d.decode(root, reflect.ValueOf(&list.Items).Elem(), nil)
	}
	list.Broken = l.list[before:].HasErrors()
	return nil
}

// itemsOf returns where the items of a list start, by id.
func itemsOf(b *yamledit.Block, root *yaml.Node) (items []diag.Item) {
	if root == nil || root.Kind != yaml.SequenceNode {
		return nil
	}
	for _, n := range root.Content {
		if _, id := yamledit.Descend(n, "id"); id != nil && ID(id.Value).Valid() {
			items = append(items, diag.Item{Start: b.Span(n).Start, ID: id.Value})
		}
	}
	return items
}

// spelled returns a path as its file is named: a Mac may have stored "é" as a
// letter and an accent.
func spelled(fsys fs.FS, name string) string {
	for _, other := range []string{name, norm.NFC.String(name), norm.NFD.String(name)} {
		if _, err := fs.Stat(fsys, other); err == nil {
			return other
		}
	}
	return name
}
