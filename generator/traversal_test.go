package generator_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// watched notes what is opened that is not a plain path below its root.
type watched struct {
	fs.FS
	mu      sync.Mutex
	outside []string
}

func (w *watched) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.outside = append(w.outside, name)
	}
	return w.FS.Open(name)
}

// TestPathsThatLeadOutAreRefused writes ways out of the project wherever a path
// or the name of a file can be written. Each is reported at its place, and none
// is opened.
func TestPathsThatLeadOutAreRefused(t *testing.T) {
	const guide, config = "content/en/guides/start.md", "programs.yaml"
	front := func(keys string) map[string]string { return replaced(guide, "version: 1", keys+"\nversion: 1") }
	body := func(text string) map[string]string {
		return with(map[string]string{guide: small()[guide] + "\n" + text + "\n"})
	}
	places := map[string]func(path string) map[string]string{
		"link":          func(p string) map[string]string { return body("[x](<" + p + ">)") },
		"image":         func(p string) map[string]string { return body("![x](<" + p + ">)") },
		"reference":     func(p string) map[string]string { return body("[x]\n\n[x]: <" + p + ">") },
		"include":       func(p string) map[string]string { return body("{{include " + p + "}}") },
		"image of page": func(p string) map[string]string { return front("image: {src: " + quoted(p) + ", alt: A}") },
		"related":       func(p string) map[string]string { return front("related: [" + quoted(p) + "]") },
		"alias":         func(p string) map[string]string { return front("aliases: [" + quoted(p) + "]") },
		"people":        func(p string) map[string]string { return replaced(config, "people:\n", "people: "+quoted(p)+"\nx:\n") },
		"private people": func(p string) map[string]string {
			return replaced(config, "people:\n", "people: "+quoted("private:"+p)+"\nx:\n")
		},
		"pairings": func(p string) map[string]string {
			return replaced(config, "pairings:\n          - {id: pair-9z, mentor: p3, mentee: p4, topics: [feedback], status: proposed}", "pairings: "+quoted(p))
		},
		"theme": func(p string) map[string]string {
			return replaced(config, "  timezone", "  theme: "+quoted(p)+"\n  timezone")
		},
		"template": func(p string) map[string]string {
			return replaced(config, "{id: s2, session: first", "{id: s2, session: "+quoted(p))
		},
		"guide": func(p string) map[string]string {
			return replaced(config, "guides: [start]", "guides: ["+quoted(p)+"]")
		},
		"program": func(p string) map[string]string { return replaced(config, "- id: voices", "- id: "+quoted(p)) },
		"pair":    func(p string) map[string]string { return replaced(config, "id: pair-9z", "id: "+quoted(p)) },
	}
	for place, write := range places {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			builder := &generator.Builder{}
			for _, path := range []string{
				"../../../../etc/passwd", "../../../../etc/passwd.md", "/etc/passwd", "//etc/passwd", "./../../../../etc/passwd",
				"guides/../../../../etc/passwd", `..\..\..\..\etc\passwd`, `C:\etc\passwd`, `\\host\etc\passwd`, "C:/etc/passwd",
				"..%2f..%2f..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..", "../..", "....//....//etc/passwd", "file:///etc/passwd", "~/passwd",
			} {
				project, private := &watched{FS: mapFS(write(path))}, &watched{FS: mapFS(nil)}
				builder.Project = generator.Project{Root: project, Private: private}
				portal, list, err := builder.Build(t.Context(), options(site.Organizers))
				if err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				if opened := append(project.outside, private.outside...); len(opened) > 0 {
					t.Errorf("%s: %q is opened", path, opened)
				}
				if list.HasErrors() {
					continue // it is not published
				}
				// Only an alias may begin with the slash of the site's own root.
				if !left(list) && place != "alias" {
					t.Errorf("%s: nothing is reported", path)
				}
				for _, a := range portal.Pages {
					if !fs.ValidPath(a.Path) {
						t.Errorf("%s: the portal has a file %q", path, a.Path)
					}
				}
			}
		})
	}
}

// left reports whether the text of a link stays, and the link is left out.
func left(list diag.List) bool {
	for _, d := range list {
		if d.Code == "unsafe-link" {
			return true
		}
	}
	return false
}

// quoted is a YAML string.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `\`, `\\`) + `"` }
