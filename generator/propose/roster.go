package propose

import (
	"cmp"
	"slices"

	"mentorbook/generator/fit"
	"mentorbook/generator/match"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// roster is who signed up for a cohort, and what is known of them.
type roster struct {
	config  *source.Config
	program *source.Program
	cohort  *source.Cohort
	rules   fit.Program

	everybody        map[source.ID]*member
	mentors, mentees []*member // by id; who would be either is in both
	staying          int       // pairs of this cohort that are not matched anew
	last             map[[2]source.ID]bool
	unitsJoined      map[[2]string]bool

	candidates []candidate
	byMentor   [][]int32 // indices of candidates
	byMentee   [][]int32
	rare       map[source.ID]bool // topics that more mentees want than mentors can teach
}

// member is somebody who signed up.
type member struct {
	*source.Person
	signup  *source.Signup
	fit     fit.Person
	room    int  // pairs that can be added
	paired  bool // in a pair of this cohort that stays
	waiting bool // signed up for an earlier cohort, in vain
	offers  map[source.ID]int
	wants   map[source.ID]int
}

// candidate is a pair against which nothing speaks: indices of mentors and
// mentees.
type candidate struct {
	mentor, mentee int32
	score          int
}

func newRoster(config *source.Config, program *source.Program, cohort *source.Cohort, keepProposed bool) *roster {
	x := &roster{
		config: config, program: program, cohort: cohort, rules: site.FitProgram(program),
		everybody: map[source.ID]*member{}, last: map[[2]source.ID]bool{}, unitsJoined: map[[2]string]bool{},
	}
	people := map[source.ID]*source.Person{}
	for i := range config.People.Items {
		people[config.People.Items[i].ID] = &config.People.Items[i]
	}
	fitting := site.NewFitting(config)
	for i := range cohort.Signups.Items {
		s := &cohort.Signups.Items[i]
		person := people[s.Person]
		m := &member{Person: person, signup: s, fit: fitting.Person(person, cohort.Starts), room: person.Capacity}
		m.offers, m.wants = depths(person), priorities(person)
		x.everybody[s.Person] = m
		if s.Role != "mentee" {
			x.mentors = append(x.mentors, m)
		}
		if s.Role != "mentor" {
			x.mentees = append(x.mentees, m)
		}
	}
	byID := func(a, b *member) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(x.mentors, byID)
	slices.SortFunc(x.mentees, byID)
	x.rules.Earlier, x.rules.Declined = map[[2]string]bool{}, map[[2]string]bool{}
	x.remember(people, keepProposed)
	x.findWaiting()
	return x
}

// depths returns how well somebody knows each topic they offer, 1 to 3; practice
// is assumed where nothing is said.
func depths(p *source.Person) map[source.ID]int {
	out := map[source.ID]int{}
	for _, o := range p.Offers {
		out[o.Topic] = max(out[o.Topic], cmp.Or(o.Depth, 2))
	}
	return out
}

// priorities returns how much somebody wants each topic, 3 the most.
func priorities(p *source.Person) map[source.ID]int {
	out := map[source.ID]int{}
	for _, w := range p.Wants {
		out[w.Topic] = max(out[w.Topic], 4-cmp.Or(w.Priority, 2))
	}
	return out
}

// remember takes in the pairs of the whole project: who was a pair before, who
// declined, and whose time is taken. A pair that is only proposed in this cohort
// is matched anew, unless it is kept, or one of the two has said yes already.
func (x *roster) remember(people map[source.ID]*source.Person, keepProposed bool) {
	language := x.config.Site.Languages[0]
	for i := range x.config.Programs {
		for j := range x.config.Programs[i].Cohorts {
			cohort := &x.config.Programs[i].Cohorts[j]
			for _, r := range cohort.Pairings.Items {
				two := fit.Two(string(r.Mentor), string(r.Mentee))
				switch {
				case r.Status == "declined":
					x.rules.Declined[two] = x.rules.Declined[two] || x.config.Programs[i].ID == x.program.ID
					continue
				case r.Status == "proposed" && cohort == x.cohort && !keepProposed && r.Accepted == nil:
					x.last[[2]source.ID{r.Mentor, r.Mentee}] = true
					continue
				}
				x.rules.Earlier[two] = true
				x.unitsJoined[[2]string{people[r.Mentor].Unit.In(language), people[r.Mentee].Unit.In(language)}] = true
				atOnce := !cohort.Ends.Before(x.cohort.Starts) && !x.cohort.Ends.Before(cohort.Starts)
				if atOnce && r.Status != "ended" && r.Status != "completed" {
					x.take(r.Mentor, cohort)
					x.take(r.Mentee, cohort)
				}
				if cohort == x.cohort {
					x.staying++
				}
			}
		}
	}
}

// take fills a place of somebody who is in a pair.
func (x *roster) take(id source.ID, cohort *source.Cohort) {
	if m := x.everybody[id]; m != nil {
		m.room = max(0, m.room-1)
		m.paired = m.paired || cohort == x.cohort
	}
}

// findWaiting marks who signed up for an earlier cohort of the program and was in
// no pair of it.
func (x *roster) findWaiting() {
	for i := range x.program.Cohorts {
		cohort := &x.program.Cohorts[i]
		if !cohort.Starts.Before(x.cohort.Starts) {
			continue
		}
		matched := map[source.ID]bool{}
		for _, r := range cohort.Pairings.Items {
			if r.Status != "declined" && r.Status != "proposed" {
				matched[r.Mentor], matched[r.Mentee] = true, true
			}
		}
		for _, s := range cohort.Signups.Items {
			if m := x.everybody[s.Person]; m != nil && !matched[s.Person] {
				m.waiting = true
			}
		}
	}
}

// findCandidates finds the pairs against which nothing speaks. A pair shares a
// topic, so only such are looked at.
func (x *roster) findCandidates() {
	teachers := map[source.ID][]int32{}
	places, wishes := map[source.ID]int{}, map[source.ID]int{}
	for i, m := range x.mentors {
		for topic := range m.offers {
			teachers[topic] = append(teachers[topic], int32(i))
			places[topic] += m.room
		}
	}
	for _, m := range x.mentees {
		for topic := range m.wants {
			wishes[topic]++
		}
	}
	x.rare = map[source.ID]bool{}
	for topic, n := range wishes {
		x.rare[topic] = places[topic] < n
	}
	seen := make([]int32, len(x.mentors)) // the last mentee that each was looked at for, from 1
	for j, mentee := range x.mentees {
		if mentee.room == 0 {
			continue
		}
		for topic := range mentee.wants {
			for _, i := range teachers[topic] {
				if seen[i] == int32(j)+1 || x.mentors[i].room == 0 {
					continue
				}
				seen[i] = int32(j) + 1
				if len(fit.Objections(x.mentors[i].fit, mentee.fit, nil, x.rules)) == 0 {
					x.candidates = append(x.candidates, candidate{i, int32(j), x.score(x.mentors[i], mentee, nil)})
				}
			}
		}
	}
	slices.SortFunc(x.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.mentor, b.mentor), cmp.Compare(a.mentee, b.mentee))
	})
	x.byMentor, x.byMentee = make([][]int32, len(x.mentors)), make([][]int32, len(x.mentees))
	for i, c := range x.candidates {
		x.byMentor[c.mentor] = append(x.byMentor[c.mentor], int32(i))
		x.byMentee[c.mentee] = append(x.byMentee[c.mentee], int32(i))
	}
}

// problem returns what is to be solved. Who would be either is one, with one
// capacity for both roles.
func (x *roster) problem() match.Problem {
	p := match.Problem{BestFit: x.program.Matching.Objective == "best-fit"}
	at := map[*member]int32{}
	for i, m := range x.mentors {
		p.Left = append(p.Left, match.Member{ID: string(m.ID), Capacity: m.room})
		at[m] = int32(i)
	}
	for j, m := range x.mentees {
		p.Right = append(p.Right, match.Member{ID: string(m.ID), Capacity: m.room})
		if i, both := at[m]; both {
			p.One = append(p.One, [2]int32{i, int32(j)})
		}
	}
	for _, c := range x.candidates {
		kept := x.last[[2]source.ID{x.mentors[c.mentor].ID, x.mentees[c.mentee].ID}]
		p.Candidates = append(p.Candidates, match.Candidate{Left: c.mentor, Right: c.mentee, Score: int32(c.score), Kept: kept})
	}
	return p
}
