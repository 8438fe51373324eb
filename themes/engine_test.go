package themes_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// The engine of the search knows no page. So it runs where there is none, and
// finds the same.
func TestSearchEngineRunsWithoutABrowser(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatal("node is not installed")
	case err != nil:
		t.Skip("node is not installed, so the engine of the search is tested in the browser only")
	}
	type question struct {
		Lang   string            `json:"lang"`
		Text   string            `json:"text"`
		Filter map[string]string `json:"filter,omitempty"`
	}
	type answer struct {
		Pages, Marked []string
		Meant         string
	}
	cases := []struct {
		question
		first  string
		meant  string
		marked []string
	}{
		{question{"en", "safety", map[string]string{"kind": "guide"}}, "guides/safety.html", "", []string{"Safety"}},
		{question{"en", "psychological saf", nil}, "glossary.html#psychological-safety", "", []string{"Psychological", "safety"}},
		{question{"id", "umpan balk ", nil}, "id/topics/feedback-culture.html", "umpan balik", []string{"umpan", "balik"}},
		{question{"en", "nosuchwordatall", nil}, "", "", nil},
	}
	var questions []question
	for _, c := range cases {
		questions = append(questions, c.question)
	}
	asked, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "testdata/engine.mjs", "default/assets/search.js/1-engine.js", filepath.Join(buildPortal(t).dir, "search"))
	command.Stdin = bytes.NewReader(asked)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		got := answers[i]
		if first := append(got.Pages, "")[0]; first != c.first || got.Meant != c.meant || !slices.Equal(got.Marked, c.marked) {
			t.Errorf("%+v: it answers %+v, want %q first, %q meant and %q marked", c.question, got, c.first, c.meant, c.marked)
		}
	}
}
