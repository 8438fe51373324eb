package figures_test

import (
	"fmt"
	"testing"

	"mentorbook/generator/figures"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// running is a cohort of so many pairs, in the middle of a plan of twelve sessions four
// weeks apart, which each of them has held so far. Nobody keeps the plan a secret, so
// whoever knows of how many sessions there are knows of how many pairs.
func running(pairs, held int) (c *site.Cohort, now schedule.Date) {
	starts := schedule.Date{Year: 2027, Month: 1, Day: 4}
	p := &site.Program{Program: source.Program{ID: "social"}, Plan: make([]site.PlanItem, 12)}
	c = &site.Cohort{Cohort: source.Cohort{ID: "2027a", Starts: starts, Ends: starts.AddDays(340)}, Program: p}
	p.Cohorts = []*site.Cohort{c}
	for i := range p.Plan {
		c.Sessions = append(c.Sessions, schedule.Session{ID: fmt.Sprint("s", i), Placement: schedule.Placement{Date: starts.AddDays(28 * i)}})
	}
	for k := range pairs {
		pairing := &site.Pairing{Cohort: c, Mentor: &site.Person{}, Mentee: &site.Person{}}
		pairing.Mentor.ID, pairing.Mentee.ID, pairing.Status = source.ID(fmt.Sprint("m", k)), source.ID(fmt.Sprint("t", k)), "active"
		for i, s := range c.Sessions {
			if i < held {
				s.Status = schedule.Done
			}
			pairing.Sessions = append(pairing.Sessions, s)
		}
		c.Pairings = append(c.Pairings, pairing)
		c.Signups.Items = append(c.Signups.Items, source.Signup{Person: pairing.Mentor.ID}, source.Signup{Person: pairing.Mentee.ID})
	}
	return c, starts.AddDays(28*(held-1) + 1)
}

// allTold is what a report and the tables to share say together.
func allTold(pairs, held, least int) string {
	c, now := running(pairs, held)
	c.Pulses = []source.Pulse{{Date: now, Invited: 2 * pairs, Answered: 2 * pairs, Counts: source.Counts{{ID: "q", Answers: []int{0, 0, 0, pairs, pairs}}}}}
	s := &site.Site{Languages: []string{"en"}, Now: now, Programs: []*site.Program{c.Program}}
	s.Settings.MinCell = least
	told := fmt.Sprintf("%+v", *figures.ReportOf(c, now, least))
	for _, table := range figures.Of(s).Shared(s, "en") {
		for i, row := range table.Rows {
			for k := range table.Columns {
				band, shown := table.Band(i, k)
				told += fmt.Sprintln(table.Name, row.Name, table.Columns[k], band, shown)
			}
		}
	}
	return told
}

// TestSessionsDoNotCountPairs: from all that a report and the tables to share say
// together, nobody can tell one number of pairs from fewer others than a band has;
// nor from all that those say which follow each other, when no pair comes or goes.
func TestSessionsDoNotCountPairs(t *testing.T) {
	const least = 5
	days := []int{1, 2, 5, 11, 12}
	always := make([]string, 8*least)
	for _, held := range days {
		alike := map[string][]int{}
		for pairs := range always {
			told := allTold(pairs, held, least)
			always[pairs] += told
			alike[told] = append(alike[told], pairs)
		}
		for told, pairs := range alike {
			if len(pairs) < least {
				t.Errorf("after %d sessions, this tells that there are %v pairs:\n%s", held, pairs, told)
			}
		}
	}
	together := map[string][]int{}
	for pairs, told := range always {
		together[told] = append(together[told], pairs)
	}
	for _, pairs := range together {
		if len(pairs) < least {
			t.Errorf("what is told after %v sessions, taken together, leaves %v pairs", days, pairs)
		}
	}
}

// told is what a report says of people who were asked something.
type told struct {
	answered figures.Band
	agreed   figures.Share
}

// TestReportsCannotBeSubtracted: from what two reports say, one after the other,
// nobody can work out what fewer people than a band did in between: how many
// more answered, or how many more agreed, can be anything from a range at least
// as wide.
func TestReportsCannotBeSubtracted(t *testing.T) {
	type state struct{ agreed, answered int }
	for _, least := range []int{2, 3, 4, 5, 7, 10} {
		states := map[told][]state{}
		for answered := range 6 * least {
			for agreed := range answered + 1 {
				is := told{figures.BandOf(answered, least), figures.ShareOf(agreed, answered, least)}
				states[is] = append(states[is], state{agreed, answered})
			}
		}
		for first, before := range states {
			for second, after := range states {
				var answered, agreed span
				for _, a := range before {
					for _, b := range after {
						answered.add(b.answered - a.answered)
						agreed.add(b.agreed - a.agreed)
					}
				}
				if answered.width() < least || agreed.width() < least {
					t.Errorf("bands of %d: %v after %v leaves %d to %d more who answered, %d to %d more who agreed",
						least, second, first, answered.from, answered.to, agreed.from, agreed.to)
				}
			}
		}
	}
}

type span struct {
	from, to int
	set      bool
}

func (s *span) add(n int) {
	if !s.set {
		s.from, s.to, s.set = n, n, true
	}
	s.from, s.to = min(s.from, n), max(s.to, n)
}

func (s span) width() int { return s.to - s.from }

// TestPartsOfAWholeStayBands: who adds the bands of the parts up and subtracts
// them from the band of the whole learns no part exactly.
func TestPartsOfAWholeStayBands(t *testing.T) {
	const least = 5
	type bands [4]figures.Band
	possible := map[bands][3]span{}
	for held := range 16 {
		for cancelled := range 16 {
			for unknown := range 16 {
				all := bands{figures.BandOf(held, least), figures.BandOf(cancelled, least), figures.BandOf(unknown, least), figures.BandOf(held+cancelled+unknown, least)}
				parts := possible[all]
				parts[0].add(held)
				parts[1].add(cancelled)
				parts[2].add(unknown)
				possible[all] = parts
			}
		}
	}
	for all, parts := range possible {
		for i, part := range parts {
			if part.width() < 1 && all[i].From+least <= 15 {
				t.Errorf("%v says that part %d is %d", all, i, part.from)
			}
		}
	}
}

func TestBandsAndShares(t *testing.T) {
	for n, want := range map[int]int{0: 0, 4: 0, 5: 5, 12: 10, 24: 20} {
		if got := figures.BandOf(n, 5); got.From != want || got.Size != 5 {
			t.Errorf("%d is in the band %v", n, got)
		}
	}
	for _, c := range []struct {
		part, whole int
		want        figures.Share
	}{{0, 9, figures.Unknown}, {0, 10, figures.Few}, {3, 10, figures.Few}, {4, 10, figures.Half}, {6, 10, figures.Half}, {7, 10, figures.Most}, {10, 10, figures.Most}} {
		if got := figures.ShareOf(c.part, c.whole, 5); got != c.want {
			t.Errorf("%d of %d are share %d, want %d", c.part, c.whole, got, c.want)
		}
	}
}
