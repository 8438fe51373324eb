package render

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Document renders a guide, session template, form, letter or page.
func (r *Renderer) Document(w *bytes.Buffer, lang string, d *site.Document) error {
	p := r.at(lang, d.Key)
	v := d.In(lang)
	context := documentContext{p, d, v}
	page, article, err := context.views()
	if err != nil {
		return err
	}
	switch {
	case v.Session != nil:
		view := sessionPage(page, article, "session", p.sessionType(d, v), v.Session)
		view.Parts = p.sessionParts(view, v)
		view.Following, view.Sheets = p.following(d), p.sheets(v, nil)
		return r.theme.execute(w, lang, "session", "base", view)
	case v.Form != nil:
		return r.theme.execute(w, lang, "form", "base", formPage(page, article, d, v.Form))
	case v.Letter != nil:
		return r.theme.execute(w, lang, "letter", "base", context.letterPage(page, article, v.Letter))
	case v.Guide != nil:
		return r.theme.execute(w, lang, "guide", "base", DocumentPage{page, article, v.Guide.Kind})
	}
	return r.theme.execute(w, lang, "page", "base", DocumentPage{page, article, ""})
}

// documentContext is a document on the page that is being made: its own, or one
// that it is printed on.
type documentContext struct {
	pageContext
	document *site.Document
	version  *site.Version // shown on the page; it may be in another language
}

// views fills the views of a document: the shell of its page, and its text.
func (d documentContext) views() (page Page, article Article, err error) {
	if page, err = d.shell(); err != nil {
		return page, article, err
	}
	article, err = d.article()
	return page, article, err
}

// Redirect renders the page at an earlier address of a document; nil where the
// page is gone, and only some of its headings are on others.
func (r *Renderer) Redirect(w *bytes.Buffer, lang, key string, d *site.Document) error {
	p := r.at(lang, key)
	moved := p.moved(key)
	var title, to string
	if d != nil {
		title, to = d.In(lang).Title, p.to(d.Key)
	} else {
		title = moved[0].Title
	}
	page, err := p.page(title, "")
	if err != nil {
		return err
	}
	if d != nil {
		page.Canonical = absolute(p.site, r.site.Path(lang, d.Key))
	}
	page.Languages, page.Alternates = nil, nil
	return r.theme.execute(w, lang, "redirect", "base", RedirectPage{page, to, moved})
}

// moved lists the headings that the page with that key had once.
func (p pageContext) moved(key string) []Moved {
	var out []Moved
	for _, m := range p.site.Moved(p.lang, key) {
		path := p.site.Path(p.lang, m.To.Key)
		out = append(out, Moved{m.Fragment, m.To.In(p.lang).Title, site.Relative(p.path, path, m.ID)})
	}
	return out
}

// shell fills what every layout gets, for the page of a document.
func (d documentContext) shell() (Page, error) {
	v := d.version
	page, err := d.page(v.Title, v.Summary, d.sectionLinks()...)
	if err != nil {
		return page, err
	}
	page.Alternates = d.alternates()
	for i := range page.Languages {
		page.Languages[i].Headings = sameHeadings(v, d.document.In(page.Languages[i].Lang))
	}
	if v.Lang != d.lang {
		page.TextLang = v.Lang
		page.Canonical = cmp.Or(absolute(d.site, d.pathIn(v.Lang)), d.file(d.pathIn(v.Lang)))
	}
	page.Notices = d.notices()
	return page, nil
}

// pathIn returns where the document lies in a language.
func (d documentContext) pathIn(lang string) string { return d.site.Path(lang, d.document.Key) }

