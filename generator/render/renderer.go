package render

import (
	"bytes"
	"cmp"
	"html/template"
	"path"
	"slices"
	"strings"
	"sync"

	"mentorbook/generator/site"
)

// Renderer renders the pages of one site with one theme. It is safe for
// concurrent use.
type Renderer struct {
	site  *site.Site
	theme *Theme
	feeds map[string][]*site.Version // what the feed of a language names; none without a base URL

	mu     sync.Mutex
	chrome map[string]Chrome // by language and folder
	rows   map[nearbyKey]template.HTML
}

// nearbyKey is a page as the others of its folder link to it.
type nearbyKey struct {
	lang     string
	document *site.Document
}

// New returns a Renderer.
func New(s *site.Site, t *Theme) *Renderer {
	r := &Renderer{site: s, theme: t, feeds: map[string][]*site.Version{}, chrome: map[string]Chrome{}, rows: map[nearbyKey]template.HTML{}}
	if s.BaseURL != "" { // entries are known by their whole address
		for _, lang := range s.Languages {
			r.feeds[lang] = feedVersions(s, lang)
		}
	}
	return r
}

// place is the page that is being made: links are relative to it.
type place struct {
	*Renderer
	lang string
	path string // in the output
	key  string
}

func (r *Renderer) at(lang, key string) place {
	return place{r, lang, r.site.Path(lang, key), key}
}

// to returns the URL of another page in the reader's language.
func (p place) to(key string) string { return p.toFragment(key, "") }

func (p place) toFragment(key, fragment string) string {
	return site.Relative(p.path, p.site.Path(p.lang, key), fragment)
}

// file returns the URL of an output file.
func (p place) file(name string) string { return site.Relative(p.path, name, "") }

func (p place) words() *words { return p.theme.words[p.lang] }

func (p place) text(key string, args ...any) string { return p.words().must(key, args...) }

// page fills the part of a view that every layout gets, for a page that every
// language has.
func (p place) page(title, summary string, up ...Link) (Page, error) {
	chrome, err := p.cachedChrome()
	if err != nil {
		return Page{}, err
	}
	out := Page{
		Lang: p.lang, Title: title, Summary: summary, Site: p.siteInfo(), Root: site.Root(p.path),
		Chrome: chrome,
	}
	for _, sheet := range p.theme.stylesheets {
		out.Stylesheets = append(out.Stylesheets, p.file(sheet))
	}
	if p.key != "index" {
		out.Breadcrumbs = append([]Link{{Title: p.text("nav.home"), URL: p.to("index")}}, up...)
	}
	out.Canonical = p.absolute(p.path)
	if len(p.feeds[p.lang]) > 0 {
		out.Feed = p.file(p.FeedPath(p.lang))
	}
	for _, lang := range p.site.Languages {
		to := p.site.Path(lang, p.key)
		out.Languages = append(out.Languages, LanguageLink{lang, languageName(lang), site.Relative(p.path, to, ""), lang == p.lang, ""})
		if p.site.BaseURL != "" && len(p.site.Languages) > 1 {
			out.Alternates = append(out.Alternates, Alternate{lang, p.absolute(to)})
		}
	}
	return out, nil
}

// absolute returns the whole URL of an output file, or "" without a base URL.
func (p place) absolute(name string) string {
	if p.site.BaseURL == "" {
		return ""
	}
	if base := path.Base(name); base == "index.html" { // as a web server shows it
		name = strings.TrimSuffix(name, base)
	}
	return p.site.BaseURL + name
}

func (p place) siteInfo() SiteInfo {
	s := p.site.Settings
	return SiteInfo{p.site.Name(s.Title, p.lang), s.Organisation, s.Contact}
}

// cachedChrome returns the header and footer, which the pages of a folder share;
// a list that the header leads to has one that says so.
func (p place) cachedChrome() (Chrome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	shared := p.lang + ":" + path.Dir(p.path)
	if slices.Contains(rootLists, p.key) {
		shared += ":" + p.key
	}
	if c, ok := p.chrome[shared]; ok {
		return c, nil
	}
	view := p.chromeView()
	var header, footer bytes.Buffer
	err := cmp.Or(
		p.theme.execute(&header, p.lang, "header", "header", view),
		p.theme.execute(&footer, p.lang, "footer", "footer", view))
	if err != nil {
		return Chrome{}, err
	}
	c := Chrome{template.HTML(header.String()), template.HTML(footer.String())}
	p.chrome[shared] = c
	return c, nil
}

// rootLists are the pages beside home that the header leads to.
var rootLists = []string{"mentors", "glossary", "az", dashboardKey}

// footerPages is how many single pages the footer leads to at most: a page must
// not cost more because there are more pages. All of them are in the A–Z.
const footerPages = 24

func (p place) chromeView() ChromeView {
	view := ChromeView{Lang: p.lang, Site: p.siteInfo(), Home: p.to("index"), Root: site.Root(p.path), Search: p.to("search"), Audience: p.site.Audience.String(), Pair: p.site.Pair != ""}
	here, _, _ := strings.Cut(p.key, "/")
	nav := func(wanted bool, text, key string) {
		if wanted {
			folder, _, _ := strings.Cut(key, "/")
			view.Nav = append(view.Nav, Link{p.text(text), p.to(key), folder == here})
		}
	}
	for _, folder := range []string{"guides", "sessions", "forms"} {
		nav(p.site.Section(folder) != nil, "nav."+folder, folder+"/index")
	}
	nav(len(p.site.Programs) > 0, "nav.programs", "programs/index")
	nav(len(p.site.Topics) > 0, "nav.topics", "topics/index")
	nav(len(p.site.Mentors) > 0, "nav.mentors", "mentors")
	nav(len(p.site.Terms) > 0, "nav.glossary", "glossary")
	nav(true, "nav.az", "az")
	nav(p.site.Audience >= site.Organizers, "nav.dashboard", dashboardKey)
	pages := p.site.Pages()
	for _, d := range pages[:min(len(pages), footerPages)] {
		view.Pages = append(view.Pages, Link{Title: d.In(p.lang).Title, URL: p.to(d.Key)})
	}
	return view
}
