package themes_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
)

const (
	firstSession = "sessions/first-session.html"
	clockStarts  = 1795400000000 // milliseconds; where stoppedClock stands
)

// stoppedClock replaces the clock of the pages by one that moves only when
// tab.pass moves it, as far as Date.now() tells it. It goes on after a reload.
func stoppedClock(b *tab) {
	b.t.Helper()
	b.Before(fmt.Sprintf(`Date.now = () => %d + Number(window.name)`, clockStarts))
}

// pass lets time pass on a stopped clock.
func (b *tab) pass(d time.Duration) {
	b.t.Helper()
	eval[int](b, fmt.Sprintf(`Number(window.name = Number(window.name) + %d)`, d.Milliseconds()))
}

// shows waits until an element says something.
func (b *tab) shows(selector, text string) {
	b.t.Helper()
	b.Wait(fmt.Sprintf(`document.querySelector(%s).innerText.trim() === %s`, quote(selector), quote(text)))
}

// The parts of the runner.
const (
	digits = `[data-part="time"]`
	count  = `[data-part="count"]`
	pause  = `[data-part="pause"]`
	next   = `[data-part="next"]`
	opened = `document.querySelector("dialog.runner").open`
	closed = `!document.querySelector("dialog.runner").open`
)

func run(b *tab) {
	b.t.Helper()
	b.Click(".run-button")
	b.Wait(opened)
}

// agendaStep is a step as the page lists it.
type agendaStep struct {
	Name, Detail, Lead string
	Minutes            int
}

func agenda(b *tab) []agendaStep {
	b.t.Helper()
	steps := eval[[]agendaStep](b, `[...document.querySelectorAll(".agenda > li")].map(item => ({
		Name: item.querySelector("h3").innerText, Detail: item.querySelector(".step > p:last-child").innerText,
		Lead: item.dataset.lead, Minutes: Number(item.dataset.minutes)}))`)
	if len(steps) < 5 {
		b.t.Fatalf("the page lists %d steps", len(steps))
	}
	return steps
}

func TestASessionRunsThroughItsAgenda(t *testing.T) {
	t.Parallel()
	leads := map[string]map[string]string{
		"en": {"mentor": "The mentor (junior) leads", "mentee": "The mentee (senior) leads", "both": "You both lead"},
		"id": {"mentor": "Mentor (junior) memimpin", "mentee": "Mentee (senior) memimpin", "both": "Dipimpin berdua"},
	}
	words := map[string]struct{ start, finish, count, total, over, end string }{
		"en": {"Start", "Finish", "Step %d of %d", "Whole session: %d min left", "Whole session: 0 min left", "The clock ran for 60 of 60 planned minutes."},
		"id": {"Mulai", "Selesai", "Langkah %d dari %d", "Seluruh sesi: sisa %d menit", "Seluruh sesi: sisa 0 menit", "Waktu berjalan 60 dari 60 menit yang direncanakan."},
	}
	for lang, from := range map[string]option{"en": func(*tab) {}, "id": fromDisk} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := open(t, inLanguage(lang, firstSession), phone, from, stoppedClock)
			steps, words, left := agenda(b), words[lang], 60
			run(b)
			b.shows(pause, words.start)
			b.Click(pause)
			for i, step := range steps {
				b.shows(count, fmt.Sprintf(words.count, i+1, len(steps)))
				b.shows(".runner h2", step.Name)
				b.shows(".runner-lead", leads[lang][step.Lead])
				b.shows(".runner-detail", step.Detail)
				b.shows(digits, fmt.Sprintf("%d:00", step.Minutes))
				b.shows(".runner-total", fmt.Sprintf(words.total, left))
				if i+1 < len(steps) && !strings.HasSuffix(b.Text(".runner-then"), steps[i+1].Name) {
					t.Errorf("step %d announces %q next, not %q", i+1, b.Text(".runner-then"), steps[i+1].Name)
				}
				if n := eval[int](b, `document.querySelectorAll(".runner-say blockquote").length`); n == 0 {
					t.Errorf("step %d has nothing to say, though the text has", i+1)
				}
				b.pass(time.Duration(step.Minutes) * time.Minute)
				b.shows(digits, "0:00")
				left -= step.Minutes
				if i+1 == len(steps) {
					b.shows(next, words.finish)
				}
				b.Click(next)
			}
			b.shows(".runner-detail", words.end)
			b.shows(".runner-say h2", b.Text(".outcome h2"))
			storesNothing(b)
			b.Click(`[data-part="close"]`)
			b.Wait(closed)
			b.Wait(`document.activeElement.matches(".run-button") && location.hash === ""`)
			if got := b.address(); got != inLanguage(lang, firstSession) {
				t.Errorf("after the end the address is %s", got)
			}
		})
	}
}

