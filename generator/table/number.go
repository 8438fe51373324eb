package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"github.com/xuri/nfp"
)

// isoDate reads a date as ISO 8601 has it.
func (b *workbook) isoDate(raw sheetCell, cell *Cell) {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05.999", "2006-01-02T15:04:05.999Z", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, raw.value); err == nil {
			setDate(cell, t, false)
			return
		}
	}
	cell.Text = tidy(raw.value) // excelize makes other dates of what is none
}

// setDate makes a cell a date, which is written as programs understand it: in how
// many ways people see it, and which is meant, depends on where they are.
func setDate(cell *Cell, t time.Time, clock bool) {
	cell.Kind, cell.Time = Date, t
	cell.Text = strings.TrimSuffix(t.Format("2006-01-02 15:04:05"), " 00:00:00")
	if clock {
		cell.Text = t.Format("15:04:05")
	}
}

// lastDay is behind the last day that Excel knows, 9999-12-31.
const lastDay = 2958466

// numeric reads a number, or what its format makes a date.
func (b *workbook) numeric(row int, raw sheetCell, cell *Cell) {
	x, err := strconv.ParseFloat(strings.TrimSpace(raw.value), 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return
	}
	format := b.format(raw.style)
	if format.date {
		t, err := excelize.ExcelDateToTime(x, b.date1904)
		if err == nil && x < lastDay {
			setDate(cell, t, x > 0 && x < 1)
			return
		}
		b.warnf(row, raw.column, "write it anew", "the number in the cell is formatted as a date, but there is no such day")
	}
	cell.Kind = Number
	switch {
	case format.elapsed && math.Abs(x) < lastDay: // excelize adds the days before 1904 to it
		minutes := int64(math.Round(x * 24 * 60))
		cell.Text = fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
	case format.plain, format.date, cell.Text == tidy(raw.value):
		cell.Text = plainNumber(x)
	}
	if math.Abs(x) >= 1e15 {
		b.warnf(row, raw.column, "format the column as text and write the number anew",
			"the number has more than 15 digits; spreadsheets keep 15, and write 0 for the rest")
	}
}

// plainNumber writes a number with its digits, of which spreadsheets keep 15.
func plainNumber(x float64) string {
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64); err == nil {
		x = rounded
	}
	if math.Abs(x) >= 1e21 || x != 0 && math.Abs(x) < 1e-9 {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// numberFormat says how numbers of a style are shown.
type numberFormat struct {
	date    bool // a day or a time of day
	elapsed bool // hours and minutes that something took
	plain   bool // as they come: General, text, or with an exponent, which nobody means
}

// format returns how numbers of a style are shown.
func (b *workbook) format(style int) numberFormat {
	if style < len(b.formats) {
		return b.formats[style]
	}
	return numberFormat{plain: true}
}

// readFormats finds out about all styles, and has excelize leave dates as they
// are: they are written here, and half of the time would go into formatting them.
func (b *workbook) readFormats() {
	all := b.file.Styles
	if all == nil || all.CellXfs == nil {
		return
	}
	codes, general := map[int]string{}, 0
	if all.NumFmts != nil {
		for _, f := range all.NumFmts.NumFmt {
			codes[f.NumFmtID] = f.FormatCode
		}
	}
	b.formats = make([]numberFormat, len(all.CellXfs.Xf))
	for i := range b.formats {
		id := all.CellXfs.Xf[i].NumFmtID
		if id == nil {
			id = &general
		}
		if b.formats[i] = formatOf(*id, codes); b.formats[i].date {
			all.CellXfs.Xf[i].NumFmtID = &general
		}
	}
}

// formatOf returns a format by its number: one of the file's own, or of those that
// all files share.
func formatOf(id int, own map[int]string) numberFormat {
	code, isOwn := own[id]
	switch {
	case isOwn:
		return parseFormat(code)
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id == 45, id == 47, id >= 50 && id <= 58:
		return numberFormat{date: true}
	case id == 46:
		return numberFormat{elapsed: true}
	case id == 0, id == 11, id == 48, id == 49:
		return numberFormat{plain: true}
	}
	return numberFormat{}
}

// parseFormat looks at the first section of a format, which positive numbers have.
func parseFormat(code string) numberFormat {
	parser := nfp.NumberFormatParser()
	sections := parser.Parse(code)
	if len(sections) == 0 {
		return numberFormat{plain: true}
	}
	var f numberFormat
	for _, token := range sections[0].Items {
		switch token.TType {
		case nfp.TokenTypeDateTimes:
			f.date = true
		case nfp.TokenTypeElapsedDateTimes:
			return numberFormat{elapsed: true}
		case nfp.TokenTypeGeneral, nfp.TokenTypeExponential, nfp.TokenTypeTextPlaceHolder:
			f.plain = true
		}
	}
	return f
}
