package searchreader

import (
	"strings"
	"testing"

	"mentorbook/generator/search"
)

// TestWordsAreTakenAsTheClientTakesThem asks for what the index, which splits
// texts with code of its own, takes otherwise or not at all.
func TestWordsAreTakenAsTheClientTakesThem(t *testing.T) {
	s := small()
	s.Pages = append(s.Pages, search.Page{
		Lang: "en", Kind: "page", URL: "streets.html", Title: "Streets", Sections: make([]search.Section, 1),
		Texts: func() []string { return []string{"qu1xxx qu2xxx qu3xxx qu4xxx qu5xxx qu6xxx"} },
	}, search.Page{
		Lang: "en", Kind: "page", URL: "short.html", Title: "Short", Sections: make([]search.Section, 1),
		Texts: func() []string { return []string{"qußßß"} },
	})
	r, err := Open(indexOf(t, s))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, text, url string
		part           bool
	}{
		{"a word ends in its mark and is open", "rhyt\u0301", "en.html", false},
		{"a word that is too long for the index is one that is not found", "feedback " + strings.Repeat("x", 49), "en.html", true},
		{"the shortest completions come first, counted in letters and not in bytes", "qu", "short.html", false},
	} {
		results, err := r.Query(Query{Text: c.text, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, p := range results.Pages {
			found = found || p.URL == c.url && p.Hits[0].Part == c.part
		}
		if !found {
			t.Errorf("%s: %q finds %v", c.why, c.text, results.Pages)
		}
	}
}
