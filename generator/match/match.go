// Package match finds the best assignment between two sides whose members can
// each take several partners, and proves that there is no better one.
//
// In go the members of both sides with their capacities, and the candidates:
// which two may be joined, with what score, and whether they were joined in the
// last proposal. Out come the candidates that are taken, and prices that prove
// them: any assignment is worth at most what the prices add up to, and this one
// is worth as much ([Result.Bound]). The proof is checked, in linear time, before
// a result is returned; one that fails is an error. The package is pure
// arithmetic: it knows no people, no rules and no files. It refuses candidates
// that join nobody or the same two twice, negative scores, and numbers too large
// to count with exactly.
//
// # What is best
//
// Goals that come one after the other: the number of pairs and then the sum of
// the scores, or the other way round ([Problem.BestFit]); then as many pairs of
// the last proposal as possible, which is as few changes; then a fixed order. All
// but the last are the digits of one integer a candidate, with bases that no sum
// can overflow.
//
// The fixed order is a number for every two members, made of both ids and of
// nothing else: it does not depend on the order of the rows, and where scores tie,
// one member more or less moves the pairs along a single path.
//
// # How
//
// The primal-dual method for minimum-cost flow (Ford and Fulkerson, Flows in
// Networks, 1962, chapter III) in the form of Hungarian search with many
// augmenting paths at a time, as Hopcroft and Karp do without weights (SIAM Journal
// on Computing 2, 1973; Gabow and Tarjan, SIAM Journal on Computing 18, 1989).
// A phase finds the distance of the nearest free partner from all free members at
// once (Dijkstra's algorithm on reduced weights), moves the prices by it, and joins
// along disjoint paths of tight candidates, which are those that the prices allow.
// So the number of phases follows the number of distinct distances, which is small
// where scores tie.
//
// Optimal assignments are those that take tight candidates only and leave nobody
// free who has a price. Among them the same method finds the first in the fixed
// order.
//
// Where members of the two sides are one ([Problem.One]), this is the relaxation of
// a branch and bound search; shared.go describes it.
package match

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Member is one of a side: somebody with room for a number of partners.
type Member struct {
	ID       string // tells the members of a side apart
	Capacity int    // partners at a time
}

// Candidate is two who may be joined: indices of Left and Right.
type Candidate struct {
	Left, Right int32
	Score       int32 // what joining them is worth, not negative
	Kept        bool  // they are joined in the last proposal
}

// Problem is what is to be solved.
type Problem struct {
	Left, Right []Member
	Candidates  []Candidate
	BestFit     bool       // the sum of the scores comes before the number of pairs
	One         [][2]int32 // members of Left and of Right who are one, with one id and one capacity
}

// Value is how good an assignment is.
type Value struct {
	Pairs int
	Score int64 // the sum of the scores
	Kept  int   // pairs of the last proposal
}

// Result is the best assignment.
type Result struct {
	Taken []int // indices of Candidates, ascending
	Value Value
	Bound Value // what no assignment exceeds, of the prices alone; equals Value, unless members are one and the search was given up
}

// ErrProof says that a result was not the best one. It is a mistake of this
// package, and there is nothing that the caller could do about it.
var ErrProof = errors.New("the assignment could not be proved to be the best one")

var errTooLarge = errors.New("there are too many candidates, or their scores are too large, to count exactly")

// Solve returns the best assignment. It ends early, with the error of ctx, when
// that is done.
func Solve(ctx context.Context, p Problem) (Result, error) {
	if len(p.One) > 0 {
		return solveShared(ctx, p)
	}
	scale, err := scaleOf(p)
	if err != nil {
		return Result{}, err
	}
	g, at, err := graphOf(p, scale)
	if err != nil {
		return Result{}, err
	}
	first := newSolver(g)
	if err := first.solve(ctx); err != nil {
		return Result{}, err
	}
	taken, err := first.inFixedOrder(ctx)
	if err != nil {
		return Result{}, err
	}
	bound, err := first.prove(taken)
	if err != nil {
		return Result{}, err
	}
	out := Result{Bound: scale.value(bound)}
	for e, is := range taken {
		if is {
			out.Taken = append(out.Taken, int(at[e]))
		}
	}
	slices.Sort(out.Taken)
	out.Value = p.valueOf(out.Taken)
	if out.Value != out.Bound {
		return Result{}, ErrProof
	}
	return out, nil
}

func (p Problem) valueOf(taken []int) Value {
	v := Value{Pairs: len(taken)}
	for _, i := range taken {
		v.Score += int64(p.Candidates[i].Score)
		if p.Candidates[i].Kept {
			v.Kept++
		}
	}
	return v
}

