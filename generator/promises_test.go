package generator_test

import (
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/report"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// kept are the portals of the starter that the privacy notice speaks of, every
// file of each, by audience and by pair.
type kept struct {
	t         *testing.T
	editions  map[string]map[string]string
	sensitive []string // the ids of the pairs of its diversity program
}

func keptEditions(t *testing.T) kept {
	all := map[string]generator.Options{}
	for _, a := range site.Audiences() {
		all[a.String()] = options(a)
	}
	for _, pair := range []string{"pair-b8t1", "pair-z4g6"} {
		o := options(site.Participants)
		o.Pair = pair
		all[pair] = o
	}
	k := kept{t: t, editions: map[string]map[string]string{}}
	for _, program := range buildStarter(t, runs("diversity")).Site.Programs {
		for _, c := range program.Cohorts {
			for _, pairing := range c.Pairings {
				if program.Sensitive {
					k.sensitive = append(k.sensitive, string(pairing.ID))
				}
			}
		}
	}
	for name, o := range all {
		k.editions[name] = map[string]string{}
		for path, data := range render(t, artifacts(t, buildStarter(t, o))) {
			k.editions[name][path] = string(data)
		}
	}
	return k
}

// promises are how the portals keep what the privacy notice says. Each returns what
// breaks it.
var promises = map[string]func(kept) []string{
	"form": func(k kept) []string {
		return k.match(`(?i)<form[^>]*\bmethod="?(get|post)|<(input|textarea|select)[^>]*\bname="?q\b`, "", ".html")
	},
	"storage":           kept.storageIsAsked,
	"sensitive-storage": kept.nothingOfSensitiveSessions,
	"search": func(k kept) []string {
		return append(k.match(`\.search ?=[^=]|[?]q=|[?]marks=`, "", ".js"),
			k.tested("../themes/browser_search_test.go", "it learns what was looked for")...)
	},
	"third-party": func(k kept) []string {
		return slices.Concat(
			k.match(`(?i)<(script|img|iframe|source|video|audio|embed|object|track)[^>]*\b(src|srcset|data)="?(https?:)?//|<link[^>]*rel="?(stylesheet|icon|preload|preconnect|dns-prefetch)[^>]*href="?(https?:)?//`, "", ".html"),
			k.match(`url\(["']?(https?:)?//|@import`, "", ".css"),
			// One looks for the root of the portal on its own host, from the page of what is missing.
			k.match(`\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts`, "notfound.", ".js"))
	},
	"never":           kept.nothingIsRecorded,
	"editions":        func(k kept) []string { return k.tested("prove_test.go", `assertProved(t, playbook.Starter`) },
	"pair-edition":    kept.pairsHaveTheirOwn,
	"organizers":      func(k kept) []string { return k.hasNone("organizers") },
	"participants":    kept.participantsSeePairs,
	"cancelled":       kept.cancelledIsAbsent,
	"sensitive-names": func(k kept) []string { return append(k.hasNone("public"), k.hasNone("participants")...) },
	"neutral":         kept.calendarsAreNeutral,
	"directory":       kept.directoryIsAChoice,
	"small": func(k kept) []string {
		return append(k.match(`(?m),\s*[1-9]\r?$`, "", "figures-to-share.csv"), k.tested("figures/share_test.go", "TestSharedTablesCannotBeSubtracted")...)
	},
	"retention": kept.retention,
	"propose": func(k kept) []string {
		return k.tested("../cmd/mentorbook/testdata/match-proposes-pairs-with-reasons.txtar", "status: proposed")
	},
}

// TestEveryPromiseOfThePrivacyNoticeIsKept: testdata/privacy.tsv has the notice in
// full, in both languages, and what holds each promise. A sentence that is added to
// the page is a promise that nothing holds.
func TestEveryPromiseOfThePrivacyNoticeIsKept(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/privacy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	said, held := [2][]string{}, map[string]bool{}
	for line := range strings.Lines(string(data)) {
		row := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(row) != 3 {
			continue
		}
		said[0], said[1] = append(said[0], row[1]), append(said[1], row[2])
		held[row[0]] = true
		if row[0] != "people" && promises[row[0]] == nil {
			t.Errorf("nothing holds %q", row[1])
		}
	}
	for i, lang := range []string{"en", "id"} {
		page := noticeOf(t, lang)
		for k, sentence := range said[i] {
			rest, found := strings.CutPrefix(page, sentence)
			if !found {
				t.Fatalf("content/%s/privacy.md says\n%.200s\nwhere testdata/privacy.tsv has, as its entry %d,\n%s", lang, page, k+1, sentence)
			}
			page = strings.TrimSpace(rest)
		}
		if page != "" {
			t.Errorf("testdata/privacy.tsv lacks %q", page)
		}
	}
	k := keptEditions(t)
	for name, promise := range promises {
		if !held[name] {
			t.Errorf("no sentence promises %s any more", name)
		}
		for _, broken := range promise(k) {
			t.Errorf("%s: %s", name, broken)
		}
	}
}

// noticeOf is what the notice says outside of its tables, headings and picture.
func noticeOf(t *testing.T, lang string) string {
	data, err := fs.ReadFile(playbook.Starter, "content/"+lang+"/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data)[4:], "\n---\n")
	var out []string
	for line := range strings.Lines(body) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "- ")
		if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "![") {
			out = append(out, line)
		}
	}
	return strings.Join(out, " ")
}

