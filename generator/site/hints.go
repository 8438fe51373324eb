package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// What is said here about a link that leads nowhere is tried first: a hint names
// a file only where a link to it is no mistake.

// hinter knows what a file in dir, in a language, may lead to. Without a reader
// it is asked for pictures only.
type hinter struct {
	*checker
	reader    *version
	dir, lang string // the folder is below content/
	image     bool
}

func (l *linkChecker) hints(image bool) hinter {
	return hinter{l.checker, l.reader, l.dir, l.reader.Lang, image}
}

// link says what a link to a path that is none was meant to be. The path is as
// it was written, behind it the fragment.
func (h hinter) link(dest, fragment string) string {
	if address := markdown.Intended(dest); address != "" {
		if fragment != "" {
			address += "#" + fragment
		}
		return "write " + address
	}
	full := written(path.Join(h.dir, plainPath(dest)))
	if place := h.otherCase(full); place != "" {
		return "write " + h.wayTo(place, fragment) + caseCounts
	}
	if place := h.moved(full, fragment); place != "" {
		return "that page has moved; write " + h.wayTo(place, fragment)
	}
	if place := h.meant(full); place != "" {
		return "write " + h.wayTo(place, fragment)
	}
	if place := h.closest(full); place != "" {
		return fmt.Sprintf("did you mean %q?", h.way(place))
	}
	return "check the name and the folder, whose way starts at this file's; or take the link out"
}

// picture says what a picture that is not there was meant to be.
func (h hinter) picture(full string) string {
	if place := h.otherCase(full); place != "" {
		return "write " + h.way(place) + caseCounts
	}
	if place := h.closest(full); place != "" {
		return fmt.Sprintf("did you mean %q?", h.way(place))
	}
	return "put the picture there, or correct the path"
}

// absolute says how a path is written that starts at the root of a host.
func (h hinter) absolute(dest, fragment string) string {
	dest = strings.TrimPrefix(plainPath(dest), "/")
	for _, root := range []string{h.lang, "", h.dir} {
		full := written(path.Join(root, strings.TrimPrefix(dest, source.ContentDir+"/")))
		if place := h.moved(full, fragment); place != "" {
			return "that page has moved; write the way from this file's folder: " + h.wayTo(place, fragment)
		}
		if place := h.meant(full); place != "" {
			return "write the way from this file's folder: " + h.wayTo(place, fragment)
		}
	}
	if place := h.sameName(dest); place != "" {
		return "write the way from this file's folder: " + h.way(place)
	}
	return "write the way from this file's folder"
}

