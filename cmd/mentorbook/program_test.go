package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// aProgram is a cohort that is played through, from the registration to its end, by
// commands alone.
type aProgram struct {
	*testing.T
	dir string
}

func (p aProgram) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p aProgram) write(name, text string) {
	p.Helper()
	if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o777); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(p.path(name), []byte(text), 0o600); err != nil {
		p.Fatal(err)
	}
}

// on runs a command on a day, and returns what it prints.
func (p aProgram) on(day, line string, files ...string) string {
	p.Helper()
	args := append(strings.Fields(line), "--source", p.dir, "--private", p.path("hr"), "--now", day+"T09:00:00Z")
	for _, file := range files {
		args = append(args, p.path(file))
	}
	var out, problems bytes.Buffer
	cmd := rootCommand()
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&problems)
	if err := cmd.ExecuteContext(context.Background()); err != nil {
		p.Fatalf("%s, %s: %v\n%s\n%s", day, line, err, out.String(), problems.String())
	}
	return out.String()
}

// letters writes the letters of a moment, holds how many there are to a count made by
// hand, and sees to it that none is due a second time.
func (p aProgram) letters(day, moment string, want int) {
	p.Helper()
	for _, want := range []int{want, 0} {
		var out struct{ Letters []any }
		line := "letters social/2027a --note --format json --for " + moment + " --output " + p.path("letters")
		if err := json.Unmarshal([]byte(p.on(day, line)), &out); err != nil || len(out.Letters) != want {
			p.Errorf("%s: %d letters for %s, want %d (%v)", day, len(out.Letters), moment, want, err)
		}
	}
}

// due holds what the status says is due to a list made by hand.
func (p aProgram) due(day, want string) {
	p.Helper()
	var out struct {
		LettersDue []struct {
			Moment  string
			Letters int
		} `json:"letters_due"`
	}
	if err := json.Unmarshal([]byte(p.on(day, "status --format json")), &out); err != nil {
		p.Fatal(err)
	}
	var got []string
	for _, d := range out.LettersDue {
		got = append(got, fmt.Sprint(d.Moment, " ", d.Letters))
	}
	if strings.Join(got, ", ") != want {
		p.Errorf("%s: due is %s, want %s", day, strings.Join(got, ", "), want)
	}
}

var listedPair = regexp.MustCompile(`id: (pair-\w+), mentor: (p-\w+), mentee: (p-\w+), topics: \[\w+\], status: (\w+)`)

// pairs returns the pairs that are listed: id, mentor, mentee and status.
func (p aProgram) pairs(status string) (out [][]string) {
	data, err := os.ReadFile(p.path("hr/pairs.yaml"))
	if err != nil {
		p.Fatal(err)
	}
	for _, m := range listedPair.FindAllStringSubmatch(string(data), -1) {
		if m[4] == status {
			out = append(out, m[1:])
		}
	}
	return out
}

// listed holds how many pairs have a status to a count made by hand.
func (p aProgram) listed(status string, want int) [][]string {
	p.Helper()
	out := p.pairs(status)
	if len(out) != want {
		p.Fatalf("%d pairs are %s, want %d", len(out), status, want)
	}
	return out
}

