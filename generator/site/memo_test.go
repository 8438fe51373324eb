package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// TestWhatIsKnownIsWhatWouldBeFound changes one file of a project at a time, in every
// way that another document can tell: the site that a Memo makes is the one that is
// made without, and so are the problems.
func TestWhatIsKnownIsWhatWouldBeFound(t *testing.T) {
	const reader, other, translation = "content/en/guides/reader.md", "content/en/guides/other.md", "content/id/guides/other.md"
	files := map[string]string{
		"programs.yaml": "site: {title: T, languages: [en, id]}\ntopics: {feedback: Feedback}\nglossary: {term: {term: Term, definition: D.}}\n" +
			"people: [{id: p1, name: Ann Example, unit: U, languages: [en], level: 3}, {id: p2, name: Ben, unit: U, languages: [en], level: 1}]\n",
		"content/en/index.md":       "---\ntitle: T\nsummary: S\n---\nX.\n",
		"content/en/_snippets/a.md": "## Of the snippet {#snippet}\n\nSee [it](../guides/other.md).\n",
		"content/en/guides/a.svg":   `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`,
		reader: "---\ntitle: Reader\nsummary: S\nkind: article\ntopics: [feedback]\nrelated: [other]\nimage: {src: a.svg, alt: A}\n---\n" +
			"[One](other.md#one), [two](other.md#snippet), [moved](gone.md), [not there](nowhere.md#x), [program](x.exe), [later](later.md), [draft](draft.md), [term](term:term), ![A](a.svg)\n\n{{include a.md}}\n",
		other:                        "---\ntitle: Other\nsummary: S\nkind: article\nversion: 1\n---\n## One {#one}\n\nText.\n\nAnn Example asked.\n\n{{include a.md}}\n",
		"content/en/guides/later.md": "---\ntitle: Later\nsummary: S\nkind: article\npublish: 2027-01-01\n---\nX.\n",
		"content/en/guides/draft.md": "---\ntitle: Draft\nsummary: S\nkind: article\ndraft: true\n---\nX.\n",
		translation:                  "---\ntitle: Lain\nsummary: S\nkind: article\ntranslates: 1\n---\n## Satu {#one}\n\n[Baca](reader.md) dari Ann Sample\n\n[Baca](../../en/guides/other.md#one)\n",
	}
	for _, c := range []struct {
		file, from, to string
		known          bool // what was found out about the others is used
	}{
		{other, "Text.", "Another text, with [a link](reader.md).", true},
		{other, "Text.", "Another text, with [a link](nowhere.md).", true},
		{reader, "[One]", "[Uno]", true},
		{reader, "[One]", "[Ann Example]", true},
		{reader, "title: Reader", "title: Ann Example", false},
		{reader, "summary: S", "summary: Ask Ben", false},
		{reader, "summary: S", "summary: Ben", false},
		{"programs.yaml", "Ann Example", "Ann Sample", false},
		{"programs.yaml", "languages: [en, id]", "languages: [en, id], not_secret: [{text: Ben, why: a word}]", false},
		{other, "kind: article", "kind: article\naudience: organizers", false},
		{other, "kind: article", "kind: article\ndraft: true", false},
		{other, "kind: article", "kind: article\nexpire: 2020-01-01", false},
		{other, "kind: article", "kind: article\naliases: [guides/gone.html]", false},
		{other, "version: 1", "version: 2", false},
		{other, "title: Other", "title: Others", false},
		{other, "{#one}", "{#first}", false},
		{other, "## One", "## Uno", false},
		{other, "{{include a.md}}", "No more.", false},
		{other, "---\ntitle", "title", false},
		{"content/en/_snippets/a.md", "{#snippet}", "{#piece}", false},
		{"content/en/_snippets/a.md", "See", "Read", false},
		{"content/en/guides/nowhere.md", "", "broken", false},
		{"content/en/guides/x.exe", "", "refused", false},
		{"content/en/guides/a.svg", "4", "5", false},
		{"content/en/guides/a.svg", "<svg", "<sgv", false},
		{"programs.yaml", "feedback: Feedback", "feedforward: Feedback", false},
		{"programs.yaml", "term: Term", "term: Word", false},
		{"programs.yaml", "[en, id]", "[id, en]", false},
		{"programs.yaml", "title: T,", "title:   T,", false},
	} {
		t.Run(c.from+" → "+c.to, func(t *testing.T) {
			for _, o := range []Options{{Audience: Public, Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}, {Audience: Organizers, Drafts: true}} {
				root := fstest.MapFS{}
				for name, text := range files {
					root[name] = &fstest.MapFile{Data: []byte(text)}
				}
				loads, memo := new(source.Memo), new(Memo)
				searched, was := Searched{}, map[string]string{}
				assemble := func() []*record {
					src, _, err := source.Load(t.Context(), source.Project{Root: root}, loads)
					if err != nil {
						t.Fatal(err)
					}
					got, secrets, list, _ := memo.Assemble(t.Context(), src, o)
					want, fresh, problems, _ := Assemble(t.Context(), src, o)
					if got, want := leaksOf(secrets, got), leaksOf(fresh, want); got != want {
						t.Errorf("for %v secrets are %s, without a memo %s", o.Audience, got, want)
					}
					if d := difference(got, want); d != "" {
						t.Errorf("for %v the sites differ in %s", o.Audience, d)
					}
					if got, want := printed(list), printed(problems); got != want {
						t.Errorf("for %v the problems are\n%s\nwithout a memo\n%s", o.Audience, got, want)
					}
					is := map[string]string{}
					for _, d := range src.Documents {
						is[d.Source.Path] = string(d.Source.Bytes())
					}
					searched.Same = func(path string) bool { return is[path] != "" && is[path] == was[path] }
					_, secrets, list, _ = (&Memo{Before: &searched}).Assemble(t.Context(), src, o)
					if got, want := leaksOf(secrets, got)+printed(list), leaksOf(fresh, want)+printed(problems); got != want {
						t.Errorf("for %v another run finds\n%s\nwithout what was found\n%s", o.Audience, got, want)
					}
					searched, was = memo.Searched(), is
					return memo.records
				}
				assemble()
				before := assemble()
				if strings.Count(files[c.file], c.from) == 0 {
					t.Fatalf("%s does not say %q", c.file, c.from)
				}
				root[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(files[c.file], c.from, c.to, 1))}
				after := assemble()
				used := slices.ContainsFunc(after, func(r *record) bool { return slices.Contains(before, r) })
				if used != c.known {
					t.Errorf("for %v what was found out before is used: %v", o.Audience, used)
				}
				root[c.file] = &fstest.MapFile{Data: []byte(files[c.file])}
				assemble()
				o.Now = o.Now.AddDate(2, 0, 0)
				assemble()
				o.Drafts = !o.Drafts
				assemble()
				o.Audience = Participants
				assemble()
			}
		})
	}
}

