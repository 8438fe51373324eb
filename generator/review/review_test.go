package review_test

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/propose"
	"mentorbook/generator/review"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/internal/chromium"
)

// Three mentors and three mentees, one of whom avoids two and is the manager of the
// third.
const project = `site: {title: T, languages: [LANGUAGES], contact: mentoring@x.example}
topics:
  video: {en: Short video, id: Video pendek}
  data: {en: Data literacy, id: Literasi data}
people:
  - {id: p1, name: 'Ani "Melati" <b>', unit: Sales, languages: [id, en], level: 2, offers: [{topic: video, depth: 3}]}
  - {id: p2, name: Budi Kenanga, unit: Legal, languages: [en], level: 2, offers: [{topic: video, depth: 2}], capacity: 2}
  - {id: p3, name: Citra Cempaka, salutation: Bu, unit: Board, languages: [id], level: 8, wants: [{topic: video, priority: 1}], email: citra@x.example}
  - {id: p4, name: =Dodi, unit: '-Unit', languages: [en], level: 7, wants: [{topic: video, priority: 1}, {topic: data}]}
  - {id: p5, name: Eka Mawar, unit: Board, languages: [en], level: 9, wants: [{topic: video}], avoid: [p2, p1]}
  - {id: p6, name: Fitri Seruni, unit: Care, languages: [id, en], level: 2, manager: p5, offers: [{topic: video, depth: 1}]}
programs:
  - id: social
    title: {en: Social media, id: Media sosial}
    type: reverse
    track: custom
    purpose: Learn.
    SENSITIVE
    plan: [{id: s1, session: first, at: P0W}]
    cohorts:
      - id: 2027a
        starts: 2027-01-04
        ends: 2027-06-25
        signups:
          - {person: p1, role: mentor}
          - {person: p2, role: mentor}
          - {person: p3, role: mentee}
          - {person: p4, role: mentee}
          - {person: p5, role: mentee}
          - {person: p6, role: mentor}
        pairings:
`

var request = propose.Request{Program: "social", Cohort: "2027a", Random: rand.Reader}

