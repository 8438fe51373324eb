package render

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/markdown"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Addressee is who reads a letter, and what it is about.
type Addressee struct {
	Name, Salutation string
	Role             string // mentor or mentee; empty where no pair is meant
	Lang             string
	Cohort           *site.Cohort
	Pairing          *site.Pairing     // nil where no pair is meant
	Session          *schedule.Session // nil where no session is meant
	AnswerBy         schedule.Date
	Deleted          schedule.Date // when the cohort's people are taken off the lists
}

// FilledLetter is a letter, filled in.
type FilledLetter struct {
	Subject string
	HTML    template.HTML // paragraphs, lists and links with whole addresses
	Chat    string        // the same in a few lines; may be empty
}

// Letter fills in a letter for somebody. The text is one that organizers have;
// everything else comes from the renderer's site, which holds what its reader may
// see. A link without a whole address, for want of a base URL, is its text.
func (r *Renderer) Letter(text *site.Version, to Addressee) FilledLetter {
	l := letterContext{pageContext: r.context(to.Lang, "", ""), to: to}
	l.values = l.cohortValues()
	if to.Pairing != nil {
		l.addPair()
	}
	if to.Session != nil {
		l.addSession()
	}
	var body bytes.Buffer
	l.write(&body, text)
	plain := func(name string) string { return l.values[name].text }
	return FilledLetter{
		Subject: source.FillIn(text.Letter.Subject, plain),
		Chat:    source.FillIn(text.Letter.Chat, plain),
		HTML:    template.HTML(source.FillIn(body.String(), l.fillHTML)),
	}
}

// letterContext is the letter that is being filled in.
type letterContext struct {
	pageContext
	to     Addressee
	values map[string]letterValue
}

// letterValue is what stands in the place of a placeholder.
type letterValue struct {
	text string
	url  string // that the text leads to; empty for none
}

func (l letterContext) fillHTML(name string) string {
	v := l.values[html.UnescapeString(name)]
	text := html.EscapeString(v.text)
	if v.url == "" {
		return text
	}
	return `<a href="` + html.EscapeString(v.url) + `">` + text + "</a>"
}

// page is a page of the portal, by its whole address.
func (l letterContext) page(key, title string) letterValue {
	url := absolute(l.site, l.site.Path(l.lang, key))
	if url == "" {
		return letterValue{text: title}
	}
	return letterValue{url, url}
}

func mailbox(address string) letterValue {
	if address == "" {
		return letterValue{}
	}
	return letterValue{address, "mailto:" + address}
}

// date says a day with its weekday: somebody reads it and opens a calendar.
func (l letterContext) date(d schedule.Date) letterValue {
	if d.IsZero() {
		return letterValue{}
	}
	return letterValue{text: l.words().must("date.weekday", l.words().Weekday(d.Weekday()), l.words().date(d))}
}

func (l letterContext) cohortValues() map[string]letterValue {
	c := l.to.Cohort
	p, s := c.Program, l.site.Settings
	contact := p.Contact
	if contact == "" {
		contact = s.Contact
	}
	title := l.site.Name(p.Title, l.lang)
	out := map[string]letterValue{
		"person.name": {text: l.to.Name}, "person.salutation": {text: addressed(l.to.Salutation, l.to.Name)},
		"program.title": {text: title}, "program.purpose": {text: l.site.Name(p.Purpose, l.lang)},
		"program.contact": mailbox(contact), "program.link": l.page("programs/"+string(p.ID), title), "program.support": {text: l.support()},
		"cohort.starts": l.date(c.Starts), "cohort.ends": l.date(c.Ends), "cohort.deleted": l.date(l.to.Deleted),
		"cohort.register": mailbox(contact),
		"site.title":      {text: l.site.Name(s.Title, l.lang)}, "site.organisation": {text: s.Organisation}, "site.contact": mailbox(s.Contact),
		"site.link":   l.page("index", l.site.Name(s.Title, l.lang)),
		"letter.date": l.date(l.site.Now), "letter.answer-by": l.date(l.to.AnswerBy),
	}
	if r := c.Registration; r != nil {
		out["cohort.opens"], out["cohort.closes"] = l.date(r.Opens), l.date(r.Closes)
	}
	return out
}