// match returns the files that match a pattern, of those whose name ends in
// something and has not something else: of the edition that has all pages, and of
// a pair's.
func (k kept) match(pattern, but, ending string) (out []string) {
	re := regexp.MustCompile(pattern)
	for _, name := range []string{"organizers", "pair-z4g6"} {
		for path, data := range k.editions[name] {
			if !strings.HasSuffix(path, ending) || but != "" && strings.Contains(path, but) {
				continue
			}
			if found := re.FindString(data); found != "" {
				out = append(out, name+"/"+path+" has "+found)
			}
		}
	}
	return out
}

// tested names a test that holds a promise, unless it is there.
func (k kept) tested(file, text string) []string {
	data, err := os.ReadFile(file)
	if err != nil {
		k.t.Fatal(err)
	}
	if strings.Contains(string(data), text) {
		return nil
	}
	return []string{file + " does not test it: there is no " + text}
}

func (k kept) storageIsAsked() []string {
	out := append(k.match(`localStorage\.setItem|localStorage\[`, "form.", ".js"), k.match(`sessionStorage|indexedDB|document\.cookie|caches\.open|serviceWorker`, "", ".js")...)
	for _, name := range []string{"TestAnswersStayOnTheDeviceOnlyWhenAsked", "TestWhatIsKeptExpires", "TestClearingAsksFirstAndDeletesWhatIsKept"} {
		out = append(out, k.tested("../themes/browser_form_test.go", "func "+name+"(")...)
	}
	return out
}

func (k kept) nothingOfSensitiveSessions() (out []string) {
	for name, files := range k.editions {
		for path, data := range files {
			if (name == "pair-z4g6" || strings.HasSuffix(path, "sessions/lived-experience.html")) && strings.HasSuffix(path, ".html") && strings.Contains(data, "data-keep") {
				out = append(out, name+"/"+path+" offers to keep something")
			}
		}
	}
	return out
}

