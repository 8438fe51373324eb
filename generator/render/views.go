package render

import (
	"html/template"

	"mentorbook/generator/schedule"
)

// A layout gets one of the views below and nothing else: plain values for one
// page. What a page shows depends on its view and the theme alone.

// Page is the part of a view that every layout gets.
type Page struct {
	Lang     string // of the portal around the text
	TextLang string // of the text, where it is not Lang; empty otherwise
	Title    string
	Of       string // what the title is of, where others are alike: for a tab and a bookmark; empty for most
	Summary  string
	Site     SiteInfo
	Root     string // the way to the root of the site: "", "../", …

	Canonical  string // URL; empty when unknown
	Feed       string // URL of the Atom feed of changes; empty when there is none
	Alternates []Alternate
	Stylesheet string // URL of what every page looks by; empty when unknown. A layout has more of its own
	Brand      string // URL of the brand's, which comes last; empty without one
	Icon       string // URL; empty when unknown

	Edition     string        // whom the portal is for; empty when it is for everybody
	KeepUntil   schedule.Date // the last day of the programs, as long as a device may keep what is noted; zero when unknown
	Running     string        // what runs at the head of each printed page; empty for most
	Chrome      Chrome
	Languages   []LanguageLink
	Breadcrumbs []Link // from the home page down, without the page itself
	Notices     []Notice
}

// SiteInfo is about the portal.
type SiteInfo struct {
	Title        string
	Organisation string
	Contact      string // an e-mail address; empty when there is none
}

// Chrome is what is equal for all pages of one folder and language. It is made
// once, by the layouts header.html and footer.html.
type Chrome struct {
	Header template.HTML // the line at the top
	Parts  template.HTML // the menu below it
	Footer template.HTML
}

// ChromeView is what header.html and footer.html get.
type ChromeView struct {
	Lang     string
	Site     SiteInfo
	Home     string        // URL of the home page
	Root     string        // the way to the root of the site: "", "../", …
	Search   string        // URL of the search page
	Nav      []Link        // the parts of the site; Current marks the one this folder is in
	Pages    []Link        // the single pages
	Audience string        // public, participants or organizers
	Pair     bool          // one pair's own portal
	Logo     *Picture      // beside the name; nil without one
	Links    []SupportLink // at the foot
}

// Link is a link.
type Link struct {
	Title   string
	URL     string
	Current bool
}

// LanguageLink leads to the same page in a language.
type LanguageLink struct {
	Lang    string
	Name    string // in that language: "Bahasa Indonesia"
	URL     string
	Current bool
	// Headings are the ids of the headings there, one for each heading here and
	// in the same order, with spaces between, so that a reader keeps the place.
	// Empty where the two texts are not built alike.
	Headings string
}

// Alternate is a translation of the page, for search engines. URL is absolute.
type Alternate struct{ Lang, URL string }

// Notice is a message above the text: its kind is fallback (the text is not
// written in the reader's language), stale (the original has moved on), draft
// or sensitive.
type Notice struct {
	Kind string
	URL  string // of the original, for fallback and stale; may be empty
	In   string // the language of a fallback that is a translation, too; empty otherwise
}

// Article is a document's text and what belongs to it.
type Article struct {
	HTML       template.HTML
	Contents   []Heading // second-level headings; empty for a short text
	Minutes    int       // reading time
	Cover      *Picture
	Topics     []Link
	References []Reference
	Related    []Card
	Nearby     template.HTML // the pages of the same folder around this one, each made by nearby.html
	Previous   *Link
	Next       *Link
	Author     string
	Owner      string
	Updated    schedule.Date // zero when unknown
	ReviewBy   schedule.Date // zero when unknown
	Private    bool          // nothing that is noted on it may be kept on the device
	Moved      []Moved       // headings that were on it once
	Tasks      bool          // it has something to tick
}

// Heading is an entry of the contents.
type Heading struct{ Text, ID string }

// Picture is an image with its text equivalent. Width and Height are 0 when
// unknown.
type Picture struct {
	URL           string
	Alt           string
	Credit        string
	Width, Height int
}

// Reference is where a fact comes from. Evidence is review, study, case,
// company, press, official or empty.
type Reference struct {
	Title, URL, Note, Evidence string
}

// Card is an entry of a list of pages. Lang is set where the page behind it is
// in another language than the list.
type Card struct {
	Title, Summary, URL, Lang string
	Kind                      string // of a guide: definition, benefits, …; empty otherwise
	Minutes                   int    // of a session; 0 otherwise
	Reading                   int    // minutes to read it, of a guide or page; 0 otherwise
	Questions                 int    // of a form; 0 otherwise
	To                        string // of a letter: mentor, mentee, both, manager or organizer; empty otherwise
	Draft                     bool
}

