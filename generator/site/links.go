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

// links holds the resolved target of every slot in a text.
type links struct {
	targets   []Target   // one for each slot
	documents []*version // one for each slot: behind Target.Key; nil where that is not a document
	inner     []links    // of the snippets that are included, in their order
}

// validateLinks follows every slot of a document, and of the snippets it
// includes, and keeps what it found.
func (c *checker) validateLinks(v *version) {
	l := &linkChecker{checker: c, reader: v, dir: path.Dir(v.Lang + "/" + v.Key)}
	c.links[v.number] = l.resolveAll(v.Body)
	l.checkIncludedHeadings(v)
}

func (l *linkChecker) resolveAll(body *markdown.Document) links {
	out := links{targets: make([]Target, len(body.Slots)), documents: make([]*version, len(body.Slots))}
	for i := range body.Slots {
		slot, target := &body.Slots[i], &out.targets[i]
		switch slot.Kind {
		case markdown.Link:
			*target, out.documents[i] = l.link(slot)
		case markdown.Image:
			target.Asset, target.Beside = l.picture(slot)
		case markdown.Include:
			if s := l.include(slot); s != nil {
				inner := l.inside(s).resolveAll(s.Body)
				target.Snippet = &Version{Document: &source.Document{Source: s.Source, Lang: s.Lang, Body: s.Body}, Targets: inner.targets}
				out.inner = append(out.inner, inner)
			}
		}
	}
	return out
}

// linkChecker is where a link stands: links are relative to the file they are
// written in, but what they may lead to depends on the document that is read.
type linkChecker struct {
	*checker
	reader *version
	dir    string            // of the file that holds the link, below content/
	chain  []*source.Snippet // from the document down to the file that holds the link
}

// checkIncludedHeadings reports a heading id that a snippet brings into a page
// that has it already.
func (l *linkChecker) checkIncludedHeadings(v *version) {
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
		if s := l.snippet(v.Lang, slot.Dest); s != nil {
			for _, h := range s.Body.Headings {
				if first, taken := seen[h.ID]; taken {
					l.list.Errorf(slot.Span, "duplicate-heading-id", "give the heading in the snippet an id of its own, such as {#"+h.ID+"-2}", "the snippet brings a second heading %q into this page", h.ID)
					l.list.Relate(first, "it is here first")
				}
				seen[h.ID] = h.Span
			}
		}
	}
}

// link follows a link, and reports one that leads nowhere. The document is nil
// where the target is not a document.
func (l *linkChecker) link(slot *markdown.Slot) (Target, *version) {
	if way := source.WayFrom(l.dir, slot); way.Key != "" {
		return l.documentLink(slot, way)
	}
	dest, fragment, hasFragment := strings.Cut(slot.Dest, "#")
	if scheme, name, ok := strings.Cut(dest, ":"); ok {
		return l.dataLink(slot, strings.ToLower(scheme), name, fragment)
	}
	switch {
	case dest == "" && hasFragment:
		return l.anchor(slot, Target{Key: l.reader.Key}, l.reader, fragment)
	case strings.HasPrefix(dest, "/"):
		l.list.Errorf(slot.Span, "absolute-link", l.hints(false).absolute(dest, fragment), "%q starts at the root of a host; this portal works anywhere", slot.Dest)
		return Target{}, nil
	case path.Ext(dest) == ".md":
		return l.leadsOut(slot)
	}
	return Target{Asset: l.asset(dest, fragment, slot.Span, false)}, nil
}

// dataLink follows program:ID, topic:ID, session:NAME and term:ID.
func (l *linkChecker) dataLink(slot *markdown.Slot, scheme, name, fragment string) (Target, *version) {
	id := source.ID(name)
	switch scheme {
	case "program":
		if refers(l.checker, slot.Span, "program", id, l.programs, inLink) {
			return l.toMadePage(slot, "programs/"+name, fragment), nil
		}
	case "topic":
		if refers(l.checker, slot.Span, "topic", id, l.topics, inLink) {
			return l.toMadePage(slot, "topics/"+name, fragment), nil
		}
	case "term":
		if refers(l.checker, slot.Span, "term", id, l.terms, inLink) {
			return Target{Key: "glossary", Fragment: name, Term: &Term{*l.terms[id]}}, nil
		}
	case "session":
		key := "sessions/" + name
		if d := l.documents[key]; d != nil {
			return l.toDocument(slot, d, key, "", fragment)
		}
		return l.unknown(slot, key, "session", name, diag.DidYouMeanName(name, l.sessionNames(), "check the name, or take the link out"))
	}
	return Target{}, nil
}

// toMadePage follows a link to a page that is made of data. What places it has
// is for the theme to say, so that none of them can be promised.
func (l *linkChecker) toMadePage(slot *markdown.Slot, key, fragment string) Target {
	if fragment != "" {
		l.list.Errorf(slot.Span, "broken-anchor", "leave out #"+fragment, "%q leads to a place in a page that nobody writes", slot.Dest)
	}
	return Target{Key: key, Astray: fragment != ""}
}

