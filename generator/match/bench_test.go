package match_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"mentorbook/generator/match"
)

// dense returns a roster in which everybody may be joined with everybody.
func dense(n int, distinct int32) match.Problem {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	p := square(n)
	p.Candidates = make([]match.Candidate, 0, n*n)
	for i := range n {
		for j := range n {
			p.Candidates = append(p.Candidates, match.Candidate{Left: int32(i), Right: int32(j), Score: r.Int32N(distinct)})
		}
	}
	return p
}

func sparse(n, degree int, distinct int32) match.Problem {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	p := square(n)
	for i := range n {
		for _, j := range r.Perm(n)[:degree] {
			p.Candidates = append(p.Candidates, match.Candidate{Left: int32(i), Right: int32(j), Score: r.Int32N(distinct)})
		}
	}
	return p
}

func square(n int) (p match.Problem) {
	for i := range n {
		p.Left = append(p.Left, match.Member{ID: fmt.Sprintf("l%05d", i), Capacity: 1})
		p.Right = append(p.Right, match.Member{ID: fmt.Sprintf("r%05d", i), Capacity: 1})
	}
	return p
}

// wishes returns a dense roster whose scores are sums of what two people have in
// common: whole groups compete for the same few.
func wishes(n int, distinct int32) match.Problem {
	r := rand.New(rand.NewPCG(2, uint64(n)))
	p := dense(n, 1)
	left, right := make([]int32, n), make([]int32, n)
	for i := range n {
		left[i], right[i] = r.Int32N(distinct/2), r.Int32N(10)
	}
	for k := range p.Candidates {
		c := &p.Candidates[k]
		c.Score = left[c.Left] * right[c.Right] / 10
		if (left[c.Left]+right[c.Right])%7 == 0 {
			c.Score += distinct / 2
		}
	}
	return p
}

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name string
		make func() match.Problem
	}{
		{"500x500/30", func() match.Problem { return dense(500, 30) }},
		{"500x500/1000", func() match.Problem { return dense(500, 1000) }},
		{"500x500/ties", func() match.Problem { return dense(500, 1) }},
		{"500x500/groups30", func() match.Problem { return wishes(500, 30) }},
		{"500x500/groups1000", func() match.Problem { return wishes(500, 1000) }},
		{"500x500/signups", func() match.Problem { return signups(rand.New(rand.NewPCG(1, 1)), 500, 500, 8) }},
		{"2000x2000/30", func() match.Problem { return dense(2000, 30) }},
		{"2000x2000/1000", func() match.Problem { return dense(2000, 1000) }},
		{"2000x2000/ties", func() match.Problem { return dense(2000, 1) }},
		{"2000x2000/groups30", func() match.Problem { return wishes(2000, 30) }},
		{"2000x2000/groups1000", func() match.Problem { return wishes(2000, 1000) }},
		{"2000x2000/signups", func() match.Problem { return signups(rand.New(rand.NewPCG(1, 1)), 2000, 2000, 8) }},
		{"5000x50/30", func() match.Problem { return sparse(5000, 50, 30) }},
		{"5000x50/1000", func() match.Problem { return sparse(5000, 50, 1000) }},
		{"5000x50/ties", func() match.Problem { return sparse(5000, 50, 1) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := c.make()
			b.ReportAllocs()
			for b.Loop() {
				solve(b, p)
			}
		})
	}
}
