package generator_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// everyoneMayImport has no package of ours below it.
var everyoneMayImport = []string{"mentorbook/generator/diag", "mentorbook/generator/lazyregexp"}

type listed struct {
	ImportPath string
	Imports    []string
}

// packages lists the project's packages with what they import.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "mentorbook/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p.Imports
	}
	return all
}

// fullName returns the import path of a package as README.md names it.
func fullName(known map[string][]string, name string) string {
	if name == "starter" {
		return "mentorbook"
	}
	for _, path := range []string{"mentorbook/" + name, "mentorbook/generator/" + name} {
		if _, ok := known[path]; ok {
			return path
		}
	}
	return name
}

// read returns what README.md says of each package or library: pattern has a
// group for it and one for the names that belong to it.
func read(t *testing.T, known map[string][]string, pattern string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
		var names []string
		for name := range strings.SplitSeq(strings.ReplaceAll(m[2], "`", ""), ", ") {
			names = append(names, fullName(known, name))
		}
		slices.Sort(names)
		out[fullName(known, m[1])] = names
	}
	return out
}

func TestImportGraphIsAsDrawn(t *testing.T) {
	all := packages(t)
	drawn := read(t, all, `(?m)^([a-z/]+) +→ ([a-z/, ]+)$`)
	for path := range drawn {
		if _, exists := all[path]; !exists {
			t.Errorf("%s is in the drawing, but does not exist", path)
		}
	}
	for path, imports := range all {
		var ours []string
		for _, imported := range imports {
			if !slices.Contains(everyoneMayImport, imported) && (imported == "mentorbook" || strings.HasPrefix(imported, "mentorbook/")) {
				ours = append(ours, imported)
			}
		}
		slices.Sort(ours)
		if !slices.Equal(ours, drawn[path]) {
			t.Errorf("%s imports\n%q, drawn is\n%q", path, ours, drawn[path])
		}
	}
	for _, path := range everyoneMayImport {
		for _, imported := range all[path] {
			if strings.Contains(imported, ".") {
				t.Errorf("%s must import the standard library only, not %s", path, imported)
			}
		}
	}
}

func TestLibrariesHaveTheirHomes(t *testing.T) {
	all := packages(t)
	homes := read(t, all, "(?m)^\\| `([a-z0-9./-]+)` \\| (`[a-z/]+`(?:, `[a-z/]+`)*) \\|$")
	if len(homes) < 10 {
		t.Fatalf("README.md names the homes of %d libraries", len(homes))
	}
	used := map[string]map[string]bool{}
	for path, imports := range all {
		for _, imported := range imports {
			library := libraryOf(homes, imported)
			if library == "" {
				t.Errorf("%s imports %s, which has no home in README.md", path, imported)
				continue
			}
			if used[library] == nil {
				used[library] = map[string]bool{}
			}
			used[library][path] = true
		}
	}
	for library, want := range homes {
		if got := slices.Sorted(maps.Keys(used[library])); !slices.Equal(got, want) {
			t.Errorf("%s is imported by\n%q, its homes are\n%q", library, got, want)
		}
	}
}

// libraryOf returns the row of README.md that an import belongs to, the import
// itself where it needs none, or "".
func libraryOf(homes map[string][]string, imported string) string {
	for library := range homes {
		if imported == library || library != "os" && strings.HasPrefix(imported, library+"/") {
			return library
		}
	}
	domain, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(domain, ".") || strings.HasPrefix(imported, "golang.org/x/text/") || strings.HasPrefix(imported, "golang.org/x/sync/") {
		return imported
	}
	return ""
}
