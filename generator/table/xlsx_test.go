package table_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"mentorbook/generator/table"
)

// styled gives a cell a number format.
func styled(t testing.TB, f *excelize.File, cell, format string) {
	t.Helper()
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Data", cell, cell, style); err != nil {
		t.Fatal(err)
	}
}

func TestWorkbookTextsAndNumbers(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"Nama", "NIP", "Telepon", "Aktif", "Nilai"},
			[]any{" Budi ", 123, 6281234567890, true, 0.5},
			[]any{"Jose\u0301\nMaria", 45, 123456789012.0, false, 0.1 + 0.2},
			[]any{"Ayu", 3174012345678901.0, 81234567890, "ya", 1234.5},
			[]any{"Dewi", -7, 62812, "", 12})
		styled(t, f, "B2", "00000")
		styled(t, f, "C2", "0.00E+00")
		styled(t, f, "C3", "##0.0E+0")
		styled(t, f, "C4", "@")
		styled(t, f, "C5", "General")
		styled(t, f, "E2", "0%")
		styled(t, f, "E4", "#,##0.00")
		styled(t, f, "E5", ";;;")
		styled(t, f, "A4", ";;;")
		if err := f.SetCellRichText("Data", "A5", []excelize.RichTextRun{{Text: "De"}, {Text: "wi", Font: &excelize.Font{Bold: true}}}); err != nil {
			t.Fatal(err)
		}
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|NIP|Telepon|Aktif|Nilai
		2 Budi|00123 (number)|6281234567890 (number)|TRUE (bool)|50% (number)
		3 José⏎Maria|45 (number)|123456789012 (number)|FALSE (bool)|0.3 (number)
		4 Ayu|3174012345678900 (number)|81234567890 (number)|ya|1,234.50 (number)
		5 Dewi|-7 (number)|62812 (number)||12 (number)
		4:1: warning: the format of the cell hides its value, which was read; look whether it is meant
		4:2: warning: the number has more than 15 digits; spreadsheets keep 15, and write 0 for the rest; format the column as text and write the number anew
		5:5: warning: the format of the cell hides its value, which was read; look whether it is meant
	`)
}

func TestWorkbookFormatsThatAllFilesShare(t *testing.T) {
	data := parts(t, `<sheetData><row r="1"><c r="A1" t="str"><v>Nilai</v></c></row>
		<row r="2"><c r="A2" s="1"><v>123456789012</v></c></row><row r="3"><c r="A3" s="2"><v>123456789012</v></c></row>
		<row r="4"><c r="A4" s="3"><v>1.5</v></c></row><row r="5"><c r="A5" s="4"><v>0.5</v></c></row></sheetData>`,
		map[string]string{"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf/><xf numFmtId="11"/><xf numFmtId="48"/><xf numFmtId="46"/><xf numFmtId="9"/></cellXfs></styleSheet>`})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nilai
		2 123456789012 (number)
		3 123456789012 (number)
		4 36:00 (number)
		5 50% (number)
	`)
}

func TestWorkbookDates(t *testing.T) {
	day := time.Date(2026, 9, 1, 9, 30, 0, 0, time.UTC)
	fill := func(f *excelize.File) {
		rows(t, f, "Data", []any{"Nama", "Lahir", "Mulai", "Jam", "Lama", "Salah"},
			[]any{"Budi", time.Date(1990, 8, 17, 0, 0, 0, 0, time.UTC), day, 0.375, 1.5, -3},
			[]any{"Ayu", day, day, day, day, 3e7})
		styled(t, f, "B2", "[$-421]dd mmmm yyyy")
		styled(t, f, "C2", "dd/mm/yyyy hh:mm")
		styled(t, f, "D2", "hh:mm")
		styled(t, f, "E2", "[h]:mm")
		styled(t, f, "F2", "yyyy-mm-dd")
		styled(t, f, "F3", "yyyy-mm-dd")
		for i, builtIn := range []int{14, 15, 22, 20} {
			style, _ := f.NewStyle(&excelize.Style{NumFmt: builtIn})
			cell, _ := excelize.CoordinatesToCellName(i+2, 3)
			if err := f.SetCellStyle("Data", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
	}
	const lines = `
		sheet Data
		1 Nama|Lahir|Mulai|Jam|Lama|Salah
		2 Budi|1990-08-17 (date) <1990-08-17>|2026-09-01 09:30:00 (date) <2026-09-01 09:30:00>|09:00:00 (date) <DAY0 09:00:00>|36:00 (number)|-3 (number)
		3 Ayu|2026-09-01 09:30:00 (date) <2026-09-01 09:30:00>|2026-09-01 09:30:00 (date) <2026-09-01 09:30:00>|2026-09-01 09:30:00 (date) <2026-09-01 09:30:00>|2026-09-01 09:30:00 (date) <2026-09-01 09:30:00>|30000000 (number)
		2:6: warning: the number in the cell is formatted as a date, but there is no such day; write it anew
		3:6: warning: the number in the cell is formatted as a date, but there is no such day; write it anew
	`
	t.Run("from 1900", func(t *testing.T) {
		want(t, read(t, "people.xlsx", book(t, fill)), strings.ReplaceAll(lines, "DAY0", "1899-12-30"))
	})
	t.Run("from 1904", func(t *testing.T) {
		data := book(t, func(f *excelize.File) {
			yes := true
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
				t.Fatal(err)
			}
			fill(f)
		})
		want(t, read(t, "people.xlsx", data), strings.ReplaceAll(lines, "DAY0", "1904-01-01"))
	})
	t.Run("written out", func(t *testing.T) {
		want(t, read(t, "people.xlsx", parts(t, `<sheetData>
			<row r="1"><c r="A1" t="inlineStr"><is><t>Mulai</t></is></c></row>
			<row r="2"><c r="A2" t="d"><v>2026-09-01</v></c></row>
			<row r="3"><c r="A3" t="d"><v>2026-09-01T09:30:00</v></c></row></sheetData>`, nil)), `
			sheet Data
			1 Mulai
			2 2026-09-01 (date) <2026-09-01>
			3 2026-09-01 09:30:00 (date) <2026-09-01 09:30:00>
		`)
	})
}

func TestWorkbookFormulas(t *testing.T) {
	data := parts(t, `<sheetData>
		<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c><c r="B1" t="inlineStr"><is><t>Email</t></is></c><c r="C1" t="inlineStr"><is><t>Level</t></is></c></row>
		<row r="2"><c r="A2" t="str"><f>"Bu"&amp;"di"</f><v>Budi</v></c><c r="B2" t="str"><f>""</f><v></v></c><c r="C2"><f>1+1</f><v>2</v></c></row>
		<row r="3"><c r="A3" t="inlineStr"><is><t>Ayu</t></is></c><c r="B3" t="e"><f>VLOOKUP(1,A:B,2)</f><v>#N/A</v></c><c r="C3"><f>1+2</f><v/></c></row>
		<row r="4"><c r="A4" t="inlineStr"><is><t>Dewi</t></is></c><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><f>1+3</f></c></row>
		</sheetData>`, nil)
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|Email|Level
		2 Budi (formula)||2 (formula)
		3 Ayu|#N/A (error)|
		4 Dewi|#REF! (error)|
		3:2: warning: the cell shows #N/A: a formula failed; write what belongs there
		3:3: error: the cell has a formula without a value; open the file in Excel or LibreOffice and save it anew
		4:2: warning: the cell shows #REF!: a formula failed; write what belongs there
		4:3: error: the cell has a formula without a value; open the file in Excel or LibreOffice and save it anew
		2:1: note: column A has formulas; the values that were saved with them were taken
		2:2: note: column B has formulas; the values that were saved with them were taken
		2:3: note: column C has formulas; the values that were saved with them were taken
	`)
}

