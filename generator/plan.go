package generator

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"mentorbook/generator/diag"
	"mentorbook/generator/figures"
	"mentorbook/generator/hosts"
	"mentorbook/generator/output"
	"mentorbook/generator/render"
	"mentorbook/generator/schedule"
	"mentorbook/generator/search"
	"mentorbook/generator/searchtext"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// planned is what a portal consists of.
type planned struct {
	pages     []Artifact       // every file but those of the search index
	index     indexPlan        // of which names are made of content
	redirects []hosts.Redirect // of the pages, those that a server could do as well
	problems  diag.List
}

// plan names every file of the output, one kind after the other, and reports
// files that would be written twice. The files of the search index are named by
// index, since their names are made of their content; nothing else lies in their
// folder but the texts of the search.
func plan(s *site.Site, theme *render.Theme) planned {
	room := len(s.Documents)*len(s.Languages) + 256 // the rest is few: folders, topics, programs, assets
	p := &planner{
		site: s, theme: theme, render: render.New(s, theme),
		artifacts: make([]Artifact, 0, room), paths: output.NewPaths(room), byPath: make(map[string]int, room), redirect: map[string]bool{},
	}
	if s.Audience >= site.Organizers {
		p.figures = figures.Of(s)
	}
	for _, lang := range s.Languages {
		p.pages(lang)
	}
	for _, lang := range s.Languages { // after all pages: an alias never wins
		p.redirects(lang)
	}
	for _, program := range s.Programs {
		p.calendars(program)
	}
	p.special()
	p.assets()
	p.paths, p.byPath = nil, nil // the artifacts keep p
	return planned{p.artifacts, p.index, p.moves, p.list}
}

// indexPlan plans the files of the search index. before is what was there before, or
// nil. What was found in the texts is returned if it is to be kept. The error is that of
// the context.
type indexPlan func(ctx context.Context, before *Before, keep bool) (_ []Artifact, found []byte, _ error)

// index is an indexPlan. The files show every text.
func (p *planner) index(ctx context.Context, before *Before, keep bool) ([]Artifact, []byte, error) {
	var versions []*site.Version
	for _, d := range p.site.Documents {
		for _, lang := range p.site.Languages {
			if v := d.Written(lang); v != nil {
				versions = append(versions, v)
			}
		}
	}
	texts := searchtext.Of(p.site, p.theme.Text, before.has)
	texts.Before, texts.Keep = before.found(), keep
	var out []Artifact
	index, err := search.Build(ctx, texts)
	for _, file := range index.Files {
		out = append(out, Artifact{Path: file.Path, versions: versions, asBefore: file.Data == nil, Render: func(w *bytes.Buffer) error {
			if file.Data == nil {
				w.Write(file.Make())
			} else {
				w.Write(file.Data)
			}
			return nil
		}})
	}
	return out, index.Found, err
}

type planner struct {
	site      *site.Site
	theme     *render.Theme
	render    *render.Renderer
	figures   *figures.Figures // nil for whom they are not
	artifacts []Artifact
	paths     *output.Paths
	byPath    map[string]int  // artifact
	redirect  map[string]bool // paths of earlier addresses
	moves     []hosts.Redirect
	sitemap   []render.SitemapEntry
	list      diag.List
}

const searchKey = "search"

