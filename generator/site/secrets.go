package site

import (
	"context"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/leak"
	"mentorbook/generator/source"
)

// Secrets are the values that must not appear in a build: what the filter left
// out, in the spellings that a page would use. Only the leak check receives
// them, as a second pair of eyes: it does not trust the filter.
type Secrets struct {
	values    []secret
	scanner   *leak.Scanner
	spoken    leak.Vocabulary            // of the theme and of the data on the pages
	written   map[*source.Document][]int // secrets that a writer typed into a document
	published func() map[string]bool     // the file names of what is published; may be nil
	chance    func() map[int]bool        // see byChance
}

// secret is one value that must not appear.
type secret struct {
	leak.Secret
	origin func() diag.Span // where the value is written

	personal bool // it says who somebody is
	everyday bool // its words are a secret only where nothing else on the page says them
	opaque   bool // it is an id: digits in it count nothing
	meant    bool // the build shows this value on purpose, or its writer said that it is none
	spoken   bool // it is everyday, and pages say its words whatever is written
}

// Leak is something that a file would show.
type Leak struct {
	What   string    // without the value: "name of a1"
	Origin diag.Span // where the value is written; no bytes of it, since messages are read by many
	Word   bool      // it is words that might be said by chance
}

// Empty reports whether there is nothing to hide.
func (s Secrets) Empty() bool { return len(s.values) == 0 }

// Published returns the secrets of a build that publishes files of these paths:
// a hidden page that has the file name of one of them, or the end of it, has an
// address that is no secret: line-managers.html beside for-line-managers.html.
func (s Secrets) Published(paths iter.Seq[string]) Secrets {
	s.published = sync.OnceValue(func() map[string]bool {
		names := map[string]bool{}
		for p := range paths {
			for name, more := path.Base(p), true; more; {
				names[name] = true
				_, name, more = strings.Cut(name, "-")
			}
		}
		return names
	})
	return s
}

// Output is a file of the portal that is looked through.
type Output struct {
	Path  string
	Data  []byte
	Texts []*Version // that it shows: what their writers typed was reported to them, and is no leak of ours
	Names []string   // of files that the program made up, and that it names
}

// Leaks looks through one output file and names what it must not contain.
func (s Secrets) Leaks(o Output) []Leak {
	if s.Empty() {
		return nil
	}
	var out []Leak
	said := sync.OnceValue(func() leak.Vocabulary { return s.saidBy(o) })
	// A picture or handout is not made of the data, and its bytes may well
	// contain an id; a full name in it is worth stopping for. What can be read
	// out of it was looked at before.
	ours := !strings.HasPrefix(o.Path, "assets/")
	for _, i := range s.scanner.Scan(o.Path, o.Data) {
		value := &s.values[i]
		switch {
		case value.meant || value.spoken || s.published != nil && s.published()[value.Value]:
		case !ours && (!value.personal || value.everyday):
		case value.everyday && value.among(said(), i):
		case value.personal && !value.everyday && s.chance()[i]:
		case slices.ContainsFunc(o.Texts, func(v *Version) bool { return s.typed(v, i) }):
		default:
			out = append(out, value.leak())
		}
	}
	return out
}

func (s *secret) leak() Leak {
	at := s.origin()
	at.End = at.Start
	return Leak{s.What, at, s.everyday}
}

// among reports whether words say the secret, which has that number.
func (s *secret) among(words leak.Vocabulary, number int) bool {
	if s.opaque {
		return words.Says(number)
	}
	return words.SaysOrCounts(number)
}

// saidBy returns the words that a file may have.
func (s Secrets) saidBy(o Output) leak.Vocabulary {
	words := s.spoken.Clone()
	for _, name := range o.Names {
		words.Add([]byte(name))
	}
	var add func(v *Version)
	add = func(v *Version) {
		v.Source.Use(words.Add)
		for _, target := range v.Targets {
			if target.Snippet != nil {
				add(target.Snippet)
			}
		}
	}
	for _, v := range o.Texts {
		add(v)
	}
	return words
}

