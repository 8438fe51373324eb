package site

import (
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// Alias is an earlier address of a page, or of one of its headings.
type Alias struct {
	Key      string // of the page at that address: "guides/old"
	Fragment string // the id of the heading there; empty for the whole page
}

// Aliases returns the earlier addresses of this text, one for each of its
// aliases.
func (v *Version) Aliases() []Alias {
	out := make([]Alias, len(v.Document.Aliases))
	for i, alias := range v.Document.Aliases {
		out[i], _ = parseAlias(alias) // checked by validate
	}
	return out
}

// Moved is a heading that a page no longer has.
type Moved struct {
	Fragment string    // that led to it
	To       *Document // the page that has it now
	ID       string    // of the heading there; empty for the page as a whole
}

// Moved returns the headings that the page with that key, in that language, had
// once.
func (s *Site) Moved(lang, key string) []Moved { return s.moved[s.Path(lang, key)] }

func (b *builder) deriveMoved() {
	b.site.moved = map[string][]Moved{}
	for _, d := range b.site.Documents {
		for _, v := range d.versions {
			if v != nil && len(v.Document.Aliases) > 0 {
				b.deriveMovedTo(d, v)
			}
		}
	}
}

func (b *builder) deriveMovedTo(d *Document, v *Version) {
	for _, a := range v.Aliases() {
		if a.Fragment == "" {
			continue
		}
		m := Moved{Fragment: a.Fragment, To: d}
		if b.hasHeading(b.versionOf(v.Document), a.Fragment) {
			m.ID = a.Fragment
		}
		path := b.site.Path(v.Lang, a.Key)
		b.site.moved[path] = append(b.site.moved[path], m)
	}
}

// parseAlias reads an alias: an address from the root of its language. What it
// ends in is what the address on the web ended in. A page of this site ends in
// .html; its file in .md, or nothing, is taken for it. Any other ending, and a
// folder, belong to a web server, which shows the index.html of the folder with
// that name.
func parseAlias(alias string) (a Alias, ok bool) {
	address, fragment, hasFragment := strings.Cut(strings.TrimPrefix(alias, "/"), "#")
	if hasFragment && !plainFragment(fragment) || len(address) > 200 {
		return Alias{}, false
	}
	switch ext := path.Ext(address); {
	case strings.HasSuffix(address, "/"):
		address += "index"
	case ext == ".html" || ext == ".md":
		address = strings.TrimSuffix(address, ext)
	case slices.Contains(pageEndings, strings.ToLower(ext)):
		address += "/index"
	}
	for _, part := range strings.Split(address, "/") {
		if part == "" || part[0] == '.' || strings.ContainsFunc(part, strange) {
			return Alias{}, false
		}
	}
	return Alias{address, fragment}, true
}

// pageEndings are those of pages that other programs made.
var pageEndings = []string{".asp", ".aspx", ".cfm", ".cgi", ".do", ".htm", ".jsp", ".jspx", ".php", ".php3", ".phtml", ".pl", ".shtml", ".xhtml"}

// strange reports whether r is not part of an address that every host has.
func strange(r rune) bool {
	return r != '-' && r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// plainFragment reports whether a fragment can be the id of a heading.
func plainFragment(fragment string) bool {
	return fragment != "" && len(fragment) <= 200 && !strings.ContainsAny(fragment, " \t\r\n\"'<>&#%")
}

// validateAliases checks that old addresses can be written as redirects.
func (c *checker) validateAliases(v *version) {
	for i, alias := range v.Aliases {
		switch a, ok := parseAlias(alias); {
		case !ok:
			c.list.Errorf(v.At("aliases", i), "bad-alias", aliasHint(alias), "%q is not an address of this site", alias)
		case a.Fragment != "":
			c.validateMoved(v, i, a)
		}
	}
}

// aliasHint says how an alias is written.
func aliasHint(alias string) string {
	const form = "write it from the root of this language, such as guides/old-name.html"
	if _, rest, ok := strings.Cut(alias, "://"); ok {
		_, address, _ := strings.Cut(rest, "/")
		if _, ok := parseAlias(address); ok {
			return "leave out the host: " + address
		}
	}
	if address, query, ok := strings.Cut(alias, "?"); ok {
		_, fragment, hasFragment := strings.Cut(query, "#")
		if hasFragment {
			address += "#" + fragment
		}
		if _, ok := parseAlias(address); ok {
			return "leave out ? and what follows, which files cannot tell apart: " + address
		}
	}
	return form
}

// validateMoved checks that a heading can have moved to v from where an alias
// says.
func (c *checker) validateMoved(v *version, i int, a Alias) {
	d := c.documents[a.Key]
	switch {
	case a.Key == v.Key:
		c.list.Errorf(v.At("aliases", i), "bad-alias", "give the heading its old id: ## … {#"+a.Fragment+"}", "%q is an address of this page itself", v.Aliases[i])
	case d == nil:
	case d.original.Kind == source.HomeKind || d.original.Kind == source.IndexKind:
		c.list.Errorf(v.At("aliases", i), "bad-alias", "link from that page to this one instead", "headings of the page at %q cannot move: it lists other pages", a.Key)
	case c.in(d, v.Lang) != nil && c.hasHeading(c.in(d, v.Lang), a.Fragment):
		c.list.Errorf(v.At("aliases", i), "bad-alias", "remove the alias, or the heading there", "%s still has a heading with the id %q", c.in(d, v.Lang).Source.Path, a.Fragment)
	}
}

// validateMoves reports headings that two pages say they have now.
func (c *checker) validateMoves() {
	seen := map[string]diag.Span{}
	for _, key := range c.keys {
		for _, v := range c.documents[key].versions {
			if v != nil && len(v.Aliases) > 0 {
				c.validateMovesTo(v, seen)
			}
		}
	}
}

func (c *checker) validateMovesTo(v *version, seen map[string]diag.Span) {
	for i, alias := range v.Aliases {
		a, ok := parseAlias(alias)
		if !ok || a.Fragment == "" {
			continue
		}
		place := v.Lang + "/" + a.Key + "#" + a.Fragment
		if first, taken := seen[place]; taken {
			c.list.Errorf(v.At("aliases", i), "path-collision", "remove one of the aliases", "a heading can only have moved to one page, and %q is here twice", alias)
			c.list.Relate(first, "the other one is here")
			continue
		}
		seen[place] = v.At("aliases", i)
	}
}
