package roster_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/roster"
)

var idOfPair = regexp.MustCompile(`\{id: pair-[a-z2-9]{6}`)

// replies is a cohort in which pairs are proposed.
var replies = files{
	"programs.yaml": strings.Replace(strings.Replace(programs, "        ends: 2027-06-25\n", "        ends: 2027-06-25\n        signups: private:signups.yaml\n        pairings: private:pairs.yaml\n", 1),
		"      - {id: s1, session: first, at: P0W}\n", "      - {id: s1, session: first, at: P0W}\n      - {id: s2, session: first, at: P3W}\n      - {id: s3, session: first, at: P6W}\n", 1),
	"people.yaml": `- {id: m1, name: Ani Melati, unit: Sales, languages: [id], level: 1, email: ani@x.example, capacity: 2, offers: [{topic: video}, {topic: ai}]}
- {id: m2, name: Budi Kenanga, unit: Care, languages: [id], level: 1, email: budi@x.example, offers: [{topic: video}]}
- {id: m3, name: Citra Cempaka, unit: Care, languages: [id], level: 1, email: citra@x.example, offers: [{topic: video}]}
- {id: t1, name: Dodi Flamboyan, unit: Board, languages: [id], level: 7, email: dodi@x.example, wants: [{topic: video}]}
- {id: t2, name: Eka Seruni, unit: Legal, languages: [id], level: 7, email: eka@x.example, wants: [{topic: video}]}
- {id: t3, name: Fitri Dahlia, unit: Legal, languages: [id], level: 7, email: fitri@x.example, wants: [{topic: video}]}
`,
	"signups.yaml": "- {person: m1, role: mentor}\n- {person: m2, role: mentor}\n- {person: m3, role: mentor}\n- {person: t1, role: mentee}\n- {person: t2, role: mentee} # by mail\n- {person: t3, role: mentee}\n",
	"pairs.yaml":   "# By hand.\n- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: proposed, letters: [{for: proposal, date: 2026-12-01}]}\n- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: proposed} # maybe\n",
}

