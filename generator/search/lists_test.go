package search

import (
	"fmt"
	"testing"
)

// TestLongListsAreCutAtTheBest holds that a term shard has the best sections of
// each language, and no more than it may.
func TestLongListsAreCutAtTheBest(t *testing.T) {
	s := Site{Languages: []string{"en", "id"}}
	for i := range 700 {
		text := "frequent"
		for range i % 7 {
			text += " frequent"
		}
		s.Pages = append(s.Pages, Page{Lang: s.Languages[i%2], Kind: "guide", URL: fmt.Sprintf("%03d.html", i), Sections: make([]Section, 1), Texts: func() []string { return []string{text} }})
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
	tail, err := r.tail(head)
	if err != nil {
		t.Fatal(err)
	}
	if len(head.postings) != 2*headLength || len(head.postings)+len(tail) != 700 {
		t.Errorf("the list has %d sections of 700, the tail %d", len(head.postings), len(tail))
	}
	least := uint32(topImpact)
	for _, p := range head.postings {
		least = min(least, p.impact())
	}
	for _, p := range tail {
		if p.impact() > least {
			t.Errorf("section %d with impact %d is in the tail, and one with %d is not", p.section(), p.impact(), least)
		}
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
