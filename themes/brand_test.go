package themes_test

import (
	"bytes"
	"context"
	"io/fs"
	"math"
	"os"
	"path"
	"regexp"
	"slices"
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
const (
	exampleBrand = "example-brand/assets/brand.css"
	exampleLogo  = "example-brand/assets/logo.svg"
)

func TestBrandSheetComesLast(t *testing.T) {
	files := brandedFiles(t)
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

// A brand is more than colours: every page has its logo, its icon and its links, and
// what is not the brand's has its colours.
func TestBrandReachesEveryPage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"index.html", "id/guides/benefits.html", "programs/social-media/pack.html"} {
		html := string(brandedFiles(t)[name])
		for _, want := range []string{`<img src="`, `logo.`, `<link rel="icon" href="`, `href="https://intranet.example/"`, `href="tel:`} {
			if !strings.Contains(html, want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
		logo := regexp.MustCompile(`<img src="([^"]+)" alt="" width="108" height="36">`).FindStringSubmatch(html)
		icon := regexp.MustCompile(`<link rel="icon" href="([^"]+)">`).FindStringSubmatch(html)
		if logo == nil || icon == nil || logo[1] != icon[1] || brandedFiles(t)[path.Join(path.Dir(name), logo[1])] == nil {
			t.Errorf("%s shows %q and %q", name, logo, icon)
		}
	}
}

// The icon is no part of a page, so that a page's colours do not reach it.
func TestIconHasTheColoursOfTheBrand(t *testing.T) {
	t.Parallel()
	for name, data := range brandedFiles(t) {
		if path.Dir(name) == "assets" && strings.HasPrefix(path.Base(name), "icon.") {
			if icon := string(data); strings.Index(icon, "--mentor: #1f4fa3") < strings.Index(icon, "--mentor:#0d6a62") || !strings.Contains(icon, "--mentor: #9dbdf7") {
				t.Errorf("the icon is %s", icon)
			}
			return
		}
	}
	t.Error("there is no icon")
}

// A font of the brand is loaded: the policy allows what is the portal's own.
func TestFontOfTheBrandIsLoaded(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, map[string]string{
		"programs.yaml":                 "site: {title: Small, languages: [en], theme: acme}\n",
		"themes/acme/assets/brand.css":  "@import \"more.css\";\n@font-face { font-family: Acme; src: url(\"acme.woff2\"); }\n:root { --sans: Acme, serif; }\n",
		"themes/acme/assets/more.css":   ":root { --radius: 3px; }\n",
		"themes/acme/assets/acme.woff2": "a stub: only the request counts",
	}))
	b.load("index.html")
	b.Wait(`[...document.fonts].some(font => font.status === "error")`) // it came, and is a stub
	if !slices.ContainsFunc(b.requested(), func(path string) bool { return strings.HasSuffix(path, ".woff2") }) {
		t.Errorf("the font is not asked for: %q", b.requested())
	}
	if radius := eval[string](b, `getComputedStyle(document.documentElement).getPropertyValue("--radius")`); radius != "3px" {
		t.Errorf("what the brand imports is not loaded: --radius is %s", radius)
	}
}

// A logo leaves the header of a phone its one line, and the link its name.
func TestTheHeaderHasRoomForALogo(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, map[string]string{
		"programs.yaml":               "site: {title: A playbook of a long name, languages: [en, id], theme: acme, logo: logo.svg}\n",
		"themes/acme/assets/logo.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60" viewBox="0 0 600 60"><path d="M0 0h600v60H0z"/></svg>`,
	}))
	for _, size := range []option{narrow, phone, desktop} {
		size(b)
		b.load("index.html")
		b.None("in another line", `[...document.querySelectorAll('.top > :not(.parts)')].filter(e => e.checkVisibility() && Math.abs(e.offsetTop - document.querySelector('.brand').offsetTop) > 10).map(e => e.className)`)
		if name := eval[string](b, `document.querySelector('.brand').textContent`); name != "A playbook of a long name" {
			t.Errorf("the logo leads to %q", name)
		}
		fitsTheWindow(b)
	}
}

// brandedFiles are the pages and assets of the branded starter.
func brandedFiles(t *testing.T) map[string][]byte {
	t.Helper()
	day, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		t.Fatal(err)
	}
	portal, list, err := (&generator.Builder{Project: generator.Project{Root: branded(t)}}).Build(context.Background(), generator.Options{Audience: site.Public, Now: day.In(time.UTC)})
	if err != nil || len(list) > 0 {
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
	return files
}

// branded is the starter with the example brand as its theme.
func branded(t *testing.T) fs.FS {
	t.Helper()
	project := fstest.MapFS{"themes/" + exampleBrand: {Data: []byte(read(t, exampleBrand))}, "themes/" + exampleLogo: {Data: []byte(read(t, exampleLogo))}}
	err := fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		if name == "programs.yaml" {
			data = bytes.Replace(data, []byte("theme: default"), []byte(`theme: example-brand
  logo: logo.svg
  icon: logo.svg
  links:
    - {title: {en: Intranet, id: Intranet}, url: "https://intranet.example/"}
    - {title: {en: Help desk, id: Meja bantuan}, url: "tel:+62215550100"}`), 1)
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
