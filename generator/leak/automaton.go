package leak

import (
	"cmp"
	"iter"
	"slices"
)

// automaton finds sequences of words in a stream of words, all of them in one
// pass, overlapping ones too. It is the machine of Aho and Corasick, "Efficient
// string matching: an aid to bibliographic search", CACM 18(6), 1975, with
// words for letters: a trie of the sequences (the goto function), a failure
// link from each state to the longest proper suffix of its path that is a path
// as well, and the outputs chained along those links.
type automaton struct {
	states []state
	edges  []edge  // by from, then word
	first  []int32 // by word: the state that it leads to from the root
	alike  []int32 // by sequence: the next one that ends in the same list, or none
}

const (
	root = int32(0) // the state in which nothing has begun
	none = int32(-1)
)

// state is a path of the trie. Its numbers follow breadth first order, so that
// a failure link always leads to a smaller one.
type state struct {
	fail       int32
	hit        int32 // this state or the nearest along fail with an anywhere, or root
	depth      int32 // words on the path
	anywhere   int32 // a sequence that ends here, or none
	whole      int32 // an exact sequence that ends here, or none
	begin, end int32 // range of edges
}

type edge struct{ from, word, to int32 }

// sequence is a secret as the automaton sees it.
type sequence struct {
	words   []int32 // without any, nothing is looked for
	letters int     // and digits, in all words
	exact   bool
}

// newAutomaton returns the automaton of sequences over the words 0 to
// words - 1.
func newAutomaton(sequences []sequence, words int) *automaton {
	a := &automaton{
		states: []state{{anywhere: none, whole: none}},
		first:  make([]int32, words),
		alike:  make([]int32, len(sequences)),
	}
	a.grow(sequences)
	for i := range a.states[1:] {
		a.link(int32(i + 1))
	}
	return a
}

// grow builds the trie, one depth at a time: all states of a depth come before
// those of the next, and the edges of a state lie together.
func (a *automaton) grow(sequences []sequence) {
	at := make([]int32, len(sequences)) // the state each sequence has reached
	var open []int32                    // the sequences that have words left
	for i, s := range sequences {
		a.alike[i] = none
		if len(s.words) > 0 {
			open = append(open, int32(i))
		}
	}
	for depth := 0; len(open) > 0; depth++ {
		next := func(i int32) int32 { return sequences[i].words[depth] }
		slices.SortStableFunc(open, func(i, j int32) int {
			return cmp.Or(cmp.Compare(at[i], at[j]), cmp.Compare(next(i), next(j)))
		})
		longer := open[:0]
		for _, i := range open {
			at[i] = a.extend(at[i], next(i))
			if depth+1 < len(sequences[i].words) {
				longer = append(longer, i)
			} else {
				a.finish(i, at[i], sequences[i].exact)
			}
		}
		open = longer
	}
}

// extend returns the state after word from a state. Calls come in the order of
// edges.
func (a *automaton) extend(from, word int32) int32 {
	if n := len(a.edges); n > 0 && a.edges[n-1].from == from && a.edges[n-1].word == word {
		return a.edges[n-1].to
	}
	to := int32(len(a.states))
	a.states = append(a.states, state{depth: a.states[from].depth + 1, anywhere: none, whole: none})
	if from == root {
		a.first[word] = to
	}
	s := &a.states[from]
	if s.begin == s.end {
		s.begin = int32(len(a.edges))
	}
	a.edges = append(a.edges, edge{from, word, to})
	s.end = int32(len(a.edges))
	return to
}

// finish notes that a sequence ends at a state.
func (a *automaton) finish(sequence, at int32, exact bool) {
	list := &a.states[at].anywhere
	if exact {
		list = &a.states[at].whole
	}
	a.alike[sequence] = *list
	*list = sequence
}

// link sets the failure links of a state's children and its own output. All
// smaller states are linked.
func (a *automaton) link(n int32) {
	s := &a.states[n]
	if s.hit = a.states[s.fail].hit; s.anywhere != none {
		s.hit = n
	}
	for _, e := range a.edges[s.begin:s.end] {
		a.states[e.to].fail = a.next(s.fail, e.word)
	}
}

// next returns the state after word.
func (a *automaton) next(at, word int32) int32 {
	for at != root {
		s := &a.states[at]
		children := a.edges[s.begin:s.end]
		i, ok := slices.BinarySearchFunc(children, word, func(e edge, word int32) int {
			return cmp.Compare(e.word, word)
		})
		if ok {
			return children[i].to
		}
		at = s.fail
	}
	return a.first[word]
}

// endings yields every sequence that ends at a state, its own and those of its
// suffixes, with its length in words. Exact ones are left out.
func (a *automaton) endings(at int32) iter.Seq2[int32, int] {
	return func(yield func(sequence int32, words int) bool) {
		for at := a.states[at].hit; at != root; at = a.states[a.states[at].fail].hit {
			for i := a.states[at].anywhere; i != none; i = a.alike[i] {
				if !yield(i, int(a.states[at].depth)) {
					return
				}
			}
		}
	}
}

// whole yields every exact sequence that is exactly the last words before a
// state.
func (a *automaton) whole(at int32, words int) iter.Seq[int32] {
	return func(yield func(sequence int32) bool) {
		at := at
		for int(a.states[at].depth) > words {
			at = a.states[at].fail
		}
		if int(a.states[at].depth) < words {
			return
		}
		for i := a.states[at].whole; i != none; i = a.alike[i] {
			if !yield(i) {
				return
			}
		}
	}
}
