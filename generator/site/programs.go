package site

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

func (a *assembler) validateSite() {
	s := &a.config.Site
	a.checkMailbox(s.Node, "contact", s.Contact)
	if s.BaseURL != "" && !webAddress(s.BaseURL) {
		a.list.Errorf(s.At("base_url"), "bad-url", "write a whole address such as https://portal.example/", "%q is not a web address", s.BaseURL)
	}
	people := a.config.People
	a.checkList(people.Missing, people.Private, people.Span(), people.Path)
}

// checkList reports a list whose file is not there. Only a private one may be
// missing, and only where nothing of it is shown.
func (a *assembler) checkList(missing, private bool, span diag.Span, path string) {
	switch {
	case missing && private && a.options.Audience > Public:
		a.list.Errorf(span, "missing-file", "name the folder that holds it with --private DIR, or correct the path", "there is no %q in the private folder", path)
	case missing && !private:
		a.list.Errorf(span, "missing-file", "write it, or correct the path", "there is no file %q", path)
	}
}

func (a *assembler) checkMailbox(n source.Node, key, address string) {
	if address == "" {
		return
	}
	name, host, ok := strings.Cut(address, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || strings.ContainsAny(address, " <>\"'") {
		a.list.Errorf(n.At(key), "bad-email", "write it as name@organisation.example", "%q is not an e-mail address", address)
	}
}

func (a *assembler) validatePeople() {
	for i := range a.config.People.Items {
		p := &a.config.People.Items[i]
		a.checkMailbox(p.Node, "email", p.Email)
		for j, offer := range p.Offers {
			refers(a, p.At("offers", j, "topic"), "topic", offer.Topic, a.topics)
		}
		for j, want := range p.Wants {
			refers(a, p.At("wants", j, "topic"), "topic", want.Topic, a.topics)
		}
		if p.Manager != "" {
			refers(a, p.At("manager"), "person", p.Manager, a.people)
			if p.Manager == p.ID {
				a.list.Errorf(p.At("manager"), "own-manager", "write the id of the manager, or leave it out", "%q is their own manager", p.ID)
			}
		}
		for j, id := range p.Avoid {
			refers(a, p.At("avoid", j), "person", id, a.people)
		}
		for j, id := range p.Prefer {
			refers(a, p.At("prefer", j), "person", id, a.people)
		}
	}
}

func (a *assembler) validateProgram(p *source.Program) {
	a.checkMailbox(p.Node, "contact", p.Contact)
	for i, slug := range p.Guides {
		if slug != "" && !a.known("guides/"+string(slug)) {
			a.list.Errorf(p.At("guides", i), "unknown-guide", diag.DidYouMean(string(slug), a.namesBelow("guides/"), "write the file name of a guide, without .md"), "there is no guide %q", slug)
		}
	}
	for _, s := range p.Support {
		if s.URL != "" && !supportAddress(s.URL) {
			a.list.Errorf(s.At("url"), "bad-url", "write an address that starts with https://, mailto: or tel:", "%q is not an address", s.URL)
		}
	}
	if isSensitive(p) {
		a.validateSensitive(p)
	}
	a.validatePlan(p)
	indexed(a, p.Milestones, "milestone", func(m *source.Milestone) (source.ID, diag.Span) { return m.ID, m.At("id") })
	indexed(a, p.Cohorts, "cohort", func(c *source.Cohort) (source.ID, diag.Span) { return c.ID, c.At("id") })
	for i := range p.Cohorts {
		a.validateCohort(p, &p.Cohorts[i])
	}
}

func supportAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (webAddress(s) || (u.Scheme == "mailto" || u.Scheme == "tel") && u.Opaque != "")
}

