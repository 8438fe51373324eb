package themes_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/security"

	"mentorbook/generator/search"
	"mentorbook/internal/searchreader"
)

const (
	searchField  = "dialog.search input"
	searchAnswer = `document.querySelector(".search-results")?.ariaBusy === "false"`
	searchFound  = `[...document.querySelectorAll(".found-link")].map(a => a.href)`
)

// seek opens the dialog and types a query.
func (b *tab) seek(text string) {
	b.t.Helper()
	b.Press("Control+k")
	b.Wait(`document.activeElement?.matches(` + quote(searchField) + `)`)
	b.Type(text)
	b.Wait(fmt.Sprintf(`document.querySelector(%s).value === %s && %s`, quote(searchField), quote(text), searchAnswer))
}

// found are the addresses of the results, below the root of the site.
func (b *tab) found() []string {
	b.t.Helper()
	var out []string
	for _, address := range eval[[]string](b, searchFound) {
		out = append(out, strings.TrimPrefix(address, b.base))
	}
	return out
}

func TestSearchFindsSectionsAndLeadsToThem(t *testing.T) {
	for _, from := range []struct {
		name   string
		option option
	}{{"over http", func(*tab) {}}, {"from a file share", fromDisk}} {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, "guides/benefits.html", phone, from.option)
			b.seek("no-fault exit")
			if found := b.found(); !slices.ContainsFunc(found, func(a string) bool {
				return strings.HasPrefix(a, "guides/safety.html") || a == "glossary.html#no-fault-exit"
			}) {
				t.Errorf("found %v", found)
			}
			b.Wait(`[...document.querySelectorAll(".found-text mark")].some(mark => /exit/i.test(mark.textContent))`)
			b.Press("Escape")
			b.Wait(`!document.querySelector("dialog.search").open`)
			b.seek("noticing in practice")
			section := slices.IndexFunc(b.found(), func(a string) bool { return strings.HasPrefix(a, "guides/") && strings.Contains(a, "#") })
			if section < 0 {
				t.Fatalf("no section is found: %v", b.found())
			}
			want := b.found()[section]
			for range section + 1 {
				b.Press("ArrowDown")
			}
			if got := eval[string](b, `document.getElementById(document.querySelector(".search-bar input").getAttribute("aria-activedescendant")).href`); got != b.base+want {
				t.Errorf("%s is chosen, want %s", got, want)
			}
			b.Press("Enter")
			b.Wait(`location.href === ` + quote(b.base+want) + ` && document.querySelector(":target") !== null`)
			storesNothing(b)
		})
	}
}

func TestSearchIsLoadedOnlyWhenItIsWanted(t *testing.T) {
	t.Parallel()
	b := open(t, "guides/benefits.html", desktop)
	for _, path := range b.requested() {
		if strings.Contains(path, "search") {
			t.Errorf("the page loads %s", path)
		}
	}
	b.Press("Control+k")
	b.Wait(`document.activeElement?.matches(` + quote(searchField) + `)`)
	b.Press("Escape")
	b.Wait(`!document.querySelector("dialog.search").open && document.activeElement !== document.querySelector(".search-bar input")`)
	b.Click(".search-link")
	b.Wait(`document.querySelector("dialog.search").open`)
}

// What is typed while the search is still on its way, on a slow line, is in the
// field when it comes.
func TestSearchKeepsWhatIsTypedBeforeItIsThere(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	desktop(b)
	arrives := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/search.") {
			<-arrives
		}
		serve(b.portal.dir)(w, r)
	}))
	t.Cleanup(server.Close)
	b.visit(&portal{dir: b.portal.dir, http: server.URL + "/", disk: b.portal.disk})
	b.load("guides/benefits.html")
	b.Press("Control+k")
	b.Type("feed")
	if got := eval[string](b, `document.querySelector(`+quote(searchField)+`).value`); got != "feed" {
		t.Errorf("the field has %q", got)
	}
	b.Press("Escape")
	b.Wait(`!document.querySelector("dialog.search").open`)
	b.Press("Control+k")
	close(arrives)
	b.Wait(`document.querySelector(".found") !== null`)
	b.Type("back")
	b.Wait(`document.querySelector(` + quote(searchField) + `).value === "feedback" && [...document.querySelectorAll(".found mark")].some(mark => mark.textContent === "feedback")`)
}

