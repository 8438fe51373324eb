package hosts

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// nginx writes locations for a server whose root is the folder in which the path of
// the portal's address begins. A location that has a header of its own inherits
// none, so each that has one has all.
func (p Portal) nginx() string {
	var b strings.Builder
	at := func(level int, format string, args ...any) {
		fmt.Fprintf(&b, strings.Repeat("    ", level)+format+"\n", args...)
	}
	at(0, "%s nginx. Include it in a server whose root", Signature)
	at(0, "# is such that %s lies at root%s, and reload nginx after each build.", "the portal", p.Base)
	if p.Precompressed {
		at(0, "# It needs the modules gzip_static and brotli_static (Debian: libnginx-mod-http-brotli-static).")
	}
	if p.Base != "/" {
		at(0, "location = %s { try_files $uri %s; }", strings.TrimSuffix(p.Base, "/"), named(p.Base))
		p.nginxTarget(at, p.Base)
	}
	at(0, "location ^~ %s {", p.Base)
	at(1, "absolute_redirect off;")
	at(1, "index index.html;")
	at(1, "charset utf-8;")
	at(1, "charset_types text/css text/csv text/plain text/xml application/javascript application/json image/svg+xml;")
	if p.Precompressed {
		at(1, "gzip_static on;")
		at(1, "brotli_static on;")
		at(1, "gzip_vary on;")
	}
	at(1, "error_page 404 %s;", p.at("404.html"))
	p.nginxHeaders(at, 1, p.ofPages())
	p.nginxFolder(at, 1)
	for _, folder := range p.Hashed {
		at(1, "location ^~ %s {", p.at(folder+"/"))
		p.nginxHeaders(at, 2, p.ofHashed())
		at(2, "try_files $uri =404;")
		at(1, "}")
	}
	for _, folder := range p.languages() {
		at(1, "location ^~ %s {", p.at(folder+"/"))
		at(2, "error_page 404 %s;", p.at(folder+"/404.html"))
		p.nginxFolder(at, 2)
		at(1, "}")
	}
	for _, r := range p.Redirects {
		for _, from := range r.asked() {
			at(1, "location = %s { try_files $uri/none %s; }", p.at(from), named(p.at(r.target())))
		}
	}
	at(0, "}")
	for _, target := range p.targets() {
		p.nginxTarget(at, p.at(target))
	}
	return b.String()
}

// nginxServer writes a whole server, but for its certificate, that includes the rules.
func (p Portal) nginxServer() string {
	name, root := path.Base(p.Base), "/srv/www"
	if p.Base == "/" {
		name, _, _ = strings.Cut(p.Host, ".")
		root += "-" + name
	}
	signIn, password := "", ""
	if p.Limited {
		password = `#
# Without a sign-in service nobody gets in. A password for all takes its place: these
# two lines instead of auth_request and location = /sign-in, and a file for them.
#     auth_basic "` + name + `";
#     auth_basic_user_file /etc/nginx/` + name + `.users;
# printf '` + name + `:%s\n' "$(openssl passwd -apr1)" | sudo tee /etc/nginx/` + name + `.users
`
		signIn = `    auth_request /sign-in;
    location = /sign-in {
        internal;
        proxy_pass http://127.0.0.1:4180/oauth2/auth?allowed_groups=` + name + `;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
    }
`
	}
	return fmt.Sprintf(`%s nginx. The server of a portal, for the folder
# in which nginx looks for servers (Debian: /etc/nginx/sites-enabled), with your
# certificate added. The portal lies in %s%s, its rules, OUTPUT.nginx.conf,
# are /etc/nginx/%s.conf.
%sserver {
    listen 80;
    server_name %s;
    root %s;
%s    include /etc/nginx/%s.conf;
}
`, Signature, root, p.Base, name, password, p.Host, root, signIn, name)
}

// A redirect goes by a named location: return by itself would come before the
// server asks who the reader is, and say where a page is to who may not know.
func named(target string) string { return "@mentorbook:" + target }

func (p Portal) nginxTarget(at func(int, string, ...any), target string) {
	at(0, "location %s { absolute_redirect off; return 301 %s$is_args$args; }", named(target), target)
}

// targets are the pages that redirects lead to, each once.
func (p Portal) targets() []string {
	var out []string
	for _, r := range p.Redirects {
		out = append(out, r.target())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (p Portal) nginxHeaders(at func(int, string, ...any), level int, more []header) {
	for _, h := range append(p.common(), more...) {
		at(level, "add_header %s \"%s\" always;", h.name, h.value)
	}
}

// nginxFolder says what holds in every folder of pages: one without an index is
// missing, and so is what is hidden.
func (p Portal) nginxFolder(at func(int, string, ...any), level int) {
	at(level, `location ~ /$ { try_files "${uri}index.html" =404; }`)
	at(level, `location ~ /\.(?!well-known/) { return 404; }`)
	at(level, `location ~ \.ics$ { types { } default_type text/calendar; }`)
}
