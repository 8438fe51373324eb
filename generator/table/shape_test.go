package table_test

import (
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestHeaderIsFound(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"titles above": {"Daftar Peserta,,,\nPeriode:,Januari 2026,,\n,,,\nNo,Nama,Email,Unit\n1,Budi,budi@example.org,HR\n2,Ayu,ayu@example.org,IT\n3,Dewi,dewi@example.org,IT\n", `
			4 No|Nama|Email|Unit
			5 1|Budi|budi@example.org|HR
			6 2|Ayu|ayu@example.org|IT
			7 3|Dewi|dewi@example.org|IT
			1:0: note: what stands above the header was passed over (rows 1 to 2)`},
		"group headings above": {"Data pribadi,,,Topik,\nNama,Email,Unit,Ajar,Belajar\nBudi,budi@example.org,HR,Data,AI\n", `
			groups Data pribadi|Data pribadi|Data pribadi|Topik|Topik
			2 Nama|Email|Unit|Ajar|Belajar
			3 Budi|budi@example.org|HR|Data|AI
			2:0: note: the header has two rows, 1 and 2`},
		"headings over several": {"Nama,Email,Topik,,\n,,Ajar,Belajar,Catatan\nBudi,budi@example.org,Data,AI,baik\n", `
			groups ||Topik|Topik|Topik
			2 Nama|Email|Ajar|Belajar|Catatan
			3 Budi|budi@example.org|Data|AI|baik
			2:0: note: the header has two rows, 1 and 2`},
		"titles and group headings": {"Pendaftaran,,,,\n\nMentor,,Mentee,,\nNama,Unit,Nama,Unit,Catatan\nBudi,HR,Ayu,IT,-\nDewi,HR,Eko,IT,x\n", `
			groups Mentor|Mentor|Mentee|Mentee|Mentee
			4 Nama|Unit|Nama|Unit|Catatan
			5 Budi|HR|Ayu|IT|-
			6 Dewi|HR|Eko|IT|x
			1:0: note: what stands above the header was passed over (row 1)
			4:0: note: the header has two rows, 3 and 4`},
		"a first row without some values": {"Nama,Unit,Catatan\nBudi,,\nAyu,IT,ada\n", `
			1 Nama|Unit|Catatan
			2 Budi||
			3 Ayu|IT|ada`},
		"a row of text without the first value": {"Nama,Unit,Catatan\n,HR,ada\nAyu,IT,ada\n", `
			1 Nama|Unit|Catatan
			2 |HR|ada
			3 Ayu|IT|ada`},
		"years among the headings": {"Nama,Unit,Kota,2026\nBudi,HR,Solo,3\n", `
			1 Nama|Unit|Kota|2026
			2 Budi|HR|Solo|3`},
		"no header": {"Budi,budi@example.org,3\nAyu,ayu@example.org,4\n", `
			1 Budi|budi@example.org|3
			2 Ayu|ayu@example.org|4
			1:0: error: row 1 was taken for the headings and looks like data; write a row of headings above`},
		"no header, addresses": {"Budi,budi@example.org,HR\nAyu,ayu@example.org,IT\n", `
			1 Budi|budi@example.org|HR
			2 Ayu|ayu@example.org|IT
			1:0: error: row 1 was taken for the headings and looks like data; write a row of headings above`},
		"no header, numbers": {"Budi,HR,3,2020-01-01\nAyu,IT,4,2021-02-03\n", `
			1 Budi|HR|3|2020-01-01
			2 Ayu|IT|4|2021-02-03
			1:0: error: row 1 was taken for the headings and looks like data; write a row of headings above`},
		"a row of numbers without a name": {"Nama,Skor,,\n,5,6,7\nBudi,8,9,7\n", `
			1 Nama|Skor||
			2 |5|6|7
			3 Budi|8|9|7
			2:3: warning: column C has values and no heading; write one, or take the column out
			2:4: warning: column D has values and no heading; write one, or take the column out`},
		"it is repeated": {"Nama,Unit\nBudi,HR\nNama,Unit\nAyu,IT\n", `
			1 Nama|Unit
			2 Budi|HR
			4 Ayu|IT
			3:0: note: row 3 repeats the header and was left out`},
	} {
		t.Run(name, func(t *testing.T) { want(t, read(t, "people.csv", c.data), c.want) })
	}
}