// validateSensitive holds a sensitive program to what sensitive means.
func (a *assembler) validateSensitive(p *source.Program) {
	if len(p.Support) == 0 {
		a.list.Errorf(p.At("id"), "missing-support", "add support: with a title and a url, for wellbeing and for speaking up", "the sensitive program %q names no support", p.ID)
	}
	if p.Sensitivity == "normal" {
		a.list.Warnf(p.Key("sensitivity"), "forced-setting", "remove the line", "a diversity program is always sensitive")
	}
	if p.PairsVisible == "cohort" {
		a.list.Warnf(p.Key("pairs_visible"), "forced-setting", "write pairs_visible: pair, or remove the line", "in a sensitive program only the pair itself sees its page")
	}
}

func (a *assembler) validatePlan(p *source.Program) {
	indexed(a, p.Plan, "session", func(s *source.PlanItem) (source.ID, diag.Span) { return s.ID, s.At("id") })
	for _, item := range p.Plan {
		d := a.documents["sessions/"+string(item.Session)]
		switch {
		case item.Session == "" || d == nil && a.known("sessions/"+string(item.Session)):
		case d == nil:
			a.list.Errorf(item.At("session"), "unknown-session", diag.DidYouMean(string(item.Session), a.namesBelow("sessions/"), "write the file name of a session template, without .md"), "there is no session template %q", item.Session)
		case d.original.Draft && !a.options.Drafts:
			a.list.Errorf(item.At("session"), "link-to-draft", "publish the template, or take it out of the plan for now", "the session template %q is a draft", item.Session)
		}
	}
}

// longestCohort, in days, is far beyond any program: a year was mistyped, and a
// page with a line for every week would go on for centuries.
const longestCohort = 10 * 365

func (a *assembler) validateCohort(p *source.Program, c *source.Cohort) {
	a.checkList(c.Pairings.Missing, c.Pairings.Private, c.Pairings.Span(), c.Pairings.Path)
	if !a.config.Sound {
		return
	}
	if c.Ends.Before(c.Starts) {
		a.list.Errorf(c.Key("ends"), "date-order", "", "the cohort ends before it starts")
		return
	}
	if days := c.Ends.DaysSince(c.Starts); days > longestCohort {
		a.list.Errorf(c.Key("ends"), "long-cohort", "check the years", "the cohort takes %d years, from %s to %s", days/365, c.Starts, c.Ends)
		return
	}
	if r := c.Registration; r != nil && r.Closes.Before(r.Opens) {
		a.list.Errorf(r.Key("closes"), "date-order", "", "registration closes before it opens")
	}
	for _, closing := range c.ClosedDates {
		if closing.To.Before(closing.From) {
			a.list.Errorf(closing.Key("to"), "date-order", "", "these closed days end before they start")
			return
		}
	}
	calendar := calendarOf(c)
	sessions := schedule.Plan(calendar, a.planItems(p), schedule.Pair{})
	a.planProblems[c] = schedule.Check(calendar, schedule.Pair{}, sessions)
	for _, problem := range a.planProblems[c] {
		i := slices.IndexFunc(p.Plan, func(item source.PlanItem) bool { return string(item.ID) == problem.ID })
		at := p.Plan[i].Key("at")
		switch problem.Kind {
		case schedule.OutsideCohort:
			a.list.Errorf(at, "outside-cohort", fmt.Sprintf("move it earlier, or let the cohort %s end later", c.ID), "session %s falls on %s, but the cohort %s runs from %s to %s", problem.ID, sessions[i].Date, c.ID, c.Starts, c.Ends)
		case schedule.NoOpenDay:
			a.list.Errorf(at, "no-open-day", "check the closed_dates of the cohort", "there is no open day for session %s within a year", problem.ID)
		case schedule.OutOfOrder:
			a.list.Warnf(at, "session-order", "put the plan in the order of its dates", "session %s comes before %s, which precedes it in the plan", problem.ID, problem.Other)
		case schedule.SameTime:
			a.list.Warnf(at, "same-day", "leave more time between them", "sessions %s and %s fall on the same day in the cohort %s", problem.Other, problem.ID, c.ID)
		}
	}
}
