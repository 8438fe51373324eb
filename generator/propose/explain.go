package propose

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/fit"
	"mentorbook/generator/source"
)

// shownNext is how many others are named on each side of a pair.
const shownNext = 3

// explain describes a candidate that is taken.
func (x *roster) explain(i int) Pair {
	c := x.candidates[i]
	mentor, mentee := x.mentors[c.mentor], x.mentees[c.mentee]
	pair := Pair{
		Mentor: mentor.ID, Mentee: mentee.ID, Topics: x.topics(mentor, mentee), Reasons: []string{},
		Kept: x.last[[2]source.ID{mentor.ID, mentee.ID}],
	}
	pair.Score = x.score(mentor, mentee, &pair.Reasons)
	for _, o := range x.next(x.byMentee[c.mentee], i) {
		pair.NextMentors = append(pair.NextMentors, Next{x.mentors[o.mentor].ID, o.score})
	}
	for _, o := range x.next(x.byMentor[c.mentor], i) {
		pair.NextMentees = append(pair.NextMentees, Next{x.mentees[o.mentee].ID, o.score})
	}
	return pair
}

// next returns the best of some candidates but for one.
func (x *roster) next(candidates []int32, but int) []candidate {
	var out []candidate
	for _, i := range candidates {
		if int(i) != but {
			out = append(out, x.candidates[i])
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out[:min(len(out), shownNext)]
}

// unmatched explains who is in no pair of the cohort, by id.
func (x *roster) unmatched(taken []int) []Unmatched {
	room := map[source.ID]int{}
	for id, m := range x.everybody {
		room[id] = m.room
	}
	matched := map[source.ID]bool{}
	for _, i := range taken {
		for _, id := range []source.ID{x.mentors[x.candidates[i].mentor].ID, x.mentees[x.candidates[i].mentee].ID} {
			room[id]--
			matched[id] = true
		}
	}
	out := []Unmatched{}
	for id, m := range x.everybody {
		if !matched[id] && !m.paired {
			out = append(out, x.unmatchedOne(m, room))
		}
	}
	slices.SortFunc(out, func(a, b Unmatched) int { return cmp.Compare(a.Person, b.Person) })
	return out
}

// unmatchedOne asks of everybody on the other side what kept them away.
func (x *roster) unmatchedOne(m *member, room map[source.ID]int) Unmatched {
	out := Unmatched{Person: m.ID, Role: m.signup.Role, Blocked: map[string]int{}}
	least := relaxation{cost: unrelaxed}
	ask := func(mentor, mentee, other *member) {
		if mentor == mentee {
			return
		}
		objections := fit.Objections(mentor.fit, mentee.fit, nil, x.rules)
		for _, o := range objections {
			out.Blocked[ruleName(o.Rule)]++
		}
		if len(objections) == 0 {
			out.Blocked["capacity"]++
		}
		if r := x.relax(objections, mentor, mentee, []*member{m, other}, room); r.cost < least.cost {
			least = r
		}
	}
	if m.signup.Role != "mentee" {
		for _, mentee := range x.mentees {
			ask(m, mentee, mentee)
		}
	}
	if m.signup.Role != "mentor" {
		for _, mentor := range x.mentors {
			ask(mentor, m, mentor)
		}
	}
	out.Relaxation = least.text
	return out
}

// relaxation is what would have to change for a pair.
type relaxation struct {
	cost int
	text string
}

const unrelaxed = 1 << 30

// relax says what it takes that two become a pair. What people have asked for,
// what happened before and reporting lines are no matter of degree.
func (x *roster) relax(objections []fit.Objection, mentor, mentee *member, both []*member, room map[source.ID]int) relaxation {
	var parts []string
	cost := 0
	add := func(price int, format string, args ...any) {
		cost += price
		parts = append(parts, fmt.Sprintf(format, args...))
	}
	for _, p := range both {
		if room[p.ID] <= 0 {
			add(3000, "room for one more pair of %s", p.ID)
		}
	}
	m := &x.program.Matching
	for _, o := range objections {
		switch o.Rule {
		case fit.NoOverlap:
			have := fit.Overlap(mentor.fit, mentee.fit)
			add(100+m.MinOverlap-have, "min_overlap: %d", have)
		case fit.ZoneGap:
			hours := (fit.Gap(mentor.fit, mentee.fit) + 59) / 60
			add(200*(hours-m.MaxZoneGap), "max_zone_gap: %d", hours)
		case fit.OtherSite:
			add(300, "same_site: prefer")
		case fit.SameUnit:
			add(400, "same_unit: avoid")
		case fit.LevelGap:
			gap := mentee.fit.Level - mentor.fit.Level
			if gap < 0 {
				return relaxation{cost: unrelaxed}
			}
			add(500*(m.MinLevelGap-gap), "min_level_gap: %d", gap)
		case fit.NoSharedTopic:
			if len(mentor.fit.Offers) == 0 {
				return relaxation{cost: unrelaxed}
			}
			add(2000, "a wish of %s for %s", mentee.ID, x.topicName(source.ID(mentor.fit.Offers[0])))
		case fit.NoSharedLanguage:
			add(5000, "a language that %s and %s share", mentor.ID, mentee.ID)
		default:
			return relaxation{cost: unrelaxed}
		}
	}
	text := strings.Join(parts, " and ")
	return relaxation{cost, text + fmt.Sprintf(", for a pair with %s", both[1].ID)}
}

// ruleName is what a rule is called wherever it is reported.
func ruleName(r fit.Rule) string {
	switch r {
	case fit.LevelGap:
		return "level-gap"
	case fit.IsManager, fit.IsManagersManager, fit.SameManager:
		return "reporting-line"
	case fit.Avoided:
		return "avoided"
	case fit.NoSharedLanguage:
		return "no-shared-language"
	case fit.NoSharedTopic:
		return "no-shared-topic"
	case fit.SameUnit:
		return "same-unit"
	case fit.OtherSite:
		return "other-site"
	case fit.ZoneGap:
		return "zone-gap"
	case fit.NoOverlap:
		return "no-overlap"
	case fit.EarlierPair:
		return "repeated-pair"
	case fit.DeclinedPair:
		return "declined-pair"
	}
	return "self-pair"
}
