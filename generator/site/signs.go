package site

import "mentorbook/generator/schedule"

// What tells that a pair may drift apart. Whoever shows it, counts it, or writes to
// a pair because of it asks here, so that all say the same.

// GoesOn reports whether both of a pair agreed, and it has neither paused nor come to
// an end.
func (p *Pairing) GoesOn(now schedule.Date) bool {
	return (p.Status == "accepted" || p.Status == "active") && !p.Cohort.Ends.Before(now)
}

// Quiet reports whether a pair that goes on is without a session for 21 days, and
// which ones come before and after.
func (p *Pairing) Quiet(now schedule.Date) (schedule.Silence, bool) {
	silence, silent := schedule.Silent(p.Cohort.Starts, p.Sessions, now)
	return silence, silent && p.GoesOn(now)
}

// CancelledTwice returns the last two sessions that a pair that goes on cancelled in
// a row. It is false where there are none, or where the pair has met since.
func (p *Pairing) CancelledTwice(now schedule.Date) (first, second schedule.Session, twice bool) {
	first, second, twice = schedule.TwiceCancelled(p.Sessions)
	return first, second, twice && p.GoesOn(now)
}
