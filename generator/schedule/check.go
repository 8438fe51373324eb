package schedule

import "slices"

// Problem is something about a pair's sessions that a person should look at.
type Problem struct {
	Kind ProblemKind
	ID   string // of the session, or of the override when that is unknown

	// Other is the earlier session for OutOfOrder and SameTime, else empty.
	Other string

	// Closed is the index in Cohort.Closed for FixedOnClosedDay, else 0.
	Closed int
}

// ProblemKind says what is wrong.
type ProblemKind uint8

// The kinds of problem that Check finds.
const (
	// UnknownOverride: no item of the plan has the override's ID.
	UnknownOverride ProblemKind = iota
	// NoOpenDay: there is no day to hold the session on within a year.
	NoOpenDay
	// OutsideCohort: the session is before the cohort's first day or after
	// its last.
	OutsideCohort
	// FixedOnClosedDay: people fixed the session to a day that is closed. A
	// weekend is theirs to choose and is not reported.
	FixedOnClosedDay
	// OutOfOrder: the session begins before the one that precedes it in the
	// plan.
	OutOfOrder
	// SameTime: the session meets one that the plan puts earlier, because
	// their hours overlap or because they have moved to one day. Two items
	// that the plan itself puts on one day, without hours, are meant so.
	SameTime
)

// Check finds the problems of one pair. The sessions are those that [Plan]
// made of the same cohort and pair. Unknown overrides come first, then the
// sessions' problems in the order of the sessions.
//
// Cancelled sessions do not take place, so nothing is reported of them. A session without an open day has no place to be wrong.
func Check(cohort Cohort, pair Pair, sessions []Session) []Problem {
	problems := unknownOverrides(pair, sessions)
	var held []*Session // of those so far
	for i := range sessions {
		s := &sessions[i]
		if s.Status == Cancelled {
			continue
		}
		if s.NoOpenDay {
			problems = append(problems, Problem{Kind: NoOpenDay, ID: s.ID})
			continue
		}
		problems = append(problems, misplaced(cohort, s)...)
		problems = append(problems, conflicts(held, s)...)
		held = append(held, s)
	}
	return problems
}

func unknownOverrides(pair Pair, sessions []Session) []Problem {
	var problems []Problem
	for _, change := range pair.Overrides {
		if !slices.ContainsFunc(sessions, func(s Session) bool { return s.ID == change.ID }) {
			problems = append(problems, Problem{Kind: UnknownOverride, ID: change.ID})
		}
	}
	return problems
}

// misplaced holds s against the cohort's calendar.
func misplaced(cohort Cohort, s *Session) []Problem {
	var problems []Problem
	if s.Date.Before(cohort.Starts) || s.Date.After(cohort.Ends) {
		problems = append(problems, Problem{Kind: OutsideCohort, ID: s.ID})
	}
	// Plan puts no session on a closed day, so only people can have.
	if closed, isClosed := cohort.closedOn(s.Date); isClosed {
		problems = append(problems, Problem{Kind: FixedOnClosedDay, ID: s.ID, Closed: closed})
	}
	return problems
}

// conflicts holds s against the pair's sessions that the plan puts earlier.
//
// The order is compared with the last of them only: a single session that was
// put off for long is then one problem, and not one for each that follows. For
// the time all are compared, which is cheap for the handful a plan has.
func conflicts(earlier []*Session, s *Session) []Problem {
	var problems []Problem
	if n := len(earlier); n > 0 && s.beginsBefore(earlier[n-1]) {
		problems = append(problems, Problem{Kind: OutOfOrder, ID: s.ID, Other: earlier[n-1].ID})
	}
	if i := slices.IndexFunc(earlier, s.meets); i >= 0 {
		problems = append(problems, Problem{Kind: SameTime, ID: s.ID, Other: earlier[i].ID})
	}
	return problems
}

// beginsBefore compares the hours where both sessions have one, else the days.
func (s *Session) beginsBefore(t *Session) bool {
	if s.AllDay || t.AllDay {
		return s.Date.Before(t.Date)
	}
	return s.Start.Before(t.Start)
}

func (s *Session) meets(t *Session) bool {
	if s.AllDay || t.AllDay {
		return s.Date == t.Date && s.Planned != t.Planned
	}
	return s.Start.Before(t.End) && t.Start.Before(s.End)
}
