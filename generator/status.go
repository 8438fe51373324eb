package generator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Status is what a project's writers and organizers should look at on a day.
// It names pages by path, and programs, cohorts, pairs and people by id: no
// name of a person is in it. Its JSON keys are stable, and a list is never null.
type Status struct {
	Date    Day      `json:"date"`     // in the site's time zone
	NotRead []string `json:"not_read"` // lists of people or pairs that are missing or cannot be read
	Errors  int      `json:"errors"`   // mistakes in single files, which can hide something from the rest

	MissingTranslations []Translation `json:"missing_translations"`
	StaleTranslations   []Translation `json:"stale_translations"`
	ReviewsDue          []Review      `json:"reviews_due"`
	Drafts              []string      `json:"drafts"` // paths

	Changes    []Change `json:"changes"`     // by date
	NextChange *Day     `json:"next_change"` // the first of them: rebuild on this day

	PairsWithoutSession   []SilentPair    `json:"pairs_without_session"`
	PairsCancelledTwice   []CancelledPair `json:"pairs_cancelled_twice"`
	PairingsPastRetention []PastPairing   `json:"pairings_past_retention"`
	PeoplePastRetention   []PastPerson    `json:"people_past_retention"`
}

// Day is a date that prints as 2026-02-03.
type Day struct{ schedule.Date }

// MarshalText writes the day for JSON.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Translation is one that is missing or out of date.
type Translation struct {
	Path       string `json:"path"` // where it is, or should be
	Language   string `json:"language"`
	Original   string `json:"original"`
	Version    int    `json:"version"`    // of the original
	Translates int    `json:"translates"` // the version that it renders; 0 when it is missing
}

// Review is a page that somebody should read again.
type Review struct {
	Path     string `json:"path"`
	ReviewBy Day    `json:"review_by"`
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

// Pair says which pair is meant.
type Pair struct {
	ID      source.ID `json:"id"`
	Program source.ID `json:"program"`
	Cohort  source.ID `json:"cohort"`
}

// SilentPair is an active pair that has not met for a while and is not about to.
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

// PastPairing is a pairing that was to be removed from a day on.
type PastPairing struct {
	Pair
	Since Day `json:"since"`
}

// PastPerson is somebody whose pairings are all past their time.
type PastPerson struct {
	ID    source.ID `json:"id"`
	Since Day       `json:"since"`
}

// StatusOf reads the whole project, drafts and private lists included, and says
// what there is to do on the day of o. Lists that are missing are named in the
// status and are no mistake. The list of diagnostics is for a project of which
// nothing can be said, and the status is nil then.
func StatusOf(ctx context.Context, p Project, o Options) (*Status, diag.List, error) {
	s, list, err := newStatus(ctx, p, o)
	if s == nil {
		return nil, list, err
	}
	s.Errors = list.Count(diag.Error)
	s.lists()
	s.documents()
	s.registrations()
	s.pairs()
	s.retention()
	s.finish()
	return &s.Status, nil, nil
}

type status struct {
	Status
	site    *site.Site
	sources *source.Sources
	now     schedule.Date
}

// newStatus reads a project of which nothing is said yet. It is nil when
// nothing can be said.
func newStatus(ctx context.Context, p Project, o Options) (*status, diag.List, error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil {
		return nil, nil, err
	}
	// Mistakes across files are for check; a status can be given with them.
	o.Audience, o.Pair, o.Drafts = site.Organizers, "", true
	assembled, _, _, err := site.Assemble(ctx, sources, o)
	if err != nil {
		return nil, nil, err
	}
	if assembled == nil {
		return nil, list, nil
	}
	s := &status{site: assembled, sources: sources, now: assembled.Now}
	s.Date = Day{s.now}
	return s, list, nil
}

// versions are a document in all its languages.
type versions struct {
	key      string
	byLang   map[string]*source.Document
	original *source.Document
}

// versionsByKey groups the documents of the site's languages, in the order of
// their keys. The original is the first version, in the order of the languages,
// that does not say it is a translation.
func versionsByKey(sources *source.Sources) []*versions {
	byKey := map[string]*versions{}
	for _, doc := range sources.Documents {
		if byKey[doc.Key] == nil {
			byKey[doc.Key] = &versions{key: doc.Key, byLang: map[string]*source.Document{}}
		}
		byKey[doc.Key].byLang[doc.Lang] = doc
	}
	var out []*versions
	for _, v := range byKey {
		for _, lang := range sources.Config.Site.Languages {
			if doc := v.byLang[lang]; doc != nil && (v.original == nil || v.original.Translates > 0 && doc.Translates == 0) {
				v.original = doc
			}
		}
		if v.original != nil {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b *versions) int { return strings.Compare(a.key, b.key) })
	return out
}

// lists names the lists in files of their own that were not read.
func (s *status) lists() {
	config := s.sources.Config
	add := func(path string, private, unread bool) {
		if private {
			path = source.PrivatePrefix + path
		}
		if unread && !slices.Contains(s.NotRead, path) {
			s.NotRead = append(s.NotRead, path)
		}
	}
	add(config.People.Path, config.People.Private, config.People.Missing || config.People.Broken)
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			list := &cohort.Pairings
			add(list.Path, list.Private, list.Missing || list.Broken)
		}
	}
}