// pages plans the pages of a language.
func (p *planner) pages(lang string) {
	s, r := p.site, p.render
	home, versions := s.Document("index"), []*site.Version(nil)
	if home != nil {
		versions = append(versions, home.In(lang))
	}
	p.page(lang, "index", diag.Span{}, versions, func(w *bytes.Buffer) error { return r.Home(w, lang) })
	for _, d := range s.Documents {
		if d.Kind != source.HomeKind && d.Kind != source.IndexKind {
			p.document(lang, d)
		}
	}
	for _, section := range s.Sections {
		versions := []*site.Version(nil)
		if section.Index != nil {
			versions = append(versions, section.Index.In(lang))
		}
		p.page(lang, section.Key, diag.Span{}, versions, func(w *bytes.Buffer) error { return r.Section(w, lang, section) })
	}
	p.handbook(lang)
	p.listing(lang, "programs/index", r.Programs)
	for _, program := range s.Programs {
		p.program(lang, program)
	}
	p.listing(lang, "topics/index", r.Topics)
	for _, t := range s.Topics {
		p.page(lang, "topics/"+string(t.ID), t.Span(), nil, func(w *bytes.Buffer) error { return r.Topic(w, lang, t) })
	}
	p.listing(lang, "mentors", r.Mentors)
	p.listing(lang, "glossary", r.Glossary)
	p.page(lang, searchKey, diag.Span{}, nil, func(w *bytes.Buffer) error { return r.Search(w, lang) })
	p.add(render.SearchWordsPath(lang), diag.Span{}, nil, func(w *bytes.Buffer) error { return r.SearchWords(w, lang) })
	p.page(lang, "az", diag.Span{}, nil, func(w *bytes.Buffer) error { return r.Index(w, lang) })
	if p.figures != nil {
		p.dashboard(lang)
	}
}

// listing plans a page that lists what data says, where it says anything.
func (p *planner) listing(lang, key string, write func(w *bytes.Buffer, lang string) error) {
	if p.site.Lists(key) {
		p.page(lang, key, diag.Span{}, nil, func(w *bytes.Buffer) error { return write(w, lang) })
	}
}

// handbook plans all guides as one page to print.
func (p *planner) handbook(lang string) {
	guides := p.site.Chapters()
	versions := make([]*site.Version, len(guides))
	for i, d := range guides {
		versions[i] = d.In(lang)
	}
	if len(guides) > 0 {
		p.add(p.site.Path(lang, "handbook"), diag.Span{}, versions, func(w *bytes.Buffer) error { return p.render.Handbook(w, lang) })
	}
}

// dashboard plans the organizers' figures, as a page and as tables.
func (p *planner) dashboard(lang string) {
	s, r := p.site, p.render
	p.add(s.Path(lang, "dashboard"), diag.Span{}, nil, func(w *bytes.Buffer) error { return r.Dashboard(w, lang, p.figures) })
	p.add(render.SharedTablePath(s, lang), diag.Span{}, nil, func(w *bytes.Buffer) error { return r.SharedTable(w, lang, p.figures) })
	for _, program := range s.Programs {
		if program.Withheld {
			continue
		}
		p.add(render.PairsTablePath(s, lang, program), program.At("id"), nil, func(w *bytes.Buffer) error { return r.PairsTable(w, lang, program) })
		p.add(render.SessionsTablePath(s, lang, program), program.At("id"), nil, func(w *bytes.Buffer) error { return r.SessionsTable(w, lang, program) })
	}
}

func (p *planner) document(lang string, d *site.Document) {
	version := d.In(lang)
	p.page(lang, d.Key, version.Source.Whole(), []*site.Version{version}, func(w *bytes.Buffer) error { return p.render.Document(w, lang, d) })
}

func (p *planner) program(lang string, program *site.Program) {
	r, key := p.render, "programs/"+string(program.ID)
	p.page(lang, key, program.At("id"), nil, func(w *bytes.Buffer) error { return r.Program(w, lang, program) })
	if render.HasPack(program) {
		var versions []*site.Version
		for _, item := range program.Plan {
			if item.Template != nil {
				versions = append(versions, item.Template.In(lang))
			}
		}
		p.add(p.site.Path(lang, key+"/pack"), diag.Span{}, versions, func(w *bytes.Buffer) error { return r.Pack(w, lang, program) })
	}
	for _, c := range program.Cohorts {
		if p.site.Audience >= site.Organizers {
			p.add(p.site.Path(lang, key+"/"+string(c.ID)), c.At("id"), nil, func(w *bytes.Buffer) error { return r.Cohort(w, lang, c) })
			p.report(lang, c)
		}
		for _, pairing := range c.Pairings {
			p.add(p.site.Path(lang, key+"/pairs/"+string(pairing.ID)), pairing.At("id"), nil, func(w *bytes.Buffer) error { return r.Pair(w, lang, pairing) })
			if pairing.HasCertificate() {
				p.add(render.CertificatePath(p.site, lang, pairing), pairing.At("id"), nil, func(w *bytes.Buffer) error { return r.Certificate(w, lang, pairing) })
			}
		}
	}
}

