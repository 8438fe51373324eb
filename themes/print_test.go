package themes_test

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"

	"mentorbook/generator/attachment"
)

// A session is printed on both sides of one sheet, of A4 or of Letter: on the
// front the hour itself, on the back what comes before and after it.
func TestEverySessionIsPrintedOnOneSheet(t *testing.T) {
	t.Parallel()
	b := open(t, "sessions/index.html")
	sessions := 0
	for _, name := range b.portal.pages {
		if folder, file := path.Split(name); path.Base(folder) != "sessions" || file == "index.html" {
			continue
		}
		sessions++
		b.load(name)
		for _, paper := range []sheet{a4, letter} {
			if pages := printed(b, paper); pages != 2 {
				t.Errorf("%s is printed on %d pages of %s, want the two sides of a sheet", name, pages, paper.name)
			}
		}
		onPaper(b)
		b.None("printed too small", smallerThan(9.5))
		b.None("too small at arm's length", `[...document.querySelectorAll('.lede, .agenda .step > p:not(.who), .agenda h3, .roles dd, .prompts li, .outcome :is(p, li)')]
			.filter(e => parseFloat(getComputedStyle(e).fontSize) < 10.5 * 96 / 72 - .01).map(e => e.outerHTML.slice(0, 100))`)
		b.None("on the wrong side", `(() => {
			const top = selector => document.querySelector(selector)?.getBoundingClientRect().top;
			const back = top('.session > .duo-part');
			const front = ['.run', '.glance', '.prompts', '.outcome'].filter(part => top('.session > ' + part) > back);
			return top('.session > .body') < back ? [...front, '.body'] : front;
		})()`)
		b.None("not set with what it belongs to", `[...document.querySelectorAll('.session .prose :is(blockquote, .heading:has(h3) + p)')].filter(e => {
			const before = [...e.previousElementSibling.getClientRects()].at(-1), [first, second] = e.getClientRects();
			if (e.matches('blockquote')) return first.left > before.right;
			return second && second.left > before.left + 1 && second.left < before.right + 20; // the heading runs in
		}).map(e => e.textContent.slice(0, 60))`)
		onScreen(b)
	}
	if sessions != 28 {
		t.Errorf("the starter has %d pages of sessions, want 14 in 2 languages", sessions)
	}
}

// In a pack every session starts on a sheet of its own, also when the printer
// uses both sides.
func TestPackIsPrintedAsSheets(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"programs/social-media/pack.html", "id/programs/diversity/pack.html"} {
		b := open(t, name)
		sessions := eval[int](b, `document.querySelectorAll('.session').length`)
		for _, paper := range []sheet{a4, letter} {
			if pages, want := printed(b, paper), 2+2*sessions; pages != want {
				t.Errorf("%s with %d sessions is printed on %d pages of %s, want %d", name, sessions, pages, paper.name, want)
			}
		}
		b.None("leads nowhere", `[...document.querySelectorAll('.pack-contents a')].map(a => a.hash).filter(hash => !document.querySelector(hash))`)
	}
}

// furniture is what leads through a portal, and what can be pressed.
const furniture = `.skip, nav, .menu, .search-link, .anchor, .definition, .tools, button:not(.term), .button, [role=search]`

// A sheet is a sheet: whatever its size, no menu, link or button of the portal is
// on it, and nothing ends at its edge.
func TestEveryKindOfPageIsPrintedWithoutFurnitureAndWhole(t *testing.T) {
	for i, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, inLanguage(languages[i%len(languages)], kind.path))
			menu := eval[[]string](b, `[...document.querySelectorAll('.parts, .languages, .breadcrumbs')].map(e => e.textContent)`)
			if len(menu) < 2 {
				t.Fatal("the page has no menu to look for")
			}
			text := textOf(t, print(b, sheets[i%len(sheets)]))
			if !strings.Contains(text, unspaced(eval[string](b, `document.querySelector('h1').textContent`))) {
				t.Errorf("the heading is not in the text of the PDF, which is %.200q", text)
			}
			for _, links := range menu {
				if strings.Contains(text, unspaced(links)) {
					t.Errorf("%q is printed", unspaced(links))
				}
			}
			for _, paper := range sheets {
				onSheet(b, paper)
				b.None("printed on "+paper.name, `[...document.querySelectorAll(`+quote(furniture)+`)]
					.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))`)
				isWhole(b, paper)
			}
		})
	}
}

