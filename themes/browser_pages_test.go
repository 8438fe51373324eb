package themes_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp/kb"
)

var thorough = flag.Bool("thorough", false, "look at every kind of page in every way, and ask every judged query")

var languages = []string{"en", "id"}

// kinds names a page of each kind, in English.
var kinds = []struct{ name, path string }{
	{"home", "index.html"},
	{"guides", "guides/index.html"},
	{"guide", "guides/benefits.html"},
	{"guide with a picture and a checklist", "guides/how-it-works.html"},
	{"sessions", "sessions/index.html"},
	{"session", "sessions/first-session.html"},
	{"sensitive session", "sessions/lived-experience.html"},
	{"forms", "forms/index.html"},
	{"form", "forms/mentoring-agreement.html"},
	{"single page", "for-mentors.html"},
	{"programs", "programs/index.html"},
	{"program", "programs/social-media.html"},
	{"pack", "programs/social-media/pack.html"},
	{"cohort", "programs/social-media/2026b.html"},
	{"pair", "programs/social-media/pairs/pair-7k2d.html"},
	{"topics", "topics/index.html"},
	{"topic", "topics/short-video.html"},
	{"mentors", "mentors.html"},
	{"glossary", "glossary.html"},
	{"index", "az.html"},
	{"dashboard", "dashboard.html"},
	{"letter", "letters/invitation.html"},
	{"report", "programs/social-media/2026b-report.html"},
}

func TestEveryKindOfPageIsSound(t *testing.T) {
	for n, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t)
			sizes := []option{narrow, desktop}
			for i, lang := range languages { // each is loaded at one size and looked at in both
				if !*thorough && i != n%len(languages) {
					continue
				}
				sizes[i](b)
				b.load(inLanguage(lang, kind.path))
				hasItsLandmarks(b, lang)
				staysInPlace(b)
				marksWhatOpens(b)
				fitsTheWindow(b)
				liesApart(b)
				sizes[1-i](b)
				fitsTheWindow(b)
				liesApart(b)
			}
			storesNothing(b)
		})
	}
}

func TestNothingMovesWhenScriptsAreLate(t *testing.T) {
	for _, kind := range kinds {
		switch kind.name {
		case "session", "form", "pair":
			t.Run(kind.name, func(t *testing.T) {
				t.Parallel()
				tall := viewport(320, 4000) // where most of the page is in view
				for _, lang := range languages {
					staysInPlace(open(t, inLanguage(lang, kind.path), tall, slowly))
				}
			})
		}
	}
}

func TestPagesWorkFromAFileShare(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", phone, fromDisk)
	for _, path := range []string{"guides/how-it-works.html", "sessions/first-session.html", "forms/mentoring-agreement.html", "programs/social-media/pack.html", "az.html"} {
		for _, lang := range languages {
			b.load(inLanguage(lang, path))
			hasItsLandmarks(b, lang)
			fitsTheWindow(b)
			storesNothing(b)
		}
	}
}

func TestPagesWorkWithoutScript(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", phone, withoutScript)
	for i, kind := range kinds {
		if !*thorough && i%2 == 1 {
			continue
		}
		lang := languages[i/2%len(languages)] // a layout is the same in each
		b.load(inLanguage(lang, kind.path))
		hasItsLandmarks(b, lang)
		b.None("does nothing without script", `
			[...document.querySelectorAll('button, [role=button]')]
				.filter(e => e.checkVisibility() && !e.popoverTargetElement && e.type !== 'reset')
				.map(e => e.outerHTML)`)
	}
}