func with(private files, more ...string) files {
	out := files{}
	for name, text := range private {
		out[name] = text
	}
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

// reply imports a table of replies, and what it is once more, which changes nothing.
func reply(t *testing.T, private files, r roster.Request, csv string) (*roster.Import, files) {
	t.Helper()
	if r.Kind != "sessions" {
		r.Program, r.Cohort = "social", "2027a"
	}
	out, err := imported(project(private), r, "answers.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	after := private.written(out)
	if out.Wrong() {
		if len(out.Files) > 0 {
			t.Errorf("a table with errors changes %v", out.Files)
		}
		return out, after
	}
	r.Random = dice(99)
	again, err := imported(project(after), r, "answers.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Files) > 0 || len(again.Changes) > 0 || len(again.Gone) > 0 {
		t.Errorf("a second time, it changes %v, %v", again.Changes, again.Gone)
	}
	return out, after
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name, csv string
		want      string // the list of pairs, without its first line
		problems  string
	}{
		{"both say yes", "Stempel waktu,Email,Apakah usulan ini cocok?\n2026-12-02 08:00,ani@x.example,Ya\n2026-12-03 09:00,DODI@x.example,\"Ya, dengan senang hati\"\n",
			"- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: accepted, letters: [{for: proposal, date: 2026-12-01}], accepted: {mentor: 2026-12-02, mentee: 2026-12-03}}\n" +
				"- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: proposed} # maybe\n", ""},
		{"one says yes, by id", "person,answer,timestamp\nt2,yes,2026-12-04\n",
			"- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: proposed, letters: [{for: proposal, date: 2026-12-01}]}\n" +
				"- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: proposed, accepted: {mentee: 2026-12-04}} # maybe\n", ""},
		{"who says no is written down nowhere", "email,answer,timestamp\nani@x.example,yes,2026-12-02\ndodi@x.example,\"No, thank you\",2026-12-02\n",
			"- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: declined, letters: [{for: proposal, date: 2026-12-01}]}\n" +
				"- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: proposed} # maybe\n", ""},
		{"the last answer counts", "email,answer,timestamp\nani@x.example,no,2026-12-02\nani@x.example,yes,2026-12-05\n",
			"- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: proposed, letters: [{for: proposal, date: 2026-12-01}], accepted: {mentor: 2026-12-05}}\n" +
				"- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: proposed} # maybe\n",
			"2:0 row 3 answers the same and is the later one, so this row is left out\n"},
		{"let us talk changes nothing", "email,answer\nani@x.example,Let us talk\ndodi@x.example,Mari bicara dulu\n", replies["pairs.yaml"][len("# By hand.\n"):],
			"2:2 m1 wants to talk first about the pair pair-a, so nothing changes\n3:2 t1 wants to talk first about the pair pair-a, so nothing changes\n"},
		{"what nobody can read", "email,answer\nani@x.example,perhaps\nx@x.example,yes\nfitri@x.example,yes\n,yes\n", replies["pairs.yaml"][len("# By hand.\n"):],
			"2:2 this is none of the answers\n3:1 this is nobody in the list of people\n4:0 no pair of this cohort is proposed to t3\n5:0 the row does not say who answers\n"},
		{"a review sheet", "cohort,mentor,mentee,answer,new_mentor,new_mentee\nsocial/2027a,m1,t1,swap,m3,t1\nsocial/2027a,m2,t2,drop,,\nsocial/2027a,m1,t3,accept,,\n",
			"- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: declined} # maybe\n" +
				"- {id: ID, mentor: m3, mentee: t1, topics: [video], status: proposed}\n- {id: ID, mentor: m1, mentee: t3, topics: [video], status: proposed}\n", ""},
		{"a swap keeps the rules", "cohort,mentor,mentee,answer,new_mentor,new_mentee\nsocial/2026,m1,t1,drop,,\nsocial/2027a,m1,t1,swap,m2,t1\nsocial/2027a,m2,t2,perhaps,,\n", replies["pairs.yaml"][len("# By hand.\n"):],
			"2:1 the row is about another cohort than social/2027a\n3:4 m2 and t1 cannot be proposed: m2 has as many pairs as there is room for\n4:4 \"perhaps\" is no decision about a pair\n"},
		{"withdrawn", "cohort,mentor,mentee,answer\nsocial/2027a,m1,t1,withdraw\nsocial/2027a,m2,t2,accept\n", "- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: proposed} # maybe\n", ""},
		{"a choice", "cohort,person,mentor_1,mentor_2,mentor_3,choice\nsocial/2027a,t3,m1,m3,,2\nsocial/2027a,t2,m2,m3,m1,none\nsocial/2027a,t1,m1,,,\n",
			"- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: proposed, letters: [{for: proposal, date: 2026-12-01}]}\n" +
				"- {id: pair-b, mentor: m2, mentee: t2, topics: [video], status: declined} # maybe\n" +
				"- {id: ID, mentor: m3, mentee: t2, topics: [video], status: declined}\n- {id: ID, mentor: m1, mentee: t2, topics: [video], status: declined}\n" +
				"- {id: ID, mentor: m3, mentee: t3, topics: [video], status: proposed}\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, after := reply(t, replies, roster.Request{Kind: "answers"}, c.csv)
			got := idOfPair.ReplaceAllString(strings.ReplaceAll(strings.TrimPrefix(after["pairs.yaml"], "# By hand.\n"), "\n\n", "\n"), "{id: ID")
			if got != c.want {
				t.Errorf("the pairs are\n%s\nwant\n%s", got, c.want)
			}
			problems := messages(out)
			if problems != c.problems {
				t.Errorf("problems are\n%swant\n%s", problems, c.problems)
			}
			for _, name := range []string{"Ani", "Dodi", "x.example"} {
				if strings.Contains(problems, name) {
					t.Errorf("a problem names somebody: %s", problems)
				}
			}
		})
	}
}