// documentLink follows a path to a Markdown file.
func (l *linkChecker) documentLink(slot *markdown.Slot, way source.Way) (Target, *version) {
	if !slices.Contains(l.config.Site.Languages, way.Lang) {
		return l.leadsOut(slot)
	}
	lang := otherLanguage(way.Lang, l.reader.Lang)
	d := l.documents[way.Key]
	if d == nil && path.Base(way.Key) == "index" && l.hasSection(path.Dir(way.Key)) {
		return Target{Key: way.Key, Lang: lang}, nil
	}
	if d == nil {
		dest, fragment, _ := strings.Cut(slot.Dest, "#")
		return l.unknown(slot, way.Key, "page", dest, l.hints(false).link(dest, fragment))
	}
	return l.toDocument(slot, d, d.key, lang, way.Fragment)
}

func (l *linkChecker) leadsOut(slot *markdown.Slot) (Target, *version) {
	dest, _, _ := strings.Cut(slot.Dest, "#")
	l.list.Errorf(slot.Span, "broken-link", l.hints(false).outside(dest), "%q leads out of the playbook", slot.Dest)
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

// sessionNames lists the session templates that the reader may follow a link to.
func (l *linkChecker) sessionNames() []string {
	return slices.DeleteFunc(l.namesBelow("sessions/"), func(name string) bool {
		return !l.hints(false).accepts(l.reader.Lang + "/sessions/" + name + ".md")
	})
}

// unknown reports a link to a document that is not there, unless its file could
// not be read. What and name are how the writer named it.
func (l *linkChecker) unknown(slot *markdown.Slot, key, what, name, hint string) (Target, *version) {
	if !l.sources.Broken[key] {
		l.list.Errorf(slot.Span, "broken-link", hint, "link to unknown %s %q", what, name)
		l.list.Kin(key)
	}
	return Target{}, nil
}

// toDocument follows a link to a document.
func (l *linkChecker) toDocument(slot *markdown.Slot, d *document, key, lang, fragment string) (Target, *version) {
	v := d.versions[l.reader.language]
	if lang != "" {
		v = l.in(d, lang)
	}
	if v == nil {
		v = d.original
	}
	return l.anchor(slot, Target{Key: key, Lang: lang}, v, fragment)
}

// anchor checks that the reader may follow a link to a document, and that the
// place in it exists.
func (l *linkChecker) anchor(slot *markdown.Slot, t Target, v *version, fragment string) (Target, *version) {
	if v != l.reader && !l.mayLink(slot, v) {
		return Target{}, nil
	}
	if fragment == "" {
		return t, v
	}
	if id, found := l.place(v, fragment); found {
		t.Fragment = id
	} else {
		t.Astray = true
		ids := l.outline(v)
		hint := "its headings have the ids " + listed(ids)
		if len(ids) == 0 {
			hint = "it has no headings; leave out #" + fragment
		}
		where := "this page"
		if v != l.reader {
			where = v.Source.Path
		}
		l.list.Errorf(slot.Span, "broken-anchor", diag.DidYouMean(fragment, ids, hint), "%s has no heading with the id %q", where, fragment)
	}
	return t, v
}

func listed(ids []string) string {
	if len(ids) > 8 {
		ids = append(ids[:8:8], "…")
	}
	return strings.Join(ids, ", ")
}

// include returns the snippet that a slot includes, or nil after it reported
// why there is none.
func (l *linkChecker) include(slot *markdown.Slot) *source.Snippet {
	s := l.snippet(l.reader.Lang, slot.Dest)
	if s == nil {
		l.list.Errorf(slot.Span, "unknown-snippet", diag.DidYouMean(path.Base(slot.Dest), l.snippetNames(), fmt.Sprintf("write it in %s/%s/_snippets/", source.ContentDir, l.reader.Lang)), "there is no snippet %q", slot.Dest)
		return nil
	}
	if slices.Contains(l.chain, s) {
		names := make([]string, 0, len(l.chain)+1)
		for _, link := range append(l.chain[slices.Index(l.chain, s):len(l.chain):len(l.chain)], s) {
			names = append(names, link.Name)
		}
		l.list.Errorf(slot.Span, "include-cycle", "remove one of the includes", "this snippet includes itself: %s", strings.Join(names, " → "))
		return nil
	}
	if s.Lang != l.reader.Lang {
		l.list.Warnf(slot.Span, "missing-translation", fmt.Sprintf("write %s/%s/_snippets/%s", source.ContentDir, l.reader.Lang, s.Name), "the snippet %q is not written in the language %q", s.Name, l.reader.Lang)
		l.list.Kin("snippets in " + l.reader.Lang)
	}
	return s
}

// inside is where the links of a snippet stand. They are followed as the reader
// would.
func (l *linkChecker) inside(s *source.Snippet) *linkChecker {
	return &linkChecker{
		checker: l.checker, reader: l.reader, chain: append(l.chain[:len(l.chain):len(l.chain)], s),
		dir: path.Dir(strings.TrimPrefix(s.Source.Path, source.ContentDir+"/")),
	}
}

// webAddress reports whether s can be the target of an external link.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
