package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"github.com/xuri/nfp"
)

// sheetScanner parses the XML of a sheet row by row.
type sheetScanner struct {
	d      *xml.Decoder
	number int // of the last row
	hidden []area
	merged []area
}

type sheetRow struct {
	number int
	hidden bool
	cells  []sheetCell
}

// sheetCell is a cell as it is in the file.
type sheetCell struct {
	column  int
	kind    string // the attribute t
	style   int
	formula bool
	value   string // of v, or the text of is
}

// row returns the next row, and io.EOF behind the last, when hidden and merged
// are known. Other errors say what is wrong with the sheet.
func (s *sheetScanner) row() (sheetRow, error) {
	for {
		token, err := s.d.Token()
		if err != nil {
			return sheetRow{}, brokenXML(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "row":
			return s.cells(start)
		case "col":
			if isTrue(attribute(start, "hidden")) && len(s.hidden) < excelize.MaxColumns {
				from, to := attribute(start, "min"), attribute(start, "max")
				s.hidden = append(s.hidden, area{left: number(from), right: number(to)})
			}
		case "mergeCell":
			if merged, ok := parseArea(attribute(start, "ref")); ok {
				s.merged = append(s.merged, merged)
			}
		}
	}
}

func brokenXML(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return errors.New("breaks off, or is no XML")
}

// cells returns the row that begins with start.
func (s *sheetScanner) cells(start xml.StartElement) (sheetRow, error) {
	n := s.number + 1
	if r := attribute(start, "r"); r != "" {
		n = number(r)
	}
	if n <= s.number || n > excelize.TotalRows {
		return sheetRow{}, fmt.Errorf("has a row out of order after row %d", s.number)
	}
	s.number = n
	row := sheetRow{number: n, hidden: isTrue(attribute(start, "hidden"))}
	column := 0
	for {
		token, err := s.d.Token()
		if err != nil {
			return row, brokenXML(err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			if element.Name.Local != "c" {
				continue
			}
			cell, err := s.cell(element, column)
			if err != nil {
				return row, err
			}
			column = cell.column
			row.cells = append(row.cells, cell)
		case xml.EndElement:
			if element.Name == start.Name {
				return row, nil
			}
		}
	}
}

// cell returns the cell that begins with start and stands right of column.
func (s *sheetScanner) cell(start xml.StartElement, column int) (sheetCell, error) {
	cell := sheetCell{column: column + 1, kind: attribute(start, "t"), style: number(attribute(start, "s"))}
	if r := attribute(start, "r"); r != "" {
		at, row, err := excelize.CellNameToCoordinates(r)
		if err != nil || row != s.number || at <= column {
			return cell, fmt.Errorf("has a cell out of order in row %d", s.number)
		}
		cell.column = at
	}
	var value strings.Builder
	inside := ""
	for {
		token, err := s.d.Token()
		if err != nil {
			return cell, brokenXML(err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			inside = element.Name.Local
			cell.formula = cell.formula || inside == "f"
		case xml.CharData:
			if inside == "v" || inside == "t" {
				value.Write(element)
			}
		case xml.EndElement:
			inside = ""
			if element.Name == start.Name {
				cell.value = value.String()
				return cell, nil
			}
		}
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func isTrue(value string) bool { return value == "1" || value == "true" }

// number returns a whole number from 0, and 0 for what is none.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// parseArea reads "A1:C2".
func parseArea(ref string) (area, bool) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, err := excelize.CellNameToCoordinates(from)
	right, bottom, err2 := excelize.CellNameToCoordinates(to)
	return area{left, top, right, bottom}, err == nil && err2 == nil && left <= right && top <= bottom
}

// readSheet adds all rows of s.
func (b *workbook) readSheet(s sheet) error {
	if s.hidden {
		b.notef(0, 0, "the sheet %q is hidden; it was read", s.name)
	}
	r, d, err := b.part(s.path)
	if err != nil {
		return err
	}
	defer r.Close()
	shown, err := b.file.Rows(s.name)
	if err != nil {
		return b.damaged("the sheet %q cannot be read", s.name)
	}
	defer shown.Close()
	cells, at, found := &sheetScanner{d: d}, 0, findings{formulas: map[int]int{}, filled: map[int]int{}}
	for {
		row, err := cells.row()
		switch {
		case errors.Is(err, io.EOF):
			b.merged = cells.merged
			b.sayFindings(found, cells.hidden)
			return nil
		case err != nil:
			return b.damaged("the sheet %q %v", s.name, err)
		}
		b.gap = b.gap || row.number > at+1
		for ; at < row.number; at++ {
			if !shown.Next() {
				return b.damaged("the sheet %q ends before row %d", s.name, row.number)
			}
		}
		texts, err := shown.Columns()
		if err != nil {
			return b.damaged("the texts of row %d cannot be read", row.number)
		}
		if err := b.addRow(row, texts, &found); err != nil {
			return err
		}
	}
}

// findings is what is said once for many cells.
type findings struct {
	hiddenRows []int
	formulas   map[int]int // the first row with one, by column
	filled     map[int]int // the first row with a text, by column
}

func (b *workbook) addRow(row sheetRow, texts []string, found *findings) error {
	out := Row{Number: row.number}
	for _, raw := range row.cells {
		if raw.column > maxColumns && raw.value != "" {
			return refuse("leave out what is not needed", "%s:%d has more than %d columns", b.name, row.number, maxColumns)
		}
		cell, err := b.sheetCell(row.number, raw, at(texts, raw.column-1))
		if err != nil {
			return err
		}
		if raw.formula {
			first(found.formulas, raw.column, row.number)
		}
		if cell.Text == "" {
			continue
		}
		first(found.filled, raw.column, row.number)
		out = widen(out, raw.column-1)
		out.Cells = append(out.Cells, cell)
	}
	if row.hidden && len(out.Cells) > 0 {
		found.hiddenRows = append(found.hiddenRows, row.number)
	}
	return b.add(out)
}

// first keeps the row in which something was met for the first time.
func first(rows map[int]int, column, row int) {
	if _, met := rows[column]; !met {
		rows[column] = row
	}
}

func at(texts []string, i int) string {
	if i >= len(texts) {
		return ""
	}
	return texts[i]
}

// sayFindings notes what is hidden and what is calculated.
func (b *workbook) sayFindings(found findings, hiddenColumns []area) {
	if len(found.hiddenRows) > 0 {
		b.notef(found.hiddenRows[0], 0, "what is hidden was read, too: %s", rowList(found.hiddenRows))
	}
	for column := range maxColumns + 1 {
		row, filled := found.filled[column]
		for _, hidden := range hiddenColumns {
			if filled && hidden.left <= column && column <= hidden.right {
				b.notef(row, column, "column %s is hidden; it was read", columnName(column))
				break
			}
		}
		if row, has := found.formulas[column]; has {
			b.notef(row, column, "column %s has formulas; the values that were saved with them were taken", columnName(column))
		}
	}
}

// listed is how many rows a message names.
const listed = 10

// rowList names rows.
func rowList(rows []int) string {
	if len(rows) == 1 {
		return fmt.Sprintf("row %d", rows[0])
	}
	var names []string
	for _, row := range rows[:min(len(rows), listed)] {
		names = append(names, strconv.Itoa(row))
	}
	list := "rows " + strings.Join(names, ", ")
	if len(rows) > listed {
		list += fmt.Sprintf(" and %d more", len(rows)-listed)
	}
	return list
}

// sheetCell makes a cell of what the file has in it and of what excelize shows.
func (b *workbook) sheetCell(row int, raw sheetCell, shown string) (Cell, error) {
	cell, err := b.cell(row, raw.column, shown)
	if err != nil {
		return cell, err
	}
	switch raw.kind {
	case "s":
		b.checkString(row, raw)
	case "inlineStr", "str":
	case "b":
		cell.Kind = Bool
	case "e":
		cell.Kind = Error
		b.warnf(row, raw.column, "write what belongs there", "the cell shows %s: a formula failed", raw.value)
	case "d":
		b.isoDate(raw, &cell)
	default:
		b.numeric(row, raw, &cell)
	}
	if raw.formula && raw.value == "" && raw.kind != "str" {
		b.errorf(row, raw.column, "open the file in Excel or LibreOffice and save it anew", "the cell has a formula without a value")
	}
	switch {
	case raw.formula && cell.Kind != Error:
		cell.Kind = Formula
	case cell.Kind == Text:
		cell = b.asText(row, cell)
	}
	return cell, nil
}

// checkString says if a cell refers to a text that is not there.
func (b *workbook) checkString(row int, raw sheetCell) {
	i, err := strconv.Atoi(strings.TrimSpace(raw.value))
	if err != nil || i < 0 || b.file.SharedStrings == nil || i >= len(b.file.SharedStrings.SI) {
		b.errorf(row, raw.column, "open the file in Excel or LibreOffice and look", "the text of the cell is missing in the file")
	}
}

// isoDate reads a date as ISO 8601 has it.
func (b *workbook) isoDate(raw sheetCell, cell *Cell) {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05.999", "2006-01-02T15:04:05.999Z", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, raw.value); err == nil {
			setDate(cell, t, false)
			return
		}
	}
	cell.Text = tidy(raw.value)
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
	case format.plain, format.date, cell.Text == "": // a format can hide numbers
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
	if b.file.Styles == nil || b.file.Styles.CellXfs == nil {
		return
	}
	styles, general := b.file.Styles.CellXfs.Xf, 0
	b.formats = make([]numberFormat, len(styles))
	for i := range styles {
		s, err := b.file.GetStyle(i)
		if err != nil {
			continue
		}
		if b.formats[i] = formatOf(s.NumFmt, s.CustomNumFmt); b.formats[i].date {
			styles[i].NumFmtID = &general
		}
	}
}

func formatOf(id int, code *string) numberFormat {
	switch {
	case code != nil:
		return parseFormat(*code)
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
