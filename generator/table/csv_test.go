package table_test

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestCSVSeparators(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"comma": {"Nama,Unit\nBudi,HR\n", `
			1 Nama|Unit
			2 Budi|HR`},
		"semicolon, with decimal commas": {"Name;Note\nJürgen;3,5\nÖzlem;2,5\n", `
			1 Name|Note
			2 Jürgen|3,5
			3 Özlem|2,5`},
		"tab, with commas in each cell": {"Nama\tUnit\r\nBudi, S.T.\tHR, Jakarta\r\nAyu, M.M.\tIT, Solo\r\n", `
			1 Nama|Unit
			2 Budi, S.T.|HR, Jakarta
			3 Ayu, M.M.|IT, Solo`},
		"comma, with answers that end in a semicolon": {"Id,Topics\n1,Data;\n2,Law;\n3,Data;Law;\n", `
			1 Id|Topics
			2 1|Data;
			3 2|Law;
			4 3|Data;Law;`},
		"comma, with semicolons in quotes": {"Nama,Topik\n\"Budi\",\"a;b;c\"\n\"Ayu\",\"d;e;f\"\n", `
			1 Nama|Topik
			2 Budi|a;b;c
			3 Ayu|d;e;f`},
		"more cells win": {"Nama;Unit, kota;Topik\nBudi;HR, Jakarta;AI\n", `
			1 Nama|Unit, kota|Topik
			2 Budi|HR, Jakarta|AI`},
		"a line that says it": {"sep=;\r\nNama;Unit\r\nBudi;a,b\r\n", `
			2 Nama|Unit
			3 Budi|a,b`},
		"a line that says tab": {"SEP=\t\nNama;x\tUnit\nBudi\tHR\n", `
			2 Nama;x|Unit
			3 Budi|HR`},
		"one column": {"Email\na@b.example\nc@d.example\n", `
			1 Email
			2 a@b.example
			3 c@d.example`},
		"header alone": {"Nama;Unit", `
			1 Nama|Unit`},
	} {
		t.Run(name, func(t *testing.T) { want(t, read(t, "people.csv", c.data), c.want) })
	}
}

func TestCSVQuotesAndLines(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"quotes, lines in cells": {"Nama,Topik\n\"Budi, S.T.\",\"a;b;\"\n\"Ayu \"\"A\"\"\",\"c\r\nd\"\nDewi,e\n", `
			1 Nama|Topik
			2 Budi, S.T.|a;b;
			3 Ayu "A"|c⏎d
			5 Dewi|e`},
		"CR alone": {"Nama,Unit\rBudi,\"a\rb\"\rAyu,IT", `
			1 Nama|Unit
			2 Budi|a⏎b
			4 Ayu|IT`},
		"spaces around quotes": {"Nama, Unit\n\"Budi\" , \"HR, IT\"\n", `
			1 Nama|Unit
			2 Budi|HR, IT`},
		"an empty quoted cell at the end": {"Nama,Unit\nBudi,\"\"", `
			1 Nama|Unit
			2 Budi|`},
		"unclosed": {"Nama,Unit\n\"Budi,HR\nAyu,IT\nDewi,HR\n", `
			1 Nama|Unit
			2 Budi|HR
			3 Ayu|IT
			4 Dewi|HR
			2:1: error: the quote that opens here is not closed; the cell was read up to the end of its line; close it, or take it out`},
		"unclosed, before quoted cells": {"Nama,Unit\n\"Budi,HR\n\"Ayu\",\"IT\"\n", `
			1 Nama|Unit
			2 Budi|HR
			3 Ayu|IT
			2:1: error: the quote that opens here is not closed; the cell was read up to the end of its line; close it, or take it out`},
		"stray": {"Nama,Unit\n\"Budi \"B\" S\",HR\n5\" kue,IT\n", `
			1 Nama|Unit
			2 Budi "B" S|HR
			3 5" kue|IT
			2:1: warning: there is a single quote inside of a quoted cell; it was kept; double quotes inside of a quoted cell`},
		"empty rows": {"\n\nNama,Unit\n,\n\nBudi,HR\n;\n , \nAyu,IT\n\n\n", `
			3 Nama|Unit
			6 Budi|HR
			7 ;|
			9 Ayu|IT
			7:0: warning: there are fewer cells than in the header in row 7; what is missing was taken as empty; look whether the file is whole
			6:0: note: empty rows were passed over, above rows 6, 9`},
		"too few cells": {"Nama,Unit,Kota\nBudi\nAyu,IT,Solo\nDewi,HR\n", `
			1 Nama|Unit|Kota
			2 Budi||
			3 Ayu|IT|Solo
			4 Dewi|HR|
			2:0: warning: there are fewer cells than in the header in rows 2, 4; what is missing was taken as empty; look whether the file is whole`},
		"too many cells": {"Nama,Unit\nBudi,HR\nAyu,IT, Solo\nDewi,HR,\nEko,IT\n", `
			1 Nama|Unit|
			2 Budi|HR|
			3 Ayu|IT|Solo
			4 Dewi|HR|
			5 Eko|IT|
			3:3: error: the row has 3 cells, the header has 2; what belongs where is not known; put quotes around a cell that has a separator in it
			`},
		"a heading is missing": {"Nama,Unit\nBudi,HR,a@b.example\nAyu,IT,b@b.example\n", `
			1 Nama|Unit|
			2 Budi|HR|a@b.example
			3 Ayu|IT|b@b.example
			2:3: warning: column C has values and no heading; write one, or take the column out`},
		"a column without anything": {"Nama,,Unit\nBudi,,HR\nAyu,,IT\n", `
			1 Nama||Unit
			2 Budi||HR
			3 Ayu||IT`},
		"control characters": {"Nama,Unit\nBu\x00di,HR\nAyu\x0b,\x02\n", `
			1 Nama|Unit
			2 Budi|HR
			3 Ayu|
			2:1: warning: the cell has control characters, which were left out; look whether something is missing there
			3:2: warning: the cell has control characters, which were left out; look whether something is missing there`},
	} {
		t.Run(name, func(t *testing.T) { want(t, read(t, "people.csv", c.data), c.want) })
	}
}

