package search_test

import (
	"testing"

	"mentorbook/generator/search"
	"mentorbook/internal/searchreader"
)

// TestQualityOfFormsThatReadersType puts one form of each root of the gold set
// on a site and types the others.
func TestQualityOfFormsThatReadersType(t *testing.T) {
	byRoot, order := map[string][]string{}, []string{}
	for _, line := range rowsOf(t, "forms.tsv") {
		if byRoot[line[0]] == nil {
			order = append(order, line[0])
		}
		byRoot[line[0]] = append(byRoot[line[0]], line[1])
	}
	s := search.Site{Languages: []string{"id"}}
	stands := map[string]string{}
	for i, root := range order {
		form := byRoot[root][i%len(byRoot[root])]
		stands[root] = form
		s.Pages = append(s.Pages, page("id", "guide", root+".html", "T", form+" ."))
	}
	r := open(t, s)
	typed, answered := 0, 0
	for _, root := range order {
		home, err := r.Query(searchreader.Query{Text: stands[root] + " ", Lang: "id"})
		if err != nil || len(home.Pages) == 0 { // a function word
			continue
		}
		for _, form := range byRoot[root] {
			if form == stands[root] {
				continue
			}
			results, err := r.Query(searchreader.Query{Text: form + " ", Lang: "id"})
			if err != nil {
				t.Fatal(err)
			}
			typed++
			if place := rank(results.Pages, []string{root + ".html"}); place > 0 && place <= 5 {
				answered++
			} else if *misses && tuned(root) {
				t.Logf("%s is not found by %s: %v", stands[root], form, results.Corrected)
			}
		}
	}
	share := 100 * float64(answered) / float64(typed)
	t.Logf("%d forms typed, %.1f%% find another form of their root", typed, share)
	if share < 96 {
		t.Errorf("%.1f%% of the forms find another form of their root, want 96%%", share)
	}
}
