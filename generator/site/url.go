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
	shared := 0 // bytes of the folders that both are in
	for i := range min(len(from), len(to)) {
		if from[i] != to[i] {
			break
		}
		if from[i] == '/' {
			shared = i + 1
		}
	}
	from, to = from[shared:], to[shared:]
	var b strings.Builder
	b.Grow(len(from) + len(to) + len(fragment))
	for range strings.Count(from, "/") {
		b.WriteString("../")
	}
	if first, _, _ := strings.Cut(to, "/"); b.Len() == 0 && strings.Contains(first, ":") {
		b.WriteString("./") // or else what is before the colon would be a scheme
	}
	separator := ""
	for part := range strings.SplitSeq(to, "/") {
		b.WriteString(separator)
		b.WriteString(url.PathEscape(part))
		separator = "/"
	}
	b.WriteString(fragment)
	return b.String()
}

// Root returns the way from an output path up to the root: "../" for each
// folder.
func Root(from string) string {
	return strings.Repeat("../", strings.Count(from, "/"))
}

// maxAssetName is in bytes; the hash tells longer names apart.
const maxAssetName = 64

// AssetPath returns where an asset lies in the output. Its name carries a hash
// of its content, so browsers may keep it for good.
func AssetPath(a *source.Asset) string {
	ext := a.Ext()
	name := markdown.Slug(strings.TrimSuffix(path.Base(a.Path), path.Ext(a.Path)))
	if len(name) > maxAssetName {
		name = strings.TrimRight(strings.ToValidUTF8(name[:maxAssetName], ""), "-")
	}
	if name == "" || source.IsReserved(name) {
		name = "file"
	}
	return "assets/" + name + "." + a.Hash[:8] + ext
}
