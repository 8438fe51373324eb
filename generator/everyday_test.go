package generator_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/site"
)

// TestWordsOfThePortalAreNoLeak builds projects in which something hidden is
// called what the portal itself says: a word of the theme, an address of a
// page that is no document, a word that somebody typed.
func TestWordsOfThePortalAreNoLeak(t *testing.T) {
	draft := func(slug, title string) map[string]string {
		return with(map[string]string{"content/en/guides/" + slug + ".md": "---\ntitle: " + title + "\nsummary: S\nkind: article\ndraft: true\n---\nX.\n"})
	}
	config := func(old, new string) map[string]string { return replaced("programs.yaml", old, new) }
	const guide = "content/en/guides/start.md"
	noise := make([]byte, 2<<20)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(noise)
	for _, c := range []struct {
		name  string
		files map[string]string
	}{
		{"title is a word of the navigation", draft("new", "Glossary")},
		{"title is a role", draft("new", "Mentor")},
		{"title is a typed word: heading", draft("new", "How")},
		{"title is a typed word: link", draft("new", "join")},
		{"title is a typed word: step", draft("new", "Stories")},
		{"title is a typed word: question", draft("new", "What")},
		{"title is a synonym in the glossary", func() map[string]string {
			f := draft("new", "Some batch")
			f["programs.yaml"] = strings.Replace(f["programs.yaml"], "id: Satu putaran.}}", "id: Satu putaran.}, synonyms: [some batch]}", 1)
			return f
		}()},
		{"file is named as a program", draft("social", "Qwerty uiop")},
		{"file is named as a topic", draft("video", "Qwerty uiop")},
		{"file is named as the glossary", draft("glossary", "Qwerty uiop")},
		{"section is not ready, no home page", with(map[string]string{"content/en/index.md": "", "content/id/index.md": "",
			"content/en/guides/index.md": "---\ntitle: Qwerty uiop\nsummary: S\ndraft: true\n---\nX.\n"})},
		{"home page is not ready", with(map[string]string{"content/id/index.md": "", "content/en/index.md": "---\ntitle: Qwerty uiop\nsummary: S\ndraft: true\n---\nX.\n"})},
		{"name of one word, typed as a list item", func() map[string]string {
			f := config("Budi Kenanga", "Sukarno")
			f[guide] += "\n- Sukarno\n"
			return f
		}()},
		{"name of one word, typed in front matter", func() map[string]string {
			f := config("Budi Kenanga", "Sukarno")
			f[guide] = strings.Replace(f[guide], "version: 1", "references: [{title: Sukarno}]\nversion: 1", 1)
			return f
		}()},
		{"id of a pair is a word", config("pair-9z", "feedback")},
		{"id of a person is a word", func() map[string]string {
			f := small()
			f["programs.yaml"] = strings.ReplaceAll(f["programs.yaml"], "p4", "mentor")
			return f
		}()},
		{"picture of noise", with(map[string]string{guide: strings.Replace(small()[guide], "version: 1", "version: 1\nunchecked: true", 1) + "\n![x](x.png)\n", "content/en/guides/x.png": "\x89PNG\x00" + string(noise)})},
		{"id within a picture", with(map[string]string{guide: small()[guide] + "\n![x](x.svg)\n",
			"content/en/guides/x.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path id="p2" d="M0 0"/></svg>`})},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := codes(verify(t, c.files, site.Public)); slices.Contains(got, "leak") {
				t.Errorf("reported %q", got)
			}
		})
	}
}

// TestLengthOfAHiddenSessionIsNotShown: the hours of a pair must not tell how
// long a session template takes that the pair may not read.
func TestLengthOfAHiddenSessionIsNotShown(t *testing.T) {
	page := func(minutes string) string {
		files := with(map[string]string{"content/en/sessions/secret.md": "---\ntitle: Qwerty uiop\nsummary: S\naudience: organizers\nminutes: " + minutes +
			"\nagenda: [{minutes: " + minutes + ", lead: both, step: X}]\n---\nX.\n"})
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "{id: s2, session: first, at: 3 weeks}", "{id: s2, session: secret, at: 3 weeks}", 1)
		portal, _ := sound(t, files, site.Participants)
		return string(render(t, portal.Pages)["programs/social/pairs/pair-7k.html"])
	}
	if page("45") != page("90") {
		t.Error("the page of a pair depends on the length of a session that only organizers may read")
	}
}
