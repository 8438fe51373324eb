package render

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// registrationForm is the form whose questions a mail asks where a program has no
// other way to register; privacyPage tells who sees the answers.
const registrationForm, privacyPage = "forms/registration", "privacy"

// nextRegistration is the registration that is open or opens next.
func (p pageContext) nextRegistration(program *site.Program) *OpenPhase {
	var next *OpenPhase
	for _, c := range program.Cohorts {
		phase := p.registration(c)
		if phase != nil && phase.State != "over" && (next == nil || phase.Opens.Before(next.Opens)) {
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
	phase := &OpenPhase{Cohort: string(c.ID), Opens: r.Opens, Closes: r.Closes, Starts: c.Starts, State: stateOn(p.site.Now, r.Opens, r.Closes)}
	switch {
	case r.URL != "":
		phase.URL = addressOf(r.URL, "https", "mailto")
	case p.contactOf(c.Program) != "":
		title := p.site.Name(c.Program.Title, p.lang)
		phase.URL = mailTo(p.contactOf(c.Program), p.text("join.mail.subject", title, string(c.ID)), p.registrationQuestions()...)
	}
	phase.Mail = strings.HasPrefix(string(phase.URL), "mailto:")
	return phase
}

// stateOn tells where a day lies: soon before the first, open, or over after the
// last.
func stateOn(day, first, last schedule.Date) string {
	switch {
	case day.Before(first):
		return "soon"
	case day.After(last):
		return "over"
	}
	return "open"
}

// contactOf is the mailbox for questions about a program.
func (p pageContext) contactOf(program *site.Program) string {
	return cmp.Or(program.Contact, p.site.Settings.Contact)
}

// registrationQuestions are the lines of a mail to register: what the form asks,
// where the playbook has one.
func (p pageContext) registrationQuestions() []string {
	d := p.site.Document(registrationForm)
	if d == nil || d.In(p.lang).Form == nil {
		return strings.Split(p.text("join.mail.questions"), "|")
	}
	var out []string
	for _, field := range d.In(p.lang).Form.Fields {
		label := field.Label
		if len(field.Options) > 0 {
			label += " (" + strings.Join(field.Options, " / ") + ")"
		}
		out = append(out, label)
	}
	return out
}

// mailTo is the address of a mail that is begun: its subject, and lines with room
// to answer below each (RFC 6068).
func mailTo(to, subject string, lines ...string) template.URL {
	escape := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
	address := "mailto:" + strings.ReplaceAll(escape(to), "%40", "@") + "?subject=" + escape(subject)
	if len(lines) > 0 {
		address += "&body=" + escape(strings.Join(lines, "\r\n\r\n\r\n")+"\r\n")
	}
	return template.URL(address)
}

// addressOf passes on an address of one of the schemes, in which nothing can run.
// A page with a mistake in it is shown to writers as well.
func addressOf(address string, schemes ...string) template.URL {
	scheme, _, _ := strings.Cut(strings.ToLower(address), ":")
	if !slices.Contains(schemes, scheme) {
		return ""
	}
	return template.URL(address)
}

// joining is what leads to taking part: three steps.
func (p pageContext) joining() Joining {
	var out Joining
	for _, step := range []struct {
		key  string
		link **Link
	}{{privacyPage, &out.Privacy}, {registrationForm, &out.Form}} {
		if d := p.site.Document(step.key); d != nil {
			*step.link = &Link{Title: d.In(p.lang).Title, URL: p.to(step.key)}
		}
	}
	return out
}
