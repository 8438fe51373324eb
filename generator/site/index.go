package site

import (
	"slices"
	"strings"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// index holds everything that a project says by its name, whatever the
// audience. It is not changed after newIndex returned it.
type index struct {
	sources *source.Sources
	config  *source.Config
	options Options

	now       schedule.Date
	zone      *time.Location
	topics    map[source.ID]*source.Topic
	terms     map[source.ID]*source.Term
	people    map[source.ID]*source.Person
	programs  map[source.ID]*source.Program
	documents map[string]*document // by key
	keys      []string             // of documents, sorted
	versions  int                  // how many there are; each has a number below it
	snippets  map[string]*source.Snippet
	assets    map[string]*source.Asset
	pairs     []*pairRecord   // every pairing of the project
	unsure    map[string]bool // kinds of things, some of which have no id of their own
}

// document is one document in all its languages, whatever the audience.
type document struct {
	key      string
	versions []*version // by language of the site; nil where there is none
	original *version
}

// version is a document in one language. What every link to it asks for stands
// here, close together: in a large project most of the time goes into fetching
// it from all over the memory.
type version struct {
	*source.Document
	number   int // what later steps find out is filed under it
	ids      source.HeadingIDs
	language int      // of the site
	audience Audience // that may read it
	draft    bool     // as written
	onTime   bool     // it is neither scheduled nor expired
}

// versionOf returns nil for a document in a language that the site does not have.
func (x *index) versionOf(doc *source.Document) *version {
	if d := x.documents[doc.Key]; d != nil {
		return x.in(d, doc.Lang)
	}
	return nil
}

// in returns the version in a language, or nil.
func (x *index) in(d *document, lang string) *version {
	if i := slices.Index(x.config.Site.Languages, lang); i >= 0 {
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

// newIndex gives everything a name, and reports names that are taken.
func newIndex(src *source.Sources, o Options) (*index, diag.List) {
	x := &indexer{index: &index{sources: src, config: src.Config, options: o, unsure: map[string]bool{}}}
	x.zone = x.config.Site.Timezone.Location(time.UTC)
	x.now = schedule.DateOf(o.Now.In(x.zone))
	x.topics = named(x, x.config.Topics, "topic", func(t *source.Topic) (source.ID, diag.Span) { return t.ID, t.Span() })
	x.terms = named(x, x.config.Glossary, "term", func(t *source.Term) (source.ID, diag.Span) { return t.ID, t.Span() })
	x.people = named(x, x.config.People.Items, "person", func(p *source.Person) (source.ID, diag.Span) { return p.ID, p.At("id") })
	x.programs = named(x, x.config.Programs, "program", func(p *source.Program) (source.ID, diag.Span) { return p.ID, p.At("id") })
	x.indexDocuments()
	x.indexFiles()
	x.indexPairings()
	return x.index, x.list
}

// indexer is an index that is being made.
type indexer struct {
	*index
	list diag.List
}

// named returns items by id. References to a kind are not questioned when
// two things of it have one id: one of the two may be what they mean.
func named[T any](x *indexer, items []T, what string, key func(*T) (source.ID, diag.Span)) map[source.ID]*T {
	out, unsure := byID(&x.list, items, what, key)
	x.unsure[what] = unsure
	return out
}

// byID returns the items by id. Later ones of the same id are reported and left
// out; unsure says that some have no id of their own.
func byID[T any](list *diag.List, items []T, what string, key func(*T) (source.ID, diag.Span)) (out map[source.ID]*T, unsure bool) {
	out = make(map[source.ID]*T, len(items))
	for i := range items {
		id, span := key(&items[i])
		if !id.Valid() { // reported when it was read
			unsure = true
			continue
		}
		if first, taken := out[id]; taken {
			unsure = true
			_, at := key(first)
			list.Errorf(span, "duplicate-id", "give one of them another id", "the %s id %q is used twice", what, id)
			list.Relate(at, "it is used here first")
			continue
		}
		out[id] = &items[i]
	}
	return out, unsure
}

func (x *indexer) indexDocuments() {
	for _, doc := range x.sources.Documents {
		if !slices.Contains(x.config.Site.Languages, doc.Lang) {
			x.list.Errorf(doc.Source.Whole(), "unknown-language",
				diag.DidYouMean(doc.Lang, x.config.Site.Languages, "move it into content/"+x.config.Site.Languages[0]+"/"), "%q is not a language of this site", doc.Lang)
		}
	}
	x.checkIntroductions()
	all := TranslationsOf(x.sources)
	versions := make([]version, 0, len(x.sources.Documents))
	x.documents = make(map[string]*document, len(all))
	x.keys = make([]string, len(all))
	for i, t := range all {
		d := &document{key: t.Key, versions: make([]*version, len(t.Versions))}
		for language, doc := range t.Versions {
			if doc == nil {
				continue
			}
			versions = append(versions, version{
				Document: doc, number: len(versions), ids: doc.IDs, language: language, audience: audienceOf(doc), draft: doc.Draft, onTime: x.onTime(doc),
			})
			d.versions[language] = &versions[len(versions)-1]
			if doc == t.Original {
				d.original = d.versions[language]
			}
		}
		x.documents[d.key], x.keys[i] = d, d.key
	}
	x.versions = len(versions)
}

// checkIntroductions reports folders that two files introduce.
func (x *indexer) checkIntroductions() {
	seen := map[string]*source.Document{}
	for _, doc := range x.sources.Documents {
		if doc.Kind != source.IndexKind {
			continue
		}
		if first := seen[doc.Lang+"/"+doc.Key]; first != nil {
			x.list.Errorf(doc.Source.Whole(), "two-introductions", "join them in one of the files, and remove the other", "%s introduces this folder already", first.Source.Path)
		}
		seen[doc.Lang+"/"+doc.Key] = doc
	}
}

func (x *indexer) indexPairings() {
	seen := map[source.ID]*pairRecord{}
	for i := range x.config.Programs {
		program := &x.config.Programs[i]
		for j := range program.Cohorts {
			cohort := &program.Cohorts[j]
			calendar := calendarOf(cohort)
			for k := range cohort.Pairings.Items {
				pairing := &cohort.Pairings.Items[k]
				r := &pairRecord{
					Pairing: pairing, program: program, cohort: cohort, calendar: calendar,
					pair: x.pairSchedule(pairing), mentor: x.people[pairing.Mentor], mentee: x.people[pairing.Mentee],
					sensitive: isSensitive(program),
				}
				r.sessions = schedule.Plan(calendar, x.planItems(program), r.pair)
				if first := seen[pairing.ID]; first != nil && pairing.ID != "" {
					x.list.Errorf(pairing.At("id"), "duplicate-id", "give one of them another id", "the pairing id %q is used twice", pairing.ID)
					x.list.Relate(first.At("id"), "it is used here first")
					continue
				}
				seen[pairing.ID] = r
				x.pairs = append(x.pairs, r)
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
func (x *index) planItems(p *source.Program) []schedule.Item {
	items := make([]schedule.Item, len(p.Plan))
	for i, item := range p.Plan {
		items[i] = schedule.Item{ID: string(item.ID), At: item.After}
		if d := x.documents["sessions/"+string(item.Session)]; d != nil && d.original.Session != nil {
			items[i].Minutes = d.original.Session.Minutes
		}
	}
	return items
}

func (x *index) pairSchedule(p *source.Pairing) schedule.Pair {
	out := schedule.Pair{Location: p.Timezone.Location(x.zone)}
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

// known reports whether there is a document with that key, be it one that
// cannot be read.
func (x *index) known(key string) bool { return x.documents[key] != nil || x.sources.Broken[key] }

// namesBelow lists the keys of documents below a folder, without the folder.
func (x *index) namesBelow(folder string) []string {
	var out []string
	for _, key := range x.keys {
		if name, ok := strings.CutPrefix(key, folder); ok {
			out = append(out, name)
		}
	}
	return out
}

func (x *index) hasSection(folder string) bool {
	return slices.ContainsFunc(x.keys, func(key string) bool { return strings.HasPrefix(key, folder+"/") })
}

// hasHeading reports whether a document has a heading with that id, those of
// its snippets included.
func (x *index) hasHeading(v *version, id string) bool {
	found := v.ids.Has(id)
	if !found && slices.ContainsFunc(v.Body.Slots, isInclude) {
		found = slices.Contains(x.outline(v), id)
	}
	return found
}

// place returns the id of the heading of a document that a fragment leads to.
func (x *index) place(v *version, fragment string) (id string, found bool) {
	if x.hasHeading(v, fragment) {
		return fragment, true
	}
	return markdown.FindAnchor(x.headings(v), fragment)
}

func isInclude(slot markdown.Slot) bool { return slot.Kind == markdown.Include }

// outline returns the heading ids of a document, those of its snippets
// included, sorted.
func (x *index) outline(v *version) []string {
	var ids []string
	for _, h := range x.headings(v) {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// headings returns the headings of a document, and behind them those of its
// snippets.
func (x *index) headings(v *version) []markdown.Heading {
	return x.appendHeadings(nil, v.Lang, v.Body, nil)
}

func (x *index) appendHeadings(headings []markdown.Heading, lang string, body *markdown.Document, chain []*source.Snippet) []markdown.Heading {
	headings = append(headings, body.Headings...)
	for _, slot := range body.Slots {
		if !isInclude(slot) {
			continue
		}
		if s := x.snippet(lang, slot.Dest); s != nil && !slices.Contains(chain, s) {
			headings = x.appendHeadings(headings, lang, s.Body, append(chain, s))
		}
	}
	return headings
}

// onTime reports whether a document is neither scheduled nor expired.
func (x *index) onTime(doc *source.Document) bool {
	return (doc.Publish.IsZero() || !x.now.Before(doc.Publish)) && (doc.Expire.IsZero() || x.now.Before(doc.Expire))
}

// indexFiles takes in snippets and assets by their paths below content/.
func (x *indexer) indexFiles() {
	x.snippets = make(map[string]*source.Snippet, len(x.sources.Snippets))
	x.assets = make(map[string]*source.Asset, len(x.sources.Assets))
	alike := make(map[string]string, len(x.sources.Snippets)+len(x.sources.Assets))
	for _, s := range x.sources.Snippets {
		x.snippets[written(s.Lang+"/"+s.Name)] = s
		x.checkAlike(alike, s.Source.Path)
	}
	for _, asset := range x.sources.Assets {
		x.assets[written(strings.TrimPrefix(asset.Path, source.ContentDir+"/"))] = asset
		x.checkAlike(alike, asset.Path)
	}
}

// checkAlike reports a file whose name is, on Windows and on a Mac, the name of
// another one, so that only one of them arrives there. The names of documents
// are too plain for that.
func (x *indexer) checkAlike(alike map[string]string, name string) {
	key := strings.ToLower(written(name))
	if other, taken := alike[key]; taken {
		x.list.Errorf((&diag.File{Path: name}).Whole(), "path-collision", "rename one of them",
			"this file and %s differ only in capital letters or in how accents are stored; on Windows and Macs they are one", other)
		return
	}
	alike[key] = name
}

// snippet returns the snippet in lang, or in the first language that has it.
func (x *index) snippet(lang, name string) *source.Snippet {
	if s := x.snippets[written(lang+"/"+name)]; s != nil {
		return s
	}
	for _, other := range x.config.Site.Languages {
		if s := x.snippets[written(other+"/"+name)]; s != nil {
			return s
		}
	}
	return nil
}

func (x *index) snippetNames() []string {
	var names []string
	for _, s := range x.sources.Snippets {
		names = append(names, s.Name)
	}
	return names
}