// leaksOf is what is a secret of all that the project has, on a page that shows every
// text, and on one that shows none.
func leaksOf(secrets Secrets, site *Site) string {
	out := Output{Path: "x.html", Data: []byte("<p>Ann Example</p><p>Ben</p><p>p1</p><p>later.html</p><p>Later</p>")}
	var leaks []string
	for range 2 {
		for _, leak := range secrets.Leaks(out) {
			leaks = append(leaks, leak.What)
		}
		for _, d := range site.Documents {
			out.Texts = append(out.Texts, d.Original())
		}
	}
	return strings.Join(leaks, ", ")
}

// printed is what is said of problems.
func printed(list diag.List) string {
	list.Sort()
	var b strings.Builder
	diag.Print(&b, list, diag.Text, diag.PrintOptions{})
	return b.String()
}

// TestProblemsThatPointElsewhereAreFoundAnew: the other place may have moved.
func TestProblemsThatPointElsewhereAreFoundAnew(t *testing.T) {
	own, other := &source.Document{Source: &diag.File{Path: "own"}}, &diag.File{Path: "other"}
	d := &document{versions: []*version{nil, {Document: own}}}
	for _, c := range []struct {
		at, also *diag.File
		want     bool
	}{{own.Source, nil, true}, {own.Source, own.Source, true}, {other, nil, false}, {own.Source, other, false}} {
		r := &record{texts: textsOf(d)}
		r.list.Errorf(c.at.Whole(), "a", "", "b")
		if c.also != nil {
			r.list.Relate(c.also.Whole(), "c")
		}
		if r.isOf(d) != c.want {
			t.Errorf("a problem in %s and %s is taken for known: %v", c.at.Path, fmt.Sprint(c.also), r.isOf(d))
		}
	}
}
