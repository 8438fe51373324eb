package scaffold

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
	"mentorbook/themes"
)

// AddLanguage returns what a project gets with a language more: its code in
// programs.yaml, the theme's words with the English beside, and, if pages are wanted,
// a draft of the translation of each page, which holds the original's text. What there
// is of it already stays. The list is for a project whose programs.yaml cannot be
// read; the error says why there is nothing to write.
func AddLanguage(ctx context.Context, p source.Project, lang string, pages bool) ([]patch.File, diag.List, error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil || sources.Config == nil {
		return nil, list, err
	}
	code, ok := source.LanguageNamed(lang)
	if !ok {
		return nil, nil, fmt.Errorf("%q is no language; write codes such as en, id or pt-BR", lang)
	}
	config, err := withLanguage(sources.Config, code)
	if err != nil {
		return nil, nil, err
	}
	files := config
	words, err := wordFile(p.Root, sources.Config, code)
	if err != nil {
		return nil, nil, err
	}
	files = append(files, words...)
	if pages {
		drafts, err := draftsIn(p.Root, sources, code)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, drafts...)
	}
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("the site has the language %q already, and nothing of it is missing", code)
	}
	return files, nil, nil
}

// withLanguage returns programs.yaml with one language more, if that is a change.
func withLanguage(config *source.Config, code string) ([]patch.File, error) {
	if slices.Contains(config.Site.Languages, code) {
		return nil, nil
	}
	return withLanguages(config.File().Data, append(slices.Clone(config.Site.Languages), code))
}

func withLanguages(data []byte, languages []string) ([]patch.File, error) {
	config, _, err := source.ParseConfig(data)
	if err != nil {
		return nil, err
	}
	changed, err := yamledit.Set([]yamledit.Change{{In: config.Site.Node, Key: "languages", Value: "[" + strings.Join(languages, ", ") + "]"}})
	if err != nil {
		return nil, fmt.Errorf("%s has a layout that cannot be changed safely; write languages: [%s] below site: by hand", source.ConfigPath, strings.Join(languages, ", "))
	}
	return []patch.File{{Path: source.ConfigPath, Was: data, Data: changed[0].Data}}, nil
}

// wordFile returns the file of the theme's words in a language, if there is something
// to translate in it: none, where the theme is whole in that language.
func wordFile(root fs.FS, config *source.Config, code string) ([]patch.File, error) {
	name := string(config.Site.Theme)
	if name == "" {
		name = themes.Default
	}
	theme, err := themes.Open(root, name)
	if err != nil {
		return nil, err
	}
	place := "i18n/" + code + ".json"
	full := path.Join("themes", name, place)
	if slices.Contains(theme.Builtin("i18n"), path.Base(place)) {
		return nil, nil
	}
	file := patch.File{Path: full}
	if written := theme.Read(place); written.Data != nil {
		file.Was = written.Data
	}
	if file.Data, err = wordsToTranslate(theme, code, file.Was); err != nil {
		return nil, fmt.Errorf("%s: %w", full, err)
	}
	if file.Was != nil && !file.Changes() {
		return nil, nil
	}
	return []patch.File{file}, nil
}

// draftsIn returns a draft in a language of each page that is not written in it. What
// is itself a draft is nothing to translate yet.
func draftsIn(root fs.FS, sources *source.Sources, code string) ([]patch.File, error) {
	var files []patch.File
	for _, t := range site.TranslationsOf(sources) {
		o := t.Original
		name := source.ContentDir + "/" + code + "/" + t.Key + ".md"
		if o.Draft || o.Lang == code || exists(root, name) {
			continue
		}
		data, err := draftOf(o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.Source.Path, err)
		}
		files = append(files, patch.File{Path: name, Data: data})
	}
	return files, nil
}

var errFrontMatter = errors.New("its front matter has a layout that cannot be changed safely; copy the file by hand")

