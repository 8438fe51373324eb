package generator_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/letters"
	"mentorbook/generator/source"
)

// letter is a letter in both languages, of the same text.
func letter(front, body string) map[string]string {
	page := "---\ntitle: A letter\nsummary: Sent.\n" + front + "version: 1\n---\n" + body
	return map[string]string{
		"content/en/letters/a.md": page,
		"content/id/letters/a.md": strings.Replace(page, "version: 1", "translates: 1", 1),
	}
}

// withLetter is the small project with a letter.
func withLetter(front, body string) map[string]string {
	files := with(letter(front, body))
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "  timezone:", "  base_url: https://small.example/\n  timezone:", 1)
	return files
}

// post fills in the letters for a moment of the program social.
func post(t *testing.T, files map[string]string, moment string, day time.Time) (*letters.Outbox, diag.List) {
	t.Helper()
	return postOf(t, files, letters.Request{Program: "social", Cohort: "2026a", Moment: moment}, day)
}

func postOf(t *testing.T, files map[string]string, r letters.Request, day time.Time) (*letters.Outbox, diag.List) {
	t.Helper()
	b := generator.Builder{Project: generator.Project{Root: mapFS(files)}}
	out, list, err := b.Letters(t.Context(), generator.Options{Now: day}, r)
	if err != nil {
		t.Fatal(err)
	}
	return out, list
}

const quietFront = "for: quiet\nto: both\nsubject: Still good, {person.salutation}?\nattach: [calendar]\n"

func TestLetterIsFilledInForItsReader(t *testing.T) {
	files := withLetter("for: week-before\nto: both\nsubject: \"{session.title} on {session.date}\"\nattach: [calendar]\nchat: See you, {partner.name}.\n",
		"Dear {person.salutation},\n\nyou meet {partner.name} ({partner.unit}) about {pair.topics}: [how](../guides/start.md#how), {session.link}.\n\nThe {person.role} brings a cup. Write to {program.contact}.\n")
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "email: budi@small.example", "email: budi@small.example, salutation: Pak Budi", 1)
	out, list := post(t, files, "week-before", now)
	if len(list) > 0 {
		t.Fatal(places(list))
	}
	if len(out.Letters) != 1 || len(out.Skipped) != 1 || out.Skipped[0].Person != "p1" {
		t.Fatalf("letters %v, skipped %v: only p2 has an address", out.Letters, out.Skipped)
	}
	draft := out.Letters[0]
	if draft.Subject != "Sesi pertama on Selasa, 24 November 2026" {
		t.Errorf("the subject is %q", draft.Subject)
	}
	want := "Dear Pak Budi,\n\nyou meet Ani Melati (Sales) about Video pendek: how (https://small.example/id/guides/start.html#how), https://small.example/id/sessions/first.html.\n\n" +
		"The mentee (senior) brings a cup. Write to mentoring@small.example.\n"
	if got := letters.Plain(draft.Message.HTML); got != want {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
	if draft.Message.Chat != "See you, Ani Melati." {
		t.Errorf("the short form is %q", draft.Message.Chat)
	}
	message, err := mail.ReadMessage(strings.NewReader(string(draft.Data)))
	if err != nil {
		t.Fatal(err)
	}
	if to := message.Header.Get("To"); !strings.Contains(to, "budi@small.example") {
		t.Errorf("it is to %q", to)
	}
	for _, boundary := range regexp.MustCompile(`boundary="?([^";\r\n]+)`).FindAllStringSubmatch(string(draft.Data), -1) {
		// The delimiters and the end, and nothing else: mail programs look no further than a line's beginning.
		if n := strings.Count(string(draft.Data), "\r\n--"+boundary[1]); n != 3 {
			t.Errorf("the boundary %q begins %d lines", boundary[1], n)
		}
	}
	if !strings.Contains(string(draft.Data), "BEGIN:VCALENDAR") {
		t.Error("the calendar does not go with it")
	}
	again, _ := post(t, files, "week-before", now)
	if string(again.Letters[0].Data) != string(draft.Data) {
		t.Error("two drafts of one letter differ")
	}
}

