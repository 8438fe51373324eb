package propose_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/propose"
	"mentorbook/generator/source"
)

func offered(t *testing.T, text string, n int) *propose.Choices {
	t.Helper()
	out, list, err := propose.NewChoices(context.Background(), source.Project{Root: project(text)}, day, propose.Request{Program: "social", Cohort: "2027a", Random: rand.Reader}, n)
	if err != nil || out == nil {
		t.Fatalf("no choices: %v %v", err, list)
	}
	return out
}

// Nobody is offered whom a rule keeps away, everybody gets as many as there are,
// and the order of the rows does not matter.
func TestChoicesKeepToTheRules(t *testing.T) {
	r := mathrand.New(mathrand.NewPCG(3, 9))
	sheets := 0
	for range 40 {
		people, signups, earlier, last := random(r, 16)
		text := func() string {
			return head + "people:\n" + strings.Join(people, "") + program("", earlier, strings.Join(signups, ""), last)
		}
		out := offered(t, text(), 3)
		more := map[source.ID]int{}
		for _, s := range offered(t, text(), 5).Sheets {
			more[s.Person] = len(s.Choices)
		}
		decided := strings.Join(slices.DeleteFunc(strings.SplitAfter(last, "\n"), func(line string) bool { return strings.Contains(line, "status: proposed") }), "")
		for _, s := range out.Sheets {
			sheets++
			if len(s.Choices) < min(3, more[s.Person]) {
				t.Errorf("%s gets %d of %d mentors", s.Person, len(s.Choices), more[s.Person])
			}
			for k, c := range s.Choices {
				if slices.ContainsFunc(s.Choices[:k], func(o propose.Choice) bool { return o.Mentor == c.Mentor }) {
					t.Errorf("%s is offered %s twice", s.Person, c.Mentor)
				}
				line := fmt.Sprintf("          - {id: pair-x, mentor: %s, mentee: %s, topics: [%s], status: proposed}\n", c.Mentor, s.Person, c.Topics[0])
				for _, problem := range problems(t, project(head+"people:\n"+strings.Join(people, "")+program("", earlier, strings.Join(signups, ""), decided+line))) {
					if strings.Contains(problem, "pair-x") {
						t.Errorf("%s is offered %s: %s", s.Person, c.Mentor, problem)
					}
				}
			}
		}
		want, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		r.Shuffle(len(signups), func(i, j int) { signups[i], signups[j] = signups[j], signups[i] })
		if got, _ := json.Marshal(offered(t, text(), 3)); string(got) != string(want) {
			t.Fatalf("in another order of the rows:\n%s\nbefore:\n%s", got, want)
		}
	}
	if sheets < 30 {
		t.Errorf("only %d sheets", sheets)
	}
}

// One mentor is an expert in what all want. Others can do it, too: so nobody is on
// many more sheets than others.
func TestPopularMentorsAreNotOnEverySheet(t *testing.T) {
	var people, signups strings.Builder
	for i := range 12 {
		depth := 1
		if i == 0 {
			depth = 3
		}
		fmt.Fprintf(&people, "  - {id: m%d, name: N, unit: U%d, languages: [en], level: 1, offers: [{topic: a, depth: %d}]}\n", i, i, depth)
		fmt.Fprintf(&people, "  - {id: e%d, name: N, unit: V, languages: [en], level: 8, wants: [{topic: a, priority: 1}]}\n", i)
		fmt.Fprintf(&signups, "          - {person: m%d, role: mentor}\n          - {person: e%d, role: mentee}\n", i, i)
	}
	on := map[source.ID]int{}
	out := offered(t, head+"people:\n"+people.String()+program("", "", signups.String(), ""), 3)
	for _, s := range out.Sheets {
		for _, c := range s.Choices {
			on[c.Mentor]++
		}
	}
	if len(out.Sheets) != 12 || len(on) != 12 {
		t.Fatalf("%d sheets with %d mentors", len(out.Sheets), len(on))
	}
	for id, n := range on {
		if n != 3 {
			t.Errorf("%s is on %d sheets, want 3 of 12", id, n)
		}
	}
}
