package generator_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

var allMutations = flag.Bool("mutations", false, "break the filter in every way, not in a few, and look at every portal; with -v, print the table")

// mutation breaks a rule of the filter, or has something derived from what is
// hidden. In its edits, BROKEN is whether it is this one that is broken.
type mutation struct {
	name  string
	edits []replacement
}

// replacement replaces a piece of a file, which is there once.
type replacement struct{ file, old, new string }

// rules are the rules that decide what readers see, and ways to derive something
// from what they do not. A rule that is added gets a line here.
var rules = []mutation{
	rule("audience of documents", "site/filter.go", "version.audience <= v.options.Audience", "(version.audience <= v.options.Audience || BROKEN)"),
	rule("drafts", "site/filter.go", "!version.draft)", "!version.draft || BROKEN)"),
	rule("publish: ignored", "site/index.go", "!x.now.Before(doc.Publish)", "!x.now.Before(doc.Publish) || BROKEN"),
	rule("expire: ignored", "site/index.go", "|| x.now.Before(doc.Expire)", "|| x.now.Before(doc.Expire) || BROKEN"),
	rule("publish: a day early", "site/index.go", "(doc.Publish.IsZero() ||", "(doc.Publish.IsZero() || BROKEN && !x.now.AddDays(1).Before(doc.Publish) ||"),
	rule("expire: a day late", "site/index.go", "(doc.Expire.IsZero() ||", "(doc.Expire.IsZero() || BROKEN && x.now.AddDays(-1).Before(doc.Expire) ||"),
	rule("translations one by one", "site/derive.go", "\t\tif v != nil && b.visible[v.number] {\n\t\t\tversions[i]", "\t\tif v != nil && (b.visible[v.number] || BROKEN) {\n\t\t\tversions[i]"),
	rule("links to hidden documents", "site/filter.go", "\t\tdefault:\n\t\t\t*to = Target{}", "\t\tcase BROKEN:\n\t\tdefault:\n\t\t\t*to = Target{}"),
	rule("links in snippets", "site/filter.go", "case to.Snippet != nil:\n", "case to.Snippet != nil && BROKEN:\n\t\t\tcase to.Snippet != nil:\n"),
	rule("links to hidden sections", "site/filter.go", "return ok && !v.folders[folder]", "return ok && !BROKEN && !v.folders[folder]"),
	rule("links to sections with a hidden description", "site/filter.go", `case path.Base(to.Key) == "index" &&`, `case !BROKEN && path.Base(to.Key) == "index" &&`),
	rule("links to headings of hidden versions", "site/filter.go", `if fragment == "" {`, `if fragment == "" || BROKEN {`),
	rule("pairs for all", "site/filter.go", "return shared, floor, v.options.Audience >= Participants &&", "return shared, floor, (v.options.Audience >= Participants || BROKEN) &&"),
	rule("proposed pairs", "site/filter.go", `r.Status != "proposed"`, `(r.Status != "proposed" || BROKEN)`),
	rule("sensitivity", "site/filter.go", "case r.sensitive ||", "case r.sensitive && !BROKEN ||"),
	rule("pairs_visible", "site/filter.go", `r.program.PairsVisible == "pair":`, `r.program.PairsVisible == "pair" && !BROKEN:`),
	rule("track: diversity is sensitive", "site/index.go", `p.Track == "diversity"`, `p.Track == "diversity" && !BROKEN`),
	rule("--pair shows one pair", "site/filter.go", "return own, floor, string(r.ID) == v.options.Pair", "return own, floor, string(r.ID) == v.options.Pair || BROKEN"),
	rule("directory by agreement", "site/filter.go", "if p.Directory == nil || len(p.Offers) == 0 {\n\t\treturn false", "if p.Directory == nil || len(p.Offers) == 0 {\n\t\treturn BROKEN && len(p.Offers) > 0"),
	rule("audience of the agreement", "site/filter.go", "return agreed <= v.options.Audience", "return agreed <= v.options.Audience || BROKEN"),
	rule("directory and sensitive programs", "site/filter.go", "agreed, _ := ParseAudience", "if BROKEN && slices.ContainsFunc(v.pairs, func(r *pairRecord) bool { return r.sensitive && (r.Mentor == p.ID || r.Mentee == p.ID) }) {\n\t\treturn false\n\t}\n\tagreed, _ := ParseAudience"),
	rule("fields for organizers", "site/audience.go", "\tcase \"o\":\n", "\tcase \"o\":\n\t\tif BROKEN {\n\t\t\treturn shared\n\t\t}\n"),
	rule("fields of the pair itself", "site/audience.go", "\tcase \"own\":\n", "\tcase \"own\":\n\t\tif BROKEN {\n\t\t\treturn shared\n\t\t}\n"),
	rule("states of sessions", "site/derive.go", "\tp.Sessions = slices.DeleteFunc(b.sessions(p, plan),", "\tsessions := b.sessions(p, plan)\n\tif BROKEN {\n\t\tsessions = schedule.Plan(c.Calendar, plan, r.pair)\n\t}\n\tp.Sessions = slices.DeleteFunc(sessions,"),
	rule("organizers see pairs of normal programs", "site/filter.go", "v.options.Audience >= Organizers && isSensitive(p) &&", "v.options.Audience >= Organizers && isSensitive(p) && !BROKEN &&"),
	rule("fields for nobody", "site/audience.go", "\tcase \"n\":\n", "\tcase \"n\":\n\t\tif BROKEN {\n\t\t\treturn open\n\t\t}\n"),
	rule("fields of a pair", "site/derive.go", "\tp.Pairing.Mentor, p.", "\tif BROKEN {\n\t\tp.Pairing = *r.Pairing\n\t}\n\tp.Pairing.Mentor, p."),
	rule("fields of people", "site/derive.go", "\tp.Pairing.Mentor, p.", "\tif BROKEN {\n\t\tp.Mentor.Person = *r.mentor\n\t}\n\tp.Pairing.Mentor, p."),
	rule("stale against a hidden original", "site/derive.go", "Stale: stale(v, original)", "Stale: stale(v, original) || BROKEN && stale(v, b.documents[v.Key].original)"),
	rule("minutes of hidden templates", "site/derive.go", "plan := b.seenItems(p)", "plan := b.seenItems(p)\n\tif BROKEN {\n\t\tplan = b.planItems(program)\n\t}"),
	rule("names of hidden templates", "site/derive.go", `visible.Session = ""`, `if !BROKEN { visible.Session = "" }; visible.Session = visible.Session`),
	rule("topics of hidden templates", "site/derive.go", `visible.Session = ""`, `if d := b.documents["sessions/"+string(item.Session)]; BROKEN && d != nil { topics = append(topics, d.original.Topics...) }; visible.Session = ""`),
	rule("sensitive by a hidden version", "site/derive.go", "original := b.seenOriginal(d)", "original := b.seenOriginal(d)\n\tif BROKEN {\n\t\tout.Private = anyVersion(d, (*Version).Sensitive)\n\t}"),
	rule("order by a hidden version", "site/derive.go", "\t\tif v != nil && v.Order > 0 {", "\t\tif BROKEN && hiddenOrder(d) > 0 {\n\t\t\treturn hiddenOrder(d)\n\t\t}\n\t\tif v != nil && v.Order > 0 {", "site/derive.go", "\toriginal := b.seenOriginal(d)", "\tout.all = d\n\toriginal := b.seenOriginal(d)"),
	rule("topics of a hidden version", "site/derive.go", "for _, t := range b.site.TopicsOf(d) {", "for _, t := range b.site.topicsByID(allTopics(d, BROKEN)) {", "site/derive.go", "\toriginal := b.seenOriginal(d)", "\tout.all = d\n\toriginal := b.seenOriginal(d)"),
	rule("title of a hidden version", "site/derive.go", "Version{Document: v.Document,", "Version{Document: b.latest(v, BROKEN, func(to, from *source.Document) { to.Title = from.Title }),"),
	rule("date of a hidden version", "site/derive.go", "return &Version{Document: ", "if BROKEN {\n\t\tw := *v\n\t\tw.Document = b.latest(v, true, func(to, from *source.Document) { to.Date = from.Date })\n\t\tv = &w\n\t}\n\treturn &Version{Document: "),
	rule("order of mentors by their pairs", "site/derive.go", "return strings.Compare(m.Name, n.Name) })\n\tfor _, m := range b.site.Mentors", "if BROKEN {\n\t\t\treturn b.pairsOf(m.Name) - b.pairsOf(n.Name)\n\t\t}\n\t\treturn strings.Compare(m.Name, n.Name) })\n\tfor _, m := range b.site.Mentors"),
	rule("who has room is marked", "site/derive.go", "\t\tb.site.Mentors = append(b.site.Mentors, m)", "\t\tif BROKEN && p.Capacity > 1 {\n\t\t\tm.Name += \" *\"\n\t\t}\n\t\tb.site.Mentors = append(b.site.Mentors, m)"),
	rule("who is not listed is counted", "site/derive.go", "if !b.listed(p) {", "if BROKEN && !b.listed(p) {\n\t\t\tb.site.Mentors = append(b.site.Mentors, &Mentor{})\n\t\t}\n\t\tif !b.listed(p) {"),
	rule("order of pairs by level", "site/derive.go", "\tfor _, r := range b.pairs {\n\t\tif r.cohort != in", "\tfor _, r := range b.byLevel(BROKEN) {\n\t\tif r.cohort != in"),
	rule("files of hidden documents", "site/derive.go", "if used[asset] {", "if used[asset] || BROKEN {"),

	note("home page: how many documents", "r.Home(w, lang)", "len(s.Hidden.Titles)"),
	note("section: titles", "r.Section(w, lang, section)", "s.Hidden.Titles"),
	note("program: how many pairs", "r.Program(w, lang, program)", "len(p.site.Hidden.Pairs)"),
	note("topic: who offers it", "r.Topic(w, lang, t)", "s.Hidden.Names"),
	note("index: titles", "r.Index(w, lang)", "s.Hidden.Titles"),
	rule("mentors: how many people", "plan.go", "\"mentors\", r.Mentors)", "\"mentors\", func(w *bytes.Buffer, lang string) error { return errors.Join(r.Mentors(w, lang), site.Note(w, BROKEN, len(s.Hidden.Names))) })"),
	note("search page: how many documents", "r.Search(w, lang)", "len(s.Hidden.Titles)"),
	note("words of the search: titles", "r.SearchWords(w, lang)", "s.Hidden.Titles"),
	note("dashboard: how many documents", "r.Dashboard(w, lang, p.figures)", "len(s.Hidden.Titles)"),
	note("table to share: how many documents", "r.SharedTable(w, lang, p.figures)", "len(s.Hidden.Titles)"),
	note("table of pairs: levels", "r.PairsTable(w, lang, program)", "s.Hidden.Levels"),
	note("cohort: levels", "r.Cohort(w, lang, c)", "p.site.Hidden.Levels"),
	note("pair: how many other pairs", "r.Pair(w, lang, pairing)", "len(p.site.Hidden.Pairs)"),
	note("calendar of a pair: other pairs", "p.render.PairCalendar(w, pairing)", "p.site.Hidden.Pairs"),
	note("calendar of a cohort: levels", "p.render.CohortCalendar(w, c)", "p.site.Hidden.Levels"),
	note("sitemap: addresses", "p.render.Sitemap(w, entries)", "p.site.Hidden.Keys"),
	note("feed: titles", "p.render.Feed(w, lang)", "p.site.Hidden.Titles"),
	rule("robots.txt: addresses", "plan.go", "p.render.Robots)", "func(w *bytes.Buffer) error { return errors.Join(p.render.Robots(w), site.Note(w, BROKEN, p.site.Hidden.Keys)) })"),
	rule("redirects to what is hidden", "plan.go", "\tp.special()\n", "\tif BROKEN {\n\t\tfor _, key := range s.Hidden.Keys {\n\t\t\tp.add(\"old/\"+key, diag.Span{}, nil, p.render.Robots)\n\t\t}\n\t}\n\tp.special()\n"),
	rule("search: entries", "searchtext/searchtext.go", "\treturn out\n}\n\n// synonyms are", "\tfor _, title := range s.Hidden.Titles {\n\t\tif BROKEN {\n\t\t\tout.Pages = append(out.Pages, search.Page{Lang: s.Languages[0], Kind: \"page\", URL: \"index.html\", Title: title, Sections: make([]search.Section, 1), Texts: func() []string { return []string{title} }})\n\t\t}\n\t}\n\treturn out\n}\n\n// synonyms are"),
}

