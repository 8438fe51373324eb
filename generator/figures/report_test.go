package figures_test

import (
	"testing"

	"mentorbook/generator/figures"
)

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
