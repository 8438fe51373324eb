package match

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// four is a problem of two and two, of which the best assignment crosses.
func four() Problem {
	return Problem{
		Left:  []Member{{"a", 1}, {"b", 1}},
		Right: []Member{{"x", 1}, {"y", 1}},
		Candidates: []Candidate{
			{Left: 0, Right: 0, Score: 5}, {Left: 0, Right: 1, Score: 4},
			{Left: 1, Right: 0, Score: 4},
		},
	}
}

func solved(t *testing.T, p Problem) *solver {
	t.Helper()
	scale, err := scaleOf(p)
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := graphOf(p, scale)
	if err != nil {
		t.Fatal(err)
	}
	s := newSolver(g)
	if err := s.solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.prove(s.taken); err != nil {
		t.Fatal(err)
	}
	return s
}

// Each case is a result that is wrong, or that its prices do not prove.
func TestTheProofRefuses(t *testing.T) {
	for name, spoil := range map[string]func(s *solver){
		"a pair less":            func(s *solver) { s.taken[1] = false },
		"the greedy assignment":  func(s *solver) { s.taken = []bool{true, false, false} },
		"more than there is":     func(s *solver) { s.taken[0] = true },
		"a price too low":        func(s *solver) { s.priceLeft[0]-- },
		"a price too high":       func(s *solver) { s.priceLeft[1]++ },
		"a price below nothing":  func(s *solver) { s.prices[1].price = -1 },
		"another price too high": func(s *solver) { s.prices[0].price++ },
	} {
		s := solved(t, four())
		spoil(s)
		if _, err := s.prove(s.taken); !errors.Is(err, ErrProof) {
			t.Errorf("%s: the proof holds (%v)", name, err)
		}
	}
}

func TestWhatCannotBeSolvedIsRefused(t *testing.T) {
	for want, change := range map[string]func(p *Problem){
		"joins nobody":             func(p *Problem) { p.Candidates[1].Right = 2 },
		"negative score":           func(p *Problem) { p.Candidates[1].Score = -1 },
		"join the same two":        func(p *Problem) { p.Candidates[1] = p.Candidates[0] },
		`two members are called "`: func(p *Problem) { p.Left[1].ID = "a" },
		`"y" has room for -1`:      func(p *Problem) { p.Right[1].Capacity = -1 },
		"too large, to count exactly": func(p *Problem) {
			p.Left, p.Right, p.Candidates = nil, nil, nil
			for i := range 300 {
				p.Left = append(p.Left, Member{fmt.Sprint(i), 30_000})
				p.Right = append(p.Right, Member{fmt.Sprint(i), 30_000})
				for j := range 300 {
					p.Candidates = append(p.Candidates, Candidate{Left: int32(i), Right: int32(j), Score: math.MaxInt32})
				}
			}
		},
	} {
		p := four()
		change(&p)
		if _, err := Solve(context.Background(), p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestNobodyIsAProblem(t *testing.T) {
	for _, p := range []Problem{{}, {Left: four().Left}, {Left: four().Left, Right: four().Right}} {
		if out, err := Solve(context.Background(), p); err != nil || len(out.Taken) > 0 {
			t.Errorf("%v, %v", out, err)
		}
	}
}

func TestSolvingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Solve(ctx, four()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOthersDoNoBetter(t *testing.T) {
	p := four()
	if v := Greedy(p); v != (Value{Pairs: 1, Score: 5}) {
		t.Errorf("greedy: %+v", v)
	}
	if v := Random(p); v.Pairs < 1 || v.Pairs > 2 || v != Random(p) {
		t.Errorf("random: %+v", v)
	}
}
