package match

import "slices"

// link is a couple that the relaxation takes by half, seen from one of the two.
type link struct {
	to     int32
	couple int // -1 for a way over the place where nobody is
}

// round makes an assignment of what the relaxation takes: of holds the couple of
// every two of its candidates. It returns a closed walk by which something is
// lost, too, if there is one.
//
// What is taken by half is walked along in closed walks (Hierholzer 1873), in which
// every other couple is taken: of the two ways to do so the better one. Who is on
// an odd number of them gets one more to a place where nobody is, so that every
// walk is closed; a walk begins where an odd number does no harm.
func (s *shared) round(fixed, of, taken []int, room []int) (out, odd []int) {
	out = slices.Clone(fixed)
	room = slices.Clone(room)
	times := map[int]int{}
	for _, i := range taken {
		times[of[i/2]]++
	}
	nobody := int32(len(room))
	links := make([][]link, len(room)+1)
	for _, k := range of {
		c := s.couples[k]
		switch times[k] {
		case 2:
			out = append(out, k)
			room[c.a]--
			room[c.b]--
		case 1:
			links[c.a] = append(links[c.a], link{c.b, k})
			links[c.b] = append(links[c.b], link{c.a, k})
		}
	}
	degree := make([]int, len(room))
	for v := range room {
		if degree[v] = len(links[v]); degree[v]%2 != 0 {
			links[v] = append(links[v], link{nobody, -1 - v})
			links[nobody] = append(links[nobody], link{int32(v), -1 - v})
		}
	}
	used := map[int]bool{}
	walk := func(from int32) {
		tour := tourFrom(links, used, from)
		best, lost := s.alternate(tour, from == nobody || degree[from] < 2*room[from])
		out = append(out, best...)
		if lost && odd == nil {
			odd = tour
		}
	}
	walk(nobody)
	for _, slack := range []bool{true, false} {
		for v := range room {
			if degree[v] < 2*room[v] || !slack {
				walk(int32(v))
			}
		}
	}
	return out, odd
}

// tourFrom returns the couples of a closed walk over all links that are reached
// from a place, and marks them.
func tourFrom(links [][]link, used map[int]bool, from int32) (tour []int) {
	type step struct {
		at      int32
		through int
	}
	path := []step{{from, 0}}
	for len(path) > 0 {
		here := path[len(path)-1]
		next := slices.IndexFunc(links[here.at], func(l link) bool { return !used[l.couple] })
		if next < 0 {
			path = path[:len(path)-1]
			if len(path) > 0 {
				tour = append(tour, here.through)
			}
			continue
		}
		l := links[here.at][next]
		links[here.at] = links[here.at][next+1:]
		used[l.couple] = true
		path = append(path, step{l.to, l.couple})
	}
	return tour
}

// alternate takes every other couple of a closed walk, and reports whether the walk
// is odd and nobody has room where it begins: one couple less is taken then.
func (s *shared) alternate(tour []int, roomAtStart bool) (best []int, lost bool) {
	var ways [2][]int
	for i, k := range tour {
		if k >= 0 {
			ways[i%2] = append(ways[i%2], k)
		}
	}
	options := [][]int{ways[0], ways[1]}
	if lost = len(tour)%2 != 0 && !roomAtStart; lost {
		options = [][]int{ways[0][1:], ways[0][:len(ways[0])-1], ways[1]}
	}
	value := func(couples []int) (v Value) {
		for _, k := range couples {
			v = v.plus(s.couples[k].value)
		}
		return v
	}
	return slices.MaxFunc(options, func(a, b []int) int { return s.compare(value(a), value(b)) }), lost
}
