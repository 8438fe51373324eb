package source

import (
	"io/fs"
	"path"
	"testing"

	playbook "mentorbook"
	"mentorbook/generator/diag"
)

// starterFiles adds the starter's files of one kind to a corpus.
func starterFiles(f *testing.F, ending string) {
	err := fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ending {
			return err
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		f.Add(data)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
}

// maxFuzzed is more than any mistake needs.
const maxFuzzed = 64 << 10

// checkPlaces holds every diagnostic to a place inside its file, and to words.
func checkPlaces(t *testing.T, list diag.List) {
	t.Helper()
	inside := func(s diag.Span) {
		t.Helper()
		if s.File == nil {
			t.Fatal("a diagnostic of a file has no file")
		}
		if s.Start < 0 || s.End < s.Start || s.End > len(s.File.Bytes()) {
			t.Fatalf("%s: the bytes %d to %d of %d", s.File.Path, s.Start, s.End, len(s.File.Bytes()))
		}
		if start, end := s.Positions(); start.Line < 1 || start.Column < 1 || end.Line < start.Line {
			t.Fatalf("%s: from %v to %v", s.File.Path, start, end)
		}
	}
	for _, d := range list {
		if d.Code == "" || d.Message == "" {
			t.Fatalf("a diagnostic says nothing: %+v", d)
		}
		inside(d.Span)
		for _, r := range d.Related {
			inside(r.Span)
		}
	}
}

func FuzzConfig(f *testing.F) {
	starterFiles(f, ".yaml")
	for _, seed := range []string{
		"", "site:\n", "\ufeffsite: {title: A, languages: [en]}\r\n", "a: &b [*b]\n", "? [a]\n: b\n", "site: {title: {en: A, en: B}, languages: [en, en]}\n",
		"site: {title: A, languages: [en]}\npeople: private:people.yaml\ntopics: {a: {en: x, synonyms: {en: [a, [b]]}}}\n",
		"site: {title: \"a\\\"b\", languages: [en]}\nprograms: [{id: a, cohorts: {starts: 2026-01-01, closed_dates: [2026-01-02, {from: x}]}}]\n",
		"a:\u0085b:\u2028c: 'd''e\n", "---\n---\n", "a: |\n  b\n c: d\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > maxFuzzed {
			t.Skip()
		}
		src, list := load(t, Project{Root: project(map[string]string{ConfigPath: string(data)})})
		checkPlaces(t, list)
		if src.Config == nil {
			if !list.HasErrors() {
				t.Error("there is no configuration, and no error says why")
			}
			return
		}
		// Places are asked for long after the file was read.
		var places diag.List
		for _, p := range src.Config.People.Items {
			if !p.IsZero() {
				places.Errorf(p.At("name"), "x", "", "x")
				places.Errorf(p.Key("offers", 0, "topic"), "x", "", "x")
			}
		}
		for _, p := range src.Config.Programs {
			if !p.IsZero() {
				places.Errorf(p.Key("id"), "x", "", "x")
				places.Errorf(p.At("cohorts", 0, "pairings", 1, "id"), "x", "", "x")
			}
		}
		checkPlaces(t, places)
	})
}

func FuzzFrontMatter(f *testing.F) {
	starterFiles(f, ".md")
	for _, seed := range []string{
		"", "---", "---\n", "---\n---\n", "\ufeff---\r\ntitle: T\r\nsummary: S\r\n---\r\nX", "\n\n --- \ntitle: T\n ---\n", "+++\ntitle = 1\n+++\n", "{\"title\": 1}\n",
		"---\ntitle: [a\n---\n", "---\n# only\n---\n", "---\ntitle: a\rsummary: b\n---\n", "---\n\n---\n---\n", "---\ntitle: T\n--- \nsummary: x\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > maxFuzzed {
			t.Skip()
		}
		for _, name := range []string{"content/en/guides/x.md", "content/en/sessions/x.md", "content/en/forms/x.md", "content/en/x.md"} {
			src, list := load(t, Project{Root: project(map[string]string{name: string(data)})})
			checkPlaces(t, list)
			if len(src.Documents) == 1 && !list.HasErrors() {
				t.Errorf("%s is no document, and no error says why", name)
			}
			var places diag.List
			for _, d := range src.Documents {
				places.Errorf(d.At("title"), "x", "", "x")
				places.Errorf(d.Node.Key("references", 0, "url"), "x", "", "x")
				for _, h := range d.Body.Headings {
					places.Errorf(h.Span, "x", "", "x")
				}
				for _, s := range d.Body.Slots {
					if s.Span.File != nil {
						places.Errorf(s.Span, "x", "", "x")
					}
				}
			}
			checkPlaces(t, places)
		}
	})
}

func FuzzSVG(f *testing.F) {
	starterFiles(f, ".svg")
	for _, seed := range []string{
		"", "<svg/>", "<svg><script>1</script></svg>", `<svg onload="x"/>`, `<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>`, `<svg><a xlink:href="javascript:x"/></svg>`,
		`<?xml version="1.0" encoding="utf-16"?><svg width="1e9" height="-1"/>`, "<svg>", "</svg>", "<svg viewBox='0 0 1'/>", "<svg><![CDATA[<script>]]></svg>", "\xff\xfe<\x00s\x00v\x00g\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > maxFuzzed {
			t.Skip()
		}
		src, list := load(t, Project{Root: project(map[string]string{"content/en/x.svg": string(data)})})
		checkPlaces(t, list)
		for _, a := range src.Assets {
			if a.Width < 0 || a.Height < 0 || a.Width > 100_000 || a.Height > 100_000 {
				t.Errorf("the picture is %d by %d", a.Width, a.Height)
			}
		}
	})
}
