package site

import (
	"path"
	"strings"
	"unicode"

	"mentorbook/generator/source"
)

// validateTitles warns of pages that their readers cannot tell apart in the list
// of a folder. Most often one is a copy of the other.
func (c *checker) validateTitles() {
	type place struct {
		lang, folder, title string
		draft               bool
		audience            Audience
	}
	first := make(map[place]*version, c.versions)
	for _, key := range c.keys {
		for _, v := range c.documents[key].versions {
			if v == nil || v.Title == "" || v.Kind == source.IndexKind || v.Kind == source.HomeKind {
				continue
			}
			at := place{v.Lang, path.Dir(key), foldTitle(v.Title), v.draft, v.audience}
			other := first[at]
			if other == nil {
				first[at] = v
			} else if !follow(other, v) && !follow(v, other) {
				c.list.Warnf(v.At("title"), "same-title", "give one of them another title, or remove the one that is a copy", "%q is the title of %s as well", v.Title, path.Base(other.Source.Path))
				c.list.Relate(other.At("title"), "it is the title here")
			}
		}
	}
}

// foldTitle leaves out what people do not see: capitals and the white space at the ends
// and beside other.
func foldTitle(title string) string {
	if strings.Contains(title, "  ") || strings.TrimSpace(title) != title || strings.ContainsFunc(title, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) {
		title = strings.Join(strings.Fields(title), " ")
	}
	return strings.ToLower(title)
}

// follow reports whether b is published when a is no longer.
func follow(a, b *version) bool {
	return !a.Expire.IsZero() && !b.Publish.IsZero() && !b.Publish.Before(a.Expire)
}