// TestMenteesChooseTheSame: where more ask for a mentor than there is room for, each
// choice is noted, and match finds the best for all.
func TestMenteesChooseTheSame(t *testing.T) {
	private := with(replies, "pairs.yaml", "- {id: pair-x, mentor: m1, mentee: t1, topics: [video], status: declined}\n")
	out, after := reply(t, private, roster.Request{Kind: "answers"}, "person,mentor_1,mentor_2,choice\nt1,m3,m1,1\nt2,m2,m3,2\nt3,m1,m2,1\n")
	if len(out.Added) != 1 || !strings.Contains(after["pairs.yaml"], "mentor: m1, mentee: t3,") || strings.Contains(after["pairs.yaml"], "mentor: m3") {
		t.Errorf("pairs are\n%s", after["pairs.yaml"])
	}
	for _, want := range []string{"{person: t1, role: mentee, choices: [m3]}", "{person: t2, role: mentee, choices: [m3]} # by mail", "{person: t3, role: mentee, choices: [m1]}"} {
		if !strings.Contains(after["signups.yaml"], want) {
			t.Errorf("signups are\n%swithout\n%s", after["signups.yaml"], want)
		}
	}
}

// TestOldAnswersAreNotNewOnes: forms keep what people answered to an earlier proposal.
func TestOldAnswersAreNotNewOnes(t *testing.T) {
	declined := "- {id: pair-x, mentor: m3, mentee: t1, topics: [video], status: declined}\n"
	for _, c := range []struct{ letters, csv, want string }{
		{"", "email,answer,timestamp\ndodi@x.example,no,2026-12-01\n", "proposed"},
		{", letters: [{for: proposal, date: 2026-12-08}]", "email,answer,timestamp\ndodi@x.example,no,2026-12-01\n", "proposed"},
		{", letters: [{for: proposal, date: 2026-12-08}]", "email,answer,timestamp\ndodi@x.example,no,2026-12-09\n", "declined"},
		{", letters: [{for: proposal, date: 2026-12-08}]", "email,answer\ndodi@x.example,no\n", "error"},
		{"", "email,answer,pair\ndodi@x.example,no,pair-a\n", "declined"},
	} {
		private := with(replies, "pairs.yaml", declined+"- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: proposed"+c.letters+"}\n")
		out, after := reply(t, private, roster.Request{Kind: "answers"}, c.csv)
		if c.want == "error" {
			if !out.Wrong() {
				t.Errorf("%q: is taken for an answer", c.csv)
			}
			continue
		}
		if !strings.Contains(after["pairs.yaml"], "{id: pair-a, mentor: m1, mentee: t1, topics: [video], status: "+c.want) {
			t.Errorf("%q, %q: the pairs are\n%s", c.letters, c.csv, after["pairs.yaml"])
		}
	}
}

// TestAnswersInAnyOrder imports random answers: a second time they change nothing, in
// any order of rows they mean the same, and a pair is accepted if, and only if, the
// last answers of both are yes.
func TestAnswersInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 12 {
		rows := []string{}
		last := map[string]string{}
		for i := range 1 + r.IntN(8) {
			who := pick(r, "ani@x.example", "budi@x.example", "dodi@x.example", "eka@x.example")
			said := pick(r, "yes", "no", "ya", "tidak", "let us talk")
			last[who] = said
			rows = append(rows, fmt.Sprintf("%s,%s,2026-12-%02d", who, said, 2+i))
		}
		_, after := reply(t, replies, roster.Request{Kind: "answers"}, "email,answer,timestamp\n"+strings.Join(rows, "\n")+"\n")
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		_, turned := reply(t, replies, roster.Request{Kind: "answers"}, "email,answer,timestamp\n"+strings.Join(rows, "\n")+"\n")
		if after["pairs.yaml"] != turned["pairs.yaml"] {
			t.Fatalf("in another order:\n%s\n%s\n%v", after["pairs.yaml"], turned["pairs.yaml"], rows)
		}
		yes := func(who string) bool { return last[who] == "yes" || last[who] == "ya" }
		no := func(who string) bool { return last[who] == "no" || last[who] == "tidak" }
		for _, p := range []struct{ id, mentor, mentee string }{{"pair-a", "ani@x.example", "dodi@x.example"}, {"pair-b", "budi@x.example", "eka@x.example"}} {
			want := "proposed"
			switch {
			case no(p.mentor) || no(p.mentee):
				want = "declined"
			case yes(p.mentor) && yes(p.mentee):
				want = "accepted"
			}
			line := lineWith(after["pairs.yaml"], p.id)
			if !strings.Contains(line, "status: "+want) || want == "declined" && strings.Contains(line, "mentor: 2026") {
				t.Fatalf("%s is not %s in %s after %v", p.id, want, line, rows)
			}
		}
	}
}

