package render

import (
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// Renderer renders the pages of one site with one theme. It is safe for
// concurrent use.
type Renderer struct {
	site      *site.Site
	theme     *Theme
	feeds     map[string][]*site.Version // what the feed of a language names; none without a base URL
	ends      schedule.Date              // of the cohort that ends last; zero without one that has not ended
	fragments *fragments
}

// New returns a Renderer.
func New(s *site.Site, t *Theme) *Renderer {
	r := &Renderer{site: s, theme: t, feeds: map[string][]*site.Version{}, ends: lastEnd(s), fragments: newFragments()}
	if s.BaseURL != "" { // entries are known by their whole address
		for _, lang := range s.Languages {
			r.feeds[lang] = feedVersions(s, lang)
		}
	}
	return r
}

// lastEnd is the last day of the cohort that ends last, of those that have not
// ended: until then a reader may need what a form holds.
func lastEnd(s *site.Site) (last schedule.Date) {
	for _, program := range s.Programs {
		for _, c := range program.Cohorts {
			if !c.Ends.Before(s.Now) && c.Ends.After(last) {
				last = c.Ends
			}
		}
	}
	return last
}

// at returns the context of the page with that key.
func (r *Renderer) at(lang, key string) pageContext {
	return r.context(lang, r.site.Path(lang, key), key)
}

// context returns that of a file; what is no page of every language has no key.
func (r *Renderer) context(lang, path, key string) pageContext {
	p := pageContext{r.site, r.theme, r.fragments, "", r.ends, lang, path, key}
	if len(r.feeds[lang]) > 0 {
		p.feed = r.FeedPath(lang)
	}
	return p
}
