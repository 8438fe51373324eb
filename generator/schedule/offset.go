package schedule

import (
	"fmt"
	"strconv"
	"strings"

	"mentorbook/generator/lazyregexp"
)

// Offset is a length of calendar time, counted from the first day of a cohort.
// Weeks are seven days; months stay months, because their length depends on
// where they start. See [Date.AddOffset].
type Offset struct{ Months, Days int }

// An offset of a century is a slip of the pen. The limits also keep every sum
// far from overflow.
const (
	maxMonths = 100 * 12
	maxDays   = 100 * 366
)

// ParseOffset reads an ISO 8601 duration of months, weeks and days in that
// order (P3W, P10D, P1M, P1M2W) or a number and a word ("3 weeks", "10 hari").
// The words are the English and Indonesian ones for day, week and month.
// Negative and fractional offsets, times and years are refused. Its error is a
// [*SyntaxError].
func ParseOffset(s string) (Offset, error) {
	o, ok := parseISO(s)
	if !ok {
		o, ok = parseWords(s)
	}
	if !ok || o.Months > maxMonths || o.Days > maxDays {
		return Offset{}, &SyntaxError{"distance from the start", s,
			`write whole days, weeks or months, at most a century, such as "P3W", "P1M2W", "10 days", "3 weeks" or "2 bulan"`}
	}
	return o, nil
}

var isoDuration = lazyregexp.New(`^P(?:([0-9]{1,5})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,5})D)?$`)

func parseISO(s string) (Offset, bool) {
	m := isoDuration.FindStringSubmatch(s)
	if m == nil || s == "P" {
		return Offset{}, false
	}
	// The expression admits short runs of digits only: an absent part is the
	// one error Atoi can meet, and counts as 0.
	months, _ := strconv.Atoi(m[1])
	weeks, _ := strconv.Atoi(m[2])
	days, _ := strconv.Atoi(m[3])
	return Offset{Months: months, Days: 7*weeks + days}, true
}

func parseWords(s string) (Offset, bool) {
	words := strings.Fields(s)
	if len(words) != 2 {
		return Offset{}, false
	}
	// ParseUint, unlike Atoi, takes no sign.
	n, err := strconv.ParseUint(words[0], 10, 16)
	if err != nil {
		return Offset{}, false
	}
	switch strings.ToLower(words[1]) {
	case "day", "days", "hari":
		return Offset{Days: int(n)}, true
	case "week", "weeks", "minggu":
		return Offset{Days: 7 * int(n)}, true
	case "month", "months", "bulan":
		return Offset{Months: int(n)}, true
	}
	return Offset{}, false
}

// String returns o as an ISO 8601 duration that ParseOffset reads back.
func (o Offset) String() string {
	var b strings.Builder
	b.WriteByte('P')
	if o.Months != 0 {
		fmt.Fprintf(&b, "%dM", o.Months)
	}
	switch {
	case o.Days%7 == 0 && (o.Days != 0 || o.Months == 0):
		fmt.Fprintf(&b, "%dW", o.Days/7)
	case o.Days != 0:
		fmt.Fprintf(&b, "%dD", o.Days)
	}
	return b.String()
}