func lineWith(text, part string) string {
	lines := strings.Split(text, "\n")
	if i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, part) }); i >= 0 {
		return lines[i]
	}
	return ""
}

const agreed = "- {id: pair-a, mentor: m1, mentee: t1, topics: [video], status: accepted, accepted: {mentor: 2026-12-02, mentee: 2026-12-03}}\n" +
	"- id: pair-b\n  mentor: m2\n  mentee: t2\n  topics: [video]\n  status: active # since the kick-off\n  sessions:\n    - {id: s1, status: done} # it went well\n"

// TestSessions: s1 is planned on 4 January 2027, s2 on the 25th, s3 on 15 February.
func TestSessions(t *testing.T) {
	private := with(replies, "pairs.yaml", agreed)
	b := strings.SplitAfter(agreed, "\n")
	a, rest := b[0], strings.Join(b[1:], "")
	for _, c := range []struct{ name, csv, want, problems string }{
		{"of a form", "Email,Which session?,Did you meet?,New date,Timestamp\nani@x.example,1,Yes,,2027-01-05\neka@x.example,2,No,,2027-01-26\n",
			strings.Replace(strings.Replace(a, "accepted,", "active,", 1), "}}\n", "}, sessions: [{id: s1, status: done, revision: 1}]}\n", 1) + rest + "    - {id: s2, status: cancelled, revision: 1}\n", ""},
		{"of a list in Indonesian", "Id pasangan;Sesi;Status;Tanggal;Jam\npair-b;Sesi 2;Dipindahkan;27/01/2027;14.00\npair-b;s3;terlaksana;15/02/2027;\n",
			a + completed(rest) + "    - {id: s2, starts: 2027-01-27T14:00, status: moved, revision: 1}\n    - {id: s3, status: done, revision: 1}\n", ""},
		{"moved, and then held", "pair,session,status,new date,timestamp\npair-b,2,moved,2027-01-28,2027-01-20\npair-b,2,held,,2027-01-29\n",
			a + rest + "    - {id: s2, starts: 2027-01-28, status: done, revision: 1}\n", ""},
		{"by its day", "pair,date,status\npair-b,2027-01-25,done\n", a + rest + "    - {id: s2, status: done, revision: 1}\n", ""},
		{"by its title, which two have", "pair,session,status\npair-b,First,done\n", agreed, "2:2 this is no session of the pair pair-b\n"},
		{"what was held stays held", "pair,session,status\npair-b,1,cancelled\n", agreed, "2:0 session s1 of the pair pair-b was held already, so it stays as it is\n"},
		{"what nobody can read", "pair,session,status,new date\npair-b,9,done,\npair-b,2,perhaps,\npair-b,2,moved,\npair-b,2,moved,2028-01-01\npair-z,2,done,\npair-b,2,done,2027-03-01\n", agreed,
			"2:2 this is no session of the pair pair-b\n3:3 this does not say what became of the session\n4:4 the session was moved, and the row does not say to which day\n" +
				"5:4 the day 2028-01-01 is outside the cohort\n6:1 this is no pair that the table can be about\n7:4 the day 2027-03-01 is still to come, so nothing was held on it\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			now = time.Date(2027, 2, 20, 9, 0, 0, 0, time.UTC)
			defer func() { now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC) }()
			out, after := reply(t, private, roster.Request{Kind: "sessions"}, c.csv)
			if got := strings.ReplaceAll(after["pairs.yaml"], "\n\n", "\n"); got != c.want {
				t.Errorf("the pairs are\n%s\nwant\n%s", got, c.want)
			}
			if got := messages(out); got != c.problems {
				t.Errorf("problems are\n%swant\n%s", got, c.problems)
			}
		})
	}
}