// A list stands in a letter as in a sentence of its language.
func TestLettersListWhatThereIs(t *testing.T) {
	for topics, want := range map[string]string{
		"[video]":                   "Video pendek.",
		"[video, feedback]":         "Umpan balik dan Video pendek.",
		"[video, feedback, silent]": "Mendengarkan, Umpan balik, dan Video pendek.",
	} {
		files := withLetter("for: week-before\nto: both\nsubject: A\n", "{pair.topics}.\n")
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "topics: [video]", "topics: "+topics, 1)
		files["programs.yaml"] = strings.Replace(files["programs.yaml"], "\ntopics:\n", "\ntopics:\n  silent: {en: Listening, id: Mendengarkan}\n", 1)
		out, list := post(t, files, "week-before", now)
		if len(list) > 0 || len(out.Letters) != 1 {
			t.Fatal(places(list))
		}
		if got := strings.TrimSpace(letters.Plain(out.Letters[0].Message.HTML)); got != want {
			t.Errorf("%s: %q, want %q", topics, got, want)
		}
	}
}

// TestLettersAreForThoseWhoseMomentHasCome holds who is written to on a day.
func TestLettersAreForThoseWhoseMomentHasCome(t *testing.T) {
	day := func(date string) time.Time {
		d, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		return d.Add(4 * time.Hour)
	}
	addresses := func(files map[string]string) map[string]string {
		for i, name := range []string{"ani", "citra", "dodi"} {
			of := []string{"Ani Melati", "Citra Cempaka", "Dodi Flamboyan"}[i]
			files["programs.yaml"] = strings.Replace(files["programs.yaml"], "name: "+of, "name: "+of+", email: "+name+"@small.example", 1)
		}
		return files
	}
	for _, test := range []struct {
		name, moment, to string
		day              string
		old, new         string // in programs.yaml
		want             string // ids
	}{
		{"registration is open", "invitation", "both", "2026-10-05", "", "", "p3 p4"},
		{"registration is over", "invitation", "both", "2026-10-21", "", "", ""},
		{"it was sent", "invitation", "both", "2026-10-05", "starts: 2026-11-02\n        ends: 2027-03-31\n        registration", "letters: [{for: invitation, date: 2026-10-04}]\n        starts: 2026-11-02\n        ends: 2027-03-31\n        registration", ""},
		{"somebody signed up", "received", "both", "2026-10-05", "        closed_dates", "        signups: [{person: p3, role: mentor}, {person: p4, role: both, letters: [{for: received, date: 2026-10-04}]}]\n        closed_dates", "p3"},
		{"somebody is left", "no-match", "both", "2026-10-25", "        closed_dates", "        signups: [{person: p1, role: mentor}, {person: p3, role: mentor}]\n        closed_dates", "p3"},
		{"a pair is proposed", "proposal", "both", "2026-10-25", "status: active", "status: proposed", "p1 p2"},
		{"a pair declined", "proposal", "both", "2026-10-25", "status: active", "status: declined", ""},
		{"both accepted", "accepted", "both", "2026-10-25", "status: active", "status: accepted", "p1 p2"},
		{"they have met", "accepted", "both", "2026-11-20", "", "", ""},
		{"two weeks before the first session", "preparation", "mentor", "2026-10-22", "status: active", "status: accepted", "p1"},
		{"three weeks before the first session", "preparation", "mentor", "2026-10-10", "status: active", "status: accepted", ""},
		{"a week before a session", "week-before", "both", "2026-11-17", "", "", "p1 p2"},
		{"eight days before a session", "week-before", "both", "2026-11-16", "", "", ""},
		{"a session was cancelled", "week-before", "both", "2026-11-17", "{id: s1, status: done}", "{id: s2, status: cancelled}", ""},
		{"nobody has met", "quiet", "both", "2026-12-20", "", "", "p1 p2"},
		{"they were asked lately", "quiet", "both", "2026-12-20", "status: active", "status: active\n            letters: [{for: quiet, date: 2026-12-01}]", ""},
		{"they were asked long ago", "quiet", "both", "2026-12-20", "status: active", "status: active\n            letters: [{for: quiet, date: 2026-11-29}]", "p1 p2"},
		{"the cohort is over", "quiet", "both", "2027-04-10", "", "", ""},
		{"they are about to meet", "quiet", "both", "2026-11-17", "", "", ""},
		{"two sessions are cancelled", "moved-twice", "organizer", "2026-11-28", "- {id: s1, status: done}", "- {id: s1, status: cancelled}\n              - {id: s2, status: cancelled}", "-"},
		{"one session is cancelled", "moved-twice", "organizer", "2026-11-28", "{id: s1, status: done}", "{id: s2, status: cancelled}", ""},
		{"thirty days after the start", "pulse", "both", "2026-12-02", "", "", "p1 p2"},
		{"before that", "pulse", "both", "2026-12-01", "", "", ""},
		{"it was sent for this pulse", "pulse", "both", "2026-12-30", "status: active", "status: active\n            letters: [{for: pulse, date: 2026-12-03}]", ""},
		{"the next pulse", "pulse", "both", "2027-01-31", "status: active", "status: active\n            letters: [{for: pulse, date: 2026-12-03}]", "p1 p2"},
		{"the last session is near", "closing", "both", "2026-11-20", "", "", "p1 p2"},
		{"the cohort is over", "thanks", "both", "2027-04-01", "", "", "p1 p2"},
		{"the pair is done", "thanks", "both", "2027-02-01", "status: active", "status: completed", "p1 p2"},
		{"it is not over", "thanks", "both", "2027-02-01", "", "", ""},
		{"managers", "manager", "manager", "2026-10-05", "level: 2, offers: [{topic: video", "level: 2, manager: p4, offers: [{topic: video", "p4"},
		{"the sponsor", "sponsor", "organizer", "2026-10-20", "", "", "-"},
		{"managers, once it runs", "manager", "manager", "2026-11-05", "level: 2, offers: [{topic: video", "level: 2, manager: p4, offers: [{topic: video", ""},
		{"two that accepted and never met", "quiet", "both", "2026-12-20", "status: active", "status: accepted", "p1 p2"},
		{"who paused is let alone", "quiet", "both", "2026-12-20", "status: active", "status: paused", ""},
		{"an own invitation", "invitation-again", "both", "2026-10-05", "", "", "p3 p4"},
		{"an own invitation to copy", "invitation-mentors", "mentor", "2026-10-05", "", "", ""},
		{"an own word", "coffee", "both", "2026-11-20", "", "", "p1 p2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := addresses(withLetter("for: "+test.moment+"\nto: "+test.to+"\nsubject: Hello\n", "Dear {person.name}.\n"))
			if test.old != "" {
				if strings.Count(files["programs.yaml"], test.old) != 1 {
					t.Fatalf("%q is in programs.yaml %d times", test.old, strings.Count(files["programs.yaml"], test.old))
				}
				files["programs.yaml"] = strings.Replace(files["programs.yaml"], test.old, test.new, 1)
			}
			out, list := post(t, files, test.moment, day(test.day))
			if list.HasErrors() {
				t.Fatal(places(list), list)
			}
			var got []string
			for _, draft := range out.Letters {
				got = append(got, string(max(draft.Person, "-")))
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("the letter goes to %q, want %q (skipped: %v)", got, test.want, out.Skipped)
			}
		})
	}
}