func TestTheRunnerSaysWordsWithoutTheirLinks(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone)
	eval[string](b, `document.getElementById("step-welcome").parentElement.nextElementSibling.nextElementSibling.innerHTML =
		'<p id="there">Read <a href="x.html">the <b>rules</b></a><sup class="footnote-ref"><a href="#fn">1</a></sup> on ' +
		'<button class="term" popovertarget="d">face</button><span class="definition" popover id="d">Regard.</span>.</p><button>Copy</button>'`)
	run(b)
	if got, want := eval[string](b, `document.querySelector(".runner-say").innerHTML`), `<blockquote><p>Read the <b>rules</b> on face.</p></blockquote>`; !strings.HasPrefix(got, want) {
		t.Errorf("the runner says %s", got)
	}
}

func TestTheRunnerCountsWhatIsOver(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession+"#run=6,300.600.900.900.600.0,1,paused", phone, stoppedClock)
	b.Wait(opened)
	b.Click(pause)
	b.pass(5*time.Minute + 500*time.Millisecond)
	b.shows(digits, "0:00")
	b.pass(time.Second)
	b.shows(digits, "+0:01")
	b.shows(`[data-part="label"]`, "over this step’s time")
	b.pass(2 * time.Hour) // the phone slept
	b.shows(digits, "+120:01")
	b.shows(".runner-total", "Whole session: 120 min over")
}

func TestPausedTimeDoesNotCount(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone, stoppedClock)
	run(b)
	b.pass(time.Minute)
	b.Click(pause)
	b.shows(digits, "5:00")
	b.pass(70 * time.Second)
	b.shows(digits, "3:50")
	b.Click(pause)
	b.shows(pause, "Resume")
	b.pass(time.Hour)
	b.Click(pause)
	b.shows(pause, "Pause")
	b.pass(10 * time.Second)
	b.shows(digits, "3:40")

	// A step keeps its own time when the reader goes on and comes back.
	b.Click(next)
	b.shows(digits, "10:00")
	b.pass(10 * time.Second)
	b.shows(digits, "9:50")
	b.Click(`[data-part="back"]`)
	b.shows(digits, "3:40")
}

func TestTheRunnerWorksWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, desktop, stoppedClock)
	steps := agenda(b)
	b.tabTo(".run-button")
	b.Press("Enter")
	b.Wait(opened)
	b.Wait(`document.activeElement.matches('[data-part="pause"]')`)
	b.Press("Space")
	b.shows(pause, "Pause")
	b.Press("ArrowRight", "ArrowRight")
	b.shows(".runner h2", steps[2].Name)
	b.Press("ArrowLeft")
	b.shows(".runner h2", steps[1].Name)
	b.Press("Home")
	b.shows(".runner h2", steps[0].Name)
	b.Press("ArrowLeft")
	b.shows(".runner h2", steps[0].Name)
	b.pass(time.Second)
	b.Press("Space")
	b.shows(pause, "Resume")

	b.tabTo(next)
	b.Press("Space") // presses the button that has the focus
	b.shows(".runner h2", steps[1].Name)
	b.shows(pause, "Resume")
	b.Click(next) // after the mouse it is the clock's again
	b.Press("Space")
	b.shows(pause, "Pause")

	b.shows(`[data-part="asked"]`, "Question 1 of 5, if you need one")
	first := b.Text(`[data-part="question"]`)
	b.tabTo(`[data-part="ask"]`)
	for range 5 {
		b.Press("Enter")
	}
	b.shows(`[data-part="asked"]`, "Question 1 of 5, if you need one")
	b.shows(`[data-part="question"]`, first)
	if want := eval[string](b, `document.querySelector(".prompts li").firstChild.textContent`); first != want {
		t.Errorf("the first question is %q, not %q", first, want)
	}
	b.None("covered when it has the focus", `[...document.querySelectorAll("dialog.runner :is(button, input)")].filter(e => e.checkVisibility() && !e.disabled).flatMap(e => {
		e.focus();
		const box = e.getBoundingClientRect();
		return e.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)) ? [] : [e.outerHTML];
	})`)

	for range steps {
		b.Press("ArrowRight")
	}
	b.shows(".runner h2", "You have reached the end")
	b.Wait(`document.activeElement.matches(".runner h2")`)
	b.Press("Space", "ArrowRight") // there is no clock and no next step
	b.shows(".runner h2", "You have reached the end")
	b.Press("ArrowLeft")
	b.shows(".runner h2", steps[len(steps)-1].Name)
	b.Press("ArrowRight")
	b.tabTo(`[data-part="again"]`)
	b.Press("Enter")
	b.shows(".runner h2", steps[0].Name)
	b.shows(digits, "5:00")
	b.shows(pause, "Start")
	b.Press("Escape")
	b.Wait(closed)
	b.Wait(`document.activeElement.matches(".run-button") && location.hash === ""`) // nothing was begun
	b.shows(".run-button", "Run this session")
}

func TestLeavingTheRunnerKeepsThePlace(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone, stoppedClock)
	steps := agenda(b)
	run(b)
	b.Click(pause)
	b.pass(5 * time.Minute)
	b.Click(next)
	b.pass(2 * time.Minute)
	b.shows(digits, "8:00")
	b.Reload()
	b.Wait(opened)
	b.shows(".runner h2", steps[1].Name)
	b.shows(digits, "8:00")

	b.Press("Escape")
	b.Wait(closed + ` && location.hash.endsWith(",away")`)
	b.shows(".run-button", "Back to the session")
	if got := b.address(); !strings.Contains(got, "#run=2,300.") {
		t.Errorf("the address forgets the place: %s", got)
	}
	b.pass(time.Minute)
	b.Reload()
	b.shows(".run-button", "Back to the session")
	if eval[bool](b, opened) {
		t.Error("a runner that was left opens by itself")
	}
	run(b)
	b.shows(digits, "7:00")
	storesNothing(b)
}

func TestTheBackButtonLeavesTheRunner(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]option{"http": func(*tab) {}, "file": fromDisk} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := open(t, firstSession, phone, from, stoppedClock)
			steps := agenda(b)
			run(b)
			b.Click(next)
			b.Click(next)
			eval[bool](b, `history.back() === undefined`)
			b.Wait(closed)
			if got := b.address(); got != firstSession {
				t.Errorf("the back button leads to %s", got)
			}
			eval[bool](b, `history.forward() === undefined`)
			b.Wait(opened)
			b.shows(".runner h2", steps[2].Name)
		})
	}
}

// A browser tells that a dialog was closed with its next frame, which a busy one
// draws late: the reader is on the way back to the runner by then, or there.
func TestBackAndForwardAtOnceReturnToTheRunner(t *testing.T) {
	t.Parallel()
	for late, event := range map[string]string{"on the way": "popstate", "there": "hashchange"} {
		t.Run(late, func(t *testing.T) {
			t.Parallel()
			b := open(t, firstSession, phone, stoppedClock)
			steps := agenda(b)
			run(b)
			b.Click(next)
			b.Do(`const dialog = document.querySelector("dialog.runner");
				const once = type => new Promise(resolve => addEventListener(type, resolve, {once: true}));
				addEventListener("close", event => event.stopImmediatePropagation(), {once: true, capture: true});
				history.back();
				await once("hashchange");
				addEventListener(` + quote(event) + `, () => dialog.dispatchEvent(new Event("close")), {once: true});
				history.forward();
				await once("hashchange");`)
			b.Wait(opened)
			b.shows(".runner h2", steps[1].Name)
			b.Wait(`!location.hash.endsWith(",away")`)
		})
	}
}

