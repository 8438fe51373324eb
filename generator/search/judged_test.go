package search_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/search"
	"mentorbook/internal/searchreader"
)

var (
	judgedFile = flag.String("judged", filepath.Join("testdata", "quality", "judged.tsv"), "judged queries to measure")
	formsFile  = flag.String("forms", filepath.Join("testdata", "quality", "judged-forms.tsv"), "judged word forms to measure")
)

// judgedRows reads a table without its first line.
func judgedRows(t *testing.T, path string) (out [][]string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if i > 0 {
			out = append(out, append(strings.Split(line, "\t"), "", "", ""))
		}
	}
	return out
}

// moved are the places that the starter had when it was judged, and where what
// stood there is now.
var moved = map[string]string{
	"invitation-texts": "letters/index", "invitation-texts#reminders": "letters/week-before", "invitation-texts#week-before": "letters/week-before",
	"invitation-texts#no-match": "letters/not-this-time", "invitation-texts#quiet": "letters/quiet", "invitation-texts#midpoint-text": "letters/midpoint",
	"invitation-texts#starting": "letters/index",
}

// pagesOf are the addresses of a field of a judged table, which has them without
// .html.
func pagesOf(field string) (out []string) {
	for _, place := range strings.Fields(field) {
		if place == "-" {
			continue
		}
		language := ""
		if rest, foreign := strings.CutPrefix(place, "id/"); foreign {
			language, place = "id/", rest
		}
		if now := moved[place]; now != "" {
			place = now
		}
		place = language + place
		page, section, _ := strings.Cut(place, "#")
		if page += ".html"; section != "" {
			page += "#" + section
		}
		out = append(out, page)
	}
	return out
}

// onJudged leaves the pages that the starter had when it was judged, and those
// where what stood on them is now: nobody said whether a newer one is right.
func onJudged(t *testing.T, results []searchreader.Result) []searchreader.Result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "quality", "judged-pages.txt"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, page := range strings.Fields(string(data)) {
		known[page] = true
	}
	for _, page := range moved {
		known[page+".html"], known["id/"+page+".html"] = true, true
	}
	return slices.DeleteFunc(results, func(r searchreader.Result) bool {
		page, _, _ := strings.Cut(r.URL, "#")
		return !known[page]
	})
}

// isShown returns the place of the first page that is among the expected, from 1;
// 0 if none is. A section of a page is meant as the page, but an entry of the
// glossary is a page.
func isShown(results []searchreader.Result, expected []string) int {
	for i, result := range results {
		for _, want := range expected {
			page, _, _ := strings.Cut(want, "#")
			if result.URL == want || result.URL == page {
				return i + 1
			}
		}
	}
	return 0
}

// starterTexts are the words of each page of the starter as the search has them,
// with a space around each.
func starterTexts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, page := range starterSite(t).Pages {
		text := strings.Join(append(append([]string{page.Title}, page.Names...), page.Tags...), ". ")
		for i, section := range page.Texts() {
			text += ". " + page.Sections[i].Heading + ". " + section
		}
		out[page.URL] = " " + strings.Join(search.Words(text), " ") + " "
	}
	return out
}

// TestQualityJudged asks the queries that were judged by somebody who knows the
// starter and not the search. Found first is a page that is best for the query;
// the first five may have one that is also right.
func TestQualityJudged(t *testing.T) {
	scores := measureTable(t, *judgedFile, onJudged)
	if *judgedFile == flag.Lookup("judged").DefValue {
		holdJudged(t, scores)
	}
}

// everyPage leaves all pages, for tables that were written from the pages of today.
func everyPage(_ *testing.T, results []searchreader.Result) []searchreader.Result { return results }

// TestQualityEveryday asks queries and forms that were written before the rules
// that they hold: those of the second table were never looked at one by one.
func TestQualityEveryday(t *testing.T) {
	for name, least := range map[string]int{"everyday": 80, "everyday-held-out": 77, "colleague": 76, "colleague-held-out": 79} {
		if s := measureTable(t, filepath.Join("testdata", "quality", name+".tsv"), everyPage)["all"]; 100*s.first < least*s.queries {
			t.Errorf("%s: %d of %d are found first, want %d%%", name, s.first, s.queries, least)
		}
	}
	for name, least := range map[string]int{"everyday-forms": 97, "everyday-forms-held-out": 97, "colleague-forms": 100, "colleague-forms-held-out": 94} {
		first, all := 0, 0
		for _, s := range measureFormTable(t, filepath.Join("testdata", "quality", name+".tsv"), everyPage) {
			first, all = first+s.first, all+s.queries
		}
		if 100*first < least*all {
			t.Errorf("%s: %d of %d are right, want %d%%", name, first, all, least)
		}
	}
}

