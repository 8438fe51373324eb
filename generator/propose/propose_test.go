package propose_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/propose"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

const head = `site: {title: T, languages: [en]}
topics: {a: {en: A}, b: {en: B}, c: {en: C}, d: {en: D}}
`

func project(programs string) fstest.MapFS {
	return fstest.MapFS{
		"programs.yaml":                &fstest.MapFile{Data: []byte(programs)},
		"content/en/index.md":          &fstest.MapFile{Data: []byte("---\ntitle: Welcome\nsummary: Start here.\n---\n")},
		"content/en/sessions/first.md": &fstest.MapFile{Data: []byte("---\ntitle: First session\nsummary: Meet.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Welcome}]\n---\n")},
	}
}

var day = site.Options{Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}

func proposed(t testing.TB, root fs.FS) *propose.Proposal {
	t.Helper()
	out, list, err := propose.New(context.Background(), source.Project{Root: root}, day, propose.Request{Program: "social", Cohort: "2027a", Random: rand.Reader})
	if err != nil || out == nil {
		t.Fatalf("no proposal: %v %v", err, list)
	}
	return out
}

// program returns a reverse program with an earlier cohort and the one that is
// matched.
func program(matching, earlier, signups, pairings string) string {
	return `programs:
  - id: social
    title: T
    type: reverse
    track: custom
    purpose: P
    matching: {` + matching + `}
    plan: [{id: s1, session: first, at: P0W}]
    cohorts:
      - {id: 2026a, starts: 2026-01-05, ends: 2026-06-26, pairings: [` + earlier + `]}
      - id: 2027a
        starts: 2027-01-04
        ends: 2027-06-25
        signups:
` + signups + `        pairings:
` + pairings
}

// random returns people and signups in which every rule keeps some apart, as
// lines that can be put in any order.
func random(r *mathrand.Rand, n int) (people, signups []string, earlier, last string) {
	topics := func(more string, most int) string {
		var out []string
		for _, k := range r.Perm(4)[:r.IntN(3)] {
			out = append(out, fmt.Sprintf("{topic: %c, %s: %d}", 'a'+k, more, 1+r.IntN(most)))
		}
		return strings.Join(out, ", ")
	}
	id := func() string { return fmt.Sprintf("p%d", r.IntN(n)) }
	for i := range n {
		line := fmt.Sprintf("  - {id: p%d, name: N%d, unit: U%d, site: S%d, timezone: %s, languages: [%s], level: %d, capacity: %d, offers: [%s], wants: [%s]",
			i, i, r.IntN(3), r.IntN(2), []string{"Asia/Jakarta", "Asia/Jayapura", "Europe/London"}[r.IntN(3)], []string{"id", "en", "id, en"}[r.IntN(3)],
			1+r.IntN(9), r.IntN(4), topics("depth", 3), topics("priority", 3))
		if boss := id(); boss != fmt.Sprintf("p%d", i) && r.IntN(3) == 0 {
			line += ", manager: " + boss
		}
		if r.IntN(3) == 0 {
			line += ", avoid: [" + id() + "]"
		}
		if r.IntN(3) == 0 {
			line += fmt.Sprintf(`, availability: [{day: %s, from: "%02d:00", to: "%d:30"}]`, []string{"mon", "tue"}[r.IntN(2)], 7+r.IntN(5), 12+r.IntN(5))
		}
		people = append(people, line+"}\n")
		if r.IntN(6) > 0 {
			signups = append(signups, fmt.Sprintf("          - {person: p%d, role: %s}\n", i, []string{"mentor", "mentee", "both"}[r.IntN(3)]))
		}
	}
	pair := func(k int, status string) string {
		a, b := r.IntN(n), r.IntN(n)
		if a == b {
			b = (a + 1) % n
		}
		return fmt.Sprintf("{id: pair-%d, mentor: p%d, mentee: p%d, topics: [a], status: %s}", k, a, b, status)
	}
	earlier = pair(1, "completed") + ", " + pair(2, "declined")
	last = "          - " + pair(3, "accepted") + "\n          - " + pair(4, "declined") + "\n          - " + pair(5, "proposed") + "\n"
	return people, signups, earlier, last
}