// typed reports whether a writer put a secret into a text.
func (s Secrets) typed(v *Version, secret int) bool {
	return slices.Contains(s.written[v.Document], secret) ||
		slices.ContainsFunc(v.Targets, func(target Target) bool {
			return target.Snippet != nil && s.typed(target.Snippet, secret)
		})
}

// secretsOf collects what this build must not show, and reports names that a
// writer typed, or that a file holds, where this audience can read them. Texts that
// were looked through for the same secrets are not looked through again.
func (m *Memo) secretsOf(ctx context.Context, v *view, site *Site) (Secrets, diag.List) {
	k := &secretKeeper{view: v, site: site}
	values := k.hidden()
	if len(values) == 0 {
		return Secrets{}, nil
	}
	looked := m.lookedFor(values)
	s := Secrets{values: values, scanner: looked.scanner, written: map[*source.Document][]int{}}
	s.sort(looked, said{k.published(), v.options.Words, v.config.Site.NotSecret})
	options, shown := v.options, k.shownNames() // not the view, which nobody needs any more
	s.chance = sync.OnceValue(func() map[int]bool { return s.byChance(options, shown) })
	versions := shownVersions(site)
	found, saysNothing := make([][]leak.Match, len(versions)), m.saysNothing()
	inPortions(ctx, len(versions), func(from, to int) {
		for i := from; i < to; i++ {
			var known bool
			if found[i], known = looked.found[versions[i].Source]; !known && !saysNothing(versions[i].Source) {
				versions[i].Source.Use(func(data []byte) { found[i] = s.scanner.Find(data) })
			}
		}
	})
	if ctx.Err() == nil {
		looked.keep(versions, found)
	}
	var list diag.List
	for i, version := range versions {
		for _, m := range found[i] {
			s.reportWritten(&list, version, m, site.Audience)
		}
	}
	s.checkFiles(ctx, &list, site)
	return s, list
}

// made are the words that the program writes around what it is told: the names
// and fixed values of calendars (RFC 5545), of robots.txt, of attributes, and of
// kinds of files and readers.
const made = `
	begin end vcalendar vevent valarm prodid version calscale gregorian method publish p1d x published ttl wr calname
	uid dtstamp dtstart dtend date duration summary description location url sequence status confirmed cancelled
	transp transparent opaque class categories last modified created
	user agent allow disallow sitemap
	loading lazy decoding async width height src alt href id class
	html xml txt css js json csv ics svg png pdf gz assets
	public participants organizers`

// sort tells the values that are a secret wherever they stand from words that
// the pages say anyway. What is published is structured values: whoever wrote
// them there meant them to be seen. An author may also be a mentor.
func (s *Secrets) sort(looked *looked, said said) {
	if looked.sorted != nil && said.equal(looked.said) {
		s.spoken = looked.spoken
		for i, sort := range looked.sorted {
			s.values[i].meant, s.values[i].spoken = sort.meant, sort.spoken
		}
		return
	}
	s.sortBy(said)
	looked.said, looked.spoken, looked.sorted = said, s.spoken, make([]sorted, len(s.values))
	for i, v := range s.values {
		looked.sorted[i] = sorted{v.meant, v.spoken}
	}
}

func (s *Secrets) sortBy(said said) {
	s.spoken = s.scanner.Vocabulary()
	s.spoken.Add([]byte(made))
	for _, text := range said.words {
		s.spoken.Add([]byte(text))
	}
	for _, text := range said.published {
		s.spoken.Add([]byte(text))
		for _, m := range s.scanner.Find([]byte(text)) {
			s.values[m.Secret].meant = true
		}
	}
	for _, entry := range said.notSecret {
		words := s.scanner.Vocabulary()
		words.Add([]byte(entry.Text))
		for i := range s.values {
			if v := &s.values[i]; (!v.personal || v.everyday) && words.Says(i) {
				v.meant = true
			}
		}
	}
	for i := range s.values {
		v := &s.values[i]
		v.spoken = v.everyday && v.among(s.spoken, i)
		v.meant = v.meant || v.Exact && slices.Contains(said.published, v.Value)
	}
}

