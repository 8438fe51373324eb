package roster_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"mentorbook/generator/roster"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

const pulseForm = `---
title: Pulse
summary: Pulse.
fields:
  - {id: speak-freely, label: "I can say what I think.", type: scale, max: 5, low: "not at all", high: "completely"}
  - {id: worth, label: "It is worth the time.", type: scale, max: 5}
  - {id: change, label: "What should change?", type: long}
version: 1
---
Text.
`

// survey is the project of replies with a form, and so many pairs that agreed.
func survey(pairs int, pulses string) files {
	out := with(replies, "signups.yaml", "[]\n", "pairs.yaml", "", "people.yaml", "")
	for i := range pairs {
		out["people.yaml"] += fmt.Sprintf("- {id: m%d, name: N%d, unit: Sales, languages: [id], level: 1, offers: [{topic: video}]}\n- {id: t%d, name: O%d, unit: Board, languages: [id], level: 7, wants: [{topic: video}]}\n", i, i, i, i)
		out["pairs.yaml"] += fmt.Sprintf("- {id: pair-%d, mentor: m%d, mentee: t%d, topics: [video], status: active, accepted: {mentor: 2026-12-01, mentee: 2026-12-01}}\n", i, i, i)
	}
	out["programs.yaml"] = strings.Replace(out["programs.yaml"], "        ends: 2027-06-25\n", "        ends: 2027-06-25\n"+pulses, 1)
	return out
}

