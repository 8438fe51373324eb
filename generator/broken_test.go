package generator_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
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
	t.Parallel()
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

	builder := &generator.Builder{} // one for all, so that the theme is parsed once
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		// YAML itself
		{"yaml syntax", line("  contact: mentoring@small.example", "  contact: [mentoring"), []string{config + ":4:12 yaml-syntax"}},
		{"yaml tab", line("  contact: mentoring", "\tcontact: mentoring"), []string{config + ":4:1 yaml-syntax"}},
		{"yaml tab behind a dash", line("      - {id: s2, session: first, at: 3", "      -\tid: s3\n      - {id: s2, session: first, at: 3"), []string{config + ":25:8 yaml-syntax"}},
		{"yaml colon in a value", line("title: {en: Social media, id: Media sosial}", "title: Year: 2026"), []string{config + ":18:16 yaml-syntax"}},
		{"yaml colon in brackets", line("purpose: {en: Learn together.", "purpose: {en: Learn: together."), []string{config + ":21:24 yaml-syntax"}},
		{"yaml question mark in brackets", line("Learn together.", "Learn together?"), []string{config + ":21:33 yaml-syntax"}},
		{"yaml without space behind a key", line("track: social-media", "track:social-media"), []string{config + ":20:5 yaml-syntax"}},
		{"yaml without colon", line("track: social-media", "track social-media"), []string{config + ":20:5 yaml-syntax"}},
		{"yaml quotation that is not closed", line("contact: mentoring", "contact: \"mentoring"), []string{config + ":4:12 yaml-syntax"}},
		{"yaml quotation that is not closed, in brackets", line("name: Ani Melati", "name: \"Ani Melati"), []string{config + ":12:20 yaml-syntax"}},
		{"yaml apostrophe in a quotation", line("mentoring@small.example", "'Ani's office'"), []string{config + ":4:17 yaml-syntax"}},
		{"yaml brace that is not closed", line("offers: [{topic: feedback}]", "offers: [{topic: feedback]"), []string{config + ":14:84 yaml-syntax"}},
		{"yaml list that is not closed", line("guides: [start]", "guides: [start"), []string{config + ":22:13 yaml-syntax"}},
		{"yaml line that is too deep", line("    track: social-media", "      track: social-media"), []string{config + ":20:7 yaml-syntax"}},
		{"yaml line that is not deep enough", line("    track: social-media", "   track: social-media"), []string{config + ":20:4 yaml-syntax"}},
		{"yaml first line that is too deep", line("      - {id: s1, session: first, at: P0W}\n", "       - {id: s1, session: first, at: P0W}\n"), []string{config + ":24:8 yaml-syntax"}},
		{"yaml dash that has no list", line("    track: social-media", "    - track: social-media"), []string{config + ":20:5 yaml-syntax"}},
		{"yaml escape that means nothing", line("mentoring@small.example", `"C:\Kits"`), []string{config + ":4:15 yaml-syntax"}},
		{"yaml anchor that is there twice", line("  contact: mentoring@small.example\n  timezone: ", "  contact: &a mentoring@small.example\n  timezone: &a "), []string{config + ":4:12 yaml-alias"}},
		{"yaml alias of nothing", line("mentoring@small.example", "*everybody"), []string{config + ":4:12 yaml-alias"}},
		{"yaml stars around a value", line("mentoring@small.example", "*everybody*"), []string{config + ":4:12 yaml-syntax"}},
		{"yaml text behind a bar, not indented", line("  contact: mentoring", "  contact: |\n  mentoring"), []string{config + ":5:3 yaml-syntax"}},
		{"yaml non-breaking space", line("contact: mentoring", "contact:\u00a0mentoring"), []string{config + ":4:11 yaml-syntax"}},
		{"yaml zero-width space", line("  contact: mentoring", "  \u200bcontact:\tmentoring\n  x"), []string{config + ":4:3 yaml-syntax"}},
		{"yaml curly quotes around a text", line("Small playbook", "“Small playbook”"), []string{config + ":2:15 lookalike"}},
		{"yaml curly quotes around a text with a comma", line("Small playbook", "“Small, playbook”"), []string{config + ":2:15 yaml-syntax"}},
		{"yaml curly quotes around a language", line("[en, id]", "[en, “id”]"), []string{config + ":3:19 lookalike"}},
		{"yaml zero-width space in a key", line("contact:", "con\u200btact:"), []string{config + ":4:6 yaml-syntax"}},
		{"yaml zero-width space behind a value", line("contact: mentoring@small.example", "contact: mentoring@small.example\u200b"), []string{config + ":4:35 lookalike"}},
		{"yaml zero-width space behind an id", line("mentor: p1", "mentor: p1\u200b"), []string{config + ":36:23 lookalike"}},
		{"yaml curly quotes", line("mentoring@small.example", "“One: two”"), []string{config + ":4:12 yaml-syntax"}},
		{"yaml control character", line("mentoring@small.example", "men\x07toring"), []string{config + ":4:15 yaml-syntax"}},
		{"yaml sign that begins no value", line("mentoring@small.example", "@mentoring"), []string{config + ":4:12 yaml-syntax"}},
		{"yaml conflict", line("    track: social-media\n", "<<<<<<< HEAD\n    track: social-media\n=======\n    track: leadership\n>>>>>>> branch\n"), []string{config + ":20:1 conflict"}},
		{"yaml text behind a list", with(map[string]string{config: small()[config] + " x: 1\n"}), []string{config + ":57:2 yaml-syntax"}},
		{"front matter: non-breaking space", replaced(guide, "kind: article", "kind:\u00a0article"), []string{guide + ":4:6 yaml-syntax"}},
		{"front matter: curly quotes around a date", replaced(guide, "kind: article", "kind: article\ndate: “2026-02-03”"), []string{guide + ":5:7 lookalike"}},
		{"front matter: zero-width space behind a word", replaced(guide, "kind: article", "kind: article\u200b"), []string{guide + ":4:14 lookalike"}},
		{"front matter: no-break space in front of a key", replaced(guide, "kind: article", "\u00a0kind: article"), []string{guide + ":4:1 yaml-syntax"}},
		{"front matter: a title of nothing that is seen", replaced(guide, "title: Getting started", "title: \u200b"), []string{guide + ":2:8 empty-value"}},
		{"front matter: colon in a value", replaced(guide, "kind: article", "kind: article: long"), []string{guide + ":4:14 yaml-syntax"}},
		{"front matter: conflict", replaced(guide, "kind: article\n", "<<<<<<< HEAD\nkind: article\n=======\nkind: safety\n>>>>>>> branch\n"), []string{guide + ":4:1 conflict"}},
		{"front matter: conflict around all of it", with(map[string]string{guide: "<<<<<<< HEAD\n" + front + "=======\n" + front + ">>>>>>> branch\n"}), []string{guide + ":1:1 conflict"}},
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
		{"misspelt key that is required", line("  title: {en: Small", "  titel: {en: Small"), []string{config + ":2:3 unknown-key"}},
		{"misspelt key that others refer to", line("topics:\n", "topicks:\n"), []string{config + ":6:1 unknown-key"}},
		{"key of another tool", replaced(guide, "\nsummary: ", "\ndescription: "), []string{guide + ":3:1 unknown-key"}},
		{"keys of another tool", replaced(guide, "version: 1", "version: 1\nweight: 3\nlastmod: 2026-01-01\npublished: false\nlayout: post\npermalink: /x/\ntags: [x]"),
			[]string{guide + ":10:1 unknown-key", guide + ":11:1 unknown-key", guide + ":12:1 unknown-key", guide + ":7:1 unknown-key", guide + ":8:1 unknown-key", guide + ":9:1 unknown-key"}},
		{"broken date of a session that moved", line("{id: s1, status: done}", "{id: s1, status: moved, starts: 2026-13-01}"), []string{config + ":43:49 bad-session-start"}},
		{"broken date of a pair that is active", line("mentor: 2026-10-20", "mentor: 20 Oct"), []string{config + ":40:32 bad-date"}},
		{"text of one language that is a list", line("title: {en: Social media,", "title: {en: [Social media],"), []string{config + ":18:17 wrong-type"}},
		{"title that ends at a number sign", replaced(guide, "title: Getting started", "title: Getting started #2"), []string{guide + ":2:24 cut-text"}},
		{"text of a program that ends at a number sign", line("title: {en: Voices, id: Suara}", "title:\n      en: Voices #2\n      id: Suara"), []string{config + ":46:18 cut-text"}},
		{"notes behind values", line("  timezone: Asia/Jakarta", "  timezone: Asia/Jakarta # WIB\n  organisation: Small  # Ltd\n  theme: default # ours"), nil},
		{"placeholders of a guide", replaced(guide, "summary: The first steps.", "summary: What the reader finds here, in one or two sentences."), []string{guide + ":3:10 placeholder"}},
		{"placeholders of a draft", with(map[string]string{"content/en/guides/new.md": "---\ntitle: New\nsummary: What the reader finds here, in one or two sentences.\nkind: article\ndraft: true\n---\n<!-- One thought in each paragraph. -->\n"}), nil},
		{"section that is not written", guideWith("Text.\n\n## What it is about {#about}\n\n<!-- One thought in each paragraph. -->\n\n1. <!-- Who does what first? -->\n\n## What to do next {#next}\n\n<!-- One step that the reader can take today. -->\nWritten.\n"), []string{guide + ":13:1 placeholder"}},
		{"purpose that is not written", line("en: Listen.", "en: \"Say in one or two sentences what people will be able to do after this program, and what the organisation learns.\""), []string{config + ":48:19 placeholder"}},
		{"unknown word", line("track: social-media", "track: social-medja"), []string{config + ":20:12 unknown-word"}},
		{"missing key", line("    type: reverse\n    track: social-media\n", "    track: social-media\n"), []string{config + ":17:5 missing-key"}},
		{"unknown language", line("{en: Feedback, id: Umpan balik, syn", "{en: Feedback, ix: Umpan balik, syn"), []string{config + ":7:28 unknown-language"}},
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
		{"logo that is not there", line("  timezone: Asia/Jakarta", "  logo: lgoo.svg\n  timezone: Asia/Jakarta"), []string{config + ":5:9 unknown-brand-file"}},
		{"icon that is no picture", line("  timezone: Asia/Jakarta", "  icon: page.js\n  timezone: Asia/Jakarta"), []string{config + ":5:9 unknown-brand-file"}},
		{"link at the foot that is none", line("  timezone: Asia/Jakarta", "  links: [{title: {en: A, id: A}, url: \"javascript:x\"}]\n  timezone: Asia/Jakarta"), []string{config + ":5:40 bad-url"}},
		{"file of a brand that is not there", themed("brand.css", "/* url(x.png) */\nbody { background: url('bg.png') }\n@import \"more.css\";\n"), []string{"themes/acme/assets/brand.css:2:25 missing-asset", "themes/acme/assets/brand.css:3:10 missing-asset"}},
		{"file of a brand on another host", themed("style.css/99-own.css", "@import url(https://fonts.example/a.css);\nbody { background: url(//cdn.example/bg.png) }\n"), []string{"themes/acme/assets/style.css/99-own.css:1:13 foreign-asset", "themes/acme/assets/style.css/99-own.css:2:24 foreign-asset"}},
		{"colours of a brand in which no text can be read", themed("brand.css", ":root { --mentor: #ffd54a; --ink: rgb(0 0 0) }\n@media (prefers-color-scheme: dark) { :root { --mentor: #1f4fa3; } }\n"), []string{"themes/acme/assets/brand.css:1:19 low-contrast", "themes/acme/assets/brand.css:2:57 low-contrast"}},
		{"misspelt folder of a theme", with(map[string]string{"themes/acme/layout/x.html": "x", "themes/acme/assets/brand.css": "", config: strings.Replace(small()[config], "  timezone: Asia/Jakarta", "  theme: acme\n  timezone: Asia/Jakarta", 1)}), []string{"themes/acme/layout:1:1 stray-folder"}},
		{"theme that nobody names", with(map[string]string{"themes/acme/assets/brand.css": "\n", "themes/example-brand/assets/brand.css": "\n", "themes/notes/x.txt": "x"}), []string{"themes/acme:1:1 stray-folder"}},
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
		{"template of another type", replaced(first, "minutes: 30\n", "minutes: 30\ntype: traditional\n"), []string{config + ":24:27 other-type", config + ":25:27 other-type", config + ":50:30 other-type"}},
		{"unknown plan item", line("{id: s1, status: done}", "{id: s9, status: done}"), []string{config + ":43:22 unknown-session"}},
		{"moved to nowhere", line("{id: s1, status: done}", "{id: s1, status: moved}"), []string{config + ":43:26 missing-key"}},
		{"two of one unit", replacedAll(config, "unit: Board, languages: [id]", "unit: Sales, languages: [id]", "    guides: [start]", "    guides: [start]\n    matching: {same_unit: forbid}"), []string{config + ":38:21 same-unit"}},
		{"two of one unit, which is avoided", line("unit: Board, languages: [id]", "unit: Sales, languages: [id]"), nil},
		{"two sites", replacedAll(config, "level: 2, offers: [{topic: video", "site: Ambon, level: 2, offers: [{topic: video", "level: 8,", "site: Bogor, level: 8,", "    guides: [start]", "    guides: [start]\n    matching: {same_site: require}"), []string{config + ":38:21 other-site"}},
		{"two sites, about which nobody asks", replacedAll(config, "level: 2, offers: [{topic: video", "site: Ambon, level: 2, offers: [{topic: video", "level: 8,", "site: Bogor, level: 8,"), nil},
		{"far away", line("level: 8,", "timezone: Europe/London, level: 8,"), []string{config + ":37:21 zone-gap"}},
		{"never available together", replacedAll(config, "level: 2, offers: [{topic: video", `availability: [{day: tue, from: "09:00", to: "11:00"}], level: 2, offers: [{topic: video`, "level: 8,", `availability: [{day: tue, from: "10:30", to: "12:00"}], level: 8,`), []string{config + ":37:21 no-overlap"}},
		{"available together across midnight, in two time zones", replacedAll(config, "level: 2, offers: [{topic: video", `availability: [{day: mon, from: "23:30", to: "23:59"}, {day: tue, from: "00:00", to: "00:31"}], timezone: Asia/Jakarta, level: 2, offers: [{topic: video`, "level: 8,", `availability: [{day: tue, from: "01:00", to: "04:00"}], timezone: Asia/Jayapura, level: 8,`), nil},
		{"available together a minute less", replacedAll(config, "level: 2, offers: [{topic: video", `availability: [{day: mon, from: "23:30", to: "23:59"}, {day: tue, from: "00:00", to: "00:30"}], timezone: Asia/Jakarta, level: 2, offers: [{topic: video`, "level: 8,", `availability: [{day: tue, from: "01:00", to: "04:00"}], timezone: Asia/Jayapura, level: 8,`), []string{config + ":37:21 no-overlap"}},
		{"declined before", line("pairings:\n          - id: pair-7k", "pairings:\n          - {id: pair-1a, mentor: p1, mentee: p2, topics: [video], status: declined}\n          - id: pair-7k"), []string{config + ":38:21 declined-pair"}},
		{"declined in another program", line("mentor: p3, mentee: p4, topics: [feedback], status: proposed", "mentor: p1, mentee: p2, topics: [video], status: declined"), nil},
		{"available until before it begins", line("level: 8,", `availability: [{day: tue, from: "12:00", to: "10:30"}], level: 8,`), []string{config + ":13:109 date-order"}},
		{"unknown person signs up", line("        pairings:\n          - id: pair-7k", "        signups: [{person: p9, role: both}]\n        pairings:\n          - id: pair-7k"), []string{config + ":34:28 unknown-person"}},
		{"unknown person is chosen", line("        pairings:\n          - id: pair-7k", "        signups: [{person: p2, role: mentee, choices: [p9]}]\n        pairings:\n          - id: pair-7k"), []string{config + ":34:56 unknown-person"}},
		{"signs up twice", line("        pairings:\n          - id: pair-7k", "        signups: [{person: p2, role: mentee}, {person: p2, role: mentor}]\n        pairings:\n          - id: pair-7k"), []string{config + ":34:56 signed-up-twice"}},
		{"list of signups that is not there", line("        pairings:\n          - id: pair-7k", "        signups: signups.yaml\n        pairings:\n          - id: pair-7k"), []string{config + ":34:18 missing-file"}},

		// the same, in its other forms
		{"bad mailbox", line("mentoring@small.example", "mentoring at small"), []string{config + ":4:12 bad-email"}},
		{"bad base URL", line("  timezone: Asia", "  base_url: portal\n  timezone: Asia"), []string{config + ":5:13 bad-url"}},
		{"a full name that is said to be no secret", line("  timezone: Asia", "  not_secret: [{text: April, why: a month}, {text: Call Budi Kenanga, why: x}]\n  timezone: Asia"), []string{config + ":5:52 not-secret-name"}},
		{"an e-mail address that is said to be no secret", line("  timezone: Asia", "  not_secret: [{text: budi@small.example, why: x}]\n  timezone: Asia"), []string{config + ":5:23 not-secret-name"}},
		{"counts that would name people", line("  timezone: Asia", "  min_cell: 1\n  timezone: Asia"), []string{config + ":5:13 out-of-range"}},
		{"person's language that is none", line("unit: Board, languages: [id]", "unit: Board, languages: [zz]"), []string{config + ":13:59 bad-language"}},
		{"person's one language that is none", line("unit: Board, languages: [id]", "unit: Board, languages: english"), []string{config + ":13:58 bad-language"}},
		{"person's language in capitals", line("unit: Board, languages: [id]", "unit: Board, languages: [ID]"), []string{config + ":13:59 bad-language"}},
		{"languages that the site does not have", line("unit: Board, languages: [id]", "unit: Board, languages: [id, jv, su, fr]"), nil},
		{"person without a language", line("unit: Board, languages: [id]", "unit: Board, languages: []"), []string{config + ":13:58 empty-value"}},
		{"site without a language", line("languages: [en, id]\n", "languages: []\n"), []string{config + ":3:14 empty-value"}},
		{"agenda without a step", replaced(first, "agenda:\n  - {minutes: 10, lead: mentor, step: Welcome}\n  - {minutes: 20, lead: both, step: Stories}\n", "agenda: []\n"), []string{first + ":5:9 empty-value"}},
		{"language that is none", line("languages: [en, id]", "languages: [en, id, English]"), []string{config + ":3:23 bad-language"}},
		{"unknown person", line("mentor: p1", "mentor: p8"), []string{config + ":36:21 unknown-person"}},
		{"unknown manager", line("level: 8,", "level: 8, manager: p9,"), []string{config + ":13:83 unknown-person"}},
		{"own manager", line("level: 8,", "level: 8, manager: p2,"), []string{config + ":13:83 own-manager"}},
		{"unknown person to avoid", line("level: 8,", "level: 8, avoid: [p9],"), []string{config + ":13:82 unknown-person"}},
		{"unknown topic wanted", line("wants: [{topic: video,", "wants: [{topic: vidoe,"), []string{config + ":13:90 unknown-topic"}},
		{"unknown topic of a pair", line("topics: [video]\n            status", "topics: [video, vidoe]\n            status"), []string{config + ":38:29 unknown-topic"}},
		{"duplicate program", line("- id: voices", "- id: social"), []string{config + ":44:9 duplicate-id"}},
		{"duplicate pairing", line("{id: pair-9z,", "{id: pair-7k,"), []string{config + ":56:18 duplicate-id"}},
		{"duplicate plan item", line("{id: s2, session: first,", "{id: s1, session: first,"), []string{config + ":25:14 duplicate-id"}},
		{"duplicate milestone", line("{id: kickoff,", "{id: agreed,"), []string{config + ":27:125 duplicate-id"}},
		{"duplicate override", line("{id: s1, status: done}", "{id: s1, status: done}\n              - {id: s1, minutes: 45}"), []string{config + ":44:22 duplicate-id"}},
		{"template of the plan is a draft", replaced(first, "version: 1", "version: 1\ndraft: true"), []string{guide + ":10:48 link-to-draft", config + ":24:27 link-to-draft", config + ":25:27 link-to-draft", config + ":50:30 link-to-draft"}},
		{"level gap of the program", line("    guides: [start]", "    guides: [start]\n    matching: {min_level_gap: 7}"), []string{config + ":38:21 level-gap"}},
		{"mentee's manager is the mentor", line("level: 8,", "level: 8, manager: p1,"), []string{config + ":37:21 reporting-line"}},
		{"manager's manager is the mentee", replacedAll(config, "level: 2, offers: [{topic: video", "level: 2, manager: p3, offers: [{topic: video", "level: 2, offers: [{topic: feedback}]", "level: 2, manager: p2, offers: [{topic: feedback}]"), []string{config + ":37:21 reporting-line"}},
		{"same manager", replacedAll(config, "level: 2, offers: [{topic: video", "level: 2, manager: p4, offers: [{topic: video", "level: 8,", "level: 8, manager: p4,"), []string{config + ":37:21 reporting-line"}},
		{"mentor avoids the mentee", line("level: 2, offers: [{topic: video", "level: 2, avoid: [p2], offers: [{topic: video"), []string{config + ":37:21 avoided"}},
		{"cohort of nine hundred years", line("ends: 2027-03-31\n        registration", "ends: 2927-03-31\n        registration"), []string{config + ":31:9 long-cohort"}},
		{"registration over plain HTTP", line("closes: 2026-10-20", "closes: 2026-10-20, url: http://small.example/join"), []string{config + ":32:68 bad-url"}},
		{"registration at no address", line("closes: 2026-10-20", "closes: 2026-10-20, url: the intranet"), []string{config + ":32:68 bad-url"}},
		{"registration ends before it starts", line("closes: 2026-10-20", "closes: 2026-09-20"), []string{config + ":32:43 date-order"}},
		{"closed days end before they start", line("to: 2027-01-01", "to: 2026-01-01"), []string{config + ":33:55 date-order"}},
		{"no open day for the plan", line("closed_dates: [2026-12-25,", "closed_dates: [{from: 2026-11-23, to: 2028-01-31},"), []string{config + ":25:34 no-open-day"}},
		{"no open day for a pair", line("closed_dates: [2026-12-25,", "closed_dates: ["+tuesdays()+" 2026-12-25,"), []string{config + ":35:17 no-open-day"}},
		{"plan out of order", line("at: P0W}\n      - {id: s2, session: first, at: 3 weeks}", "at: P4W}\n      - {id: s2, session: first, at: 3 weeks}"), []string{config + ":25:34 session-order"}},
		{"two sessions on a day", line("closed_dates: [2026-12-25,", "closed_dates: [{from: 2026-11-02, to: 2026-11-22},"), []string{config + ":25:34 same-day"}},
		{"pair out of order", line("{id: s1, status: done}", "{id: s1, starts: 2026-12-01T10:00}"), []string{config + ":35:17 session-order"}},
		{"two sessions of a pair at once", line("{id: s1, status: done}", "{id: s1, starts: 2026-11-24T09:45}"), []string{config + ":35:17 overlap"}},
		{"one person in two sessions at once", replacedAll(config, "{id: pair-9z, mentor: p3, mentee: p4, topics: [feedback], status: proposed}", `{id: pair-9z, mentor: p1, mentee: p4, topics: [video], status: proposed, sessions: [{id: s1, starts: "2026-11-24T10:10"}]}`, "wants: [{topic: feedback}]", "wants: [{topic: video}]"), []string{config + ":56:18 overlap"}},
		{"sensitive program that says normal", line("track: diversity", "track: diversity\n    sensitivity: normal"), []string{config + ":48:5 forced-setting"}},
		{"sensitive program whose pairs are seen", line("track: diversity", "track: diversity\n    pairs_visible: cohort"), []string{config + ":48:5 forced-setting"}},
		{"bad support address", line(`url: "tel:+62000"`, `url: "care line"`), []string{config + ":49:58 bad-url"}},
		{"too many pairs to take on", line("level: 8,", "level: 8, capacity: 9,"), []string{config + ":13:84 out-of-range"}},
		{"list that is not there", line("people:\n", "people: people.yaml\nignored:\n"), []string{config + ":11:9 missing-file", config + ":12:1 unknown-key"}},
		{"list of pairs that is not there", line("pairings:\n          - {id: pair-9z, mentor: p3, mentee: p4, topics: [feedback], status: proposed}", "pairings: pairs.yaml"), []string{config + ":55:19 missing-file"}},
		{"time zone of a pair", line(`slot: {day: tue, time: "10:00"}`, "timezone: Asia/Bandung"), []string{config + ":41:23 unknown-timezone"}},
		{"time zone of a person", line("level: 8,", "timezone: Asia/Bandung, level: 8,"), []string{config + ":13:74 unknown-timezone"}},
		{"unknown person to prefer", line("level: 8,", "level: 8, prefer: [p9],"), []string{config + ":13:83 unknown-person"}},
		{"duplicate cohort", line("pairings:\n          - id: pair-7k", "pairings: []\n      - id: 2026a\n        starts: 2026-11-02\n        ends: 2027-03-31\n        pairings:\n          - id: pair-7k"), []string{config + ":35:13 duplicate-id"}},
		{"level gap that the program allows", replacedAll(config, "level: 8", "level: 3", "    guides: [start]", "    guides: [start]\n    matching: {min_level_gap: 1}"), nil},
		{"mentee's manager's manager is the mentor", replacedAll(config, "level: 8,", "level: 8, manager: p4,", "level: 7,", "level: 7, manager: p1,"), []string{config + ":37:21 reporting-line"}},
		{"active before the mentor accepted", line("accepted: {mentor: 2026-10-20, mentee: 2026-10-21}", "accepted: {mentee: 2026-10-21}"), []string{config + ":39:13 not-accepted"}},
		{"active before anybody accepted", line("            accepted: {mentor: 2026-10-20, mentee: 2026-10-21}\n", ""), []string{config + ":39:13 not-accepted"}},
		{"slot that leads out of the cohort", line("3 weeks", "P149D"), []string{config + ":35:17 outside-cohort"}},
		{"program made sensitive without support", line("track: social-media", "track: social-media\n    sensitivity: sensitive"), []string{config + ":12:93 telling-topic", config + ":17:9 missing-support"}},
		{"bad mailbox of a person", line("email: budi@small.example", "email: budi"), []string{config + ":13:119 bad-email"}},

		// front matter
		{"unclosed front matter", with(map[string]string{guide: "---\ntitle: T\n\n## How {#how}\n"}), []string{guide + ":1:1 unclosed-front-matter"}},
		{"no front matter", with(map[string]string{form: "Hello\n"}), []string{form + ":1:1 no-front-matter"}},
		{"empty file", with(map[string]string{"content/en/empty.md": "\n"}), []string{"content/en/empty.md:1:1 no-front-matter"}},
		{"empty front matter", with(map[string]string{"content/en/empty.md": "---\n---\n"}), []string{"content/en/empty.md:2:1 missing-key"}},
		{"byte order mark and CRLF", with(map[string]string{guide: "\ufeff---\r\ntitle: T\r\nsummary: S\r\nkind: artikel\r\nversion: 1\r\n---\r\n## How {#how}\r\n"}), []string{guide + ":4:7 unknown-word"}},
		{"title that is a heading in the text only", with(map[string]string{guide: strings.Replace(front, "title: T\n", "", 1) + "\n# T\n\n## How {#how}\n"}), nil},
		{"title that is a heading in the text, too", with(map[string]string{guide: front + "<!-- a remark -->\n# T\n\n## How {#how}\n"}), nil},
		{"heading that is another title", with(map[string]string{guide: front + "# Other\n\n## How {#how}\n"}), []string{guide + ":7:3 heading-level"}},
		{"second heading that is the title", with(map[string]string{guide: front + "# T\n\n# T\n\n## How {#how}\n"}), []string{guide + ":9:3 heading-level"}},
		{"title that is a heading further down", with(map[string]string{guide: strings.Replace(front, "title: T\n", "", 1) + "Text\n\n# T\n\n## How {#how}\n"}), []string{guide + ":2:1 missing-key", guide + ":8:3 heading-level"}},
		{"heading that is too long for a title", with(map[string]string{guide: strings.Replace(front, "title: T\n", "", 1) + "# " + strings.Repeat("t", 121) + "\n\n## How {#how}\n"}), []string{guide + ":2:1 missing-key"}},
		{"summary too long", with(map[string]string{guide: strings.Replace(front, "summary: S", "summary: "+strings.Repeat("s", 201), 1) + "## How {#how}\n"}), []string{guide + ":3:10 too-long"}},
		{"agenda does not add up", replaced(first, "minutes: 30", "minutes: 60"), []string{first + ":7:6 agenda-sum", "content/id/sessions/first.md:4:10 translation-differs"}},
		{"kind without its headings", with(map[string]string{guide: strings.Replace(front, "article", "example", 1) + "## How {#how}\n"}), []string{guide + ":4:7 missing-heading"}},
		{"choice without options", replaced(form, "type: long", "type: choice"), []string{form + ":4:37 missing-key"}},
		{"stale translation", replaced(guide, "version: 1", "version: 3"), []string{"content/id/guides/start.md:6:13 stale-translation"}},
		{"missing translation", with(map[string]string{"content/id/guides/start.md": ""}), []string{guide + ":2:8 missing-translation"}},
		{"bad alias", replaced(guide, "version: 1", "version: 1\naliases: [../../etc/passwd]"), []string{guide + ":7:11 bad-alias"}},
		{"alias with its host", replaced(guide, "version: 1", "version: 1\naliases: [\"https://old.example/guides/old.html\"]"), []string{guide + ":7:11 bad-alias"}},
		{"alias that asks a server", replaced(guide, "version: 1", "version: 1\naliases: [\"guides/old.php?id=3\"]"), []string{guide + ":7:11 bad-alias"}},
		{"alias of a heading without its id", replaced(guide, "version: 1", "version: 1\naliases: [\"guides/old.html#\"]"), []string{guide + ":7:11 bad-alias"}},
		{"alias of a heading of this page", replaced(guide, "version: 1", "version: 1\naliases: [\"guides/start.html#why\"]"), []string{guide + ":7:11 bad-alias"}},
		{"alias of a heading that is still there", replaced(first, "version: 1", "version: 1\naliases: [\"guides/start.html#how\"]"), []string{first + ":9:11 bad-alias"}},
		{"alias of a place in a list", replaced(guide, "version: 1", "version: 1\naliases: [\"glossary.html#cohort\"]"), []string{guide + ":7:11 bad-alias"}},
		{"alias of a place in the home page", replaced(guide, "version: 1", "version: 1\naliases: [\"index.html#how\"]"), []string{guide + ":7:11 bad-alias"}},
		{"heading that moved to two pages", with(map[string]string{
			guide: strings.Replace(small()[guide], "version: 1", "version: 1\naliases: [\"guides/old.html#how\"]", 1),
			first: strings.Replace(small()[first], "version: 1", "version: 1\naliases: [\"guides/old#how\"]", 1)}), []string{first + ":9:11 path-collision"}},
		{"alias with another ending", replaced(guide, "version: 1", "version: 1\naliases: [guides/old.aspx, guides/other.md]"), nil},
		{"a name that Windows keeps for a device", with(map[string]string{config: strings.Replace(small()[config], "  feedback: {", "  com0: {en: Zero, id: Nol}\n  feedback: {", 1)}), []string{config + ":7:9 bad-path"}},
		{"an address that Windows keeps for a device", replaced(guide, "version: 1", "version: 1\naliases: [guides/AUX.old.html]"), []string{guide + ":7:11 bad-path"}},
		{"an address that ends with a dot", replaced(guide, "version: 1", "version: 1\naliases: [guides./old.html]"), []string{guide + ":7:11 bad-path"}},
		{"addresses that differ in case only", replaced(guide, "version: 1", "version: 1\naliases: [sessions/First.html]"), []string{guide + ":7:11 path-collision"}},
		{"folders that differ in case only", replaced(guide, "version: 1", "version: 1\naliases: [Sessions/old.html]"), []string{guide + ":7:11 path-collision"}},
		{"a folder that is a page", replaced(guide, "version: 1", "version: 1\naliases: [sessions/first.html/old.html]"), []string{guide + ":7:11 path-collision"}},
		{"an address that is long for Windows", replaced(guide, "version: 1", "version: 1\naliases: [guides/"+strings.Repeat("a", 180)+".html]"), []string{guide + ":7:11 long-path"}},
		{"two pages at one address", replaced(guide, "version: 1", "version: 1\naliases: [sessions/first.html]"), []string{guide + ":7:11 path-collision"}},
		{"protected trait in front matter", replaced(guide, "version: 1", "version: 1\nsuku: x"), []string{guide + ":7:1 protected-trait"}},

		// texts
		{"not UTF-8", guideWith("caf\xe9\n"), []string{guide + ":9:4 not-utf8"}},
		{"NUL byte", with(map[string]string{"content/en/zero.md": "---\ntitle: T\nsummary: S\n---\na\x00b\n"}), []string{"content/en/zero.md:5:2 not-text"}},
		{"10 MB document", with(map[string]string{"content/en/big.md": "---\ntitle: T\nsummary: S\n---\n" + strings.Repeat("word ", 2<<20)}), []string{"content/en/big.md:1:1 too-large"}},
		{"10 MB of data", with(map[string]string{config: small()[config] + strings.Repeat("# word\n", 1_500_000)}), []string{config + ":1:1 too-large"}},
		{"quotes nested a thousand deep", guideWith(strings.Repeat(">", 1000) + " x\n"), []string{guide + ":9:1 too-deep"}},
		{"bad file name", with(map[string]string{"content/en/guides/My Guide.md": front}), []string{"content/en/guides/My Guide.md:1:1 bad-file-name"}},
		{"file name that is too long", with(map[string]string{"content/en/guides/how-a-mentor-and-a-mentee-agree-on-goals-for-the-first-six-months-together.md": front}), []string{"content/en/guides/how-a-mentor-and-a-mentee-agree-on-goals-for-the-first-six-months-together.md:1:1 bad-file-name"}},
		{"link to a file with a bad name", with(map[string]string{"content/en/guides/My Guide.md": front, guide: front + "## How {#how}\n\n[x](<My Guide.md>)\n"}), []string{"content/en/guides/My Guide.md:1:1 bad-file-name"}},
		{"name that Windows keeps for a device", with(map[string]string{"content/en/con.md": front}), []string{"content/en/con.md:1:1 bad-file-name"}},
		{"README.md of a language", with(map[string]string{"content/en/README.md": front}), []string{"content/en/README.md:1:1 bad-file-name"}},
		{"README.md of a folder", with(map[string]string{"content/en/guides/README.md": "---\ntitle: Guides\nsummary: S\nversion: 1\n---\n", "content/id/guides/readme.md": "---\ntitle: Panduan\nsummary: S\ntranslates: 1\n---\n[x](README.md) [y](index.md)\n",
			guide: front + "## How {#how}\n\n[x](README.md) [y](index.md) [z](../sessions/index.md)\n"}), nil},
		{"README.md beside index.md", with(map[string]string{"content/en/guides/README.md": "---\ntitle: Guides\nsummary: S\nversion: 1\n---\n", "content/en/guides/index.md": "---\ntitle: Guides\nsummary: S\nversion: 1\n---\n",
			"content/id/guides/index.md": "---\ntitle: Panduan\nsummary: S\ntranslates: 1\n---\n"}), []string{"content/en/guides/index.md:1:1 two-introductions"}},
		{"picture, cover and handout of a camera and an office", with(map[string]string{guide: strings.Replace(front, "version: 1", "version: 1\nimage: {src: img/IMG_1234.JPG, alt: The team}", 1) + "## How {#how}\n\n![x](img/IMG_1234.JPG) ![y](<img/Foto 1 für Ani.JPEG>) [z](Sheet.PDF)\n",
			"content/en/guides/img/IMG_1234.JPG": "x", "content/en/guides/img/Foto 1 für Ani.JPEG": "y", "content/en/guides/Sheet.PDF": "z"}), nil},
		{"active picture with a loud ending", with(map[string]string{guide: front + "## How {#how}\n\n![x](x.SVG)\n", "content/en/guides/x.SVG": "<svg xmlns='http://www.w3.org/2000/svg'>\n <script>1</script></svg>"}), []string{"content/en/guides/x.SVG:2:2 active-svg"}},
		{"picture that browsers do not show", with(map[string]string{guide: front + "## How {#how}\n\n![x](IMG_1.HEIC)\n", "content/en/guides/IMG_1.HEIC": "x"}), []string{"content/en/guides/IMG_1.HEIC:1:1 refused-file"}},
		{"copy of OneDrive", with(map[string]string{"content/en/guides/start-DESKTOP-AB12.md": front}), []string{"content/en/guides/start-DESKTOP-AB12.md:1:1 sync-copy"}},
		{"copy of Dropbox", with(map[string]string{"content/en/guides/start (Ani's conflicted copy 2026-01-02).md": front}), []string{"content/en/guides/start (Ani's conflicted copy 2026-01-02).md:1:1 sync-copy"}},
		{"copy of Nextcloud", with(map[string]string{"content/en/guides/start (conflicted copy 2026-01-02 123456).md": front}), []string{"content/en/guides/start (conflicted copy 2026-01-02 123456).md:1:1 sync-copy"}},
		{"copy of Syncthing", with(map[string]string{"content/en/guides/start.sync-conflict-20260102-123456-ABCDEFG.md": front}), []string{"content/en/guides/start.sync-conflict-20260102-123456-ABCDEFG.md:1:1 sync-copy"}},
		{"copy with a date in its name", with(map[string]string{"content/en/guides/start-conflict-20260102-123456.md": front}), []string{"content/en/guides/start-conflict-20260102-123456.md:1:1 sync-copy"}},
		{"copy of a browser", with(map[string]string{"content/en/guides/start (1).md": front}), []string{"content/en/guides/start (1).md:1:1 sync-copy"}},
		{"copy of Windows", with(map[string]string{"content/en/guides/start - Copy.md": front, "content/en/guides/start - Salin (2).md": front}), []string{"content/en/guides/start - Copy.md:1:1 sync-copy", "content/en/guides/start - Salin (2).md:1:1 sync-copy"}},
		{"copy of a Mac", with(map[string]string{"content/en/guides/start 2.md": front, "content/en/guides/start copy.md": front}), []string{"content/en/guides/start 2.md:1:1 sync-copy", "content/en/guides/start copy.md:1:1 sync-copy"}},
		{"copy of Google Drive", with(map[string]string{"content/en/guides/Copy of start.md": front, "content/en/guides/Salinan dari start.md": front}), []string{"content/en/guides/Copy of start.md:1:1 sync-copy", "content/en/guides/Salinan dari start.md:1:1 sync-copy"}},
		{"copy of a folder", with(map[string]string{"content/en/guides - Copy/start.md": front, "content/en (1)/guides/start.md": front}), []string{"content/en (1):1:1 sync-copy", "content/en/guides - Copy:1:1 sync-copy"}},
		{"name that only looks like a copy", with(map[string]string{"content/en/guides/My Guide (1).md": front}), []string{"content/en/guides/My Guide (1).md:1:1 bad-file-name"}},
		{"two pages of one title", with(map[string]string{"content/en/guides/start-laptop.md": strings.Replace(small()[guide], "started", "Started", 1), "content/id/guides/start-laptop.md": strings.Replace(small()["content/id/guides/start.md"], "Memulai", "Memulai di laptop", 1)}), []string{"content/en/guides/start-laptop.md:2:8 same-title"}},
		{"two pages of one title, one after the other", with(map[string]string{guide: strings.Replace(small()[guide], "version: 1", "version: 1\nexpire: 2027-01-01", 1),
			"content/en/guides/later.md": strings.Replace(small()[guide], "version: 1", "version: 1\npublish: 2027-01-01", 1), "content/id/guides/later.md": strings.Replace(small()["content/id/guides/start.md"], "Memulai", "Nanti", 1)}), nil},
		{"folder that is no section", with(map[string]string{"content/en/guide/x.md": front}), []string{"content/en/guide/x.md:1:1 unknown-section"}},
		{"folder of what is made", with(map[string]string{"content/en/programs/x.md": front}), []string{"content/en/programs/x.md:1:1 unknown-section"}},
		{"folder called as a language", with(map[string]string{"content/en/id/x.md": front}), []string{"content/en/id:1:1 unknown-section"}},
		{"menu with a slip of the pen", replaced(config, "  contact:", "  nav: [guide, {page: strat}, {}, {part: guides, page: x}, az, az, {url: \"https://x.example\"}]\n  contact:"), []string{
			config + ":4:9 unknown-part", config + ":4:23 unknown-page", config + ":4:31 missing-key", config + ":4:35 nav-entry", config + ":4:64 duplicate-id", config + ":4:69 missing-key"}},
		{"script among the content", with(map[string]string{"content/en/x.html": "<p>"}), []string{"content/en/x.html:1:1 refused-file"}},
		{"unused file", with(map[string]string{"content/en/x.txt": "x"}), []string{"content/en/x.txt:1:1 unused-file"}},

		// links
		{"broken link", guideWith("See [x](stert.md).\n"), []string{guide + ":9:5 broken-link"}},
		{"broken anchor", guideWith("See [x](../sessions/first.md#nowhere).\n"), []string{guide + ":9:5 broken-anchor"}},
		{"broken anchor on the page", guideWith("See [x](#hwo).\n"), []string{guide + ":9:5 broken-anchor"}},
		{"anchor as GitHub makes it", guideWith("See [x](#whats-next), [y](#How) and [z](../sessions/first.md#GROUND-rules).\n\n## What's next\n"), []string{guide + ":9:37 broken-anchor"}},
		{"unknown program", guideWith("See [x](program:sosial).\n"), []string{guide + ":9:5 unknown-program"}},
		{"unknown term", guideWith("See [x](term:kohort).\n"), []string{guide + ":9:5 unknown-term"}},
		{"unknown session", guideWith("See [x](session:frist).\n"), []string{guide + ":9:5 broken-link"}},
		{"link from the root of the host", guideWith("See [x](/guides/start.html).\n"), []string{guide + ":9:5 absolute-link"}},
		{"link to HTML", guideWith("See [x](start.html).\n"), []string{guide + ":9:5 broken-link"}},
		{"telephone number without its beginning", guideWith("[x](021-555)\n\n[x](+62 21 555)\n\n[x](WhatsApp: +62 812 555)\n"), []string{guide + ":9:1 broken-link", guide + ":11:1 stays-text", guide + ":13:1 stays-text"}},
		{"web address with a slip in its beginning", guideWith("[x](http:/small.example)\n\n[x](https//small.example)\n\n[x](htp://small.example)\n"), []string{guide + ":9:1 unsafe-link", guide + ":11:1 broken-link", guide + ":13:1 unsafe-link"}},
		{"web address between angles without its beginning", guideWith("<www.small.example>\n"), []string{guide + ":9:1 stays-text"}},
		{"file of a computer or of a share", guideWith("[x](C:\\a.docx)\n\n[x](file:///a.docx)\n\n[x](\\\\\\\\server\\share)\n"), []string{guide + ":9:1 unsafe-link", guide + ":11:1 unsafe-link", guide + ":13:1 unsafe-link"}},
		{"web address without its beginning", guideWith("[x](www.small.example)\n"), []string{guide + ":9:1 broken-link"}},
		{"mail address without its beginning", guideWith("[x](help@small.example)\n"), []string{guide + ":9:1 broken-link"}},
		{"link to a folder", guideWith("[x](../sessions) [y](../sessions/)\n"), []string{guide + ":9:1 broken-link", guide + ":9:18 broken-link"}},
		{"link with a question", guideWith("[x](../sessions/first.md?x#ground-rules)\n"), []string{guide + ":9:1 broken-link"}},
		{"picture from the root of the host", guideWith("![x](/img/a.png)\n"), []string{guide + ":9:1 absolute-link"}},
		{"heading of a page that has none", guideWith("[x](../forms/note.md#why)\n"), []string{guide + ":9:1 broken-anchor"}},
		{"javascript link", guideWith("See [x](javascript:alert(1)).\n"), []string{guide + ":9:5 unsafe-link"}},
		{"raw HTML", guideWith("A <b>bold</b> word.\n"), []string{guide + ":9:3 raw-html"}},
		{"remote image", guideWith("![x](https://remote.example/x.png)\n"), []string{guide + ":9:1 remote-image"}},
		{"place in a page that is made of data", guideWith("[x](program:social#how) [x](topic:video#how)\n"), []string{guide + ":9:1 broken-anchor", guide + ":9:25 broken-anchor"}},
		{"image that climbs out", guideWith("![x](../../../../etc/x.png)\n"), []string{guide + ":9:1 outside-project"}},
		{"missing image", guideWith("![x](x.png)\n"), []string{guide + ":9:1 missing-image"}},
		{"video without captions", with(map[string]string{guide: front + "## How {#how}\n\n![Talk](talk.mp4)\n", "content/en/guides/talk.mp4": "x"}), []string{guide + ":9:1 missing-captions"}},
		{"video with captions", with(map[string]string{guide: front + "## How {#how}\n\n![Talk](talk.mp4)\n", "content/en/guides/talk.mp4": "x", "content/en/guides/talk.vtt": "WEBVTT\n"}), nil},
		{"video and captions in capitals", with(map[string]string{guide: front + "## How {#how}\n\n![Talk](TALK.MP4)\n\n![Talk](Two.WebM)\n\n![Song](Song.MP3)\n", "content/en/guides/TALK.MP4": "x", "content/en/guides/talk.vtt": "WEBVTT\n",
			"content/en/guides/Two.WebM": "x", "content/en/guides/Two.VTT": "WEBVTT\n", "content/en/guides/Song.MP3": "x"}), nil},
		{"video in other capitals than its link", with(map[string]string{guide: front + "## How {#how}\n\n![Talk](talk.mp4)\n", "content/en/guides/TALK.MP4": "x"}), []string{guide + ":9:1 broken-link"}},
		// Markdown that became something else
		{"front matter in the text", guideWith("title: T\nsummary: S\n"), []string{guide + ":9:1 stays-text"}},
		{"code that does not end", guideWith("```\ncode\n"), []string{guide + ":9:1 open-code"}},
		{"callout without text", guideWith("> [!TIP]\n\nText.\n"), []string{guide + ":9:1 empty-callout"}},
		{"heading of a line of dashes", guideWith("A sentence.\n---\n"), []string{guide + ":9:1 accidental-heading"}},
		{"link to the preview", guideWith("[x](http://127.0.0.1:4000/guides/start.html)\n"), []string{guide + ":9:1 preview-link"}},
		{"link without text", guideWith("[](../sessions/first.md)\n"), []string{guide + ":9:1 empty-link"}},
		{"link without a bracket in the middle", guideWith("[x(../sessions/first.md) and\n[x]../sessions/first.md)\n"), []string{guide + ":9:1 stays-text", guide + ":10:1 stays-text"}},
		{"table that was pasted", guideWith("Name\tUnit\nAni\tSales\n"), []string{guide + ":9:1 no-table"}},
		{"text in the wrong encoding", guideWith("It\u00e2\u20ac\u2122s caf\u00c3\u00a9.\n"), []string{guide + ":9:3 wrong-encoding"}},
		{"letter that could not be read", guideWith("Caf\ufffd.\n"), []string{guide + ":9:4 wrong-encoding"}},
		{"control character in a text", guideWith("One\x0btwo.\n"), []string{guide + ":9:4 wrong-encoding"}},
		{"note without its colon", guideWith("Text[^1].\n\n[^1] Note\n"), []string{guide + ":11:1 missing-footnote"}},
		{"term with a space", guideWith("[x](term: cohort)\n"), []string{guide + ":9:1 stays-text"}},
		// values in another form
		{"minutes in words", replaced(first, "minutes: 30", "minutes: 30 minutes"), []string{first + ":4:10 wrong-type"}},
		{"topics with commas", replaced(guide, "topics: [feedback]", "topics: feedback, video"), []string{guide + ":5:9 bad-id"}},
		{"session among the guides", with(map[string]string{"content/en/guides/new.md": small()[first]}), []string{"content/en/guides/new.md:4:1 wrong-folder"}},
		{"guide among the sessions", with(map[string]string{"content/en/sessions/new.md": front + "Text.\n"}), []string{"content/en/sessions/new.md:4:1 wrong-folder"}},
		{"guide without a language", with(map[string]string{"content/guides/new.md": front + "Text.\n"}), []string{"content/guides/new.md:1:1 unknown-language"}},
		{"two steps of a plan with one id", line("{id: s2, session: first", "{id: s1, session: first"), []string{config + ":25:14 duplicate-id"}},
		{"file in UTF-16", with(map[string]string{guide: "\xff\xfe-\x00-\x00-\x00"}), []string{guide + ":1:1 not-text"}},
		{"text file of two endings", with(map[string]string{"content/en/guides/new.md.txt": front}), []string{"content/en/guides/new.md.txt:1:1 refused-file"}},
		{"front matter between two dashes", with(map[string]string{guide: "--\ntitle: T\n--\n"}), []string{guide + ":1:1 no-front-matter"}},
		{"recording", with(map[string]string{guide: front + "## How {#how}\n\n![Talk](talk.mp3)\n", "content/en/guides/talk.mp3": "x"}), nil},
		{"recording in the middle of a text", with(map[string]string{guide: front + "## How {#how}\n\nHear ![Talk](talk.mp3).\n", "content/en/guides/talk.mp3": "x"}), []string{guide + ":9:6 nested-player"}},
		{"video that is not there", guideWith("![Talk](talk.mp4)\n"), []string{guide + ":9:1 broken-link"}},
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

		// texts of which something would be lost
		{"more cells than the heading has", guideWith("| a | b |\n|---|---|\n| c | d | e |\n| f | g | |\n"), []string{guide + ":11:11 lost-cell"}},
		{"bar inside of code that splits a cell", guideWith("| a | b |\n|---|---|\n| c | `d|e` |\n"), []string{guide + ":11:10 lost-cell"}},
		{"bar inside of code that fills two cells", guideWith("| a | b |\n|---|---|\n| `d|e` |\n"), []string{guide + ":11:5 split-cell"}},
		{"definition of a link that nobody reads", guideWith("See [x][how].\n\n[how]: start.md\n[form]: ../forms/note.md\n"), []string{guide + ":12:1 unused-reference"}},
		{"two definitions of one link", guideWith("See [x][how].\n\n[how]: start.md\n[How]: ../forms/note.md\n"), []string{guide + ":12:1 duplicate-reference"}},
		{"remark that is the definition of a link", guideWith("See.\n\n[//]: # (to be checked)\n"), nil},
		{"footnote that nothing refers to", guideWith("See[^1].\n\n[^1]: Shown.\n[^2]: Not shown.\n"), []string{guide + ":12:1 unused-footnote"}},
		{"two footnotes of one name", guideWith("See[^1].\n\n[^1]: Shown.\n[^1]: Not shown.\n"), []string{guide + ":12:1 duplicate-footnote"}},
		{"conflict of git", guideWith("Before.\n\n<<<<<<< HEAD\nOurs [x][y].\n=======\nTheirs.\n>>>>>>> branch\n"), []string{guide + ":11:1 conflict"}},
		{"conflict of git that is shown as code", guideWith("```\n<<<<<<< HEAD\n=======\n>>>>>>> branch\n```\n"), nil},
		{"comment that is not closed", guideWith("Shown.\n\n<!-- never\n\nNot shown.\n"), []string{guide + ":11:1 open-comment"}},

		// markup that stayed text
		{"reference that is not defined", guideWith("See [the rules][rules].\n"), []string{guide + ":9:5 missing-reference"}},
		{"note that is not there", guideWith("See the rules[^1].\n"), []string{guide + ":9:14 missing-footnote"}},
		{"space in the path of a link", guideWith("See ![x](img/My photo.png) and [x](My form.docx).\n"), []string{guide + ":9:32 stays-text", guide + ":9:5 stays-text"}},
		{"space between the text and the path of a link", guideWith("See [x] (start.md).\n"), nil},
		{"space between the words and the path of a link", guideWith("See [here] (start.md).\n"), []string{guide + ":9:5 stays-text"}},
		{"link the wrong way round", guideWith("See (here)[start.md].\n"), []string{guide + ":9:11 stays-text"}},
		{"wiki link", guideWith("See [[Start here]].\n"), []string{guide + ":9:5 stays-text"}},
		{"stars beside punctuation", guideWith("**Note:**bring a pen.\n"), []string{guide + ":9:1 stays-text"}},
		{"stars that nothing closes", guideWith("**Note: bring a pen.\n"), []string{guide + ":9:1 stays-text"}},
		{"code that nothing ends", guideWith("Run `make and wait.\n"), []string{guide + ":9:5 stays-text"}},
		{"marked text", guideWith("A ==mark== and a :smile:.\n"), []string{guide + ":9:18 stays-text", guide + ":9:3 stays-text"}},
		{"container of Docusaurus", guideWith(":::note\nBring water.\n:::\n"), []string{guide + ":9:1 stays-text"}},
		{"admonition of MkDocs", guideWith("!!! note \"Remember\"\n    Bring a pen.\n"), []string{guide + ":9:1 stays-text"}},
		{"callout of Obsidian", guideWith("> [!info] Remember\n> Bring a pen.\n"), []string{guide + ":9:5 unknown-alert"}},
		{"shortcode of Hugo", guideWith("{{< video x >}}\n\n{% raw %}\n"), []string{guide + ":11:1 stays-text", guide + ":9:1 stays-text"}},
		{"diagram", guideWith("```mermaid\ngraph TD\n```\n"), []string{guide + ":9:4 stays-text"}},
		{"formula", guideWith("$$x^2$$\n"), []string{guide + ":9:1 stays-text"}},
		{"heading without a space", guideWith("##Heading\n"), []string{guide + ":9:1 stays-text"}},
		{"tasks outside of a list", guideWith("[ ] Bring a pen\n"), []string{guide + ":9:1 stays-text"}},
		{"bullets of Word", guideWith("• a pen\n• paper\n"), []string{guide + ":9:1 no-list"}},
		{"table with too few dashes", guideWith("| a | b |\n|---|\n| c | d |\n"), []string{guide + ":10:1 no-table"}},
		{"details with an attribute", guideWith("<details open>\n\nText\n\n</details>\n"), []string{guide + ":13:1 raw-html", guide + ":9:1 raw-html"}},
		{"brackets, stars and the like in prose", guideWith("[sic] arr[0] 10:30:45, see [1] and [1][2], a * b, $5 and $10, C:::, 2 ** 3, {x}, \\[a][b]\n\n> [!TIP] With a title\n> Press <kbd>Ctrl</kbd>, drink H<sub>2</sub>O.\n"), nil},
		{"name in a public text", guideWith("Thanks to Budi Kenanga.\n"), []string{guide + ":9:11 name-in-text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			builder.Project = generator.Project{Root: mapFS(c.files)}
			list, err := builder.Check(t.Context(), options(site.Public))
			if err != nil {
				t.Fatal(err)
			}
			got := places(list)
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

// replacedAll is replaced for several pieces of a file: old, new, old, new.
func replacedAll(name string, pieces ...string) map[string]string {
	files := small()
	for i := 0; i < len(pieces); i += 2 {
		if strings.Count(files[name], pieces[i]) != 1 {
			panic(pieces[i] + " does not occur once")
		}
		files[name] = strings.Replace(files[name], pieces[i], pieces[i+1], 1)
	}
	return files
}

// tuesdays closes every Tuesday of more than a year: the day of the small
// project's pair, from its second session on.
func tuesdays() string {
	var b strings.Builder
	for day, n := (schedule.Date{Year: 2026, Month: 11, Day: 24}), 0; n < 60; n++ {
		b.WriteString(day.AddDays(7*n).String() + ",")
	}
	return b.String()
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

// TestWhatIsBrokenIsShown breaks one value at a time and makes every page of
// what is left, as the preview does while somebody is typing.
func TestWhatIsBrokenIsShown(t *testing.T) {
	t.Parallel()
	value := regexp.MustCompile(`[a-z_]+: ([^\[\]{},\s][^\[\]{},\n]*)`)
	builder := &generator.Builder{}
	for _, name := range []string{"programs.yaml", "content/en/guides/start.md", "content/en/sessions/first.md", "content/en/forms/note.md"} {
		text := small()[name]
		for _, at := range value.FindAllStringSubmatchIndex(text, -1) {
			for _, typed := range []string{"", "x", "9999-12-31"} {
				change := fmt.Sprintf("%s becomes %q", text[at[0]:at[1]], typed)
				builder.Project = generator.Project{Root: mapFS(with(map[string]string{name: text[:at[2]] + typed + text[at[3]:]}))}
				portal, list, err := builder.Build(t.Context(), options(site.Organizers))
				if err != nil || portal == nil && !list.HasErrors() {
					t.Fatalf("%s: %v %v", change, err, places(list))
				}
				if portal == nil {
					continue
				}
				for _, a := range portal.Pages {
					made(t, change, a)
				}
			}
		}
	}
}

// made reports a page that cannot be made.
func made(t *testing.T, change string, a generator.Artifact) {
	t.Helper()
	defer func() {
		if problem := recover(); problem != nil {
			t.Errorf("%s: making %s ends with %v", change, a.Path, problem)
		}
	}()
	if list := a.Show(new(bytes.Buffer)); len(list) > 0 {
		t.Errorf("%s: %s: %v", change, a.Path, list[0].Message)
	}
}
