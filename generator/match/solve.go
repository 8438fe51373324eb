package match

import (
	"context"
	"math"
)

// far is more than any distance.
const far = math.MaxInt64

// point is the state of a right vertex; its two numbers are read together.
type point struct {
	price    int64 // never falls; 0 while there is room
	distance int64 // from the nearest left vertex with room, in this phase
}

// solver is a graph with an assignment that grows, and prices.
//
// What always holds: no price is negative; an edge that is not taken weighs at most
// what its ends cost, and one that is taken at least that; a right vertex with room
// costs nothing. The assignment is the best one once no left vertex with a price
// has room. A left vertex without a price may give up room: it is as well off
// alone.
type solver struct {
	*graph
	priceLeft []int64 // never rises
	prices    []point // of the right vertices
	roomLeft  []int32 // that is left
	roomRight []int32
	taken     []bool // by edge

	// The taken edges of each right vertex: mates[mateFirst[v]:][:mateCount[v]].
	mates     []mate
	mateFirst []int32
	mateCount []int32

	distanceLeft []int64
	near         []int32 // vertices at the distance that is being looked at; right ones are negative
	queue        queue
	limit        int64 // the distance of the nearest end of a path

	next      []int32 // of each left vertex, the next edge to try in this phase
	seenLeft  []bool  // in this phase
	seenRight []bool
	path      []int32 // the edges of the path that is being tried
	through   []int32 // and the left vertices that they lead from
}

type mate struct{ edge, left int32 }

func newSolver(g *graph) *solver {
	nl, nr := len(g.left.room), len(g.right.room)
	s := &solver{
		graph: g, priceLeft: make([]int64, nl), prices: make([]point, nr),
		roomLeft: append([]int32(nil), g.left.room...), roomRight: append([]int32(nil), g.right.room...),
		taken: make([]bool, len(g.to)), mateFirst: make([]int32, nr), mateCount: make([]int32, nr),
		distanceLeft: make([]int64, nl), next: make([]int32, nl), seenLeft: make([]bool, nl), seenRight: make([]bool, nr),
	}
	var mates int32
	for v, room := range g.right.room {
		s.mateFirst[v] = mates
		mates += room
	}
	s.mates = make([]mate, mates)
	for u := range s.priceLeft {
		if from, to := g.edges(int32(u)); from < to {
			s.priceLeft[u] = g.weight[from]
		}
	}
	return s
}

