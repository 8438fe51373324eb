package themes_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"

	"mentorbook/generator"
	"mentorbook/generator/site"
	"mentorbook/internal/chromium"
)

const (
	reflection = "forms/reflection-sheet.html"
	agreement  = "forms/mentoring-agreement.html"
	checklist  = "for-mentees.html" // a page with a list to tick
	sensitive  = "sessions/lived-experience.html"
)

// programsEnd is when the last cohort of the starter ends: for so long a device may
// keep what is noted on it.
const programsEnd = "30 July 2027"

// stored is how many entries the storage of the page holds.
const stored = `localStorage.length`

// at sets the clock of the tab's pages.
func at(day string) option {
	return func(b *tab) {
		b.t.Helper()
		b.Before(fmt.Sprintf(`(() => {
			const Clock = Date, ahead = Clock.parse('%sT09:00') - Clock.now();
			Date = class extends Clock {
				constructor(...args) { args.length ? super(...args) : super(Clock.now() + ahead); }
				static now() { return Clock.now() + ahead; }
			};
		})()`, day))
	}
}

// fill writes into a field, all at once.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.Click(selector)
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

func TestAnswersOfAFormAreDownloadedAsMarkdown(t *testing.T) {
	for _, from := range []struct {
		name    string
		options []option
	}{{"http", nil}, {"disk", []option{fromDisk}}} {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, "id/"+reflection, append(from.options, phone, at("2026-11-23"))...)
			b.fill("#field-unexpected", "Satu baris,\nlalu satu lagi.\n\nParagraf baru: \"kutipan\" & <tanda>.")
			b.Click(`[name="field-free-to-speak"][value="4"]`)
			eval[bool](b, `(document.querySelector("#field-held-on").value = "2026-11-20") > ""`)
			name, text := b.download()
			if want := "reflection-sheet-2026-11-23.md"; name != want {
				t.Errorf("the file is called %q, want %q", name, want)
			}
			for _, want := range []string{
				"# " + b.Text("h1") + "\n\n23 November 2026\n\n## ",
				"**Tanggal**\n\n20 November 2026\n",
				"Satu baris,  \nlalu satu lagi.\n\nParagraf baru: \"kutipan\" & <tanda>.\n",
				"\n\n4 (1 = ", ", 5 = ",
				"\n\n*tidak diisi*\n",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in the file:\n%s", want, text)
				}
			}
			if got := b.Text("[data-status]"); !strings.Contains(got, name) {
				t.Errorf("the page says %q, which does not name the file", got)
			}
			if n := eval[int](b, stored); n != 0 {
				t.Errorf("%d entries are stored, although nobody asked for it", n)
			}
		})
	}
}

// download presses the button and returns the name and text of the file.
func (b *tab) download() (name, text string) {
	b.t.Helper()
	return b.downloadBy("[data-download]", "*.md")
}

func (b *tab) downloadBy(button, pattern string) (name, text string) {
	b.t.Helper()
	dir := b.t.TempDir()
	b.DownloadInto(dir)
	b.Click(button)
	for deadline := time.Now().Add(chromium.Patience); time.Now().Before(deadline); eval[bool](b, `new Promise(done => requestAnimationFrame(() => done(true)))`) {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			b.t.Fatal(err)
		}
		if len(files) == 1 {
			data, err := os.ReadFile(files[0])
			if err != nil {
				b.t.Fatal(err)
			}
			if len(data) > 0 {
				return filepath.Base(files[0]), string(data)
			}
		}
	}
	b.t.Fatal("nothing was downloaded")
	return "", ""
}

// What the organizers' import reads is the same in every language.
func TestAnswersOfAFormAreDownloadedAsData(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		b := open(t, inLanguage(lang, "forms/pulse.html"), phone)
		b.Click(`[name="field-speak-freely"][value="4"]`)
		b.fill("#field-one-change", "Waktu \"lebih\" lama,\nélan ")
		name, text := b.downloadBy("[data-download-data]", "*.json")
		want := fmt.Sprintf(`{"form":"pulse","version":2,"language":%q,"fields":{"speak-freely":4,"one-change":"Waktu \"lebih\" lama,\nélan"}}`, lang)
		if got := compact(t, text); name != "pulse.json" || got != want {
			t.Errorf("%s holds %s, want pulse.json with %s", name, got, want)
		}

		b = open(t, inLanguage(lang, "forms/answer.html"), phone) // it asks who answers, and the last answer counts
		b.fill("#field-email", "ani@x.example")
		_, text = b.downloadBy("[data-download-data]", "*.json")
		if today := time.Now().Format(time.DateOnly); !strings.Contains(text, `"saved": "`+today) {
			t.Errorf("on %s, an answer holds %s", today, text)
		}
	}
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		t.Fatal(err, text)
	}
	return b.String()
}