// outside says what a path was meant to be that leads out of the content.
func (h hinter) outside(dest string) string {
	if place := h.sameName(plainPath(dest)); place != "" {
		return "write the way from this file's folder, with forward slashes: " + h.way(place)
	}
	if markdown.OnOwnDisk(`\` + dest) {
		return "readers cannot open a file of your computer or of a share; copy it into this file's folder and write its name"
	}
	return "write the way from this file's folder, with forward slashes"
}

// plainPath leaves out of a path what only a server or Windows reads.
func plainPath(dest string) string {
	dest, _, _ = strings.Cut(strings.ReplaceAll(dest, `\`, "/"), "?")
	return dest
}

// way returns the path from the folder to a file that a hint names. That no page
// uses the file follows from the mistake, and is not reported as well.
func (h hinter) way(place string) string {
	if asset := h.assets[place]; asset != nil {
		h.refer(asset, func() diag.Span { return (&diag.File{Path: asset.Path}).Whole() })
	}
	return Relative(h.dir+"/x", place, "")
}

// wayTo is way with a fragment, where there is such a heading.
func (h hinter) wayTo(place, fragment string) string {
	lang, key, _ := strings.Cut(strings.TrimSuffix(place, ".md"), "/")
	if d := h.documents[key]; d != nil && fragment != "" {
		if v := h.in(d, lang); v != nil && h.hasHeading(v, fragment) {
			return h.way(place) + "#" + fragment
		}
	}
	return h.way(place)
}

// accepts reports whether a link to a path below content/ is no mistake.
func (h hinter) accepts(place string) bool {
	if path.Ext(place) != ".md" {
		asset := h.assets[place]
		return asset != nil && (!h.image || asset.IsImage())
	}
	lang, rest, _ := strings.Cut(strings.TrimSuffix(place, ".md"), "/")
	if h.image || !slices.Contains(h.config.Site.Languages, lang) {
		return false
	}
	d := h.documents[rest]
	if d == nil {
		return path.Base(rest) == "index" && h.hasSection(path.Dir(rest))
	}
	v := h.in(d, lang)
	if v == nil && lang == h.lang {
		v = d.original
	}
	return v != nil && h.mayFollow(v)
}

// mayFollow reports whether a link to a document would be followed without a
// word.
func (h hinter) mayFollow(v *version) bool {
	return h.reader == nil || v == h.reader ||
		v.audience <= h.reader.audience && (!v.draft || h.options.Drafts || h.reader.draft) && (v.onTime || h.reader.draft || !h.reader.onTime)
}

// meant returns the file that a path means where it is not that of the file: an
// address on the web, a folder, a name without its ending.
func (h hinter) meant(full string) string {
	stem := full
	if ext := path.Ext(full); slices.Contains(pageEndings, strings.ToLower(ext)) || ext == ".html" {
		stem = strings.TrimSuffix(full, ext)
	}
	for _, place := range []string{full, stem + ".md", full + "/index.md", strings.TrimSuffix(stem, ".md") + "/index.md"} {
		if h.accepts(place) {
			return place
		}
	}
	return ""
}

// moved returns the file of the page that has an address, or the heading there,
// as an alias.
func (h hinter) moved(full, fragment string) string {
	lang, address, _ := strings.Cut(full, "/")
	wanted, ok := parseAlias(address)
	if !ok || h.image {
		return ""
	}
	whole := ""
	for _, key := range h.keys {
		for _, v := range h.documents[key].versions {
			if v == nil || v.Lang != lang {
				continue
			}
			for _, alias := range v.Aliases {
				a, _ := parseAlias(alias)
				switch place := lang + "/" + key + ".md"; {
				case a.Key != wanted.Key || !h.accepts(place):
				case a.Fragment == "":
					whole = place
				case a.Fragment == fragment:
					return place
				}
			}
		}
	}
	return whole
}

const caseCounts = ", as the file is called: capital and small letters differ"

// otherCase returns the file whose path differs from one in capitals only.
func (h hinter) otherCase(full string) string {
	for _, place := range h.places(full) {
		if place != full && strings.EqualFold(place, full) {
			return place
		}
	}
	return ""
}

// closest returns the file that a path names with a slip of the pen: in its name,
// or in its folder.
func (h hinter) closest(full string) string {
	var names []string
	in := map[string]string{}
	for _, place := range h.places(full) {
		if path.Dir(place) == path.Dir(full) {
			name := stemOf(place)
			if in[name] != "" && strings.EqualFold(path.Ext(in[name]), path.Ext(full)) { // "talk.mp4" beside "talk.vtt"
				continue
			}
			names, in[name] = append(names, name), place
		}
	}
	if name, ok := diag.ClosestName(stemOf(full), names); ok {
		return in[name]
	}
	return h.sameName(full)
}

// sameName returns the one file of the name that a path ends in.
func (h hinter) sameName(full string) string {
	found := ""
	for _, place := range h.places(full) {
		if name := stemOf(place); name != "index" && strings.EqualFold(name, stemOf(full)) {
			if found != "" && found != place {
				return "" // which one was meant, nobody knows
			}
			found = place
		}
	}
	return found
}

// places lists what a path of that kind can lead to: pages in the writer's
// language other than the one that the link is on, or other files.
func (h hinter) places(full string) []string {
	var out []string
	ext := strings.ToLower(path.Ext(full))
	if h.image || ext != "" && ext != ".md" && ext != ".html" && !slices.Contains(pageEndings, ext) {
		for place := range h.assets {
			out = append(out, place)
		}
		slices.Sort(out)
	} else {
		for _, key := range h.keys {
			if h.reader == nil || key != h.reader.Key {
				out = append(out, h.lang+"/"+key+".md")
			}
		}
	}
	return slices.DeleteFunc(out, func(place string) bool { return !h.accepts(place) })
}

func stemOf(place string) string { return strings.TrimSuffix(path.Base(place), path.Ext(place)) }
