package schedule_test

import (
	"testing"

	"mentorbook/generator/schedule"
)

func TestOffsetIsReadFromISOAndFromPlainWords(t *testing.T) {
	for s, want := range map[string]schedule.Offset{
		"P0W":      {},
		"P3W":      {Days: 21},
		"P10D":     {Days: 10},
		"P1M":      {Months: 1},
		"P1M2W":    {Months: 1, Days: 14},
		"P1M2W3D":  {Months: 1, Days: 17},
		"3 weeks":  {Days: 21},
		"1 week":   {Days: 7},
		"0 days":   {},
		"10 days":  {Days: 10},
		"2 months": {Months: 2},
		"2 Months": {Months: 2},
		"3 minggu": {Days: 21},
		"10 hari":  {Days: 10},
		"2  bulan": {Months: 2},
		"P1200M":   {Months: 1200},
	} {
		if got, err := schedule.ParseOffset(s); err != nil || got != want {
			t.Errorf("ParseOffset(%q) = %+v, %v; want %+v", s, got, err, want)
		}
	}
}

func TestOffsetRefusesWhatIsNotAWholeNumberOfDaysWeeksOrMonths(t *testing.T) {
	for _, s := range []string{
		"", "P", "3", "weeks", "three weeks", "3weeks", "3 weeks 2 days", "p3w", "P3", "3W",
		"-P3W", "P-3W", "-3 weeks", "+3 weeks", "P1.5W", "P1,5W", "1.5 weeks", "½ month",
		"P1Y", "1 year", "1 tahun", "PT1H", "P1DT1H", "2 hours", "P2W1M", "P1W1W",
		"P1201M", "P99999W", "P123456D", "99999999999999999999 days", "1_0 days",
	} {
		if o, err := schedule.ParseOffset(s); err == nil {
			t.Errorf("ParseOffset(%q) = %+v, want an error", s, o)
		}
	}
}

func FuzzParseOffset(f *testing.F) {
	for _, s := range []string{"P0W", "P3W", "P1M2W3D", "3 weeks", "10 hari", "P1Y", "-P1W", "P36600D"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := schedule.ParseOffset(s)
		if err != nil {
			return
		}
		if o.Months < 0 || o.Days < 0 {
			t.Errorf("%q is read as %+v", s, o)
		}
		if again, err := schedule.ParseOffset(o.String()); err != nil || again != o {
			t.Errorf("%q is %+v, written %s, read back as %+v, %v", s, o, o, again, err)
		}
		start := date("2026-02-02")
		if start.AddOffset(o).Before(start) {
			t.Errorf("%q leads back in time", s)
		}
	})
}
