package render

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/markdown"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// card describes a document in a list.
func (p pageContext) card(d *site.Document) Card {
	v := d.In(p.lang)
	c := Card{Title: v.Title, Summary: v.Summary, URL: p.to(d.Key), Draft: v.Draft}
	if v.Lang != p.lang {
		c.Lang = v.Lang
	}
	switch {
	case v.Session != nil:
		c.Minutes = v.Session.Minutes
	case v.Form != nil:
		c.Questions = len(v.Form.Fields)
	case v.Letter != nil:
		c.To = v.Letter.To
	case v.Guide != nil:
		c.Kind, c.Reading = v.Guide.Kind, ReadingMinutes(v)
	default:
		c.Reading = ReadingMinutes(v)
	}
	return c
}

func (p pageContext) cards(documents []*site.Document) []Card {
	out := make([]Card, 0, len(documents))
	for _, d := range documents {
		out = append(out, p.card(d))
	}
	return out
}

func (p pageContext) topicLinks(topics []*site.Topic) []Link {
	var out []Link
	for _, t := range topics {
		out = append(out, Link{Title: p.site.Name(t.Name, p.lang), URL: p.to("topics/" + string(t.ID))})
	}
	return out
}

// Home renders the home page.
func (r *Renderer) Home(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "index")
	view := HomePage{}
	var err error
	if d := r.site.Document("index"); d != nil {
		view.Page, view.Article, err = documentContext{p, d, d.In(lang)}.views()
	} else {
		view.Page, err = p.page(p.site.Name(r.site.Settings.Title, lang), "")
	}
	if err != nil {
		return err
	}
	view.Own = p.ownPair()
	view.Doors, view.Pages = p.doors()
	view.Parts = p.parts()
	view.Programs = p.programCards(r.site.Programs)
	return r.theme.execute(w, lang, "home", "base", view)
}

// ownPair leads to the pair whose portal this is, or returns nil.
func (p pageContext) ownPair() *PairLink {
	for _, program := range p.site.Programs {
		for _, c := range program.Cohorts {
			for _, pairing := range c.Pairings {
				if pairing.ID == p.site.Pair {
					link := p.pairLink(pairing)
					return &link
				}
			}
		}
	}
	return nil
}

// readers are those who have a way in of their own, in the order of the doors.
var readers = []string{"mentor", "mentee", "organizer", "manager", "sponsor"}

// doors are the ways in, one for each reader at most, and the pages that are none.
func (p pageContext) doors() (doors []Door, others []Link) {
	byReader := map[string]Door{}
	for _, d := range p.site.Pages() {
		v := d.In(p.lang)
		if _, taken := byReader[v.Reader]; v.Reader != "" && !taken {
			byReader[v.Reader] = Door{v.Reader, v.Title, p.to(d.Key)}
		} else {
			others = append(others, Link{Title: v.Title, URL: p.to(d.Key)})
		}
	}
	for _, reader := range readers {
		if door, ok := byReader[reader]; ok {
			doors = append(doors, door)
		}
	}
	return doors, others
}

// parts are the folders of documents that a site has.
func (p pageContext) parts() []SitePart {
	var out []SitePart
	for _, s := range p.site.RootSections() {
		part := SitePart{Folder: s.Folder, Title: p.sectionTitle(s), URL: p.to(s.Key), Count: len(s.Documents), Own: s.IsOwn()}
		if s.Index != nil {
			part.Summary = s.Index.In(p.lang).Summary
		}
		out = append(out, part)
	}
	return out
}

// purposes are what documents are for, in the order in which somebody reads them;
// nothing is known of the first.
var purposes = []string{"", "decide", "prepare", "examples", "run", "more", "every", "some", "other", "letters", "neutral"}

// groups puts documents together by what they are for. Where all are for the same,
// or for nothing that is known, they stay one group.
func (p pageContext) groups(documents []*site.Document) []CardGroup {
	byPurpose := map[string][]*site.Document{}
	for _, d := range documents {
		purpose := p.purpose(d)
		byPurpose[purpose] = append(byPurpose[purpose], d)
	}
	if len(documents) == 0 {
		return nil
	}
	if len(byPurpose) < 2 {
		return []CardGroup{{Cards: p.cards(documents)}}
	}
	var out []CardGroup
	for _, purpose := range purposes {
		if found := byPurpose[purpose]; len(found) > 0 {
			out = append(out, CardGroup{purpose, p.cards(found)})
		}
	}
	return out
}

