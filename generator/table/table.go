// Package table reads tables that people made with other tools: CSV files and
// Excel workbooks.
//
// In go the name and the bytes of a file. Out comes one [Table]: its header, its
// rows, and for each cell what a person sees in it, with its place. Whatever
// stands between the file and the table is found and said: the encoding, the
// separator, titles above the header, a second row of headings, totals and
// notes. What is wrong in single cells and rows is a [Problem], what was decided
// or left out on the way a [Note]; nothing is dropped without one of them.
// Messages do not quote cells: tables are about people.
//
// # What it refuses
//
// A file that is no CSV and no .xlsx, that is encrypted, damaged as a whole, or
// larger than its limits allow: Read returns a [Refusal] that says what to do.
// The format is recognised by content, not by name. Formulas are not calculated:
// the value that was saved with one is taken.
//
// It knows nothing about people, and what a column means.
package table

import (
	"context"
	"fmt"
	"time"

	"mentorbook/generator/diag"
)

// The limits of a table. Excel holds no longer cells.
const (
	maxBytes    = 64 << 20
	maxRows     = 200_000
	maxColumns  = 1_000
	maxCell     = 32_767 // characters
	maxProblems = 10_000
)

// Kind is what a cell holds.
type Kind uint8

const (
	// Text is the kind of all cells of a CSV, and of empty cells.
	Text Kind = iota
	// Number is a number, an amount, a share.
	Number
	// Date is a day, a time of day, or both; see Cell.Time.
	Date
	// Bool is shown as TRUE or FALSE.
	Bool
	// Formula holds the value that was saved with a formula.
	Formula
	// Error is what a spreadsheet shows where it failed to calculate: #N/A.
	Error
)

// Cell is one cell.
type Cell struct {
	Text   string    // what a person sees, without outer white space, in NFC; a date as 2026-09-30 15:04:05
	Kind   Kind      //
	Time   time.Time // of a Date, or of a Formula that gives one; in UTC, as there is no zone
	Column int       // from 1
}

// Row is one row.
type Row struct {
	Number int // from 1: of a sheet its row, of a CSV the line where it begins
	Cells  []Cell
}

// Problem is something in the file that somebody has to look at. An error means
// that what was read may not be what was meant.
type Problem struct {
	Row, Column   int // from 1; 0 where it is about all of them
	Severity      diag.Severity
	Message, Hint string
}

// Note says what was decided, or left out, on the way from the file to the table.
type Note struct {
	Row, Column int // from 1; 0 where it is about all of them
	Message     string
}

// Table is what a file holds. All rows are as wide as the header: the cells of a
// column have one index, which is Column - 1.
type Table struct {
	Name     string   // of the sheet; empty for CSV
	Header   Row      // a column without a heading has an empty cell
	Groups   []string // where the header has two rows: per column what stands above it
	Rows     []Row    // in the order of the file, without empty ones
	Problems []Problem
	Notes    []Note
}

// Options say how to read.
type Options struct {
	Sheet    string         // the sheet to read; empty where there is only one with rows
	Progress func(rows int) // if not nil, is told now and then how many rows were read
}

// Refusal says why a file as a whole cannot be read, and what to do.
type Refusal struct{ Message, Hint string }

func (r *Refusal) Error() string { return r.Message + "; " + r.Hint }

func refuse(hint, format string, args ...any) error {
	return &Refusal{Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Read reads a table. Its error is a *Refusal, or that of ctx.
func Read(ctx context.Context, name string, data []byte, o Options) (*Table, error) {
	if len(data) > maxBytes {
		return nil, refuse("split it into several files", "%s has %d MB; a table can have %d", name, len(data)>>20, maxBytes>>20)
	}
	is, err := recognise(name, data)
	if err != nil {
		return nil, err
	}
	g := &grid{ctx: ctx, name: name, progress: o.Progress}
	g.sayFormat(is)
	if is == xlsxFile {
		err = g.readXLSX(data, o.Sheet)
	} else {
		err = g.readCSV(data, o.Sheet)
	}
	if err != nil {
		return nil, err
	}
	return g.table()
}
