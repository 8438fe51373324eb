package search_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/search"
	"mentorbook/generator/searchtext"
	"mentorbook/generator/site"
	"mentorbook/internal/searchreader"
)

var (
	heldOut = flag.Bool("held-out", false, "measure the queries that nobody tunes for as well")
	misses  = flag.Bool("misses", false, "print what the quality tests miss")
)

// judged is a query with the pages that a sensible person would want.
type judged struct {
	class    string
	query    searchreader.Query
	expected []string // URLs, with #section where only that will do; none for nonsense
}

func judgedQueries(t *testing.T, name string) (out []judged) {
	t.Helper()
	for _, line := range rowsOf(t, name) {
		if len(line) != 5 {
			t.Fatalf("%s: %q has not five fields", name, line)
		}
		j := judged{class: line[0], query: searchreader.Query{Text: line[3], Lang: line[1], Filter: filterOf(t, line[2])}}
		if line[4] != "-" {
			j.expected = strings.Fields(line[4])
		}
		out = append(out, j)
	}
	return out
}

func rowsOf(t *testing.T, name string) (out [][]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "quality", name))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if i > 0 {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

func filterOf(t *testing.T, text string) (f searchreader.Filter) {
	t.Helper()
	for _, part := range strings.Fields(text) {
		facet, value, _ := strings.Cut(part, "=")
		switch facet {
		case "language":
			f.Languages = append(f.Languages, value)
		case "kind":
			f.Kinds = append(f.Kinds, value)
		case "program":
			f.Programs = append(f.Programs, value)
		case "topic":
			f.Topics = append(f.Topics, value)
		default:
			t.Fatalf("there is no facet %q", facet)
		}
	}
	return f
}

// starterPortal is that of the starter playbook for organizers, who see all of its
// pages.
func starterPortal(t testing.TB) *generator.Portal {
	t.Helper()
	now, err := time.Parse(time.DateOnly, playbook.StarterDate)
	if err != nil {
		t.Fatal(err)
	}
	portal, list, err := (&generator.Builder{Project: generator.Project{Root: playbook.Starter}}).Build(context.Background(), generator.Options{Audience: site.Organizers, Now: now})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	return portal
}

// starterSite is what the search gets of the starter.
func starterSite(t testing.TB) search.Site {
	t.Helper()
	words := map[string]map[string]any{}
	for _, lang := range []string{"en", "id"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "themes", "default", "i18n", lang+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Strings map[string]any }
		if err := json.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		words[lang] = file.Strings
	}
	return searchtext.Of(starterPortal(t).Site, func(lang, key string) string { return fmt.Sprint(words[lang][key]) }, nil)
}

// starterIndex is the index of the starter as a build writes it, which is made once.
func starterIndex(t testing.TB) *searchreader.Reader {
	t.Helper()
	theStarter.Do(func() { theStarter.index = readStarter(t) })
	return theStarter.index
}

var theStarter struct {
	sync.Once
	index *searchreader.Reader
}

func readStarter(t testing.TB) *searchreader.Reader {
	t.Helper()
	index, err := starterPortal(t).Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var files []search.File
	for _, a := range index {
		var b bytes.Buffer
		if err := a.Render(&b); err != nil {
			t.Fatal(err)
		}
		files = append(files, search.File{Path: a.Path, Data: b.Bytes()})
	}
	r, err := searchreader.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shownHits is how many sections of a page a result shows at most.
const shownHits = 3

// rank returns the place of the first result that was expected, from 1, or 0.
func rank(results []searchreader.Result, expected []string) int {
	for i, result := range results {
		for _, want := range expected {
			page, section, _ := strings.Cut(want, "#")
			switch {
			case result.URL == want || section == "" && result.URL == page:
				return i + 1
			case result.URL != page:
			case slices.ContainsFunc(result.Hits[:min(len(result.Hits), shownHits)], func(h searchreader.Hit) bool { return h.ID == section }):
				return i + 1
			}
		}
	}
	return 0
}

// score sums up a class of queries.
type score struct {
	queries, first, firstFive, answered int
	reciprocal                          float64
}

// TestQuality asks the judged queries of the index of the starter playbook.
func TestQuality(t *testing.T) {
	r := starterIndex(t)
	names := []string{"queries.tsv"}
	if *heldOut {
		names = append(names, "held-out.tsv")
	}
	for _, name := range names {
		scores := map[string]*score{}
		for _, j := range judgedQueries(t, name) {
			results, err := r.Query(j.query)
			if err != nil {
				t.Fatal(err)
			}
			s := scores[j.class]
			if s == nil {
				s = &score{}
				scores[j.class] = s
			}
			s.queries++
			results.Pages = onJudged(t, results.Pages)
			if len(results.Pages) > 0 {
				s.answered++
			}
			place := rank(results.Pages, j.expected)
			if place > 0 {
				s.reciprocal += 1 / float64(place)
			}
			if place == 1 {
				s.first++
			}
			if place > 0 && place <= 5 {
				s.firstFive++
			}
			if *misses && name == "queries.tsv" && (place != 1 && j.class != "none" || j.class == "none" && len(results.Pages) > 0) {
				t.Log(describe(j, place, results))
			}
		}
		t.Log(table(name, scores))
		if name == "queries.tsv" {
			holdTargets(t, scores)
		}
	}
}

func describe(j judged, place int, results searchreader.Results) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %q: at %d, wanted %v; corrected %v\n", j.class, j.query.Lang, j.query.Text, place, j.expected, results.Corrected)
	for i, page := range results.Pages[:min(len(results.Pages), 6)] {
		h := page.Hits[0]
		fmt.Fprintf(&b, "   %d. %s#%s %q %q %d part=%v\n", i+1, page.URL, h.ID, page.Title, h.Heading, h.Score, h.Part)
	}
	return b.String()
}