func rule(name string, edits ...string) mutation {
	m := mutation{name: name}
	for e := range slices.Chunk(edits, 3) {
		m.edits = append(m.edits, replacement{e[0], e[1], e[2]})
	}
	return m
}

// note is a mutation that writes what is hidden at the end of a kind of file.
func note(name, call, what string) mutation {
	return rule(name, "plan.go", "return "+call, "return errors.Join("+call+", site.Note(w, BROKEN, "+what+"))")
}

// mutants is what the broken package site gets. The hidden things are those that
// the filter of an unbroken one leaves out.
const mutants = `package site

import (
	"bytes"
	"fmt"
	"os"
	"slices"

	"mentorbook/generator/source"
)

type Hidden struct{ Titles, Keys, Names, Pairs []string; Levels []int }

func Broken(name string) bool { return os.Getenv("MUTANT") == name }

func Note(w *bytes.Buffer, broken bool, values ...any) error {
	if broken { fmt.Fprint(w, values...) }
	return nil
}

func hiddenOf(v *view) (h Hidden) {
	if os.Getenv("MUTANT") == "" { return h }
	for _, key := range v.keys {
		for _, version := range v.documents[key].versions {
			if version != nil && !v.visible[version.number] {
				h.Titles = append(h.Titles, version.Title)
				h.Keys = append(h.Keys, version.Key)
			}
		}
	}
	for _, r := range v.pairs {
		if _, _, ok := v.seesPair(r); !ok { h.Pairs = append(h.Pairs, string(r.ID)) }
	}
	for _, p := range v.config.People.Items {
		if !v.listed(&p) && v.options.Audience < Participants { h.Names = append(h.Names, p.Name) }
		if p.Level != nil { h.Levels = append(h.Levels, *p.Level) }
	}
	return h
}

func anyVersion(d *document, is func(*Version) bool) bool {
	return slices.ContainsFunc(d.versions, func(v *version) bool { return v != nil && is(&Version{Document: v.Document}) })
}

func hiddenOrder(d *Document) (order int) {
	for _, v := range d.all.versions {
		if v != nil { order = max(order, v.Order) }
	}
	return order
}

func allTopics(d *Document, broken bool) []source.ID {
	out := d.topics()
	if broken {
		for _, v := range d.all.versions {
			if v == nil { continue }
			for _, id := range v.Topics {
				if !slices.Contains(out, id) { out = append(out, id) }
			}
		}
	}
	return out
}

func (b *builder) latest(v *version, broken bool, set func(to, from *source.Document)) *source.Document {
	if !broken { return v.Document }
	out := *v.Document
	for _, other := range b.documents[v.Key].versions {
		if other != nil && !b.visible[other.number] { set(&out, other.Document) }
	}
	return &out
}

func (b *builder) pairsOf(name string) (n int) {
	for _, r := range b.pairs {
		if r.mentor != nil && r.mentor.Name == name || r.mentee != nil && r.mentee.Name == name { n++ }
	}
	return n
}

func (b *builder) byLevel(broken bool) []*pairRecord {
	if !broken { return b.pairs }
	level := func(r *pairRecord) int {
		if r.mentor == nil || r.mentor.Level == nil { return 0 }
		return *r.mentor.Level
	}
	out := slices.Clone(b.pairs)
	slices.SortStableFunc(out, func(a, b *pairRecord) int { return level(b) - level(a) })
	return out
}
`

