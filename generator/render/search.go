package render

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"mentorbook/generator/markdown"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Search renders search.html: a form and the way to the index.
func (r *Renderer) Search(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "search")
	page, err := p.page(p.text("search.search"), p.text("search.summary"))
	if err != nil {
		return err
	}
	return r.theme.execute(w, lang, "search", "base", SearchPage{Page: page, Index: p.to("az"), Parts: p.chromeView().Nav})
}

// SearchWordsPath is where the texts of the search in a language lie.
func SearchWordsPath(lang string) string { return search.Folder + "/words." + lang + ".js" }

// SearchWords renders the texts of the search in a language, and the labels of
// its filters: a script that a page loads with the index, so that they are not
// in every page.
func (r *Renderer) SearchWords(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "search")
	texts := map[string]any{}
	for key, text := range p.words().Strings {
		switch {
		case !strings.HasPrefix(key, "search.") && !strings.HasPrefix(key, "az."):
		case text.one == text.other:
			texts[key] = text.other
		default:
			texts[key] = map[string]string{"one": text.one, "other": text.other}
		}
	}
	for _, program := range r.site.Programs {
		texts["program."+string(program.ID)] = r.site.Name(program.Title, lang)
	}
	for _, t := range r.site.Topics {
		texts["topic."+string(t.ID)] = r.site.Name(t.Name, lang)
	}
	data, err := json.Marshal(texts) // sorted by key, and safe in a script
	if err != nil {
		return err
	}
	w.WriteString(`Q("words.` + lang + `",`)
	w.Write(data)
	w.WriteString(");\n")
	return nil
}

// SearchSite describes the pages of the site for the index. A page that only
// stands in for a missing translation is not in it, nor is a draft.
func (r *Renderer) SearchSite() search.Site {
	s := r.site
	out := search.Site{Languages: s.Languages}
	for _, program := range s.Programs {
		out.Programs = append(out.Programs, string(program.ID))
	}
	for _, t := range s.Topics {
		out.Topics = append(out.Topics, string(t.ID))
		out.Synonyms = append(out.Synonyms, r.synonyms(t.Name, t.Synonyms))
	}
	for _, t := range s.Terms {
		out.Synonyms = append(out.Synonyms, r.synonyms(t.Term.Term, t.Synonyms))
	}
	programs := programsOf(s)
	for _, lang := range s.Languages {
		for _, d := range s.Documents {
			if v := d.Written(lang); v != nil && !v.Draft {
				out.Pages = append(out.Pages, r.at(lang, d.Key).searchDocument(d, v, programs[d]))
			}
		}
		for _, program := range s.Programs {
			out.Pages = append(out.Pages, r.at(lang, "programs/"+string(program.ID)).searchProgram(program))
		}
		for _, t := range s.Topics {
			p := r.at(lang, "topics/"+string(t.ID))
			page := p.searchPage("topic", s.Name(t.Name, lang), "", topicIDs([]*site.Topic{t}))
			page.Keywords = r.allWords(t.Name, t.Synonyms)
			out.Pages = append(out.Pages, page)
		}
		for _, t := range s.Terms {
			p := r.at(lang, "glossary")
			page := p.searchPage("term", s.Name(t.Term.Term, lang), s.Name(t.Definition, lang), nil)
			page.URL = site.Relative("", p.path, string(t.ID))
			page.Keywords = r.allWords(t.Term.Term, t.Synonyms)
			out.Pages = append(out.Pages, page)
		}
		out.Pages = append(out.Pages, r.searchPeople(lang)...)
	}
	return out
}

// synonyms are the names of a topic or term in all languages, and other words
// for it.
func (r *Renderer) synonyms(name source.Localized, words source.Words) search.Synonyms {
	var out search.Synonyms
	for _, lang := range r.site.Languages {
		out.Names = append(out.Names, r.site.Name(name, lang))
		out.Other = append(out.Other, words.In(lang)...)
	}
	return out
}

