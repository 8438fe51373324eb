package site

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

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
	Words    []string  // that pages have whatever is written: the theme's
}

// Assemble makes the site. It returns nil without a Config. The diagnostics
// are those of the whole project at this audience, in no particular order; a
// site with errors among them must not be published. The error is ctx's.
func Assemble(ctx context.Context, src *source.Sources, o Options) (*Site, Secrets, diag.List, error) {
	if src.Config == nil {
		return nil, Secrets{}, nil, ctx.Err()
	}
	a := &assembler{ctx: ctx, sources: src, config: src.Config, options: o}
	a.index()
	a.validate()
	a.filter()
	a.derive()
	secrets := a.secrets()
	if err := ctx.Err(); err != nil { // the steps end early then, and are not whole
		return nil, Secrets{}, nil, err
	}
	return a.site, secrets, a.list, nil
}

// assembler holds what the steps of one Assemble share. The steps run in the
// order of Assemble, and what a step makes is not changed after it, but that the
// filter takes links out.
type assembler struct {
	ctx     context.Context
	sources *source.Sources
	config  *source.Config
	options Options
	list    diag.List

	// index: everything by its name, whatever the audience
	now       schedule.Date
	zone      *time.Location
	topics    map[source.ID]*source.Topic
	terms     map[source.ID]*source.Term
	people    map[source.ID]*source.Person
	programs  map[source.ID]*source.Program
	documents map[string]*document // documents by key
	keys      []string             // of groups, sorted
	snippets  map[string]*source.Snippet
	assets    map[string]*source.Asset
	pairs     []*pairRecord   // every pairing of the project
	unsure    map[string]bool // kinds of things of which some have no id of their own

	// validate
	referenced map[*source.Asset]bool

	// validate: what is wrong with the plans, and so with every pair's
	planProblems map[*source.Cohort][]schedule.Problem

	// filter and derive
	site *Site
}

// document is one document in all its languages, whatever the audience.
type document struct {
	key      string
	versions []*version // by language of the site; nil where there is none
	original *version
}

// version is a document in one language, and what the steps find out about it.
// What every link to it asks for stands here, close together: in a large project
// most of the time goes into fetching it from all over the memory.
type version struct {
	*source.Document
	ids      source.HeadingIDs
	language int           // of the site
	audience Audience      // that may read it
	draft    bool          // as written
	onTime   bool          // it is neither scheduled nor expired
	links    links         // validate: where the slots of the body lead; filter: of them, what this audience may follow
	cover    *source.Asset // validate
	visible  bool          // filter
}

// versionOf returns nil for a document in a language that the site does not have.
func (a *assembler) versionOf(doc *source.Document) *version {
	if d := a.documents[doc.Key]; d != nil {
		return a.in(d, doc.Lang)
	}
	return nil
}

// in returns the version in a language, or nil.
func (a *assembler) in(d *document, lang string) *version {
	if i := slices.Index(a.config.Site.Languages, lang); i >= 0 {
		return d.versions[i]
	}
	return nil
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
	a.indexFiles()
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
	a.documents = make(map[string]*document, len(a.sources.Documents))
	versions := make([]version, len(a.sources.Documents))
	for i, doc := range a.sources.Documents {
		language := slices.Index(a.config.Site.Languages, doc.Lang)
		if language < 0 {
			a.list.Errorf(doc.Source.Whole(), "unknown-language",
				diag.DidYouMean(doc.Lang, a.config.Site.Languages, "move it into content/"+a.config.Site.Languages[0]+"/"), "%q is not a language of this site", doc.Lang)
			continue
		}
		d := a.documents[doc.Key]
		if d == nil {
			d = &document{key: doc.Key, versions: make([]*version, len(a.config.Site.Languages))}
			a.documents[doc.Key] = d
			a.keys = append(a.keys, doc.Key)
		}
		versions[i] = version{Document: doc, ids: doc.IDs, language: language, audience: audienceOf(doc), draft: doc.Draft, onTime: a.onTime(doc)}
		d.versions[language] = &versions[i]
	}
	slices.Sort(a.keys)
	for _, d := range a.documents {
		d.original = original(d)
	}
}

// original is the version that translations follow: the first, in the order of
// the site's languages, that does not say it is a translation.
func original(d *document) *version {
	var first *version
	for _, v := range d.versions {
		switch {
		case v == nil:
		case v.Translates == 0:
			return v
		case first == nil:
			first = v
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
		if d := a.documents["sessions/"+string(item.Session)]; d != nil && d.original.Session != nil {
			items[i].Minutes = d.original.Session.Minutes
		}
	}
	return items
}

func (a *assembler) pairSchedule(p *source.Pairing) schedule.Pair {
	out := schedule.Pair{Location: p.Timezone.Location(a.zone)}
	if p.Slot != nil {
		out.Slot = &schedule.WeeklyTime{Day: p.Slot.Day, Hour: p.Slot.Time.Hour, Minute: p.Slot.Time.Minute}
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
	a.referenced = map[*source.Asset]bool{}
	a.planProblems = map[*source.Cohort][]schedule.Problem{}
	a.validateSite()
	a.validatePeople()
	for i := range a.config.Programs {
		a.validateProgram(&a.config.Programs[i])
	}
	a.validatePairings()
	a.validateDocuments()
}

// validateDocuments checks all documents. Each portion of them works on a copy of
// the assembler that has a list and a record of used files of its own.
func (a *assembler) validateDocuments() {
	parts := make([]assembler, (len(a.keys)+portion-1)/portion)
	inPortions(a.ctx, len(a.keys), func(from, to int) {
		part := &parts[from/portion]
		*part = *a
		part.list, part.referenced = nil, map[*source.Asset]bool{}
		for _, key := range a.keys[from:to] {
			part.validateVersions(a.documents[key])
		}
	})
	for i := range parts {
		a.list = append(a.list, parts[i].list...)
		maps.Copy(a.referenced, parts[i].referenced)
	}
}

// portion is the number of documents for which a goroutine is worth its while.
const portion = 128

// inPortions calls do with ranges of the numbers below n, on all cores. It ends
// early when ctx does.
func inPortions(ctx context.Context, n int, do func(from, to int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += portion {
		g.Go(func() error {
			if ctx.Err() == nil {
				do(from, min(from+portion, n))
			}
			return nil
		})
	}
	g.Wait() // none fails
}