// CardGroup is cards with one purpose: decide, prepare, examples, run or more for
// guides, every, some or other for sessions of every program, of some of them or
// of none, letters or neutral for letters. It is empty where a list is not divided.
type CardGroup struct {
	Purpose string
	Cards   []Card
}

// HomePage is the view of home.html.
type HomePage struct {
	Page
	Article
	Own      *PairLink // of a pair's own portal: its page
	Doors    []Door
	Programs []ProgramCard
	Parts    []SitePart
	Pages    []Link // those that no door leads to
}

// Door is the way in of a kind of reader: mentor, mentee, manager, organizer or
// sponsor.
type Door struct{ Reader, Title, URL string }

// SitePart is a part of the site, guides, sessions, forms or letters, and how many
// it has.
type SitePart struct {
	Folder, Title, Summary, URL string
	Count                       int
	Own                         bool // a folder that the theme has no words for
}

// ProgramCard is a program in a list.
type ProgramCard struct {
	Title, Purpose, URL string
	Type, Track         string // as in programs.yaml; the theme has words for them
	Sensitive           bool
	Open                *OpenPhase // registration that is open or yet to open; nil otherwise
}

// OpenPhase is a registration phase.
type OpenPhase struct {
	Cohort                string
	Opens, Closes, Starts schedule.Date
	State                 string       // on the day of the build: soon, open or over
	URL                   template.URL // where to register: a web address or a mail; empty without one
	Mail                  bool         // the URL is a mail
}

// Joining is what a reader needs to take part; either may be nil.
type Joining struct {
	Privacy *Link // who sees what
	Form    *Link // what is asked
}

// DocumentPage is the view of guide.html and page.html.
type DocumentPage struct {
	Page
	Article
	Kind string // of a guide; empty for a page
}

// SessionPage is the view of session.html.
type SessionPage struct {
	Page
	Article
	ID        string // unique on the page, as it may be a pack
	Type      string // of the programs that it is for; empty for several
	Minutes   int    // of the session; the reading time is Article.Minutes
	Roles     ByRole
	Prep      PrepByRole
	Agenda    []Step
	Prompts   []string
	Bring     string // what to have at hand
	Outcome   string
	FollowUp  []string
	Parts     []Heading // of the page, in its order, and then those of its text
	Sensitive bool
	Sheet     int    // of a pack; 0 elsewhere
	Following *Link  // the session that comes next in a plan; nil without one
	Sheets    []Link // the forms that the text leads to
}

// ByRole is a text for each role; either may be empty.
type ByRole struct{ Mentor, Mentee string }

// PrepByRole is a list for each role; either may be empty.
type PrepByRole struct{ Mentor, Mentee []string }

// Step is a step of an agenda.
type Step struct {
	From, To int // minutes from the start of the session
	Minutes  int
	Lead     string // mentor, mentee or both
	Name     string
	Detail   string
}

// FormPage is the view of form.html.
type FormPage struct {
	Page
	Article
	ID      string // its path below forms/, without .md; the same in every language
	Version int    // of the original
	HandIn  bool   // its answers can be had as data, for the program's organizers
	Groups  []FieldGroup
}

// LetterPage is the view of letter.html. In Subject, Chat and the text stand
// placeholders, such as {mentee.name}.
type LetterPage struct {
	Page
	Article
	Moment    string // in words: what it is for
	To        string // mentor, mentee, both, manager or organizer
	Subject   string
	Chat      string // the same for a chat; may be empty
	Calendar  bool   // the pair's dates go with it
	Sensitive bool   // it names no program
}

// FieldGroup is a run of fields under a heading, which may be empty.
type FieldGroup struct {
	Title  string
	Fields []Field
}

// Field is a question of a form. Type is text, long, scale, choice, date or
// signature.
type Field struct {
	ID, Label, Type, Help string
	Options               []string // of a choice
	Scale                 []int    // of a scale: 1, 2, …
	Low, High             string   // what the ends of a scale mean
}

// SectionPage is the view of section.html: the documents of a folder.
type SectionPage struct {
	Page
	Article
	Folder   string // the part of the site that it is in: guides, sessions, forms, letters or a folder of the writer's
	Own      bool   // it is one that the writer made up, for which the theme has no words
	Handbook string // URL of all guides as one page; empty elsewhere
	Groups   []CardGroup
	Sections []Card
}

// ProgramsPage is the view of programs.html.
type ProgramsPage struct {
	Page
	Programs []ProgramCard
}

