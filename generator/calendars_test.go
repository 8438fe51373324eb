package generator_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/output"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// calendar reads an output file as an application would: event by UID, each by
// the names of its properties. It knows unfolding and no more.
func calendar(t *testing.T, files map[string][]byte, path string) map[string]map[string]string {
	t.Helper()
	if files[path] == nil {
		t.Fatalf("there is no %s", path)
	}
	events, event := map[string]map[string]string{}, map[string]string{}
	for line := range strings.SplitSeq(strings.ReplaceAll(string(files[path]), "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:VEVENT":
			event = map[string]string{}
		case line == "END:VEVENT":
			events[event["UID"]] = event
		default:
			event[name] = value
		}
	}
	return events
}

func portalFiles(t *testing.T, files map[string]string, o generator.Options) map[string][]byte {
	t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, o)
	if err != nil || list.HasErrors() {
		t.Fatalf("no portal: %v, %v", err, places(list))
	}
	return render(t, portal)
}

// TestUpdateKeepsUIDsAndRaisesSequence is what makes an application change an
// event that it has, instead of adding another.
func TestUpdateKeepsUIDsAndRaisesSequence(t *testing.T) {
	const path, s1, s2 = "programs/social/pairs/pair-7k.ics", "pair-7k.s1@mentorbook", "pair-7k.s2@mentorbook"
	const overrides = "              - {id: s1, status: done}\n"
	before := calendar(t, portalFiles(t, small(), options(site.Participants)), path)
	if len(before) != 2 || before[s1]["DTSTART"] != "20261103T030000Z" || before[s2]["DTSTART"] != "20261124T030000Z" || before[s2]["SEQUENCE"] != "0" {
		t.Fatalf("the calendar begins as %v", before)
	}
	for _, c := range []struct {
		name, old, new       string
		start, status        string // of s2
		sequence1, sequence2 int
	}{
		{"a session moves", overrides, overrides + "              - {id: s2, status: moved, starts: 2026-11-26T15:30, revision: 1}\n", "20261126T083000Z", "CONFIRMED", 0, 1},
		{"a session is cancelled", overrides, overrides + "              - {id: s2, status: cancelled, revision: 2}\n", "20261124T030000Z", "CANCELLED", 0, 2},
		{"the cohort's plan moves", "        starts: 2026-11-02\n        ends: 2027-03-31\n        registration", "        revision: 3\n        starts: 2026-11-09\n        ends: 2027-03-31\n        registration", "20261201T030000Z", "CONFIRMED", 3, 3},
		{"a session is put before the others", "      - {id: s1, session: first, at: P0W}\n", "      - {id: s0, session: first, at: P0W}\n      - {id: s1, session: first, at: P0W}\n", "20261124T030000Z", "CONFIRMED", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			after := calendar(t, portalFiles(t, replaced("programs.yaml", c.old, c.new), options(site.Participants)), path)
			for uid, sequence := range map[string]int{s1: c.sequence1, s2: c.sequence2} {
				event := after[uid]
				if event == nil || event["SEQUENCE"] != strconv.Itoa(sequence) {
					t.Errorf("%s has become %v, want sequence %d", uid, event, sequence)
				}
				if later := event["DTSTAMP"] > before[uid]["DTSTAMP"]; later != (sequence > 0) {
					t.Errorf("%s: stamp %s after %s, at sequence %d", uid, event["DTSTAMP"], before[uid]["DTSTAMP"], sequence)
				}
			}
			if after[s2]["DTSTART"] != c.start || after[s2]["STATUS"] != c.status {
				t.Errorf("session s2 starts %s and is %s", after[s2]["DTSTART"], after[s2]["STATUS"])
			}
		})
	}
}

