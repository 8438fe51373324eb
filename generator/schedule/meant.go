package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mentorbook/generator/lazyregexp"
)

// monthNames are the English and Indonesian names of months by their first three
// letters, where those tell them apart.
var monthNames = strings.Fields("jan feb mar apr may=mei jun jul aug=agu=ags sep oct=okt nov=nop dec=des")

var (
	numbersDate = lazyregexp.New(`^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ,].*)?$`)
	dayFirst    = lazyregexp.New(`^(?:\pL+,? )?(\d{1,2})\.?[- ](\pL{3,})\.?,?[- ](\d{4})(?:[T ,].*)?$`)
	monthFirst  = lazyregexp.New(`^(?:\pL+,? )?(\pL{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[T ,].*)?$`)
	clockTime   = lazyregexp.New(`(?i)^(?:pukul |jam )?(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})? ?(am|pm|wib|wita|wit)?$`)
)

// dateMeant returns the days that people mean who write a date in another way. Of
// two numbers that may both be the month, nobody knows which one is.
func dateMeant(s string) []Date {
	s = strings.TrimSpace(s)
	var out []Date
	add := func(year, month, day string) {
		y, _ := strconv.Atoi(year)
		m, _ := strconv.Atoi(month)
		d, _ := strconv.Atoi(day)
		if date, ok := readDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d)); ok && y >= 1000 {
			out = append(out, date)
		}
	}
	if m := numbersDate.FindStringSubmatch(s); m != nil {
		if len(m[1]) == 4 {
			add(m[1], m[2], m[3])
		} else if len(m[3]) == 4 {
			add(m[3], m[2], m[1])
			if m[1] != m[2] {
				add(m[3], m[1], m[2])
			}
		}
	} else if m := dayFirst.FindStringSubmatch(s); m != nil {
		add(m[3], monthNumber(m[2]), m[1])
	} else if m := monthFirst.FindStringSubmatch(s); m != nil {
		add(m[3], monthNumber(m[1]), m[2])
	}
	return out
}

func monthNumber(name string) string {
	short := strings.ToLower(name)[:3]
	for i, names := range monthNames {
		for known := range strings.SplitSeq(names, "=") {
			if known == short {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return ""
}

// clockMeant returns the time of day that is meant by "9.30", "10am" or "pukul 10".
func clockMeant(s string) (meant string, ok bool) {
	m := clockTime.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch half := strings.ToLower(m[3]); {
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	meant = fmt.Sprintf("%02d:%02d", hour, minute)
	_, err := time.Parse("15:04", meant)
	return meant, err == nil
}

// startMeant returns the start that is meant by a day and a time, written in
// other ways.
func startMeant(s string) (meant string, ok bool) {
	day, clock := s, ""
	if i := strings.LastIndexAny(s, "T "); i > 0 {
		if _, ok := clockMeant(s[i+1:]); ok {
			day, clock = strings.TrimRight(s[:i], ", "), s[i+1:]
		}
	}
	dates := dateMeant(day)
	if len(dates) != 1 {
		return "", false
	}
	if clock == "" {
		return dates[0].String(), true
	}
	meant, ok = clockMeant(clock)
	return dates[0].String() + "T" + meant, ok
}

// weekdayMeant returns the weekday of an Indonesian name.
func weekdayMeant(s string) (meant string, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for i, names := range strings.Fields("minggu=ahad senin selasa rabu kamis jumat=jum'at sabtu") {
		for name := range strings.SplitSeq(names, "=") {
			if s == name || len(s) == 3 && s == name[:3] {
				return strings.ToLower(time.Weekday(i).String()[:3]), true
			}
		}
	}
	return "", false
}

// wantDate says how a date is written that was written in another way.
func wantDate(s string) string {
	const example = `write year-month-day of a day that exists, such as "2026-02-03"`
	switch meant := dateMeant(s); len(meant) {
	case 1:
		return fmt.Sprintf("did you mean %q? write year, month and day", meant[0])
	case 2:
		return fmt.Sprintf("did you mean %q or %q? write year, month and day", meant[0], meant[1])
	}
	return example
}

// orMeant returns what a text was meant to be as a hint, or another hint.
func orMeant(s string, meant func(string) (string, bool), otherwise string) string {
	if m, ok := meant(s); ok {
		return fmt.Sprintf("did you mean %q?", m)
	}
	return otherwise
}