func TestALinkOpensTheRunnerWhereItSays(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone, stoppedClock)
	steps := agenda(b)
	for _, link := range []struct {
		fragment string
		step     int
		time     string
		state    string
	}{
		{"#run", 1, "5:00", "Start"},
		{"#run=3", 3, "20:00", "Start"},
		{"#run=2,300.60,4,paused", 2, "9:00", "Resume"},
		{"#run=2,300.60,4," + strconv.Itoa(clockStarts-90_000), 2, "7:30", "Pause"},
		{"#run=2,0,1," + strconv.Itoa(clockStarts-24*3600_000), 2, "10:00", "Start"}, // yesterday's
		{"#run=2,0,1," + strconv.Itoa(clockStarts+3600_000), 2, "10:00", "Pause"},    // by a clock that is ahead
		{"#run=0,-5.x,99,soon,what", 1, "5:00", "Start"},
		{"#run=<b>,,,", 1, "5:00", "Start"},
	} {
		follow(b, link.fragment)
		b.Wait(opened) // its style is there
		if name := b.Text(".runner h2"); !eval[bool](b, opened) || name != steps[link.step-1].Name || b.Text(digits) != link.time || b.Text(pause) != link.state {
			t.Errorf("%s opens %q with %s and %q; want step %d with %s and %q", link.fragment, name, b.Text(digits), b.Text(pause), link.step, link.time, link.state)
		}
	}
	follow(b, "#run=2,0,1,"+strconv.Itoa(clockStarts+3600_000))
	b.pass(10 * time.Second)
	b.shows(digits, "9:50")
	follow(b, "#running")
	b.Wait(closed)
}

// follow goes to a place on the same page.
func follow(b *tab, fragment string) {
	b.t.Helper()
	eval[bool](b, `new Promise(arrived => {
		addEventListener('hashchange', () => arrived(true), {once: true});
		location.hash = `+quote(fragment)+`;
	})`)
}

func TestTheRunnerSpeaksOnlyAtAStep(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone, stoppedClock, func(b *tab) {
		b.Before(`
			window.tones = 0;
			AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
				apply(...call) { tones++; return Reflect.apply(...call); }})`)
	})
	run(b)
	eval[bool](b, `(() => {
		window.said = [];
		new MutationObserver(() => said.push(document.querySelector("[aria-live]").textContent))
			.observe(document.querySelector("[aria-live]"), {childList: true, characterData: true, subtree: true});
		return true;
	})()`)
	b.Click(pause)
	b.pass(5*time.Minute + 9*time.Second)
	b.shows(digits, "+0:09")
	b.Wait(`said.length > 0`)
	b.pass(time.Minute)
	b.shows(digits, "+1:09")
	b.Click(`[data-part="ask"]`)
	b.Click(pause)
	b.Click(next)
	b.Wait(`said.length > 1`)
	if got, want := eval[string](b, `said.join(" | ")`), "The time for this step is over. | Step 2 of 6. Two career stories. You both lead. 10 minutes"; got != want {
		t.Errorf("a screen reader hears %q, not %q", got, want)
	}

	if n := eval[int](b, `tones`); n != 0 {
		t.Errorf("%d tones that nobody asked for", n)
	}
	b.Click(".runner-tone")
	b.Wait(`tones === 1`) // so that the reader knows it
	b.Click(pause)
	b.pass(9 * time.Minute)
	b.shows(digits, "1:00")
	b.pass(2 * time.Minute)
	b.Wait(`tones === 2`)
	b.pass(time.Minute)
	b.shows(digits, "+2:00")
	b.Click(".runner-tone")
	b.Click(next)
	b.pass(21 * time.Minute)
	b.shows(digits, "+1:00")
	if n := eval[int](b, `tones`); n != 2 {
		t.Errorf("%d tones, not 2", n)
	}
}