// Who is offline before the search was ever there is told so, keeps the page, and
// finds when the line is back.
func TestSearchSaysThatTheReaderIsOffline(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	phone(b)
	b.Pardon("404", "Not Found", "Failed to load", "MIME")
	var off atomic.Bool
	off.Store(true)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if off.Load() && (strings.HasPrefix(r.URL.Path, "/assets/search.") || strings.HasPrefix(r.URL.Path, "/search/words")) {
			http.NotFound(w, r)
			return
		}
		serve(b.portal.dir)(w, r)
	}))
	t.Cleanup(server.Close)
	b.visit(&portal{dir: b.portal.dir, http: server.URL + "/", disk: b.portal.disk})
	b.load("guides/benefits.html")
	b.Do(`window.line = false; Object.defineProperty(navigator, "onLine", {get: () => window.line});`)
	b.Press("Control+k")
	b.Wait(`/offline/.test(document.querySelector("dialog.search [role=status]")?.textContent)`)
	if got := b.address(); got != "guides/benefits.html" {
		t.Errorf("the reader is at %s", got)
	}
	off.Store(false)
	b.Do(`window.line = true;`)
	b.Press("Escape")
	b.seek("exit")
	if len(b.found()) == 0 {
		t.Error("nothing is found when the line is back")
	}
}

func TestSearchForgivesAndSaysSo(t *testing.T) {
	t.Parallel()
	b := open(t, "id/index.html", phone)
	b.seek("umpan balk")
	if got := b.Text(".search-meant"); !strings.Contains(got, "umpan balik") {
		t.Errorf("it says %q", got)
	}
	b.Click(".search-meant button")
	b.Wait(`document.querySelector(".search-meant").hidden && ` + searchAnswer)
	b.Press("Escape")
	b.seek("qqxxyyzz")
	if got := b.Text(".search-status"); !strings.Contains(got, "Tidak ada hasil") || len(b.found()) > 0 {
		t.Errorf("it says %q and finds %v", got, b.found())
	}
	fitsTheWindow(b)
}

func TestSearchPageCanBeShared(t *testing.T) {
	t.Parallel()
	b := open(t, "search.html#q=feedback&kind=session", phone)
	b.Wait(searchAnswer)
	found := b.found()
	if len(found) == 0 || slices.ContainsFunc(found, func(a string) bool { return !strings.HasPrefix(strings.TrimPrefix(a, "id/"), "sessions/") }) {
		t.Errorf("found %v", found)
	}
	b.Click(".search-bar input")
	b.Type(" trust")
	b.Wait(`new URLSearchParams(location.hash.slice(1)).get("q") === "feedback trust" && ` + searchAnswer)
	b.load("index.html")
	b.seek("agenda")
	b.Press("Enter") // nothing is chosen: all results, as a page
	b.Wait(`location.pathname.endsWith("/search.html") && location.hash === "#q=agenda" && ` + searchAnswer)
	if len(b.found()) == 0 {
		t.Error("the page finds nothing")
	}
}

func TestWithoutScriptSearchLeadsToLists(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", phone, withoutScript)
	b.Click(".search-link")
	b.Wait(`location.pathname.endsWith("/search.html") && [...document.querySelectorAll("main a")].some(a => a.href.endsWith("/az.html"))`)
}

// What is broken on the way is asked for once more, and then named; the page
// lives.
func TestSearchSurvivesBrokenFiles(t *testing.T) {
	terms := func(path string) bool { return strings.HasPrefix(filepath.Base(path), "t") }
	all := func(string) bool { return true }
	for _, test := range []struct {
		name    string
		broken  func(path string) bool
		content string // instead; none is a missing file
		want    string
	}{
		{"a missing shard", terms, "", "published anew"},
		{"a shard of garbage", terms, `Q("t1","AAAA");`, "published anew"},
		{"a shard with another name", terms, `Q("r0","AAAA");`, "published anew"},
		{"a shard that throws", terms, `throw 1`, "published anew"},
		{"a missing index", all, "", "could not be loaded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t)
			desktop(b)
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(b.portal.dir)); err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(serve(dir))
			t.Cleanup(server.Close)
			b.visit(&portal{dir: dir, http: server.URL + "/", disk: "file://" + dir + "/"})
			shards, err := filepath.Glob(filepath.Join(dir, "search", "*.js"))
			if err != nil || len(shards) == 0 {
				t.Fatal("there is no index", err)
			}
			for _, path := range shards {
				if name := filepath.Base(path); strings.HasPrefix(name, "words.") || name == "manifest.js" && !test.broken("x") || !test.broken(path) {
					continue
				}
				err := os.Remove(path)
				if test.content != "" {
					err = os.WriteFile(path, []byte(test.content), 0o644)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			b.load("index.html")
			b.Pardon("Failed to load resource", "Refused to execute script", `exception "Uncaught"`)
			b.Press("Control+k")
			b.Wait(`document.activeElement?.matches(` + quote(searchField) + `)`)
			b.Type("feedback")
			b.Wait(fmt.Sprintf(`document.querySelector(".search-status").textContent.includes(%s)`, quote(test.want)))
			b.Press("Escape")
			b.Wait(`!document.querySelector("dialog.search").open`)
			if got := b.Text("h1"); got == "" {
				t.Error("the page is gone")
			}
		})
	}
}

