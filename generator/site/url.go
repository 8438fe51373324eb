package site

import (
	"net/url"
	"path"
	"strings"

	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// Path returns where the page with that key lies in the output: the default
// language at the root, the others below a folder.
func (s *Site) Path(lang, key string) string {
	if lang == s.DefaultLanguage() {
		return key + ".html"
	}
	return lang + "/" + key + ".html"
}

// Relative returns the URL that leads from one output path to another, with a
// fragment where one is given. Every link of the site is made here, which is
// why the same files work below any address and from a file share.
func Relative(from, to, fragment string) string {
	if fragment != "" {
		fragment = "#" + url.PathEscape(fragment)
	}
	if from == to && fragment != "" {
		return fragment
	}
	f, t := strings.Split(from, "/"), strings.Split(to, "/")
	shared := 0
	for shared < len(f)-1 && shared < len(t)-1 && f[shared] == t[shared] {
		shared++
	}
	var b strings.Builder
	for range len(f) - 1 - shared {
		b.WriteString("../")
	}
	if b.Len() == 0 && strings.Contains(t[shared], ":") {
		b.WriteString("./") // or else what is before the colon would be a scheme
	}
	for i, part := range t[shared:] {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(url.PathEscape(part))
	}
	return b.String() + fragment
}

// Root returns the way from an output path up to the root: "../" for each
// folder.
func Root(from string) string {
	return strings.Repeat("../", strings.Count(from, "/"))
}

// AssetPath returns where an asset lies in the output. Its name carries a hash
// of its content, so browsers may keep it for good.
func AssetPath(a *source.Asset) string {
	ext := path.Ext(a.Path)
	name := markdown.Slug(strings.TrimSuffix(path.Base(a.Path), ext))
	if name == "" {
		name = "file"
	}
	return "assets/" + name + "." + a.Hash[:8] + ext
}
