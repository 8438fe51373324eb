package search

import (
	"math"
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

// formsPerRun is how many forms on the site a core looks at at a time.
const formsPerRun = 64

// classify brings the forms of each word together.
func (ix *index) classify() {
	groups := newGroups(len(ix.forms))
	ix.numbers = newVocabulary()
	for i := range ix.forms {
		ix.numbers.number([]byte(ix.forms[i].text))
	}
	var typed wordList // forms that readers may type, of those on the site
	each := func(do func(l language, on func(*form) bool)) {
		for i, lang := range ix.Languages {
			do(languages[lang], func(f *form) bool { return f.langs&(1<<i) != 0 })
		}
	}
	each(func(l language, on func(*form) bool) {
		if l.classify != nil {
			l.classify(ix, on, groups, &typed)
		}
	})
	everyday := len(typed.list)
	each(func(l language, on func(*form) bool) {
		ix.everyday(l.everyday, on, groups, l.spoken, &typed)
	})
	ix.numbers = vocabulary{} // nobody asks any more
	ix.makeClasses(groups)
	ix.weighClasses()
	ix.makeLines(&typed, everyday)
}

// makeClasses makes a class of every group.
func (ix *index) makeClasses(g *groups) {
	ix.classOf = make([]uint32, len(ix.forms))
	members := make([]int, len(ix.forms)) // by root, how many
	for i := range ix.forms {
		members[g.find(uint32(i))]++
	}
	roots := 0
	for _, n := range members {
		roots += min(n, 1)
	}
	ix.classes = make([]class, 0, roots)
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
}

// weighClasses finds the home of every class, and how much it says.
func (ix *index) weighClasses() {
	seen := make([]uint32, ix.sections())  // the class that met the section last, from 1
	weights := make([]uint32, len(seen)+1) // by sections, once they are known
	for n := range ix.classes {
		c := &ix.classes[n]
		sections, best := 0, uint32(0)
		for _, f := range c.forms {
			form := &ix.forms[f]
			if form.count > best { // the first of equals
				c.home, best = form.text, form.count
			}
			if len(c.forms) == 1 {
				sections = min(int(form.count), len(seen))
				break
			}
			for _, p := range ix.list(form) {
				if seen[p.section()] != uint32(n)+1 {
					seen[p.section()] = uint32(n) + 1
					sections++
				}
			}
		}
		if weights[sections] == 0 {
			weights[sections] = weightOf(sections, len(seen))
		}
		c.weight = weights[sections]
	}
}

// weightOf says how much it tells that a section has a word that so many of all
// have. Twice as rare is less than twice as much: a rare word of chat does not
// outweigh the two that matter.
func weightOf(sections, all int) uint32 {
	return max(1, uint32(math.Round(6.5*math.Pow(math.Log2(1+float64(all)/float64(sections)), .7))))
}

// makeLines lists all forms in their order. Of one that stands on the site, the site
// says what it is a form of. Of others, those from everyday on only mean much the
// same, and what two words may have is of the more frequent one.
func (ix *index) makeLines(typed *wordList, everyday int) {
	frequency := make([]uint32, len(ix.classes))
	for i, f := range ix.forms {
		frequency[ix.classOf[i]] += f.count
	}
	better := func(a, b int) bool {
		if a >= everyday != (b >= everyday) {
			return b >= everyday
		}
		ca, cb := ix.classOf[typed.list[a].of], ix.classOf[typed.list[b].of]
		if fa, fb := frequency[ca], frequency[cb]; fa != fb {
			return fa > fb
		}
		return ix.classes[ca].home < ix.classes[cb].home
	}
	ix.lines = make([]line, 0, len(ix.forms)+len(typed.list)*3/4) // about as many are different
	next := 0                                                     // the next form that stands
	stands := func() {
		ix.lines = append(ix.lines, line{form: ix.forms[next].text, class: ix.classOf[next], stands: true})
		next++
	}
	for form, places := range typed.inOrder() {
		best := int(places[0].place)
		for _, p := range places[1:] {
			if better(int(p.place), best) {
				best = int(p.place)
			}
		}
		for next < len(ix.forms) && ix.forms[next].text <= form {
			stands()
		}
		if n := len(ix.lines); n == 0 || ix.lines[n-1].form != form {
			ix.lines = append(ix.lines, line{form: form, class: ix.classOf[typed.list[best].of]})
		}
	}
	for next < len(ix.forms) {
		stands()
	}
	ix.dropUnlike()
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
