package hosts_test

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/hosts"
	"mentorbook/generator/site"
)

func textOf(t *testing.T, files []hosts.File, path string) string {
	t.Helper()
	i := slices.IndexFunc(files, func(f hosts.File) bool { return f.Path == path })
	if i < 0 {
		t.Fatalf("there is no %s", path)
	}
	return files[i].Data
}

// TestEveryHostKnowsEveryRedirect holds the hosts to one description, in which some
// addresses would have to be quoted.
func TestEveryHostKnowsEveryRedirect(t *testing.T) {
	p := hosts.Portal{
		Base: "/hr/", Policies: []string{"default-src 'none'"}, NotFound: []string{"", "id"}, Hashed: []string{"assets"},
		Redirects: []hosts.Redirect{{"guides/old.html", "guides/new.html"}, {"a/b.aspx/index.html", "guides/index.html"}, {"guides/o d.html", "guides/new.html"}, {"guides/x.html", "guides/$y.html"}},
	}
	for _, host := range hosts.Names() {
		files, replaced := hosts.Files(host, p)
		var text string
		for _, file := range files {
			if !strings.HasPrefix(file.Data, hosts.Signature) {
				t.Errorf("%s: %s does not say who wrote it", host, file.Path)
			}
			if file.Path[0] != '_' || file.Path == "_redirects" {
				text += file.Data
			}
		}
		for _, want := range []string{"/hr/guides/new.html", "/hr/guides/"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s has no %s", host, want)
			}
		}
		for _, never := range []string{"o d", "$y", "index.html 301"} {
			if strings.Contains(text, never) {
				t.Errorf("%s has %s", host, never)
			}
		}
		if host != "files" && len(replaced) > 0 {
			t.Errorf("%s takes pages out: %v", host, replaced)
		}
	}
	files, replaced := hosts.Files("files", p)
	if want := "/hr/guides/old.html /hr/guides/new.html 301\n/hr/guides/old /hr/guides/new.html 301\n" +
		"/hr/a/b.aspx/index.html /hr/guides/ 301\n/hr/a/b.aspx /hr/guides/ 301\n/hr/a/b.aspx/ /hr/guides/ 301\n"; !strings.HasSuffix(textOf(t, files, "_redirects"), want) {
		t.Errorf("_redirects is\n%s", textOf(t, files, "_redirects"))
	}
	if len(replaced) != 2 || !replaced["guides/old.html"] || !replaced["a/b.aspx/index.html"] {
		t.Errorf("the pages %v go", replaced)
	}
}

// TestFilesKeepToTheLimits gives Cloudflare more than it reads. What no rule does,
// the page does that is still there.
func TestFilesKeepToTheLimits(t *testing.T) {
	p := hosts.Portal{Base: "/", Policies: []string{"default-src 'none'"}, Hashed: []string{"assets"}}
	for i := range 3000 {
		p.Redirects = append(p.Redirects, hosts.Redirect{From: fmt.Sprintf("old/%d.html", i), To: "new.html"})
		p.Pages = append(p.Pages, fmt.Sprintf("page-%d.html", i))
	}
	p.Redirects[0].From = strings.Repeat("long/", 300) + "a.html"
	files, replaced := hosts.Files("files", p)
	lines := strings.Split(strings.TrimSpace(textOf(t, files, "_redirects")), "\n")[1:]
	if len(lines) != 2000 || len(replaced) != 1000 || replaced[p.Redirects[0].From] {
		t.Errorf("%d rules are in the place of %d pages", len(lines), len(replaced))
	}
	for _, line := range append(lines, strings.Split(textOf(t, files, "_headers"), "\n")...) {
		if len(line) > 1000 {
			t.Errorf("a line has %d characters", len(line))
		}
	}
	if rules := regexp.MustCompile(`(?m)^/`).FindAllString(textOf(t, files, "_headers"), -1); len(rules) != 100 {
		t.Errorf("_headers has %d rules", len(rules))
	}
}