func newProgram(t *testing.T, mentors, mentees int) aProgram {
	p := aProgram{t, t.TempDir()}
	p.write("programs.yaml", `site: {title: Small playbook, languages: [en], contact: team@x.example, base_url: "https://x.example/"}
topics:
  video: {en: Short video}
people: private:people.yaml
programs:
  - id: social
    title: Social media
    type: reverse
    track: social-media
    purpose: Learn together.
    plan:
      - {id: s1, session: first, at: P0W}
      - {id: s2, session: first, at: P4W}
      - {id: s3, session: first, at: P8W}
    cohorts:
      - id: 2027a
        starts: 2027-01-04
        ends: 2027-03-26
        registration: {opens: 2026-11-02, closes: 2026-12-11}
        signups: private:signups.yaml
        pairings: private:pairs.yaml
`)
	p.write("hr/people.yaml", "[]\n")
	p.write("hr/signups.yaml", "[]\n")
	p.write("hr/pairs.yaml", "[]\n")
	p.write("content/en/index.md", "---\ntitle: Home\nsummary: Home.\n---\nText.\n")
	p.write("content/en/sessions/first.md", "---\ntitle: Meeting\nsummary: Meet.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Talk}]\n---\nText.\n")
	p.write("content/en/forms/pulse.md", "---\ntitle: Pulse\nsummary: Pulse.\nfields: [{id: worth, label: It is worth the time., type: scale}]\n---\nText.\n")
	for _, moment := range strings.Fields("received no-match proposal accepted preparation week-before pulse quiet midpoint closing thanks moved-twice") {
		to := "both"
		if moment == "moved-twice" {
			to = "organizer"
		}
		p.write("content/en/letters/"+moment+".md", fmt.Sprintf("---\ntitle: Letter %s\nsummary: A letter.\nfor: %s\nto: %s\nsubject: Mentoring\n---\nHello.\n", moment, moment, to))
	}
	staff, form := "Email,Name,Unit,Level,Teaches,Wants to learn\n", "Timestamp,Email,Role,I agree\n"
	for i := range mentors {
		staff += fmt.Sprintf("m%d@x.example,Mentor N%d,Sales,1,Short video,\n", i, i)
		form += fmt.Sprintf("2026-11-20,m%d@x.example,Mentor,yes\n", i)
	}
	for i := range mentees {
		staff += fmt.Sprintf("t%d@x.example,Mentee N%d,Board,7,,Short video\n", i, i)
		form += fmt.Sprintf("2026-11-21,t%d@x.example,Mentee,yes\n", i)
	}
	p.write("staff.csv", staff)
	p.write("form.csv", form)
	return p
}

// answers is a table in which both of each pair answer.
func answers(pairs [][]string, day string, no int) string {
	out := "person,answer,timestamp\n"
	for i, pair := range pairs {
		said := "yes"
		if i == no {
			said = "no"
		}
		out += fmt.Sprintf("%s,yes,%s\n%s,%s,%s\n", pair[1], day, pair[2], said, day)
	}
	return out
}

