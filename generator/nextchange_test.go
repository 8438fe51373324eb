package generator_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/report"
)

// TestNextChangeIsTrue rebuilds a project on each of twenty days: nothing
// changes but on the days that the status names.
func TestNextChangeIsTrue(t *testing.T) {
	files := plainProject(t)
	programs := files["programs.yaml"]
	programs.Data = bytes.Replace(programs.Data, []byte("{opens: 2026-10-01, closes: 2026-10-20}"), []byte("{opens: 2026-11-25, closes: 2026-11-30}"), 1)
	for name, text := range map[string]string{
		"content/en/soon.md":  "---\ntitle: Soon\nsummary: S.\npublish: 2026-12-03\nexpire: 2026-12-08\n---\n",
		"content/en/later.md": "---\ntitle: Later\nsummary: S.\ndraft: true\npublish: 2026-12-05\n---\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	built := func(day time.Time) string {
		portal, list, err := generator.Build(context.Background(), generator.Project{Root: files}, generator.Options{Now: day})
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		var out []string
		for name, data := range render(t, portal.Pages) {
			out = append(out, name+"\n"+string(data))
		}
		slices.Sort(out)
		return strings.Join(out, "\n")
	}
	announced := func(day time.Time) *report.Day {
		s, list, err := report.NewStatus(context.Background(), generator.Project{Root: files}, generator.Options{Now: day})
		if err != nil || s == nil {
			t.Fatalf("no status: %v %v", err, places(list))
		}
		return s.NextChange
	}
	day := now
	before, next := built(day), announced(day)
	changes := 0
	for range 20 {
		day = day.AddDate(0, 0, 1)
		after := built(day)
		due := next != nil && next.String() == day.Format(time.DateOnly)
		if changed := before != after; changed != due {
			t.Errorf("%s: the pages changed: %v; the status named %v", day.Format(time.DateOnly), changed, next)
		}
		if due {
			changes++
		}
		before, next = after, announced(day)
	}
	if changes != 4 { // a registration opens and closes, a page comes and goes
		t.Errorf("%d changes were announced", changes)
	}
	if next != nil {
		t.Errorf("a change is announced for %s, after all", next)
	}
}