func TestLimitedPortalsAreNotKeptByOthers(t *testing.T) {
	for _, host := range hosts.Names() {
		for _, limited := range []bool{false, true} {
			files, _ := hosts.Files(host, hosts.Portal{Base: "/", Limited: limited, Hashed: []string{"assets"}})
			for _, file := range files {
				if strings.Contains(file.Data, "public, max-age") == limited && strings.Contains(file.Data, "max-age") {
					t.Errorf("%s, limited %v: %s", host, limited, file.Data)
				}
			}
		}
	}
}

func TestAddressesThatNeedQuotingAreRefused(t *testing.T) {
	for address, want := range map[string]string{
		"https://portal.example": "/", "https://portal.example/": "/", "https://portal.example/hr/play-book/": "/hr/play-book/", "https://portal.example/hr": "/hr/",
		"": "", "/hr/": "", "https://portal.example/a b/": "", "https://portal.example/%7Bx%7D/": "", "https://portal.example/a;b/": "", "https://portal.example/$x/": "",
	} {
		if base, err := hosts.Base(address); base != want || (err != nil) != (want == "") {
			t.Errorf("%q has the path %q, %v", address, base, err)
		}
	}
}

var policyTag = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)"`)

// directives returns the sources of each directive of a policy.
func directives(policy string) map[string][]string {
	out := map[string][]string{}
	for directive := range strings.SplitSeq(policy, ";") {
		words := strings.Fields(directive)
		out[words[0]] = words[1:]
	}
	return out
}

// TestTheHeaderAgreesWithEveryPage: a browser keeps to the policy of the page and to
// that of the header. So the header has to let through what any page does, and
// nothing that none does.
func TestTheHeaderAgreesWithEveryPage(t *testing.T) {
	p := publish(t, "apache", "https://portal.example/hr/", site.Organizers)
	header := regexp.MustCompile(`Content-Security-Policy "(.*)"`).FindStringSubmatch(read(t, p.dir+"/.htaccess"))
	if header == nil {
		t.Fatal("there is no header")
	}
	allowed, used, pages := directives(header[1]), map[string]bool{}, 0
	filepath.WalkDir(p.dir, func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) != ".html" {
			return err
		}
		pages++
		data, _ := os.ReadFile(name)
		m := policyTag.FindSubmatch(data)
		if m == nil {
			t.Errorf("%s has no policy", name)
			return err
		}
		for directive, sources := range directives(html.UnescapeString(string(m[1]))) {
			for _, source := range sources {
				used[directive+" "+source] = true
				if source != "'none'" && !slices.Contains(allowed[directive], source) {
					t.Errorf("%s may use %s %s, the header forbids it", name, directive, source)
				}
			}
		}
		return err
	})
	for directive, sources := range allowed {
		for _, source := range sources {
			if directive != "frame-ancestors" && !used[directive+" "+source] {
				t.Errorf("the header lets %s through for %s, which no page does", source, directive)
			}
		}
	}
	if !slices.Equal(allowed["frame-ancestors"], []string{"'none'"}) || pages < 100 {
		t.Errorf("%d pages may be framed by %v", pages, allowed["frame-ancestors"])
	}
}

// TestServersForNginxAreThoseOfTheGuide holds the servers that are written to the
// recipes of the guide, which are run.
func TestServersForNginxAreThoseOfTheGuide(t *testing.T) {
	for _, c := range []struct {
		address string
		limited bool
		recipe  string
	}{
		{"https://portal.example/hr/playbook/", false, recipe(t, "nginx")[1]},
		{"https://participants.portal.example", true, recipe(t, "groups")[1]},
	} {
		base, err := hosts.Base(c.address)
		if err != nil {
			t.Fatal(err)
		}
		files, _ := hosts.Files("nginx", hosts.Portal{Host: hosts.Host(c.address), Base: base, Limited: c.limited})
		if server := textOf(t, files, ".server.conf"); !strings.HasSuffix(server, "\n"+c.recipe) {
			t.Errorf("%s:\n%s\nwant\n%s", c.address, server, c.recipe)
		}
	}
	for _, odd := range []string{"https://b\u00fccher.example/", "https://a;b.example/"} {
		if host := hosts.Host(odd); host != "" {
			t.Errorf("%s: %q", odd, host)
		}
	}
}
