package report_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/patch"
	"mentorbook/generator/report"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Lists of a project in which p1 and p2 are past their time, and others wish for
// them.
var lists = map[string]string{
	"people": `- {id: p1, name: Ani Melati, unit: U, languages: [en], level: 1, offers: [{topic: video}], prefer: [p2]}
- {id: p2, name: Budi Kenanga, unit: V, languages: [en], level: 8, wants: [{topic: video}]}
- {id: p3, name: Citra Cempaka, unit: W, languages: [en], level: 8, wants: [{topic: video}], avoid: [p2], prefer: [p1]}
`,
	"old-signups": `- {person: p1, role: mentor}
- {person: p2, role: mentee, choices: [p1]}
`,
	"old-pairs": `- {id: pair-1, mentor: p1, mentee: p2, topics: [video], status: completed, accepted: {mentor: 2026-01-05, mentee: 2026-01-05}}
`,
	"new-signups": `- {person: p3, role: mentee, choices: [p1]}
`,
}

// withLists is the project, with some of the lists in the private folder and the
// others in programs.yaml.
func withLists(private ...string) map[string][]byte {
	files := map[string][]byte{}
	programs := `site: {title: T, languages: [en]}
topics: {video: {en: V}}
people: <people>
programs:
  - id: social
    title: T
    type: reverse
    track: custom
    purpose: P
    plan: [{id: s1, session: first, at: P0W}]
    cohorts:
      - {id: old, starts: 2026-01-05, ends: 2026-05-29, signups: <old-signups>, pairings: <old-pairs>}
      - {id: new, starts: 2028-01-03, ends: 2028-05-29, signups: <new-signups>}
`
	for name, list := range lists {
		inline := "[" + strings.TrimPrefix(strings.ReplaceAll(strings.TrimSpace(list), "\n- ", ", "), "- ") + "]"
		for _, p := range private {
			if p == name {
				files["private:"+name+".yaml"] = []byte(list)
				inline = `"private:` + name + `.yaml"`
			}
		}
		programs = strings.Replace(programs, "<"+name+">", inline, 1)
	}
	files["programs.yaml"] = []byte(programs)
	return files
}

func purgeOf(t *testing.T, files map[string][]byte) *report.Purge {
	t.Helper()
	root, private := project("").(fstest.MapFS), fstest.MapFS{}
	for name, data := range files {
		if name, is := strings.CutPrefix(name, source.PrivatePrefix); is {
			private[name] = &fstest.MapFile{Data: data}
		} else {
			root[name] = &fstest.MapFile{Data: data}
		}
	}
	out, list, err := report.NewPurge(context.Background(), source.Project{Root: root, Private: private}, site.Options{Now: time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil || out == nil {
		t.Fatalf("no purge: %v %v", err, list)
	}
	return out
}

func apply(t *testing.T, files map[string][]byte, changes []patch.File) map[string][]byte {
	t.Helper()
	files = maps.Clone(files)
	for _, c := range changes {
		if string(files[c.Path]) != string(c.Was) {
			t.Fatalf("%s is not what it is to be replaced as:\n%s\nand\n%s", c.Path, files[c.Path], c.Was)
		}
		files[c.Path] = c.Data
	}
	return files
}

// A purge that ends between any two files leaves a project whose mistakes, if
// any, the next one takes for its own, and that one ends the work.
func TestPurgeThatEndsHalfwayIsEnded(t *testing.T) {
	for n, private := range [][]string{
		{"people", "old-signups", "old-pairs", "new-signups"},
		{"people"}, {"new-signups"}, {"old-signups", "old-pairs"}, {"people", "old-signups"}, {"people", "new-signups"}, {},
	} {
		t.Run(fmt.Sprint(n, private), func(t *testing.T) {
			begin := withLists(private...)
			whole := purgeOf(t, begin)
			end := apply(t, begin, whole.Files)
			for name, data := range end {
				if strings.Contains(strings.NewReplacer("unit: P", "").Replace(string(data)), "p1") || strings.Contains(string(data), "p2") {
					t.Fatalf("somebody is left in %s:\n%s", name, data)
				}
			}
			for done := range whole.Files {
				halfway := apply(t, begin, whole.Files[:done])
				rest := purgeOf(t, halfway)
				for name, data := range apply(t, halfway, rest.Files) {
					if string(data) != string(end[name]) {
						t.Errorf("after %d of %d files, %s ends as\n%s\nnot as\n%s", done, len(whole.Files), name, data, end[name])
					}
				}
			}
		})
	}
}
