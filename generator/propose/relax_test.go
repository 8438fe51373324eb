package propose

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/fit"
	"mentorbook/generator/match"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// world is a project whose rules and people can be changed.
type world struct {
	overlap, zone, gap int
	site, unit         string
	people             []someone
}

type someone struct {
	id, unit, site, zone, free, role string
	languages, offers, wants         []string
	level, capacity                  int
}

func randomWorld(r *rand.Rand) *world {
	w := &world{overlap: 60 + 60*r.IntN(2), zone: r.IntN(4), gap: r.IntN(4), site: []string{"ignore", "require"}[r.IntN(2)], unit: []string{"avoid", "forbid"}[r.IntN(2)]}
	pick := func(words ...string) []string {
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		return words[:1+r.IntN(len(words))]
	}
	for i := range 5 + r.IntN(5) {
		p := someone{
			id: fmt.Sprintf("p%d", i), unit: pick("U1", "U2")[0], site: pick("S1", "S2")[0],
			zone:      []string{"Asia/Jakarta", "Asia/Jayapura", "Asia/Kolkata"}[r.IntN(3)],
			languages: pick("id", "en"), level: 1 + r.IntN(9), capacity: []int{1, 1, 1, 2, 0}[r.IntN(5)],
			role: []string{"mentor", "mentee"}[r.IntN(2)],
		}
		if p.role == "mentor" {
			p.offers = pick("a", "b", "c")
		} else {
			p.wants = pick("a", "b", "c")
		}
		if r.IntN(2) == 0 {
			p.free = fmt.Sprintf(`, availability: [{day: tue, from: "%02d:00", to: "%d:30"}]`, 7+r.IntN(4), 11+r.IntN(3))
		}
		w.people = append(w.people, p)
	}
	return w
}

func (w *world) load(t *testing.T) *roster {
	t.Helper()
	var people, signups strings.Builder
	list := func(key string, topics []string) string {
		var out []string
		for _, topic := range topics {
			out = append(out, "{topic: "+topic+"}")
		}
		return key + ": [" + strings.Join(out, ", ") + "]"
	}
	for _, p := range w.people {
		fmt.Fprintf(&people, "  - {id: %s, name: N%s, unit: %s, site: %s, timezone: %s, languages: [%s], level: %d, capacity: %d, %s, %s%s}\n",
			p.id, p.id, p.unit, p.site, p.zone, strings.Join(p.languages, ", "), p.level, p.capacity, list("offers", p.offers), list("wants", p.wants), p.free)
		fmt.Fprintf(&signups, "          - {person: %s, role: %s}\n", p.id, p.role)
	}
	text := fmt.Sprintf(`site: {title: T, languages: [en]}
topics: {a: {en: A}, b: {en: B}, c: {en: C}}
people:
%sprograms:
  - id: social
    title: T
    type: reverse
    track: custom
    purpose: P
    matching: {min_overlap: %d, max_zone_gap: %d, min_level_gap: %d, same_site: %s, same_unit: %s}
    plan: [{id: s1, session: first, at: P0W}]
    cohorts:
      - id: c1
        starts: 2027-01-04
        ends: 2027-06-25
        signups:
%s`, people.String(), w.overlap, w.zone, w.gap, w.site, w.unit, signups.String())
	root := fstest.MapFS{
		"programs.yaml":                &fstest.MapFile{Data: []byte(text)},
		"content/en/index.md":          &fstest.MapFile{Data: []byte("---\ntitle: W\nsummary: S.\n---\n")},
		"content/en/sessions/first.md": &fstest.MapFile{Data: []byte("---\ntitle: F\nsummary: S.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: W}]\n---\n")},
	}
	x, problems, err := load(context.Background(), source.Project{Root: root}, site.Options{Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}, Request{Program: "social", Cohort: "c1"})
	if x == nil {
		t.Fatal(problems, err)
	}
	return x
}

// change makes what a relaxation asks for.
func (w *world) change(c Change) {
	person := func(id source.ID) *someone {
		return &w.people[slices.IndexFunc(w.people, func(p someone) bool { return p.id == string(id) })]
	}
	switch c.Kind {
	case "no-overlap":
		w.overlap = c.To
	case "zone-gap":
		w.zone = c.To
	case "level-gap":
		w.gap = c.To
	case "other-site":
		w.site = "prefer"
	case "same-unit":
		w.unit = "avoid"
	case "room":
		person(c.Who).capacity++
	case "no-shared-topic":
		person(c.Who).wants = append(person(c.Who).wants, string(c.Topic))
	case "no-shared-language":
		person(c.Who).languages = []string{"id", "en"}
	}
}

