package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
)

// TestNobodyIsStoppedForAWord gives every word that the starter says to somebody
// as the only name, and to a draft as its title, and builds all of it at once. So
// it does with titles of two words that stand beside each other on a page.
func TestNobodyIsStoppedForAWord(t *testing.T) {
	t.Parallel()
	words := spokenByTheStarter(t)
	if len(words) < 5000 {
		t.Errorf("only %d words", len(words))
	}
	titles := slices.Concat(words, neighbours(t, 16),
		[]string{"Session 2", "Sesi 2", "December 2026", "Desember 2026", "60 minutes", "60 menit", "Welcome 👋", "Search", "Velvet"})
	for _, word := range words {
		titles = append(titles, word+" 2")
	}
	builder := generator.Builder{Project: generator.Project{Root: called(t, words, titles)}}
	for _, audience := range site.Audiences() {
		list := stopped(t, &builder, words, titles, audience)
		t.Logf("%s: %d names and %d titles in each of two languages, %d stopped", audience, len(words), len(titles), len(list))
		for _, line := range list[:min(len(list), 20)] {
			t.Error(line)
		}
	}
}

var (
	spokenWord = regexp.MustCompile(`[\pL\pN][\pL\pN\pM]+`)
	packedText = regexp.MustCompile(`[A-Za-z0-9+/=]{40,}`) // of the search index: letters without words
	tagOrCode  = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`)
)

// spokenByTheStarter returns every word of every file that the starter publishes
// for anybody, scripts, style sheets and data included, and of the texts and the
// data that it is made of.
func spokenByTheStarter(t *testing.T) []string {
	words := map[string]bool{}
	add := func(text string) {
		for _, word := range spokenWord.FindAllString(packedText.ReplaceAllString(text, " "), -1) {
			words[strings.ToLower(word)] = true
		}
	}
	for _, audience := range site.Audiences() {
		artifacts, err := buildStarter(t, options(audience)).Artifacts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range render(t, artifacts) {
			add(name)
			add(string(data))
			if !strings.HasPrefix(name, search.Folder+"/") {
				add(html.UnescapeString(string(data)))
			}
		}
	}
	for name, file := range starterFiles(t) {
		if path.Ext(name) == ".yaml" || path.Ext(name) == ".md" {
			add(string(file.Data))
		}
	}
	return slices.Sorted(maps.Keys(words))
}

// neighbours returns every nth of the pairs of words that stand beside each other
// on the starter's pages for everybody.
func neighbours(t *testing.T, nth int) (out []string) {
	all := map[string]bool{}
	for name, data := range render(t, buildStarter(t, options(site.Public)).Pages) {
		if path.Ext(name) != ".html" {
			continue
		}
		words := spokenWord.FindAllString(html.UnescapeString(tagOrCode.ReplaceAllString(string(data), " ")), -1)
		for i := range len(words) - 1 {
			all[strings.ToLower(words[i]+" "+words[i+1])] = true
		}
	}
	for i, pair := range slices.Sorted(maps.Keys(all)) {
		if i%nth == 0 {
			out = append(out, pair)
		}
	}
	return out
}

// called returns the starter with people and drafts of these names.
func called(t *testing.T, names, titles []string) fstest.MapFS {
	files := starterFiles(t)
	var people strings.Builder
	for i, name := range names {
		fmt.Fprintf(&people, "  - {id: person-of-word-%d, name: %q, unit: {en: Word unit, id: Unit kata}, languages: [en], level: 1}\n", i, name)
	}
	config := bytes.Replace(files["programs.yaml"].Data, []byte("\npeople:\n"), []byte("\npeople:\n"+people.String()), 1)
	if bytes.Equal(config, files["programs.yaml"].Data) {
		t.Fatal("the starter has no list of people in place")
	}
	files["programs.yaml"] = &fstest.MapFile{Data: config}
	for i, title := range titles {
		draft := &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: %q\nsummary: S\nkind: article\ndraft: true\n---\nX.\n", title)}
		for _, lang := range []string{"en", "id"} {
			files[fmt.Sprintf("content/%s/guides/word-drafts/word-draft-%d.md", lang, i)] = draft
		}
	}
	return files
}

// stopped returns what is wrong with such a project for an audience.
func stopped(t *testing.T, b *generator.Builder, names, titles []string, audience site.Audience) (out []string) {
	portal, list, err := b.Build(context.Background(), options(audience))
	if err != nil || portal == nil {
		t.Fatal(err, list)
	}
	more, err := portal.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(list, more...) {
		if d.Severity == diag.Error {
			out = append(out, d.Message+": "+wordOf(d.Message, names, titles))
		}
	}
	return out
}

// wordOf returns the word that a message is about.
func wordOf(message string, names, titles []string) string {
	var i int
	if _, id, ok := strings.Cut(message, "person-of-word-"); ok {
		fmt.Sscan(id, &i)
		return names[i]
	}
	_, id, _ := strings.Cut(message, "word-draft-")
	fmt.Sscanf(id, "%d", &i)
	return titles[i]
}

// TestAHiddenPageMayHaveTheEndOfAnothersName: for-leads.html says leads.html as
// words, and is not its address.
func TestAHiddenPageMayHaveTheEndOfAnothersName(t *testing.T) {
	page := func(title, front string) string {
		return "---\ntitle: " + title + "\nsummary: Read it.\nkind: article\n" + front + "---\nHello.\n"
	}
	files := with(map[string]string{
		"content/en/guides/for-leads.md": page("For leads", "version: 1\n"), "content/id/guides/for-leads.md": page("Untuk ketua", "translates: 1\n"),
		"content/en/guides/leads.md": page("Quince marmalade", "audience: organizers\nversion: 1\n"), "content/id/guides/leads.md": page("Selai kuini", "audience: organizers\ntranslates: 1\n"),
	})
	if got := check(t, mapFS(files), nil); len(got) > 0 {
		t.Errorf("the project is stopped: %q", got)
	}
}

// TestNobodyIsStoppedForWordsOfTheTheme: the theme says "search" beside "page", so
// nobody called so is found by it. A project's own theme that says the name is
// stopped, as is a file that has it, and an address however its words are common.
func TestNobodyIsStoppedForWordsOfTheTheme(t *testing.T) {
	names := []string{"Search Page", "Next Page", "All Topics", "Show More", "Halaman Utama", "Semua Topik"}
	for _, audience := range site.Audiences() {
		builder := generator.Builder{Project: generator.Project{Root: called(t, names, nil)}}
		for _, line := range stopped(t, &builder, names, nil, audience) {
			t.Errorf("%s: %s", audience, line)
		}
	}
	for _, c := range []struct{ name, email, printed string }{
		{"Search Page", "page@small.example", "<td>Search</td><td>Page</td>"},
		{"Search Quincemarm", "page@small.example", "<p>Search Quincemarm</p>"},
		{"Search Page", "search@page.example", "<p>search@page.example</p>"},
	} {
		files := loud(c.printed)
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "people:\n", fmt.Sprintf("people:\n  - {id: x9, name: %s, unit: U, languages: [en], level: 1, email: %s}\n", c.name, c.email), 1)
		if got := codes(verify(t, files, site.Public)); !slices.Contains(got, "leak") {
			t.Errorf("a theme that prints %s: %q, want a leak", c.printed, got)
		}
	}
	files := with(map[string]string{
		"content/en/guides/search-page.txt": "Search Page takes the minutes\n",
		"content/en/guides/story.md":        "---\ntitle: A story\nsummary: S\nkind: article\n---\n[The list](search-page.txt)\n",
	})
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "people:\n", "people:\n  - {id: x9, name: Search Page, unit: U, languages: [en], level: 1}\n", 1)
	if got := check(t, mapFS(files), nil); !slices.ContainsFunc(got, func(line string) bool { return strings.HasSuffix(line, "name-in-file") }) {
		t.Errorf("a file with the name: %q", got)
	}
}

// TestNamesOfAPairAreNobodyElse: a pair of Dewi and Sari says the name of a third
// person, who is in no pair. Whoever is called like one of them and something else
// is as much of a secret as before.
func TestNamesOfAPairAreNobodyElse(t *testing.T) {
	project := func(name, printed string) map[string]string {
		files := loud(printed)
		for old, other := range map[string]string{"name: Ani Melati": "name: Dewi", "name: Budi Kenanga": "name: Sari Melati", "people:\n": "people:\n  - {id: x9, name: " + name + ", unit: U, languages: [en], level: 1}\n"} {
			if strings.Count(files["programs.yaml"], old) != 1 {
				t.Fatalf("no %q", old)
			}
			files["programs.yaml"] = strings.Replace(files["programs.yaml"], old, other, 1)
		}
		return files
	}
	for _, name := range []string{"Dewi Sari", "Dewi Sari Melati", "dewi sari"} {
		if got := codes(verify(t, project(name, "<p>Hello.</p>"), site.Participants)); slices.Contains(got, "leak") {
			t.Errorf("somebody called %s: %q", name, got)
		}
		if got := codes(verify(t, project(name, "<p>"+name+"</p>"), site.Participants)); !slices.Contains(got, "leak") {
			t.Errorf("a theme that prints %s: %q, want a leak", name, got)
		}
	}
	if got := codes(verify(t, project("Dewi Flamboyant", "<p>Dewi Flamboyant</p>"), site.Participants)); !slices.Contains(got, "leak") {
		t.Errorf("Dewi Flamboyant: %q, want a leak", got)
	}
}
