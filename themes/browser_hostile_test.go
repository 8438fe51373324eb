package themes_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// vectors are what testdata/hostile.txt lists.
func vectors(t *testing.T) (out []string) {
	t.Helper()
	data, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	controls := strings.NewReplacer("␉", "\t", "␊", "\n", "␍", "\r", "␀", "\x00", "␌", "\f", "␁", "\x01")
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			out = append(out, controls.Replace(strings.TrimSuffix(line, "\n")))
		}
	}
	return out
}

// hostileYAML is front matter and programs.yaml with a @ at every place where a
// writer types text. After it stands ? where only the search knows the text.
var hostileYAML = map[string]string{
	"programs.yaml": `site: {title: @, languages: [en], organisation: @, timezone: Asia/Jakarta}
topics: {video: {en: @, synonyms: [@?, @?]}, data: {en: @}}
glossary: {face: {term: @, definition: @, synonyms: [@]}}
people:
  - {id: p1, name: @, salutation: @, unit: @, site: @, languages: [en], level: 1, offers: [{topic: video}], directory: {audience: public, date: 2026-01-01}}
  - {id: p2, name: @, salutation: @, unit: @, site: @, languages: [en], level: 9, wants: [{topic: video}]}
programs:
  - id: social
    title: @
    type: reverse
    track: custom
    purpose: @
    support: [{title: @, url: "tel:+62"}]
    plan: [{id: s1, session: s0, at: P0W}, {id: s2, session: s1, at: P2W}]
    milestones: [{id: agreed, title: @, scope: pair, owner: both, at: P1W}, {id: begun, title: @, scope: program, owner: organizer, at: P1W}]
    cohorts:
      - id: 2026a
        starts: 2026-11-02
        ends: 2027-03-31
        closed_dates: [{from: 2026-12-25, title: @}]
        pairings:
          - {id: pair-7k, mentor: p1, mentee: p2, topics: [video], status: active, accepted: {mentor: 2026-10-20, mentee: 2026-10-21}, slot: {day: tue, time: "10:00"}}
`,
	"guide":   "title: @\nsummary: @\nkind: article\ntopics: [video]\nauthor: @\nowner: @\nimage: {src: ok.svg, alt: @, credit: @}\nreferences: [{title: @, note: @}]\n",
	"session": "title: @\nsummary: @\nminutes: 10\nroles: {mentor: @, mentee: @}\nprep: {mentor: [@, @], mentee: [@]}\nagenda: [{minutes: 5, lead: mentor, step: @, detail: @}, {minutes: 5, lead: both, step: @, detail: @}]\nprompts: [@, @, @]\noutcome: @\nfollow_up: [@, @]\n",
	"form":    "title: @\nsummary: @\nfields:\n  - {id: a, label: @, type: scale, help: @, group: @, low: @, high: @}\n  - {id: b, label: @, type: choice, options: [@, @]}\n  - {id: c, label: @, type: long, help: @}\n",
}

// hostileMarkdown is where a text may stand in Markdown, with a @ for it.
var hostileMarkdown = []string{
	"@", "x @ y", "## @", "@\n===", "- @", "1. @\n   @", "> @", "> [!NOTE]\n> @", "> [!@]\n> x", "- [ ] @", "*@*", "~~@~~", "`@`", "``` @\nx\n```", "```\n@\n```", "    @",
	"| a | b |\n|---|---|\n| @ | `@` |", "@\n: @", "[@](https://example.com/)", "[x](@)", "[x](<@>)", `[x](https://example.com/ "@")`, "[x](https://example.com/?@#@)",
	"![@](ok.svg)", `![x](ok.svg "@")`, `![x](ok.svg '@ | @')`, "<@>", "<https://example.com/@>", "https://example.com/@", "www.example.com/@", "[r]\n\n[r]: @", "[r]\n\n[r]: https://example.com/ '@'", "x[^n]\n\n[^n]: @", "<!-- @ -->", "<!--@", "&#60;@", "[x](term:face \"@\")",
}

// hostileSite is a project that says nothing but vectors.
type hostileSite struct {
	t       *testing.T
	vectors []string
	next    int
	typed   []string // texts that have to be seen as they were typed
	files   map[string]string
	blocks  map[string][]string // of Markdown, by file
}

