package themes_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// This file holds pages to what a phone, a thumb, a keyboard and a reader who
// needs larger letters ask of them.

// screens is how many windows of a phone, 360 by 800, a page may take.
var screens = map[string]float64{
	"index.html":                   5,
	"sessions/*.html":              8,
	"programs/social-media.html":   8,
	"mentors.html":                 4,
	"programs/*/pairs/*-7k2d.html": 5.5,
}

func TestPagesAreShortOnAPhone(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", viewport(360, 800))
	for _, page := range b.portal.pages {
		for pattern, limit := range screens {
			if ok, _ := path.Match(pattern, strings.TrimPrefix(page, "id/")); !ok || path.Base(page) == "index.html" && pattern != "index.html" {
				continue
			}
			b.load(page)
			if n := eval[float64](b, `document.documentElement.scrollHeight / 800`); n > limit {
				t.Errorf("%s takes %.1f screens of a phone, more than %v", page, n, limit)
			}
		}
	}
}

// Doors and open programs stand on the first two screens of the home page.
func TestTheWayInIsOnTheFirstTwoScreens(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "index.html"), viewport(360, 800))
		b.None("below the second screen", `[...document.querySelectorAll('.door, .programs .card')]
			.filter(e => e.getBoundingClientRect().bottom > 1600).map(e => e.innerText)`)
		if n := eval[int](b, `document.querySelectorAll('.door').length`); n < 3 {
			t.Errorf("there are %d doors", n)
		}
	}
}

// The letters of a figure are 10 px high or more when a phone shows it.
func TestFiguresCanBeReadOnAPhone(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", viewport(360, 800))
	figures := 0
	for _, page := range b.portal.pages {
		if !strings.Contains(page, "guides/") && path.Dir(page) != "." && path.Dir(page) != "id" {
			continue
		}
		b.load(page)
		figures += eval[int](b, `document.querySelectorAll('figure img').length`)
		b.None("too small in a figure", `Promise.all([...document.querySelectorAll('figure img')].map(async image => {
			image.loading = 'eager';
			await image.decode();
			const source = await (await fetch(image.currentSrc)).text();
			if (!source.includes('<svg')) return [];
			const svg = new DOMParser().parseFromString(source.replace(/<style>.*?<\/style>/s, ''), 'image/svg+xml').documentElement;
			const scale = image.getBoundingClientRect().width / svg.viewBox.baseVal.width;
			const size = text => parseFloat(text.closest('[font-size]').getAttribute('font-size')) * scale;
			return [...svg.querySelectorAll('text')].filter(text => size(text) < 10)
				.map(text => image.currentSrc + ': ' + text.textContent + ' has ' + size(text).toFixed(1) + ' px');
		})).then(lists => lists.flat())`)
	}
	if figures < 20 {
		t.Errorf("only %d figures were looked at", figures)
	}
}

// What a finger has left keeps no look of a pointer that hovers: every rule for
// :hover holds only where something can hover.
func TestNoTapLeavesAHoveredLook(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, kind := range kinds {
		b.load(kind.path)
		b.None("sticks after a tap", `(() => {
			const sticky = (rules, hovers) => [...rules].flatMap(rule => {
				if (rule.selectorText?.includes(':hover') && !hovers) return [rule.cssText];
				return rule.cssRules ? sticky(rule.cssRules, hovers || /hover: hover/.test(rule.conditionText ?? '')) : [];
			});
			return [...document.styleSheets].flatMap(sheet => sticky(sheet.cssRules, false));
		})()`)
	}
}

