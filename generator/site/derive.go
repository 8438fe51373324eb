package site

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// builder builds the site of what the filter left.
type builder struct {
	*view
	site    *Site
	private bool // the portal is the own one of a pair that nobody may know of
}

// reader is what this audience may see of what belongs to no pair.
func (v *view) reader() level { return v.options.Audience.level() }

func derive(ctx context.Context, v *view) *Site {
	b := &builder{view: v, site: &Site{
		Audience:  v.options.Audience,
		Pair:      source.ID(v.options.Pair),
		Now:       v.now,
		BaseURL:   cmp.Or(v.options.BaseURL, v.config.Site.BaseURL),
		Languages: v.config.Site.Languages,
		Settings:  restrict(v.config.Site, v.reader(), open),
	}}
	b.site.fallbacks = make(map[string][]string, len(b.site.Languages))
	for _, lang := range b.site.Languages {
		b.site.fallbacks[lang] = v.config.Site.FallbacksOf(lang)
	}
	b.private = v.options.Pair != "" && slices.ContainsFunc(v.pairs, func(r *pairRecord) bool { return r.sensitive && string(r.ID) == v.options.Pair })
	if b.site.BaseURL != "" && !strings.HasSuffix(b.site.BaseURL, "/") {
		b.site.BaseURL += "/"
	}
	b.deriveDocuments(ctx)
	b.deriveMoved()
	b.deriveSections()
	b.deriveTopics()
	b.derivePrograms()
	b.deriveMentors()
	b.derivePeople()
	b.deriveAssets()
	b.deriveMenu()
	return b.site
}

func (b *builder) deriveDocuments(ctx context.Context) {
	documents := make([]*Document, len(b.keys)) // nil where nothing is visible
	inPortions(ctx, len(b.keys), func(from, to int) {
		for i := from; i < to; i++ {
			documents[i] = b.deriveDocument(b.documents[b.keys[i]], b.records[i])
		}
	})
	b.site.documents = make(map[string]*Document, len(documents))
	for _, d := range documents {
		if d != nil {
			b.site.documents[d.Key] = d
			b.site.Documents = append(b.site.Documents, d)
		}
	}
}

func (b *builder) deriveDocument(d *document, r *record) *Document {
	if !b.shows(d) {
		return nil
	}
	out := &Document{
		Key: d.key, Kind: d.original.Kind, Private: b.private,
		languages: b.site.Languages, fallbacks: b.site.fallbacks,
	}
	original := b.seenOriginal(d)
	if r.versions == nil {
		r.versions = b.deriveVersions(d, original)
	}
	out.versions, out.original = r.versions, r.versions[original.language]
	out.Private = out.Private || out.Sensitive()
	return out
}

func (b *builder) deriveVersions(d *document, original *version) []*Version {
	versions := make([]*Version, len(d.versions))
	for i, v := range d.versions {
		if v != nil && b.visible[v.number] {
			versions[i] = b.deriveVersion(v, original)
			versions[i].collect()
		}
	}
	return versions
}

// deriveVersion joins a visible document with what its slots lead to.
func (b *builder) deriveVersion(v, original *version) *Version {
	return &Version{Document: v.Document, Targets: b.links[v.number].targets, Cover: b.covers[v.number], Stale: stale(v, original)}
}

