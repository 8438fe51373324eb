package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// derive builds the site of what the filter left.
func (a *assembler) derive() {
	a.deriveDocuments()
	a.deriveSections()
	a.deriveTopics()
	a.derivePrograms()
	a.deriveMentors()
	a.derivePeople()
	a.deriveAssets()
}

func (a *assembler) deriveDocuments() {
	documents := make([]*Document, len(a.keys)) // nil where nothing is visible
	inPortions(a.ctx, len(a.keys), func(from, to int) {
		for i := from; i < to; i++ {
			documents[i] = a.deriveDocument(a.documents[a.keys[i]])
		}
	})
	a.site.documents = make(map[string]*Document, len(documents))
	for _, d := range documents {
		if d != nil {
			a.site.documents[d.Key] = d
			a.site.Documents = append(a.site.Documents, d)
		}
	}
}

func (a *assembler) deriveDocument(d *document) *Document {
	if !d.visible() {
		return nil
	}
	out := &Document{Key: d.key, Kind: d.original.Kind, languages: a.site.Languages, versions: make([]*Version, len(d.versions))}
	for i, v := range d.versions {
		if v != nil && v.visible {
			out.versions[i] = a.deriveVersion(d, v)
			out.Private = out.Private || out.versions[i].Sensitive()
		}
	}
	return out
}

// deriveVersion joins a visible document with what its slots lead to.
func (a *assembler) deriveVersion(d *document, v *version) *Version {
	return &Version{Document: v.Document, Targets: v.links.targets, Cover: v.cover, Stale: stale(v, d.original)}
}

// inOrder sorts documents the way lists show them: by order, those without one
// last, then by address.
func inOrder(documents []*Document) {
	slices.SortFunc(documents, func(a, b *Document) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.Key, b.Key))
	})
}

func rank(d *Document) int {
	for _, v := range d.versions {
		if v != nil && v.Order > 0 {
			return v.Order
		}
	}
	return 1 << 30
}

// deriveSections lists every folder of documents.
func (a *assembler) deriveSections() {
	byFolder := map[string]*Section{}
	var section func(folder string) *Section
	section = func(folder string) *Section {
		if s := byFolder[folder]; s != nil {
			return s
		}
		s := &Section{Key: folder + "/index", Folder: folder}
		byFolder[folder] = s
		if strings.Contains(folder, "/") {
			parent := section(path.Dir(folder))
			parent.Sub = append(parent.Sub, s)
		}
		return s
	}
	for _, d := range a.site.Documents {
		if d.Kind == source.PageKind {
			a.site.pages = append(a.site.pages, d)
		}
		if !strings.Contains(d.Key, "/") {
			continue
		}
		if s := section(path.Dir(d.Key)); d.Kind == source.IndexKind {
			s.Index = d
		} else {
			s.Documents = append(s.Documents, d)
		}
	}
	for _, s := range byFolder {
		inOrder(s.Documents)
		s.positions = make(map[*Document]int, len(s.Documents))
		for i, d := range s.Documents {
			s.positions[d] = i
		}
		slices.SortFunc(s.Sub, func(a, b *Section) int { return strings.Compare(a.Key, b.Key) })
		a.site.Sections = append(a.site.Sections, s)
	}
	slices.SortFunc(a.site.Sections, func(a, b *Section) int { return strings.Compare(a.Key, b.Key) })
	a.site.sections = byFolder
	inOrder(a.site.pages)
}

// Section returns the folder's section, or nil.
func (s *Site) Section(folder string) *Section { return s.sections[folder] }

// Pages returns the single pages at the root, in the order of lists.
func (s *Site) Pages() []*Document { return s.pages }

func (a *assembler) deriveTopics() {
	byID := map[source.ID]*Topic{}
	for _, t := range a.config.Topics {
		if byID[t.ID] == nil {
			byID[t.ID] = &Topic{Topic: restrict(t, a.options.Audience, Public)}
			a.site.Topics = append(a.site.Topics, byID[t.ID])
		}
	}
	for _, d := range a.site.Documents {
		for _, id := range d.topics() {
			if t := byID[id]; t != nil {
				t.Documents = append(t.Documents, d)
			}
		}
	}
	for _, t := range a.site.Topics {
		inOrder(t.Documents)
	}
	seen := map[source.ID]bool{}
	for _, t := range a.config.Glossary {
		if !seen[t.ID] {
			seen[t.ID] = true
			a.site.Terms = append(a.site.Terms, &Term{restrict(t, a.options.Audience, Public)})
		}
	}
}

