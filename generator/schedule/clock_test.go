package schedule_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/schedule"
)

func TestWeekdaysAreReadInShortAndInFull(t *testing.T) {
	for day, want := range map[string]time.Weekday{
		"mon": time.Monday, "tue": time.Tuesday, "WED": time.Wednesday, "Thu": time.Thursday,
		"friday": time.Friday, "Saturday": time.Saturday, "sun": time.Sunday,
	} {
		if got, err := schedule.ParseWeekday(day); err != nil || got != want {
			t.Errorf("ParseWeekday(%q) = %v, %v", day, got, err)
		}
	}
	for _, day := range []string{"", "tu", "tues", "selasa", "2"} {
		if got, err := schedule.ParseWeekday(day); err == nil {
			t.Errorf("ParseWeekday(%q) = %v, want an error", day, got)
		}
	}
}

func TestClocksHaveTwoDigitsEach(t *testing.T) {
	if hour, minute, err := schedule.ParseClock("09:30"); hour != 9 || minute != 30 || err != nil {
		t.Errorf("ParseClock(09:30) = %d, %d, %v", hour, minute, err)
	}
	for _, clock := range []string{"", "9:30", "10", "10.00", "24:00", "10:60", "10:00am", "10:00:00", "600"} {
		if hour, minute, err := schedule.ParseClock(clock); err == nil {
			t.Errorf("ParseClock(%q) = %d, %d, want an error", clock, hour, minute)
		}
	}
}

func TestStartIsADateWithOrWithoutAnHour(t *testing.T) {
	for s, want := range map[string]schedule.Start{
		"2026-02-10":       {Date: date("2026-02-10")},
		"2026-02-10T00:00": {Date: date("2026-02-10"), Timed: true},
		"2026-02-10T10:05": {Date: date("2026-02-10"), Timed: true, Hour: 10, Minute: 5},
	} {
		if got, err := schedule.ParseStart(s); err != nil || got != want {
			t.Errorf("ParseStart(%q) = %+v, %v; want %+v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "T", "2026-02-10T", "T10:00", "2026-02-10 10:00", "2026-02-10T10:00Z", "2026-02-10T10:00+07:00", "10 Feb"} {
		if got, err := schedule.ParseStart(s); err == nil {
			t.Errorf("ParseStart(%q) = %v, want an error", s, got)
		}
	}
}

func TestStatusIsReadFromItsFourWords(t *testing.T) {
	for _, want := range []schedule.Status{schedule.Planned, schedule.Done, schedule.Moved, schedule.Cancelled} {
		if got, err := schedule.ParseStatus(want.String()); err != nil || got != want {
			t.Errorf("ParseStatus(%q) = %v, %v", want, got, err)
		}
	}
	for _, s := range []string{"", "Done", "canceled", "held"} {
		if got, err := schedule.ParseStatus(s); err == nil {
			t.Errorf("ParseStatus(%q) = %v, want an error", s, got)
		}
	}
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"10:00", "23:59", "9.00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hour, minute, err := schedule.ParseClock(s)
		if written := fmt.Sprintf("%02d:%02d", hour, minute); err == nil && written != s {
			t.Errorf("%q is read as %s", s, written)
		}
	})
}

func FuzzParseWeekday(f *testing.F) {
	for _, s := range []string{"tue", "Sunday", "sen"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		day, err := schedule.ParseWeekday(s)
		if err == nil && !strings.EqualFold(s, day.String()) && !strings.EqualFold(s, day.String()[:3]) {
			t.Errorf("%q is read as %s", s, day)
		}
	})
}

func FuzzParseStart(f *testing.F) {
	for _, s := range []string{"2026-02-10", "2026-02-10T10:00", "2026-02-10 10:00", "T"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		start, err := schedule.ParseStart(s)
		if err == nil && start.String() != s {
			t.Errorf("%q is read as %s", s, start)
		}
		if err == nil && start.IsZero() {
			t.Errorf("%q is read as no start", s)
		}
	})
}

func FuzzParseStatus(f *testing.F) {
	f.Add("done")
	f.Add("planned")
	f.Add("cancelled ")
	f.Fuzz(func(t *testing.T, s string) {
		if status, err := schedule.ParseStatus(s); err == nil && status.String() != s {
			t.Errorf("%q is read as %s", s, status)
		}
	})
}
