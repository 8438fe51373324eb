package render

import (
	"bytes"
	"html/template"
	"path"
	"strings"

	"mentorbook/generator/site"
)

// article fills in a document's text and what belongs to it.
func (d documentContext) article() (a Article, err error) {
	v := d.version
	a = Article{
		HTML:    d.body(v),
		Minutes: ReadingMinutes(v),
		Topics:  d.topicLinks(d.site.TopicsOf(d.document)),
		Author:  v.Author, Owner: v.Owner, Updated: v.Date, ReviewBy: v.ReviewBy,
		Private: d.document.Private, Moved: d.moved(d.document.Key),
	}
	a.Tasks = strings.Contains(string(a.HTML), `<input type="checkbox"`) // nothing else in a text has one
	a.Contents = contents(v)
	if v.Image != nil && v.Cover != nil {
		a.Cover = &Picture{d.file(site.AssetPath(v.Cover)), v.Image.Alt, v.Image.Credit, v.Cover.Width, v.Cover.Height}
	}
	for _, ref := range v.References {
		a.References = append(a.References, Reference{ref.Title, ref.URL, ref.Note, ref.Evidence})
	}
	for _, slug := range v.Related {
		if related := d.site.Document("guides/" + string(slug)); related != nil {
			a.Related = append(a.Related, d.card(related))
		}
	}
	// What surrounds a page is not printed with it, and its links are from its folder.
	if s := d.site.Section(path.Dir(d.document.Key)); s != nil && d.key == d.document.Key {
		a.Previous, a.Next = d.neighbours(s)
		a.Nearby, err = d.nearby(s)
	}
	return a, err
}

// nearbyPages is how many pages of a folder its navigation shows at most: a
// page must not cost more because there are more pages.
const nearbyPages = 12

// nearby lists the pages of a folder around the document.
func (d documentContext) nearby(s *site.Section) (template.HTML, error) {
	i := s.Position(d.document)
	if i < 0 || len(s.Documents) < 2 {
		return "", nil
	}
	from := max(0, min(i-nearbyPages/2, len(s.Documents)-nearbyPages))
	var out strings.Builder
	for _, other := range s.Documents[from:min(from+nearbyPages, len(s.Documents))] {
		row, err := d.nearbyRow(other, other == d.document)
		if err != nil {
			return "", err
		}
		out.WriteString(string(row))
		out.WriteByte('\n')
	}
	return template.HTML(out.String()), nil
}

// nearbyRow is one page among those of its folder. All pages of a folder link to
// it with the same words, so that these are made once.
func (p pageContext) nearbyRow(d *site.Document, current bool) (template.HTML, error) {
	key := rowKey{p.lang, d}
	if !current {
		if row, ok := p.fragments.row(key); ok {
			return row, nil
		}
	}
	var b bytes.Buffer
	if err := p.theme.execute(&b, p.lang, "nearby", "nearby-row", Link{d.In(p.lang).Title, p.to(d.Key), current}); err != nil {
		return "", err
	}
	row := template.HTML(b.String())
	if !current {
		p.fragments.keepRow(key, row)
	}
	return row, nil
}

func (d documentContext) neighbours(s *site.Section) (previous, next *Link) {
	link := func(other *site.Document) *Link { return &Link{Title: other.In(d.lang).Title, URL: d.to(other.Key)} }
	i := s.Position(d.document)
	if i > 0 {
		previous = link(s.Documents[i-1])
	}
	if i >= 0 && i+1 < len(s.Documents) {
		next = link(s.Documents[i+1])
	}
	return previous, next
}

// wordsPerMinute is how fast people read for meaning on a screen, rounded down
// from the 238 of Brysbaert 2019 (doi 10.1016/j.jml.2019.104047).
const wordsPerMinute = 200

// ReadingMinutes is how long a text takes to read, in minutes. Lists show it.
func ReadingMinutes(v *site.Version) int {
	return max(1, (wordCount(v)+wordsPerMinute/2)/wordsPerMinute)
}

func wordCount(v *site.Version) int {
	n := v.Body.Words
	for _, target := range v.Targets {
		if target.Snippet != nil {
			n += wordCount(target.Snippet)
		}
	}
	return n
}

// A text with fewer second-level headings needs no contents.
const fewestContents = 3

func contents(v *site.Version) []Heading {
	out := secondLevel(v)
	if len(out) < fewestContents {
		return nil
	}
	return out
}

func secondLevel(v *site.Version) []Heading {
	var out []Heading
	for _, h := range v.Body.Headings {
		if h.Level == 2 {
			out = append(out, Heading{h.Text, h.ID})
		}
	}
	return out
}
