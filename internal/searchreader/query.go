package searchreader

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"mentorbook/generator/search/format"
)

// Query is what a reader asks.
type Query struct {
	Text   string
	Lang   string // the reader's
	Filter Filter
}

// Filter keeps the pages with one of the values in every facet that has any.
type Filter struct{ Languages, Kinds, Programs, Topics []string }

func (f Filter) empty() bool {
	return len(f.Languages)+len(f.Kinds)+len(f.Programs)+len(f.Topics) == 0
}

// Results are the pages that answer a query, the best first.
type Results struct {
	Pages     []Result
	Corrected []Correction
}

// Correction is a word that was searched for instead of one of the query.
type Correction struct{ Word, Meant string }

// Result is a page with its hits, the best first.
type Result struct {
	URL, Title, Lang, Kind string
	Hits                   []Hit
}

// Hit is a section. That of a page's beginning has no heading.
type Hit struct {
	Heading, ID string
	Section     int
	Score       int
	Part        bool // it lacks a word of the query
}

// The arithmetic of a query. See the comment of package search.
const (
	mostWords       = 8
	mostCompletions = 6
	mostCorrections = 3
	fewHits         = 3
	leastCorrected  = 4
	longCorrected   = 8
	longDistance    = 2

	formFactor       = 16
	formSibling      = 12
	prefixFactor     = 12
	prefixSibling    = 9
	correctedFactor  = 10
	correctedSibling = 7
)

// wanted is a word of a query and the lists that answer it.
type wanted struct {
	classes []matched
	scores  map[uint32]int // by section
}

// matched is a class that answers a word. The lists of forms that match it
// count more than the others.
type matched struct {
	class           readClass
	matches         func(form string) bool
	factor, sibling int
}

// Query answers a query.
func (r *Reader) Query(q Query) (Results, error) {
	var out Results
	words, open := r.queryWords(q.Text)
	var all []wanted
	for i, word := range words {
		classes, meant, err := r.lookUp(word, open && i == len(words)-1)
		if err != nil {
			return out, err
		}
		if meant != "" {
			out.Corrected = append(out.Corrected, Correction{word, meant})
		}
		all = append(all, wanted{classes: classes})
	}
	pass, err := r.filtered(q.Filter)
	if err != nil {
		return out, err
	}
	if len(words) > 1 || pass != nil {
		if err := r.loadTails(all); err != nil {
			return out, err
		}
	}
	for i := range all {
		r.score(&all[i], pass)
	}
	hits := r.hits(all)
	reader := slices.Index(r.manifest.languages, q.Lang)
	r.sort(hits, reader)
	out.Pages, err = r.results(hits)
	return out, err
}