func TestSearchFollowsASiteThatIsPublishedAnew(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	desktop(b)
	next := publishSmall(t, map[string]string{"content/en/new.md": "---\ntitle: Feedback\nsummary: New.\n---\n\nNew.\n"})
	var published atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dir := b.portal.dir
		if published.Load() {
			dir = next.dir
		}
		serve(dir)(w, r)
	}))
	t.Cleanup(server.Close)
	b.visit(&portal{dir: b.portal.dir, http: server.URL + "/", disk: b.portal.disk})
	b.load("index.html")
	b.Pardon("Failed to load resource", "Refused to execute script")
	b.seek("agenda") // reads the manifest
	published.Store(true)
	b.Press("Escape")
	b.seek("feedback")
	b.Wait(`document.querySelector(".found-link")?.href.endsWith("/new.html")`)
}

// The same words find the same on a web server, encrypted or not, and on a file
// share: what is drawn differs in nothing but the address of the portal.
func TestSearchAnswersTheSameEverywhere(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	desktop(b)
	starter := b.portal
	encrypted := httptest.NewUnstartedServer(serve(starter.dir))
	encrypted.Config.ErrorLog = log.New(io.Discard, "", 0) // the browser says at first what it thinks of the certificate
	encrypted.StartTLS()
	t.Cleanup(encrypted.Close)
	call(b, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true}) // it signed its own
	b.Within(starter.http, starter.disk, encrypted.URL+"/")
	var want []string
	for _, base := range []string{starter.disk, starter.http, encrypted.URL + "/"} {
		b.Load(base + "search.html")
		got := eval[[]string](b, `(async () => {
			const field = document.querySelector('.search-bar input'), results = document.querySelector('.search-results'), drawn = [];
			for (field.value of ['feedback', 'umpan balk', 'psychological saf', 'agenda first session']) {
				field.dispatchEvent(new Event('input'));
				while (results.ariaBusy !== 'false' || !results.querySelector('.found')) await new Promise(done => setTimeout(done));
				drawn.push(results.outerHTML.replaceAll(`+quote(base)+`, ''));
			}
			return drawn;
		})()`)
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Errorf("at %s it draws\n%s\nnot\n%s", base, got, want)
		}
	}
}

// The browser ranks as the package search does, which measures how good it is.
func TestSearchRanksAsMeasured(t *testing.T) {
	t.Parallel()
	queries := map[string][]asked{}
	data, err := os.ReadFile("../generator/search/testdata/quality/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		fields := strings.Split(line, "\t")
		q := asked{fields[3], map[string]string{}}
		if name, value, ok := strings.Cut(fields[2], "="); ok {
			q.Choices[name] = value
		}
		queries[fields[1]] = append(queries[fields[1]], q)
	}
	queries["en"] = append(queries["en"], asked{"proessional", map[string]string{}}) // a slip that folding makes two of
	b := newTab(t)
	reader := readIndex(t, b.portal.dir)
	for _, from := range []struct {
		name, base string
		every      int // query is asked
	}{{"file", b.portal.disk, 6}, {"http", b.portal.http, 12}} {
		b.base = from.base
		if *thorough {
			from.every = 1
		}
		for _, lang := range slices.Sorted(maps.Keys(queries)) {
			b.load(inLanguage(lang, "search.html"))
			var asking []asked
			for i, q := range queries[lang] {
				if i%from.every == 0 {
					asking = append(asking, q)
				}
			}
			b.Wait(`document.querySelectorAll(".search-filters select").length === 4`)
			b.ranksLike(reader, lang, asking)
		}
	}
}

// asked is a query with a choice of each facet that has one.
type asked struct {
	Text    string            `json:"text"`
	Choices map[string]string `json:"choices"`
}