// byChance returns the full names that pages may have by chance. The theme says
// "search", and beside it "page": every word of such a name is one of the default
// theme's. Or one name stands behind another, Dewi and Sari, and there is a Dewi
// Sari. The project's own theme, into which anything can have been written, does
// not say the name. That no page has it from the data is for the proof that nothing
// hidden has influence.
func (s *Secrets) byChance(o Options, shown nameParts) map[int]bool {
	words := s.scanner.Vocabulary()
	for _, text := range o.DefaultTheme {
		words.Add([]byte(text))
	}
	chance := map[int]bool{}
	for i, v := range s.values {
		full := v.personal && !v.everyday && !strings.Contains(v.Value, "@")
		chance[i] = full && (words.Says(i) || shown.meetAs(v.Value))
	}
	for name, text := range o.OwnTheme {
		for _, i := range s.scanner.ScanText(path.Ext(name), []byte(text)) {
			chance[i] = false
		}
	}
	return chance
}

// secretKeeper knows what a build must not show.
type secretKeeper struct {
	*view
	site *Site
}

// shownVersions returns the texts of the site and the snippets in them, each
// once.
func shownVersions(site *Site) []*Version {
	out := make([]*Version, 0, len(site.Documents)*len(site.Languages))
	for _, d := range site.Documents {
		for _, v := range d.versions {
			if v != nil {
				out = append(append(out, v), v.snippets...)
			}
		}
	}
	return out
}

func (s *Secrets) reportWritten(list *diag.List, v *Version, m leak.Match, audience Audience) {
	s.written[v.Document] = append(s.written[v.Document], m.Secret)
	if value := &s.values[m.Secret]; value.personal && !value.meant {
		list.Warnf(v.Source.Span(m.Start, m.End), "name-in-text", "remove it, unless the person agreed to be named here",
			"this is the %s, which %s readers do not get to see otherwise", value.What, audience)
	}
}

