package generator_test

import (
	"slices"
	"strings"
	"testing"

	playbook "mentorbook"
	"mentorbook/generator/outline"
	"mentorbook/generator/source"
)

// TestWhatIsStillTheExamplesIsSaid: a project with an organisation of its own is
// told where the starter's is left, once a file, and who of its people.
func TestWhatIsStillTheExamplesIsSaid(t *testing.T) {
	files := starterFiles(t)
	if got := check(t, files, nil); len(got) > 0 {
		t.Fatalf("the starter itself: %q", got)
	}
	config := string(files["programs.yaml"].Data)
	files["programs.yaml"].Data = []byte(strings.Replace(config, "organisation: Nusaraya", "organisation: Acme", 1))
	got := check(t, files, nil)
	for _, want := range []string{"content/en/privacy.md", "content/id/letters/index.md", "programs.yaml"} {
		if !slices.ContainsFunc(got, func(place string) bool {
			return strings.HasPrefix(place, want+":") && strings.HasSuffix(place, " example-left")
		}) {
			t.Errorf("%s is not named by %q", want, got)
		}
	}
	people := 0
	for _, place := range got {
		if !strings.HasSuffix(place, " example-left") {
			t.Errorf("%s", place)
		}
		if strings.HasPrefix(place, "programs.yaml:") {
			people++
		}
	}
	if people != 1+len(outline.ExamplePeople()) {
		t.Errorf("programs.yaml has %d places, want one and one for each of its people", people)
	}
	sources, _, err := source.Load(t.Context(), source.Project{Root: playbook.Starter}, nil)
	if err != nil || sources.Config.Site.Organisation != outline.ExampleOrganisation {
		t.Errorf("the starter's organisation is %q (%v)", sources.Config.Site.Organisation, err)
	}
}
