package site

import (
	"fmt"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/fit"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// pairChecker checks the pairs of a project.
type pairChecker struct{ *checker }

// validatePairings checks the pairs of the whole project. What speaks against
// a pair that exists is a warning: people decide. One that was declined is none.
func (c pairChecker) validatePairings() {
	before := history{earlier: map[[2]string]*pairRecord{}, declined: map[programPair]*pairRecord{}}
	active := map[source.ID][]*pairRecord{}
	for _, r := range c.pairs {
		c.validatePairing(r, before)
		if r.mentor == nil || r.mentee == nil || r.Mentor == r.Mentee {
			continue
		}
		before.add(r)
		if r.Status == "accepted" || r.Status == "active" || r.Status == "paused" {
			active[r.Mentor] = append(active[r.Mentor], r)
			active[r.Mentee] = append(active[r.Mentee], r)
		}
	}
	if !c.config.Sound {
		return
	}
	c.validateCapacity(active)
	for _, r := range c.pairs {
		if !r.cohort.Ends.Before(r.cohort.Starts) {
			c.validateSessions(r)
		}
	}
	c.validateOverlaps()
}

// history is what is known of two people from the pairs before.
type history struct {
	earlier  map[[2]string]*pairRecord
	declined map[programPair]*pairRecord
}

// programPair is two people in a program.
type programPair struct {
	program source.ID
	two     [2]string
}

func (h history) add(r *pairRecord) {
	two := fit.Two(string(r.Mentor), string(r.Mentee))
	if r.Status == "declined" {
		h.declined[programPair{r.program.ID, two}] = r
	} else if h.earlier[two] == nil {
		h.earlier[two] = r
	}
}

func (c pairChecker) validatePairing(r *pairRecord, before history) {
	refers(c.checker, r.At("mentor"), "person", r.Mentor, c.people, inConfig)
	refers(c.checker, r.At("mentee"), "person", r.Mentee, c.people, inConfig)
	known := true
	for i, id := range r.Topics {
		known = refers(c.checker, r.At("topics", i), "topic", id, c.topics, inConfig) && known
	}
	if accepted := r.Accepted; c.config.Sound && r.Status == "active" && (accepted == nil || accepted.Mentor.IsZero() || accepted.Mentee.IsZero()) {
		c.list.Warnf(r.Key("status"), "not-accepted", "add accepted: {mentor: date, mentee: date}", "the pair %s is active, but not both have accepted", r.ID)
	}
	if r.mentor != nil && r.mentee != nil && r.Status != "declined" && c.config.Sound {
		c.validateFit(r, known, before)
	}
}

// validateFit reports what the rules for pairs object to. Whether the two share
// a topic is not asked where a topic is unknown.
func (c pairChecker) validateFit(r *pairRecord, topicsKnown bool, before history) {
	topics := make([]string, len(r.Topics))
	for i, id := range r.Topics {
		topics[i] = string(id)
	}
	two := fit.Two(string(r.Mentor), string(r.Mentee))
	rules := FitProgram(r.program)
	rules.Earlier = map[[2]string]bool{two: before.earlier[two] != nil}
	rules.Declined = map[[2]string]bool{two: before.declined[programPair{r.program.ID, two}] != nil}
	for _, o := range fit.Objections(c.fitting.Person(r.mentor, r.cohort.Starts), c.fitting.Person(r.mentee, r.cohort.Starts), topics, rules) {
		if o.Rule != fit.NoSharedTopic || topicsKnown && c.topicsKnown(r.mentor) && c.topicsKnown(r.mentee) {
			c.reportObjection(r, o, rules)
		}
		switch o.Rule {
		case fit.EarlierPair:
			c.list.Relate(before.earlier[two].At("id"), "they are a pair here")
		case fit.DeclinedPair:
			c.list.Relate(before.declined[programPair{r.program.ID, two}].At("status"), "it was declined here")
		}
	}
}

// reportObjection warns of a pair that exists.
func (c pairChecker) reportObjection(r *pairRecord, o fit.Objection, rules fit.Program) {
	const otherLine = "pair people from different reporting lines"
	switch o.Rule {
	case fit.SamePerson:
		c.list.Warnf(r.At("mentee"), "self-pair", "write two different people", "%s is paired with themselves", o.Who)
	case fit.LevelGap:
		c.list.Warnf(r.At("mentee"), "level-gap", "pair the mentor with somebody more senior", "in a reverse program the mentee stands at least %d levels above the mentor", rules.MinLevelGap)
	case fit.IsManager:
		c.list.Warnf(r.At("mentee"), "reporting-line", otherLine, "%s is the manager of %s", o.Who, o.Whom)
	case fit.IsManagersManager:
		c.list.Warnf(r.At("mentee"), "reporting-line", otherLine, "%s is the manager's manager of %s", o.Who, o.Whom)
	case fit.SameManager:
		c.list.Warnf(r.At("mentee"), "reporting-line", otherLine, "%s and %s have the same manager", o.Who, o.Whom)
	case fit.Avoided:
		c.list.Warnf(r.At("mentee"), "avoided", "pair them with other people", "%s asked not to be paired with %s", o.Who, o.Whom)
	case fit.NoSharedLanguage:
		c.list.Warnf(r.At("mentee"), "no-shared-language", "pair people who share a language", "%s and %s share no language", o.Who, o.Whom)
	case fit.NoSharedTopic:
		c.list.Warnf(r.At("topics"), "no-shared-topic", "name a topic that the mentor offers and the mentee wants", "no topic of the pair %s is offered by %s and wanted by %s", r.ID, o.Who, o.Whom)
	case fit.SameUnit:
		c.list.Warnf(r.At("mentee"), "same-unit", "pair people of two units, or change same_unit", "%s and %s are of one unit, which the program forbids", o.Who, o.Whom)
	case fit.OtherSite:
		c.list.Warnf(r.At("mentee"), "other-site", "pair people of one site, or change same_site", "%s and %s work at two sites, and the program asks for one", o.Who, o.Whom)
	case fit.ZoneGap:
		c.list.Warnf(r.At("mentee"), "zone-gap", "pair people whose days overlap, or raise max_zone_gap", "more than %d hours lie between the clocks of %s and %s", rules.MaxZoneGap, o.Who, o.Whom)
	case fit.NoOverlap:
		c.list.Warnf(r.At("mentee"), "no-overlap", "ask both for more times under availability:, or lower min_overlap", "%s and %s are not both available for %d minutes a week", o.Who, o.Whom, rules.MinOverlap)
	case fit.EarlierPair:
		c.list.Warnf(r.At("mentee"), "repeated-pair", "pair them with somebody new", "%s and %s were a pair before", o.Who, o.Whom)
	case fit.DeclinedPair:
		c.list.Warnf(r.At("mentee"), "declined-pair", "pair them with somebody new", "the pair of %s and %s was declined in this program", o.Who, o.Whom)
	}
}

// topicsKnown reports whether every topic of a person exists.
func (c pairChecker) topicsKnown(p *source.Person) bool {
	return !slices.ContainsFunc(p.Offers, func(o source.Offer) bool { return c.topics[o.Topic] == nil }) &&
		!slices.ContainsFunc(p.Wants, func(w source.Want) bool { return c.topics[w.Topic] == nil })
}

func (c pairChecker) validateCapacity(active map[source.ID][]*pairRecord) {
	for i := range c.config.People.Items {
		p := &c.config.People.Items[i]
		if pairs := active[p.ID]; (fit.Person{Capacity: p.Capacity}).Room(len(pairs)) < 0 {
			r := pairs[p.Capacity]
			c.list.Warnf(r.At("id"), "over-capacity", "end a pair, or raise the capacity", "%s has %d pairs at a time, and room for %d", p.ID, len(pairs), p.Capacity)
			c.list.Relate(p.Span(), "%s is described here", p.ID)
		}
	}
}

// validateSessions holds a pair's dates to the cohort's calendar.
func (c pairChecker) validateSessions(r *pairRecord) {
	byID(&c.list, r.Sessions, "session", func(o *source.SessionOverride) (source.ID, diag.Span) { return o.ID, o.At("id") })
	for _, o := range r.Sessions {
		if o.Status == "moved" && o.Starts.IsZero() {
			c.list.Errorf(o.Key("status"), "missing-key", "add starts: with the new date and time", "session %s has moved, but not to a day", o.ID)
		}
	}
	if !isPlanSure(r.program) {
		return
	}
	for _, problem := range schedule.Check(r.calendar, r.pair, r.sessions) {
		if slices.Contains(c.planProblems[r.cohort], problem) { // the plan is at fault, and was reported
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
			c.list.Errorf(r.Sessions[override].At("id"), "unknown-session", diag.DidYouMean(problem.ID, planIDs(r.program), "the plan has "+listed(planIDs(r.program))), "the plan has no session %q", problem.ID)
		case schedule.NoOpenDay:
			c.list.Errorf(at, "no-open-day", "give it a day under sessions:, or the pair another slot", "there is no open day for session %s of the pair %s within a year", problem.ID, r.ID)
		case schedule.OutsideCohort:
			hint := fmt.Sprintf("choose a day from %s to %s", r.cohort.Starts, r.cohort.Ends)
			switch s := r.sessions[session]; {
			case s.Fixed:
				c.list.Errorf(at, "outside-cohort", hint, "session %s is on %s, outside the cohort", problem.ID, s.Date)
			case !s.Planned.After(r.cohort.Ends): // else the plan is at fault, and was reported
				c.list.Warnf(at, "outside-cohort", hint+", under sessions:", "session %s of the pair %s falls on %s, outside the cohort", problem.ID, r.ID, s.Date)
			}
		case schedule.FixedOnClosedDay:
			c.list.Errorf(at, "closed-day", "choose an open day", "session %s is on %s, a closed day", problem.ID, r.sessions[session].Date)
		case schedule.OutOfOrder:
			c.list.Warnf(at, "session-order", "check the dates", "session %s comes before session %s, which precedes it in the plan", problem.ID, problem.Other)
		case schedule.SameTime:
			c.list.Warnf(at, "overlap", "move one of them", "sessions %s and %s of the pair %s are at the same time", problem.Other, problem.ID, r.ID)
		}
	}
}

// isPlanSure reports whether each session of a plan has an id of its own. Where one
// has not, what is wrong with a pair's sessions may follow from it.
func isPlanSure(p *source.Program) bool { return !repeats(planIDs(p)) }

func planIDs(p *source.Program) []string {
	var out []string
	for _, item := range p.Plan {
		out = append(out, string(item.ID))
	}
	return out
}

// validateOverlaps reports people who would have to be in two sessions at once.
func (c pairChecker) validateOverlaps() {
	bookings := make([]schedule.Booking, 0, len(c.pairs))
	byID := make(map[string]*pairRecord, len(c.pairs))
	for _, r := range c.pairs {
		if r.Status == "ended" || r.Status == "declined" || r.mentor == nil || r.mentee == nil {
			continue
		}
		byID[string(r.ID)] = r
		bookings = append(bookings, schedule.Booking{Pair: string(r.ID), People: [2]string{string(r.Mentor), string(r.Mentee)}, Sessions: r.sessions})
	}
	for _, o := range schedule.Overlaps(bookings) {
		r := byID[o.Later.Pair]
		c.list.Warnf(r.At("id"), "overlap", "move one of them", "%s has to be in session %s of %s and session %s of %s at once", o.Person, o.Earlier.Session, o.Earlier.Pair, o.Later.Session, o.Later.Pair)
		c.list.Relate(byID[o.Earlier.Pair].At("id"), "the other pair is here")
	}
}
