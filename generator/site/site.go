// Package site makes a site of a project's sources: it validates everything,
// then leaves out what the build's audience may not see, then derives
// addresses, links, translations and dates.
//
// In go [source.Sources] and [Options]; out come a [Site], which holds nothing
// above its audience, the [Secrets] that only the leak check may see, and
// diagnostics. The package reads no file and no clock, and a Site is never
// changed after Assemble returned it.
package site

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// Site is everything that one build shows.
type Site struct {
	Audience  Audience
	Pair      source.ID     // of a pair's own portal; empty otherwise
	Included  []*Program    // sensitive programs whose pairs are in this portal, which is for those who run them
	Now       schedule.Date // the day of the build, in the site's time zone
	BaseURL   string        // ends in a slash; empty when unknown
	Languages []string      // the first is the default
	Settings  source.Site
	Topics    []*Topic    // as written
	Terms     []*Term     // as written
	Programs  []*Program  // as written
	Mentors   []*Mentor   // who agreed to be listed, by name
	People    []*Person   // everybody, as written; for organizers, and empty for others
	Documents []*Document // documents by key
	Sections  []*Section  // folders of documents, by key
	Menu      []MenuItem  // in the order in which it is shown
	Assets    []*source.Asset
	Logo      *source.Asset // nil without one, and where the theme has it
	Icon      *source.Asset

	fallbacks map[string][]string // by language, those in which its readers get what there is, itself first
	topics    map[source.ID]int   // in Topics
	documents map[string]*Document
	sections  map[string]*Section
	pages     []*Document
	moved     map[string][]Moved // by path of the page that headings were on
}

// Document is one document in every language that it is written in.
type Document struct {
	Key  string // the address without language and .html: "guides/how-it-works"
	Kind source.Kind

	// Private is set when nothing that a reader notes on the page may be kept on
	// the device: it is sensitive, or a sensitive program uses it, or the portal
	// is the own one of a pair of such a program.
	Private bool

	versions  []*Version // one a language of the site, nil where there is none
	original  *Version
	languages []string
	fallbacks map[string][]string // see Site
}

// Version is a document in one language, its links resolved.
type Version struct {
	*source.Document
	Targets []Target      // one for each slot of Body
	Cover   *source.Asset // the picture at the top; may be nil
	Stale   bool          // the original has moved on since it was translated

	files    []*source.Asset // that it shows or links to, those of its snippets included
	snippets []*Version      // that it includes, and that these do
}

// Target is what a slot of a document leads to. The zero Target leads nowhere:
// the link is text.
type Target struct {
	Key      string // of a page
	Lang     string // of that page; empty follows the reader
	Fragment string
	Asset    *source.Asset
	Beside   *source.Asset // captions of a video, or a picture as drawn for small windows; may be nil
	Snippet  *Version
	Term     *Term
	Astray   bool // the page has no such fragment: reported, unless a version has it that is not shown
}

// Section is a folder of documents.
type Section struct {
	Key       string      // "guides/index"
	Folder    string      // "guides"
	Index     *Document   // the document that describes it; may be nil
	Documents []*Document // in the order of lists, without the index
	Sub       []*Section

	positions map[string]int // in Documents, by key
}

// Topic is something that people teach and learn, and where it occurs.
type Topic struct {
	source.Topic
	Documents []*Document // guides, sessions and forms about it, in the order of lists
	Programs  []*Program  // with a plan or guide about it
	Mentors   []*Mentor
}

// Term is an entry of the glossary.
type Term struct{ source.Term }

// Program is a mentoring program as its audience may see it.
type Program struct {
	source.Program
	Sensitive bool
	Withheld  bool // this portal has no more of its pairs than how many there are
	Guides    []*Document
	Plan      []PlanItem
	Topics    []*Topic
	Cohorts   []*Cohort
}

// PlanItem is one session of a program's plan. Template is nil where this
// audience may not see it.
type PlanItem struct {
	source.PlanItem
	Template *Document
}

