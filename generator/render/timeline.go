package render

import "mentorbook/generator/schedule"

// timeline lays out a cohort's dates, whole months wide, under the names of the
// twelve months. There is none while the dates have a mistake, which was reported.
func timeline(c CohortDates, months []string) *Timeline {
	if c.Starts.IsZero() || c.Ends.Before(c.Starts) {
		return nil
	}
	first, last := c.Starts, c.Ends
	registration := c.Registration
	if r := registration; r != nil && (r.Opens.IsZero() || r.Closes.Before(r.Opens)) {
		registration = nil
	}
	if r := registration; r != nil && r.Opens.Before(first) {
		first = r.Opens
	}
	for _, s := range c.Sessions {
		if s.Date.After(last) {
			last = s.Date
		}
	}
	from := schedule.Date{Year: first.Year, Month: first.Month, Day: 1}
	to := schedule.Date{Year: last.Year, Month: last.Month, Day: 1}.AddOffset(schedule.Offset{Months: 1, Days: -1})
	t := &Timeline{From: from, To: to, Days: to.DaysSince(from) + 1}
	span := func(from, to schedule.Date, label string) Span {
		return Span{from.DaysSince(t.From), to.DaysSince(from) + 1, label}
	}
	for month := from; !month.After(to); month = month.AddOffset(schedule.Offset{Months: 1}) {
		end := month.AddOffset(schedule.Offset{Months: 1, Days: -1})
		t.Months = append(t.Months, span(month, end, months[month.Month-1]))
	}
	if r := registration; r != nil {
		open := span(r.Opens, r.Closes, "")
		t.Registration = &open
	}
	t.Cohort = span(c.Starts, c.Ends, c.Name)
	for _, closed := range c.Closed {
		if !closed.To.Before(from) && !closed.From.After(to) {
			t.Closed = append(t.Closed, span(closed.From, closed.To, closed.Title))
		}
	}
	for _, s := range c.Sessions {
		t.Sessions = append(t.Sessions, span(s.Date, s.Date, s.Title))
	}
	for _, m := range c.Milestones {
		if !m.Date.After(to) {
			t.Milestones = append(t.Milestones, span(m.Date, m.Date, m.Title))
		}
	}
	return t
}