// canHave reports whether somebody can have a pair, while there are as many others
// as before, whatever of more is allowed to them.
func canHave(t *testing.T, x *roster, id source.ID, before int, more []match.Candidate) bool {
	t.Helper()
	p := x.problem()
	p.BestFit = false
	p.Candidates = append(p.Candidates, more...)
	for k, c := range p.Candidates {
		mentor, mentee := x.mentors[c.Left], x.mentees[c.Right]
		if mentor.ID != id && mentee.ID != id || p.Left[c.Left].Capacity == 0 || p.Right[c.Right].Capacity == 0 {
			continue
		}
		q := p
		q.Left, q.Right = slices.Clone(p.Left), slices.Clone(p.Right)
		q.Left[c.Left].Capacity--
		q.Right[c.Right].Capacity--
		q.Candidates = slices.Delete(slices.Clone(p.Candidates), k, k+1)
		out, err := match.Solve(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if out.Value.Pairs >= before {
			return true
		}
	}
	return false
}

// What would help somebody without a pair really does, and no smaller change of the
// rules for them does.
func TestRelaxationsAreTheLeastThatHelps(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 4))
	kinds := map[string]int{}
	for range 250 {
		w := randomWorld(r)
		x := w.load(t)
		out, err := x.assign(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range out.Unmatched {
			if u.Least.With != "" {
				changed := *w
				changed.people = slices.Clone(w.people)
				for _, c := range u.Least.Changes {
					kinds[c.Kind]++
					changed.change(c)
				}
				if !canHave(t, changed.load(t), u.Person, len(out.Pairs), nil) {
					t.Errorf("%s gets no pair by %q in %+v", u.Person, u.Relaxation, w)
				}
			}
			checkLeast(t, w, x, u, len(out.Pairs))
		}
	}
	for _, kind := range strings.Fields("room no-overlap zone-gap level-gap other-site same-unit no-shared-topic no-shared-language") {
		if kinds[kind] < 5 {
			t.Errorf("%s was needed %d times only", kind, kinds[kind])
		}
	}
}

// checkLeast tries all rules that ask for less change than what was said.
func checkLeast(t *testing.T, w *world, x *roster, u Unmatched, pairs int) {
	t.Helper()
	least := unrelaxed
	if u.Least.With != "" {
		least = 0
		for _, c := range u.Least.Changes {
			least += map[string]int{
				"no-overlap": 100 + w.overlap - c.To, "zone-gap": 200 * (c.To - w.zone), "level-gap": 500 * (w.gap - c.To),
				"other-site": 300, "same-unit": 400, "room": 3000, "no-shared-topic": 2000, "no-shared-language": 5000,
			}[c.Kind]
		}
	}
	for _, overlap := range []int{w.overlap, 90, 60, 30, 0} {
		for zone := w.zone; zone <= 4; zone++ {
			for gap := range w.gap + 1 {
				for _, site := range []bool{false, true} {
					for _, unit := range []bool{false, true} {
						rules, price := x.rules, 200*(zone-w.zone)+500*(w.gap-gap)
						if overlap > w.overlap {
							continue
						} else if overlap < w.overlap {
							price += 100 + w.overlap - overlap
						}
						rules.MinOverlap, rules.MaxZoneGap, rules.MinLevelGap = overlap, zone, gap
						if site && rules.SameSite {
							rules.SameSite, price = false, price+300
						}
						if unit && rules.OtherUnit {
							rules.OtherUnit, price = false, price+400
						}
						if price < least && canHave(t, x, u.Person, pairs, x.allowedBy(rules, u.Person)) {
							t.Fatalf("%s needs %q, but a change of %d is enough (%+v) in %+v", u.Person, u.Relaxation, price, rules, w)
						}
					}
				}
			}
		}
	}
}

// allowedBy returns the pairs of somebody that only other rules allow.
func (x *roster) allowedBy(rules fit.Program, id source.ID) (out []match.Candidate) {
	for i, mentor := range x.mentors {
		for j, mentee := range x.mentees {
			is := slices.ContainsFunc(x.candidates, func(c candidate) bool { return c.mentor == int32(i) && c.mentee == int32(j) })
			if (mentor.ID == id || mentee.ID == id) && !is && len(fit.Objections(mentor.fit, mentee.fit, nil, rules)) == 0 {
				out = append(out, match.Candidate{Left: int32(i), Right: int32(j)})
			}
		}
	}
	return out
}
