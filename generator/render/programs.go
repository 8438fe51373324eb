package render

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

func (p pageContext) programCards(programs []*site.Program) []ProgramCard {
	var out []ProgramCard
	for _, program := range programs {
		out = append(out, p.programCard(program))
	}
	return out
}

func (p pageContext) programCard(program *site.Program) ProgramCard {
	return ProgramCard{
		Title: p.site.Name(program.Title, p.lang), Purpose: p.site.Name(program.Purpose, p.lang), URL: p.to("programs/" + string(program.ID)),
		Type: program.Type, Track: program.Track, Sensitive: program.Sensitive, Open: p.nextRegistration(program),
	}
}

// Programs renders the list of programs.
func (r *Renderer) Programs(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "programs/index")
	page, err := p.page(p.text("nav.programs"), "")
	if err != nil {
		return err
	}
	return r.theme.execute(w, lang, "programs", "base", ProgramsPage{page, p.programCards(r.site.Programs)})
}

// Program renders a program's page.
func (r *Renderer) Program(w *bytes.Buffer, lang string, program *site.Program) error {
	p := r.at(lang, "programs/"+string(program.ID))
	card := p.programCard(program)
	page, err := p.page(card.Title, card.Purpose, p.programsLink())
	if err != nil {
		return err
	}
	view := ProgramPage{
		Page: page, Program: card, Driver: program.Driver, Plan: p.planSteps(program),
		Guides: p.cards(program.Guides), Topics: p.topicLinks(program.Topics), Contact: p.contactOf(program), Joining: p.joining(),
	}
	for _, m := range program.Milestones {
		months, weeks, days := split(m.After)
		view.Milestones = append(view.Milestones, PlanMilestone{p.site.Name(m.Title, lang), m.Scope, m.Owner, program.Type, months, weeks, days})
	}
	for _, s := range program.Support {
		view.Support = append(view.Support, p.supportLink(s))
	}
	for _, c := range program.Cohorts {
		view.Cohorts = append(view.Cohorts, cohortContext{p, c}.dates())
	}
	if i := currentCohort(program, card.Open, r.site.Now); i >= 0 {
		view.Cohorts[i].Current = true
	}
	if HasPack(program) {
		view.Pack = p.to(packKey(program))
	}
	if r.site.Audience >= site.Organizers {
		view.Figures = p.figuresOf(program)
	}
	return r.theme.execute(w, lang, "program", "base", view)
}

// currentCohort is the place of the cohort that people can register for or, where
// there is none, of the one that runs, or else of the last; -1 without cohorts.
func currentCohort(program *site.Program, open *OpenPhase, now schedule.Date) int {
	if i := slices.IndexFunc(program.Cohorts, func(c *site.Cohort) bool { return open != nil && string(c.ID) == open.Cohort }); i >= 0 {
		return i
	}
	if i := slices.IndexFunc(program.Cohorts, func(c *site.Cohort) bool { return !c.Ends.Before(now) }); i >= 0 {
		return i
	}
	return len(program.Cohorts) - 1
}

func (p pageContext) supportLink(s source.Support) SupportLink {
	return SupportLink{p.site.Name(s.Title, p.lang), addressOf(s.URL, "https", "http", "mailto", "tel"), phoneNumber(s.URL)}
}

// phoneNumber returns the number of a tel: address, or "".
func phoneNumber(address string) string {
	scheme, number, _ := strings.Cut(address, ":")
	if !strings.EqualFold(scheme, "tel") {
		return ""
	}
	return number
}

func packKey(program *site.Program) string { return "programs/" + string(program.ID) + "/pack" }

// HasPack reports whether a program has a session to print.
func HasPack(program *site.Program) bool {
	return slices.ContainsFunc(program.Plan, func(item site.PlanItem) bool { return item.Template != nil })
}

// Pack renders a program's sessions as one page to print. A template that comes
// twice in the plan is printed once.
func (r *Renderer) Pack(w *bytes.Buffer, lang string, program *site.Program) error {
	p := r.at(lang, packKey(program))
	link := p.programLink(program)
	page, err := p.page(p.text("pack.title", link.Title), "", p.programsLink(), link)
	if err != nil {
		return err
	}
	view := PackPage{Page: page, Program: link, Plan: p.planSteps(program)}
	packed, sheets := map[*site.Document]string{}, map[*site.Document]int{}
	for i, item := range program.Plan {
		d := item.Template
		if d == nil {
			continue
		}
		if packed[d] == "" {
			packed[d] = fmt.Sprintf("session-%d", len(packed)+1)
			session, err := p.packedSession(packed[d], d, program)
			if err != nil {
				return err
			}
			sheets[d] = 1 + len(packed) // the first are the contents and the dates
			session.Sheet = sheets[d]
			view.Sessions = append(view.Sessions, session)
		}
		view.Plan[i].URL, view.Plan[i].Sheet = "#"+packed[d], sheets[d]
	}
	return r.theme.execute(w, lang, "pack", "base", view)
}

func (p pageContext) packedSession(id string, d *site.Document, of *site.Program) (SessionPage, error) {
	v := d.In(p.lang)
	page := Page{Lang: p.lang, Title: v.Title, Summary: v.Summary}
	if v.Lang != p.lang {
		page.TextLang = v.Lang
	}
	article, err := documentContext{p, d, v}.article()
	article.HTML = prefixIDs(article.HTML, id+"-text-")
	article.Contents = nil
	return sessionPage(page, article, id, cmp.Or(v.Session.Type, of.Type), v.Session), err
}

// prefixIDs makes the ids of a text, and what refers to them, its own. The text
// is ours: a quotation mark in it always delimits an attribute.
func prefixIDs(text template.HTML, prefix string) template.HTML {
	var out strings.Builder
	out.Grow(len(text) + len(text)/8)
	rest := string(text)
	for {
		name, value, found := strings.Cut(rest, `="`)
		out.WriteString(name)
		if !found {
			return template.HTML(out.String())
		}
		out.WriteString(`="`)
		switch rest = value; {
		case strings.HasSuffix(name, " href") && strings.HasPrefix(value, "#"):
			out.WriteString("#" + prefix)
			rest = value[1:]
		case strings.HasSuffix(name, " id"), strings.HasSuffix(name, " aria-labelledby"), strings.HasSuffix(name, " popovertarget"):
			out.WriteString(prefix)
		}
	}
}

func (p pageContext) programsLink() Link {
	return Link{Title: p.text("nav.programs"), URL: p.to("programs/index")}
}

func (p pageContext) programLink(program *site.Program) Link {
	return Link{Title: p.site.Name(program.Title, p.lang), URL: p.to("programs/" + string(program.ID))}
}

func split(o schedule.Offset) (months, weeks, days int) { return o.Months, o.Days / 7, o.Days % 7 }

func (p pageContext) planSteps(program *site.Program) []PlanStep {
	var out []PlanStep
	for i, item := range program.Plan {
		step := PlanStep{Number: i + 1}
		step.AfterMonths, step.AfterWeeks, step.AfterDays = split(item.After)
		if item.Template != nil {
			c := p.card(item.Template)
			step.Title, step.URL, step.Summary, step.Minutes = c.Title, c.URL, c.Summary, c.Minutes
		}
		out = append(out, step)
	}
	return out
}
