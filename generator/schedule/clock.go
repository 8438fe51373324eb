package schedule

import (
	"fmt"
	"strings"
	"time"
)

// WeeklyTime is the hour of the week that a pair keeps for its sessions, on the
// clocks of the pair's zone.
type WeeklyTime struct {
	Day          time.Weekday
	Hour, Minute int
}

// ParseWeekday reads an English weekday, in full or its first three letters,
// in upper or lower case. Its error is a [*SyntaxError].
func ParseWeekday(s string) (time.Weekday, error) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := day.String()
		if strings.EqualFold(s, name) || strings.EqualFold(s, name[:3]) {
			return day, nil
		}
	}
	return 0, &SyntaxError{"weekday", s, orMeant(s, weekdayMeant, "write mon, tue, wed, thu, fri, sat or sun, or the full English name")}
}

// ParseClock reads a time of day on the 24-hour clock, with two digits each:
// "09:30". Its error is a [*SyntaxError].
func ParseClock(s string) (hour, minute int, err error) {
	// Parse takes a one-digit hour where the layout says 15, hence the length.
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, 0, &SyntaxError{"time of day", s, orMeant(s, clockMeant, `write hours and minutes of the 24-hour clock, in quotes, such as "09:30"`)}
	}
	return t.Hour(), t.Minute(), nil
}

// Start is when people agreed to hold a session: a day, and where Timed is set
// an hour, on the clocks of the pair's zone. The zero Start is no agreement.
type Start struct {
	Date         Date
	Timed        bool
	Hour, Minute int
}

// ParseStart reads 2026-02-10 or 2026-02-10T10:00. Its error is a
// [*SyntaxError].
func ParseStart(s string) (Start, error) {
	day, clock, timed := strings.Cut(s, "T")
	date, err := ParseDate(day)
	start := Start{Date: date, Timed: timed}
	if err == nil && timed {
		start.Hour, start.Minute, err = ParseClock(clock)
	}
	if err != nil {
		return Start{}, &SyntaxError{"session start", s, orMeant(s, startMeant, `write a date, or a date and a time, such as "2026-02-10" or "2026-02-10T10:00"`)}
	}
	return start, nil
}

// String returns s as ParseStart reads it.
func (s Start) String() string {
	if !s.Timed {
		return s.Date.String()
	}
	return fmt.Sprintf("%sT%02d:%02d", s.Date, s.Hour, s.Minute)
}

// IsZero reports whether s is no start.
func (s Start) IsZero() bool { return s == Start{} }
