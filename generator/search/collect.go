package search

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mentorbook/generator/search/format"
)

// index is a site on its way to files.
type index struct {
	Site
	ctx      context.Context // of the one call that makes the index
	around   [sha256.Size]byte
	todo     []int    // the pages that are looked through
	excerpts []uint32 // bytes of each page's excerpts, about
	starts   []uint32 // the first section of each page, and the number of sections

	kindOf func(...string) int

	rows    rows
	workers []*worker // what they found, until it is merged
	runs    []run

	languageKinds [][]uint32 // how many pages are in each language, by kind
	languageEnds  []uint32   // the section after the last in each language

	forms    []form
	numbers  vocabulary // of the forms
	postings []posting  // by form, in the order of sections
	classes  []class
	classOf  []uint32 // by form
	lines    []line   // every form of the index, sorted

	files    []File
	encoders sync.Pool // of *encoder
}

// form is a word as it stands on the site.
type form struct {
	text  string
	langs uint32 // of the pages that it stands on, a bit each
	hot   bool   // in a title, a heading or the glossary
	first uint32 // into postings
	count uint32
}

// posting is section<<format.ImpactBits | impact.
type posting uint32

func (p posting) section() uint32 { return uint32(p >> format.ImpactBits) }
func (p posting) impact() uint32  { return uint32(p & format.TopImpact) }

// collect numbers pages and sections, finds the words of each and writes their rows,
// on all cores: a worker takes a run of pages at a time and numbers words on its own.
func collect(ctx context.Context, s Site) *index {
	ix := &index{Site: s, ctx: ctx, encoders: sync.Pool{New: func() any { return new(encoder) }}}
	ix.Pages = slices.Clone(s.Pages)
	ix.Kinds = allKinds(s)
	ix.kindOf = places(names(ix.Kinds))
	ix.number()
	ix.spare()
	ix.rows.texts, ix.rows.cuts = make([][]byte, len(ix.Pages)), []uint32{0}
	runs := make([]run, (len(ix.todo)+pagesPerRun-1)/pagesPerRun)
	workers := make([]*worker, min(runtime.GOMAXPROCS(0), max(len(runs), 1)))
	var next atomic.Int64
	var group sync.WaitGroup
	for i := range workers {
		w := newWorker(ix)
		workers[i] = w
		group.Go(func() {
			e := ix.encoders.Get().(*encoder)
			defer ix.encoders.Put(e)
			for {
				r := int(next.Add(1)) - 1
				if r >= len(runs) || ctx.Err() != nil {
					return
				}
				pages := ix.pagesOf(r)
				runs[r] = w.run(pages)
				if ix.Before == nil {
					ix.addRows(e, pages, w.rowsOfRun())
				}
			}
		})
	}
	group.Wait()
	ix.workers, ix.runs = workers, runs
	return ix
}

// number sorts the pages and numbers their sections.
func (ix *index) number() {
	language, program, topic := places(ix.Languages), places(ix.Programs), places(ix.Topics)
	slices.SortStableFunc(ix.Pages, func(a, b Page) int {
		return cmp.Or(
			cmp.Compare(language(a.Lang), language(b.Lang)),
			cmp.Compare(ix.kindOf(a.Kind), ix.kindOf(b.Kind)),
			cmp.Compare(program(a.Programs...), program(b.Programs...)),
			cmp.Compare(topic(a.Topics...), topic(b.Topics...)),
			strings.Compare(a.URL, b.URL))
	})
	ix.starts = make([]uint32, 0, len(ix.Pages)+1)
	sections := 0
	for _, p := range ix.Pages {
		ix.starts = append(ix.starts, uint32(sections))
		sections += len(p.Sections)
	}
	ix.starts = append(ix.starts, uint32(sections))
	last := 0
	for _, lang := range ix.Languages {
		n, kinds := last, make([]uint32, len(ix.Kinds))
		for n < len(ix.Pages) && ix.Pages[n].Lang == lang {
			kinds[ix.kindOf(ix.Pages[n].Kind)]++
			n++
		}
		ix.languageKinds = append(ix.languageKinds, kinds)
		ix.languageEnds = append(ix.languageEnds, ix.starts[n])
		last = n
	}
}

// places returns a function that says where the first of the values is that are
// among those it is given; where none is, behind them all.
func places(values []string) func(of ...string) int {
	at := make(map[string]int, len(values))
	for i, v := range slices.Backward(values) {
		at[v] = i
	}
	return func(of ...string) int {
		first := len(values)
		for _, v := range of {
			if i, ok := at[v]; ok {
				first = min(first, i)
			}
		}
		return first
	}
}

// allKinds returns the kinds that the site lists, then the others that its pages
// have, by name.
func allKinds(s Site) []Kind {
	known := map[string]bool{}
	for _, k := range s.Kinds {
		known[k.Name] = true
	}
	var others []Kind
	for _, p := range s.Pages {
		if !known[p.Kind] {
			known[p.Kind] = true
			others = append(others, Kind{Name: p.Kind})
		}
	}
	slices.SortFunc(others, func(a, b Kind) int { return strings.Compare(a.Name, b.Name) })
	return slices.Concat(s.Kinds, others)
}

