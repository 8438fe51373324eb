// Package schedule turns a cohort's plan into dated sessions.
//
// In go a cohort (its first and last day, its closed days), the plan's items
// with their offsets from the first day, and what a pair decided for itself: a
// weekly slot, a time zone, changes to single sessions. Out come sessions with
// a date, a start and an end, and an account of why a session is not on the
// date its offset names. A second set of functions finds what people should
// look at, as typed values.
//
// The package is arithmetic on its arguments. It reads no clock and no file,
// loads no time zone, knows no language (a closed day's name stays with the
// caller, who gets its index back) and never decides for people: it moves a
// session off a day that nobody can use, and reports everything else.
package schedule

import (
	"slices"
	"time"
)

// Cohort is one run of a program.
type Cohort struct {
	Starts, Ends Date     // first and last day
	Closed       []Closed // in any order; they may overlap
	Revision     int      // raised when the plan of the whole cohort moves
}

// Closed is a stretch of days on which no session is held, both ends
// included. What it is called stays with the caller: a [Move] and a [Problem]
// name it by its index in the cohort.
type Closed struct{ From, To Date }

// Item is one entry of a plan.
type Item struct {
	ID      string
	At      Offset // from the first day of the cohort
	Minutes int
}

// Pair is what two people decided for themselves. The zero Pair decided
// nothing: its sessions are the cohort's own plan.
type Pair struct {
	Slot      *WeeklyTime    // nil: a session is a day, not an hour
	Location  *time.Location // of the slot and of every Start; nil is UTC
	Overrides []Override     // at most one for an item; of several, the first counts
}

// Override changes one session of a pair. A zero field changes nothing.
type Override struct {
	ID       string // of the plan item
	Starts   Start  // holds the session there, on a closed day too
	Minutes  int
	Status   Status
	Mode     string
	Revision int // raised when this session moves
}

// Status is what became of a session.
type Status uint8

// The states of a session.
const (
	Planned Status = iota
	Done
	Moved // to the start that its override gives
	Cancelled
)

// ParseStatus reads planned, done, moved or cancelled. Its error is a
// [*SyntaxError].
func ParseStatus(s string) (Status, error) {
	for status := Planned; status <= Cancelled; status++ {
		if s == status.String() {
			return status, nil
		}
	}
	return 0, &SyntaxError{"session status", s, "write planned, done, moved or cancelled"}
}

// String returns the word that ParseStatus reads.
func (s Status) String() string {
	switch s {
	case Done:
		return "done"
	case Moved:
		return "moved"
	case Cancelled:
		return "cancelled"
	}
	return "planned"
}

// Session is one plan item of one pair, dated.
type Session struct {
	ID string
	Placement
	Fixed      bool      // an override gives the date
	AllDay     bool      // no hour is known, and Start and End are zero
	Start, End time.Time // in the pair's location, Minutes apart
	Minutes    int
	Status     Status
	Mode       string
	Sequence   int // the revisions of cohort and override, added; RFC 5545's SEQUENCE
}

// Plan dates the items of a cohort's plan for one pair. The sessions come in
// the order of the items, whatever their dates.
//
// Each item is placed by itself: where closed days push two sessions together,
// they stay together, and [Check] says so. A cancelled session keeps its date,
// and the ones after it keep theirs.
func Plan(cohort Cohort, items []Item, pair Pair) []Session {
	sessions := make([]Session, len(items))
	for i, item := range items {
		var change Override
		if n := slices.IndexFunc(pair.Overrides, func(o Override) bool { return o.ID == item.ID }); n >= 0 {
			change = pair.Overrides[n]
		}
		sessions[i] = session(cohort, item, pair, change)
	}
	return sessions
}

func session(cohort Cohort, item Item, pair Pair, change Override) Session {
	s := Session{
		ID:        item.ID,
		Placement: cohort.place(cohort.Starts.AddOffset(item.At), pair.Slot),
		Fixed:     !change.Starts.IsZero(),
		Minutes:   item.Minutes,
		Status:    change.Status,
		Mode:      change.Mode,
		Sequence:  cohort.Revision + change.Revision,
	}
	if s.Fixed {
		s.Placement = s.fix(change.Starts.Date)
	}
	if change.Minutes != 0 {
		s.Minutes = change.Minutes
	}
	hour, minute, timed := startOf(pair.Slot, change.Starts)
	if s.AllDay = !timed || s.NoOpenDay; !s.AllDay {
		loc := pair.Location
		if loc == nil {
			loc = time.UTC
		}
		s.Start = s.Date.at(hour, minute, loc)
		s.End = s.Start.Add(time.Duration(s.Minutes) * time.Minute)
	}
	return s
}

// startOf returns the hour of a session: the one agreed for it, or else the
// slot's, which also serves an agreement that names a day only.
func startOf(slot *WeeklyTime, agreed Start) (hour, minute int, timed bool) {
	switch {
	case agreed.Timed:
		return agreed.Hour, agreed.Minute, true
	case slot != nil:
		return slot.Hour, slot.Minute, true
	}
	return 0, 0, false
}
