package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
)

// table finds the header among the rows, and what of the others is no row of the
// table: titles above it, totals in it, notes below it.
func (g *grid) table() (*Table, error) {
	if err := g.ctx.Err(); err != nil {
		return nil, err
	}
	if len(g.rows) == 0 {
		return nil, g.empty()
	}
	t := &Table{Name: g.sheet}
	body := g.header(t)
	body = g.body(body, t.Header)
	width := len(t.Header.Cells)
	for _, row := range body {
		width = max(width, len(row.Cells))
	}
	g.ragged(body)
	t.Header = widen(t.Header, width)
	if t.Groups != nil {
		t.Groups = append(t.Groups, make([]string, width-len(t.Groups))...)
	}
	t.Rows = make([]Row, len(body))
	for i, row := range body {
		t.Rows[i] = widen(row.Row, width)
	}
	g.unnamed(t)
	g.mergedCells(t)
	t.Problems, t.Notes = g.problems, g.notes
	sortByPlace(t)
	return t, nil
}

func (g *grid) empty() error {
	if g.sheet != "" {
		return refuse("name another with --sheet", "%s has no rows in the sheet %q", g.name, g.sheet)
	}
	return refuse("export it anew", "%s has no rows", g.name)
}

// widen appends empty cells.
func widen(row Row, width int) Row {
	row.Cells = slices.Grow(row.Cells, max(0, width-len(row.Cells)))
	for len(row.Cells) < width {
		row.Cells = append(row.Cells, Cell{Column: len(row.Cells) + 1})
	}
	return row
}

// searched is how many rows are looked at for the header.
const searched = 100

// header finds the header and returns the rows below.
//
// It is the first row of labels that is nearly as wide as the rows usually are.
func (g *grid) header(t *Table) []gridRow {
	at := g.headerRow()
	top := at // the first row of the header
	switch {
	case at > 0 && g.stacked(g.rows[at-1].Row, g.rows[at].Row):
		top = at - 1
	case at+1 < len(g.rows) && g.stacked(g.rows[at].Row, g.rows[at+1].Row):
		at++
	}
	t.Header = g.rows[at].Row
	if top < at {
		t.Header, t.Groups = g.join(g.rows[top].Row, g.rows[at].Row)
		g.notef(t.Header.Number, 0, "the header has two rows, %d and %d", g.rows[top].Number, g.rows[at].Number)
	}
	if g.csv {
		g.columns = max(g.rows[top].width, g.rows[at].width)
	}
	if top > 0 {
		g.notef(g.rows[0].Number, 0, "what stands above the header was passed over (%s)", rowNumbers(g.rows[:top]))
	}
	if !labels(t.Header) {
		g.errorf(t.Header.Number, 0, "write a row of headings above", "row %d was taken for the headings and looks like data", t.Header.Number)
	}
	return g.rows[at+1:]
}

// rowNumbers lists the numbers of rows.
func rowNumbers(rows []gridRow) string {
	if len(rows) == 1 {
		return fmt.Sprintf("row %d", rows[0].Number)
	}
	return fmt.Sprintf("rows %d to %d", rows[0].Number, rows[len(rows)-1].Number)
}

func (g *grid) headerRow() int {
	rows := g.rows[:min(len(g.rows), searched)]
	var counts []int
	for _, row := range rows {
		if n := filled(row.Row); n > 1 {
			counts = append(counts, n)
		}
	}
	if len(counts) == 0 {
		return 0
	}
	slices.Sort(counts)
	usual, widest := counts[len(counts)/2], 0
	for i, row := range rows {
		switch n := filled(row.Row); {
		case !labels(row.Row):
		case n*5 >= usual*3:
			return i
		case n > filled(rows[widest].Row):
			widest = i
		}
	}
	return widest
}

func filled(row Row) int {
	n := 0
	for _, cell := range row.Cells {
		if cell.Text != "" {
			n++
		}
	}
	return n
}

// labels reports whether what a row holds can be headings: few numbers and days,
// and no addresses.
func labels(row Row) bool {
	data := 0
	for _, cell := range row.Cells {
		switch {
		case isAddress(cell.Text):
			return false
		case isFigure(cell):
			data++
		}
	}
	return data*4 <= filled(row)
}

