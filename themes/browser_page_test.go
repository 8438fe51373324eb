package themes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// having runs a script in the tab's pages before their own.
func having(script string) option { return func(b *tab) { b.Before(script) } }

// scrollTo brings an element to the top of the window, at once.
func (b *tab) scrollTo(selector string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({behavior: "instant"}), true)`, selector))
}

func TestContentsMarkWhereTheReaderIs(t *testing.T) {
	t.Parallel()
	const marked = `[...document.querySelectorAll(".contents [aria-current]")].map(link => link.hash).join()`
	b := open(t, "guides/how-it-works.html", desktop)
	b.Wait(marked + ` === ""`)
	b.Click(`.contents a[href="#communication"]`)
	b.Wait(marked + ` === "#communication"`)
	b.scrollTo("#example") // a heading of the third level, in the same part
	b.Wait(`scrollY > 0 && ` + marked + ` === "#communication"`)
	b.scrollTo("#references") // past several headings at once
	b.Wait(marked + ` === "#next"`)
	b.scrollTo("#cadence")
	b.Wait(marked + ` === "#cadence"`)
	b.Press("Control+Home")
	b.Wait(marked + ` === ""`)
}

// outlines is a portal whose guides have other heading ids in each language;
// one of them is not translated.
func outlines(t *testing.T) *portal {
	t.Helper()
	guide := func(title string, ids ...string) string {
		text := "---\ntitle: " + title + "\nsummary: " + title + ".\nkind: article\nversion: 1\n---\n\n"
		for _, id := range ids {
			text += "## " + id + " {#" + id + "}\n\n" + strings.Repeat(id+" is a long story.\n\n", 40)
		}
		return text
	}
	return publishSmall(t, map[string]string{
		"content/en/guides/both.md": guide("Both", "one", "two", "three"),
		"content/id/guides/both.md": strings.Replace(guide("Keduanya", "satu", "dua", "tiga"), "version:", "translates:", 1),
		"content/en/guides/only.md": guide("Only", "one", "two"),
		"content/en/guides/less.md": guide("Less", "one", "two"),
		"content/id/guides/less.md": strings.Replace(guide("Kurang", "one"), "version:", "translates:", 1),
	})
}

func TestLanguageSwitchKeepsThePlace(t *testing.T) {
	small := outlines(t)
	for _, test := range []struct {
		name, from, at, to string
	}{
		{"by number", "guides/both.html", "#two", "id/guides/both.html#dua"},
		{"and back", "id/guides/both.html", "#tiga", "guides/both.html#three"},
		{"where the text is not translated", "guides/only.html", "#two", "id/guides/only.html#two"},
		{"and back from there", "id/guides/only.html", "#one", "guides/only.html#one"},
		{"by id where the outlines differ", "guides/less.html", "#one", "id/guides/less.html#one"},
		{"at the top", "guides/both.html", "body", "id/guides/both.html"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t)
			b.visit(small)
			b.load(test.from)
			b.scrollTo(test.at)
			other := `.languages a:not([aria-current])`
			b.Wait(fmt.Sprintf(`document.querySelector(%q).href === %q`, other, b.base+test.to))
			b.Do(`scrollBy({top: -40, behavior: "instant"})`) // which brings the header back
			b.Wait(`document.querySelector(".top").getBoundingClientRect().top >= 0`)
			b.Click(other)
			b.Wait(fmt.Sprintf(`location.href === %q`, b.base+test.to))
			if _, id, ok := strings.Cut(test.to, "#"); ok {
				b.Wait(fmt.Sprintf(`Math.abs(document.getElementById(%q).getBoundingClientRect().top) < 100`, id))
			}
		})
	}
}

// clipboard lets the pages of a tab read the clipboard, and keeps it at hand.
func clipboard(b *tab) {
	b.t.Helper()
	b.Grant("clipboard-read", "clipboard-write")
	b.Before(`window.board = navigator.clipboard`)
}

// All tabs share one clipboard: this test runs alone.
func TestTextsAreCopied(t *testing.T) {
	for _, test := range []struct {
		name, page, button, want string
		options                  []option
	}{
		{"a prompt", "sessions/first-session.html", ".prompts li:nth-child(2) .copy", "", nil},
		{"from disk", "sessions/first-session.html", ".prompts li:nth-child(2) .copy", "", []option{fromDisk}},
		{"without the clipboard of a secure page", "id/sessions/first-session.html", ".prompts li:nth-child(2) .copy", "",
			[]option{having(`Object.defineProperty(navigator, "clipboard", {value: undefined})`)}},
		{"a letter, with its paragraphs", "letters/invitation.html", "blockquote .copy", "Subject: Who could you teach something?\n\nDear colleagues,\n\n", nil},
		{"code", "guides/writing-for-this-playbook.html", "pre + .copy", "", nil},
		{"the link to the page", "guides/benefits.html#limits", "[data-share]", "guides/benefits.html#limits", nil},
		{"not where a runner is", "sessions/first-session.html#run=2,60.5,1,paused,away", "[data-share]", "sessions/first-session.html", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := open(t, test.page, append([]option{clipboard}, test.options...)...)
			label := b.Text(test.button)
			want := test.want
			if want == "" {
				want = eval[string](b, fmt.Sprintf(`(button => (button.closest("li")?.firstChild ?? button.previousSibling).textContent)(document.querySelector(%q))`, test.button))
			}
			b.Click(test.button)
			status := map[bool]string{true: "Tersalin", false: "Copied"}[strings.HasPrefix(test.page, "id/")]
			b.Wait(fmt.Sprintf(`[...document.querySelectorAll("[role=status]")].some(line => line.textContent === %q)`, status))
			if got := eval[string](b, `board.readText()`); !strings.Contains(got, want) || strings.Contains(got, "#run") {
				t.Errorf("the clipboard holds %q, want %q", got, want)
			}
			if !eval[bool](b, fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, test.button)) {
				t.Error("the button lost the focus")
			}
			if test.name == "a prompt" {
				b.Wait(fmt.Sprintf(`document.querySelector(%q).innerText.trim() === %q`, test.button, label))
			}
		})
	}
}

func TestNothingOffersToCopyWhereThatCannotWork(t *testing.T) {
	t.Parallel()
	b := open(t, "sessions/first-session.html", having(`
		Object.defineProperty(navigator, "clipboard", {value: undefined});
		document.queryCommandSupported = () => false;`))
	if eval[bool](b, `[...document.querySelectorAll(".copy")].some(button => button.offsetHeight > 0)`) {
		t.Error("there is a button that cannot work")
	}
}

func TestThePairSeesItsNextSession(t *testing.T) {
	t.Parallel()
	const next = `[...document.querySelectorAll(".is-next")].map(row => row.querySelector("time").dateTime).join()`
	b := newTab(t)
	for _, test := range []struct{ today, want string }{
		{"2026-11-23", "2026-12-01"},
		{"2026-12-01", "2026-12-01"}, // on the day itself
		{"2026-12-02", "2027-01-12"},
		{"2027-03-01", ""},
	} {
		at(test.today)(b)
		b.load("id/programs/social-media/pairs/pair-7k2d.html")
		if got := eval[string](b, next); got != test.want {
			t.Errorf("on %s the next session is on %q, want %q", test.today, got, test.want)
		}
		if test.want != "" && !strings.Contains(b.Text(".is-next"), "Sesi berikutnya") {
			t.Errorf("the next session is not called so: %q", b.Text(".is-next"))
		}
		if past := eval[bool](b, fmt.Sprintf(`[...document.querySelectorAll("[data-coming] .meeting")].some(meeting => meeting.dataset.day < %q)`, test.today)); past {
			t.Errorf("on %s what is past stands among what comes", test.today)
		}
		if run := eval[bool](b, `[...document.querySelectorAll(".is-next .actions .button")].some(link => link.href.endsWith("#run"))`); run != (test.want != "") {
			t.Errorf("on %s the next session can be run: %v", test.today, run)
		}
	}
}

func TestMilestonesOfAPairAreTicked(t *testing.T) {
	t.Parallel()
	b := open(t, "programs/social-media/pairs/pair-7k2d.html")
	eval[bool](b, `document.querySelector(".milestones input").click(), true`)
	b.Wait(`document.querySelector("[data-tools]").offsetHeight > 0 && document.querySelectorAll(".milestones label input").length > 1`)
	b = open(t, "programs/diversity/pairs/pair-z4g6.html")
	if !eval[bool](b, `!document.querySelector("[data-tools]") && document.querySelectorAll(".milestones label input").length > 1`) {
		t.Error("what a pair of a sensitive program ticks can be kept")
	}
}

func TestTimelineMarksToday(t *testing.T) {
	t.Parallel()
	const days = `[...document.querySelectorAll("svg[data-from] .today")].filter(line => line.getClientRects().length > 0).length`
	b := open(t, "programs/social-media.html", at("2026-11-23"), desktop)
	if n := eval[int](b, days); n == 0 {
		t.Fatal("no timeline marks today")
	}
	// Where the line stands, in days from the start of the picture.
	got := eval[float64](b, `(picture => {
		const line = picture.querySelector(".today path").getBoundingClientRect(), box = picture.getBoundingClientRect();
		return ((line.left + line.right) / 2 - box.left) / box.width * picture.dataset.days;
	})(document.querySelector("svg[data-from]:has(.today:not(.off))"))`)
	want := eval[float64](b, `(Date.parse("2026-11-23") - Date.parse(document.querySelector("svg[data-from]:has(.today:not(.off))").dataset.from)) / 864e5 + .5`)
	if got < want-1 || got > want+1 {
		t.Errorf("today stands at day %.1f, want %.1f", got, want)
	}
	b = open(t, "programs/social-media.html", at("2031-01-01"))
	if n := eval[int](b, days); n != 0 {
		t.Errorf("years later %d timelines mark today", n)
	}
}

// The security policy lets a video and its captions load, and nothing asks for
// them before somebody plays it.
func TestVideosAreLoadedWhenTheyArePlayed(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, map[string]string{
		"content/en/page.md":  "---\ntitle: Page\nsummary: Page.\n---\n\n![Rani tells how she began](talk.mp4)\n",
		"content/en/talk.mp4": "no video",
		"content/en/talk.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n",
	}))
	b.load("page.html")
	isMedia := func(address string) bool {
		return strings.HasSuffix(address, ".mp4") || strings.HasSuffix(address, ".vtt")
	}
	if asked := b.requested(); slices.ContainsFunc(asked, isMedia) {
		t.Errorf("the page asked for %q before anybody played it", asked)
	}
	eval[bool](b, `(() => {
		document.addEventListener('securitypolicyviolation', event => { window.refused = event.violatedDirective });
		const video = document.querySelector('video');
		video.addEventListener('error', () => { window.ended = true });
		video.textTracks[0].mode = 'showing';
		video.load();
		video.play().catch(() => {});
		return true;
	})()`)
	b.Wait(`window.ended && document.querySelector('video').textTracks[0].cues?.length === 1`)
	if refused := eval[string](b, `window.refused ?? ''`); refused != "" {
		t.Errorf("%s refuses a video", refused)
	}
}

// The Tab key stops at a table that scrolls, and at no other.
func TestTabStopsOnlyAtWhatScrolls(t *testing.T) {
	b := open(t, "programs/social-media.html", phone)
	stops := `document.querySelectorAll('.cohort[open] .table[tabindex]').length`
	b.Wait(stops + ` === 0`)
	b.Do(`document.querySelector('.cohort[open] .table').style.inlineSize = '6rem'`)
	b.Wait(stops + ` === 1`)
	if shadow := eval[string](b, `getComputedStyle(document.querySelector('.cohort[open] .table')).backgroundImage`); !strings.Contains(shadow, "gradient") {
		t.Error("nothing shows that the table goes on")
	}
	b.Do(`document.querySelector('.cohort[open] .table').style.inlineSize = ''`)
	b.Wait(stops + ` === 0`)
}
