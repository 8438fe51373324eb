package hosts

import (
	"fmt"
	"regexp"
	"strings"
)

// apache writes the files that Apache reads in the folders of the portal, where the
// server lets it (AllowOverride All).
func (p Portal) apache() []File {
	out := []File{{Path: ".htaccess", Data: p.htaccess()}}
	for _, folder := range p.languages() {
		text := fmt.Sprintf("%s apache.\nErrorDocument 404 %s\n", Signature, p.at(folder+"/404.html"))
		out = append(out, File{Path: folder + "/.htaccess", Data: text})
	}
	return out
}

func (p Portal) htaccess() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s apache. The server has to let it", Signature)
	line("# (AllowOverride All) and to have the modules headers and rewrite.")
	line("Options -Indexes -MultiViews")
	line("DirectoryIndex index.html")
	line("ErrorDocument 404 %s", p.at("404.html"))
	line("AddDefaultCharset utf-8")
	line("AddCharset utf-8 .css .csv .ics .js .json .svg .txt .xml")
	line("AddType text/calendar .ics")
	for _, h := range p.common() {
		line("Header always set %s \"%s\"", h.name, h.value)
	}
	p.htaccessByName(line, "!", p.ofPages())
	p.htaccessByName(line, "=", p.ofHashed())
	line("RewriteEngine On")
	line("RewriteBase %s", p.Base)
	line(`RewriteRule (^|/)\.(?!well-known/) - [R=404,L]`)
	for _, r := range p.Redirects {
		pattern := regexp.QuoteMeta(r.From)
		if folder, isIndex := strings.CutSuffix(r.From, "/index.html"); isIndex {
			pattern = regexp.QuoteMeta(folder) + "(/(index\\.html)?)?"
		}
		line("RewriteRule ^%s$ %s [R=301,L]", pattern, p.at(r.target()))
	}
	line("RewriteCond %%{REQUEST_FILENAME} -d")
	line("RewriteCond %%{REQUEST_FILENAME}/index.html !-f")
	line("RewriteRule ^ - [R=404,L]")
	if p.Precompressed {
		p.htaccessCopies(line)
	}
	return b.String()
}

// htaccessByName sets headers where the address is that of a hashed file, or is not.
func (p Portal) htaccessByName(line func(string, ...any), is string, headers []header) {
	condition := "m#^" + regexp.QuoteMeta(p.Base) + "(" + strings.Join(p.Hashed, "|") + ")/#"
	if is == "!" {
		line("<If \"%%{REQUEST_URI} !~ %s\">", condition[0:])
	} else {
		line("<If \"%%{REQUEST_URI} =~ %s\">", condition)
	}
	for _, h := range headers {
		line("  Header always set %s \"%s\"", h.name, h.value)
	}
	line("</If>")
}

// htaccessCopies sends the compressed copy of a file to who understands it. Apache
// knows br as a language and gz as a type, which says too little here.
func (p Portal) htaccessCopies(line func(string, ...any)) {
	line("RemoveLanguage .br")
	line("RemoveType .gz")
	line("AddEncoding br .br")
	line("AddEncoding gzip .gz")
	for _, copies := range [][2]string{{"br", ".br"}, {"gzip", ".gz"}} {
		line(`RewriteCond %%{HTTP:Accept-Encoding} \b%s\b`, copies[0])
		line("RewriteCond %%{REQUEST_FILENAME}%s -f", copies[1])
		line("RewriteRule ^ %%{REQUEST_URI}%s [L]", copies[1])
	}
	line("Header append Vary Accept-Encoding")
}
