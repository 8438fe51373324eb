package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/url"

	"mentorbook/generator/schedule"
)

// NotFound renders a page for what is missing, in one or more languages: a host
// shows it for any address. Its links need the path of the base URL; without one a
// script finds out where the portal begins.
func (r *Renderer) NotFound(w *bytes.Buffer, path string, languages []string) error {
	p := r.context(languages[0], path, "")
	view := NotFoundPage{Page: Page{Lang: p.lang, Title: p.text("notfound.title"), Site: p.siteInfo()}}
	root := "/"
	if u, err := url.Parse(r.site.BaseURL); err == nil && r.site.BaseURL != "" {
		root = u.EscapedPath()
		view.Icon = root + r.theme.hashed["icon.svg"]
	} else {
		view.Lost = true
	}
	script := r.theme.read("notfound.js")
	view.Script, view.ScriptSum = template.JS(script), sum(script)
	style := append(r.theme.read("notfound.css"), tokensOf(r.theme.read(brandSheet))...)
	view.Style, view.StyleSum = template.CSS(style), sum(style)
	for _, lang := range languages {
		view.Versions = append(view.Versions, NotFoundVersion{
			Lang: lang, SiteTitle: r.site.Name(r.site.Settings.Title, lang),
			Home: root + r.site.Path(lang, "index"), Search: root + r.site.Path(lang, "search"),
		})
	}
	return r.theme.execute(w, p.lang, "notfound", "base", view)
}

// sum is how a content security policy (CSP Level 3) knows a text of the page.
func sum(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.StdEncoding.EncodeToString(sum[:])
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
