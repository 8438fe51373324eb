package redact

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// takeDocuments takes away the documents that the readers may not read, and the
// snippets and files that only those lead to.
func (r *redactor) takeDocuments() {
	u := r.used()
	for _, d := range r.in.Documents {
		if r.reads(d) || !r.hide(Hidden{What: "document", file: d.Source}) {
			r.out.Documents = append(r.out.Documents, d)
		} else {
			r.out.Broken[d.Key] = true
		}
	}
	for _, s := range r.in.Snippets {
		if u.snippets[s] || !r.hide(Hidden{What: "snippet", file: s.Source}) {
			r.out.Snippets = append(r.out.Snippets, s)
		}
	}
	for _, a := range r.in.Assets {
		if u.assets[a] || !r.hide(Hidden{What: "file", file: &diag.File{Path: a.Path}}) {
			r.out.Assets = append(r.out.Assets, a)
		}
	}
}

// reads reports whether the readers may read a document.
func (r *redactor) reads(d *source.Document) bool {
	switch {
	case d.Audience != "" && levels[d.Audience] > r.level:
		return false
	case d.Draft && !r.options.Drafts:
		return false
	case !d.Publish.IsZero() && r.today.Before(d.Publish):
		return false
	}
	return d.Expire.IsZero() || r.today.Before(d.Expire)
}

// takeReferences takes the names of hidden documents out of programs.
func (r *redactor) takeReferences() {
	left, programs := map[string]bool{}, slices.Clone(r.out.Config.Programs)
	for _, d := range r.out.Documents {
		left[d.Key] = true
	}
	for i := range programs {
		p := &programs[i]
		p.Guides = slices.DeleteFunc(slices.Clone(p.Guides), func(s source.Slug) bool { return !left["guides/"+string(s)] })
		p.Plan = slices.Clone(p.Plan)
		for j := range p.Plan {
			if !left["sessions/"+string(p.Plan[j].Session)] {
				p.Plan[j].Session = ""
			}
		}
	}
	r.out.Config.Programs = programs
}

// usage is what the documents that may be read lead to.
type usage struct {
	*redactor
	byName   map[string]*source.Snippet // by language and name
	byPath   map[string]*source.Asset   // by path below content/
	snippets map[*source.Snippet]bool
	assets   map[*source.Asset]bool
}

func (r *redactor) used() *usage {
	u := &usage{r, map[string]*source.Snippet{}, map[string]*source.Asset{}, map[*source.Snippet]bool{}, map[*source.Asset]bool{}}
	for _, s := range r.in.Snippets {
		u.byName[norm.NFC.String(s.Lang+"/"+s.Name)] = s
	}
	for _, a := range r.in.Assets {
		u.byPath[norm.NFC.String(inContent(a.Path))] = a
	}
	for _, name := range []string{r.in.Config.Site.Logo, r.in.Config.Site.Icon} { // every page shows them
		u.file("", "", name)
	}
	for _, d := range r.in.Documents {
		if !r.reads(d) {
			continue
		}
		folder := path.Dir(d.Lang + "/" + d.Key)
		if d.Image != nil {
			u.file(folder, d.Lang, d.Image.Src)
		}
		u.text(folder, d.Lang, d.Body, nil)
	}
	return u
}

// inContent is a path without content/.
func inContent(p string) string { return strings.TrimPrefix(p, source.ContentDir+"/") }

// text follows what a text in a folder shows and includes. Whatever language a
// snippet is in, it is read as part of a page in lang.
func (u *usage) text(folder, lang string, body *markdown.Document, inside []*source.Snippet) {
	for i := range body.Slots {
		slot := &body.Slots[i]
		switch slot.Kind {
		case markdown.Image, markdown.Link:
			if dest, _, _ := strings.Cut(slot.Dest, "#"); dest != "" && path.Ext(dest) != ".md" {
				shown := u.file(folder, lang, dest)
				switch name := strings.TrimSuffix(dest, path.Ext(dest)); {
				case slot.Kind != markdown.Image:
				case markdown.Player(dest) == "video": // its captions lie beside it
					u.captions(folder, lang, name+".vtt")
				case markdown.Player(dest) == "" && shown != nil: // and so may a drawing for small windows
					place := inContent(shown.Path)
					u.file(path.Dir(place), "", strings.TrimSuffix(path.Base(place), path.Ext(place))+".narrow"+path.Ext(place))
				}
			}
		case markdown.Include:
			if s := inAnyLanguage(u, lang, slot.Dest, u.byName); s != nil && !slices.Contains(inside, s) {
				u.snippets[s] = true
				u.text(path.Dir(inContent(s.Source.Path)), lang, s.Body, append(inside, s))
			}
		}
	}
}

// file notes the file that a path leads to, and returns it. One that is not there
// lies beside the same page in another language, if lang is not empty.
func (u *usage) file(folder, lang, dest string) *source.Asset {
	full := path.Join(folder, dest)
	found := u.byPath[norm.NFC.String(full)]
	if rest, ok := strings.CutPrefix(full, lang+"/"); found == nil && lang != "" && ok {
		found = inAnyLanguage(u, lang, rest, u.byPath)
	}
	if found != nil {
		u.assets[found] = true
	}
	return found
}

// captions notes the captions of a video, whose name may have other capitals.
func (u *usage) captions(folder, lang, dest string) {
	full := norm.NFC.String(path.Join(folder, dest))
	rest := strings.TrimPrefix(full, lang+"/")
	if u.byPath[full] != nil || inAnyLanguage(u, lang, rest, u.byPath) != nil {
		u.file(folder, lang, dest)
		return
	}
	var found []string
	for place := range u.byPath {
		if strings.EqualFold(place, full) {
			found = append(found, place)
		}
	}
	if len(found) > 0 {
		u.assets[u.byPath[slices.Min(found)]] = true
	}
}

// inAnyLanguage returns what has a name in a language or else in the first of
// the site's languages that has it, or nil.
func inAnyLanguage[T any](u *usage, lang, name string, of map[string]*T) *T {
	for _, l := range append([]string{lang}, u.in.Config.Site.Languages...) {
		if found := of[norm.NFC.String(l+"/"+name)]; found != nil {
			return found
		}
	}
	return nil
}
