package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	playbook "mentorbook"
	"mentorbook/generator/report"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

func statusOf(t *testing.T, root fs.FS, day string) *report.Status {
	t.Helper()
	on, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	s, list, err := report.NewStatus(context.Background(), source.Project{Root: root}, site.Options{Now: on})
	if err != nil || s == nil {
		t.Fatalf("no status: %v %v", err, list)
	}
	return s
}

// pair returns the programs.yaml of a project with one pair that has the given
// sessions, of a cohort that started on 2026-11-02.
func pair(status, sessions string) string {
	return `site: {title: T, languages: [en]}
topics: {video: V}
people:
  - {id: p1, name: Ani Melati, unit: U, languages: [en], level: 1, offers: [{topic: video}]}
  - {id: p2, name: Budi Kenanga, unit: U, languages: [en], level: 8, wants: [{topic: video}]}
  - {id: p3, name: Citra Cempaka, unit: V, languages: [en], level: 8, wants: [{topic: video}]}
programs:
  - id: social
    title: T
    type: reverse
    track: custom
    purpose: P
    retention_days: 30
    plan: [{id: s1, session: first, at: P0W}, {id: s2, session: first, at: P20W}, {id: s3, session: first, at: P21W}]
    cohorts:
      - id: 2026a
        starts: 2026-11-02
        ends: 2027-05-31
        pairings: [{id: pair-7k, mentor: p1, mentee: p2, topics: [video], status: ` + status + `, accepted: {mentor: 2026-10-20, mentee: 2026-10-20}, sessions: [` + sessions + `]}]
`
}

// project holds a programs.yaml, and the documents that it names.
func project(programs string) fs.FS {
	return fstest.MapFS{
		"programs.yaml":                &fstest.MapFile{Data: []byte(programs)},
		"content/en/index.md":          &fstest.MapFile{Data: []byte("---\ntitle: Welcome\nsummary: Start here.\n---\n")},
		"content/en/sessions/first.md": &fstest.MapFile{Data: []byte("---\ntitle: First session\nsummary: Meet.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Welcome}]\n---\n")},
	}
}

// TestPairIsSilentAfterThreeWeeks tries both ends of the rule by a day.
func TestPairIsSilentAfterThreeWeeks(t *testing.T) {
	const (
		held      = "{id: s1, starts: 2026-11-03, status: done}"
		cancelled = "{id: s1, status: cancelled}"
	)
	for _, c := range []struct {
		name, status, sessions, day, want string
	}{
		{"21 days after a session", "active", held, "2026-11-24", ""},
		{"22 days after a session", "active", held, "2026-11-25", "2026-11-03 2027-03-22"},
		{"22 days after one that nobody marked as done", "active", "{id: s1, starts: 2026-11-03}", "2026-11-25", "2026-11-03 2027-03-22"},
		{"the next in 22 days", "active", held + ", {id: s2, starts: 2026-12-17}", "2026-11-25", "2026-11-03 2026-12-17"},
		{"the next in 21 days", "active", held + ", {id: s2, starts: 2026-12-16}", "2026-11-25", ""},
		{"one has moved to today", "active", held + ", {id: s2, starts: 2026-11-25, status: moved}", "2026-11-25", ""},
		{"the one to come is cancelled", "active", held + ", {id: s2, starts: 2026-12-01, status: cancelled}", "2026-11-25", "2026-11-03 2027-03-29"},
		{"21 days after the start, none held", "active", cancelled, "2026-11-23", ""},
		{"22 days after the start, none held", "active", cancelled, "2026-11-24", "never 2027-03-22"},
		{"before the start", "active", cancelled, "2026-10-01", ""},
		{"none left", "active", held + ", {id: s2, status: cancelled}, {id: s3, status: cancelled}", "2026-11-25", "2026-11-03 never"},
		{"a pair that pauses", "paused", held, "2026-11-25", ""},
		{"a pair that is over", "completed", held, "2026-11-25", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, p := range statusOf(t, project(pair(c.status, c.sessions)), c.day).PairsWithoutSession {
				day := func(d *report.Day) string {
					if d == nil {
						return "never"
					}
					return d.String()
				}
				got += day(p.Last) + " " + day(p.Next)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPeopleAreKeptAsLongAsTheirProgramSays(t *testing.T) {
	programs := pair("completed", "")
	for day, want := range map[string]int{"2027-06-30": 0, "2027-07-01": 1} { // the cohort ended on 2027-05-31; 30 days
		s := statusOf(t, project(programs), day)
		// p3 is in no pair, and nothing ends for them.
		if len(s.PairingsPastRetention) != want || len(s.PeoplePastRetention) != 2*want {
			t.Errorf("on %s: %v and %v", day, s.PairingsPastRetention, s.PeoplePastRetention)
		}
	}
	// A second pair keeps one of the two for longer.
	programs = strings.Replace(programs, "      - id: 2026a\n", `      - id: 2027a
        starts: 2027-06-07
        ends: 2027-12-31
        pairings: [{id: pair-8m, mentor: p1, mentee: p3, topics: [video], status: active}]
      - id: 2026a
`, 1)
	s := statusOf(t, project(programs), "2027-07-01")
	if len(s.PairingsPastRetention) != 1 || len(s.PeoplePastRetention) != 1 || s.PeoplePastRetention[0].ID != "p2" {
		t.Errorf("got %v and %v", s.PairingsPastRetention, s.PeoplePastRetention)
	}
}

// TestStatusNamesNobody looks for every name and mailbox of the starter's people.
func TestStatusNamesNobody(t *testing.T) {
	s := statusOf(t, playbook.Starter, "2029-01-01") // everything is due
	if len(s.PeoplePastRetention) == 0 || len(s.ReviewsDue) == 0 {
		t.Fatal("nothing is due after years")
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range append(names(t), "@") {
		if strings.Contains(string(text)+fmt.Sprintf("%+v", s), word) {
			t.Errorf("the status says %q", word)
		}
	}
}

// names reads those of the starter's people from its text.
func names(t *testing.T) []string {
	t.Helper()
	data, err := fs.ReadFile(playbook.Starter, "programs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		for _, part := range strings.Split(line, ",") {
			if _, name, ok := strings.Cut(part, "name: "); ok {
				out = append(out, strings.Trim(strings.TrimSpace(name), `"'`))
			}
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d names were found", len(out))
	}
	return out
}
