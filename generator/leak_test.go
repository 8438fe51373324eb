package generator_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
)

// publish builds a portal and writes it to dir. It returns what was wrong.
func publish(t *testing.T, files map[string]string, a site.Audience, dir string) diag.List {
	t.Helper()
	portal, list := sound(t, files, a)
	_, more, err := portal.Publish(context.Background(), dir, generator.PublishOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return append(list, more...)
}

// verify is publish without the writing.
func verify(t *testing.T, files map[string]string, a site.Audience) diag.List {
	t.Helper()
	portal, list := sound(t, files, a)
	more, err := portal.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return append(list, more...)
}

// sound builds a portal of a project without errors.
func sound(t *testing.T, files map[string]string, a site.Audience) (*generator.Portal, diag.List) {
	t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, options(a))
	if err != nil || list.HasErrors() {
		t.Fatalf("no portal: %v, %v", err, places(list))
	}
	return portal, list
}

// codes lists the kinds of problems, each once.
func codes(list diag.List) []string {
	var out []string
	for _, d := range list {
		if d.Code != "missing-translation" && !slices.Contains(out, d.Code) {
			out = append(out, d.Code)
		}
	}
	slices.Sort(out)
	return out
}

// loud is the small project with a theme whose glossary page prints something,
// and with a page for organizers.
func loud(printed string) map[string]string {
	files := with(map[string]string{
		"themes/loud/layouts/glossary.html": `{{define "main"}}` + printed + `{{end}}`,
		"content/en/guides/reserves.md":     "---\ntitle: Pairs in reserve\nsummary: S\nkind: article\naudience: organizers\n---\nX.\n",
		"content/en/guides/sketch.md":       "---\ntitle: Half a thought\nsummary: S\nkind: article\ndraft: true\n---\nX.\n",
		"content/en/guides/autumn.md":       "---\ntitle: Autumn figures\nsummary: S\nkind: article\npublish: 2027-09-01\n---\nX.\n",
	})
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "  timezone:", "  theme: loud\n  timezone:", 1)
	return files
}

// TestLayoutThatShowsASecretStopsThePublication is the proof of the second
// net: it holds where the filter fails, or a theme knows too much.
func TestLayoutThatShowsASecretStopsThePublication(t *testing.T) {
	for _, c := range []struct {
		name, printed string
		audience      site.Audience
		secret        string // as the message must not repeat it; empty where it is no personal data
	}{
		{"name", "<p>Budi Kenanga</p>", site.Public, "kenanga"},
		{"name over elements", "<td>Budi</td><td>Kenanga</td>", site.Public, "kenanga"},
		{"name in capitals", "<p>BUDI KENANGA</p>", site.Public, "kenanga"},
		{"name as entities", "<p>&#66;udi&nbsp;&#x4b;enanga</p>", site.Public, "kenanga"},
		{"name in an address", `<a href="people/budi%20kenanga.html">x</a>`, site.Public, "kenanga"},
		{"name in a slug", `<a href="people/budi-kenanga.html">x</a>`, site.Public, "kenanga"},
		{"name in a comment of the page", `<script type="application/json">{"who": "Budi\u0020Kenanga"}</script>`, site.Public, "kenanga"},
		{"name of a participant of a sensitive program", "<p>Dodi Flamboyan</p>", site.Participants, "flamboyan"},
		{"e-mail address", `<a href="mailto:budi@small.example">x</a>`, site.Participants, "budi@"},
		{"id of a person", `<p class="x" id="p2">x</p>`, site.Participants, ""},
		{"id of a pair", "<p>pair-7k</p>", site.Public, ""},
		{"id of a sensitive pair", "<p>pair-9z</p>", site.Participants, ""},
		{"title of an organizers' page", "<p>Pairs in reserve</p>", site.Participants, "reserve "},
		{"address of an organizers' page", `<a href="guides/reserves.html">x</a>`, site.Public, ""},
		{"title of a draft", "<p>Half a thought</p>", site.Organizers, "thought"},
		{"title of a page that is not out yet", "<p>Autumn figures</p>", site.Organizers, "figures"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list := verify(t, loud(c.printed), c.audience)
			if got := codes(list); !slices.Equal(got, []string{"leak"}) {
				t.Fatalf("reported %q, want a leak", got)
			}
			for _, d := range list {
				if d.Code != "leak" {
					continue
				}
				if d.Severity != diag.Error || !strings.Contains(d.Message, "glossary.html") {
					t.Errorf("the message does not say where: %v %s", d.Severity, d.Message)
				}
				if c.secret != "" && strings.Contains(strings.ToLower(d.Message), c.secret) {
					t.Errorf("the message repeats the secret: %s", d.Message)
				}
			}
		})
	}
}