// queryWords returns the words of a query, and whether the last is open.
func (r *Reader) queryWords(text string) (words []string, open bool) {
	var functions []string
	all := Words(text)
	for _, word := range all {
		switch {
		case slices.Contains(words, word) || slices.Contains(functions, word):
		case len(word) == 1 || slices.Contains(r.manifest.functions, word):
			functions = append(functions, word)
		default:
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		words = functions
	}
	words = words[:min(len(words), mostWords)]
	end, _ := utf8.DecodeLastRuneInString(normalise(text))
	return words, len(words) > 0 && isWordRune(end) && all[len(all)-1] == words[len(words)-1]
}

// lookUp finds the classes that answer a word, and what it was corrected to.
func (r *Reader) lookUp(word string, open bool) (classes []matched, meant string, err error) {
	s, err := r.term(word)
	if err != nil {
		return nil, "", err
	}
	if i, ok := slices.BinarySearch(s.forms, word); ok {
		c, err := r.class(s.homes[i])
		return []matched{{c, func(f string) bool { return f == word }, formFactor, formSibling}}, "", err
	}
	if open && len(word) > 1 {
		homes := r.completions(s, word)
		for _, home := range homes {
			c, err := r.class(home)
			if err != nil {
				return nil, "", err
			}
			classes = append(classes, matched{c, func(f string) bool { return strings.HasPrefix(f, word) }, prefixFactor, prefixSibling})
		}
		if len(classes) > 0 {
			return classes, "", nil
		}
	}
	corrections, err := r.corrections(word)
	if err != nil || len(corrections) == 0 {
		return nil, "", err
	}
	for _, corrected := range corrections {
		s, err := r.term(corrected)
		if err != nil {
			return nil, "", err
		}
		if i, ok := slices.BinarySearch(s.forms, corrected); ok {
			c, err := r.class(s.homes[i])
			if err != nil {
				return nil, "", err
			}
			classes = append(classes, matched{c, func(f string) bool { return f == corrected }, correctedFactor, correctedSibling})
		}
	}
	return classes, corrections[0], nil
}

// completions returns the homes of the likeliest words that begin with word.
func (r *Reader) completions(s *termShard, word string) []string {
	type candidate struct {
		form, home string
		weight     int
	}
	var all []candidate
	hot := map[string]bool{}
	for _, h := range r.manifest.hot {
		if strings.HasPrefix(h.form, word) {
			all = append(all, candidate{h.form, cmp.Or(h.home, h.form), h.weight})
			hot[h.form] = true
		}
	}
	for i, form := range s.forms {
		if strings.HasPrefix(form, word) && !hot[form] {
			all = append(all, candidate{form, s.homes[i], 0})
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(b.weight-a.weight, units(a.form)-units(b.form), strings.Compare(a.form, b.form))
	})
	var homes []string
	for _, c := range all {
		if !slices.Contains(homes, c.home) && len(homes) < mostCompletions {
			homes = append(homes, c.home)
		}
	}
	return homes
}

// units is the length of a word in UTF-16 code units.
func units(word string) int { return len(utf16.Encode([]rune(word))) }

// score gives every section that passes what it has of a word.
func (r *Reader) score(w *wanted, pass []bool) {
	w.scores = map[uint32]int{}
	for _, m := range w.classes {
		for _, l := range m.class.lists {
			factor := m.sibling
			if m.matches(l.form) {
				factor = m.factor
			}
			for _, p := range l.postings {
				if pass == nil || pass[r.manifest.page(p.section)] {
					w.scores[p.section] = max(w.scores[p.section], m.class.weight*int(p.impact)*factor)
				}
			}
		}
	}
}

// loadTails completes the long lists of the likeliest class of each word: nobody
// waits for all the words that begin alike.
func (r *Reader) loadTails(all []wanted) error {
	for i := range all {
		if len(all[i].classes) == 0 {
			continue
		}
		c := &all[i].classes[0].class
		c.lists = slices.Clone(c.lists) // the next query begins with their heads again
		for j := range c.lists {
			l := &c.lists[j]
			if _, long := r.manifest.tails[l.form]; !long {
				continue
			}
			more, err := r.tail(l.form)
			if err != nil {
				return err
			}
			l.postings = slices.Concat(l.postings, more)
		}
	}
	return nil
}

// hit is a section that answers a query.
type hit struct {
	section uint32
	page    int
	rank    int // whole, onPage or part
	score   int
}

const (
	whole = iota
	onPage
	part
)

// hits finds the sections and pages that have all words and, when they are
// few, those that have some.
func (r *Reader) hits(all []wanted) []hit {
	type pageScores struct {
		words []int // the greatest score of each word
		whole bool
		best  uint32 // its best section
		score int    // of that
	}
	type sectionScore struct{ words, score int }
	sections := map[uint32]sectionScore{}
	pages := map[int]*pageScores{}
	for i, w := range all {
		for section, score := range w.scores {
			s := sections[section]
			sections[section] = sectionScore{s.words + 1, s.score + score}
			page := r.manifest.page(section)
			if pages[page] == nil {
				pages[page] = &pageScores{words: make([]int, len(all))}
			}
			pages[page].words[i] = max(pages[page].words[i], score)
		}
	}
	var out []hit
	for section, s := range sections {
		page := r.manifest.page(section)
		p := pages[page]
		if s.score > p.score || s.score == p.score && section < p.best {
			p.best, p.score = section, s.score
		}
		if s.words == len(all) {
			p.whole = true
			out = append(out, hit{section, page, whole, s.score})
		}
	}
	for page, p := range pages {
		if !p.whole && !slices.Contains(p.words, 0) {
			p.whole = true
			sum := 0
			for _, score := range p.words {
				sum += score
			}
			out = append(out, hit{p.best, page, onPage, sum})
		}
	}
	if len(out) < fewHits {
		for section, s := range sections {
			page := r.manifest.page(section)
			if !pages[page].whole {
				out = append(out, hit{section, page, part, s.score * s.words / len(all)})
			}
		}
	}
	return out
}

func (r *Reader) sort(hits []hit, reader int) {
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(
			last(a.rank == part)-last(b.rank == part),
			last(r.manifest.language(a.page) != reader)-last(r.manifest.language(b.page) != reader),
			a.rank-b.rank,
			b.score-a.score,
			cmp.Compare(a.section, b.section))
	})
}

