package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// within is by how much the elements of a page may differ: a fiftieth.
const within = 0.02

// sizes are how many HTML elements a document has, on average.
type sizes struct{ ours, theirs float64 }

// equal returns how large the documents are, or what is not equal: every
// document is there in both outputs and in Pagefind's index, no link leads to a
// Markdown file, and as much is on the pages.
func equal(ours, theirs string, documents int) (sizes, error) {
	mine, err := count(ours, documents)
	if err != nil {
		return sizes{}, err
	}
	hugos, err := count(theirs, documents)
	if err != nil {
		return sizes{}, err
	}
	if err := indexed(theirs, documents); err != nil {
		return sizes{}, err
	}
	s := sizes{float64(total(mine)) / float64(documents), float64(total(hugos)) / float64(documents)}
	if s.theirs < s.ours*(1-within) || s.theirs > s.ours*(1+within) {
		var differences strings.Builder
		for _, name := range slices.Sorted(maps.Keys(mine)) {
			if mine[name] != hugos[name] {
				fmt.Fprintf(&differences, "\n<%s>: %d and %d", name, mine[name], hugos[name])
			}
		}
		return s, fmt.Errorf("the documents have %.1f elements with mentorbook, %.1f with Hugo; change .ci/compare-hugo%s", s.ours, s.theirs, &differences)
	}
	return s, nil
}

// count returns how often each element occurs in the documents below dir.
func count(dir string, documents int) (map[string]int, error) {
	elements, found := map[string]int{}, 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasPrefix(entry.Name(), "page-") || filepath.Ext(path) != ".html" {
			return err
		}
		found++
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := countIn(file, elements); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
	if err == nil && found != documents {
		err = fmt.Errorf("%s has %d documents, not %d", dir, found, documents)
	}
	return elements, err
}

// countIn adds the elements of a page.
func countIn(page io.Reader, elements map[string]int) error {
	for z := html.NewTokenizer(page); ; {
		switch z.Next() {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				return nil
			}
			return z.Err()
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			elements[token.Data]++
			for _, a := range token.Attr {
				if path, _, _ := strings.Cut(a.Val, "#"); a.Key == "href" && strings.HasSuffix(path, ".md") {
					return fmt.Errorf("the link to %s leads nowhere", a.Val)
				}
			}
		}
	}
}

func total(elements map[string]int) int {
	n := 0
	for _, count := range elements {
		n += count
	}
	return n
}

// indexed returns an error if Pagefind has not indexed every document.
func indexed(dir string, documents int) error {
	data, err := os.ReadFile(filepath.Join(dir, "pagefind", "pagefind-entry.json"))
	if err != nil {
		return err
	}
	var entry struct {
		Languages map[string]struct {
			Pages int `json:"page_count"`
		}
	}
	if err := json.Unmarshal(data, &entry); err != nil {
		return err
	}
	n := 0
	for _, language := range entry.Languages {
		n += language.Pages
	}
	if n < documents {
		return fmt.Errorf("the index of Pagefind has %d documents, not %d", n, documents)
	}
	return nil
}
