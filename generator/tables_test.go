package generator_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"mentorbook/generator/site"
)

// readTable parses a CSV file as a spreadsheet does.
func readTable(t *testing.T, data []byte) [][]string {
	t.Helper()
	text, marked := bytes.CutPrefix(data, []byte("\ufeff"))
	if !marked {
		t.Error("there is no byte order mark, so Excel takes it for another encoding")
	}
	if lines := bytes.Count(text, []byte("\n")); lines == 0 || lines != bytes.Count(text, []byte("\r\n")) {
		t.Error("lines do not end as RFC 4180 has it")
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestTablesOfAProgram(t *testing.T) {
	portal, _ := sound(t, small(), site.Organizers)
	files := render(t, portal.Pages)
	for path, want := range map[string]string{
		"programs/social/pairs.csv": "Cohort|Pair|Mentor (junior)|Unit of mentor|Mentee (senior)|Unit of mentee|Topics|Status|Accepted by mentor|Accepted by mentee|Agreement signed|Sessions done|Sessions planned|Sessions moved|Sessions cancelled\n" +
			"2026a|pair-7k|Ani Melati|Sales|Budi Kenanga|Board|Short video|active|2026-10-20|2026-10-21||1|1|0|0",
		"id/programs/social/sessions.csv": "Angkatan|Pasangan|Mentor (junior)|Mentee (senior)|Nomor|Sesi|Tanggal|Mulai|Selesai|Zona waktu|Menit|Cara bertemu|Status|Dipindah dari\n" +
			"2026a|pair-7k|Ani Melati|Budi Kenanga|1|Sesi pertama|2026-11-03|10:00|10:30|Asia/Jakarta|30||terlaksana|\n" +
			"2026a|pair-7k|Ani Melati|Budi Kenanga|2|Sesi pertama|2026-11-24|10:00|10:30|Asia/Jakarta|30||direncanakan|",
	} {
		var got []string
		for _, record := range readTable(t, files[path]) {
			got = append(got, strings.Join(record, "|"))
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s is\n%s\nwant\n%s", path, strings.Join(got, "\n"), want)
		}
	}
}

func TestTablesRunNothing(t *testing.T) {
	for name, want := range map[string]string{
		`=HYPERLINK(\"https://evil.example\",\"open\")`: `'=HYPERLINK("https://evil.example","open")`,
		`+62 811, Ani`:     `'+62 811, Ani`,
		`-Ani Melati`:      `'-Ani Melati`,
		`@SUM(1;2)`:        `'@SUM(1;2)`,
		`\t=1+1`:           "'\t=1+1",
		`\u00a0=1+1`:       "'\u00a0=1+1",
		`＝1+1`:             `'＝1+1`,
		`Ani \"Anik\", M.`: `Ani "Anik", M.`,
		`Ani\nMelati`:      "Ani\nMelati",
		`A=B`:              `A=B`,
	} {
		portal, _ := sound(t, replaced("programs.yaml", "Ani Melati", `"`+name+`"`), site.Organizers)
		records := readTable(t, render(t, portal.Pages)["programs/social/pairs.csv"])
		if got := records[1][2]; got != want {
			t.Errorf("%s is written as %q, want %q", name, got, want)
		}
	}
}