// nothingIsRecorded tries to write down what the notice says is refused.
func (k kept) nothingIsRecorded() (out []string) {
	for _, key := range strings.Fields("religion agama ethnicity suku health kesehatan disability disabilitas orientation orientasi marital_status status_perkawinan age usia rating nilai notes catatan") {
		for _, place := range []string{"unit: Sales, languages: [id, en]", "status: active"} {
			change := place + ", " + key + ": x"
			if place == "status: active" {
				change = place + "\n            " + key + ": x"
			}
			files := small()
			files["programs.yaml"] = strings.Replace(files["programs.yaml"], place, change, 1)
			if !slices.ContainsFunc(check(k.t, mapFS(files), nil), func(p string) bool { return strings.HasSuffix(p, "protected-trait") }) {
				out = append(out, key+" can be written down beside "+place)
			}
		}
		for path, data := range starterFiles(k.t) {
			if strings.Contains(path, "/forms/") && regexp.MustCompile(`\{id: [a-z-]*\b`+key+`\b`).Match(data.Data) {
				out = append(out, path+" asks for "+key)
			}
		}
	}
	return out
}

// hasNone returns the files of an edition that name a pair of the diversity program.
func (k kept) hasNone(edition string) (out []string) {
	if len(k.sensitive) == 0 {
		return []string{"there are no pairs to look for"}
	}
	for path, data := range k.editions[edition] {
		for _, pair := range k.sensitive {
			if strings.Contains(path, pair) || strings.Contains(data, pair) {
				out = append(out, edition+"/"+path+" has "+pair)
			}
		}
	}
	return out
}

var pairPage = regexp.MustCompile(`^programs/([a-z-]+)/pairs/(pair-[a-z0-9]+)\.html$`)

// pairsOf are the pairs that have a page in an edition.
func (k kept) pairsOf(edition string) (pairs []string) {
	for path := range k.editions[edition] {
		if m := pairPage.FindStringSubmatch(path); m != nil {
			pairs = append(pairs, m[1]+"/"+m[2])
		}
	}
	slices.Sort(pairs)
	return pairs
}

func (k kept) pairsHaveTheirOwn() (out []string) {
	for edition, want := range map[string]string{"pair-b8t1": "social-media/pair-b8t1", "pair-z4g6": "diversity/pair-z4g6"} {
		if got := k.pairsOf(edition); !slices.Equal(got, []string{want}) {
			out = append(out, edition+" shows "+strings.Join(got, " "))
		}
	}
	return out
}

func (k kept) participantsSeePairs() (out []string) {
	seen := strings.Join(k.pairsOf("participants"), " ")
	for _, program := range []string{"social-media/", "leadership/"} {
		if !strings.Contains(seen, program) {
			out = append(out, "participants see no pair of "+program)
		}
	}
	if strings.Contains(seen, "diversity") {
		out = append(out, "participants see "+seen)
	}
	return out
}

// cancelledIsAbsent looks for the days of a pair's cancelled sessions: its own
// edition has them, that of all participants does not.
func (k kept) cancelledIsAbsent() (out []string) {
	const page, calendar = "programs/social-media/pairs/pair-b8t1.html", "programs/social-media/pairs/pair-b8t1.ics"
	for _, day := range []string{"2026-10-09", "2026-11-06"} {
		if !strings.Contains(k.editions["pair-b8t1"][page], day) {
			out = append(out, "the pair itself does not see "+day)
		}
		for _, path := range []string{page, calendar} {
			data := k.editions["participants"][path]
			if data == "" || strings.Contains(data, day) || strings.Contains(data, strings.ReplaceAll(day, "-", "")) {
				out = append(out, path+" is not there, or has "+day)
			}
		}
	}
	return out
}

func (k kept) calendarsAreNeutral() (out []string) {
	calendars := 0
	for path, data := range k.editions["pair-z4g6"] {
		if !strings.HasSuffix(path, ".ics") {
			continue
		}
		for _, title := range regexp.MustCompile(`SUMMARY:(.*?)\r`).FindAllStringSubmatch(data, -1) {
			if calendars++; title[1] != "Appointment" && title[1] != "Janji temu" {
				out = append(out, path+" has an entry "+title[1])
			}
		}
		if strings.Contains(strings.ToLower(data), "mentor") && strings.Contains(data, "DESCRIPTION") {
			out = append(out, path+" speaks of mentoring")
		}
	}
	if calendars == 0 {
		out = append(out, "there is no calendar")
	}
	return out
}

