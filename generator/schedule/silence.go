package schedule

// silentDays is three weeks: a pair that has not met for longer needs a nudge
// before it drifts apart.
const silentDays = 21

// Silence is a pair's last session before a day, and its next one. A zero Date
// means that there is none.
type Silence struct{ Last, Next Date }

// Silent reports whether a pair is without a session for 21 days, seen from the
// day now: the last session that is not cancelled was more than 21 days ago,
// and none is planned for now or the 21 days to come. A past session that is
// still marked as planned counts as held. A pair that had none yet counts from
// the first day of its cohort, starts.
func Silent(starts Date, sessions []Session, now Date) (s Silence, silent bool) {
	for _, session := range sessions {
		day := session.Date
		switch {
		case session.Status == Cancelled || session.NoOpenDay:
		case day.Before(now):
			if s.Last.Before(day) { // the zero Date is before every other
				s.Last = day
			}
		case s.Next.IsZero() || day.Before(s.Next):
			s.Next = day
		}
	}
	since := s.Last
	if since.IsZero() {
		since = starts
	}
	return s, now.DaysSince(since) > silentDays && (s.Next.IsZero() || s.Next.DaysSince(now) > silentDays)
}
