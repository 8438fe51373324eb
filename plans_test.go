package playbook_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/source"
)

// planRow matches a row of the table in which a guide shows a program's plan.
var planRow = regexp.MustCompile(`(?m)^\| (\d+) \| (\d+) \| \[[^\]]*\]\((?:session:|\.\./sessions/)([a-z-]+)(?:\.md)?\)[^|]*\| .* \|$`)

// TestGuidesShowThePlansOfTheirPrograms: session by session, with its week.
func TestGuidesShowThePlansOfTheirPrograms(t *testing.T) {
	p := load(t)
	for _, program := range p.Config.Programs {
		var want []string
		for i, item := range program.Plan {
			want = append(want, fmt.Sprintf("%d %d %s", i+1, item.After.Days/7, item.Session))
		}
		for _, lang := range languages {
			guide := p.byPath[lang+"/guides/"+string(program.Guides[0])]
			var got []string
			for _, m := range planRow.FindAllStringSubmatch(string(guide.Source.Bytes()), -1) {
				got = append(got, strings.Join(m[1:], " "))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s shows the plan\n%q\nprograms.yaml has\n%q", guide.Source.Path, got, want)
			}
		}
	}
}

// results are what the guides, programs.yaml and templates say of one thing that a
// program promises: who promises it, and what asks for it or holds it.
var results = []struct {
	promise string // a document or programs.yaml, and what it says in English and Indonesian
	says    [2]string
	asks    []string // documents
	ask     [2]string
}{
	{"guides/social-media-training", [2]string{"A signed [agreement]", "yang ditandatangani"}, []string{"sessions/first-session"}, [2]string{"add today’s date and sign", "tanda tangani"}},
	{"guides/social-media-training", [2]string{"one or two platforms, the audience", "satu atau dua platform, siapa pembacanya"}, []string{"sessions/goal-setting"}, [2]string{"one or two platforms, and the people you want to reach", "satu atau dua platform, dan siapa yang ingin dijangkau"}},
	{"guides/social-media-training", [2]string{"one or two platforms, the audience", "satu atau dua platform, siapa pembacanya"}, []string{"forms/goals-and-actions"}, [2]string{"platform and audience", "platform dan siapa yang dijangkau"}},
	{"guides/social-media-training", [2]string{"A goal and its evidence, in writing", "Tujuan dan buktinya, tertulis"}, []string{"sessions/goal-setting"}, [2]string{"see or hear, and write it down", "didengar orang lain, dan tulis"}},
	{"guides/social-media-training", [2]string{"A goal and its evidence, in writing", "Tujuan dan buktinya, tertulis"}, []string{"forms/goals-and-actions"}, [2]string{"What somebody else would see or hear", "Yang akan dilihat atau didengar orang lain"}},
	{"guides/social-media-training", [2]string{"A secure account", "Akun yang aman"}, []string{"sessions/social-media-lab"}, [2]string{"two-step sign-in is on", "verifikasi dua langkah sudah aktif"}},
	{"guides/social-media-training", [2]string{"a draft ready for the check", "draf yang siap diperiksa"}, []string{"sessions/social-media-lab"}, [2]string{"Save as a draft", "Simpan sebagai draf"}},
	{"guides/social-media-training", [2]string{"Replies, trends, the crisis rule", "Balasan, tren, aturan saat krisis"}, []string{"sessions/social-media-lab"}, [2]string{"the crisis rule: pause, keep a copy, pass it on", "aturan krisis: berhenti, simpan, teruskan"}},
	{"guides/social-media-training", [2]string{"An adjusted agreement", "Kesepakatan yang disesuaikan"}, []string{"sessions/midpoint-review"}, [2]string{"change at least one line", "ubah sedikitnya satu baris"}},
	{"programs.yaml", [2]string{"First policy-checked post or decision", "Unggahan atau keputusan pertama yang sudah diperiksa"}, []string{"sessions/social-media-lab"}, [2]string{"One post checked against policy, or one clear decision", "Satu unggahan yang lolos cek kebijakan, atau satu keputusan jelas"}},
	{"programs.yaml", [2]string{"Half a page on one trend", "Setengah halaman tentang satu tren"}, []string{"sessions/social-media-lab"}, [2]string{"half a page on one trend", "setengah halaman tentang satu tren"}},
	{"guides/reverse-leadership", [2]string{"Choose one real, open decision", "Memilih satu keputusan yang nyata dan masih terbuka"}, []string{"sessions/goal-setting"}, [2]string{"one real decision that is still open", "satu keputusan nyata yang masih terbuka"}},
	{"guides/reverse-leadership", [2]string{"a first behaviour", "perilaku pertama"}, []string{"sessions/goal-setting", "forms/goals-and-actions"}, [2]string{"a first behaviour", "perilaku pertama"}},
	{"guides/reverse-leadership", [2]string{"a second behaviour", "perilaku kedua"}, []string{"sessions/leadership-lab"}, [2]string{"one behaviour", "satu perilaku"}},
	{"guides/reverse-leadership", [2]string{"a third behaviour", "perilaku ketiga"}, []string{"sessions/midpoint-review"}, [2]string{"choose the next behaviour", "pilih perilaku berikutnya"}},
	{"guides/reverse-leadership", [2]string{"What was observed", "Hasil pengamatan"}, []string{"sessions/leadership-lab"}, [2]string{"what was observed", "apa yang diamati"}},
	{"guides/reverse-leadership", [2]string{"Habits worth keeping, chosen with the team", "Kebiasaan yang dipertahankan, pilihan bersama tim"}, []string{"sessions/leadership-lab"}, [2]string{"the mentee asks the team", "mentee bertanya kepada timnya"}},
	{"programs.yaml", [2]string{"One meeting observed (optional)", "Satu rapat diamati (opsional)"}, []string{"sessions/leadership-lab"}, [2]string{"may sit in on one meeting", "boleh hadir di satu rapat"}},
	{"guides/diversity-reverse-mentoring", [2]string{"A goal within the mentee’s own authority", "Tujuan dalam wewenang mentee sendiri"}, []string{"sessions/goal-setting"}, [2]string{"a goal within the mentee’s own authority", "tujuan dalam wewenang mentee sendiri"}},
	{"guides/diversity-reverse-mentoring", [2]string{"A goal within the mentee’s own authority", "Tujuan dalam wewenang mentee sendiri"}, []string{"forms/goals-and-actions"}, [2]string{"within the mentee’s own authority", "dalam wewenang mentee sendiri"}},
	{"guides/diversity-reverse-mentoring", [2]string{"The mentor’s first topic", "Topik pertama pilihan mentor"}, []string{"sessions/goal-setting"}, [2]string{"the mentor names the next session’s topic in one word", "mentor menyebut topik sesi depan dalam satu kata"}},
	{"guides/diversity-reverse-mentoring", [2]string{"The mentor’s second topic", "Topik kedua pilihan mentor"}, []string{"sessions/midpoint-review"}, [2]string{"the mentor names the next topic", "mentor menyebut topik berikutnya"}},
	{"guides/diversity-reverse-mentoring", [2]string{"news of the first", "kabar tentang yang pertama"}, []string{"sessions/lived-experience"}, [2]string{"The second time, first say what became of the action", "Kali kedua, ceritakan dulu nasib tindakannya"}},
	{"programs.yaml", [2]string{"Mentee’s own reading done", "Bacaan mandiri mentee selesai"}, []string{"sessions/lived-experience"}, [2]string{"Read at least two texts", "Baca dua tulisan"}},
	{"programs.yaml", [2]string{"One visible step taken by the mentee", "Satu langkah nyata dilakukan mentee"}, []string{"sessions/lived-experience"}, [2]string{"names one action within their own power", "menyebut satu tindakan yang ada dalam kendalinya"}},
	{"programs.yaml", [2]string{"Agreed themes passed to leaders", "Tema yang disepakati sampai ke pimpinan"}, []string{"sessions/closing-session"}, [2]string{"sends the ticked words", "mengirim kalimat yang dicentang"}},
	{"programs.yaml", [2]string{"Baseline survey filled in", "Survei awal terisi"}, []string{"sessions/first-session"}, [2]string{"baseline survey", "survei awal"}},
	{"programs.yaml", [2]string{"First pulse", "Survei kilat pertama"}, []string{"sessions/midpoint-review", "forms/pulse"}, [2]string{"pulse", "survei kilat"}},
	{"sessions/first-session", [2]string{"seven lines in all", "tujuh baris"}, []string{"forms/mentoring-agreement"}, [2]string{"What stays private", "Yang tetap rahasia"}},
	{"sessions/reciprocal-exchange", [2]string{"Write the minutes of both halves", "Tulis menit kedua babak"}, []string{"forms/goals-and-actions"}, [2]string{"minutes of each half", "menit tiap babak"}},
	{"guides/other-programs", [2]string{"A small test with a date", "Percobaan kecil bertanggal"}, []string{"sessions/career-conversation"}, [2]string{"one small test with a date", "satu percobaan kecil bertanggal"}},
	{"guides/other-programs", [2]string{"A skill tried twice", "Satu keterampilan yang dicoba dua kali"}, []string{"sessions/skills-practice"}, [2]string{"One skill tried twice", "Satu keterampilan yang dicoba dua kali"}},
	{"guides/other-programs", [2]string{"A count, a changed agreement", "kesepakatan yang diubah"}, []string{"sessions/reciprocal-review"}, [2]string{"change at least one line of the agreement", "ubah sedikitnya satu baris kesepakatan"}},
}

