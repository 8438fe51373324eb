package render

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode"

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

// nextRegistration is the registration that is open or opens next.
func (p pageContext) nextRegistration(program *site.Program) *OpenPhase {
	var next *OpenPhase
	for _, c := range program.Cohorts {
		phase := p.registration(c)
		if phase != nil && !phase.Closes.Before(p.site.Now) && (next == nil || phase.Opens.Before(next.Opens)) {
			next = phase
		}
	}
	return next
}

func (p pageContext) registration(c *site.Cohort) *OpenPhase {
	r := c.Registration
	if r == nil {
		return nil
	}
	now := p.site.Now
	return &OpenPhase{r.Opens, r.Closes, c.Starts, !now.Before(r.Opens) && !now.After(r.Closes)}
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
		Guides: p.cards(program.Guides), Topics: p.topicLinks(program.Topics), Contact: program.Contact,
	}
	for _, m := range program.Milestones {
		months, weeks, days := split(m.After)
		view.Milestones = append(view.Milestones, PlanMilestone{p.site.Name(m.Title, lang), m.Scope, m.Owner, months, weeks, days})
	}
	for _, s := range program.Support {
		view.Support = append(view.Support, SupportLink{p.site.Name(s.Title, lang), supportURL(s.URL)})
	}
	for _, c := range program.Cohorts {
		view.Cohorts = append(view.Cohorts, p.cohortDates(c))
	}
	if HasPack(program) {
		view.Pack = p.to(packKey(program))
	}
	if r.site.Audience >= site.Organizers {
		view.Figures = p.figuresOf(program)
	}
	return r.theme.execute(w, lang, "program", "base", view)
}

// supportURL passes on an address of a kind that nothing can run in. A page with
// a mistake in it is shown to writers as well.
func supportURL(address string) template.URL {
	scheme, _, _ := strings.Cut(strings.ToLower(address), ":")
	if !slices.Contains([]string{"https", "http", "mailto", "tel"}, scheme) {
		return ""
	}
	return template.URL(address)
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
	packed := map[*site.Document]string{}
	for i, item := range program.Plan {
		d := item.Template
		if d == nil {
			continue
		}
		if packed[d] == "" {
			packed[d] = fmt.Sprintf("session-%d", len(packed)+1)
			session, err := p.packedSession(packed[d], d)
			if err != nil {
				return err
			}
			view.Sessions = append(view.Sessions, session)
		}
		view.Plan[i].URL = "#" + packed[d]
	}
	return r.theme.execute(w, lang, "pack", "base", view)
}

func (p pageContext) packedSession(id string, d *site.Document) (SessionPage, error) {
	v := d.In(p.lang)
	page := Page{Lang: p.lang, Title: v.Title, Summary: v.Summary}
	if v.Lang != p.lang {
		page.TextLang = v.Lang
	}
	article, err := documentContext{p, d, v}.article()
	article.HTML = prefixIDs(article.HTML, id+"-text-")
	article.Contents = nil
	return sessionPage(page, article, id, v.Session), err
}

// prefixIDs makes the ids of a text, and what refers to them, its own. The text
// is ours: a quotation mark in it always delimits an attribute.
func prefixIDs(text template.HTML, prefix string) template.HTML {
	return template.HTML(strings.NewReplacer(
		` id="`, ` id="`+prefix, ` href="#`, ` href="#`+prefix, ` aria-labelledby="`, ` aria-labelledby="`+prefix,
		` popovertarget="`, ` popovertarget="`+prefix,
	).Replace(string(text)))
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

func (p pageContext) cohortDates(c *site.Cohort) CohortDates {
	out := CohortDates{
		Name: string(c.ID), Starts: c.Starts, Ends: c.Ends, Registration: p.registration(c),
		Sessions: p.datedSessions(c, c.Sessions), Milestones: p.datedMilestones(c, "pair", "program"),
	}
	if p.site.Audience >= site.Organizers {
		out.URL = p.to(cohortKey(c))
	}
	for _, closing := range c.ClosedDates {
		out.Closed = append(out.Closed, ClosedDays{closing.From, closing.To, p.site.Name(closing.Title, p.lang)})
	}
	for _, pairing := range c.Pairings {
		out.Pairs = append(out.Pairs, p.pairLink(pairing))
	}
	out.Timeline = p.timeline(out)
	return out
}

func cohortKey(c *site.Cohort) string { return "programs/" + string(c.Program.ID) + "/" + string(c.ID) }

func pairKey(pairing *site.Pairing) string {
	return "programs/" + string(pairing.Cohort.Program.ID) + "/pairs/" + string(pairing.ID)
}

func (p pageContext) pairLink(pairing *site.Pairing) PairLink {
	return PairLink{
		string(pairing.ID), pairing.Mentor.Name, pairing.Mentee.Name, p.to(pairKey(pairing)),
		p.topicLinks(pairing.Topics), pairing.Status,
	}
}

// datedMilestones lists the milestones of some scopes by their day.
func (p pageContext) datedMilestones(c *site.Cohort, scopes ...string) []DatedMilestone {
	var out []DatedMilestone
	for _, m := range c.Milestones {
		if slices.Contains(scopes, m.Scope) {
			out = append(out, DatedMilestone{p.site.Name(m.Title, p.lang), m.Scope, m.Owner, m.Due.Date})
		}
	}
	slices.SortStableFunc(out, func(a, b DatedMilestone) int { return a.Date.Compare(b.Date) })
	return out
}

// datedSessions describes sessions, one for each item of the cohort's plan.
func (p pageContext) datedSessions(c *site.Cohort, sessions []schedule.Session) []DatedSession {
	steps := p.planSteps(c.Program)
	out := make([]DatedSession, len(sessions))
	for i, s := range sessions {
		d := DatedSession{
			Number: i + 1, Title: steps[i].Title, URL: steps[i].URL,
			Date: s.Date, Minutes: s.Minutes, Status: s.Status.String(), Mode: s.Mode,
		}
		if steps[i].Title == "" {
			d.Minutes = 0
		}
		if !s.AllDay {
			d.Time = s.Start.Format("15:04")
			if steps[i].Title != "" { // the length of what is hidden is hidden too
				d.Time += "–" + s.End.Format("15:04")
			}
			d.Zone = zoneName(s)
		}
		d.MovedFrom, d.MovedFor = p.movedFrom(c, s)
		out[i] = d
	}
	return out
}

// movedFrom says which closed day a session had to leave. The weekday of a
// pair's slot moves most sessions by a few days, and is no news.
func (p pageContext) movedFrom(c *site.Cohort, s schedule.Session) (from schedule.Date, name string) {
	if s.Fixed {
		return schedule.Date{}, ""
	}
	for _, move := range s.Moves {
		switch {
		case move.Reason == schedule.ClosedDay:
			return move.From, p.site.Name(c.ClosedDates[move.Closed].Title, p.lang)
		case move.Reason == schedule.Weekend && from.IsZero():
			from = move.From
		}
	}
	return from, ""
}

// zoneName is what people call a time zone, WIB, or else its IANA name.
func zoneName(s schedule.Session) string {
	name, _ := s.Start.Zone()
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return s.Start.Location().String()
	}
	return name
}

