package generator_test

import (
	"bytes"
	"context"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"mentorbook/generator"
	"mentorbook/generator/site"
	"mentorbook/generator/yamledit"
)

// linkPlaces are what a writer can point at something with: a guide's front
// matter, and its text.
var linkPlaces = []func(to string) (front, body string){
	func(to string) (string, string) { return "", "[link](<" + inAngles(to) + ">)" },
	func(to string) (string, string) { return "", "[link](" + to + ")" },
	func(to string) (string, string) { return "", "[link]\n\n[link]: <" + inAngles(to) + ">" },
	func(to string) (string, string) { return "", "![picture](<" + inAngles(to) + ">)" },
	func(to string) (string, string) { return "", "{{include " + to + "}}" },
	func(to string) (string, string) {
		return "", "## Heading {#" + to + "}\n\n[link](<#" + inAngles(to) + ">)"
	},
	func(to string) (string, string) { return "", "[link](<../guides/other.md#" + inAngles(to) + ">)" },
	func(to string) (string, string) { return "aliases: [" + yamledit.Scalar(to) + "]\n", "" },
	func(to string) (string, string) { return "related: [" + yamledit.Scalar(to) + "]\n", "" },
	func(to string) (string, string) { return "image: {src: " + yamledit.Scalar(to) + ", alt: X}\n", "" },
	func(to string) (string, string) {
		return "references: [{title: X, url: " + yamledit.Scalar(to) + "}]\n", ""
	},
}

func inAngles(to string) string {
	return strings.NewReplacer(`\`, `\\`, "<", `\<`, ">", `\>`).Replace(to)
}

// FuzzLinks points at anything, from every place that can. Whatever that is, a
// page's links lead to files of the portal, and to places in them, or out to
// the web; and what is wrong is reported inside the file.
func FuzzLinks(f *testing.F) {
	for place := range linkPlaces {
		for _, to := range []string{
			"", "#", "#how", "how", "other.md", "other.md#part", "../guides/other.md#", "../../id/guides/start.md#how", "../index.md", "index.md", "start.md?x=1",
			"secret.md", "draft.md", "a.svg", "../guides/a.svg", "%61.svg", "a.svg#x", "a.svg/../other.md", "ring.md", "note.md", "sub/../note.md", "/etc/passwd", "../../../x.md",
			"term:cohort", "TERM:cohort", "topic:video", "program:social#x", "session:first", "session:../guides/other", "program:", "javascript:alert(1)", "JavaScript&colon;x", "//host/x.md",
			"https://a.example/x?y#z", "https://", "mailto:a@b.example", `..\guides\other.md`, `C:\other.md`, "o\u0308.svg", "\u00f6.svg", "other.md\x00", "o\u0000ther", "\xff", "a b.md", "guides/old.html", "/old", "guides/start.html", "Guides/old", "aux",
		} {
			f.Add(uint8(place), to)
		}
	}
	const guide = "content/en/guides/start.md"
	front := func(title, more string) string {
		return "---\ntitle: " + title + "\nsummary: S\nkind: article\nversion: 1\n" + more + "---\n"
	}
	files := mapFS(with(map[string]string{
		"content/en/guides/other.md":    front("Other", "") + "## Part {#part}\n\n[back](start.md) {{include note.md}}\n",
		"content/en/guides/secret.md":   front("Secret", "audience: organizers\n") + "Text.\n",
		"content/en/guides/draft.md":    front("Draft", "draft: true\n") + "Text.\n",
		"content/en/guides/a.svg":       `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`,
		"content/en/guides/o\u0308.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`,
		"content/en/_snippets/note.md":  "## Note\n\n[how](../guides/start.md#how)\n",
		"content/en/_snippets/ring.md":  "{{include ring.md}}\n",
	}))
	project := &files
	builder := generator.Builder{Project: generator.Project{Root: project}}
	f.Fuzz(func(t *testing.T, place uint8, to string) {
		if len(to) > 1<<10 {
			t.Skip()
		}
		matter, body := linkPlaces[int(place)%len(linkPlaces)](to)
		*project = maps.Clone(files)
		(*project)[guide] = &fstest.MapFile{Data: []byte(front("Start", matter) + "## How {#how}\n\n" + body + "\n")}
		portal, list, err := builder.Build(context.Background(), options(site.Public))
		if err != nil {
			t.Fatal(err)
		}
		checkSpans(t, list)
		if portal != nil {
			checkPagesOf(t, portal, !list.HasErrors(), "guides/start.html", "id/guides/start.html")
		}
	})
}

// checkPagesOf follows the links of some pages of a portal. In one that is sound
// they lead somewhere; the preview shows others, too.
func checkPagesOf(t *testing.T, portal *generator.Portal, sound bool, names ...string) {
	shown := map[string]*html.Node{}
	page := func(name string) *html.Node {
		i := slices.IndexFunc(portal.Pages, func(a generator.Artifact) bool { return a.Path == name })
		if doc, done := shown[name]; done || i < 0 || path.Ext(name) != ".html" {
			return doc
		}
		var w bytes.Buffer
		if err := portal.Pages[i].Render(&w); err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(&w)
		if err != nil {
			t.Fatal(err)
		}
		shown[name] = doc
		return doc
	}
	exists := func(name string) bool {
		return slices.ContainsFunc(portal.Pages, func(a generator.Artifact) bool { return a.Path == name })
	}
	hasID := func(name, id string) (found bool) {
		if doc := page(name); doc != nil {
			each(doc, func(n *html.Node) { found = found || attribute(n, "id") == id })
		}
		return found
	}
	for _, name := range names {
		doc := page(name)
		if doc == nil {
			continue // it could not be read
		}
		if sound {
			checkPageLinks(t, name, doc, exists, hasID)
		}
		each(doc, func(n *html.Node) {
			for _, key := range []string{"href", "src", "action", "formaction", "data"} {
				scheme, _, absolute := strings.Cut(strings.ToLower(strings.TrimSpace(attribute(n, key))), ":")
				if !absolute || n.Data == "link" { // the theme's icon is data
					continue
				}
				switch scheme {
				case "javascript", "data", "vbscript", "file", "blob":
					t.Errorf("%s has %s=%q", name, key, attribute(n, key))
				}
			}
		})
	}
}
