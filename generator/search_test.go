package generator_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/internal/searchreader"
)

// asks returns what a portal of files finds for a query: URLs, with # and the
// id of the best section.
func asks(t *testing.T, files map[string]string, o generator.Options, lang, query string) string {
	t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, o)
	if err != nil || list.HasErrors() {
		t.Fatalf("no portal: %v, %v", err, places(list))
	}
	var index []search.File
	for path, data := range render(t, artifacts(t, portal)) {
		index = append(index, search.File{Path: path, Data: data})
	}
	r, err := searchreader.Open(index)
	if err != nil {
		t.Fatal(err)
	}
	results, err := r.Query(searchreader.Query{Text: query + " ", Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range results.Pages {
		place := p.URL
		if id := p.Hits[0].ID; id != "" {
			place += "#" + id
		}
		out = append(out, place)
	}
	return strings.Join(out, " ")
}

func TestWhatIsSearched(t *testing.T) {
	guide := func(front, body string) string {
		return "---\ntitle: Quokka\nsummary: S.\nkind: article\n" + front + "---\n" + body
	}
	const path = "content/en/guides/quokka.md"
	drafts := options(site.Organizers)
	drafts.Drafts = true
	for _, c := range []struct {
		name  string
		files map[string]string
		o     generator.Options
		lang  string
		query string
		want  string
	}{
		{"a guide", with(map[string]string{path: guide("", "")}), options(site.Public), "en", "quokka", "guides/quokka.html"},
		{"a guide that only stands in for its translation", with(map[string]string{path: guide("", "")}), options(site.Public), "id", "quokka", "guides/quokka.html"},
		{"a draft that is shown", with(map[string]string{path: guide("draft: true\n", "")}), drafts, "en", "quokka", ""},
		{"a guide for organizers, for everybody", with(map[string]string{path: guide("audience: organizers\n", "")}), options(site.Public), "en", "quokka", ""},
		{"a guide for organizers, for organizers", with(map[string]string{path: guide("audience: organizers\n", "")}), options(site.Organizers), "en", "quokka", "guides/quokka.html"},
		{"a guide that is not out yet", with(map[string]string{path: guide("publish: 2027-01-01\n", "")}), options(site.Organizers), "en", "quokka", ""},
		{"a section", with(map[string]string{path: guide("", "## Care {#care}\n\nA *wallaby* eats.\n")}), options(site.Public), "en", "wallabies", "guides/quokka.html#care"},
		{"a snippet, in the section that it stands in", with(map[string]string{
			path:                           guide("", "## Care {#care}\n\nX.\n\n## Food {#food}\n\nY.\n\n{{include eats.md}}\n\n## More {#more}\n\nZ.\n"),
			"content/en/_snippets/eats.md": "It eats wallabies.\n", "content/id/_snippets/eats.md": "-\n",
		}), options(site.Public), "en", "wallaby", "guides/quokka.html#food"},
		{"a reference", with(map[string]string{path: guide("references: [{title: \"Marsupial, 2020\"}]\n", "")}), options(site.Public), "en", "marsupials", "guides/quokka.html#references"},
		{"a step of an agenda", small(), options(site.Public), "en", "stories", "sessions/first.html#session-agenda"},
		{"a question of a form", small(), options(site.Public), "id", "apa", ""},
		{"a term, by its definition", small(), options(site.Public), "id", "putaran", "id/glossary.html#cohort"},
		{"a topic, and what is about it, by a synonym", small(), options(site.Public), "en", "comment",
			"topics/feedback.html guides/start.html id/topics/feedback.html id/guides/start.html"},
		{"who agreed to be listed", small(), options(site.Public), "en", "melati", "mentors.html id/mentors.html"},
		{"a pair, for everybody", small(), options(site.Public), "en", "kenanga", ""},
		{"a pair, for participants", small(), options(site.Participants), "en", "kenanga",
			"programs/social/pairs/pair-7k.html id/programs/social/pairs/pair-7k.html"},
		{"a sensitive pair, for participants", small(), options(site.Participants), "en", "flamboyan", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := asks(t, c.files, c.o, c.lang, c.query); got != c.want {
				t.Errorf("%q finds %s, want %s", c.query, got, c.want)
			}
		})
	}
}

// TestIndexIsNotMadeForNobody ends a publication before its index is made, and
// then publishes after all.
func TestIndexIsNotMadeForNobody(t *testing.T) {
	portal, _ := sound(t, small(), site.Public)
	ended, end := context.WithCancel(t.Context())
	end()
	if index, err := portal.Index(ended); !errors.Is(err, context.Canceled) || len(index) > 0 {
		t.Errorf("it ends with %v and %d files", err, len(index))
	}
	if index, err := portal.Index(t.Context()); err != nil || len(index) == 0 {
		t.Errorf("there is no index afterwards: %v", err)
	}
}

// TestServedIndexIsTheBuiltOne asks for the files of the index by name, as the
// preview does, and compares with a publication.
func TestServedIndexIsTheBuiltOne(t *testing.T) {
	served, _ := sound(t, small(), site.Public)
	if served.SearchFile("guides/start.html") != nil || served.SearchFile(search.Folder+"/none.js") != nil {
		t.Error("a file that is not of the index is")
	}
	dir := t.TempDir()
	built, _ := sound(t, small(), site.Public)
	if _, list, err := built.Publish(context.Background(), dir, generator.PublishOptions{}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	files := 0
	for _, a := range artifacts(t, built) {
		if !strings.HasPrefix(a.Path, search.Folder+"/") || strings.Contains(a.Path, "/words.") {
			continue
		}
		files++
		want, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(a.Path)))
		if err != nil {
			t.Fatal(err)
		}
		file := served.SearchFile(a.Path)
		var got bytes.Buffer
		if file == nil || file.Render(&got) != nil || !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is not served as it is built", a.Path)
		}
	}
	if files < 5 {
		t.Errorf("the index has only %d files", files)
	}
}