// collect notes what a text brings with it. Most bring nothing, and every edit asks
// all of them.
func (v *Version) collect() {
	eachFile(v, func(asset *source.Asset, _ func() diag.Span) { v.files = append(v.files, asset) })
	var note func(targets []Target)
	note = func(targets []Target) {
		for i := range targets {
			if snippet := targets[i].Snippet; snippet != nil {
				v.snippets = append(v.snippets, snippet)
				note(snippet.Targets)
			}
		}
	}
	note(v.Targets)
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
func (b *builder) deriveSections() {
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
	for _, d := range b.site.Documents {
		if d.Kind == source.PageKind && !strings.Contains(d.Key, "/") {
			b.site.pages = append(b.site.pages, d)
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
		s.positions = make(map[string]int, len(s.Documents))
		for i, d := range s.Documents {
			s.positions[d.Key] = i
		}
		slices.SortFunc(s.Sub, func(a, b *Section) int { return strings.Compare(a.Key, b.Key) })
		b.site.Sections = append(b.site.Sections, s)
	}
	slices.SortFunc(b.site.Sections, func(a, b *Section) int { return strings.Compare(a.Key, b.Key) })
	b.site.sections = byFolder
	inOrder(b.site.pages)
}

// Section returns the folder's section, or nil.
func (s *Site) Section(folder string) *Section { return s.sections[folder] }

// Pages returns the single pages at the root, in the order of lists.
func (s *Site) Pages() []*Document { return s.pages }

func (b *builder) deriveTopics() {
	b.site.topics = make(map[source.ID]int, len(b.config.Topics))
	for _, t := range b.config.Topics {
		if b.site.Topic(t.ID) == nil {
			b.site.topics[t.ID] = len(b.site.Topics)
			b.site.Topics = append(b.site.Topics, &Topic{Topic: restrict(t, b.reader(), open)})
		}
	}
	for _, d := range b.site.Documents {
		for _, t := range b.site.TopicsOf(d) {
			t.Documents = append(t.Documents, d)
		}
	}
	for _, t := range b.site.Topics {
		inOrder(t.Documents)
	}
	seen := map[source.ID]bool{}
	for _, t := range b.config.Glossary {
		if !seen[t.ID] {
			seen[t.ID] = true
			b.site.Terms = append(b.site.Terms, &Term{restrict(t, b.reader(), open)})
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

// topicsByID returns the topics with the ids, each once, in the order in which
// they are written.
func (s *Site) topicsByID(ids []source.ID) []*Topic {
	var places []int
	for _, id := range ids {
		if i, ok := s.topics[id]; ok {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	var out []*Topic
	for _, i := range slices.Compact(places) {
		out = append(out, s.Topics[i])
	}
	return out
}

func (b *builder) derivePrograms() {
	for i := range b.config.Programs {
		in := &b.config.Programs[i]
		if b.programs[in.ID] != in { // without an id, or of the same id as another
			continue
		}
		p := &Program{Program: restrict(*in, b.reader(), open), Sensitive: isSensitive(in), Withheld: b.withholds(in)}
		p.Program.Cohorts, p.Program.Plan, p.Program.Guides = nil, nil, nil // below, as this audience sees them
		var topics []source.ID
		for _, slug := range in.Guides {
			if d := b.site.documents["guides/"+string(slug)]; d != nil {
				p.Guides = append(p.Guides, d)
				d.Private = d.Private || p.Sensitive
				topics = append(topics, d.topics()...)
			}
		}
		for _, item := range in.Plan {
			visible := PlanItem{restrict(item, b.reader(), open), b.site.documents["sessions/"+string(item.Session)]}
			if visible.Template == nil {
				visible.Session = "" // the name of what this audience may not see
			} else {
				visible.Template.Private = visible.Template.Private || p.Sensitive
				topics = append(topics, visible.Template.topics()...)
			}
			p.Plan = append(p.Plan, visible)
		}
		p.Topics = b.site.topicsByID(topics)
		for _, t := range p.Topics {
			t.Programs = append(t.Programs, p)
		}
		for j := range in.Cohorts {
			if !slices.ContainsFunc(in.Cohorts[:j], func(c source.Cohort) bool { return c.ID == in.Cohorts[j].ID }) {
				p.Cohorts = append(p.Cohorts, b.cohort(p, in, &in.Cohorts[j]))
			}
		}
		b.site.Programs = append(b.site.Programs, p)
		if p.Sensitive && slices.Contains(b.options.IncludeSensitive, string(p.ID)) {
			b.site.Included = append(b.site.Included, p)
		}
	}
}

func (b *builder) cohort(p *Program, program *source.Program, in *source.Cohort) *Cohort {
	calendar := calendarOf(in)
	c := &Cohort{Cohort: restrict(*in, b.reader(), open), Program: p, Calendar: calendar}
	c.Cohort.Pairings = source.List[source.Pairing]{}
	plan := b.seenItems(p)
	c.Sessions = schedule.Plan(calendar, plan, schedule.Pair{})
	for _, m := range program.Milestones {
		c.Milestones = append(c.Milestones, Milestone{restrict(m, b.reader(), open), calendar.Milestone(m.After)})
	}
	for _, r := range b.pairs {
		if r.cohort != in {
			continue
		}
		if p.Withheld {
			c.Withheld++
		}
		reader, floor, seen := b.seesPair(r)
		if seen && r.mentor != nil && r.mentee != nil {
			c.Pairings = append(c.Pairings, b.pairing(c, r, plan, reader, floor))
		}
	}
	return c
}

// seenItems returns a program's plan with the minutes of the templates that this
// audience sees. How long a session of another takes would tell of it.
func (b *builder) seenItems(p *Program) []schedule.Item {
	items := make([]schedule.Item, len(p.Plan))
	for i, item := range p.Plan {
		items[i] = schedule.Item{ID: string(item.ID), At: item.After}
		if d := item.Template; d != nil && d.original.Session != nil {
			items[i].Minutes = d.original.Session.Minutes
		}
	}
	return items
}

// pairing derives a pair that this audience may see.
func (b *builder) pairing(c *Cohort, r *pairRecord, plan []schedule.Item, reader, floor level) *Pairing {
	p := &Pairing{
		Pairing: restrict(*r.Pairing, reader, floor),
		Cohort:  c,
		Mentor:  &Person{restrict(*r.mentor, reader, floor)},
		Mentee:  &Person{restrict(*r.mentee, reader, floor)},
		// The rest is at the level of the pairing itself.
		Topics:   b.site.topicsByID(r.Topics),
		Zone:     r.Timezone.Location(b.zone),
		Driver:   cmp.Or(r.Driver, c.Program.Driver),
		Language: sharedLanguage(r.mentor, r.mentee, b.site.Languages),
	}
	p.Pairing.Mentor, p.Pairing.Mentee = "", "" // ids of people are for organizers
	absent := func(id string) bool {            // to others, a session that does not take place is not there
		return reader < own && slices.ContainsFunc(r.Pairing.Sessions, func(o source.SessionOverride) bool { return string(o.ID) == id && o.Status == "cancelled" })
	}
	p.Pairing.Sessions = slices.DeleteFunc(p.Pairing.Sessions, func(o source.SessionOverride) bool { return absent(string(o.ID)) })
	p.Sessions = slices.DeleteFunc(b.sessions(p, plan), func(s schedule.Session) bool { return absent(s.ID) })
	return p
}

// sessions dates the sessions of a pair by what is visible of it.
func (b *builder) sessions(p *Pairing, plan []schedule.Item) []schedule.Session {
	pair := b.pairSchedule(&p.Pairing)
	for i, o := range pair.Overrides {
		if n := slices.IndexFunc(plan, func(item schedule.Item) bool { return item.ID == o.ID }); n >= 0 && plan[n].Minutes == 0 {
			pair.Overrides[i].Minutes = 0 // of what this audience may not see
		}
	}
	return schedule.Plan(p.Cohort.Calendar, plan, pair)
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

func (b *builder) deriveMentors() {
	for i := range b.config.People.Items {
		p := &b.config.People.Items[i]
		if !b.listed(p) {
			continue
		}
		var ids []source.ID
		for _, offer := range p.Offers {
			ids = append(ids, offer.Topic)
		}
		m := &Mentor{Name: p.Name, Unit: p.Unit, Topics: b.site.topicsByID(ids)}
		b.site.Mentors = append(b.site.Mentors, m)
	}
	slices.SortStableFunc(b.site.Mentors, func(m, n *Mentor) int { return strings.Compare(m.Name, n.Name) })
	for _, m := range b.site.Mentors {
		for _, t := range m.Topics {
			t.Mentors = append(t.Mentors, m)
		}
	}
}

// derivePeople lists everybody for the organizers.
func (b *builder) derivePeople() {
	if b.options.Audience < Organizers {
		return
	}
	for _, p := range b.config.People.Items {
		b.site.People = append(b.site.People, &Person{restrict(p, b.reader(), open)})
	}
}

// deriveAssets collects what the pages of this build show or link to.
func (b *builder) deriveAssets() {
	used := map[*source.Asset]bool{}
	for _, d := range b.site.Documents {
		for _, v := range d.versions {
			if v == nil {
				continue
			}
			for _, asset := range v.files {
				used[asset] = true
			}
		}
	}
	b.site.Logo, b.site.Icon = b.brandAsset(b.config.Site.Logo), b.brandAsset(b.config.Site.Icon)
	used[b.site.Logo], used[b.site.Icon] = true, true
	for _, asset := range b.sources.Assets {
		if used[asset] {
			b.site.Assets = append(b.site.Assets, asset)
		}
	}
}

// eachFile calls use with every file that a text shows or links to, those of its
// snippets included, and the place that leads there.
func eachFile(v *Version, use func(asset *source.Asset, at func() diag.Span)) {
	if v.Cover != nil {
		use(v.Cover, func() diag.Span { return v.Image.At("src") })
	}
	for i, target := range v.Targets {
		at := func() diag.Span { return v.Body.Slots[i].Span }
		if target.Asset != nil {
			use(target.Asset, at)
		}
		if target.Beside != nil {
			use(target.Beside, at)
		}
		if target.Snippet != nil {
			eachFile(target.Snippet, use)
		}
	}
}