// addressed is how to address somebody: a form of address goes before the name,
// unless it has a part of the name in it, as "Ibu Sari" has.
func addressed(salutation, name string) string {
	switch {
	case salutation == "":
		return name
	case namesSomebody(salutation, name):
		return salutation
	}
	return salutation + " " + name
}

func namesSomebody(salutation, name string) bool {
	parts := strings.Fields(name)
	return slices.ContainsFunc(strings.Fields(salutation), func(word string) bool { return slices.Contains(parts, word) })
}

// support lists who supports people of the program, with addresses.
func (l letterContext) support() string {
	var out []string
	for _, s := range l.to.Cohort.Program.Support {
		out = append(out, fmt.Sprintf("%s (%s)", l.site.Name(s.Title, l.lang), s.URL))
	}
	return strings.Join(out, "; ")
}

func (l letterContext) addPair() {
	r := l.to.Pairing
	partner := r.Mentee
	if l.to.Role == "mentee" {
		partner = r.Mentor
	}
	for _, side := range []struct {
		name   string
		person *site.Person
	}{{"mentor", r.Mentor}, {"mentee", r.Mentee}, {"partner", partner}} {
		l.values[side.name+".name"] = letterValue{text: side.person.Name}
		l.values[side.name+".salutation"] = letterValue{text: addressed(side.person.Salutation, side.person.Name)}
		l.values[side.name+".unit"] = letterValue{text: l.site.Name(side.person.Unit, l.lang)}
	}
	if l.to.Role != "" {
		l.values["person.role"] = letterValue{text: l.typed(r.Cohort.Program.Type, "role."+l.to.Role)}
	}
	var topics []string
	for _, t := range r.Topics {
		topics = append(topics, l.site.Name(t.Name, l.lang))
	}
	l.values["pair.topics"] = letterValue{text: l.list(topics)}
	l.values["pair.driver"] = letterValue{text: l.typed(r.Cohort.Program.Type, "driver."+r.Driver)}
	l.values["pair.link"] = l.page(pairKey(r), l.text("pair.sessions"))
}

func (l letterContext) addSession() {
	s := cohortContext{l.pageContext, l.to.Cohort}.sessions([]schedule.Session{*l.to.Session})[0]
	l.values["session.title"] = letterValue{text: s.Title}
	l.values["session.date"] = l.date(s.Date)
	l.values["session.time"] = letterValue{text: strings.TrimSpace(s.Time + " " + s.Zone)}
	l.values["session.when"] = l.values["session.date"]
	if s.Time != "" {
		l.values["session.when"] = letterValue{text: l.text("letter.when", l.values["session.date"].text, l.values["session.time"].text)}
	}
	l.values["session.minutes"] = letterValue{text: strconv.Itoa(s.Minutes)}
	if t := l.to.Cohort.Program.Plan[s.Number-1].Template; t != nil {
		l.values["session.link"] = l.page(t.Key, s.Title)
	}
}

// write writes the text of a letter: what mail programs show, and no more.
func (l letterContext) write(w *bytes.Buffer, v *site.Version) {
	i := 0
	v.Body.Write(w, func(w *bytes.Buffer, slot markdown.Slot) (end string) {
		target := v.Targets[i]
		i++
		switch slot.Kind {
		case markdown.Link:
			return l.openLink(w, target)
		case markdown.Image:
			w.WriteString(html.EscapeString(slot.Alt))
		case markdown.Include:
			if target.Snippet != nil {
				l.write(w, target.Snippet)
			}
		case markdown.String:
			w.WriteString(html.EscapeString(l.text(slot.Dest)))
		}
		return ""
	})
}

func (l letterContext) openLink(w *bytes.Buffer, target site.Target) string {
	lang, url := l.lang, ""
	if target.Lang != "" {
		lang = target.Lang
	}
	switch {
	case target.Asset != nil:
		url = absolute(l.site, site.AssetPath(target.Asset))
	case target.Term == nil && target.Key != "":
		url = absolute(l.site, l.site.Path(lang, target.Key))
		if url != "" && target.Fragment != "" {
			url += "#" + target.Fragment
		}
	}
	if url == "" {
		return ""
	}
	attribute(w, "<a href", url)
	w.WriteByte('>')
	return "</a>"
}