// onSheet lays the page out as on a sheet with the margins of style.css. The media
// queries of a sheet see the whole of it, and so does this.
func onSheet(b *tab, paper sheet) {
	b.t.Helper()
	const pixels = 96 / 25.4 // a millimetre
	viewport(int64(paper.width*pixels), int64(paper.height*pixels))(b)
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.Do(`document.documentElement.style.marginInline = '11mm'`)
}

// isWhole checks that nothing is wider than the sheet, and that nothing is hidden
// in a box that would scroll on a screen.
func isWhole(b *tab, paper sheet) {
	b.t.Helper()
	b.None("cut on "+paper.name, `(() => {
		const edge = document.body.getBoundingClientRect().right + 1;
		return [...document.querySelectorAll('main *, .bottom *')].filter(e => e.checkVisibility() && !e.closest('svg *, .visually-hidden'))
			.filter(e => e.getBoundingClientRect().right > edge || getComputedStyle(e).overflowX !== 'visible' && !e.matches('svg, img, textarea, input') && e.scrollWidth > e.clientWidth + 1)
			.map(e => e.outerHTML.slice(0, 120));
	})()`)
}

// Every cell and every line of code is on paper, and an address once.
func TestTablesAndCodeAreNotCutOnPaper(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	many := strings.Repeat("| Column ", 12) + "|\n" + strings.Repeat("|---", 12) + "|\n" + strings.Repeat("| information-about-everything ", 11) + "| last-cell |\n"
	b.visit(publishSmall(t, map[string]string{
		"content/en/guides/story.md": `---
title: Contacts
summary: What to bring.
kind: article
---
| Who | Address | Form | When |
|---|---|---|---|
| Mentoring team | mentoring-and-learning@kemangi.example | https://forms.kemangi.example/mentoring/2026/registration | Any day |
| Wellbeing desk | wellbeing-confidential@kemangi.example | https://forms.kemangi.example/wellbeing/request-a-call | Office hours |

` + many + `
[The form](https://forms.kemangi.example/other)

` + "```text" + `
Subject: Your first mentoring session is on Tuesday at ten, and here is what to bring along to it, please
Dear colleague, thank you for joining the programme. Please bring one question and one story to our first meeting.
An_address_without_a_space_that_is_longer_than_the_sheet_is_wide_and_has_to_break_somewhere_before_its_very_last_word_which_is_end
` + "```\n",
	}))
	b.load("guides/story.html")
	want := append(eval[[]string](b, `[...document.querySelectorAll('.prose :is(th, td)')].map(e => e.textContent)`),
		eval[[]string](b, `document.querySelector('pre').textContent.trim().split('\n')`)...)
	for _, paper := range sheets {
		text := textOf(t, print(b, paper))
		for _, words := range want {
			if !strings.Contains(text, unspaced(words)) {
				t.Errorf("on %s, %q is not in the text of the PDF", paper.name, words)
			}
		}
		onSheet(b, paper)
		b.None("address printed twice, or never", `[...document.querySelectorAll('.prose a[href^="http"]')]
			.filter(a => (a.textContent + getComputedStyle(a, '::after').content).split(a.getAttribute('href')).length !== 2).map(a => a.outerHTML)`)
		isWhole(b, paper)
		onScreen(b)
	}
}

// Who a portal is for stands on every sheet of it.
func TestEverySheetNamesItsEdition(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "guides/safety.html"))
		edition := eval[string](b, `document.querySelector('.edition').textContent`)
		pages := pagesOf(t, print(b, a4))
		for page, text := range pages {
			if !strings.Contains(text, unspaced(edition)) {
				t.Errorf("%s of %d does not say %q", page, len(pages), edition)
			}
		}
	}
}

func TestGuidesArePrintedWithTheirAddresses(t *testing.T) {
	t.Parallel()
	b := open(t, "guides/safety.html")
	onPaper(b)
	b.None("address not printed", `[...document.querySelectorAll('.prose a[href^="http"], .references a[href^="http"]')]
		.filter(a => !a.matches('.address') && !getComputedStyle(a, '::after').content.includes(a.getAttribute('href'))).map(a => a.href)`)
}