func newHostileSite(t *testing.T) *hostileSite {
	h := &hostileSite{t: t, vectors: vectors(t), files: map[string]string{}, blocks: map[string][]string{}}
	if len(h.vectors) < 200 {
		t.Fatalf("there are %d vectors only", len(h.vectors))
	}
	h.files["programs.yaml"] = h.yaml("programs.yaml")
	for _, folder := range []string{"guides", "sessions", "forms"} {
		h.files["content/en/"+folder+"/ok.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`
	}
	for n := range 8 { // so that every place gets vectors of eight kinds
		for _, kind := range []string{"guide", "session", "form"} {
			h.blocks[fmt.Sprintf("content/en/%ss/%s%d.md", kind, kind[:1], n)] = []string{"---\n" + h.yaml(kind) + "---"}
		}
	}
	for place, template := range hostileMarkdown {
		name := fmt.Sprintf("content/en/guides/m%d.md", place)
		h.blocks[name] = []string{"---\ntitle: Place " + fmt.Sprint(place) + "\nsummary: S\nkind: article\n---"}
		for i, v := range h.vectors {
			if *thorough || (i+place)%5 == 0 {
				label := strings.NewReplacer("[r]", fmt.Sprintf("[r%d]", i), "[^n]", fmt.Sprintf("[^n%d]", i)).Replace(template)
				h.blocks[name] = append(h.blocks[name], strings.ReplaceAll(label, "@", v))
			}
		}
	}
	return h
}

// yaml writes a vector wherever there is a @: one that is unlike all others, and
// what is added is a comment in a script, and part of a text.
func (h *hostileSite) yaml(kind string) string {
	var b strings.Builder
	pieces := strings.Split(hostileYAML[kind], "@")
	for i, piece := range pieces {
		b.WriteString(strings.TrimPrefix(piece, "?"))
		if i+1 == len(pieces) {
			break
		}
		text := strings.Repeat("x", 121)
		for len(text) > 120 {
			h.next++
			text = fmt.Sprintf("%s//%d", h.vectors[h.next*7%len(h.vectors)], h.next) // neighbours are of one kind
		}
		if !strings.HasPrefix(pieces[i+1], "?") {
			h.typed = append(h.typed, text)
		}
		b.WriteString(quoteYAML(text))
	}
	return b.String()
}

// quoteYAML writes a string as JSON does, but with < and & as they are.
func quoteYAML(s string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.Encode(s) // a string can always be written
	return strings.TrimSpace(b.String())
}

// publish builds the site without the blocks that are refused.
func (h *hostileSite) publish() *portal {
	h.t.Helper()
	refused := 0
	for {
		for name, blocks := range h.blocks {
			h.files[name] = strings.Join(blocks, "\n\n") + "\n"
		}
		project := fstest.MapFS{}
		for name, text := range h.files {
			project[name] = &fstest.MapFile{Data: []byte(text)}
		}
		_, list, err := (&generator.Builder{Project: generator.Project{Root: project}}).Build(h.t.Context(), generator.Options{Audience: site.Organizers, Now: hostileDay})
		if err != nil {
			h.t.Fatal(err)
		}
		if !list.HasErrors() {
			h.t.Logf("%d blocks were refused", refused)
			return publishSmall(h.t, h.files)
		}
		drop := map[string]map[int]bool{}
		for _, d := range list {
			if d.Severity != diag.Error {
				continue
			}
			name := d.Span.File.Path
			start, _ := d.Span.Positions()
			block, line := 0, 1
			for ; block < len(h.blocks[name]); block++ {
				if line += strings.Count(h.blocks[name][block], "\n") + 2; line > start.Line {
					break
				}
			}
			if block == 0 || block >= len(h.blocks[name]) {
				h.t.Fatalf("%s:%d: %s", name, start.Line, d.Message)
			}
			if drop[name] == nil {
				drop[name] = map[int]bool{}
			}
			drop[name][block] = true
		}
		for name, those := range drop {
			var kept []string
			for i, block := range h.blocks[name] {
				if those[i] {
					refused++
				} else {
					kept = append(kept, block)
				}
			}
			h.blocks[name] = kept
		}
	}
}

var hostileDay = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// tripwire makes an error of whatever runs.
const tripwire = `for (const name of ['alert', 'confirm', 'prompt', 'msgbox']) window[name] = (...args) => console.error('something runs: ' + name + '(' + args + ')');`

// inert lists what in the page could run once it is touched. The policy sees to
// style attributes.
const inert = `(root => [...document.querySelectorAll('*')].flatMap(e => {
		const why = [];
		if (e.matches('iframe, frame, frameset, object, embed, applet, base, marquee, video, audio, source, math, xss, isindex, keygen, bgsound, listing, xmp, plaintext, foreignObject, animate, set, image, blink, font, body meta, body link, body style, body > title, main > title'))
			why.push('element');
		for (const {name, value} of e.attributes) {
			if (/^on/i.test(name) || ['srcdoc', 'formaction', 'ping', 'background', 'srcset'].includes(name)) why.push(name);
			if (['href', 'src', 'action', 'xlink:href', 'data', 'poster'].includes(name) && !value.startsWith('#'))
				try { if (!['http:', 'https:', 'file:', 'mailto:', 'tel:', 'webcal:'].includes(new URL(value, document.baseURI).protocol) && !e.matches('link[rel=icon][href^="data:image/svg+xml,"]')) why.push(name); }
				catch { /* leads nowhere */ }
		}
		// The page for what is missing has one script inside, which its policy names by its sum.
		const own = location.pathname.endsWith('/404.html') && document.scripts.length === 1 && !e.src;
		if (e.localName === 'script' && !e.src.startsWith(root) && !own) why.push('script');
		return why.map(w => w + ': ' + e.outerHTML.slice(0, 200));
	}))`

func isInert(b *tab) {
	b.t.Helper()
	b.None("active", inert+`(`+quote(b.base)+`)`)
}

// TestNothingThatWritersTypeRuns opens every page of a portal whose every text
// attacks its readers.
func TestNothingThatWritersTypeRuns(t *testing.T) {
	t.Parallel()
	h := newHostileSite(t)
	b := newTab(t)
	b.visit(h.publish())
	b.Before(tripwire)
	desktop(b)
	seen := ""
	for _, name := range b.portal.pages {
		b.load(name)
		isInert(b)
		seen += eval[string](b, `[document.documentElement.textContent, ...[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.value))].join('\n')`) + "\n"
	}
	searchIsInert(b, h.vectors)
	runnerIsInert(b, h.vectors)
	seen = folded(seen)
	for _, text := range h.typed {
		if !strings.Contains(seen, folded(text)) {
			t.Errorf("no page says %q", text)
		}
	}
}

// searchIsInert asks the search for vectors, typed and in its address.
func searchIsInert(b *tab, vectors []string) {
	b.t.Helper()
	for i, v := range vectors {
		if i%40 == 0 || *thorough {
			b.load("search.html?q=" + url.QueryEscape(v))
			b.Wait(searchAnswer)
			isInert(b)
		}
	}
	b.load("search.html?q=alert")
	b.Wait(searchAnswer)
	if len(b.found()) == 0 {
		b.t.Error("the search finds no hostile text")
	}
	queries, err := json.Marshal(vectors)
	if err != nil {
		b.t.Fatal(err)
	}
	b.None("active after a query", `(async queries => {
		const field = document.querySelector('.search-bar input'), results = document.querySelector('.search-results'), problems = [];
		for (const query of queries) {
			field.value = query;
			field.dispatchEvent(new Event('input'));
			while (results.ariaBusy !== 'false') await new Promise(done => setTimeout(done));
			problems.push(...`+inert+`(`+quote(b.base)+`).map(problem => query + ': ' + problem));
		}
		return problems;
	})(`+string(queries)+`)`)
}

// runnerIsInert runs a session that says vectors, and puts vectors into the
// address that says how far it is.
func runnerIsInert(b *tab, vectors []string) {
	b.t.Helper()
	b.load("sessions/s0.html")
	run(b)
	for range 2 {
		isInert(b)
		b.Click(`[data-part="ask"]`)
		b.Click(next)
	}
	isInert(b) // at the end
	for i, v := range vectors {
		for _, fragment := range []string{"#run=" + v, "#run=1," + v + "," + v, "#run=" + url.PathEscape(v)} {
			if i%8 == 0 || *thorough {
				eval[bool](b, `(location.hash = `+quote(fragment)+`) !== null`)
			}
		}
	}
	b.load("sessions/s0.html#run=" + url.PathEscape(vectors[0]))
	b.Wait(opened)
	isInert(b)
}

// folded leaves out white space, which pages fold, and NUL, which HTML has not.
func folded(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\x00", "", "\ufffd", "").Replace(s)), "")
}