// The Tab key goes through the head of a page as the eye does, down and in a line
// onwards, and stops at nothing that only looks as if it scrolled.
func TestTheTabKeyFollowsTheEye(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, size := range []option{phone, desktop} {
		size(b)
		for _, kind := range kinds {
			b.load(kind.path)
			b.None("out of order", `(() => {
				const header = [...document.querySelectorAll('.top a, .top summary')].filter(e => e.checkVisibility());
				const box = e => e.getBoundingClientRect();
				return header.slice(1).filter((e, i) => box(e).top < box(header[i]).top - 8 ||
					Math.abs(box(e).top - box(header[i]).top) <= 8 && box(e).left < box(header[i]).left)
					.map(e => e.outerHTML.slice(0, 120));
			})()`)
			b.Wait(`[...document.querySelectorAll('[tabindex="0"]')].every(e => e.scrollWidth > e.clientWidth || !e.checkVisibility())`)
		}
	}
}

// A reader who sets wider lines, letters, words and paragraphs loses nothing
// (WCAG 1.4.12).
func TestNothingIsLostWithWideText(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", phone)
	for i, kind := range kinds {
		b.load(inLanguage(languages[i%len(languages)], kind.path))
		eval[bool](b, `(() => {
			const sheet = new CSSStyleSheet();
			sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }');
			document.adoptedStyleSheets = [sheet];
			return true;
		})()`)
		fitsTheWindow(b)
		b.None("cut off", `[...document.querySelectorAll('.button, .card, .door, .notice, summary, .facts li, dd, label')]
			.filter(e => e.checkVisibility() && !e.closest('.visually-hidden, .facts'))
			.filter(e => getComputedStyle(e).overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1)
			.map(e => e.outerHTML.slice(0, 120))`)
		b.None("begins outside its line", `[...document.querySelectorAll('.facts li')].filter(e => e.checkVisibility()).filter(e => {
			const text = document.createRange();
			text.selectNodeContents(e);
			return [...text.getClientRects()].some(line => line.left < e.parentElement.getBoundingClientRect().left - 1);
		}).map(e => e.outerHTML.slice(0, 120))`)
	}
}

// At 400% of a window of 1280 by 900 there are 320 by 225 pixels left: what does
// not scroll away takes at most a third of them (WCAG 1.4.10).
func TestNothingIsLostAtFourHundredPercent(t *testing.T) {
	t.Parallel()
	b := open(t, "index.html", viewport(320, 225))
	for _, kind := range kinds {
		b.load(kind.path)
		fitsTheWindow(b)
		b.Do(`scrollTo({top: 600, behavior: "instant"})`)
		b.Do(`scrollTo({top: 500, behavior: "instant"})`)
		b.Wait(`scrollY <= 500`)
		b.None("in the way", `[...document.body.querySelectorAll('*')]
			.filter(e => e.checkVisibility() && ['sticky', 'fixed'].includes(getComputedStyle(e).position))
			.filter(e => Math.min(e.getBoundingClientRect().bottom, innerHeight) - Math.max(e.getBoundingClientRect().top, 0) > innerHeight / 3)
			.map(e => e.outerHTML.slice(0, 120))`)
	}
}

// The header comes back when the reader scrolls up, in its place, and nothing
// else moves.
func TestTheHeaderComesBack(t *testing.T) {
	t.Parallel()
	for _, size := range []option{phone, desktop} {
		b := open(t, "guides/benefits.html", size, preferring("prefers-reduced-motion", "reduce"))
		const top = `Math.round(document.querySelector(".top").getBoundingClientRect().top)`
		b.Do(`scrollTo({top: 1500, behavior: "instant"})`)
		b.Wait(`document.documentElement.classList.contains("away")`)
		at := eval[float64](b, `document.querySelector(".prose").getBoundingClientRect().top + scrollY`)
		b.Do(`scrollTo({top: 1400, behavior: "instant"})`)
		b.Wait(top + ` === 0`)
		if now := eval[float64](b, `document.querySelector(".prose").getBoundingClientRect().top + scrollY`); now != at {
			t.Errorf("the text moved from %v to %v", at, now)
		}
		if covers := eval[float64](b, `document.elementFromPoint(20, 90).closest(".top") ? 1 : 0`); covers != 0 {
			t.Error("the header covers more than a line")
		}
	}
}

