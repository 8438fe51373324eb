package review

import (
	"cmp"
	"slices"
)

// unitsView is a picture of who is with whom between units, and the same as a
// table: lines from the units of mentors, on the left, to those of mentees.
type unitsView struct {
	Mentors, Mentees []unitView
	Lines            []lineView
	Width, Height    int
	RowHeight        int
}

type unitView struct {
	Name  string
	Pairs int
}

type lineView struct {
	Mentor, Mentee string
	Pairs          int
	Y1, Y2         int // where it begins and ends
	Stroke         int // how wide it is, in pixels
}

const (
	unitsWidth = 100
	unitHeight = 100 // of a row
	widest     = 12  // pixels of a line
	many       = 12  // units of a side, with which lines are thinner
)

// units draws the pairs. The sides are ordered so that few lines cross: in turn,
// each unit comes to where its partners are in the mean (the barycentre method of
// Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man, and Cybernetics 11,
// 1981).
func (s *sheet) units() unitsView {
	pairs := map[[2]string]int{}
	var sides [2][]unitView
	for _, p := range s.Pairs {
		two := [2]string{s.show(p.Mentor).Unit, s.show(p.Mentee).Unit}
		pairs[two]++
		for side, unit := range two {
			sides[side] = counted(sides[side], unit)
		}
	}
	for side := range sides {
		slices.SortFunc(sides[side], func(a, b unitView) int {
			return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), cmp.Compare(a.Name, b.Name))
		})
	}
	for turn := range 8 {
		arrange(sides[1-turn%2], sides[turn%2], 1-turn%2, pairs)
	}
	out := unitsView{Mentors: sides[0], Mentees: sides[1], Width: unitsWidth, RowHeight: unitHeight}
	out.Height = unitHeight * max(len(sides[0]), len(sides[1]), 1)
	width, most := widest, 0
	if max(len(sides[0]), len(sides[1])) > many {
		width = widest / 2
	}
	for _, n := range pairs {
		most = max(most, n)
	}
	middle := func(side []unitView, k int) int { return out.Height * (2*k + 1) / (2 * len(side)) }
	for i, mentor := range sides[0] {
		for j, mentee := range sides[1] {
			if n := pairs[[2]string{mentor.Name, mentee.Name}]; n > 0 {
				out.Lines = append(out.Lines, lineView{mentor.Name, mentee.Name, n, middle(sides[0], i), middle(sides[1], j), max(2, width*n/most)})
			}
		}
	}
	return out
}

func counted(units []unitView, name string) []unitView {
	i := slices.IndexFunc(units, func(u unitView) bool { return u.Name == name })
	if i < 0 {
		return append(units, unitView{name, 1})
	}
	units[i].Pairs++
	return units
}

// arrange orders the units of a side by where their partners on the other side
// are.
func arrange(units, others []unitView, side int, pairs map[[2]string]int) {
	at := map[string]float64{}
	for _, u := range units {
		sum, n := 0.0, 0
		for k, o := range others {
			two := [2]string{u.Name, o.Name}
			if side == 1 {
				two = [2]string{o.Name, u.Name}
			}
			sum += float64(k * pairs[two])
			n += pairs[two]
		}
		at[u.Name] = sum / float64(n)
	}
	slices.SortStableFunc(units, func(a, b unitView) int { return cmp.Compare(at[a.Name], at[b.Name]) })
}
