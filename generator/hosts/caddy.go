package hosts

import (
	"fmt"
	"strings"
)

// caddy writes a part of a site whose root is the folder in which the path of the
// portal's address begins.
func (p Portal) caddy() string {
	var b strings.Builder
	at := func(level int, format string, args ...any) {
		fmt.Fprintf(&b, strings.Repeat("\t", level)+format+"\n", args...)
	}
	at(0, "%s caddy. Import it in a site whose root", Signature)
	at(0, "# is such that the portal lies at root%s, and reload Caddy after each build.", p.Base)
	if p.Base != "/" {
		at(0, "handle %s {", strings.TrimSuffix(p.Base, "/"))
		at(1, "redir * %s 301", p.Base)
		at(0, "}")
	}
	at(0, "handle %s* {", p.Base)
	at(1, "route {")
	p.caddyHeaders(at, "", p.common())
	var hashed []string
	for _, folder := range p.Hashed {
		hashed = append(hashed, p.at(folder+"/*"))
	}
	at(2, "@hashed path %s", strings.Join(hashed, " "))
	at(2, "@asked not path %s", strings.Join(hashed, " "))
	p.caddyHeaders(at, "@hashed ", p.ofHashed())
	p.caddyHeaders(at, "@asked ", p.ofPages())
	for _, r := range p.Redirects {
		for _, from := range r.asked() {
			at(2, "redir %s %s 301", p.at(from), p.at(r.target()))
		}
	}
	at(2, "@missing {")
	at(3, "not file {path} {path}/index.html")
	at(2, "}")
	at(2, "@hidden {")
	at(3, `path_regexp /\.`)
	at(3, "not path %s", p.at(".well-known/*"))
	at(2, "}")
	p.caddyMissing(at, "@hidden")
	p.caddyMissing(at, "@missing")
	at(2, "file_server {")
	at(3, "index index.html")
	p.caddyCopies(at)
	at(2, "}")
	at(1, "}")
	at(0, "}")
	return b.String()
}

func (p Portal) caddyHeaders(at func(int, string, ...any), matcher string, headers []header) {
	for _, h := range headers {
		at(2, "header %s%s \"%s\"", matcher, h.name, h.value)
	}
}

func (p Portal) caddyCopies(at func(int, string, ...any)) {
	if p.Precompressed {
		at(3, "precompressed br gzip")
	}
}

// caddyMissing answers what a matcher finds with the page for what is missing.
func (p Portal) caddyMissing(at func(int, string, ...any), matcher string) {
	at(2, "handle %s {", matcher)
	for _, folder := range p.languages() {
		at(3, "rewrite %s %s", p.at(folder+"/*"), p.at(folder+"/404.html"))
	}
	if folders := p.languages(); len(folders) > 0 {
		var paths []string
		for _, folder := range folders {
			paths = append(paths, p.at(folder+"/*"))
		}
		at(3, "@rest not path %s", strings.Join(paths, " "))
		at(3, "rewrite @rest %s", p.at("404.html"))
	} else {
		at(3, "rewrite * %s", p.at("404.html"))
	}
	at(3, "file_server {")
	at(4, "status 404")
	at(3, "}")
	at(2, "}")
}
