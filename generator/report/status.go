package report

import (
	"context"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/letters"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Status is what a project's writers and organizers should look at on a day.
// No name of a person is in it. Its JSON keys are stable, and a list is never
// null.
type Status struct {
	Date    Day      `json:"date"`     // in the site's time zone
	NotRead []string `json:"not_read"` // lists of people or pairs that are missing or cannot be read
	Errors  int      `json:"errors"`   // mistakes in single files, which can hide something from the rest

	MissingTranslations []Translation `json:"missing_translations"`
	StaleTranslations   []Translation `json:"stale_translations"`
	ReviewsDue          []Review      `json:"reviews_due"`
	Drafts              []string      `json:"drafts"` // paths

	AttachmentAuthors []AttachmentAuthor `json:"attachment_authors"` // files that say who made them

	TitleWords []TitleWord `json:"title_words"` // by language and word

	SupportOfOurs []Support `json:"support_of_ours"` // which the organizers themselves answer

	LettersDue []DueLetters `json:"letters_due"` // by program, in the order of moments

	Changes    []Change `json:"changes"`     // by date
	NextChange *Day     `json:"next_change"` // the first of them: rebuild on this day

	PairsWithoutSession   []SilentPair    `json:"pairs_without_session"`
	PairsCancelledTwice   []CancelledPair `json:"pairs_cancelled_twice"`
	PairingsPastRetention []PastPairing   `json:"pairings_past_retention"`
	SignupsPastRetention  []PastSignup    `json:"signups_past_retention"`
	PeoplePastRetention   []PastPerson    `json:"people_past_retention"`
}

// Translation is one that is missing or out of date.
type Translation struct {
	Path       string `json:"path"` // where it is, or should be
	Language   string `json:"language"`
	Original   string `json:"original"`
	Version    int    `json:"version"`    // of the original
	Translates int    `json:"translates"` // the version that it renders; 0 when it is missing
}

// Support is a contact for those who need help that does not lead away from the
// people who run the program.
type Support struct {
	Path    string    `json:"path"`
	Line    int       `json:"line"`
	Program source.ID `json:"program"`
	Title   string    `json:"title"`
}

// Review is a page that somebody should read again.
type Review struct {
	Path     string `json:"path"`
	ReviewBy Day    `json:"review_by"`
}

// AttachmentAuthor is a file that pages link to, and the fields in which it says
// who made it.
type AttachmentAuthor struct {
	Path   string   `json:"path"`
	Fields []string `json:"fields"` // "creator", "lastModifiedBy"
}

// DueLetters is a moment that has come for some people who were not written to.
type DueLetters struct {
	Program source.ID `json:"program"`
	Cohort  source.ID `json:"cohort"`
	Moment  source.ID `json:"moment"`
	Letters int       `json:"letters"` // how many there are to send
}

// Change is something that a rebuild changes because a day has come: on Date a
// page appears (publish) or disappears (expire), or a registration has opened
// (registration-opens) or is over (registration-closed).
type Change struct {
	Date    Day       `json:"date"`
	What    string    `json:"what"`
	Path    string    `json:"path"`    // of a page; empty otherwise
	Program source.ID `json:"program"` // of a registration; empty otherwise
	Cohort  source.ID `json:"cohort"`
}

// SilentPair is a quiet pair: it has not met for a while and is not about to.
type SilentPair struct {
	Pair
	Last *Day `json:"last"` // the last session; nil when there was none
	Next *Day `json:"next"` // the next one; nil when none is left
}

// CancelledPair is a pair that cancelled two sessions in a row.
type CancelledPair struct {
	Pair
	Sessions [2]string `json:"sessions"` // ids, in the order of the plan
}

// NewStatus reads the whole project, drafts and private lists included, and says
// what there is to do on the day of o. Lists that are missing are named in the
// status; they are not mistakes. The list of diagnostics is for a project of which
// nothing can be said, and the status is nil then.
func NewStatus(ctx context.Context, p source.Project, o site.Options) (*Status, diag.List, error) {
	loaded, list, err := load(ctx, p, o)
	if loaded == nil {
		return nil, list, err
	}
	s := statusBuilder{project: loaded}
	s.Date, s.Errors, s.NotRead = Day{s.now}, list.Count(diag.Error), s.unreadLists()
	s.documents()
	s.attachments()
	s.titleWords()
	s.support()
	s.registrations()
	s.pairs()
	s.letters()
	past := s.pastRetention()
	s.PairingsPastRetention, s.SignupsPastRetention, s.PeoplePastRetention = past.pairings, past.signups, past.people
	s.finish()
	return &s.Status, nil, nil
}

// statusBuilder is a status that is being filled in from a project.
type statusBuilder struct {
	*project
	Status
}

// support notes where those who need help would write to the organizers: init makes
// it so, until a company has named somebody else.
func (s *statusBuilder) support() {
	config := s.sources.Config
	for _, program := range config.Programs {
		for _, contact := range program.Support {
			address, mail := strings.CutPrefix(contact.URL, "mailto:")
			if mail && address != "" && (address == config.Site.Contact || address == program.Contact) {
				start, _ := contact.At("url").Positions()
				title := contact.Title.In(config.Site.Languages[0])
				s.SupportOfOurs = append(s.SupportOfOurs, Support{contact.File().Path, start.Line, program.ID, title})
			}
		}
	}
}

func (s *statusBuilder) letters() {
	for _, d := range letters.AllDue(s.site, s.sources.Config) {
		s.LettersDue = append(s.LettersDue, DueLetters(d))
	}
}

func (s *statusBuilder) documents() {
	for _, t := range site.TranslationsOf(s.sources) {
		for i, doc := range t.Versions {
			if doc != nil {
				s.document(t.Original, doc)
			} else if !t.Original.Draft && !s.sources.Broken[t.Key] {
				lang := s.site.Languages[i]
				s.MissingTranslations = append(s.MissingTranslations, Translation{
					Path: source.ContentDir + "/" + lang + "/" + t.Key + ".md", Language: lang,
					Original: t.Original.Source.Path, Version: max(t.Original.Version, 1),
				})
			}
		}
	}
}

func (s *statusBuilder) document(original, doc *source.Document) {
	path := doc.Source.Path
	if version, translates := max(original.Version, 1), max(doc.Translates, 1); doc != original && translates < version {
		s.StaleTranslations = append(s.StaleTranslations, Translation{path, doc.Lang, original.Source.Path, version, translates})
	}
	if !doc.ReviewBy.IsZero() && !doc.ReviewBy.After(s.now) {
		s.ReviewsDue = append(s.ReviewsDue, Review{path, Day{doc.ReviewBy}})
	}
	if doc.Draft {
		s.Drafts = append(s.Drafts, path)
		return // its dates mean nothing yet
	}
	s.change(doc.Publish, Change{What: "publish", Path: path})
	s.change(doc.Expire, Change{What: "expire", Path: path})
}

// attachments notes the files that say who made them. A hidden name in one is a
// mistake, which check reports; any other may be meant.
func (s *statusBuilder) attachments() {
	for _, asset := range s.site.Assets {
		if fields := asset.Inside.AuthorFields(); len(fields) > 0 {
			s.AttachmentAuthors = append(s.AttachmentAuthors, AttachmentAuthor{asset.Path, fields})
		}
	}
}

// registrations notes the days on which program pages say something new.
func (s *statusBuilder) registrations() {
	for _, program := range s.site.Programs {
		for _, cohort := range program.Cohorts {
			if r := cohort.Registration; r != nil {
				s.change(r.Opens, Change{What: "registration-opens", Program: program.ID, Cohort: cohort.ID})
				s.change(r.Closes.AddDays(1), Change{What: "registration-closed", Program: program.ID, Cohort: cohort.ID})
			}
		}
	}
}

// change notes what changes on a day to come.
func (s *statusBuilder) change(on schedule.Date, c Change) {
	if on.After(s.now) { // no date is before every day
		c.Date = Day{on}
		s.Changes = append(s.Changes, c)
	}
}

func (s *statusBuilder) pairs() {
	for _, program := range s.site.Programs {
		for _, cohort := range program.Cohorts {
			if cohort.Starts.IsZero() { // a mistake that was counted; the plan has no dates
				continue
			}
			for _, pairing := range cohort.Pairings {
				s.pair(Pair{pairing.ID, program.ID, cohort.ID}, pairing)
			}
		}
	}
}

func (s *statusBuilder) pair(id Pair, pairing *site.Pairing) {
	if silence, quiet := pairing.Quiet(s.now); quiet {
		s.PairsWithoutSession = append(s.PairsWithoutSession, SilentPair{id, orNil(silence.Last), orNil(silence.Next)})
	}
	if first, second, twice := pairing.CancelledTwice(s.now); twice {
		s.PairsCancelledTwice = append(s.PairsCancelledTwice, CancelledPair{id, [2]string{first.ID, second.ID}})
	}
}

// orNil returns nil for no day.
func orNil(d schedule.Date) *Day {
	if d.IsZero() {
		return nil
	}
	return &Day{d}
}

// finish sorts what comes from several places, and leaves no list null.
func (s *statusBuilder) finish() {
	slices.SortStableFunc(s.Changes, func(a, b Change) int { return a.Date.Compare(b.Date.Date) })
	if len(s.Changes) > 0 {
		s.NextChange = &s.Changes[0].Date
	}
	slices.SortStableFunc(s.ReviewsDue, func(a, b Review) int { return a.ReviewBy.Compare(b.ReviewBy.Date) })
	s.SupportOfOurs = orEmpty(s.SupportOfOurs)
	s.Drafts, s.AttachmentAuthors, s.TitleWords = orEmpty(s.Drafts), orEmpty(s.AttachmentAuthors), orEmpty(s.TitleWords)
	s.MissingTranslations, s.StaleTranslations = orEmpty(s.MissingTranslations), orEmpty(s.StaleTranslations)
	s.ReviewsDue, s.Changes = orEmpty(s.ReviewsDue), orEmpty(s.Changes)
	s.PairsWithoutSession, s.PairsCancelledTwice = orEmpty(s.PairsWithoutSession), orEmpty(s.PairsCancelledTwice)
}

// orEmpty returns an empty list for none.
func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
