package schedule_test

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // the tests must not depend on the machine's zones

	"mentorbook/generator/schedule"
)

func TestDateIsReadInOneSpellingOnly(t *testing.T) {
	got, err := schedule.ParseDate("2028-02-29")
	if want := (schedule.Date{Year: 2028, Month: time.February, Day: 29}); err != nil || got != want {
		t.Errorf("ParseDate = %v, %v; want %v", got, err, want)
	}
	if got.IsZero() || !(schedule.Date{}).IsZero() {
		t.Error("only the zero Date is no date")
	}
	for _, s := range []string{
		"", "2026-2-3", "26-02-03", "2026/02/03", "03-02-2026", "3 February 2026", "2026-02-30", "2026-13-01",
		"2026-00-10", "0000-01-01", "2026-02-03 ", "2026-02-03T10:00", "-2026-02-03", "2026-W06-2", "12026-02-03",
	} {
		if d, err := schedule.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
}

func TestSyntaxErrorNamesTheTextAndTheNextStep(t *testing.T) {
	_, err := schedule.ParseDate("3 Feb")
	var syntax *schedule.SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("error is a %T", err)
	}
	if got, want := syntax.Message(), `"3 Feb" is not a date`; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	want := `"3 Feb" is not a date: write year-month-day of a day that exists, such as "2026-02-03"`
	if err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

func TestDateArithmeticCrossesMonthsYearsAndLeapDays(t *testing.T) {
	for _, test := range []struct {
		from string
		days int
		want string
	}{
		{"2026-12-31", 1, "2027-01-01"},
		{"2027-01-01", -1, "2026-12-31"},
		{"2028-02-28", 1, "2028-02-29"},
		{"2026-02-28", 1, "2026-03-01"},
		{"2026-02-02", 365, "2027-02-02"},
		{"2026-02-02", 0, "2026-02-02"},
	} {
		from, want := date(test.from), date(test.want)
		if got := from.AddDays(test.days); got != want {
			t.Errorf("%s + %d days = %s, want %s", from, test.days, got, want)
		}
		if got := want.DaysSince(from); got != test.days {
			t.Errorf("%s since %s = %d days, want %d", want, from, got, test.days)
		}
	}
}

func TestMonthsEndOnTheLastDayOfAShorterMonth(t *testing.T) {
	for _, test := range []struct{ from, offset, want string }{
		{"2026-01-31", "P1M", "2026-02-28"},
		{"2028-01-31", "P1M", "2028-02-29"},
		{"2026-01-31", "P2M", "2026-03-31"},
		{"2026-01-31", "P1M1D", "2026-03-01"},
		{"2026-11-30", "P3M", "2027-02-28"},
		{"2026-12-15", "P1M2W", "2027-01-29"},
		{"2026-02-02", "P12M", "2027-02-02"},
		{"2026-02-02", "P3W", "2026-02-23"},
	} {
		if got := date(test.from).AddOffset(offset(test.offset)); got != date(test.want) {
			t.Errorf("%s + %s = %s, want %s", test.from, test.offset, got, test.want)
		}
	}
}

func TestDatesCompareByYearThenMonthThenDay(t *testing.T) {
	ordered := []string{"2025-12-31", "2026-01-30", "2026-02-01", "2026-02-02"}
	for i, a := range ordered {
		for j, b := range ordered {
			d, e := date(a), date(b)
			if d.Before(e) != (i < j) || d.After(e) != (i > j) || (d.Compare(e) == 0) != (i == j) {
				t.Errorf("%s and %s compare as %d", a, b, d.Compare(e))
			}
		}
	}
}

func TestDateOfATimeIsTheDayInItsOwnZone(t *testing.T) {
	late := time.Date(2026, 2, 2, 20, 0, 0, 0, time.UTC)
	if got := schedule.DateOf(late.In(zone(t, "Asia/Jakarta"))); got != date("2026-02-03") {
		t.Errorf("20:00 UTC is %s in Jakarta, want 2026-02-03", got)
	}
}

func TestDayBeginsWhereClocksBeginIt(t *testing.T) {
	for _, test := range []struct{ zone, date, want string }{
		{"Asia/Jakarta", "2026-02-03", "2026-02-03T00:00:00+07:00"},
		{"Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00"},
		// Clocks in Cairo go from 00:00 to 01:00 and back from 00:00 to 23:00
		// the day before.
		{"Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00"},
		{"Africa/Cairo", "2026-10-30", "2026-10-30T00:00:00+02:00"},
	} {
		if got := date(test.date).In(zone(t, test.zone)).Format(time.RFC3339); got != test.want {
			t.Errorf("%s in %s begins %s, want %s", test.date, test.zone, got, test.want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-02-03", "2028-02-29", "0001-01-01", "9999-12-31", "2026-2-3", "0000-00-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := schedule.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q is read as %s", s, d)
		}
		if again := d.AddDays(0); again != d {
			t.Errorf("%s is no day of the calendar, %s is", d, again)
		}
	})
}

// date and offset read what a test wrote; a slip in the test is a panic.

func date(s string) schedule.Date {
	d, err := schedule.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func offset(s string) schedule.Offset {
	o, err := schedule.ParseOffset(s)
	if err != nil {
		panic(err)
	}
	return o
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
