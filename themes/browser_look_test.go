package themes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// This file holds pages to what an eye sees at once: what lies over something else,
// what stands out of line, what is cut.

// liesApart checks that no text lies over another one, and that nothing touches a
// button. The boxes of two lines may overlap a little: letters do not fill them.
func liesApart(b *tab) {
	b.t.Helper()
	b.None("lies over something", `(() => {
		const lines = [], range = document.createRange(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const box = (rect, e, text) => ({left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom, e, text});
		while (texts.nextNode()) {
			const text = texts.currentNode, e = text.parentElement;
			if (!text.data.trim() || e.closest('.visually-hidden, svg, script, select, textarea') || !e.checkVisibility() || getComputedStyle(e).clipPath !== 'none') continue;
			range.selectNodeContents(text);
			for (const rect of range.getClientRects()) if (rect.width > 1) lines.push(box(rect, e, text.data.trim().slice(0, 60)));
		}
		lines.sort((a, b) => a.top - b.top);
		const over = (a, b, least) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > least;
		const found = [];
		for (const [i, line] of lines.entries())
			for (let k = i + 1; k < lines.length && lines[k].top < line.bottom; k++)
				if (over(line, lines[k], .4 * Math.min(line.bottom - line.top, lines[k].bottom - lines[k].top))) found.push(line.text + ' | ' + lines[k].text);
		for (const button of document.querySelectorAll('main .button')) {
			if (!button.checkVisibility()) continue;
			const {left, right, top, bottom} = button.getBoundingClientRect();
			for (const line of lines)
				if (!button.contains(line.e) && over({left: left - 4, right: right + 4, top: top - 4, bottom: bottom + 4}, line, 0)) found.push('too near to a button: ' + line.text);
		}
		return found.slice(0, 5);
	})()`)
}

// marksWhatOpens checks that whatever opens has the theme's mark, and not the browser's.
func marksWhatOpens(b *tab) {
	b.t.Helper()
	b.None("mark of the browser", `[...document.querySelectorAll('summary')].filter(e => e.checkVisibility()).filter(e => {
		const marks = ['::before', '::after'].map(part => getComputedStyle(e, part)).filter(s => /^"[+−]"$/.test(s.content) || parseFloat(s.borderRightWidth) === 2);
		return marks.length !== 1 || getComputedStyle(e).display === 'list-item' && getComputedStyle(e).listStyleType !== 'none';
	}).map(e => e.outerHTML.slice(0, 120))`)
}

// In a list of days what is said of a session or a milestone stands below its title,
// and the title has the room it needs.
func TestDaysStandInLine(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, size := range []option{narrow, phone, desktop} {
		size(b)
		for _, path := range []string{"programs/social-media.html", "id/programs/social-media/2026b.html"} {
			b.load(path)
			b.Do(`document.querySelectorAll('main details').forEach(e => { e.open = true })`)
			b.None("out of line", `[...document.querySelectorAll('.dates td > .what ~ *')].filter(e => e.textContent.trim())
				.filter(e => Math.abs(e.getBoundingClientRect().left - e.parentElement.querySelector('.what > :last-child').getBoundingClientRect().left) > 3)
				.map(e => e.outerHTML).slice(0, 3)`)
			b.None("cut", `[...document.querySelectorAll('.table:has(> .dates)')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.scrollWidth + ' px in ' + e.clientWidth).slice(0, 3)`)
		}
	}
}

// On a phone a picture of a cohort begins with a whole month, and the line of today
// goes behind the words.
func TestTimelineBeginsWithAMonth(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	phone(b)
	for _, day := range []string{"2026-09-20", "2026-11-30", "2026-12-20"} {
		at(day)(b)
		b.load("programs/social-media/2026b.html")
		b.None("cut on "+day, `[...document.querySelectorAll('.month text, .session-day circle')].filter(e => {
			const box = e.getBoundingClientRect(), left = e.closest('.scroll').getBoundingClientRect().left;
			return box.left < left - 1 && box.right > left + 1;
		}).map(e => e.outerHTML)`)
		b.None("behind the line of today", `[...document.querySelectorAll('.registration-name')].filter(e => e.compareDocumentPosition(e.closest('svg').querySelector('.today')) & Node.DOCUMENT_POSITION_FOLLOWING).map(e => e.outerHTML)`)
	}
}

// The sign that links to a heading follows its last word.
func TestTheLinkFollowsItsHeading(t *testing.T) {
	t.Parallel()
	b := open(t, "faq.html", phone)
	wrapped := eval[int](b, `[...document.querySelectorAll('.heading > [id]')].filter(e => e.getClientRects().length > 1).length`)
	if wrapped < 3 {
		t.Fatalf("only %d headings take two lines", wrapped)
	}
	b.None("apart", `[...document.querySelectorAll('.heading > [id]')].filter(e => {
		const word = [...e.getClientRects()].at(-1), sign = e.nextElementSibling.getBoundingClientRect();
		return sign.left - word.right > 12 || sign.bottom < word.top || sign.top > word.bottom;
	}).map(e => e.innerText)`)
}

// A line with a term in it is as high as any other.
func TestATermMovesNoLine(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	terms := 0
	for _, path := range []string{"privacy.html", "faq.html", "id/privacy.html", "guides/how-it-works.html"} {
		b.load(path)
		terms += eval[int](b, `document.querySelectorAll('.prose .term').length`)
		b.None("moved", `[...document.querySelectorAll('.prose :is(p, li, td):has(.term)')].filter(e => {
			const before = e.getBoundingClientRect().height;
			for (const term of e.querySelectorAll('.term')) term.replaceWith(term.innerText);
			return Math.abs(e.getBoundingClientRect().height - before) > 2;
		}).map(e => e.innerText.slice(0, 80))`)
	}
	if terms < 5 {
		t.Errorf("the pages have only %d terms", terms)
	}
}