func read(languages, sensitive string) (source.Project, site.Options) {
	text := strings.NewReplacer("LANGUAGES", languages, "SENSITIVE", sensitive).Replace(project)
	root := fstest.MapFS{"programs.yaml": &fstest.MapFile{Data: []byte(text)}}
	for _, lang := range strings.Split(languages, ", ") {
		root["content/"+lang+"/index.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Welcome\nsummary: Start here.\n---\n")}
		root["content/"+lang+"/sessions/first.md"] = &fstest.MapFile{Data: []byte("---\ntitle: First session\nsummary: Meet.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Welcome}]\n---\n")}
	}
	return source.Project{Root: root}, site.Options{Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func sheet(t *testing.T, languages string) string {
	t.Helper()
	p, o := read(languages, "")
	out, list, err := propose.New(context.Background(), p, o, request)
	if err != nil || out == nil {
		t.Fatal(err, list)
	}
	page, err := review.Sheet(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

func choices(t *testing.T, languages string) map[string]string {
	t.Helper()
	p, o := read(languages, "")
	out, list, err := propose.NewChoices(context.Background(), p, o, request, 3)
	if err != nil || out == nil {
		t.Fatal(err, list)
	}
	files, err := review.Choices(out)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, f := range files {
		pages[f.Path] = string(f.Data)
	}
	return pages
}

func TestSheetSaysEverythingInItsLanguage(t *testing.T) {
	for lang, says := range map[string][]string{
		"en": {`lang="en"`, "Ani &#34;Melati&#34; &lt;b&gt;", "the mentor is an expert in Short video and the mentee wants it most", "Confidential.", "other reasons: 2", "in one reporting line: 1"},
		"id": {`lang="id"`, "mentor ahli dalam Video pendek, dan mentee paling menginginkannya", "Rahasia.", "alasan lain: 2"},
	} {
		languages := "en, id"
		if lang == "id" {
			languages = "id, en"
		}
		page := sheet(t, languages)
		for _, text := range says {
			if !strings.Contains(page, text) {
				t.Errorf("%s: %q is missing", lang, text)
			}
		}
		for _, text := range []string{"<b> ", "avoid", "min_level_gap:", "%!"} {
			if strings.Contains(regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`).ReplaceAllString(page, ""), text) {
				t.Errorf("%s: the sheet says %q", lang, text)
			}
		}
	}
}

// Every text is there in both languages, with the same places.
func TestLanguagesSayTheSame(t *testing.T) {
	place := regexp.MustCompile(`\{\d\}`)
	keys := regexp.MustCompile(`(?m)^  "([^"]+)": "(.*)",?$`)
	texts := map[string]map[string]string{}
	for _, lang := range []string{"en", "id"} {
		data, err := os.ReadFile("layouts/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		texts[lang] = map[string]string{}
		for _, m := range keys.FindAllStringSubmatch(string(data), -1) {
			texts[lang][m[1]] = m[2]
		}
	}
	for key, text := range texts["en"] {
		if strings.HasSuffix(key, ".one") {
			continue
		}
		other, ok := texts["id"][key]
		if !ok || !slices.Equal(place.FindAllString(text, -1), place.FindAllString(other, -1)) {
			t.Errorf("%s: %q and %q", key, text, other)
		}
	}
}

// A choice sheet holds the mentee, and what those on it offer. Nothing of anybody
// else, and nothing of why.
func TestChoiceSheetIsForOneMentee(t *testing.T) {
	pages := choices(t, "en, id")
	if len(pages) != 3 { // p5 avoids both
		t.Fatalf("%d files, want two sheets and the table", len(pages))
	}
	page := pages["p3.html"]
	for _, text := range []string{`lang="id"`, "Untuk Bu Citra Cempaka", "Fitri Seruni", "Video pendek", "mentoring@x.example"} {
		if !strings.Contains(page, text) {
			t.Errorf("the sheet does not say %q", text)
		}
	}
	body := page[strings.Index(page, "<body>"):]
	for _, text := range []string{"Budi", "Dodi", "Eka", "p1", "p3", "ahli", "level", "nilai", "citra@"} {
		if strings.Contains(body, text) {
			t.Errorf("the sheet says %q", text)
		}
	}
	if !strings.Contains(pages["p4.html"], `lang="en"`) || !strings.Contains(pages["p4.html"], "=Dodi") {
		t.Error("the other sheet is not in the mentee's language")
	}
}

func TestTableIsForAMailMerge(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(choices(t, "en, id")[review.ChoicesTable])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"\ufeffcohort", "person", "salutation", "name", "email", "language", "sheet", "mentor_1", "name_1", "unit_1", "topics_1", "mentor_2", "name_2", "unit_2", "topics_2", "mentor_3", "name_3", "unit_3", "topics_3", "choice"},
		{"social/2027a", "p3", "Bu", "Citra Cempaka", "citra@x.example", "id", "p3.html", "p1", `Ani "Melati" <b>`, "Sales", "Video pendek", "p6", "Fitri Seruni", "Care", "Video pendek", "", "", "", "", ""},
		{"social/2027a", "p4", "", "'=Dodi", "", "en", "p4.html", "p1", `Ani "Melati" <b>`, "Sales", "Short video", "p2", "Budi Kenanga", "Legal", "Short video", "p6", "Fitri Seruni", "Care", "Short video", ""},
	}
	if !slices.EqualFunc(rows, want, slices.Equal[[]string]) {
		t.Errorf("got %q\nwant %q", rows, want)
	}
}

func TestSensitiveProgramHasNoChoices(t *testing.T) {
	p, o := read("en, id", "sensitivity: sensitive\n    support: [{title: Help, url: 'tel:+1'}]")
	if _, list, err := propose.NewChoices(context.Background(), p, o, request, 3); err == nil || !strings.Contains(err.Error(), "sensitive program") {
		t.Errorf("%v, %v", err, list)
	}
}

// onDisk opens a page from the disk.
func onDisk(t *testing.T, page string) *chromium.Tab {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sheet.html")
	if err := os.WriteFile(name, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return chromium.Start(t, chromium.Pages).Open(t, "file://"+name)
}

// The pairs are p1 with p3 and p2 with p4.
func TestDecisionsAreSaved(t *testing.T) {
	b := onDisk(t, sheet(t, "en, id"))
	folder := t.TempDir()
	b.DownloadInto(folder)
	pair := func(n string, rest string) string { return "#pair-" + n + " " + rest }
	if got := b.Text("#count"); got != "0 of 2 decided" {
		t.Fatalf("it says %q", got)
	}

	// p1 with p4 instead: p2, with whom p4 was, has nobody left, and p3 neither.
	b.Click(pair("1", "summary"))
	b.Click(pair("1", "[data-mentor=p1][data-mentee=p4]"))
	if got, want := b.Text(pair("1", ".effect")), `Ani "Melati" <b> with =Dodi instead. Every rule of the program allows it. Citra Cempaka has no pair then. Budi Kenanga has no pair then.`; got != want {
		t.Errorf("the effect is %q, want %q", got, want)
	}
	if got := b.Text("#alone"); got != "Without a pair now: Citra Cempaka, Budi Kenanga" {
		t.Errorf("without a pair: %q", got)
	}
	if got := b.Text("#count"); got != "2 of 2 decided" {
		t.Errorf("it says %q", got)
	}
	// Somebody changes their mind: the second pair comes back by itself.
	b.Click(pair("1", "input[value=accept]"))
	if got := b.Text("#count"); got != "1 of 2 decided" {
		t.Errorf("after accepting it says %q", got)
	}
	// p6 is free: p4 changes without any effect on others.
	b.Click(pair("2", "summary"))
	b.Click(pair("2", "[data-mentor=p6]"))
	b.Click("#save")
	saved := filepath.Join(folder, "decisions-social-2027a.csv")
	want := "cohort,mentor,mentee,answer,new_mentor,new_mentee\r\n" +
		"social/2027a,p1,p3,accept,,\r\nsocial/2027a,p2,p4,swap,p6,p4\r\n"
	for deadline := time.Now().Add(chromium.Patience); ; time.Sleep(10 * time.Millisecond) {
		if got, err := os.ReadFile(saved); err == nil && len(got) > 0 || time.Now().After(deadline) {
			if string(got) != want {
				t.Errorf("saved %q, want %q", got, want)
			}
			return
		}
	}
}

func TestSheetIsUsedWithKeysAndThumbs(t *testing.T) {
	b := onDisk(t, sheet(t, "en, id"))
	b.Resize(360, 740)
	b.Do(`document.querySelectorAll('details').forEach(d => d.open = true)`)
	b.None("wider than the window", `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.unseen, svg')).map(e => e.outerHTML.slice(0, 90))`)
	b.None("too small for a thumb", `[...document.querySelectorAll('.decision label, .option, button, summary, .glance a')].filter(e => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44).map(e => e.outerHTML.slice(0, 90))`)
	b.None("hidden by what was decided", `[...document.querySelectorAll('.decision input')].filter(e => { e.focus(); const r = e.getBoundingClientRect(); return r.bottom > document.querySelector('.bar').getBoundingClientRect().top }).map(e => e.name)`)
	b.Focused()
	b.Do(`document.querySelector('#pair-1 input').focus()`)
	b.Press("Space", "ArrowRight")
	if got := chromium.Eval[string](b, `document.activeElement.closest('.others') && document.activeElement.dataset.mentor`); got == "" {
		t.Error("Swap does not lead to the next candidates")
	}
	b.Press("Space")
	b.Wait(`document.querySelector('#pair-1 .effect').textContent.includes('instead')`)
}
