package preview

import (
	"fmt"
	"strings"
	"testing"

	"mentorbook/internal/chromium"
)

// page is a page under the policy that those of a theme have.
func page(title, body string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>` + title + `</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css?1"><script src="/page.js" defer></script></head>
<body>
<main>
` + body + `
</main>
</body></html>`
}

const tall = `<p class="tall">tall</p>`

// panel is the expression for something in the shadow tree of the preview.
func panel(selector string) string {
	return fmt.Sprintf(`document.querySelector("#mentorbook-preview")?.shadowRoot.querySelector(%s)`, chromium.Quote(selector))
}

// says is true when the preview's line over the page is text.
func says(text string) string {
	return panel("[role=status]") + "?.textContent === " + chromium.Quote(text)
}

func shows(text string) string {
	return "document.body.innerText.includes(" + chromium.Quote(text) + ")"
}

// loaded is true as long as the page has not been loaded again.
const mark, loaded = `window.marked = true`, `window.marked === true`

func TestBrowser(t *testing.T) {
	browser := chromium.Start(t, chromium.Windows)
	open := func(t *testing.T, files map[string]string) (*folder, *running, *chromium.Tab) {
		t.Helper()
		all := map[string]string{
			"style.css":  "p { color: rgb(1, 1, 1) } .tall { height: 3000px }",
			"page.js":    "const extra = document.createElement('b'); extra.textContent = 'by script'; document.querySelector('main').append(extra)",
			"404.html":   page("Not found", "<p>nothing here</p>"),
			"index.html": page("One", "<p>first</p>"),
			"other.html": page("Two", "<p>second</p>"),
		}
		for name, text := range files {
			all[name] = text
		}
		f := newFolder(t, all)
		server := start(t, f.project())
		tab := browser.Open(t, server.url+"/")
		tab.Wait(panel("[role=status]") + `?.textContent && !document.querySelector("#mentorbook-preview").hidden`)
		tab.Do(mark)
		return f, server, tab
	}

	t.Run("a change shows in place", func(t *testing.T) {
		body := `<details><summary>more</summary><p>hidden</p></details><p id="text">before</p>` + tall +
			`<input id="name"><textarea id="words"></textarea><ul><li>one</li><li>three</li><li>five</li></ul>`
		f, _, tab := open(t, map[string]string{"index.html": page("One", body)})
		tab.Focused()
		tab.Do(`document.querySelector("details").open = true; document.querySelector("#words").value = "typed";
			document.querySelector("#name").focus(); scrollTo(0, 1500); window.three = document.querySelectorAll("li")[1]`)
		tab.Type("Ani")
		tab.Do(`scrollTo(0, 1500)`)
		body = strings.NewReplacer("before", "after", "<li>one", "<li>zero</li><li>one", "<li>three", "<li>two</li><li>three", "five", "four").Replace(body)
		f.write("index.html", page("Uno", body))
		tab.Wait(shows("after") + ` && document.title === "Uno"`)
		f.write("index.html", page("Uno", strings.Replace(body, "after", "at last", 1)))
		tab.Wait(shows("at last"))
		for _, kept := range []string{
			loaded, `document.querySelector("details").open`, `document.querySelector("#words").value === "typed"`,
			`document.activeElement.id === "name" && document.activeElement.value === "Ani"`, `scrollY === 1500`,
			`document.querySelectorAll("li")[3] === three`, `document.querySelector("ul").textContent === "zeroonetwothreefour"`, shows("by script"),
		} {
			if !chromium.Eval[bool](tab, kept) {
				t.Errorf("after the change this is not true any more: %s", kept)
			}
		}
	})

	t.Run("a style sheet is exchanged", func(t *testing.T) {
		f, _, tab := open(t, nil)
		tab.Do(`window.bare = 0; new MutationObserver(() => {
			if (![...document.querySelectorAll("link[rel=stylesheet]")].some(link => link.href.includes("style") && link.sheet)) bare++;
		}).observe(document.head, {childList: true})`)
		f.write("style2.css", "p { color: rgb(2, 2, 2) }")
		f.write("index.html", strings.Replace(page("One", "<p>first</p>"), "/style.css?1", "/style2.css", 1))
		tab.Wait(`getComputedStyle(document.querySelector("p")).color === "rgb(2, 2, 2)" && document.querySelectorAll("head link[href*=style]").length === 1`)
		if !chromium.Eval[bool](tab, loaded+` && bare === 0`) {
			t.Error("the page was loaded again, or was without style for a moment")
		}
	})

	t.Run("scripts that change begin anew", func(t *testing.T) {
		f, _, tab := open(t, nil)
		f.write("new.js", "document.title = 'made new'")
		f.write("index.html", strings.Replace(page("One", "<p>first</p>"), "/page.js", "/new.js", 1))
		tab.Wait(`document.title === "made new"`)
	})

	t.Run("scripts that have read what changes begin anew", func(t *testing.T) {
		body := `<details><summary>more</summary><p>hidden</p></details><ol class="agenda" data-day="1"><li>Welcome</li></ol><p>text</p>` + tall + `<input id="name" name="name">`
		write := func(f *folder, old, new string) {
			body = strings.Replace(body, old, new, 1)
			f.write("index.html", strings.Replace(page("One", body), " defer>", ` defer data-reads=".agenda">`, 1))
		}
		f, _, tab := open(t, nil)
		write(f, "", "")
		tab.Wait(shows("Welcome") + " && " + says("no problems"))
		tab.Load(chromium.Eval[string](tab, "location.href"))
		tab.Do(mark)
		write(f, "text", "another text")
		tab.Wait(shows("another text"))
		if !chromium.Eval[bool](tab, loaded) {
			t.Error("the page was loaded again for a text that no script has read")
		}
		tab.Focused()
		tab.Do(`document.querySelector("details").open = true; document.querySelector("input").focus()`)
		tab.Type("Ani")
		tab.Do(`scrollTo(0, 1500)`)
		for _, change := range [][2]string{{"Welcome", "Hello"}, {"<li>H", "<li>First</li><li>H"}, {"<li>First</li>", ""}, {`class="agenda"`, `class="agenda long"`}, {` data-day="1"`, ``}} {
			tab.Do(mark)
			write(f, change[0], change[1])
			tab.Wait("!window.marked && " + shows("by script"))
		}
		tab.Wait(`scrollY === 1500`)
		for _, kept := range []string{`document.querySelector("details").open`, `document.activeElement.id === "name"`, `document.activeElement.value === "Ani"`} {
			if !chromium.Eval[bool](tab, kept) {
				t.Errorf("after the page was loaded again this is not true any more: %s", kept)
			}
		}
	})

	t.Run("it goes to the page that is edited", func(t *testing.T) {
		f, _, tab := open(t, nil)
		f.write("other.html", page("Two", "<p>second, edited</p>"))
		tab.Wait(`location.pathname === "/other.html" && ` + shows("second, edited"))
		tab.Wait(says("no problems"))
		tab.Do(panel("input") + `.click()`)
		f.write("index.html", page("One", "<p>first, edited</p>"))
		f.write("other.html", page("Two", "<p>second, again</p>"))
		tab.Wait(shows("second, again"))
		f.write("index.html", page("One", "<p>first, again</p>"))
		f.write("other.html", page("Two", "<p>second, at last</p>"))
		tab.Wait(shows("second, at last"))
		if chromium.Eval[string](tab, `location.pathname`) != "/other.html" {
			t.Error("it went to another page though that is switched off")
		}
	})

	t.Run("only the tab looked at last goes along", func(t *testing.T) {
		f, server, tab := open(t, nil)
		beside := tab.Beside(server.url + "/")
		beside.Wait(says("no problems"))
		f.write("other.html", page("Two", "<p>second, edited</p>"))
		beside.Wait(`location.pathname === "/other.html"`)
		f.write("index.html", page("One", "<p>first, edited</p>"))
		beside.Wait(`location.pathname === "/" || location.pathname === "/index.html"`)
		beside.Wait(says("no problems"))
		f.write("other.html", page("Two", "<p>second, again</p>"))
		beside.Wait(`location.pathname === "/other.html"`)
		tab.Front()
		tab.Wait(shows("first, edited"))
		if !chromium.Eval[bool](tab, loaded) {
			t.Error("the other tab went along")
		}
	})

	t.Run("more tabs than a browser has connections", func(t *testing.T) {
		f, server, tab := open(t, nil)
		tabs := []*chromium.Tab{tab}
		for range 7 {
			beside := tab.Beside(server.url + "/")
			beside.Wait(says("no problems"))
			tabs = append(tabs, beside)
		}
		f.write("index.html", page("One", "<p>first, edited</p>"))
		for _, tab := range tabs {
			tab.Front()
			tab.Wait(shows("first, edited"))
		}
	})

	t.Run("it says when the server is gone, and recovers", func(t *testing.T) {
		f, server, tab := open(t, nil)
		tab.Pardon("net::ERR_")
		server.stop()
		tab.Wait(says("the preview has stopped; waiting for it"))
		f.write("index.html", page("One", "<p>written meanwhile</p>"))
		start(t, f.project(), strings.TrimPrefix(server.url, "http://"))
		tab.Wait(shows("written meanwhile") + " && " + says("no problems"))
		f.write("index.html", page("One", "<p>written since</p>"))
		tab.Wait(shows("written since"))
		if !chromium.Eval[bool](tab, loaded) {
			t.Error("the page was loaded again")
		}
	})

	t.Run("mistakes are shown over the page", func(t *testing.T) {
		f, _, tab := open(t, map[string]string{"third.html": page("Three", "DOUBT")})
		tab.Wait(says("1 warning"))
		if chromium.Eval[bool](tab, panel("#more")+`.checkVisibility()`) {
			t.Error("a warning is not quiet")
		}
		f.write("index.html", page("One", "<p>BROKEN</p>"))
		tab.Wait(says("1 error, 1 warning") + ` && ` + panel("#more") + `.checkVisibility()`)
		list := chromium.Eval[string](tab, panel(".list")+`.innerText`)
		for _, want := range []string{"index.html:6:4: error: this is wrong", "<p>BROKEN</p>", "hint: write something else", "third.html:6:1: warning: this is doubtful"} {
			if !strings.Contains(list, want) {
				t.Errorf("the list lacks %q:\n%s", want, list)
			}
		}
		if !chromium.Eval[bool](tab, loaded+" && "+shows("first")) {
			t.Error("the last good page is gone")
		}
		tab.Do(panel("button") + `.click()`)
		f.write("other.html", page("Two", "<p>MISTAKE</p>"))
		tab.Wait(`location.pathname === "/other.html" && ` + says("2 errors, 1 warning"))
		if first := chromium.Eval[string](tab, panel(".problem")+`.textContent`); !strings.HasPrefix(first, "other.html:6:4: error") {
			t.Errorf("the first problem is not this page's: %s", first)
		}
		if chromium.Eval[bool](tab, panel("#more")+`.checkVisibility()`) {
			t.Error("a folded list opens by itself")
		}
		f.write("other.html", page("Two", "<p>well</p>"))
		f.write("index.html", page("One", "<p>mended</p>"))
		tab.Wait(says("1 warning") + ` && !` + panel("#more") + `.checkVisibility()`)
		f.write("index.html", page("One", "<p>MISTAKE again</p>"))
		tab.Wait(shows("MISTAKE again") + ` && ` + panel("#more") + `.checkVisibility()`)
		f.write("index.html", page("One", "<p>mended</p>"))
		tab.Wait(says("1 warning") + ` && !` + panel("#more") + `.checkVisibility()`)
	})

	t.Run("mistakes can be read on a phone", func(t *testing.T) {
		long := strings.Repeat("guides/of-a-long-name/", 3) + "page.html"
		_, _, tab := open(t, map[string]string{long: page("Long", "<p>MISTAKE "+strings.Repeat("and so on ", 20)+"</p>")})
		tab.Resize(360, 640)
		tab.Wait(says("1 error") + ` && ` + panel(".list") + `.checkVisibility()`)
		for _, whole := range []string{".bar", ".list", ".problem p:first-child", ".problem p:last-child"} {
			if !chromium.Eval[bool](tab, fmt.Sprintf(`(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)(%s)`, panel(whole))) {
				t.Errorf("%s is wider than the screen has room for", whole)
			}
		}
		if !chromium.Eval[bool](tab, panel(".problem pre")+`.textContent.includes("\n") && `+panel(".problem pre")+`.scrollWidth > 360`) {
			t.Error("the line of the source and its marker are not as they were written")
		}
	})

	t.Run("a page that cannot be rendered stays as it was", func(t *testing.T) {
		f, _, tab := open(t, nil)
		tab.Pardon("500 (Internal Server Error)")
		f.write("index.html", page("One", "<p>CRASH</p>"))
		tab.Wait(says("1 error"))
		f.write("notes.css", "DOUBT")
		tab.Wait(says("1 error, 1 warning")) // it was asked for again
		if !chromium.Eval[bool](tab, loaded+" && "+shows("first")+" && "+panel(".problem")+`.textContent.includes("index.html:6:4: error: this cannot be rendered")`) {
			t.Error("the page or the message is gone")
		}
		f.write("index.html", page("One", "<p>mended</p>"))
		tab.Wait(shows("mended") + " && " + says("1 warning"))
	})

	t.Run("it begins with a mistake", func(t *testing.T) {
		f := newFolder(t, map[string]string{"index.html": page("One", "RUIN"), "page.js": "document.title += ' with script'", "style.css": ""})
		tab := browser.Open(t, start(t, f.project()).url+"/")
		tab.Pardon("503 (Service Unavailable)", "favicon.ico")
		tab.Wait(says("1 error"))
		f.write("index.html", page("One", "<p>mended</p>"))
		tab.Wait(shows("mended") + ` && document.title === "One with script" && ` + says("no problems"))
	})

	t.Run("the audience is named and can be switched", func(t *testing.T) {
		f, server, tab := open(t, map[string]string{"secret.html": page("Secret", "<p>for organizers</p>")})
		tab.Pardon("404 (Not Found)")
		tab.Load(server.url + "/secret.html")
		tab.Wait(panel("select") + `?.value === "organizers"`)
		choose := func(audience string) {
			tab.Do(`const choice = ` + panel("select") + `; choice.value = "` + audience + `"; choice.dispatchEvent(new Event("change"))`)
		}
		choose("public")
		tab.Wait(`location.pathname === "/@public/secret.html" && ` + shows("nothing here") + " && " + says("no such page for public"))
		choose("organizers")
		tab.Wait(shows("for organizers") + " && " + says("no problems"))
		choose("public")
		tab.Wait(says("no such page for public"))
		f.write("index.html", page("One", "<p>first, edited</p>"))
		tab.Wait(`location.pathname === "/@public/index.html" && ` + shows("first, edited"))
	})

	t.Run("what leads nowhere is marked", func(t *testing.T) {
		_, _, tab := open(t, map[string]string{"index.html": page("One", `<p>a <span class="dead-end">link</span></p>`)})
		tab.Wait(`getComputedStyle(document.querySelector(".dead-end")).textDecorationStyle === "wavy" && document.querySelector(".dead-end").title`)
	})
}
