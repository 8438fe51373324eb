package match

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Greedy returns what comes of joining the best candidate first, then the best
// that is left, and so on: what people do with a spreadsheet.
func Greedy(p Problem) Value {
	order := numbered(len(p.Candidates))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.Candidates[b].Score, p.Candidates[a].Score) })
	return p.inOrder(order)
}

// Random returns what comes of joining candidates in a random order, in the mean
// of a few runs. It is the same for the same problem.
func Random(p Problem) Value {
	const runs, most = 20, 2_000_000
	n := max(1, min(runs, most/max(1, len(p.Candidates))))
	r := rand.New(rand.NewPCG(0, 0))
	order := numbered(len(p.Candidates))
	var sum Value
	for range n {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		v := p.inOrder(order)
		sum.Pairs += v.Pairs
		sum.Score += v.Score
		sum.Kept += v.Kept
	}
	return Value{Pairs: sum.Pairs / n, Score: sum.Score / int64(n), Kept: sum.Kept / n}
}

func numbered(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// inOrder joins whoever has room when their turn comes.
func (p Problem) inOrder(order []int) Value {
	left, right := make([]int, len(p.Left)), make([]int, len(p.Right))
	for i, m := range p.Left {
		left[i] = m.Capacity
	}
	for j, m := range p.Right {
		right[j] = m.Capacity
	}
	roomLeft, roomRight := pointers(left), pointers(right)
	other := map[int32]int32{} // of a left member, the right one that is the same
	for _, two := range p.One {
		roomRight[two[1]] = roomLeft[two[0]]
		other[two[0]] = two[1]
	}
	joined := map[[2]int32]bool{}
	var taken []int
	for _, i := range order {
		c := p.Candidates[i]
		if *roomLeft[c.Left] == 0 || *roomRight[c.Right] == 0 || joined[[2]int32{c.Left, c.Right}] {
			continue
		}
		*roomLeft[c.Left]--
		*roomRight[c.Right]--
		taken = append(taken, i)
		if r, is := other[c.Left]; is {
			for l, same := range other {
				if same == c.Right {
					joined[[2]int32{l, r}] = true // nobody mentors their own mentor
				}
			}
		}
	}
	return p.valueOf(taken)
}

func pointers(rooms []int) []*int {
	out := make([]*int, len(rooms))
	for i := range rooms {
		out[i] = &rooms[i]
	}
	return out
}