// Cohort is one run of a program.
type Cohort struct {
	source.Cohort
	Program    *Program
	Calendar   schedule.Cohort
	Sessions   []schedule.Session // the plan, dated, one for each item
	Milestones []Milestone
	Pairings   []*Pairing // those that this audience may see
	Withheld   int        // how many pairs there are where the program's are withheld; 0 otherwise
}

// ThemesKey is the key of the guide in which its themes are, or "".
func (c *Cohort) ThemesKey() string { return themesKey(&c.Cohort) }

func themesKey(c *source.Cohort) string {
	if c.Themes == "" {
		return ""
	}
	return "guides/" + string(c.Themes)
}

// Position returns the place of a session in the plan of its program.
func (p *Program) Position(session string) int {
	return slices.IndexFunc(p.Plan, func(item PlanItem) bool { return string(item.ID) == session })
}

// Milestone is something to be done by a day.
type Milestone struct {
	source.Milestone
	Due schedule.Placement
}

// Pairing is a pair that this audience may see.
type Pairing struct {
	source.Pairing
	Cohort         *Cohort
	Mentor, Mentee *Person
	Topics         []*Topic
	Sessions       []schedule.Session // in the order of the plan; others do not learn of those that are cancelled
	Zone           *time.Location
	Driver         string // mentor or mentee
	Language       string // that both can meet in, of those of the site
}

// Person is somebody whom this audience may see.
type Person struct{ source.Person }

// Mentor is an entry of the directory: what somebody agreed to show, and
// nothing else.
type Mentor struct {
	Name   string
	Unit   source.Localized
	Topics []*Topic
}

// Initials are the first letters of the first and the last word of the name.
func (m *Mentor) Initials() string {
	words := strings.Fields(m.Name)
	var out []rune
	for i, word := range words {
		if i == 0 || i == len(words)-1 {
			first, _ := utf8.DecodeRuneInString(word)
			out = append(out, unicode.ToUpper(first))
		}
	}
	return string(out)
}

// DefaultLanguage is the one at the root of the site.
func (s *Site) DefaultLanguage() string { return s.Languages[0] }

// Document returns the document with that key, or nil.
func (s *Site) Document(key string) *Document { return s.documents[key] }

// In returns the document in lang or, where it is not written, in the first
// language that lang falls back to and that has it.
func (d *Document) In(lang string) *Version {
	if v := d.Written(lang); v != nil {
		return v
	}
	for _, other := range d.fallbacks[lang] {
		if v := d.Written(other); v != nil {
			return v
		}
	}
	return nil
}

// Sensitive reports whether its writer marked the document so.
func (v *Version) Sensitive() bool {
	return v.Session != nil && v.Session.Sensitivity == "sensitive" || v.Form != nil && v.Form.Sensitivity == "sensitive"
}

// Sensitive reports whether its writer marked the document so, in any language.
func (d *Document) Sensitive() bool {
	return slices.ContainsFunc(d.versions, func(v *Version) bool { return v != nil && v.Sensitive() })
}

// Written returns the document in lang, or nil where it is not written.
func (d *Document) Written(lang string) *Version {
	if i := slices.Index(d.languages, lang); i >= 0 {
		return d.versions[i]
	}
	return nil
}

// Name returns the text of a topic, term or title for a reader of lang.
func (s *Site) Name(t source.Localized, lang string) string {
	return t.In(s.fallbacks[lang]...)
}

// Original returns the version that translations follow, of those that this
// audience sees.
func (d *Document) Original() *Version { return d.original }

// Position returns the place of a document in its section, or -1.
func (s *Section) Position(d *Document) int {
	if i, ok := s.positions[d.Key]; ok {
		return i
	}
	return -1
}

// Topic returns the topic with that id, or nil.
func (s *Site) Topic(id source.ID) *Topic {
	if i, ok := s.topics[id]; ok {
		return s.Topics[i]
	}
	return nil
}
