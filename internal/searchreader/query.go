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
	fewPages        = 3
	leastCorrected  = 4
	longCorrected   = 8
	longDistance    = 2

	formFactor       = 16
	formSibling      = 12
	endedFactor      = 14
	endedSibling     = 1
	prefixFactor     = 12
	prefixSibling    = 9
	correctedFactor  = 10
	correctedSibling = 7

	endedShare    = 5  // one in so many of the impact of such a sibling counts
	unknownWeight = 12 // of a word that is found nowhere
	kindImpact    = 12 // of a word for the kind of a page
	titleImpact   = 16 // of a word in a long title or heading
	titleStep     = 3  // more for each word that it is shorter
	wholeScore    = 2  // how many times a page counts whose title has no other words
	lightScore    = 3  // of four parts of a score, how many a light page keeps

	coveredShare = 30 // per cent of the words of a query, by weight
	shortQuery   = 2  // words: each that a page lacks lowers it twice as much
)

// wanted is a word of a query and the lists that answer it.
type wanted struct {
	classes []matched
	kinds   []bool         // those that it is a word for
	scores  map[uint32]int // by section
	titles  map[uint32]int // by section: how many words its title or heading has, if the word is one
}

// weight is how much it says that a page has the word.
func (w *wanted) weight() int {
	most := 0
	for _, m := range w.classes {
		most = max(most, m.class.weight)
	}
	if most == 0 {
		return unknownWeight
	}
	return most
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
	words, told, open := r.queryWords(q.Text)
	var all []wanted
	corrected := map[string][]string{}
	for i, word := range words {
		classes, meant, err := r.lookUp(word, open && i == len(words)-1, told)
		if err != nil {
			return out, err
		}
		corrected[word] = meant
		if len(meant) > 0 {
			out.Corrected = append(out.Corrected, Correction{word, meant[0]})
		}
		all = append(all, wanted{classes: classes, kinds: r.kindsOf(append(meant, word)...)})
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
	names, err := r.wholeNames(q.Text, corrected, pass)
	if err != nil {
		return out, err
	}
	pages := r.rank(all, names, slices.Index(r.manifest.languages, q.Lang), pass)
	if quoted := phrases(q.Text); len(quoted) > 0 {
		if pages, err = r.sideBySide(pages, quoted); err != nil {
			return out, err
		}
	}
	out.Pages, err = r.results(pages)
	return out, err
}

// queryWords returns the words of a query, whether they are more than function
// words, and whether the last is open.
func (r *Reader) queryWords(text string) (words []string, told, open bool) {
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
	if told = len(words) > 0; !told {
		words = functions
	}
	words = words[:min(len(words), mostWords)]
	end, _ := utf8.DecodeLastRuneInString(normalise(text))
	return words, told, len(words) > 0 && isWordRune(end) && all[len(all)-1] == words[len(words)-1]
}

// kindsOf returns the kinds of pages that any of the words is for, or nil.
func (r *Reader) kindsOf(words ...string) (out []bool) {
	for i, k := range r.manifest.kinds {
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(k.words, w) }) {
			if out == nil {
				out = make([]bool, len(r.manifest.kinds))
			}
			out[i] = true
		}
	}
	return out
}

// lookUp finds the classes that answer a word, and what it was corrected to, the
// likeliest first.
func (r *Reader) lookUp(word string, open, told bool) (classes []matched, meant []string, err error) {
	own, err := r.classOf(word, word, formFactor, formSibling)
	if err != nil || own != nil {
		return own, nil, err
	}
	if open && letters(word) > 1 {
		s, err := r.term(word)
		if err != nil {
			return nil, nil, err
		}
		for _, home := range r.completions(s, word) {
			c, err := r.class(home)
			if err != nil {
				return nil, nil, err
			}
			classes = append(classes, matched{c, func(f string) bool { return strings.HasPrefix(f, word) }, prefixFactor, prefixSibling})
		}
		if len(classes) > 0 {
			return classes, nil, nil
		}
	}
	if !told {
		return nil, nil, nil
	}
	rests := r.withoutEndings(word)
	for _, rest := range rests {
		ended, err := r.classOf(rest, rest, endedFactor, endedSibling)
		if err != nil {
			return nil, nil, err
		}
		if ended == nil {
			continue
		}
		ended[0].matches = func(form string) bool { return slices.Contains(rests, form) }
		if !slices.ContainsFunc(ended[0].class.lists, func(l readList) bool { return ended[0].matches(l.form) }) {
			ended[0].sibling = formSibling // what is left of the word does not stand on the site either
		}
		return ended, nil, nil
	}
	corrections, err := r.corrections(word)
	if err != nil || len(corrections) == 0 || r.kindsOf(word) != nil {
		return nil, nil, err
	}
	for _, corrected := range corrections {
		c, err := r.classOf(corrected, corrected, correctedFactor, correctedSibling)
		if err != nil {
			return nil, nil, err
		}
		classes = append(classes, c...)
	}
	return classes, corrections, nil
}

