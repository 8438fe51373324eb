package search_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/search"
	"mentorbook/internal/searchreader"
)

// page is a page whose sections are given as "Heading: text"; the first has no
// heading.
func page(lang, kind, url, title string, sections ...string) search.Page {
	p := search.Page{Lang: lang, Kind: kind, URL: url, Title: title}
	var texts []string
	for i, text := range sections {
		var section search.Section
		if heading, rest, ok := strings.Cut(text, ": "); ok && i > 0 {
			section, text = search.Section{ID: strings.ToLower(heading), Heading: heading}, rest
		}
		p.Sections, texts = append(p.Sections, section), append(texts, text)
	}
	p.Texts = func() []string { return texts }
	return p
}

func open(t testing.TB, s search.Site) *searchreader.Reader {
	t.Helper()
	r, err := searchreader.Open(search.Files(s))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found lists what a query finds, the best first: URLs, with # and the heading's
// id for sections. What lacks a word of the query is in brackets.
func found(t testing.TB, r *searchreader.Reader, q searchreader.Query) string {
	t.Helper()
	results, err := r.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range results.Pages {
		for _, h := range p.Hits {
			place := p.URL
			if h.ID != "" {
				place += "#" + h.ID
			}
			if h.Part {
				place = "[" + place + "]"
			}
			out = append(out, place)
		}
	}
	return strings.Join(out, " ")
}

var example = search.Site{
	Languages: []string{"en", "id"},
	Kinds:     []search.Kind{{Name: "guide"}, {Name: "session"}},
	Programs:  []string{"lead"},
	Topics:    []string{"feedback", "video"},
	Pages: []search.Page{
		page("en", "guide", "feedback.html", "Giving feedback", "How to say what you noticed.",
			"Timing: Say it soon, and in private.", "Mentors: A mentor asks first."),
		page("en", "guide", "mentor.html", "The mentor", "What a mentor does.", "Rhythm: Meet every month."),
		page("en", "session", "first.html", "First session", "Meet, and agree on a rhythm.", "Feedback: Ask how it went."),
		{Lang: "en", Kind: "session", URL: "video.html", Title: "Video lab", Topics: []string{"video"}, Programs: []string{"lead"},
			Names: []string{"reels"}, Sections: make([]search.Section, 1), Texts: func() []string { return []string{"Cut and caption."} }},
		page("en", "page", "faq.html", "Questions", "Captions help."),
		page("id", "guide", "id/feedback.html", "Memberi umpan balik", "Cara menyampaikan yang Anda amati.",
			"Waktu: Sampaikan segera, dalam bimbingan."),
		page("id", "guide", "id/mentor.html", "Sang mentor", "Tugas mentor: membimbing.", "Irama: Bertemu tiap bulan."),
	},
	Synonyms: []search.Synonyms{{Names: []string{"Feedback", "Umpan balik"}, Other: []string{"comments", "masukan"}}},
}

func TestQuery(t *testing.T) {
	r := open(t, example)
	for _, c := range []struct{ why, lang, text, want string }{
		{"the title before a heading before the text", "en", "feedback ",
			"feedback.html feedback.html#timing feedback.html#mentors first.html#feedback id/feedback.html id/feedback.html#waktu"},
		{"an exact form before another one", "en", "captions ", "faq.html video.html"},
		{"an exact form before another one, the other way round", "en", "caption ", "video.html faq.html"},
		{"the reader's language first", "id", "mentor ", "id/mentor.html id/mentor.html#irama mentor.html mentor.html#rhythm feedback.html#mentors"},
		{"the words in one section before the words on one page", "en", "agree rhythm ", "first.html [mentor.html#rhythm]"},
		{"the words on one page", "en", "soon noticed", "feedback.html feedback.html#timing"},
		{"some of the words when there is no better", "en", "caption month ", "[mentor.html#rhythm] [video.html] [faq.html]"},
		{"a form that stands nowhere", "id", "pembimbing ", "id/feedback.html#waktu id/mentor.html"},
		{"an inflection that stands nowhere", "en", "captioned ", "video.html faq.html"},
		{"a typo", "en", "rythm ", "mentor.html#rhythm first.html"},
		{"a transposition, in a word that is no heading", "en", "catpion ", "video.html faq.html"},
		{"an old spelling", "id", "boelan ", "id/mentor.html#irama"},
		{"the beginning of a word", "en", "capt", "video.html faq.html"},
		{"the beginning of a word is no word when it is closed", "en", "capt ", ""},
		{"a term in another language", "id", "comments ", "id/feedback.html id/feedback.html#waktu feedback.html feedback.html#timing feedback.html#mentors first.html#feedback"},
		{"another word for a topic", "en", "reels ", "video.html"},
		{"function words do not count", "en", "what does the mentor do ", "mentor.html mentor.html#rhythm feedback.html#mentors id/mentor.html id/mentor.html#irama"},
		{"nothing", "en", "", ""},
		{"nonsense", "en", "xyzzy plugh", ""},
		{"short nonsense is not corrected", "en", "xyz ", ""},
	} {
		if got := found(t, r, searchreader.Query{Text: c.text, Lang: c.lang}); got != c.want {
			t.Errorf("%s: %q finds\n\t%s\nwant\n\t%s", c.why, c.text, got, c.want)
		}
	}
}

// TestInflections types forms of words that stand on the site in another one.
func TestInflections(t *testing.T) {
	r := open(t, search.Site{Languages: []string{"en"}, Pages: []search.Page{
		page("en", "guide", "a.html", "A", "Planning, measured studies, a strategy. She met the children; policies; running; confidence."),
	}})
	for word, want := range map[string]string{
		"plan": "a.html", "plans": "a.html", "planned": "a.html", "measure": "a.html", "measuring": "a.html", "study": "a.html",
		"studied": "a.html", "strategies": "a.html", "meet": "a.html", "meeting": "a.html", "child": "a.html", "policy": "a.html",
		"run": "a.html", "runs": "a.html", "confid": "",
	} {
		if got := found(t, r, searchreader.Query{Text: word + " ", Lang: "en"}); got != want {
			t.Errorf("%s finds %q, want %q", word, got, want)
		}
	}
}

func TestFilters(t *testing.T) {
	r := open(t, example)
	for _, c := range []struct {
		text   string
		filter searchreader.Filter
		want   string
	}{
		{"feedback ", searchreader.Filter{Kinds: []string{"session"}}, "first.html#feedback"},
		{"captions ", searchreader.Filter{Kinds: []string{"page"}}, "faq.html"}, // a kind that the site does not list
		{"mentor ", searchreader.Filter{Languages: []string{"id"}}, "id/mentor.html id/mentor.html#irama"},
		{"video ", searchreader.Filter{Topics: []string{"video"}, Programs: []string{"lead"}}, "video.html"},
		{"video ", searchreader.Filter{Topics: []string{"feedback"}}, ""},
		{"mentor ", searchreader.Filter{Kinds: []string{"guide", "session"}, Languages: []string{"id"}}, "id/mentor.html id/mentor.html#irama"},
	} {
		if got := found(t, r, searchreader.Query{Text: c.text, Lang: "en", Filter: c.filter}); got != c.want {
			t.Errorf("%q with %+v finds %s, want %s", c.text, c.filter, got, c.want)
		}
	}
}

// large is a site whose frequent words are in far more sections than a list
// holds in its term shard.
func large() search.Site {
	random := rand.New(rand.NewPCG(3, 4))
	s := search.Site{Languages: []string{"en", "id"}}
	for i := range 4000 {
		var sections []string
		for range 3 {
			var text []string
			for w := range 40 {
				if random.IntN(w/4+2) == 0 {
					text = append(text, fmt.Sprintf("w%dx", w))
				}
			}
			sections = append(sections, strings.Join(text, " "))
		}
		s.Pages = append(s.Pages, page(s.Languages[i%2], "guide", fmt.Sprintf("%04d.html", i), "T", sections...))
	}
	return s
}

// TestEverySectionWithAllWordsIsFound compares with looking through the texts.
func TestEverySectionWithAllWordsIsFound(t *testing.T) {
	s := large()
	r := open(t, s)
	words := map[string][]map[string]bool{} // of each section, by page
	for _, p := range s.Pages {
		for _, text := range p.Texts() {
			has := map[string]bool{}
			for _, w := range strings.Fields(text) {
				has[w] = true
			}
			words[p.URL] = append(words[p.URL], has)
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		asked := []string{fmt.Sprintf("w%dx", random.IntN(12)), fmt.Sprintf("w%dx", random.IntN(40)), fmt.Sprintf("w%dx", random.IntN(40))}
		lacks := func(has map[string]bool) bool {
			return slices.ContainsFunc(asked, func(w string) bool { return !has[w] })
		}
		want := 0
		for _, sections := range words {
			for _, has := range sections {
				if !lacks(has) {
					want++
				}
			}
		}
		results, err := r.Query(searchreader.Query{Text: strings.Join(asked, " ") + " ", Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, p := range results.Pages {
			for _, h := range p.Hits {
				if !h.Part && !lacks(words[p.URL][h.Section%3]) {
					got++
				}
			}
		}
		if got != want {
			t.Errorf("%q: found %d sections, want %d", asked, got, want)
		}
	}
}

// TestAnAnswerDoesNotDependOnEarlierQueries asks a reader that has loaded the
// tails of lists before.
func TestAnAnswerDoesNotDependOnEarlierQueries(t *testing.T) {
	used, query := open(t, large()), searchreader.Query{Text: "w1x ", Lang: "en"}
	want := found(t, used, query)
	found(t, used, searchreader.Query{Text: "w1x w38x w39x ", Lang: "en"})
	if got := found(t, used, query); got != want {
		t.Errorf("after another query it finds\n%s\nnot\n%s", got, want)
	}
}

func TestIndexIsTheSameWhateverTheWorkersAndTheOrder(t *testing.T) {
	shuffled := large()
	rand.New(rand.NewPCG(7, 8)).Shuffle(len(shuffled.Pages), func(i, j int) {
		shuffled.Pages[i], shuffled.Pages[j] = shuffled.Pages[j], shuffled.Pages[i]
	})
	want := search.Files(large())
	for range 3 {
		if !same(search.Files(shuffled), want) {
			t.Fatal("two indexes of one site differ")
		}
	}
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	if !same(search.Files(large()), want) {
		t.Error("one worker makes another index than several")
	}
}

func same(a, b []search.File) bool {
	return slices.EqualFunc(a, b, func(x, y search.File) bool { return x.Path == y.Path && bytes.Equal(x.Data, y.Data) })
}

// TestFormsThatNoPageHas types words for which a page has another form, or a word
// that means the same, and words that only look alike.
func TestFormsThatNoPageHas(t *testing.T) {
	r := open(t, search.Site{Languages: []string{"en", "id"}, Pages: []search.Page{
		page("en", "guide", "visit", "T", "a visit to collaborate and recorded plans of an organizer"),
		page("en", "guide", "corn", "T", "corn, indexes, a child, we hide"),
		page("id", "guide", "sertai", "Peserta", "peserta menyertai"),
		page("id", "guide", "hubungi", "T", "menghubungi atasan, kirim sulit"),
		page("id", "guide", "hubungan", "Hubungan", "hubungan dihubungi"),
	}})
	for query, want := range map[string]string{
		"en visitors": "visit", "en collaborator": "visit", "en recorder": "visit", "en planners": "visit", "en organisers": "visit",
		"en corner": "", "en indices": "corn", "en children": "corn", "en hidden": "corn",
		"id menghubunginyalah": "hubungi hubungan", "id hubungankukah": "hubungan hubungi", "id hubunganmulah": "hubungan hubungi",
		"id ngirimin": "hubungi", "id ribet": "hubungi", "id bos": "",
	} {
		lang, word, _ := strings.Cut(query, " ")
		if got := found(t, r, searchreader.Query{Text: word + " ", Lang: lang}); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

func TestEmptySite(t *testing.T) {
	r := open(t, search.Site{Languages: []string{"en"}})
	if got := found(t, r, searchreader.Query{Text: "anything", Lang: "en"}); got != "" {
		t.Errorf("found %s", got)
	}
}
