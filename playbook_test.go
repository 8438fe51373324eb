package playbook_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"mentorbook"
	"mentorbook/generator/markdown"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// languages are those of the starter; every page exists in each.
var languages = []string{"en", "id"}

// project is the starter, loaded.
type project struct {
	*source.Sources
	byPath map[string]*source.Document // "en/guides/benefits"
}

func load(t *testing.T) project {
	t.Helper()
	sources, problems, err := source.Load(context.Background(), source.Project{Root: playbook.Starter}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Errorf("%s: %s", problem.Code, problem.Message)
	}
	if sources.Config == nil {
		t.Fatal("programs.yaml cannot be read")
	}
	p := project{sources, map[string]*source.Document{}}
	for _, doc := range sources.Documents {
		p.byPath[doc.Lang+"/"+doc.Key] = doc
	}
	return p
}

// keys are the documents of one language.
func (p project) keys(lang string) []string {
	var keys []string
	for _, doc := range p.Documents {
		if doc.Lang == lang {
			keys = append(keys, doc.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

// inBoth calls test with each English document and its translation.
func (p project) inBoth(t *testing.T, test func(t *testing.T, en, id *source.Document)) {
	t.Helper()
	for _, key := range p.keys("en") {
		if en, id := p.byPath["en/"+key], p.byPath["id/"+key]; id != nil {
			t.Run(key, func(t *testing.T) { test(t, en, id) })
		}
	}
}

func TestStarterHasEverythingAProgramNeeds(t *testing.T) {
	p := load(t)
	for _, key := range strings.Fields(`
		index guides/index sessions/index forms/index
		guides/what-is-reverse-mentoring guides/benefits guides/how-it-works
		guides/social-media-training guides/reverse-leadership guides/diversity-reverse-mentoring
		guides/safety guides/running-a-program guides/writing-for-this-playbook
		sessions/first-session sessions/goal-setting sessions/social-media-lab sessions/leadership-lab
		sessions/lived-experience sessions/regular-session sessions/midpoint-review sessions/closing-session
		forms/mentoring-agreement forms/reflection-sheet forms/pulse forms/baseline-and-exit-survey forms/organizer-checklist
		for-mentors for-mentees for-line-managers for-organizers faq privacy letters/index letters/invitation letters/neutral-invitation`) {
		for _, lang := range languages {
			if p.byPath[lang+"/"+key] == nil {
				t.Errorf("content/%s/%s.md is missing", lang, key)
			}
		}
	}
}

func TestBothLanguagesHaveTheSameDocuments(t *testing.T) {
	p := load(t)
	if en, id := p.keys("en"), p.keys("id"); !slices.Equal(en, id) {
		t.Errorf("documents differ:\nen %s\nid %s", en, id)
	}
	snippets := map[string][]string{}
	for _, snippet := range p.Snippets {
		snippets[snippet.Lang] = append(snippets[snippet.Lang], snippet.Name)
	}
	if !slices.Equal(snippets["en"], snippets["id"]) {
		t.Errorf("snippets differ:\nen %s\nid %s", snippets["en"], snippets["id"])
	}
	pictures := map[string][]string{}
	for _, asset := range p.Assets {
		lang, name, _ := strings.Cut(strings.TrimPrefix(asset.Path, "content/"), "/")
		pictures[lang] = append(pictures[lang], name)
	}
	if !slices.Equal(pictures["en"], pictures["id"]) {
		t.Errorf("pictures differ:\nen %s\nid %s", pictures["en"], pictures["id"])
	}
}

func TestEveryTranslationIsUpToDate(t *testing.T) {
	load(t).inBoth(t, func(t *testing.T, en, id *source.Document) {
		if en.Version == 0 || id.Translates != en.Version {
			t.Errorf("version is %d, translates is %d", en.Version, id.Translates)
		}
	})
}

// A new project is dated from the day of the starter on: what is later is a page that
// was written tomorrow.
func TestNoPageIsOfTheFuture(t *testing.T) {
	for _, doc := range load(t).Documents {
		if date := doc.Date.String(); date > playbook.StarterDate {
			t.Errorf("%s is of %s", doc.Source.Path, date)
		}
	}
}

func TestBothLanguagesHaveTheSameStructure(t *testing.T) {
	load(t).inBoth(t, func(t *testing.T, en, id *source.Document) {
		same(t, "heading", en, id, headings)
		same(t, "field", en, id, fields)
		same(t, "agenda", en, id, agenda)
		same(t, "prompt", en, id, lengths)
		same(t, "task", en, id, func(doc *source.Document) []string { return make([]string, tasks(doc)) })
		same(t, "table row", en, id, rows)
		same(t, "list, quotation and picture", en, id, func(doc *source.Document) []string {
			html := markup(doc.Body)
			return []string{fmt.Sprint(strings.Count(html, "<li"), strings.Count(html, "<blockquote"), strings.Count(html, "<figure"), strings.Count(html, "<pre"))}
		})
		same(t, "reference", en, id, func(doc *source.Document) []string {
			var out []string
			for _, r := range doc.References {
				out = append(out, r.Evidence+" "+r.URL)
			}
			return out
		})
		same(t, "topics, audience and order", en, id, func(doc *source.Document) []string {
			return []string{fmt.Sprint(doc.Topics), doc.Audience, fmt.Sprint(doc.Order)}
		})
	})
}

func same(t *testing.T, what string, en, id *source.Document, of func(*source.Document) []string) {
	t.Helper()
	if a, b := of(en), of(id); !slices.Equal(a, b) {
		t.Errorf("%s differs:\nen %q\nid %q", what, a, b)
	}
}

func headings(doc *source.Document) []string {
	var out []string
	for _, h := range doc.Body.Headings {
		out = append(out, fmt.Sprintf("%d %s", h.Level, h.ID))
	}
	return out
}

func fields(doc *source.Document) []string {
	var out []string
	if doc.Form != nil {
		for _, f := range doc.Form.Fields {
			out = append(out, fmt.Sprintf("%s %s, %d options, up to %d", f.ID, f.Type, len(f.Options), f.Max))
		}
	}
	return out
}

func agenda(doc *source.Document) []string {
	var out []string
	if doc.Session != nil {
		for _, step := range doc.Session.Agenda {
			out = append(out, fmt.Sprintf("%d %s", step.Minutes, step.Lead))
		}
	}
	return out
}

// lengths are those of a session template's lists.
func lengths(doc *source.Document) []string {
	s := doc.Session
	if s == nil || s.Prep == nil {
		return nil
	}
	return []string{fmt.Sprint(len(s.Prep.Mentor), len(s.Prep.Mentee), len(s.Prompts), len(s.FollowUp), s.Sensitivity)}
}

func tasks(doc *source.Document) int {
	return strings.Count(markup(doc.Body), `type="checkbox"`)
}

// rows are those of the tables of a text: how many cells each has.
func rows(doc *source.Document) []string {
	var out []string
	for _, row := range strings.Split(markup(doc.Body), "<tr")[1:] {
		row, _, _ = strings.Cut(row, "</tr>")
		out = append(out, fmt.Sprint(strings.Count(row, "<td")+strings.Count(row, "<th")))
	}
	return out
}

// markup is what a text is made into, but for its links and pictures.
func markup(body *markdown.Document) string {
	var b bytes.Buffer
	body.Write(&b, func(*bytes.Buffer, markdown.Slot) string { return "" })
	return b.String()
}

func TestEveryGuideHasAChecklistCommonMistakesAndAWorkedExample(t *testing.T) {
	examples := []string{"example", "case", "first-change"}
	p := load(t)
	themes := map[string]bool{} // what pairs agreed to tell is no guide to anything
	for _, program := range p.Config.Programs {
		for _, cohort := range program.Cohorts {
			themes["guides/"+string(cohort.Themes)] = true
		}
	}
	for _, doc := range p.Documents {
		if doc.Kind != source.GuideKind || themes[doc.Key] {
			continue
		}
		ids := map[string]bool{}
		for _, h := range doc.Body.Headings {
			ids[h.ID] = true
		}
		if tasks(doc) < 3 {
			t.Errorf("%s has %d tasks to tick", doc.Source.Path, tasks(doc))
		}
		if !ids["mistakes"] || !ids["next"] {
			t.Errorf("%s lacks a heading #mistakes or #next", doc.Source.Path)
		}
		if !slices.ContainsFunc(examples, func(id string) bool { return ids[id] }) {
			t.Errorf("%s has no worked example: a heading with one of the ids %s", doc.Source.Path, examples)
		}
	}
}

var (
	howLong = regexp.MustCompile(`(?i)^(\S+ ){1,3}(minutes?|hours?|an hour|menit|jam)\b`)
	whoAsks = regexp.MustCompile(`^(Mentor|Mentee|Both|Learner|Teacher|Keduanya|Yang belajar|Yang mengajar) (asks?|bertanya): `)
)

func TestEverySessionTemplateIsComplete(t *testing.T) {
	for _, doc := range load(t).Documents {
		s := doc.Session
		if s == nil {
			continue
		}
		if s.Roles == nil || s.Roles.Mentor == "" || s.Roles.Mentee == "" || s.Prep == nil || s.Outcome == "" || s.Bring == "" || len(s.FollowUp) == 0 {
			t.Errorf("%s lacks roles, preparation, what to bring, an outcome or a follow-up", doc.Source.Path)
			continue
		}
		for _, prep := range [][]string{s.Prep.Mentor, s.Prep.Mentee} {
			if !howLong.MatchString(prep[0]) {
				t.Errorf("%s does not say how long it takes to prepare: %q", doc.Source.Path, prep[0])
			}
		}
		for _, prompt := range s.Prompts {
			if !whoAsks.MatchString(prompt) {
				t.Errorf("%s does not say who asks %q", doc.Source.Path, prompt)
			}
		}
		if n := len(s.Prompts); n < 3 || n > 6 {
			t.Errorf("%s has %d prompts; three to six help", doc.Source.Path, n)
		}
		for _, id := range []string{"purpose", "steps", "ground-rules", "stuck", "reflection"} {
			if !slices.ContainsFunc(doc.Body.Headings, func(h markdown.Heading) bool { return h.ID == id }) {
				t.Errorf("%s has no heading #%s", doc.Source.Path, id)
			}
		}
	}
}

// unsourced matches figures and names that circulate about reverse mentoring
// and that nobody could trace to a source.
var unsourced = regexp.MustCompile(`(?i)\b(98|97|70) ?(%|per ?cent|persen)|\b25 ?(%|per ?cent|persen) (of UK|perusahaan (di )?Inggris)|\bAXA\b|Kogan Page|(one|a) third of (the )?pairs|sepertiga (dari )?(semua )?pasangan`)

func TestNothingUnsourcedIsShipped(t *testing.T) {
	for name, data := range load(t).texts(t) {
		for _, hit := range unsourced.FindAllString(data, -1) {
			t.Errorf("%s says %q", name, hit)
		}
	}
}

// texts returns every text file of the starter by its path.
func (p project) texts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, doc := range p.Documents {
		out[doc.Source.Path] = string(doc.Source.Bytes())
	}
	for _, snippet := range p.Snippets {
		out[snippet.Source.Path] = string(snippet.Source.Bytes())
	}
	names := []string{source.ConfigPath}
	for _, asset := range p.Assets {
		if path.Ext(asset.Path) == ".svg" {
			names = append(names, asset.Path)
		}
	}
	for _, name := range names {
		data, err := playbook.Starter.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(data)
	}
	return out
}

// namedSources are words that give away a fact from outside, and what the
// reference that carries it is called.
var namedSources = map[string]string{
	`\bWelch\b|\bGeneral Electric\b`:           "Wall Street Journal",
	`\bPershing\b`:                             "Jordan & Sorell",
	`\bSorell\b`:                               "Jordan & Sorell",
	`\bThe Hartford\b`:                         "The Hartford",
	`\bGitLab\b`:                               "GitLab",
	`\bNHS\b`:                                  "NHS",
	`\bEdmondson\b`:                            "Edmondson 1999",
	`\bMurphy\b`:                               "Murphy 2012",
	`\b54 (studies|studi|penelitian)\b`:        "Chaudhuri",
	`\b528 (staff|people|karyawan)\b`:          "Sustainability",
	`\b[Rr]adiolog(y|i)\b`:                     "Clinical Oncology",
	`\bover 70 participants\b|lebih dari 70\b`: "Raza & Onyesoh 2020",
	`(?i)mentoring in general|mentoring secara umum`:   "Eby",
	`\bLaw (Number )?27 of 2022\b|Nomor 27 Tahun 2022`: "2022",
}

func TestEveryFactFromOutsideHasAReferenceWithEvidence(t *testing.T) {
	for _, doc := range load(t).Documents {
		var titles []string
		for _, r := range doc.References {
			titles = append(titles, r.Title)
			if r.Evidence == "" || r.Note == "" {
				t.Errorf("%s: the reference %q does not say what kind of evidence it is, and what it shows", doc.Source.Path, r.Title)
			}
		}
		body := strings.Join(paragraphs(doc.Body), "\n")
		for _, pattern := range slices.Sorted(maps.Keys(namedSources)) {
			want := namedSources[pattern]
			if regexp.MustCompile(pattern).MatchString(body) && !strings.Contains(strings.Join(titles, "\n"), want) {
				t.Errorf("%s: the text relies on %s, which its references lack", doc.Source.Path, want)
			}
		}
	}
}

var webAddress = regexp.MustCompile(`https?://[^\s)"<>]+`)

// nobodys is an address that belongs to nobody (RFC 2606), or to the reader's own
// machine: commands need one.
var nobodys = regexp.MustCompile(`^https?://([a-z.-]+\.example|127\.0\.0\.1)[:/]`)

func TestBodiesLinkToNothingOutsideButTheirReferences(t *testing.T) {
	for _, doc := range load(t).Documents {
		for _, address := range webAddress.FindAllString(markup(doc.Body), -1) {
			if !nobodys.MatchString(address) && !slices.ContainsFunc(doc.References, func(r source.Reference) bool { return r.URL == address }) {
				t.Errorf("%s links to %s: list it as a reference", doc.Source.Path, address)
			}
		}
	}
}

func TestPeopleOfTheProgramsAreNotNamedInTheContent(t *testing.T) {
	p := load(t)
	names := map[string]source.ID{}
	for _, person := range p.Config.People.Items {
		// A given name may be a word as well, as "Made" is; a last name is not.
		last := person.Name[strings.LastIndexByte(person.Name, ' ')+1:]
		names[strings.ToLower(last)] = person.ID
	}
	texts := p.texts(t)
	delete(texts, source.ConfigPath)
	for name, text := range texts {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if id := names[word]; id != "" {
				t.Errorf("%s names %s, whose place is %s alone", name, id, source.ConfigPath)
			}
		}
	}
}

func TestGlossaryAndTopicsServeBothLanguages(t *testing.T) {
	config := load(t).Config
	if n := len(config.Glossary); n < 30 {
		t.Errorf("the glossary has %d terms; 30 is the least", n)
	}
	if n := len(config.Topics); n < 12 {
		t.Errorf("there are %d topics; 12 is the least", n)
	}
	for _, term := range config.Glossary {
		for _, lang := range languages {
			if term.Term.In(lang) == "" || term.Definition.In(lang) == "" || len(term.Synonyms.In(lang)) == 0 {
				t.Errorf("the term %s lacks a name, a definition or synonyms in %s", term.ID, lang)
			}
		}
	}
	for _, topic := range config.Topics {
		for _, lang := range languages {
			if topic.Name.In(lang) == "" || len(topic.Synonyms.In(lang)) == 0 {
				t.Errorf("the topic %s lacks a name or synonyms in %s", topic.ID, lang)
			}
		}
	}
}

func TestEveryProgramHasOneCohortRunningAndOneOpening(t *testing.T) {
	config := load(t).Config
	today, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(config.Programs); n != 3 {
		t.Errorf("there are %d programs", n)
	}
	for _, program := range config.Programs {
		running, opening := 0, 0
		for _, cohort := range program.Cohorts {
			r := cohort.Registration
			switch {
			case r == nil:
				t.Errorf("%s %s has no registration", program.ID, cohort.ID)
			case !cohort.Starts.After(today) && !cohort.Ends.Before(today):
				running++
			case cohort.Starts.After(today) && !r.Opens.After(today) && !r.Closes.Before(today):
				opening++
			}
		}
		if running != 1 || opening != 1 || len(program.Cohorts) != 2 {
			t.Errorf("%s has %d cohorts, of which %d run and %d take registrations on %s", program.ID, len(program.Cohorts), running, opening, today)
		}
	}
}

func TestSessionsOfThePairsHaveEveryStatus(t *testing.T) {
	sessions, pairs := map[string]int{}, map[string]int{}
	for _, program := range load(t).Config.Programs {
		for _, cohort := range program.Cohorts {
			for _, pairing := range cohort.Pairings.Items {
				pairs[pairing.Status]++
				for _, session := range pairing.Sessions {
					sessions[session.Status]++
				}
			}
		}
	}
	for _, status := range []string{"planned", "done", "moved", "cancelled"} {
		if sessions[status] == 0 {
			t.Errorf("no session is %s", status)
		}
	}
	for _, status := range []string{"proposed", "active", "paused", "ended"} {
		if pairs[status] == 0 {
			t.Errorf("no pair is %s", status)
		}
	}
}