func names(kinds []Kind) (out []string) {
	for _, k := range kinds {
		out = append(out, k.Name)
	}
	return out
}

func (ix *index) sections() int { return int(ix.starts[len(ix.Pages)]) }

// merge numbers the words of all workers alike and sorts the postings by word.
func (ix *index) merge() {
	workers, runs := ix.workers, ix.runs
	ix.workers, ix.runs = nil, nil
	numbers := ix.mergeWords(workers)
	at := make([]uint32, len(ix.forms)) // where the next posting of a form goes
	total := uint32(0)
	for i := range ix.forms {
		f := &ix.forms[i]
		f.first, at[i] = total, total
		total += f.count
	}
	ix.postings = make([]posting, total)
	for i := range runs {
		r := runs[i]
		runs[i] = run{} // what is merged need not stay
		number, from := numbers[slices.Index(workers, r.worker)], uint32(0)
		for _, page := range ix.pagesOf(i) {
			for section := ix.starts[page]; section < ix.starts[page+1]; section++ {
				end := r.ends[0]
				r.ends = r.ends[1:]
				for _, e := range r.entries[from:end] {
					f := number[e.section()]
					ix.postings[at[f]] = posting(section<<format.ImpactBits | e.impact())
					at[f]++
				}
				from = end
			}
		}
	}
}

// mergeWords makes forms of the words of workers, in order, and returns the forms of
// each worker's words.
func (ix *index) mergeWords(workers []*worker) (numbers [][]uint32) {
	type origin struct{ worker, word uint32 }
	var all wordList
	var origins []origin // of the words in it
	for i, w := range workers {
		numbers = append(numbers, make([]uint32, len(w.cells)))
		for word, c := range w.cells {
			if c.count > 0 {
				all.addBytes(w.words.word(uint32(word)))
				origins = append(roomFor(origins, 1), origin{uint32(i), uint32(word)})
			}
		}
	}
	ix.forms = make([]form, 0, len(origins))
	for text, places := range all.inOrder() {
		f := form{text: text}
		for _, p := range places {
			from := origins[p.place]
			seen := &workers[from.worker].cells[from.word]
			f.langs |= seen.langs
			f.hot = f.hot || seen.hot
			f.count += seen.count
			numbers[from.worker][from.word] = uint32(len(ix.forms))
		}
		ix.forms = append(ix.forms, f)
	}
	return numbers
}

// list returns the places of a form.
func (ix *index) list(f *form) []posting { return ix.postings[f.first : f.first+f.count] }

// pagesPerRun is how many pages a worker takes at a time.
const pagesPerRun = 32

// pagesOf returns the pages of a run.
func (ix *index) pagesOf(run int) []int {
	return ix.todo[run*pagesPerRun : min((run+1)*pagesPerRun, len(ix.todo))]
}

// run is what a worker found in a run of pages.
type run struct {
	worker  *worker
	entries []posting // word of the worker (where a section would be) and impact
	ends    []uint32  // of each section, into entries
}

// worker finds the words of pages.
type worker struct {
	*index
	tokens  tokenizer
	words   vocabulary // the function words first
	cells   []cell     // of each word
	plain   uint32     // the first word that is no function word
	phrases phrases
	name    []byte   // a whole name, as a word
	content []uint32 // the words of a title

	shown     payload // the rows of the current run
	shownEnds []int   // of each page

	entries []posting // of the current run
	touched []uint32  // words of the current section
	section uint32    // counts the sections that the worker saw
	out     run
}

// cell is what a worker knows of a word: one small struct, because the next word
// of a text is anywhere in memory.
type cell struct {
	count   uint32 // of sections
	langs   uint32
	section uint32 // the last one that has it
	body    uint16 // how often it stands in the text of that section
	extra   uint16 // what other fields add, in sixteenths of a time in the text
	hot     bool
	title   uint8 // how many words the title or heading has that it stands in
}

// How much more a word counts in a field than in the text, in sixteenths.
const (
	once          = 16
	headingBoost  = 3 * once
	nameBoost     = 6 * once // writers give names for what they want to be found by
	tagBoost      = once / 8
	contextBoost  = once / 2 // the page's title, in its other sections
	synonymShare  = 2        // a synonym counts one in so many
	usualLength   = 80       // words of a section whose text counts as it is
	leastLength   = 80       // a shorter text counts as one of this many words
	saturation    = 4 * once // a word that counts this much has half of the greatest impact
	shortHeading  = 5        // words of a heading that is found by all of them
	lengthQuarter = 3        // of four parts of a text's count, how many depend on its length
)

func newWorker(ix *index) *worker {
	w := &worker{index: ix, words: newVocabulary()}
	for _, word := range functionWords {
		w.word([]byte(word))
	}
	w.plain = uint32(w.words.size())
	w.phrases = newPhrases(ix.Synonyms, w.word, w.isFunction)
	return w
}

// word returns the number of a word.
func (w *worker) word(text []byte) uint32 {
	n := w.words.number(text)
	if n == uint32(len(w.cells)) {
		w.cells = append(w.cells, cell{})
	}
	return n
}