func TestWhatIsNoRowIsLeftOut(t *testing.T) {
	const head = "No,Nama,Unit,Sesi\n1,Budi,HR,2\n2,Ayu,IT,3\n"
	const table = `
		1 No|Nama|Unit|Sesi
		2 1|Budi|HR|2
		3 2|Ayu|IT|3
	`
	for name, c := range map[string]struct{ below, want string }{
		"total":                 {"Total,,,5\n", "4:0: note: row 4 is a total and was left out"},
		"jumlah, in the middle": {",Jumlah:,,5\n", "4:0: note: row 4 is a total and was left out"},
		"Summe":                 {"Summe,2,,5\n", "4:0: note: row 4 is a total and was left out"},
		"in words":              {"Jumlah peserta: 2 orang,,,\n", "4:0: note: row 4 is a total and was left out"},
		"total and notes": {"Grand total,,,5\n,,,\nCatatan: data per 1 September,,,\nsumber: HRIS,,,\n", `
			4:0: note: row 4 is a total and was left out
			6:0: note: what stands below the table was left out (rows 6 to 7)`},
		"a note after a gap":     {",,,\nJakarta,,,\n", "5:0: note: what stands below the table was left out (row 5)"},
		"a note without a gap":   {"*) termasuk cuti,,,\n", "4:0: note: what stands below the table was left out (row 4)"},
		"somebody called Total":  {"3,Total Harapan,HR,1\n", "4 3|Total Harapan|HR|1"},
		"Sum has an address":     {"Sum,Sum Lee,IT,1\n", "4 Sum|Sum Lee|IT|1"},
		"a nearly empty row":     {",Dewi,,\n", "4 |Dewi||"},
		"an address after a gap": {",,,\n,dewi@example.org,,\n", "5 |dewi@example.org||\n5:0: note: empty rows were passed over, above row 5"},
	} {
		t.Run(name, func(t *testing.T) { want(t, read(t, "people.csv", head+c.below), table+c.want) })
	}
}

func TestWorkbookWithAHeaderOfMergedCells(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"Pendaftaran mentor 2026"}, []any{"Nama", "Kontak", "", "Topik"}, []any{"", "Email", "Telepon", ""},
			[]any{"Budi", "budi@example.org", 812, "AI"}, []any{"Ayu", "ayu@example.org", 813, "Data"}, []any{"Total", "", nil, 2})
		for _, cells := range [][2]string{{"A1", "D1"}, {"A2", "A3"}, {"B2", "C2"}, {"D2", "D3"}} {
			if err := f.MergeCell("Data", cells[0], cells[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		groups |Kontak|Kontak|
		3 Nama|Email|Telepon|Topik
		4 Budi|budi@example.org|812 (number)|AI
		5 Ayu|ayu@example.org|813 (number)|Data
		1:0: note: what stands above the header was passed over (row 1)
		3:0: note: the header has two rows, 2 and 3
		6:0: note: row 6 is a total and was left out
	`)
}

func TestWorkbookWithOneHeadingOverSome(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"", "", "Topik"}, []any{"Nama", "Unit", "Ajar", "Belajar"}, []any{"Budi", "HR", "AI", "Data"})
		if err := f.MergeCell("Data", "C1", "D1"); err != nil {
			t.Fatal(err)
		}
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		groups ||Topik|Topik
		2 Nama|Unit|Ajar|Belajar
		3 Budi|HR|AI|Data
		2:0: note: the header has two rows, 1 and 2
	`)
}