// hidden lists what the filter left out.
func (k *secretKeeper) hidden() []secret {
	var out []secret
	add := func(value, what string, origin func() diag.Span) *secret {
		out = append(out, secret{Secret: leak.Secret{Value: value, What: what}, origin: origin})
		return &out[len(out)-1]
	}
	addID := func(id, what string, origin func() diag.Span) {
		if strings.ContainsAny(id, "0123456789") { // a plain word is everywhere, and names nobody
			value := add(id, what, origin)
			value.everyday, value.opaque = true, true
		}
	}
	named := k.namedPeople()
	for i := range k.config.People.Items {
		p := &k.config.People.Items[i]
		id, origin := string(p.ID), func() diag.Span { return p.At("id") }
		if !named[p] {
			name := add(p.Name, personSecret+"name of "+id, origin)
			name.personal, name.Exact = true, oneWord(p.Name)
			name.everyday = name.Exact
		}
		if k.options.Audience < Organizers {
			if p.Email != "" {
				add(p.Email, personSecret+"e-mail address of "+id, origin).personal = true
			}
			addID(id, "id of the person "+id, origin)
		}
	}
	for _, r := range k.pairs {
		if !k.maySeePair(r) {
			addID(string(r.ID), "id of the pair "+string(r.ID), func() diag.Span { return r.At("id") })
		}
	}
	for _, doc := range k.sources.Documents {
		if v := k.versionOf(doc); v != nil && !k.visible[v.number] {
			if !oneWord(doc.Title) { // one word is everyday language
				add(doc.Title, "title of "+doc.Source.Path, func() diag.Span { return doc.At("title") }).everyday = true
			}
			if !k.shows(k.documents[doc.Key]) {
				// With its ending: as words alone an address is everyday language.
				add(path.Base(doc.Key)+".html", "address of "+doc.Source.Path, doc.Source.Whole)
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

// oneWord reports whether a value is a word that a text may have for another
// reason. Signs, pictures and initials beside it change nothing.
func oneWord(s string) bool { return leak.Words(s) < 2 }

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

// shownNames returns the names that this build shows.
func (k *secretKeeper) shownNames() nameParts {
	out := nameParts{map[string]bool{}, map[string]bool{}}
	for p, shown := range k.namedPeople() {
		if shown {
			out.add(p.Name)
		}
	}
	return out
}

// nameParts are names by the words that they begin with, and by those that they end
// with.
type nameParts struct{ begins, ends map[string]bool }

func (n nameParts) add(name string) {
	words := strings.Fields(strings.ToLower(name))
	for i := range words {
		n.begins[strings.Join(words[:i+1], " ")] = true
		n.ends[strings.Join(words[i:], " ")] = true
	}
}

// meetAs reports whether the end of one name and the beginning of another, behind
// it, are a third one.
func (n nameParts) meetAs(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	for i := 1; i < len(words); i++ {
		if n.ends[strings.Join(words[:i], " ")] && n.begins[strings.Join(words[i:], " ")] {
			return true
		}
	}
	return false
}

// quoted lists what other pages say of a document: of a form its questions, which
// a mail to register asks, and of a session what the two of a pair prepare.
func quoted(v *Version) []string {
	var out []string
	if v.Form != nil {
		for _, field := range v.Form.Fields {
			out = append(append(out, field.Label), field.Options...)
		}
	}
	if v.Session != nil && v.Session.Prep != nil {
		out = append(append(out, v.Session.Prep.Mentor...), v.Session.Prep.Mentee...)
	}
	return out
}

// published lists the structured values that this build shows.
func (k *secretKeeper) published() []string {
	s := k.site
	out := []string{s.Settings.Organisation, s.Settings.Contact, s.BaseURL}
	text := func(texts ...source.Localized) {
		for _, t := range texts {
			out = append(out, t.Strings()...)
		}
	}
	text(s.Settings.Title)
	for _, link := range s.Settings.Links {
		text(link.Title)
		out = append(out, link.URL)
	}
	for _, t := range s.Topics {
		text(t.Name)
		for _, lang := range s.Languages {
			out = append(out, t.Synonyms.In(lang)...)
		}
	}
	for _, t := range s.Terms {
		text(t.Term.Term, t.Definition)
		for _, lang := range s.Languages {
			out = append(out, t.Synonyms.In(lang)...)
		}
	}
	for _, d := range s.Documents {
		out = append(out, d.Key)
		for _, v := range d.versions {
			if v != nil {
				out = append(out, v.Title, v.Summary, v.Author, v.Owner)
				out = append(out, v.Keywords...)
				out = append(out, quoted(v)...)
			}
		}
	}
	for _, m := range s.Mentors {
		out = append(out, m.Initials())
	}
	named := k.namedPeople()
	for i := range k.config.People.Items {
		if p := &k.config.People.Items[i]; named[p] {
			out = append(out, p.Name, p.Salutation, p.Site)
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
			if c.Registration != nil {
				out = append(out, c.Registration.URL)
			}
			for _, closing := range c.ClosedDates {
				text(closing.Title)
			}
			for _, pairing := range c.Pairings {
				out = append(out, zoneNames(pairing.Zone, c.Starts.In(pairing.Zone))...)
			}
		}
	}
	return out
}

// zoneNames returns what a time zone is called for short, in summer and winter.
func zoneNames(zone *time.Location, from time.Time) []string {
	first, _ := from.Zone()
	second, _ := from.AddDate(0, 6, 0).Zone()
	return []string{zone.String(), first, second}
}
