package source

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

// TestPicturesThatRunOrFetchAreRefused: what is listed does so in Chromium when
// the picture is opened at its own address, or would in some browser.
func TestPicturesThatRunOrFetchAreRefused(t *testing.T) {
	data, err := os.ReadFile("testdata/hostile-pictures.txt")
	if err != nil {
		t.Fatal(err)
	}
	pictures := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		pictures++
		if got := refusals(t, strings.ReplaceAll(line, "␛", "\x1b")); !slices.Contains(got, "active-svg") && !slices.Contains(got, "bad-svg") {
			t.Errorf("this picture is published (%q): %s", got, line)
		}
	}
	if pictures < 40 {
		t.Errorf("there are %d pictures only", pictures)
	}
}

func TestPlainPicturesArePublished(t *testing.T) {
	const open, end = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`, `</svg>`
	for _, picture := range []string{
		`<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\n" + `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + open + end,
		"\ufeff" + `<?xml version="1.0" encoding="us-ascii"?>` + open + end,
		open + `<style type="text/css"><![CDATA[ .a { fill: url(#b); mask: url("#c") } @font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) } ]]></style>` + end,
		open + `<style>text { font-family: "\5b8b\4f53"; }</style><g style="fill:url('#b');stroke:url(#c)"/>` + end,
		open + `<use xlink:href="#b"/><image href="data:image/png;base64,AAAA"/><animate attributeName="x" values="0;9" dur="1s"/>` + end,
		open + `<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li/></r:RDF></metadata><text style="-inkscape-font-specification:'Sans\, Bold'">url of a script</text>` + end,
	} {
		if got := refusals(t, picture); len(got) > 0 {
			t.Errorf("refused for %q: %s", got, picture)
		}
	}
}

// refusals are the codes of what is wrong with a picture.
func refusals(t *testing.T, picture string) (codes []string) {
	t.Helper()
	_, list := load(t, Project{Root: project(map[string]string{"content/en/x.svg": picture})})
	for _, d := range list {
		if d.Severity == diag.Error && strings.HasSuffix(d.Span.File.Path, ".svg") {
			codes = append(codes, d.Code)
		}
	}
	return codes
}