// scale makes the goals the digits of one integer.
type scale struct {
	pairs, scores, kept int64 // what one of each is worth
	most                Value // no assignment has more of any
	bestFit             bool
}

// scaleOf chooses the bases, so that the value of the whole problem, and the sums
// that are made on the way to it, stay below 2⁶².
func scaleOf(p Problem) (scale, error) {
	pairs, highest := p.pairs(), p.highest()
	s := scale{kept: 1, most: Value{Pairs: int(pairs), Score: pairs * highest, Kept: int(pairs)}, bestFit: p.BestFit}
	first, second := &s.pairs, &s.scores
	mostOfSecond := s.most.Score
	if p.BestFit {
		first, second = second, first
		mostOfSecond = pairs
	}
	*second = pairs + 1
	high, low := bits.Mul64(uint64(*second), uint64(mostOfSecond+1))
	if high != 0 || low > math.MaxInt64 {
		return scale{}, errTooLarge
	}
	*first = int64(low)
	perPair := float64(s.pairs) + float64(s.scores)*float64(highest) + 1
	if perPair*float64(pairs+1) >= 1<<61 {
		return scale{}, errTooLarge
	}
	return s, nil
}

// pairs is more than any assignment has.
func (p Problem) pairs() int64 {
	return min(room(p.Left), room(p.Right), int64(len(p.Candidates)))
}

func (p Problem) highest() int64 {
	var score int64
	for _, c := range p.Candidates {
		score = max(score, int64(c.Score))
	}
	return score
}

// room returns how many partners a side can take.
func room(side []Member) int64 {
	var n int64
	for _, m := range side {
		n += int64(m.Capacity)
	}
	return n
}

func (s scale) weight(c Candidate) int64 {
	w := s.pairs + s.scores*int64(c.Score)
	if c.Kept {
		w += s.kept
	}
	return w
}

// value reads the digits.
func (s scale) value(total int64) Value {
	if s.bestFit {
		return Value{Score: total / s.scores, Pairs: int(total % s.scores / s.pairs), Kept: int(total % s.pairs)}
	}
	return Value{Pairs: int(total / s.pairs), Score: total % s.pairs / s.scores, Kept: int(total % s.scores)}
}

// graphOf returns the candidates as a graph, and which candidate each of its
// edges is. Members are numbered by their ids, so that the order of the rows is
// forgotten; the side with less room becomes the left one.
func graphOf(p Problem, s scale) (*graph, []int32, error) {
	rankLeft, err := ranks(p.Left)
	if err != nil {
		return nil, nil, err
	}
	rankRight, err := ranks(p.Right)
	if err != nil {
		return nil, nil, err
	}
	for i, c := range p.Candidates {
		if c.Left < 0 || int(c.Left) >= len(p.Left) || c.Right < 0 || int(c.Right) >= len(p.Right) || c.Score < 0 {
			return nil, nil, fmt.Errorf("candidate %d joins nobody, or has a negative score", i)
		}
	}
	swapped := room(p.Left) > room(p.Right)
	left, right := side(p.Left, rankLeft, "left"), side(p.Right, rankRight, "right")
	if swapped {
		left, right = right, left
	}
	return build(left, right, len(p.Candidates), func(i int) edge {
		c := p.Candidates[i]
		from, to := rankLeft[c.Left], rankRight[c.Right]
		if swapped {
			from, to = to, from
		}
		return edge{from: from, to: to, weight: s.weight(c)}
	})
}

// side returns the members of a side in the order of their ids.
func side(members []Member, rank []int32, name string) vertices {
	v := vertices{room: make([]int32, len(members)), hash: make([]uint64, len(members))}
	for i, m := range members {
		v.room[rank[i]] = int32(m.Capacity)
		v.hash[rank[i]] = hash(name, m.ID)
	}
	return v
}

// ranks returns the place of each member in the order of the ids.
func ranks(side []Member) ([]int32, error) {
	order := make([]int32, len(side))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(side[a].ID, side[b].ID) })
	out := make([]int32, len(side))
	for rank, i := range order {
		if rank > 0 && side[order[rank-1]].ID == side[i].ID {
			return nil, fmt.Errorf("two members are called %q", side[i].ID)
		}
		if side[i].Capacity < 0 || side[i].Capacity > math.MaxInt16 {
			return nil, fmt.Errorf("%q has room for %d", side[i].ID, side[i].Capacity)
		}
		out[i] = int32(rank)
	}
	return out, nil
}
