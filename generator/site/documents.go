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

// validateVersions checks one document in all its languages.
func (c *checker) validateVersions(d *document) {
	for _, v := range d.versions {
		if v != nil {
			c.validateDocument(v)
		}
	}
	if !c.sources.Broken[d.key] {
		c.validateTranslations(d)
	}
}

func (c *checker) validateDocument(v *version) {
	// A place in front matter is found by reading it again: only a mistake is
	// worth that.
	for i, id := range v.Topics {
		if c.topics[id] == nil {
			refers(c, v.At("topics", i), "topic", id, c.topics, inConfig)
		}
	}
	for i, slug := range v.Related {
		if slug != "" && !c.known("guides/"+string(slug)) {
			hint := diag.DidYouMeanName(string(slug), c.namesBelow("guides/"), "write the file name of a guide, without .md, or take it out")
			if name, ok := strings.CutPrefix(string(slug), "guides/"); ok && c.known("guides/"+name) {
				hint = "write " + name
			}
			c.list.Errorf(v.At("related", i), "unknown-guide", hint, "there is no guide %q", slug)
		}
	}
	if v.Image != nil && v.Image.Src != "" {
		image := v.Image
		c.covers[v.number] = c.findAsset(v, image.Src, func() diag.Span { return image.At("src") })
	}
	if !v.Publish.IsZero() && !v.Expire.IsZero() && !v.Publish.Before(v.Expire) {
		c.list.Errorf(v.Node.Key("expire"), "date-order", fmt.Sprintf("write a day after %s, or let it be published earlier", v.Publish), "this page expires before it is published")
	}
	for i, ref := range v.References {
		if ref.URL != "" && !webAddress(ref.URL) {
			c.list.Errorf(v.At("references", i, "url"), "bad-url", "write a whole address that starts with https://", "%q is not a web address", ref.URL)
		}
	}
	c.validateAliases(v)
	switch {
	case v.Guide != nil:
		c.validateGuide(v)
	case v.Session != nil:
		c.validateAgenda(v)
	case v.Form != nil:
		c.validateForm(v)
	case v.Letter != nil:
		c.validateLetter(v)
	}
	c.validateLinks(v)
}

func (c *checker) validateGuide(v *version) {
	var missing []string
	for _, id := range requiredHeadings[v.Guide.Kind] {
		if !v.ids.Has(id) {
			missing = append(missing, "{#"+id+"}")
		}
	}
	if len(missing) > 0 {
		c.list.Errorf(v.At("kind"), "missing-heading", fmt.Sprintf("add the id to the heading that says it: ## … %s", missing[0]),
			"a guide of the kind %s needs headings with the ids %s", v.Guide.Kind, strings.Join(missing, ", "))
	}
}

// validateAgenda checks that the steps take the time that the session has.
func (c *checker) validateAgenda(v *version) {
	s := v.Session
	total := 0
	for _, step := range s.Agenda {
		if step.Minutes == 0 { // missing or malformed, and reported
			return
		}
		total += step.Minutes
	}
	if !v.Sound || len(s.Agenda) == 0 || s.Minutes == 0 || total == s.Minutes {
		return
	}
	more := fmt.Sprintf("give %d more minutes to a step", s.Minutes-total)
	if total > s.Minutes {
		more = fmt.Sprintf("take %d minutes from the steps", total-s.Minutes)
	}
	last := s.Agenda[len(s.Agenda)-1]
	c.list.Errorf(last.Node.Key("minutes"), "agenda-sum", fmt.Sprintf("%s, or set minutes: %d", more, total),
		"agenda adds up to %d minutes, the session is %d", total, s.Minutes)
}

