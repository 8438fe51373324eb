package table_test

import (
	"strings"
	"testing"

	"mentorbook/generator/table"
)

// texts writes a table with | between its cells.
func texts(t *table.Table) string {
	var out strings.Builder
	for _, row := range append([]table.Row{t.Header}, t.Rows...) {
		for i, cell := range row.Cells {
			if i > 0 {
				out.WriteByte('|')
			}
			out.WriteString(strings.ReplaceAll(cell.Text, "\n", "⏎"))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func TestCSVIsReadWhicheverWayItIsWritten(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"comma":         {"Nama,Unit\nBudi,HR\n", "Nama|Unit\nBudi|HR\n"},
		"semicolon":     {"Name;Note\nJürgen;3,5\nÖzlem;2,5\n", "Name|Note\nJürgen|3,5\nÖzlem|2,5\n"},
		"tab":           {"Nama\tUnit\r\nBudi\tHR, Jakarta\r\n", "Nama|Unit\nBudi|HR, Jakarta\n"},
		"sep=":          {"sep=;\r\nNama;Unit\r\nBudi;a,b\r\n", "Nama|Unit\nBudi|a,b\n"},
		"CR alone":      {"Nama,Unit\rBudi,HR\rAyu,IT", "Nama|Unit\nBudi|HR\nAyu|IT\n"},
		"quotes":        {"Nama,Topik\n\"Budi, S.T.\",\"a;b;\"\n\"Ayu \"\"A\"\"\",\"c\nd\"\n", "Nama|Topik\nBudi, S.T.|a;b;\nAyu \"A\"|c⏎d\n"},
		"byte order":    {"\ufeffNama,Unit\nBudi,HR\n", "Nama|Unit\nBudi|HR\n"},
		"Windows-1252":  {"Name;Ort\nJ\xfcrgen;K\xf6ln\n", "Name|Ort\nJürgen|Köln\n"},
		"empty rows":    {"Nama,Unit\n,\n\nBudi,HR\n", "Nama|Unit\nBudi|HR\n"},
		"one column":    {"Email\na@b.example\nc@d.example\n", "Email\na@b.example\nc@d.example\n"},
		"white space":   {" Nama ,\u00a0Unit\u200b\n  Budi\t, \"HR\" \n", "Nama|Unit\nBudi|HR\n"},
		"decomposed":    {"Nama,Unit\nJose\u0301,HR\n", "Nama|Unit\nJosé|HR\n"},
		"unclosed":      {"Nama,Unit\n\"Budi,HR\nAyu,IT\n", "Nama|Unit\nBudi|HR\nAyu|IT\n"},
		"stray quote":   {"Nama,Unit\n\"Budi \"B\" S\",HR\n5\" kue,IT\n", "Nama|Unit\nBudi \"B\" S|HR\n5\" kue|IT\n"},
		"missing cells": {"Nama,Unit,Kota\nBudi\nAyu,IT,Solo\n", "Nama|Unit|Kota\nBudi||\nAyu|IT|Solo\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := texts(read(t, "people.csv", c.data)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}
