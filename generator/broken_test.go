package generator_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSmallProjectHasNoProblems keeps the table below honest: every problem in
// it comes from the change that its case makes.
func TestSmallProjectHasNoProblems(t *testing.T) {
	if got := check(t, mapFS(small()), nil); len(got) > 0 {
		t.Errorf("problems in a sound project:\n%s", strings.Join(got, "\n"))
	}
}

// TestBrokenInputIsReportedWhereItIs breaks one thing at a time: each mistake is
// reported once, at its place.
func TestBrokenInputIsReportedWhereItIs(t *testing.T) {
	const (
		config = "programs.yaml"
		guide  = "content/en/guides/start.md"
		first  = "content/en/sessions/first.md"
		form   = "content/en/forms/note.md"
	)
	front := "---\ntitle: T\nsummary: S\nkind: article\nversion: 1\n---\n"
	guideWith := func(body string) map[string]string {
		return with(map[string]string{guide: front + "## How {#how}\n\n" + body})
	}
	line := func(old, new string) map[string]string { return replaced(config, old, new) }

	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		// YAML itself
		{"yaml syntax", line("  contact: mentoring@small.example", "  contact: [mentoring"), []string{config + ":4:1 yaml-syntax"}},
		{"yaml tab", line("  contact: mentoring", "\tcontact: mentoring"), []string{config + ":4:1 yaml-syntax"}},
		{"yaml alias bomb", with(map[string]string{config: "site: &a [x]\nb: [*a,*a,*a,*a]\nc: &c [*a,*a]\n"}), []string{config + ":1:7 yaml-alias"}},
		{"yaml nested a thousand deep", line("  contact: mentoring@small.example", "  contact: "+strings.Repeat("[", 1000)+strings.Repeat("]", 1000)), []string{config + ":4:12 wrong-type"}},
		{"yaml nested beyond the parser", line("  contact: mentoring@small.example", "  contact: "+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)), []string{config + ":4:1 yaml-syntax"}},
		{"duplicate key", line("  timezone: Asia/Jakarta", "  contact: b@small.example\n  timezone: Asia/Jakarta"), []string{config + ":5:3 duplicate-key"}},
		{"two documents", with(map[string]string{config: small()[config] + "---\nsite: {}\n"}), []string{config + ":57:1 yaml-syntax"}},
		{"empty programs.yaml", with(map[string]string{config: "\n"}), []string{config + ":1:1 missing-key"}},
		{"programs.yaml is a list", with(map[string]string{config: "- a\n"}), []string{config + ":1:1 wrong-type"}},

		// types and words
		{"wrong type", line("level: 2, offers: [{topic: video", "level: two, offers: [{topic: video"), []string{config + ":12:73 wrong-type"}},
		{"text where a list is expected", line("      - {id: s1, session: first, at: P0W}\n      - {id: s2, session: first, at: 3 weeks}", "      first"), []string{config + ":24:7 wrong-type"}},
		{"unknown key", line("  timezone: Asia", "  timezonne: Asia"), []string{config + ":5:3 unknown-key"}},
		{"unknown word", line("track: social-media", "track: social-medja"), []string{config + ":20:12 unknown-word"}},
		{"missing key", line("    type: reverse\n    track: social-media\n", "    track: social-media\n"), []string{config + ":17:5 missing-key"}},
		{"unknown language", line("{en: Feedback, id: Umpan balik, syn", "{en: Feedback, ix: Umpan balik, syn"), []string{config + ":7:13 missing-translation", config + ":7:28 unknown-language"}},
		{"bad date", line("starts: 2026-11-02\n        ends: 2027-03-31\n        registration", "starts: 2 Nov 2026\n        ends: 2027-03-31\n        registration"), []string{config + ":30:17 bad-date"}},
		{"date that does not exist", line("closes: 2026-10-20", "closes: 2026-02-30"), []string{config + ":32:51 bad-date"}},
		{"bad time", line(`time: "10:00"`, `time: "25:00"`), []string{config + ":41:36 bad-time-of-day"}},
		{"bad offset", line("at: 3 weeks", "at: three weeks"), []string{config + ":25:38 bad-distance-from-the-start"}},
		{"bad time zone", line("Asia/Jakarta", "Asia/Bandung"), []string{config + ":5:13 unknown-timezone"}},
		{"bad id", line("- id: social\n", "- id: Social Media\n"), []string{config + ":17:9 bad-id"}},
		{"purpose too long", line("en: Learn together.", "en: "+strings.Repeat("learn ", 60)), []string{config + ":21:14 too-long"}},
		{"protected trait", line("unit: Sales, languages: [id, en]", "unit: Sales, religion: x, languages: [id, en]"), []string{config + ":12:45 protected-trait"}},
		{"protected trait in Indonesian", line("unit: Sales, languages: [id, en]", "unit: Sales, Jenis_Kelamin: P, languages: [id, en]"), []string{config + ":12:45 protected-trait"}},
		{"session notes", line("{id: s1, status: done}", "{id: s1, status: done, catatan: x}"), []string{config + ":43:40 protected-trait"}},

		// references
		{"duplicate id", line("- {id: p2,", "- {id: p1,"), []string{config + ":13:10 duplicate-id"}},
		{"unknown topic", line("offers: [{topic: video, depth", "offers: [{topic: vidoe, depth"), []string{config + ":12:93 unknown-topic"}},
		{"unknown session template", line("{id: s2, session: first,", "{id: s2, session: frist,"), []string{config + ":25:27 unknown-session"}},
		{"unknown guide", line("guides: [start]", "guides: [strat]"), []string{config + ":22:14 unknown-guide"}},
		{"unknown theme", line("  timezone: Asia/Jakarta", "  theme: acme\n  timezone: Asia/Jakarta"), []string{config + ":5:10 unknown-theme"}},
		{"list outside the project", line("people:\n", "people: ../people.yaml\nignored:\n"), []string{config + ":11:9 outside-project", config + ":12:1 unknown-key"}},

		// programs and pairs
		{"sensitive without support", line("    support: [{title: {en: Care line, id: Layanan}, url: \"tel:+62000\"}]\n", ""), []string{config + ":44:9 missing-support"}},
		{"cohort ends before it starts", line("ends: 2027-03-31\n        registration", "ends: 2026-03-31\n        registration"), []string{config + ":31:9 date-order"}},
		{"plan outlasts the cohort", line("{id: s2, session: first, at: 3 weeks}", "{id: s2, session: first, at: 30 weeks}"), []string{config + ":25:34 outside-cohort"}},
		{"mentor is mentee", line("mentee: p2", "mentee: p1"), []string{config + ":37:21 self-pair"}},
		{"level gap", line("level: 8", "level: 3"), []string{config + ":37:21 level-gap"}},
		{"manager", line("level: 2, offers: [{topic: video", "level: 2, manager: p2, offers: [{topic: video"), []string{config + ":37:21 reporting-line"}},
		{"manager's manager", line("level: 2, offers: [{topic: video", "level: 2, manager: p4, offers: [{topic: video"), nil},
		{"no shared language", line("unit: Board, languages: [id]", "unit: Board, languages: [jv]"), []string{config + ":37:21 no-shared-language"}},
		{"avoid", line("unit: Board, languages: [id]", "unit: Board, avoid: [p1], languages: [id]"), []string{config + ":37:21 avoided"}},
		{"no topic in common", line("topics: [video]\n            status", "topics: [feedback]\n            status"), []string{config + ":38:21 no-shared-topic"}},
		{"over capacity", line("unit: Board, languages: [id]", "unit: Board, capacity: 0, languages: [id]"), []string{config + ":35:17 over-capacity"}},
		{"repeated pair", line("mentor: p3, mentee: p4, topics: [feedback]", "mentor: p1, mentee: p2, topics: [video]"), []string{config + ":56:47 repeated-pair"}},
		{"active before both accepted", line("accepted: {mentor: 2026-10-20, mentee: 2026-10-21}", "accepted: {mentor: 2026-10-20}"), []string{config + ":39:13 not-accepted"}},
		{"session outside the cohort", line("{id: s1, status: done}", "{id: s1, status: done, starts: 2026-10-02T10:00}"), []string{config + ":43:48 outside-cohort"}},
		{"session on a closed day", line("{id: s1, status: done}", "{id: s2, status: moved, starts: 2026-12-25T10:00}"), []string{config + ":43:49 closed-day"}},
		{"unknown plan item", line("{id: s1, status: done}", "{id: s9, status: done}"), []string{config + ":43:22 unknown-session"}},
		{"moved to nowhere", line("{id: s1, status: done}", "{id: s1, status: moved}"), []string{config + ":43:26 missing-key"}},

		// front matter
		{"unclosed front matter", with(map[string]string{guide: "---\ntitle: T\n\n## How {#how}\n"}), []string{guide + ":1:1 unclosed-front-matter"}},
		{"no front matter", with(map[string]string{form: "Hello\n"}), []string{form + ":1:1 no-front-matter"}},
		{"empty file", with(map[string]string{"content/en/empty.md": "\n"}), []string{"content/en/empty.md:1:1 no-front-matter"}},
		{"empty front matter", with(map[string]string{"content/en/empty.md": "---\n---\n"}), []string{"content/en/empty.md:2:1 missing-key"}},
		{"byte order mark and CRLF", with(map[string]string{guide: "\ufeff---\r\ntitle: T\r\nsummary: S\r\nkind: artikel\r\nversion: 1\r\n---\r\n## How {#how}\r\n"}), []string{guide + ":4:7 unknown-word"}},
		{"summary too long", with(map[string]string{guide: strings.Replace(front, "summary: S", "summary: "+strings.Repeat("s", 201), 1) + "## How {#how}\n"}), []string{guide + ":3:10 too-long"}},
		{"agenda does not add up", replaced(first, "minutes: 30", "minutes: 60"), []string{first + ":7:6 agenda-sum", "content/id/sessions/first.md:4:10 translation-differs"}},
		{"kind without its headings", with(map[string]string{guide: strings.Replace(front, "article", "example", 1) + "## How {#how}\n"}), []string{guide + ":4:7 missing-heading"}},
		{"choice without options", replaced(form, "type: long", "type: choice"), []string{form + ":4:37 missing-key"}},
		{"stale translation", replaced(guide, "version: 1", "version: 3"), []string{"content/id/guides/start.md:6:13 stale-translation"}},
		{"missing translation", with(map[string]string{"content/id/guides/start.md": ""}), []string{guide + ":2:8 missing-translation"}},
		{"bad alias", replaced(guide, "version: 1", "version: 1\naliases: [../../etc/passwd]"), []string{guide + ":7:11 bad-alias"}},
		{"two pages at one address", replaced(guide, "version: 1", "version: 1\naliases: [sessions/first.html]"), []string{guide + ":7:11 path-collision"}},
		{"protected trait in front matter", replaced(guide, "version: 1", "version: 1\nsuku: x"), []string{guide + ":7:1 protected-trait"}},

		// texts
		{"not UTF-8", guideWith("caf\xe9\n"), []string{guide + ":9:4 not-utf8"}},
		{"NUL byte", with(map[string]string{"content/en/nul.md": "---\ntitle: T\nsummary: S\n---\na\x00b\n"}), []string{"content/en/nul.md:5:2 not-text"}},
		{"10 MB document", with(map[string]string{"content/en/big.md": "---\ntitle: T\nsummary: S\n---\n" + strings.Repeat("word ", 2<<20)}), []string{"content/en/big.md:1:1 too-large"}},
		{"10 MB of data", with(map[string]string{config: small()[config] + strings.Repeat("# word\n", 1_500_000)}), []string{config + ":1:1 too-large"}},
		{"quotes nested a thousand deep", guideWith(strings.Repeat(">", 1000) + " x\n"), []string{guide + ":9:1 too-deep"}},
		{"bad file name", with(map[string]string{"content/en/guides/My Guide.md": front}), []string{"content/en/guides/My Guide.md:1:1 bad-file-name"}},
		{"folder that is no section", with(map[string]string{"content/en/guide/x.md": front}), []string{"content/en/guide/x.md:1:1 unknown-section"}},
		{"script among the content", with(map[string]string{"content/en/x.html": "<p>"}), []string{"content/en/x.html:1:1 refused-file"}},
		{"unused file", with(map[string]string{"content/en/x.txt": "x"}), []string{"content/en/x.txt:1:1 unused-file"}},

		// links
		{"broken link", guideWith("See [x](stert.md).\n"), []string{guide + ":9:5 broken-link"}},
		{"broken anchor", guideWith("See [x](../sessions/first.md#nowhere).\n"), []string{guide + ":9:5 broken-anchor"}},
		{"broken anchor on the page", guideWith("See [x](#hwo).\n"), []string{guide + ":9:5 broken-anchor"}},
		{"unknown program", guideWith("See [x](program:sosial).\n"), []string{guide + ":9:5 unknown-program"}},
		{"unknown term", guideWith("See [x](term:kohort).\n"), []string{guide + ":9:5 unknown-term"}},
		{"unknown session", guideWith("See [x](session:frist).\n"), []string{guide + ":9:5 broken-link"}},
		{"link from the root of the host", guideWith("See [x](/guides/start.html).\n"), []string{guide + ":9:5 absolute-link"}},
		{"link to HTML", guideWith("See [x](start.html).\n"), []string{guide + ":9:5 broken-link"}},
		{"javascript link", guideWith("See [x](javascript:alert(1)).\n"), []string{guide + ":9:5 unsafe-link"}},
		{"raw HTML", guideWith("A <b>bold</b> word.\n"), []string{guide + ":9:3 raw-html"}},
		{"remote image", guideWith("![x](https://remote.example/x.png)\n"), []string{guide + ":9:1 remote-image"}},
		{"image that climbs out", guideWith("![x](../../../../etc/x.png)\n"), []string{guide + ":9:1 outside-project"}},
		{"missing image", guideWith("![x](x.png)\n"), []string{guide + ":9:1 missing-image"}},
		{"active picture", with(map[string]string{guide: front + "## How {#how}\n\n![x](x.svg)\n", "content/en/guides/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'>\n <script>1</script></svg>"}), []string{"content/en/guides/x.svg:2:2 active-svg"}},
		{"link to a draft", with(map[string]string{guide: front + "## How {#how}\n\n[x](new.md)\n", "content/en/guides/new.md": "---\ntitle: T\nsummary: S\nkind: article\ndraft: true\n---\n"}), []string{guide + ":9:1 link-to-draft"}},
		{"link to a more private page", with(map[string]string{guide: front + "## How {#how}\n\n[x](new.md)\n",
			"content/en/guides/new.md": "---\ntitle: T for L&D\nsummary: S\nkind: article\naudience: organizers\nversion: 1\n---\n",
			"content/id/guides/new.md": "---\ntitle: T untuk L&D\nsummary: S\nkind: article\naudience: organizers\ntranslates: 1\n---\n"}), []string{guide + ":9:1 private-link"}},
		{"translation more public than its original", with(map[string]string{
			"content/en/guides/new.md": "---\ntitle: T for L&D\nsummary: S\nkind: article\naudience: organizers\nversion: 1\n---\n",
			"content/id/guides/new.md": "---\ntitle: T untuk L&D\nsummary: S\nkind: article\ntranslates: 1\n---\n"}), []string{"content/id/guides/new.md:2:1 audience-differs"}},
		{"unknown snippet", guideWith("{{include x.md}}\n"), []string{guide + ":9:1 unknown-snippet"}},
		{"include cycle", with(map[string]string{guide: front + "## How {#how}\n\n{{include a.md}}\n",
			"content/en/_snippets/a.md": "A\n\n{{include b.md}}\n", "content/en/_snippets/b.md": "B\n\n{{include a.md}}\n"}), []string{"content/en/_snippets/b.md:3:1 include-cycle"}},
		{"name in a public text", guideWith("Thanks to Budi Kenanga.\n"), []string{guide + ":9:11 name-in-text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := check(t, mapFS(c.files), nil)
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

// TestLinkThatLeavesTheProjectIsNotRead opens the project as the command does.
func TestLinkThatLeavesTheProjectIsNotRead(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	for name, text := range small() {
		write(t, filepath.Join(dir, name), text)
	}
	write(t, filepath.Join(outside, "secret.md"), "---\ntitle: Secret\nsummary: S\n---\n")
	if err := os.Symlink(filepath.Join(outside, "secret.md"), filepath.Join(dir, "content/en/secret.md")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "content/en/folder")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	want := []string{"content/en/folder:1:1 outside-project", "content/en/secret.md:1:1 outside-project"}
	if got := check(t, root.FS(), nil); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
