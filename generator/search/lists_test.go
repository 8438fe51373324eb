package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestLongListsAreCutAtTheBest holds that a term shard has the best sections of
// each language, and no more than it may, and that only low impacts of the others
// are taken for one another.
func TestLongListsAreCutAtTheBest(t *testing.T) {
	s := Site{Languages: []string{"en", "id"}}
	for i := range 12000 {
		text := "frequent" + strings.Repeat(" frequent", max(0, i%40-30)) + strings.Repeat(" filler", i*7%331)
		s.Pages = append(s.Pages, Page{Lang: s.Languages[i%2], Kind: "guide", URL: fmt.Sprintf("%05d.html", i), Sections: make([]Section, 1), Texts: func() []string { return []string{text} }})
	}
	r, err := NewReader(Files(s))
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.class("frequent")
	if err != nil || len(c.lists) != 1 {
		t.Fatal(err, c)
	}
	head := c.lists[0]
	tail, err := r.tail(head.form)
	if err != nil {
		t.Fatal(err)
	}
	if len(head.postings) != 2*headLength || len(head.postings)+len(tail) != 12000 {
		t.Errorf("the list has %d sections of 12000, the tail %d", len(head.postings), len(tail))
	}
	least := uint32(topImpact)
	for _, p := range head.postings {
		least = min(least, p.impact())
	}
	kept := map[uint32]int{} // how many have an impact
	for _, p := range tail {
		if p.impact() > least {
			t.Errorf("section %d with impact %d is in the tail, and one with %d is not", p.section(), p.impact(), least)
		}
		kept[p.impact()]++
	}
	impacts, usual := slices.Sorted(maps.Keys(kept)), uint32(0)
	for impact, n := range kept {
		if n > kept[usual] {
			usual = impact
		}
	}
	if exact := len(tail) - kept[usual]; exact < 2000 || exact > tailExact || len(impacts) < 5 || usual != impacts[0] {
		t.Errorf("the tail keeps the impacts of %d of %d sections: %v", exact, len(tail), kept)
	}
}

func TestFunctionWordsAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range functionWords {
		if seen[word] || len(Words(word)) != 1 {
			t.Errorf("%q is listed twice, or is no word", word)
		}
		seen[word] = true
	}
}