// TestLeakSaysWhereTheSecretIsWritten: a message leads to the line, and shows
// nothing of it.
func TestLeakSaysWhereTheSecretIsWritten(t *testing.T) {
	for _, c := range []struct {
		printed, place string
		word           bool // that somebody may mean for another thing
	}{
		{"<p>Budi Kenanga</p>", "programs.yaml:14:10 leak", false},
		{"<p>budi@small.example</p>", "programs.yaml:14:10 leak", false},
		{"<p>Pairs in reserve</p>", "content/en/guides/reserves.md:2:8 leak", true},
		{"<p>pair-9z</p>", "programs.yaml:57:18 leak", true},
	} {
		for _, d := range verify(t, loud(c.printed), site.Public) {
			if d.Code != "leak" {
				continue
			}
			if got := places(diag.List{d})[0]; got != c.place {
				t.Errorf("%s: reported at %s, want %s", c.printed, got, c.place)
			}
			if d.Span.End > d.Span.Start {
				t.Errorf("%s: the message would print what is there", c.printed)
			}
			if strings.Contains(d.Hint, "report") || strings.Contains(d.Hint, "site.not_secret") != c.word {
				t.Errorf("%s: the hint is %q", c.printed, d.Hint)
			}
		}
	}
}

// TestWhatIsWrittenUnderNotSecretIsNone, unless it is a full name.
func TestWhatIsWrittenUnderNotSecretIsNone(t *testing.T) {
	for _, c := range []struct {
		printed, name, text string
		want                []string
	}{
		{"<td>Sukarno</td>", "Sukarno", "Bung Karno", []string{"leak"}},
		{"<td>Sukarno</td>", "Sukarno", "sukarno", nil},
		{"<p>Pairs in reserve</p>", "Budi Kenanga", "Pairs in reserve", nil},
		{"<p>Half a thought</p>", "Budi Kenanga", "Pairs in reserve", []string{"leak"}},
		{"<p>pair-9z</p>", "Budi Kenanga", "pair 9z", nil},
	} {
		files := loud(c.printed)
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "Budi Kenanga", c.name, 1)
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "  timezone:", "  not_secret: [{text: "+c.text+", why: a test}]\n  timezone:", 1)
		if got := codes(verify(t, files, site.Public)); !slices.Equal(got, c.want) {
			t.Errorf("%s, where %q is no secret: reported %q, want %q", c.printed, c.text, got, c.want)
		}
	}
}

// TestLeakLeavesTheLastPublicationUntouched publishes a sound portal, then one
// that leaks, to the same folder and to a new one.
func TestLeakLeavesTheLastPublicationUntouched(t *testing.T) {
	parent := t.TempDir()
	dir, fresh := filepath.Join(parent, "public"), filepath.Join(parent, "fresh")
	if list := publish(t, loud("<p>nothing</p>"), site.Public, dir); list.HasErrors() {
		t.Fatalf("a sound theme: %v", places(list))
	}
	before := tree(t, parent)
	for _, dir := range []string{dir, fresh} {
		if got := codes(publish(t, loud("<p>Budi Kenanga</p>"), site.Public, dir)); !slices.Equal(got, []string{"leak"}) {
			t.Fatalf("reported %q, want a leak", got)
		}
	}
	if after := tree(t, parent); after != before {
		t.Errorf("something was written:\n%s\nbefore\n%s", after, before)
	}
	if _, err := os.Stat(fresh); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a first publication was begun: %v", err)
	}
}

