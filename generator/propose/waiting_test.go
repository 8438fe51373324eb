package propose_test

import (
	"fmt"
	"strings"
	"testing"
)

// alone returns who gets the only mentor there is, of two mentees. One of them signed up
// for an earlier cohort, in vain; the wish of the other has a priority.
func alone(t *testing.T, waiting, first string, priority int, pairings string) string {
	t.Helper()
	people := []string{
		"  - {id: m, name: M, unit: U1, languages: [en], level: 1, offers: [{topic: a, depth: 2}]}\n",
		"  - {id: x, name: X, unit: U2, languages: [en], level: 5, wants: [{topic: a, priority: 1}]}\n",
		"  - {id: y, name: Y, unit: U3, languages: [en], level: 5, wants: [{topic: a, priority: 1}]}\n",
	}
	for i, id := range []string{"x", "y"} {
		if id != waiting {
			people[i+1] = strings.Replace(people[i+1], "priority: 1", fmt.Sprintf("priority: %d", priority), 1)
		}
	}
	if first == "y" {
		people[1], people[2] = people[2], people[1]
	}
	signups := ""
	for _, id := range []string{first, strings.Trim("xy", first)} {
		signups += "          - {person: " + id + ", role: mentee}\n"
	}
	programs := program("", "], signups: [{person: "+waiting+", role: mentee}", "          - {person: m, role: mentor}\n"+signups, pairings)
	out := proposed(t, project(head+"people:\n"+strings.Join(people, "")+programs))
	placed := ""
	for _, p := range out.Pairs {
		placed += string(p.Mentee)
	}
	return placed
}

// TestWhoWaitsComesFirst: of two who fit, the one who signed up for an earlier cohort in
// vain is placed, wherever they stand in the lists, and also before somebody new whose
// wish is a step stronger.
func TestWhoWaitsComesFirst(t *testing.T) {
	for _, waiting := range []string{"x", "y"} {
		for _, first := range []string{"x", "y"} {
			for priority := 1; priority <= 2; priority++ {
				if got := alone(t, waiting, first, priority, "          []\n"); got != waiting {
					t.Errorf("%s waits, %s is first in the lists, priority %d: %s is placed", waiting, first, priority, got)
				}
			}
		}
	}
}

// TestWhoDeclinedIsNotAskedAgain: a pair that was declined is not proposed again, even
// where that leaves a place free; both can be paired with others.
func TestWhoDeclinedIsNotAskedAgain(t *testing.T) {
	declined := "          - {id: pair-d, mentor: m, mentee: x, topics: [a], status: declined}\n"
	if got := alone(t, "x", "x", 1, declined); got != "y" {
		t.Errorf("after x declined, %q is placed", got)
	}
	both := declined + "          - {id: pair-e, mentor: m, mentee: y, topics: [a], status: declined}\n"
	if got := alone(t, "x", "x", 1, both); got != "" {
		t.Errorf("after both declined, %q is placed", got)
	}
}