func withForm(private files) source.Project {
	p := project(private)
	for name, text := range map[string]string{"pulse": pulseForm, "baseline-and-exit": strings.ReplaceAll(pulseForm, "speak-freely", "confidence")} {
		if name != "pulse" {
			text = strings.Replace(strings.Replace(text, "I can say what I think.", "I am confident.", 1), "id: worth, label: \"It is", "id: worth-it, label: \"That is", 1)
		}
		p.Root.(fstest.MapFS)["content/id/forms/"+name+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	return p
}

func summed(t *testing.T, private files, r roster.Request, csv string) (*roster.Import, string) {
	t.Helper()
	r.Kind, r.Program, r.Cohort = "pulse", "social", "2027a"
	out, err := imported(withForm(private), r, "pulse.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	after := private.written(out)
	if again, err := imported(withForm(after), r, "pulse.csv", []byte(csv)); err != nil || !out.Wrong() && (len(again.Files) > 0 || len(again.Changes) > 0) {
		t.Errorf("a second time: %v, %v", err, again.Changes)
	}
	return out, strings.TrimSpace(lineWith(after["programs.yaml"], "invited: "))
}

func TestPulse(t *testing.T) {
	six := "Timestamp,I can say what I think.,It is worth the time.,What should change?\n2027-02-03,5,4,Secret one\n2027-02-03,4,4,\n2027-02-04,completely,3,\n2027-02-04,5,2,\n2027-02-04,1 = not at all,5,Secret two\n2027-02-05,3,,\n"
	for _, c := range []struct {
		name, csv, pulses string
		request           roster.Request
		want, problems    string
	}{
		{"six of eight people", six, "", roster.Request{},
			"- {date: 2027-02-05, invited: 8, answered: 6, counts: {speak-freely: [1, 0, 1, 1, 3], worth: [0, 1, 1, 2, 1]}}", ""},
		{"more were asked", six, "", roster.Request{Invited: 20},
			"- {date: 2027-02-05, invited: 20, answered: 6, counts: {speak-freely: [1, 0, 1, 1, 3], worth: [0, 1, 1, 2, 1]}}", ""},
		{"four are too few", strings.Join(strings.SplitAfter(six, "\n")[:5], ""), "", roster.Request{}, "",
			"0:0 fewer than 5 answered, and sums of so few say what single people answered\n"},
		{"latecomers are too few", six, "        pulses: [{date: 2027-02-03, invited: 8, answered: 5, counts: {worth: [0, 0, 0, 5, 0]}}]\n", roster.Request{},
			"pulses: [{date: 2027-02-03, invited: 8, answered: 5, counts: {worth: [0, 0, 0, 5, 0]}}]",
			"0:0 2 rows were sent until 2027-02-03, the day of the last count, and are not counted again\n0:0 fewer than 5 answered, and sums of so few say what single people answered\n"},
		{"those of an earlier survey are not counted again", strings.ReplaceAll(six, "2027-02-05", "2027-02-04"), "        pulses: [{date: 2027-02-04, invited: 8, answered: 6, counts: {}}]\n", roster.Request{},
			"pulses: [{date: 2027-02-04, invited: 8, answered: 6, counts: {}}]", "0:0 6 rows were sent until 2027-02-04, the day of the last count, and are not counted again\n"},
		{"another survey has days of its own", strings.ReplaceAll(six, "I can say what I think.", "confidence"), "        pulses: [{date: 2027-02-09, invited: 8, answered: 6, counts: {}}]\n", roster.Request{Survey: "baseline"},
			"pulses: [{date: 2027-02-09, invited: 8, answered: 6, counts: {}}, {date: 2027-02-05, survey: baseline, invited: 8, answered: 6, counts: {confidence: [1, 0, 1, 1, 3], worth: [0, 1, 1, 2, 1]}}]", ""},
		{"the beginning or the end", strings.ReplaceAll(six, "I can say what I think.", "confidence"), "", roster.Request{}, "", "1:2 this question is asked before the first session and after the last\n"},
		{"what is no point is not shown", "worth\n4\nsecret\n3\n2\n6\n1\n5\n", "", roster.Request{}, "", "3:1 this is no point from 1 to 5\n6:1 this is no point from 1 to 5\n"},
		{"who answered", "Email,Name,worth\nani@x.example,anonymous,4\n,,3\n", "", roster.Request{}, "", "1:1 this column says who answered, and a survey is summed up without names\n"},
		{"no question", "4,5,Secret\n3,3,\n", "", roster.Request{}, "", "1:0 row 1 was taken for the headings and looks like data\n1:0 no column is a question with a scale\n"},
		{"more than were asked", "worth\n1\n2\n3\n4\n5\n4\n3\n2\n1\n", "", roster.Request{}, "", "0:0 9 answered, and 8 people are in pairs that agreed\n"},
		{"the same and two more", "worth\n1\n2\n3\n4\n5\n5\n5\n", "        pulses: [{date: 2026-11-20, invited: 8, answered: 5, counts: {worth: [1, 1, 1, 1, 1]}}]\n", roster.Request{},
			"pulses: [{date: 2026-11-20, invited: 8, answered: 5, counts: {worth: [1, 1, 1, 1, 1]}}]", "0:0 these seem to be the answers counted on 2026-11-20 and fewer than 5 more, of which the difference would tell\n"},
		{"the same without days", "worth\n1\n2\n3\n4\n5\n", "        pulses: [{date: 2026-11-20, invited: 8, answered: 5, counts: {worth: [1, 1, 1, 1, 1]}}]\n", roster.Request{},
			"pulses: [{date: 2026-11-20, invited: 8, answered: 5, counts: {worth: [1, 1, 1, 1, 1]}}]", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, got := summed(t, survey(4, c.pulses), c.request, c.csv)
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if got := messages(out); got != c.problems {
				t.Errorf("problems are\n%swant\n%s", got, c.problems)
			}
			if text := fmt.Sprintf("%+v", out); strings.Contains(strings.ToLower(text), "secret") || strings.Contains(text, "ani@") {
				t.Errorf("an answer is told: %s", text)
			}
		})
	}
}

// TestSensitiveSurveysNeedMore: in a sensitive program a group has ten people.
func TestSensitiveSurveysNeedMore(t *testing.T) {
	private := survey(6, "")
	private["programs.yaml"] = strings.Replace(private["programs.yaml"], "    track: social-media\n", "    track: custom\n    sensitivity: sensitive\n    support: [{title: Help, url: \"https://help.example\"}]\n", 1)
	nine := "worth\n" + strings.Repeat("4\n", 9)
	if out, _ := summed(t, private, roster.Request{}, nine); !out.Wrong() {
		t.Error("nine answers are summed up")
	}
	if _, got := summed(t, private, roster.Request{}, nine+"5\n"); got != "- {date: 2026-11-30, invited: 12, answered: 10, counts: {worth: [0, 0, 0, 9, 1]}}" {
		t.Errorf("of ten answers comes %q", got)
	}
}

func formData(i, point int) roster.Form {
	return roster.Form{Name: fmt.Sprintf("sheets/%d.json", i), Data: fmt.Appendf(nil, `{"form": "pulse", "version": 1, "language": "id", "fields": {"worth": %d, "change": "Secret"}}`, point)}
}

// TestFormsThatWereSaved: what a form of the portal saves is read without any tool.
func TestFormsThatWereSaved(t *testing.T) {
	var forms []roster.Form
	for i := range 5 {
		forms = append(forms, formData(i, i+1))
	}
	private := survey(4, "")
	read := func(forms []roster.Form) *roster.Import {
		r := roster.Request{Kind: "pulse", Program: "social", Cohort: "2027a", Path: "sheets", Random: dice(0)}
		r.Table, r.Names = roster.FormsTable(forms)
		out, list, err := roster.New(context.Background(), withForm(private), site.Options{Now: now}, r)
		if err != nil || out == nil {
			t.Fatal(err, list)
		}
		return out
	}
	if out := read(forms); out.Wrong() || !strings.Contains(string(out.Files[0].Data), "answered: 5, counts: {worth: [1, 1, 1, 1, 1]}") || strings.Contains(string(out.Files[0].Data), "Secret") {
		t.Errorf("%+v", out)
	}
	forms = append(forms, roster.Form{Name: "sheets/x.json", Data: []byte("{")}, roster.Form{Name: "sheets/y.json", Data: []byte(`{"form": "other", "fields": {"worth": 3}}`)}, formData(9, 8))
	var got string
	for _, p := range read(forms).Problems {
		got += p.Path + " " + p.Message + "\n"
	}
	if want := "sheets/9.json the field worth: this is no point from 1 to 5\nsheets/x.json this is no form that can be read: it is no JSON of a form\nsheets/y.json this is no form that can be read: it is of another form than the others\n"; got != want {
		t.Errorf("problems are\n%swant\n%s", got, want)
	}
}

func TestFormsInAnArchive(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"a.json", "sub/b.JSON", "__MACOSX/a.json", "notes.txt"} {
		f, _ := w.Create(name)
		f.Write([]byte("{}"))
	}
	w.Close()
	forms, err := roster.Unpack("x.zip", b.Bytes())
	if err != nil || len(forms) != 2 || forms[1].Name != "x.zip/sub/b.JSON" {
		t.Errorf("%v, %v", forms, err)
	}
	if _, err := roster.Unpack("x.zip", b.Bytes()[:20]); err == nil {
		t.Error("half an archive is read")
	}
}

// TestAnswersGiveOneForm: a pair can hand in without any tool.
func TestAnswersGiveOneForm(t *testing.T) {
	r := roster.Request{Kind: "answers", Program: "social", Cohort: "2027a", Path: "yes.json", Random: dice(0)}
	r.Table, r.Names = roster.FormsTable([]roster.Form{{Name: "yes.json", Data: []byte(`{"form": "answer", "fields": {"email": "ani@x.example", "answer": "Yes"}}`)}})
	out, _, err := roster.New(context.Background(), project(replies), site.Options{Now: now}, r)
	if err != nil || out.Wrong() || len(out.Changed) != 1 || !strings.Contains(string(out.Files[0].Data), "accepted: {mentor: 2026-11-30}") {
		t.Errorf("%v %+v", err, out)
	}
}

// TestSumsAreThoseOfTheRows counts random surveys by hand.
func TestSumsAreThoseOfTheRows(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 10 {
		want := make([]int, 5)
		csv := "worth,change\n"
		n := 5 + r.IntN(20)
		for range n {
			point := r.IntN(5)
			want[point]++
			csv += fmt.Sprintf("%d,Secret %d\n", point+1, r.IntN(9))
		}
		_, got := summed(t, survey(13, ""), roster.Request{}, csv)
		if wanted := fmt.Sprintf("invited: 26, answered: %d, counts: {worth: %s}}", n, strings.ReplaceAll(fmt.Sprint(want), " ", ", ")); !strings.Contains(got, wanted) {
			t.Fatalf("got %s, want %s", got, wanted)
		}
	}
}

// FuzzReplies reads tables of any bytes. Whatever comes out has passed the checks of
// the project; read again it changes nothing.
func FuzzReplies(f *testing.F) {
	for i, text := range []string{
		"email,answer,timestamp\nani@x.example,yes,2026-12-02\ndodi@x.example,no,2026-12-03\n",
		"pair,session,status,new date\npair-b,2,moved,2027-01-28\npair-b,1,done,\n",
		"worth,change\n1,x\n2,y\n3,z\n4,\n5,\n",
		"cohort,mentor,mentee,answer,new_mentor,new_mentee\nsocial/2027a,m1,t1,swap,m3,t1\n",
		"person,mentor_1,mentor_2,choice\nt3,m1,m3,2\n",
	} {
		f.Add([]byte(text), byte(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, kind byte) {
		if len(data) > 4<<10 {
			t.Skip("more than any mistake needs")
		}
		r := roster.Request{Kind: []string{"answers", "sessions", "pulse"}[kind%3], Program: "social", Cohort: "2027a"}
		private := replies
		if kind%3 == 1 {
			private = with(replies, "pairs.yaml", agreed)
		}
		out, err := imported(withForm(private), r, "table.csv", data)
		if err != nil || out.Wrong() {
			return
		}
		r.Random = dice(50)
		again, err := imported(withForm(private.written(out)), r, "table.csv", data)
		if err != nil || again.Wrong() || len(again.Changes) > 0 || len(again.Files) > 0 || len(again.Gone) > 0 {
			t.Fatalf("a second time: %v %+v\n%s", err, again, private.written(out)["pairs.yaml"])
		}
	})
}