func (p pageContext) purpose(d *site.Document) string {
	v := d.In(p.lang)
	switch {
	case v.Guide != nil:
		return guidePurpose(v.Guide.Kind)
	case v.Session != nil:
		return p.plans(d)
	case v.Letter != nil && v.Letter.Sensitivity == "sensitive":
		return "neutral"
	case v.Letter != nil:
		return "letters"
	}
	return ""
}

func guidePurpose(kind string) string {
	switch kind {
	case "definition", "benefits":
		return "decide"
	case "how-it-works", "safety":
		return "prepare"
	case "example":
		return "examples"
	case "operations":
		return "run"
	}
	return "more"
}

// plans says which of several programs have a session in their plan.
func (p pageContext) plans(session *site.Document) string {
	having := 0
	for _, program := range p.site.Programs {
		if slices.ContainsFunc(program.Plan, func(item site.PlanItem) bool { return item.Template == session }) {
			having++
		}
	}
	switch {
	case len(p.site.Programs) < 2:
		return ""
	case having == len(p.site.Programs):
		return "every"
	case having > 0:
		return "some"
	}
	return "other"
}

// Section renders the list of a folder's documents.
func (r *Renderer) Section(w *bytes.Buffer, lang string, s *site.Section) error {
	p := r.at(lang, s.Key)
	folder, _, _ := strings.Cut(s.Folder, "/")
	_, part := site.PartKey(folder)
	view := SectionPage{Folder: folder, Own: !part, Groups: p.groups(s.Documents)}
	for _, sub := range s.Sub {
		c := Card{Title: p.sectionTitle(sub), URL: p.to(sub.Key)}
		if sub.Index != nil {
			c.Summary = sub.Index.In(lang).Summary
		}
		view.Sections = append(view.Sections, c)
	}
	if s.Key == "guides/index" && len(r.site.Chapters()) > 0 {
		view.Handbook = p.to(handbookKey)
	}
	var err error
	if s.Index != nil {
		view.Page, view.Article, err = documentContext{p, s.Index, s.Index.In(lang)}.views()
	} else {
		view.Page, err = p.page(p.sectionTitle(s), "", p.folderLinks(path.Dir(s.Folder))...)
	}
	if err != nil {
		return err
	}
	return r.theme.execute(w, lang, "section", "base", view)
}

// Topics renders the list of topics.
func (r *Renderer) Topics(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "topics/index")
	page, err := p.page(p.text("nav.topics"), "")
	if err != nil {
		return err
	}
	view := TopicsPage{Page: page}
	for _, t := range r.site.Topics {
		view.Topics = append(view.Topics, TopicCard{
			p.site.Name(t.Name, lang), p.to("topics/" + string(t.ID)), len(t.Documents) + len(t.Programs), len(t.Mentors),
		})
	}
	slices.SortStableFunc(view.Topics, func(a, b TopicCard) int { return strings.Compare(sortKey(a.Title), sortKey(b.Title)) })
	return r.theme.execute(w, lang, "topics", "base", view)
}

// Topic renders everything about one topic.
func (r *Renderer) Topic(w *bytes.Buffer, lang string, t *site.Topic) error {
	p := r.at(lang, "topics/"+string(t.ID))
	page, err := p.page(p.site.Name(t.Name, lang), "", Link{Title: p.text("nav.topics"), URL: p.to("topics/index")})
	if err != nil {
		return err
	}
	view := TopicPage{Page: page, Programs: p.programCards(t.Programs)}
	for _, d := range t.Documents {
		c := p.card(d)
		switch d.Kind {
		case source.GuideKind:
			view.Guides = append(view.Guides, c)
		case source.SessionKind:
			view.Sessions = append(view.Sessions, c)
		case source.FormKind:
			view.Forms = append(view.Forms, c)
		default:
			view.Pages = append(view.Pages, c)
		}
	}
	for _, m := range t.Mentors {
		view.Mentors = append(view.Mentors, p.mentor(m))
	}
	return r.theme.execute(w, lang, "topic", "base", view)
}

func (p pageContext) mentor(m *site.Mentor) Mentor {
	out := Mentor{Name: m.Name, Unit: p.site.Name(m.Unit, p.lang), Initials: m.Initials(), Topics: p.topicLinks(m.Topics)}
	if contact := p.site.Settings.Contact; contact != "" {
		out.Ask = mailTo(contact, p.text("mentors.ask.subject", m.Name), strings.Split(p.text("mentors.ask.body", m.Name), "|")...)
	}
	return out
}

