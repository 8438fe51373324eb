package table

import (
	"regexp"
	"strings"
)

// signs are what formulas begin with, to one spreadsheet or another.
const signs = "=+-@＝＋－＠"

// call matches what calls a function or another program, refers to a cell, or
// begins with the sign of formulas; not "+62 812 3456", "- see below" or "@name".
var call = regexp.MustCompile(`(?i)^[=+\-@＝＋－＠]+\s*(?:([a-z][a-z0-9.]*)\(|([a-z][a-z0-9 ]*)\|'|(?:'?[^'!\s]+'?!)?\$?[a-z]{1,3}\$?[0-9]+\b)|^[=＝]`)

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
