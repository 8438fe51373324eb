package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// class is the forms of one word.
type class struct {
	home   string
	forms  []uint32 // those on the site, into index.forms, sorted
	weight uint32   // how much it says that a section has the word
}

// line is a form in the index and where its places are kept.
type line struct {
	form   string
	class  uint32
	stands bool // on the site
}

// classify brings the forms of each word together.
func (ix *index) classify() {
	groups := newGroups(len(ix.forms))
	numbers := make(map[string]uint32, len(ix.forms))
	for i, f := range ix.forms {
		numbers[f.text] = uint32(i)
	}
	var others [][]other
	for i, lang := range ix.Languages {
		on := func(f *form) bool { return f.langs&(1<<i) != 0 }
		if classify := languages[lang].classify; classify != nil {
			others = append(others, classify(ix, on, numbers, groups)...)
		}
		if l := languages[lang]; l.everyday != "" {
			others = append(others, ix.everyday(l.everyday, on, numbers, groups, l.spoken))
		}
	}
	ix.makeClasses(groups)
	ix.makeLines(others)
}

// other is a form that does not stand on the site, of a word that does.
type other struct {
	form     string
	of       uint32 // a form on the site
	everyday bool   // it only means much the same
}

// makeClasses makes a class of every group.
func (ix *index) makeClasses(g *groups) {
	ix.classOf = make([]uint32, len(ix.forms))
	members := make([]int, len(ix.forms)) // by root, how many
	for i := range ix.forms {
		members[g.find(uint32(i))]++
	}
	all := make([]uint32, len(ix.forms)) // the forms of all classes, one class after the other
	for i := range ix.forms {
		root := g.find(uint32(i)) // the smallest of its set, so that it comes first
		if root == uint32(i) {
			ix.classOf[i] = uint32(len(ix.classes))
			ix.classes = append(ix.classes, class{forms: all[:0:members[i]]})
			all = all[members[i]:]
		}
		n := ix.classOf[root]
		ix.classes[n].forms = append(ix.classes[n].forms, uint32(i))
		ix.classOf[i] = n
	}
	seen := make([]uint32, ix.sections()) // the class that met the section last, from 1
	for n := range ix.classes {
		c := &ix.classes[n]
		sections, best := 0, uint32(0)
		for _, f := range c.forms {
			form := &ix.forms[f]
			if form.count > best { // the first of equals
				c.home, best = form.text, form.count
			}
			for _, p := range ix.list(form) {
				if seen[p.section()] != uint32(n)+1 {
					seen[p.section()] = uint32(n) + 1
					sections++
				}
			}
		}
		c.weight = weightOf(sections, len(seen))
	}
}

// weightOf says how much it tells that a section has a word that so many of all
// have. Twice as rare is less than twice as much: a rare word of chat does not
// outweigh the two that matter.
func weightOf(sections, all int) uint32 {
	return max(1, uint32(math.Round(6.5*math.Pow(math.Log2(1+float64(all)/float64(sections)), .7))))
}

// makeLines lists all forms in their order. Of one that stands on the site, the site
// says what it is a form of. One that does not, and that two words may have, is of
// the more frequent one.
func (ix *index) makeLines(others [][]other) {
	more := slices.Concat(others...)
	order := inOrder(more)
	frequency := make([]uint32, len(ix.classes))
	for i, f := range ix.forms {
		frequency[ix.classOf[i]] += f.count
	}
	better := func(a, b other) bool {
		if a.everyday != b.everyday {
			return b.everyday
		}
		ca, cb := ix.classOf[a.of], ix.classOf[b.of]
		if fa, fb := frequency[ca], frequency[cb]; fa != fb {
			return fa > fb
		}
		return ix.classes[ca].home < ix.classes[cb].home
	}
	ix.lines = make([]line, 0, len(ix.forms)+len(more))
	form := 0 // the next one that stands
	stands := func() {
		ix.lines = append(ix.lines, line{form: ix.forms[form].text, class: ix.classOf[form], stands: true})
		form++
	}
	for i := 0; i < len(order); {
		best := more[order[i]]
		for i++; i < len(order) && more[order[i]].form == best.form; i++ {
			if o := more[order[i]]; better(o, best) {
				best = o
			}
		}
		for form < len(ix.forms) && ix.forms[form].text <= best.form {
			stands()
		}
		if n := len(ix.lines); n == 0 || ix.lines[n-1].form != best.form {
			ix.lines = append(ix.lines, line{form: best.form, class: ix.classOf[best.of]})
		}
	}
	for form < len(ix.forms) {
		stands()
	}
	ix.dropUnlike()
}

