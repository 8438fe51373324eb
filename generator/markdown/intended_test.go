package markdown

import "testing"

// TestIntendedAddresses holds what hints say about addresses that lead nowhere:
// each is tried in a link.
func TestIntendedAddresses(t *testing.T) {
	for dest, want := range map[string]string{
		"+62 21 555 0100":               "tel:+62215550100",
		"021-555":                       "tel:021555",
		"(021) 555 0100":                "tel:0215550100",
		"Tel. 021 555 0100":             "tel:0215550100",
		"tel: +62 21 555":               "tel:+6221555",
		"WhatsApp: +62 812 555":         "tel:+62812555",
		"phone:021555":                  "tel:021555",
		"help@small.example":            "mailto:help@small.example",
		"help@intranet":                 "mailto:help@intranet",
		"mailto: help@small.example":    "mailto:help@small.example",
		"E-mail:help@small.example":     "mailto:help@small.example",
		"Ani <ani@small.example>":       "mailto:ani@small.example",
		"www.small.example":             "https://www.small.example",
		"small.example/a b":             "https://small.example/a b",
		"//small.example/a":             "https://small.example/a",
		"http:/small.example":           "http://small.example",
		"https:small.example":           "https://small.example",
		"https:///small.example":        "https://small.example",
		"https//small.example":          "https://small.example",
		"https;//small.example":         "https://small.example",
		"https:// small.example":        "https://small.example",
		`https:\\small.example\a`:       "https://small.example/a",
		"htp://small.example":           "http://small.example",
		"hhttps://small.example:80/a#b": "https://small.example:80/a#b",
		"http://https://small.example":  "https://small.example",

		"https://small.example": "", "mailto:a@b.example": "", "tel:021555": "", "ftp://small.example": "",
		"start.md": "", "guides/start.md": "", "logo@2x.png": "", "plan.pptx": "", "2026-11-30": "", "1.2.3.4": "", "10.0.12": "",
		"intranet": "", "slack://channel": "", "javascript:alert(1)": "", "java\tscript:alert(1)": "", "https://": "", "mail": "", "": "",
	} {
		got := Intended(dest)
		if got != want {
			t.Errorf("%q: %q, want %q", dest, got, want)
		}
		if got == "" {
			continue
		}
		if _, list := convert(t, "["+"x]("+inLink(got)+")\n", 0); len(list) > 0 {
			t.Errorf("%q: the hint %q is a mistake: %s", dest, got, list[0].Message)
		}
	}
	for dest, want := range map[string]bool{
		`C:\Kits\a.docx`: true, "c:/Kits": true, "file:///home/a": true, `\\server\share`: true, "//server/share": true,
		"guides/a.md": false, "https://small.example": false, "a:b": false, "///a": false,
	} {
		if OnOwnDisk(dest) != want {
			t.Errorf("%q on a disk: %v", dest, !want)
		}
	}
}