// The results of the page of the search are a part of the page: they do not scroll by
// themselves, to no side.
func TestThePageOfTheSearchScrollsAsOne(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, width := range []int64{500, 1000, 1300} {
		b.Resize(width, 800)
		b.load("search.html#q=mentor")
		b.Wait(`document.querySelectorAll('main .found').length > 3`)
		b.None("scrolls", `[...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).overflowX === 'auto' && e.scrollWidth > e.clientWidth).map(e => e.outerHTML.slice(0, 80))`)
	}
}

// How long what is written stays is read whole in its list.
func TestTheListOfDaysIsNotCut(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "forms/mentoring-agreement.html"), phone)
		b.None("cut or out of line", `[...document.querySelectorAll('.keep select')].filter(list => {
			const pen = document.createElement('canvas').getContext('2d');
			pen.font = getComputedStyle(list).font;
			const box = list.getBoundingClientRect();
			const needed = pen.measureText(list.selectedOptions[0].text).width + 2 * parseFloat(getComputedStyle(list).paddingLeft) + 16;
			return box.width < needed || Math.abs(box.left - list.closest('form').getBoundingClientRect().left) > 1;
		}).map(list => list.selectedOptions[0].text)`)
		if gap := eval[float64](b, `document.querySelector('#form-title').getBoundingClientRect().top - document.querySelector('.prose').getBoundingClientRect().bottom`); gap < 24 {
			t.Errorf("the fields begin %v px below the text", gap)
		}
	}
}

// Where three stand in a list, they stand in a row, or below each other.
func TestNoneOfThreeStandsAlone(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, width := range []int64{360, 768, 1024, 1280} {
		viewport(width, 800)(b)
		for _, path := range []string{"index.html", "programs/index.html"} {
			b.load(path)
			rows := eval[[]int](b, `[...document.querySelectorAll('.cards:has(> :nth-child(3):last-child)')].map(list => new Set([...list.children].map(e => e.offsetTop)).size)`)
			if len(rows) == 0 || slices.Contains(rows, 2) {
				t.Errorf("at %d px three cards of %s stand in %d rows", width, path, rows)
			}
		}
	}
}

// A list of sessions says which belong to every program, to some and to none, and a
// list of letters which are neutral; each says how long it takes, or to whom it goes.
func TestListsAreDividedByPurpose(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for path, want := range map[string][]string{
		"sessions/index.html":    {"In every program: first-session", "In some programs: social-media-lab", "Whenever it helps: regular-session"},
		"id/guides/index.html":   {"Menimbang: what-is-reverse-mentoring", "Bersiap: how-it-works", "Contoh: social-media-training"},
		"id/letters/index.html":  {"Surat: invitation", "Netral, untuk program sensitif: neutral-invitation"},
		"id/sessions/index.html": {"Di setiap program: first-session", "Di sebagian program: social-media-lab", "Kapan pun berguna: regular-session"},
	} {
		b.load(path)
		groups := eval[[]string](b, `[...document.querySelectorAll('.purpose')].map(e => e.textContent + ': ' + e.nextElementSibling.querySelector('a').getAttribute('href').replace('.html', ''))`)
		if len(groups) < len(want) || !slices.Equal(groups[:len(want)], want) {
			t.Errorf("%s is divided into %q, want %q", path, groups, want)
		}
		b.None("says nothing of itself", `[...document.querySelectorAll('.purpose + .cards .card')].filter(e => !e.querySelector('.facts li')).map(e => e.innerText)`)
	}
}

// A pair reads what becomes of its calendar where it gets it, and once.
func TestTheCalendarIsExplainedAtItsButton(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for day, place := range map[string]string{"2026-11-23": ".is-next", "2027-06-01": ".plan-of-pair"} {
		at(day)(b)
		b.load("programs/social-media/pairs/pair-7k2d.html")
		where := eval[[]bool](b, fmt.Sprintf(`[...document.querySelectorAll('.help')].filter(e => e.checkVisibility() && e.closest('.plan-of-pair'))
			.map(e => e.closest(%q) !== null && e.previousElementSibling.querySelector('[type="text/calendar"]') !== null)`, place))
		if !slices.Equal(where, []bool{true}) {
			t.Errorf("on %s the calendar is explained %v", day, where)
		}
	}
}

// How long a session takes is said once in its head.
func TestMinutesAreSaidOnce(t *testing.T) {
	t.Parallel()
	b := open(t, "sessions/first-session.html", phone)
	if n := strings.Count(b.Text(".intro")+b.Text(".glance"), "60 minutes"); n != 1 {
		t.Errorf("the head of the session says its minutes %d times", n)
	}
}

// The values of a report stand in one column.
func TestValuesOfAReportStandInLine(t *testing.T) {
	t.Parallel()
	b := open(t, "programs/social-media/2026b-report.html", phone)
	b.None("out of line", `[...document.querySelectorAll('.report-figures dd')].filter(e => {
		const value = document.createRange();
		value.selectNodeContents(e);
		return Math.abs(value.getBoundingClientRect().right - e.closest('dl').getBoundingClientRect().right) > 1;
	}).map(e => e.parentElement.innerText)`)
}
