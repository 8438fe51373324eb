package search_test

import (
	"slices"
	"strings"
	"testing"

	playbook "mentorbook"
	"mentorbook/generator/report"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/internal/searchreader"
)

// TestTitleWordsFindWhatStatusSays asks for the words of titles that status says
// find another page first.
func TestTitleWordsFindWhatStatusSays(t *testing.T) {
	r := starterIndex(t)
	status, list, err := report.NewStatus(t.Context(), source.Project{Root: playbook.Starter}, site.Options{})
	if err != nil || status == nil {
		t.Fatal(err, list)
	}
	if len(status.TitleWords) < 10 {
		t.Errorf("only %d words", len(status.TitleWords))
	}
	for _, w := range status.TitleWords {
		results, err := r.Query(searchreader.Query{Text: w.Word + " ", Lang: w.Language})
		if err != nil {
			t.Fatal(err)
		}
		first := results.Pages[0].URL
		if !slices.ContainsFunc(w.First, func(place string) bool {
			page := strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(place, "content/"), ".md"), "en/")
			if kind, id, named := strings.Cut(place, " "); named {
				page = map[string]string{"term": "glossary.html#", "topic": "topics/", "program": "programs/"}[kind] + id
			}
			return strings.Contains(first, page)
		}) {
			t.Errorf("%s (%s) finds %s first, not %s", w.Word, w.Language, first, w.First)
		}
	}
}