// tree describes every file below dir: its path, time and mode.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		b.WriteString(p + " " + info.ModTime().String() + " " + info.Mode().String() + "\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPeopleInTexts says what becomes of a participant's name that a writer
// typed, for readers who do not see the participant.
func TestPeopleInTexts(t *testing.T) {
	const guide = "content/en/guides/start.md"
	body := func(text string) map[string]string { return replaced(guide, "Agree with", text+"\n\nAgree with") }
	named := func(files map[string]string, name string) map[string]string {
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "Budi Kenanga", name, 1)
		return files
	}
	warned := []string{"name-in-text"}
	for _, c := range []struct {
		name     string
		files    map[string]string
		audience site.Audience
		want     []string
	}{
		{"in a body", body("Thanks to Budi Kenanga."), site.Public, warned},
		{"in a body, over two lines", body("Thanks to Budi\nKenanga."), site.Public, warned},
		{"in a body, emphasised", body("Thanks to *Budi* **Kenanga**."), site.Public, warned},
		{"in an address", body("[x](https://people.example/budi-kenanga)"), site.Public, warned},
		{"in a snippet", with(map[string]string{guide: small()[guide] + "\n{{include thanks.md}}\n", "content/en/_snippets/thanks.md": "Budi Kenanga\n", "content/id/_snippets/thanks.md": "-\n"}), site.Public, warned},
		{"in a prompt", replaced("content/en/sessions/first.md", "minutes: 30", "minutes: 30\nprompts: [Ask Budi Kenanga]"), site.Public, warned},
		{"an e-mail address", body("Write to <budi@small.example>."), site.Participants, warned},
		{"where participants see the pair", body("Thanks to Budi Kenanga."), site.Participants, nil},
		{"of a sensitive program, for participants", body("Thanks to Dodi Flamboyan."), site.Participants, warned},
		{"of a sensitive program, for organizers", body("Thanks to Dodi Flamboyan."), site.Organizers, nil},
		{"who agreed to be listed", body("Thanks to Ani Melati."), site.Public, nil},
		{"part of another name", body("Thanks to Budi Kenangasari."), site.Public, nil},
		{"who wrote the guide", replaced(guide, "version: 1", "version: 1\nauthor: Budi Kenanga"), site.Public, nil},
		{"who looks after the guide", replaced(guide, "version: 1", "version: 1\nowner: Budi Kenanga"), site.Public, nil},
		{"a name of one word, in prose", named(body("Budi said so."), "Budi"), site.Public, nil},
		{"a name of one word that wrote the guide", named(replaced(guide, "version: 1", "version: 1\nauthor: Budi"), "Budi"), site.Public, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list := verify(t, c.files, c.audience)
			if got := codes(list); !slices.Equal(got, c.want) || list.HasErrors() {
				t.Errorf("reported %v, want %q", list, c.want)
			}
			for _, d := range list {
				if d.Code == "name-in-text" && d.Span.File == nil {
					t.Error("the warning has no place")
				}
			}
		})
	}
}

// TestNameOfOneWordIsASecretWhereDataPutIt tells data from prose: a heading of
// one word is data, the same word within a sentence is not.
func TestNameOfOneWordIsASecretWhereDataPutIt(t *testing.T) {
	for printed, want := range map[string][]string{
		"<td>Sukarno</td>":                    {"leak"},
		`<img alt="Sukarno">`:                 {"leak"},
		"<p>Sukarno was here</p>":             nil,
		`<script>{"name":"SUKARNO"}</script>`: {"leak"},
	} {
		files := loud(printed)
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "Budi Kenanga", "Sukarno", 1)
		list := verify(t, files, site.Public)
		if got := codes(list); !slices.Equal(got, want) {
			t.Errorf("%s: reported %q, want %q", printed, got, want)
		}
	}
}

// TestNameInTheWordsOfAThemeIsALeak: what a theme says is no secret, but for the
// names of people.
func TestNameInTheWordsOfAThemeIsALeak(t *testing.T) {
	files := loud("x")
	files["themes/loud/i18n/en.json"] = `{"strings": {"nav.home": "Budi Kenanga"}}`
	if got := codes(verify(t, files, site.Public)); !slices.Contains(got, "leak") {
		t.Errorf("reported %q, want a leak", got)
	}
}

