package schedule_test

import (
	"testing"
	"time"

	"mentorbook/generator/schedule"
)

func TestSlotTakesWeekdaysInShortAndInFull(t *testing.T) {
	for day, want := range map[string]time.Weekday{
		"mon": time.Monday, "tue": time.Tuesday, "WED": time.Wednesday, "Thu": time.Thursday,
		"friday": time.Friday, "Saturday": time.Saturday, "sun": time.Sunday,
	} {
		got, err := schedule.ParseSlot(day, "09:30")
		if err != nil || got != (schedule.Slot{Day: want, Hour: 9, Minute: 30}) {
			t.Errorf("ParseSlot(%q, 09:30) = %v, %v", day, got, err)
		}
	}
}

func TestSlotRefusesOtherWeekdaysAndClocks(t *testing.T) {
	for _, test := range [][2]string{
		{"", "10:00"}, {"tu", "10:00"}, {"tues", "10:00"}, {"selasa", "10:00"}, {"2", "10:00"},
		{"tue", ""}, {"tue", "9:30"}, {"tue", "10"}, {"tue", "10.00"}, {"tue", "24:00"},
		{"tue", "10:60"}, {"tue", "10:00am"}, {"tue", "10:00:00"}, {"tue", "600"},
	} {
		if s, err := schedule.ParseSlot(test[0], test[1]); err == nil {
			t.Errorf("ParseSlot(%q, %q) = %v, want an error", test[0], test[1], s)
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

func FuzzParseSlot(f *testing.F) {
	f.Add("tue", "10:00")
	f.Add("Sunday", "23:59")
	f.Add("sen", "9.00")
	f.Fuzz(func(t *testing.T, day, clock string) {
		s, err := schedule.ParseSlot(day, clock)
		if err != nil {
			return
		}
		if got := s.String(); got[4:] != clock {
			t.Errorf("%q, %q is read as %s", day, clock, got)
		}
		if again, err := schedule.ParseSlot(s.String()[:3], clock); err != nil || again != s {
			t.Errorf("%q, %q is %s, read back as %s, %v", day, clock, s, again, err)
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