// Whatever the roster: check has nothing to say about a pair that was proposed,
// nobody has more of them than they have room for, and the rest of the file is as
// it was.
func TestNoRuleIsEverBroken(t *testing.T) {
	r := mathrand.New(mathrand.NewPCG(5, 6))
	pairs := 0
	for range 150 {
		people, signups, earlier, last := random(r, 4+r.IntN(16))
		if len(signups) == 0 {
			continue
		}
		rules := []string{"", "same_unit: forbid, min_overlap: 120", "same_site: require, max_zone_gap: 9", "same_site: prefer, objective: best-fit, min_level_gap: 0"}[r.IntN(4)]
		root := project(head + "people:\n" + strings.Join(people, "") + program(rules, earlier, strings.Join(signups, ""), last))
		out := proposed(t, root)
		if out.NoFiles != nil {
			t.Fatal(out.NoFiles)
		}
		pairs += len(out.Pairs)
		if !out.Proof.Tight {
			t.Errorf("it is not proved that these are the best pairs: %+v", out.Proof)
		}
		if out.Files == nil {
			continue
		}
		root["programs.yaml"] = &fstest.MapFile{Data: out.Files[0].Data}
		for _, problem := range problems(t, root) {
			if strings.Contains(problem, "status: proposed") {
				t.Errorf("%s\nin\n%s", problem, out.Files[0].Data)
			}
		}
		checkRoom(t, root)
	}
	if pairs < 60 {
		t.Errorf("only %d pairs were proposed", pairs)
	}
}

// checkRoom counts the pairs of the cohort against everybody's capacity.
func checkRoom(t *testing.T, root fs.FS) {
	t.Helper()
	sources, _, err := source.Load(context.Background(), source.Project{Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	proposals, all := map[source.ID]int{}, map[source.ID]int{}
	for _, r := range sources.Config.Programs[0].Cohorts[1].Pairings.Items {
		for _, id := range []source.ID{r.Mentor, r.Mentee} {
			if r.Status != "declined" {
				all[id]++
			}
			if r.Status == "proposed" {
				proposals[id]++
			}
		}
	}
	for _, p := range sources.Config.People.Items {
		if proposals[p.ID] > 0 && all[p.ID] > p.Capacity {
			t.Errorf("%s has %d pairs and room for %d", p.ID, all[p.ID], p.Capacity)
		}
	}
}

// problems returns what speaks against pairs, each with the line of the pair.
func problems(t *testing.T, root fs.FS) (out []string) {
	t.Helper()
	sources, list, err := source.Load(context.Background(), source.Project{Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := day
	o.Audience = site.Organizers
	_, _, across, err := site.Assemble(context.Background(), sources, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(list, across...) {
		if slices.Contains(strings.Fields("self-pair level-gap reporting-line avoided no-shared-language no-shared-topic same-unit other-site zone-gap no-overlap repeated-pair declined-pair"), d.Code) {
			start, _ := d.Span.Positions()
			out = append(out, d.Message+": "+strings.Split(string(d.Span.File.Bytes()), "\n")[start.Line-1])
		}
	}
	return out
}

func TestTheOrderOfTheRowsDoesNotMatter(t *testing.T) {
	r := mathrand.New(mathrand.NewPCG(8, 1))
	for range 30 {
		people, signups, earlier, last := random(r, 20)
		said := func() string {
			out := proposed(t, project(head+"people:\n"+strings.Join(people, "")+program("", earlier, strings.Join(signups, ""), last)))
			text, err := json.Marshal(out)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		want := said()
		r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		r.Shuffle(len(signups), func(i, j int) { signups[i], signups[j] = signups[j], signups[i] })
		if got := said(); got != want {
			t.Fatalf("in another order of the rows:\n%s\nbefore:\n%s", got, want)
		}
	}
}
