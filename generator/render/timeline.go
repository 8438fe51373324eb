package render

import (
	"time"

	"mentorbook/generator/schedule"
)

// timeline lays out a cohort's dates, whole months wide, each month under its name. It is empty while the dates have a mistake.
func timeline(c CohortDates, nameOf func(time.Month) string) *Timeline {
	if c.Starts.IsZero() || c.Ends.Before(c.Starts) {
		return nil
	}
	registration := c.Registration
	if r := registration; r != nil && (r.Opens.IsZero() || r.Closes.Before(r.Opens)) {
		registration = nil
	}
	t := wholeMonths(c, registration)
	for month := t.From; !month.After(t.To); month = month.AddOffset(schedule.Offset{Months: 1}) {
		t.Months = append(t.Months, t.span(month, lastOfMonth(month), nameOf(month.Month)))
	}
	if r := registration; r != nil {
		open := t.span(r.Opens, r.Closes, "")
		t.Registration = &open
	}
	t.Cohort = t.span(c.Starts, c.Ends, c.Name)
	for _, closed := range c.Closed {
		if !closed.To.Before(t.From) && !closed.From.After(t.To) {
			t.Closed = append(t.Closed, t.span(closed.From, closed.To, closed.Title))
		}
	}
	for _, s := range c.Sessions {
		t.Sessions = append(t.Sessions, t.span(s.Date, s.Date, s.Title))
	}
	for _, m := range c.Milestones {
		if !m.Date.After(t.To) {
			t.Milestones = append(t.Milestones, t.span(m.Date, m.Date, m.Title))
		}
	}
	return t
}

// wholeMonths returns an empty timeline with room for the registration, the
// cohort and all of its sessions.
func wholeMonths(c CohortDates, registration *OpenPhase) *Timeline {
	first, last := c.Starts, c.Ends
	if r := registration; r != nil && r.Opens.Before(first) {
		first = r.Opens
	}
	for _, s := range c.Sessions {
		if s.Date.After(last) {
			last = s.Date
		}
	}
	from, to := firstOfMonth(first), lastOfMonth(last)
	return &Timeline{From: from, To: to, Days: to.DaysSince(from) + 1}
}

// span is a stretch of the timeline, its last day included.
func (t *Timeline) span(from, to schedule.Date, label string) Span {
	return Span{from.DaysSince(t.From), to.DaysSince(from) + 1, label}
}

func firstOfMonth(d schedule.Date) schedule.Date {
	return schedule.Date{Year: d.Year, Month: d.Month, Day: 1}
}

func lastOfMonth(d schedule.Date) schedule.Date {
	return firstOfMonth(d).AddOffset(schedule.Offset{Months: 1, Days: -1})
}