func TestAFormIsPrintedWithItsWholeAnswers(t *testing.T) {
	t.Parallel()
	b := open(t, reflection)
	eval[bool](b, `(window.print = () => window.printed = true) != null`)
	b.Click("[data-print]")
	b.Wait(`window.printed`)
	b.fill("#field-unexpected", strings.Repeat("Line\n", 15))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if cut := eval[float64](b, `(field => field.scrollHeight - field.clientHeight)(document.querySelector("#field-unexpected"))`); cut > 2 {
		t.Errorf("%.0f px of a long answer would not be printed", cut)
	}
	if eval[bool](b, `document.querySelector(".tools").offsetHeight > 0`) {
		t.Error("the controls are printed")
	}
}

func TestAnswersStayOnTheDeviceOnlyWhenAsked(t *testing.T) {
	for _, from := range []struct {
		name    string
		options []option
	}{{"http", nil}, {"disk", []option{fromDisk}}} {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, agreement, append(from.options, at("2026-11-23"))...)
			b.fill("#field-mentee-wants", "To listen")
			b.Click(`[name="field-booking"]`)
			if n := eval[int](b, stored); n != 0 {
				t.Fatalf("%d entries are stored before anybody asked", n)
			}
			if disk := eval[bool](b, `document.querySelector("[data-disk]").offsetHeight > 0`); disk != (from.name == "disk") {
				t.Errorf("that pages from disk share a store is said: %v", disk)
			}
			if !eval[bool](b, `document.querySelector("[data-gone]").offsetHeight > 0`) {
				t.Error("the page does not say that the answers go with it")
			}

			b.Click("[data-keep]")
			b.Wait(stored + ` === 1`)
			if got, want := b.Text("[data-status]"), "Kept on this device until "+programsEnd+"."; got != want {
				t.Errorf("the page says %q, want %q", got, want)
			}
			if eval[bool](b, `document.querySelector("[data-gone]").offsetHeight > 0`) {
				t.Error("the page says that the answers go with it, although they stay")
			}
			b.fill("#field-mentor-wants", "Practice")
			b.Reload()
			for selector, want := range map[string]string{"#field-mentee-wants": "To listen", "#field-mentor-wants": "Practice"} {
				if got := eval[string](b, fmt.Sprintf(`document.querySelector(%q).value`, selector)); got != want {
					t.Errorf("after a reload %s holds %q, want %q", selector, got, want)
				}
			}
			if !eval[bool](b, `document.querySelector('[name="field-booking"]').checked && document.querySelector("[data-keep]").checked`) {
				t.Error("a choice is lost after a reload")
			}

			b.Click("[data-keep]")
			b.Wait(stored + ` === 0`)
			if got := eval[string](b, `document.querySelector("#field-mentee-wants").value`); got != "To listen" {
				t.Errorf("not keeping the answers took them off the page: %q", got)
			}
			b.Reload()
			if got := eval[string](b, `document.querySelector("#field-mentee-wants").value`); got != "" {
				t.Errorf("an answer that is no longer kept came back: %q", got)
			}
		})
	}
}

func TestWhatIsKeptSaysWhereItBelongs(t *testing.T) {
	t.Parallel()
	b := open(t, "id/"+reflection)
	b.Click("[data-keep]")
	key := eval[string](b, `localStorage.key(0)`)
	if want := "mentorbook|/|organizers|id/forms/reflection-sheet"; key != want {
		t.Errorf("the key is %q, want %q", key, want)
	}
	// The same page of another edition, on the same server.
	eval[bool](b, `(() => {
		const entry = JSON.parse(localStorage.getItem(localStorage.key(0)));
		entry.answers = {"field-session": "another edition’s"};
		localStorage.clear();
		localStorage.setItem("mentorbook|/|participants|id/forms/reflection-sheet", JSON.stringify(entry));
		return true;
	})()`)
	b.Reload()
	if got := eval[string](b, `document.querySelector("#field-session").value`); got != "" {
		t.Errorf("the organizers' edition shows what the participants' kept: %q", got)
	}
	if n := eval[int](b, stored); n != 1 {
		t.Errorf("of the other edition's entries %d are left, want 1", n)
	}
}