func completed(pair string) string {
	return strings.Replace(pair, "status: active", "status: completed", 1)
}

// TestLastSessionCompletesAPair: a pair has completed its program once the last session
// of its plan was held and no other is to come. s1 is planned on 4 January 2027, s2 on
// the 25th, s3 on 15 February.
func TestLastSessionCompletesAPair(t *testing.T) {
	const first = "- {id: pair-b, mentor: m2, mentee: t2, topics: [video], accepted: {mentor: 2026-12-02, mentee: 2026-12-03}, status: "
	for _, c := range []struct{ name, status, day, rows, want string }{
		{"all three", "active", "2027-02-16", "1,held,\n2,held,\n3,held,", "completed"},
		{"one was cancelled", "active", "2027-02-16", "1,held,\n2,cancelled,\n3,held,", "completed"},
		{"nobody says what became of one", "active", "2027-02-16", "1,held,\n3,held,", "completed"},
		{"from the first to the last at once", "accepted", "2027-02-16", "1,held,\n2,held,\n3,held,", "completed"},
		{"the last was cancelled", "active", "2027-02-16", "1,held,\n2,held,\n3,cancelled,", "active"},
		{"one is still to come", "active", "2027-02-16", "1,held,\n2,moved,2027-02-22\n3,held,", "active"},
		{"the last is still to come", "active", "2027-02-10", "1,held,\n2,held,", "active"},
		{"paused pairs are not asked", "paused", "2027-02-16", "1,held,\n2,held,\n3,held,", "paused"},
		{"who ended stays so", "ended", "2027-02-16", "1,held,\n2,held,\n3,held,", "ended"},
	} {
		t.Run(c.name, func(t *testing.T) {
			day, _ := time.Parse(time.DateOnly, c.day)
			now = day.Add(9 * time.Hour)
			defer func() { now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC) }()
			rows := "pair,session,status,new date\npair-b," + strings.ReplaceAll(c.rows, "\n", "\npair-b,") + "\n"
			_, after := reply(t, with(replies, "pairs.yaml", first+c.status+"}\n"), roster.Request{Kind: "sessions"}, rows)
			if !strings.Contains(after["pairs.yaml"], "status: "+c.want+",") {
				t.Errorf("the pairs are\n%s", after["pairs.yaml"])
			}
		})
	}
}

// TestEachChangeRaisesTheRevision: calendars follow what tables say.
func TestEachChangeRaisesTheRevision(t *testing.T) {
	private := with(replies, "pairs.yaml", agreed)
	for i, csv := range []string{"pair,session,status,new date\npair-b,3,moved,2027-02-16\n", "pair,session,status,new date\npair-b,3,moved,2027-02-17\n", "pair,session,status\npair-b,3,cancelled\n"} {
		_, private = reply(t, private, roster.Request{Kind: "sessions"}, csv)
		if want := fmt.Sprintf("revision: %d}", i+1); !strings.Contains(private["pairs.yaml"], want) {
			t.Errorf("after %q, the pairs are\n%s", csv, private["pairs.yaml"])
		}
	}
}

func messages(out *roster.Import) (text string) {
	for _, p := range out.Problems {
		text += fmt.Sprintf("%d:%d %s\n", p.Row, p.Column, p.Message)
	}
	return text
}