// Cohort renders the organizers' page of a cohort.
func (r *Renderer) Cohort(w *bytes.Buffer, lang string, c *site.Cohort) error {
	p := r.at(lang, cohortKey(c))
	program := p.programLink(c.Program)
	page, err := p.page(p.text("cohort.title", string(c.ID)), program.Title, p.programsLink(), program)
	if err != nil {
		return err
	}
	view := CohortPage{Page: page, Program: program, Cohort: p.cohortDates(c), Figures: p.figuresOf(c.Program)}
	for _, pairing := range c.Pairings {
		view.Pairs = append(view.Pairs, PairPlan{p.pairLink(pairing), p.datedSessions(c, pairing.Sessions)})
	}
	if HasCohortCalendar(c) {
		view.Calendar = p.file(CohortCalendarPath(c))
	}
	return r.theme.execute(w, lang, "cohort", "base", view)
}

// Pair renders the page of a pair.
func (r *Renderer) Pair(w *bytes.Buffer, lang string, pairing *site.Pairing) error {
	p := r.at(lang, pairKey(pairing))
	program := p.programLink(pairing.Cohort.Program)
	mentor, mentee := p.person(pairing.Mentor), p.person(pairing.Mentee)
	page, err := p.page(fmt.Sprintf("%s – %s", mentor.Name, mentee.Name), program.Title, p.programsLink(), program)
	if err != nil {
		return err
	}
	if pairing.Cohort.Program.Sensitive {
		page.Notices = append(page.Notices, Notice{Kind: "sensitive"})
	}
	view := PairPage{
		Page: page, Program: program, Cohort: p.cohortDates(pairing.Cohort), ID: string(pairing.ID),
		Mentor: mentor, Mentee: mentee, Topics: p.topicLinks(pairing.Topics), Driver: pairing.Driver,
		Zone: pairing.Zone.String(), Status: pairing.Status,
		Sessions: p.datedSessions(pairing.Cohort, pairing.Sessions), Milestones: p.datedMilestones(pairing.Cohort, "pair"),
		Private: pairing.Cohort.Program.Sensitive,
	}
	p.addTranslations(view.Sessions, pairing)
	if slot := pairing.Slot; slot != nil {
		view.Slot = fmt.Sprintf("%s, %02d:%02d", p.words().Weekdays[slot.Day], slot.Time.Hour, slot.Time.Minute)
	}
	if HasCalendar(pairing) {
		view.Calendar = p.file(PairCalendarPath(pairing))
	}
	return r.theme.execute(w, lang, "pair", "base", view)
}

// addTranslations leads each of a pair to the templates in the language they
// named first.
func (p pageContext) addTranslations(sessions []DatedSession, pairing *site.Pairing) {
	var languages []string
	for _, person := range []*site.Person{pairing.Mentor, pairing.Mentee} {
		i := slices.IndexFunc(person.Languages, func(lang string) bool { return slices.Contains(p.site.Languages, lang) })
		if i >= 0 && person.Languages[i] != p.lang && !slices.Contains(languages, person.Languages[i]) {
			languages = append(languages, person.Languages[i])
		}
	}
	for i := range sessions {
		template := pairing.Cohort.Program.Plan[i].Template
		for _, lang := range languages {
			if template != nil && template.Written(lang) != nil {
				sessions[i].Translations = append(sessions[i].Translations, Translation{
					lang, template.Written(lang).Title, p.file(p.site.Path(lang, template.Key)),
				})
			}
		}
	}
}

func (p pageContext) person(person *site.Person) Person {
	out := Person{
		Name: person.Name, Salutation: person.Salutation, Unit: p.site.Name(person.Unit, p.lang), Site: person.Site, Email: person.Email,
	}
	for _, code := range person.Languages {
		out.Languages = append(out.Languages, languageName(code))
	}
	topic := func(id source.ID) Link {
		if t := p.site.Topic(id); t != nil {
			return p.topicLinks([]*site.Topic{t})[0]
		}
		return Link{Title: string(id)}
	}
	for _, o := range person.Offers {
		out.Offers = append(out.Offers, topic(o.Topic))
	}
	for _, want := range person.Wants {
		out.Wants = append(out.Wants, topic(want.Topic))
	}
	return out
}