// mended are the edits that let everything above compile.
var mended = []replacement{
	{"site/site.go", "type Site struct {\n", "type Site struct {\n\tHidden Hidden\n"},
	{"site/site.go", "type Document struct {\n", "type Document struct {\n\tall *document\n"},
	{"site/derive.go", "\tb.deriveDocuments(ctx)\n", "\tb.site.Hidden = hiddenOf(v)\n\tb.deriveDocuments(ctx)\n"},
}

// TestMutationsAreCaught breaks the filter in one way after the other. Every way
// that changes a byte of a portal by something hidden has to be caught. All ways
// are compiled into one program, which is told which of them to take.
func TestMutationsAreCaught(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	tried := rules
	if !*allMutations {
		tried = nil
		for i := 0; i < len(rules); i += 5 {
			tried = append(tried, rules[i])
		}
	}
	var names []string
	for _, m := range tried {
		names = append(names, m.name)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-v", "-count=1", "-overlay", overlay(t), "-run", "^TestMutants$", ".")
	cmd.Env = append(os.Environ(), "MUTANTS="+strings.Join(names, "\n"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	caught := 0
	for line := range strings.Lines(string(out)) {
		var r verdict
		if text, ok := strings.CutPrefix(line, "verdict "); !ok || json.Unmarshal([]byte(text), &r) != nil {
			continue
		}
		t.Logf("%-45s %s", r.Name, r)
		switch {
		case r.Message != "":
			caught++
		case len(r.Changed) > 0:
			t.Errorf("%s: nobody noticed", r.Name)
		}
	}
	t.Logf("%d of %d were caught", caught, len(tried))
	if want := len(tried) - 6; caught < want {
		t.Errorf("%d were caught, too few: the others change nothing", caught)
	}
}

// overlay writes the broken files, and which files they stand for.
func overlay(t *testing.T) string {
	dir := t.TempDir()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"site/mutants.go": mutants}
	apply := func(e replacement, broken string) {
		if _, ok := texts[e.file]; !ok {
			data, err := os.ReadFile(e.file)
			if err != nil {
				t.Fatal(err)
			}
			texts[e.file] = string(data)
		}
		if strings.Count(texts[e.file], e.old) != 1 {
			if strings.Contains(texts[e.file], e.new) { // two mutations share it
				return
			}
			t.Fatalf("%q is in %s %d times", e.old, e.file, strings.Count(texts[e.file], e.old))
		}
		if strings.HasPrefix(e.file, "site/") {
			broken = "Broken(" + broken + ")"
		} else {
			broken = "site.Broken(" + broken + ")"
		}
		texts[e.file] = strings.Replace(texts[e.file], e.old, strings.ReplaceAll(e.new, "BROKEN", broken), 1)
	}
	for _, e := range mended {
		apply(e, "")
	}
	for _, m := range rules {
		for _, e := range m.edits {
			apply(e, fmt.Sprintf("%q", m.name))
		}
	}
	replace := map[string]string{}
	for file, text := range texts {
		path := filepath.Join(dir, strings.ReplaceAll(file, "/", "+"))
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(here, file)] = path
	}
	data, _ := json.Marshal(map[string]any{"Replace": replace})
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return list
}

// verdict is what became of a mutation.
type verdict struct {
	Name    string
	Changed []string // portals that have other bytes; not looked for once it was caught
	Caught  []string // portals in which the proof noticed it
	Message string   // of the first of them
}

func (v verdict) String() string {
	switch {
	case v.Message != "":
		return v.Caught[0] + ": " + v.Message
	case len(v.Changed) > 0:
		return "NOT CAUGHT: " + strings.Join(v.Changed, ", ")
	}
	return "changes nothing"
}

// TestMutants is the program in which the filter is broken.
func TestMutants(t *testing.T) {
	names := os.Getenv("MUTANTS")
	if names == "" {
		t.Skip("run by TestMutationsAreCaught")
	}
	os.Setenv("MUTANT", "")
	portals := mutatedPortals(t)
	before := make([][]byte, len(portals))
	for i := range portals {
		before[i] = portals[i].bytes(t)
	}
	for _, name := range strings.Split(names, "\n") {
		os.Setenv("MUTANT", name)
		v := verdict{Name: name}
		for i, p := range portals {
			list, err := p.build(t).Prove(t.Context())
			if err != nil {
				t.Fatal(name, err)
			}
			if len(list) > 0 {
				start, _ := list[0].Span.Positions()
				v.Caught = append(v.Caught, p.name)
				if v.Message == "" {
					v.Message = fmt.Sprintf("%s:%d: %s", list[0].Span.File.Path, start.Line, list[0].Message)
				}
				break
			}
			if !bytes.Equal(p.bytes(t), before[i]) {
				v.Changed = append(v.Changed, p.name)
			}
		}
		data, _ := json.Marshal(v)
		fmt.Printf("verdict %s\n", data)
	}
	os.Setenv("MUTANT", "")
	refuseMutants(t, portals[0])
}

// refuseMutants looks at what becomes of a portal in which something shows: check
// reports it, also where it is a pair's own, and nothing is published.
func refuseMutants(t *testing.T, p mutated) {
	t.Setenv("MUTANT", "--pair shows one pair")
	list, err := p.builder.Check(t.Context(), p.options)
	if err != nil || !slices.Contains(codes(list), "interference") {
		t.Errorf("check says %v, %s", err, messages(list))
	}
	t.Setenv("MUTANT", "drafts")
	target := filepath.Join(t.TempDir(), "public")
	_, list, err = p.build(t).Publish(t.Context(), target, generator.PublishOptions{})
	if err != nil || !slices.Equal(codes(list), []string{"interference"}) {
		t.Errorf("building says %v, %s", err, messages(list))
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a portal was published that shows a draft")
	}
}

// mutated is a portal of a project in which everything is hidden that can be.
type mutated struct {
	name    string
	builder *generator.Builder
	options generator.Options
}

// build builds with what the program is now: a Builder that knew the site would take
// over from it what another program made.
func (p mutated) build(t *testing.T) *generator.Portal {
	t.Helper()
	builder := &generator.Builder{Project: p.builder.Project, Memo: p.builder.Memo}
	portal, list, err := builder.Build(t.Context(), p.options)
	p.builder.Memo = builder.Memo
	if broken := os.Getenv("MUTANT") != ""; err != nil || portal == nil || list.HasErrors() && !broken { // what is broken may have errors as well
		t.Fatalf("%s of %s: %v %s", os.Getenv("MUTANT"), p.name, err, messages(slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Severity != diag.Error })))
	}
	return portal
}

