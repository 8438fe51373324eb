package table_test

import (
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestWorkbookCells(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		rows(t, f, "Data", []any{"Nama", "NIP", "Telepon", "Lahir", "Mulai", "Aktif", "Nilai"},
			[]any{" Budi ", 123, 6281234567890, time.Date(1990, 8, 17, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 1, 9, 30, 0, 0, time.UTC), true, 0.5},
			[]any{"Jose\u0301\nMaria", 45, 81234567890.0, 33000, 46000.25, false, 0.1 + 0.2})
		for i, format := range []string{"00000", "", "[$-421]dd mmmm yyyy", "dd/mm/yyyy hh:mm", "", "0%"} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if format == "" {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			column, _ := excelize.ColumnNumberToName(i + 2)
			if err := f.SetCellStyle("Data", column+"2", column+"2", style); err != nil {
				t.Fatal(err)
			}
		}
	})
	want(t, read(t, "people.xlsx", data), `
		sheet Data
		1 Nama|NIP|Telepon|Lahir|Mulai|Aktif|Nilai
		2 Budi|00123 (number)|6281234567890 (number)|17 Agustus 1990 (date) <1990-08-17>|01/09/2026 09:30 (date) <2026-09-01 09:30:00>|TRUE (bool)|50% (number)
		3 José⏎Maria|45 (number)|81234567890 (number)|33000 (number)|46000.25 (number)|FALSE (bool)|0.3 (number)
	`)
}
