package search

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// tailPlace is where the sections of a long list are that its term shard does
// not hold.
type tailPlace struct{ shard, index int }

// termFiles makes the term shards and the tails, and returns the smallest form
// of each term shard.
func (ix *index) termFiles() (terms, tails []shard, smallest []string) {
	places, lists := ix.placeTails()
	tails = ix.shards(len(lists), func(e *encoder, i int) shard {
		e.number(len(lists[i]))
		var tail []posting
		for _, f := range lists[i] {
			tail = tail[:0]
			ix.split(&ix.forms[f], nil, func(p posting) { tail = append(tail, p) })
			e.postings(tail)
		}
		return e.encode("o" + strconv.Itoa(i))
	})
	cuts := ix.cutLines()
	for _, from := range cuts[:len(cuts)-1] {
		smallest = append(smallest, ix.lines[from].form)
	}
	terms = ix.shards(len(smallest), func(e *encoder, i int) shard {
		ix.termShard(e, ix.lines[cuts[i]:cuts[i+1]], places)
		return e.encode("t" + strconv.Itoa(i))
	})
	return terms, tails, smallest
}

// placeTails gives every list that is too long a place among the tails. lists
// are the forms in each tail shard.
func (ix *index) placeTails() (places map[uint32]tailPlace, lists [][]uint32) {
	places = map[uint32]tailPlace{}
	size := 0
	for i := range ix.forms {
		f := &ix.forms[i]
		cut := 0
		ix.split(f, nil, func(posting) { cut++ })
		if cut == 0 {
			continue
		}
		if len(lists) == 0 || size > tailTarget {
			lists, size = append(lists, nil), 0
		}
		last := len(lists) - 1
		places[uint32(i)] = tailPlace{last, len(lists[last])}
		lists[last] = append(lists[last], uint32(i))
		size += 2 * cut
	}
	return places, lists
}

// split hands out the places of a form in order: to head the best of each
// language, to tail the others. Of equals the first are better.
func (ix *index) split(f *form, head, tail func(posting)) {
	list := ix.list(f)
	if len(list) <= headLength {
		for _, p := range list {
			if head != nil {
				head(p)
			}
		}
		return
	}
	for _, end := range ix.languageEnds {
		n := sort.Search(len(list), func(i int) bool { return list[i].section() >= end })
		splitBest(list[:n], head, tail)
		list = list[n:]
	}
}

func splitBest(list []posting, head, tail func(posting)) {
	var counts [topImpact + 1]int
	for _, p := range list {
		counts[p.impact()]++
	}
	room, least := headLength, uint32(topImpact)
	for least > 0 && counts[least] <= room {
		room -= counts[least]
		least--
	}
	for _, p := range list {
		to := head
		switch {
		case p.impact() < least, p.impact() == least && room == 0:
			to = tail
		case p.impact() == least:
			room--
		}
		if to != nil {
			to(p)
		}
	}
}

// cutLines returns where term shards begin, and the number of lines.
func (ix *index) cutLines() []int {
	cuts, size := []int{0}, 0
	for i, l := range ix.lines {
		if size >= shardTarget {
			cuts, size = append(cuts, i), 0
		}
		c := &ix.classes[l.class]
		size += len(l.form)/3 + 1
		if l.form != c.home {
			size += 2
			continue
		}
		for _, f := range c.forms {
			size += 6 + 5*min(int(ix.forms[f].count), headLength*len(ix.Languages))/2
		}
	}
	if len(ix.lines) > 0 {
		cuts = append(cuts, len(ix.lines))
	}
	return cuts
}

func (ix *index) termShard(e *encoder, lines []line, places map[uint32]tailPlace) {
	e.number(len(lines))
	for _, l := range lines {
		if home := ix.classes[l.class].home; home == l.form {
			e.word(l.form)
		} else {
			e.word(l.form, home)
		}
	}
	var head []posting
	for _, l := range lines {
		c := &ix.classes[l.class]
		if l.form != c.home {
			continue
		}
		e.number(int(c.weight))
		e.number(len(c.forms))
		for _, n := range c.forms {
			f := &ix.forms[n]
			own, here := slices.BinarySearchFunc(lines, f.text, func(l line, text string) int { return strings.Compare(l.form, text) })
			if here {
				e.number(own + 1)
			} else {
				e.number(0)
				e.word(f.text)
			}
			if place, long := places[n]; long {
				e.number(place.shard + 1)
				e.number(place.index)
			} else {
				e.number(0)
			}
			head = head[:0]
			ix.split(f, func(p posting) { head = append(head, p) }, nil)
			e.postings(head)
		}
	}
}