// Who does not hear and who does not see know alike that a step's time is over, and
// that of the next is not.
func TestTheRunnerShowsThatTheTimeIsOver(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone, stoppedClock)
	run(b)
	b.Click(pause)
	label := func() string {
		return eval[string](b, `(style => style.backgroundColor + " " + style.fontWeight)(getComputedStyle(document.querySelector(".runner-label")))`)
	}
	b.pass(5 * time.Minute)
	b.shows(digits, "0:00")
	before := label()
	b.pass(2 * time.Second)
	b.shows(digits, "+0:02")
	if late := label(); late == before {
		t.Errorf("the label looks the same before and after: %s", late)
	}
	if n := eval[int](b, `document.querySelector(".runner").getAnimations({subtree: true}).length`); n != 0 {
		t.Errorf("%d things move", n)
	}
	b.Click(next)
	b.shows(digits, "10:00")
	if after := label(); after != before {
		t.Errorf("the next step looks as if it was over: %s", after)
	}
}

// At the end one goes on: to what the text leads to, the next session, the sheets.
func TestTheEndOfASessionLeadsOn(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][2]string{"en": {"Goal setting", "Reflection sheet"}, "id": {"Penetapan tujuan", "Lembar refleksi"}} {
		b := open(t, inLanguage(lang, firstSession)+"#run=7", desktop, stoppedClock)
		b.Wait(opened)
		links := eval[[]string](b, `[...document.querySelectorAll(".runner-on a")].map(a => a.textContent)`)
		if !slices.Contains(links, want[0]) || !slices.Contains(links, want[1]) || links[0] != want[0] {
			t.Errorf("the end leads to %q, want %q", links, want)
		}
		if n := eval[int](b, `document.querySelectorAll(".runner-say a[href]").length`); n == 0 && eval[int](b, `document.querySelectorAll(".outcome a[href]").length`) > 0 {
			t.Error("what one leaves with has lost its links")
		}
		b.tabTo(".runner-on a")
		b.Press("Enter")
		b.Wait(`location.pathname.endsWith("goal-setting.html")`)
	}
}

// On a wall the words are large; at 400% most of the window is the step's.
func TestTheRunnerUsesTheRoomThereIs(t *testing.T) {
	t.Parallel()
	size := func(b *tab, selector string) float64 {
		return eval[float64](b, `parseFloat(getComputedStyle(document.querySelector(`+quote(selector)+`)).fontSize)`)
	}
	b := open(t, firstSession, viewport(1920, 1080), stoppedClock)
	run(b)
	if text, time := size(b, ".runner-detail"), size(b, ".runner-digits"); text < 30 || time < 90 {
		t.Errorf("on a projector the text has %v px and the time %v", text, time)
	}
	viewport(1280, 800)(b)
	if below := eval[float64](b, `document.querySelector("[data-part=ask]").getBoundingClientRect().bottom - document.querySelector(".runner-bar").getBoundingClientRect().top`); below > 0 {
		t.Errorf("on a laptop the question ends %v px behind the bar", below)
	}
	viewport(320, 225)(b)
	b.Do(`document.querySelector("dialog.runner").scrollTo(0, 200)`)
	if covered := eval[float64](b, `[...document.querySelectorAll(".runner-top, .runner-bar")].map(e => e.getBoundingClientRect())
		.reduce((sum, r) => sum + Math.max(0, Math.min(r.bottom, innerHeight) - Math.max(r.top, 0)), 0)`); covered > 75 {
		t.Errorf("at 400%% head and bar cover %v of 225 px", covered)
	}
	runnerFits(b)
}