// Mentors renders the directory of those who agreed to be listed: each once, by
// name, with what a reader can filter by.
func (r *Renderer) Mentors(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "mentors")
	page, err := p.page(p.text("nav.mentors"), "")
	if err != nil {
		return err
	}
	view := MentorsPage{Page: page}
	for _, m := range r.site.Mentors {
		entry := p.mentor(m)
		view.Mentors = append(view.Mentors, entry)
		if entry.Unit != "" && !slices.Contains(view.Units, entry.Unit) {
			view.Units = append(view.Units, entry.Unit)
		}
	}
	slices.SortStableFunc(view.Units, func(a, b string) int { return strings.Compare(sortKey(a), sortKey(b)) })
	for _, t := range r.site.Topics {
		if len(t.Mentors) > 0 {
			view.Topics = append(view.Topics, p.site.Name(t.Name, lang))
		}
	}
	return r.theme.execute(w, lang, "mentors", "base", view)
}

// Glossary renders the terms and their definitions.
func (r *Renderer) Glossary(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "glossary")
	page, err := p.page(p.text("nav.glossary"), "")
	if err != nil {
		return err
	}
	view := GlossaryPage{Page: page}
	for _, t := range r.site.Terms {
		term := Term{string(t.ID), p.site.Name(t.Term.Term, lang), p.site.Name(t.Definition, lang), t.Synonyms.In(lang), nil}
		for _, other := range r.site.Languages {
			if name := p.site.Name(t.Term.Term, other); other != lang && name != term.Term {
				term.Other = append(term.Other, OtherTerm{other, name})
			}
		}
		view.Terms = append(view.Terms, term)
	}
	slices.SortStableFunc(view.Terms, func(a, b Term) int { return strings.Compare(sortKey(a.Term), sortKey(b.Term)) })
	for _, term := range view.Terms {
		letter, _ := firstLetter(term.Term)
		if n := len(view.Letters); n == 0 || view.Letters[n-1].Letter != letter {
			view.Letters = append(view.Letters, Letter{Letter: letter, ID: term.ID})
		}
	}
	return r.theme.execute(w, lang, "glossary", "base", view)
}

// Index renders everything by its first letter.
func (r *Renderer) Index(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "az")
	page, err := p.page(p.text("nav.az"), "")
	if err != nil {
		return err
	}
	view := IndexPage{Page: page}
	for _, entry := range p.indexEntries() {
		letter, id := firstLetter(entry.Title)
		if n := len(view.Letters); n == 0 || view.Letters[n-1].Letter != letter {
			view.Letters = append(view.Letters, Letter{Letter: letter, ID: id})
		}
		last := &view.Letters[len(view.Letters)-1]
		last.Entries = append(last.Entries, entry)
	}
	return r.theme.execute(w, lang, "az", "base", view)
}

// indexEntries lists everything that has a name, in alphabetical order.
func (p pageContext) indexEntries() []IndexEntry {
	var out []IndexEntry
	for _, d := range p.site.Documents {
		if d.Kind != source.HomeKind && d.Kind != source.IndexKind {
			c := p.card(d)
			out = append(out, IndexEntry{c.Title, c.URL, d.Kind.String(), c.Lang})
		}
	}
	for _, program := range p.site.Programs {
		out = append(out, IndexEntry{p.site.Name(program.Title, p.lang), p.to("programs/" + string(program.ID)), "program", ""})
	}
	for _, t := range p.site.Topics {
		out = append(out, IndexEntry{p.site.Name(t.Name, p.lang), p.to("topics/" + string(t.ID)), "topic", ""})
	}
	for _, t := range p.site.Terms {
		out = append(out, IndexEntry{p.site.Name(t.Term.Term, p.lang), p.toFragment("glossary", string(t.ID)), "term", ""})
	}
	slices.SortStableFunc(out, func(a, b IndexEntry) int {
		return cmp.Or(strings.Compare(group(a.Title), group(b.Title)), strings.Compare(sortKey(a.Title), sortKey(b.Title)), strings.Compare(a.Title, b.Title))
	})
	return out
}

// sortKey folds case and marks, so that É lies with E.
func sortKey(title string) string { return markdown.Slug(title) }

func group(title string) string {
	_, id := firstLetter(title)
	return id
}

// firstLetter returns the heading under which a title is filed, and its id.
// Digits and signs share one.
func firstLetter(title string) (letter, id string) {
	r, _ := utf8.DecodeRuneInString(sortKey(title))
	if !unicode.IsLetter(r) {
		return "0–9", "0-9"
	}
	return string(unicode.ToUpper(r)), string(r)
}
