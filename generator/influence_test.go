package generator_test

import (
	"strings"
	"testing"

	"mentorbook/generator/site"
)

// TestHiddenVersionsChangeNothing writes what readers do not see in two ways:
// their portal is the same.
func TestHiddenVersionsChangeNothing(t *testing.T) {
	scheduled := "publish: 2027-01-01\n"
	for _, test := range []struct {
		name     string
		audience site.Audience
		file     string
		one, two string
	}{
		{"the version that a translation renders", site.Public, "content/en/guides/start.md",
			scheduled + "version: 1\n", scheduled + "version: 5\n"},
		{"how long a session takes", site.Participants, "content/en/sessions/first.md",
			"audience: organizers\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Talk}]\nversion: 1\n",
			"audience: organizers\nminutes: 90\nagenda: [{minutes: 90, lead: both, step: Talk}]\nversion: 1\n"},
		{"how long a session takes that a translation is shown of", site.Participants, "content/en/sessions/first.md",
			scheduled + "minutes: 30\nagenda: [{minutes: 30, lead: both, step: Talk}]\nversion: 1\n",
			scheduled + "minutes: 90\nagenda: [{minutes: 90, lead: both, step: Talk}]\nversion: 1\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := func(front string) map[string][]byte {
				files := with(map[string]string{
					test.file:                    "---\ntitle: Hidden\nsummary: Hidden.\n" + front + "---\nText.\n\n## How {#how}\n\nSo.\n",
					"content/en/guides/start.md": "---\ntitle: Getting started\nsummary: The first steps.\nversion: 1\nkind: article\n---\n## How {#how}\n\nSo.\n",
				})
				if test.file == "content/en/guides/start.md" {
					files[test.file] = "---\ntitle: Hidden\nsummary: Hidden.\nkind: article\n" + front + "---\n## How {#how}\n\nSo.\n"
				}
				if test.audience == site.Participants && strings.HasPrefix(front, "audience") {
					files["content/id/sessions/first.md"] = "" // an audience is the same in every language
				}
				portal, _ := sound(t, files, test.audience)
				return render(t, portal.Pages)
			}
			compare(t, made(test.two), made(test.one))
		})
	}
}

// TestLinksLeadToWhatIsShown follows links to sections and headings of which
// only hidden documents have something.
func TestLinksLeadToWhatIsShown(t *testing.T) {
	page := func(front, body string) string {
		return "---\ntitle: Title\nsummary: Summary.\n" + front + "---\n" + body + "\n"
	}
	files := with(map[string]string{
		"content/en/index.md": page("version: 1\n", "A [hidden section](guides/deep/index.md), a [shown one](guides/wide/index.md), a [heading](guides/half.md#old)."),
		"content/id/index.md": page("translates: 1\n", "Sebuah [judul](guides/half.md#old) dan [yang lain](guides/half.md#new)."),

		"content/en/guides/deep/page.md":  page("kind: article\nversion: 1\npublish: 2027-01-01\n", "Later."),
		"content/en/guides/wide/index.md": page("version: 1\npublish: 2027-01-01\n", "Later."),
		"content/en/guides/wide/page.md":  page("kind: article\nversion: 1\n", "Now."),
		"content/en/guides/half.md":       page("kind: article\nversion: 1\n", "## Old {#old}"),
		"content/id/guides/half.md":       page("kind: article\ntranslates: 1\npublish: 2027-01-01\n", "## Old {#lama}\n\n## Baru {#new}"), // found by its text
	})
	portal, _ := sound(t, files, site.Public)
	pages := render(t, portal.Pages)
	for path, wants := range map[string][]string{
		"index.html": {
			`<span class="dead-end">hidden section</span>`, `<a href="guides/wide/index.html">shown one</a>`, `<a href="guides/half.html#old">heading</a>`,
		},
		"id/index.html": {`<a href="guides/half.html#old">judul</a>`, `<a href="guides/half.html" class="dead-end">yang lain</a>`},
	} {
		for _, want := range wants {
			if !strings.Contains(string(pages[path]), want) {
				t.Errorf("%s has no %s", path, want)
			}
		}
	}
}
