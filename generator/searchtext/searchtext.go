// Package searchtext says what the search of a site finds.
//
// In go a [site.Site], which holds no more than its audience may see, and the
// theme's headings for what pages make of front matter. Out comes the input of
// [search.Build]: for each page its address from the root, its title, its
// sections by the ids that the layouts give them, and what it is about. It
// refuses to look at a layout or at a page that was rendered, and what only
// stands in for a missing translation, or is a draft, is not in it.
package searchtext

import (
	"slices"
	"strings"

	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Of describes the pages of a site for the index: every page that is planned has
// a place here, or is not found. text returns the theme's text with a key in a
// language; it is called for keys that the default theme has: program.plan,
// session.agenda, page.references and their like. same reports whether a document has
// the text that it had for the index before; nil where there was none.
func Of(s *site.Site, text func(lang, key string) string, same func(*site.Version) bool) search.Site {
	out := search.Site{Languages: s.Languages, Kinds: kinds(s, text)}
	for _, program := range s.Programs {
		out.Programs = append(out.Programs, string(program.ID))
	}
	for _, t := range s.Topics {
		out.Topics = append(out.Topics, string(t.ID))
		out.Synonyms = append(out.Synonyms, synonyms(s, t.Name, t.Synonyms))
	}
	for _, t := range s.Terms {
		out.Synonyms = append(out.Synonyms, synonyms(s, t.Term.Term, t.Synonyms))
	}
	programs := programsOf(s)
	for _, lang := range s.Languages {
		l := language{s, lang, func(key string) string { return text(lang, key) }}
		for _, d := range s.Documents {
			if v := d.Written(lang); v != nil && !v.Draft {
				page := l.document(d, v, programs[d])
				page.Same = same != nil && same(v)
				out.Pages = append(out.Pages, page)
			}
		}
		for _, program := range s.Programs {
			out.Pages = append(append(out.Pages, l.program(program)), l.pack(program)...)
		}
		for _, t := range s.Topics {
			out.Pages = append(out.Pages, l.topic(t))
		}
		for _, t := range s.Terms {
			out.Pages = append(out.Pages, l.term(t))
		}
		out.Pages = append(out.Pages, l.mentors()...)
		out.Pages = append(out.Pages, l.pairs()...)
		out.Pages = append(out.Pages, l.lists()...)
		out.Pages = append(out.Pages, l.organizers()...)
	}
	return out
}

// synonyms are the names of a topic or term in all languages, and other words
// for it.
func synonyms(s *site.Site, name source.Localized, words source.Words) search.Synonyms {
	var out search.Synonyms
	for _, lang := range s.Languages {
		out.Names = append(out.Names, s.Name(name, lang))
		out.Other = append(out.Other, words.In(lang)...)
	}
	return out
}

func allWords(s *site.Site, name source.Localized, words source.Words) []string {
	all := synonyms(s, name, words)
	return append(all.Names, all.Other...)
}

// programsOf returns the programs that documents are part of.
func programsOf(s *site.Site) map[*site.Document][]string {
	out := map[*site.Document][]string{}
	for _, program := range s.Programs {
		id := string(program.ID)
		add := func(d *site.Document) {
			if d != nil && !slices.Contains(out[d], id) {
				out[d] = append(out[d], id)
			}
		}
		for _, d := range program.Guides {
			add(d)
		}
		for _, item := range program.Plan {
			add(item.Template)
		}
	}
	return out
}

func topicIDs(topics []*site.Topic) (ids []string) {
	for _, t := range topics {
		ids = append(ids, string(t.ID))
	}
	return ids
}

// language is a site in one language.
type language struct {
	site *site.Site
	lang string
	text func(key string) string
}

// page describes a page of one section. With a fragment, it is a place on the
// page.
func (l language) page(key, fragment, kind, title, text string, topics []*site.Topic) search.Page {
	return search.Page{
		Lang: l.lang, Kind: kind, Topics: topicIDs(topics), URL: site.Relative("", l.site.Path(l.lang, key), fragment), Title: title,
		Sections: make([]search.Section, 1), Texts: func() []string { return []string{text} },
	}
}

func (l language) name(text source.Localized) string { return l.site.Name(text, l.lang) }

func (l language) topic(t *site.Topic) search.Page {
	page := l.page("topics/"+string(t.ID), "", "topic", l.name(t.Name), "", []*site.Topic{t})
	page.Names = allWords(l.site, t.Name, t.Synonyms)
	return page
}

func (l language) term(t *site.Term) search.Page {
	page := l.page("glossary", string(t.ID), "term", l.name(t.Term.Term), l.name(t.Definition), nil)
	page.Names = allWords(l.site, t.Term.Term, t.Synonyms)
	return page
}

func (l language) program(program *site.Program) search.Page {
	id := string(program.ID)
	page := l.page("programs/"+id, "", "program", l.name(program.Title), "", program.Topics)
	page.Programs = []string{id}
	for _, d := range program.Guides {
		if v := d.Written(l.lang); v != nil {
			page.Tags = append(page.Tags, v.Keywords...)
		}
	}
	var plan []string
	for _, item := range program.Plan {
		if item.Template != nil {
			plan = append(plan, item.Template.In(l.lang).Title)
		}
	}
	for _, m := range program.Milestones {
		plan = append(plan, l.name(m.Title))
	}
	texts := []string{l.name(program.Purpose), joinTexts(plan...)}
	page.Sections = append(page.Sections, search.Section{ID: "plan", Heading: l.text("program.plan")})
	if len(program.Cohorts) > 0 {
		dates := []string{l.text("program.registration")}
		for _, c := range program.Cohorts {
			dates = append(dates, strings.ReplaceAll(l.text("cohort.title"), "{0}", string(c.ID)))
		}
		texts = append(texts, joinTexts(dates...))
		page.Sections = append(page.Sections, search.Section{ID: "cohorts", Heading: l.text("program.cohorts")})
	}
	if len(program.Support) > 0 {
		var support []string
		for _, s := range program.Support {
			support = append(support, l.name(s.Title))
		}
		texts = append(texts, joinTexts(support...))
		page.Sections = append(page.Sections, search.Section{ID: "support", Heading: l.text("program.support")})
	}
	page.Texts = func() []string { return texts }
	return page
}

// mentors describes those who agreed to be listed.
func (l language) mentors() (out []search.Page) {
	for _, m := range l.site.Mentors {
		text := append([]string{l.name(m.Unit)}, l.topicNames(m.Topics)...)
		out = append(out, l.page("mentors", "", "person", m.Name, joinTexts(text...), m.Topics))
	}
	return out
}

// pairs describes the pages of the pairs that this audience sees.
func (l language) pairs() (out []search.Page) {
	for _, program := range l.site.Programs {
		for _, c := range program.Cohorts {
			for _, pairing := range c.Pairings {
				key := "programs/" + string(program.ID) + "/pairs/" + string(pairing.ID)
				text := append([]string{l.name(program.Title), string(c.ID)}, l.topicNames(pairing.Topics)...)
				page := l.page(key, "", "person", pairing.Mentor.Name+" – "+pairing.Mentee.Name, joinTexts(text...), pairing.Topics)
				page.Programs = []string{string(program.ID)}
				out = append(out, page)
			}
		}
	}
	return out
}

func (l language) topicNames(topics []*site.Topic) (names []string) {
	for _, t := range topics {
		names = append(names, l.name(t.Name))
	}
	return names
}
