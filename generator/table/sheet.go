package table

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

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
		cell, err := b.sheetCell(row.number, raw, textAt(texts, raw.column-1))
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

func textAt(texts []string, i int) string {
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
	if tidy(shown) == "" {
		shown = b.unseen(row, raw)
	}
	cell, err := b.cell(row, raw.column, shown)
	if err != nil {
		return cell, err
	}
	switch raw.kind {
	case "s", "inlineStr", "str":
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

// unseen returns the value of a cell that shows none: its format hides it.
func (b *workbook) unseen(row int, raw sheetCell) string {
	value := raw.value
	if raw.kind == "s" && value != "" {
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(b.file.SharedStrings.SI) {
			b.errorf(row, raw.column, "open the file in Excel or LibreOffice and look", "the text of the cell is missing in the file")
			return ""
		}
		value = b.file.SharedStrings.SI[i].String()
	}
	if tidy(value) != "" {
		b.warnf(row, raw.column, "look whether it is meant", "the format of the cell hides its value, which was read")
	}
	return value
}
