package generator_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

var projects = flag.Int("projects", 6, "how many random projects TestRandomProjectsAreProved proves")

// TestRandomProjectsAreProved proves every portal of random projects: whatever
// is hidden has no influence, and none of it is taken for an influence. What the
// proof spares itself is done here: the files of the two portals are made and
// compared.
func TestRandomProjectsAreProved(t *testing.T) {
	t.Parallel()
	sound := 0
	for seed := range *projects {
		p := newProject(uint64(seed))
		root := mapFS(p.files)
		if list, err := generator.Check(t.Context(), generator.Project{Root: root}, options(site.Public)); err != nil || list.HasErrors() {
			if strings.Contains(messages(list), "interference") {
				t.Errorf("%d: %s", seed, messages(list))
			}
			t.Log(seed, messages(list))
			continue
		}
		sound++
		for _, o := range p.portals() {
			assertProved(t, root, o)
			if t.Failed() {
				t.Fatal(seed, o.Audience, o.Pair, o.Drafts)
			}
		}
	}
	if sound < *projects*3/4 {
		t.Errorf("only %d of %d projects have no mistakes", sound, *projects)
	}
}

// project is a project that is written at random, without mistakes.
type project struct {
	*rand.Rand
	files map[string]string
	keys  []string
	texts map[string]map[string]*text // by key and language
	pairs []string
}

// text is a document in one language.
type text struct {
	audience string
	draft    bool
	version  int // 0 of a translation
	headings []string
}

var audienceRank = map[string]int{"": 0, "public": 0, "participants": 1, "organizers": 2}

