package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mentorbook/generator/schedule"
)

func TestCalendarIsWrittenAsRFC5545HasIt(t *testing.T) {
	cohort := spring()
	cohort.Revision = 1
	pair := schedule.Pair{
		Slot: &schedule.Slot{Day: time.Monday, Hour: 10}, Location: zone(t, "Europe/Berlin"),
		Overrides: []schedule.Override{{ID: "s2", Status: schedule.Cancelled, Revision: 2}},
	}
	sessions := append(schedule.Plan(cohort, items("P0W", "P8W"), pair), schedule.Plan(cohort, items("P0W", "P1W", "P3W"), schedule.Pair{})[2])
	calendar := schedule.Calendar{Name: "Mentoring"}
	for _, s := range sessions {
		calendar.Events = append(calendar.Events, schedule.Event{Session: s, UID: "pair-1." + s.ID + "@mentorbook", Summary: "Session", Stamp: cohort.Stamp(s.Sequence)})
	}
	calendar.Events[0].Description = "Ani, Budi; \\ both\nonline"
	calendar.Events[0].URL = "https://portal.example/a,b;c.html"
	calendar.Events[2].Private = true
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mentorbook//playbook//EN", "CALSCALE:GREGORIAN", "NAME:Mentoring", "X-WR-CALNAME:Mentoring",
		"REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D",
		"BEGIN:VEVENT", "UID:pair-1.s1@mentorbook", "DTSTAMP:20260202T000001Z", "SEQUENCE:1", "DTSTART:20260202T090000Z", "DTEND:20260202T094500Z",
		"STATUS:CONFIRMED", "SUMMARY:Session", `DESCRIPTION:Ani\, Budi\; \\ both\nonline`, "URL:https://portal.example/a,b;c.html", "END:VEVENT",
		// After the clocks went forward.
		"BEGIN:VEVENT", "UID:pair-1.s2@mentorbook", "DTSTAMP:20260202T000003Z", "SEQUENCE:3", "DTSTART:20260330T080000Z", "DTEND:20260330T084500Z",
		"STATUS:CANCELLED", "SUMMARY:Session", "END:VEVENT",
		"BEGIN:VEVENT", "UID:pair-1.s3@mentorbook", "DTSTAMP:20260202T000001Z", "SEQUENCE:1", "DTSTART;VALUE=DATE:20260223", "DTEND;VALUE=DATE:20260224",
		"TRANSP:TRANSPARENT", "STATUS:CONFIRMED", "CLASS:PRIVATE", "SUMMARY:Session", "END:VEVENT",
		"END:VCALENDAR", "",
	}
	if got, err := calendar.Encode(); err != nil || string(got) != strings.Join(want, "\r\n") {
		t.Errorf("%v\n%s\nwant\n%s", err, got, strings.Join(want, "\r\n"))
	}
}

func TestSessionWithoutADayIsInNoCalendar(t *testing.T) {
	cohort := spring()
	cohort.Closed = []schedule.Closed{closed("2026-01-01", "2029-01-01")}
	calendar := schedule.Calendar{Events: []schedule.Event{{Session: schedule.Plan(cohort, items("P0W"), schedule.Pair{})[0], UID: "x"}}}
	if got, err := calendar.Encode(); err != nil || strings.Contains(string(got), "VEVENT") {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestAnyTextSurvivesACalendar writes random texts and reads them back: no line
// is longer than 75 octets or ends within a character, no character is lost but
// control characters, which have no place there.
func TestAnyTextSurvivesACalendar(t *testing.T) {
	alphabet := []rune("aä日😀 ,;:\\\"<>\n\t\r\x00\u0085e\u0301")
	session := schedule.Plan(spring(), items("P0W"), schedule.Pair{})[0]
	unescape := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";")
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 2))
		text := []rune("x")
		for range r.IntN(300) {
			text = append(text, alphabet[r.IntN(len(alphabet))])
		}
		calendar := schedule.Calendar{Events: []schedule.Event{{Session: session, UID: "x", Description: string(text)}}}
		data, err := calendar.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		lines := strings.Split(string(data), "\r\n")
		for i, line := range lines {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") || line == "" && i < len(lines)-1 {
				t.Fatalf("seed %d: line %q of %d octets", seed, line, len(line))
			}
		}
		for line := range strings.SplitSeq(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n") {
			if value, ok := strings.CutPrefix(line, "DESCRIPTION:"); ok {
				got = unescape.Replace(value)
			}
		}
		want := strings.NewReplacer("\r", "", "\x00", "", "\u0085", "").Replace(string(text))
		if got != want {
			t.Fatalf("seed %d: %q has become %q", seed, want, got)
		}
	}
}

