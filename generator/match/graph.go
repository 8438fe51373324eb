package match

import (
	"cmp"
	"errors"
	"hash/fnv"
	"slices"
)

// vertices is one side of a graph.
type vertices struct {
	room []int32  // how many edges of it may be taken
	hash []uint64 // of its id, for the fixed order
}

// edge joins two vertices; weight is positive.
type edge struct {
	from, to int32
	weight   int64
}

// graph holds the edges of the left vertices one after the other, those of one
// vertex by falling weight.
type graph struct {
	left, right vertices
	first       []int32 // of each left vertex its first edge, and the end of the last
	to          []int32
	weight      []int64
}

func (g *graph) edges(u int32) (from, to int32) { return g.first[u], g.first[u+1] }

// build makes a graph of n edges, and returns which of them each of its edges is.
// No vertex has more room than edges.
func build(left, right vertices, n int, edgeAt func(i int) edge) (*graph, []int32, error) {
	g := &graph{left: left, right: right, first: make([]int32, len(left.room)+1), to: make([]int32, n), weight: make([]int64, n)}
	degree := make([]int32, len(right.room))
	for i := range n {
		e := edgeAt(i)
		g.first[e.from+1]++
		degree[e.to]++
	}
	for u := range left.room {
		left.room[u] = min(left.room[u], g.first[u+1])
		g.first[u+1] += g.first[u]
	}
	for v := range right.room {
		right.room[v] = min(right.room[v], degree[v])
	}
	at := make([]int32, n)
	next := slices.Clone(g.first)
	for i := range n {
		u := edgeAt(i).from
		at[next[u]] = int32(i)
		next[u]++
	}
	return g, at, g.sort(at, edgeAt)
}

// sort puts the edges of each vertex in order; no two may join the same two.
func (g *graph) sort(at []int32, edgeAt func(i int) edge) error {
	type ranked struct {
		weight int64
		to, i  int32
	}
	var row []ranked
	seen := make([]int32, len(g.right.room)) // the last left vertex that had an edge to each, counted from 1
	for u := range g.left.room {
		from, to := g.edges(int32(u))
		row = row[:0]
		for _, i := range at[from:to] {
			e := edgeAt(int(i))
			if seen[e.to] == int32(u)+1 {
				return errors.New("two candidates join the same two members")
			}
			seen[e.to] = int32(u) + 1
			row = append(row, ranked{e.weight, e.to, i})
		}
		slices.SortFunc(row, func(a, b ranked) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.to, b.to))
		})
		for j, e := range row {
			k := from + int32(j)
			g.to[k], g.weight[k], at[k] = e.to, e.weight, e.i
		}
	}
	return nil
}

// hash spreads the ids of a side over all numbers.
func hash(side, id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(side))
	h.Write([]byte{0})
	h.Write([]byte(id))
	return mix(h.Sum64())
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
