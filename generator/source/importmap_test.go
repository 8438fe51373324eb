package source_test

import (
	"strings"
	"testing"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

func TestImportMapSaysWhereItsMistakesAre(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a field that does not exist", "columns:\n  - {header: Umur, is: agee}\n", "import-map.yaml:2:24: unknown-word"},
		{"a level without a number", "levels:\n  - {word: Staf}\n", "import-map.yaml:2:5: missing-key"},
		{"a level that is a word", "levels:\n  - {word: Staf, level: low}\n", "import-map.yaml:2:25: wrong-type"},
		{"an unknown key", "people:\n  - {id: p1, name: Ani}\n", "import-map.yaml:2:14: unknown-key"},
		{"an address twice", "people:\n  - {id: p1, email: a@x.example}\n  - {id: p2, email: A@x.example}\n", "import-map.yaml:3:21: duplicate-id"},
		{"no YAML", "columns: [\n", "import-map.yaml:1:1: yaml-syntax"},
	} {
		m, list := source.ReadImportMap(&diag.File{Path: source.ImportMapName, Data: []byte(c.text)})
		if m != nil || len(list) != 1 {
			t.Errorf("%s: %v, %v", c.name, m, list)
			continue
		}
		var out strings.Builder
		diag.Print(&out, list, diag.Text, diag.PrintOptions{})
		if at := strings.SplitN(out.String(), " ", 2)[0] + " " + list[0].Code; at != c.want {
			t.Errorf("%s: %s, want %s", c.name, at, c.want)
		}
	}
}

func TestHeadersThatNameATraitAreRefused(t *testing.T) {
	for _, header := range []string{"Jenis Kelamin (L/P)", "Tanggal lahir", "Gender", "Apa agama Anda?", "No. KTP", "NIK", "Usia (tahun)", "Marital Status", "Gaji pokok", "Performance rating 2025", "Your age", "Suku bangsa", "Status perkawinan", "Disability?"} {
		if _, refused := source.Refused(header); !refused {
			t.Errorf("%q is not refused", header)
		}
	}
	for _, header := range []string{"Name", "Bagian", "Level", "Page", "Management", "Kota", "Topics", "E-mail"} {
		if reason, refused := source.Refused(header); refused {
			t.Errorf("%q is refused: %s", header, reason)
		}
	}
}
