package render

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// cohortContext is a cohort on the page that is being made: its own, its
// program's or that of one of its pairs.
type cohortContext struct {
	pageContext
	cohort *site.Cohort
}

func cohortKey(c *site.Cohort) string { return "programs/" + string(c.Program.ID) + "/" + string(c.ID) }

// Cohort renders the organizers' page of a cohort.
func (r *Renderer) Cohort(w *bytes.Buffer, lang string, c *site.Cohort) error {
	p := cohortContext{r.at(lang, cohortKey(c)), c}
	program := p.programLink(c.Program)
	page, err := p.page(p.text("cohort.title", string(c.ID)), program.Title, p.programsLink(), program)
	if err != nil {
		return err
	}
	page.Of = program.Title
	view := CohortPage{Page: page, Program: program, Cohort: p.dates(), Withheld: c.Withheld, Figures: p.figuresOf(c.Program)}
	for _, pairing := range c.Pairings {
		plan := PairPlan{PairLink: p.pairLink(pairing), Sessions: p.sessions(pairing.Sessions)}
		if pairing.HasCertificate() {
			plan.Certificate = p.to(certificateKey(pairing))
		}
		view.Pairs = append(view.Pairs, plan)
	}
	if r.site.HasReport(c) {
		view.Report = p.to(reportKey(c))
	}
	if HasCohortCalendar(c) {
		view.Calendar = p.file(CohortCalendarPath(c))
	}
	return r.theme.execute(w, lang, "cohort", "base", view)
}

// dates describes when the cohort does what, for every page that shows it.
func (c cohortContext) dates() CohortDates {
	out := CohortDates{
		Name: string(c.cohort.ID), Starts: c.cohort.Starts, Ends: c.cohort.Ends, Registration: c.registration(c.cohort),
		Sessions: c.sessions(c.cohort.Sessions), Milestones: c.milestones("pair", "program"),
	}
	if c.site.Audience >= site.Organizers {
		out.URL = c.to(cohortKey(c.cohort))
	}
	for _, closing := range c.cohort.ClosedDates {
		out.Closed = append(out.Closed, ClosedDays{closing.From, closing.To, c.site.Name(closing.Title, c.lang)})
	}
	for _, pairing := range c.cohort.Pairings {
		out.Pairs = append(out.Pairs, c.pairLink(pairing))
	}
	out.Days = days(out.Sessions, out.Milestones)
	out.Timeline = timeline(out, c.words().Month)
	return out
}

// days puts sessions and milestones in the order of their days; of one day the
// milestone comes first, which is due by then.
func days(sessions []DatedSession, milestones []DatedMilestone) []Day {
	var out []Day
	for i := range milestones {
		out = append(out, Day{Milestone: &milestones[i]})
	}
	for i := range sessions {
		out = append(out, Day{Session: &sessions[i]})
	}
	slices.SortStableFunc(out, func(a, b Day) int { return a.date().Compare(b.date()) })
	return out
}

func (d Day) date() schedule.Date {
	if d.Session != nil {
		return d.Session.Date
	}
	return d.Milestone.Date
}

// milestones lists the milestones of some scopes by their day.
func (c cohortContext) milestones(scopes ...string) []DatedMilestone {
	var out []DatedMilestone
	for _, m := range c.cohort.Milestones {
		if slices.Contains(scopes, m.Scope) {
			out = append(out, DatedMilestone{c.site.Name(m.Title, c.lang), m.Scope, m.Owner, c.cohort.Program.Type, m.Due.Date})
		}
	}
	slices.SortStableFunc(out, func(a, b DatedMilestone) int { return a.Date.Compare(b.Date) })
	return out
}

// sessions describes sessions of the cohort's plan.
func (c cohortContext) sessions(sessions []schedule.Session) []DatedSession {
	steps := c.planSteps(c.cohort.Program)
	out := make([]DatedSession, len(sessions))
	for i, s := range sessions {
		step := steps[c.cohort.Program.Position(s.ID)]
		d := DatedSession{
			Number: step.Number, Title: step.Title, URL: step.URL,
			Date: s.Date, Minutes: s.Minutes, Status: s.Status.String(), Mode: s.Mode,
		}
		if !s.AllDay {
			d.Time = s.Start.Format("15:04")
			if s.Minutes > 0 { // else it is not known here
				d.Time += "–" + s.End.Format("15:04")
			}
			d.Zone = zoneName(s)
		}
		d.MovedFrom, d.MovedFor = c.movedFrom(s)
		out[i] = d
	}
	return out
}

// movedFrom says which closed day a session had to leave. The weekday of a
// pair's slot moves most sessions by a few days, and is no news.
func (c cohortContext) movedFrom(s schedule.Session) (from schedule.Date, name string) {
	if s.Fixed {
		return schedule.Date{}, ""
	}
	for _, move := range s.Moves {
		switch {
		case move.Reason == schedule.ClosedDay:
			return move.From, c.site.Name(c.cohort.ClosedDates[move.Closed].Title, c.lang)
		case move.Reason == schedule.Weekend && from.IsZero():
			from = move.From
		}
	}
	return from, ""
}

// zoneName is what people call a time zone, WIB, or else its IANA name.
func zoneName(s schedule.Session) string {
	name, _ := s.Start.Zone()
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return s.Start.Location().String()
	}
	return name
}
