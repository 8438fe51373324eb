package markdown

import (
	"testing"

	"mentorbook/generator/diag"
)

func TestFindAnchor(t *testing.T) {
	source := "## What's next\n\n## Roles & duties\n\n## Term 1 - March\n\n## Steps {#how}\n\n## Q&A\n\n## Q&A\n\n## Apa, *mengapa*?\n\n" +
		"## snake_case `code`\n\n## ✅ Done\n\n## Déjà vu {#deja}\n"
	doc, _ := New().Convert(&diag.File{Path: "page.md", Data: []byte(source)}, 0, "")
	for anchor, want := range map[string]string{
		"whats-next":          "what-s-next",
		"roles--duties":       "roles-duties",
		"term-1---march":      "term-1-march",
		"Term-1---March":      "term-1-march",
		"What-S-Next":         "what-s-next",
		"steps":               "how",
		"steps-how":           "how",
		"HOW":                 "how",
		"qa":                  "q-a",
		"qa-1":                "q-a-2",
		"apa-mengapa":         "apa-mengapa",
		"snake_case-code":     "snake-case-code",
		"-done":               "done",
		"✅-done":              "done",
		"déjà-vu":             "deja",
		"de\u0301ja\u0300-vu": "deja",
		"whats-nxet":          "",
		"qa-2":                "",
		"":                    "",
		"-":                   "",
	} {
		if got, found := FindAnchor(doc.Headings, anchor); got != want || found != (want != "") {
			t.Errorf("#%s leads to %q, %v, want %q", anchor, got, found, want)
		}
	}
}