// TestASessionHasOneLetter: the middle session and the last one have letters of
// their own.
func TestASessionHasOneLetter(t *testing.T) {
	day := time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC)
	files := withLetter("for: week-before\nto: both\nsubject: Hello\n", "Dear {person.name}.\n")
	if out, _ := post(t, files, "week-before", day); len(out.Letters) != 1 {
		t.Fatalf("there are %d letters", len(out.Letters))
	}
	for name, text := range letter("for: closing\nto: both\nsubject: The last\n", "Dear {person.name}.\n") {
		files[strings.Replace(name, "a.md", "b.md", 1)] = text
	}
	before, _ := post(t, files, "week-before", day)
	closing, _ := post(t, files, "closing", day)
	if len(before.Letters) != 0 || len(closing.Letters) != 1 {
		t.Errorf("the last session has %d and %d letters", len(before.Letters), len(closing.Letters))
	}
}

// TestLetterIsNotedOnce notes every letter beside its pair, and writes to nobody
// twice.
func TestLetterIsNotedOnce(t *testing.T) {
	files := withLetter(quietFront, "Dear {person.name}.\n")
	day := time.Date(2026, 12, 20, 5, 0, 0, 0, time.UTC)
	out, _ := post(t, files, "quiet", day)
	changed, err := out.Files()
	if err != nil || len(changed) != 1 {
		t.Fatal(changed, err)
	}
	before := strings.Split(string(changed[0].Was), "\n")
	after := strings.Split(string(changed[0].Data), "\n")
	var added []string
	for _, line := range after {
		if !slices.Contains(before, line) {
			added = append(added, line)
		}
	}
	if len(after) != len(before)+1 || len(added) != 1 || !strings.Contains(added[0], "letters: [{for: quiet, date: 2026-12-20}]") {
		t.Fatalf("the list gets the lines %q", added)
	}
	files["programs.yaml"] = string(changed[0].Data)
	if out, _ = post(t, files, "quiet", day); len(out.Letters) != 0 {
		t.Error("they are written to twice")
	}
}

