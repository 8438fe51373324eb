package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
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
				s.hidden = append(s.hidden, area{left: whole(from), right: whole(to)})
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
		n = whole(r)
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
	cell := sheetCell{column: column + 1, kind: attribute(start, "t"), style: whole(attribute(start, "s"))}
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

// whole returns a whole number from 0, and 0 for what is none.
func whole(text string) int {
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
