package themes_test

import (
	"bytes"
	"context"
	"io/fs"
	"math"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// exampleBrand is a theme of a project: themes.go does not embed it.
const exampleBrand = "example-brand/assets/brand.css"

func TestBrandSheetComesLast(t *testing.T) {
	day, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		t.Fatal(err)
	}
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: branded(t)},
		generator.Options{Audience: site.Public, Now: day.In(time.UTC)})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	files := map[string][]byte{}
	for _, a := range portal.Pages {
		var b bytes.Buffer
		if err := a.Render(&b); err != nil {
			t.Fatal(err)
		}
		files[a.Path] = b.Bytes()
	}
	sheets := regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`).FindAllSubmatch(files["id/guides/benefits.html"], -1)
	if len(sheets) < 2 {
		t.Fatalf("a page has %d style sheets, want the theme's and the brand's", len(sheets))
	}
	last := path.Join("id/guides", string(sheets[len(sheets)-1][1]))
	for _, colour := range regexp.MustCompile(`#[0-9a-f]{6}`).FindAllString(read(t, exampleBrand), -1) {
		if !strings.Contains(string(files[last]), colour) {
			t.Errorf("the last style sheet is %s, want the brand's, which has %s", last, colour)
		}
	}
}

// branded is the starter with the example brand as its theme.
func branded(t *testing.T) fs.FS {
	t.Helper()
	project := fstest.MapFS{"themes/" + exampleBrand: {Data: []byte(read(t, exampleBrand))}}
	err := fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		if name == "programs.yaml" {
			data = bytes.Replace(data, []byte("theme: default"), []byte("theme: example-brand"), 1)
		}
		project[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return project
}

// The pairs are those that style.css sets text in.
var pairs = [][2]string{
	{"ink", "paper"}, {"ink", "surface"}, {"ink", "ground"}, {"ink", "mentor-tint"}, {"ink", "mentee-tint"},
	{"soft", "paper"}, {"soft", "surface"}, {"soft", "ground"}, {"soft", "mentor-tint"}, {"soft", "mentee-tint"},
	{"mentor", "paper"}, {"mentor", "surface"}, {"mentor", "mentor-tint"},
	{"mentee", "paper"}, {"mentee", "surface"}, {"mentee", "mentee-tint"},
	{"accent", "paper"}, {"accent", "surface"}, {"accent", "ground"}, {"on-accent", "accent"},
}

// WCAG 2.2, 1.4.3: text has a contrast of 4.5 at least.
func TestTextHasContrast(t *testing.T) {
	for _, brand := range []string{"", exampleBrand} {
		sheets := read(t, "default/assets/style.css/01-tokens.css")
		if brand != "" {
			sheets += read(t, brand)
		}
		for _, dark := range []bool{false, true} {
			tokens := tokens(sheets, dark)
			for _, pair := range pairs {
				if c := contrast(t, tokens, pair[0], pair[1]); c < 4.5 {
					t.Errorf("brand %q, dark %v: --%s on --%s has a contrast of %.2f", brand, dark, pair[0], pair[1], c)
				}
			}
		}
	}
}

var (
	// A block of tokens stands in :root, and the dark ones in a media query.
	rootBlock      = regexp.MustCompile(`(?s)(@media[^{]*\{\s*)?:root \{(.*?)\}`)
	customProperty = regexp.MustCompile(`--([a-z-]+):\s*([^;]+);`)
)

// tokens returns the values of the custom properties that hold on a screen.
func tokens(css string, dark bool) map[string]string {
	values := map[string]string{}
	for _, block := range rootBlock.FindAllStringSubmatch(css, -1) {
		if media := block[1]; strings.Contains(media, "print") || strings.Contains(media, "dark") && !dark {
			continue
		}
		for _, t := range customProperty.FindAllStringSubmatch(block[2], -1) {
			values[t[1]] = t[2]
		}
	}
	return values
}

// contrast is the contrast ratio of WCAG 2.2 between two tokens.
func contrast(t *testing.T, tokens map[string]string, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, tokens, a), luminance(t, tokens, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, tokens map[string]string, name string) float64 {
	t.Helper()
	value := tokens[name]
	if of, ok := strings.CutPrefix(value, "var(--"); ok {
		return luminance(t, tokens, strings.TrimSuffix(of, ")"))
	}
	digits := strings.TrimPrefix(value, "#")
	if len(digits) == 3 {
		digits = strings.NewReplacer("0", "00", "f", "ff").Replace(digits)
	}
	rgb, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		t.Fatalf("--%s is %q, want a colour like #0d6a62", name, value)
	}
	channel := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
