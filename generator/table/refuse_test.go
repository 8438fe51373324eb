package table_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"mentorbook/generator/table"
)

const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

func TestWhatIsNoTableIsRefused(t *testing.T) {
	utf16 := func(text string) string { return strings.Repeat("\x00", 512) + wide(text, false) }
	whole := book(t, func(f *excelize.File) { rows(t, f, "Data", []any{"Nama"}, []any{"Budi"}) })
	for name, c := range map[string]struct{ file, data, want string }{
		"nothing":       {"a.csv", "", "a.csv is empty; export it anew"},
		"blanks":        {"a.csv", "\ufeff \r\n", "a.csv is empty; export it anew"},
		"no cells":      {"a.csv", ",,\n,,\n", "a.csv has no rows; export it anew"},
		"password":      {"a.xlsx", locked(t), "a.xlsx is protected with a password; open it with the password and save it without one"},
		"old Excel":     {"a.xls", ole + utf16("Workbook"), "a.xls is an old Excel file (.xls), which cannot be read; open it and save it as .xlsx"},
		"old Word":      {"a.xlsx", ole + utf16("WordDocument"), "a.xlsx is an old Office file, which cannot be read; open it in the program that it is from and save it as .xlsx or .csv"},
		"very old":      {"a.xls", "\x09\x08\x10\x00\x00\x05", "a.xls is an Excel file of the nineties, not a table; open it and save it as .xlsx"},
		"PDF":           {"a.csv", "%PDF-1.7\n", "a.csv is a PDF, not a table; ask for the table that it was made of, as .xlsx or .csv"},
		"web page":      {"a.xls", "\ufeff\n<HTML><table><tr><td>Nama", "a.xls is a web page, not a table; open it in Excel or LibreOffice and save it as .xlsx"},
		"wide web page": {"a.xls", "\xff\xfe" + wide("<html>", false), "a.xls is a web page, not a table; open it in Excel or LibreOffice and save it as .xlsx"},
		"XML":           {"a.xls", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>`, "a.xls is an XML file, not a table; open it in Excel or LibreOffice and save it as .xlsx"},
		"OpenDocument":  {"a.ods", archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "a.ods is an OpenDocument file (.ods), which cannot be read; open it and save it as .xlsx or .csv"},
		"Numbers":       {"a.numbers", archive(t, map[string]string{"Index/Document.iwa": ""}), "a.numbers is a Numbers document, which cannot be read; choose File, Export To, Excel in Numbers"},
		"Word":          {"a.docx", archive(t, map[string]string{"[Content_Types].xml": "", "word/document.xml": ""}), "a.docx is a Word document, which cannot be read; copy its table into a spreadsheet and save that as .xlsx"},
		"binary":        {"a.xlsb", archive(t, map[string]string{"[Content_Types].xml": "", "xl/workbook.bin": ""}), "a.xlsb is a binary Excel workbook (.xlsb), which cannot be read; open it and save it as .xlsx"},
		"an archive":    {"a.zip", archive(t, map[string]string{"people.csv": "Nama"}), "a.zip is an archive (ZIP), which cannot be read; unpack it first"},
		"compressed":    {"a.csv.gz", "\x1f\x8b\x08\x00", "a.csv.gz is compressed (gzip), not a table; unpack it first"},
		"a picture":     {"a.csv", "\x89PNG\r\n\x1a\n", "a.csv is a picture, not a table; ask for the table itself, as .xlsx or .csv"},
		"a film":        {"a.csv", "\x00\x00\x00\x20ftypmp42\x01\x02\x03\x04\x05\x06\x07\x0e\x0f", "a.csv is no text and no workbook; open it in the program that it is from and save it as .xlsx or .csv"},
		"cut off":       {"a.xlsx", whole[:len(whole)/2], "a.xlsx is cut off or damaged: its list of parts cannot be read; download or export it anew"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refusal(t, c.file, c.data, table.Options{}); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// locked makes a workbook with a password.
func locked(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var out bytes.Buffer
	if err := f.Write(&out, excelize.Options{Password: "rahasia"}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWorkbooksThatAreDamagedAreRefused(t *testing.T) {
	const head, tail = `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c></row>`, `</sheetData>`
	const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`
	for name, c := range map[string]struct {
		sheet   string
		further map[string]string
		want    string
	}{
		"XML breaks off":     {head + `<row r="2"><c r="A2"><v>1</v>`, nil, `a.xlsx is damaged: the sheet "Data" breaks off, or is no XML`},
		"rows out of order":  {head + `<row r="3"/><row r="2"/>` + tail, nil, `a.xlsx is damaged: the sheet "Data" has a row out of order after row 3`},
		"a row without end":  {head + `<row r="2147483647"/>` + tail, nil, `a.xlsx is damaged: the texts of row 1 cannot be read`},
		"a row twice":        {head + `<row r="1"/>` + tail, nil, `a.xlsx is damaged: the sheet "Data" has a row out of order after row 1`},
		"cells out of order": {head + `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>` + tail, nil, `a.xlsx is damaged: the sheet "Data" has a cell out of order in row 2`},
		"a cell elsewhere":   {head + `<row r="2"><c r="A9"><v>1</v></c></row>` + tail, nil, `a.xlsx is damaged: the sheet "Data" has a cell out of order in row 2`},
		"a cell nowhere":     {head + `<row r="2"><c r="ZZZZ2"><v>1</v></c></row>` + tail, nil, `a.xlsx is damaged: the sheet "Data" has a cell out of order in row 2`},
		"no sheet":           {"", map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`}, `a.xlsx has no rows`},
		"a sheet is missing": {"", map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/worksheet" Target="none.xml"/></Relationships>`},
			`a.xlsx is damaged: it has no xl/none.xml`},
		"entities":       {head + tail, map[string]string{"xl/sharedStrings.xml": bomb + `<sst><si><t>&b;</t></si></sst>`}, `a.xlsx has an XML document type, which can be made to fill a computer`},
		"a way out":      {head + tail, map[string]string{"../../evil.xml": "<a/>"}, `a.xlsx has a part whose path leads out of it`},
		"another way":    {head + tail, map[string]string{`xl\..\..\evil.xml`: "<a/>"}, `a.xlsx has a part whose path leads out of it`},
		"from the root":  {head + tail, map[string]string{"/etc/evil.xml": "<a/>"}, `a.xlsx has a part whose path leads out of it`},
		"twice":          {head + tail, map[string]string{"XL/workbook.xml": "<a/>"}, `a.xlsx is damaged: it has two parts of one name`},
		"broken strings": {head + `<row r="2"><c r="A2" t="s"><v>0</v></c></row>` + tail, map[string]string{"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a`}, `a.xlsx is damaged: the texts of row 1 cannot be read`},
		"broken styles":  {head + tail, map[string]string{"xl/styles.xml": `<styleSheet`}, `a.xlsx is damaged: its list of sheets, its strings or its formats cannot be read`},
	} {
		t.Run(name, func(t *testing.T) {
			got := refusal(t, "a.xlsx", parts(t, c.sheet, c.further), table.Options{})
			if message, _, _ := strings.Cut(got, "; "); message != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// The type is found wherever it begins, a part being unpacked in pieces.
func TestDocumentTypesAreFoundEverywhere(t *testing.T) {
	for _, at := range []int{32<<10 - 4, 64<<10 - 4, 64<<10 - 9, 128 << 10} {
		data := parts(t, "", map[string]string{"xl/styles.xml": "<!--" + strings.Repeat("x", at-7) + "--><!DOCTYPE x><x/>"})
		if got := refusal(t, "a.xlsx", data, table.Options{}); !strings.HasPrefix(got, "a.xlsx has an XML document type") {
			t.Error(at, got)
		}
	}
}

// A workbook whose parts unpack to more than any spreadsheet has is refused before
// they are unpacked, and one that lies about it when it does.
func TestZIPBombsAreRefused(t *testing.T) {
	bomb := func(size uint64) string {
		var out, packed bytes.Buffer
		pack, _ := flate.NewWriter(&packed, flate.BestSpeed)
		for range 64 {
			pack.Write(make([]byte, 1<<20))
		}
		pack.Close()
		w := zip.NewWriter(&out)
		part, err := w.CreateRaw(&zip.FileHeader{Name: "xl/workbook.xml", Method: zip.Deflate, UncompressedSize64: size, CompressedSize64: uint64(packed.Len())})
		if err != nil {
			t.Fatal(err)
		}
		part.Write(packed.Bytes())
		w.Close()
		return out.String()
	}
	for name, c := range map[string]struct{ data, want string }{
		"large":       {bomb(64 << 30), "a.xlsx unpacks to more than 256 MB; "},
		"overflowing": {bomb(1<<64 - 1), "a.xlsx unpacks to more than 256 MB; "},
		"lying":       {bomb(10), "a.xlsx is damaged: xl/workbook.xml does not unpack; "},
	} {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			if got := refusal(t, "a.xlsx", c.data, table.Options{}); !strings.HasPrefix(got, c.want) {
				t.Error(got)
			}
			if used := allocated() - before; used > 1<<20 {
				t.Errorf("%d MB were allocated", used>>20)
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestManyPartsAreRefused(t *testing.T) {
	many := map[string]string{}
	for i := range 10_001 {
		many[fmt.Sprintf("xl/media/%d.png", i)] = ""
	}
	if got := refusal(t, "a.xlsx", parts(t, "", many), table.Options{}); !strings.HasPrefix(got, "a.xlsx has 10006 parts; a workbook can have 10000; ") {
		t.Error(got)
	}
}

func TestLimits(t *testing.T) {
	wideRow := strings.Repeat("a,", 1000) + "a\n"
	for name, c := range map[string]struct{ data, want string }{
		"bytes":   {strings.Repeat("a", 64<<20+1), "a.csv has 64 MB; a table can have 64; split it into several files"},
		"rows":    {strings.Repeat("a\n", 200_001), "a.csv has more than 200000 rows; split it into several files"},
		"columns": {wideRow, "a.csv:1 has 1001 columns; a table can have 1000; leave out what is not needed"},
		"a cell":  {"Nama,Unit\nBudi," + strings.Repeat("ä", 32_768), "a.csv:2:2 has more than 32767 characters in one cell; shorten it, or look for a quote that is not closed"},
		"a quoted cell": {"Nama,Unit\nBudi,\"" + strings.Repeat("a", 32_768) + "\"",
			"a.csv:2:2 has more than 32767 characters in one cell; shorten it, or look for a quote that is not closed"},
		"quotes that are not closed": {"Nama,Unit\n" + strings.Repeat("\"a,\"b\n", 101), "a.csv has more than 100 quotes that are not closed; export it anew"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refusal(t, "a.csv", c.data, table.Options{}); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	t.Run("columns of a sheet", func(t *testing.T) {
		data := parts(t, `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="ALM1"><v>1</v></c></row></sheetData>`, nil)
		if got := refusal(t, "a.xlsx", data, table.Options{}); got != "a.xlsx:1 has more than 1000 columns; leave out what is not needed" {
			t.Error(got)
		}
	})
	t.Run("just so", func(t *testing.T) {
		got := read(t, "a.csv", "Nama,Unit\nBudi,\""+strings.Repeat("ä", 32_767)+"\"")
		if len([]rune(got.Rows[0].Cells[1].Text)) != 32_767 || len(got.Problems) != 0 {
			t.Error(got.Problems)
		}
	})
}

func TestManyProblemsAreCounted(t *testing.T) {
	got := read(t, "a.csv", "Nama,Unit\n"+strings.Repeat("\x01Budi Santoso,\x01Jakarta\n", 6000))
	if n := len(got.Problems); n != 10_001 {
		t.Errorf("%d problems", n)
	}
	if last := got.Problems[len(got.Problems)-1]; last.Row != 5002 || !strings.HasPrefix(last.Message, "there are more than 10000 problems") {
		t.Errorf("%+v", last)
	}
	if len(got.Rows) != 6000 {
		t.Errorf("%d rows", len(got.Rows))
	}
}

func TestContentCountsNotTheName(t *testing.T) {
	data := book(t, func(f *excelize.File) { rows(t, f, "Data", []any{"Nama", "Unit"}, []any{"Budi", "HR"}) })
	want(t, read(t, "people.csv", data), `
		sheet Data
		1 Nama|Unit
		2 Budi|HR
		0:0: note: the file is an Excel workbook by its content, and was read as one`)
	want(t, read(t, "people.xlsx", "Nama,Unit\nBudi,HR\n"), `
		1 Nama|Unit
		2 Budi|HR
		0:0: note: the file is a CSV by its content, and was read as one`)
}

func TestReadingStops(t *testing.T) {
	sheet := book(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Data")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5000 {
			w.SetRow(fmt.Sprintf("A%d", i+1), []any{"Nama", "Unit"})
		}
		w.Flush()
	})
	for name, data := range map[string]string{"a.csv": strings.Repeat("Nama,Unit\n", 5000), "a.xlsx": sheet} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			told := []int{}
			got, err := table.Read(ctx, name, []byte(data), table.Options{Progress: func(rows int) {
				if told = append(told, rows); len(told) == 2 {
					stop()
				}
			}})
			if got != nil || !errors.Is(err, context.Canceled) || fmt.Sprint(told) != "[1000 2000]" {
				t.Error(got, err, told)
			}
			if _, err = table.Read(ctx, name, []byte(data), table.Options{}); !errors.Is(err, context.Canceled) {
				t.Error("with a context that has ended:", err)
			}
		})
	}
}
