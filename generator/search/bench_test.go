package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// generated is a site of n pages of about 1,000 words in seven sections. The
// words follow Zipf's law, as those of real texts do.
func generated(n int) Site {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	words := rand.NewZipf(random, 1.1, 2, 20_000)
	s := Site{Languages: []string{"en", "id"}, Topics: []string{"feedback"}}
	for i := range n {
		p := Page{Lang: s.Languages[i%2], Kind: "guide", Topics: s.Topics, URL: fmt.Sprintf("guides/page-%05d.html", i), Title: fmt.Sprintf("Page %d about %s", i, spelled(words.Uint64()))}
		var texts []string
		for section := range 7 {
			var b strings.Builder
			for w := range 145 {
				b.WriteString(spelled(words.Uint64()))
				b.WriteByte(' ')
				if w%12 == 11 {
					b.WriteString(". ")
				}
			}
			p.Sections = append(p.Sections, Section{ID: fmt.Sprintf("part-%d", section), Heading: fmt.Sprintf("Part %d of %s", section, spelled(words.Uint64()))})
			texts = append(texts, b.String())
		}
		p.Texts = func() []string { return texts }
		s.Pages = append(s.Pages, p)
	}
	return s
}

// spelled makes a word of a number, with endings and prefixes that both languages
// look at.
func spelled(n uint64) string {
	var b strings.Builder
	b.WriteString([...]string{"", "me", "di", "ber", "", ""}[n%6])
	for m := n/3 + 7; m > 0; m /= 60 {
		b.WriteByte("bcdfghjklmnp"[m%12])
		b.WriteByte("aeiou"[m/12%5])
	}
	b.WriteString([...]string{"", "s", "ing", "kan", "n"}[n%5])
	return b.String()
}

// BenchmarkBuild measures the index of 1,000 pages of 1,000 words, and what it
// takes on disk.
func BenchmarkBuild(b *testing.B) {
	const pages = 1000
	s := generated(pages)
	b.ReportAllocs()
	size, files := 0, 0
	for b.Loop() {
		size, files = 0, 0
		for _, f := range Files(s) {
			size += len(f.Data)
			files++
		}
	}
	b.ReportMetric(float64(size)/pages, "disk-B/page")
	b.ReportMetric(float64(files)/pages, "files/page")
}

// BenchmarkClassify measures bringing the forms of words together, whose cost
// grows with the vocabulary alone.
func BenchmarkClassify(b *testing.B) {
	ix := collect(context.Background(), generated(2000))
	ix.merge()
	b.ReportMetric(float64(len(ix.forms)), "forms")
	for b.Loop() {
		ix.classes, ix.lines = nil, nil
		ix.classify()
	}
}

// BenchmarkCollect measures the first half of it: finding the words.
func BenchmarkCollect(b *testing.B) {
	s := generated(1000)
	b.ReportAllocs()
	for b.Loop() {
		collect(context.Background(), s).merge()
	}
}

func BenchmarkTokenizer(b *testing.B) {
	text := strings.Repeat("In reverse mentoring, the mentor is the more junior colleague. Keduanya sama-sama belajar. ", 100)
	var t tokenizer
	n := 0
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		t.words(text, func([]byte, bool) { n++ })
	}
}
