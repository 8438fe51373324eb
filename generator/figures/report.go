package figures

import (
	"cmp"
	"slices"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Report is what a sponsor may know of a cohort. Its numbers are bands, so that
// nobody can be singled out by it, nor by what differs between two reports. The bands
// of people and of sessions are as wide as those of the pairs that have them: a pair
// has two people, and how many sessions it has had is no secret, so narrower ones
// would tell how many pairs there are.
type Report struct {
	SignedUp Band // people who signed up
	Pairs    Band // that agreed
	Ended    Band // pairs that ended before their time
	Planned  Band // sessions until today, of pairs that agreed
	Held     Band
	NotKnown Band // sessions whose day is past, and of which nobody said what became
	Kept     Share
	Weeks    int // from one session held to the next, in the middle of all; 0 when too few pairs had two
	Months   []ReportMonth
	Surveys  []Survey
	Outcome  []Change
}

// ReportMonth is how many sessions were held in a month.
type ReportMonth struct {
	First schedule.Date
	Held  Band
}

// Survey is what people said at one time. Questions is empty where too few
// answered.
type Survey struct {
	Date      schedule.Date
	Kind      string // pulse, baseline or exit
	Answered  Band
	Response  Share
	Questions []Question
}

// Question is how many of those who answered agreed with a statement: how many
// gave one of the two highest answers.
type Question struct {
	ID     source.ID
	Agreed Share
}

// Change is a question that was asked at the beginning and at the end.
type Change struct {
	ID            source.ID
	Before, After Share
}

// Band is a number as it may be told: From, and up to Size-1 more. A number that
// is smaller than Size has the band that begins with 0, and nobody learns whether
// it is 0.
type Band struct{ From, Size int }

// BandOf returns the band that n is in.
func BandOf(n, size int) Band { return Band{n - n%size, size} }

// Share is a part of a whole in words; unknown where the whole is too small to
// say.
type Share int

// The shares. They are thirds: finer ones would tell, of a small whole, what
// single people said.
const (
	Unknown Share = iota
	Few           // less than a third
	Half          // less than two thirds
	Most
)

// ShareOf returns the share that a part is of a whole. The whole has to be two
// bands at the least: then what a share leaves open, of how many are meant, is
// half a band or more, and between two reports a whole one.
func ShareOf(part, whole, size int) Share {
	if whole < 2*size {
		return Unknown
	}
	return min(Few+Share(part*3/whole), Most)
}

// ReportOf counts a cohort for its report. Least is the size of the smallest group
// that is told of.
func ReportOf(c *site.Cohort, now schedule.Date, least int) *Report {
	r := &Report{SignedUp: BandOf(len(c.Signups.Items), 2*least)}
	var pairs, ended, planned, held, notKnown, withSessions int
	for _, pairing := range c.Pairings {
		if !agreed(pairing) {
			continue
		}
		pairs++
		if pairing.Status == "ended" {
			ended++
		}
		a := ActivityOf(pairing, now)
		planned, held, notKnown = planned+a.Planned, held+a.Held, notKnown+a.NotKnown
		if a.Planned > 0 {
			withSessions++
		}
	}
	r.Pairs, r.Ended = BandOf(pairs, least), BandOf(ended, least)
	size := least * plannedOf(c, c.Starts, now)
	r.Planned, r.Held, r.NotKnown = BandOf(planned, size), BandOf(held, size), BandOf(notKnown, size)
	if withSessions >= least {
		r.Kept = ShareOf(held, planned, size)
	}
	r.Weeks = weeksBetween(c.Pairings, least)
	r.months(c, now, least)
	r.surveys(c, least)
	return r
}

// plannedOf is how many sessions the plan of a cohort has from a day until another,
// which is not one of them; 1 of none.
func plannedOf(c *site.Cohort, from, until schedule.Date) int {
	n := 0
	for _, s := range c.Sessions {
		if !s.NoOpenDay && !s.Date.Before(from) && s.Date.Before(until) {
			n++
		}
	}
	return max(n, 1)
}

// Activity is what became of a pair's sessions until a day: each that was planned
// until then was held, cancelled, or is not known.
type Activity struct{ Planned, Held, Cancelled, NotKnown int }

// ActivityOf counts the sessions of a pair until a day.
func ActivityOf(pairing *site.Pairing, now schedule.Date) (a Activity) {
	for _, s := range counted(pairing) {
		switch past := s.Date.Before(now); {
		case s.Status == schedule.Done:
			a.Planned, a.Held = a.Planned+1, a.Held+1
		case past && s.Status == schedule.Cancelled:
			a.Planned, a.Cancelled = a.Planned+1, a.Cancelled+1
		case past:
			a.Planned, a.NotKnown = a.Planned+1, a.NotKnown+1
		}
	}
	return a
}

// DaysBetween returns the days from one session that a pair held to the next.
func DaysBetween(pairing *site.Pairing) (out []int) {
	var held []schedule.Date
	for _, s := range counted(pairing) {
		if s.Status == schedule.Done {
			held = append(held, s.Date)
		}
	}
	slices.SortFunc(held, schedule.Date.Compare)
	for i := 1; i < len(held); i++ {
		out = append(out, held[i].DaysSince(held[i-1]))
	}
	return out
}

// Median returns the one in the middle, or the lower of the two; 0 of none.
func Median(numbers []int) int {
	if len(numbers) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(numbers))
	return sorted[(len(sorted)-1)/2]
}

