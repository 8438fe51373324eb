package table_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"mentorbook/generator/table"
)

// read reads a file that must be readable.
func read(t *testing.T, name, data string) *table.Table {
	t.Helper()
	got, err := table.Read(context.Background(), name, []byte(data), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// refusal returns why a file cannot be read.
func refusal(t *testing.T, name, data string, o table.Options) string {
	t.Helper()
	got, err := table.Read(context.Background(), name, []byte(data), o)
	var refused *table.Refusal
	switch {
	case err == nil:
		t.Fatalf("was read:\n%s", show(got))
	case !errors.As(err, &refused):
		t.Fatalf("not a refusal: %v", err)
	case refused.Message == "" || refused.Hint == "":
		t.Fatalf("a refusal without message or hint: %v", err)
	}
	return err.Error()
}

// show writes all that a table says.
func show(t *table.Table) string {
	var out strings.Builder
	if t.Name != "" {
		fmt.Fprintf(&out, "sheet %s\n", t.Name)
	}
	if t.Groups != nil {
		fmt.Fprintf(&out, "groups %s\n", strings.Join(t.Groups, "|"))
	}
	for _, row := range append([]table.Row{t.Header}, t.Rows...) {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, showCell(cell))
		}
		fmt.Fprintf(&out, "%d %s\n", row.Number, strings.Join(cells, "|"))
	}
	for _, p := range t.Problems {
		fmt.Fprintf(&out, "%d:%d: %s: %s; %s\n", p.Row, p.Column, p.Severity, p.Message, p.Hint)
	}
	for _, n := range t.Notes {
		fmt.Fprintf(&out, "%d:%d: note: %s\n", n.Row, n.Column, n.Message)
	}
	return out.String()
}

func showCell(cell table.Cell) string {
	text := strings.ReplaceAll(cell.Text, "\n", "⏎")
	if cell.Kind != table.Text {
		text += " (" + [...]string{"text", "number", "date", "bool", "formula", "error"}[cell.Kind] + ")"
	}
	if !cell.Time.IsZero() {
		text += " <" + strings.TrimSuffix(cell.Time.Format("2006-01-02 15:04:05"), " 00:00:00") + ">"
	}
	return text
}

// want compares what a table says with lines, of which white space before them is
// not part.
func want(t *testing.T, got *table.Table, lines string) {
	t.Helper()
	var wanted strings.Builder
	for line := range strings.SplitSeq(lines, "\n") {
		if line = strings.TrimLeft(line, "\t "); line != "" {
			wanted.WriteString(line + "\n")
		}
	}
	if shown := show(got); shown != wanted.String() {
		t.Errorf("got\n%swant\n%s", shown, &wanted)
	}
}

// book makes a workbook whose first sheet is called Data.
func book(t testing.TB, make func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "Data"); err != nil {
		t.Fatal(err)
	}
	make(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// rows writes rows into a sheet, from A1 on.
func rows(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
}

// parts makes a workbook of the XML of its only sheet, as other programs write
// them, and of further parts that take the place of the usual ones.
func parts(t testing.TB, sheet string, further map[string]string) string {
	t.Helper()
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	all := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns="` + main + `" xmlns:r="` + relations + `"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relations +
			`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="` + main + `">` + sheet + `</worksheet>`,
	}
	for name, content := range further {
		all[name] = content
	}
	return archive(t, all)
}

func archive(t testing.TB, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range files {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(content))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