// lang is the bit of a page's language.
func (w *worker) lang(page *Page) uint32 { return 1 << max(slices.Index(w.Languages, page.Lang), 0) }

// isFunction reports whether a word is not indexed.
func (w *worker) isFunction(word uint32) bool { return word < w.plain || len(w.words.word(word)) == 1 }

func (w *worker) run(pages []int) run {
	w.out, w.entries = run{worker: w}, w.entries[:0]
	for _, p := range pages {
		page := &w.Pages[p]
		lang := w.lang(page)
		texts := page.Texts()
		if w.Before == nil {
			w.writeRow(&w.shown, page, texts)
			w.shownEnds = append(w.shownEnds, len(w.shown.texts))
		}
		for i, text := range texts {
			w.section++
			if i == 0 {
				w.beginning(page, lang)
			} else {
				w.title(page.Sections[i].Heading)
				w.whole(page.Sections[i].Heading, format.WholeHeading, lang)
				w.field(page.Title, contextBoost, false)
			}
			w.endSection(w.field(text, once, false), lang)
			w.excerpts[p] += uint32(min(len(text), w.excerptLimit()))
		}
	}
	w.out.entries = slices.Clone(w.entries)
	return w.out
}

// rowsOfRun returns the rows of each page of the current run, and forgets them.
func (w *worker) rowsOfRun() (out [][]byte) {
	texts, from := bytes.Clone(w.shown.texts), 0
	for _, end := range w.shownEnds {
		out = append(out, texts[from:end])
		from = end
	}
	w.shownEnds = w.shownEnds[:0]
	w.shown.reset()
	return out
}

// beginning adds what a page is called and filed under.
func (w *worker) beginning(page *Page, lang uint32) {
	w.title(page.Title)
	w.whole(page.Title, format.WholeTitle, lang)
	for _, name := range page.Names {
		w.field(name, nameBoost, true)
		w.whole(name, format.WholeName, lang)
	}
	for _, tag := range page.Tags {
		w.field(tag, tagBoost, false)
	}
}

// title adds the words of a title or heading.
func (w *worker) title(text string) {
	w.content = w.content[:0]
	w.tokens.words(text, func(text []byte, joined bool) {
		if word := w.word(text); !joined && !w.isFunction(word) && !slices.Contains(w.content, word) {
			w.content = append(w.content, word)
		}
	})
	w.field(text, headingBoost, true)
	for _, word := range w.content {
		w.cells[word].title = uint8(min(len(w.content), format.LongTitle))
	}
}

// whole adds a name as one word, by which it is found when it is typed word for
// word.
func (w *worker) whole(name string, impact, lang uint32) {
	w.name = w.name[:0]
	words := 0
	w.tokens.words(name, func(text []byte, joined bool) {
		if !joined && words < format.WholeWords {
			w.name = append(append(w.name, format.Whole), text...)
			words++
		}
	})
	if words == 0 || impact == format.WholeHeading && (words == 1 || words > shortHeading) {
		return // other headings are known by their words
	}
	word := w.word(w.name)
	if c := &w.cells[word]; c.section != w.section {
		c.section = w.section
		w.place(word, impact, lang)
	}
}

// place notes that the current section has a word.
func (w *worker) place(word, impact, lang uint32) {
	c := &w.cells[word]
	c.langs |= lang
	c.count++
	w.entries = append(w.entries, posting(word<<format.ImpactBits|impact))
}

// field adds the words of a field to the current section and returns how many
// there are.
func (w *worker) field(text string, boost uint16, hot bool) (count uint32) {
	w.phrases.reset()
	w.tokens.words(text, func(text []byte, joined bool) {
		word := w.word(text)
		if !joined {
			if group := w.phrases.next(word); group >= 0 && w.phrases.first(group, w.section) {
				for _, synonym := range w.phrases.words[group] {
					w.add(synonym, boost/synonymShare, false, false)
				}
			}
		}
		if word >= w.plain && len(text) > 1 {
			count++
			w.add(word, boost, boost == once, hot && !joined)
		}
	})
	return count
}

func (w *worker) add(word uint32, boost uint16, body, hot bool) {
	c := &w.cells[word]
	if c.section != w.section {
		c.section, c.body, c.extra, c.title = w.section, 0, 0, 0
		w.touched = append(w.touched, word)
	}
	c.hot = c.hot || hot
	switch {
	case body && c.body < 1000:
		c.body++
	case !body && c.extra < 1<<15:
		c.extra += boost
	}
}

// endSection turns what was counted into impacts (BM25F).
func (w *worker) endSection(length, lang uint32) {
	length = max(length, leastLength)
	for _, word := range w.touched {
		c := &w.cells[word]
		count := uint32(c.extra) + uint32(c.body)*once*4*usualLength/((4-lengthQuarter)*usualLength+lengthQuarter*length)
		impact := max(1, format.TopText*count/(saturation+count))
		if c.title > 0 {
			impact = format.TopImpact + 1 - uint32(c.title)
		}
		w.place(word, impact, lang)
	}
	w.touched = w.touched[:0]
	w.out.ends = append(w.out.ends, uint32(len(w.entries)))
}