// isAddress reports whether text is an e-mail address.
func isAddress(text string) bool {
	at := strings.IndexByte(text, '@')
	return at > 0 && at < len(text)-1 && !strings.ContainsFunc(text, unicode.IsSpace)
}

// isFigure reports whether a cell has a number, a day or the like.
func isFigure(cell Cell) bool {
	switch cell.Kind {
	case Number, Date, Bool, Error:
		return true
	}
	digits := false
	for _, r := range cell.Text {
		digits = digits || unicode.IsDigit(r)
		if !unicode.IsDigit(r) && !strings.ContainsRune(" /.:,+-%TZAPM", r) {
			return false
		}
	}
	return digits
}

// cellAt returns the text in a column, which counts from 1.
func cellAt(row Row, column int) string {
	if column > len(row.Cells) {
		return ""
	}
	return row.Cells[column-1].Text
}

// stacked reports whether two rows are one header: each heading of the upper one
// either has nothing below, or stands over several of the lower one. A single
// one is a title, unless it was merged over some columns.
func (g *grid) stacked(top, bottom Row) bool {
	if !labels(top) || !labels(bottom) || filled(bottom) < 2 {
		return false
	}
	spans, merged := 0, g.mergedFrom(top)
	for _, cell := range top.Cells {
		switch {
		case cell.Text == "":
		case span(merged, top, bottom, cell.Column) > 1:
			spans++
		case cellAt(bottom, cell.Column) != "":
			return false
		}
	}
	over := func(m area) bool { return m.left > 1 && m.right > m.left && cellAt(top, m.left) != "" }
	return spans > 0 && (filled(top) > 1 || slices.ContainsFunc(merged, over))
}

// mergedFrom returns the merged cells that begin in row.
func (g *grid) mergedFrom(row Row) []area {
	var from []area
	for _, m := range g.merged {
		if m.top == row.Number {
			from = append(from, m)
		}
	}
	return from
}

// span returns how many headings of bottom the one in a column of top is over: as
// many as it is merged with, or as follow with nothing above.
func span(merged []area, top, bottom Row, column int) int {
	for _, m := range merged {
		if m.left == column {
			return m.right - m.left + 1
		}
	}
	n := 1
	for cellAt(bottom, column) != "" && cellAt(top, column+n) == "" && cellAt(bottom, column+n) != "" {
		n++
	}
	return n
}

// join makes one header of two rows.
func (g *grid) join(top, bottom Row) (header Row, groups []string) {
	width := max(len(top.Cells), len(bottom.Cells))
	header, groups = widen(Row{Number: bottom.Number}, width), make([]string, width)
	merged := g.mergedFrom(top)
	for column := 1; column <= width; column++ {
		over, under := cellAt(top, column), cellAt(bottom, column)
		header.Cells[column-1].Text = cmp.Or(under, over)
		if over == "" {
			continue
		}
		for i := column; i < min(column+span(merged, top, bottom, column), width+1); i++ {
			if cellAt(bottom, i) != "" {
				groups[i-1] = over
			}
		}
	}
	return header, groups
}

// body returns the rows without those that are no rows of the table, and says
// which they are.
func (g *grid) body(rows []gridRow, header Row) []gridRow {
	width := filled(header)
	end := len(rows)
	for end > 0 && isRemark(rows[end-1], width) {
		end--
	}
	for end < len(rows) && !rows[end].gap && !isMarked(rows[end].Row) {
		end++
	}
	if end < len(rows) {
		g.notef(rows[end].Number, 0, "what stands below the table was left out (%s)", rowNumbers(rows[end:]))
	}
	var kept, below []gridRow
	for _, row := range rows[:end] {
		if row.gap {
			below = append(below, row)
		}
		switch {
		case isTotal(row.Row):
			g.notef(row.Number, 0, "row %d is a total and was left out", row.Number)
		case sameTexts(row.Row, header):
			g.notef(row.Number, 0, "row %d repeats the header and was left out", row.Number)
		default:
			kept = append(kept, row)
		}
	}
	if len(below) > 0 {
		g.notef(below[0].Number, 0, "empty rows were passed over, above %s", rowList(numbers(below)))
	}
	return kept
}

