package table

import (
	"regexp"
	"strings"
	"unicode"
)

// Safe returns a cell for a CSV or a workbook so that no spreadsheet runs it: if
// one would take it for a formula, it begins with an apostrophe, which says that
// it is text. Full-width signs count in some spreadsheets, and white space before
// a sign is passed over.
func Safe(cell string) string {
	visible := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' })
	if visible != "" && strings.ContainsRune(signs, []rune(visible)[0]) || strings.IndexFunc(cell, unicode.IsControl) == 0 {
		return "'" + cell
	}
	return cell
}

// signs are what formulas begin with, to one spreadsheet or another.
const signs = "=+-@＝＋－＠"

// call matches what calls a function, refers to another program or a sheet, or
// calculates; not "+62 812 3456", "-" or "@name".
var call = regexp.MustCompile(`(?i)^[=+\-@＝＋－＠]+\s*(?:([a-z][a-z0-9.]*)\s*\(|([a-z][a-z0-9 ]*)\s*\||'?[^!]*!|\$?[a-z]{1,3}\$?[0-9]+\b)|^[=＝]`)

// formulaIn names what a text calls if a spreadsheet took it for a formula, or
// returns "".
func formulaIn(text string) string {
	if text == "" || !strings.ContainsRune(signs, []rune(text[:min(len(text), 8)])[0]) {
		return ""
	}
	match := call.FindStringSubmatch(text)
	switch {
	case match == nil:
		return ""
	case match[1] != "":
		return strings.ToUpper(match[1])
	case match[2] != "":
		return "it calls another program"
	}
	return "it begins with a sign that spreadsheets calculate"
}