// ranksLike asks queries in search.html and holds the answers to the reader's.
func (b *tab) ranksLike(reader *searchreader.Reader, lang string, asking []asked) {
	b.t.Helper()
	list, err := json.Marshal(asking)
	if err != nil {
		b.t.Fatal(err)
	}
	answers := eval[[][]string](b, `(async queries => {
		const field = document.querySelector('.search-bar input'), results = document.querySelector('.search-results');
		results.style.display = 'none'; // drawing them takes longer than finding them
		const answers = [];
		for (const {text, choices} of queries) {
			const selects = [...document.querySelectorAll('.search-filters select')];
			['kind', 'program', 'topic', 'language'].forEach((name, i) => {
				if (!selects[i] || selects[i].value === (choices[name] || '')) return;
				selects[i].value = choices[name] || '';
				selects[i].dispatchEvent(new Event('change'));
			});
			field.value = text;
			field.dispatchEvent(new Event('input'));
			while (results.ariaBusy !== 'false') await new Promise(done => setTimeout(done));
			answers.push([...document.querySelectorAll('.found')].map(group => group.firstChild.href));
		}
		return answers;
	})(`+string(list)+`)`)
	for i, q := range asking {
		want, err := reader.Query(searchreader.Query{Text: q.Text, Lang: lang, Filter: filterOf(q.Choices)})
		if err != nil {
			b.t.Fatal(err)
		}
		var pages []string
		for _, page := range want.Pages[:min(len(want.Pages), 8)] {
			pages = append(pages, b.base+page.URL)
		}
		if !slices.Equal(answers[i], pages) {
			b.t.Errorf("at %s, %s, %q %v: the browser finds\n%s\nnot\n%s", b.base, lang, q.Text, q.Choices, strings.Join(answers[i], "\n"), strings.Join(pages, "\n"))
		}
	}
}

// largePortal is a portal whose index is that of thousands of sections, in which
// some words are frequent: "plan", "plans", "grow" and "glow".
func largePortal(t *testing.T) *portal {
	t.Helper()
	p := publishSmall(t, nil)
	random := rand.New(rand.NewPCG(1, 2))
	s := search.Site{Languages: []string{"en", "id"}, Kinds: []search.Kind{{Name: "guide"}, {Name: "session"}}, Topics: []string{"trust"}}
	for i := range 4000 {
		texts := make([]string, 2)
		for j := range texts {
			var words []string
			for _, word := range []string{"plan", "plans", "grow", "glow"} {
				for range random.IntN(4) {
					words = append(words, word)
				}
			}
			words = slices.Concat(words, slices.Repeat([]string{"filler"}, random.IntN(300)))
			for k := range 40 {
				if random.IntN(5*k+5) == 0 {
					words = append(words, fmt.Sprintf("rare%d", k))
				}
			}
			texts[j] = strings.Join(words, " ")
		}
		page := search.Page{Lang: s.Languages[i%2], Kind: "guide", URL: fmt.Sprintf("guides/%d.html", i), Title: "Title", Sections: []search.Section{{}, {ID: "part", Heading: "Part"}}, Texts: func() []string { return texts }}
		if i%20 == 0 {
			page.Topics = s.Topics
		}
		s.Pages = append(s.Pages, page)
	}
	index, err := search.Build(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range index.Files {
		if err := os.WriteFile(filepath.Join(p.dir, filepath.FromSlash(f.Path)), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func TestSearchOfALargePortalRanksAsMeasured(t *testing.T) {
	t.Parallel()
	p := largePortal(t)
	reader := readIndex(t, p.dir)
	b := newTab(t)
	b.visit(p)
	b.load("search.html")
	b.Wait(`document.querySelectorAll(".search-filters select").length === 2`) // kind and language
	var asking []asked
	for _, text := range []string{"plan", "plan grow", "grow plans", "plan rare3", "rare20 grow ", "rare1 rare2", "plan grow rare9", "grow nosuchword", "rare3 pla", "gro rare12", "gxow rare30 ", "gxow rare39 "} {
		asking = append(asking, asked{text, map[string]string{}})
	}
	b.ranksLike(reader, "en", asking)
	b.load("index.html") // from the search page itself, another fragment would be no new page
	b.load("search.html#q=plans&language=id")
	b.Wait(searchAnswer)
	results, err := reader.Query(searchreader.Query{Text: "plans", Lang: "en", Filter: searchreader.Filter{Languages: []string{"id"}}})
	if err != nil {
		t.Fatal(err)
	}
	var pages, want []string
	for _, address := range b.found() {
		page, _, _ := strings.Cut(address, "#")
		pages = append(pages, page)
	}
	for _, page := range results.Pages[:8] {
		want = append(want, page.URL)
	}
	if pages = slices.Compact(pages); !slices.Equal(pages, want) {
		t.Errorf("with a filter the browser finds\n%v\nnot\n%v", pages, want)
	}
}

// Where a frequent word goes on is known before its list is there: one hop less.
func TestSearchAsksForAllPlacesOfAWordAtOnce(t *testing.T) {
	t.Parallel()
	p := largePortal(t)
	var once sync.Once
	tails := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch name := strings.TrimPrefix(r.URL.Path, "/search/"); {
		case strings.HasPrefix(name, "o"):
			once.Do(func() { close(tails) })
		case strings.HasPrefix(name, "t"):
			select {
			case <-tails:
			case <-r.Context().Done():
			}
		}
		serve(p.dir)(w, r)
	}))
	t.Cleanup(server.Close)
	b := newTab(t)
	b.visit(&portal{dir: p.dir, http: server.URL + "/", disk: p.disk})
	desktop(b)
	b.load("index.html")
	b.seek("plan rare9")
	if len(b.found()) == 0 {
		t.Error("it finds nothing")
	}
}

func readIndex(t *testing.T, dir string) *searchreader.Reader {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, search.Folder, "*.js"))
	if err != nil {
		t.Fatal(err)
	}
	var files []search.File
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, search.File{Path: search.Folder + "/" + filepath.Base(path), Data: data})
	}
	reader, err := searchreader.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

