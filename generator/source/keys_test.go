package source_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"mentorbook/generator/source"
)

// Writers bring their front matter along: each key that Hugo, Jekyll,
// Docusaurus, MkDocs and others have leads to ours, in one message.
func TestKeysOfOtherToolsLeadToOurs(t *testing.T) {
	for line, want := range map[string]string{
		"description: D":        "summary:",
		"weight: 3":             "order:",
		"sidebar_position: 3":   "order:",
		"nav_order: 3":          "order:",
		"lastmod: 2026-01-01":   "date:",
		"last_update: x":        "date:",
		"tags: [a]":             "topics:",
		"categories: [a]":       "topics:",
		"keyword: a":            "keywords:",
		"permalink: /x/":        "aliases:",
		"slug: x":               "the file's name",
		"url: /x/":              "aliases:",
		"redirect_from: /x/":    "aliases:",
		"layout: post":          "remove it",
		"published: false":      "draft: true",
		"published: true":       "remove it",
		"hidden: true":          "draft: true",
		"publishDate: x":        "publish:",
		"expiryDate: x":         "expire:",
		"authors: [A]":          "author:",
		"cover: x.png":          "image:",
		"toc: true":             "remove it",
		"lang: en":              "the folder says the language",
		"id: x":                 "remove it",
		"parent: Guides":        "order:",
		"judul: J":              "title:",
		"ringkasan: R":          "summary:",
		"tanggal: 2026-01-01":   "date:",
		"type: docs":            "kind:",
		"last-modified-by: Ani": "known here",
	} {
		front := ""
		for _, own := range []string{"title: T\n", "summary: S\n", "kind: article\n"} {
			if !strings.HasPrefix(own, want) {
				front += own
			}
		}
		_, list, err := source.Load(t.Context(), source.Project{Root: fstest.MapFS{
			"programs.yaml":          {Data: []byte("site: {title: A, languages: [en]}\n")},
			"content/en/guides/a.md": {Data: []byte("---\n" + front + line + "\n---\n")},
		}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 1 || list[0].Code != "unknown-key" || !strings.Contains(list[0].Hint, want) {
			t.Errorf("%s: %v, want one hint with %q", line, list, want)
		}
	}
}