// directoryIsAChoice takes the pairs of the diversity program away: the directory
// is the same.
func (k kept) directoryIsAChoice() (out []string) {
	files := starterFiles(k.t)
	config := string(files["programs.yaml"].Data)
	before, after, _ := strings.Cut(config, "        # Better kept in a private file")
	_, after, found := strings.Cut(after, "\n      - id: 2027a")
	if !found {
		k.t.Fatal("the diversity program is written otherwise")
	}
	files["programs.yaml"].Data = []byte(before + "\n      - id: 2027a" + after)
	portal, list, err := generator.Build(k.t.Context(), generator.Project{Root: files}, options(site.Public))
	if err != nil || list.HasErrors() {
		k.t.Fatal(err, places(list))
	}
	without := render(k.t, portal.Pages)
	for _, path := range []string{"mentors.html", "id/mentors.html"} {
		if string(without[path]) != k.editions["public"][path] {
			out = append(out, path+" tells who is in the diversity program")
		}
	}
	return out
}

// retention asks for what is to be deleted on the last day, and a day later.
func (k kept) retention() (out []string) {
	for program, days := range map[string]int{"social-media": 180, "leadership": 180, "diversity": 90} {
		for _, p := range buildStarter(k.t, runs("diversity")).Site.Programs {
			if string(p.ID) != program {
				continue
			}
			if p.RetentionDays != days {
				out = append(out, program+" keeps its people longer or shorter")
			}
			last := p.Cohorts[0].Ends.AddDays(days)
			for late, want := range map[int]bool{0: false, 1: true} {
				status, _, err := report.NewStatus(k.t.Context(), source.Project{Root: playbook.Starter}, site.Options{Audience: site.Organizers, Now: time.Date(last.Year, time.Month(last.Month), last.Day+late, 9, 0, 0, 0, time.UTC)})
				if err != nil {
					k.t.Fatal(err)
				}
				due := slices.ContainsFunc(status.PairingsPastRetention, func(p report.PastPairing) bool { return string(p.Program) == program })
				if due != want {
					out = append(out, program+": on the day "+last.AddDays(late).String()+" its pairs are to be deleted, or are not")
				}
			}
		}
	}
	return out
}

// TestPrivacyNoticeNamesAllDataOfPeople: what is kept of somebody has its row. A key
// that is added to a person has to be told.
func TestPrivacyNoticeNamesAllDataOfPeople(t *testing.T) {
	told := map[string][2]string{
		"id": {"staff number", "nomor induk"}, "name": {"Name", "Nama"}, "salutation": {"form of address", "sapaan"}, "unit": {"Unit", "Unit"}, "site": {"site", "lokasi"},
		"timezone": {"time zone", "zona waktu"}, "languages": {"languages", "bahasa"}, "level": {"Level", "Jenjang"}, "manager": {"reporting line", "garis pelaporan"},
		"offers": {"Topics you offer", "Topik yang Anda tawarkan"}, "wants": {"and want", "dan inginkan"}, "availability": {"days and hours", "hari dan jam"},
		"capacity": {"how many pairs", "jumlah pasangan"}, "avoid": {"avoid", "hindari"}, "prefer": {"prefer", "inginkan atau"}, "email": {"work e-mail", "surel kantor"},
		"directory": {"mentor directory", "direktori mentor"},
	}
	for i, lang := range []string{"en", "id"} {
		var first []string
		for _, row := range tableOf(t, "content/"+lang+"/privacy.md", "{#data}")[1:] {
			first = append(first, row[0])
		}
		kept := reflect.TypeFor[source.Person]()
		for k := range kept.NumField() {
			key, _, _ := strings.Cut(kept.Field(k).Tag.Get("yaml"), ",")
			if words, ok := told[key]; key != "" && (!ok || !strings.Contains(strings.Join(first, "\n"), words[i])) {
				t.Errorf("content/%s/privacy.md does not say that %s is kept of people", lang, key)
			}
		}
	}
}
