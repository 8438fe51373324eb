package site

import (
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// MenuItem is something that the menu leads to.
type MenuItem struct {
	Part  string           // that the theme has a word for; empty for everything else
	Key   string           // of a page of the portal; empty for an address
	URL   string           // an address elsewhere
	Title source.Localized // what the writer calls it; empty: as the part or the page is called
}

// parts are what a portal can have beside its pages, in the order of the menu, and
// where each is listed.
var parts = []struct{ name, key string }{
	{"guides", "guides/index"}, {"sessions", "sessions/index"}, {"forms", "forms/index"}, {"letters", "letters/index"},
	{ownSections, ""},
	{"programs", "programs/index"}, {"topics", "topics/index"}, {"mentors", "mentors"}, {"glossary", "glossary"}, {"az", "az"},
	{"dashboard", "dashboard"},
}

// ownSections is the place of the folders that a writer made up.
const ownSections = ""

// PartKey returns the key of the page that lists a part that every portal can have.
func PartKey(name string) (key string, ok bool) {
	for _, p := range parts {
		if p.name == name && name != ownSections {
			return p.key, true
		}
	}
	return "", false
}

// IsOwn reports whether a section is at the root and one that the writer made up.
func (s *Section) IsOwn() bool {
	_, known := PartKey(s.Folder)
	return !known && !strings.Contains(s.Folder, "/")
}

// Lists reports whether there is anything to list on the page with a key: a part
// of which a portal has nothing is not in it.
func (s *Site) Lists(key string) bool {
	switch key {
	case "programs/index":
		return len(s.Programs) > 0
	case "topics/index":
		return len(s.Topics) > 0
	case "mentors":
		return len(s.Mentors) > 0
	case "glossary":
		return len(s.Terms) > 0
	case "dashboard":
		return s.Audience >= Organizers
	}
	folder, isList := strings.CutSuffix(key, "/index")
	return !isList || s.Section(folder) != nil
}

// deriveMenu says what the menu leads to, of what this portal has: what the
// settings name, or every part.
func (b *builder) deriveMenu() {
	s := b.site
	if s.Settings.Nav == nil {
		for _, p := range parts {
			switch {
			case p.name == ownSections:
				for _, section := range s.ownSections() {
					s.Menu = append(s.Menu, MenuItem{Key: section.Key})
				}
			case s.Lists(p.key):
				s.Menu = append(s.Menu, MenuItem{Part: p.name, Key: p.key})
			}
		}
		return
	}
	for _, e := range s.Settings.Nav {
		if item, shown := s.menuItem(e); shown {
			s.Menu = append(s.Menu, item)
		}
	}
}

// ownSections are the folders that the writer made up, in the order of lists.
func (s *Site) ownSections() []*Section {
	var out []*Section
	for _, section := range s.Sections {
		if section.IsOwn() {
			out = append(out, section)
		}
	}
	order := func(section *Section) int {
		if section.Index == nil {
			return 1 << 30
		}
		return rank(section.Index)
	}
	slices.SortStableFunc(out, func(a, b *Section) int { return order(a) - order(b) })
	return out
}

// RootSections are the folders of documents that lie in no other, those that the
// writer made up last.
func (s *Site) RootSections() []*Section {
	var out []*Section
	for _, p := range parts {
		if section := s.Section(p.name); section != nil && p.name != ownSections {
			out = append(out, section)
		}
	}
	return append(out, s.ownSections()...)
}

// menuItem is an entry of the menu, if this portal has what it leads to.
func (s *Site) menuItem(e source.NavEntry) (item MenuItem, shown bool) {
	item.Title = e.Title
	switch {
	case e.URL != "":
		item.URL = e.URL
		return item, true
	case e.Page != "":
		item.Key = pageKey(e.Page)
		return item, s.Document(item.Key) != nil
	}
	if key, ok := PartKey(e.Part); ok {
		item.Part, item.Key = e.Part, key
	} else {
		item.Key = e.Part + "/index"
	}
	return item, s.Lists(item.Key)
}

// pageKey is the key of a page as somebody may write it.
func pageKey(page string) string { return path.Clean(strings.TrimSuffix(page, ".md")) }

// validateNav checks that every entry of the menu leads somewhere, for some reader.
func (c *checker) validateNav() {
	seen := map[string]bool{}
	for i := range c.config.Site.Nav {
		e := &c.config.Site.Nav[i]
		to := e.Part + e.Page + e.URL
		switch ways := count(e.Part != "", e.Page != "", e.URL != ""); {
		case ways == 0:
			c.list.Errorf(e.Span(), "missing-key", "write part:, page: or url:", "this entry of the menu leads nowhere")
			continue
		case ways > 1:
			c.list.Errorf(e.Span(), "nav-entry", "keep one of part:, page: and url:", "this entry of the menu leads to several places")
			continue
		case seen[to]:
			c.list.Errorf(e.Span(), "duplicate-id", "keep one of them", "the menu leads to %q twice", to)
		}
		seen[to] = true
		c.validateNavEntry(e)
	}
}

func (c *checker) validateNavEntry(e *source.NavEntry) {
	_, isPart := PartKey(e.Part)
	switch {
	case e.URL != "":
		c.checkAddress(source.Support{Node: e.Node, URL: e.URL})
		if len(e.Title.Strings()) == 0 {
			c.list.Errorf(e.Key("url"), "missing-key", "write title: beside it", "an address in the menu needs a title")
		}
	case e.Page != "" && !c.known(pageKey(e.Page)) && !c.sources.Broken[pageKey(e.Page)]:
		c.list.Errorf(e.At("page"), "unknown-page", diag.DidYouMean(e.Page, c.keys, "write the path of a page below content/"+c.config.Site.Languages[0]+"/, without .md, or take it out"), "there is no page %q", e.Page)
	case e.Part != "" && !isPart && !c.hasSection(e.Part):
		var names []string
		for _, p := range parts {
			if p.name != ownSections {
				names = append(names, p.name)
			}
		}
		for _, key := range c.keys {
			if folder, _, nested := strings.Cut(key, "/"); nested && !slices.Contains(names, folder) {
				names = append(names, folder)
			}
		}
		c.list.Errorf(e.At("part"), "unknown-part", diag.DidYouMean(e.Part, names, "write "+diag.Choices(names)+", a folder of yours, or page: with the path of a page"), "the portal has no part %q", e.Part)
	}
}

func count(truths ...bool) (n int) {
	for _, truth := range truths {
		if truth {
			n++
		}
	}
	return n
}