// TestAProgramIsRunByCommands plays a cohort of 40 pairs through. All numbers are
// counted by hand.
func TestAProgramIsRunByCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs some sixty commands")
	}
	p := newProgram(t, 42, 40)
	p.on("2026-12-01", "import people --write", "staff.csv")
	p.on("2026-12-01", "import signups --write --cohort social/2027a", "form.csv")
	p.due("2026-12-01", "received 82")
	p.letters("2026-12-01", "received", 82)

	p.on("2026-12-12", "match social/2027a --write")
	proposed := p.listed("proposed", 40)
	p.due("2026-12-12", "proposal 80, no-match 2")
	p.letters("2026-12-12", "proposal", 80)
	p.letters("2026-12-12", "no-match", 2)

	// one says no: a mentor who waited is next, and nobody is asked again
	p.write("answers.csv", answers(proposed, "2026-12-14", 7))
	p.on("2026-12-15", "import answers --write --cohort social/2027a", "answers.csv")
	p.listed("accepted", 39)
	declined := p.listed("declined", 1)
	p.on("2026-12-15", "match social/2027a --write")
	next := p.listed("proposed", 1)
	if next[0][2] != declined[0][2] || next[0][1] == declined[0][1] {
		t.Errorf("after %v, %v is proposed", declined, next)
	}
	p.letters("2026-12-15", "proposal", 2)
	p.write("answers.csv", answers(proposed, "2026-12-14", 7)+strings.Join(strings.SplitAfter(answers(next, "2026-12-17", -1), "\n")[1:], ""))
	p.on("2026-12-18", "import answers --write --cohort social/2027a", "answers.csv")
	pairs := p.listed("accepted", 40)
	p.listed("declined", 1)
	p.letters("2026-12-18", "no-match", 1) // the mentor who was declined waits now
	p.letters("2026-12-18", "accepted", 80)
	p.due("2026-12-18", "")
	p.letters("2026-12-21", "preparation", 80)
	p.due("2026-12-27", "")
	p.letters("2026-12-28", "week-before", 80)

	// the first session: one is moved, one pair cancels
	table := "pair,session,status,new date,timestamp\n"
	for i, pair := range pairs {
		switch i {
		case 3:
			table += pair[0] + ",1,moved,2027-01-11,2027-01-04\n"
		case 5:
			table += pair[0] + ",1,cancelled,,2027-01-04\n"
		default:
			table += pair[0] + ",1,held,,2027-01-04\n"
		}
	}
	p.write("sessions.csv", table)
	p.on("2027-01-05", "import sessions --write", "sessions.csv")
	p.listed("active", 38)
	p.due("2027-01-05", "week-before 2") // of the pair that moved
	p.letters("2027-01-05", "week-before", 2)
	table += pairs[3][0] + ",1,held,,2027-01-11\n"
	p.write("sessions.csv", table)
	p.on("2027-01-12", "import sessions --write", "sessions.csv")
	p.listed("active", 39)
	p.due("2027-01-24", "")
	p.letters("2027-01-25", "midpoint", 80)

	// the second: one pair cancels it and the third
	table = "pair,session,status\n"
	for i, pair := range pairs {
		if i == 9 {
			table += pair[0] + ",2,cancelled\n" + pair[0] + ",3,cancelled\n"
		} else {
			table += pair[0] + ",2,held\n"
		}
	}
	p.write("sessions.csv", table)
	p.on("2027-02-02", "import sessions --write", "sessions.csv")
	p.listed("active", 40)
	p.due("2027-02-03", "moved-twice 1, quiet 2, pulse 80")
	p.letters("2027-02-03", "pulse", 80)
	p.letters("2027-02-03", "quiet", 2)
	p.letters("2027-02-03", "moved-twice", 1)
	sheets := "It is worth the time.\n" + strings.Repeat("5\n", 30) + strings.Repeat("4\n", 20) + strings.Repeat("2\n", 11)
	p.write("pulse.csv", sheets)
	p.on("2027-02-08", "import pulse --write --cohort social/2027a", "pulse.csv")
	p.letters("2027-02-22", "closing", 78)

	table = "pair,session,status\n"
	for i, pair := range pairs {
		if i != 9 {
			table += pair[0] + ",3,held\n"
		}
	}
	p.write("sessions.csv", table)
	p.on("2027-03-02", "import sessions --write", "sessions.csv")
	p.on("2027-03-02", "build --audience organizers --output "+p.path("public"))
	checkFigures(p)
	p.letters("2027-03-27", "thanks", 80)
	p.due("2027-03-28", "")
	p.on("2027-03-28", "check")
}

// checkFigures holds what organizers and the sponsor are told to counts made by hand:
// 82 people signed up, and 80 of them are in one of 40 pairs with 3 sessions each. One
// pair cancelled the first, another the second and the third. 61 of 80 answered.
func checkFigures(p aProgram) {
	p.Helper()
	page := func(name string) string {
		data, err := os.ReadFile(p.path("public/" + name))
		if err != nil {
			p.Fatal(err)
		}
		return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(data), " ")), " ")
	}
	held := 39 + 39 + 39 // of each session one pair did not meet
	for name, want := range map[string][]string{
		"programs/social/2027a-report.html": {"80 to 84", "40 to 44", fmt.Sprintf("%d to %d", held-held%5, held-held%5+4), "60 to 64"},
		"dashboard.html":                    {"117 of 120", "80 of 82", "Sessions cancelled 3", "40 active", "1 declined"},
	} {
		text := page(name)
		for _, want := range want {
			if !strings.Contains(text, want) {
				p.Errorf("%s does not say %s:\n%s", name, want, text)
			}
		}
	}
}