// draftOf returns the beginning of a translation: the original, marked as what it is.
func draftOf(o *source.Document) ([]byte, error) {
	data, err := withKeys(o.Source.Bytes(), map[string]string{"translates": strconv.Itoa(max(o.Version, 1))}, "version")
	if err != nil {
		return nil, err
	}
	before, head, behind, _ := source.CutFrontMatter(data)
	note := "# To translate: title, summary and text, as in " + o.Source.Path + ". Then remove the next line.\ndraft: true\n"
	return slices.Concat(before, head, []byte(note), behind), nil
}

// withKeys returns a document with keys of its front matter set and one taken out.
func withKeys(data []byte, set map[string]string, out string) ([]byte, error) {
	before, head, behind, ok := source.CutFrontMatter(data)
	if !ok {
		return nil, errFrontMatter
	}
	root := func() yamledit.Node { return parsed(head).Node(nil) }
	for key, value := range set {
		files, err := yamledit.Set([]yamledit.Change{{In: root(), Key: key, Value: value}})
		if err != nil {
			return nil, errFrontMatter
		}
		head = files[0].Data
	}
	if all := parsed(head).Mappings(); len(all) > 0 && slices.Contains(all[0].Keys, out) {
		left, err := yamledit.Drop([]yamledit.Key{{In: root(), Key: out}})
		if err != nil {
			return nil, errFrontMatter
		}
		head = left
	}
	if !bytes.HasSuffix(head, []byte("\n")) {
		head = append(bytes.Clone(head), '\n')
	}
	return slices.Concat(before, head, behind), nil
}

func parsed(data []byte) *yamledit.Block {
	b, _ := yamledit.ParseFile(&diag.File{Path: source.ConfigPath, Data: data}, new(diag.List))
	return b
}

// RemoveLanguage returns the files of a project that change when it is to be without
// a language: programs.yaml without the texts in it, and what were translations of
// texts in it as originals. The files in the language stay: nothing reads them any
// more. List and error are as for [AddLanguage].
func RemoveLanguage(ctx context.Context, p source.Project, lang string) ([]patch.File, diag.List, error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil || sources.Config == nil {
		return nil, list, err
	}
	code, ok := source.LanguageNamed(lang)
	if !ok {
		code = lang
	}
	rest := slices.DeleteFunc(slices.Clone(sources.Config.Site.Languages), func(l string) bool { return l == code })
	if len(rest) == 0 {
		return nil, nil, fmt.Errorf("%q is the only language of the site", code)
	}
	data, err := source.WithoutLanguage(sources.Config.File().Data, code, rest)
	if err != nil {
		return nil, nil, fmt.Errorf("%s has a layout from which nothing can be taken safely; take the texts in %q out by hand", source.ConfigPath, code)
	}
	file := patch.File{Path: source.ConfigPath, Was: sources.Config.File().Data, Data: data}
	files, err := originalsOf(sources, code)
	if err == nil && file.Changes() {
		files = append([]patch.File{file}, files...)
	}
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("nothing here is in the language %q", code)
	}
	return files, nil, err
}

// originalsOf returns the documents that are originals once a language is gone: the
// first translation of each that was written in it.
func originalsOf(sources *source.Sources, code string) ([]patch.File, error) {
	byKey := map[string][]*source.Document{}
	for _, doc := range sources.Documents {
		if doc.Lang != code {
			byKey[doc.Key] = append(byKey[doc.Key], doc)
		}
	}
	var files []patch.File
	for _, t := range site.TranslationsOf(sources) {
		left := byKey[t.Key]
		if len(left) == 0 || slices.ContainsFunc(left, func(d *source.Document) bool { return d.Translates == 0 }) {
			continue
		}
		doc := left[0]
		was := doc.Source.Bytes()
		data, err := withKeys(was, map[string]string{"version": strconv.Itoa(doc.Translates)}, "translates")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", doc.Source.Path, err)
		}
		files = append(files, patch.File{Path: doc.Source.Path, Was: was, Data: data})
	}
	return files, nil
}
