package table

import "context"

// table finds the header and the rows among what the file holds.
func (g *grid) table() (*Table, error) {
	if err := context.Cause(g.ctx); err != nil {
		return nil, err
	}
	if len(g.rows) == 0 {
		return nil, refuse("export it anew", "%s has no rows", g.name)
	}
	t := &Table{Name: g.sheet, Header: g.rows[0], Rows: g.rows[1:]}
	width := 0
	for _, row := range g.rows {
		width = max(width, len(row.Cells))
	}
	t.Header = widen(t.Header, width)
	for i := range t.Rows {
		t.Rows[i] = widen(t.Rows[i], width)
	}
	t.Problems, t.Notes = g.problems, g.notes
	return t, nil
}

// widen appends empty cells.
func widen(row Row, width int) Row {
	for len(row.Cells) < width {
		row.Cells = append(row.Cells, Cell{Column: len(row.Cells) + 1})
	}
	return row
}
