package propose

import (
	"cmp"
	"maps"
	"slices"

	"mentorbook/generator/figures"
	"mentorbook/generator/fit"
	"mentorbook/generator/source"
)

// shownNext is how many others are named on each side of a pair.
const shownNext = 3

// explain describes a candidate that is taken.
func (x *roster) explain(i int, taken map[int32]bool) Pair {
	c := x.candidates[i]
	pair := Pair{Option: x.option(c)}
	pair.Kept = x.last[[2]source.ID{pair.Mentor, pair.Mentee}]
	words := x.speaker(terminal)
	pair.Reasons = []string{}
	for _, r := range pair.Why {
		pair.Reasons = append(pair.Reasons, words.Reason(r))
	}
	for _, o := range x.next(x.byMentee[c.mentee], taken) {
		pair.NextMentors = append(pair.NextMentors, x.option(o))
	}
	for _, o := range x.next(x.byMentor[c.mentor], taken) {
		pair.NextMentees = append(pair.NextMentees, x.option(o))
	}
	return pair
}

// option describes a candidate.
func (x *roster) option(c candidate) Option {
	mentor, mentee := x.mentors[c.mentor], x.mentees[c.mentee]
	out := Option{Mentor: mentor.ID, Mentee: mentee.ID, Topics: x.topics(mentor, mentee)}
	out.Score = x.score(mentor, mentee, &out.Why)
	return out
}

