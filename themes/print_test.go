package themes_test

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// A session is printed on both sides of one sheet of A4: on the front the hour
// itself, on the back what comes before and after it.
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
		if pages := printed(b); pages != 2 {
			t.Errorf("%s is printed on %d pages, want the two sides of a sheet", name, pages)
		}
		onPaper(b)
		b.None("printed too small", smallerThan(9.5))
		b.None("on the wrong side", `(() => {
			const top = selector => document.querySelector(selector)?.getBoundingClientRect().top;
			const back = top('.session > .duo-part');
			const front = ['.run', '.glance', '.prompts', '.outcome'].filter(part => top('.session > ' + part) > back);
			return top('.session > .body') < back ? [...front, '.body'] : front;
		})()`)
		onScreen(b)
	}
	if sessions != 16 {
		t.Errorf("the starter has %d pages of sessions, want 8 in 2 languages", sessions)
	}
}

// In a pack every session starts on a sheet of its own, also when the printer
// uses both sides.
func TestPackIsPrintedAsSheets(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"programs/social-media/pack.html", "id/programs/diversity/pack.html"} {
		b := open(t, name)
		sessions := eval[int](b, `document.querySelectorAll('.session').length`)
		if pages, want := printed(b), 2+2*sessions; pages != want {
			t.Errorf("%s with %d sessions is printed on %d pages, want %d", name, sessions, pages, want)
		}
		b.None("leads nowhere", `[...document.querySelectorAll('.pack-contents a')].map(a => a.hash).filter(hash => !document.querySelector(hash))`)
	}
}

func TestGuidesArePrintedWithoutFurniture(t *testing.T) {
	t.Parallel()
	b := open(t, "guides/safety.html")
	onPaper(b)
	b.None("printed", `[...document.querySelectorAll('nav, button:not(.term), summary, .skip, .anchor, .definition')]
		.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))`)
	b.None("address not printed", `[...document.querySelectorAll('.prose a[href^="http"], .references a[href^="http"]')]
		.filter(a => !getComputedStyle(a, '::after').content.includes(a.getAttribute('href'))).map(a => a.href)`)
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

// printed counts the pages that the browser prints.
func printed(b *tab) int {
	b.t.Helper()
	paper := true
	pdf := call(b, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &paper}).Data
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		b.t.Fatal("the browser prints no PDF")
	}
	return len(pdfPage.FindAll(pdf, -1))
}

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
