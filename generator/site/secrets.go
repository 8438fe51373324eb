package site

import (
	"bytes"
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/leak"
	"mentorbook/generator/source"
)

// Secrets are the values that must not appear in a build: what the filter left
// out, in the spellings that a page would use. Only the leak check receives
// them, as a second pair of eyes: it does not trust the filter.
type Secrets struct {
	values    []leak.Secret
	scanner   *leak.Scanner
	written   map[*source.Document][]int // secrets that a writer typed into a document
	published map[string]bool            // the file names of what is published
}

// Empty reports whether there is nothing to hide.
func (s Secrets) Empty() bool { return len(s.values) == 0 }

// Published returns the secrets of a build that publishes files of these paths:
// a hidden page that has the file name of one of them has an address that is no
// secret.
func (s Secrets) Published(paths iter.Seq[string]) Secrets {
	s.published = map[string]bool{}
	for p := range paths {
		s.published[path.Base(p)] = true
	}
	return s
}

// Leaks looks through one output file and names what it must not contain. The
// texts are those that the file shows: what their writers typed was reported
// to them, and is no leak of ours.
func (s Secrets) Leaks(name string, data []byte, versions ...*Version) []string {
	if s.Empty() {
		return nil
	}
	var out []string
	ours := !strings.HasPrefix(name, "assets/")
	for _, i := range s.scanner.Scan(name, data) {
		// A picture or handout is not made of the data, and its bytes may well
		// contain an id; a name in it is worth stopping for.
		if !ours && !strings.HasPrefix(s.values[i].What, personSecret) {
			continue
		}
		if !s.published[s.values[i].Value] && !slices.ContainsFunc(versions, func(v *Version) bool { return s.typed(v, i) }) {
			out = append(out, s.values[i].What)
		}
	}
	return out
}

func (s Secrets) typed(v *Version, secret int) bool {
	value := s.values[secret]
	return slices.Contains(s.written[v.Document], secret) ||
		value.Exact && bytes.Contains(bytes.ToLower(v.Source.Bytes()), []byte(strings.ToLower(value.Value))) ||
		slices.ContainsFunc(v.Targets, func(target Target) bool {
			return target.Snippet != nil && s.typed(target.Snippet, secret)
		})
}

// secretsOf collects what this build must not show, and reports names that a
// writer typed where this audience can read them.
func secretsOf(ctx context.Context, v *view, site *Site) (Secrets, diag.List) {
	k := &secretKeeper{view: v, site: site}
	values := k.hidden()
	if len(values) == 0 {
		return Secrets{}, nil
	}
	values = withoutSpoken(withoutPublished(values, k.published()), v.options.Words)
	s := Secrets{values: values, scanner: leak.New(values), written: map[*source.Document][]int{}}
	versions := shownVersions(site)
	found := make([][]leak.Match, len(versions))
	inPortions(ctx, len(versions), func(from, to int) {
		for i := from; i < to; i++ {
			versions[i].Source.Use(func(data []byte) { found[i] = s.scanner.Find(data) })
		}
	})
	var list diag.List
	for i, version := range versions {
		for _, m := range found[i] {
			s.reportWritten(&list, version, m, site.Audience)
		}
	}
	return s, list
}

// secretKeeper knows what a build must not show.
type secretKeeper struct {
	*view
	site *Site
}

// shownVersions returns the texts of the site and the snippets in them, each
// once.
func shownVersions(site *Site) []*Version {
	var out []*Version
	seen := map[*source.Document]bool{}
	var add func(v *Version)
	add = func(v *Version) {
		if v == nil || seen[v.Document] {
			return
		}
		seen[v.Document] = true
		out = append(out, v)
		for _, target := range v.Targets {
			add(target.Snippet)
		}
	}
	for _, d := range site.Documents {
		for _, v := range d.versions {
			add(v)
		}
	}
	return out
}

func (s *Secrets) reportWritten(list *diag.List, v *Version, m leak.Match, audience Audience) {
	s.written[v.Document] = append(s.written[v.Document], m.Secret)
	if what := s.values[m.Secret].What; strings.HasPrefix(what, personSecret) {
		list.Warnf(v.Source.Span(m.Start, m.End), "name-in-text", "remove it, unless the person agreed to be named here",
			"this is the %s, which %s readers do not get to see otherwise", what, audience)
	}
}