// solve runs phases until no left vertex has room.
func (s *solver) solve(ctx context.Context) error {
	var free []int32
	for {
		free = s.free(free[:0])
		if len(free) == 0 {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		s.measure(free)
		s.reprice()
		s.join(free)
	}
}

func (s *solver) free(out []int32) []int32 {
	for u, room := range s.roomLeft {
		if room > 0 {
			out = append(out, int32(u))
		}
	}
	return out
}

// measure finds the distances of all vertices that are nearer to the free ones
// than the nearest end of a path: a right vertex with room, or a left one without
// a price.
func (s *solver) measure(free []int32) {
	for u := range s.distanceLeft {
		s.distanceLeft[u] = far
	}
	for v := range s.prices {
		s.prices[v].distance = far
	}
	s.limit, s.near, s.queue = far, s.near[:0], s.queue[:0]
	for _, u := range free {
		s.distanceLeft[u] = 0
		s.limit = min(s.limit, s.priceLeft[u])
		s.near = append(s.near, u)
	}
	for distance := int64(0); distance < s.limit; {
		if n := len(s.near); n > 0 {
			at := s.near[n-1]
			s.near = s.near[:n-1]
			s.look(at, distance)
			continue
		}
		at, d, ok := s.queue.pop()
		if !ok {
			return
		}
		distance = d
		s.look(at, distance)
	}
}

// look measures what lies one step behind a vertex, which was reached at that
// distance, unless a shorter way to it was found meanwhile.
func (s *solver) look(at int32, distance int64) {
	if at >= 0 {
		if s.distanceLeft[at] == distance {
			s.lookRight(at, distance)
		}
	} else if s.prices[^at].distance == distance {
		s.lookLeft(^at, distance)
	}
}

// lookRight follows the edges of u that are not taken. Behind the first that
// weighs too little the others weigh less.
func (s *solver) lookRight(u int32, distance int64) {
	base := distance + s.priceLeft[u]
	from, to := s.edges(u)
	for e := from; e < to && base-s.weight[e] < s.limit; e++ {
		v := s.to[e]
		p := &s.prices[v]
		d := base - s.weight[e] + p.price
		if d >= p.distance || d >= s.limit || s.taken[e] {
			continue
		}
		p.distance = d
		if s.roomRight[v] > 0 {
			s.limit = d
		} else {
			s.reach(^v, d, distance)
		}
	}
}

// lookLeft follows the edges of v that are taken, backwards.
func (s *solver) lookLeft(v int32, distance int64) {
	price := s.prices[v].price
	for _, m := range s.matesOf(v) {
		d := distance + s.weight[m.edge] - price - s.priceLeft[m.left]
		if d >= s.distanceLeft[m.left] || d >= s.limit {
			continue
		}
		s.distanceLeft[m.left] = d
		s.limit = min(s.limit, d+s.priceLeft[m.left])
		s.reach(m.left, d, distance)
	}
}

func (s *solver) reach(at int32, d, now int64) {
	if d == now {
		s.near = append(s.near, at)
	} else {
		s.queue.push(at, d)
	}
}

// reprice makes the shortest paths tight.
func (s *solver) reprice() {
	for u, d := range s.distanceLeft {
		if d < s.limit {
			s.priceLeft[u] -= s.limit - d
		}
	}
	for v := range s.prices {
		if d := s.prices[v].distance; d < s.limit {
			s.prices[v].price += s.limit - d
		}
	}
}

// join takes edges along tight paths, of which no two meet.
func (s *solver) join(free []int32) {
	clear(s.seenLeft)
	clear(s.seenRight)
	copy(s.next, s.first)
	for _, u := range free {
		for s.roomLeft[u] > 0 && s.follow(u) {
		}
	}
}

// follow looks for a tight path from a free vertex to where it can end, and
// exchanges what is taken along it.
func (s *solver) follow(root int32) bool {
	s.path, s.through = s.path[:0], append(s.through[:0], root)
	for len(s.through) > 0 {
		u := s.through[len(s.through)-1]
		if s.priceLeft[u] == 0 { // u is as well off alone
			s.roomLeft[root]--
			s.exchange()
			return true
		}
		e, ok := s.step(u)
		switch {
		case !ok:
			s.retreat()
		case s.roomRight[s.to[e]] > 0:
			s.roomLeft[root]--
			s.roomRight[s.to[e]]--
			s.path = append(s.path, e)
			s.exchange()
			return true
		default:
			s.seenRight[s.to[e]] = true
			s.enter(e)
		}
	}
	return false
}

// retreat leaves a vertex from which no path leads on, for another that could
// give up the same partner.
func (s *solver) retreat() {
	s.through = s.through[:len(s.through)-1]
	if n := len(s.path); n > 0 {
		e := s.path[n-1]
		s.path = s.path[:n-1]
		s.enter(e)
	}
}

// enter goes along e to a vertex that could give up a partner for it.
func (s *solver) enter(e int32) {
	v := s.to[e]
	for _, m := range s.matesOf(v) {
		if !s.seenLeft[m.left] && s.weight[m.edge] == s.priceLeft[m.left]+s.prices[v].price {
			s.seenLeft[m.left] = true
			s.path, s.through = append(s.path, e), append(s.through, m.left)
			return
		}
	}
}

// step returns the next tight edge of u to a vertex that no path of the phase has
// met.
func (s *solver) step(u int32) (e int32, ok bool) {
	price := s.priceLeft[u]
	for end := s.first[u+1]; s.next[u] < end; {
		e = s.next[u]
		if s.weight[e] < price {
			return 0, false
		}
		s.next[u]++
		v := s.to[e]
		if !s.seenRight[v] && s.weight[e] == price+s.prices[v].price && !s.taken[e] {
			return e, true
		}
	}
	return 0, false
}

// exchange takes the edges of the path. Those between them are given up: the
// vertex that each edge leads to had taken one with the vertex after it.
func (s *solver) exchange() {
	for i, e := range s.path {
		v := s.to[e]
		m := mate{e, s.through[i]}
		s.taken[e] = true
		if i+1 == len(s.through) { // there was room
			s.mates[s.mateFirst[v]+s.mateCount[v]] = m
			s.mateCount[v]++
			continue
		}
		for j := range s.matesOf(v) {
			if old := &s.matesOf(v)[j]; old.left == s.through[i+1] {
				s.taken[old.edge] = false
				*old = m
				break
			}
		}
	}
}

func (s *solver) matesOf(v int32) []mate {
	return s.mates[s.mateFirst[v]:][:s.mateCount[v]]
}

// queue is a heap of vertices by distance. A vertex may be in it several times.
type queue []struct {
	distance int64
	at       int32
}

func (q *queue) push(at int32, distance int64) {
	h := append(*q, struct {
		distance int64
		at       int32
	}{distance, at})
	i := len(h) - 1
	for i > 0 && h[(i-1)/2].distance > distance {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i].distance, h[i].at = distance, at
	*q = h
}

func (q *queue) pop() (at int32, distance int64, ok bool) {
	h := *q
	if len(h) == 0 {
		return 0, 0, false
	}
	at, distance = h[0].at, h[0].distance
	last := h[len(h)-1]
	h = h[:len(h)-1]
	i := 0
	for 2*i+1 < len(h) {
		child := 2*i + 1
		if child+1 < len(h) && h[child+1].distance < h[child].distance {
			child++
		}
		if h[child].distance >= last.distance {
			break
		}
		h[i] = h[child]
		i = child
	}
	if len(h) > 0 {
		h[i] = last
	}
	*q = h
	return at, distance, true
}