// TestSensitiveProgramSendsOnlyItsOwnLetters keeps the texts of other programs
// from those of a sensitive one, and its pairs from each other.
func TestSensitiveProgramSendsOnlyItsOwnLetters(t *testing.T) {
	files := withLetter("for: proposal\nto: both\nsubject: A pair\n", "About {program.title}.\n")
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "name: Citra Cempaka", "name: Citra Cempaka, email: citra@small.example", 1)
	r := letters.Request{Program: "voices", Cohort: "2026a", Moment: "proposal"}
	b := generator.Builder{Project: generator.Project{Root: mapFS(files)}}
	if _, _, err := b.Letters(t.Context(), generator.Options{Now: now}, r); err == nil || !strings.Contains(err.Error(), "sensitivity: sensitive") {
		t.Errorf("the error is %v", err)
	}
	neutral := letter("for: proposal\nto: both\nsubject: An appointment\nsensitivity: sensitive\n", "Dear {person.name}, about {partner.name}.\n")
	for name, text := range neutral {
		files[strings.Replace(name, "a.md", "b.md", 1)] = text
	}
	out, list := postOf(t, files, r, now)
	if len(list) > 0 || len(out.Letters) != 1 || out.Letters[0].Person != "p3" {
		t.Fatal(out, list)
	}
	for _, secret := range []string{"Voices", "Suara", "voices", "social", "Ani Melati"} {
		if strings.Contains(string(out.Letters[0].Data), secret) {
			t.Errorf("the letter says %q", secret)
		}
	}
}

// TestLetterWithAHiddenNameIsNotWritten: what an organizer types into a letter is
// looked through, too.
func TestLetterWithAHiddenNameIsNotWritten(t *testing.T) {
	for body, leaks := range map[string]bool{
		"Dear {person.name}, as Citra Cempaka says.\n": true,
		"Dear {person.name}, be well.\n":               false,
	} {
		out, list := post(t, withLetter("for: coffee\nto: both\nsubject: Hello\n", body), "coffee", now)
		if got := slices.Contains(places(list), "content/id/letters/a.md:1:1 leak"); got != leaks || (out == nil) != leaks {
			t.Errorf("%q: reported %v", body, list)
		}
	}
}