// beginning is the first letters of a form as numbers that are in the order of forms.
// They decide nearly always, and stand where the form would first have to be found.
type beginning struct {
	high, low uint64
	of        uint32 // the place of the form in its list
}

// inOrder returns the places of forms in a list, in the order of the forms.
func inOrder(list []other) []uint32 {
	all := make([]beginning, len(list))
	var starts [257]int // by first byte, the places before those of the next
	for _, o := range list {
		starts[int(o.form[0])+1]++
	}
	for i := range starts[1:] {
		starts[i+1] += starts[i]
	}
	next := starts
	for i, o := range list {
		k := keyOf([]byte(o.form))
		first := o.form[0]
		all[next[first]] = beginning{bits.ReverseBytes64(k.low), bits.ReverseBytes64(k.high), uint32(i)}
		next[first]++
	}
	byForm := func(a, b beginning) int {
		switch {
		case a.high != b.high:
			return cmp.Compare(a.high, b.high)
		case a.low != b.low:
			return cmp.Compare(a.low, b.low)
		}
		return strings.Compare(list[a.of].form, list[b.of].form)
	}
	parallel(256, 1, func() func(from, to int) {
		return func(from, to int) { slices.SortFunc(all[starts[from]:starts[to]], byForm) }
	})
	out := make([]uint32, len(list))
	for i, b := range all {
		out[i] = b.of
	}
	return out
}

// dropUnlike takes out what rules took for forms of words that mean nothing like it,
// unless it is one on the site with a plain ending: wards are of a ward.
func (ix *index) dropUnlike() {
	at := func(form string) (int, bool) {
		return slices.BinarySearchFunc(ix.lines, form, func(l line, form string) int { return strings.Compare(l.form, form) })
	}
	stands := func(form string) bool {
		i, found := at(form)
		return found && ix.lines[i].stands
	}
	var drop []int
	for word := range unlike {
		i, found := at(word)
		ended := slices.ContainsFunc([]string{"s", "ed", "ing"}, func(ending string) bool {
			base, is := strings.CutSuffix(word, ending)
			return is && stands(base)
		})
		if found && !ix.lines[i].stands && !ended {
			drop = append(drop, i)
		}
	}
	slices.Sort(drop)
	kept := ix.lines[:0]
	for i, l := range ix.lines { // in one pass: to delete one moves all behind it
		if len(drop) > 0 && drop[0] == i {
			drop = drop[1:]
		} else {
			kept = append(kept, l)
		}
	}
	ix.lines = kept
}

// groups are disjoint sets of numbers.
type groups struct{ parent []uint32 }

func newGroups(n int) *groups {
	g := &groups{make([]uint32, n)}
	for i := range g.parent {
		g.parent[i] = uint32(i)
	}
	return g
}

// find returns the number that stands for the set of n.
func (g *groups) find(n uint32) uint32 {
	for g.parent[n] != n {
		g.parent[n] = g.parent[g.parent[n]]
		n = g.parent[n]
	}
	return n
}

// join unites the sets of two numbers; the smaller root stands for both, so
// that the order of joining does not matter.
func (g *groups) join(a, b uint32) {
	a, b = g.find(a), g.find(b)
	g.parent[max(a, b)] = min(a, b)
}
