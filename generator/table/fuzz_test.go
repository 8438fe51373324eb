package table_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/table"
)

// check fails where a table is not what its documentation says.
func check(t *testing.T, name string, data []byte) *table.Table {
	t.Helper()
	got, err := table.Read(context.Background(), name, data, table.Options{})
	var refused *table.Refusal
	switch {
	case err == nil:
	case !errors.As(err, &refused) || refused.Hint == "" || !strings.HasPrefix(refused.Message, name):
		t.Fatalf("not a refusal that helps: %v", err)
	default:
		return nil
	}
	last := 0
	for _, row := range append([]table.Row{got.Header}, got.Rows...) {
		if row.Number <= last || len(row.Cells) != len(got.Header.Cells) {
			t.Fatalf("row %d after %d has %d cells, the header %d", row.Number, last, len(row.Cells), len(got.Header.Cells))
		}
		last = row.Number
		for i, cell := range row.Cells {
			checkCell(t, i, cell)
		}
	}
	if got.Groups != nil && len(got.Groups) != len(got.Header.Cells) {
		t.Fatalf("%d groups, %d headings", len(got.Groups), len(got.Header.Cells))
	}
	for _, p := range got.Problems {
		if p.Message == "" || p.Hint == "" || p.Row < 0 || p.Column < 0 {
			t.Fatalf("%+v", p)
		}
	}
	return got
}

func checkCell(t *testing.T, i int, cell table.Cell) {
	t.Helper()
	switch {
	case cell.Column != i+1:
		t.Fatalf("cell %d is in column %d", i, cell.Column)
	case cell.Text != strings.TrimSpace(cell.Text), !norm.NFC.IsNormalString(cell.Text), !utf8.ValidString(cell.Text):
		t.Fatalf("the text %q is not tidy", cell.Text)
	case strings.ContainsFunc(cell.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		t.Fatalf("the text %q has control characters", cell.Text)
	case cell.Kind == table.Date && cell.Time.IsZero():
		t.Fatalf("the date %q has no time", cell.Text)
	}
}

// seeds adds the files that the tests read.
func seeds(f *testing.F, pattern string) {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

func FuzzCSV(f *testing.F) {
	seeds(f, "testdata/*.csv")
	for _, data := range []string{"Nama,Unit\n\"Budi,HR\n\"Ayu\",\"IT\"\n", "sep=;\na;b\r\"\"\"c\r\n\"", "a\tb\n\x00\xff;\n", "\xff\xfea\x00,\x00b\x00", "Total,,\n*x\n,,\n"} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) { check(t, "a.csv", data) })
}

// FuzzEncodings reads a text in each encoding that has it: all have to be one.
func FuzzEncodings(f *testing.F) {
	for _, text := range []string{"Jürgen", "Søren;Ærø", "李雷😀", "“Ole” – 5 €", "\u0000", "a\nb", "é"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\"\ufeff\x00") {
			t.Skip()
		}
		text = "Nama lengkap;Unit kerja\nBudi Santoso;\"" + text + "\"\n"
		plain := check(t, "a.csv", []byte("\ufeff"+text))
		if plain == nil {
			t.Skip()
		}
		same := func(encoding, data string) {
			if got := check(t, "a.csv", []byte(data)); got == nil || show(got) != show(plain) {
				t.Errorf("%s: %q is read otherwise than\n%s", encoding, data, show(plain))
			}
		}
		same("UTF-8", text)
		same("UTF-16LE", "\xff\xfe"+wide(text, false))
		same("UTF-16BE", "\xfe\xff"+wide(text, true))
		if narrow, err := charmap.Windows1252.NewEncoder().String(text); err == nil && !utf8.ValidString(narrow) {
			got := check(t, "a.csv", []byte(narrow))
			if len(plain.Problems) == 0 && len(got.Problems) == 0 && texts(got) != texts(plain) {
				t.Errorf("Windows-1252: got\n%swant\n%s", texts(got), texts(plain))
			}
		}
	})
}

// texts writes the texts of a table alone.
func texts(t *table.Table) string {
	return show(&table.Table{Header: t.Header, Rows: t.Rows})
}

// FuzzXLSX reads workbooks whose parts anybody may have written.
func FuzzXLSX(f *testing.F) {
	const sheet = `<cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Unit</t></is></c></row>` +
		`<row r="2" hidden="1"><c r="A2" t="b"><v>1</v></c><c r="B2" s="1"><f>1+1</f><v>45000.5</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-09-01</v></c></row></sheetData>` +
		`<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>`
	const strings = `<si><t>Nama</t></si><si><r><t>a</t></r></si>`
	const styles = `<numFmts count="1"><numFmt numFmtId="164" formatCode="[$-421]dd mmmm yyyy;@"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`
	f.Add(sheet, strings, styles)
	f.Add(`<sheetData><row><c t="s"><v>9</v></c></row><row r="3"><c s="7"><v>1e300</v></c></row></sheetData>`, "", "")
	f.Add(`<sheetData><row r="1"><c r="A1" s="1"><v>-0.5</v></c></row></sheetData>`, strings, `<cellXfs><xf numFmtId="46"/><xf numFmtId="47" fontId="3" fillId="9" borderId="9" applyFill="1" applyFont="1" applyBorder="1"/></cellXfs>`)
	f.Fuzz(func(t *testing.T, sheet, strings, styles string) {
		const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		check(t, "a.xlsx", []byte(parts(t, sheet, map[string]string{
			"xl/sharedStrings.xml": `<sst xmlns="` + main + `">` + strings + `</sst>`,
			"xl/styles.xml":        `<styleSheet xmlns="` + main + `">` + styles + `</styleSheet>`,
		})))
	})
}

// FuzzZIP reads files that look like workbooks from outside.
func FuzzZIP(f *testing.F) {
	seeds(f, "testdata/*.xlsx")
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, "a.xlsx", data) })
}