// The agreement is one sheet, as it says, and so is every other form of the
// starter; the pulse is a page. What is signed comes last.
func TestFormsArePrintedOnOneSheet(t *testing.T) {
	t.Parallel()
	b := open(t, "forms/index.html")
	forms := 0
	for _, name := range b.portal.pages {
		if folder, file := path.Split(name); path.Base(folder) != "forms" || file == "index.html" {
			continue
		}
		forms++
		b.load(name)
		most := 2
		if strings.Contains(name, "pulse") {
			most = 1
		}
		for _, paper := range []sheet{a4, letter} {
			if pages := printed(b, paper); pages > most {
				t.Errorf("%s is printed on %d pages of %s, want %d", name, pages, paper.name, most)
			}
		}
		onPaper(b)
		b.None("printed too small", smallerThan(9.5))
		// Chromium lays what follows over the fields of a group that a page cuts in two.
		b.None("cut by a page", `[...document.querySelectorAll('form > fieldset')].filter(e => getComputedStyle(e).breakInside !== 'avoid').map(e => e.innerText.slice(0, 40))`)
		b.None("too low to write on", `[...document.querySelectorAll('.field input:not([type=radio]), textarea')].filter(e => e.getBoundingClientRect().height < 5.9 * 96 / 25.4).map(e => e.id)`)
		onScreen(b)
		b.None("after what is signed", `[...document.querySelectorAll('.prose, .field:not(.field-signature, .field-date)')].filter(e => {
			const signed = document.querySelector('.field-signature');
			return signed && signed.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING;
		}).map(e => e.outerHTML.slice(0, 100))`)
	}
	if forms != 18 {
		t.Errorf("the starter has %d pages of forms, want 9 in 2 languages", forms)
	}
}

// Whoever fills a form in with a pen needs lines, and no "mm/dd/yyyy" on them.
func TestFieldsArePrintedAsRuledLines(t *testing.T) {
	t.Parallel()
	b := open(t, "forms/mentoring-agreement.html")
	onPaper(b)
	b.None("not a line", `[...document.querySelectorAll('.field input:not([type=radio]), textarea')].filter(e => {
		const style = getComputedStyle(e);
		return style.borderBottomWidth !== '1px' || style.borderTopWidth !== '0px';
	}).map(e => e.id)`)
	dates := `[...document.querySelectorAll('input[type=date]')].map(e => getComputedStyle(e).color)`
	if shown := eval[[]string](b, dates); len(shown) == 0 || shown[0] != "rgba(0, 0, 0, 0)" {
		t.Errorf("an empty date is printed in the colours %s", shown)
	}
	onScreen(b)
	eval[bool](b, `document.querySelector("input[type=date]").focus() ?? true`)
	b.Type("12242026")
	if value := eval[string](b, `document.querySelector("input[type=date]").value`); value != "2026-12-24" {
		t.Fatalf("the date field holds %q", value)
	}
	onPaper(b)
	if shown := eval[[]string](b, dates); len(shown) == 0 || shown[0] == "rgba(0, 0, 0, 0)" {
		t.Errorf("a date that was filled in is printed in the colours %s", shown)
	}
}

var pdfPage = regexp.MustCompile(`/Type ?/Page\b`)

// A sheet is a size of paper, in millimetres.
type sheet struct {
	name          string
	width, height float64
}

var (
	a4     = sheet{"A4", 210, 297}
	letter = sheet{"Letter", 215.9, 279.4}
	onSide = sheet{"A4 on its side", 297, 210}
	sheets = []sheet{a4, letter, onSide}
)

// print prints the page on sheets that the reader chose.
func print(b *tab, paper sheet) []byte {
	b.t.Helper()
	const inch = 25.4
	ours := true
	pdf := call(b, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: paper.width / inch, PaperHeight: paper.height / inch, PreferCSSPageSize: &ours}).Data
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		b.t.Fatal("the browser prints no PDF")
	}
	return pdf
}

// printed counts the pages that the browser prints.
func printed(b *tab, paper sheet) int {
	b.t.Helper()
	return len(pdfPage.FindAll(print(b, paper), -1))
}

// textOf returns what can be read on printed pages, without spaces: where lines
// and words end there is another matter.
func textOf(t testing.TB, pdf []byte) string {
	t.Helper()
	return strings.Join(slices.Collect(maps.Values(pagesOf(t, pdf))), "\n")
}

// pagesOf is the same for each page, by what the reader of PDF calls it. A page has
// several readings, which tell words apart in other ways.
func pagesOf(t testing.TB, pdf []byte) map[string]string {
	t.Helper()
	pages := map[string]string{}
	for _, part := range attachment.Read("page.pdf", pdf, attachment.DefaultLimits()).Texts {
		if strings.HasPrefix(part.Where, "page ") {
			pages[part.Where] += unspaced(part.Value) + "\n"
		}
	}
	if len(pages) == 0 {
		t.Fatal("the PDF has no pages that can be read")
	}
	return pages
}