// report plans the report of a cohort whose pairs this portal shows, as a page and
// as a table.
func (p *planner) report(lang string, c *site.Cohort) {
	if !p.site.HasReport(c) {
		return
	}
	var versions []*site.Version
	if d := p.site.Document(c.ThemesKey()); d != nil {
		versions = append(versions, d.In(lang))
	}
	p.add(render.ReportPath(p.site, lang, c), c.At("id"), versions, func(w *bytes.Buffer) error { return p.render.Report(w, lang, c) })
	p.add(render.ReportTablePath(p.site, lang, c), c.At("id"), nil, func(w *bytes.Buffer) error { return p.render.ReportTable(w, lang, c) })
}

// calendars plans the calendars of a program: one for each pair, in its own
// language, and one for each cohort for those who see every pair.
func (p *planner) calendars(program *site.Program) {
	for _, c := range program.Cohorts {
		if p.site.Audience >= site.Organizers && render.HasCohortCalendar(c) {
			p.add(render.CohortCalendarPath(c), c.At("id"), nil, func(w *bytes.Buffer) error { return p.render.CohortCalendar(w, c) })
		}
		for _, pairing := range c.Pairings {
			if render.HasCalendar(pairing) {
				p.add(render.PairCalendarPath(pairing), pairing.At("id"), nil, func(w *bytes.Buffer) error { return p.render.PairCalendar(w, pairing) })
			}
		}
	}
}

// redirects plans the pages at earlier addresses. One of which only headings
// moved gets a page of its own where none is left.
func (p *planner) redirects(lang string) {
	for _, d := range p.site.Documents {
		if version := d.Written(lang); version != nil {
			for i, a := range version.Aliases() {
				if a.Fragment == "" {
					p.moved(lang, a, d, version.At("aliases", i))
				}
			}
		}
	}
	for _, d := range p.site.Documents {
		if version := d.Written(lang); version != nil {
			for i, a := range version.Aliases() {
				if a.Fragment != "" {
					p.movedHeading(lang, a, version.At("aliases", i))
				}
			}
		}
	}
}

// moved plans the page at an earlier address of a document. A server can only lead
// on from it where it leads to one place: it never learns which heading is asked for.
func (p *planner) moved(lang string, a site.Alias, d *site.Document, place diag.Span) {
	from := p.site.Path(lang, a.Key)
	p.redirect[from] = true
	p.add(from, place, nil, func(w *bytes.Buffer) error { return p.render.Redirect(w, lang, a.Key, d) })
	if len(p.site.Moved(lang, a.Key)) == 0 {
		p.moves = append(p.moves, hosts.Redirect{From: from, To: p.site.Path(lang, d.Key)})
	}
}

// movedHeading plans the page that a heading was on, if it is gone: a document
// that is still there says itself where its headings are.
func (p *planner) movedHeading(lang string, a site.Alias, place diag.Span) {
	path := p.site.Path(lang, a.Key)
	switch {
	case !p.has(path):
		p.redirect[path] = true
		p.add(path, place, nil, func(w *bytes.Buffer) error { return p.render.Redirect(w, lang, a.Key, nil) })
	case p.site.Document(a.Key) == nil && !p.redirect[path]:
		p.list.Errorf(place, "bad-alias", "link to this page from where its readers come", "%s is made of data, and has no headings that could move", path)
	}
}

