package render

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

func pairKey(pairing *site.Pairing) string {
	return "programs/" + string(pairing.Cohort.Program.ID) + "/pairs/" + string(pairing.ID)
}

func (p pageContext) pairLink(pairing *site.Pairing) PairLink {
	return PairLink{
		string(pairing.ID), pairing.Mentor.Name, pairing.Mentee.Name, p.to(pairKey(pairing)),
		p.topicLinks(pairing.Topics), pairing.Status,
	}
}

// Pair renders the page of a pair.
func (r *Renderer) Pair(w *bytes.Buffer, lang string, pairing *site.Pairing) error {
	p := cohortContext{r.at(lang, pairKey(pairing)), pairing.Cohort}
	program := p.programLink(pairing.Cohort.Program)
	mentor, mentee := p.person(pairing.Mentor), p.person(pairing.Mentee)
	page, err := p.page(fmt.Sprintf("%s – %s", mentor.Name, mentee.Name), program.Title, p.programsLink(), program)
	if err != nil {
		return err
	}
	page.KeepUntil = pairing.Cohort.Ends
	if pairing.Cohort.Program.Sensitive {
		page.Notices = append(page.Notices, Notice{Kind: "sensitive"})
	}
	view := PairPage{
		Page: page, Program: program, Type: pairing.Cohort.Program.Type, Cohort: p.dates(), ID: string(pairing.ID),
		Mentor: mentor, Mentee: mentee, Topics: p.topicLinks(pairing.Topics), Driver: pairing.Driver,
		Zone: pairing.Zone.String(), Status: pairing.Status,
		Sessions: p.sessions(pairing.Sessions), Milestones: p.milestones("pair"),
		Private: pairing.Cohort.Program.Sensitive,
	}
	p.addTranslations(view.Sessions, pairing)
	p.addActions(view.Sessions, pairing)
	if slot := pairing.Slot; slot != nil {
		view.Slot = fmt.Sprintf("%s, %02d:%02d", p.words().Weekday(slot.Day), slot.Time.Hour, slot.Time.Minute)
	}
	if HasCalendar(pairing) {
		view.Calendar = p.file(PairCalendarPath(pairing))
	}
	return r.theme.execute(w, lang, "pair", "base", view)
}

// addActions adds what a pair can do with its sessions, and tells which comes next.
func (p cohortContext) addActions(sessions []DatedSession, pairing *site.Pairing) {
	next := false
	for i := range sessions {
		s := &sessions[i]
		s.Past = s.Date.Before(p.site.Now) || s.Status == "done"
		s.Next = !next && !s.Past && s.Status != "cancelled"
		next = next || s.Next
		s.Move = p.moveMail(*s)
		d := pairing.Cohort.Program.Plan[s.Number-1].Template
		if s.Past || d == nil {
			continue
		}
		v := d.In(p.lang)
		if v.Lang != p.lang {
			s.PrepLang = v.Lang
		}
		if prep := v.Session.Prep; prep != nil {
			s.Prep = PrepByRole{prep.Mentor, prep.Mentee}
		}
		s.Run = p.toFragment(d.Key, "run")
	}
}

// moveMail begins a mail that asks to move a session. It names the day only: what
// a session is about is nobody's business who sees a mailbox.
func (p pageContext) moveMail(s DatedSession) template.URL {
	day := p.words().date(s.Date)
	return mailTo("", p.text("pair.move.subject", day), strings.Split(p.text("pair.move.body", day), "|")...)
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
		template := pairing.Cohort.Program.Plan[sessions[i].Number-1].Template
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
		Name: person.Name, Unit: p.site.Name(person.Unit, p.lang), Site: person.Site, Email: person.Email,
	}
	if !namesSomebody(person.Salutation, person.Name) {
		out.Salutation = person.Salutation
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