func unspaced(text string) string { return strings.Join(strings.Fields(text), "") }

// onPaper lays the page out as on paper, in a window as wide as its text there,
// and onScreen as before.
func onPaper(b *tab) {
	b.t.Helper()
	viewport(711, 1040)(b) // 188 mm
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
}

func onScreen(b *tab) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
}

// smallerThan lists the texts in a size below that many points, in JavaScript.
func smallerThan(points float64) string {
	return fmt.Sprintf(`(() => {
		const small = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const text = texts.currentNode, within = text.parentElement;
			if (text.data.trim() && within.checkVisibility() && !within.closest('.visually-hidden, sup, script') && parseFloat(getComputedStyle(within).fontSize) < %v * 96 / 72 - 0.01)
				small.push(within.tagName + '.' + within.className + ' ' + text.data.trim().slice(0, 40));
		}
		return small;
	})()`, points)
}

// What readers open on the screen lies open on paper, which does not open.
func TestDetailsAreOpenOnPaper(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, map[string]string{
		"content/en/page.md": "---\ntitle: Page\nsummary: Page.\n---\n\n> [!DETAILS] What does it *cost*?\n> <kbd>Nothing</kbd>.\n\n" +
			"<details>\n<summary>As on GitHub</summary>\n\nText.\n\n</details>\n",
	}))
	b.load("page.html")
	const closed = `[...document.querySelectorAll('.alert-details > p')].filter(p => !p.checkVisibility({contentVisibilityAuto: true})).map(p => p.textContent)`
	if n := eval[int](b, closed+`.length`); n != 2 {
		t.Errorf("%d of 2 blocks are closed on the screen", n)
	}
	onPaper(b)
	b.Wait(closed + `.length === 0`)
	b.None("without height on paper", `[...document.querySelectorAll('.alert-details > p')].filter(p => p.getBoundingClientRect().height < 10)`)
	b.None("printed too small", smallerThan(9.5))
	onScreen(b)
	b.Click(".alert-details summary")
	if n := eval[int](b, closed+`.length`); n != 1 {
		t.Errorf("%d blocks are closed when one of two was opened", n)
	}
}

// The handbook is a book: a cover, contents that lead to each part by its number,
// each guide on a page of its own.
func TestTheHandbookIsPrintedAsABook(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "guides/index.html"))
		if !eval[bool](b, `!!document.querySelector('a[href="../handbook.html"]')`) {
			t.Error("the guides do not lead to it")
		}
		b.load(inLanguage(lang, "handbook.html"))
		hasItsLandmarks(b, lang)
		fitsTheWindow(b)
		titles := eval[[]string](b, `[...document.querySelectorAll('.chapter > .intro h2')].map(e => e.textContent)`)
		guides := 0
		for _, name := range b.portal.pages {
			if path.Dir(name) == inLanguage(lang, "guides") && path.Base(name) != "index.html" {
				guides++
			}
		}
		if len(titles) != guides || guides < 9 {
			t.Errorf("it has %d chapters of %d guides: %q", len(titles), guides, titles)
		}
		b.None("leads nowhere", `[...document.querySelectorAll('.handbook a[href^="#"]')].map(a => a.hash.slice(1)).filter(id => !document.getElementById(decodeURIComponent(id)))`)
		b.None("twice", `[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`)
		pages := pagesOf(t, print(b, a4))
		if cover := pages["page 1"]; !strings.Contains(cover, unspaced(b.Text("h1"))) || strings.Contains(cover, unspaced(titles[0])) {
			t.Errorf("the cover says %.300q", cover)
		}
		if len(pages) < 3+len(titles) {
			t.Errorf("it has %d pages", len(pages))
		}
		onSheet(b, a4)
		isWhole(b, a4)
		// The longest numbers stand on one line.
		b.Do(`document.querySelectorAll('.book-contents > ol, .book-contents > ol > li').forEach(e => { e.style.counterReset = 'entry 88 part 88'; })`)
		b.None("number on two lines", `[...document.querySelectorAll('.book-contents li li a')].filter(a => a.offsetHeight > 1.8 * parseFloat(getComputedStyle(a).lineHeight)).map(a => a.textContent)`)
		b.None("furniture", `[...document.querySelectorAll(`+quote(furniture)+`)].filter(e => !e.matches('.book-contents') && e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))`)
	}
}
