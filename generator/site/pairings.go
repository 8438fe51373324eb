package site

import (
	"fmt"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// validatePairings checks the pairs of the whole project. What speaks against
// a pair that exists is a warning: people decide.
func (a *assembler) validatePairings() {
	earlier := map[[2]source.ID]*pairRecord{}
	active := map[source.ID][]*pairRecord{}
	for _, r := range a.pairs {
		a.validatePairing(r)
		if r.mentor == nil || r.mentee == nil || r.Mentor == r.Mentee {
			continue
		}
		who := [2]source.ID{min(r.Mentor, r.Mentee), max(r.Mentor, r.Mentee)}
		if before := earlier[who]; before != nil {
			a.list.Warnf(r.At("mentee"), "repeated-pair", "pair them with somebody new", "%s and %s were a pair before, in %s", r.Mentor, r.Mentee, before.ID)
			a.list.Relate(before.At("id"), "they are a pair here")
		} else {
			earlier[who] = r
		}
		if r.Status == "accepted" || r.Status == "active" || r.Status == "paused" {
			active[r.Mentor] = append(active[r.Mentor], r)
			active[r.Mentee] = append(active[r.Mentee], r)
		}
	}
	if !a.config.Sound {
		return
	}
	a.validateCapacity(active)
	for _, r := range a.pairs {
		if !r.cohort.Ends.Before(r.cohort.Starts) {
			a.validateSessions(r)
		}
	}
	a.validateOverlaps()
}

func (a *assembler) validatePairing(r *pairRecord) {
	refers(a, r.At("mentor"), "person", r.Mentor, a.people)
	refers(a, r.At("mentee"), "person", r.Mentee, a.people)
	known := true
	for i, id := range r.Topics {
		known = refers(a, r.At("topics", i), "topic", id, a.topics) && known
	}
	if accepted := r.Accepted; r.Status == "active" && (accepted == nil || accepted.Mentor.IsZero() || accepted.Mentee.IsZero()) {
		a.list.Warnf(r.Key("status"), "not-accepted", "add accepted: {mentor: date, mentee: date}", "the pair %s is active, but not both have accepted", r.ID)
	}
	if r.mentor == nil || r.mentee == nil || !a.config.Sound {
		return
	}
	if r.Mentor == r.Mentee {
		a.list.Warnf(r.At("mentee"), "self-pair", "write two different people", "%s is paired with themselves", r.Mentor)
		return
	}
	a.validateSeniority(r)
	a.validateManagers(r)
	a.validateFit(r, known)
}

// validateSeniority holds a reverse pair to its definition: the mentee is the
// senior one.
func (a *assembler) validateSeniority(r *pairRecord) {
	if r.program.Type != "reverse" || r.mentor.Level == nil || r.mentee.Level == nil {
		return
	}
	gap := 2
	if m := r.program.Matching; m != nil && m.MinLevelGap != nil {
		gap = *m.MinLevelGap
	}
	if *r.mentee.Level-*r.mentor.Level < gap {
		a.list.Warnf(r.At("mentee"), "level-gap", "pair the mentor with somebody more senior", "in a reverse program the mentee stands at least %d levels above the mentor", gap)
	}
}

// validateManagers keeps pairs out of the reporting line.
func (a *assembler) validateManagers(r *pairRecord) {
	report := func(format string, args ...any) {
		a.list.Warnf(r.At("mentee"), "reporting-line", "pair people from different reporting lines", format, args...)
	}
	for _, p := range [][2]*source.Person{{r.mentor, r.mentee}, {r.mentee, r.mentor}} {
		boss := a.people[p[0].Manager]
		switch {
		case p[0].Manager != "" && p[0].Manager == p[1].ID:
			report("%s is the manager of %s", p[1].ID, p[0].ID)
			return
		case boss != nil && boss.Manager != "" && boss.Manager == p[1].ID:
			report("%s is the manager's manager of %s", p[1].ID, p[0].ID)
			return
		}
	}
	if r.mentor.Manager != "" && r.mentor.Manager == r.mentee.Manager {
		report("%s and %s have the same manager", r.Mentor, r.Mentee)
	}
}

// validateFit checks that the two can talk, have something to talk about, and
// want to.
func (a *assembler) validateFit(r *pairRecord, topicsKnown bool) {
	for _, p := range [][2]*source.Person{{r.mentor, r.mentee}, {r.mentee, r.mentor}} {
		if slices.Contains(p[0].Avoid, p[1].ID) {
			a.list.Warnf(r.At("mentee"), "avoided", "pair them with other people", "%s asked not to be paired with %s", p[0].ID, p[1].ID)
			break
		}
	}
	if !slices.ContainsFunc(r.mentor.Languages, func(l string) bool { return slices.Contains(r.mentee.Languages, l) }) {
		a.list.Warnf(r.At("mentee"), "no-shared-language", "pair people who share a language", "%s and %s share no language", r.Mentor, r.Mentee)
	}
	if topicsKnown && a.topicsKnown(r.mentor) && a.topicsKnown(r.mentee) && !slices.ContainsFunc(r.Topics, func(id source.ID) bool { return offers(r.mentor, id) && wants(r.mentee, id) }) {
		a.list.Warnf(r.At("topics"), "no-shared-topic", "name a topic that the mentor offers and the mentee wants", "no topic of the pair %s is offered by %s and wanted by %s", r.ID, r.Mentor, r.Mentee)
	}
}

// topicsKnown reports whether every topic of a person exists.
func (a *assembler) topicsKnown(p *source.Person) bool {
	return !slices.ContainsFunc(p.Offers, func(o source.Offer) bool { return a.topics[o.Topic] == nil }) &&
		!slices.ContainsFunc(p.Wants, func(w source.Want) bool { return a.topics[w.Topic] == nil })
}

func offers(p *source.Person, topic source.ID) bool {
	return slices.ContainsFunc(p.Offers, func(o source.Offer) bool { return o.Topic == topic })
}

func wants(p *source.Person, topic source.ID) bool {
	return slices.ContainsFunc(p.Wants, func(w source.Want) bool { return w.Topic == topic })
}

func (a *assembler) validateCapacity(active map[source.ID][]*pairRecord) {
	for i := range a.config.People.Items {
		p := &a.config.People.Items[i]
		capacity := 1
		if p.Capacity != nil {
			capacity = *p.Capacity
		}
		if pairs := active[p.ID]; len(pairs) > capacity {
			r := pairs[capacity]
			a.list.Warnf(r.At("id"), "over-capacity", "end a pair, or raise the capacity", "%s has %d pairs at a time, and room for %d", p.ID, len(pairs), capacity)
			a.list.Relate(p.Span(), "%s is described here", p.ID)
		}
	}
}

// validateSessions holds a pair's dates to the cohort's calendar.
func (a *assembler) validateSessions(r *pairRecord) {
	indexed(a, r.Sessions, "session", func(o *source.SessionOverride) (source.ID, diag.Span) { return o.ID, o.At("id") })
	for _, o := range r.Sessions {
		if o.Status == "moved" && o.Starts.IsZero() {
			a.list.Errorf(o.Key("status"), "missing-key", "add starts: with the new date and time", "session %s has moved, but not to a day", o.ID)
		}
	}
	for _, problem := range schedule.Check(r.calendar, r.pair, r.sessions) {
		if slices.Contains(a.planProblems[r.cohort], problem) { // the plan is at fault, and was reported
			continue
		}
		override := slices.IndexFunc(r.Sessions, func(o source.SessionOverride) bool { return string(o.ID) == problem.ID })
		session := slices.IndexFunc(r.sessions, func(s schedule.Session) bool { return s.ID == problem.ID })
		at := r.At("id")
		if override >= 0 && !r.Sessions[override].Starts.IsZero() {
			at = r.Sessions[override].At("starts")
		}
		switch problem.Kind {
		case schedule.UnknownOverride:
			a.list.Errorf(r.Sessions[override].At("id"), "unknown-session", diag.DidYouMean(problem.ID, planIDs(r.program), "the plan has "+listed(planIDs(r.program))), "the plan has no session %q", problem.ID)
		case schedule.NoOpenDay:
			a.list.Errorf(at, "no-open-day", "give it a day under sessions:, or the pair another slot", "there is no open day for session %s of the pair %s within a year", problem.ID, r.ID)
		case schedule.OutsideCohort:
			hint := fmt.Sprintf("choose a day from %s to %s", r.cohort.Starts, r.cohort.Ends)
			switch s := r.sessions[session]; {
			case s.Fixed:
				a.list.Errorf(at, "outside-cohort", hint, "session %s is on %s, outside the cohort", problem.ID, s.Date)
			case !s.Planned.After(r.cohort.Ends): // else the plan is at fault, and was reported
				a.list.Warnf(at, "outside-cohort", hint+", under sessions:", "session %s of the pair %s falls on %s, outside the cohort", problem.ID, r.ID, s.Date)
			}
		case schedule.FixedOnClosedDay:
			a.list.Errorf(at, "closed-day", "choose an open day", "session %s is on %s, a closed day", problem.ID, r.sessions[session].Date)
		case schedule.OutOfOrder:
			a.list.Warnf(at, "session-order", "check the dates", "session %s comes before session %s, which precedes it in the plan", problem.ID, problem.Other)
		case schedule.SameTime:
			a.list.Warnf(at, "overlap", "move one of them", "sessions %s and %s of the pair %s are at the same time", problem.Other, problem.ID, r.ID)
		}
	}
}

func planIDs(p *source.Program) []string {
	var out []string
	for _, item := range p.Plan {
		out = append(out, string(item.ID))
	}
	return out
}

// validateOverlaps reports people who would have to be in two sessions at once.
func (a *assembler) validateOverlaps() {
	bookings := make([]schedule.Booking, 0, len(a.pairs))
	byID := make(map[string]*pairRecord, len(a.pairs))
	for _, r := range a.pairs {
		if r.Status == "ended" || r.mentor == nil || r.mentee == nil {
			continue
		}
		byID[string(r.ID)] = r
		bookings = append(bookings, schedule.Booking{Pair: string(r.ID), People: [2]string{string(r.Mentor), string(r.Mentee)}, Sessions: r.sessions})
	}
	for _, o := range schedule.Overlaps(bookings) {
		r := byID[o.Later.Pair]
		a.list.Warnf(r.At("id"), "overlap", "move one of them", "%s has to be in session %s of %s and session %s of %s at once", o.Person, o.Earlier.Session, o.Earlier.Pair, o.Later.Session, o.Later.Pair)
		a.list.Relate(byID[o.Earlier.Pair].At("id"), "the other pair is here")
	}
}
