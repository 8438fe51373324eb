package render

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// feedEntries is how many of the documents that changed last a feed names.
const feedEntries = 30

// FeedPath is where the feed of a language lies.
func (r *Renderer) FeedPath(lang string) string {
	return strings.TrimSuffix(r.site.Path(lang, "feed"), ".html") + ".xml"
}

// FeedVersions are the documents that the feed of a language names, the latest change
// first. Without any, or without a base URL, there is no feed.
func (r *Renderer) FeedVersions(lang string) []*site.Version { return r.feeds[lang] }

func feedVersions(s *site.Site, lang string) []*site.Version {
	var versions []*site.Version
	for _, d := range s.Documents {
		if v := d.Written(lang); v != nil && !v.Draft && !v.Date.IsZero() && d.Kind != source.IndexKind {
			versions = append(versions, v)
		}
	}
	slices.SortStableFunc(versions, func(a, b *site.Version) int {
		return cmp.Or(b.Date.Compare(a.Date), strings.Compare(a.Key, b.Key))
	})
	return versions[:min(len(versions), feedEntries)]
}

type atomFeed struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string     `xml:"xml:lang,attr"`
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Author  string     `xml:"author>name"`
	Links   []atomLink `xml:"link"`
	Entries []atomEntry
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	XMLName xml.Name `xml:"entry"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

// Feed renders feed.xml, an Atom feed (RFC 4287) of the documents that changed
// last. What changed on a day changed when it began, in UTC.
func (r *Renderer) Feed(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "index")
	self := absolute(p.site, r.FeedPath(lang))
	info := p.siteInfo()
	feed := atomFeed{
		Lang: lang, ID: self, Title: info.Title, Author: cmp.Or(info.Organisation, info.Title),
		Links: []atomLink{{"self", self}, {"", absolute(p.site, p.path)}},
	}
	for i, v := range r.feeds[lang] {
		changed := v.Date.String() + "T00:00:00Z"
		if i == 0 {
			feed.Updated = changed
		}
		to := absolute(p.site, r.site.Path(lang, v.Key))
		feed.Entries = append(feed.Entries, atomEntry{ID: to, Title: v.Title, Updated: changed, Link: atomLink{Href: to}, Summary: v.Summary})
	}
	w.WriteString(xml.Header)
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	err := encoder.Encode(feed)
	w.WriteByte('\n')
	return err
}