// topics are those of any version of a document, each once.
func (d *Document) topics() []source.ID {
	var out []source.ID
	for _, v := range d.versions {
		if v == nil {
			continue
		}
		for _, id := range v.Topics {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// TopicsOf returns the topics of a document.
func (s *Site) TopicsOf(d *Document) []*Topic { return s.topicsByID(d.topics()) }

func (s *Site) topicsByID(ids []source.ID) []*Topic {
	var out []*Topic
	for _, t := range s.Topics {
		if slices.Contains(ids, t.ID) {
			out = append(out, t)
		}
	}
	return out
}

func (a *assembler) derivePrograms() {
	for i := range a.config.Programs {
		in := &a.config.Programs[i]
		if a.programs[in.ID] != in { // without an id, or of the same id as another
			continue
		}
		p := &Program{Program: restrict(*in, a.options.Audience, Public), Sensitive: isSensitive(in)}
		p.Program.Cohorts, p.Program.Plan = nil, nil // below, as this audience sees them
		var topics []source.ID
		for _, slug := range in.Guides {
			if d := a.site.documents["guides/"+string(slug)]; d != nil {
				p.Guides = append(p.Guides, d)
				d.Private = d.Private || p.Sensitive
				topics = append(topics, d.topics()...)
			}
		}
		for _, item := range in.Plan {
			visible := PlanItem{restrict(item, a.options.Audience, Public), a.site.documents["sessions/"+string(item.Session)]}
			if visible.Template == nil {
				visible.Session = "" // the name of what this audience may not see
			} else {
				visible.Template.Private = visible.Template.Private || p.Sensitive
				topics = append(topics, visible.Template.topics()...)
			}
			p.Plan = append(p.Plan, visible)
		}
		p.Topics = a.site.topicsByID(topics)
		for _, t := range p.Topics {
			t.Programs = append(t.Programs, p)
		}
		for j := range in.Cohorts {
			if !slices.ContainsFunc(in.Cohorts[:j], func(c source.Cohort) bool { return c.ID == in.Cohorts[j].ID }) {
				p.Cohorts = append(p.Cohorts, a.cohort(p, in, &in.Cohorts[j]))
			}
		}
		a.site.Programs = append(a.site.Programs, p)
	}
}

func (a *assembler) cohort(p *Program, program *source.Program, in *source.Cohort) *Cohort {
	calendar := calendarOf(in)
	c := &Cohort{Cohort: restrict(*in, a.options.Audience, Public), Program: p, Calendar: calendar}
	c.Cohort.Pairings = source.List[source.Pairing]{}
	c.Sessions = schedule.Plan(calendar, a.planItems(program), schedule.Pair{})
	for _, m := range program.Milestones {
		c.Milestones = append(c.Milestones, Milestone{restrict(m, a.options.Audience, Public), calendar.Milestone(m.After)})
	}
	for _, r := range a.pairs {
		floor, seen := a.seesPair(r)
		if r.cohort != in || !seen || r.mentor == nil || r.mentee == nil {
			continue
		}
		pairing := &Pairing{
			Pairing: restrict(*r.Pairing, a.options.Audience, floor),
			Cohort:  c,
			Mentor:  &Person{restrict(*r.mentor, a.options.Audience, floor)},
			Mentee:  &Person{restrict(*r.mentee, a.options.Audience, floor)},
			Topics:  a.site.topicsByID(r.Topics),
			// The rest is at the level of the pairing itself.
			Sessions: r.sessions,
			Zone:     r.Timezone.Location(a.zone),
			Driver:   cmp.Or(r.Driver, program.Driver),
			Language: sharedLanguage(r.mentor, r.mentee, a.site.Languages),
		}
		pairing.Pairing.Mentor, pairing.Pairing.Mentee = "", "" // ids of people are for organizers
		c.Pairings = append(c.Pairings, pairing)
	}
	return c
}

// sharedLanguage is the first of the mentor's languages that the mentee and the
// site have too, and the site's own where they share none.
func sharedLanguage(mentor, mentee *source.Person, site []string) string {
	for _, lang := range mentor.Languages {
		if slices.Contains(mentee.Languages, lang) && slices.Contains(site, lang) {
			return lang
		}
	}
	return site[0]
}

func (a *assembler) deriveMentors() {
	for i := range a.config.People.Items {
		p := &a.config.People.Items[i]
		if !a.listed(p) {
			continue
		}
		var ids []source.ID
		for _, offer := range p.Offers {
			ids = append(ids, offer.Topic)
		}
		m := &Mentor{Name: p.Name, Unit: p.Unit, Topics: a.site.topicsByID(ids)}
		a.site.Mentors = append(a.site.Mentors, m)
	}
	slices.SortStableFunc(a.site.Mentors, func(m, n *Mentor) int { return strings.Compare(m.Name, n.Name) })
	for _, m := range a.site.Mentors {
		for _, t := range m.Topics {
			t.Mentors = append(t.Mentors, m)
		}
	}
}

// derivePeople lists everybody for the organizers.
func (a *assembler) derivePeople() {
	if a.options.Audience < Organizers {
		return
	}
	for _, p := range a.config.People.Items {
		a.site.People = append(a.site.People, &Person{restrict(p, a.options.Audience, Public)})
	}
}

// deriveAssets collects what the pages of this build show or link to, and
// reports the files that no document of the project uses.
func (a *assembler) deriveAssets() {
	used := map[*source.Asset]bool{}
	for _, d := range a.site.Documents {
		for _, v := range d.versions {
			if v != nil {
				collectAssets(used, v)
			}
		}
	}
	for _, asset := range a.sources.Assets {
		switch {
		case used[asset]:
			a.site.Assets = append(a.site.Assets, asset)
		case !a.referenced[asset]:
			file := &diag.File{Path: asset.Path}
			a.list.Warnf(file.Whole(), "unused-file", "link to it, or remove it", "no page shows this file or links to it; it is not published")
		}
	}
}

func collectAssets(used map[*source.Asset]bool, v *Version) {
	used[v.Cover] = true
	for _, target := range v.Targets {
		used[target.Asset] = true
		if target.Snippet != nil {
			collectAssets(used, target.Snippet)
		}
	}
}