// measureTable asks the queries of a table of the pages that keep leaves, and
// sums up each class.
func measureTable(t *testing.T, file string, keep func(*testing.T, []searchreader.Result) []searchreader.Result) map[string]*score {
	t.Helper()
	r := starterIndex(t)
	scores, texts := map[string]*score{}, starterTexts(t)
	for _, line := range judgedRows(t, file) {
		if line[0] == "title" && strings.Contains(line[4], "invitation-texts") {
			continue // the page is gone
		}
		q := searchreader.Query{Text: line[3], Lang: line[1], Filter: filterOf(t, line[2])}
		results, err := r.Query(q)
		if err != nil {
			t.Fatal(err)
		}
		results.Pages = keep(t, results.Pages)
		best := pagesOf(line[4])
		if line[0] == "quote" { // every page that has it word for word
			for url, text := range texts {
				if strings.Contains(text, " "+strings.Join(search.Words(line[3]), " ")+" ") {
					best = append(best, url)
				}
			}
		}
		place := isShown(results.Pages, best)
		near := isShown(results.Pages, append(slices.Clone(best), pagesOf(line[5])...))
		for _, class := range []string{line[0], "all"} {
			if class == "all" && (line[0] == "title" || len(best) == 0) {
				continue
			}
			if scores[class] == nil {
				scores[class] = &score{}
			}
			scores[class].add(place, near, len(results.Pages) > 0 && !results.Pages[0].Hits[0].Part)
		}
		if *misses && (place != 1 && len(best) > 0 || len(best) == 0 && len(results.Pages) > 0) {
			t.Log(describe(judged{line[0], q, best}, place, results))
		}
	}
	t.Log(table(file, scores))
	return scores
}

// holdJudged fails where a class of the judged queries falls below what was
// reached: found first, and in the first five, per cent.
func holdJudged(t *testing.T, scores map[string]*score) {
	t.Helper()
	for class, least := range map[string][2]int{
		"title": {100, 100}, "pair": {100, 100}, "heading": {95, 95}, "quote": {100, 100}, "typo": {95, 95},
		"name": {90, 95}, "kind": {95, 95}, "form": {80, 85}, "abbr": {75, 90}, "syn": {95, 95}, "slang": {70, 85}, "task": {50, 80}, "all": {86, 94},
	} {
		s := scores[class]
		if 100*s.first < least[0]*s.queries || 100*s.firstFive < least[1]*s.queries {
			t.Errorf("%s: %d found first and %d in the first five of %d, want %d%% and %d%%", class, s.first, s.firstFive, s.queries, least[0], least[1])
		}
	}
	if s := scores["none"]; s.answered > 0 {
		t.Errorf("%d queries without an answer have one", s.answered)
	}
}

func (s *score) add(place, near int, answered bool) {
	s.queries++
	if answered {
		s.answered++
	}
	if place > 0 {
		s.reciprocal += 1 / float64(place)
	}
	if place == 1 {
		s.first++
	}
	if near > 0 && near <= 5 {
		s.firstFive++
	}
}

// TestQualityOfJudgedForms asks for forms that stand nowhere on the starter, and
// counts how often a page comes first that has another form of the root; of words
// that only look like others, how often a page of such another word comes first
// without saying that it is a guess.
func TestQualityOfJudgedForms(t *testing.T) {
	scores := measureFormTable(t, *formsFile, onJudged)
	if *formsFile != flag.Lookup("forms").DefValue {
		return
	}
	for class, least := range map[string]int{"root": 97, "derived": 97, "clitic": 99, "er": 95, "ing": 98, "ed": 98, "plural": 95, "poss": 100, "trap-affix": 94, "trap-near": 96} {
		if s := scores[class]; 100*s.first < least*s.queries {
			t.Errorf("%s: %d of %d are right, want %d%%", class, s.first, s.queries, least)
		}
	}
}

// measureFormTable asks the forms of a table, and sums up each class.
func measureFormTable(t *testing.T, file string, keep func(*testing.T, []searchreader.Result) []searchreader.Result) map[string]*score {
	t.Helper()
	r := starterIndex(t)
	scores, texts := map[string]*score{}, starterTexts(t)
	for _, line := range judgedRows(t, file) {
		class, words := line[0], strings.Fields(strings.Trim(line[4], "- "))
		results, err := r.Query(searchreader.Query{Text: line[2] + " ", Lang: line[1]})
		if err != nil {
			t.Fatal(err)
		}
		results.Pages = keep(t, results.Pages)
		guessed, place := len(results.Corrected) > 0, 0
		for i, page := range results.Pages {
			for _, word := range words {
				if place == 0 && strings.Contains(texts[page.URL], " "+strings.Join(search.Words(word), " ")+" ") {
					place = i + 1
				}
			}
		}
		wrong := len(results.Pages) > 0 && place != 1 && !guessed
		if scores[class] == nil {
			scores[class] = &score{}
		}
		if len(words) == 0 && !wrong {
			place = 1 // nothing, or a guess, is right
		}
		scores[class].add(place, place, wrong)
		if *misses && place != 1 {
			first := append(results.Pages, searchreader.Result{})[0]
			t.Log(class, line[1], line[2], "wants", words, "at", place, "of", len(results.Pages), first.URL, results.Corrected)
		}
	}
	t.Log("\"answered\" is the share of lines for which a wrong page comes first, not as a guess\n", table(file, scores))
	return scores
}
