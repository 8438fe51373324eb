package themes_test

import (
	"fmt"
	"strings"
	"testing"
)

// crowded is a project whose dashboard is hard to lay out: names longer than
// anybody expects, a cohort of two years, and more silent pairs than are listed
// at once.
func crowded() map[string]string {
	var people, pairs strings.Builder
	units := []string{"IT", "Directorate of Human Capital Development and Organisational Transformation", "Sales", "Legal", "Communications"}
	for i := range 16 {
		fmt.Fprintf(&people, "  - {id: m%d, name: Mentor Number %d, unit: %s, languages: [en], level: 1, offers: [{topic: long}]}\n", i, i, units[i%5])
		fmt.Fprintf(&people, "  - {id: e%d, name: Mentee Number %d, unit: \"Kesejahteraan-dan-Pengembangan-Berkelanjutan %d\", languages: [en], level: 9, wants: [{topic: long}]}\n", i, i, i%7)
		fmt.Fprintf(&pairs, "          - {id: pair-%d, mentor: m%d, mentee: e%d, topics: [long], status: active, accepted: {mentor: 2020-01-01, mentee: 2020-01-01}, sessions: [{id: s1, status: done}]}\n", i, i, i)
	}
	return map[string]string{
		"programs.yaml": `site: {title: Crowded, languages: [en, id], timezone: Asia/Jakarta}
topics:
  long: {en: Understanding how customers in remote provinces choose what they buy}
people:
` + people.String() + `programs:
  - id: long
    title: A program whose name is much longer than anybody would expect the name of a program to be
    type: reverse
    track: custom
    purpose: Learn.
    plan: [{id: s1, session: first, at: P0W}, {id: s2, session: first, at: P100W}]
    cohorts:
      - id: 2020a
        starts: 2020-01-06
        ends: 2022-06-30
        pairings:
` + pairs.String(),
		"content/en/sessions/first.md": "---\ntitle: First session\nsummary: Meet.\nreview_by: 2020-01-01\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Stories}]\n---\nTalk.\n",
	}
}

func TestDashboardFitsWhateverItSays(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, crowded()))
	for _, size := range []option{narrow, desktop} {
		size(b)
		for _, lang := range languages {
			b.load(inLanguage(lang, "dashboard.html"))
			hasItsLandmarks(b, lang)
			eval[bool](b, `document.querySelectorAll('details:not(.toggle)').forEach(d => d.open = true) ?? true`)
			fitsTheWindow(b)
			b.None("is hidden beside its column", `[...document.querySelectorAll('.month-names span, .flows li, .counts td, .counts th')]
				.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && e.textContent).map(e => e.textContent)`)
		}
	}
}

// The starter's words are whole on a phone: what breaks within has no hyphen there.
func TestWordsOfTheDashboardAreWhole(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "dashboard.html"), phone)
		b.None("broken", `[...document.querySelectorAll('.topic-figures th a, .flows li')].flatMap(e => {
			const text = e.firstChild, part = document.createRange();
			return [...text.data.matchAll(/\p{L}+/gu)].filter(word => {
				part.setStart(text, word.index);
				part.setEnd(text, word.index + word[0].length);
				return part.getClientRects().length > 1;
			}).map(word => word[0]);
		})`)
	}
}

func TestLinesOfUnitsMeetTheirNames(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, crowded()))
	for _, size := range []option{phone, desktop} {
		size(b)
		b.load("dashboard.html")
		b.None("line ends beside its unit", `(() => {
			const picture = document.querySelector('.flows svg'), box = picture.getBoundingClientRect(), scale = box.height / picture.viewBox.baseVal.height;
			const middles = side => [...document.querySelectorAll('.flows ul.' + side + ' li')].map(e => { const r = e.getBoundingClientRect(); return (r.top + r.bottom) / 2 });
			const left = middles('mentor-side'), right = middles('mentee-side');
			return [...picture.querySelectorAll('path')].map(path => path.getAttribute('d').match(/M0 (\d+)C50 \d+ 50 (\d+)/))
				.filter(([, y1, y2]) => ![[left, y1], [right, y2]].every(([side, y]) => side.some(m => Math.abs(m - box.top - y * scale) < 3)))
				.map(([d]) => d);
		})()`)
	}
}

func TestDashboardIsPrintedWithItsNumbers(t *testing.T) {
	t.Parallel()
	b := open(t, "dashboard.html")
	for _, lang := range languages {
		b.load(inLanguage(lang, "dashboard.html"))
		for _, paper := range []sheet{a4, letter} {
			if pages := printed(b, paper); pages != 2 {
				t.Errorf("in %s it is printed on %d pages of %s, want the two sides of a sheet", lang, pages, paper.name)
			}
		}
	}
	onPaper(b)
	b.None("table stays closed", `[...document.querySelectorAll('.dashboard details table')].filter(e => e.getBoundingClientRect().height < 20 || !e.checkVisibility({contentVisibilityAuto: true})).map(e => e.textContent)`)
	b.None("is small", smallerThan(7))
}

// The same words lead to different places only where their names tell them apart.
func TestLinksOfTheDashboardAreToldApart(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "dashboard.html"))
		b.None("one name for several places", `(() => {
			const places = {};
			for (const a of document.querySelectorAll('main a')) (places[a.ariaLabel || a.textContent.trim()] ||= new Set()).add(a.href);
			return Object.entries(places).filter(([, to]) => to.size > 1).map(([name]) => name);
		})()`)
		b.None("name without what is seen", `[...document.querySelectorAll('main a[aria-label]')].filter(a => !a.ariaLabel.includes(a.textContent.trim())).map(a => a.outerHTML)`)
	}
}

// What all programs did comes first, and adds up to what each of them did.
func TestDashboardBeginsWithTheTrend(t *testing.T) {
	t.Parallel()
	b := open(t, "dashboard.html")
	b.None("wrong", `(() => {
		const numbers = figure => [...figure.querySelectorAll('tbody tr')].map(row => [row.cells[0].textContent, ...[...row.cells].slice(1).map(cell => +cell.textContent)]);
		const add = (sum, row) => { const old = sum.get(row[0]) || []; return sum.set(row[0], row.slice(1).map((n, i) => n + (old[i] || 0))); };
		const whole = numbers(document.querySelector('main figure.months')).reduce(add, new Map());
		const parts = [...document.querySelectorAll('.cohort-figures figure.months')].flatMap(numbers).reduce(add, new Map());
		return [...whole].filter(([month, row]) => String(parts.get(month)) !== String(row)).map(String).concat(whole.size === parts.size && whole.size > 3 ? [] : ['months']);
	})()`)
}