// ProgramPage is the view of program.html.
type ProgramPage struct {
	Page
	Program    ProgramCard
	Driver     string // mentor, mentee or empty
	Plan       []PlanStep
	Milestones []PlanMilestone
	Guides     []Card
	Topics     []Link
	Contact    string // the program's mailbox, or the site's
	Joining    Joining
	Support    []SupportLink
	Cohorts    []CohortDates
	Pack       string // URL of the printable pack; empty without a session to print
	Figures    string // URL of its place on the dashboard, for organizers; empty for others
}

// SupportLink leads to somebody who helps.
type SupportLink struct {
	Title string
	URL   template.URL // https:, mailto: or tel:, which templates would not trust by themselves; empty for any other
	Phone string       // the number of a tel: URL, to be read from paper as well; empty for any other
}

// PackPage is the view of pack.html: a program's sessions on paper.
type PackPage struct {
	Page
	Program  Link
	Plan     []PlanStep    // their URLs lead to the sessions on this page
	Sessions []SessionPage // without what surrounds a page
}

// HandbookPage is the view of handbook.html: all guides on paper.
type HandbookPage struct {
	Page
	Chapters []Chapter
	Updated  schedule.Date // of the guide that changed last; zero when unknown
}

// Chapter is a guide without what surrounds a page. Its Contents are all of its
// second-level headings.
type Chapter struct {
	Page
	Article
	ID    string // unique on the page
	Draft bool
}

// PlanStep is a session of a plan, counted from the start of a cohort. The
// title and URL are empty where the reader may not see the template.
type PlanStep struct {
	Number      int
	Title, URL  string
	Minutes     int
	Summary     string
	AfterWeeks  int // whole weeks after the start
	AfterDays   int // further days
	AfterMonths int // months, before the weeks and days
	Sheet       int // of a pack; 0 elsewhere
}

// PlanMilestone is a milestone, counted from the start of a cohort. Scope is
// pair or program, Owner mentor, mentee, both or organizer.
type PlanMilestone struct {
	Title, Scope, Owner                string
	Type                               string // of the program
	AfterMonths, AfterWeeks, AfterDays int
}

// CohortDates is a cohort on a program's page.
type CohortDates struct {
	Name         string
	URL          string // of the organizers' page; empty for others
	Current      bool   // the one to show first: that people can register for, else the one that runs, else the last
	Starts, Ends schedule.Date
	Registration *OpenPhase // nil without dates
	Sessions     []DatedSession
	Milestones   []DatedMilestone
	Days         []Day // its sessions and milestones by their day
	Closed       []ClosedDays
	Pairs        []PairLink // that this audience may see
	Timeline     *Timeline  // nil without dates to draw
}

// Timeline is a cohort drawn to scale: one unit is a day, from the first day of
// its first month to the last day of its last.
type Timeline struct {
	From, To     schedule.Date
	Days         int
	Months       []Span // each with the name of the month
	Registration *Span
	Cohort       Span
	Closed       []Span
	Sessions     []Span // one day each, in the order of the plan
	Milestones   []Span // one day each
}

// Span is a run of days in a Timeline, counted from its first.
type Span struct {
	X, Days int
	Label   string
}

// Day is a session or a milestone on its day; the other is nil.
type Day struct {
	Session   *DatedSession
	Milestone *DatedMilestone
}

// DatedSession is a session on a day.
type DatedSession struct {
	Number     int
	Title, URL string // as in PlanStep
	Date       schedule.Date
	Time       string // "10:00–11:00"; empty for a session without an hour
	Zone       string // the name of its time zone; empty without an hour
	Minutes    int
	Status     string        // planned, done, moved or cancelled
	Mode       string        // online, onsite, hybrid or empty
	MovedFrom  schedule.Date // zero unless closed days moved it
	MovedFor   string        // the name of the closed days, where they have one

	// Only the pair's own page has what follows. Translations are the template in
	// the languages of the pair, where those are others than the page's.
	Translations []Translation
	Prep         PrepByRole
	PrepLang     string       // of Prep, where it is not the page's; empty otherwise
	Run          string       // URL of the runner; empty without an agenda that the reader may see
	Move         template.URL // a mail to the other of the pair, begun
	Past         bool         // on the day of the build
	Next         bool         // the first that is not past
}

// Translation is a page in another language.
type Translation struct{ Lang, Title, URL string }

// DatedMilestone is a milestone on a day.
type DatedMilestone struct {
	Title, Scope, Owner string
	Type                string // of the program
	Date                schedule.Date
}

// ClosedDays are days without sessions. From and To are equal for one day.
type ClosedDays struct {
	From, To schedule.Date
	Title    string
}