// next returns the best of some candidates that are not taken.
func (x *roster) next(candidates []int32, taken map[int32]bool) []candidate {
	var out []candidate
	for _, i := range candidates {
		if !taken[i] {
			out = append(out, x.candidates[i])
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out[:min(len(out), shownNext)]
}

// exchanges returns who could become a pair where a pair takes a next best
// partner: the two who are left behind then, if nothing speaks against them.
func (x *roster) exchanges(taken []int) map[[2]source.ID]bool {
	is := set(taken)
	fits := map[[2]int32]bool{}
	for _, c := range x.candidates {
		fits[[2]int32{c.mentor, c.mentee}] = true
	}
	mentorsOf, menteesOf := map[int32][]int32{}, map[int32][]int32{}
	for _, i := range taken {
		c := x.candidates[i]
		mentorsOf[c.mentee] = append(mentorsOf[c.mentee], c.mentor)
		menteesOf[c.mentor] = append(menteesOf[c.mentor], c.mentee)
	}
	out := map[[2]source.ID]bool{}
	add := func(mentor, mentee int32) {
		if fits[[2]int32{mentor, mentee}] {
			out[[2]source.ID{x.mentors[mentor].ID, x.mentees[mentee].ID}] = true
		}
	}
	for _, i := range taken {
		c := x.candidates[i]
		for _, o := range x.next(x.byMentee[c.mentee], is) {
			for _, mentee := range menteesOf[o.mentor] {
				add(c.mentor, mentee)
			}
		}
		for _, o := range x.next(x.byMentor[c.mentor], is) {
			for _, mentor := range mentorsOf[o.mentee] {
				add(mentor, c.mentee)
			}
		}
	}
	return out
}

func set(taken []int) map[int32]bool {
	out := map[int32]bool{}
	for _, i := range taken {
		out[int32(i)] = true
	}
	return out
}

// matched returns who is in a pair of the cohort, with these.
func (x *roster) matched(taken []int) map[source.ID]bool {
	out := map[source.ID]bool{}
	for id, m := range x.everybody {
		if m.paired {
			out[id] = true
		}
	}
	for _, i := range taken {
		c := x.candidates[i]
		out[x.mentors[c.mentor].ID], out[x.mentees[c.mentee].ID] = true, true
	}
	return out
}

// coverage counts how many of each unit and site have a pair.
func (x *roster) coverage(matched map[source.ID]bool) (units, sites *figures.Table) {
	language := x.config.Site.Languages[0]
	table := func(name string, of func(m *member) string) *figures.Table {
		rows := map[string]*figures.Row{}
		for id, m := range x.everybody {
			name := of(m)
			if rows[name] == nil {
				rows[name] = figures.NewRow(name, x.config.Site.MinCell, x.sensitive())
				rows[name].Counts = make([]int, 2)
			}
			rows[name].Size++
			if matched[id] {
				rows[name].Counts[0]++
			} else {
				rows[name].Counts[1]++
			}
		}
		t := &figures.Table{Name: name, Columns: []string{"with", "without"}, Parts: true}
		for _, name := range slices.Sorted(maps.Keys(rows)) {
			t.Rows = append(t.Rows, *rows[name])
		}
		t.Withhold()
		return t
	}
	return table("units", func(m *member) string { return m.Unit.In(language) }), table("sites", func(m *member) string { return m.Site })
}

// unmatched explains who is in no pair of the cohort, by id.
func (x *roster) unmatched(taken []int, matched map[source.ID]bool) []Unmatched {
	room := map[source.ID]int{}
	for id, m := range x.everybody {
		room[id] = m.room
	}
	for _, i := range taken {
		room[x.mentors[x.candidates[i].mentor].ID]--
		room[x.mentees[x.candidates[i].mentee].ID]--
	}
	free := x.places(taken, room)
	out := []Unmatched{}
	for id, m := range x.everybody {
		if !matched[id] {
			out = append(out, x.unmatchedOne(m, free))
		}
	}
	slices.SortFunc(out, func(a, b Unmatched) int { return cmp.Compare(a.Person, b.Person) })
	return out
}

// unmatchedOne asks of everybody on the other side what kept them away.
func (x *roster) unmatchedOne(m *member, free *places) Unmatched {
	out := Unmatched{Person: m.ID, Role: m.signup.Role, Blocked: map[string]int{}}
	least := relaxation{cost: unrelaxed}
	ask := func(mentor, mentee, other *member, canMove bool) {
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
		r := x.relax(objections, mentor, mentee)
		if free.room[m.ID] <= 0 {
			r.add(3000, Change{Kind: "room", Who: m.ID})
		}
		if !canMove {
			r.add(3000, Change{Kind: "room", Who: other.ID})
		}
		if r.cost < least.cost {
			least = r
			least.with = other.ID
		}
	}
	if m.signup.Role != "mentee" {
		for j, mentee := range x.mentees {
			ask(m, mentee, mentee, free.mentees[j])
		}
	}
	if m.signup.Role != "mentor" {
		for i, mentor := range x.mentors {
			ask(mentor, m, mentor, free.mentors[i])
		}
	}
	if least.cost < unrelaxed {
		out.Least = Relaxation{least.changes, least.with}
	}
	out.Relaxation = x.speaker(terminal).Relaxation(out.Least)
	return out
}

// places says who can take one more pair: who has room, or gets it when others
// exchange partners without that anybody loses one.
type places struct {
	room             map[source.ID]int
	mentors, mentees []bool
}

// places follows alternating paths from those who have room: a partner of
// somebody who could move there leaves a place behind.
func (x *roster) places(taken []int, room map[source.ID]int) *places {
	mates := [2][][]int32{make([][]int32, len(x.mentors)), make([][]int32, len(x.mentees))}
	is := set(taken)
	for _, i := range taken {
		c := x.candidates[i]
		mates[0][c.mentor] = append(mates[0][c.mentor], c.mentee)
		mates[1][c.mentee] = append(mates[1][c.mentee], c.mentor)
	}
	ends := func(i int32) [2]int32 { return [2]int32{x.candidates[i].mentor, x.candidates[i].mentee} }
	reach := func(side int, members []*member, by [][]int32) []bool {
		out := make([]bool, len(members))
		var queue []int32
		for k, m := range members {
			if room[m.ID] > 0 {
				out[k] = true
				queue = append(queue, int32(k))
			}
		}
		for ; len(queue) > 0; queue = queue[1:] {
			for _, i := range by[queue[0]] {
				if is[i] {
					continue
				}
				for _, left := range mates[1-side][ends(i)[1-side]] {
					if !out[left] {
						out[left] = true
						queue = append(queue, left)
					}
				}
			}
		}
		return out
	}
	return &places{room, reach(0, x.mentors, x.byMentor), reach(1, x.mentees, x.byMentee)}
}

// relaxation is what would have to change for a pair.
type relaxation struct {
	cost    int
	changes []Change
	with    source.ID
}

func (r *relaxation) add(price int, c Change) {
	r.cost += price
	r.changes = append(r.changes, c)
}

const unrelaxed = 1 << 30

// relax says what it takes that nothing speaks against a pair. What people have
// asked for, what happened before and reporting lines are no matter of degree.
func (x *roster) relax(objections []fit.Objection, mentor, mentee *member) relaxation {
	var r relaxation
	m := &x.program.Matching
	for _, o := range objections {
		switch o.Rule {
		case fit.NoOverlap:
			have := fit.Overlap(mentor.fit, mentee.fit)
			r.add(100+m.MinOverlap-have, Change{Kind: "no-overlap", To: have})
		case fit.ZoneGap:
			hours := (fit.Gap(mentor.fit, mentee.fit) + 59) / 60
			r.add(200*(hours-m.MaxZoneGap), Change{Kind: "zone-gap", To: hours})
		case fit.OtherSite:
			r.add(300, Change{Kind: "other-site"})
		case fit.SameUnit:
			r.add(400, Change{Kind: "same-unit"})
		case fit.LevelGap:
			gap := mentee.fit.Level - mentor.fit.Level
			if gap < 0 {
				return relaxation{cost: unrelaxed}
			}
			r.add(500*(m.MinLevelGap-gap), Change{Kind: "level-gap", To: gap})
		case fit.NoSharedTopic:
			if len(mentor.fit.Offers) == 0 {
				return relaxation{cost: unrelaxed}
			}
			r.add(2000, Change{Kind: "no-shared-topic", Who: mentee.ID, Topic: source.ID(mentor.fit.Offers[0])})
		case fit.NoSharedLanguage:
			r.add(5000, Change{Kind: "no-shared-language", Who: mentor.ID, Whom: mentee.ID})
		default:
			return relaxation{cost: unrelaxed}
		}
	}
	return r
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
