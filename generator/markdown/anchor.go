package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FindAnchor returns the id of the heading that an anchor means in the way of
// GitHub, VS Code or GitLab, whose anchors are made of the heading's text. They
// keep every hyphen, count from -1, and take an id in braces for text. It is for
// anchors that are no id of a heading.
//
// See https://github.com/Flet/github-slugger and
// https://github.com/microsoft/vscode/blob/main/extensions/markdown-language-features/src/slugify.ts
func FindAnchor(headings []Heading, anchor string) (id string, found bool) {
	wanted := anchorOf(anchor)
	if wanted == "" {
		return "", false
	}
	before := map[string]int{} // headings of the same text
	for _, h := range headings {
		if anchorOf(h.ID) == wanted {
			return h.ID, true
		}
	}
	for _, h := range headings {
		own := anchorOf(h.Text)
		made := own
		if n := before[own]; n > 0 {
			made += "-" + strconv.Itoa(n)
		}
		before[own]++
		if made == wanted || anchorOf(h.Text+" "+h.ID) == wanted {
			return h.ID, true
		}
	}
	return "", false
}

// anchorOf makes an anchor of a heading's text. Hyphens at its ends are cut off,
// as VS Code does and GitHub does not.
func anchorOf(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.In(r, unicode.L, unicode.N, unicode.M):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Trim(b.String(), "-")
}
