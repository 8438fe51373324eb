// Package cell keeps spreadsheets from running what people have written.
//
// The text of a cell goes in, and comes out as one that a spreadsheet takes for
// text. It refuses nothing.
package cell

import (
	"strings"
	"unicode"
)

// Text returns a cell that no spreadsheet runs as a formula: it begins with an
// apostrophe then, which says that it is text. Full-width signs count in some
// spreadsheets, and white space before a sign is passed over.
func Text(cell string) string {
	visible := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' })
	if visible != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(visible)[0]) || strings.IndexFunc(cell, unicode.IsControl) == 0 {
		return "'" + cell
	}
	return cell
}