func table(name string, scores map[string]*score) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%-10s %7s %8s %8s %6s %9s\n", name, "class", "queries", "found@1", "found@5", "MRR", "answered")
	var classes []string
	for class := range scores {
		classes = append(classes, class)
	}
	slices.Sort(classes)
	for _, class := range classes {
		s := scores[class]
		n := float64(s.queries)
		fmt.Fprintf(&b, "%-10s %7d %7.1f%% %7.1f%% %6.3f %8.1f%%\n", class, s.queries, 100*float64(s.first)/n, 100*float64(s.firstFive)/n, s.reciprocal/n, 100*float64(s.answered)/n)
	}
	return b.String()
}

// holdTargets fails where a class falls below what it must reach.
func holdTargets(t *testing.T, scores map[string]*score) {
	t.Helper()
	least := map[string]float64{"known": 1, "typo": .98, "affixed": .97, "inflected": .97, "cross": .90}
	for class, target := range least {
		if s := scores[class]; float64(s.firstFive) < target*float64(s.queries) {
			t.Errorf("%s: %d of %d found in the first five, want %.0f%%", class, s.firstFive, s.queries, 100*target)
		}
	}
	if s := scores["two"]; s.reciprocal < .95*float64(s.queries) {
		t.Errorf("two words: MRR %.3f, want 0.95", s.reciprocal/float64(s.queries))
	}
	if s := scores["none"]; s.answered > 0 {
		t.Errorf("nonsense found something %d times of %d", s.answered, s.queries)
	}
}

// TestQualityOfTypos makes one typing mistake of each kind in every longer word
// of the starter's titles and headings, and holds how often the page that comes
// first for the word is among the first five for the mistake. Some mistakes make
// another word. Every word is tried, each
// with mistakes of its own: else another text of the starter would make other
// mistakes of all words, which moves the share by as much as is to spare.
func TestQualityOfTypos(t *testing.T) {
	r := starterIndex(t)
	tried, same := 0, 0
	for _, word := range r.HotForms() {
		if len(word) < 5 || strings.ContainsFunc(word, func(c rune) bool { return c < 'a' || c > 'z' }) {
			continue
		}
		right, err := r.Query(searchreader.Query{Text: word + " ", Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		sum := fnv.New64a() // the mistakes of a word do not depend on the other words
		sum.Write([]byte(word))
		random := rand.New(rand.NewPCG(sum.Sum64(), 2))
		for kind := range 4 {
			at := 1 + random.IntN(len(word)-2)
			letter := string(rune('a' + random.IntN(26)))
			typo := [...]string{
				word[:at] + word[at+1:], word[:at] + letter + word[at:], word[:at] + letter + word[at+1:],
				word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:],
			}[kind]
			if typo == word {
				continue
			}
			wrong, err := r.Query(searchreader.Query{Text: typo + " ", Lang: "en"})
			if err != nil {
				t.Fatal(err)
			}
			tried++
			if rank(wrong.Pages, []string{right.Pages[0].URL}) > 0 && rank(wrong.Pages, []string{right.Pages[0].URL}) <= 5 {
				same++
			} else if *misses {
				t.Logf("%s for %s: corrected %v", typo, word, wrong.Corrected)
			}
		}
	}
	share := 100 * float64(same) / float64(tried)
	t.Logf("%d typos, %.1f%% found", tried, share)
	if share < 98 {
		t.Errorf("%.1f%% of the typos find what was meant, want 98%%", share)
	}
}