// TestEverydayWordsAreNoLeak builds projects in which something unpublished is
// called what a published page says anyway.
func TestEverydayWordsAreNoLeak(t *testing.T) {
	draft := func(slug, title string) map[string]string {
		return map[string]string{"content/en/guides/" + slug + ".md": "---\ntitle: " + title + "\nsummary: S\nkind: article\ndraft: true\n---\nX.\n"}
	}
	for _, c := range []struct {
		name  string
		files map[string]string
	}{
		{"title in a summary", draft("new", "The first steps")},
		{"title in a text", draft("new", "Agree with your mentor")},
		{"title in a heading", map[string]string{
			"content/en/faq.md":        "---\ntitle: Questions\nsummary: S\n---\n## Before you meet\n\nX.\n",
			"content/en/guides/new.md": draft("", "Before you meet")["content/en/guides/.md"]}},
		{"title in the name of a topic", draft("new", "Short video")},
		{"title in a milestone", draft("new", "Agreement signed")},
		{"title in a definition", draft("new", "A run")},
		{"title in a purpose", draft("new", "Learn together")},
		{"title in a closing", draft("new", "Year end")},
		{"title in the theme's words", map[string]string{
			"content/en/guides/run.md": "---\ntitle: Run it\nsummary: S\nkind: operations\n---\nX.\n",
			"content/en/guides/new.md": draft("", "For organizers")["content/en/guides/.md"]}},
		{"title of another language", map[string]string{"content/en/guides/new.md": draft("", "Getting started")["content/en/guides/.md"]}},
		{"name of a file in another folder", draft("first", "Qwerty uiop")},
		{"end of the name of another file", draft("session", "Qwerty uiop")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := codes(verify(t, with(c.files), site.Public)); len(got) > 0 {
				t.Errorf("reported %q", got)
			}
		})
	}
}

// TestLeakCheckReadsTheSearchIndex puts pages that this audience must not see
// into an index beside the portal's own.
func TestLeakCheckReadsTheSearchIndex(t *testing.T) {
	texts := func(texts ...string) func() []string { return func() []string { return texts } }
	for name, page := range map[string]search.Page{
		"nothing secret": {Title: "Notes", Texts: texts("Nothing.")},
		"in a title":     {Title: "Notes by Budi Kenanga", Texts: texts("")},
		"in a heading":   {Title: "Notes", Sections: []search.Section{{}, {ID: "a", Heading: "With Budi Kenanga"}}, Texts: texts("", "")},
		"in an excerpt":  {Title: "Notes", Texts: texts("It was Budi Kenanga who said so.")},
		"in an address":  {Title: "Notes", URL: "guides/reserves.html", Texts: texts("")},
	} {
		t.Run(name, func(t *testing.T) {
			portal, _ := sound(t, loud(""), site.Public)
			page.Lang, page.Kind = "en", "guide"
			if page.Sections == nil {
				page.Sections = make([]search.Section, 1)
			}
			index, err := search.Build(t.Context(), search.Site{Languages: []string{"en"}, Pages: []search.Page{page}})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range index.Files {
				portal.Pages = append(portal.Pages, generator.Artifact{Path: "other/" + file.Path, Render: func(w *bytes.Buffer) error {
					w.Write(file.Data)
					return nil
				}})
			}
			list, err := portal.Verify(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"leak"}
			if name == "nothing secret" {
				want = nil
			}
			if got := codes(list); !slices.Equal(got, want) {
				t.Errorf("reported %q, want %q", got, want)
			}
		})
	}
}

// TestHiddenPageMayBeCalledAsAnyPageIs hides a document of the name of every file
// that the starter publishes.
func TestHiddenPageMayBeCalledAsAnyPageIs(t *testing.T) {
	for _, audience := range site.Audiences()[:2] {
		t.Run(audience.String(), func(t *testing.T) {
			hidden := map[string]bool{}
			files := starterFiles(t)
			for _, a := range buildStarter(t, options(audience)).Pages {
				name := strings.TrimSuffix(path.Base(a.Path), ".html")
				if name == path.Base(a.Path) || name == "index" || hidden[name] {
					continue
				}
				hidden[name] = true
				files["content/en/guides/hidden-names/"+name+".md"] = &fstest.MapFile{Data: []byte(
					"---\ntitle: Zzz " + name + " qqq\nsummary: S\nkind: article\naudience: organizers\n---\n\nX.\n")}
				files["content/id/guides/hidden-names/"+name+".md"] = files["content/en/guides/hidden-names/"+name+".md"]
			}
			if len(hidden) < 40 {
				t.Fatalf("only %d names", len(hidden))
			}
			portal, list, err := generator.Build(context.Background(), generator.Project{Root: files}, options(audience))
			if err != nil || portal == nil {
				t.Fatal(err, places(list))
			}
			if list, err = portal.Verify(t.Context()); err != nil || len(list) > 0 {
				t.Error(err, places(list))
			}
		})
	}
}

// starterFiles are those of the starter, to be changed.
func starterFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	return mapOf(t, playbook.Starter)
}

// mapOf reads all files of a folder.
func mapOf(t testing.TB, folder fs.FS) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