func TestWhatIsKeptExpires(t *testing.T) {
	t.Parallel()
	b := open(t, reflection, at("2026-11-23"))
	b.fill("#field-session", "Lab")
	b.Click("[data-keep]")
	eval[bool](b, `(days => { days.value = "7"; return days.dispatchEvent(new Event("change")) })(document.querySelector("[data-days]"))`)
	if got, want := b.Text("[data-status]"), "Kept on this device until 30 November 2026."; got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
	eval[bool](b, `(localStorage.setItem("somebody else’s", "1"), true)`)

	at("2026-11-29")(b)
	b.Reload()
	if got := eval[string](b, `document.querySelector("#field-session").value`); got != "Lab" {
		t.Errorf("a day before the time is up the answer is %q", got)
	}
	at("2026-12-01")(b)
	b.load("guides/benefits.html") // any page
	if got := eval[string](b, `Object.keys(localStorage).join()`); got != "somebody else’s" {
		t.Errorf("after the time is up the storage holds %q", got)
	}
	b.load(reflection)
	if eval[bool](b, `document.querySelector("#field-session").value !== "" || document.querySelector("[data-keep]").checked`) {
		t.Error("an answer came back after its time was up")
	}
}

func TestClearingAsksFirstAndDeletesWhatIsKept(t *testing.T) {
	t.Parallel()
	b := open(t, agreement, phone)
	b.fill("#field-place", "Library")
	b.Click(".tasks input")
	b.Click("[data-keep]")
	b.Click("[data-clear]")
	b.Press("Escape")
	if got := eval[string](b, `document.querySelector("#field-place").value`); got != "Library" {
		t.Fatalf("Escape cleared the form: %q", got)
	}
	b.Click("[data-clear]")
	if !eval[bool](b, `document.activeElement.matches("[data-no]")`) {
		t.Error("the question does not have the focus on its harmless answer")
	}
	b.Click("[data-yes]")
	b.Wait(stored + ` === 0`)
	if eval[bool](b, `document.querySelector("#field-place").value !== "" || document.querySelector(".tasks input").checked || document.querySelector("[data-keep]").checked`) {
		t.Error("something is left on the page")
	}
	if got, want := b.Text("[data-status]"), "Everything is cleared."; got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
	if !eval[bool](b, `document.activeElement.matches("[data-clear]")`) {
		t.Error("the focus is lost")
	}
}

func TestAFormWorksWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	b := open(t, reflection)
	b.tabTo("#field-session")
	b.Type("Lab")
	b.Press("Enter")
	if got := b.address(); got != reflection {
		t.Fatalf("Enter in a field leads to %s", got)
	}
	b.tabTo("[data-keep]")
	b.Press("Space")
	b.Wait(stored + ` === 1`)
	b.tabTo("[data-clear]")
	b.Press("Enter")
	b.Press("Shift+Tab") // from no to yes
	b.Press("Enter")
	b.Wait(stored + ` === 0`)
	if got := eval[string](b, `document.querySelector("#field-session").value`); got != "" {
		t.Errorf("the form still holds %q", got)
	}
}

// tabTo presses Tab until the element has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 200 {
		if eval[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		b.Press("Tab")
	}
	b.t.Fatalf("the Tab key does not lead to %s", selector)
}

func TestTicksOfAListStayOnTheDeviceWhenAsked(t *testing.T) {
	t.Parallel()
	b := open(t, checklist)
	b.Click(".task:nth-child(2) input")
	b.Click(".tasks + .tools > summary")
	b.Click("[data-keep]")
	b.Wait(stored + ` === 1`)
	b.Click(".task:nth-child(3) input")
	b.Reload()
	b.Wait(`document.querySelector(".tools")?.open`)
	if got := eval[string](b, `[...document.querySelectorAll(".task input")].map(tick => Number(tick.checked)).join("")`); !strings.HasPrefix(got, "0110") {
		t.Errorf("after a reload the ticks are %s", got)
	}
}