// weeksBetween is the median of all days from one session to the next, in weeks, where
// enough pairs have any.
func weeksBetween(pairings []*site.Pairing, least int) int {
	var all []int
	pairs := 0
	for _, pairing := range pairings {
		if days := DaysBetween(pairing); len(days) > 0 {
			all = append(all, days...)
			pairs++
		}
	}
	if pairs < 2*least {
		return 0
	}
	return max((Median(all)+3)/7, 1)
}

// months counts the sessions held in each month from the first to the day.
func (r *Report) months(c *site.Cohort, now schedule.Date, least int) {
	held := map[schedule.Date]int{}
	for _, pairing := range c.Pairings {
		for _, s := range counted(pairing) {
			if s.Status == schedule.Done {
				held[schedule.Date{Year: s.Date.Year, Month: s.Date.Month, Day: 1}]++
			}
		}
	}
	last := now
	if c.Ends.Before(now) {
		last = c.Ends
	}
	for first := (schedule.Date{Year: c.Starts.Year, Month: c.Starts.Month, Day: 1}); !first.After(last); first = first.AddOffset(schedule.Offset{Months: 1}) {
		size := least * plannedOf(c, first, first.AddOffset(schedule.Offset{Months: 1}))
		r.Months = append(r.Months, ReportMonth{first, BandOf(held[first], size)})
	}
}

func (r *Report) surveys(c *site.Cohort, least int) {
	last := map[string]Survey{}
	for _, pulse := range c.Pulses {
		s := Survey{Date: pulse.Date, Kind: kindOf(pulse), Answered: BandOf(pulse.Answered, 2*least), Response: ShareOf(pulse.Answered, pulse.Invited, least)}
		for _, q := range pulse.Counts {
			agreed, all := agreement(q)
			if share := ShareOf(agreed, all, least); share != Unknown {
				s.Questions = append(s.Questions, Question{q.ID, share})
			}
		}
		r.Surveys = append(r.Surveys, s)
		last[s.Kind] = s
	}
	for _, before := range last["baseline"].Questions {
		i := slices.IndexFunc(last["exit"].Questions, func(q Question) bool { return q.ID == before.ID })
		if i >= 0 {
			r.Outcome = append(r.Outcome, Change{before.ID, before.Agreed, last["exit"].Questions[i].Agreed})
		}
	}
}

// kindOf is which survey was counted.
func kindOf(p source.Pulse) string { return cmp.Or(p.Survey, "pulse") }

// agreement counts the two highest answers, and all.
func agreement(q source.QuestionCount) (agreed, all int) {
	for i, n := range q.Answers {
		all += n
		if i >= len(q.Answers)-2 {
			agreed += n
		}
	}
	return agreed, all
}