// notFoundPages yields the paths of the pages for what is missing, with their
// languages: one in all of them, for hosts that know one page, and one for each
// folder of a language. Those need to know where the portal lies.
func notFoundPages(s *site.Site) iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		if !yield("404.html", s.Languages) || s.BaseURL == "" {
			return
		}
		for _, lang := range s.Languages[1:] {
			if !yield(s.Path(lang, "404"), []string{lang}) {
				return
			}
		}
	}
}

// special plans what a site has once.
func (p *planner) special() {
	for path, languages := range notFoundPages(p.site) {
		p.add(path, diag.Span{}, nil, func(w *bytes.Buffer) error { return p.render.NotFound(w, path, languages) })
	}
	p.add("robots.txt", diag.Span{}, nil, p.render.Robots)
	if p.site.BaseURL != "" {
		entries := p.sitemap
		p.add("sitemap.xml", diag.Span{}, nil, func(w *bytes.Buffer) error { return p.render.Sitemap(w, entries) })
	}
	for _, lang := range p.site.Languages {
		if versions := p.render.FeedVersions(lang); len(versions) > 0 {
			p.add(p.render.FeedPath(lang), diag.Span{}, versions, func(w *bytes.Buffer) error { return p.render.Feed(w, lang) })
		}
	}
}

// assets plans the files of the theme and those that pages show. Equal files
// have equal names and are written once.
func (p *planner) assets() {
	for _, asset := range p.theme.Assets {
		p.add(asset.Path, diag.Span{}, nil, func(w *bytes.Buffer) error {
			w.Write(asset.Data)
			return nil
		})
	}
	for _, asset := range p.site.Assets {
		if path := site.AssetPath(asset); !p.has(path) {
			p.add(path, diag.Span{}, nil, asset.WriteTo)
		}
	}
}

// page plans a page and puts it into the sitemap, unless it only stands in for
// a missing translation, or is the search's: pages of results are not for other
// search engines.
func (p *planner) page(lang, key string, place diag.Span, versions []*site.Version, write func(*bytes.Buffer) error) {
	path := p.site.Path(lang, key)
	p.add(path, place, versions, write)
	var changed schedule.Date
	if len(versions) > 0 {
		changed = versions[0].Date
	}
	if p.site.BaseURL != "" && key != searchKey && (len(versions) == 0 || versions[0].Lang == lang) {
		p.sitemap = append(p.sitemap, render.SitemapEntry{Path: path, Changed: changed})
	}
}

func (p *planner) has(path string) bool {
	_, ok := p.byPath[path]
	return ok
}

func (p *planner) add(path string, place diag.Span, versions []*site.Version, write func(*bytes.Buffer) error) {
	if err := p.paths.Add(path); err != nil {
		p.refuse(path, place, err)
		return
	}
	if n := utf8.RuneCountInString(path); n > longPath {
		p.list.Warnf(place, "long-path", "shorten its name or those of its folders", "the address %s has %d characters; Windows opens files up to 260, counted from the drive", path, n)
	}
	p.byPath[path] = len(p.artifacts)
	p.artifacts = append(p.artifacts, Artifact{Path: path, Render: write, versions: versions, place: place})
}

// longPath leaves room for the folder, and the share, that a portal is copied
// to.
const longPath = 180

// refuse reports a path that cannot be published, at the place that asked for it.
func (p *planner) refuse(path string, place diag.Span, err error) {
	what, hint, _ := strings.Cut(err.Error(), "; ")
	var c *output.Collision
	if !errors.As(err, &c) {
		if !slices.ContainsFunc(p.list, func(d diag.Diagnostic) bool { return d.Code == "bad-path" && d.Span == place }) { // a name is part of several paths
			p.list.Errorf(place, "bad-path", hint, "%s", what)
		}
		return
	}
	first := p.artifacts[p.byPath[c.Other]].place
	if place.File == nil {
		place, first = first, place
	}
	if c.Other == path {
		what, hint = "two pages would be written to "+path, "rename one of them"
	}
	p.list.Errorf(place, "path-collision", hint, "%s", what)
	if first.File != nil {
		p.list.Relate(first, "the other one comes from here")
	}
}
