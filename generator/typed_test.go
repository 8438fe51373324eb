package generator_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// TestRolesAreCalledAsTheProgramHasThem: who of a pair is the senior depends on the
// type of program, on every page and in every file that names a role.
func TestRolesAreCalledAsTheProgramHasThem(t *testing.T) {
	ranked := regexp.MustCompile(`(?i)\b(mentors?|mentees?) \((junior|senior)\)`)
	one := func(ofType string) map[string]string {
		files := small()
		data := strings.NewReplacer("type: reverse", "type: "+ofType, "status: active", "status: completed", "scope: pair, owner: both", "scope: pair, owner: mentor").Replace(files["programs.yaml"])
		data = strings.Replace(data, "    guides: [start]\n", "    guides: [start]\n    driver: mentee\n", 1)
		files["programs.yaml"] = data
		return files
	}
	mixed := one("traditional")
	mixed["programs.yaml"] = strings.Replace(mixed["programs.yaml"], "type: traditional", "type: reverse", 1)
	declared := one("reverse")
	for _, lang := range []string{"en", "id"} {
		name := "content/" + lang + "/sessions/first.md"
		declared[name] = strings.Replace(declared[name], "minutes: 30\n", "minutes: 30\ntype: traditional\n", 1)
	}
	everywhere := strings.Fields("sessions/first.html programs/social.html programs/social/pack.html programs/social/pairs/pair-7k.html programs/social/pairs/pair-7k-thanks.html programs/social/pairs.csv programs/social/sessions.csv dashboard.html")
	for _, c := range []struct {
		why    string
		files  map[string]string
		pages  []string
		mentor string // the rank of a mentor; empty where none is said
	}{
		{"a reverse program", one("reverse"), everywhere, "junior"},
		{"a traditional program", one("traditional"), everywhere, "senior"},
		{"a reciprocal program", one("reciprocal"), everywhere, ""},
		{"a template of programs of two types", mixed, []string{"sessions/first.html", "dashboard.html"}, ""},
		{"a program of its own type, beside others", mixed, []string{"programs/social.html", "programs/social/pack.html"}, "junior"},
		{"a template that says its type", declared, []string{"sessions/first.html", "programs/social/pack.html"}, "senior"},
	} {
		portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(c.files)}, options(site.Organizers))
		if err != nil || list.HasErrors() {
			t.Fatal(c.why, err, places(list))
		}
		pages := map[string]string{}
		for _, a := range artifacts(t, portal) {
			pages[a.Path] = string(render(t, []generator.Artifact{a})[a.Path])
		}
		for _, lang := range []string{"", "id/"} {
			for _, path := range c.pages {
				seen := false
				for _, m := range ranked.FindAllStringSubmatch(pages[lang+path], -1) {
					ofMentor := strings.HasPrefix(strings.ToLower(m[1]), "mentor") == (m[2] == c.mentor)
					if c.mentor == "" || !ofMentor {
						t.Errorf("%s: %s%s says %q", c.why, lang, path, m[0])
					}
					seen = true
				}
				if c.mentor != "" && !seen {
					t.Errorf("%s: %s%s says of nobody who is the senior", c.why, lang, path)
				}
				if pages[lang+path] == "" {
					t.Errorf("%s: there is no %s%s", c.why, lang, path)
				}
			}
		}
	}
}
