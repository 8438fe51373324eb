package themes_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentorbook/internal/searchreader"
)

// question is what the engine of the search is asked, and answer what it says.
type question struct {
	Lang   string            `json:"lang"`
	Text   string            `json:"text"`
	Filter map[string]string `json:"filter,omitempty"`
}

type answer struct {
	Pages, Marked []string
	Sections      [][]int
	Meant         string
}

// askEngine asks the engine of the search where there is no browser.
func askEngine(t *testing.T, portal string, questions []question) (answers []answer) {
	t.Helper()
	node, err := exec.LookPath("node")
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatal("node is not installed")
	case err != nil:
		t.Skip("node is not installed, so the engine of the search is tested in the browser only")
	}
	asked, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "testdata/engine.mjs", "default/assets/search.js/1-engine.js", filepath.Join(portal, "search"))
	command.Stdin = bytes.NewReader(asked)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// The engine answers every judged query as its specification does: the same pages
// with the same sections, in the same order.
func TestSearchEngineAnswersAsSpecified(t *testing.T) {
	t.Parallel()
	portal := buildPortal(t).dir
	var questions []question
	for _, name := range []string{"queries.tsv", "held-out.tsv", "judged.tsv"} {
		data, err := os.ReadFile("../generator/search/testdata/quality/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
			fields := strings.Split(line, "\t")
			q := question{Lang: fields[1], Text: fields[3]}
			if name, value, ok := strings.Cut(fields[2], "="); ok {
				q.Filter = map[string]string{name: value}
			}
			questions = append(questions, q, question{q.Lang, q.Text + " ", q.Filter})
		}
	}
	reader := readIndex(t, portal)
	for i, got := range askEngine(t, portal, questions) {
		q := questions[i]
		results, err := reader.Query(searchreader.Query{Text: q.Text, Lang: q.Lang, Filter: filterOf(q.Filter)})
		if err != nil {
			t.Fatal(err)
		}
		var pages []string
		var sections [][]int
		for _, page := range results.Pages[:min(len(results.Pages), 8)] {
			pages = append(pages, page.URL)
			var hits []int
			for _, hit := range page.Hits {
				hits = append(hits, hit.Section)
			}
			sections = append(sections, hits)
		}
		if !slices.Equal(got.Pages, pages) || !slices.EqualFunc(got.Sections, sections, slices.Equal) {
			t.Errorf("%s %q %v: the engine finds\n%v %v\nnot\n%v %v", q.Lang, q.Text, q.Filter, got.Pages, got.Sections, pages, sections)
		}
	}
}

// filterOf is a choice of each facet as the specification has it.
func filterOf(choices map[string]string) (f searchreader.Filter) {
	for name, value := range choices {
		*map[string]*[]string{"kind": &f.Kinds, "program": &f.Programs, "topic": &f.Topics, "language": &f.Languages}[name] = []string{value}
	}
	return f
}

// The engine of the search knows no page. So it runs where there is none, and
// finds the same.
func TestSearchEngineRunsWithoutABrowser(t *testing.T) {
	t.Parallel()
	cases := []struct {
		question
		first  string
		meant  string
		marked []string
	}{
		{question{"en", "safety", map[string]string{"kind": "guide"}}, "guides/safety.html", "", []string{"Safety"}},
		{question{"en", "psychological saf", nil}, "glossary.html#psychological-safety", "", []string{"Psychological", "safety"}},
		{question{"id", "umpan balk ", nil}, "id/glossary.html#feedback", "umpan balik", []string{"Umpan", "balik"}},
		{question{"en", "nosuchwordatall", nil}, "", "", nil},
	}
	var questions []question
	for _, c := range cases {
		questions = append(questions, c.question)
	}
	answers := askEngine(t, buildPortal(t).dir, questions)
	for i, c := range cases {
		got := answers[i]
		if first := append(got.Pages, "")[0]; first != c.first || got.Meant != c.meant || !slices.Equal(got.Marked, c.marked) {
			t.Errorf("%+v: it answers %+v, want %q first, %q meant and %q marked", c.question, got, c.first, c.meant, c.marked)
		}
	}
}
