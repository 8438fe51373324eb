package themes_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"mentorbook/themes"
)

func TestFilesInPartsAreJoinedInTheOrderOfTheirNames(t *testing.T) {
	theme := openTheme(t, map[string]string{
		"assets/app.js/2-second.js":    "second();\n",
		"assets/app.js/1-first.js":     "first();",
		"assets/app.js/notes.md":       "Not a script.\n",
		"assets/app.js/.hidden.js":     "hidden();\n",
		"assets/fonts/one.woff2":       "No part of anything.\n",
		"assets/app.js/deep/1-deep.js": "deep();\n",
	})
	if got, want := string(theme.Read("assets/app.js").Data), "first();\nsecond();\n"; got != want {
		t.Errorf("app.js is %q, want %q", got, want)
	}
	names := theme.List("assets")
	if !slices.Contains(names, "app.js") || slices.Contains(names, "fonts") || slices.Contains(names, "1-first.js") {
		t.Errorf("the assets are %v", names)
	}
}

// A project changes a part, adds one, or has a file of its own for the whole.
func TestPartsOfTheDefaultThemeAreReplacedOneByOneOrAllAtOnce(t *testing.T) {
	base := string(openTheme(t, nil).Read("assets/style.css").Data)
	tokens := string(openTheme(t, nil).Read("assets/style.css/01-tokens.css").Data)
	for _, c := range []struct {
		why, file, want string
	}{
		{"a part", "assets/style.css/01-tokens.css", "a { color: red }\n" + base[len(tokens):]},
		{"one more", "assets/style.css/99-own.css", base + "a { color: red }\n"},
		{"the whole", "assets/style.css", "a { color: red }\n"},
	} {
		file := openTheme(t, map[string]string{c.file: "a { color: red }\n"}).Read("assets/style.css")
		if string(file.Data) != c.want || file.Path != "themes/acme/assets/style.css" {
			t.Errorf("%s: %s has %d bytes, want %d", c.why, file.Path, len(file.Data), len(c.want))
		}
	}
}

// openTheme opens a project's theme with these files.
func openTheme(t *testing.T, files map[string]string) *themes.Theme {
	t.Helper()
	project := fstest.MapFS{"themes/acme/assets/brand.css": {}}
	for name, data := range files {
		project["themes/acme/"+name] = &fstest.MapFile{Data: []byte(data)}
	}
	theme, err := themes.Open(project, "acme")
	if err != nil {
		t.Fatal(err)
	}
	return theme
}
