package schedule

// silentDays is three weeks: a pair that has not met for longer needs a nudge
// before it drifts apart.
const silentDays = 21

// Silence is a pair's last session before a day, and its next one. A zero Date
// means that there is none.
type Silence struct{ Last, Next Date }

// Silent reports whether a pair is without a session for 21 days, seen from the
// day now: none was in the 21 days before, and none is on the day or in the 21
// after it. Only a cancelled session does not count: one of which nobody has said
// anything yet may have been held. A pair that had none yet counts from the first
// day of its cohort, starts.
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

// TwiceCancelled returns the last two sessions of a pair that were cancelled one
// after the other, in the order of the plan. It is false where there are none, or
// where the pair has met since.
func TwiceCancelled(sessions []Session) (first, second Session, twice bool) {
	for i := len(sessions) - 1; i > 0 && sessions[i].Status != Done; i-- {
		if sessions[i].Status == Cancelled && sessions[i-1].Status == Cancelled {
			return sessions[i-1], sessions[i], true
		}
	}
	return Session{}, Session{}, false
}
