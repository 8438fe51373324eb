package cell_test

import (
	"testing"

	"mentorbook/generator/cell"
)

func TestTextKeepsCellsFromBeingRun(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"Budi":                 "Budi",
		"a=b":                  "a=b",
		"=1+1":                 "'=1+1",
		"+62 812":              "'+62 812",
		"-1":                   "'-1",
		"@SUM(A1)":             "'@SUM(A1)",
		"\t=1":                 "'\t=1",
		"\rBudi":               "'\rBudi",
		"  =1":                 "'  =1",
		"\ufeff=1":             "'\ufeff=1",
		"＝1":                   "'＝1",
		"'=1":                  "'=1",
		"Budi\n=HYPERLINK(\"":  "Budi\n=HYPERLINK(\"",
		"\u00a0\u2003-cmd|'x'": "'\u00a0\u2003-cmd|'x'",
	} {
		if got := cell.Text(text); got != want {
			t.Errorf("Text(%q) is %q, not %q", text, got, want)
		}
	}
}
