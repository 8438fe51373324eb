package site

import (
	"slices"
	"strings"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// Options say which site is made of the sources.
type Options struct {
	Audience Audience
	Pair     string    // the id of a pairing: its own portal, at the participants' level
	Drafts   bool      // drafts are shown
	Now      time.Time // decides what is scheduled or expired, as a day in the site's time zone
	BaseURL  string    // instead of site.base_url
}

// Assemble makes the site. It returns nil without a Config. The diagnostics
// are those of the whole project at this audience, in no particular order; a
// site with errors among them must not be published.
func Assemble(src *source.Sources, o Options) (*Site, Secrets, diag.List) {
	if src.Config == nil {
		return nil, Secrets{}, nil
	}
	a := &assembler{sources: src, config: src.Config, options: o}
	a.index()
	a.validate()
	a.filter()
	a.derive()
	return a.site, a.secrets(), a.list
}

// assembler holds what the steps of one Assemble share. The steps run in the
// order of Assemble, and what a step makes is not changed after it.
type assembler struct {
	sources *source.Sources
	config  *source.Config
	options Options
	list    diag.List

	// index: everything by its name, whatever the audience
	now      schedule.Date
	zone     *time.Location
	topics   map[source.ID]*source.Topic
	terms    map[source.ID]*source.Term
	people   map[source.ID]*source.Person
	programs map[source.ID]*source.Program
	groups   map[string]*group // documents by key
	keys     []string          // of groups, sorted
	snippets map[string]*source.Snippet
	assets   map[string]*source.Asset
	pairs    []*pairRecord   // every pairing of the project
	unsure   map[string]bool // kinds of things of which some have no id of their own

	// validate: where the texts lead
	references map[*source.Document][]reference // of the slots of the body
	covers     map[*source.Document]*source.Asset
	outlines   map[*source.Document]map[string]bool
	referenced map[*source.Asset]bool
	planned    map[*source.Cohort][]schedule.Problem // of the plan itself: reported once, not for every pair

	// filter: what this audience sees
	visible map[*source.Document]bool
	site    *Site
}

// group is one document in all its languages, whatever the audience.
type group struct {
	key      string
	byLang   map[string]*source.Document
	original *source.Document
}

// pairRecord is a pairing with what it belongs to.
type pairRecord struct {
	*source.Pairing
	program        *source.Program
	cohort         *source.Cohort
	calendar       schedule.Cohort
	pair           schedule.Pair
	mentor, mentee *source.Person // nil when unknown
	sensitive      bool
	sessions       []schedule.Session
}

// isSensitive reports whether a program hides who takes part.
func isSensitive(p *source.Program) bool {
	return p.Sensitivity == "sensitive" || p.Track == "diversity"
}

// index gives everything a name, and reports names that are taken.
func (a *assembler) index() {
	a.unsure = map[string]bool{}
	a.zone = a.config.Site.Timezone.Location(time.UTC)
	a.now = schedule.DateOf(a.options.Now.In(a.zone))
	a.topics = indexed(a, a.config.Topics, "topic", func(t *source.Topic) (source.ID, diag.Span) { return t.ID, t.Span() })
	a.terms = indexed(a, a.config.Glossary, "term", func(t *source.Term) (source.ID, diag.Span) { return t.ID, t.Span() })
	a.people = indexed(a, a.config.People.Items, "person", func(p *source.Person) (source.ID, diag.Span) { return p.ID, p.At("id") })
	a.programs = indexed(a, a.config.Programs, "program", func(p *source.Program) (source.ID, diag.Span) { return p.ID, p.At("id") })
	a.indexDocuments()
	a.indexPairings()
}

// indexed returns the items by id. Later ones of the same id are reported and
// left out, and references to things of the kind are not questioned: one of the
// two may be what they mean.
func indexed[T any](a *assembler, items []T, what string, key func(*T) (source.ID, diag.Span)) map[source.ID]*T {
	out := make(map[source.ID]*T, len(items))
	for i := range items {
		id, span := key(&items[i])
		if !id.Valid() { // reported when it was read
			a.unsure[what] = true
			continue
		}
		if first, taken := out[id]; taken {
			a.unsure[what] = true
			_, at := key(first)
			a.list.Errorf(span, "duplicate-id", "give one of them another id", "the %s id %q is used twice", what, id)
			a.list.Relate(at, "it is used here first")
			continue
		}
		out[id] = &items[i]
	}
	return out
}

func (a *assembler) indexDocuments() {
	a.groups = map[string]*group{}
	for _, doc := range a.sources.Documents {
		if !slices.Contains(a.config.Site.Languages, doc.Lang) {
			a.list.Errorf(doc.Source.Whole(), "unknown-language",
				diag.DidYouMean(doc.Lang, a.config.Site.Languages, "move it into content/"+a.config.Site.Languages[0]+"/"), "%q is not a language of this site", doc.Lang)
			continue
		}
		g := a.groups[doc.Key]
		if g == nil {
			g = &group{key: doc.Key, byLang: map[string]*source.Document{}}
			a.groups[doc.Key] = g
			a.keys = append(a.keys, doc.Key)
		}
		g.byLang[doc.Lang] = doc
	}
	slices.Sort(a.keys)
	for _, g := range a.groups {
		g.original = original(g, a.config.Site.Languages)
	}
	a.snippets = map[string]*source.Snippet{}
	for _, s := range a.sources.Snippets {
		a.snippets[s.Lang+"/"+s.Name] = s
	}
	a.assets = map[string]*source.Asset{}
	for _, asset := range a.sources.Assets {
		a.assets[strings.TrimPrefix(asset.Path, source.ContentDir+"/")] = asset
	}
}

// original is the version that translations follow: the first, in the order of
// the site's languages, that does not say it is a translation.
func original(g *group, languages []string) *source.Document {
	var first *source.Document
	for _, lang := range languages {
		doc := g.byLang[lang]
		switch {
		case doc == nil:
		case doc.Translates == 0:
			return doc
		case first == nil:
			first = doc
		}
	}
	return first
}

func (a *assembler) indexPairings() {
	seen := map[source.ID]*pairRecord{}
	for i := range a.config.Programs {
		program := &a.config.Programs[i]
		for j := range program.Cohorts {
			cohort := &program.Cohorts[j]
			calendar := calendarOf(cohort)
			for k := range cohort.Pairings.Items {
				pairing := &cohort.Pairings.Items[k]
				r := &pairRecord{
					Pairing: pairing, program: program, cohort: cohort, calendar: calendar,
					pair: a.pairSchedule(pairing), mentor: a.people[pairing.Mentor], mentee: a.people[pairing.Mentee],
					sensitive: isSensitive(program),
				}
				r.sessions = schedule.Plan(calendar, a.planItems(program), r.pair)
				if first := seen[pairing.ID]; first != nil && pairing.ID != "" {
					a.list.Errorf(pairing.At("id"), "duplicate-id", "give one of them another id", "the pairing id %q is used twice", pairing.ID)
					a.list.Relate(first.At("id"), "it is used here first")
					continue
				}
				seen[pairing.ID] = r
				a.pairs = append(a.pairs, r)
			}
		}
	}
}

func calendarOf(c *source.Cohort) schedule.Cohort {
	out := schedule.Cohort{Starts: c.Starts, Ends: c.Ends, Revision: c.Revision}
	for _, closing := range c.ClosedDates {
		out.Closed = append(out.Closed, schedule.Closed{From: closing.From, To: closing.To})
	}
	return out
}

// planItems returns a program's plan with the minutes of its templates.
func (a *assembler) planItems(p *source.Program) []schedule.Item {
	items := make([]schedule.Item, len(p.Plan))
	for i, item := range p.Plan {
		items[i] = schedule.Item{ID: string(item.ID), At: item.After}
		if g := a.groups["sessions/"+string(item.Session)]; g != nil && g.original.Session != nil {
			items[i].Minutes = g.original.Session.Minutes
		}
	}
	return items
}

func (a *assembler) pairSchedule(p *source.Pairing) schedule.Pair {
	out := schedule.Pair{Location: p.Timezone.Location(a.zone)}
	if p.Slot != nil {
		out.Slot = &schedule.Slot{Day: p.Slot.Day, Hour: p.Slot.Time.Hour, Minute: p.Slot.Time.Minute}
	}
	for _, o := range p.Sessions {
		status, _ := schedule.ParseStatus(o.Status) // checked when it was read; empty is planned
		out.Overrides = append(out.Overrides, schedule.Override{
			ID: string(o.ID), Starts: o.Starts, Minutes: o.Minutes, Status: status, Mode: o.Mode, Revision: o.Revision,
		})
	}
	return out
}

// validate checks everything there is, whatever the audience of this build: a
// mistake must not wait for the build in which it shows.
func (a *assembler) validate() {
	a.references = make(map[*source.Document][]reference, len(a.sources.Documents))
	a.covers = map[*source.Document]*source.Asset{}
	a.outlines = map[*source.Document]map[string]bool{}
	a.referenced = map[*source.Asset]bool{}
	a.planned = map[*source.Cohort][]schedule.Problem{}
	a.validateSite()
	a.validatePeople()
	for i := range a.config.Programs {
		a.validateProgram(&a.config.Programs[i])
	}
	a.validatePairings()
	for _, key := range a.keys {
		a.validateGroup(a.groups[key])
	}
}
