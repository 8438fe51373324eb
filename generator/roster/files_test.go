package roster_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"mentorbook/generator/diag"
	"mentorbook/generator/roster"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

var update = flag.Bool("update", false, "write what comes out into the files in testdata")

// now is the day of all imports here.
var now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// programs is the project that the tables in testdata come into.
const programs = `site:
  title: {en: Small playbook, id: Buku kecil}
  languages: [id, en]
  timezone: Asia/Jakarta
topics:
  video: {en: Short video, id: Video pendek, synonyms: [reels, tiktok]}
  numbers: {en: "Data, charts and numbers", id: "Data, grafik, dan angka", synonyms: [excel]}
  feedback: {en: Feedback culture, id: Budaya umpan balik}
  ai: {en: AI at work, id: AI di tempat kerja}
  agile: {en: Agile ways of working, id: Cara kerja tangkas}
people: private:people.yaml
programs:
  - id: social
    title: {en: Social media, id: Media sosial}
    type: reverse
    track: social-media
    purpose: {en: Learn together., id: Belajar bersama.}
    plan:
      - {id: s1, session: first, at: P0W}
    cohorts:
      - id: 2027a
        starts: 2027-01-04
        ends: 2027-06-25
`

const session = "---\ntitle: First\nsummary: First.\nminutes: 30\nagenda: [{minutes: 30, lead: both, step: Talk}]\nversion: 1\n---\nText.\n"

// files is a project in memory.
type files map[string]string

