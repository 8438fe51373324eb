package table

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
)

// grid is what a file holds before it is known what of it is the table.
type grid struct {
	ctx      context.Context
	name     string // of the file
	progress func(rows int)
	seen     int // rows, empty ones included

	sheet    string    // its name
	rows     []gridRow // empty ones are left out
	gap      bool      // the row that was added last is an empty one
	merged   []area
	csv      bool
	columns  int          // of a CSV: how many cells its header has
	torn     map[int]bool // of a CSV: rows with more, by number
	guarded  int          // of a CSV: cells with an apostrophe of Safe
	problems []Problem
	notes    []Note
}

// gridRow is a row with its cells up to the last that has text.
type gridRow struct {
	Row
	width int  // how many cells there are, empty ones at the end included
	gap   bool // an empty row stands above
}

// area is a range of cells that are one; all from 1, inclusive.
type area struct{ left, top, right, bottom int }

// progressStep is after how many rows the progress is told, and ctx asked.
const progressStep = 1000

// add appends a row that was read.
func (g *grid) add(row Row) error {
	if g.seen++; g.seen%progressStep == 0 && g.ctx.Err() != nil {
		return g.ctx.Err()
	}
	width := len(row.Cells)
	for len(row.Cells) > 0 && row.Cells[len(row.Cells)-1].Text == "" {
		row.Cells = row.Cells[:len(row.Cells)-1]
	}
	if len(row.Cells) == 0 {
		g.gap = true
		return nil
	}
	if len(row.Cells) > maxColumns {
		return refuse("leave out what is not needed", "%s:%d has %d columns; a table can have %d", g.name, row.Number, len(row.Cells), maxColumns)
	}
	if len(g.rows) == maxRows {
		return refuse("split it into several files", "%s has more than %d rows", g.name, maxRows)
	}
	g.rows = append(g.rows, gridRow{row, width, g.gap})
	g.gap = false
	if g.progress != nil && len(g.rows)%progressStep == 0 {
		g.progress(len(g.rows))
	}
	return nil
}

func (g *grid) errorf(row, column int, hint, format string, args ...any) {
	g.problem(Problem{row, column, diag.Error, fmt.Sprintf(format, args...), hint})
}

func (g *grid) warnf(row, column int, hint, format string, args ...any) {
	g.problem(Problem{row, column, diag.Warning, fmt.Sprintf(format, args...), hint})
}

// problem keeps p, unless there are more than anybody reads.
func (g *grid) problem(p Problem) {
	switch {
	case len(g.problems) < maxProblems:
		g.problems = append(g.problems, p)
	case len(g.problems) == maxProblems:
		g.problems = append(g.problems, Problem{p.Row, p.Column, diag.Error,
			fmt.Sprintf("there are more than %d problems; those after this row are not listed", maxProblems), "mend these first"})
	}
}

func (g *grid) notef(row, column int, format string, args ...any) {
	g.notes = append(g.notes, Note{row, column, fmt.Sprintf(format, args...)})
}

// cell makes a cell of what a file has in it, and says what is odd about it.
func (g *grid) cell(row, column int, text string) (Cell, error) {
	text = tidy(text)
	if strings.ContainsFunc(text, isControl) {
		g.warnf(row, column, "look whether something is missing there", "the cell has control characters, which were left out")
		text = tidy(strings.Map(func(r rune) rune {
			if isControl(r) {
				return -1
			}
			return r
		}, text))
	}
	if len(text) > maxCell && len([]rune(text)) > maxCell {
		return Cell{}, refuse("shorten it, or look for a quote that is not closed", "%s:%d:%d has more than %d characters in one cell", g.name, row, column, maxCell)
	}
	if strings.ContainsRune(text, unicode.ReplacementChar) {
		g.warnf(row, column, "write the letter anew", "the cell has a �: a letter was lost when the file was saved")
	}
	if isGarbled(text) {
		g.warnf(row, column, "export the file anew, as \"CSV UTF-8\" or .xlsx", "letters of the cell were garbled when the file was saved (Ã© in the place of é)")
	}
	return Cell{Text: text, Column: column}, nil
}

// tidy returns text as Cell.Text has it.
func tidy(text string) string {
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return norm.NFC.String(strings.TrimFunc(text, isBlank))
}

// isBlank reports whether r is a space, or takes none.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
