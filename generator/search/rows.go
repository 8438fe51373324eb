package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"mentorbook/generator/search/format"
)

// rows are what results show of pages, and the row shards that are made of them.
// Where all pages are looked through, that is done meanwhile: texts are packed in
// memory, and a page is asked for them once.
type rows struct {
	mu     sync.Mutex
	texts  [][]byte // by page, from when it was looked through until its shard is made
	next   int      // the first page that was not
	size   int      // bytes of the excerpts since the last cut
	cuts   []uint32 // where shards begin, and the number of pages
	shards []shard
	hashes []hash // of their blocks
}

// cut goes on to the next page, and reports whether a shard ends with it.
func (ix *index) cut() bool {
	r := &ix.rows
	r.size += int(ix.excerpts[r.next])
	r.next++
	if packed := r.size * 4 / 10 * 4 / 3; packed < rowTarget && r.next < len(ix.Pages) {
		return false
	}
	r.cuts, r.size = append(r.cuts, uint32(r.next)), 0
	return true
}

// addRows takes the rows of pages, and makes the shards that are complete with them.
func (ix *index) addRows(e *encoder, pages []int, texts [][]byte) {
	r := &ix.rows
	r.mu.Lock()
	for i, page := range pages {
		r.texts[page] = texts[i]
	}
	first := len(r.shards)
	for r.next < len(ix.Pages) && r.texts[r.next] != nil {
		if ix.cut() {
			r.shards = append(r.shards, shard{})
		}
	}
	cuts := slices.Clone(r.cuts[first:])
	r.mu.Unlock()
	for i := range cuts[1:] {
		for page := cuts[i]; page < cuts[i+1]; page++ {
			e.texts = append(e.texts, r.texts[page]...)
			r.texts[page] = nil
		}
		made := e.encode(rowName(first + i))
		r.mu.Lock()
		r.shards[first+i] = made
		r.mu.Unlock()
	}
}

// remakeRows makes the row shards of an index with a Before, where the blocks that have
// other pages, or a page that changed, are made anew.
func (ix *index) remakeRows() {
	for ix.rows.next < len(ix.Pages) {
		ix.cut()
	}
	n := len(ix.rows.cuts) - 1
	asBefore := make([]bool, (n+format.BlockFiles-1)/format.BlockFiles)
	for i := range asBefore {
		asBefore[i] = ix.rowsAsBefore(i)
	}
	ix.rows.shards = ix.shards(n, func(e *encoder, i int) shard {
		if block := i / format.BlockFiles; asBefore[block] {
			return shard{name: rowName(i), block: ix.Before.rows[block], remake: func() []byte { return ix.rowShard(new(encoder), i).data }}
		}
		return ix.rowShard(e, i)
	})
}

func rowName(i int) string { return "r" + strconv.Itoa(i) }

func (ix *index) rowShard(e *encoder, i int) shard {
	for page := ix.rows.cuts[i]; page < ix.rows.cuts[i+1]; page++ {
		p := &ix.Pages[page]
		ix.writeRow(&e.payload, p, p.Texts())
	}
	return e.encode(rowName(i))
}

// writeRow writes what results show of a page.
func (ix *index) writeRow(to *payload, p *Page, texts []string) {
	limit := ix.excerptLimit()
	to.text(p.Title)
	to.text(p.URL)
	for i, text := range texts {
		if i > 0 {
			to.text(p.Sections[i].Heading)
			to.text(url.PathEscape(p.Sections[i].ID))
		}
		to.text(excerpt(text, limit))
	}
}

// excerptLimit is how many bytes of a section's text are kept, about.
func (ix *index) excerptLimit() int {
	if len(ix.Pages) > largeSite {
		return shortExcerpt
	}
	return longExcerpt
}

// excerpt returns the text up to the word that limit falls into, and what says that it
// goes on.
func excerpt(text string, limit int) (beginning, more string) {
	if len(text) <= limit {
		return text, ""
	}
	if i := strings.LastIndexByte(text[:limit+1], ' '); i > 0 {
		return text[:i], " …"
	}
	i := limit
	for !utf8.RuneStart(text[i]) {
		i--
	}
	return text[:i], "…"
}