// PairLink is a pair in a list.
type PairLink struct {
	ID, Mentor, Mentee, URL string
	Topics                  []Link
	Status                  string // for organizers; empty for others
}

// CohortPage is the view of cohort.html, for organizers.
type CohortPage struct {
	Page
	Program  Link
	Cohort   CohortDates
	Pairs    []PairPlan
	Withheld int    // how many pairs there are, which this edition does not show
	Calendar string // URL of the iCalendar file of all pairs; empty without a session
	Figures  string // URL of its program's place on the dashboard
	Report   string // URL of its report; empty where the pairs are withheld
}

// PairPlan is a pair with its dated sessions.
type PairPlan struct {
	PairLink
	Sessions    []DatedSession
	Certificate string // URL of the sheet that thanks the pair; empty without one
}

// PairPage is the view of pair.html.
type PairPage struct {
	Page
	Program        Link
	Type           string // of the program
	Cohort         CohortDates
	ID             string
	Mentor, Mentee Person
	Topics         []Link
	Driver         string // mentor, mentee or empty
	Slot           string // "Tuesday, 10:00"; empty without one
	Zone           string
	Status         string // for organizers; empty for others
	Sessions       []DatedSession
	Milestones     []DatedMilestone
	Calendar       string // URL of the iCalendar file; empty without a session
	Private        bool   // nothing that is ticked on it may be kept on the device
}

// Person is somebody in a pair.
type Person struct {
	Name, Unit, Site string
	Salutation       string   // that goes before the name; empty without one
	Languages        []string // names of languages
	Offers, Wants    []Link   // topics
	Email            string   // for organizers; empty for others
}

// TopicsPage is the view of topics.html.
type TopicsPage struct {
	Page
	Topics []TopicCard
}

// TopicCard is a topic in a list, with how many pages and mentors it has.
type TopicCard struct {
	Title, URL     string
	Pages, Mentors int
}

// TopicPage is the view of topic.html.
type TopicPage struct {
	Page
	Guides, Sessions, Forms, Pages []Card
	Programs                       []ProgramCard
	Mentors                        []Mentor
}

// MentorsPage is the view of mentors.html.
type MentorsPage struct {
	Page
	Mentors []Mentor
	Topics  []string // that somebody offers, in the order of the topics
	Units   []string // in alphabetical order
}

// Mentor is somebody who agreed to be listed.
type Mentor struct {
	Name, Unit string
	Initials   string
	Topics     []Link
	Ask        template.URL // a mail to the organizers that asks for this mentor; empty without a mailbox
}

// GlossaryPage is the view of glossary.html.
type GlossaryPage struct {
	Page
	Terms   []Term   // in alphabetical order
	Letters []Letter // each with the id of its first term, and no entries
}

// Term is an entry of the glossary.
type Term struct {
	ID, Term, Definition string
	Synonyms             []string
	Other                []OtherTerm // the term in the other languages
}

// OtherTerm is a term in another language.
type OtherTerm struct{ Lang, Term string }

// IndexPage is the view of az.html: everything by its first letter.
type IndexPage struct {
	Page
	Letters []Letter
}

// Letter is the entries that start with it.
type Letter struct {
	Letter, ID string
	Entries    []IndexEntry
}

// IndexEntry is one line of the index. Kind is guide, session, form, page,
// program, topic or term.
type IndexEntry struct {
	Title, URL, Kind, Lang string
}

// SearchPage is the view of search.html, which needs no script to be of use.
type SearchPage struct {
	Page
	Index string // URL of the index of everything
	Parts []Link // the parts of the site
}

// NotFoundPage is the view of 404.html, one page for all languages. It may be
// asked for at any address: its style and script are texts in it.
type NotFoundPage struct {
	Page
	Style     template.CSS // notfound.css, and the colours of the brand
	StyleSum  string       // its SHA-256 in base64, as a content security policy has it
	Script    template.JS  // notfound.js
	ScriptSum string
	Lost      bool // the address of the portal is unknown
	Versions  []NotFoundVersion
}

// NotFoundVersion is the message in one language. Home and Search are paths from
// the root of the host.
type NotFoundVersion struct {
	Lang, SiteTitle, Home, Search string
}

// RedirectPage is the view of redirect.html, at an earlier address of a page.
type RedirectPage struct {
	Page
	To    string  // URL; empty when the page is gone, and only headings of it are elsewhere
	Moved []Moved // headings that are not on that page
}

// Moved is a heading that was on a page once, and now is on the page Title. ID
// is what led to it.
type Moved struct{ ID, Title, URL string }
