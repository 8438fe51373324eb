package match_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mentorbook/generator/match"
)

// randomShared returns a problem in which some are members of both sides.
func randomShared(r *rand.Rand, people, both int) match.Problem {
	p := match.Problem{BestFit: r.IntN(3) == 0}
	type person struct{ left, right int32 }
	var all []person
	for i := range people {
		m := match.Member{ID: fmt.Sprintf("p%d", i), Capacity: []int{1, 1, 1, 2, 3, 0}[r.IntN(6)]}
		one := person{-1, -1}
		role := r.IntN(2)
		if r.IntN(100) < both {
			role = 2
		}
		if role != 1 {
			one.left = int32(len(p.Left))
			p.Left = append(p.Left, m)
		}
		if role != 0 {
			one.right = int32(len(p.Right))
			p.Right = append(p.Right, m)
		}
		if role == 2 {
			p.One = append(p.One, [2]int32{one.left, one.right})
		}
		all = append(all, one)
	}
	scores, density := 1+r.Int32N(9), 1+r.IntN(4)
	for i, a := range all {
		for j, b := range all {
			if i != j && a.left >= 0 && b.right >= 0 && r.IntN(4) < density {
				p.Candidates = append(p.Candidates, match.Candidate{Left: a.left, Right: b.right, Score: r.Int32N(scores), Kept: r.IntN(5) == 0})
			}
		}
	}
	return p
}

// tryAll returns the best of all assignments in which nobody has more partners than
// room on both sides together, and nobody the same one twice.
func tryAll(p match.Problem) match.Value {
	name := func(m match.Member) string { return m.ID }
	room := map[string]int{}
	for _, m := range slices.Concat(p.Left, p.Right) {
		room[m.ID] = m.Capacity
	}
	joined := map[[2]string]bool{}
	var best, v match.Value
	var try func(k int)
	try = func(k int) {
		if k == len(p.Candidates) {
			if better(v, best, p.BestFit) {
				best = v
			}
			return
		}
		try(k + 1)
		c := p.Candidates[k]
		a, b := name(p.Left[c.Left]), name(p.Right[c.Right])
		if room[a] == 0 || room[b] == 0 || joined[[2]string{b, a}] {
			return
		}
		before := v
		room[a]--
		room[b]--
		joined[[2]string{a, b}] = true
		v.Pairs++
		v.Score += int64(c.Score)
		if c.Kept {
			v.Kept++
		}
		try(k + 1)
		v = before
		room[a]++
		room[b]++
		delete(joined, [2]string{a, b})
	}
	try(0)
	return best
}

func TestWhoIsOnBothSidesHasOneCapacity(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 3))
	hard, fewer := 0, 0
	for n := range 4000 {
		p := randomShared(r, 2+r.IntN(5), 20+r.IntN(81))
		out := solve(t, p)
		if out.Value != out.Bound {
			t.Fatalf("roster %d: the value is %+v, and the bound %+v", n, out.Value, out.Bound)
		}
		checkShared(t, p, out)
		want := tryAll(p)
		if better(want, out.Value, p.BestFit) {
			fewer++
			want.Kept = out.Value.Kept
			if p.BestFit {
				want.Pairs = out.Value.Pairs
			}
		}
		if out.Value != want {
			t.Fatalf("roster %d: %+v, but %+v is possible: %+v", n, out.Value, want, p)
		}
		alone := p
		alone.One = nil
		if solve(t, alone).Value != out.Value {
			hard++
		}
	}
	if hard < 500 || fewer > 100 {
		t.Errorf("only in %d rosters it made a difference; in %d the lesser goals are not met", hard, fewer)
	}
}

func checkShared(t testing.TB, p match.Problem, out match.Result) {
	t.Helper()
	room := map[string]int{}
	for _, m := range slices.Concat(p.Left, p.Right) {
		room[m.ID] = m.Capacity
	}
	joined := map[[2]string]bool{}
	var v match.Value
	for _, i := range out.Taken {
		c := p.Candidates[i]
		a, b := p.Left[c.Left].ID, p.Right[c.Right].ID
		if room[a]--; room[a] < 0 {
			t.Fatalf("%s has too many partners in %v of %+v", a, out.Taken, p)
		}
		if room[b]--; room[b] < 0 {
			t.Fatalf("%s has too many partners in %v of %+v", b, out.Taken, p)
		}
		if joined[[2]string{min(a, b), max(a, b)}] {
			t.Fatalf("%s and %s are joined twice", a, b)
		}
		joined[[2]string{min(a, b), max(a, b)}] = true
		v.Pairs++
		v.Score += int64(c.Score)
		if c.Kept {
			v.Kept++
		}
	}
	if v != out.Value {
		t.Fatalf("the value is %+v, reported as %+v", v, out.Value)
	}
}

func TestTheOrderOfTheRowsDoesNotMatterOnBothSides(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 5))
	for range 200 {
		p := randomShared(r, 14, 60)
		want := joined(p, solve(t, p))
		q := match.Problem{BestFit: p.BestFit, Left: make([]match.Member, len(p.Left)), Right: make([]match.Member, len(p.Right))}
		left, right := r.Perm(len(p.Left)), r.Perm(len(p.Right))
		for i, m := range p.Left {
			q.Left[left[i]] = m
		}
		for j, m := range p.Right {
			q.Right[right[j]] = m
		}
		for _, k := range r.Perm(len(p.One)) {
			q.One = append(q.One, [2]int32{int32(left[p.One[k][0]]), int32(right[p.One[k][1]])})
		}
		for _, k := range r.Perm(len(p.Candidates)) {
			c := p.Candidates[k]
			c.Left, c.Right = int32(left[c.Left]), int32(right[c.Right])
			q.Candidates = append(q.Candidates, c)
		}
		if got := joined(q, solve(t, q)); !slices.Equal(got, want) {
			t.Fatalf("%v in another order of the rows, %v before", got, want)
		}
	}
}

// Larger rosters are solved to the end nearly always; where not, the bound is said
// and the result is near it.
func TestLargerRostersOnBothSides(t *testing.T) {
	for _, c := range []struct{ people, both int }{{40, 10}, {40, 100}, {100, 10}, {100, 30}, {101, 100}, {200, 20}, {300, 5}} {
		r := rand.New(rand.NewPCG(1, uint64(c.people+c.both)))
		proved, worst, took := 0, 1.0, time.Duration(0)
		const runs = 5
		for range runs {
			p := randomShared(r, c.people, c.both)
			started := time.Now()
			out := solve(t, p)
			took = max(took, time.Since(started))
			checkShared(t, p, out)
			if out.Value == out.Bound {
				proved++
			} else if out.Bound.Score > 0 {
				worst = min(worst, float64(out.Value.Score)/float64(out.Bound.Score))
			}
			if better(out.Value, out.Bound, p.BestFit) {
				t.Errorf("%+v exceeds the bound %+v", out.Value, out.Bound)
			}
		}
		if proved < 3 || worst < .98 {
			t.Errorf("%d of %d proved, the worst at %.3f", proved, runs, worst)
		}
		t.Logf("%d people, %d%% of them on both sides: %d of %d proved, the worst at %.3f of the bound, %v at most", c.people, c.both, proved, runs, worst, took.Round(time.Millisecond))
	}
}