// TestTwentyFourThousandSessionsAreExact dates 4,000 pairs with six sessions
// each around changes of clocks and closed days, and holds every session and
// its event against the rules, worked out here day by day.
func TestTwentyFourThousandSessionsAreExact(t *testing.T) {
	zones := []*time.Location{zone(t, "Europe/Berlin"), zone(t, "America/New_York"), zone(t, "Asia/Jakarta")}
	// Mondays some weeks before the clocks change, in spring and in autumn.
	starts := []schedule.Date{date("2026-02-02"), date("2026-09-14"), date("2027-02-01"), date("2027-09-13")}
	sessions, moved, changed := 0, 0, map[string]bool{}
	for n := range 4000 {
		r := rand.New(rand.NewPCG(uint64(n), 3))
		cohort := schedule.Cohort{Starts: starts[n%len(starts)], Revision: r.IntN(2)}
		cohort.Ends = cohort.Starts.AddDays(300)
		for range r.IntN(5) {
			from := cohort.Starts.AddDays(r.IntN(160))
			cohort.Closed = append(cohort.Closed, schedule.Closed{From: from, To: from.AddDays(r.IntN(10))})
		}
		pair := schedule.Pair{Location: zones[r.IntN(len(zones))]}
		if r.IntN(4) > 0 {
			pair.Slot = &schedule.Slot{Day: weekdays[r.IntN(7)], Hour: 7 + r.IntN(12), Minute: 15 * r.IntN(4)}
		}
		plan := items("P0W", "P3W", "P5W", "P8W", "P40D", "P5M")
		overridden := r.IntN(len(plan))
		agreed := schedule.Start{Date: cohort.Starts.AddDays(r.IntN(150)), Timed: true, Hour: 7 + r.IntN(12), Minute: 5 * r.IntN(12)}
		pair.Overrides = []schedule.Override{{ID: plan[overridden].ID, Starts: agreed, Status: schedule.Moved, Revision: 1 + r.IntN(3)}}

		for i, s := range schedule.Plan(cohort, plan, pair) {
			sessions++
			day, hour, minute, timed, sequence := cohort.Starts.AddOffset(plan[i].At), 0, 0, pair.Slot != nil, cohort.Revision
			if timed {
				hour, minute = pair.Slot.Hour, pair.Slot.Minute
			}
			if i == overridden {
				day, hour, minute, timed, sequence = agreed.Date, agreed.Hour, agreed.Minute, true, sequence+pair.Overrides[0].Revision
			} else {
				for !open(cohort, pair.Slot, day) {
					day = day.AddDays(1)
				}
			}
			where := fmt.Sprintf("pair %d, session %s, %v, slot %v", n, s.ID, pair.Location, pair.Slot)
			if s.Date != day || s.AllDay == timed || s.Sequence != sequence {
				t.Fatalf("%s: on %s, all day %v, sequence %d; want %s, %v, %d", where, s.Date, s.AllDay, s.Sequence, day, !timed, sequence)
			}
			if (len(s.Moves) > 0) != (s.Date != s.Planned) {
				t.Fatalf("%s: planned for %s, on %s, and says %v", where, s.Planned, s.Date, s.Moves)
			}
			if len(s.Moves) > 0 {
				moved++
			}
			calendar := schedule.Calendar{Events: []schedule.Event{{Session: s, UID: s.ID, Stamp: cohort.Stamp(s.Sequence)}}}
			data, err := calendar.Encode()
			if err != nil {
				t.Fatal(err)
			}
			want := "\r\nDTSTART;VALUE=DATE:" + s.Date.In(time.UTC).Format("20060102") + "\r\n"
			if timed {
				// None of the hours is skipped or comes twice, so this is the moment.
				begins := time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, pair.Location)
				want = "\r\nDTSTART:" + begins.UTC().Format("20060102T150405Z") + "\r\nDTEND:" + begins.Add(45*time.Minute).UTC().Format("20060102T150405Z") + "\r\n"
				changed[pair.Location.String()+begins.Format("-0700")] = true
			}
			if !strings.Contains(string(data), want) || !strings.Contains(string(data), fmt.Sprintf("\r\nSEQUENCE:%d\r\n", sequence)) {
				t.Fatalf("%s: %s\nlacks %q", where, data, want)
			}
		}
	}
	if sessions != 24000 || moved < 5000 || len(changed) != 5 {
		t.Errorf("%d sessions, %d moved, offsets %v: the test does not cover what it is for", sessions, moved, changed)
	}
}