// TestLettersAreCheckedLikeLinks holds where a mistake in a letter is reported.
func TestLettersAreCheckedLikeLinks(t *testing.T) {
	const plain = "for: quiet\nto: both\nsubject: Hello\n"
	for _, test := range []struct{ front, body, want string }{
		{plain, "Dear {person.nam}.\n", "9:6 unknown-placeholder"},
		{plain, "Dear {session.date}.\n", "9:6 unknown-placeholder"},
		{plain, "A brace \\{ is one.\n", ""},
		{"for: quiet\nto: both\nsubject: Hello {you}\n", "Hi.\n", "6:16 unknown-placeholder"},
		{"for: invitation\nto: both\nsubject: Hello\n", "Dear {mentee.name}.\n", "9:6 unknown-placeholder"},
		{"for: coffee\nto: manager\nsubject: Hello\n", "Dear {mentee.name}.\n", "9:6 unknown-placeholder"},
		{plain + "audience: public\n", "Hi.\n", "7:1 letter-audience"},
		{plain + "sensitivity: sensitive\n", "About {program.title}.\n", "10:7 telling-letter"},
		{"for: invitation\nto: both\nsubject: Hello\nattach: [calendar]\n", "Hi.\n", "7:9 unused-key"},
		{plain, "See the [plan](../guides/plan.md).\n", "9:9 private-link"},
		{plain, "## Steps {#steps}\n\n{person.name}\n", ""},
	} {
		files := withLetter(test.front, test.body)
		maps.Copy(files, map[string]string{
			"content/en/guides/plan.md": "---\ntitle: Plan\nsummary: Ours.\nkind: article\naudience: organizers\nversion: 1\n---\nHi.\n",
			"content/id/guides/plan.md": "---\ntitle: Rencana\nsummary: Kita.\nkind: article\naudience: organizers\ntranslates: 1\n---\nHai.\n",
		})
		var got []string
		for _, place := range check(t, mapFS(files), nil) {
			if in, ok := strings.CutPrefix(place, "content/en/letters/a.md:"); ok {
				got = append(got, in)
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%q %q is reported as %q, want %q", test.front, test.body, got, test.want)
		}
	}
	twice := letter(plain, "Hi.\n")
	for name, text := range letter("for: quiet\nto: mentor\nsubject: Hello\n", "Hi.\n") {
		twice[strings.Replace(name, "a.md", "b.md", 1)] = text
	}
	if got := check(t, mapFS(with(twice)), nil); !slices.Contains(got, "content/en/letters/b.md:4:6 two-letters") {
		t.Errorf("two letters for one moment are reported as %q", got)
	}
}

var emlDir = flag.String("eml-dir", "", "a folder to write the starter's drafts and what they mean to, for .ci/letters")

// meantMail is what another reader of mail should make of a draft.
type meantMail struct {
	To      string `json:"to"`
	Name    string `json:"name"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	Events  int    `json:"events"` // of the calendar
}

// TestLettersOfTheStarter fills in every letter of the starter for somebody, on
// the days of its cohorts: nothing in braces is left, and no line is longer than
// mail allows.
func TestLettersOfTheStarter(t *testing.T) {
	t.Parallel()
	files := starterFiles(t)
	config := string(files["programs.yaml"].Data)
	config = strings.Replace(config, "  theme: default\n", "  theme: default\n  base_url: https://playbook.nusaraya.example/\n", 1)
	config = withAddresses(config)
	files["programs.yaml"].Data = []byte(config)
	b := generator.Builder{Project: generator.Project{Root: files}}
	model, written := map[string]meantMail{}, map[string]bool{}
	for _, date := range strings.Fields("2026-07-06 2026-08-10 2026-08-25 2026-09-04 2026-10-14 2026-11-23 2026-12-03 2027-01-12 2027-02-16 2027-03-08") {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		for _, cohort := range []string{"social-media/2026b", "social-media/2027a", "leadership/2026b", "leadership/2027a", "diversity/2026b", "diversity/2027a"} {
			program, cohort, _ := strings.Cut(cohort, "/")
			for _, moment := range source.Moments {
				if written[program+string(moment.Name)] || program == "diversity" && (moment.Name == "manager" || moment.Name == "sponsor") {
					continue
				}
				out, list, err := b.Letters(t.Context(), generator.Options{Now: day}, letters.Request{Program: program, Cohort: cohort, Moment: string(moment.Name)})
				if err != nil || list.HasErrors() {
					t.Fatal(program, cohort, moment.Name, day, err, list)
				}
				for _, draft := range out.Letters {
					written[program+string(moment.Name)] = true
					lookAtDraft(t, draft)
					model[program+"-"+draft.File] = meantMail{draft.Message.To, draft.Message.ToName, draft.Subject, letters.Plain(draft.Message.HTML), strings.Count(string(draft.Message.Calendar), "BEGIN:VEVENT")}
					if *emlDir != "" {
						write(t, filepath.Join(*emlDir, program+"-"+draft.File), string(draft.Data))
					}
				}
			}
		}
	}
	t.Logf("%d drafts", len(model))
	if len(model) < 60 {
		t.Errorf("only %d drafts", len(model))
	}
	if *emlDir != "" {
		data, err := json.MarshalIndent(model, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(*emlDir, "model.json"), string(data))
	}
}

// TestStarterHasALetterForEveryMoment: one for each reader, in every language and with
// a few lines for groups that chat. A sensitive program has no such group, and tells
// neither line managers nor a sponsor.
func TestStarterHasALetterForEveryMoment(t *testing.T) {
	has := map[string]bool{}
	sources, list, err := source.Load(t.Context(), source.Project{Root: starterFiles(t)}, nil)
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	for _, doc := range sources.Documents {
		if l := doc.Letter; l != nil {
			has[fmt.Sprint(doc.Lang, " ", l.For, " ", l.Sensitivity == "sensitive")] = l.Chat != "" || l.Sensitivity == "sensitive"
		}
	}
	for _, lang := range []string{"en", "id"} {
		for _, moment := range source.Moments {
			for _, sensitive := range []bool{false, true} {
				told := moment.Name != "manager" && moment.Name != "sponsor"
				if key := fmt.Sprint(lang, " ", moment.Name, " ", sensitive); (told || !sensitive) && !has[key] {
					t.Errorf("no letter, or no short form: %s", key)
				}
			}
		}
	}
}

// withAddresses gives an address to everybody of the starter who has none.
func withAddresses(config string) string {
	var out []string
	id := ""
	for line := range strings.Lines(config) {
		out = append(out, line)
		if rest, ok := strings.CutPrefix(line, "  - id: p"); ok && len(strings.TrimSpace(rest)) == 2 {
			id = "p" + strings.TrimSpace(rest)
			out = append(out, "    email: "+id+"@nusaraya.example\n")
		} else if strings.HasPrefix(line, "    email:") {
			out = out[:len(out)-1]
		}
	}
	return strings.Join(out, "")
}

func lookAtDraft(t *testing.T, draft letters.Draft) {
	t.Helper()
	if text := draft.Subject + letters.Plain(draft.Message.HTML) + draft.Message.Chat; strings.ContainsAny(text, "{}") || strings.Contains(text, "  ") {
		t.Errorf("%s says\n%s", draft.File, text)
	}
	for _, line := range strings.Split(string(draft.Data), "\r\n") {
		if len(line) > 998 || strings.ContainsFunc(line, func(r rune) bool { return r > 126 || r == '\n' }) {
			t.Errorf("%s has the line %q", draft.File, line)
		}
	}
}

// TestPeopleAreAddressedByFormAndName: a form of address goes before the name, and
// one that has a name in it stands in its place.
func TestPeopleAreAddressedByFormAndName(t *testing.T) {
	for salutation, want := range map[string]string{"": "Budi Kenanga", "Pak": "Pak Budi Kenanga", "Pak Budi": "Pak Budi"} {
		files := withLetter("for: week-before\nto: mentee\nsubject: Soon\n", "Yth. {person.salutation},\n\n{session.when}.\n")
		files["programs.yaml"] = strings.NewReplacer("email: budi@small.example", `email: budi@small.example, salutation: "`+salutation+`"`, `            slot: {day: tue, time: "10:00"}`+"\n", "").Replace(files["programs.yaml"])
		out, list := post(t, files, "week-before", now.AddDate(0, 0, -7))
		if len(list) > 0 || len(out.Letters) != 1 {
			t.Fatal(places(list), out)
		}
		if got := letters.Plain(out.Letters[0].Message.HTML); !strings.HasPrefix(got, "Yth. "+want+",\n\n") || strings.Contains(got, " .") || strings.Contains(got, "pukul") {
			t.Errorf("%q reads %q", salutation, got)
		}
	}
}
