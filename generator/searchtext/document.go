package searchtext

import (
	"slices"
	"strings"

	"mentorbook/generator/markdown"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// document describes a guide, session template, form or page: what its front
// matter becomes on the page, and its text, heading by heading.
func (l language) document(d *site.Document, v *site.Version, programs []string) search.Page {
	topics := l.site.TopicsOf(d)
	kind := d.Kind.String()
	if d.Kind == source.IndexKind {
		kind = "list"
	}
	page := l.page(d.Key, "", kind, v.Title, v.Summary, topics)
	page.Programs = programs
	for _, t := range topics {
		page.Tags = append(page.Tags, allWords(l.site, t.Name, t.Synonyms)...)
	}
	if d.Kind == source.HomeKind {
		page.Names = append(page.Names, l.name(l.site.Settings.Title))
	}
	page.Names = append(page.Names, v.Keywords...)
	page.Names = append(page.Names, l.elsewhere(d, v)...)
	before, after := partsBefore(v), partsAfter(v)
	page.Sections = append(page.Sections, l.sections(before)...)
	for _, h := range v.Body.Headings {
		page.Sections = append(page.Sections, search.Section{ID: h.ID, Heading: h.Text})
	}
	page.Sections = append(page.Sections, l.sections(after)...)
	page.Texts = func() []string {
		body := bodyTexts(v)
		texts := append(make([]string, 0, len(page.Sections)), joinTexts(v.Summary, rolesOf(v), body[0]))
		texts = append(texts, before.texts()...)
		texts = append(texts, body[1:]...)
		return append(texts, after.texts()...)
	}
	return page
}

// elsewhere is what a document is called in other languages: many say the names of
// templates as others call them.
func (l language) elsewhere(d *site.Document, v *site.Version) (out []string) {
	for _, lang := range l.site.Languages {
		if other := d.Written(lang); other != nil && !other.Draft && other.Title != v.Title {
			out = append(out, other.Title)
		}
	}
	return out
}

func (l language) sections(ps parts) (out []search.Section) {
	for _, p := range ps {
		out = append(out, search.Section{ID: p.id, Heading: l.text(p.key)})
	}
	return out
}

// part is a section that a page has of the front matter.
type part struct {
	key   string // of its heading, in the theme's words
	id    string
	texts []string
}

type parts []part

func (ps *parts) add(key, id string, texts ...string) {
	if joinTexts(texts...) != "" {
		*ps = append(*ps, part{key, id, texts})
	}
}

func (ps parts) texts() (out []string) {
	for _, p := range ps {
		out = append(out, joinTexts(p.texts...))
	}
	return out
}

// rolesOf is what a session's page says at a glance, before its first heading.
func rolesOf(v *site.Version) string {
	if v.Session == nil || v.Session.Roles == nil {
		return ""
	}
	return joinTexts(v.Session.Roles.Mentor, v.Session.Roles.Mentee)
}

// partsBefore are the parts that a page shows before its text.
func partsBefore(v *site.Version) (out parts) {
	if s := v.Session; s != nil {
		var agenda []string
		for _, step := range s.Agenda {
			agenda = append(agenda, step.Name, step.Detail)
		}
		out.add("session.agenda", "session-agenda", agenda...)
		if s.Prep != nil {
			out.add("session.prepare", "session-prepare", slices.Concat(s.Prep.Mentor, s.Prep.Mentee)...)
		}
		out.add("session.prompts", "session-prompts", s.Prompts...)
		out.add("session.outcome", "session-outcome", append([]string{s.Outcome}, s.FollowUp...)...)
	}
	if f := v.Form; f != nil {
		var fields []string
		for _, field := range f.Fields {
			fields = append(fields, field.Group, field.Label, field.Help, field.Low, field.High)
			fields = append(fields, field.Options...)
		}
		out.add("form.title", "form-title", fields...)
	}
	if l := v.Letter; l != nil {
		out.add("letter.text", "letter-text", l.Subject, l.Chat)
	}
	return out
}

// partsAfter are the parts that a page shows after its text.
func partsAfter(v *site.Version) (out parts) {
	var references []string
	for _, ref := range v.References {
		references = append(references, ref.Title, ref.Note)
	}
	out.add("page.references", "references", references...)
	return out
}

// joinTexts puts texts one after the other, each as a sentence.
func joinTexts(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			if last := b.String()[b.Len()-1]; !strings.ContainsRune(".!?:;", rune(last)) {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}

// bodyTexts are what is written before the first heading of a text and below
// each one; a snippet belongs to where it stands.
func bodyTexts(v *site.Version) []string {
	texts := v.Body.Texts()
	for i, slot := range v.Body.Slots {
		if snippet := v.Targets[i].Snippet; slot.Kind == markdown.Include && snippet != nil {
			text := &texts[sectionAt(v.Body, slot)]
			for j, inner := range bodyTexts(snippet) {
				if j > 0 {
					*text = joinTexts(*text, snippet.Body.Headings[j-1].Text)
				}
				*text = joinTexts(*text, inner)
			}
		}
	}
	return texts
}

// sectionAt returns how many headings of a text come before a slot.
func sectionAt(d *markdown.Document, slot markdown.Slot) int {
	n := 0
	for n < len(d.Headings) && d.Headings[n].Span.Start < slot.Span.Start {
		n++
	}
	return n
}