// hidden lists what the filter left out.
func (k *secretKeeper) hidden() []leak.Secret {
	var out []leak.Secret
	add := func(value, what string, exact bool) {
		if value != "" {
			out = append(out, leak.Secret{Value: value, What: what, Exact: exact})
		}
	}
	addID := func(id, what string) {
		if strings.ContainsAny(id, "0123456789") { // a plain word is everywhere, and names nobody
			add(id, what, false)
		}
	}
	named := k.namedPeople()
	for i := range k.config.People.Items {
		p := &k.config.People.Items[i]
		id := string(p.ID)
		if !named[p] {
			add(p.Name, personSecret+"name of "+id, oneWord(p.Name))
		}
		if k.options.Audience < Organizers {
			add(p.Email, personSecret+"e-mail address of "+id, false)
			addID(id, "id of the person "+id)
		}
	}
	for _, r := range k.pairs {
		if !k.maySeePair(r) {
			addID(string(r.ID), "id of the pair "+string(r.ID))
		}
	}
	for _, doc := range k.sources.Documents {
		if v := k.versionOf(doc); v != nil && !k.visible[v.number] {
			if !oneWord(doc.Title) { // one word is everyday language
				add(doc.Title, "title of "+doc.Source.Path, false)
			}
			if !k.shows(k.documents[doc.Key]) {
				// With its ending: as words alone an address is everyday language.
				add(path.Base(doc.Key)+".html", "address of "+doc.Source.Path, false)
			}
		}
	}
	return out
}

// maySeePair and agreedToBeListed say again who may know of whom. They do not ask
// the filter: a check that does would believe its mistakes.

func (k *secretKeeper) maySeePair(r *pairRecord) bool {
	switch {
	case k.options.Pair != "":
		return string(r.ID) == k.options.Pair
	case k.options.Audience == Organizers:
		return !isSensitive(r.program) || slices.Contains(k.options.IncludeSensitive, string(r.program.ID))
	}
	return k.options.Audience == Participants && !isSensitive(r.program) && r.program.PairsVisible != "pair" && r.Status != "proposed" && r.Status != "declined"
}

func (k *secretKeeper) agreedToBeListed(p *source.Person) bool {
	if p.Directory == nil || len(p.Offers) == 0 {
		return false
	}
	to, _ := ParseAudience(p.Directory.Audience)
	return to <= k.options.Audience
}

const personSecret = "personal data: "

func oneWord(s string) bool { return !strings.ContainsAny(strings.TrimSpace(s), " -\t\u00a0") }

// namedPeople are those whose names this build shows.
func (k *secretKeeper) namedPeople() map[*source.Person]bool {
	named := map[*source.Person]bool{}
	for i := range k.config.People.Items {
		p := &k.config.People.Items[i]
		named[p] = k.options.Audience >= Organizers || k.agreedToBeListed(p)
	}
	for _, r := range k.pairs {
		if k.maySeePair(r) && r.mentor != nil && r.mentee != nil {
			named[r.mentor], named[r.mentee] = true, true
		}
	}
	return named
}

// published lists the structured values that this build shows: whoever wrote
// them there meant them to be seen, so they are no secrets. An author may also
// be a mentor.
func (k *secretKeeper) published() []string {
	s := k.site
	out := []string{s.Settings.Organisation, s.Settings.Contact, s.BaseURL}
	text := func(texts ...source.Localized) {
		for _, t := range texts {
			out = append(out, t.Strings()...)
		}
	}
	text(s.Settings.Title)
	for _, t := range s.Topics {
		text(t.Name)
	}
	for _, t := range s.Terms {
		text(t.Term.Term, t.Definition)
		for _, lang := range s.Languages {
			out = append(out, t.Synonyms.In(lang)...)
		}
	}
	for _, d := range s.Documents {
		for _, v := range d.versions {
			if v != nil {
				out = append(out, v.Title, v.Summary, v.Author, v.Owner)
			}
		}
	}
	named := k.namedPeople()
	for i := range k.config.People.Items {
		if p := &k.config.People.Items[i]; named[p] {
			out = append(out, p.Name)
			text(p.Unit)
		}
	}
	for _, p := range s.Programs {
		out = append(out, string(p.ID), p.Contact)
		text(p.Title, p.Purpose)
		for _, support := range p.Support {
			text(support.Title)
			out = append(out, support.URL)
		}
		for _, m := range p.Milestones {
			text(m.Title)
		}
		for _, c := range p.Cohorts {
			out = append(out, string(c.ID))
			for _, closing := range c.ClosedDates {
				text(closing.Title)
			}
		}
	}
	return out
}

// withoutSpoken drops the secrets that the theme says on pages of its own accord,
// such as a title "For organizers". A name of a person is none the less one.
func withoutSpoken(values []leak.Secret, words []string) []leak.Secret {
	spoken := make([]bool, len(values))
	everything := leak.New(values)
	for _, text := range words {
		for _, m := range everything.Find([]byte(text)) {
			spoken[m.Secret] = !strings.HasPrefix(values[m.Secret].What, personSecret)
		}
	}
	var out []leak.Secret
	for i, v := range values {
		if !spoken[i] {
			out = append(out, v)
		}
	}
	return out
}

// withoutPublished drops the secrets that occur in a published value.
func withoutPublished(values []leak.Secret, published []string) []leak.Secret {
	exempt := make([]bool, len(values))
	everything := leak.New(values)
	for _, value := range published {
		for _, m := range everything.Find([]byte(value)) {
			exempt[m.Secret] = true
		}
	}
	var out []leak.Secret
	for i, v := range values {
		if !exempt[i] && !(v.Exact && slices.Contains(published, v.Value)) {
			out = append(out, v)
		}
	}
	return out
}