// classOf returns the class of a word that has a line; nil if it has none.
func (r *Reader) classOf(word, form string, factor, sibling int) ([]matched, error) {
	s, err := r.term(word)
	if err != nil {
		return nil, err
	}
	i, ok := slices.BinarySearch(s.forms, word)
	if !ok {
		return nil, nil
	}
	c, err := r.class(s.homes[i])
	return []matched{{c, func(f string) bool { return f == form }, factor, sibling}}, err
}

// withoutEndings returns what one ending leaves of a word, then what two do.
func (r *Reader) withoutEndings(word string) (out []string) {
	if slices.Contains(r.manifest.unended, word) {
		return nil
	}
	cut := func(words []string) (out []string) {
		for _, w := range words {
			for _, ending := range r.manifest.endings {
				if rest, ok := strings.CutSuffix(w, ending); ok && letters(rest) >= format.LeastEnded && !slices.Contains(out, rest) {
					out = append(out, rest)
				}
			}
		}
		return out
	}
	once := cut([]string{word})
	return append(once, cut(once)...)
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
		if s.stands[i] && strings.HasPrefix(form, word) && !hot[form] {
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
	w.scores, w.titles = map[uint32]int{}, map[uint32]int{}
	for _, m := range w.classes {
		for _, l := range m.class.lists {
			factor := m.sibling
			if m.matches(l.form) {
				factor = m.factor
			}
			for _, p := range l.postings {
				if pass != nil && !pass[r.manifest.page(p.section)] {
					continue
				}
				impact := int(p.impact)
				if impact > format.TopText {
					if factor != endedSibling {
						w.titles[p.section] = max(w.titles[p.section], format.TopImpact+1-impact)
					}
					impact = titleImpact + titleStep*(impact-format.TopText-1)
				}
				if factor == endedSibling {
					impact = impact/endedShare + 1
				}
				w.scores[p.section] = max(w.scores[p.section], m.class.weight*impact*factor)
			}
		}
	}
}

// wholeNames returns the sections that are called as the whole query is, with
// what kind of name that is; with the words that were meant instead: the likeliest,
// but each of those of a single word.
func (r *Reader) wholeNames(text string, corrected map[string][]string, pass []bool) (map[uint32]uint32, error) {
	words := Words(text)
	words = words[:min(len(words), format.WholeWords)]
	name := ""
	for _, word := range words {
		name += string(format.Whole) + append(corrected[word], word)[0]
	}
	names := []string{name}
	if len(words) == 1 {
		for _, meant := range corrected[words[0]] {
			names = append(names, string(format.Whole)+meant)
		}
	}
	out := map[uint32]uint32{}
	for _, name := range names {
		found, err := r.classOf(name, name, 1, 1)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			for _, l := range m.class.lists {
				for _, p := range l.postings {
					if pass == nil || pass[r.manifest.page(p.section)] {
						out[p.section] = max(out[p.section], p.impact)
					}
				}
			}
		}
	}
	return out, nil
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

// ranked is a page that answers a query.
type ranked struct {
	page  int
	rank  int // the least comes first
	score int
	part  bool // it lacks a word
	hits  []hit
}

// hit is a section of it.
type hit struct {
	section uint32
	score   int
}

// The ranks of pages, by their language: the reader's or another.
const (
	named  = iota // as the query is
	headed        // a section is
	titled
	covered
	foreignNamed
	foreignTitled
	foreignCovered
	rest
	foreignRest
)

// abroad is the rank of a page in another language than the reader's.
var abroad = [...]int{named: foreignNamed, headed: foreignTitled, titled: foreignTitled, covered: foreignCovered, rest: foreignRest}

// rank returns the pages that answer a query, the best first.
func (r *Reader) rank(all []wanted, names map[uint32]uint32, reader int, pass []bool) (out []ranked) {
	total := 0
	for i := range all {
		total += all[i].weight()
	}
	asked := make([]bool, len(r.manifest.kinds)) // by a word for the kind
	for _, w := range all {
		for kind := range w.kinds {
			asked[kind] = asked[kind] || w.kinds[kind]
		}
	}
	var few []ranked
	for _, page := range r.candidates(all, names, pass) {
		p, covers := r.rankPage(page, all, names, total)
		p.part = covers < total
		low := p.rank == covered && 100*covers < coveredShare*total
		if low {
			p.rank = rest
		}
		p.score = p.score / 3 * covers / max(1, total)
		if len(all) <= shortQuery {
			p.score = p.score * covers / max(1, total)
		}
		if r.manifest.kinds[r.manifest.kindOf[page]].light && !asked[r.manifest.kindOf[page]] {
			p.score = p.score * lightScore / 4
		}
		if r.manifest.language(page) != reader {
			p.rank = abroad[p.rank]
		}
		if low {
			few = append(few, p)
		} else {
			out = append(out, p)
		}
	}
	if len(out) < fewPages {
		out = append(out, few...)
	}
	slices.SortFunc(out, func(a, b ranked) int { return cmp.Or(a.rank-b.rank, b.score-a.score, a.page-b.page) })
	return out
}

// candidates returns the pages that have any of the words, or the name.
func (r *Reader) candidates(all []wanted, names map[uint32]uint32, pass []bool) (out []int) {
	has := make([]bool, len(r.manifest.starts)-1)
	for section := range names {
		has[r.manifest.page(section)] = true
	}
	for _, w := range all {
		for section := range w.scores {
			has[r.manifest.page(section)] = true
		}
		for page := range has {
			has[page] = has[page] || w.kinds != nil && w.kinds[r.manifest.kindOf[page]]
		}
	}
	for page := range has {
		if has[page] && (pass == nil || pass[page]) {
			out = append(out, page)
		}
	}
	return out
}

// rankPage returns a page with its rank among those that are in the reader's
// language, three times the score that it would have if it had all words, and the weight
// of the words that it has.
func (r *Reader) rankPage(page int, all []wanted, names map[uint32]uint32, total int) (p ranked, covers int) {
	p = ranked{page: page, rank: covered}
	first, kinds, inTitle, title := r.manifest.starts[page], 0, 0, 0
	kinded := make([]bool, len(all))
	for i := range all {
		if w := &all[i]; w.kinds != nil && w.kinds[r.manifest.kindOf[page]] {
			kinded[i] = true
			kinds += w.weight() * kindImpact * formFactor
		}
	}
	best, top := make([]int, len(all)), 0
	for section := first; section < r.manifest.starts[page+1]; section++ {
		sum, has, titles, length := kinds, 0, 0, 0
		for i := range all {
			score := all[i].scores[section]
			if score > 0 || kinded[i] {
				has += all[i].weight()
			}
			best[i] = max(best[i], score)
			sum += score
			if n := all[i].titles[section]; n > 0 {
				titles, length = titles+1, n
			}
		}
		if name := names[section]; sum > kinds || name > 0 {
			p.hits = append(p.hits, hit{section, sum})
		}
		share := sum * has / max(1, total)
		if len(all) <= shortQuery {
			share = share * has / max(1, total)
		}
		top = max(top, share)
		switch name := names[section]; {
		case name == format.WholeTitle:
			p.rank = named
		case name == format.WholeHeading:
			p.rank = min(p.rank, headed)
		case name > 0, section > first && titles == len(all) && titles > 1 && titles == length:
			p.rank = min(p.rank, titled)
		}
		if section == first {
			inTitle, title = titles, length
		}
	}
	sum := 0
	for i := range all {
		w := &all[i]
		kind := 0
		if kinded[i] {
			kind = w.weight() * kindImpact * formFactor
		}
		if best[i] > 0 || kinded[i] {
			covers += w.weight()
		}
		sum += max(best[i], kind)
	}
	has := inTitle
	for i := range all {
		if kinded[i] && all[i].titles[first] == 0 {
			has++
		}
	}
	p.score = sum + 2*top
	if len(all) > 0 && has == len(all) && inTitle > 0 {
		p.rank = min(p.rank, titled)
		if has > inTitle { // of the kind that is asked for
			p.rank = min(p.rank, headed)
		}
		if inTitle == title {
			p.score *= wholeScore
		}
	}
	if kinds > 0 && len(p.hits) == 0 {
		p.hits = []hit{{first, 0}}
	}
	slices.SortFunc(p.hits, func(a, b hit) int { return cmp.Or(b.score-a.score, cmp.Compare(a.section, b.section)) })
	return p, covers
}

// results shows pages.
func (r *Reader) results(pages []ranked) (out []Result, err error) {
	for _, p := range pages {
		row, err := r.row(p.page)
		if err != nil {
			return nil, err
		}
		result := Result{URL: row.url, Title: row.title, Kind: row.kind, Lang: r.manifest.languages[r.manifest.language(p.page)]}
		for _, h := range p.hits {
			n := h.section - r.manifest.starts[p.page]
			result.Hits = append(result.Hits, Hit{row.headings[n], row.ids[n], int(h.section), h.score, p.part})
		}
		out = append(out, result)
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
