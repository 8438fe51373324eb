package match_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/match"
)

// random returns a problem in which ties are normal.
func random(r *rand.Rand, most int) match.Problem {
	p := match.Problem{BestFit: r.IntN(3) == 0}
	side := func(name string) (out []match.Member) {
		for i := range 1 + r.IntN(most) {
			out = append(out, match.Member{ID: fmt.Sprintf("%s%d", name, i), Capacity: []int{1, 1, 1, 2, 3, 0}[r.IntN(6)]})
		}
		return out
	}
	p.Left, p.Right = side("l"), side("r")
	scores, density := 1+r.Int32N(6), 1+r.IntN(4)
	for i := range p.Left {
		for j := range p.Right {
			if r.IntN(4) < density {
				p.Candidates = append(p.Candidates, match.Candidate{Left: int32(i), Right: int32(j), Score: r.Int32N(scores), Kept: r.IntN(4) == 0})
			}
		}
	}
	return p
}

func solve(t testing.TB, p match.Problem) match.Result {
	t.Helper()
	out, err := match.Solve(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// better compares by the goals, in their order.
func better(a, b match.Value, bestFit bool) bool {
	if bestFit && a.Score != b.Score {
		return a.Score > b.Score
	}
	if a.Pairs != b.Pairs {
		return a.Pairs > b.Pairs
	}
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	return a.Kept > b.Kept
}

// bruteForce tries every assignment. It remembers what the rest of the members is
// worth by the room that is left on the right, and shares no thought with the
// package.
func bruteForce(p match.Problem) match.Value {
	right := make([]int, len(p.Right))
	for j, m := range p.Right {
		right[j] = m.Capacity
	}
	rows := make([][]match.Candidate, len(p.Left))
	for _, c := range p.Candidates {
		rows[c.Left] = append(rows[c.Left], c)
	}
	type state struct {
		i, k, room int
		right      [7]int
	}
	memo := map[state]match.Value{}
	var best func(i, k, room int) match.Value
	best = func(i, k, room int) match.Value {
		if i == len(rows) {
			return match.Value{}
		}
		if k == len(rows[i]) {
			next := 0
			if i+1 < len(rows) {
				next = p.Left[i+1].Capacity
			}
			return best(i+1, 0, next)
		}
		key := state{i: i, k: k, room: room}
		copy(key.right[:], right)
		if v, ok := memo[key]; ok {
			return v
		}
		v := best(i, k+1, room)
		if c := rows[i][k]; room > 0 && right[c.Right] > 0 {
			right[c.Right]--
			w := best(i, k+1, room-1)
			right[c.Right]++
			w.Pairs++
			w.Score += int64(c.Score)
			if c.Kept {
				w.Kept++
			}
			if better(w, v, p.BestFit) {
				v = w
			}
		}
		memo[key] = v
		return v
	}
	return best(0, 0, p.Left[0].Capacity)
}

// checkTaken holds an assignment to the capacities and to its value.
func checkTaken(t testing.TB, p match.Problem, out match.Result) {
	t.Helper()
	left, right := map[int32]int{}, map[int32]int{}
	var v match.Value
	for k, i := range out.Taken {
		c := p.Candidates[i]
		left[c.Left]++
		right[c.Right]++
		if left[c.Left] > p.Left[c.Left].Capacity || right[c.Right] > p.Right[c.Right].Capacity || k > 0 && out.Taken[k-1] >= i {
			t.Fatalf("more pairs than there is room for in %v of %+v", out.Taken, p)
		}
		v.Pairs++
		v.Score += int64(c.Score)
		if c.Kept {
			v.Kept++
		}
	}
	if v != out.Value || out.Bound != out.Value {
		t.Fatalf("the value is %+v, reported as %+v with the bound %+v", v, out.Value, out.Bound)
	}
}

func TestEveryAssignmentOfSmallRostersIsTried(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for n := range 10_000 {
		p := random(r, 7)
		out := solve(t, p)
		checkTaken(t, p, out)
		if want := bruteForce(p); out.Value != want {
			t.Fatalf("roster %d: %+v, but %+v is possible: %+v", n, out.Value, want, p)
		}
	}
}

// hungarian is the textbook algorithm for a square matrix of costs (Kuhn 1955, in
// the form with potentials of rows and columns); it returns the least total.
func hungarian(cost [][]int64) int64 {
	n := len(cost)
	u, v := make([]int64, n+1), make([]int64, n+1)
	row, way := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		least, used := make([]int64, n+1), make([]bool, n+1)
		for j := range least {
			least[j] = 1 << 62
		}
		j0 := 0
		for row[j0] != 0 {
			used[j0] = true
			i0, delta, j1 := row[j0], int64(1)<<62, 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := range n + 1 {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for j0 != 0 {
			row[j0] = row[way[j0]]
			j0 = way[j0]
		}
	}
	return -v[0]
}

// An independent formulation: a matrix with a row and a column for every place of
// every member.
func TestMediumRostersAgreeWithTheTextbook(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 60 {
		p := random(r, 60)
		for i := range p.Candidates { // places of two members could be joined twice
			p.Candidates[i].Kept = false
		}
		for i := range p.Left {
			p.Left[i].Capacity = min(p.Left[i].Capacity, 1)
		}
		p.BestFit = false
		var place []int
		for j, m := range p.Right {
			for range m.Capacity {
				place = append(place, j)
			}
		}
		worth := map[[2]int]int64{}
		const pair = 1 << 20
		for _, c := range p.Candidates {
			if p.Left[c.Left].Capacity > 0 {
				worth[[2]int{int(c.Left), int(c.Right)}] = pair + int64(c.Score)
			}
		}
		n := max(len(p.Left), len(place))
		cost := make([][]int64, n)
		for i := range cost {
			cost[i] = make([]int64, n)
			for k, j := range place {
				cost[i][k] = -worth[[2]int{i, j}]
			}
		}
		out := solve(t, p)
		checkTaken(t, p, out)
		if total := -hungarian(cost); total/pair != int64(out.Value.Pairs) || total%pair != out.Value.Score {
			t.Fatalf("%+v, but the textbook finds %d pairs of %d", out.Value, total/pair, total%pair)
		}
	}
}

// joined names the pairs of a result.
func joined(p match.Problem, out match.Result) []string {
	var names []string
	for _, i := range out.Taken {
		names = append(names, p.Left[p.Candidates[i].Left].ID+" "+p.Right[p.Candidates[i].Right].ID)
	}
	slices.Sort(names)
	return names
}

func TestTheOrderOfTheRowsDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	for range 500 {
		p := random(r, 30)
		want := joined(p, solve(t, p))
		q := match.Problem{BestFit: p.BestFit, Left: make([]match.Member, len(p.Left)), Right: make([]match.Member, len(p.Right))}
		left, right := r.Perm(len(p.Left)), r.Perm(len(p.Right))
		for i, m := range p.Left {
			q.Left[left[i]] = m
		}
		for j, m := range p.Right {
			q.Right[right[j]] = m
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

// signups returns a roster as programs have it: units, topics that some want more
// than others offer, and scores of few distinct values.
func signups(r *rand.Rand, left, right, topics int) match.Problem {
	var p match.Problem
	type person struct{ unit, topic, second, level int }
	draw := func() person {
		return person{r.IntN(8), r.IntN(topics) * r.IntN(topics) / topics, r.IntN(topics), r.IntN(3)}
	}
	var mentors, mentees []person
	for i := range left {
		p.Left = append(p.Left, match.Member{ID: fmt.Sprintf("p%04d", 2*i), Capacity: 1 + r.IntN(6)/5})
		mentors = append(mentors, draw())
	}
	for i := range right {
		p.Right = append(p.Right, match.Member{ID: fmt.Sprintf("p%04d", 2*i+1), Capacity: 1})
		mentees = append(mentees, draw())
	}
	for i, a := range mentors {
		for j, b := range mentees {
			score := int32(0)
			if a.topic == b.topic {
				score += int32(5 * (1 + a.level) * (1 + b.level))
			}
			if a.second == b.topic || a.topic == b.second {
				score += 4
			}
			if score > 0 && a.unit != b.unit {
				p.Candidates = append(p.Candidates, match.Candidate{Left: int32(i), Right: int32(j), Score: score + int32(a.unit+b.unit)%2})
			}
		}
	}
	return p
}

// without returns the problem without a member.
func without(p match.Problem, left bool, k int) match.Problem {
	q := match.Problem{Left: slices.Clone(p.Left), Right: slices.Clone(p.Right), Candidates: slices.Clone(p.Candidates)}
	if left {
		q.Left[k].Capacity = 0
	} else {
		q.Right[k].Capacity = 0
	}
	return q
}

// changes counts the pairs that only one of the two has, those of the member who
// came or went aside.
func changes(before, after []string, id string) int {
	n := 0
	for _, pair := range before {
		if !slices.Contains(after, pair) && !slices.Contains(strings.Fields(pair), id) {
			n++
		}
	}
	return n
}

func TestOnePersonMoreOrLessLeavesTheOthersTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for name, p := range map[string]match.Problem{
		"as many of both":  signups(r, 100, 100, 6),
		"few mentors":      signups(r, 70, 130, 6),
		"many topics":      signups(r, 100, 100, 15),
		"nothing but ties": signups(r, 100, 100, 1),
	} {
		if name == "nothing but ties" {
			for i := range p.Candidates {
				p.Candidates[i].Score = 1
			}
		}
		whole := joined(p, solve(t, p))
		for _, known := range []bool{false, true} {
			var added, taken []int
			for k := range 40 {
				left := k < 20
				i, id := k%20, p.Left[k%20].ID
				if !left {
					id = p.Right[i].ID
				}
				q := without(p, left, i)
				fewer := joined(q, solve(t, q))
				if !known {
					added = append(added, changes(fewer, whole, id))
					taken = append(taken, changes(whole, fewer, id))
					continue
				}
				added = append(added, changes(fewer, joined(p, solve(t, keeping(p, fewer))), id))
				taken = append(taken, changes(whole, joined(q, solve(t, keeping(q, whole))), id))
			}
			slices.Sort(added)
			slices.Sort(taken)
			t.Logf("%s, last proposal known: %v: one more changes %d pairs in the median, %d at most; one less %d and %d", name, known, added[20], added[39], taken[20], taken[39])
			if added[20] > 5 || taken[20] > 5 {
				t.Errorf("%s, last proposal known: %v: one more changes %d pairs in the median, one less %d", name, known, added[20], taken[20])
			}
		}
	}
}

// keeping returns the problem with a last proposal.
func keeping(p match.Problem, last []string) match.Problem {
	p.Candidates = slices.Clone(p.Candidates)
	for k := range p.Candidates {
		c := &p.Candidates[k]
		c.Kept = slices.Contains(last, p.Left[c.Left].ID+" "+p.Right[c.Right].ID)
	}
	return p
}
