package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// checkRows reports what the rows of a table lose: goldmark drops the cells
// beyond the heading, as the specification of GitHub says, and a "|" splits a
// cell also inside of code.
func (c *checker) checkRows(n *extast.Table) {
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableRow {
			c.checkRow(row, len(n.Alignments))
		}
	}
}

func (c *checker) checkRow(row ast.Node, columns int) {
	start := min(max(row.Pos(), 0), len(c.source))
	line := bytes.TrimRight(c.source[start:c.lineEnd(start)], " \t\r")
	inner := bytes.TrimSuffix(bytes.TrimPrefix(line, []byte("|")), []byte("|"))
	if bytes.Count(inner, []byte("|")) < columns && bytes.IndexByte(line, '`') < 0 {
		return // as nearly always
	}
	cells, split := rowCells(line)
	lost := 0
	if len(cells) > columns {
		lost = cells[columns]
	}
	text := bytes.TrimRight(line[lost:], "| \t")
	switch {
	case lost > 0 && len(text) > 0 && split >= 0:
		c.list.Warnf(c.span(start+lost, start+lost+len(text)), "lost-cell", `a "|" splits the cell also inside of code; write \|`,
			"the row has %d cells, the heading %d: %q is not shown", len(cells), columns, shortened(string(text)))
	case lost > 0 && len(text) > 0:
		c.list.Warnf(c.span(start+lost, start+lost+len(text)), "lost-cell", `give the heading as many cells, or write \| for a "|" in the text`,
			"the row has %d cells, the heading %d: %q is not shown", len(cells), columns, shortened(string(text)))
	case split >= 0:
		c.list.Warnf(c.span(start+split, start+split+1), "split-cell", `write \|`,
			`a "|" splits the cell also inside of code`)
	}
}

// rowCells returns where the text of each cell of a table's row begins, and the
// offset of the first "|" that splits a cell inside of code, or -1.
func rowCells(line []byte) (cells []int, split int) {
	split = -1
	code, codeEnd := -1, -1
	begin := true
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && line[i+1] == '|':
			i++
			begin = false
		case c == '|':
			if code < i && i < codeEnd && split < 0 {
				split = i
			}
			if begin && len(cells) > 0 {
				cells = append(cells, i) // an empty one
			}
			begin = true
			continue
		case begin && !util.IsSpace(c):
			cells = append(cells, i)
			begin = false
		}
		if line[i] == '`' && i > codeEnd {
			code = i
			codeEnd = codeSpanEnd(line, i)
			if run := backticks(line[i:]); codeEnd < 0 {
				i += run - 1
			}
		}
	}
	return cells, split
}

// codeSpanEnd returns the end of the code that the backticks at i begin, or -1.
func codeSpanEnd(line []byte, i int) int {
	open := backticks(line[i:])
	for i += open; i < len(line); {
		next := bytes.IndexByte(line[i:], '`')
		if next < 0 {
			return -1
		}
		i += next
		run := backticks(line[i:])
		if i += run; run == open {
			return i - 1
		}
	}
	return -1
}

// backticks returns how many of them text begins with.
func backticks(text []byte) int {
	n := 0
	for n < len(text) && text[n] == '`' {
		n++
	}
	return n
}