func TestReadingAListToTickDoesNotLoadTheFormScript(t *testing.T) {
	t.Parallel()
	b := open(t, checklist)
	for _, path := range b.requested() {
		if strings.Contains(path, "form.") {
			t.Errorf("the page loads %s", path)
		}
	}
	if eval[bool](b, `document.querySelector(".tools")?.offsetHeight > 0`) {
		t.Error("the page offers to keep ticks before there are any")
	}
}

func TestNothingIsEverStoredOnASensitivePage(t *testing.T) {
	t.Parallel()
	b := open(t, sensitive)
	b.offersNothingToKeep(sensitive)
	for _, path := range []string{"sessions/first-session.html", "guides/safety.html"} { // a sensitive program uses them
		b.load(path)
		b.offersNothingToKeep(path)
	}

	b = newTab(t)
	phone(b)
	b.visit(publishSmall(t, map[string]string{
		"content/en/forms/private.md": "---\ntitle: Private\nsummary: Private.\nsensitivity: sensitive\nversion: 1\n" +
			"fields:\n  - {id: q, label: How, type: text}\n---\n\n- [ ] Ready\n",
	}))
	b.load("forms/private.html")
	b.offersNothingToKeep("forms/private.html")
	b.fill("#field-q", "for me alone")
	b.Click("[data-clear]")
	b.Click("[data-yes]")
	b.fill("#field-q", "for me alone")
	if _, text := b.download(); !strings.Contains(text, "for me alone") {
		t.Error("a sensitive form cannot be downloaded")
	}
	if eval[bool](b, `document.querySelector("[data-download-data]") !== null`) {
		t.Error("a sensitive form offers its answers to programs")
	}
	if n := eval[int](b, stored+` + sessionStorage.length`); n != 0 {
		t.Errorf("a sensitive form stored %d entries", n)
	}
}

// offersNothingToKeep looks into the file as well: the control is not there to
// be taken away, and the script that would take it away finds the page marked.
func (b *tab) offersNothingToKeep(path string) {
	b.t.Helper()
	html, err := os.ReadFile(filepath.Join(b.portal.dir, path))
	if err != nil {
		b.t.Fatal(err)
	}
	if strings.Contains(string(html), "data-keep") || eval[bool](b, `document.querySelector("[data-keep]") !== null`) {
		b.t.Errorf("%s offers to keep something", path)
	}
	if !strings.Contains(string(html), " data-private") {
		b.t.Errorf("%s is not marked as sensitive", path)
	}
}

// publishSmall makes a portal of a few documents, for what the starter has not.
func publishSmall(t *testing.T, files map[string]string) *portal {
	t.Helper()
	project := fstest.MapFS{
		"programs.yaml":       {Data: []byte("site:\n  title: Small\n  languages: [en, id]\n  timezone: Asia/Jakarta\n")},
		"content/en/index.md": {Data: []byte("---\ntitle: Small\nsummary: Small.\n---\n\nHello.\n")},
	}
	for name, text := range files {
		project[name] = &fstest.MapFile{Data: []byte(text)}
	}
	built, list, err := (&generator.Builder{Project: generator.Project{Root: project}}).Build(t.Context(), generator.Options{Audience: site.Organizers, Now: time.Now()})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	p := &portal{dir: filepath.Join(t.TempDir(), "public")}
	if _, list, err := built.Publish(t.Context(), p.dir, generator.PublishOptions{}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	for _, a := range built.Pages {
		if filepath.Ext(a.Path) == ".html" {
			p.pages = append(p.pages, a.Path)
		}
	}
	server := httptest.NewServer(serve(p.dir))
	t.Cleanup(server.Close)
	p.http, p.disk = server.URL+"/", "file://"+filepath.ToSlash(p.dir)+"/"
	return p
}

func TestAFormWithoutScriptShowsNoDeadControls(t *testing.T) {
	t.Parallel()
	b := open(t, reflection, withoutScript)
	if got := b.Text("main"); strings.Contains(got, "Keep on this device") || strings.Contains(got, "Download") {
		t.Error("controls show that cannot work")
	}
}