// Text in a workbook is text, whatever it begins with: only a formula is run.
func TestWorkbookTextIsNoFormula(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"Nama", "Catatan"}, []any{"Budi", "=HYPERLINK(\"x\")"})
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|Catatan
		2 Budi|=HYPERLINK("x")
		2:2: warning: the cell looks like a formula (HYPERLINK); it was read as text; look what it is meant to be
	`)
}

func TestWorkbookOfAnotherProgram(t *testing.T) {
	shared := map[string]string{"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3" uniqueCount="3">` +
		`<si><t xml:space="preserve"> Nama</t></si><si><r><t>Bu</t></r><r><rPr><b/></rPr><t>di_x000D_</t></r></si><si><t>李</t><rPh sb="0" eb="1"><t>り</t></rPh></si></sst>`}
	shared["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/>` +
		`<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	data := parts(t, `<sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>Unit</t></is></c></row><row/>`+
		`<row><c t="s"><v>1</v></c><c t="str"><v>HR</v></c></row><row r="9"><c r="B9" t="s"><v>2</v></c></row>`+
		`<row><c t="s"><v>7</v></c><c t="n"><v>zwölf</v></c></row></sheetData>`, shared)
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|Unit
		3 Budi|HR
		9 |李
		10 |zwölf
		10:1: error: the text of the cell is missing in the file; open the file in Excel or LibreOffice and look
		3:0: note: empty rows were passed over, above rows 3, 9
	`)
}

