package markdown

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug makes a heading id or a file name of a title: lower case, accents
// dropped, letters and digits of every script kept, everything between them a
// single hyphen. It is empty for a title without a letter or digit.
func Slug(title string) string {
	var b strings.Builder
	b.Grow(len(title))
	gap := false
	// Compatibility decomposition (NFKD, Unicode Annex 15) separates accents
	// from their letters, and makes plain letters of ligatures and the like.
	// Invalid UTF-8 is cut first: the normaliser may pass over what follows it.
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(title, " ")) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r):
		default:
			gap = true
		}
	}
	return norm.NFC.String(b.String()) // whole again: 한글 is two characters, not six
}