// project returns the project with what is in its private folder.
func project(private files) source.Project {
	out := source.Project{
		Root: fstest.MapFS{
			"programs.yaml":                {Data: []byte(cmp.Or(private["programs.yaml"], programs))},
			"content/id/index.md":          {Data: []byte("---\ntitle: Home\nsummary: Home.\nversion: 1\n---\nText.\n")},
			"content/id/sessions/first.md": {Data: []byte(session)},
		},
		Private: fstest.MapFS{},
	}
	for name, text := range private {
		if name != "programs.yaml" {
			out.Private.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

// dice returns bytes that are the same in each run.
func dice(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// imported reads a table for a project.
func imported(p source.Project, r roster.Request, name string, data []byte) (*roster.Import, error) {
	read, err := table.Read(context.Background(), name, data, table.Options{})
	if err != nil {
		return nil, err
	}
	r.Path, r.Table = name, read
	if r.Random == nil {
		r.Random = dice(0)
	}
	out, list, err := roster.New(context.Background(), p, site.Options{Now: now}, r)
	if err == nil && out == nil {
		var text strings.Builder
		diag.Print(&text, list, diag.Text, diag.PrintOptions{})
		err = fmt.Errorf("the project: %s", text.String())
	}
	return out, err
}

// written returns what is in the private folder, and programs.yaml, once the files
// of an import are written.
func (f files) written(out *roster.Import) files {
	after := files{}
	for name, text := range f {
		after[name] = text
	}
	for _, file := range out.Files {
		after[strings.TrimPrefix(file.Path, source.PrivatePrefix)] = string(file.Data)
	}
	return after
}

// example is a table in testdata: what is asked, the table, what the private folder
// holds, and what is to come out.
type example struct {
	request  roster.Request
	table    string
	data     []byte
	private  files
	want     string
	wantYAML files
}

func readExample(t *testing.T, name string) (*txtar.Archive, example) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	x := example{private: files{}, wantYAML: files{}}
	form := ""
	for line := range strings.Lines(string(archive.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "kind":
			x.request.Kind = value
		case "role":
			x.request.Role = value
		case "form":
			form = value
		}
	}
	x.request.Program, x.request.Cohort = "social", "2027a"
	for _, f := range archive.Files {
		switch folder, rest, _ := strings.Cut(f.Name, "/"); {
		case f.Name == "want":
			x.want = string(f.Data)
		case folder == "hr":
			x.private[rest] = string(f.Data)
		case folder == "want":
			x.wantYAML[rest] = string(f.Data)
		case f.Name == "map.yaml":
			m, list := source.ReadImportMap(&diag.File{Path: f.Name, Data: f.Data})
			if list.HasErrors() {
				t.Fatal(list)
			}
			x.request.Map = m
		default:
			x.table, x.data = f.Name, inForm(t, f.Data, form)
		}
	}
	return archive, x
}

// inForm returns a table as other programs write it.
func inForm(t *testing.T, data []byte, form string) []byte {
	t.Helper()
	switch form {
	case "utf-16":
		out := []byte{0xff, 0xfe}
		for _, unit := range utf16.Encode([]rune(string(data))) {
			out = append(out, byte(unit), byte(unit>>8))
		}
		return out
	case "windows-1252":
		out, err := charmap.Windows1252.NewEncoder().Bytes(data)
		if err != nil {
			t.Fatal(err)
		}
		return out
	case "xlsx":
		return workbook(t, data)
	}
	return data
}

// workbook makes a workbook of a CSV: dates and numbers become what Excel has for
// them.
func workbook(t *testing.T, data []byte) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, text := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var number float64
			if day, err := time.Parse("2006-01-02 15:04:05", text); err == nil {
				f.SetCellValue("Sheet1", at, day)
				f.SetCellStyle("Sheet1", at, at, style)
			} else if n, _ := fmt.Sscanf(text, "%g", &number); n == 1 && fmt.Sprint(number) == text {
				f.SetCellValue("Sheet1", at, number)
			} else {
				f.SetCellValue("Sheet1", at, text)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTablesThatComeIn holds tables as form tools and HR systems export them to
// what they change.
func TestTablesThatComeIn(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 20 {
		t.Fatalf("there are %d examples (%v)", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, x := readExample(t, name)
			out, err := imported(project(x.private), x.request, x.table, x.data)
			if err != nil {
				t.Fatal(err)
			}
			got, after := told(out), x.private.written(out)
			if *update {
				updateExample(t, name, archive, got, out)
				return
			}
			if got != x.want {
				t.Errorf("got\n%s\nwant\n%s", got, x.want)
			}
			for _, file := range out.Files {
				name := strings.TrimPrefix(file.Path, source.PrivatePrefix)
				if string(file.Data) != x.wantYAML[name] {
					t.Errorf("%s is\n%s\nwant\n%s", name, file.Data, x.wantYAML[name])
				}
			}
			if len(out.Files) != len(x.wantYAML) {
				t.Errorf("%d files, want %d", len(out.Files), len(x.wantYAML))
			}
			if !out.Wrong() {
				changesNothingAgain(t, x, after)
			}
		})
	}
}

// changesNothingAgain imports a table once more.
func changesNothingAgain(t *testing.T, x example, after files) {
	t.Helper()
	x.request.Random = dice(99)
	again, err := imported(project(after), x.request, x.table, x.data)
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Files) > 0 || len(again.Changes) > 0 || again.Wrong() {
		t.Errorf("a second time, it changes %v, with %v", again.Changes, again.Problems)
	}
}

func updateExample(t *testing.T, name string, archive *txtar.Archive, got string, out *roster.Import) {
	t.Helper()
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" || strings.HasPrefix(f.Name, "want/") })
	archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
	for _, file := range out.Files {
		archive.Files = append(archive.Files, txtar.File{Name: "want/" + strings.TrimPrefix(file.Path, source.PrivatePrefix), Data: file.Data})
	}
	if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}

// told is an import as a text.
func told(out *roster.Import) string {
	var w strings.Builder
	fmt.Fprintf(&w, "%d rows\n", out.Rows)
	for _, n := range out.Notes {
		fmt.Fprintf(&w, "note %d:%d %s\n", n.Row, n.Column, n.Message)
	}
	for _, c := range out.Columns {
		fmt.Fprintf(&w, "column %d %s: %s\n", c.Number, strings.ReplaceAll(c.Header, "\n", " "), c.TakenFor)
	}
	for _, c := range out.Ignored {
		fmt.Fprintf(&w, "ignored %d %s: %s\n", c.Number, strings.ReplaceAll(c.Header, "\n", " "), c.Reason)
	}
	for _, c := range out.Changes {
		what := "changes " + strings.Join(c.Fields, " ")
		if c.New {
			what = "adds"
		}
		fmt.Fprintf(&w, "row %d %s %s %s\n", c.Row, c.List, c.ID, what)
	}
	for _, id := range out.Gone {
		fmt.Fprintf(&w, "gone %s\n", id)
	}
	for _, p := range out.Problems {
		fmt.Fprintf(&w, "%s %d:%d %s (%s)\n", p.Severity, p.Row, p.Column, p.Message, p.Hint)
	}
	for _, word := range out.Unknown {
		fmt.Fprintf(&w, "unknown %s %s\n", word.List, word.Item)
	}
	return w.String()
}

// TestFilesOfOtherPrograms imports the files that package table is tested with.
func TestFilesOfOtherPrograms(t *testing.T) {
	names, err := filepath.Glob("../table/testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		base := filepath.Base(name)
		if filepath.Ext(name) == ".want" {
			continue
		}
		t.Run(base, func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			out, err := imported(project(nil), roster.Request{Kind: "people"}, base, data)
			if err != nil {
				got = err.Error() + "\n"
			} else {
				got = told(out) + "\n" + files{}.written(out)["people.yaml"]
			}
			golden := filepath.Join("testdata", "files", base+".want")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil || string(want) != got {
				t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
			}
		})
	}
}