// isRemark reports whether a row below a table can be a note: nearly empty, and
// nobody's address.
func isRemark(row gridRow, width int) bool {
	return width >= 3 && filled(row.Row) <= max(1, width/4) && !isTotal(row.Row) &&
		!slices.ContainsFunc(row.Cells, func(c Cell) bool { return isAddress(c.Text) || isFigure(c) })
}

// isMarked reports whether a row says itself that it is a note.
func isMarked(row Row) bool {
	text := cases.Fold().String(firstText(row))
	return strings.HasPrefix(text, "*") || slices.ContainsFunc([]string{
		"note:", "notes:", "source:", "legend:", "catatan:", "keterangan:", "sumber:", "hinweis:", "quelle:", "ket:", "nb:",
	}, func(word string) bool { return strings.HasPrefix(text, word) })
}

func firstText(row Row) string {
	for _, cell := range row.Cells {
		if cell.Text != "" {
			return cell.Text
		}
	}
	return ""
}

// isTotal reports whether a row sums up others: it says so, and all else in it
// are numbers.
func isTotal(row Row) bool {
	first := firstText(row)
	word, _, _ := strings.Cut(cases.Fold().String(first), " ")
	if !slices.Contains([]string{
		"total", "totals", "subtotal", "grand", "sum", "count", "average", "jumlah", "rata-rata",
		"summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "anzahl", "durchschnitt",
	}, strings.TrimRight(word, ":.")) {
		return false
	}
	for _, cell := range row.Cells {
		if cell.Text != "" && cell.Text != first && !isFigure(cell) && cell.Kind != Formula {
			return false
		}
	}
	return true
}

func sameTexts(a, b Row) bool {
	for column := range max(len(a.Cells), len(b.Cells)) {
		if cellAt(a, column+1) != cellAt(b, column+1) {
			return false
		}
	}
	return true
}

// ragged says which rows of a CSV have more or fewer cells than the header. All
// rows of a sheet have as many. If most have more, it is a heading that is missing.
func (g *grid) ragged(body []gridRow) {
	var short, long []gridRow
	for _, row := range body {
		switch {
		case g.columns == 0:
		case len(row.Cells) > g.columns:
			long = append(long, row)
		case row.width < g.columns:
			short = append(short, row)
		}
	}
	if len(long)*2 <= len(body) {
		g.torn = map[int]bool{}
		for _, row := range long {
			g.torn[row.Number] = true
			g.errorf(row.Number, g.columns+1, "put quotes around a cell that has a separator in it",
				"the row has %d cells, the header has %d; what belongs where is not known", row.width, g.columns)
		}
	}
	if len(short) > 0 {
		g.warnf(short[0].Number, 0, "look whether the file is whole", "there are fewer cells than in the header in %s; what is missing was taken as empty", rowList(numbers(short)))
	}
}

func numbers(rows []gridRow) []int {
	out := make([]int, len(rows))
	for i, row := range rows {
		out[i] = row.Number
	}
	return out
}

// unnamed says which columns have values and no heading.
func (g *grid) unnamed(t *Table) {
	for i, heading := range t.Header.Cells {
		if heading.Text != "" {
			continue
		}
		for _, row := range t.Rows {
			if row.Cells[i].Text != "" && !g.torn[row.Number] {
				g.warnf(row.Number, i+1, "write one, or take the column out", "column %s has values and no heading", columnName(i+1))
				break
			}
		}
	}
}

// mergedCells says which cells of the table are one: only the first has the value.
func (g *grid) mergedCells(t *Table) {
	if len(t.Rows) == 0 {
		return
	}
	for _, m := range g.merged {
		if m.bottom >= t.Rows[0].Number && m.top <= t.Rows[len(t.Rows)-1].Number && m.left <= len(t.Header.Cells) {
			g.warnf(m.top, m.left, "unmerge them, and write the value into each", "cells are merged (%s%d to %s%d); only the first has the value",
				columnName(m.left), m.top, columnName(m.right), m.bottom)
		}
	}
}

// sortByPlace orders what is said by rows, what is about the whole file first.
func sortByPlace(t *Table) {
	slices.SortStableFunc(t.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	slices.SortStableFunc(t.Notes, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
}
