package generator_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

var interpreted = flag.Bool("interpreted", false, "compare whole portals of the starter at every audience, of a generated project (-pages) and of testdata/sites, made with compiled layouts and by html/template")

// TestPortalsAreTheSameWithBaseLayoutsOfOnesOwn: a project whose base.html is the
// default one but for a comment has every page made by html/template.
func TestPortalsAreTheSameWithBaseLayoutsOfOnesOwn(t *testing.T) {
	base, err := os.ReadFile("../themes/default/layouts/base.html")
	if err != nil {
		t.Fatal(err)
	}
	own := &fstest.MapFile{Data: append(base, "{{/* ours */}}"...)}
	same := func(t *testing.T, files fstest.MapFS, o generator.Options) {
		t.Helper()
		compiled := pagesOf(t, files, o)
		files["themes/default/layouts/base.html"] = own
		byTemplates := pagesOf(t, files, o)
		delete(files, "themes/default/layouts/base.html")
		for name, page := range byTemplates {
			if !bytes.Equal(compiled[name], page) {
				t.Errorf("%s is not the same", name)
			}
		}
		if len(compiled) != len(byTemplates) || len(compiled) < 10 {
			t.Errorf("%d and %d pages", len(compiled), len(byTemplates))
		}
	}
	for _, audience := range site.Audiences() {
		same(t, mapFS(small()), options(audience))
		if *interpreted {
			same(t, starterFiles(t), options(audience))
		}
	}
	if *interpreted {
		dir := t.TempDir()
		generate(t, dir, *benchPages)
		same(t, mapOf(t, os.DirFS(dir)), options(site.Organizers))
		eachSite(t, same)
	}
}

// eachSite calls f with every site of testdata, with the default theme in the place
// of the one that prints views.
func eachSite(t *testing.T, f func(*testing.T, fstest.MapFS, generator.Options)) {
	names, err := filepath.Glob("testdata/sites/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		o, files := siteOf(t, archive)
		config := files["programs.yaml"]
		config.Data = bytes.Replace(config.Data, []byte("  theme: plain\n"), nil, 1)
		for name := range files {
			if ok, _ := filepath.Match("themes/plain/*/*", name); ok {
				delete(files, name)
			}
		}
		if list, err := generator.Check(t.Context(), generator.Project{Root: files}, o); err == nil && !list.HasErrors() {
			f(t, files, o)
		}
	}
}

// pagesOf returns the files of a portal.
func pagesOf(t *testing.T, files fs.FS, o generator.Options) map[string][]byte {
	t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: files}, o)
	if err != nil || list.HasErrors() {
		t.Fatal(err, places(list))
	}
	return render(t, portal.Pages)
}