func (r *Renderer) allWords(name source.Localized, words source.Words) []string {
	s := r.synonyms(name, words)
	return append(s.Names, s.Other...)
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

// searchPage describes a page of one section.
func (p place) searchPage(kind, title, text string, topics []string) search.Page {
	return search.Page{
		Lang: p.lang, Kind: kind, Topics: topics, URL: site.Relative("", p.path, ""), Title: title,
		Sections: make([]search.Section, 1), Texts: func() []string { return []string{text} },
	}
}

func (p place) searchDocument(d *site.Document, v *site.Version, programs []string) search.Page {
	topics := p.site.TopicsOf(d)
	page := p.searchPage(d.Kind.String(), v.Title, v.Summary, topicIDs(topics))
	page.Programs = programs
	for _, topic := range topics {
		page.Keywords = append(page.Keywords, p.allWords(topic.Name, topic.Synonyms)...)
	}
	before, after := partsBefore(v), partsAfter(v)
	for _, part := range before {
		page.Sections = append(page.Sections, search.Section{ID: part.id, Heading: p.text(part.key)})
	}
	for _, h := range v.Body.Headings {
		page.Sections = append(page.Sections, search.Section{ID: h.ID, Heading: h.Text})
	}
	for _, part := range after {
		page.Sections = append(page.Sections, search.Section{ID: part.id, Heading: p.text(part.key)})
	}
	page.Texts = func() []string {
		body := bodyTexts(v)
		texts := append(make([]string, 0, len(page.Sections)), joinTexts(v.Summary, body[0]))
		for _, part := range before {
			texts = append(texts, joinTexts(part.texts...))
		}
		texts = append(texts, body[1:]...)
		for _, part := range after {
			texts = append(texts, joinTexts(part.texts...))
		}
		return texts
	}
	return page
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

// partsBefore are the parts that a page shows before its text.
func partsBefore(v *site.Version) (out parts) {
	if s := v.Session; s != nil {
		var agenda []string
		for _, step := range s.Agenda {
			agenda = append(agenda, step.Name, step.Detail)
		}
		out.add("session.agenda", "session-agenda", agenda...)
		if s.Roles != nil {
			out.add("session.roles", "session-roles", s.Roles.Mentor, s.Roles.Mentee)
		}
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

func (p place) searchProgram(program *site.Program) search.Page {
	id := string(program.ID)
	page := p.searchPage("program", p.site.Name(program.Title, p.lang), p.site.Name(program.Purpose, p.lang), topicIDs(program.Topics))
	page.Programs = []string{id}
	var plan []string
	for _, item := range program.Plan {
		if item.Template != nil {
			plan = append(plan, item.Template.In(p.lang).Title)
		}
	}
	for _, m := range program.Milestones {
		plan = append(plan, p.site.Name(m.Title, p.lang))
	}
	texts := append(page.Texts(), joinTexts(plan...))
	page.Sections = append(page.Sections, search.Section{ID: "plan", Heading: p.text("program.plan")})
	if len(program.Support) > 0 {
		var support []string
		for _, s := range program.Support {
			support = append(support, p.site.Name(s.Title, p.lang))
		}
		texts = append(texts, joinTexts(support...))
		page.Sections = append(page.Sections, search.Section{ID: "support", Heading: p.text("program.support")})
	}
	page.Texts = func() []string { return texts }
	return page
}

// searchPeople describes the directory and the pages of pairs, as far as this
// audience sees them.
func (r *Renderer) searchPeople(lang string) (out []search.Page) {
	directory := r.at(lang, "mentors")
	for _, m := range r.site.Mentors {
		text := []string{r.site.Name(m.Unit, lang)}
		for _, t := range m.Topics {
			text = append(text, r.site.Name(t.Name, lang))
		}
		page := directory.searchPage("person", m.Name, joinTexts(text...), topicIDs(m.Topics))
		out = append(out, page)
	}
	for _, program := range r.site.Programs {
		for _, c := range program.Cohorts {
			for _, pairing := range c.Pairings {
				text := []string{r.site.Name(program.Title, lang), string(c.ID)}
				for _, t := range pairing.Topics {
					text = append(text, r.site.Name(t.Name, lang))
				}
				title := pairing.Mentor.Name + " – " + pairing.Mentee.Name
				page := r.at(lang, pairKey(pairing)).searchPage("person", title, joinTexts(text...), topicIDs(pairing.Topics))
				page.Programs = []string{string(program.ID)}
				out = append(out, page)
			}
		}
	}
	return out
}
