package generator_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

var icsDir = flag.String("ics-dir", "", "a folder to write the starter's calendars and what they mean to, for .ci/calendars")

// calendarEvent is an event as a reader of the calendar should understand it.
// The moments are in UTC; of an event that is a day, End is the day after.
type calendarEvent struct {
	UID      string `json:"uid"`
	Start    string `json:"start"` // 2026-03-03T09:00:00Z or 2026-03-03
	End      string `json:"end"`
	Summary  string `json:"summary"`
	Status   string `json:"status"`
	Sequence int    `json:"sequence"`
}

// meaning is what the calendars of a portal should say, by path. It is worked
// out from the site, without the code that writes them.
func meaning(s *site.Site) map[string][]calendarEvent {
	out := map[string][]calendarEvent{}
	for _, program := range s.Programs {
		folder := "programs/" + string(program.ID) + "/"
		for _, c := range program.Cohorts {
			for _, pairing := range c.Pairings {
				if pairing.Status == "proposed" {
					continue
				}
				own := folder + "pairs/" + string(pairing.ID) + ".ics"
				for i, session := range pairing.Sessions {
					title := func(lang string) string {
						return program.Plan[i].Template.In(lang).Title
					}
					pair, organizers := "Mentoring: "+title(pairing.Language), pairing.Mentor.Name+" – "+pairing.Mentee.Name+": "+title(s.DefaultLanguage())
					if program.Sensitive {
						pair, organizers = "Appointment", "Appointment ("+string(pairing.ID)+")"
						if pairing.Language == "id" {
							pair = "Janji temu"
						}
					}
					out[own] = append(out[own], meant(pairing, session, pair))
					if s.Audience == site.Organizers {
						all := folder + string(c.ID) + ".ics"
						out[all] = append(out[all], meant(pairing, session, organizers))
					}
				}
			}
		}
	}
	return out
}

func meant(pairing *site.Pairing, session schedule.Session, summary string) calendarEvent {
	e := calendarEvent{
		UID:   string(pairing.ID) + "." + session.ID + "@mentorbook",
		Start: session.Date.String(), End: session.Date.AddDays(1).String(),
		Summary: summary, Status: "CONFIRMED", Sequence: pairing.Cohort.Revision,
	}
	if !session.AllDay {
		e.Start, e.End = session.Start.UTC().Format(time.RFC3339), session.End.UTC().Format(time.RFC3339)
	}
	if session.Status == schedule.Cancelled {
		e.Status = "CANCELLED"
	}
	for _, o := range pairing.Pairing.Sessions {
		if string(o.ID) == session.ID {
			e.Sequence += o.Revision
		}
	}
	return e
}