func (c *checker) validateForm(v *version) {
	seen := map[source.ID]int{}
	for i, field := range v.Form.Fields {
		if first, taken := seen[field.ID]; taken && field.ID != "" {
			c.list.Errorf(field.At("id"), "duplicate-id", "give one of them another id", "the field id %q is used twice", field.ID)
			c.list.Relate(v.Form.Fields[first].At("id"), "it is used here first")
			continue
		}
		seen[field.ID] = i
		switch {
		case field.Type == "choice" && len(field.Options) < 2:
			at, hint := field.At("type"), "add options: with at least two answers"
			if len(field.Options) == 1 {
				at, hint = field.At("options"), "write each answer in quotes, in brackets and with commas: [\"Yes\", \"Not yet\"]"
			}
			c.list.Errorf(at, "missing-key", hint, "a choice needs at least two options")
		case field.Type != "" && field.Type != "choice" && len(field.Options) > 0:
			c.list.Errorf(field.Node.Key("options"), "unused-key", "make it type: choice, or remove them", "only a choice has options")
		}
	}
}

// validateTranslation compares a document with its original.
func (c *checker) validateTranslation(d *document, v *version) {
	o := d.original
	if v == o {
		if v.Translates > 0 {
			c.list.Errorf(v.Node.Key("translates"), "missing-original", "write version: in the place of translates:, if this is the original now", "this says it is a translation, but no other language has the original")
		}
		return
	}
	switch version := max(o.Version, 1); {
	case v.Version > 0 && v.Translates == 0:
		c.list.Errorf(v.Node.Key("version"), "two-originals", "in a translation write translates: and the version that it renders", "%s has a version of its own as well", o.Source.Path)
	case v.Translates > version:
		c.list.Errorf(v.At("translates"), "bad-version", fmt.Sprintf("write translates: %d", version), "this translates version %d, but the original is at version %d", v.Translates, version)
	case stale(v, o):
		c.list.Warnf(v.At("translates"), "stale-translation", fmt.Sprintf("bring it up to date, then write translates: %d", version), "this translates version %d, but the original is at version %d", max(v.Translates, 1), version)
	}
	if v.audience != o.audience {
		c.list.Errorf(v.At("audience"), "audience-differs", "write the same audience: in both", "this is for %s, but the original is for %s", v.audience, o.audience)
	}
	if v.Session != nil && v.Session.Minutes != o.Session.Minutes && v.Session.Minutes > 0 {
		c.list.Warnf(v.At("minutes"), "translation-differs", "make both the same", "this takes %d minutes, but the original takes %d", v.Session.Minutes, o.Session.Minutes)
	}
	if v.Form != nil {
		c.compareFields(v, o)
	}
}

// stale reports whether the original has moved on since doc was translated.
func stale(v, original *version) bool {
	return v != original && max(v.Translates, 1) < max(original.Version, 1)
}

// repeats reports whether a list has something twice.
func repeats(list []string) bool {
	sorted := slices.Sorted(slices.Values(list))
	return len(slices.Compact(sorted)) < len(list)
}

func (c *checker) compareFields(v, original *version) {
	ids := func(d *version) []string {
		var out []string
		for _, f := range d.Form.Fields {
			out = append(out, string(f.ID))
		}
		return out
	}
	mine, theirs := ids(v), ids(original)
	if repeats(mine) || repeats(theirs) { // reported where they are
		return
	}
	if !slices.Equal(mine, theirs) {
		c.list.Warnf(v.Node.Key("fields"), "translation-differs", "use the same ids in the same order", "the fields differ from the original's (%s)", strings.Join(theirs, ", "))
	}
}

// validateTranslations compares the versions of a document.
func (c *checker) validateTranslations(d *document) {
	for i, lang := range c.config.Site.Languages {
		v := d.versions[i]
		switch {
		case v != nil && (!v.Sound || !d.original.Sound): // what differs may be what could not be read
		case v != nil:
			c.validateTranslation(d, v)
		case !d.original.Draft:
			c.list.Warnf(d.original.At("title"), "missing-translation",
				fmt.Sprintf("write %s/%s/%s.md with translates: %d", source.ContentDir, lang, d.key, max(d.original.Version, 1)),
				"there is no version of this in the language %q; readers of it get this one", lang)
		}
	}
}
