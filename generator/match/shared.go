package match

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Members of the two sides may be one, with one capacity for both (Problem.One).
// Who joins whom as what does not matter then, only that they are joined: this is
// the heaviest simple b-matching of a graph that need not be bipartite (Schrijver,
// Combinatorial Optimization, 2003, chapters 31 and 33).
//
// Its relaxation, in which a candidate may be taken by half, is an assignment
// again: everybody stands on both sides, and every candidate twice. Half of what
// that one is worth, which its own prices prove, is a bound. What is taken by half
// forms closed walks and ways. They can be taken by turns without a loss, but for
// closed walks of odd length whose members have no room left. Every such walk leads
// through somebody who is on both sides, once as each. Where it costs something,
// branch and bound gives them one side in one branch and the other in the other.
// Who has room for more than one keeps both sides; a candidate of the walk is taken
// for good in one branch then, and excluded in the other.
//
// Half of an odd number of pairs is not possible, and one pair less leaves room for
// any score. So the bound of the score is that of a pair less then, from prices for
// pairs (Lagrange multipliers) that are found by bisection.
//
// So the result is the best one whenever the search ends, and Bound says so, as far
// as pairs and score go; of the goals below, and of the pairs where the score comes
// first, there may be less than possible. There may be more branches than anybody
// waits for: the search is given up after a number of them that depends on nothing
// but the size of the problem, and the bound is what the open branches allow.

// effort bounds the search: the candidates of all relaxations, and how many of
// those there are.
const (
	effort = 600_000
	fewest = 6
	most   = 400
)

// couple is two people who can be joined: a candidate, with who they are.
type couple struct {
	a, b      int32 // people, a < b
	left      int32 // which of them is on the left side
	candidate int
	value     Value
}

// shared is a problem in which members of both sides are one.
type shared struct {
	Problem
	ids     []string
	room    []int
	couples []couple // in the order of the people
	best    []int    // of couples, ascending
	value   Value
	budget  int // relaxations that may still be solved
}

// branch is a part of the search: couples that are taken for good, or excluded.
type branch struct {
	taken    []int
	excluded []bool
	bound    Value // what the relaxation of the branch that it came from allows
	price    int64 // of a pair there, in half points of score
}

// solveShared solves a problem with members who are one.
func solveShared(ctx context.Context, p Problem) (Result, error) {
	two := p
	two.One = nil
	out, err := Solve(ctx, two)
	if err != nil || !p.overdrawn(out.Taken) {
		return out, err
	}
	s := newShared(p)
	s.budget = min(most, max(fewest, effort/(len(s.couples)+1)))
	open := []branch{{excluded: make([]bool, len(s.couples)), bound: out.Bound}}
	for len(open) > 0 && s.budget > 0 {
		// The most promising branch first, and of equal ones the oldest.
		best := 0
		for i := range open {
			if p.promises(open[i].bound, open[best].bound) {
				best = i
			}
		}
		b := open[best]
		open = slices.Delete(open, best, best+1)
		if !p.promises(b.bound, s.value) {
			break
		}
		more, err := s.explore(ctx, b)
		if err != nil {
			return Result{}, err
		}
		open = append(open, more...)
	}
	bound := s.value
	for _, b := range open {
		if p.promises(b.bound, bound) {
			bound = b.bound
		}
	}
	return s.result(ctx, bound)
}

// overdrawn reports whether somebody has more partners than room, as a member of
// both sides, or the same one twice.
func (p Problem) overdrawn(taken []int) bool {
	right := map[int32]int32{}
	for _, two := range p.One {
		right[two[0]] = two[1]
	}
	left := map[int32]int32{}
	for l, r := range right {
		left[r] = l
	}
	used, joined := map[int32]int{}, map[[2]int32]bool{}
	for _, i := range taken {
		c := p.Candidates[i]
		a := c.Left
		b, isRight := left[c.Right]
		_, isLeft := right[a]
		if isLeft {
			used[a]++
		}
		if isRight {
			used[b]++
		}
		if isLeft && isRight {
			if joined[[2]int32{b, a}] {
				return true
			}
			joined[[2]int32{a, b}] = true
		}
	}
	for l, n := range used {
		if n > p.Left[l].Capacity {
			return true
		}
	}
	return false
}

// promises reports whether a bound is more than a value, in what is proved.
func (p Problem) promises(bound, v Value) bool { return p.compare(p.proved(bound), p.proved(v)) > 0 }

// proved returns the goals that are proved: for the best fit the score, else the
// pairs and the score.
func (p Problem) proved(v Value) Value {
	if p.BestFit {
		return Value{Score: v.Score}
	}
	return Value{Pairs: v.Pairs, Score: v.Score}
}

func (p Problem) compare(a, b Value) int {
	pairs, score := cmp.Compare(a.Pairs, b.Pairs), cmp.Compare(a.Score, b.Score)
	if p.BestFit {
		pairs, score = score, pairs
	}
	return cmp.Or(pairs, score, cmp.Compare(a.Kept, b.Kept))
}

func (v Value) plus(w Value) Value {
	return Value{v.Pairs + w.Pairs, v.Score + w.Score, v.Kept + w.Kept}
}

