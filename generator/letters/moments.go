package letters

import (
	"slices"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

const (
	week           = 7
	prepared       = 14 // days before the first session from which people prepare
	quietAgain     = 21 // days after which a quiet pair is asked again
	firstPulse     = 30 // days after the start
	betweenPulses  = 60
	managersNotice = 70 // days before the start: when people begin to sign up
	sponsorsNotice = 30
)

// choose finds the readers of the moment that is asked for.
func (x *selection) choose() {
	if strings.HasPrefix(x.request.Moment, "invitation") { // one of the writer's own is for no pair either
		x.invitation()
		return
	}
	switch x.request.Moment {
	case "received":
		x.received()
	case "no-match":
		x.noMatch()
	case "manager":
		x.managers()
	case "sponsor":
		x.sponsor()
	default:
		x.pairs()
	}
}

// once reports whether a letter about the whole cohort was not sent yet, and
// notes whom that leaves out.
func (x *selection) once() bool {
	day := x.lastNoted(x.cohort.Letters)
	if !day.IsZero() {
		x.skip("", "the letter was sent to all on %s", day)
	}
	return day.IsZero()
}

// open reports whether the day is in a span of days.
func (x *selection) open(from, to schedule.Date, what string) bool {
	now := x.site.Now
	if now.Before(from) || now.After(to) {
		x.skip("", "%s is from %s to %s", what, from, to)
		return false
	}
	return true
}

// invitation goes to everybody on the list who takes no part yet, while people
// can sign up.
func (x *selection) invitation() {
	r := x.cohort.Registration
	if r == nil {
		x.skip("", "the cohort has no registration")
		return
	}
	text := x.texts["mentor"]
	if text == nil || text != x.texts["mentee"] {
		x.skip("", "the letter is one to copy: nobody has a role before they sign up, and one to all says to: both")
		return
	}
	if !x.open(r.Opens, r.Closes, "registration") || !x.once() {
		return
	}
	for i := range x.config.People.Items {
		p := &x.config.People.Items[i]
		switch {
		case x.signedUp(p.ID):
			x.skip(p.ID, "signed up already")
		case len(x.pairsOf(p.ID)) > 0:
			x.skip(p.ID, "has a pair in this cohort")
		default:
			x.add(Reader{Person: p, noted: x.node, sent: x.cohort.Letters}, text)
		}
	}
}

func (x *selection) signedUp(id source.ID) bool {
	return slices.ContainsFunc(x.signups, func(s source.Signup) bool { return s.Person == id })
}

// pairsOf returns the pairs of the cohort that somebody is in, but for those that
// came to nothing.
func (x *selection) pairsOf(id source.ID) []*site.Pairing {
	var out []*site.Pairing
	for _, r := range x.cohort.Pairings {
		if r.Status != "declined" && (r.Mentor.ID == id || r.Mentee.ID == id) {
			out = append(out, r)
		}
	}
	return out
}

// received goes to who signed up.
func (x *selection) received() {
	x.eachSignup(func(*source.Signup) string { return "" })
}

// noMatch goes to who signed up and has no pair once pairs are proposed.
func (x *selection) noMatch() {
	if len(x.cohort.Pairings) == 0 {
		x.skip("", "no pair is proposed yet")
		return
	}
	x.eachSignup(func(s *source.Signup) string {
		if len(x.pairsOf(s.Person)) > 0 {
			return "has a pair"
		}
		return ""
	})
}

// eachSignup writes to those who signed up, unless except says why not.
func (x *selection) eachSignup(except func(*source.Signup) string) {
	for i := range x.signups {
		s := &x.signups[i]
		person, text := x.people[s.Person], x.texts[s.Role]
		if s.Role == "both" {
			text = x.texts["mentor"]
		}
		if person == nil { // reported by check
			continue
		}
		if day := x.lastNoted(s.Letters); !day.IsZero() {
			x.skip(s.Person, "was written to on %s", day)
		} else if reason := except(s); reason != "" {
			x.skip(s.Person, "%s", reason)
		} else if text != nil {
			x.add(Reader{Person: person, noted: s.Node, sent: s.Letters}, text)
		}
	}
}

// managers are told before the program starts, each once, and not of whom it is
// about.
func (x *selection) managers() {
	if from := x.cohort.Starts.AddDays(-managersNotice); !x.open(from, x.cohort.Starts, "the time to write to line managers") || !x.once() {
		return
	}
	var told []source.ID
	for i := range x.config.People.Items {
		id := x.config.People.Items[i].Manager
		if person := x.people[id]; person != nil && x.texts["manager"] != nil && !slices.Contains(told, id) {
			told = append(told, id)
			x.add(Reader{Person: person, noted: x.node, sent: x.cohort.Letters}, x.texts["manager"])
		}
	}
}

// sponsor is a text that who runs the program passes on.
func (x *selection) sponsor() {
	if x.open(x.cohort.Starts.AddDays(-sponsorsNotice), x.cohort.Starts, "the time to write to the sponsor") && x.once() {
		x.toOrganizers(Reader{noted: x.node, sent: x.cohort.Letters})
	}
}

// toOrganizers writes to the mailbox of the program.
func (x *selection) toOrganizers(r Reader) {
	text := x.texts["organizer"]
	if text == nil {
		return
	}
	if r.Address = x.contact(); r.Address == "" {
		x.skip("", "neither the program nor the site has a contact:")
		return
	}
	x.add(r, text)
}

func (x *selection) contact() string {
	if c := x.cohort.Program.Contact; c != "" {
		return c
	}
	return x.site.Settings.Contact
}

// pairs writes to the pairs for which the moment has come.
func (x *selection) pairs() {
	for _, r := range x.cohort.Pairings {
		since, session, reason := x.moment(r)
		if last := x.lastNoted(r.Letters); reason == "" && !last.IsZero() && !last.Before(since) {
			reason = "was written to on " + last.String()
		}
		if reason != "" {
			x.skip(r.Mentor.ID, "%s", reason)
			x.skip(r.Mentee.ID, "%s", reason)
			continue
		}
		for _, side := range []struct {
			role string
			id   source.ID
		}{{"mentor", r.Mentor.ID}, {"mentee", r.Mentee.ID}} {
			if text, person := x.texts[side.role], x.people[side.id]; text != nil && person != nil {
				x.add(Reader{Person: person, Role: side.role, Pairing: r, Session: session, noted: r.Node, sent: r.Letters}, text)
			}
		}
		x.toOrganizers(Reader{Pairing: r, Session: session, noted: r.Node, sent: r.Letters})
	}
}

// moment says since when a pair is to be written to, and about which session, or
// else why not.
func (x *selection) moment(r *site.Pairing) (since schedule.Date, session *schedule.Session, reason string) {
	running := r.Status == "active" || r.Status == "accepted"
	first := x.session(r, 0)
	switch moment := x.request.Moment; moment {
	case "proposal":
		return since, nil, unless(r.Status == "proposed", "is "+r.Status)
	case "thanks":
		over := r.Status == "completed" || r.Status == "active" && x.cohort.Ends.Before(x.site.Now)
		return since, nil, unless(over, "has sessions to come")
	case "accepted", "preparation":
		if !running {
			return since, nil, "is " + r.Status
		}
		if first == nil || first.Date.Before(x.site.Now) {
			return since, nil, "has met"
		}
		soon := moment == "accepted" || first.Date.DaysSince(x.site.Now) <= prepared
		return since, first, unless(soon, "meets first on "+first.Date.String())
	case "week-before":
		next := x.next(r)
		for moment, i := range map[source.ID]int{"midpoint": x.middle(), "closing": len(r.Sessions) - 1} {
			if next != nil && next == x.session(r, i) && len(textsFor(x.site, moment, x.cohort.Program.Sensitive)) > 0 {
				return since, nil, "gets the letter for the moment " + string(moment)
			}
		}
		return x.beforeSession(next, running)
	case "midpoint":
		return x.beforeSession(x.session(r, x.middle()), running)
	case "closing":
		return x.beforeSession(x.session(r, len(r.Sessions)-1), running)
	}
	switch x.request.Moment {
	case "quiet":
		_, quiet := r.Quiet(x.site.Now)
		return x.site.Now.AddDays(1 - quietAgain), nil, unless(quiet, "met lately, is about to, or has stopped")
	case "moved-twice":
		_, second, twice := r.CancelledTwice(x.site.Now)
		return second.Date.AddDays(-4 * week), nil, unless(twice, "has not cancelled twice in a row, or has met since")
	}
	switch {
	case r.Status != "active":
		return since, nil, "is " + r.Status
	case x.cohort.Ends.Before(x.site.Now):
		return since, nil, "is in a cohort that is over"
	}
	if x.request.Moment == "pulse" {
		day := x.pulse()
		return day, nil, unless(!day.IsZero(), "the first pulse is on "+x.cohort.Starts.AddDays(firstPulse).String())
	}
	return since, x.next(r), "" // a moment of the writer's own, of which a person knows when it is
}

func unless(holds bool, reason string) string {
	if holds {
		return ""
	}
	return reason
}

// beforeSession is the week before a session.
func (x *selection) beforeSession(s *schedule.Session, running bool) (schedule.Date, *schedule.Session, string) {
	switch {
	case !running:
		return schedule.Date{}, nil, "has no sessions"
	case s == nil || s.NoOpenDay || s.Status != schedule.Planned && s.Status != schedule.Moved:
		return schedule.Date{}, nil, "has no such session to come"
	}
	if days := s.Date.DaysSince(x.site.Now); days < 0 || days > week {
		return schedule.Date{}, nil, "meets on " + s.Date.String()
	}
	return s.Date.AddDays(-week), s, ""
}

// next is the first session that is still to come.
func (x *selection) next(r *site.Pairing) *schedule.Session {
	var next *schedule.Session
	for i := range r.Sessions {
		s := &r.Sessions[i]
		ahead := !s.NoOpenDay && !s.Date.Before(x.site.Now) && (s.Status == schedule.Planned || s.Status == schedule.Moved)
		if ahead && (next == nil || s.Date.Before(next.Date)) {
			next = s
		}
	}
	return next
}

func (x *selection) session(r *site.Pairing, i int) *schedule.Session {
	if i < 0 || i >= len(r.Sessions) {
		return nil
	}
	return &r.Sessions[i]
}

// middle is the place in the plan of the session that looks back and ahead: the
// one whose template says so by its name, or the last of the first half.
func (x *selection) middle() int {
	plan := x.cohort.Program.Plan
	i := slices.IndexFunc(plan, func(item site.PlanItem) bool { return strings.Contains(string(item.Session), "midpoint") })
	if i < 0 {
		i = (len(plan) - 1) / 2
	}
	return i
}

// pulse is the last day at which a pulse was due.
func (x *selection) pulse() schedule.Date {
	day := x.cohort.Starts.AddDays(firstPulse)
	if x.site.Now.Before(day) {
		return schedule.Date{}
	}
	for next := day.AddDays(betweenPulses); !x.site.Now.Before(next) && !next.After(x.cohort.Ends); next = next.AddDays(betweenPulses) {
		day = next
	}
	return day
}
