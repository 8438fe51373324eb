package site

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"mentorbook/generator/source"
)

// names are what a part of an output path can be made of. They are worse than
// what the tool itself accepts: a theme's assets may be called anything.
var names = []string{
	"index", "how-it-works", "a", "id", "..a", "a b", "a:b", "c++", "100%", "50%25", "a?b", "a#b", "a&b", "é", "日本", "a;b", "x@y", "=", "~", "'", `"`, "[a]", "{a}", "a|b", "%2e%2e",
}

func randomPath(r *rand.Rand) string {
	parts := make([]string, 1+r.IntN(4))
	for i := range parts {
		parts[i] = names[r.IntN(len(names))]
	}
	return strings.Join(parts, "/") + ".html"
}

// TestRelativeLeadsFromOnePageToAnother follows every URL as a browser does.
func TestRelativeLeadsFromOnePageToAnother(t *testing.T) {
	bases := []string{"https://portal.example/", "https://host.example/deep/er/", "file:///D:/share/"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		from, to, fragment := randomPath(r), randomPath(r), ""
		if r.IntN(3) == 0 {
			to = from
		}
		if r.IntN(2) == 0 {
			fragment = names[r.IntN(len(names))]
		}
		checkRelative(t, bases[r.IntN(len(bases))], from, to, fragment)
		if t.Failed() {
			return
		}
	}
}

func FuzzRelative(f *testing.F) {
	f.Add("guides/a.html", "guides/b.html", "c")
	f.Add("id/guides/a:b.html", "a%2fb/?.html", "é#")
	f.Fuzz(func(t *testing.T, from, to, fragment string) {
		if !outputPath(from) || !outputPath(to) {
			t.Skip()
		}
		checkRelative(t, "https://portal.example/a/b/", from, to, fragment)
	})
}

// outputPath reports whether p can be the path of an output file.
func outputPath(p string) bool {
	for _, part := range strings.Split(p, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

func checkRelative(t *testing.T, base, from, to, fragment string) {
	t.Helper()
	relative := Relative(from, to, fragment)
	page := address(t, base, from)
	reference, err := url.Parse(relative)
	if err != nil {
		t.Fatalf("Relative(%q, %q, %q) = %q, which is no URL: %v", from, to, fragment, relative, err)
	}
	if reference.IsAbs() || reference.Host != "" || strings.HasPrefix(relative, "/") {
		t.Fatalf("Relative(%q, %q, %q) = %q, which is not relative", from, to, fragment, relative)
	}
	got, want := page.ResolveReference(reference), address(t, base, to)
	if got.Path != want.Path || got.Fragment != fragment || got.Host != want.Host || got.RawQuery != "" {
		t.Fatalf("Relative(%q, %q, %q) = %q, which leads to %q # %q", from, to, fragment, relative, got.Path, got.Fragment)
	}
}

// address is where a web server, or a file share, has an output file.
func address(t *testing.T, base, path string) *url.URL {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path += path
	u.RawPath = ""
	return u
}

func TestRelativeIsAsShortAsAWriterWouldWriteIt(t *testing.T) {
	for _, c := range []struct{ from, to, fragment, want string }{
		{"index.html", "guides/a.html", "", "guides/a.html"},
		{"guides/a.html", "guides/b.html", "", "b.html"},
		{"guides/a.html", "guides/b.html", "what", "b.html#what"},
		{"guides/a.html", "guides/a.html", "what", "#what"},
		{"guides/a.html", "guides/a.html", "", "a.html"},
		{"guides/a.html", "index.html", "", "../index.html"},
		{"id/guides/a.html", "guides/a.html", "", "../../guides/a.html"},
		{"programs/a/pairs/b.html", "programs/a.html", "", "../../a.html"},
		{"guides/a/index.html", "guides/a.html", "", "../a.html"},
		{"a.html", "b c.html", "d e", "b%20c.html#d%20e"},
	} {
		if got := Relative(c.from, c.to, c.fragment); got != c.want {
			t.Errorf("Relative(%q, %q, %q) = %q, want %q", c.from, c.to, c.fragment, got, c.want)
		}
	}
}

func TestRootLeadsToTheRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		from := randomPath(r)
		file, err := url.Parse(Root(from) + "search.js")
		if err != nil {
			t.Fatal(err)
		}
		if got := address(t, "https://portal.example/x/", from).ResolveReference(file).Path; got != "/x/search.js" {
			t.Fatalf("Root(%q) = %q, which leads to %q", from, Root(from), got)
		}
	}
}

func TestPathPutsTheDefaultLanguageAtTheRoot(t *testing.T) {
	s := &Site{Languages: []string{"en", "id"}}
	if got := s.Path("en", "guides/a"); got != "guides/a.html" {
		t.Errorf("default language: %q", got)
	}
	if got := s.Path("id", "guides/a"); got != "id/guides/a.html" {
		t.Errorf("other language: %q", got)
	}
}

func TestAssetPathNamesTheContent(t *testing.T) {
	for path, want := range map[string]string{
		"content/en/guides/img/Bridge Überblick.svg":       "assets/bridge-uberblick.01234567.svg",
		"content/en/日本.pdf":                                "assets/日本.01234567.pdf",
		"content/en/---.png":                               "assets/file.01234567.png",
		"content/en/Con.png":                               "assets/file.01234567.png",
		"content/en/COM¹.png":                              "assets/file.01234567.png",
		"content/en/e\u0301te\u0301 が\u3099.png":           "assets/ete-か.01234567.png",
		"content/en/" + strings.Repeat("語", 80) + ".png":   "assets/" + strings.Repeat("語", 21) + ".01234567.png",
		"content/en/" + strings.Repeat("a", 63) + "-b.png": "assets/" + strings.Repeat("a", 63) + ".01234567.png",
	} {
		if got := AssetPath(&source.Asset{Path: path, Hash: "0123456789abcdef"}); got != want {
			t.Errorf("AssetPath(%q) = %q, want %q", path, got, want)
		}
	}
}
