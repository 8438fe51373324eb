package generator_test

import (
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// TestRulesForHostsAreProved takes two sites that differ in nothing but what servers
// are told: who may frame the portal. The proof has to see it.
func TestRulesForHostsAreProved(t *testing.T) {
	build := func(frame, base string) *generator.Portal {
		files := small()
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "site:\n", "site:\n  frame: ["+frame+"]\n", 1)
		o := options(site.Public)
		o.BaseURL = base
		p, list, err := generator.Build(t.Context(), generator.Project{Root: mapFS(files)}, o)
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		return p
	}
	for base, differs := range map[string]bool{"https://small.example/hr/": true, "": false} {
		one, other := build("https://a.example", base), build("https://b.example", base)
		path, err := one.Difference(t.Context(), other.Site)
		if err != nil || (path != "") != differs {
			t.Errorf("with the address %q, the portals differ in %q, %v", base, path, err)
		}
	}
}
