package generator_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// How writers of other systems name files and write the way to them.
func TestNamesOfOtherSystems(t *testing.T) {
	const (
		guide   = "content/en/guides/start.md"
		config  = "programs.yaml"
		picture = `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`
		one     = "\u00e9t\u00e9"   // été, as most keyboards write it
		two     = "e\u0301te\u0301" // the same, as Macs used to store it
	)
	guideWith := func(body string) string { return small()[guide] + "\n" + body + "\n" }
	listed := func(at string) string {
		return strings.Replace(small()[config], "people:\n", "people: "+at+"\nxpeople:\n", 1)
	}
	people := func(at string) map[string]string {
		before, after, _ := strings.Cut(small()[config], "people:\n")
		list, after, _ := strings.Cut(after, "programs:\n")
		return map[string]string{config: before + "people: " + at + "\nprograms:\n" + after, "team/" + two + ".yaml": list}
	}
	var builder generator.Builder // reads the theme once
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string // problems
	}{
		// accents, stored in one way and written in the other
		{"picture", map[string]string{"content/en/guides/img/" + two + ".svg": picture, guide: guideWith("![x](img/" + one + ".svg)")}, nil},
		{"picture, the other way round", map[string]string{"content/en/guides/img/" + one + ".svg": picture, guide: guideWith("![x](img/" + two + ".svg)")}, nil},
		{"picture in a folder", map[string]string{"content/en/guides/" + two + "/a.svg": picture, guide: guideWith("![x](" + one + "/a.svg)")}, nil},
		{"percent-encoded", map[string]string{"content/en/guides/" + two + ".pdf": "x", guide: guideWith("[x](%C3%A9t%C3%A9.pdf)")}, nil},
		{"heading", map[string]string{guide: guideWith("## X {#" + two + "}\n\n[x](#" + one + ") [x](#" + two + ")")}, nil},
		{"heading, the other way round", map[string]string{guide: guideWith("## X {#" + one + "}\n\n[x](#" + two + ")")}, nil},
		{"snippet", map[string]string{"content/en/_snippets/" + two + ".md": "Text.\n", guide: guideWith("{{include " + one + ".md}}")}, nil},
		{"list of people", people("team/" + one + ".yaml"), nil},
		{"document", map[string]string{"content/en/guides/" + two + ".md": small()[guide]}, []string{"content/en/guides/" + two + ".md:1:1 bad-file-name"}},
		{"two pictures of one name", map[string]string{"content/en/" + one + ".svg": picture, "content/en/" + two + ".svg": picture, "content/en/index.md": small()["content/en/index.md"] + "\n![x](" + one + ".svg)\n"},
			[]string{"content/en/" + one + ".svg:1:1 path-collision"}},

		// capital letters
		{"document with capitals", map[string]string{"content/en/guides/Guide.md": small()[guide]}, []string{"content/en/guides/Guide.md:1:1 bad-file-name"}},
		{"pictures that differ in capitals", map[string]string{"content/en/A.svg": picture, "content/en/a.svg": picture, "content/en/index.md": small()["content/en/index.md"] + "\n![x](a.svg) ![x](A.svg)\n"},
			[]string{"content/en/a.svg:1:1 path-collision"}},
		{"link with other capitals", map[string]string{guide: guideWith("[x](Start.md)")}, []string{guide + ":12:1 broken-link"}},
		{"picture with other capitals", map[string]string{"content/en/guides/a.svg": picture, guide: guideWith("![x](A.svg) ![x](a.svg)")}, []string{guide + ":12:1 missing-image"}},

		// backslashes and drives
		{"link with backslashes", map[string]string{guide: guideWith(`[x](..\sessions\first.md)`)}, []string{guide + ":12:1 broken-link"}},
		{"link to a drive", map[string]string{guide: guideWith(`[x](C:\guides\start.md)`)}, []string{guide + ":12:1 unsafe-link"}},
		{"link to a drive with slashes", map[string]string{guide: guideWith(`[x](c:/guides/start.md)`)}, []string{guide + ":12:1 unsafe-link"}},
		{"link to a share", map[string]string{guide: guideWith(`[x](\\\\server\share\start.md)`)}, []string{guide + ":12:1 unsafe-link"}},
		{"picture with backslashes", map[string]string{guide: guideWith(`![x](img\x.svg)`)}, []string{guide + ":12:1 outside-project"}},
		{"picture on a drive", map[string]string{guide: guideWith(`![x](C:\img\x.svg)`)}, []string{guide + ":12:1 remote-image"}},
		{"include with backslashes", map[string]string{"content/en/_snippets/a/b.md": "Text.\n", guide: guideWith(`{{include a\b.md}}`)}, []string{guide + ":12:1 unknown-snippet"}},
		{"include from a drive", map[string]string{guide: guideWith(`{{include C:/b.md}}`)}, []string{guide + ":12:1 unknown-snippet"}},
		{"list with backslashes", map[string]string{config: listed(`team\people.yaml`)}, []string{config + ":11:9 outside-project"}},
		{"list on a drive", map[string]string{config: listed("C:/people.yaml")}, []string{config + ":11:9 outside-project"}},
		{"private list with backslashes", map[string]string{config: listed(`private:team\people.yaml`)}, []string{config + ":11:9 outside-project"}},

		// names of devices, and names that cannot be
		{"document named as a device", map[string]string{"content/en/guides/nul.md": small()[guide]}, []string{"content/en/guides/nul.md:1:1 bad-file-name"}},
		{"folder named as a device", map[string]string{"content/en/guides/aux/a.md": small()[guide]}, []string{"content/en/guides/aux/a.md:1:1 bad-file-name"}},
		{"picture named as a device", map[string]string{"content/en/guides/con.svg": picture, guide: guideWith("![x](con.svg)")}, nil},
		{"document that ends with a dot", map[string]string{"content/en/guides/a..md": small()[guide]}, []string{"content/en/guides/a..md:1:1 bad-file-name"}},
		{"document that ends with a space", map[string]string{"content/en/guides/a .md": small()[guide]}, []string{"content/en/guides/a .md:1:1 bad-file-name"}},
		{"picture with a name of 250 bytes", map[string]string{"content/en/guides/" + strings.Repeat("x", 246) + ".svg": picture, guide: guideWith("![x](" + strings.Repeat("x", 246) + ".svg)")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			builder.Project.Root = mapFS(with(c.files))
			_, list, err := builder.Build(context.Background(), options(site.Public))
			if err != nil {
				t.Fatal(err)
			}
			got := slices.DeleteFunc(places(list), func(d string) bool { // what else is wrong in these cases is not the matter
				return strings.HasPrefix(d, config+":12:1 unknown-key") || strings.HasSuffix(d, "unused-file") || strings.HasSuffix(d, "missing-translation")
			})
			if !slices.Equal(got, c.want) {
				t.Errorf("problems are %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever the files of a project and a theme are called, the paths of the
// portal are in the normal form that Windows and the web use.
func TestOutputPathsAreComposed(t *testing.T) {
	const accents = "e\u0301te\u0301 \u1112\u1161\u11ab か\u3099"
	files := mapFS(with(map[string]string{
		"content/en/guides/start.md":               small()["content/en/guides/start.md"] + "\n![x](<" + accents + ".svg>)\n",
		"content/en/guides/" + accents + ".svg":    `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`,
		"themes/acme/assets/" + accents + ".woff2": "font",
		"themes/acme/assets/brand.css":             `@font-face { src: url("` + norm.NFC.String(accents) + `.woff2") }`,
		"programs.yaml":                            strings.Replace(small()["programs.yaml"], "  timezone:", "  theme: acme\n  timezone:", 1),
	}))
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: fstest.MapFS(files)}, options(site.Public))
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	composed := 0
	for _, a := range portal.Pages {
		if !norm.NFC.IsNormalString(a.Path) {
			t.Errorf("%+q is not composed", a.Path)
		}
		if strings.Contains(a.Path, "한 が") {
			composed++
		}
		if strings.HasPrefix(a.Path, "assets/brand.") {
			var css bytes.Buffer
			if err := a.Render(&css); err != nil || !strings.Contains(css.String(), norm.NFC.String(accents)+".") {
				t.Errorf("the style sheet does not find the font: %s (%v)", css.String(), err)
			}
		}
	}
	if composed != 1 {
		t.Errorf("%d files have the name", composed)
	}
}
