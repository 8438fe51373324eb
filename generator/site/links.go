package site

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// links are what the slots of a text lead to.
type links struct {
	targets   []Target   // one for each slot
	documents []*version // one for each slot: behind Target.Key, nil if it is none
	inner     []links    // of the snippets that are included, in their order
}

// validateLinks follows every slot of a document, and of the snippets it
// includes, and keeps what it found.
func (a *assembler) validateLinks(v *version) {
	c := &linkContext{assembler: a, reader: v, dir: path.Dir(v.Lang + "/" + v.Key)}
	v.links = c.resolveAll(v.Body, v.Ways)
	c.checkIncludedHeadings(v)
}

func (c *linkContext) resolveAll(body *markdown.Document, ways []source.Way) links {
	out := links{targets: make([]Target, len(body.Slots)), documents: make([]*version, len(body.Slots))}
	for i := range body.Slots {
		slot, target := &body.Slots[i], &out.targets[i]
		switch slot.Kind {
		case markdown.Link:
			*target, out.documents[i] = c.link(slot, &ways[i])
		case markdown.Image:
			target.Asset = c.asset(slot.Dest, slot.Span, true)
		case markdown.Include:
			if s := c.include(slot); s != nil {
				inner := c.inside(s).resolveAll(s.Body, s.Ways)
				target.Snippet = &Version{Document: &source.Document{Source: s.Source, Lang: s.Lang, Body: s.Body}, Targets: inner.targets}
				out.inner = append(out.inner, inner)
			}
		}
	}
	return out
}

// linkContext is where a link stands: links are relative to the file they are
// written in, but what they may lead to depends on the document that is read.
type linkContext struct {
	*assembler
	reader *version
	dir    string            // of the file that holds the link, below content/
	chain  []*source.Snippet // from the document down to the file that holds the link
}

// hasHeading reports whether a document has a heading with that id, those of
// its snippets included.
func (a *assembler) hasHeading(v *version, id string) bool {
	found := v.ids.Has(id)
	if !found && slices.ContainsFunc(v.Body.Slots, isInclude) {
		found = slices.Contains(a.outline(v), id)
	}
	return found
}

func isInclude(slot markdown.Slot) bool { return slot.Kind == markdown.Include }

