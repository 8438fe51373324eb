package generator_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// now is the day that the test projects and the starter are written for.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// small is a valid project with one of everything. Tests change it.
func small() map[string]string {
	return map[string]string{
		"programs.yaml": `site:
  title: {en: Small playbook, id: Buku kecil}
  languages: [en, id]
  contact: mentoring@small.example
  timezone: Asia/Jakarta
topics:
  feedback: {en: Feedback, id: Umpan balik, synonyms: [comments]}
  video: {en: Short video, id: Video pendek}
glossary:
  cohort: {term: {en: Cohort, id: Angkatan}, definition: {en: A run., id: Satu putaran.}}
people:
  - {id: p1, name: Ani Melati, unit: Sales, languages: [id, en], level: 2, offers: [{topic: video, depth: 2}], directory: {audience: public, date: 2026-09-01}}
  - {id: p2, name: Budi Kenanga, unit: Board, languages: [id], level: 8, wants: [{topic: video, priority: 1}], email: budi@small.example}
  - {id: p3, name: Citra Cempaka, unit: Sales, languages: [en], level: 2, offers: [{topic: feedback}]}
  - {id: p4, name: Dodi Flamboyan, unit: Board, languages: [en], level: 7, wants: [{topic: feedback}]}
programs:
  - id: social
    title: {en: Social media, id: Media sosial}
    type: reverse
    track: social-media
    purpose: {en: Learn together., id: Belajar bersama.}
    guides: [start]
    plan:
      - {id: s1, session: first, at: P0W}
      - {id: s2, session: first, at: 3 weeks}
    milestones:
      [{id: agreed, title: {en: Agreement signed, id: Kesepakatan ditandatangani}, scope: pair, owner: both, at: P1W}, {id: kickoff, title: {en: Kick-off, id: Pembukaan}, scope: program, owner: organizer, at: P0W}]
    cohorts:
      - id: 2026a
        starts: 2026-11-02
        ends: 2027-03-31
        registration: {opens: 2026-10-01, closes: 2026-10-20}
        closed_dates: [2026-12-25, {from: 2026-12-28, to: 2027-01-01, title: {en: Year end, id: Akhir tahun}}]
        pairings:
          - id: pair-7k
            mentor: p1
            mentee: p2
            topics: [video]
            status: active
            accepted: {mentor: 2026-10-20, mentee: 2026-10-21}
            slot: {day: tue, time: "10:00"}
            sessions:
              - {id: s1, status: done}
  - id: voices
    title: {en: Voices, id: Suara}
    type: reverse
    track: diversity
    purpose: {en: Listen., id: Mendengar.}
    support: [{title: {en: Care line, id: Layanan}, url: "tel:+62000"}]
    plan: [{id: s1, session: first, at: P1W}]
    cohorts:
      - id: 2026a
        starts: 2026-11-02
        ends: 2027-03-31
        pairings:
          - {id: pair-9z, mentor: p3, mentee: p4, topics: [feedback], status: proposed}
`,
		"content/en/index.md":          "---\ntitle: Welcome\nsummary: Start here.\nversion: 1\n---\nRead the [guide](guides/start.md#how) or [join](program:social).\n",
		"content/id/index.md":          "---\ntitle: Selamat datang\nsummary: Mulai di sini.\ntranslates: 1\n---\nBaca [panduan](guides/start.md#how).\n",
		"content/en/guides/start.md":   "---\ntitle: Getting started\nsummary: The first steps.\nkind: article\ntopics: [feedback]\nversion: 1\n---\n## How {#how}\n\nAgree with your [mentor](term:cohort). See the [first session](session:first).\n",
		"content/id/guides/start.md":   "---\ntitle: Memulai\nsummary: Langkah pertama.\nkind: article\ntopics: [feedback]\ntranslates: 1\n---\n## Caranya {#how}\n\nSepakati dulu.\n",
		"content/en/sessions/first.md": "---\ntitle: First session\nsummary: Meet.\nminutes: 30\nagenda:\n  - {minutes: 10, lead: mentor, step: Welcome}\n  - {minutes: 20, lead: both, step: Stories}\nversion: 1\n---\nTalk.\n",
		"content/id/sessions/first.md": "---\ntitle: Sesi pertama\nsummary: Bertemu.\nminutes: 30\nagenda:\n  - {minutes: 10, lead: mentor, step: Pembuka}\n  - {minutes: 20, lead: both, step: Cerita}\ntranslates: 1\n---\nBicara.\n",
		"content/en/forms/note.md":     "---\ntitle: Note\nsummary: Write.\nfields: [{id: a, label: What, type: long}]\nversion: 1\n---\nFill.\n",
		"content/id/forms/note.md":     "---\ntitle: Catatan\nsummary: Tulis.\nfields: [{id: a, label: Apa, type: long}]\ntranslates: 1\n---\nIsi.\n",
	}
}

// with returns the small project with files changed; an empty text removes one.
func with(changes map[string]string) map[string]string {
	files := small()
	maps.Copy(files, changes)
	return files
}

// themed returns the small project with a theme of its own that has one asset.
func themed(asset, data string) map[string]string {
	files := replaced("programs.yaml", "  timezone: Asia/Jakarta", "  theme: acme\n  timezone: Asia/Jakarta")
	files["themes/acme/assets/"+asset] = data
	return files
}

// replaced returns the small project with one piece of a file replaced.
func replaced(name, old, new string) map[string]string {
	files := small()
	if strings.Count(files[name], old) != 1 {
		panic(fmt.Sprintf("%q occurs %d times in %s", old, strings.Count(files[name], old), name))
	}
	files[name] = strings.Replace(files[name], old, new, 1)
	return files
}

func mapFS(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return fsys
}

func options(a site.Audience) generator.Options {
	return generator.Options{Audience: a, Now: now}
}

// runs are the options for the edition of those who run a sensitive program.
func runs(program string) generator.Options {
	return generator.Options{Audience: site.Organizers, IncludeSensitive: []string{program}, Now: now}
}

// check returns every diagnostic of a project as "path:line:column code".
func check(t *testing.T, project fs.FS, private fs.FS) []string {
	t.Helper()
	list, err := generator.Check(context.Background(), generator.Project{Root: project, Private: private}, options(site.Public))
	if err != nil {
		t.Fatal(err)
	}
	return places(list)
}

func places(list diag.List) []string {
	var out []string
	for _, d := range list {
		start, _ := d.Span.Positions()
		path := "-"
		if d.Span.File != nil {
			path = d.Span.File.Path
		}
		out = append(out, fmt.Sprintf("%s:%d:%d %s", path, start.Line, start.Column, d.Code))
	}
	return out
}

// artifacts returns every file of a portal.
func artifacts(t testing.TB, portal *generator.Portal) []generator.Artifact {
	t.Helper()
	all, err := portal.Artifacts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}
