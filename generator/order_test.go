package generator_test

import (
	"bytes"
	"context"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// The preview makes the page first that a writer looks at. Pages share headers,
// so that one must not leave to others what only holds for itself: a page
// guides.html is not in the folder of the guides, but is called like it.
func TestPagesAreTheSameInWhateverOrderTheyAreMade(t *testing.T) {
	builder := generator.Builder{Project: generator.Project{Root: mapFS(with(map[string]string{
		"content/en/guides.md": "---\ntitle: About guides\nsummary: What they are.\n---\nText.\n",
	}))}}
	build := func() []generator.Artifact {
		portal, list, err := builder.Build(context.Background(), options(site.Organizers))
		if err != nil || list.HasErrors() {
			t.Fatal(err, list)
		}
		return portal.Pages
	}
	render := func(a generator.Artifact) string {
		var w bytes.Buffer
		if err := a.Render(&w); err != nil {
			t.Fatal(err)
		}
		return w.String()
	}
	for i, a := range build() {
		inOrder, first := render(a), render(build()[i])
		if inOrder != first {
			t.Errorf("%s is another page when it is made first", a.Path)
		}
	}
}
