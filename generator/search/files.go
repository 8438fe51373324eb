package search

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mentorbook/generator/search/format"
)

// writeFiles makes the files of the index.
func (ix *index) writeFiles() {
	terms, smallest := ix.termFiles()
	tails, lists := ix.tailFiles()
	if ix.Before != nil {
		ix.remakeRows()
	}
	lexicon, lengths := ix.lexiconFiles()
	facets := ix.shards(1, ix.facetShard)

	m := new(encoder)
	m.number(format.Version)
	m.text(foldingRules)
	m.word(functionWords...)
	endings := ix.endings()
	m.word(append(endings, "")...)
	m.word(append(ix.unendable(endings), "")...)
	ix.writeKinds(m)
	ix.writePages(m)
	name := func(list []shard, each func(i int)) (blocks []hash) {
		m.number(len(list))
		for i := range list {
			each(i)
		}
		blocks = hashes(list)
		for _, h := range blocks {
			m.hash(h)
		}
		for i := range list {
			ix.files = append(ix.files, list[i].file(blocks[i/format.BlockFiles]))
		}
		return blocks
	}
	name(terms, func(i int) { m.word(smallest[i]) })
	ix.rows.hashes = name(ix.rows.shards, func(i int) { m.number(int(ix.rows.cuts[i+1] - ix.rows.cuts[i])) })
	name(tails, func(i int) { m.number(lists[i]) })
	name(lexicon, func(i int) { m.number(lengths[i]) })
	name(facets, func(int) {})
	ix.writeFacetValues(m)
	ix.writeHotForms(m)
	ix.files = append(ix.files, File{Path: manifestPath, Data: m.encode("manifest").data})
	slices.SortFunc(ix.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}

func (ix *index) writePages(m *encoder) {
	m.number(len(ix.Languages))
	for i, lang := range ix.Languages {
		m.text(lang)
		for _, n := range ix.languageKinds[i] {
			m.number(int(n))
		}
	}
	m.number(len(ix.Pages))
	for i := range ix.Pages {
		m.number(int(ix.starts[i+1] - ix.starts[i]))
	}
}

func (ix *index) writeKinds(m *encoder) {
	m.number(len(ix.Kinds))
	for _, k := range ix.Kinds {
		m.text(k.Name)
		m.word(append(slices.Clone(k.Words), "")...)
		light := 0
		if k.Light {
			light = 1
		}
		m.number(light)
	}
}

// lexiconFiles makes the lexicon shards, and returns the length of each.
func (ix *index) lexiconFiles() (out []shard, lengths []int) {
	fold := format.ParseFolding(foldingRules)
	byLength := map[int][]uint32{}
	for i := range ix.forms {
		if text := ix.forms[i].text; text[0] != format.Whole {
			n := utf8.RuneCountInString(fold.Fold(text))
			byLength[n] = append(byLength[n], uint32(i))
		}
	}
	for n := range byLength {
		lengths = append(lengths, n)
	}
	slices.Sort(lengths)
	out = ix.shards(len(lengths), func(e *encoder, i int) shard {
		forms := byLength[lengths[i]]
		e.number(len(forms))
		for _, n := range forms {
			e.word(ix.forms[n].text)
			e.number(frequency(&ix.forms[n]))
		}
		return e.encode("l" + strconv.Itoa(i))
	})
	return out, lengths
}

// frequency is how often a form occurs, as corrections weigh it.
func frequency(f *form) int { return bits.Len32(f.count) }

// writeHotForms writes the most frequent words of titles, headings and the
// glossary, and all whose list is long.
func (ix *index) writeHotForms(m *encoder) {
	var hot []uint32
	for i := range ix.forms {
		if ix.forms[i].hot || ix.forms[i].long() {
			hot = append(hot, uint32(i))
		}
	}
	if len(hot) > hotForms {
		slices.SortStableFunc(hot, func(a, b uint32) int { return int(ix.forms[b].count) - int(ix.forms[a].count) })
		most := hotForms
		for most < len(hot) && ix.forms[hot[most]].long() {
			most++
		}
		hot = hot[:most]
		slices.Sort(hot)
	}
	m.number(len(hot))
	for _, n := range hot {
		f := &ix.forms[n]
		m.number(frequency(f))
		if home := ix.classes[ix.classOf[n]].home; home == f.text {
			m.word(f.text)
		} else {
			m.word(f.text, home)
		}
	}
}

// facetValues returns the programs and topics that pages have, in order.
func (ix *index) facetValues() [2][]string {
	used := [2]map[string]bool{{}, {}}
	for i := range ix.Pages {
		for facet, values := range ix.Pages[i].facets() {
			for _, v := range values {
				used[facet][v] = true
			}
		}
	}
	all := [2][]string{ix.Programs, ix.Topics}
	var out [2][]string
	for facet := range all {
		for _, v := range all[facet] {
			if used[facet][v] {
				out[facet] = append(out[facet], v)
			}
		}
	}
	return out
}

func (p *Page) facets() [2][]string { return [2][]string{p.Programs, p.Topics} }

func (ix *index) writeFacetValues(m *encoder) {
	values := ix.facetValues()
	m.number(len(values))
	for _, list := range values {
		m.number(len(list))
		for _, v := range list {
			m.text(v)
		}
	}
}

// facetShard writes the pages of each value as runs.
func (ix *index) facetShard(e *encoder, _ int) shard {
	pages := [2]map[string]*runs{{}, {}}
	for i := range ix.Pages {
		for facet, values := range ix.Pages[i].facets() {
			for _, v := range values {
				if pages[facet][v] == nil {
					pages[facet][v] = new(runs)
				}
				pages[facet][v].add(i)
			}
		}
	}
	for facet, list := range ix.facetValues() {
		for _, v := range list {
			var written runs // no page has it
			if pages[facet][v] != nil {
				written = *pages[facet][v]
			}
			e.number(len(written.numbers) / 2)
			for _, n := range written.numbers {
				e.number(n)
			}
		}
	}
	return e.encode("f0")
}

// runs are numbers that rise, as the distance from the run before and the length
// of each run.
type runs struct {
	numbers []int
	end     int // of the last run
}

func (r *runs) add(i int) {
	switch {
	case len(r.numbers) > 0 && i < r.end: // the same once more
	case len(r.numbers) > 0 && i == r.end:
		r.numbers[len(r.numbers)-1]++
		r.end++
	default:
		r.numbers = append(r.numbers, i-r.end, 1)
		r.end = i + 1
	}
}