// A quote that is closed only far below is none that was meant.
func TestCSVQuoteThatClosesFarBelow(t *testing.T) {
	got := read(t, "people.csv", "Nama,Unit\n\"Budi,HR\n"+strings.Repeat("Ayu,IT\n", 20_000)+"Dewi\",IT\n")
	if len(got.Rows) != 20_002 || len(got.Problems) != 1 || got.Problems[0].Row != 2 {
		t.Error(len(got.Rows), got.Problems)
	}
}

func TestCSVEncodings(t *testing.T) {
	const plain = `
		1 Name|Ort
		2 Jürgen|Köln
		3 李雷|😀`
	text := "Name;Ort\nJürgen;Köln\n李雷;😀\n"
	for name, data := range map[string]string{
		"UTF-8":                    text,
		"UTF-8 with a mark":        "\ufeff" + text,
		"UTF-16LE with a mark":     "\xff\xfe" + wide(text, false),
		"UTF-16BE with a mark":     "\xfe\xff" + wide(text, true),
		"UTF-16LE without a mark":  wide(text, false),
		"UTF-16BE without a mark":  wide(text, true),
		"decomposed letters":       strings.ReplaceAll(text, "ü", "u\u0308"),
		"spaces that take no room": strings.ReplaceAll(text, ";", "\u00a0;\u200b\ufeff"),
	} {
		t.Run(name, func(t *testing.T) { want(t, read(t, "people.csv", data), plain) })
	}
}

// wide returns text in UTF-16.
func wide(text string, bigEndian bool) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		if bigEndian {
			out.Write([]byte{byte(unit >> 8), byte(unit)})
		} else {
			out.Write([]byte{byte(unit), byte(unit >> 8)})
		}
	}
	return out.String()
}

