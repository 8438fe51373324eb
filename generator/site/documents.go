package site

import (
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// requiredHeadings are the heading ids that a kind of guide must have, the same
// in every language.
var requiredHeadings = map[string][]string{
	"definition":   {"what", "what-not"},
	"benefits":     {"benefits", "limits"},
	"how-it-works": {"steps", "cadence", "communication"},
	"example":      {"case", "plan", "risks"},
	"safety":       {"stays-private", "exceptions", "exit"},
}

// validateGroup checks one document in all its languages.
func (a *assembler) validateGroup(g *group) {
	for _, doc := range g.versions {
		if doc != nil {
			a.validateDocument(doc)
		}
	}
	if !a.sources.Broken[g.key] {
		a.validateTranslations(g)
	}
}

// known reports whether there is a document with that key, be it one that
// cannot be read.
func (a *assembler) known(key string) bool { return a.groups[key] != nil || a.sources.Broken[key] }

func (a *assembler) validateDocument(doc *version) {
	// A place in front matter is found by reading it again: only a mistake is
	// worth that.
	for i, id := range doc.Topics {
		if a.topics[id] == nil {
			refers(a, doc.At("topics", i), "topic", id, a.topics)
		}
	}
	for i, slug := range doc.Related {
		if slug != "" && !a.known("guides/"+string(slug)) {
			a.list.Errorf(doc.At("related", i), "unknown-guide", diag.DidYouMean(string(slug), a.namesBelow("guides/"), "write the file name of a guide, without .md"), "there is no guide %q", slug)
		}
	}
	if doc.Image != nil && doc.Image.Src != "" {
		doc.cover = a.findAsset(doc, doc.Image.Src, func() diag.Span { return doc.Image.At("src") }, true)
	}
	if !doc.Publish.IsZero() && !doc.Expire.IsZero() && !doc.Publish.Before(doc.Expire) {
		a.list.Errorf(doc.Node.Key("expire"), "date-order", "", "this page expires before it is published")
	}
	for i, ref := range doc.References {
		if ref.URL != "" && !webAddress(ref.URL) {
			a.list.Errorf(doc.At("references", i, "url"), "bad-url", "write a whole address that starts with https://", "%q is not a web address", ref.URL)
		}
	}
	a.validateAliases(doc)
	switch {
	case doc.Guide != nil:
		a.validateGuide(doc)
	case doc.Session != nil:
		a.validateAgenda(doc)
	case doc.Form != nil:
		a.validateForm(doc)
	}
	a.validateLinks(doc)
}

func (a *assembler) validateGuide(doc *version) {
	var missing []string
	for _, id := range requiredHeadings[doc.Guide.Kind] {
		if !doc.ids.Has(id) {
			missing = append(missing, "{#"+id+"}")
		}
	}
	if len(missing) > 0 {
		a.list.Errorf(doc.At("kind"), "missing-heading", fmt.Sprintf("add the id to the heading that says it: ## … %s", missing[0]),
			"a guide of the kind %s needs headings with the ids %s", doc.Guide.Kind, strings.Join(missing, ", "))
	}
}

// validateAgenda checks that the steps take the time that the session has.
func (a *assembler) validateAgenda(doc *version) {
	s := doc.Session
	total := 0
	for _, step := range s.Agenda {
		if step.Minutes == 0 { // missing or malformed, and reported
			return
		}
		total += step.Minutes
	}
	if len(s.Agenda) == 0 || s.Minutes == 0 || total == s.Minutes {
		return
	}
	more := fmt.Sprintf("give %d more minutes to a step", s.Minutes-total)
	if total > s.Minutes {
		more = fmt.Sprintf("take %d minutes from the steps", total-s.Minutes)
	}
	last := s.Agenda[len(s.Agenda)-1]
	a.list.Errorf(last.Node.Key("minutes"), "agenda-sum", fmt.Sprintf("%s, or set minutes: %d", more, total),
		"agenda adds up to %d minutes, the session is %d", total, s.Minutes)
}

func (a *assembler) validateForm(doc *version) {
	seen := map[source.ID]int{}
	for i, field := range doc.Form.Fields {
		if first, taken := seen[field.ID]; taken && field.ID != "" {
			a.list.Errorf(field.At("id"), "duplicate-id", "give one of them another id", "the field id %q is used twice", field.ID)
			a.list.Relate(doc.Form.Fields[first].At("id"), "it is used here first")
			continue
		}
		seen[field.ID] = i
		switch {
		case field.Type == "choice" && len(field.Options) < 2:
			a.list.Errorf(field.At("type"), "missing-key", "add options: with at least two answers", "a choice needs options")
		case field.Type != "" && field.Type != "choice" && len(field.Options) > 0:
			a.list.Errorf(field.Node.Key("options"), "unused-key", "make it type: choice, or remove them", "only a choice has options")
		}
	}
}

// validateAliases checks that old addresses can be written as redirects.
func (a *assembler) validateAliases(doc *version) {
	for i, alias := range doc.Aliases {
		if _, ok := aliasKey(alias); !ok {
			a.list.Errorf(doc.At("aliases", i), "bad-alias", "write it from the root of this language, such as guides/old-name.html", "%q is not an address of this site", alias)
		}
	}
}

// aliasKey returns the key of the page that an alias redirects from.
func aliasKey(alias string) (string, bool) {
	key := strings.TrimSuffix(strings.TrimPrefix(alias, "/"), ".html")
	if key == "" || len(key) > 200 {
		return "", false
	}
	for _, part := range strings.Split(key, "/") {
		if part == "" || part[0] == '.' || strings.ContainsFunc(part, func(r rune) bool {
			return r != '-' && r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		}) {
			return "", false
		}
	}
	return key, true
}

// validateTranslation compares a document with its original.
func (a *assembler) validateTranslation(g *group, doc *version) {
	o := g.original
	if doc == o {
		if doc.Translates > 0 {
			a.list.Errorf(doc.Node.Key("translates"), "missing-original", "write version: 1 in the original", "this says it is a translation, but no other language has the original")
		}
		return
	}
	switch version := max(o.Version, 1); {
	case doc.Version > 0 && doc.Translates == 0:
		a.list.Errorf(doc.Node.Key("version"), "two-originals", "in a translation write translates: and the version that it renders", "%s has a version of its own as well", o.Source.Path)
	case doc.Translates > version:
		a.list.Errorf(doc.At("translates"), "bad-version", fmt.Sprintf("write translates: %d", version), "this translates version %d, but the original is at version %d", doc.Translates, version)
	case stale(doc, o):
		a.list.Warnf(doc.At("translates"), "stale-translation", fmt.Sprintf("bring it up to date, then write translates: %d", version), "this translates version %d, but the original is at version %d", max(doc.Translates, 1), version)
	}
	if doc.audience != o.audience {
		a.list.Errorf(doc.At("audience"), "audience-differs", "write the same audience: in both", "this is for %s, but the original is for %s", doc.audience, o.audience)
	}
	if doc.Session != nil && doc.Session.Minutes != o.Session.Minutes && doc.Session.Minutes > 0 {
		a.list.Warnf(doc.At("minutes"), "translation-differs", "make both the same", "this takes %d minutes, but the original takes %d", doc.Session.Minutes, o.Session.Minutes)
	}
	if doc.Form != nil {
		a.compareFields(doc, o)
	}
}

// stale reports whether the original has moved on since doc was translated.
func stale(doc, original *version) bool {
	return doc != original && max(doc.Translates, 1) < max(original.Version, 1)
}

func (a *assembler) compareFields(doc, original *version) {
	ids := func(d *version) []string {
		var out []string
		for _, f := range d.Form.Fields {
			out = append(out, string(f.ID))
		}
		return out
	}
	if mine, theirs := ids(doc), ids(original); !slices.Equal(mine, theirs) {
		a.list.Warnf(doc.Node.Key("fields"), "translation-differs", "use the same ids in the same order", "the fields differ from the original's (%s)", strings.Join(theirs, ", "))
	}
}

// validateTranslations compares the versions of a document.
func (a *assembler) validateTranslations(g *group) {
	for i, lang := range a.config.Site.Languages {
		doc := g.versions[i]
		switch {
		case doc != nil:
			a.validateTranslation(g, doc)
		case !g.original.Draft:
			a.list.Warnf(g.original.At("title"), "missing-translation",
				fmt.Sprintf("write %s/%s/%s.md with translates: %d", source.ContentDir, lang, g.key, max(g.original.Version, 1)),
				"there is no version of this in the language %q; readers of it get this one", lang)
		}
	}
}

// namesBelow lists the keys of documents below a folder, without the folder.
func (a *assembler) namesBelow(folder string) []string {
	var out []string
	for _, key := range a.keys {
		if name, ok := strings.CutPrefix(key, folder); ok {
			out = append(out, name)
		}
	}
	return out
}

// RedirectsFrom returns the keys of the pages that redirect to this text, one
// for each alias.
func (t *Text) RedirectsFrom() []string {
	keys := make([]string, len(t.Aliases))
	for i, alias := range t.Aliases {
		keys[i], _ = aliasKey(alias) // checked by validate
	}
	return keys
}
