package generator_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// Who wants to join gets to the form, or begins a mail with the questions, and
// never to anything else.
func TestRegistrationIsAnAddressThatWorks(t *testing.T) {
	const dates, open = "registration: {opens: 2026-10-01, closes: 2026-10-20}", "registration: {opens: 2026-10-01, closes: 2027-10-20"
	for _, c := range []struct{ why, phase, want string }{
		{"a form of the organisation", open + `, url: "https://forms.example/join?x=1"}`, `<a class="button" href="https://forms.example/join?x=1">Register</a>`},
		{"a mailbox", open + `, url: "mailto:join@small.example"}`, `<a class="button" href="mailto:join@small.example">Register</a>`},
		{"no address: a mail to the contact", open + "}", `<a class="button" href="mailto:mentoring@small.example?subject=Registration%3A%20Social%20media%2C%20cohort%202026a&amp;body=`},
		{"a script, which the preview shows as no button", open + `, url: "javascript:alert(1)"}`, ""},
		{"closed", dates, "Registration is closed"},
	} {
		files := replacedAll("programs.yaml", dates, c.phase)
		portal, _, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, options(site.Public))
		if err != nil {
			t.Fatal(err)
		}
		page := render(t, portal.Pages)["programs/social.html"]
		if c.want == "" && bytes.Contains(page, []byte("javascript")) || !bytes.Contains(page, []byte(c.want)) {
			t.Errorf("%s: the page has no %s, but\n%s", c.why, c.want, between(string(page), `<div class="registration"`, `<ul class="facts"`))
		}
	}
}

func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

// A drawing for small windows stands in for its picture and for no other: a
// translation with a picture of its own does not get the letters of the original.
func TestFiguresMayBeDrawnForSmallWindows(t *testing.T) {
	const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400"/>`
	files := small()
	for _, lang := range []string{"en", "id"} {
		files["content/"+lang+"/guides/start.md"] = strings.Replace(files["content/"+lang+"/guides/start.md"], "## ", "![A bridge](bridge.svg)\n\n## ", 1)
		files["content/"+lang+"/guides/bridge.svg"] = picture + "<!-- " + lang + " -->"
	}
	files["content/en/guides/bridge.narrow.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 400"/>`
	assertProved(t, mapFS(files), options(site.Public))
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, options(site.Public))
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	pages := render(t, portal.Pages)
	const source = `<picture><source media="(max-width: 40em)" srcset="../assets/bridge-narrow.`
	if page := pages["guides/start.html"]; !bytes.Contains(page, []byte(source)) {
		t.Error("the page does not show the drawing for small windows")
	}
	if page := pages["id/guides/start.html"]; bytes.Contains(page, []byte("<source")) {
		t.Error("the translation shows the drawing of the original")
	}
}
