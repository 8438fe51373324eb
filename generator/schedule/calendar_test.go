package schedule_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/schedule"
)

func TestCalendarIsWrittenAsRFC5545Says(t *testing.T) {
	sessions := schedule.Plan(schedule.Cohort{Starts: date("2026-03-02"), Ends: date("2026-07-31"), Revision: 2}, items("P0W", "P4W", "P8W"), schedule.Pair{
		Slot:     &schedule.WeeklyTime{Day: time.Tuesday, Hour: 10},
		Location: zone(t, "Europe/Berlin"),
		Overrides: []schedule.Override{
			{ID: "s2", Starts: start("2026-03-31T14:30"), Status: schedule.Moved, Revision: 3},
			{ID: "s3", Status: schedule.Cancelled, Revision: 1},
		},
	})
	day := schedule.Plan(schedule.Cohort{Starts: date("2026-03-02"), Ends: date("2026-07-31")}, items("P0W"), schedule.Pair{})[0]
	event := func(s schedule.Session, uid string) schedule.Event {
		return schedule.Event{Session: s, UID: uid, Since: date("2026-03-02"), Title: "Meet"}
	}
	first, hidden := event(sessions[0], "pair-1.s1@mentorbook"), event(sessions[0], "pair-1.s9@mentorbook")
	first.Title, first.Details, first.URL = `Lab; "one", two \ three`, "Online\nBring it", "https://portal.example/sessions/lab.html"
	hidden.End, hidden.Private = hidden.Start, true
	nowhere := event(schedule.Session{Placement: schedule.Placement{NoOpenDay: true}}, "never")

	calendar := schedule.Calendar{Name: "Media, sosial", Events: []schedule.Event{
		first, event(sessions[1], "pair-1.s2@mentorbook"), event(sessions[2], "pair-1.s3@mentorbook"), event(day, "pair-2.s1@mentorbook"), hidden, nowhere,
	}}
	// Berlin leaves winter time on 29 March: 10:00 is 09:00 UTC before, and 14:30
	// is 12:30 UTC after.
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mentorbook//mentorbook//EN
CALSCALE:GREGORIAN
NAME:Media\, sosial
X-WR-CALNAME:Media\, sosial
REFRESH-INTERVAL;VALUE=DURATION:P1D
X-PUBLISHED-TTL:P1D
BEGIN:VEVENT
UID:pair-1.s1@mentorbook
DTSTAMP:20260302T000002Z
SEQUENCE:2
DTSTART:20260303T090000Z
DTEND:20260303T094500Z
STATUS:CONFIRMED
SUMMARY:Lab\; "one"\, two \\ three
DESCRIPTION:Online\nBring it
URL:https://portal.example/sessions/lab.html
END:VEVENT
BEGIN:VEVENT
UID:pair-1.s2@mentorbook
DTSTAMP:20260302T000005Z
SEQUENCE:5
DTSTART:20260331T123000Z
DTEND:20260331T131500Z
STATUS:CONFIRMED
SUMMARY:Meet
END:VEVENT
BEGIN:VEVENT
UID:pair-1.s3@mentorbook
DTSTAMP:20260302T000003Z
SEQUENCE:3
DTSTART:20260428T080000Z
DTEND:20260428T084500Z
STATUS:CANCELLED
SUMMARY:Meet
END:VEVENT
BEGIN:VEVENT
UID:pair-2.s1@mentorbook
DTSTAMP:20260302T000000Z
SEQUENCE:0
DTSTART;VALUE=DATE:20260302
DTEND;VALUE=DATE:20260303
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SUMMARY:Meet
END:VEVENT
BEGIN:VEVENT
UID:pair-1.s9@mentorbook
DTSTAMP:20260302T000002Z
SEQUENCE:2
DTSTART:20260303T090000Z
STATUS:CONFIRMED
SUMMARY:Meet
CLASS:PRIVATE
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got := written(t, calendar); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

func written(t *testing.T, c schedule.Calendar) string {
	t.Helper()
	var w bytes.Buffer
	if err := c.Write(&w); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

// FuzzCalendarTextComesBack reads any text out of a calendar as the RFC says,
// and holds every line of the file to its limits.
func FuzzCalendarTextComesBack(f *testing.F) {
	for _, text := range []string{
		"", "Sesi pertama", strings.Repeat("word ", 60), strings.Repeat("å", 200), strings.Repeat("👩‍💻", 50),
		"a\nb\tc\rd", `\n \\ \, ;,:"`, strings.Repeat(" ", 200), strings.Repeat("<br>", 80), "x" + strings.Repeat("語", 25) + " <b>",
		"\nEND:VCALENDAR\r\nBEGIN:VEVENT",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("texts are UTF-8: files are refused otherwise")
		}
		file := written(t, schedule.Calendar{Name: text, Events: []schedule.Event{{UID: "a", Since: date("2026-03-02"), Title: text, Details: text + "."}}})
		for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("a line of %d octets: %q", len(line), line)
			}
		}
		want := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				return -1
			}
			return r
		}, text)
		unfolded := strings.ReplaceAll(file, "\r\n ", "")
		for name, want := range map[string]string{"NAME": want, "X-WR-CALNAME": want, "SUMMARY": want, "DESCRIPTION": want + "."} {
			_, rest, _ := strings.Cut(unfolded, "\r\n"+name+":")
			value, _, _ := strings.Cut(rest, "\r\n")
			if got := unescaped(value); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
}

// unescaped reads a TEXT value, RFC 5545, section 3.3.11.
func unescaped(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c == '\\' && i+1 < len(value) {
			i++
			if c = value[i]; c == 'n' || c == 'N' {
				c = '\n'
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}
