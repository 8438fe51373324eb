package render

import "mentorbook/generator/site"

// Renderer renders the pages of one site with one theme. It is safe for
// concurrent use.
type Renderer struct {
	site      *site.Site
	theme     *Theme
	feeds     map[string][]*site.Version // what the feed of a language names; none without a base URL
	fragments *fragments
}

// New returns a Renderer.
func New(s *site.Site, t *Theme) *Renderer {
	r := &Renderer{site: s, theme: t, feeds: map[string][]*site.Version{}, fragments: newFragments()}
	if s.BaseURL != "" { // entries are known by their whole address
		for _, lang := range s.Languages {
			r.feeds[lang] = feedVersions(s, lang)
		}
	}
	return r
}

// at returns the context of the page with that key.
func (r *Renderer) at(lang, key string) pageContext {
	return r.context(lang, r.site.Path(lang, key), key)
}

// context returns that of a file; what is no page of every language has no key.
func (r *Renderer) context(lang, path, key string) pageContext {
	p := pageContext{r.site, r.theme, r.fragments, "", lang, path, key}
	if len(r.feeds[lang]) > 0 {
		p.feed = r.FeedPath(lang)
	}
	return p
}
