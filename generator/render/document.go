package render

import (
	"bytes"
	"html"
	"html/template"
	"path"
	"strconv"
	"strings"
	"sync"

	"mentorbook/generator/markdown"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Document renders a guide, session template, form or page.
func (r *Renderer) Document(w *bytes.Buffer, lang string, d *site.Document) error {
	p := r.at(lang, d.Key)
	v := d.In(lang)
	page, article, err := p.document(d, v)
	if err != nil {
		return err
	}
	switch {
	case v.Session != nil:
		return r.theme.execute(w, lang, "session", "base", sessionPage(page, article, "session", v.Session))
	case v.Form != nil:
		return r.theme.execute(w, lang, "form", "base", formPage(page, article, v.Form))
	case v.Guide != nil:
		return r.theme.execute(w, lang, "guide", "base", DocumentPage{page, article, v.Guide.Kind})
	}
	return r.theme.execute(w, lang, "page", "base", DocumentPage{page, article, ""})
}

// document fills the views of a document: the shell of its page, and its text.
func (p pageContext) document(d *site.Document, v *site.Version) (page Page, article Article, err error) {
	if page, err = p.documentPage(d, v); err != nil {
		return page, article, err
	}
	article, err = p.article(d, v)
	return page, article, err
}

// Redirect renders the page at an earlier address of a document.
func (r *Renderer) Redirect(w *bytes.Buffer, lang, key string, d *site.Document) error {
	p := r.at(lang, key)
	page, err := p.page(d.In(lang).Title, "")
	if err != nil {
		return err
	}
	page.Canonical = absolute(p.site, r.site.Path(lang, d.Key))
	page.Languages, page.Alternates = nil, nil
	return r.theme.execute(w, lang, "redirect", "base", RedirectPage{page, p.to(d.Key)})
}

// documentPage fills the shell of a document's page, which may show a text in
// another language.
func (p pageContext) documentPage(d *site.Document, v *site.Version) (Page, error) {
	page, err := p.page(v.Title, v.Summary, p.sectionLinks(d)...)
	if err != nil {
		return page, err
	}
	page.Alternates = nil
	for _, lang := range p.site.Languages {
		if p.site.BaseURL != "" && d.Written(lang) != nil {
			page.Alternates = append(page.Alternates, Alternate{lang, absolute(p.site, p.site.Path(lang, d.Key))})
		}
	}
	if len(page.Alternates) == 1 {
		page.Alternates = nil
	}
	for i := range page.Languages {
		page.Languages[i].Headings = sameHeadings(v, d.In(page.Languages[i].Lang))
	}
	if v.Draft {
		page.Notices = append(page.Notices, Notice{Kind: "draft"})
	}
	switch {
	case v.Lang != p.lang:
		page.TextLang = v.Lang
		original := p.site.Path(v.Lang, d.Key)
		if page.Canonical != "" {
			page.Canonical = absolute(p.site, original)
		} else {
			page.Canonical = p.file(original)
		}
		page.Notices = append(page.Notices, Notice{Kind: "fallback", URL: p.file(original)})
	case v.Stale:
		n := Notice{Kind: "stale"}
		if original := d.Original(); original != nil {
			n.URL = p.file(p.site.Path(original.Lang, d.Key))
		}
		page.Notices = append(page.Notices, n)
	}
	if v.Sensitive() {
		page.Notices = append(page.Notices, Notice{Kind: "sensitive"})
	}
	return page, nil
}

// sameHeadings returns the ids of the headings of other, with spaces between,
// where its outline is that of t.
func sameHeadings(v, other *site.Version) string {
	mine, theirs := v.Body.Headings, other.Body.Headings
	if v == other || len(mine) != len(theirs) {
		return ""
	}
	ids := make([]string, len(theirs))
	for i, h := range theirs {
		if h.Level != mine[i].Level {
			return ""
		}
		ids[i] = h.ID
	}
	return strings.Join(ids, " ")
}

// sectionLinks lead from the home page down to the section of a document.
func (p pageContext) sectionLinks(d *site.Document) []Link {
	folder := path.Dir(d.Key)
	if d.Kind == source.IndexKind {
		folder = path.Dir(folder)
	}
	return p.folderLinks(folder)
}

func (p pageContext) folderLinks(folder string) []Link {
	var links []Link
	for ; folder != "."; folder = path.Dir(folder) {
		if s := p.site.Section(folder); s != nil {
			links = append([]Link{{Title: p.sectionTitle(s), URL: p.to(s.Key)}}, links...)
		}
	}
	return links
}

// sectionTitle is the title of the document that describes a section, or else
// the theme's word for it or, for a folder that has none, its name.
func (p pageContext) sectionTitle(s *site.Section) string {
	if s.Index != nil {
		return s.Index.In(p.lang).Title
	}
	if !strings.Contains(s.Folder, "/") {
		return p.text("nav." + s.Folder)
	}
	name := strings.ReplaceAll(path.Base(s.Folder), "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

// article fills in a document's text and what belongs to it.
func (p pageContext) article(d *site.Document, v *site.Version) (a Article, err error) {
	a = Article{
		HTML:    p.body(v),
		Minutes: readingMinutes(v),
		Topics:  p.topicLinks(p.site.TopicsOf(d)),
		Author:  v.Author, Owner: v.Owner, Updated: v.Date, ReviewBy: v.ReviewBy,
		Private: d.Private,
	}
	a.Contents = contents(v)
	if v.Image != nil && v.Cover != nil {
		a.Cover = &Picture{p.file(site.AssetPath(v.Cover)), v.Image.Alt, v.Image.Credit, v.Cover.Width, v.Cover.Height}
	}
	for _, ref := range v.References {
		a.References = append(a.References, Reference{ref.Title, ref.URL, ref.Note, ref.Evidence})
	}
	for _, slug := range v.Related {
		if related := p.site.Document("guides/" + string(slug)); related != nil {
			a.Related = append(a.Related, p.card(related))
		}
	}
	if s := p.site.Section(path.Dir(d.Key)); s != nil {
		a.Previous, a.Next = p.neighbours(s, d)
		a.Nearby, err = p.nearby(s, d)
	}
	return a, err
}

// nearbyPages is how many pages of a folder its navigation shows at most: a
// page must not cost more because there are more pages.
const nearbyPages = 12

func (p pageContext) nearby(s *site.Section, d *site.Document) (template.HTML, error) {
	i := s.Position(d)
	if i < 0 || len(s.Documents) < 2 {
		return "", nil
	}
	from := max(0, min(i-nearbyPages/2, len(s.Documents)-nearbyPages))
	var out strings.Builder
	for _, other := range s.Documents[from:min(from+nearbyPages, len(s.Documents))] {
		row, err := p.nearbyRow(other, other == d)
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

func (p pageContext) neighbours(s *site.Section, d *site.Document) (previous, next *Link) {
	link := func(d *site.Document) *Link { return &Link{Title: d.In(p.lang).Title, URL: p.to(d.Key)} }
	i := s.Position(d)
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

func readingMinutes(v *site.Version) int {
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
	var out []Heading
	for _, h := range v.Body.Headings {
		if h.Level == 2 {
			out = append(out, Heading{h.Text, h.ID})
		}
	}
	if len(out) < fewestContents {
		return nil
	}
	return out
}

// body renders a text with its slots filled for this page.
func (p pageContext) body(v *site.Version) template.HTML {
	b := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(b)
	b.Reset()
	terms := 0
	p.writeBody(b, v, &terms)
	return template.HTML(b.String())
}

var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// writeBody writes a text and the snippets in it; terms counts the definitions
// on the page.
func (p pageContext) writeBody(w *bytes.Buffer, v *site.Version, terms *int) {
	i := 0
	v.Body.Write(w, func(w *bytes.Buffer, slot markdown.Slot) (end string) {
		target := v.Targets[i]
		i++
		switch slot.Kind {
		case markdown.Link:
			if target.Term != nil && !slot.Task {
				*terms++
				return p.openTerm(w, target, *terms)
			}
			return p.openLink(w, slot, target)
		case markdown.Image:
			p.image(w, slot, target.Asset)
		case markdown.Include:
			if target.Snippet != nil {
				p.writeBody(w, target.Snippet, terms)
			} else {
				deadEnd(w, slot.Dest)
			}
		case markdown.String:
			w.WriteString(html.EscapeString(p.text(slot.Dest)))
		}
		return ""
	})
}

// openTerm writes the start of a word with its definition, which the browser
// itself opens and closes, and returns the end.
func (p pageContext) openTerm(w *bytes.Buffer, target site.Target, n int) string {
	id := "term-" + strconv.Itoa(n)
	attribute(w, `<button type="button" class="term" popovertarget`, id)
	w.WriteByte('>')
	var end bytes.Buffer
	attribute(&end, `</button><span class="definition" popover id`, id)
	end.WriteString(`><strong>`)
	end.WriteString(html.EscapeString(p.site.Name(target.Term.Term.Term, p.lang)))
	end.WriteString(`</strong> `)
	end.WriteString(html.EscapeString(p.site.Name(target.Term.Definition, p.lang)))
	attribute(&end, ` <a href`, p.toFragment(target.Key, target.Fragment))
	end.WriteByte('>')
	end.WriteString(html.EscapeString(p.text("nav.glossary")))
	end.WriteString(`</a></span>`)
	return end.String()
}

// openLink writes the opening tag of a link, or of the mark in its place when it
// leads nowhere, and returns the closing one.
func (p pageContext) openLink(w *bytes.Buffer, slot markdown.Slot, target site.Target) string {
	var to string
	switch {
	case target.Asset != nil:
		to = p.file(site.AssetPath(target.Asset))
	case target.Key == "":
		w.WriteString(openDeadEnd)
		return closeDeadEnd
	case target.Lang != "":
		to = site.Relative(p.path, p.site.Path(target.Lang, target.Key), target.Fragment)
	default:
		to = p.toFragment(target.Key, target.Fragment)
	}
	attribute(w, "<a href", to)
	if target.Astray {
		w.WriteString(` class="dead-end"`)
	}
	if target.Lang != "" {
		attribute(w, " hreflang", target.Lang)
	}
	if slot.Title != "" {
		attribute(w, " title", slot.Title)
	}
	w.WriteByte('>')
	return "</a>"
}

// image writes a picture that keeps its place while it loads.
func (p pageContext) image(w *bytes.Buffer, slot markdown.Slot, asset *source.Asset) {
	if asset == nil { // reported; its text stands in
		deadEnd(w, slot.Alt)
		return
	}
	attribute(w, "<img src", p.file(site.AssetPath(asset)))
	attribute(w, " alt", slot.Alt)
	if asset.Width > 0 && asset.Height > 0 {
		attribute(w, " width", strconv.Itoa(asset.Width))
		attribute(w, " height", strconv.Itoa(asset.Height))
	}
	w.WriteString(` loading="lazy" decoding="async">`)
}

// What leads nowhere, or not yet, is text. Nothing shows the mark but the
// writer's preview.
const openDeadEnd, closeDeadEnd = `<span class="dead-end">`, `</span>`

func deadEnd(w *bytes.Buffer, text string) {
	w.WriteString(openDeadEnd)
	w.WriteString(html.EscapeString(text))
	w.WriteString(closeDeadEnd)
}

func attribute(w *bytes.Buffer, name, value string) {
	w.WriteString(name)
	w.WriteString(`="`)
	w.WriteString(html.EscapeString(value))
	w.WriteByte('"')
}

func sessionPage(page Page, article Article, id string, s *source.SessionTemplate) SessionPage {
	out := SessionPage{
		Page: page, Article: article, ID: id, Minutes: s.Minutes, Prompts: s.Prompts, Outcome: s.Outcome, FollowUp: s.FollowUp,
		Sensitive: s.Sensitivity == "sensitive",
	}
	if s.Roles != nil {
		out.Roles = ByRole{s.Roles.Mentor, s.Roles.Mentee}
	}
	if s.Prep != nil {
		out.Prep = PrepByRole{s.Prep.Mentor, s.Prep.Mentee}
	}
	from := 0
	for _, step := range s.Agenda {
		out.Agenda = append(out.Agenda, Step{from, from + step.Minutes, step.Minutes, step.Lead, step.Name, step.Detail})
		from += step.Minutes
	}
	return out
}

const defaultScale = 5

func formPage(page Page, article Article, f *source.Form) FormPage {
	out := FormPage{Page: page, Article: article}
	for _, field := range f.Fields {
		if n := len(out.Groups); n == 0 || field.Group != "" && field.Group != out.Groups[n-1].Title {
			out.Groups = append(out.Groups, FieldGroup{Title: field.Group})
		}
		view := Field{
			ID: string(field.ID), Label: field.Label, Type: field.Type, Help: field.Help,
			Options: field.Options, Low: field.Low, High: field.High,
		}
		if field.Type == "scale" {
			top := field.Max
			if top == 0 {
				top = defaultScale
			}
			for n := range top {
				view.Scale = append(view.Scale, n+1)
			}
		}
		group := &out.Groups[len(out.Groups)-1]
		group.Fields = append(group.Fields, view)
	}
	return out
}