func TestTheScreenStaysOnWhileTheClockRuns(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession, phone, stoppedClock, func(b *tab) {
		b.Before(`
			window.locks = 0;
			window.hide = hidden => {
				Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
				document.dispatchEvent(new Event('visibilitychange'));
			};
			window.waiting = [];
			Object.defineProperty(navigator, 'wakeLock', {value: {request: async () => {
				if (window.refused) throw new DOMException('the battery is weak', 'NotAllowedError');
				if (window.slow) await new Promise(granted => waiting.push(granted));
				locks++;
				return {release: async () => { locks--; }};
			}}})`)
	})
	run(b)
	for _, step := range []struct {
		do    func()
		locks int
	}{
		{func() {}, 0},
		{func() { b.Click(pause) }, 1},
		{func() { b.Click(next) }, 1},
		{func() { eval[bool](b, `hide(true) === undefined`) }, 0},
		{func() { eval[bool](b, `hide(false) === undefined`) }, 1},
		{func() { b.Click(pause) }, 0},
		{func() { b.Click(pause); b.Click(pause); b.Click(pause) }, 1},
		{func() { b.Click(pause); eval[bool](b, `slow = true`); b.Click(pause); b.Click(next) }, 0},
		{func() { eval[int](b, `waiting.map(granted => granted()).length`) }, 1}, // asked for once
		{func() { b.Click(pause); b.Click(pause); b.Click(pause) }, 0},
		{func() { eval[int](b, `waiting.map(granted => granted()).length`) }, 0}, // too late
		{func() { eval[bool](b, `!(slow = false)`); b.Click(pause) }, 1},
		{func() { b.Press("Escape") }, 0},
		{func() { eval[bool](b, `refused = true`); run(b); b.Click(pause); b.Click(pause) }, 0},
	} {
		step.do()
		b.Wait(fmt.Sprintf(`locks === %d`, step.locks))
	}
}

// runnerFits checks that everything fits the window's width, that what can be
// pressed is large enough for a thumb and that the clock's button is in view.
func runnerFits(b *tab) {
	b.t.Helper()
	b.None("runner", `(() => {
		const dialog = document.querySelector("dialog.runner"), width = dialog.clientWidth, problems = [];
		if (dialog.scrollWidth > width) problems.push('it scrolls sideways');
		for (const e of dialog.querySelectorAll('*')) {
			const box = e.getBoundingClientRect(), visible = e.checkVisibility({visibilityProperty: true});
			if (!visible || e.closest('svg, .visually-hidden')) continue;
			if (box.right > width + .5 || box.left < -.5) problems.push('too wide: ' + e.outerHTML.slice(0, 100));
			if (e.matches('button, label') && (box.height < 44 || e.scrollWidth > e.clientWidth)) problems.push('too small: ' + e.outerHTML.slice(0, 100));
		}
		const pause = dialog.querySelector('[data-part="pause"]').getBoundingClientRect();
		if (pause.bottom > innerHeight || pause.top < 0) problems.push('the clock cannot be stopped');
		return problems;
	})()`)
}

func TestTheRunnerFitsEveryScreen(t *testing.T) {
	t.Parallel()
	sizes := []option{narrow, viewport(320, 256), viewport(568, 320), phone, viewport(768, 1024), desktop}
	b := open(t, firstSession, preferring("prefers-reduced-motion", "reduce"), stoppedClock)
	for _, lang := range languages {
		b.load(inLanguage(lang, firstSession) + "#run=4,300.600.900.900,1," + strconv.Itoa(clockStarts-3600_000))
		b.Wait(opened)
		for _, size := range sizes {
			size(b)
			runnerFits(b)
		}
	}
	if n := eval[int](b, `document.getAnimations().length`); n != 0 {
		t.Errorf("%d things move for a reader who wants none to", n)
	}

	// On paper there is the page.
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if eval[bool](b, `document.querySelector("dialog.runner").checkVisibility() || document.querySelector(".run-button").checkVisibility()`) {
		t.Error("the runner is printed")
	}
	if !eval[bool](b, `document.querySelector(".agenda").checkVisibility() && getComputedStyle(document.documentElement).overflow === "visible"`) {
		t.Error("the page is not printed while the runner is open")
	}
}

func TestWithoutScriptThereIsNoRunner(t *testing.T) {
	t.Parallel()
	b := open(t, firstSession+"#run=2", phone, withoutScript)
	if eval[bool](b, `[".run-button", "dialog.runner"].some(e => document.querySelector(e).checkVisibility())`) {
		t.Error("the page shows controls that do nothing")
	}
	if !eval[bool](b, `document.querySelector(".agenda").checkVisibility()`) {
		t.Error("the agenda is hidden")
	}
}

func TestTheRunnerIsSmall(t *testing.T) {
	t.Parallel()
	const limit = 6_000
	files, err := filepath.Glob(filepath.Join(buildPortal(t).dir, "assets", "runner.*.js"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	if size := compressed(t, files[0]); size > limit {
		t.Errorf("the runner has %d bytes compressed, more than %d", size, limit)
	}
}