// alternates are the translations that are written. One that stands alone is
// none.
func (d documentContext) alternates() []Alternate {
	var out []Alternate
	for _, lang := range d.site.Languages {
		if d.site.BaseURL != "" && d.document.Written(lang) != nil {
			out = append(out, Alternate{lang, absolute(d.site, d.pathIn(lang))})
		}
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

// notices say what readers should know before they read.
func (d documentContext) notices() []Notice {
	var out []Notice
	v := d.version
	if v.Draft {
		out = append(out, Notice{Kind: "draft"})
	}
	switch {
	case v.Lang != d.lang:
		n := Notice{Kind: "fallback", URL: d.file(d.pathIn(v.Lang))}
		if original := d.document.Original(); original != nil && original != v {
			n.URL, n.In = d.file(d.pathIn(original.Lang)), languageName(v.Lang)
		}
		out = append(out, n)
	case v.Stale:
		n := Notice{Kind: "stale"}
		if original := d.document.Original(); original != nil {
			n.URL = d.file(d.pathIn(original.Lang))
		}
		out = append(out, n)
	}
	if v.Sensitive() {
		out = append(out, Notice{Kind: "sensitive"})
	}
	return out
}

// sameHeadings returns the ids of the headings of other, with spaces between,
// where its outline is that of v.
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
func (d documentContext) sectionLinks() []Link {
	folder := path.Dir(d.document.Key)
	if d.document.Kind == source.IndexKind {
		folder = path.Dir(folder)
	}
	return d.folderLinks(folder)
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
	if !strings.Contains(s.Folder, "/") && !s.IsOwn() {
		return p.text("nav." + s.Folder)
	}
	name := strings.ReplaceAll(path.Base(s.Folder), "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

// sessionType is the type of program that a template is for: what it says itself,
// or else what all programs are that have it in their plan, or all that there are.
// It is empty where those are of several types.
func (p pageContext) sessionType(d *site.Document, v *site.Version) string {
	if v.Session.Type != "" {
		return v.Session.Type
	}
	planned := func(program *site.Program) bool {
		return slices.ContainsFunc(program.Plan, func(item site.PlanItem) bool { return item.Template == d })
	}
	if slices.ContainsFunc(p.site.Programs, planned) {
		return commonType(slices.DeleteFunc(slices.Clone(p.site.Programs), func(program *site.Program) bool { return !planned(program) }))
	}
	return commonType(p.site.Programs)
}

// commonType is the type of all the programs, empty where there are several.
// Without a program it is reverse, which this is made for.
func commonType(programs []*site.Program) string {
	if len(programs) == 0 {
		return "reverse"
	}
	for _, program := range programs {
		if program.Type != programs[0].Type {
			return ""
		}
	}
	return programs[0].Type
}

func sessionPage(page Page, article Article, id, of string, s *source.SessionTemplate) SessionPage {
	out := SessionPage{
		Page: page, Article: article, ID: id, Type: of, Minutes: s.Minutes, Prompts: s.Prompts, Bring: s.Bring, Outcome: s.Outcome, FollowUp: s.FollowUp,
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

// sessionParts are the contents of a session's page: what the layout shows of its
// data, under its words, and the headings of its text.
func (p pageContext) sessionParts(view SessionPage, v *site.Version) []Heading {
	var out []Heading
	for _, part := range []struct {
		shown    bool
		id, text string
	}{
		{len(view.Prep.Mentor)+len(view.Prep.Mentee) > 0, "prepare", "session.prepare"},
		{len(view.Agenda) > 0, "agenda", "session.agenda"},
		{len(view.Prompts) > 0, "prompts", "session.prompts"},
		{len(view.FollowUp) > 0, "outcome", "session.followup"},
	} {
		if part.shown {
			out = append(out, Heading{p.text(part.text), view.ID + "-" + part.id})
		}
	}
	return append(out, secondLevel(v)...)
}

// following is the session that comes after this one in the first program that has
// it.
func (p pageContext) following(d *site.Document) *Link {
	for _, program := range p.site.Programs {
		for i := range len(program.Plan) - 1 {
			if next := program.Plan[i+1].Template; program.Plan[i].Template == d && next != nil && next != d {
				return &Link{Title: next.In(p.lang).Title, URL: p.to(next.Key)}
			}
		}
	}
	return nil
}

// sheets adds the forms that a text and its snippets lead to, each once.
func (p pageContext) sheets(v *site.Version, sheets []Link) []Link {
	for _, target := range v.Targets {
		if target.Snippet != nil {
			sheets = p.sheets(target.Snippet, sheets)
		}
		if form := p.site.Document(target.Key); form != nil && form.Kind == source.FormKind {
			link := Link{Title: form.In(p.lang).Title, URL: p.to(form.Key)}
			if !slices.Contains(sheets, link) {
				sheets = append(sheets, link)
			}
		}
	}
	return sheets
}

const defaultScale = 5

func formPage(page Page, article Article, d *site.Document, f *source.Form) FormPage {
	out := FormPage{Page: page, Article: article, ID: strings.TrimPrefix(d.Key, "forms/"), HandIn: !d.Sensitive()}
	if original := d.Original(); original != nil {
		out.Version = original.Version
	}
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

// letterPage is a letter as organizers copy it: its placeholders are not filled in.
func (d documentContext) letterPage(page Page, article Article, l *source.Letter) LetterPage {
	moment := string(l.For)
	if l.Known() {
		moment = d.text("letter.moment." + moment)
	}
	return LetterPage{
		Page: page, Article: article, Moment: moment, To: l.To, Subject: l.Subject, Chat: l.Chat,
		Calendar: len(l.Attach) > 0, Sensitive: l.Sensitivity == "sensitive",
	}
}
