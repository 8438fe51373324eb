package generator_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

var update = flag.Bool("update", false, "write what the sites in testdata/sites look like now")

// TestSites builds the whole site of each archive in testdata/sites with a
// theme that prints its views, and compares the files that the archive wants:
//
//	-- project file --             the project; what is not there comes from the small one
//	-- want/guides/start.html --   an output file, or ABSENT
//	-- want.files --               the paths of all output files but assets
//	-- want.problems --            the diagnostics, one a line
//
// The first lines of the archive may name an audience, a pair, a sensitive program
// to include or drafts, as "audience: organizers".
func TestSites(t *testing.T) {
	archives, err := filepath.Glob("testdata/sites/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("there are no sites", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testSite(t, name) })
	}
}

func testSite(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	o, files := siteOf(t, archive)
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: files}, o)
	if err != nil {
		t.Fatal(err)
	}
	output := map[string][]byte{}
	if !list.HasErrors() {
		output = render(t, portal.Pages)
	}
	changed := false
	for i, f := range archive.Files {
		var got string
		switch out, isOutput := strings.CutPrefix(f.Name, "want/"); {
		case isOutput && output[out] == nil:
			got = "ABSENT\n"
		case isOutput:
			got = squeeze(string(output[out]))
		case f.Name == "want.files":
			for _, path := range slices.Sorted(maps.Keys(output)) {
				if !strings.HasPrefix(path, "assets/") { // those are the theme's
					got += path + "\n"
				}
			}
		case f.Name == "want.problems":
			for _, d := range list {
				start, _ := d.Span.Positions()
				path := "-"
				if d.Span.File != nil {
					path = d.Span.File.Path
				}
				got += fmt.Sprintf("%s:%d:%d: %s: %s (%s)\n", path, start.Line, start.Column, d.Severity, d.Message, d.Hint)
			}
		default:
			continue
		}
		if got != string(f.Data) {
			if !*update {
				t.Errorf("%s is\n%s\nwant\n%s", f.Name, got, f.Data)
			}
			archive.Files[i].Data, changed = []byte(got), true
		}
	}
	if changed && *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// siteOf returns the project of an archive, and what it is built for.
func siteOf(t *testing.T, archive *txtar.Archive) (generator.Options, fstest.MapFS) {
	t.Helper()
	o, files := options(site.Public), plainProject(t)
	for _, line := range strings.Split(string(archive.Comment), "\n") {
		switch key, value, _ := strings.Cut(line, ": "); key {
		case "audience":
			o.Audience, _ = site.ParseAudience(value)
		case "pair":
			o.Pair, o.Audience = value, site.Participants
		case "include-sensitive":
			o = runs(value)
		case "drafts":
			o.Drafts = true
		case "base-url":
			o.BaseURL = value
		}
	}
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "want") {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return o, files
}

// squeeze drops blank lines, which are the templates' own.
func squeeze(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			b.WriteString(strings.TrimRight(line, "\n") + "\n")
		}
	}
	return b.String()
}

// plainProject is the small project with the theme that prints its views.
func plainProject(t *testing.T) fstest.MapFS {
	t.Helper()
	files := mapFS(replaced("programs.yaml", "  timezone: Asia/Jakarta", "  theme: plain\n  timezone: Asia/Jakarta"))
	theme := os.DirFS("testdata/plain")
	err := fs.WalkDir(theme, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		files[path.Join("themes/plain", name)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