// hasItsLandmarks checks what assistive technology finds its way by, and that
// a text can be read.
func hasItsLandmarks(b *tab, lang string) {
	b.t.Helper()
	b.None("structure", `(lang => {
		const problems = [], $$ = s => [...document.querySelectorAll(s)];
		const expect = (holds, message) => holds || problems.push(message);
		const shown = s => $$(s).filter(e => e.checkVisibility());
		expect(shown('h1').length === 1, 'there are ' + shown('h1').length + ' visible h1');
		expect($$('h1').length === 1, 'there are ' + $$('h1').length + ' h1');
		expect(shown('main').length === 1, 'there is no main landmark, or several');
		expect(document.title.trim(), 'the document has no title');
		expect(document.querySelector('main')?.innerText.trim().length > 50, 'there is hardly a text');
		expect(document.documentElement.lang === lang, 'the language of the page is ' + document.documentElement.lang);
		for (const e of $$('[lang], [hreflang]'))
			for (const tag of [e.lang, e.hreflang])
				expect(!tag || ['en', 'id'].includes(tag), 'unknown language ' + tag);
		for (const e of $$('nav'))
			expect($$('nav').length === 1 || e.ariaLabel || e.getAttribute('aria-labelledby'), 'one of several nav has no name: ' + e.className);
		let level = 0;
		for (const e of shown('h1, h2, h3, h4, h5, h6')) {
			expect(+e.tagName[1] <= level + 1, 'a heading level is skipped before "' + e.innerText + '"');
			level = +e.tagName[1];
		}
		return problems;
	})(`+quote(lang)+`)`)
}

// Tabs and bookmarks are told apart by their titles (WCAG 2.4.2).
func TestEveryPageHasATitleOfItsOwn(t *testing.T) {
	t.Parallel()
	p := buildPortal(t)
	title := regexp.MustCompile(`<html lang="[^"]*"|<title>[^<]*</title>`)
	seen := map[string]string{}
	for _, page := range p.pages {
		html, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(page)))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(html, []byte(`http-equiv="refresh"`)) { // it is called as where it leads
			continue
		}
		name := string(bytes.Join(title.FindAll(html, 2), nil))
		if other, ok := seen[name]; ok {
			t.Errorf("%s and %s are both called %s", page, other, name)
		}
		seen[name] = page
	}
}

// fitsTheWindow checks that nobody has to scroll sideways, WCAG 1.4.10. What
// has a scroll bar of its own, such as a wide table, may be wider.
func fitsTheWindow(b *tab) {
	b.t.Helper()
	b.None("too wide", `(() => {
		const root = document.documentElement, width = root.clientWidth;
		const scrolls = e => e && (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
		const wide = [...document.body.querySelectorAll('*')]
			.filter(e => e.checkVisibility() && !e.closest('svg svg, svg *, .visually-hidden') && !scrolls(e))
			.filter(e => e.getBoundingClientRect().right > width + 0.5)
			.map(e => e.outerHTML.slice(0, 120) + ' ends at ' + e.getBoundingClientRect().right + ' of ' + width);
		if (root.scrollWidth > width) wide.unshift('the page is ' + root.scrollWidth + ' wide in a window of ' + width);
		return wide.slice(0, 5);
	})()`)
}

// staysInPlace checks that nothing moved while the page was loading, pictures
// far down included.
func staysInPlace(b *tab) {
	b.t.Helper()
	b.None("moves while loading", `(async () => {
		const shifts = [];
		const note = list => { for (const e of list)
			shifts.push(e.value.toFixed(4) + ' ' + e.sources.map(s => s.node?.outerHTML?.slice(0, 120)).join(', ')); };
		const observer = new PerformanceObserver(list => note(list.getEntries()));
		observer.observe({type: 'layout-shift', buffered: true});
		await Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode(); }));
		for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
		await new Promise(done => setTimeout(done)); // the observer is told after the frame
		note(observer.takeRecords());
		return shifts;
	})()`)
}

// storesNothing checks that the page left nothing behind.
func storesNothing(b *tab) {
	b.t.Helper()
	b.None("stored without being asked", `(async () => [
		...Object.keys(localStorage).map(k => 'localStorage ' + k),
		...Object.keys(sessionStorage).map(k => 'sessionStorage ' + k),
		...(document.cookie ? ['cookie ' + document.cookie] : []),
		...(location.protocol === 'file:' ? [] : [
			...(await indexedDB.databases()).map(d => 'indexedDB ' + d.name),
			...(await caches.keys()).map(k => 'cache ' + k),
			...(await navigator.serviceWorker.getRegistrations()).map(r => 'service worker ' + r.scope)]),
	])()`)
}