// last is 1 for what comes after everything else, and 0 for that.
func last(is bool) int {
	if is {
		return 1
	}
	return 0
}

// results groups hits by page.
func (r *Reader) results(hits []hit) ([]Result, error) {
	var out []Result
	at := map[int]int{}
	rows := map[int]row{}
	for _, h := range hits {
		i, ok := at[h.page]
		if !ok {
			row, err := r.row(h.page)
			if err != nil {
				return nil, err
			}
			i = len(out)
			at[h.page], rows[h.page] = i, row
			out = append(out, Result{URL: row.url, Title: row.title, Kind: row.kind, Lang: r.manifest.languages[r.manifest.language(h.page)]})
		}
		n := h.section - r.manifest.starts[h.page]
		out[i].Hits = append(out[i].Hits, Hit{rows[h.page].headings[n], rows[h.page].ids[n], int(h.section), h.score, h.rank == part})
	}
	return out, nil
}

// corrections returns the words that a reader may have meant, the likeliest
// first.
func (r *Reader) corrections(word string) ([]string, error) {
	if utf8.RuneCountInString(word) < leastCorrected {
		return nil, nil
	}
	folded := []rune(r.manifest.folding.Fold(word))
	allowed := 1
	if len(folded) >= longCorrected {
		allowed = longDistance
	}
	n := near{folding: r.manifest.folding, word: []rune(word), folded: folded, least: allowed}
	for _, h := range r.manifest.hot {
		n.consider(h.form, h.weight)
	}
	if len(n.found) > 0 && n.least < longDistance {
		return n.best(), nil
	}
	n.found = n.found[:0]
	for i, length := range r.manifest.lengths {
		if abs(length-len(folded)) > n.least {
			continue
		}
		in, err := r.open("l", i)
		if err != nil {
			return nil, err
		}
		in.each(func() { n.consider(in.word(), in.number()) })
		if in.err != nil {
			return nil, in.err
		}
	}
	return n.best(), nil
}

func abs(n int) int { return max(n, -n) }

// near collects the forms that are nearest to a word.
type near struct {
	folding format.Folding
	word    []rune
	folded  []rune
	least   int // distance that is allowed, then that of what was found
	found   []hotForm
}

func (n *near) consider(form string, weight int) {
	d := min(distance(n.word, []rune(form), n.least), distance(n.folded, []rune(n.folding.Fold(form)), n.least))
	if d > n.least {
		return
	}
	if d < n.least {
		n.least, n.found = d, n.found[:0]
	}
	n.found = append(n.found, hotForm{form: form, weight: weight})
}

func (n *near) best() (out []string) {
	slices.SortFunc(n.found, func(a, b hotForm) int { return cmp.Or(b.weight-a.weight, strings.Compare(a.form, b.form)) })
	for _, f := range n.found[:min(len(n.found), mostCorrections)] {
		out = append(out, f.form)
	}
	return out
}

// distance is the optimal string alignment distance of two words, or more than
// limit where it is more than that.
func distance(a, b []rune, limit int) int {
	if abs(len(a)-len(b)) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