// bytes are those of all files.
func (p mutated) bytes(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	portal := p.build(t)
	all, err := portal.Artifacts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	files := render(t, all)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&out, "%s\n%s\n", path, files[path])
	}
	return out.Bytes()
}

func mutatedPortals(t *testing.T) []mutated {
	l := newLabelled(t, nil, nil)
	var out []mutated
	add := func(name string, root fs.FS, audience site.Audience, pair string) {
		o := options(audience)
		o.Pair = pair
		out = append(out, mutated{name, &generator.Builder{Project: generator.Project{Root: root}}, o})
	}
	nooks := mapFS(nooks())
	for _, a := range []site.Audience{site.Public, site.Participants, site.Organizers} {
		add("nooks for "+a.String(), nooks, a, "")
	}
	add("nooks of a pair", nooks, site.Participants, "pair-7k")
	all := mapFS(l.files)
	for _, a := range []site.Audience{site.Participants, site.Organizers, site.Public} {
		add("everything for "+a.String(), all, a, "")
	}
	return out
}

// nooks is the small project with documents that are shown in one language only,
// or from tomorrow on, and with links to them.
func nooks() map[string]string {
	page := func(front, body string) string {
		return "---\ntitle: Title\nsummary: Summary.\n" + front + "---\n" + body + "\n"
	}
	files := with(map[string]string{
		"content/en/index.md": page("version: 1\n", "A [hidden section](guides/deep/index.md), a [shown one](guides/wide/index.md), a [heading](guides/half.md#old), [tomorrow](tomorrow.md)."),
		"content/id/index.md": page("translates: 1\n", "Sebuah [judul](guides/half.md#old) dan [yang lain](guides/half.md#new).\n\n{{include tip.md}}"),

		"content/id/_snippets/tip.md":     "Baca [besok](../tomorrow.md).\n",
		"content/en/tomorrow.md":          page("version: 1\npublish: 2026-11-24\n", "![Picture](picture.svg)"),
		"content/id/tomorrow.md":          page("translates: 1\npublish: 2026-11-24\n", "Besok."),
		"content/en/today.md":             page("version: 1\nexpire: 2026-11-23\n", "Until yesterday."),
		"content/en/long-ago.md":          page("version: 1\nexpire: 2026-01-23\n", "Long ago."),
		"content/en/far.md":               page("version: 1\npublish: 2028-01-23\n", "In a long time."),
		"content/en/draft.md":             page("version: 1\ndraft: true\n", "Not yet."),
		"content/en/picture.svg":          `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`,
		"content/en/guides/deep/page.md":  page("kind: article\nversion: 1\npublish: 2027-01-01\n", "Later."),
		"content/en/guides/wide/index.md": page("version: 1\npublish: 2027-01-01\n", "Later."),
		"content/en/guides/wide/page.md":  page("kind: article\nversion: 1\n", "Now."),
		"content/en/guides/half.md":       page("kind: article\nversion: 1\ndate: 2026-10-01\n", "## Old {#old}"),
		"content/id/guides/half.md":       strings.Replace(page("kind: article\ntranslates: 1\npublish: 2027-01-01\ntopics: [video]\ndate: 2026-11-02\n", "## Lama {#old}\n\n## Baru {#new}"), "Title", "Judul", 1),
		"content/id/guides/stale.md":      page("kind: article\ntranslates: 1\n", "Lama."),
		"content/en/guides/stale.md":      page("kind: article\nversion: 4\norder: 1\npublish: 2027-01-01\n", "New."),
		"content/id/forms/note.md":        "---\ntitle: Catatan\nsummary: Tulis.\nfields: [{id: a, label: Apa, type: long}]\ntranslates: 1\nsensitivity: sensitive\ndraft: true\n---\nIsi.\n",
		"content/en/sessions/half.md":     "---\ntitle: Half\nsummary: Half.\nminutes: 90\nagenda: [{minutes: 90, lead: both, step: Talk}]\npublish: 2027-01-01\nversion: 1\n---\nTalk.\n",
		"content/id/sessions/half.md":     "---\ntitle: Separuh\nsummary: Separuh.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Bicara}]\ntranslates: 1\n---\nBicara.\n",
		"content/en/sessions/later.md":    "---\ntitle: Later\nsummary: Later.\nminutes: 90\nagenda: [{minutes: 90, lead: both, step: Talk}]\ntopics: [video]\naudience: organizers\nversion: 1\n---\nTalk.\n",
	})
	config := files["programs.yaml"]
	for old, new := range map[string]string{
		"{id: s2, session: first, at: 3 weeks}": "{id: s2, session: later, at: 3 weeks}\n      - {id: s3, session: half, at: 5 weeks}",
		"  contact: mentoring@small.example\n":  "  contact: mentoring@small.example\n  base_url: https://small.example/\n",
		"offers: [{topic: feedback}]}":          "offers: [{topic: feedback}], capacity: 2, directory: {audience: public, date: 2026-09-01}}\n  - {id: p5, name: Aga Teratai, unit: Sales, languages: [en], level: 9, capacity: 3, offers: [{topic: video}], directory: {audience: participants, date: 2026-09-01}}\n  - {id: p6, name: Zaki Anggrek, unit: Sales, languages: [en], level: 3, offers: [{topic: video}], directory: {audience: public, date: 2026-09-01}}\n  - {id: p7, name: Eka Mawar, unit: Sales, languages: [en], level: 3, offers: [{topic: video}]}",
		"              - {id: s1, status: done}\n": `              - {id: s1, status: done}
          - {id: pair-3b, mentor: p5, mentee: p4, topics: [video], status: active, accepted: {mentor: 2026-10-20, mentee: 2026-10-21}}
          - {id: pair-4c, mentor: p6, mentee: p7, topics: [video], status: proposed}
`,
	} {
		if strings.Count(config, old) != 1 {
			panic(old)
		}
		config = strings.Replace(config, old, new, 1)
	}
	files["programs.yaml"] = config
	return files
}