func TestWorkbookHiddenParts(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"Nama", "Gaji", "Unit", "Kosong"}, []any{"Budi", 7, "HR"}, []any{"Ayu", 8, "IT"}, []any{"Dewi", 9, "IT"})
		for _, err := range []error{f.SetRowVisible("Data", 3, false), f.SetRowVisible("Data", 9, false),
			f.SetColVisible("Data", "B", false), f.SetColVisible("Data", "D", false)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|Gaji|Unit|Kosong
		2 Budi|7 (number)|HR|
		3 Ayu|8 (number)|IT|
		4 Dewi|9 (number)|IT|
		1:2: note: column B is hidden; it was read
		1:4: note: column D is hidden; it was read
		3:0: note: what is hidden was read, too: row 3
	`)
}

func TestWorkbookSheets(t *testing.T) {
	make := func(filled, hidden []string) string {
		return book(t, func(f *excelize.File) {
			for _, name := range []string{"Peserta", "Daftar", "Kosong"} {
				if _, err := f.NewSheet(name); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range filled {
				rows(t, f, name, []any{"Nama", "Unit"}, []any{name, "HR"})
			}
			for _, name := range hidden {
				if err := f.SetSheetVisible(name, false); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	want(t, read(t, "p.xlsx", make([]string{"Peserta"}, nil)), `
		sheet Peserta
		1 Nama|Unit
		2 Peserta|HR`)
	want(t, read(t, "p.xlsx", make([]string{"Peserta", "Daftar"}, []string{"Daftar"})), `
		sheet Peserta
		1 Nama|Unit
		2 Peserta|HR
		0:0: note: hidden sheets were passed over: "Daftar"; --sheet reads one of them`)
	want(t, read(t, "p.xlsx", make([]string{"Daftar"}, []string{"Daftar"})), `
		sheet Daftar
		1 Nama|Unit
		2 Daftar|HR
		0:0: note: the sheet "Daftar" is hidden; it was read`)
	two := make([]string{"Peserta", "Daftar"}, nil)
	if got := refusal(t, "p.xlsx", two, table.Options{}); got != `p.xlsx has 2 sheets with rows; name one with --sheet: "Peserta", "Daftar"` {
		t.Error(got)
	}
	if got := refusal(t, "p.xlsx", two, table.Options{Sheet: "Mentor"}); got != `p.xlsx has no sheet "Mentor"; name one of "Data", "Peserta", "Daftar", "Kosong"` {
		t.Error(got)
	}
	if got := refusal(t, "p.xlsx", two, table.Options{Sheet: "Kosong"}); got != `p.xlsx has no rows in the sheet "Kosong"; name another with --sheet` {
		t.Error(got)
	}
	if got := refusal(t, "p.xlsx", make(nil, nil), table.Options{}); got != `p.xlsx has no rows; export it anew` {
		t.Error(got)
	}
	if got := refusal(t, "p.csv", "Nama,Unit\nBudi,HR\n", table.Options{Sheet: "Data"}); got != `p.csv is a CSV, which has no sheets; leave out --sheet` {
		t.Error(got)
	}
	got, err := table.Read(t.Context(), "p.xlsx", []byte(two), table.Options{Sheet: " daftar "})
	if err != nil || got.Name != "Daftar" {
		t.Error(got, err)
	}
}

func TestWorkbookMergedCells(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"Nama", "Unit"}, []any{"Budi", "HR"}, []any{"Ayu"}, []any{"Dewi", "IT"})
		if err := f.MergeCell("Data", "B2", "B3"); err != nil {
			t.Fatal(err)
		}
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|Unit
		2 Budi|HR
		3 Ayu|
		4 Dewi|IT
		2:2: warning: cells are merged (B2 to B3); only the first has the value; unmerge them, and write the value into each
	`)
}