func TestCSVBadEncodings(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"Windows-1252": {"Name;Ort\nJ\xfcrgen;K\xf6ln\n\x93Ole\x94;\x80 5\n", `
			1 Name|Ort
			2 Jürgen|Köln
			3 “Ole”|€ 5
			0:0: note: the file is not in UTF-8 and was read as Windows-1252; where letters look wrong, save it as "CSV UTF-8"`},
		"one row of UTF-8 is not": {"Name;Ort\nJürgen;Köln\nS\xf8ren;\xc5rhus\nÖzlem;Ürgüp\n", `
			1 Name|Ort
			2 Jürgen|Köln
			3 Søren|Århus
			4 Özlem|Ürgüp
			3:1: warning: the cell is not in UTF-8, the file is; it was read as Windows-1252; look whether its letters are right; save the file as "CSV UTF-8" to have one encoding
			3:2: warning: the cell is not in UTF-8, the file is; it was read as Windows-1252; look whether its letters are right; save the file as "CSV UTF-8" to have one encoding`},
		"one row is UTF-8": {"Name;Ort\nJ\xfcrgen;K\xf6ln\nSøren;Oslo\n\xd6zlem;\xdcrg\xfcp\n", `
			1 Name|Ort
			2 Jürgen|Köln
			3 Søren|Oslo
			4 Özlem|Ürgüp
			3:1: warning: the cell is in UTF-8, the file is in Windows-1252; it was read as UTF-8; look whether its letters are right; save the file as "CSV UTF-8" to have one encoding
			0:0: note: the file is not in UTF-8 and was read as Windows-1252; where letters look wrong, save it as "CSV UTF-8"`},
		"letters were lost before": {"Name,Ort\nJ\ufffdrgen,Bonn\n", `
			1 Name|Ort
			2 J` + "\ufffd" + `rgen|Bonn
			2:1: warning: the cell has a ` + "\ufffd" + `: a letter was lost when the file was saved; write the letter anew`},
		"letters were garbled before": {"Name,Ort\nJosÃ©,Ã…rhus\nÅke,Ürgüp\n", `
			1 Name|Ort
			2 JosÃ©|Ã…rhus
			3 Åke|Ürgüp
			2:1: warning: letters of the cell were garbled when the file was saved (Ã© in the place of é); export the file anew, as "CSV UTF-8" or .xlsx
			2:2: warning: letters of the cell were garbled when the file was saved (Ã© in the place of é); export the file anew, as "CSV UTF-8" or .xlsx`},
		"UTF-16 is cut off": {"\xff\xfe" + wide("Name,Ort\nOle,Bonn", false) + "x", `
			1 Name|Ort
			2 Ole|Bonn
			0:0: error: the file is cut off: it is in UTF-16 and has half a character at its end; export it anew`},
	} {
		t.Run(name, func(t *testing.T) { want(t, read(t, "people.csv", c.data), c.want) })
	}
}

func TestCSVCellsThatAreNotWhatTheyLookLike(t *testing.T) {
	data := "Nama,Catatan\n" +
		"Budi,\"=HYPERLINK(\"\"http://example.org\"\";\"\"Klik\"\")\"\n" +
		"Ayu,=cmd|'/c calc'!A1\n" +
		"Dewi,@SUM(A1:A9)\n" +
		"Eko,+62 812 3456\n" +
		"Fajar,- belum tahu\n" +
		"Gita,@gita\n" +
		"Hadi,'+62 812 3456\n" +
		"Indah,6.28E+12\n" +
		"Joko,=1+1\n" +
		"Kiki,-A1\n" +
		"Lia,+A1\n" +
		"Mira,'tis\n" +
		"Nia,-5\n" +
		"Oki,- setuju (lihat bawah)!\n" +
		"Putu,- ya | tidak\n" +
		"Qori,=Data!B2\n"
	want(t, read(t, "people.csv", data), `
		1 Nama|Catatan
		2 Budi|=HYPERLINK("http://example.org";"Klik")
		3 Ayu|=cmd|'/c calc'!A1
		4 Dewi|@SUM(A1:A9)
		5 Eko|+62 812 3456
		6 Fajar|- belum tahu
		7 Gita|@gita
		8 Hadi|+62 812 3456
		9 Indah|6.28E+12
		10 Joko|=1+1
		11 Kiki|-A1
		12 Lia|+A1
		13 Mira|'tis
		14 Nia|-5
		15 Oki|- setuju (lihat bawah)!
		16 Putu|- ya | tidak
		17 Qori|=Data!B2
		2:2: warning: the cell looks like a formula (HYPERLINK); it was read as text; look what it is meant to be
		3:2: warning: the cell looks like a formula (it calls another program); it was read as text; look what it is meant to be
		4:2: warning: the cell looks like a formula (SUM); it was read as text; look what it is meant to be
		9:2: warning: a long number was shortened when the file was saved; its last digits are lost; format the column as a number without decimals, or as text, and save the file anew
		10:2: warning: the cell looks like a formula (it begins with a sign that spreadsheets calculate); it was read as text; look what it is meant to be
		11:2: warning: the cell looks like a formula (it begins with a sign that spreadsheets calculate); it was read as text; look what it is meant to be
		12:2: warning: the cell looks like a formula (it begins with a sign that spreadsheets calculate); it was read as text; look what it is meant to be
		17:2: warning: the cell looks like a formula (it begins with a sign that spreadsheets calculate); it was read as text; look what it is meant to be
		0:0: note: apostrophes that keep spreadsheets from running a cell as a formula were taken off (1)
	`)
}