func newProject(seed uint64) *project {
	p := &project{Rand: rand.New(rand.NewPCG(seed, 13)), files: map[string]string{}, texts: map[string]map[string]*text{}}
	for _, folder := range []string{"", "guides", "guides/deep", "guides/deep/er", "sessions", "forms"} {
		for _, name := range []string{"index", "a", "b", "c"} {
			key := strings.TrimPrefix(folder+"/"+name, "/")
			if name != "c" || p.IntN(2) == 0 {
				p.plan(key)
			}
		}
	}
	p.files["content/en/_snippets/tip.md"] = "Read [this](../" + p.openLink("en") + ").\n\n![A](a.svg)\n"
	if p.IntN(2) == 0 {
		p.files["content/id/_snippets/tip.md"] = "Baca [ini](../" + p.openLink("id") + ").\n"
	}
	p.files["content/en/_snippets/a.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`
	p.files["content/en/guides/b.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="5" height="3"/>`
	p.files["content/id/guides/b.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="6" height="3"/>`
	for _, key := range p.keys {
		for _, lang := range []string{"en", "id"} {
			if p.texts[key][lang] != nil {
				p.write(key, lang)
			}
		}
	}
	p.data()
	return p
}

func (p *project) portals() []generator.Options {
	var out []generator.Options
	for _, a := range site.Audiences() {
		o := options(a)
		o.Drafts = p.IntN(4) == 0
		out = append(out, o)
	}
	for _, id := range p.pairs {
		o := options(site.Participants)
		o.Pair = id
		out = append(out, o)
	}
	return out
}

func (p *project) pick(choices ...string) string { return choices[p.IntN(len(choices))] }

// plan decides who reads a document, and in which languages it is written.
func (p *project) plan(key string) {
	audience := p.pick("", "", "public", "participants", "organizers")
	languages := [][]string{{"en", "id"}, {"en", "id"}, {"en"}, {"id"}}[p.IntN(4)]
	if key == "sessions/a" {
		languages = []string{"en", "id"}
	}
	p.keys, p.texts[key] = append(p.keys, key), map[string]*text{}
	original := p.pick(languages...)
	for _, lang := range languages {
		v := &text{audience: audience, draft: p.IntN(6) == 0 && !strings.HasPrefix(key, "sessions/")}
		if lang == original {
			v.version = 1 + p.IntN(3)
		}
		for _, h := range []string{"one", "two"} {
			if p.IntN(2) == 0 {
				v.headings = append(v.headings, h)
			}
		}
		p.texts[key][lang] = v
	}
}

// openLink is a way from the folder of a language to a document that anybody may
// be led to.
func (p *project) openLink(lang string) string {
	for _, i := range p.Perm(len(p.keys)) {
		if v := p.seen(p.keys[i], lang); audienceRank[v.audience] == 0 && !v.draft && p.seen(p.keys[i], "en") == p.seen(p.keys[i], "id") {
			return p.keys[i] + ".md"
		}
	}
	return "guides/index.md" // an error, and so another project
}

// seen is the version that a reader of a language is led to.
func (p *project) seen(key, lang string) *text {
	if v := p.texts[key][lang]; v != nil {
		return v
	}
	for _, other := range []string{"en", "id"} {
		if v := p.texts[key][other]; v != nil {
			return v
		}
	}
	return nil
}

func (p *project) write(key, lang string) {
	v := p.texts[key][lang]
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s in %s\nsummary: Of %s.\n", key, lang, key)
	option := func(text string) {
		if p.IntN(3) == 0 {
			b.WriteString(text + "\n")
		}
	}
	if v.audience != "" {
		fmt.Fprintf(&b, "audience: %s\n", v.audience)
	}
	if v.draft {
		b.WriteString("draft: true\n")
	}
	option(p.pick("publish: 2027-02-03", "publish: 2026-01-02", "expire: 2026-11-01", "expire: 2027-11-01", "expire: 2026-11-23", "publish: 2026-11-23"))
	option(fmt.Sprintf("order: %d", p.IntN(5)))
	option("topics: [" + p.pick("feedback", "video", "feedback, video") + "]")
	option(fmt.Sprintf("date: 2026-%02d-02", 1+p.IntN(10)))
	option(fmt.Sprintf("aliases: [old-%d.html]", p.IntN(100_000)))
	option("author: Somebody")
	if _, ok := p.texts["guides/b"]; ok {
		option("related: [b, a]")
	}
	if v.version > 0 {
		fmt.Fprintf(&b, "version: %d\n", v.version)
	} else {
		for _, o := range p.texts[key] {
			if o.version > 0 {
				fmt.Fprintf(&b, "translates: %d\n", 1+p.IntN(o.version))
			}
		}
	}
	section, name, _ := strings.Cut(key, "/")
	switch {
	case name == "" || strings.HasSuffix(key, "/index"):
	case section == "guides":
		b.WriteString("kind: article\n")
	case section == "sessions":
		minutes := 20 + 5*p.IntN(9)
		fmt.Fprintf(&b, "minutes: %d\nagenda: [{minutes: %d, lead: both, step: Talk}]\n", minutes, minutes)
		option("sensitivity: sensitive")
	case section == "forms":
		b.WriteString("fields: [{id: a, label: What, type: long}]\n")
		option("sensitivity: sensitive")
	}
	b.WriteString("---\nText.\n\n")
	for _, h := range v.headings {
		fmt.Fprintf(&b, "## %s {#%s}\n\n", h, h)
	}
	if p.IntN(3) == 0 {
		b.WriteString("{{include tip.md}}\n\n")
	}
	if section == "guides" && p.IntN(3) == 0 && strings.Count(key, "/") == 1 {
		b.WriteString("![B](b.svg)\n\n")
	}
	p.links(&b, key, lang)
	p.files["content/"+lang+"/"+key+".md"] = b.String()
}

// links leads to documents that the readers of a text may be led to.
func (p *project) links(b *strings.Builder, key, lang string) {
	v, up := p.texts[key][lang], strings.Repeat("../", strings.Count(key, "/"))
	for range 8 {
		to := p.pick(p.keys...)
		target, insist := p.seen(to, lang), ""
		if other := p.pick("en", "id"); p.IntN(4) == 0 && other != lang && p.texts[to][other] != nil {
			target, insist = p.texts[to][other], "../"+other+"/"
		}
		if audienceRank[target.audience] > audienceRank[v.audience] || target.draft && !v.draft {
			continue
		}
		fragment := ""
		if len(target.headings) > 0 && p.IntN(2) == 0 {
			fragment = "#" + p.pick(target.headings...)
		}
		fmt.Fprintf(b, "A [link](%s%s%s.md%s).\n", up, insist, to, fragment)
	}
	for _, folder := range []string{"guides/deep", "guides/deep/er"} { // a page that may not be written
		if p.texts[folder+"/index"] == nil && p.IntN(2) == 0 {
			fmt.Fprintf(b, "A [section](%s%s/index.md).\n", up, folder)
		}
	}
}

// data writes programs, people and pairs.
func (p *project) data() {
	var b strings.Builder
	b.WriteString(`site: {title: Random, languages: [en, id], timezone: Asia/Jakarta, base_url: "https://r.example/"}
topics: {feedback: {en: Feedback, id: Umpan}, video: {en: Video, id: Film}}
people:
`)
	for i := range 8 {
		fmt.Fprintf(&b, "  - {id: p%d, name: Person Number%d, unit: Unit %d, site: Town %d, languages: [%s], level: %d, capacity: 3, email: p%d@r.example", i, p.IntN(50), p.IntN(3), p.IntN(3), p.pick("en", "id", "en, id", "id, en"), p.IntN(9), i)
		b.WriteString(p.pick("", ", offers: [{topic: video, depth: 2}]", ", offers: [{topic: video}, {topic: feedback}]"))
		b.WriteString(p.pick("", ", wants: [{topic: video}]"))
		b.WriteString(p.pick("", ", directory: {audience: "+p.pick("public", "participants", "organizers")+", date: 2026-09-01}"))
		b.WriteString("}\n")
	}
	b.WriteString("programs:\n")
	sessions := []string{}
	for _, key := range p.keys {
		if name, ok := strings.CutPrefix(key, "sessions/"); ok && name != "index" {
			sessions = append(sessions, name)
		}
	}
	guides := []string{}
	for _, key := range p.keys {
		if name, ok := strings.CutPrefix(key, "guides/"); ok && p.IntN(2) == 0 {
			guides = append(guides, name)
		}
	}
	for i := range 3 {
		fmt.Fprintf(&b, "  - id: program-%d\n    title: Program %d\n    type: traditional\n    track: %s\n    purpose: To learn.\n", i, i, p.pick("custom", "custom", "diversity"))
		b.WriteString(p.pick("", "    sensitivity: sensitive\n") + p.pick("", "", "    pairs_visible: pair\n") + p.pick("", "    driver: mentor\n"))
		fmt.Fprintf(&b, "    support: [{title: Care, url: \"tel:+62000\"}]\n    guides: [%s]\n    plan:\n", strings.Join(guides, ", "))
		for s := range 4 {
			fmt.Fprintf(&b, "      - {id: s%d, session: %s, at: P%dW}\n", s, p.pick(sessions...), 2*s)
		}
		fmt.Fprintf(&b, "    cohorts:\n      - id: c\n        starts: 2026-11-02\n        ends: 2027-03-31\n        closed_dates: [2026-12-25]\n        pairings:\n")
		for n := range p.IntN(3) {
			id := fmt.Sprintf("pair-%d%d", i, n)
			p.pairs = append(p.pairs, id)
			two := p.Perm(8)
			fmt.Fprintf(&b, "          - {id: %s, mentor: p%d, mentee: p%d, topics: [video], status: %s", id, two[0], two[1], p.pick("proposed", "accepted", "active", "paused", "ended", "completed"))
			b.WriteString(p.pick("", ", slot: {day: tue, time: \"10:00\"}") + p.pick("", ", timezone: Asia/Jayapura") + p.pick("", ", driver: mentee"))
			b.WriteString(p.pick("", ", sessions: [{id: s1, starts: 2026-12-08T10:15, status: moved}, {id: s2, status: cancelled}]") + "}\n")
		}
	}
	text := strings.ReplaceAll(b.String(), "        pairings:\n  - id", "        pairings: []\n  - id")
	if strings.HasSuffix(text, "pairings:\n") {
		text = strings.TrimSuffix(text, "\n") + " []\n"
	}
	p.files["programs.yaml"] = text
}
