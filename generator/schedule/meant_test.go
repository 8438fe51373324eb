package schedule

import (
	"errors"
	"strings"
	"testing"
)

// TestHintsReadWhatWasMeant holds the next steps of the parsers: what they propose
// is what the parser takes.
func TestHintsReadWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"date", "3 Feb 2026", `did you mean "2026-02-03"?`},
		{"date", "3 Februari 2026", `did you mean "2026-02-03"?`},
		{"date", "Selasa, 3 Februari 2026", `did you mean "2026-02-03"?`},
		{"date", "17 Agustus 2026", `did you mean "2026-08-17"?`},
		{"date", "February 3rd, 2026", `did you mean "2026-02-03"?`},
		{"date", "2026-2-3", `did you mean "2026-02-03"?`},
		{"date", "2026/02/03", `did you mean "2026-02-03"?`},
		{"date", "23.11.2026", `did you mean "2026-11-23"?`},
		{"date", "02/03/2026", `did you mean "2026-03-02" or "2026-02-03"?`},
		{"date", "2026-02-03 10:00", `did you mean "2026-02-03"?`},
		{"date", "2026-02-31", "write year-month-day"},
		{"date", "31/31/2026", "write year-month-day"},
		{"date", "03/02/26", "write year-month-day"},
		{"date", "early next year", "write year-month-day"},
		{"date", "3 Foo 2026", "write year-month-day"},
		{"clock", "9.30", `did you mean "09:30"?`},
		{"clock", "10am", `did you mean "10:00"?`},
		{"clock", "1:05 PM", `did you mean "13:05"?`},
		{"clock", "pukul 10.00 WIB", `did you mean "10:00"?`},
		{"clock", "25:00", "write hours and minutes"},
		{"clock", "noon", "write hours and minutes"},
		{"start", "2026-12-08 10:00", `did you mean "2026-12-08T10:00"?`},
		{"start", "23/12/2026 10.30", `did you mean "2026-12-23T10:30"?`},
		{"start", "8 Desember 2026", `did you mean "2026-12-08"?`},
		{"start", "08/12/2026 10:00", "write a date"},
		{"weekday", "selasa", `did you mean "tue"?`},
		{"weekday", "Jum'at", `did you mean "fri"?`},
		{"weekday", "Min", `did you mean "sun"?`},
		{"weekday", "someday", "write mon"},
	} {
		parse := map[string]func(string) error{
			"date":    func(s string) error { _, err := ParseDate(s); return err },
			"clock":   func(s string) error { _, _, err := ParseClock(s); return err },
			"start":   func(s string) error { _, err := ParseStart(s); return err },
			"weekday": func(s string) error { _, err := ParseWeekday(s); return err },
		}[c.what]
		err := parse(c.text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: %v, want %s", c.what, c.text, err, c.want)
			continue
		}
		parts := strings.Split(syntax.Want, `"`)
		for i := 1; strings.HasPrefix(parts[0], "did you mean") && i < len(parts); i += 2 {
			if err := parse(parts[i]); err != nil {
				t.Errorf("%s %q: the hint is a mistake itself: %v", c.what, c.text, err)
			}
		}
	}
}
