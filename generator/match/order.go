package match

import (
	"context"
	"iter"
	"math/bits"
)

// inFixedOrder returns, of all assignments that are as good as that of s, the one
// that the fixed order puts first.
//
// They are the assignments of tight edges that leave no room at a vertex with a
// price, and that hold every edge that weighs more than its ends cost. So to fill
// such vertices is the first goal here, and the numbers of the fixed order are the
// second.
func (s *solver) inFixedOrder(ctx context.Context) ([]bool, error) {
	out := make([]bool, len(s.to))
	left := vertices{room: append([]int32(nil), s.left.room...)}
	right := vertices{room: append([]int32(nil), s.right.room...)}
	n := 0
	for range s.worthwhile() {
		n++
	}
	tight, from := make([]int32, 0, n), make([]int32, 0, n)
	for e, u := range s.worthwhile() {
		if v := s.to[e]; s.weight[e] == s.priceLeft[u]+s.prices[v].price {
			tight, from = append(tight, e), append(from, u)
		} else {
			out[e] = true
			left.room[u]--
			right.room[v]--
		}
	}
	weigh := s.order()
	g, index, err := build(left, right, len(tight), func(i int) edge {
		u, v := from[i], s.to[tight[i]]
		return edge{u, v, weigh(u, v)}
	})
	if err != nil {
		return nil, err
	}
	second := newSolver(g)
	if err := second.solve(ctx); err != nil {
		return nil, err
	}
	for e, taken := range second.taken {
		if taken {
			out[tight[index[e]]] = true
		}
	}
	return out, nil
}

// worthwhile visits the edges that weigh at least what their ends cost, with
// their left vertices.
func (s *solver) worthwhile() iter.Seq2[int32, int32] {
	return func(yield func(e, u int32) bool) {
		for u, price := range s.priceLeft {
			begin, end := s.edges(int32(u))
			for e := begin; e < end && s.weight[e] >= price; e++ {
				if s.weight[e] >= price+s.prices[s.to[e]].price && !yield(e, int32(u)) {
					return
				}
			}
		}
	}
}

// order returns the weights of the second solution: how many vertices with a
// price an edge fills, and below that the number of the fixed order. It has as
// many bits, at most 30, as can be summed exactly.
func (s *solver) order() func(u, v int32) int64 {
	pairs := 1
	for _, taken := range s.taken {
		if taken {
			pairs++
		}
	}
	digits := bits.Len(uint(pairs))
	keep := min(30, 58-2*digits)
	fill := int64(1) << (keep + digits)
	return func(u, v int32) int64 {
		w := int64(mix(s.left.hash[u]^s.right.hash[v])>>(64-keep)) | 1
		if s.priceLeft[u] > 0 {
			w += fill
		}
		if s.prices[v].price > 0 {
			w += fill
		}
		return w
	}
}

// prove returns what the prices allow at most, once it has seen that they allow
// no more than the taken edges weigh (complementary slackness). It trusts nothing
// of how either was found.
func (s *solver) prove(taken []bool) (int64, error) {
	roomLeft := append([]int32(nil), s.left.room...)
	roomRight := append([]int32(nil), s.right.room...)
	var bound, total int64
	for u, price := range s.priceLeft {
		from, to := s.edges(int32(u))
		for e := from; e < to; e++ {
			v := s.to[e]
			over := s.weight[e] - price - s.prices[v].price
			if !taken[e] {
				if over > 0 {
					return 0, ErrProof
				}
				continue
			}
			total += s.weight[e]
			bound += max(0, over) // no edge is taken twice
			roomLeft[u]--
			roomRight[v]--
		}
		if price < 0 || roomLeft[u] < 0 {
			return 0, ErrProof
		}
		bound += price * int64(s.left.room[u])
	}
	for v, p := range s.prices {
		if p.price < 0 || roomRight[v] < 0 {
			return 0, ErrProof
		}
		bound += p.price * int64(s.right.room[v])
	}
	if bound != total {
		return 0, ErrProof
	}
	return bound, nil
}
