package fit_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mentorbook/generator/fit"
)

func ani() fit.Person {
	return fit.Person{ID: "ani", Level: 2, HasLevel: true, Languages: []string{"id", "en"}, Offers: []string{"video", "ai"}, Capacity: 1}
}

func budi() fit.Person {
	return fit.Person{ID: "budi", Level: 8, HasLevel: true, Languages: []string{"id"}, Wants: []string{"ai"}, Capacity: 1}
}

var reverse = fit.Program{Reverse: true, MinLevelGap: 2}

// Each case changes a pair against which nothing speaks.
func TestEachRuleObjectsByItself(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(mentor, mentee *fit.Person)
		topics  []string
		program fit.Program
		want    []fit.Objection
	}{
		"nothing": {program: reverse},
		"themselves": {
			change:  func(mentor, mentee *fit.Person) { *mentee = *mentor },
			program: reverse, want: []fit.Objection{{fit.SamePerson, "ani", "ani"}},
		},
		"too close in level": {
			change:  func(mentor, mentee *fit.Person) { mentee.Level = 3 },
			program: reverse, want: []fit.Objection{{fit.LevelGap, "budi", "ani"}},
		},
		"as far apart as asked": {
			change:  func(mentor, mentee *fit.Person) { mentee.Level = 4 },
			program: reverse,
		},
		"a level that is not known": {
			change:  func(mentor, mentee *fit.Person) { mentee.Level, mentee.HasLevel = 0, false },
			program: reverse,
		},
		"levels in a traditional program": {change: func(mentor, mentee *fit.Person) { mentee.Level = 1 }},
		"the manager mentors": {
			change:  func(mentor, mentee *fit.Person) { mentee.Managers = []string{"ani"} },
			program: reverse, want: []fit.Objection{{fit.IsManager, "ani", "budi"}},
		},
		"the manager is mentored": {
			change:  func(mentor, mentee *fit.Person) { mentor.Managers = []string{"budi"} },
			program: reverse, want: []fit.Objection{{fit.IsManager, "budi", "ani"}},
		},
		"the manager's manager": {
			change:  func(mentor, mentee *fit.Person) { mentor.Managers = []string{"citra", "budi"} },
			program: reverse, want: []fit.Objection{{fit.IsManagersManager, "budi", "ani"}},
		},
		"one manager": {
			change: func(mentor, mentee *fit.Person) {
				mentor.Managers, mentee.Managers = []string{"citra", "dodi"}, []string{"citra"}
			},
			program: reverse, want: []fit.Objection{{fit.SameManager, "ani", "budi"}},
		},
		"one manager's manager is far enough": {
			change: func(mentor, mentee *fit.Person) {
				mentor.Managers, mentee.Managers = []string{"citra", "eka"}, []string{"dodi", "eka"}
			},
			program: reverse,
		},
		"avoided by the mentor": {
			change:  func(mentor, mentee *fit.Person) { mentor.Avoid = []string{"budi"} },
			program: reverse, want: []fit.Objection{{fit.Avoided, "ani", "budi"}},
		},
		"avoided by both is said once": {
			change:  func(mentor, mentee *fit.Person) { mentor.Avoid, mentee.Avoid = []string{"budi"}, []string{"ani"} },
			program: reverse, want: []fit.Objection{{fit.Avoided, "ani", "budi"}},
		},
		"no language": {
			change:  func(mentor, mentee *fit.Person) { mentee.Languages = []string{"ja"} },
			program: reverse, want: []fit.Objection{{fit.NoSharedLanguage, "ani", "budi"}},
		},
		"nothing to teach": {
			change:  func(mentor, mentee *fit.Person) { mentor.Offers = nil },
			program: reverse, want: []fit.Objection{{fit.NoSharedTopic, "ani", "budi"}},
		},
		"a topic that only one of them named": {
			topics: []string{"video"}, program: reverse, want: []fit.Objection{{fit.NoSharedTopic, "ani", "budi"}},
		},
		"one of the topics is shared": {topics: []string{"video", "ai"}, program: reverse},
		"of one unit": {
			change:  func(mentor, mentee *fit.Person) { mentor.Unit, mentee.Unit = "sales", "sales" },
			program: fit.Program{OtherUnit: true}, want: []fit.Objection{{fit.SameUnit, "ani", "budi"}},
		},
		"of one unit, which is allowed": {
			change: func(mentor, mentee *fit.Person) { mentor.Unit, mentee.Unit = "sales", "sales" },
		},
		"at two sites": {
			change:  func(mentor, mentee *fit.Person) { mentor.Site, mentee.Site = "ambon", "bogor" },
			program: fit.Program{SameSite: true}, want: []fit.Objection{{fit.OtherSite, "ani", "budi"}},
		},
		"at a site that is not known": {
			change:  func(mentor, mentee *fit.Person) { mentor.Site = "ambon" },
			program: fit.Program{SameSite: true},
		},
		"many hours apart": {
			change:  func(mentor, mentee *fit.Person) { mentor.Offset, mentee.Offset = 7*60, 3*60 },
			program: fit.Program{MaxZoneGap: 3}, want: []fit.Objection{{fit.ZoneGap, "ani", "budi"}},
		},
		"the same hours, a day apart": {
			change: func(mentor, mentee *fit.Person) { mentor.Offset, mentee.Offset = 12*60, -12*60 },
		},
		"little time in common": {
			change: func(mentor, mentee *fit.Person) {
				mentor.Free, mentee.Free = []fit.Span{{0, 100}, {500, 600}}, []fit.Span{{90, 110}, {580, 700}}
			},
			program: fit.Program{MinOverlap: 31}, want: []fit.Objection{{fit.NoOverlap, "ani", "budi"}},
		},
		"time enough in common": {
			change: func(mentor, mentee *fit.Person) {
				mentor.Free, mentee.Free = []fit.Span{{0, 100}, {500, 600}}, []fit.Span{{90, 110}, {580, 700}}
			},
			program: fit.Program{MinOverlap: 30},
		},
		"little time at all": {
			change:  func(mentor, mentee *fit.Person) { mentee.Free = []fit.Span{{0, 30}} },
			program: fit.Program{MinOverlap: 31}, want: []fit.Objection{{fit.NoOverlap, "ani", "budi"}},
		},
		"a pair before": {
			program: fit.Program{Earlier: map[[2]string]bool{fit.Two("budi", "ani"): true}}, want: []fit.Objection{{fit.EarlierPair, "ani", "budi"}},
		},
		"declined before": {
			program: fit.Program{Declined: map[[2]string]bool{fit.Two("budi", "ani"): true}}, want: []fit.Objection{{fit.DeclinedPair, "ani", "budi"}},
		},
		"several": {
			change: func(mentor, mentee *fit.Person) {
				mentee.Level, mentee.Languages, mentee.Managers = 1, nil, []string{"ani"}
			},
			program: reverse,
			want:    []fit.Objection{{fit.LevelGap, "budi", "ani"}, {fit.IsManager, "ani", "budi"}, {fit.NoSharedLanguage, "ani", "budi"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			mentor, mentee := ani(), budi()
			if c.change != nil {
				c.change(&mentor, &mentee)
			}
			if got := fit.Objections(mentor, mentee, c.topics, c.program); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestRoomIsWhatTheCapacityLeaves(t *testing.T) {
	p := fit.Person{Capacity: 2}
	for pairs, want := range []int{2, 1, 0, -1} {
		if got := p.Room(pairs); got != want {
			t.Errorf("with %d pairs there is room for %d, want %d", pairs, got, want)
		}
	}
}

func TestTwoPeopleAreOnePairWhoeverMentors(t *testing.T) {
	if fit.Two("a", "b") != fit.Two("b", "a") || fit.Two("a", "b") == fit.Two("a", "c") {
		t.Error("the order of two people tells pairs apart")
	}
}

// What ties two people does not depend on who of them mentors.
func TestTiesHoldBothWays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func() []string {
		var out []string
		for range r.IntN(3) {
			out = append(out, string(rune('a'+r.IntN(5))))
		}
		return out
	}
	ties := func(a, b fit.Person) []fit.Rule {
		var out []fit.Rule
		for _, o := range fit.Objections(a, b, nil, fit.Program{}) {
			if o.Rule != fit.NoSharedTopic {
				out = append(out, o.Rule)
			}
		}
		return out
	}
	for range 10_000 {
		a := fit.Person{ID: string(rune('a' + r.IntN(5))), Managers: some(), Avoid: some(), Languages: some()}
		b := fit.Person{ID: string(rune('a' + r.IntN(5))), Managers: some(), Avoid: some(), Languages: some()}
		there, back := ties(a, b), ties(b, a)
		if len(there) != len(back) {
			t.Fatalf("%+v and %+v: %v one way, %v the other", a, b, there, back)
		}
	}
}
