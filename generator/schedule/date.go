package schedule

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, without a time or a zone. Dates
// compare with ==. The zero Date is no date; arithmetic on it means nothing.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that t falls on in its own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads the one spelling that is accepted, 2026-02-03, of a day that
// exists. Its error is a [*SyntaxError].
func ParseDate(s string) (Date, error) {
	date, ok := readDate(s)
	if !ok {
		return Date{}, &SyntaxError{"date", s, wantDate(s)}
	}
	return date, nil
}

func readDate(s string) (Date, bool) {
	// time.Parse checks the length of every field and that the month has the
	// day. The year 0 is its only date that ours has no use for.
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Date{}, false
	}
	return DateOf(t), true
}

// String returns d as ParseDate reads it.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays returns the day n days after d, or before it when n is negative.
func (d Date) AddDays(n int) Date {
	d.Day += n
	return DateOf(d.utc())
}

// AddOffset returns the day that lies o after d: first the months, then the
// days. A month that lacks d's day ends on its last one, so a month after 31
// January is 28 February, not 3 March.
func (d Date) AddOffset(o Offset) Date {
	first := Date{d.Year, d.Month + time.Month(o.Months), 1}
	last := DateOf(Date{first.Year, first.Month + 1, 0}.utc())
	return Date{last.Year, last.Month, min(d.Day, last.Day)}.AddDays(o.Days)
}

// DaysSince returns the number of days from e to d, negative when d is earlier.
func (d Date) DaysSince(e Date) int {
	const secondsPerDay = 24 * 60 * 60
	return int((d.utc().Unix() - e.utc().Unix()) / secondsPerDay)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Compare returns -1 when d is before e, 0 when they are one day, 1 when d is
// after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// In returns the first moment of d in loc: midnight, or where the clocks skip
// midnight, the time they skip to.
func (d Date) In(loc *time.Location) time.Time { return d.at(0, 0, loc) }

// at returns the moment at which clocks in loc show the given time on d. Where
// that is no moment or two, it follows RFC 5545, section 3.3.5, which the
// calendars' readers follow too: a time that the clocks skip counts with the
// UTC offset before the gap, and so comes out later by the length of the gap;
// of a time that comes twice, the first is meant.
//
// time.Date does not promise which of the two moments it returns.
func (d Date) at(hour, minute int, loc *time.Location) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC)
	// No zone is a day away from UTC, so these offsets are those before and
	// after any change that can concern this wall time.
	before := offsetAt(wall.AddDate(0, 0, -1), loc)
	after := offsetAt(wall.AddDate(0, 0, 1), loc)

	// The larger offset names the earlier moment. If clocks do not show the
	// wanted time there, either the other moment does or none, and in a gap
	// the smaller offset is the one before it.
	ahead := max(before, after)
	if early := wall.Add(-ahead); offsetAt(early, loc) == ahead {
		return early.In(loc)
	}
	return wall.Add(-min(before, after)).In(loc)
}

// offsetAt returns how far clocks in loc are ahead of UTC at t.
func offsetAt(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