func TestEveryControlIsReachedByKeyboardAndShowsIt(t *testing.T) {
	for _, kind := range kinds {
		if !*thorough && !slices.Contains([]string{"home", "guide with a picture and a checklist", "session", "form", "program", "pair", "dashboard"}, kind.name) {
			continue
		}
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, kind.path, phone)
			reachesEveryControl(b)
			showsTheFocus(b)
			desktop(b)
			showsTheFocus(b)
		})
	}
}

// controls is what the keyboard has to reach, as a JavaScript expression.
const controls = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
	.filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && !e.closest('[inert]'))`

// reachesEveryControl walks through the page with the Tab key.
func reachesEveryControl(b *tab) {
	b.t.Helper()
	stops := eval[int](b, `(() => {
		window.reached = new Set();
		addEventListener('focusin', e => reached.add(e.target));
		// A date stops at its day, month, year and calendar.
		return `+controls+`.reduce((sum, e) => sum + (e.type === 'date' ? 4 : 1), 0);
	})()`)
	b.Type(strings.Repeat(kb.Tab, stops))
	// Of the radio buttons of a group, Tab stops at one; arrow keys do the rest.
	b.None("not reached with the Tab key", controls+`
		.filter(e => !reached.has(e) && !(e.type === 'radio' && [...reached].some(r => r.type === 'radio' && r.name === e.name)))
		.map(e => e.outerHTML.slice(0, 200))`)
}

// showsTheFocus checks that a control that has the focus is outlined (WCAG
// 2.4.7) and that its first line is in view and not covered (2.4.11). What is
// covered at once is asked again when the page has had the frames to make room.
func showsTheFocus(b *tab) {
	b.t.Helper()
	b.None("focus", `(async () => {
		const seen = e => {
			const box = e.getClientRects()[0];
			const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 24) / 2);
			return top && (e.contains(top) || top.contains(e));
		};
		const found = [];
		for (const e of `+controls+`) {
			e.focus({focusVisible: true});
			const style = getComputedStyle(e);
			const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
			for (let frame = 0; frame < 3 && !seen(e); frame++) await new Promise(requestAnimationFrame);
			if (!seen(e)) await Promise.allSettled(document.getAnimations().map(a => a.finished));
			if (!outlined) found.push('no outline: ' + e.outerHTML.slice(0, 200));
			if (!seen(e)) found.push('covered or out of view: ' + e.outerHTML.slice(0, 200));
		}
		return found;
	})()`)
}

// A first load is all that a phone asks for before its reader scrolls,
// each response compressed on its own, without headers. Pictures below the
// first window do not count: they are marked as lazy, and only how far ahead a
// browser looks decides whether it fetches them already.
func TestPagesLoadInFewKilobytes(t *testing.T) {
	t.Parallel()
	const cssLimit = 12_000
	limits := map[string]int{"guides": 26_000, "sessions": 25_000}
	b := open(t, "guides/index.html", phone)
	call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	for _, page := range b.portal.pages {
		limit := limits[path.Base(path.Dir(page))]
		if limit == 0 || !*thorough && strings.HasPrefix(page, "id/") {
			continue
		}
		before := len(b.requested())
		b.load(page)
		below := eval[[]string](b, `[...document.images]
			.filter(i => i.loading === 'lazy' && i.getBoundingClientRect().top > innerHeight)
			.map(i => i.src.slice(`+quote(b.base)+`.length))`)
		total, counted := 0, 0
		for _, name := range b.requested()[before:] {
			if slices.Contains(below, name) {
				continue
			}
			size := compressed(t, filepath.Join(b.portal.dir, filepath.FromSlash(name)))
			if total += size; path.Ext(name) == ".css" && size > cssLimit {
				t.Errorf("%s has %d bytes compressed, more than %d", name, size, cssLimit)
			}
			counted++
		}
		if counted < 2 || total > limit {
			t.Errorf("the first load of %s has %d bytes compressed in %d files, %d are allowed", page, total, counted, limit)
		}
	}
}

func compressed(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Len()
}

// inLanguage is where the output has the translation of an English page.
func inLanguage(lang, path string) string {
	if lang == "en" {
		return path
	}
	return lang + "/" + path
}
