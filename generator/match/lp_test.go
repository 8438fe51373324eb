package match_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// Another independent formulation: a linear program with a variable for each
// candidate, none above one, and no member with more than there is room for.
func TestSmallRostersAgreeWithALinearProgram(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 2))
	const pair = 1000 // more than all scores together
	solved := 0
	for range 200 {
		p := random(r, 8)
		p.BestFit = false
		for i := range p.Candidates {
			p.Candidates[i].Kept = false
		}
		n := len(p.Candidates)
		if n == 0 {
			continue
		}
		rows := n + len(p.Left) + len(p.Right)
		a, b, c, basic := mat.NewDense(rows, n+rows, nil), make([]float64, rows), make([]float64, n+rows), make([]int, rows)
		for k := range rows { // what is left over of each
			a.Set(k, n+k, 1)
			basic[k] = n + k
		}
		for k, candidate := range p.Candidates {
			a.Set(k, k, 1)
			b[k] = 1
			a.Set(n+int(candidate.Left), k, 1)
			a.Set(n+len(p.Left)+int(candidate.Right), k, 1)
			c[k] = -float64(pair + candidate.Score)
		}
		for i, m := range p.Left {
			b[n+i] = float64(m.Capacity)
		}
		for j, m := range p.Right {
			b[n+len(p.Left)+j] = float64(m.Capacity)
		}
		least, _, err := lp.Simplex(c, a, b, 1e-10, basic)
		if err != nil {
			t.Logf("the linear program was not solved: %v", err)
			continue
		}
		solved++
		out := solve(t, p)
		if want := int64(math.Round(-least)); want != int64(out.Value.Pairs)*pair+out.Value.Score {
			t.Fatalf("%+v, but the linear program finds %d pairs of %d", out.Value, want/pair, want%pair)
		}
	}
	if solved < 150 {
		t.Errorf("only %d linear programs were solved", solved)
	}
}
