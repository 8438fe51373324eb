package generator_test

import (
	"slices"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// TestEveryRuleIsBrokenAlone breaks the rules that hold between people, pairs,
// programs and documents one at a time, each in the way that breaks no other.
// The numbers are those of the list in the documentation of the data; what is
// wrong with a single value is in TestBrokenInputIsReportedWhereItIs.
func TestEveryRuleIsBrokenAlone(t *testing.T) {
	const config = "programs.yaml"
	const plan = "      - {id: s1, session: first, at: P0W}\n      - {id: s2, session: first, at: 3 weeks}\n"
	const p1, p2 = "level: 2, offers: [{topic: video", "level: 8, wants: [{topic: video"
	done := "{id: s1, status: done}"
	edit := func(pairs ...string) map[string]string {
		files := small()
		for i := 0; i < len(pairs); i += 2 {
			if strings.Count(files[config], pairs[i]) != 1 {
				t.Fatalf("%q occurs %d times", pairs[i], strings.Count(files[config], pairs[i]))
			}
			files[config] = strings.Replace(files[config], pairs[i], pairs[i+1], 1)
		}
		return files
	}
	for _, c := range []struct {
		rule  string
		files map[string]string
		want  string
	}{
		{"1 the mentor of a pair exists", edit("mentor: p1\n", "mentor: p7\n"), "programs.yaml:36:21 unknown-person"},
		{"1 the mentee of a pair exists", edit("mentee: p2\n", "mentee: p7\n"), "programs.yaml:37:21 unknown-person"},
		{"1 the topics of a pair exist", edit("topics: [video]\n            status", "topics: [video, vidoe]\n            status"), "programs.yaml:38:29 unknown-topic"},
		{"1 a manager exists", edit(p1, "manager: p7, "+p1), "programs.yaml:12:75 unknown-person"},
		{"1 who is avoided exists", edit(p1, "avoid: [p7], "+p1), "programs.yaml:12:74 unknown-person"},
		{"1 who is preferred exists", edit(p1, "prefer: [p7], "+p1), "programs.yaml:12:75 unknown-person"},
		{"1 a wanted topic exists", edit("wants: [{topic: video, priority: 1}]", "wants: [{topic: video, priority: 1}, {topic: vidoe}]"), "programs.yaml:13:119 unknown-topic"},
		{"1 a pair's time zone exists", edit(`slot: {day: tue, time: "10:00"}`, `timezone: Asia/Bandung`), "programs.yaml:41:23 unknown-timezone"},
		{"1 a person's time zone exists", edit(p1, "timezone: Asia/Bandung, "+p1), "programs.yaml:12:76 unknown-timezone"},
		{"1 ids of pairs are unique", edit("id: pair-9z", "id: pair-7k"), "programs.yaml:56:18 duplicate-id"},
		{"1 ids of programs are unique", edit("- id: voices", "- id: social"), "programs.yaml:44:9 duplicate-id"},
		{"1 ids of cohorts are unique", edit("pairings:\n          - id: pair-7k", "pairings: []\n      - id: 2026a\n        starts: 2026-11-02\n        ends: 2027-03-31\n        pairings:\n          - id: pair-7k"), "programs.yaml:35:13 duplicate-id"},
		{"1 ids in a plan are unique", edit(plan, strings.Replace(plan, "s2", "s1", 1)), "programs.yaml:25:14 duplicate-id"},
		{"1 ids of milestones are unique", edit("id: kickoff", "id: agreed"), "programs.yaml:27:125 duplicate-id"},
		{"1 a session is changed once", edit(done, done+"\n              - {id: s1, minutes: 40}"), "programs.yaml:44:22 duplicate-id"},
		{"1 no plan has a draft", with(map[string]string{config: strings.Replace(small()[config], "session: first, at: 3 weeks", "session: new, at: 3 weeks", 1),
			"content/en/sessions/new.md": strings.Replace(small()["content/en/sessions/first.md"], "version: 1", "draft: true", 1)}), "programs.yaml:25:27 link-to-draft"},
		{"3 the gap is the program's", edit("    plan:\n      - {id: s1", "    matching: {min_level_gap: 7}\n    plan:\n      - {id: s1"), "programs.yaml:38:21 level-gap"},
		{"3 the gap can be smaller", edit("level: 8", "level: 3", "    plan:\n      - {id: s1", "    matching: {min_level_gap: 1}\n    plan:\n      - {id: s1"), ""},
		{"4 nobody is their own manager", edit(p1, "manager: p1, "+p1), "programs.yaml:12:75 own-manager"},
		{"4 the mentor does not manage the mentee", edit(p2, "manager: p1, "+p2), "programs.yaml:37:21 reporting-line"},
		{"4 the mentee does not manage the mentor's manager", edit(p1, "manager: p3, "+p1, "languages: [en], level: 2, offers: [{topic: feedback}]", "languages: [en], level: 2, manager: p2, offers: [{topic: feedback}]"), "programs.yaml:37:21 reporting-line"},
		{"4 the mentor does not manage the mentee's manager", edit(p2, "manager: p4, "+p2, "level: 7, wants", "level: 7, manager: p1, wants"), "programs.yaml:37:21 reporting-line"},
		{"4 they have not the same manager", edit(p1, "manager: p4, "+p1, p2, "manager: p4, "+p2), "programs.yaml:37:21 reporting-line"},
		{"5 the mentor avoids nobody they meet", edit(p1, "avoid: [p2], "+p1), "programs.yaml:37:21 avoided"},
		{"6 the mentor has accepted, too", edit("accepted: {mentor: 2026-10-20, mentee: 2026-10-21}", "accepted: {mentee: 2026-10-21}"), "programs.yaml:39:13 not-accepted"},
		{"6 somebody has accepted", edit("            accepted: {mentor: 2026-10-20, mentee: 2026-10-21}\n", ""), "programs.yaml:39:13 not-accepted"},
		{"7 registration closes after it opens", edit("closes: 2026-10-20", "closes: 2026-09-20"), "programs.yaml:32:43 date-order"},
		{"7 closed days end after they start", edit("to: 2027-01-01", "to: 2026-12-01"), "programs.yaml:33:55 date-order"},
		{"7 there is an open day", edit("closed_dates: [2026-12-25", "closed_dates: [{from: 2026-11-01, to: 2028-01-01}, 2026-12-25"), "programs.yaml:24:34 no-open-day; programs.yaml:25:34 no-open-day"},
		{"7 there is an open day for the pair", edit("closed_dates: [2026-12-25", "closed_dates: ["+tuesdays+"2026-12-25"), "programs.yaml:35:17 no-open-day; programs.yaml:35:17 no-open-day"},
		{"7 the plan is in order", edit(plan, strings.Replace(plan, "P0W", "P4W", 1)), "programs.yaml:25:34 session-order"},
		{"7 no two sessions are pushed to one day", edit("{from: 2026-12-28", "{from: 2026-11-23, to: 2026-11-24}, {from: 2026-12-28", plan, plan+"      - {id: s3, session: first, at: P23D}\n", `            slot: {day: tue, time: "10:00"}`+"\n", ""), "programs.yaml:26:34 same-day"},
		{"7 a slot keeps the pair in the cohort", edit("3 weeks", "P149D"), "programs.yaml:35:17 outside-cohort"},
		{"7 a pair's sessions are in order", edit(done, "{id: s1, starts: 2026-12-08T10:00, status: moved}"), "programs.yaml:35:17 session-order"},
		{"7 a pair is not in two sessions at once", edit(done, "{id: s1, starts: 2026-11-24T09:45, status: moved}"), "programs.yaml:35:17 overlap"},
		{"7 nobody is in two pairs' sessions at once", edit("level: 2, offers: [{topic: video, depth: 2}]", "capacity: 2, level: 2, offers: [{topic: video, depth: 2}, {topic: feedback}]",
			"{id: pair-9z, mentor: p3, mentee: p4, topics: [feedback], status: proposed}", `{id: pair-9z, mentor: p1, mentee: p4, topics: [feedback], status: accepted, sessions: [{id: s1, starts: 2026-11-24T10:15}]}`), "programs.yaml:56:18 overlap"},
		{"8 diversity is sensitive", edit("track: diversity", "track: diversity\n    sensitivity: normal"), "programs.yaml:48:5 forced-setting"},
		{"8 pairs of a sensitive program are alone", edit("track: diversity", "track: diversity\n    pairs_visible: cohort"), "programs.yaml:48:5 forced-setting"},
		{"8 support has an address", edit(`url: "tel:+62000"`, "url: ask around"), "programs.yaml:49:58 bad-url"},
		{"8 any sensitive program names support", edit("track: social-media", "track: social-media\n    sensitivity: sensitive"), "programs.yaml:17:9 missing-support"},
		{"a mailbox is one", edit("contact: mentoring@small.example", "contact: mentoring at small"), "programs.yaml:4:12 bad-email"},
		{"a person's mailbox is one", edit("email: budi@small.example", "email: budi"), "programs.yaml:13:119 bad-email"},
		{"the address of the portal is one", edit("  timezone:", "  base_url: portal.example\n  timezone:"), "programs.yaml:5:13 bad-url"},
		{"a list that is named exists", edit("pairings:\n          - {id: pair-9z, mentor: p3, mentee: p4, topics: [feedback], status: proposed}", "pairings: pairs.yaml"), "programs.yaml:55:19 missing-file"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, list, err := generator.Build(t.Context(), generator.Project{Root: mapFS(c.files)}, options(site.Organizers))
			if err != nil {
				t.Fatal(err)
			}
			got := places(list)
			slices.Sort(got)
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, "; "), c.want)
			}
		})
	}
}

// tuesdays closes every Tuesday of more than a year.
var tuesdays = func() string {
	var b strings.Builder
	for day := now.AddDate(0, 0, -20); day.Before(now.AddDate(1, 1, 0)); day = day.AddDate(0, 0, 7) {
		b.WriteString(day.Format("2006-01-02, "))
	}
	return b.String()
}()