// halve returns the most that an assignment can be worth of which twice the value
// does not exceed v. Where the pairs are odd, one less may have any score.
func (p Problem) halve(v Value) Value {
	out := Value{v.Pairs / 2, v.Score / 2, v.Kept}
	if !p.BestFit && v.Pairs%2 != 0 {
		out.Score = p.pairs() * p.highest()
	}
	return out
}

// newShared numbers the people by their ids, so that the order of the rows is
// forgotten, and finds the couples.
func newShared(p Problem) *shared {
	s := &shared{Problem: p}
	type member struct {
		id          string
		left, right int32 // -1 where there is none
	}
	var people []member
	other := make([]int32, len(p.Left))
	for i := range other {
		other[i] = -1
	}
	isOne := make([]bool, len(p.Right))
	for _, two := range p.One {
		other[two[0]], isOne[two[1]] = two[1], true
	}
	for i, m := range p.Left {
		people = append(people, member{m.ID, int32(i), other[i]})
	}
	for j, m := range p.Right {
		if !isOne[j] {
			people = append(people, member{m.ID, -1, int32(j)})
		}
	}
	slices.SortFunc(people, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(min(a.left, 0), min(b.left, 0)))
	})
	left, right := make([]int32, len(p.Left)), make([]int32, len(p.Right))
	for k, m := range people {
		name := "r"
		capacity := 0
		if m.right >= 0 {
			right[m.right], capacity = int32(k), p.Right[m.right].Capacity
		}
		if m.left >= 0 {
			left[m.left], capacity, name = int32(k), p.Left[m.left].Capacity, "l"
		}
		s.ids, s.room = append(s.ids, name+m.id), append(s.room, capacity)
	}
	s.findCouples(left, right)
	return s
}

// findCouples takes the better of two candidates that join the same two people.
func (s *shared) findCouples(left, right []int32) {
	for i, c := range s.Candidates {
		a, b := left[c.Left], right[c.Right]
		s.couples = append(s.couples, couple{min(a, b), max(a, b), a, i, s.valueOf([]int{i})})
	}
	slices.SortFunc(s.couples, func(x, y couple) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), s.compare(y.value, x.value),
			cmp.Compare(left[s.Candidates[x.candidate].Left], left[s.Candidates[y.candidate].Left]))
	})
	s.couples = slices.CompactFunc(s.couples, func(x, y couple) bool { return x.a == y.a && x.b == y.b })
}

// explore solves the relaxation of a branch, makes an assignment of it, and
// returns the branches that could hold a better one.
func (s *shared) explore(ctx context.Context, b branch) ([]branch, error) {
	room := slices.Clone(s.room)
	var value Value
	out := slices.Clone(b.excluded) // of the relaxation
	for _, k := range b.taken {
		out[k] = true
		c := s.couples[k]
		room[c.a]--
		room[c.b]--
		value = value.plus(c.value)
		if room[c.a] < 0 || room[c.b] < 0 {
			return nil, nil
		}
	}
	p := Problem{BestFit: s.BestFit}
	for k, id := range s.ids {
		m := Member{id, room[k]}
		p.Left, p.Right = append(p.Left, m), append(p.Right, m)
	}
	var of []int
	for k, c := range s.couples {
		if !out[k] && room[c.a] > 0 && room[c.b] > 0 {
			from := s.Candidates[c.candidate]
			p.Candidates = append(p.Candidates,
				Candidate{Left: c.a, Right: c.b, Score: from.Score, Kept: from.Kept}, Candidate{Left: c.b, Right: c.a, Score: from.Score, Kept: from.Kept})
			of = append(of, k)
		}
	}
	s.budget--
	half, err := Solve(ctx, p)
	if err != nil {
		return nil, err
	}
	bound := s.halve(half.Bound.plus(value).plus(value))
	taken, odd := s.round(b.taken, of, half.Taken, room)
	s.offer(taken)
	if odd != nil && half.Bound.Pairs%2 != 0 && !s.BestFit && bound.Pairs == s.value.Pairs {
		score, priced, err := s.scoreOf(ctx, p, half.Bound.Pairs-1, &b.price)
		if err != nil {
			return nil, err
		}
		bound.Score = min(bound.Score, value.Score+score)
		taken, other := s.round(b.taken, of, priced, room)
		s.offer(taken)
		if other != nil {
			odd = other
		}
	}
	if odd == nil || !s.promises(bound, s.value) {
		return nil, nil
	}
	b.bound = bound
	return s.split(b, odd, room), nil
}

// split makes two branches of one, at an odd walk of its relaxation.
func (s *shared) split(b branch, odd []int, room []int) []branch {
	one, other := b, b
	one.excluded, other.excluded = slices.Clone(b.excluded), slices.Clone(b.excluded)
	person := s.turning(odd, room)
	if person < 0 {
		k := slices.MaxFunc(odd, func(x, y int) int { return s.compare(s.couples[x].value, s.couples[y].value) })
		one.taken = append(slices.Clone(b.taken), k)
		other.excluded[k] = true
		return []branch{one, other}
	}
	for k, c := range s.couples {
		if c.a == person || c.b == person {
			one.excluded[k] = one.excluded[k] || c.left == person
			other.excluded[k] = other.excluded[k] || c.left != person
		}
	}
	return []branch{one, other}
}

