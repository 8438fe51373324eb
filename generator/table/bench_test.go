package table_test

import (
	"encoding/csv"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"mentorbook/generator/table"
)

// BenchmarkRead reads 100,000 rows of twelve columns, as an export of a large
// personnel system has them, and prints the most memory that was in use beside
// the file itself.
func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	for name, data := range map[string][]byte{"csv": exportCSV(b, rows), "xlsx": exportXLSX(b, rows)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			most := uint64(0)
			for b.Loop() {
				runtime.GC()
				before := inUse()
				got, err := table.Read(b.Context(), "export."+name, data, table.Options{Progress: func(rows int) {
					if rows%10_000 == 0 {
						most = max(most, inUse()-before)
					}
				}})
				if err != nil || len(got.Rows) != rows || len(got.Problems) != 0 {
					b.Fatal(err)
				}
				most = max(most, inUse()-before)
			}
			b.ReportMetric(float64(most)/(1<<20), "MB-most")
		})
	}
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

var exported = []string{"Staff number", "Name", "E-mail", "Unit", "Site", "Grade", "Manager number", "Hired", "Born", "Contract", "Languages", "Topics"}

func exportedRow(i int) []any {
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	return []any{fmt.Sprintf("%06d", i), fmt.Sprintf("Person Number %d", i), fmt.Sprintf("person%d@example.org", i), fmt.Sprintf("Unit %d", i%40), "Jakarta",
		i % 12, fmt.Sprintf("%06d", i/10), day.AddDate(0, 0, i%9000), day.AddDate(-20, 0, -i%9000), "permanent", "id;en", "Data analysis;Law;"}
}

func exportCSV(b *testing.B, rows int) []byte {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Write(exported)
	for i := range rows {
		var cells []string
		for _, cell := range exportedRow(i) {
			cells = append(cells, fmt.Sprint(cell))
		}
		w.Write(cells)
	}
	w.Flush()
	return []byte(out.String())
}

func exportXLSX(b *testing.B, rows int) []byte {
	return []byte(book(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Data")
		if err != nil {
			b.Fatal(err)
		}
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			b.Fatal(err)
		}
		heads := make([]any, len(exported))
		for i, text := range exported {
			heads[i] = text
		}
		w.SetRow("A1", heads)
		for i := range rows {
			cells := exportedRow(i)
			for k, cell := range cells {
				if day, ok := cell.(time.Time); ok {
					cells[k] = excelize.Cell{StyleID: style, Value: day}
				}
			}
			if err := w.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}))
}