// TestCalendarsExistForWhomThePairExists covers the sensitive program, of which
// nobody but organizers and the pair itself may have a calendar.
func TestCalendarsExistForWhomThePairExists(t *testing.T) {
	pairs := func(o generator.Options) []string {
		var out []string
		for path := range portalFiles(t, small(), o) {
			if strings.HasSuffix(path, ".ics") && !strings.HasPrefix(path, "id/") {
				out = append(out, strings.TrimPrefix(path, "programs/"))
			}
		}
		slices.Sort(out)
		return out
	}
	own := options(site.Participants)
	own.Pair = "pair-9z"
	for _, c := range []struct {
		name string
		o    generator.Options
		want []string
	}{
		{"public", options(site.Public), nil},
		{"participants", options(site.Participants), []string{"social/pairs/pair-7k.ics"}},
		{"organizers", options(site.Organizers), []string{"social/2026a.ics", "social/pairs/pair-7k.ics", "voices/2026a.ics", "voices/pairs/pair-9z.ics"}},
		{"the pair itself", own, []string{"voices/pairs/pair-9z.ics"}},
	} {
		if got := pairs(c.o); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestCalendarOfASensitiveProgramSaysNothing looks for everything that would
// tell a colleague who sees the calendar what it is about.
func TestCalendarOfASensitiveProgramSaysNothing(t *testing.T) {
	o := options(site.Organizers)
	o.BaseURL = "https://portal.example/"
	files := portalFiles(t, small(), o)
	for _, path := range []string{"programs/voices/pairs/pair-9z.ics", "programs/voices/2026a.ics", "id/programs/voices/2026a.ics"} {
		calendar(t, files, path)
		for _, telling := range []string{"Citra", "Dodi", "Voices", "Suara", "voices", "First session", "Sesi pertama", "Mentoring", "URL:", "DESCRIPTION"} {
			if strings.Contains(string(files[path]), telling) {
				t.Errorf("%s says %q:\n%s", path, telling, files[path])
			}
		}
		if !strings.Contains(string(files[path]), "CLASS:PRIVATE") {
			t.Errorf("%s is not private", path)
		}
	}
}

// modelEvent is an event as the model has it, for a parser that is not ours.
type modelEvent struct {
	UID      string `json:"uid"`
	Start    string `json:"start"` // 2026-11-03T03:00:00Z, or 2026-11-03 for a day
	End      string `json:"end"`
	Sequence int    `json:"sequence"`
	Status   string `json:"status"`
}

var icsDir = flag.String("ics-dir", "", "publish the starter for organizers to this new folder, with what its calendars should say in calendars.json")

// TestCalendarsOfTheStarter compares every calendar of the starter with the
// model. With -ics-dir it leaves both behind for .ci/calendars, which does the
// same with another parser.
func TestCalendarsOfTheStarter(t *testing.T) {
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: os.DirFS("..")}, options(site.Organizers))
	if err != nil || list.HasErrors() {
		t.Fatal(err, places(list))
	}
	model := map[string][]modelEvent{}
	for _, lang := range portal.Site.Languages {
		for _, p := range portal.Site.Programs {
			for _, c := range p.Cohorts {
				all := []modelEvent{}
				for _, pairing := range c.Pairings {
					events := modelOf(string(pairing.ID), pairing.Sessions)
					model[icsPath(portal, lang, p, "pairs/"+string(pairing.ID))] = events
					all = append(all, events...)
				}
				model[icsPath(portal, lang, p, string(c.ID))] = all
			}
		}
	}
	files := render(t, portal)
	for path := range files {
		if strings.HasSuffix(path, ".ics") && model[path] == nil {
			t.Errorf("%s is not in the model", path)
		}
	}
	for path, want := range model {
		var got []modelEvent
		events := calendar(t, files, path)
		for _, w := range want {
			e := events[w.UID]
			sequence, _ := strconv.Atoi(e["SEQUENCE"])
			got = append(got, modelEvent{e["UID"], moment(e, "DTSTART"), moment(e, "DTEND"), sequence, e["STATUS"]})
		}
		if len(events) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%s says\n%v, want\n%v", path, got, want)
		}
	}
	if *icsDir != "" {
		data, err := json.MarshalIndent(model, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := portal.Publish(context.Background(), filepath.Join(*icsDir, "portal"), output.Options{}); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(*icsDir, "calendars.json"), string(data))
	}
}

func icsPath(portal *generator.Portal, lang string, p *site.Program, name string) string {
	return strings.TrimSuffix(portal.Site.Path(lang, "programs/"+string(p.ID)+"/"+name), ".html") + ".ics"
}

func modelOf(pair string, sessions []schedule.Session) []modelEvent {
	var out []modelEvent
	for _, s := range sessions {
		e := modelEvent{UID: pair + "." + s.ID + "@mentorbook", Sequence: s.Sequence, Status: "CONFIRMED"}
		if s.Status == schedule.Cancelled {
			e.Status = "CANCELLED"
		}
		e.Start, e.End = s.Date.String(), s.Date.AddDays(1).String()
		if !s.AllDay {
			e.Start, e.End = s.Start.UTC().Format("2006-01-02T15:04:05Z"), s.End.UTC().Format("2006-01-02T15:04:05Z")
		}
		out = append(out, e)
	}
	return out
}

// moment spells a date or a moment of a calendar as the model does.
func moment(event map[string]string, name string) string {
	if s := event[name]; len(s) == len("20261103T030000Z") {
		return s[:4] + "-" + s[4:6] + "-" + s[6:11] + ":" + s[11:13] + ":" + s[13:]
	}
	s := event[name+";VALUE=DATE"]
	if len(s) != len("20261103") {
		return s
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:]
}
