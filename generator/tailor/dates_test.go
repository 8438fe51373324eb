package tailor_test

import (
	"testing"
	"testing/fstest"

	"mentorbook/generator/schedule"
	"mentorbook/generator/tailor"
)

// TestStarterRunsNow starts a project that was written for a Monday on other
// days: dates move by whole weeks, never so far that a cohort is yet to begin,
// and what a text tells of the past stays.
func TestStarterRunsNow(t *testing.T) {
	starter := fstest.MapFS{
		"programs.yaml":    {Data: []byte("starts: 2026-11-23 # 2026-11-23T10:00\n")},
		"content/en/a.md":  {Data: []byte("---\ntitle: 2026-11-23\nreview_by: 2026-11-23\n---\nOn 2026-11-23.\n\n---\n\nreview_by: 2026-11-23\n")},
		"content/en/a.svg": {Data: []byte("<svg><!-- 2026-11-23 --></svg>")},
	}
	for day, want := range map[string]string{
		"2026-11-23": "2026-11-23", "2026-11-29": "2026-11-23", "2026-11-30": "2026-11-30",
		"2026-11-22": "2026-11-16", "2026-11-16": "2026-11-16", "2026-11-15": "2026-11-09",
	} {
		files, err := tailor.Starter(starter, date(t, "2026-11-23"), date(t, day), tailor.Company{})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, f := range files {
			if f.Was != nil {
				t.Errorf("%s replaces a file", f.Path)
			}
			got[f.Path] = string(f.Data)
		}
		for name, text := range map[string]string{
			"programs.yaml":    "starts: " + want + " # " + want + "T10:00\n",
			"content/en/a.md":  "---\ntitle: 2026-11-23\nreview_by: " + want + "\n---\nOn 2026-11-23.\n\n---\n\nreview_by: 2026-11-23\n",
			"content/en/a.svg": "<svg><!-- 2026-11-23 --></svg>",
		} {
			if got[name] != text {
				t.Errorf("on %s, %s is\n%s\nwant\n%s", day, name, got[name], text)
			}
		}
	}
}

func date(t *testing.T, day string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
