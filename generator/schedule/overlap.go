package schedule

import (
	"cmp"
	"slices"
	"strings"
)

// Booking is the sessions of one pair and the people who attend them.
type Booking struct {
	Pair     string
	People   [2]string
	Sessions []Session
}

// Appointment names a session of a pair.
type Appointment struct{ Pair, Session string }

// Overlap is one person expected in two sessions at once.
type Overlap struct {
	Person         string
	Earlier, Later Appointment // by start
}

// Overlaps finds the people whose sessions with different pairs overlap. Each
// session is reported at most once for a person, against the session of
// another pair that keeps the person longest, so that a mistake repeated in n
// pairs is n reports, not n². Sessions that touch do not overlap; cancelled
// ones and those without an hour take no time. The result is in the order of
// person, start, pair and session, whatever the order of the bookings.
func Overlaps(bookings []Booking) []Overlap {
	var overlaps []Overlap
	var longest, other *attendance // the latest to end, and the latest of another pair
	attended := attendances(bookings)
	for i := range attended {
		a := &attended[i]
		if longest != nil && longest.person != a.person {
			longest, other = nil, nil
		}
		running := longest
		if running != nil && running.Pair == a.Pair {
			running = other
		}
		if running != nil && a.session.Start.Before(running.session.End) {
			overlaps = append(overlaps, Overlap{a.person, running.Appointment, a.Appointment})
		}
		switch {
		case longest == nil:
			longest = a
		case !a.session.End.Before(longest.session.End):
			if a.Pair != longest.Pair {
				other = longest
			}
			longest = a
		case a.Pair != longest.Pair && (other == nil || a.session.End.After(other.session.End)):
			other = a
		}
	}
	return overlaps
}

// attendance is one person in one session.
type attendance struct {
	person string
	Appointment
	session *Session
}

// attendances lists who takes part in what, in the order Overlaps promises.
func attendances(bookings []Booking) []attendance {
	var all []attendance
	for _, booking := range bookings {
		for i := range booking.Sessions {
			s := &booking.Sessions[i]
			if s.AllDay || s.Status == Cancelled {
				continue
			}
			for _, person := range booking.People {
				all = append(all, attendance{person, Appointment{booking.Pair, s.ID}, s})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b attendance) int {
		return cmp.Or(
			strings.Compare(a.person, b.person),
			a.session.Start.Compare(b.session.Start),
			strings.Compare(a.Pair, b.Pair),
			strings.Compare(a.Session, b.Session),
		)
	})
	return all
}
