package generator_test

import (
	"bytes"
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/outline"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/tailor"
)

// tailored returns the project of a company, made of the starter on its day.
func tailored(t *testing.T, c tailor.Company) fstest.MapFS {
	t.Helper()
	day, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		t.Fatal(err)
	}
	files, err := tailor.Starter(playbook.Starter, day, day, c)
	if err != nil {
		t.Fatal(err)
	}
	return projectOf(files)
}

func projectOf(files []patch.File) fstest.MapFS {
	project := fstest.MapFS{}
	for _, f := range files {
		project[f.Path] = &fstest.MapFile{Data: f.Data}
	}
	return project
}

// acme has a name in which everything means something in Markdown, YAML or HTML.
var acme = tailor.Company{Organisation: "1. PT *Maju* | \"Jaya\": A&B_C", Contact: "mentoring@maju.test"}

// TestCompanyHasNoTraceOfTheExample looks for the invented company, its addresses
// and its people in every byte of projects that were made of the starter, and of
// their portals at every audience.
func TestCompanyHasNoTraceOfTheExample(t *testing.T) {
	for _, languages := range [][]string{{"en"}, {"id"}, {"id", "en"}} {
		t.Run(strings.Join(languages, ","), func(t *testing.T) {
			t.Parallel()
			c := acme
			c.Languages = languages
			project := tailored(t, c)
			for name, f := range project {
				noTrace(t, name, f.Data)
			}
			for _, audience := range site.Audiences() {
				if len(languages) > 1 && audience != site.Organizers {
					continue // they have the same texts
				}
				pages := built(t, project, audience)
				checkLinks(t, pages)
				for name, data := range pages {
					noTrace(t, audience.String()+": "+name, data)
					if len(languages) == 1 {
						noOtherLanguage(t, name, data)
					}
				}
				if title := "1. PT *Maju* | &#34;Jaya&#34;: A&amp;B_C"; !bytes.Contains(pages["privacy.html"], []byte(title)) {
					t.Errorf("privacy.html does not say %s", title)
				}
			}
		})
	}
}

// built returns the portal of a project in which nothing is wrong.
func built(t *testing.T, project fs.FS, audience site.Audience) map[string][]byte {
	t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: project}, options(audience))
	if err != nil || len(list) > 0 {
		t.Fatalf("%v\n%s", err, texts(list))
	}
	return render(t, portal.Pages)
}

func texts(list diag.List) string {
	var b bytes.Buffer
	diag.Print(&b, list, diag.Text, diag.PrintOptions{})
	return b.String()
}

func noTrace(t *testing.T, name string, data []byte) {
	t.Helper()
	for _, word := range append(outline.ExamplePeople(), outline.ExampleOrganisation, outline.ExampleOrganisation+".example", "+62215550119") {
		if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(word))) {
			t.Errorf("%s says %q", name, word)
		}
	}
}

var ofLanguages = regexp.MustCompile(`<nav class="languages"|<link[^>]* hreflang=|class="notice notice-(?:fallback|stale)`)

func noOtherLanguage(t *testing.T, name string, data []byte) {
	t.Helper()
	if m := ofLanguages.Find(data); m != nil {
		t.Errorf("%s has %s", name, m)
	}
}