// A reader lands on the words that were asked for, takes the marks away with
// Escape, and comes back to the same results.
func TestSearchMarksTheWordsAndComesBack(t *testing.T) {
	for _, from := range []struct {
		name   string
		option option
	}{{"over http", func(*tab) {}}, {"from a file share", fromDisk}} {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, "id/guides/benefits.html", phone, from.option)
			b.seek("kerahasiaannya ")
			found := b.found()
			b.Do(`document.querySelector(".search-results").scrollTop = 120`)
			b.Click(`.found-link[href*="guides/safety.html"]`)
			b.Wait(`location.pathname.endsWith("/id/guides/safety.html") && document.querySelectorAll("mark.searched").length > 2`)
			if a := b.address(); strings.Contains(a, "marks") {
				t.Errorf("others would be given the address %s", a)
			}
			for _, asked := range b.requested() {
				if strings.Contains(asked, "rahasia") {
					t.Errorf("the server is asked for %s: it learns what was looked for", asked)
				}
			}
			if got := strings.ToLower(b.Text("mark.searched")); !strings.Contains(got, "rahasia") {
				t.Errorf("it marks %q", got)
			}
			b.Press("Escape")
			b.Wait(`document.querySelector("mark.searched") === null`)
			b.Do(`setTimeout(() => history.back())`)
			b.Wait(`location.pathname.endsWith("/id/guides/benefits.html") && document.querySelector("dialog.search")?.open && ` + searchAnswer + ` && document.querySelector(".found") !== null`)
			if again := b.found(); !slices.Equal(again, found) {
				t.Errorf("back at the results it shows\n%v\nnot\n%v", again, found)
			}
			b.Wait(`document.querySelector(".search-results").scrollTop > 60`)
			b.Press("Escape")
			b.Wait(`!document.querySelector("dialog.search").open && !history.state?.search`)
			storesNothing(b)
		})
	}
}

func TestSearchOffersWhereToStartAndWhomToAsk(t *testing.T) {
	t.Parallel()
	b := open(t, "programs/leadership.html", phone)
	b.Press("Control+k")
	b.Wait(`document.querySelector(".search-start") && !document.querySelector(".search-start").hidden`)
	if got := eval[int](b, `document.querySelectorAll('.search-start a[href*="/sessions/"]').length`); got < 3 {
		t.Errorf("it offers %d sessions of the program", got)
	}
	b.Type("qqxxyyzz")
	b.Wait(`document.querySelector('.search-status a[href^="mailto:"]') !== null && document.querySelector(".search-start").hidden`)
	b.Press("Escape")
	b.seek("feedback")
	b.Do(`(select => { select.value = "session"; select.dispatchEvent(new Event("change")); })(document.querySelector(".search-filters select"))`)
	b.Wait(searchAnswer)
	if got := eval[string](b, `document.querySelector(".search-filters [name=language] option:nth-child(2)").textContent`); !strings.HasSuffix(got, ")") {
		t.Errorf("a filter says %q", got)
	}
	fitsTheWindow(b)
	b.Press("Escape")
	b.seek("feedback")
	if got := eval[string](b, `document.querySelector(".search-filters select").value`); got != "" {
		t.Errorf("the filter is still %q", got)
	}
	for range 40 {
		b.Press("ArrowDown")
	}
	b.Wait(`document.querySelectorAll(".found").length > 8`)
	b.Press("Home")
	b.Wait(`document.querySelector(".found-link").ariaSelected === "true"`)
}
