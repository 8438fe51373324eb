package generator_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the import graph of the project, as the drawing in README.md
// shows it. A package that is not listed may import none of ours.
var mayImport = map[string][]string{
	"mentorbook/cmd/mentorbook":       {"mentorbook", "mentorbook/generator", "mentorbook/generator/output", "mentorbook/generator/preview", "mentorbook/generator/schedule", "mentorbook/generator/site"},
	"mentorbook/generator":            {"mentorbook/generator/figures", "mentorbook/generator/output", "mentorbook/generator/render", "mentorbook/generator/schedule", "mentorbook/generator/search", "mentorbook/generator/searchtext", "mentorbook/generator/site", "mentorbook/generator/source", "mentorbook/generator/yamledit", "mentorbook/themes"},
	"mentorbook/generator/figures":    {"mentorbook/generator/schedule", "mentorbook/generator/site", "mentorbook/generator/source"},
	"mentorbook/generator/render":     {"mentorbook/generator/figures", "mentorbook/generator/markdown", "mentorbook/generator/schedule", "mentorbook/generator/search", "mentorbook/generator/site", "mentorbook/generator/source", "mentorbook/themes"},
	"mentorbook/generator/site":       {"mentorbook/generator/fit", "mentorbook/generator/leak", "mentorbook/generator/markdown", "mentorbook/generator/schedule", "mentorbook/generator/source"},
	"mentorbook/generator/source":     {"mentorbook/generator/markdown", "mentorbook/generator/schedule", "mentorbook/generator/yamledit"},
	"mentorbook/generator/markdown":   {"mentorbook/generator/pack"},
	"mentorbook/generator/yamledit":   nil,
	"mentorbook/generator/pack":       nil,
	"mentorbook/generator/schedule":   nil,
	"mentorbook/generator/fit":        nil,
	"mentorbook/generator/leak":       nil,
	"mentorbook/generator/search":     {"mentorbook/generator/search/format"},
	"mentorbook/generator/output":     nil,
	"mentorbook/generator/preview":    nil,
	"mentorbook/generator/diag":       nil,
	"mentorbook/internal/chromium":    nil,
	"mentorbook/internal/floor":       nil,
	"mentorbook/themes":               nil,
	"mentorbook":                      nil,
	"mentorbook/generator/searchtext": {"mentorbook/generator/markdown", "mentorbook/generator/search", "mentorbook/generator/site", "mentorbook/generator/source"},

	"mentorbook/generator/search/format": nil,
	"mentorbook/internal/searchreader":   {"mentorbook/generator/search", "mentorbook/generator/search/format"},
}

// everyoneMayImport has no package of ours below it.
const everyoneMayImport = "mentorbook/generator/diag"

// onlyIn confines a library, or a part of the standard library, to the packages
// that exist for it.
var onlyIn = map[string][]string{
	"github.com/yuin/goldmark":      {"mentorbook/generator/markdown", "mentorbook/internal/floor"},
	"github.com/adrg/frontmatter":   {"mentorbook/generator/source"},
	"gopkg.in/yaml.v3":              {"mentorbook/generator/source", "mentorbook/generator/yamledit"},
	"golang.org/x/image":            {"mentorbook/generator/source"},
	"golang.org/x/sys":              {"mentorbook/generator/output"},
	"github.com/fsnotify/fsnotify":  {"mentorbook/generator/preview"},
	"github.com/spf13/cobra":        {"mentorbook/cmd/mentorbook"},
	"os":                            {"mentorbook/cmd/mentorbook", "mentorbook/generator/output", "mentorbook/generator/preview", "mentorbook/internal/chromium", "mentorbook/internal/floor"},
	"github.com/kljensen/snowball":  {"mentorbook/generator/search"},
	"github.com/klauspost/compress": {"mentorbook/generator/pack", "mentorbook/generator/search", "mentorbook/generator/leak"},
	"html/template":                 {"mentorbook/generator/render"},
	"github.com/arran4/golang-ical": {"mentorbook/generator/schedule"},
}

type listed struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func TestImportGraphIsAsDrawn(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "mentorbook/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		allowed, known := mayImport[p.ImportPath]
		if !known {
			t.Errorf("%s is not in the drawing: add it there, with what it may import", p.ImportPath)
		}
		seen[p.ImportPath] = true
		for _, imported := range p.Imports {
			ours := imported == "mentorbook" || strings.HasPrefix(imported, "mentorbook/")
			if ours && imported != everyoneMayImport && !slices.Contains(allowed, imported) {
				t.Errorf("%s must not import %s", p.ImportPath, imported)
			}
			for library, homes := range onlyIn {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && imported != "os/signal" && imported != "os/exec" && !slices.Contains(homes, p.ImportPath) {
					t.Errorf("%s must not import %s, which lives in %s only", p.ImportPath, imported, strings.Join(homes, " and "))
				}
			}
			if p.ImportPath == everyoneMayImport && strings.Contains(imported, ".") {
				t.Errorf("%s must import the standard library only, not %s", p.ImportPath, imported)
			}
		}
	}
	for path := range mayImport {
		if !seen[path] {
			t.Errorf("%s is in the drawing, but does not exist", path)
		}
	}
}
