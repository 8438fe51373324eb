package generator_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/site"
)

// render returns every file of a portal.
func render(t testing.TB, files []generator.Artifact) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, a := range files {
		var b bytes.Buffer
		if err := a.Render(&b); err != nil {
			t.Fatalf("%s: %v", a.Path, err)
		}
		out[a.Path] = b.Bytes()
	}
	return out
}

func buildStarter(t testing.TB, o generator.Options) *generator.Portal {
	t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: playbook.Starter}, o)
	if err != nil || len(list) > 0 {
		t.Fatalf("the starter has problems: %v\n%s", err, strings.Join(places(list), "\n"))
	}
	return portal
}

func TestStarterHasNoProblems(t *testing.T) {
	if got := check(t, playbook.Starter, nil); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
}

func TestEveryLinkOfTheStarterResolves(t *testing.T) {
	for _, audience := range site.Audiences() {
		t.Run(audience.String(), func(t *testing.T) {
			files := render(t, buildStarter(t, options(audience)).Pages)
			checkLinks(t, files)
		})
	}
}

// checkLinks follows every address and fragment in every page.
func checkLinks(t *testing.T, files map[string][]byte) {
	t.Helper()
	ids := map[string]map[string]bool{}
	documents := map[string]*html.Node{}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		documents[name], ids[name] = doc, map[string]bool{}
		each(doc, func(n *html.Node) {
			if id := attribute(n, "id"); id != "" {
				if ids[name][id] {
					t.Errorf("%s has the id %q twice", name, id)
				}
				ids[name][id] = true
			}
		})
	}
	links := 0
	for name, doc := range documents {
		links += checkPageLinks(t, name, doc,
			func(target string) bool { return files[target] != nil },
			func(target, id string) bool { return ids[target][id] })
	}
	if links < 1000 {
		t.Errorf("only %d links were checked", links)
	}
}

// checkPageLinks follows every address in a page, and returns how many there
// are.
func checkPageLinks(t *testing.T, name string, doc *html.Node, exists func(target string) bool, hasID func(target, id string) bool) int {
	t.Helper()
	links := 0
	each(doc, func(n *html.Node) {
		for _, key := range []string{"href", "src"} {
			to := attribute(n, key)
			if to == "" {
				continue
			}
			links++
			u, err := url.Parse(to)
			if err != nil {
				t.Errorf("%s: %q: %v", name, to, err)
				continue
			}
			if u.Scheme != "" {
				continue
			}
			target := name
			switch atRoot := strings.HasPrefix(to, "/"); {
			case atRoot && name == notFound: // shown at any address; its script finds the portal
				target = u.Path[1:]
			case atRoot:
				t.Errorf("%s: %q starts at the root of the host", name, to)
			case u.Path != "":
				target = path.Join(path.Dir(name), u.Path)
			}
			if !exists(target) {
				t.Errorf("%s: %q leads nowhere", name, to)
			} else if u.Fragment != "" && !hasID(target, u.Fragment) {
				t.Errorf("%s: %q: there is no such place", name, to)
			}
		}
	})
	return links
}

func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, visit)
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// notFound is the one page that is shown at any address, and so has its style and
// its script inside.
const notFound = "404.html"

// TestPagesKeepTheirPolicy holds every page to the content security policy: no
// inline script or style but those whose sum it names, nothing from another host.
func TestPagesKeepTheirPolicy(t *testing.T) {
	for name, data := range render(t, buildStarter(t, options(site.Organizers)).Pages) {
		if path.Ext(name) != ".html" {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		policy := ""
		each(doc, func(n *html.Node) {
			if attribute(n, "http-equiv") == "Content-Security-Policy" {
				policy = attribute(n, "content")
			}
			if name == notFound && n.FirstChild != nil && (n.Data == "script" || n.Data == "style") {
				sum := sha256.Sum256([]byte(n.FirstChild.Data))
				if !strings.Contains(policy, n.Data+"-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
					t.Errorf("%s has a <%s> whose sum the policy does not name", name, n.Data)
				}
				return
			}
			inline := n.Data == "script" && (attribute(n, "src") == "" || n.FirstChild != nil)
			if inline || n.Data == "style" || attribute(n, "style") != "" {
				t.Errorf("%s has a <%s> that the policy blocks", name, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has an event handler %s", name, a.Key)
				}
			}
			if src := attribute(n, "src"); strings.Contains(src, "//") {
				t.Errorf("%s loads %s", name, src)
			}
		})
		if policy == "" {
			t.Errorf("%s has no content security policy", name)
		}
	}
}

// TestEveryLanguageHasEveryPage compares the addresses of the languages.
func TestEveryLanguageHasEveryPage(t *testing.T) {
	files := render(t, buildStarter(t, options(site.Organizers)).Pages)
	for name := range files {
		if path.Ext(name) != ".html" || name == "404.html" {
			continue
		}
		other := "id/" + name
		if rest, ok := strings.CutPrefix(name, "id/"); ok {
			other = rest
		}
		if files[other] == nil {
			t.Errorf("%s has no %s", name, other)
		}
	}
}

func TestHeaderSaysWhichPartTheReaderIsIn(t *testing.T) {
	files := render(t, buildStarter(t, options(site.Public)).Pages)
	for page, want := range map[string]string{
		"index.html": "", "for-mentors.html": "", "guides/benefits.html": "Guides",
		"topics/index.html": "Topics", "mentors.html": "Mentors", "glossary.html": "Glossary", "az.html": "A–Z",
	} {
		document, err := html.Parse(bytes.NewReader(files[page]))
		if err != nil {
			t.Fatal(page, err)
		}
		var got []string
		each(document, func(n *html.Node) {
			if n.Data == "a" && attribute(n, "aria-current") == "true" && attribute(n, "lang") == "" {
				got = append(got, n.FirstChild.Data)
			}
		})
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s: the header marks %q, want %q", page, got, want)
		}
	}
}
