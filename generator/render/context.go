package render

import (
	"cmp"
	"path"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// pageContext is the page that is being made: its links are relative to it, and
// its words are those of its language.
type pageContext struct {
	site      *site.Site
	theme     *Theme
	fragments *fragments
	feed      string // of its language, in the output; empty without one
	ends      schedule.Date
	lang      string
	path      string // in the output
	key       string
}

// to returns the URL of another page in the reader's language.
func (p pageContext) to(key string) string { return p.toFragment(key, "") }

func (p pageContext) toFragment(key, fragment string) string {
	return site.Relative(p.path, p.site.Path(p.lang, key), fragment)
}

// file returns the URL of an output file.
func (p pageContext) file(name string) string { return site.Relative(p.path, name, "") }

func (p pageContext) words() *words { return p.theme.words[p.lang] }

func (p pageContext) text(key string, args ...any) string { return p.words().must(key, args...) }

// typed is a text in the words of a type of program.
func (p pageContext) typed(of, key string) string { return p.text(p.words().typed(of, key)) }

// page fills the part of a view that every layout gets, for a page that every
// language has.
func (p pageContext) page(title, summary string, up ...Link) (Page, error) {
	chrome, err := p.chrome()
	if err != nil {
		return Page{}, err
	}
	out := Page{
		Lang: p.lang, Title: title, Summary: summary, Site: p.siteInfo(), Root: site.Root(p.path),
		Edition: p.edition(), KeepUntil: p.ends, Chrome: chrome,
	}
	out.Stylesheet, out.Icon = p.file(p.theme.hashed["style.css"]), cmp.Or(p.brandFile(p.site.Settings.Icon, p.site.Icon), p.file(p.theme.hashed["icon.svg"]))
	if brand := p.theme.hashed["brand.css"]; brand != "" {
		out.Brand = p.file(brand)
	}
	if p.key != "index" {
		out.Breadcrumbs = append([]Link{{Title: p.text("nav.home"), URL: p.to("index")}}, up...)
	}
	out.Canonical = absolute(p.site, p.path)
	if p.feed != "" {
		out.Feed = p.file(p.feed)
	}
	if len(p.site.Languages) > 1 {
		p.addLanguages(&out)
	}
	return out, nil
}

// addLanguages leads to the page in the other languages of the site.
func (p pageContext) addLanguages(out *Page) {
	for _, lang := range p.site.Languages {
		to := p.site.Path(lang, p.key)
		out.Languages = append(out.Languages, LanguageLink{lang, languageName(lang), site.Relative(p.path, to, ""), lang == p.lang, ""})
		if p.site.BaseURL != "" {
			out.Alternates = append(out.Alternates, Alternate{lang, absolute(p.site, to)})
		}
	}
}

// list joins texts as a sentence does in the reader's language, by the four patterns of
// CLDR, of which the first and the next are the same in the words of a theme.
func (p pageContext) list(items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return p.text("list.two", items[0], items[1])
	default:
		joined := items[0]
		for _, item := range items[1 : n-1] {
			joined = p.text("list.middle", joined, item)
		}
		return p.text("list.end", joined, items[n-1])
	}
}

// edition says whom a portal is for that is not for everybody. Pairs of sensitive
// programs are in that of those who run them.
func (p pageContext) edition() string {
	switch {
	case p.site.Pair != "":
		return p.text("audience.pair")
	case len(p.site.Included) > 0:
		titles := make([]string, len(p.site.Included))
		for i, program := range p.site.Included {
			titles[i] = p.site.Name(program.Title, p.lang)
		}
		return p.text("audience.sensitive", p.list(titles))
	case p.site.Audience == site.Organizers:
		return p.text("audience.organizers")
	case p.site.Audience == site.Participants:
		return p.text("audience.participants")
	}
	return ""
}

// absolute returns the whole URL of an output file, or "" when the site has no
// base URL.
func absolute(s *site.Site, name string) string {
	if s.BaseURL == "" {
		return ""
	}
	if base := path.Base(name); base == "index.html" { // as a web server shows it
		name = strings.TrimSuffix(name, base)
	}
	return s.BaseURL + name
}

func (p pageContext) siteInfo() SiteInfo {
	s := p.site.Settings
	return SiteInfo{p.site.Name(s.Title, p.lang), s.Organisation, s.Contact}
}
