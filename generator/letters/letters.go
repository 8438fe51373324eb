// Package letters says who gets a letter at a moment of a program, and makes the
// message.
//
// In goes the site that organizers have, with the pairs of the cohort, and the
// lists of people and sign-ups; out come the readers of a letter, each with the
// text for them, and what speaks against writing to others. A letter that is
// filled in becomes a draft in the format of mail (RFC 5322), with its text as
// HTML and plain, and a calendar beside it.
//
// The package refuses to write to somebody twice: what was sent is noted beside a
// pair, a sign-up or a cohort. It sends nothing, and writes nothing.
package letters

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Request says which letters are wanted.
type Request struct {
	Program, Cohort string
	Moment          string
	Lang            string // of all letters; empty: each in its reader's
}

// Reader is somebody who gets a letter.
type Reader struct {
	Person  *source.Person // nil: the mailbox of who runs the program
	Address string         // of mail
	Role    string         // mentor or mentee; empty where no pair is meant
	Lang    string
	Text    *site.Version
	Pairing *site.Pairing     // nil where no pair is meant
	Session *schedule.Session // nil where no session is meant

	noted source.Node         // what it is noted beside, when it is sent
	sent  []source.SentLetter // what is noted there
}

// linksToPages reports whether a letter leads to pages of the portal.
func linksToPages(v *site.Version) bool {
	return v.Letter != nil && slices.ContainsFunc(v.Letter.Asks, func(ask source.Placeholder) bool { return strings.HasSuffix(ask.Name, ".link") }) ||
		slices.ContainsFunc(v.Targets, func(t site.Target) bool {
			return t.Term == nil && t.Key != "" || t.Asset != nil || t.Snippet != nil && linksToPages(t.Snippet)
		})
}

// Skipped is somebody who gets none, and why.
type Skipped struct {
	Person source.ID `json:"person"`
	Reason string    `json:"reason"`
}

// Readers returns who gets a letter on the day of the site, in the order of the
// lists. The site is the one of organizers, with the pairs of the program.
func Readers(s *site.Site, config *source.Config, r Request) ([]Reader, []Skipped, error) {
	cohort, err := find(s, r)
	if err != nil {
		return nil, nil, err
	}
	if r.Moment == "manager" && cohort.Program.Sensitive {
		return nil, nil, errors.New("line managers are not written to about a sensitive program: they do not learn who takes part")
	}
	texts := textsFor(s, source.ID(r.Moment), cohort.Program.Sensitive)
	if len(texts) == 0 {
		return nil, nil, noText(s, r, cohort.Program.Sensitive)
	}
	x := selectionOf(s, config, cohort, r, texts)
	for _, reader := range x.readers {
		if s.BaseURL == "" && linksToPages(reader.Text) {
			return nil, nil, fmt.Errorf("%s links to pages, and where the portal will be found is not known; write base_url: under site: in %s, or --base-url URL", reader.Text.Source.Path, source.ConfigPath)
		}
	}
	return x.readers, x.skipped, nil
}

// find returns the cohort that is meant.
func find(s *site.Site, r Request) (*site.Cohort, error) {
	var names []string
	for _, p := range s.Programs {
		for _, c := range p.Cohorts {
			if string(p.ID) == r.Program && string(c.ID) == r.Cohort {
				return c, nil
			}
			names = append(names, string(p.ID)+"/"+string(c.ID))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s has no cohort; add one to a program", source.ConfigPath)
	}
	name := r.Program + "/" + r.Cohort
	return nil, fmt.Errorf("there is no cohort %q; %s", name, diag.DidYouMean(name, names, "there are "+strings.Join(names, ", ")))
}

// textsFor returns the letters for a moment, by who gets them.
func textsFor(s *site.Site, moment source.ID, sensitive bool) map[string]*site.Document {
	out := map[string]*site.Document{}
	for _, d := range s.Documents {
		l := d.In(s.DefaultLanguage()).Letter
		if l == nil || l.For != moment || (l.Sensitivity == "sensitive") != sensitive {
			continue
		}
		if l.To == "both" {
			out["mentor"], out["mentee"] = d, d
		} else {
			out[l.To] = d
		}
	}
	return out
}

// noText says which letter is missing.
func noText(s *site.Site, r Request, sensitive bool) error {
	var moments []string
	for _, d := range s.Documents {
		if l := d.In(s.DefaultLanguage()).Letter; l != nil && (l.Sensitivity == "sensitive") == sensitive {
			moments = append(moments, string(l.For))
		}
	}
	slices.Sort(moments)
	what, hint := "letter", "mentorbook new letter begins one"
	if sensitive {
		what, hint = "letter with sensitivity: sensitive", "a sensitive program sends no other; mentorbook new letter begins one"
	}
	if moments = slices.Compact(moments); len(moments) > 0 {
		hint = diag.DidYouMean(r.Moment, moments, "there are letters for "+strings.Join(moments, ", "))
	}
	return fmt.Errorf("there is no %s for the moment %q; %s", what, r.Moment, hint)
}

func signupsOf(config *source.Config, cohort *site.Cohort) ([]source.Signup, source.Node) {
	for i := range config.Programs {
		for j := range config.Programs[i].Cohorts {
			c := &config.Programs[i].Cohorts[j]
			if config.Programs[i].ID == cohort.Program.ID && c.ID == cohort.ID {
				return c.Signups.Items, c.Node
			}
		}
	}
	return nil, source.Node{}
}

// selection chooses who gets a letter.
type selection struct {
	site    *site.Site
	config  *source.Config
	cohort  *site.Cohort
	signups []source.Signup
	node    source.Node // of the cohort
	request Request
	texts   map[string]*site.Document
	people  map[source.ID]*source.Person

	readers []Reader
	skipped []Skipped
}

// selectionOf chooses who gets a letter, of those for whom there is a text.
func selectionOf(s *site.Site, config *source.Config, cohort *site.Cohort, r Request, texts map[string]*site.Document) *selection {
	x := &selection{site: s, config: config, cohort: cohort, request: r, texts: texts, people: map[source.ID]*source.Person{}}
	for i := range config.People.Items {
		x.people[config.People.Items[i].ID] = &config.People.Items[i]
	}
	x.signups, x.node = signupsOf(config, cohort)
	x.choose()
	return x
}

func (x *selection) skip(id source.ID, reason string, args ...any) {
	x.skipped = append(x.skipped, Skipped{id, fmt.Sprintf(reason, args...)})
}

// add adds a reader, or says why there is none.
func (x *selection) add(r Reader, text *site.Document) {
	lang := x.request.Lang
	if r.Person != nil {
		r.Address = r.Person.Email
		lang = cmp.Or(lang, firstOf(r.Person.Languages, x.site.Languages))
		if r.Address == "" {
			x.skip(r.Person.ID, "there is no e-mail address on the list")
			return
		}
	}
	r.Lang = cmp.Or(lang, x.site.DefaultLanguage())
	r.Text = text.In(r.Lang)
	x.readers = append(x.readers, r)
}

// firstOf returns the first language of somebody that the site has.
func firstOf(spoken, languages []string) string {
	for _, lang := range spoken {
		if slices.Contains(languages, lang) {
			return lang
		}
	}
	return ""
}

// lastNoted returns the last day on which a letter for the moment was sent; zero
// for none.
func (x *selection) lastNoted(sent []source.SentLetter) (last schedule.Date) {
	for _, l := range sent {
		if string(l.For) == x.request.Moment && last.Before(l.Date) {
			last = l.Date
		}
	}
	return last
}
