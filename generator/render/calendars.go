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
// that is only proposed, or was declined, has none yet.
func HasCalendar(pairing *site.Pairing) bool {
	return pairing.Status != "proposed" && pairing.Status != "declined" && slices.ContainsFunc(pairing.Sessions, func(s schedule.Session) bool { return !s.NoOpenDay })
}

// HasCohortCalendar reports whether a pair of the cohort has a calendar.
func HasCohortCalendar(c *site.Cohort) bool { return slices.ContainsFunc(c.Pairings, HasCalendar) }

// calendarContext is the calendar that is being made: it has the addresses and the
// words of a page, and shows the sessions of pairs of one cohort.
type calendarContext struct{ cohortContext }

func (r *Renderer) calendar(lang, path string, c *site.Cohort) calendarContext {
	return calendarContext{cohortContext{r.context(lang, path, ""), c}}
}

// PairCalendar renders a pair's calendar, in the language of the pair.
func (r *Renderer) PairCalendar(w *bytes.Buffer, pairing *site.Pairing) error {
	c := r.calendar(pairing.Language, PairCalendarPath(pairing), pairing.Cohort)
	neutral := c.text("calendar.neutral")
	calendar := schedule.Calendar{Name: c.site.Name(c.cohort.Program.Title, c.lang)}
	if c.cohort.Program.Sensitive {
		calendar.Name = neutral
	}
	calendar.Events = c.events(pairing, neutral, func(session string) string { return c.text("calendar.session", session) })
	return calendar.Write(w)
}

// CohortCalendar renders the calendar of all pairs of a cohort, for organizers.
func (r *Renderer) CohortCalendar(w *bytes.Buffer, cohort *site.Cohort) error {
	c := r.calendar(r.site.DefaultLanguage(), CohortCalendarPath(cohort), cohort)
	calendar := schedule.Calendar{Name: fmt.Sprintf("%s %s", c.site.Name(cohort.Program.Title, c.lang), cohort.ID)}
	if cohort.Program.Sensitive {
		calendar.Name = c.text("calendar.neutral")
	}
	for _, pairing := range cohort.Pairings {
		if HasCalendar(pairing) {
			neutral := fmt.Sprintf("%s (%s)", c.text("calendar.neutral"), pairing.ID)
			calendar.Events = append(calendar.Events, c.events(pairing, neutral, func(session string) string {
				return fmt.Sprintf("%s – %s: %s", pairing.Mentor.Name, pairing.Mentee.Name, session)
			})...)
		}
	}
	return calendar.Write(w)
}

// events are a pair's sessions, titled by what they are called. Others may look
// at a calendar, too: in a sensitive program the neutral title is all it says.
func (c calendarContext) events(pairing *site.Pairing, neutral string, title func(session string) string) []schedule.Event {
	program := c.cohort.Program
	out := make([]schedule.Event, len(pairing.Sessions))
	for i, s := range c.sessions(pairing.Sessions) {
		e := schedule.Event{
			Session: pairing.Sessions[i],
			UID:     fmt.Sprintf("%s.%s@mentorbook", pairing.ID, pairing.Sessions[i].ID),
			Since:   c.cohort.Starts,
		}
		if program.Sensitive {
			e.Title, e.Private = neutral, true
		} else {
			e.Title = title(c.sessionName(s))
			e.Details = strings.Join(c.eventDetails(s, len(program.Plan)), "\n")
			if t := program.Plan[s.Number-1].Template; t != nil {
				e.URL = absolute(c.site, c.site.Path(c.lang, t.Key))
			}
		}
		out[i] = e
	}
	return out
}

// sessionName is a session's title, or its number where the reader may not see
// what it is.
func (c calendarContext) sessionName(s DatedSession) string {
	if s.Title == "" {
		return c.text("session.number", s.Number)
	}
	return s.Title
}

func (c calendarContext) eventDetails(s DatedSession, sessions int) []string {
	lines := []string{c.text("calendar.place", s.Number, sessions)}
	if s.Mode != "" {
		lines = append(lines, c.text("mode."+s.Mode))
	}
	switch {
	case s.MovedFrom.IsZero():
	case s.MovedFor != "":
		lines = append(lines, c.text("session.movedfor", c.words().date(s.MovedFrom), s.MovedFor))
	default:
		lines = append(lines, c.text("session.movedfrom", c.words().date(s.MovedFrom)))
	}
	return lines
}
