// Package hosts writes what a web server has to know of a portal, in the words of
// that server.
//
// In goes one description, a [Portal]: where it lies, what its pages may load, who
// may frame it, its earlier addresses, its pages for what is missing. Out come the
// files in which nginx, Caddy and Apache read that, and the two that Netlify and
// Cloudflare Pages look for ([Files]). All of them say the same:
//
//   - Every answer: Referrer-Policy, Permissions-Policy, X-Content-Type-Options.
//   - Pages: a Content-Security-Policy that lets through what the policy in any
//     page does, and says who may frame it, which a page cannot say itself. What
//     pages link to has none: browsers show PDF files by pages of their own, which
//     it would break.
//   - Files whose names are made of their content are kept for a year and never
//     asked for again; everything else is asked for each time, and is answered with
//     304 where it is the same. Where not everybody may read a portal, nobody but
//     the reader's browser may keep it.
//   - Files with a compressed copy beside them are sent as that copy.
//   - Earlier addresses answer with 301; what does not exist, with the page for it
//     in the language of the folder it was looked for in.
//   - Nothing that begins with a dot is sent, but for .well-known/.
//
// The package knows no site. It writes what it is given, so that what readers must
// not see has to be missing from the description. It refuses an address that would
// need quoting somewhere.
package hosts

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Portal is what servers have to know of a portal. Paths are relative to it and
// slash-separated.
type Portal struct {
	Host          string     // the name in its address; empty where that would need quoting
	Base          string     // the path of its address: "/" or "/hr/playbook/"
	Policies      []string   // the content security policies in its pages
	Frame         []string   // origins whose pages may show it in a frame
	Limited       bool       // not everybody may read it
	Precompressed bool       // copies ending in .br and .gz lie beside its texts
	Pages         []string   // its pages
	NotFound      []string   // the folders that have a 404.html; "" is the portal
	Hashed        []string   // the folders in which names are made of content
	Redirects     []Redirect // in order; no two have one From
}

// Redirect leads from an earlier address to a page.
type Redirect struct{ From, To string }

// File is a file for a server.
type File struct {
	Path   string // in the portal; where it lies beside the portal, the end of its name
	Beside bool   // it is no part of the portal, and must not be sent to anybody
	Once   bool   // it is there to be edited: one that is there stays
	Data   string
}

// Replaced are the pages that need not be there, because a server reads the rules in
// their place. Some servers would prefer a page to a rule.
type Replaced map[string]bool

const (
	nginx  = "nginx"
	caddy  = "caddy"
	apache = "apache"
	files  = "files"
)

// Names lists the hosts that Files knows.
func Names() []string { return []string{nginx, caddy, apache, files} }

// Signature begins every file that this package writes, behind what makes it a
// comment.
const Signature = "# Written by mentorbook build --headers"

// Base returns the path of the address of a portal. It refuses one with other
// letters than those that need no quoting.
func Base(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("%q is not a web address", address)
	}
	base := strings.TrimSuffix(u.Path, "/") + "/"
	if !isPlain(base) {
		return "", fmt.Errorf("the path of %s has other letters than a to z, digits, - . _ ~", address)
	}
	return base, nil
}

// Host returns the name in the address of a portal, or nothing where that would need
// quoting.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil || !isPlain(u.Hostname()) {
		return ""
	}
	return u.Hostname()
}

// Files returns the files for a host, which is one of Names, and the pages that
// they replace.
func Files(host string, p Portal) ([]File, Replaced) {
	p.Redirects = slices.DeleteFunc(slices.Clone(p.Redirects), func(r Redirect) bool { return !isPlain(r.From) || !isPlain(r.To) })
	switch host {
	case nginx:
		files := []File{{Path: ".nginx.conf", Beside: true, Data: p.nginx()}}
		if p.Host != "" {
			files = append(files, File{Path: ".server.conf", Beside: true, Once: true, Data: p.nginxServer()})
		}
		return files, nil
	case caddy:
		return []File{{Path: ".caddy", Beside: true, Data: p.caddy()}}, nil
	case apache:
		return p.apache(), nil
	}
	return p.files()
}

// isPlain reports whether an address means itself in every language of a server.
func isPlain(address string) bool {
	return !strings.ContainsFunc(address, func(r rune) bool {
		return !strings.ContainsRune("-._~/", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// header is a line of an answer.
type header struct{ name, value string }

// common are the headers of every answer. What is switched off is what no page of a
// portal uses.
func (p Portal) common() []header {
	return []header{
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"},
	}
}

// ofPages are the further headers of pages, and of all that is asked for each time.
func (p Portal) ofPages() []header {
	return []header{{"Content-Security-Policy", p.policy()}, {"Cache-Control", p.keep("no-cache")}}
}

// ofHashed are the further headers of files that never change.
func (p Portal) ofHashed() []header {
	return []header{{"Cache-Control", cmp.Or(p.keep(""), "public") + ", max-age=31536000, immutable"}}
}

// keep says who may keep an answer.
func (p Portal) keep(how string) string {
	if !p.Limited {
		return how
	}
	return strings.TrimSuffix("private, "+how, ", ")
}

// policy is one that lets through all that any of the pages does: a browser keeps to
// it and to that of the page. Who may frame a page can only be said here.
func (p Portal) policy() string {
	sources := map[string][]string{}
	for _, policy := range p.Policies {
		for directive := range strings.SplitSeq(policy, ";") {
			words := strings.Fields(directive)
			if len(words) > 0 {
				sources[words[0]] = append(sources[words[0]], words[1:]...)
			}
		}
	}
	sources["frame-ancestors"] = p.Frame
	var out []string
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		out = append(out, name+" "+strings.Join(union(sources[name]), " "))
	}
	return strings.Join(out, "; ")
}

// union is a list of sources without repetitions; 'none' stands alone.
func union(sources []string) []string {
	var out []string
	for _, s := range sources {
		if s != "'none'" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return []string{"'none'"}
	}
	return out
}

// at returns the address of a path on the host.
func (p Portal) at(name string) string { return p.Base + name }

// asked are the addresses at which an earlier page is asked for: that of a folder is
// its index.
func (r Redirect) asked() []string {
	folder, isIndex := strings.CutSuffix(r.From, "/index.html")
	if !isIndex {
		return []string{r.From}
	}
	return []string{r.From, folder, folder + "/"}
}

// target is the address that a redirect leads to: a folder has no other name.
func (r Redirect) target() string {
	if path.Base(r.To) == "index.html" {
		return strings.TrimSuffix(r.To, "index.html")
	}
	return r.To
}

// languages are the folders with a page of their own for what is missing.
func (p Portal) languages() []string {
	return slices.DeleteFunc(slices.Clone(p.NotFound), func(folder string) bool { return folder == "" })
}