// turning returns somebody with room for one who is on both sides in a walk, or -1.
func (s *shared) turning(walk []int, room []int) int32 {
	sides := map[int32]int{}
	for _, k := range walk {
		for _, person := range []int32{s.couples[k].a, s.couples[k].b} {
			if s.couples[k].left == person {
				sides[person] |= 1
			} else {
				sides[person] |= 2
			}
		}
	}
	least := int32(-1)
	for person, both := range sides {
		if both == 3 && room[person] == 1 && (least < 0 || person < least) {
			least = person
		}
	}
	return least
}

// scoreOf bounds the score of assignments with half of an even number of pairs of a
// relaxation, and returns what that takes at the best price for a pair. It looks
// for the price from the one that it is given.
func (s *shared) scoreOf(ctx context.Context, p Problem, pairs int, price *int64) (score int64, taken []int, err error) {
	score = s.pairs() * s.highest()
	low, high := int64(math.MinInt64), int64(math.MaxInt64) // too few pairs, too many
	for at, step := *price, int64(1); low+1 < high && s.budget > 0; {
		s.budget--
		out, of, err := solveAt(ctx, p, at)
		if err != nil {
			return 0, nil, err
		}
		if bound := (out.Value.Score - at*int64(pairs)) / 4; bound <= score || taken == nil {
			score, *price = min(score, bound), at
			taken = taken[:0]
			for _, i := range out.Taken {
				taken = append(taken, of[i])
			}
		}
		switch {
		case out.Value.Pairs == pairs:
			return score, taken, nil
		case out.Value.Pairs > pairs:
			high = at
		default:
			low = at
		}
		switch {
		case low == math.MinInt64:
			at -= step
		case high == math.MaxInt64:
			at += step
		default:
			at = low + (high-low)/2
		}
		step *= 4
		if at < -2*s.highest()-2 {
			break
		}
	}
	return score, taken, nil
}

// solveAt solves a problem in which a pair is worth a price beside twice its score,
// and nothing is taken that costs more than it brings.
func solveAt(ctx context.Context, p Problem, price int64) (Result, []int, error) {
	q := Problem{Left: p.Left, Right: p.Right, BestFit: true}
	var of []int
	for i, c := range p.Candidates {
		if worth := 2*int64(c.Score) + price; worth >= 0 && worth <= math.MaxInt32 {
			c.Score, c.Kept = int32(worth), false
			q.Candidates = append(q.Candidates, c)
			of = append(of, i)
		} else if worth > math.MaxInt32 {
			return Result{}, nil, errTooLarge
		}
	}
	out, err := Solve(ctx, q)
	return out, of, err
}

// offer keeps an assignment if it is the best so far, once it is filled up with
// what there is room for.
func (s *shared) offer(taken []int) {
	room := slices.Clone(s.room)
	is := make([]bool, len(s.couples))
	for _, k := range taken {
		is[k] = true
		room[s.couples[k].a]--
		room[s.couples[k].b]--
	}
	order := numbered(len(s.couples))
	slices.SortStableFunc(order, func(x, y int) int { return s.compare(s.couples[y].value, s.couples[x].value) })
	for _, k := range order {
		if c := s.couples[k]; !is[k] && room[c.a] > 0 && room[c.b] > 0 {
			is[k] = true
			room[c.a]--
			room[c.b]--
		}
	}
	var all []int
	var value Value
	for k, taken := range is {
		if taken {
			all = append(all, k)
			value = value.plus(s.couples[k].value)
		}
	}
	if s.best == nil || s.compare(value, s.value) > 0 {
		s.best, s.value = all, value
	}
}

// result returns the best assignment that was found, or an equal one: who is on
// both sides keeps the number of partners on each, and with that the fixed order
// decides.
func (s *shared) result(ctx context.Context, bound Value) (Result, error) {
	out := Result{Bound: bound, Value: s.value}
	left, right := make([]int, len(s.Left)), make([]int, len(s.Right))
	for _, k := range s.best {
		i := s.couples[k].candidate
		out.Taken = append(out.Taken, i)
		left[s.Candidates[i].Left]++
		right[s.Candidates[i].Right]++
	}
	slices.Sort(out.Taken)
	p := s.Problem
	p.One = nil
	p.Left, p.Right = slices.Clone(p.Left), slices.Clone(p.Right)
	for _, two := range s.One {
		p.Left[two[0]].Capacity = s.Left[two[0]].Capacity - right[two[1]]
		p.Right[two[1]].Capacity = right[two[1]]
	}
	same, err := Solve(ctx, p)
	if err != nil {
		return Result{}, err
	}
	if !s.overdrawn(same.Taken) && s.compare(same.Value, s.value) >= 0 {
		out.Taken, out.Value = same.Taken, same.Value
	}
	switch {
	case s.promises(out.Value, out.Bound):
		return Result{}, ErrProof
	case !s.promises(out.Bound, out.Value):
		out.Bound = out.Value
	}
	return out, nil
}
