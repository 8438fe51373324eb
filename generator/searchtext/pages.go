package searchtext

import (
	"path"
	"slices"
	"strings"

	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// lists describes the pages that list others: each is found by its name, and by
// what its theme says that it is for. Those of folders that a document describes
// are documents.
func (l language) lists() (out []search.Page) {
	add := func(key, title, text string) *search.Page {
		out = append(out, l.page(key, "", "list", l.text(title), text, nil))
		return &out[len(out)-1]
	}
	add("az", "nav.az", l.text("az.summary")).Names = append(strings.Split(l.text("az.also"), "; "), l.text("search.az"))
	for _, part := range []string{"glossary", "mentors", "programs", "topics"} {
		key := part
		if part == "programs" || part == "topics" {
			key += "/index"
		}
		if l.site.Lists(key) {
			add(key, "nav."+part, l.text(part+".summary"))
		}
	}
	if len(l.site.Chapters()) > 0 {
		add("handbook", "handbook.title", l.text("handbook.text"))
	}
	for _, s := range l.site.Sections {
		if s.Index == nil {
			page := add(s.Key, "nav.home", "")
			page.Title = l.folder(s)
		}
	}
	if l.site.Document("index") == nil {
		home := l.page("index", "", "page", l.name(l.site.Settings.Title), "", nil)
		out = append(out, home)
	}
	return out
}

// folder is the name of a folder that no document describes.
func (l language) folder(s *site.Section) string {
	if !strings.Contains(s.Folder, "/") && !s.IsOwn() {
		return l.text("nav." + s.Folder)
	}
	name := strings.ReplaceAll(path.Base(s.Folder), "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

// organizers describes the pages that only they have.
func (l language) organizers() (out []search.Page) {
	if l.site.Audience < site.Organizers {
		return nil
	}
	dashboard := l.page("dashboard", "", "list", l.text("nav.dashboard"), l.text("dashboard.share.text"), nil)
	dashboard.Names = []string{l.text("dashboard.share"), l.text("dashboard.csv.pairs"), l.text("dashboard.csv.sessions")}
	texts := dashboard.Texts()
	for _, part := range []string{"glance", "silent", "programs", "topics", "units", "content"} {
		dashboard.Sections = append(dashboard.Sections, search.Section{ID: part, Heading: l.text("dashboard." + part)})
		texts = append(texts, "")
	}
	dashboard.Texts = func() []string { return texts }
	out = append(out, dashboard)
	for _, program := range l.site.Programs {
		for _, c := range program.Cohorts {
			out = append(out, l.cohort(c))
			out = append(out, l.handedOut(c)...)
		}
	}
	return out
}

func (l language) cohort(c *site.Cohort) search.Page {
	id, title := string(c.Program.ID), l.name(c.Program.Title)
	key := "programs/" + id + "/" + string(c.ID)
	text := []string{title}
	for _, closed := range c.ClosedDates {
		text = append(text, l.name(closed.Title))
	}
	page := l.page(key, "", "cohort", strings.ReplaceAll(l.text("cohort.title"), "{0}", string(c.ID)), joinTexts(text...), nil)
	page.Names = []string{title + " " + string(c.ID)}
	page.Programs = []string{id}
	return page
}

// handedOut describes what organizers print of a cohort for others. It repeats what
// is said elsewhere, so it is found by its name.
func (l language) handedOut(c *site.Cohort) (out []search.Page) {
	id, title := string(c.Program.ID), l.name(c.Program.Title)
	if l.site.HasReport(c) {
		page := l.page("programs/"+id+"/"+string(c.ID)+"-report", "", "cohort", strings.ReplaceAll(l.text("report.title"), "{0}", title), l.text("report.link"), nil)
		page.Names, page.Programs = []string{l.text("report.link"), string(c.ID)}, []string{id}
		out = append(out, page)
	}
	for _, pairing := range c.Pairings {
		if pairing.HasCertificate() {
			page := l.page("programs/"+id+"/pairs/"+string(pairing.ID)+"-thanks", "", "cohort", l.text("certificate.link"), joinTexts(pairing.Mentor.Name, pairing.Mentee.Name), nil)
			page.Programs = []string{id}
			out = append(out, page)
		}
	}
	return out
}

// pack describes the page on which a program's sessions are printed. It repeats
// what they say, so it is found by its name.
func (l language) pack(program *site.Program) []search.Page {
	if !slices.ContainsFunc(program.Plan, func(item site.PlanItem) bool { return item.Template != nil }) {
		return nil
	}
	id := string(program.ID)
	page := l.page("programs/"+id+"/pack", "", "list", strings.ReplaceAll(l.text("pack.title"), "{0}", l.name(program.Title)), l.text("pack.text"), nil)
	page.Programs = []string{id}
	return []search.Page{page}
}

// kinds are those of pages, in the order in which the search offers them, with
// the words that readers use for them beside the theme's.
func kinds(s *site.Site, text func(lang, key string) string) (out []search.Kind) {
	light := []string{"topic", "term", "person", "list", "cohort", "letter"} // letters are for organizers to copy
	heavy := slices.DeleteFunc(append(source.Kinds(), "page", "program"), func(name string) bool { return slices.Contains(light, name) })
	for _, name := range slices.Concat(heavy, light) {
		kind := search.Kind{Name: name, Light: slices.Contains(light, name)}
		for _, lang := range s.Languages {
			kind.Words = append(kind.Words, search.Words(text(lang, "kindwords."+name))...)
		}
		slices.Sort(kind.Words)
		kind.Words = slices.Compact(kind.Words)
		out = append(out, kind)
	}
	return out
}
