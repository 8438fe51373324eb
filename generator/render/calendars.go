package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// A calendar is one file, whatever the language of the page that leads to it:
// apps that read it again find the same sessions at the same address.

// PairCalendarPath returns where a pair's calendar is in the output.
func PairCalendarPath(pairing *site.Pairing) string { return pairKey(pairing) + ".ics" }

// CohortCalendarPath returns where the calendar of a cohort's pairs is in the
// output.
func CohortCalendarPath(c *site.Cohort) string { return cohortKey(c) + ".ics" }

// HasCalendar reports whether a pair has sessions to put into a calendar. One
// that is only proposed has none yet.
func HasCalendar(pairing *site.Pairing) bool {
	return pairing.Status != "proposed" && slices.ContainsFunc(pairing.Sessions, func(s schedule.Session) bool { return !s.NoOpenDay })
}

// HasCohortCalendar reports whether a pair of the cohort has a calendar.
func HasCohortCalendar(c *site.Cohort) bool { return slices.ContainsFunc(c.Pairings, HasCalendar) }

// PairCalendar renders a pair's calendar, in the language of the pair.
func (r *Renderer) PairCalendar(w *bytes.Buffer, pairing *site.Pairing) error {
	p := r.context(pairing.Language, PairCalendarPath(pairing), "")
	program := pairing.Cohort.Program
	calendar := schedule.Calendar{Name: p.site.Name(program.Title, p.lang)}
	if program.Sensitive {
		calendar.Name = p.text("calendar.neutral")
	}
	calendar.Events = p.events(pairing, p.text("calendar.neutral"), func(session string) string { return p.text("calendar.session", session) })
	return calendar.Write(w)
}

// CohortCalendar renders the calendar of all pairs of a cohort, for organizers.
func (r *Renderer) CohortCalendar(w *bytes.Buffer, c *site.Cohort) error {
	p := r.context(r.site.DefaultLanguage(), CohortCalendarPath(c), "")
	calendar := schedule.Calendar{Name: fmt.Sprintf("%s %s", p.site.Name(c.Program.Title, p.lang), c.ID)}
	if c.Program.Sensitive {
		calendar.Name = p.text("calendar.neutral")
	}
	for _, pairing := range c.Pairings {
		if HasCalendar(pairing) {
			neutral := fmt.Sprintf("%s (%s)", p.text("calendar.neutral"), pairing.ID)
			calendar.Events = append(calendar.Events, p.events(pairing, neutral, func(session string) string {
				return fmt.Sprintf("%s – %s: %s", pairing.Mentor.Name, pairing.Mentee.Name, session)
			})...)
		}
	}
	return calendar.Write(w)
}

// events are a pair's sessions, titled by what they are called. Others may look
// at a calendar, too: in a sensitive program the neutral title is all it says.
func (p pageContext) events(pairing *site.Pairing, neutral string, title func(session string) string) []schedule.Event {
	c := pairing.Cohort
	out := make([]schedule.Event, len(pairing.Sessions))
	for i, s := range p.datedSessions(c, pairing.Sessions) {
		e := schedule.Event{
			Session: pairing.Sessions[i],
			UID:     fmt.Sprintf("%s.%s@mentorbook", pairing.ID, pairing.Sessions[i].ID),
			Since:   c.Starts,
		}
		if c.Program.Sensitive {
			e.Title, e.Private = neutral, true
		} else {
			e.Title = title(p.sessionName(s))
			e.Details = strings.Join(p.eventDetails(s, len(out)), "\n")
		}
		switch t := c.Program.Plan[i].Template; {
		case t == nil: // the length of what is hidden is hidden too
			e.End = e.Start
		case !c.Program.Sensitive:
			e.URL = absolute(p.site, p.site.Path(p.lang, t.Key))
		}
		out[i] = e
	}
	return out
}

// sessionName is a session's title, or its number where the reader may not see
// what it is.
func (p pageContext) sessionName(s DatedSession) string {
	if s.Title == "" {
		return p.text("session.number", s.Number)
	}
	return s.Title
}

func (p pageContext) eventDetails(s DatedSession, sessions int) []string {
	lines := []string{p.text("calendar.place", s.Number, sessions)}
	if s.Mode != "" {
		lines = append(lines, p.text("mode."+s.Mode))
	}
	switch {
	case s.MovedFrom.IsZero():
	case s.MovedFor != "":
		lines = append(lines, p.text("session.movedfor", p.words().date(s.MovedFrom), s.MovedFor))
	default:
		lines = append(lines, p.text("session.movedfrom", p.words().date(s.MovedFrom)))
	}
	return lines
}