// outline returns the heading ids of a document, those of its snippets
// included, sorted.
func (a *assembler) outline(v *version) []string {
	ids := a.appendOutline(nil, v.Lang, v.Body, nil)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (a *assembler) appendOutline(ids []string, lang string, body *markdown.Document, chain []*source.Snippet) []string {
	for _, h := range body.Headings {
		ids = append(ids, h.ID)
	}
	for _, slot := range body.Slots {
		if !isInclude(slot) {
			continue
		}
		if s := a.snippet(lang, slot.Dest); s != nil && !slices.Contains(chain, s) {
			ids = a.appendOutline(ids, lang, s.Body, append(chain, s))
		}
	}
	return ids
}

// checkIncludedHeadings reports a heading id that a snippet brings into a page
// that has it already.
func (c *linkContext) checkIncludedHeadings(v *version) {
	if !slices.ContainsFunc(v.Body.Slots, isInclude) {
		return
	}
	seen := map[string]diag.Span{}
	for _, h := range v.Body.Headings {
		seen[h.ID] = h.Span
	}
	for _, slot := range v.Body.Slots {
		if !isInclude(slot) {
			continue
		}
		if s := c.snippet(v.Lang, slot.Dest); s != nil {
			for _, h := range s.Body.Headings {
				if first, taken := seen[h.ID]; taken {
					c.list.Errorf(slot.Span, "duplicate-heading-id", "give the heading in the snippet an id of its own, such as {#"+h.ID+"-2}", "the snippet brings a second heading %q into this page", h.ID)
					c.list.Relate(first, "it is here first")
				}
				seen[h.ID] = h.Span
			}
		}
	}
}

// link follows a link, and reports one that leads nowhere. The document is nil
// where the target is none.
func (c *linkContext) link(slot *markdown.Slot, way *source.Way) (Target, *version) {
	if way.Key != "" {
		return c.documentLink(slot, way)
	}
	dest, fragment, hasFragment := strings.Cut(slot.Dest, "#")
	if scheme, name, ok := strings.Cut(dest, ":"); ok {
		return c.dataLink(slot, strings.ToLower(scheme), name, fragment)
	}
	switch {
	case dest == "" && hasFragment:
		return c.anchor(slot, Target{Key: c.reader.Key}, c.reader, fragment)
	case strings.HasPrefix(dest, "/"):
		c.list.Errorf(slot.Span, "absolute-link", "write the way from this file, such as ../guides/how-it-works.md", "%q starts at the root of a host; this portal works anywhere", slot.Dest)
		return Target{}, nil
	case path.Ext(dest) == ".md":
		return c.leadsOut(slot)
	}
	return Target{Asset: c.asset(dest, slot.Span, false)}, nil
}

// dataLink follows program:ID, topic:ID, session:NAME and term:ID.
func (c *linkContext) dataLink(slot *markdown.Slot, scheme, name, fragment string) (Target, *version) {
	id := source.ID(name)
	switch scheme {
	case "program":
		if refers(c.assembler, slot.Span, "program", id, c.programs) {
			return c.toMadePage(slot, "programs/"+name, fragment), nil
		}
	case "topic":
		if refers(c.assembler, slot.Span, "topic", id, c.topics) {
			return c.toMadePage(slot, "topics/"+name, fragment), nil
		}
	case "term":
		if refers(c.assembler, slot.Span, "term", id, c.terms) {
			return Target{Key: "glossary", Fragment: name, Term: &Term{*c.terms[id]}}, nil
		}
	case "session":
		key := "sessions/" + name
		if d := c.documents[key]; d != nil {
			return c.toDocument(slot, d, key, "", fragment)
		}
		return c.unknown(slot, key, "session", name, c.namesBelow("sessions/"))
	}
	return Target{}, nil
}

// toMadePage follows a link to a page that is made of data. What places it has
// is for the theme to say, so that none of them can be promised.
func (c *linkContext) toMadePage(slot *markdown.Slot, key, fragment string) Target {
	if fragment != "" {
		c.list.Errorf(slot.Span, "broken-anchor", "leave out #"+fragment, "%q leads to a place in a page that nobody writes", slot.Dest)
	}
	return Target{Key: key, Astray: fragment != ""}
}

// refers reports whether an id names something, and an id that does not.
func refers[T any](a *assembler, span diag.Span, what string, id source.ID, known map[source.ID]*T) bool {
	if known[id] != nil {
		return true
	}
	if id == "" || a.unsure[what] || what == "person" && (a.config.People.Missing || a.config.People.Broken) {
		return false
	}
	var names []string
	for name := range known {
		names = append(names, string(name))
	}
	a.list.Errorf(span, "unknown-"+what, diag.DidYouMean(string(id), names, "it has to be written in "+source.ConfigPath), "there is no %s %q", what, id)
	return false
}

// documentLink follows a path to a Markdown file.
func (c *linkContext) documentLink(slot *markdown.Slot, way *source.Way) (Target, *version) {
	if !slices.Contains(c.config.Site.Languages, way.Lang) {
		return c.leadsOut(slot)
	}
	lang := otherLanguage(way.Lang, c.reader.Lang)
	d := c.documents[way.Key]
	if d == nil && path.Base(way.Key) == "index" && c.hasSection(path.Dir(way.Key)) {
		return Target{Key: way.Key, Lang: lang}, nil
	}
	if d == nil {
		dest, _, _ := strings.Cut(slot.Dest, "#")
		return c.unknown(slot, way.Key, "page", dest, c.linksFrom(c.dir))
	}
	return c.toDocument(slot, d, way.Key, lang, way.Fragment)
}

func (c *linkContext) leadsOut(slot *markdown.Slot) (Target, *version) {
	c.list.Errorf(slot.Span, "broken-link", "the way starts at this file's folder", "%q leads out of the playbook", slot.Dest)
	return Target{}, nil
}

// otherLanguage is the language that a link insists on: none, when it is the
// writer's own, because readers of another language get theirs.
func otherLanguage(lang, own string) string {
	if lang == own {
		return ""
	}
	return lang
}

func (a *assembler) hasSection(folder string) bool {
	return slices.ContainsFunc(a.keys, func(key string) bool { return strings.HasPrefix(key, folder+"/") })
}

// linksFrom lists every document as a link from a folder would write it.
func (c *linkContext) linksFrom(dir string) []string {
	out := make([]string, 0, len(c.keys))
	lang, folder, _ := strings.Cut(dir, "/")
	for _, key := range c.keys {
		if c.in(c.documents[key], lang) != nil {
			out = append(out, Relative(path.Join(folder, "x"), key+".md", ""))
		}
	}
	return out
}

// unknown reports a link to a document that is not there, unless its file could
// not be read. What and name are how the writer named it.
func (c *linkContext) unknown(slot *markdown.Slot, key, what, name string, candidates []string) (Target, *version) {
	if !c.sources.Broken[key] {
		c.list.Errorf(slot.Span, "broken-link", diag.DidYouMean(name, candidates, "check the name and the folder"), "link to unknown %s %q", what, name)
	}
	return Target{}, nil
}

// toDocument follows a link to a document.
func (c *linkContext) toDocument(slot *markdown.Slot, d *document, key, lang, fragment string) (Target, *version) {
	v := d.versions[c.reader.language]
	if lang != "" {
		v = c.in(d, lang)
	}
	if v == nil {
		v = d.original
	}
	return c.anchor(slot, Target{Key: key, Lang: lang}, v, fragment)
}

// anchor checks that the reader may follow a link to a document, and that the
// place in it exists.
func (c *linkContext) anchor(slot *markdown.Slot, t Target, v *version, fragment string) (Target, *version) {
	if v != c.reader && !c.mayLink(slot, v) {
		return Target{}, nil
	}
	switch {
	case fragment == "":
	case c.hasHeading(v, fragment):
		t.Fragment = fragment
	default:
		t.Astray = true
		ids := c.outline(v)
		where := "this page"
		if v != c.reader {
			where = v.Source.Path
		}
		c.list.Errorf(slot.Span, "broken-anchor", diag.DidYouMean(fragment, ids, "its headings have the ids "+listed(ids)), "%s has no heading with the id %q", where, fragment)
	}
	return t, v
}

func listed(ids []string) string {
	if len(ids) > 8 {
		ids = append(ids[:8:8], "…")
	}
	return strings.Join(ids, ", ")
}

// mayLink reports links to what the readers of a document cannot get.
func (c *linkContext) mayLink(slot *markdown.Slot, target *version) bool {
	switch from, to := c.reader.audience, target.audience; {
	case to > from:
		c.list.Errorf(slot.Span, "private-link", fmt.Sprintf("remove the link, or write audience: %s in this page as well", to), "this page is for %s, but it links to %s, which is for %s", from, target.Source.Path, to)
		return false
	case target.draft && !c.options.Drafts && !c.reader.draft:
		c.list.Errorf(slot.Span, "link-to-draft", "publish that page, or remove the link for now", "link to %s, which is a draft", target.Source.Path)
		return false
	case !c.reader.draft && !target.onTime && c.reader.onTime:
		c.list.Warnf(slot.Span, "link-to-unpublished", "the link is shown as text meanwhile", "link to %s, which is not published %s", target.Source.Path, c.schedule(target))
	}
	return true
}

// onTime reports whether a document is neither scheduled nor expired.
func (a *assembler) onTime(doc *source.Document) bool {
	return (doc.Publish.IsZero() || !a.now.Before(doc.Publish)) && (doc.Expire.IsZero() || a.now.Before(doc.Expire))
}

func (a *assembler) schedule(v *version) string {
	if !v.Publish.IsZero() && a.now.Before(v.Publish) {
		return "before " + v.Publish.String()
	}
	return "since " + v.Expire.String()
}

// include returns the snippet that a slot includes, or nil after it reported
// why there is none.
func (c *linkContext) include(slot *markdown.Slot) *source.Snippet {
	s := c.snippet(c.reader.Lang, slot.Dest)
	if s == nil {
		c.list.Errorf(slot.Span, "unknown-snippet", diag.DidYouMean(slot.Dest, c.snippetNames(), fmt.Sprintf("write it in %s/%s/_snippets/", source.ContentDir, c.reader.Lang)), "there is no snippet %q", slot.Dest)
		return nil
	}
	if slices.Contains(c.chain, s) {
		names := make([]string, 0, len(c.chain)+1)
		for _, link := range append(c.chain[slices.Index(c.chain, s):len(c.chain):len(c.chain)], s) {
			names = append(names, link.Name)
		}
		c.list.Errorf(slot.Span, "include-cycle", "remove one of the includes", "this snippet includes itself: %s", strings.Join(names, " → "))
		return nil
	}
	if s.Lang != c.reader.Lang {
		c.list.Warnf(slot.Span, "missing-translation", fmt.Sprintf("write %s/%s/_snippets/%s", source.ContentDir, c.reader.Lang, s.Name), "the snippet %q is not written in the language %q", s.Name, c.reader.Lang)
	}
	return s
}

// inside is where the links of a snippet stand. They are followed as the reader
// would.
func (c *linkContext) inside(s *source.Snippet) *linkContext {
	return &linkContext{
		assembler: c.assembler, reader: c.reader, chain: append(c.chain[:len(c.chain):len(c.chain)], s),
		dir: path.Dir(strings.TrimPrefix(s.Source.Path, source.ContentDir+"/")),
	}
}

// webAddress reports whether s can be the target of an external link.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
