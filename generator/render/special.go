package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"

	"mentorbook/generator/schedule"
)

// NotFound renders 404.html: one page in all languages, because a host shows it
// for any address. Its links need the path of the base URL and are left out
// without one.
func (r *Renderer) NotFound(w *bytes.Buffer) error {
	p := r.context(r.site.DefaultLanguage(), "404.html", "")
	view := NotFoundPage{Page: Page{Lang: p.lang, Title: p.text("notfound.title"), Site: p.siteInfo()}}
	root := ""
	if u, err := url.Parse(r.site.BaseURL); err == nil && r.site.BaseURL != "" {
		root = u.EscapedPath()
	}
	for _, lang := range r.site.Languages {
		version := NotFoundVersion{Lang: lang, SiteTitle: r.site.Name(r.site.Settings.Title, lang)}
		if root != "" {
			version.Home = root + r.site.Path(lang, "index")
		}
		view.Versions = append(view.Versions, version)
	}
	if root != "" {
		view.Stylesheet, view.Icon = root+r.theme.hashed["style.css"], root+r.theme.hashed["icon.svg"]
		if brand := r.theme.hashed["brand.css"]; brand != "" {
			view.Brand = root + brand
		}
	}
	return r.theme.execute(w, p.lang, "notfound", "base", view)
}

// Robots renders robots.txt: a portal is private unless its host says
// otherwise.
func (r *Renderer) Robots(w *bytes.Buffer) error {
	w.WriteString("User-agent: *\nDisallow: /\n")
	return nil
}

// SitemapEntry is a page in the sitemap.
type SitemapEntry struct {
	Path    string
	Changed schedule.Date // zero when unknown
}

// Sitemap renders sitemap.xml (sitemaps.org, version 0.9). It needs a base URL.
func (r *Renderer) Sitemap(w *bytes.Buffer, entries []SitemapEntry) error {
	w.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, e := range entries {
		w.WriteString("  <url><loc>")
		if err := xml.EscapeText(w, []byte(absolute(r.site, e.Path))); err != nil {
			return err
		}
		w.WriteString("</loc>")
		if !e.Changed.IsZero() {
			fmt.Fprintf(w, "<lastmod>%s</lastmod>", e.Changed)
		}
		w.WriteString("</url>\n")
	}
	w.WriteString("</urlset>\n")
	return nil
}
