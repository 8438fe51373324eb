package render

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// CalendarPath is where the calendar beside a page lies.
func CalendarPath(page string) string { return strings.TrimSuffix(page, ".html") + ".ics" }

// calendarLink leads to the calendar of the page.
func (p place) calendarLink() CalendarLink {
	file := CalendarPath(p.path)
	link := CalendarLink{URL: p.file(file)}
	if absolute := p.absolute(file); absolute != "" {
		_, address, _ := strings.Cut(absolute, "://")
		link.Subscribe = template.URL("webcal://" + address)
	}
	return link
}

// PairCalendar writes the sessions of a pair.
func (r *Renderer) PairCalendar(w *bytes.Buffer, lang string, pairing *site.Pairing) error {
	p := r.at(lang, pairKey(pairing))
	name := p.calendarName(pairing.Cohort, "")
	return encode(w, schedule.Calendar{Name: name, Events: p.events(pairing, "")})
}

// CohortCalendar writes the sessions of all pairs of a cohort, for organizers.
func (r *Renderer) CohortCalendar(w *bytes.Buffer, lang string, c *site.Cohort) error {
	p := r.at(lang, cohortKey(c))
	calendar := schedule.Calendar{Name: p.calendarName(c, string(c.ID))}
	for _, pairing := range c.Pairings {
		whose := pairing.Mentor.Name + " – " + pairing.Mentee.Name
		if c.Program.Sensitive {
			whose = string(pairing.ID)
		}
		calendar.Events = append(calendar.Events, p.events(pairing, whose)...)
	}
	return encode(w, calendar)
}

func encode(w *bytes.Buffer, c schedule.Calendar) error {
	data, err := c.Encode()
	w.Write(data)
	return err
}

// calendarName is neutral in a sensitive program: calendars are shown to
// colleagues, and that somebody takes part is nobody's business.
func (p place) calendarName(c *site.Cohort, cohort string) string {
	name := p.site.Name(c.Program.Title, p.lang)
	if c.Program.Sensitive {
		name = p.text("calendar.neutral")
	}
	return strings.TrimSpace(name + " " + cohort)
}

// events describes a pair's sessions. Where several pairs are in one calendar,
// whose says which one this is. The identifier of an event is made of ids
// alone, so that the same session is one event in every calendar, language and
// build.
func (p place) events(pairing *site.Pairing, whose string) []schedule.Event {
	c := pairing.Cohort
	steps := p.planSteps(c.Program)
	out := make([]schedule.Event, len(pairing.Sessions))
	for i, s := range pairing.Sessions {
		e := schedule.Event{
			Session: s, Stamp: c.Calendar.Stamp(s.Sequence), Private: c.Program.Sensitive,
			UID: fmt.Sprintf("%s.%s@mentorbook", pairing.ID, s.ID),
		}
		if c.Program.Sensitive {
			e.Summary = p.text("calendar.neutral")
		} else {
			title := steps[i].Title
			if title == "" {
				title = p.text("session.number", i+1)
			}
			e.Summary = p.text("calendar.session", title)
			e.Description = p.eventText(pairing, s)
			e.URL = p.templateAddress(c.Program.Plan[i])
		}
		if whose != "" {
			e.Summary += " (" + whose + ")"
		}
		out[i] = e
	}
	return out
}

// eventText says who meets, in which program and how.
func (p place) eventText(pairing *site.Pairing, s schedule.Session) string {
	lines := []string{
		pairing.Mentor.Name + " – " + pairing.Mentee.Name,
		p.site.Name(pairing.Cohort.Program.Title, p.lang),
	}
	if s.Mode != "" {
		lines = append(lines, p.text("mode."+s.Mode))
	}
	return strings.Join(lines, "\n")
}

// templateAddress is the whole URL of a session's template, or "" where it is
// unknown or not for this audience.
func (p place) templateAddress(item site.PlanItem) string {
	if item.Template == nil {
		return ""
	}
	return p.absolute(p.site.Path(p.lang, item.Template.Key))
}