func (s *status) documents() {
	for _, v := range versionsByKey(s.sources) {
		for _, lang := range s.site.Languages {
			if doc := v.byLang[lang]; doc != nil {
				s.document(v, doc)
			} else if !v.original.Draft && !s.sources.Broken[v.key] {
				s.MissingTranslations = append(s.MissingTranslations, Translation{
					Path: source.ContentDir + "/" + lang + "/" + v.key + ".md", Language: lang,
					Original: v.original.Source.Path, Version: max(v.original.Version, 1),
				})
			}
		}
	}
}

func (s *status) document(v *versions, doc *source.Document) {
	path := doc.Source.Path
	if version, translates := max(v.original.Version, 1), max(doc.Translates, 1); doc != v.original && translates < version {
		s.StaleTranslations = append(s.StaleTranslations, Translation{path, doc.Lang, v.original.Source.Path, version, translates})
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

// registrations notes the days on which program pages say something new.
func (s *status) registrations() {
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
func (s *status) change(on schedule.Date, c Change) {
	if on.After(s.now) { // no date is before every day
		c.Date = Day{on}
		s.Changes = append(s.Changes, c)
	}
}

func (s *status) pairs() {
	for _, program := range s.site.Programs {
		for _, cohort := range program.Cohorts {
			if cohort.Starts.IsZero() { // a mistake that was counted; the plan has no dates
				continue
			}
			for _, pairing := range cohort.Pairings {
				id := Pair{pairing.ID, program.ID, cohort.ID}
				if pairing.Status == "active" {
					s.silence(id, cohort.Starts, pairing.Sessions)
				}
				if pairing.Status == "active" || pairing.Status == "paused" {
					for _, problem := range schedule.Check(cohort.Calendar, schedule.Pair{}, pairing.Sessions) {
						if problem.Kind == schedule.CancelledTwice {
							s.PairsCancelledTwice = append(s.PairsCancelledTwice, CancelledPair{id, [2]string{problem.Other, problem.ID}})
						}
					}
				}
			}
		}
	}
}

// silence notes a pair without a session for 21 days.
func (s *status) silence(id Pair, starts schedule.Date, sessions []schedule.Session) {
	if silence, silent := schedule.Silent(starts, sessions, s.now); silent {
		s.PairsWithoutSession = append(s.PairsWithoutSession, SilentPair{id, orNil(silence.Last), orNil(silence.Next)})
	}
}

// orNil returns nil for no day.
func orNil(d schedule.Date) *Day {
	if d.IsZero() {
		return nil
	}
	return &Day{d}
}

// defaultRetention is how many days after the end of its cohort a pairing is
// kept when its program does not say.
const defaultRetention = 180

// retention notes pairings that are kept longer than their programs allow, and
// people whose pairings are all such. Somebody who is in no pair is in no
// cohort, and nothing ends for them.
func (s *status) retention() {
	until := map[source.ID]schedule.Date{} // the last day of the longest of a person's pairings
	for _, program := range s.sources.Config.Programs {
		days := cmp.Or(program.RetentionDays, defaultRetention)
		for _, cohort := range program.Cohorts {
			if cohort.Ends.IsZero() { // a mistake that was counted
				continue
			}
			last := cohort.Ends.AddDays(days)
			for _, pairing := range cohort.Pairings.Items {
				if last.Before(s.now) {
					s.PairingsPastRetention = append(s.PairingsPastRetention, PastPairing{Pair{pairing.ID, program.ID, cohort.ID}, Day{last.AddDays(1)}})
				}
				for _, person := range []source.ID{pairing.Mentor, pairing.Mentee} {
					if until[person].Before(last) {
						until[person] = last
					}
				}
			}
		}
	}
	for _, person := range s.sources.Config.People.Items {
		if last, paired := until[person.ID]; paired && last.Before(s.now) {
			s.PeoplePastRetention = append(s.PeoplePastRetention, PastPerson{person.ID, Day{last.AddDays(1)}})
		}
	}
}

// finish sorts what comes from several places, and leaves no list null.
func (s *status) finish() {
	slices.SortStableFunc(s.Changes, func(a, b Change) int { return a.Date.Compare(b.Date.Date) })
	if len(s.Changes) > 0 {
		s.NextChange = &s.Changes[0].Date
	}
	slices.SortStableFunc(s.ReviewsDue, func(a, b Review) int { return a.ReviewBy.Compare(b.ReviewBy.Date) })
	s.NotRead, s.Drafts = orEmpty(s.NotRead), orEmpty(s.Drafts)
	s.MissingTranslations, s.StaleTranslations = orEmpty(s.MissingTranslations), orEmpty(s.StaleTranslations)
	s.ReviewsDue, s.Changes = orEmpty(s.ReviewsDue), orEmpty(s.Changes)
	s.PairsWithoutSession, s.PairsCancelledTwice = orEmpty(s.PairsWithoutSession), orEmpty(s.PairsCancelledTwice)
	s.PairingsPastRetention, s.PeoplePastRetention = orEmpty(s.PairingsPastRetention), orEmpty(s.PeoplePastRetention)
}

// orEmpty returns an empty list for none.
func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