// readCalendar reads the events of a calendar that mentorbook wrote. That the
// files are what others understand is for .ci/calendars.
func readCalendar(t *testing.T, data []byte) []calendarEvent {
	t.Helper()
	var out []calendarEvent
	unescape := strings.NewReplacer(`\\`, `\`, `\;`, `;`, `\,`, `,`, `\n`, "\n")
	moment := func(value string) string {
		if at, err := time.Parse("20060102T150405Z", value); err == nil {
			return at.Format(time.RFC3339)
		}
		day, err := time.Parse("20060102", value)
		if err != nil {
			t.Fatal(err)
		}
		return day.Format(time.DateOnly)
	}
	for line := range strings.SplitSeq(unfolded(data), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		if name == "BEGIN" && value == "VEVENT" {
			out = append(out, calendarEvent{})
		}
		if len(out) == 0 {
			continue
		}
		e := &out[len(out)-1]
		switch name {
		case "UID":
			e.UID = value
		case "DTSTART":
			e.Start = moment(value)
		case "DTEND":
			e.End = moment(value)
		case "SUMMARY":
			e.Summary = unescape.Replace(value)
		case "STATUS":
			e.Status = value
		case "SEQUENCE":
			fmt.Sscan(value, &e.Sequence)
		}
	}
	return out
}

func unfolded(data []byte) string { return strings.ReplaceAll(string(data), "\r\n ", "") }

// calendarsOf are the calendars among the files of a portal, by path.
func calendarsOf(files map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, data := range files {
		if path.Ext(name) == ".ics" {
			out[name] = data
		}
	}
	return out
}

func TestCalendarsOfTheStarterSayWhatTheSiteSays(t *testing.T) {
	portal := buildStarter(t, runs("diversity"))
	want := meaning(portal.Site)
	calendars := calendarsOf(render(t, portal.Pages))
	for name, data := range calendars {
		if got := readCalendar(t, data); !reflect.DeepEqual(got, want[name]) {
			t.Errorf("%s says\n%v\nwant\n%v", name, got, want[name])
		}
	}
	for name := range want {
		if calendars[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	if *icsDir != "" {
		writeCalendars(t, calendars, want)
	}
}

func writeCalendars(t *testing.T, calendars map[string][]byte, want map[string][]calendarEvent) {
	for name, data := range calendars {
		write(t, filepath.Join(*icsDir, filepath.FromSlash(name)), string(data))
	}
	model, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*icsDir, "model.json"), model, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestPairsOwnCalendarIsThatOfOrganizers builds a pair's own portal: the pair and
// its organizers subscribe to the same.
func TestPairsOwnCalendarIsThatOfOrganizers(t *testing.T) {
	const name = "programs/diversity/pairs/pair-z4g6.ics"
	o := options(site.Participants)
	o.Pair = "pair-z4g6"
	own := calendarsOf(render(t, buildStarter(t, o).Pages))
	all := calendarsOf(render(t, buildStarter(t, runs("diversity")).Pages))
	if len(own) != 1 || len(own[name]) == 0 || string(own[name]) != string(all[name]) {
		t.Errorf("the pair has %d calendars, its own is\n%s\nwant\n%s", len(own), own[name], all[name])
	}
}

// TestCalendarsAreWhereTheirReadersAre looks at who gets which.
func TestCalendarsAreWhereTheirReadersAre(t *testing.T) {
	const pair, cohort, sensitive, private = "programs/social/pairs/pair-7k.ics", "programs/social/2026a.ics", "programs/voices/pairs/pair-9z.ics", "programs/voices/2026a.ics"
	files := replaced("programs.yaml", "topics: [feedback], status: proposed", "topics: [feedback], status: accepted")
	for _, c := range []struct {
		audience      site.Audience
		pair, edition string
		want          []string
	}{
		{site.Public, "", "", nil},
		{site.Participants, "", "", []string{pair}},
		{site.Participants, "pair-9z", "", []string{sensitive}},
		{site.Organizers, "", "", []string{pair, cohort}},
		{site.Organizers, "", "voices", []string{pair, cohort, sensitive, private}},
	} {
		o := options(c.audience)
		if o.Pair = c.pair; c.edition != "" {
			o = runs(c.edition)
		}
		portal, list, err := generator.Build(t.Context(), generator.Project{Root: mapFS(files)}, o)
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		got, want := calendarsOf(render(t, portal.Pages)), map[string]bool{}
		for _, name := range c.want {
			want[name] = true
			if got[name] == nil {
				t.Errorf("%s %s: no %s", c.audience, c.pair, name)
			}
		}
		for name, data := range got {
			if !want[name] {
				t.Errorf("%s %s: there is a %s", c.audience, c.pair, name)
			}
			for _, hidden := range []string{"Citra", "Dodi", "Voices", "Suara", "First session", "Sesi pertama", "diversity"} {
				if strings.Contains(name, "voices") && strings.Contains(unfolded(data), hidden) {
					t.Errorf("%s names %s", name, hidden)
				}
			}
		}
	}
	portal, list, err := generator.Build(t.Context(), generator.Project{Root: mapFS(small())}, runs("voices"))
	if err != nil || list.HasErrors() {
		t.Fatal(err, places(list))
	}
	if proposed := calendarsOf(render(t, portal.Pages)); proposed[sensitive] != nil || proposed[private] != nil {
		t.Error("a pair that is only proposed has a calendar")
	}
}

// TestCalendarKeepsWhatAppsFindEventsBy changes a plan as organizers do and
// holds the calendar to what apps need to update theirs.
func TestCalendarKeepsWhatAppsFindEventsBy(t *testing.T) {
	const name = "programs/social/pairs/pair-7k.ics"
	events := func(pair string, edits ...string) map[string]calendarEvent {
		files := small()
		for i := 0; i < len(edits); i += 2 {
			if !strings.Contains(files["programs.yaml"], edits[i]) {
				t.Fatalf("there is no %q", edits[i])
			}
			files["programs.yaml"] = strings.Replace(files["programs.yaml"], edits[i], edits[i+1], 1)
		}
		o := options(site.Participants)
		o.Pair = pair
		portal, list, err := generator.Build(t.Context(), generator.Project{Root: mapFS(files)}, o)
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		out := map[string]calendarEvent{}
		for _, e := range readCalendar(t, render(t, portal.Pages)[name]) {
			out[e.UID] = e
		}
		return out
	}
	const s1, s2 = "pair-7k.s1@mentorbook", "pair-7k.s2@mentorbook"
	before := events("")
	if len(before) != 2 || before[s2] != (calendarEvent{s2, "2026-11-24T03:00:00Z", "2026-11-24T03:30:00Z", "Mentoring: Sesi pertama", "CONFIRMED", 0}) {
		t.Fatalf("the calendar says %v", before)
	}
	const plan = "      - {id: s1, session: first, at: P0W}\n      - {id: s2, session: first, at: 3 weeks}\n"
	for _, c := range []struct {
		name     string
		edits    []string
		uid      string
		want     calendarEvent
		sessions int
	}{
		{"a session moves", []string{"{id: s1, status: done}", "{id: s2, status: moved, starts: 2026-12-01T15:00, revision: 1}"},
			s2, calendarEvent{s2, "2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z", "Mentoring: Sesi pertama", "CONFIRMED", 1}, 2},
		{"a session is cancelled", []string{"{id: s1, status: done}", "{id: s2, status: cancelled, revision: 2}"},
			s2, calendarEvent{s2, "2026-11-24T03:00:00Z", "2026-11-24T03:30:00Z", "Mentoring: Sesi pertama", "CANCELLED", 2}, 2},
		{"the cohort moves", []string{"starts: 2026-11-02", "revision: 4\n        starts: 2026-11-09"},
			s2, calendarEvent{s2, "2026-12-01T03:00:00Z", "2026-12-01T03:30:00Z", "Mentoring: Sesi pertama", "CONFIRMED", 4}, 2},
		{"cohort and session move", []string{"starts: 2026-11-02", "revision: 4\n        starts: 2026-11-09", "{id: s1, status: done}", "{id: s2, status: moved, starts: 2026-12-02, revision: 1}"},
			s2, calendarEvent{s2, "2026-12-02T03:00:00Z", "2026-12-02T03:30:00Z", "Mentoring: Sesi pertama", "CONFIRMED", 5}, 2},
		{"a session comes before the others", []string{plan, "      - {id: s0, session: first, at: P1W}\n" + plan},
			s1, before[s1], 3},
		{"the first session goes", []string{plan, "      - {id: s2, session: first, at: 3 weeks}\n", "\n            sessions:\n              - {id: s1, status: done}", ""},
			s2, before[s2], 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			after := events("pair-7k", c.edits...)
			if after[c.uid] != c.want || len(after) != c.sessions {
				t.Errorf("the calendar says %v, want %v among %d", after, c.want, c.sessions)
			}
			if c.want.Status == "CANCELLED" { // which is nobody else's business
				delete(after, c.uid)
			}
			if others := events("", c.edits...); !maps.Equal(others, after) {
				t.Errorf("that of others says %v, want %v", others, after)
			}
		})
	}
}
