package site

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

func (c *checker) validateSite() {
	s := &c.config.Site
	c.checkMailbox(s.Node, "contact", s.Contact)
	if s.BaseURL != "" && !webAddress(s.BaseURL) {
		c.list.Errorf(s.At("base_url"), "bad-url", "write a whole address such as https://portal.example/", "%q is not a web address", s.BaseURL)
	}
	for _, link := range s.Links {
		c.checkAddress(link)
	}
	c.validateNav()
	for i, origin := range s.Frame {
		if !isOrigin(origin) {
			c.list.Errorf(s.At("frame", i), "bad-url", "write the beginning of its addresses, such as https://intranet.example", "%q is not the address of a host", origin)
		}
	}
	c.checkBrand("logo", s.Logo, source.IsPicture)
	c.checkBrand("icon", s.Icon, func(name string) bool { return source.IsPicture(name) || path.Ext(name) == ".ico" })
	people := c.config.People
	c.checkList(people.Missing && !people.Private, people.Span(), people.Path)
}

// isOrigin reports whether an address says which host, and nothing else. A star may
// stand for its first part.
func isOrigin(address string) bool {
	scheme, host, _ := strings.Cut(address, "://")
	return (scheme == "https" || scheme == "http") && host != "" && !strings.ContainsFunc(strings.TrimPrefix(host, "*."), func(r rune) bool {
		return !strings.ContainsRune("-.:", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
}

// checkList reports a list of the project whose file is not there. What a private
// one that is missing means depends on the build: see missingLists.
func (c *checker) checkList(missing bool, span diag.Span, path string) {
	if missing {
		c.list.Errorf(span, "missing-file", "write it, or correct the path", "there is no file %q", path)
	}
}

func (c *checker) checkMailbox(n source.Node, key, address string) {
	if address != "" && !source.IsMailbox(address) {
		c.list.Errorf(n.At(key), "bad-email", "write it as name@organisation.example", "%q is not an e-mail address", address)
	}
}

func (c *checker) validatePeople() {
	for i := range c.config.People.Items {
		p := &c.config.People.Items[i]
		c.checkMailbox(p.Node, "email", p.Email)
		for j, offer := range p.Offers {
			refers(c, p.At("offers", j, "topic"), "topic", offer.Topic, c.topics, inConfig)
		}
		for j, want := range p.Wants {
			refers(c, p.At("wants", j, "topic"), "topic", want.Topic, c.topics, inConfig)
		}
		if p.Manager != "" {
			refers(c, p.At("manager"), "person", p.Manager, c.people, inConfig)
			if p.Manager == p.ID {
				c.list.Errorf(p.At("manager"), "own-manager", "write the id of the manager, or leave it out", "%q is their own manager", p.ID)
			}
		}
		for j, id := range p.Avoid {
			refers(c, p.At("avoid", j), "person", id, c.people, inConfig)
		}
		for j, free := range p.Available {
			if c.config.Sound && free.To.Hour*60+free.To.Minute <= free.From.Hour*60+free.From.Minute {
				c.list.Errorf(p.At("availability", j, "to"), "date-order", "write a later time; what goes on after midnight is a second entry, of the next day", "this time ends before it begins")
			}
		}
		for j, id := range p.Prefer {
			refers(c, p.At("prefer", j), "person", id, c.people, inConfig)
		}
	}
}

func (c *checker) validateProgram(p *source.Program) {
	c.checkMailbox(p.Node, "contact", p.Contact)
	for i, slug := range p.Guides {
		if slug != "" && !c.known("guides/"+string(slug)) {
			c.list.Errorf(p.At("guides", i), "unknown-guide", diag.DidYouMeanName(string(slug), c.namesBelow("guides/"), "write the file name of a guide, without .md"), "there is no guide %q", slug)
		}
	}
	for _, s := range p.Support {
		c.checkAddress(s)
	}
	if isSensitive(p) {
		c.validateSensitive(p)
	}
	c.validatePlan(p)
	byID(&c.list, p.Milestones, "milestone", func(m *source.Milestone) (source.ID, diag.Span) { return m.ID, m.At("id") })
	byID(&c.list, p.Cohorts, "cohort", func(c *source.Cohort) (source.ID, diag.Span) { return c.ID, c.At("id") })
	for i := range p.Cohorts {
		c.validateCohort(p, &p.Cohorts[i])
	}
}

func (c *checker) checkAddress(s source.Support) {
	if s.URL != "" && !supportAddress(s.URL) {
		c.list.Errorf(s.At("url"), "bad-url", "write an address that starts with https://, mailto: or tel:", "%q is not an address", s.URL)
	}
}

// checkBrand follows the path of the logo or the icon. The theme's files come first;
// without a theme, nobody can tell what is missing.
func (c *checker) checkBrand(key, name string, fits func(string) bool) {
	at, asset := c.config.Site.At(key), c.brandAsset(name)
	inTheme := slices.Contains(c.options.ThemeAssets, name)
	switch {
	case name == "":
	case asset == nil && !inTheme && c.options.ThemeAssets == nil:
	case asset == nil && !inTheme:
		known := append(slices.Sorted(maps.Keys(c.assets)), c.options.ThemeAssets...)
		c.list.Errorf(at, "unknown-brand-file", diag.DidYouMean(name, known, "put it into themes/NAME/assets/, or write its path below content/"), "there is no file %q in the theme or in content/", name)
	case !fits(name):
		c.list.Errorf(at, "unknown-brand-file", "use a picture, such as logo.svg or logo.png", "%q is not a picture", name)
	}
	if asset != nil {
		c.refer(asset, func() diag.Span { return at })
	}
}

// brandAsset is the file below content/ that is the logo or the icon; nil where the
// theme has it.
func (x *index) brandAsset(name string) *source.Asset {
	if name == "" || slices.Contains(x.options.ThemeAssets, name) {
		return nil
	}
	return x.assets[written(name)]
}

func supportAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (webAddress(s) || (u.Scheme == "mailto" || u.Scheme == "tel") && u.Opaque != "")
}

// validateSensitive holds a sensitive program to what sensitive means.
func (c *checker) validateSensitive(p *source.Program) {
	if len(p.Support) == 0 {
		c.list.Errorf(p.At("id"), "missing-support", "add support: with a title and a url, for wellbeing and for speaking up", "the sensitive program %q names no support", p.ID)
	}
	if p.Sensitivity == "normal" {
		c.list.Warnf(p.Key("sensitivity"), "forced-setting", "remove the line", "a diversity program is always sensitive")
	}
	if p.PairsVisible == "cohort" {
		c.list.Warnf(p.Key("pairs_visible"), "forced-setting", "write pairs_visible: pair, or remove the line", "in a sensitive program only the pair itself sees its page")
	}
}

func (c *checker) validatePlan(p *source.Program) {
	byID(&c.list, p.Plan, "session", func(s *source.PlanItem) (source.ID, diag.Span) { return s.ID, s.At("id") })
	for _, item := range p.Plan {
		d := c.documents["sessions/"+string(item.Session)]
		switch {
		case item.Session == "" || d == nil && c.known("sessions/"+string(item.Session)):
		case d == nil:
			c.list.Errorf(item.At("session"), "unknown-session", diag.DidYouMeanName(string(item.Session), c.planned(), "write the file name of a session template, without .md"), "there is no session template %q", item.Session)
		case d.original.Draft && !c.options.Drafts:
			c.list.Errorf(item.At("session"), "link-to-draft", "publish the template, or take it out of the plan for now", "the session template %q is a draft", item.Session)
		case otherSenior(p, d.original.Session):
			c.list.Warnf(item.At("session"), "other-type", "copy the template under a new name, change its roles and its type, and plan the copy", "the session template %q is written for a %s program: there, the senior is the other of the two", item.Session, d.original.Session.Type)
		}
	}
}

// otherSenior reports whether a template takes the junior of a program's pair for
// the senior.
func otherSenior(p *source.Program, s *source.SessionTemplate) bool {
	return s != nil && s.Type != "" && p.Type != "" && (s.Type == "traditional") != (p.Type == "traditional")
}

// planned lists the session templates that a plan may have.
func (c *checker) planned() []string {
	return slices.DeleteFunc(c.namesBelow("sessions/"), func(name string) bool {
		d := c.documents["sessions/"+name]
		return d.original.Session == nil || d.original.Draft && !c.options.Drafts
	})
}

func (c *checker) validateRegistration(r *source.Registration) {
	if r == nil {
		return
	}
	if r.Closes.Before(r.Opens) {
		c.list.Errorf(r.Key("closes"), "date-order", fmt.Sprintf("write a day after %s, or let it open earlier", r.Opens), "registration closes before it opens")
	}
	if u, err := url.Parse(r.URL); r.URL != "" && (err != nil || !(u.Scheme == "https" && u.Host != "" || u.Scheme == "mailto" && u.Opaque != "")) {
		c.list.Errorf(r.At("url"), "bad-url", "write an address that starts with https:// or mailto:", "%q is not an address to register at", r.URL)
	}
}

func (c *checker) validateSignups(cohort *source.Cohort) {
	first := map[source.ID]*source.Signup{}
	for i := range cohort.Signups.Items {
		s := &cohort.Signups.Items[i]
		if refers(c, s.At("person"), "person", s.Person, c.people, inConfig) {
			if before := first[s.Person]; before != nil {
				c.list.Errorf(s.At("person"), "signed-up-twice", "keep one of the two; role: both says that somebody would be either", "%s signed up twice", s.Person)
				c.list.Relate(before.At("person"), "they signed up here first")
			} else {
				first[s.Person] = s
			}
		}
		for j, id := range s.Choices {
			refers(c, s.At("choices", j), "person", id, c.people, inConfig)
		}
	}
}

// longestCohort, in days, is far beyond any program: a year was mistyped, and a
// page with a line for every week would go on for centuries.
const longestCohort = 10 * 365

func (c *checker) validateCohort(p *source.Program, cohort *source.Cohort) {
	signups, pairings := &cohort.Signups, &cohort.Pairings
	c.checkList(signups.Missing && !signups.Private, signups.Span(), signups.Path)
	c.checkList(pairings.Missing && !pairings.Private, pairings.Span(), pairings.Path)
	c.validateSignups(cohort)
	c.validateThemes(cohort)
	for _, pulse := range cohort.Pulses {
		c.validatePulse(pulse)
	}
	if !c.config.Sound {
		return
	}
	if cohort.Ends.Before(cohort.Starts) {
		c.list.Errorf(cohort.Key("ends"), "date-order", fmt.Sprintf("write a day after %s, or another start", cohort.Starts), "the cohort ends before it starts")
		return
	}
	if days := cohort.Ends.DaysSince(cohort.Starts); days > longestCohort {
		c.list.Errorf(cohort.Key("ends"), "long-cohort", "check the years", "the cohort takes %d years, from %s to %s", days/365, cohort.Starts, cohort.Ends)
		return
	}
	c.validateRegistration(cohort.Registration)
	for _, closing := range cohort.ClosedDates {
		if closing.To.Before(closing.From) {
			c.list.Errorf(closing.Key("to"), "date-order", "write the first day as from: and the last one as to:", "these closed days end before they start")
			return
		}
	}
	calendar := calendarOf(cohort)
	sessions := schedule.Plan(calendar, c.planItems(p), schedule.Pair{})
	c.planProblems[cohort] = schedule.Check(calendar, schedule.Pair{}, sessions)
	for _, problem := range c.planProblems[cohort] {
		i := slices.IndexFunc(p.Plan, func(item source.PlanItem) bool { return string(item.ID) == problem.ID })
		at := p.Plan[i].Key("at")
		switch problem.Kind {
		case schedule.OutsideCohort:
			c.list.Errorf(at, "outside-cohort", fmt.Sprintf("move it earlier, or let the cohort %s end later", cohort.ID), "session %s falls on %s, but the cohort %s runs from %s to %s", problem.ID, sessions[i].Date, cohort.ID, cohort.Starts, cohort.Ends)
		case schedule.NoOpenDay:
			c.list.Errorf(at, "no-open-day", "check the closed_dates of the cohort", "there is no open day for session %s within a year", problem.ID)
		case schedule.OutOfOrder:
			c.list.Warnf(at, "session-order", "put the plan in the order of its dates", "session %s comes before %s, which precedes it in the plan", problem.ID, problem.Other)
		case schedule.SameTime:
			c.list.Warnf(at, "same-day", "leave more time between them", "sessions %s and %s fall on the same day in the cohort %s", problem.Other, problem.ID, cohort.ID)
		}
	}
}

// validateThemes checks that the guide with the themes is there, and for organizers.
func (c *checker) validateThemes(cohort *source.Cohort) {
	key := themesKey(cohort)
	if key == "" || c.sources.Broken[key] {
		return
	}
	d := c.documents[key]
	if d == nil {
		c.list.Errorf(cohort.At("themes"), "unknown-guide", diag.DidYouMeanName(string(cohort.Themes), c.namesBelow("guides/"), fmt.Sprintf("write %s/%s/%s.md, with audience: organizers", source.ContentDir, c.config.Site.Languages[0], key)), "there is no guide %q", cohort.Themes)
		return
	}
	if d.original.audience < Organizers {
		c.list.Errorf(cohort.At("themes"), "open-themes", "write audience: organizers in it, and in its translations", "the guide %q is for %s, and what pairs have agreed to tell is first for organizers", cohort.Themes, d.original.audience)
	}
}

// validatePulse checks that the sums of a survey can be true.
func (c *checker) validatePulse(p source.Pulse) {
	if p.Answered > p.Invited {
		c.list.Errorf(p.At("answered"), "bad-sum", "", "%d people answered, but only %d were asked", p.Answered, p.Invited)
	}
	for _, q := range p.Counts {
		sum := 0
		for _, n := range q.Answers {
			if n < 0 {
				c.list.Errorf(p.At("counts", string(q.ID)), "bad-sum", "", "%d people cannot have answered", n)
				return
			}
			sum += n
		}
		if sum > p.Answered {
			c.list.Errorf(p.At("counts", string(q.ID)), "bad-sum", "", "%d answers are counted, but %d people answered", sum, p.Answered)
		}
	}
}