// TestPlansTemplatesMilestonesAndFormsSayTheSame: what a plan or a milestone promises,
// a template asks for, and a form holds.
func TestPlansTemplatesMilestonesAndFormsSayTheSame(t *testing.T) {
	texts := load(t).texts(t)
	for _, r := range results {
		for i, lang := range languages {
			of := func(name string) string {
				if name == source.ConfigPath {
					return name
				}
				return "content/" + lang + "/" + name + ".md"
			}
			if !strings.Contains(texts[of(r.promise)], r.says[i]) {
				t.Errorf("%s does not promise %q any more", of(r.promise), r.says[i])
			}
			for _, name := range r.asks {
				if !strings.Contains(strings.ToLower(texts[of(name)]), strings.ToLower(r.ask[i])) {
					t.Errorf("%s promises %q, and %s does not ask for it: it lacks %q", of(r.promise), r.says[i], of(name), r.ask[i])
				}
			}
		}
	}
}

// TestFirstSessionFillsInSevenLines: as many as the agreement has in those two parts.
func TestFirstSessionFillsInSevenLines(t *testing.T) {
	p := load(t)
	groups := map[string][]int{"en": {0, 0}, "id": {0, 0}}
	names := map[string][]string{"en": {"What stays private", "How we treat each other", "How we meet"}, "id": {"Yang tetap rahasia", "Cara kita bersikap", "Cara kita bertemu"}}
	for _, lang := range languages {
		for _, f := range p.byPath[lang+"/forms/mentoring-agreement"].Form.Fields {
			switch slices.Index(names[lang], f.Group) {
			case 0, 1:
				groups[lang][0]++
			case 2:
				groups[lang][1]++
			}
		}
		if got := groups[lang]; got[0] != 7 || got[1] != 5 {
			t.Errorf("%s: the agreement has %d lines where the first session says seven, and %d where it says five", lang, got[0], got[1])
		}
	}
}

// TestMilestonesFollowTheSessionThatBringsThem: a pair has a milestone's result only
// after the session that makes it, and before the next.
func TestMilestonesFollowTheSessionThatBringsThem(t *testing.T) {
	made := map[string]int{ // the session after which it is there; 0: before the first
		"agreement": 1, "goals": 2, "first-behaviour": 2, "first-post": 3, "observation": 3, "visible-step": 5, "trend-note": 5, "reading": 2, "baseline": 0,
	}
	for _, program := range load(t).Config.Programs {
		for _, m := range program.Milestones {
			if m.Scope != "pair" {
				continue
			}
			i, known := made[string(m.ID)]
			if !known {
				t.Errorf("%s: no session brings the milestone %s", program.ID, m.ID)
				continue
			}
			if i > 0 && m.After.Days < program.Plan[i-1].After.Days || m.After.Days >= program.Plan[min(i, len(program.Plan)-1)].After.Days && i > 0 {
				t.Errorf("%s: the milestone %s is due on day %d, not between the sessions %d and %d", program.ID, m.ID, m.After.Days, i, i+1)
			}
			if i == 0 && m.After.Days > 0 {
				t.Errorf("%s: the milestone %s is due after the first session", program.ID, m.ID)
			}
		}
	}
}
