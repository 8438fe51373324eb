package generator_test

import (
	"context"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// TestFormsCanBeHandedIn: every form can be had as the file that import reads, in the
// portals of pairs, too; a sensitive one cannot. In a portal of a sensitive program
// nothing is kept on the device all the same.
func TestFormsCanBeHandedIn(t *testing.T) {
	files := small()
	const form = "---\ntitle: How was it?\nsummary: Three questions.\nversion: 1\nfields: [{id: worth, label: It is worth the time., type: scale}]\n"
	files["content/en/forms/open.md"] = form + "---\nText.\n"
	files["content/en/forms/closed.md"] = form + "sensitivity: sensitive\n---\nText.\n"
	for _, c := range []struct {
		portal generator.Options
		keeps  bool
	}{
		{options(site.Public), true}, {options(site.Participants), true}, {options(site.Organizers), true},
		{generator.Options{Audience: site.Participants, Pair: "pair-7k", Now: now}, true},
		{generator.Options{Audience: site.Participants, Pair: "pair-9z", Now: now}, false},
	} {
		portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, c.portal)
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		pages := render(t, portal.Pages)
		for name, want := range map[string][2]bool{"forms/open.html": {true, c.keeps}, "forms/closed.html": {false, false}} {
			page := string(pages[name])
			if got := [2]bool{strings.Contains(page, "data-download-data"), strings.Contains(page, "data-keep")}; page == "" || got != want {
				t.Errorf("%v %s: %s can be handed in and kept: %v, want %v", c.portal.Audience, c.portal.Pair, name, got, want)
			}
		}
	}
}
