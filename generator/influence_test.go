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
