package search

import (
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"

	"mentorbook/generator/search/format"
)

// termFiles makes the term shards and returns the smallest form of each.
func (ix *index) termFiles() (out []shard, smallest []string) {
	cuts := ix.cutLines()
	for _, from := range cuts[:len(cuts)-1] {
		smallest = append(smallest, ix.lines[from].form)
	}
	out = ix.shards(len(smallest), func(e *encoder, i int) shard {
		ix.termShard(e, ix.lines[cuts[i]:cuts[i+1]])
		return e.encode("t" + strconv.Itoa(i))
	})
	return out, smallest
}

// tailFiles makes the tail shards, and returns how many lists each has.
func (ix *index) tailFiles() (out []shard, counts []int) {
	var forms [][]uint32 // of each shard
	size := 0            // sections in the last one
	for i := range ix.forms {
		f := &ix.forms[i]
		if !f.long() {
			continue
		}
		own := 0
		for list := range ix.byLanguage(f) {
			own += max(0, len(list)-headLength)
		}
		if size += own; size > tailTarget || forms == nil {
			forms, size = append(forms, nil), own
		}
		last := len(forms) - 1
		forms[last] = append(forms[last], uint32(i))
	}
	for _, list := range forms {
		counts = append(counts, len(list))
	}
	out = ix.shards(len(forms), func(e *encoder, i int) shard {
		for _, f := range forms[i] {
			e.places = ix.split(&ix.forms[f], false, e.places[:0])
			e.tail(e.places)
		}
		return e.encode("o" + strconv.Itoa(i))
	})
	return out, counts
}

// long reports whether a form is in so many sections that its term shard holds
// only the best of them.
func (f *form) long() bool { return frequency(f) >= format.LongWeight }

// byLanguage yields the places of a form in each language.
func (ix *index) byLanguage(f *form) iter.Seq[[]posting] {
	return func(yield func([]posting) bool) {
		list := ix.list(f)
		for _, end := range ix.languageEnds {
			n := sort.Search(len(list), func(i int) bool { return list[i].section() >= end })
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// split appends the best places of a form in each language to out, as many as
// headLength, or all the others. Of equals the first are better.
func (ix *index) split(f *form, best bool, out []posting) []posting {
	for list := range ix.byLanguage(f) {
		least, room := leastOfBest(list)
		for _, p := range list {
			impact := p.impact()
			isBest := impact > least
			if impact == least && room > 0 {
				isBest = true
				room--
			}
			if isBest == best {
				out = append(out, p)
			}
		}
	}
	return out
}

// leastOfBest returns the least impact that the best places have, and how many with it
// are among them.
func leastOfBest(list []posting) (least uint32, room int) {
	var counts [format.TopImpact + 1]int
	for _, p := range list {
		counts[p.impact()]++
	}
	least, room = format.TopImpact, headLength
	for least > 0 && counts[least] <= room {
		room -= counts[least]
		least--
	}
	return least, room
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
		for _, n := range c.forms {
			f := &ix.forms[n]
			count := int(f.count)
			if f.long() {
				count = min(count, headLength*len(ix.Languages))
			}
			size += 6 + 5*count/2
		}
	}
	if len(ix.lines) > 0 {
		cuts = append(cuts, len(ix.lines))
	}
	return cuts
}

func (ix *index) termShard(e *encoder, lines []line) {
	e.number(len(lines))
	for _, l := range lines {
		switch home := ix.classes[l.class].home; {
		case home == l.form:
			e.word(l.form)
		case l.stands:
			e.word(l.form, home, "+")
		default:
			e.word(l.form, home)
		}
	}
	for home, l := range lines {
		c := &ix.classes[l.class]
		if l.form != c.home {
			continue
		}
		e.number(int(c.weight))
		e.number(len(c.forms))
		for _, n := range c.forms {
			f := &ix.forms[n]
			own, here := home, true
			if f.text != c.home {
				own, here = slices.BinarySearchFunc(lines, f.text, func(l line, text string) int { return strings.Compare(l.form, text) })
			}
			if here {
				e.number(own + 1)
			} else {
				e.number(0)
				e.word(f.text)
			}
			list := ix.list(f)
			if f.long() {
				e.places = ix.split(f, true, e.places[:0])
				list = e.places
			}
			e.postings(list)
		}
	}
}
