package search_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/search"
)

// corpus is a site of pages with random texts, some of which are changed at a time.
type corpus struct {
	random *rand.Rand
	texts  [][]string
	site   search.Site
}

func newCorpus(seed uint64, pages int) *corpus {
	c := &corpus{random: rand.New(rand.NewPCG(seed, 1)), texts: make([][]string, pages)}
	c.site = search.Site{
		Keep: true, Languages: []string{"en", "id"}, Topics: []string{"t"}, Kinds: []search.Kind{{Name: "guide"}},
		Synonyms: []search.Synonyms{{Names: []string{"w3 w4"}, Other: []string{"likewise"}}},
	}
	for i := range c.texts {
		page := search.Page{
			Lang: c.site.Languages[i%2], Kind: "guide", URL: fmt.Sprintf("%d.html", i), Title: c.text(3),
			Sections: []search.Section{{}, {ID: "a", Heading: c.text(2)}},
			Texts:    func() []string { return c.texts[i] },
		}
		c.site.Pages = append(c.site.Pages, page)
		c.reword(i)
	}
	return c
}

func (c *corpus) text(words int) string {
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "w%d ", int(50*c.random.ExpFloat64()))
	}
	return b.String()
}

// reword gives a page other texts, which may be long, or empty.
func (c *corpus) reword(page int) {
	c.texts[page] = []string{c.text(c.random.IntN(60)), c.text(c.random.IntN(200))}
}

// edit changes some texts, and returns the site with what is the same.
func (c *corpus) edit(before *search.Found) search.Site {
	s := c.site
	s.Before, s.Pages = before, slices.Clone(s.Pages)
	for i := range s.Pages {
		s.Pages[i].Same = true
	}
	for range c.random.IntN(4) {
		page := c.random.IntN(len(s.Pages))
		c.reword(page)
		s.Pages[page].Same = false
	}
	return s
}

// found returns what is found in the texts.
func (c *corpus) found(t testing.TB) *search.Found {
	t.Helper()
	found := search.ParseFound(built(t, c.site).Found)
	if found == nil {
		t.Fatal("what was found cannot be read")
	}
	return found
}

func built(t testing.TB, s search.Site) search.Index {
	t.Helper()
	index, err := search.Build(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// TestAnIndexAfterAnEditIsAFreshOne, whatever was found before, and by whichever way
// that came.
func TestAnIndexAfterAnEditIsAFreshOne(t *testing.T) {
	spared := 0
	for seed := range uint64(3) {
		c := newCorpus(seed, 300)
		before := c.found(t)
		for range 6 {
			edited := built(t, c.edit(before))
			fresh := built(t, c.site)
			if len(edited.Files) != len(fresh.Files) {
				t.Fatalf("there are %d files, not %d", len(edited.Files), len(fresh.Files))
			}
			for i, f := range edited.Files {
				if f.Data == nil {
					spared++
					f.Data = f.Make()
				}
				if f.Path != fresh.Files[i].Path || !bytes.Equal(f.Data, fresh.Files[i].Data) {
					t.Fatalf("%s is another file than %s", f.Path, fresh.Files[i].Path)
				}
			}
			if !bytes.Equal(edited.Found, fresh.Found) {
				t.Fatal("something else was found")
			}
			before = search.ParseFound(edited.Found)
		}
	}
	if spared == 0 {
		t.Error("no file is as it was")
	}
}

// TestFoundOfAnotherSiteIsNotUsed: where anything but texts is another, nothing that
// was found counts.
func TestFoundOfAnotherSiteIsNotUsed(t *testing.T) {
	c := newCorpus(7, 20)
	before := c.found(t)
	for name, change := range map[string]func(s *search.Site){
		"title":    func(s *search.Site) { s.Pages[3].Title = "Other" },
		"heading":  func(s *search.Site) { s.Pages[3].Sections[1].Heading = "Other" },
		"fragment": func(s *search.Site) { s.Pages[3].Sections[1].ID = "other" },
		"address":  func(s *search.Site) { s.Pages[3].URL = "other.html" },
		"name":     func(s *search.Site) { s.Pages[3].Names = []string{"Other"} },
		"tag":      func(s *search.Site) { s.Pages[3].Tags = []string{"Other"} },
		"topic":    func(s *search.Site) { s.Pages[3].Topics = s.Topics },
		"program":  func(s *search.Site) { s.Programs = []string{"p"}; s.Pages[3].Programs = s.Programs },
		"language": func(s *search.Site) { s.Pages[3].Lang = "en" },
		"kind":     func(s *search.Site) { s.Pages[3].Kind = "session" },
		"light":    func(s *search.Site) { s.Kinds = []search.Kind{{Name: "guide", Light: true}} },
		"words":    func(s *search.Site) { s.Kinds = []search.Kind{{Name: "guide", Words: []string{"w1"}}} },
		"synonyms": func(s *search.Site) { s.Synonyms = []search.Synonyms{{Names: []string{"w5"}, Other: []string{"w6"}}} },
		"a page":   func(s *search.Site) { s.Pages = s.Pages[1:] },
	} {
		s := c.site
		s.Before, s.Pages = before, slices.Clone(s.Pages)
		for i := range s.Pages {
			s.Pages[i].Same, s.Pages[i].Sections = true, slices.Clone(s.Pages[i].Sections)
		}
		if n := search.Spared(s); n != len(s.Pages) {
			t.Fatalf("%d pages of the same site are spared", n)
		}
		if change(&s); search.Spared(s) > 0 {
			t.Errorf("with another %s, pages are spared", name)
		}
	}
}

// FuzzFound: what is read need not be what was written. It is refused, or an index is
// made of it.
func FuzzFound(f *testing.F) {
	c := newCorpus(1, 20)
	good := built(f, c.site).Found
	f.Add(good, uint16(100), byte(1))
	f.Add(good[:40], uint16(0), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at uint16, change byte) {
		if search.ParseFound(data); len(data) > int(at) {
			data = bytes.Clone(data)
			data[at] += change
		}
		search.Resum(data)
		if found := search.ParseFound(data); found != nil {
			built(t, c.edit(found))
		}
	})
}
