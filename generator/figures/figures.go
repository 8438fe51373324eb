// Package figures counts what organizers want to see of their programs: pairs,
// sessions, topics, units and the state of the content.
//
// In goes a [site.Site] made for organizers; out come numbers and the things
// they count, without words. A second part makes tables that may be shared:
// [Table.Withhold] leaves out what would say something about single people.
//
// Whoever is named or counted here is known to organizers only: for any other
// audience a site has no people and no status of a pair.
package figures

import (
	"cmp"
	"slices"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// PairStatuses lists the states of a pair in the order of its life.
func PairStatuses() []string {
	return []string{"proposed", "declined", "accepted", "active", "paused", "completed", "ended"}
}

// SessionStatuses lists the states of a session: what took place first.
func SessionStatuses() []schedule.Status {
	return []schedule.Status{schedule.Done, schedule.Planned, schedule.Moved, schedule.Cancelled}
}

// Figures are the numbers of a site on the day of its build.
type Figures struct {
	Cohorts []Cohort     // in the order of the programs; a program without cohorts is left out
	Silent  []SilentPair // quiet pairs: they go on, and are without a session for 21 days
	Twice   []TwicePair  // pairs that go on and cancelled two sessions in a row
	Topics  []Topic      // in the order of the topics; those that nobody offers or wants are left out
	Flows   []Flow       // the strongest first
	Content []Language   // one for each language of the site
	Reviews []Review     // pages that somebody should have read again, the longest overdue first
}

// Cohort counts one run of a program. Where the pairs of the program are
// withheld, there is nothing to count.
type Cohort struct {
	*site.Cohort
	Pairs  []int // one for each of PairStatuses
	Months []Month

	SignedUp, Matched int // people who signed up, and those of them in a pair that agreed
	Activity          Activity
	Surveys           []Asked
	Days              int // from one session that a pair held to its next, the median of all; 0 of none
}

// Asked is a survey.
type Asked struct {
	Date              schedule.Date
	Kind              string // pulse, baseline or exit
	Answered, Invited int
	Questions         []Agreed
}

// Agreed is how many of those who answered a question gave one of its two highest
// answers. Told is false where so few gave those, or others, that the numbers would
// say what single people answered: then there is a share, unknown where even that
// would.
type Agreed struct {
	ID               source.ID
	Agreed, Answered int
	Told             bool
	Share            Share
}

// Month counts the sessions of a month. Proposed pairs have none, and of a pair that
// ended those count that were held or cancelled: the others will not take place.
type Month struct {
	First    schedule.Date // its first day
	Sessions []int         // one for each of SessionStatuses
}

// SilentPair is a pair that goes on and is without a session for 21 days.
type SilentPair struct {
	*site.Pairing
	schedule.Silence
}

// TwicePair is a pair that goes on, with the last two sessions that it cancelled in a
// row.
type TwicePair struct {
	*site.Pairing
	First, Second schedule.Session
}

// Topic counts the people who offer and who want a topic.
type Topic struct {
	*site.Topic
	Offered, Wanted int
}

// Flow counts the pairs in which somebody of one unit teaches somebody of
// another, or of the same. Proposed pairs are not counted.
type Flow struct {
	Mentor, Mentee source.Localized // units
	Pairs          int
}

// Language counts the pages of the site in one language.
type Language struct {
	Lang                    string
	Current, Stale, Missing int
}

// Review is a page in one language whose review was due on or before the day of
// the build.
type Review struct {
	*site.Document
	*site.Version
}

// Of counts a site.
func Of(s *site.Site) *Figures {
	f := &Figures{}
	for _, program := range s.Programs {
		for _, c := range program.Cohorts {
			if !c.Starts.IsZero() { // without a start, source.Load reported a mistake
				f.cohort(c, s.Now, leastOf(s, program))
			}
		}
	}
	f.topics(s)
	f.units(s)
	f.content(s)
	return f
}

func (f *Figures) cohort(c *site.Cohort, now schedule.Date, least int) {
	out := Cohort{Cohort: c, Pairs: make([]int, len(PairStatuses()))}
	for _, pairing := range c.Pairings {
		if i := slices.Index(PairStatuses(), pairing.Status); i >= 0 {
			out.Pairs[i]++
		}
		for _, session := range counted(pairing) {
			out.count(session)
		}
		if silence, quiet := pairing.Quiet(now); quiet {
			f.Silent = append(f.Silent, SilentPair{pairing, silence})
		}
		if first, second, twice := pairing.CancelledTwice(now); twice {
			f.Twice = append(f.Twice, TwicePair{pairing, first, second})
		}
	}
	out.fillMonths()
	out.measure(now)
	out.ask(least)
	f.Cohorts = append(f.Cohorts, out)
}

// measure counts what became of the cohort until a day.
func (c *Cohort) measure(now schedule.Date) {
	matched := map[source.ID]bool{}
	var days []int
	for _, pairing := range c.Pairings {
		if !agreed(pairing) {
			continue
		}
		matched[pairing.Mentor.ID], matched[pairing.Mentee.ID] = true, true
		a := ActivityOf(pairing, now)
		c.Activity.Planned, c.Activity.Held = c.Activity.Planned+a.Planned, c.Activity.Held+a.Held
		c.Activity.Cancelled, c.Activity.NotKnown = c.Activity.Cancelled+a.Cancelled, c.Activity.NotKnown+a.NotKnown
		days = append(days, DaysBetween(pairing)...)
	}
	c.Days = Median(days)
	for _, s := range c.Signups.Items {
		c.SignedUp++
		if matched[s.Person] {
			c.Matched++
		}
	}
}

// ask counts the surveys of the cohort.
func (c *Cohort) ask(least int) {
	for _, pulse := range c.Pulses {
		asked := Asked{Date: pulse.Date, Kind: kindOf(pulse), Answered: pulse.Answered, Invited: pulse.Invited}
		for _, q := range pulse.Counts {
			agreed, all := agreement(q)
			told := agreed >= least && all-agreed >= least
			asked.Questions = append(asked.Questions, Agreed{q.ID, agreed, all, told, ShareOf(agreed, all, least)})
		}
		c.Surveys = append(c.Surveys, asked)
	}
}

// agreed reports whether a pair is more than a proposal.
func agreed(pairing *site.Pairing) bool {
	return pairing.Status != "proposed" && pairing.Status != "declined"
}

// counted are the sessions of a pair that took place, or may still. Of a pair that
// ended before its time, nobody asks any more what became of the others.
func counted(pairing *site.Pairing) []schedule.Session {
	if !agreed(pairing) {
		return nil
	}
	var out []schedule.Session
	for _, session := range pairing.Sessions {
		known := session.Status == schedule.Done || session.Status == schedule.Cancelled
		if !session.NoOpenDay && (known || pairing.Status != "ended") {
			out = append(out, session)
		}
	}
	return out
}

// Sessions returns how many sessions of a pair have that status, of those that a
// Month counts.
func Sessions(pairing *site.Pairing, status schedule.Status) int {
	n := 0
	for _, session := range counted(pairing) {
		if session.Status == status {
			n++
		}
	}
	return n
}

func (c *Cohort) count(session schedule.Session) {
	first := schedule.Date{Year: session.Date.Year, Month: session.Date.Month, Day: 1}
	i, found := slices.BinarySearchFunc(c.Months, first, func(m Month, d schedule.Date) int { return m.First.Compare(d) })
	if !found {
		c.Months = slices.Insert(c.Months, i, newMonth(first))
	}
	c.Months[i].Sessions[slices.Index(SessionStatuses(), session.Status)]++
}

func newMonth(first schedule.Date) Month { return Month{first, make([]int, len(SessionStatuses()))} }

// fillMonths adds the months without a session between those with one, so that
// time runs evenly.
func (c *Cohort) fillMonths() {
	for i := 1; i < len(c.Months); i++ {
		if next := c.Months[i-1].First.AddOffset(schedule.Offset{Months: 1}); next.Before(c.Months[i].First) {
			c.Months = slices.Insert(c.Months, i, newMonth(next))
		}
	}
}

func (f *Figures) topics(s *site.Site) {
	offered, wanted := map[source.ID]int{}, map[source.ID]int{}
	for _, p := range s.People {
		for _, id := range distinct(p.Offers, func(o source.Offer) source.ID { return o.Topic }) {
			offered[id]++
		}
		for _, id := range distinct(p.Wants, func(w source.Want) source.ID { return w.Topic }) {
			wanted[id]++
		}
	}
	for _, t := range s.Topics {
		if offered[t.ID]+wanted[t.ID] > 0 {
			f.Topics = append(f.Topics, Topic{t, offered[t.ID], wanted[t.ID]})
		}
	}
}

// distinct returns the topics of a list, each once.
func distinct[T any](items []T, topic func(T) source.ID) []source.ID {
	var out []source.ID
	for _, item := range items {
		if id := topic(item); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// units counts who learns from whom. A unit is known by its name in the default
// language.
func (f *Figures) units(s *site.Site) {
	name := func(unit source.Localized) string { return s.Name(unit, s.DefaultLanguage()) }
	at := map[[2]string]int{}
	for _, c := range f.Cohorts {
		for _, pairing := range c.Pairings {
			if !agreed(pairing) {
				continue
			}
			key := [2]string{name(pairing.Mentor.Unit), name(pairing.Mentee.Unit)}
			i, found := at[key]
			if !found {
				i = len(f.Flows)
				at[key] = i
				f.Flows = append(f.Flows, Flow{Mentor: pairing.Mentor.Unit, Mentee: pairing.Mentee.Unit})
			}
			f.Flows[i].Pairs++
		}
	}
	slices.SortFunc(f.Flows, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), strings.Compare(name(a.Mentor), name(b.Mentor)), strings.Compare(name(a.Mentee), name(b.Mentee)))
	})
}

func (f *Figures) content(s *site.Site) {
	for _, lang := range s.Languages {
		count := Language{Lang: lang}
		for _, d := range s.Documents {
			version := d.Written(lang)
			switch {
			case version == nil:
				count.Missing++
				continue
			case version.Stale:
				count.Stale++
			default:
				count.Current++
			}
			if !version.ReviewBy.IsZero() && !version.ReviewBy.After(s.Now) {
				f.Reviews = append(f.Reviews, Review{d, version})
			}
		}
		f.Content = append(f.Content, count)
	}
	slices.SortStableFunc(f.Reviews, func(a, b Review) int { return a.ReviewBy.Compare(b.ReviewBy) })
}
