package render

import (
	"bytes"
	"cmp"
	"html/template"
	"path"
	"strings"
	"sync"

	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// fragments are pieces of HTML that many pages have, kept once they are made.
// They are safe for concurrent use.
type fragments struct {
	mu     sync.Mutex
	chrome map[chromeKey]Chrome
	rows   map[rowKey]template.HTML
}

// chromeKey is all that a header and footer depend on.
type chromeKey struct {
	lang, folder string
	current      string // the key of the page in the navigation that the reader is at or below
}

// rowKey is a page as the others of its folder link to it.
type rowKey struct {
	lang     string
	document *site.Document
}

func newFragments() *fragments {
	return &fragments{chrome: map[chromeKey]Chrome{}, rows: map[rowKey]template.HTML{}}
}

func (f *fragments) row(key rowKey) (row template.HTML, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	row, ok = f.rows[key]
	return row, ok
}

func (f *fragments) keepRow(key rowKey, row template.HTML) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rows[key] = row
}

// chrome returns the header and footer, which the pages of a folder share; a list
// that the header leads to has one that says so.
func (p pageContext) chrome() (Chrome, error) {
	f := p.fragments
	f.mu.Lock()
	defer f.mu.Unlock()
	key := chromeKey{p.lang, path.Dir(p.path), p.currentNav()}
	if c, ok := f.chrome[key]; ok {
		return c, nil
	}
	view := p.chromeView()
	var header, parts, footer bytes.Buffer
	err := cmp.Or(
		p.theme.execute(&header, p.lang, "header", "header", view),
		p.theme.execute(&footer, p.lang, "footer", "footer", view))
	if err == nil && p.theme.defines(p.lang, "header", "parts") { // else the menu is where a project's own header has it
		err = p.theme.execute(&parts, p.lang, "header", "parts", view)
	}
	if err != nil {
		return Chrome{}, err
	}
	c := Chrome{template.HTML(header.String()), template.HTML(parts.String()), template.HTML(footer.String())}
	f.chrome[key] = c
	return c, nil
}

// currentNav returns the page in the menu that a page is, or lies below; "" for
// the others.
func (p pageContext) currentNav() string {
	current := ""
	for _, item := range p.site.Menu {
		list, isList := strings.CutSuffix(item.Key, "index")
		if item.Key != "" && (item.Key == p.key || isList && strings.HasPrefix(p.key, list)) && len(item.Key) > len(current) {
			current = item.Key
		}
	}
	return current
}

// nav is the menu of the site, in the header of this page.
func (p pageContext) nav() []Link {
	var out []Link
	current := p.currentNav()
	for _, item := range p.site.Menu {
		link := Link{Title: p.menuTitle(item), URL: item.URL}
		if item.Key != "" {
			link.URL, link.Current = p.to(item.Key), item.Key == current
		}
		out = append(out, link)
	}
	return out
}

// menuTitle is what an entry of the menu is called: as the writer says, as the
// theme calls a part, or as a page is called.
func (p pageContext) menuTitle(item site.MenuItem) string {
	if title := p.site.Name(item.Title, p.lang); title != "" {
		return title
	}
	if item.Part != "" {
		return p.text("nav." + item.Part)
	}
	if d := p.site.Document(item.Key); d != nil {
		return d.In(p.lang).Title
	}
	return p.sectionTitle(p.site.Section(path.Dir(item.Key)))
}

// footerPages is how many single pages the footer leads to at most: a page must
// not cost more because there are more pages. All of them are in the A–Z.
const footerPages = 24

func (p pageContext) chromeView() ChromeView {
	view := ChromeView{
		Lang: p.lang, Site: p.siteInfo(), Home: p.to("index"), Root: site.Root(p.path), Search: p.to("search"),
		Audience: p.site.Audience.String(), Pair: p.site.Pair != "", Nav: p.nav(),
	}
	view.Logo = p.logo()
	for _, link := range p.site.Settings.Links {
		view.Links = append(view.Links, p.supportLink(link))
	}
	pages := p.site.Pages()
	for _, d := range pages[:min(len(pages), footerPages)] {
		view.Pages = append(view.Pages, Link{Title: d.In(p.lang).Title, URL: p.to(d.Key)})
	}
	return view
}

// logoHeight is how high a logo is, in pixels: the line of the header has room for
// that.
const logoHeight = 36

// logo is the brand's picture, in the size in which it is shown; nil without one.
func (p pageContext) logo() *Picture {
	name := p.site.Settings.Logo
	to := p.brandFile(name, p.site.Logo)
	if to == "" {
		return nil
	}
	width, height := source.PictureSize(name, p.theme.read(name))
	if p.site.Logo != nil {
		width, height = p.site.Logo.Width, p.site.Logo.Height
	}
	if width == 0 || height == 0 { // it does not say: a square
		width, height = 1, 1
	}
	return &Picture{URL: to, Width: max(1, logoHeight*width/height), Height: logoHeight}
}

// brandFile is the URL of a file that the settings name: the theme's, or else that
// below content/.
func (p pageContext) brandFile(name string, asset *source.Asset) string {
	switch {
	case asset != nil:
		return p.file(site.AssetPath(asset))
	case p.theme.hashed[name] != "":
		return p.file(p.theme.hashed[name])
	}
	return ""
}