// A registration is shown as it stands on the reader's day, with a way to
// register only while it is open.
func TestRegistrationIsThatOfToday(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, test := range []struct {
		today, want string
		button      bool
	}{
		{"2026-11-01", "Registration opens on 16 November 2026", false},
		{"2026-11-23", "Registration is open until 18 December 2026", true},
		{"2026-12-18", "Registration is open until 18 December 2026", true}, // on the last day
		{"2026-12-19", "Registration closed on 18 December 2026", false},
	} {
		at(test.today)(b)
		b.load("programs/social-media.html")
		if got := b.Text(".registration"); !strings.HasPrefix(got, test.want) {
			t.Errorf("on %s the page says %q, want %q", test.today, got, test.want)
		}
		if button := eval[bool](b, `document.querySelector(".registration .button").checkVisibility()`); button != test.button {
			t.Errorf("on %s there is a button: %v", test.today, button)
		}
	}
	b = open(t, "id/programs/social-media.html", withoutScript)
	if got := b.Text(".registration .button"); got != "Daftar" {
		t.Errorf("without scripts the button says %q", got)
	}
	mail := eval[string](b, `document.querySelector(".registration .button").href`)
	for _, want := range []string{"mailto:social-media-mentoring@nusaraya.example?subject=Pendaftaran", "Saya%20ingin%20menjadi"} {
		if !strings.Contains(mail, want) {
			t.Errorf("the mail is %s, without %s", mail, want)
		}
	}
}

func TestMentorsAreFiltered(t *testing.T) {
	t.Parallel()
	names := `[...document.querySelectorAll(".mentor")].filter(e => e.checkVisibility()).map(e => e.querySelector(".name").textContent).join()`
	choose := func(b *tab, filter, value string) {
		b.Do(fmt.Sprintf(`const list = document.querySelector('[data-filter=%s]'); list.value = %q; list.dispatchEvent(new Event("change", {bubbles: true}))`, filter, value))
	}
	b := open(t, "mentors.html", phone)
	everybody := strings.Split(eval[string](b, names), ",")
	if len(everybody) < 5 || len(slices.Compact(slices.Sorted(slices.Values(everybody)))) != len(everybody) {
		t.Fatalf("the mentors are %q, want each of them once", everybody)
	}
	choose(b, "topic", "Short video")
	some := strings.Split(eval[string](b, names), ",")
	if len(some) == 0 || len(some) >= len(everybody) {
		t.Errorf("with a topic the mentors are %q", some)
	}
	choose(b, "unit", "Supply Chain")
	if got := eval[string](b, names); got != "" {
		t.Errorf("somebody of another unit is shown: %q", got)
	}
	b.Wait(`document.querySelector('.filters [role=status]').textContent === "People shown: 0"`)
	b = open(t, "mentors.html", withoutScript)
	if got := eval[string](b, names); got != strings.Join(everybody, ",") {
		t.Errorf("without scripts the mentors are %q", got)
	}
}

// A long directory opens in parts.
func TestManyMentorsAreShownInParts(t *testing.T) {
	t.Parallel()
	people := ""
	for n := range 300 {
		people += fmt.Sprintf("  - {id: m%d, name: Ani Anggrek%c%c, unit: Sales, languages: [en], level: 2, offers: [{topic: video, depth: 2}], directory: {audience: public, date: 2026-01-01}}\n", n, 'a'+n/26%26, 'a'+n%26)
	}
	b := newTab(t)
	phone(b)
	b.visit(publishSmall(t, map[string]string{"programs.yaml": "site:\n  title: Small\n  languages: [en, id]\n  timezone: Asia/Jakarta\ntopics:\n  video: {en: Video, id: Video}\npeople:\n" + people}))
	b.load("mentors.html")
	shown := `[...document.querySelectorAll(".mentor")].filter(e => e.checkVisibility()).length`
	if n := eval[int](b, shown); n != 24 {
		t.Errorf("%d of 300 mentors are shown at first", n)
	}
	b.Click("[data-more]")
	b.Wait(shown + ` === 300 && document.activeElement.closest(".mentor") !== null`)
}
