package generator_test

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	playbook "mentorbook"
	"mentorbook/generator/site"
)

// edition is a portal of the starter, as the privacy notice speaks of it.
type edition struct {
	files map[string][]byte
	pair  *site.Pairing // the one that is looked at, as organizers know it
}

// page is the page of the pair; empty where there is none.
func (e edition) page() string {
	return string(e.files["programs/"+string(e.pair.Cohort.Program.ID)+"/pairs/"+string(e.pair.ID)+".html"])
}

func (e edition) has(all ...string) bool {
	page := e.page()
	return !slices.ContainsFunc(all, func(s string) bool { return s == "" || !strings.Contains(page, s) })
}

// notice is the table of the starter's privacy notice, and what each row means.
var notice = []struct {
	en, id string
	shown  func(e edition) bool // whether an edition shows what the row is about
	only   string               // instead of yes or no: see cells
}{
	{"Guides, session templates, dates of the programs", "Panduan, templat sesi, tanggal program",
		func(e edition) bool {
			return e.files["guides/safety.html"] != nil && e.files["sessions/first-session.html"] != nil && strings.Contains(string(e.files["programs/leadership.html"]), `datetime="2026-09-14"`)
		}, ""},
	{"Your name, unit and topics in the mentor directory", "Nama, unit, dan topik Anda di direktori mentor",
		func(e edition) bool {
			listed := string(e.files["mentors.html"])
			return strings.Contains(listed, "Holil Sorebbu") && !strings.Contains(listed, "Binsar Simanjolo")
		}, "listed"},
	{"Your pair in a program that is not sensitive: names, forms of address, units, languages, topics, planned dates",
		"Pasangan Anda di program yang tidak sensitif: nama, sapaan, unit, bahasa, topik, tanggal yang direncanakan",
		func(e edition) bool {
			return e.has(e.pair.Mentor.Name, e.pair.Mentee.Salutation, ">Speaks<", `topics/`+string(e.pair.Topics[0].ID)+`.html`, `datetime="`+e.pair.Sessions[0].Date.String())
		}, ""},
	{"In these programs: where you work, what else you offer and want to learn, a cancelled session",
		"Di program itu: lokasi kerja, hal lain yang Anda tawarkan dan ingin pelajari, sesi yang batal",
		func(e edition) bool {
			return e.has(", "+e.pair.Mentor.Site, ">Offers<", ">Wants to learn<", ">cancelled<")
		}, ""},
	{"In these programs: your e-mail address, how far your pair is", "Di program itu: alamat surel Anda, sudah sampai mana pasangan Anda",
		func(e edition) bool {
			return e.has(e.pair.Mentor.Email, `<li class="status">paused`)
		}, ""},
	{"Your pair in a sensitive program, and all that belongs to it", "Pasangan Anda di program sensitif, beserta semua yang menyangkutnya",
		func(e edition) bool { return e.has(e.pair.Mentor.Name, e.pair.Mentee.Name) }, ""},
	{"How many pairs a sensitive program has", "Jumlah pasangan di program sensitif",
		func(e edition) bool {
			n := 0
			for _, c := range e.pair.Cohort.Program.Cohorts {
				n = max(n, len(c.Pairings))
			}
			return strings.Contains(string(e.files["dashboard.html"]), "Pairs in this cohort: "+strconv.Itoa(n))
		}, ""},
	{"Level, reporting line, preferences", "Jenjang, garis pelaporan, keinginan", func(edition) bool { return false }, "matching"},
}

// cells are the words of the table.
var cells = map[string][2]string{
	"yes": {"Yes", "Ya"}, "no": {"No", "Tidak"},
	"listed":   {"Only if you choose to be listed", "Hanya kalau Anda memilih tampil"},
	"manager":  {"Only the program manager", "Hanya pengelola program"},
	"matching": {"Only for matching", "Hanya untuk pencocokan"},
}

// TestPrivacyNoticeSaysWhoSeesWhat holds the table of the starter's privacy
// notice, word for word in both languages, to the portals of the starter.
func TestPrivacyNoticeSaysWhoSeesWhat(t *testing.T) {
	runs := buildStarter(t, runs("diversity"))
	portals := map[string]map[string][]byte{"manager": render(t, runs.Pages)}
	for _, a := range site.Audiences() {
		portals[a.String()] = render(t, buildStarter(t, options(a)).Pages)
	}
	ordinary, sensitive := pairOf(runs.Site, "pair-b8t1"), pairOf(runs.Site, "pair-z4g6")
	for _, pair := range []*site.Pairing{ordinary, sensitive} {
		o := options(site.Participants)
		o.Pair = string(pair.ID)
		portals[o.Pair] = render(t, buildStarter(t, o).Pages)
	}
	for lang, language := range []string{"en", "id"} {
		table := tableOf(t, "content/"+language+"/privacy.md", "{#who-sees}")
		if len(table) != len(notice)+1 {
			t.Fatalf("the table of %s has %d rows", language, len(table))
		}
		for i, row := range notice {
			pair := ordinary
			if strings.Contains(row.en, "a sensitive program") {
				pair = sensitive
			}
			want := []string{[]string{row.en, row.id}[lang]}
			for _, who := range []string{"public", "participants", string(pair.ID), "organizers"} {
				cell := "no"
				switch shown := row.shown(edition{portals[who], pair}); {
				case row.only == "matching" && who != "organizers":
				case row.only == "matching", row.only != "" && shown:
					cell = row.only
				case shown:
					cell = "yes"
				case who == "organizers" && row.shown(edition{portals["manager"], pair}):
					cell = "manager"
				}
				want = append(want, cells[cell][lang])
			}
			if got := table[i+1]; !slices.Equal(got, want) {
				t.Errorf("content/%s/privacy.md says\n%q, the portals\n%q", language, got, want)
			}
		}
	}
}

func pairOf(s *site.Site, id string) *site.Pairing {
	for _, program := range s.Programs {
		for _, c := range program.Cohorts {
			for _, pairing := range c.Pairings {
				if string(pairing.ID) == id {
					return pairing
				}
			}
		}
	}
	return nil
}

// tableOf reads the first table below a heading of a page of the starter, without
// the line below its head.
func tableOf(t *testing.T, path, heading string) (rows [][]string) {
	t.Helper()
	data, err := fs.ReadFile(playbook.Starter, path)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), heading)
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "| ---"):
		case strings.HasPrefix(line, "|"):
			var row []string
			for _, cell := range strings.Split(strings.Trim(line, "|"), "|") {
				row = append(row, strings.TrimSpace(cell))
			}
			rows = append(rows, row)
		case len(rows) > 0:
			return rows
		}
	}
	return rows
}

// TestSensitivePairKeepsNothingOnTheDevice looks through every page of the portal
// of a pair of a sensitive program, and of another.
func TestSensitivePairKeepsNothingOnTheDevice(t *testing.T) {
	for pair, want := range map[string]bool{"pair-z4g6": false, "pair-b8t1": true} {
		o := options(site.Participants)
		o.Pair = pair
		keeps := false
		for path, data := range render(t, buildStarter(t, o).Pages) {
			if strings.HasSuffix(path, ".html") && strings.Contains(string(data), "data-keep") {
				keeps = true
				if !want {
					t.Errorf("%s of %s offers to keep something", path, pair)
				}
			}
		}
		if keeps != want {
			t.Errorf("the portal of %s offers to keep something: %v", pair, keeps)
		}
	}
}