// TestProjectInOneLanguage holds the starter in one language to what it is in both:
// the same pages, less those of the other.
func TestProjectInOneLanguage(t *testing.T) {
	both, one := tailored(t, tailor.Company{}), tailored(t, tailor.Company{Languages: []string{"id"}})
	for name, f := range both {
		if strings.HasPrefix(name, "content/en/") != (one[name] == nil) {
			t.Errorf("%s: in one language %v", name, one[name] != nil)
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		if err != nil || !bytes.Equal(data, f.Data) {
			t.Errorf("%s changed without a reason", name)
		}
	}
	for name, f := range one {
		if head, _, _ := bytes.Cut(f.Data, []byte("\n---\n")); bytes.Contains(head, []byte("translates:")) {
			t.Errorf("%s is still a translation", name)
		}
	}
	config := string(one["programs.yaml"].Data)
	if regexp.MustCompile(`\ben: `).MatchString(config) {
		t.Error("programs.yaml still has texts by language")
	}
	for _, comment := range regexp.MustCompile(`(?m)^ *#.*$`).FindAllString(string(both["programs.yaml"].Data), -1) {
		if !strings.Contains(config, comment+"\n") {
			t.Errorf("the comment %q is gone", comment)
		}
	}
	if got := check(t, one, nil); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
}

func TestProjectWithoutPeople(t *testing.T) {
	project := tailored(t, tailor.Company{NoPeople: true})
	if got := check(t, project, nil); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
	config := string(project["programs.yaml"].Data)
	if strings.Contains(config, "mentor: ") || strings.Contains(config, "person:") || !strings.Contains(config, "people: []\n") || !strings.Contains(config, "Nusaraya") {
		t.Error("there are people left, or more than people is gone")
	}
}

func TestEmptyProject(t *testing.T) {
	for _, c := range []tailor.Company{{}, {Languages: []string{"id"}}, {Languages: []string{"ms", "en"}}, acme} {
		files, err := tailor.Empty(c)
		if err != nil {
			t.Fatal(err)
		}
		project := projectOf(files)
		list, err := generator.Check(context.Background(), generator.Project{Root: project}, options(site.Public))
		if err != nil || list.HasErrors() || len(list) > 0 && !strings.Contains(strings.Join(c.Languages, ""), "ms") {
			t.Errorf("%v: %v\n%s", c, err, texts(list))
		}
		if want := 1 + max(1, len(c.Languages)); len(files) != want {
			t.Errorf("%v: %d files, want %d", c, len(files), want)
		}
	}
}

// ofProgram is what each program of the starter, and what only it has, is called:
// nothing else in the starter is called so but a journal.
var (
	ofProgram = map[string]string{
		"social-media": `social[- ]media|media sosial`,
		"leadership":   `reverse[- ]leadership|leadership[- ](?:lab|program|mentoring)|(?:program|programs)[:/]leadership|leadership/\d|(?:mentoring|lab|program) kepemimpinan|>leadership<`,
		"diversity":    `diversity|keberagaman|lived[- ]experience|pengalaman nyata|inclusion-mentoring`,
	}
	journal = regexp.MustCompile(`(?i)Diversity Journal|diversityjournal\.com`)
)

// TestProjectWithoutPrograms looks for programs that a project does not run, for
// their guides, sessions and terms in every byte of it and of its portal.
func TestProjectWithoutPrograms(t *testing.T) {
	for _, without := range [][]string{
		{"diversity"}, {"leadership"}, {"social-media"},
		{"diversity", "leadership"}, {"diversity", "social-media"}, {"leadership", "social-media"},
	} {
		t.Run(strings.Join(without, ","), func(t *testing.T) {
			t.Parallel()
			c := acme
			c.Without = without
			project := tailored(t, c)
			pages := built(t, project, site.Organizers)
			checkLinks(t, pages)
			for _, id := range without {
				gone := regexp.MustCompile(`(?i)` + ofProgram[id])
				for name, f := range project {
					saysNothing(t, name, f.Data, gone)
				}
				for name, data := range pages {
					saysNothing(t, name, data, gone)
				}
			}
		})
	}
}

// Without any of the programs the guides are whole, and lead nowhere that is gone.
// Commands in them go on naming one, as an example.
func TestProjectWithoutAnyProgram(t *testing.T) {
	for _, languages := range [][]string{{"en", "id"}, {"id"}} {
		c := acme
		c.Languages, c.Without = languages, []string{"diversity", "leadership", "social-media"}
		checkLinks(t, built(t, tailored(t, c), site.Organizers))
	}
}

func saysNothing(t *testing.T, name string, data []byte, gone *regexp.Regexp) {
	t.Helper()
	if at := gone.FindIndex(journal.ReplaceAll(data, nil)); at != nil {
		data = journal.ReplaceAll(data, nil)
		t.Errorf("%s says %q", name, data[max(0, at[0]-60):min(len(data), at[1]+40)])
	}
	if gone.MatchString(name) {
		t.Errorf("there is %s", name)
	}
}
