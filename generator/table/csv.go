package table

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"mentorbook/generator/cell"
)

// A CSV is read by a reader of its own, as that of the standard library knows no
// lines that end with CR alone, and stops at a quote that is not closed. Of files
// that have neither, both read the same; a fuzz target holds them to each other.

// separators are those that programs write, in the order in which they are tried.
const separators = ",;\t"

// maxUnclosed is how many quotes that are not closed are mended: each of them is
// looked for through the longest cell that may be.
const maxUnclosed = 100

// readCSV reads all rows of a CSV.
func (g *grid) readCSV(data []byte, wantedSheet string) error {
	if wantedSheet != "" {
		return refuse("leave out --sheet", "%s is a CSV, which has no sheets", g.name)
	}
	g.csv = true
	text, mostly := g.decode(data)
	if err := g.recogniseText(text); err != nil {
		return err
	}
	s := &scanner{text: text, line: 1}
	s.separator = g.separator(s)
	unclosed := 0
	for !s.done() {
		number := s.line
		cells := s.row()
		if err := g.addCells(number, cells, mostly); err != nil {
			return err
		}
		for _, c := range cells {
			if c.unclosed {
				unclosed++
			}
		}
		if unclosed > maxUnclosed {
			return refuse("export it anew", "%s has more than %d quotes that are not closed", g.name, maxUnclosed)
		}
	}
	if g.guarded > 0 {
		g.notef(0, 0, "apostrophes that keep spreadsheets from running a cell as a formula were taken off (%d)", g.guarded)
	}
	return nil
}

// separator returns what stands between the cells of s. Excel writes it into a
// first line of its own, if asked to.
func (g *grid) separator(s *scanner) byte {
	line, _, _ := bytes.Cut(s.text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		s.separator = line[4]
		s.row()
		return line[4]
	}
	return detectSeparator(s.text)
}

func (g *grid) addCells(number int, cells []rawCell, mostly encoding) error {
	row := Row{Number: number, Cells: make([]Cell, 0, len(cells))}
	for i, raw := range cells {
		cell, err := g.cell(number, i+1, g.decodeCell(raw.text, mostly, number, i+1))
		if err != nil {
			return err
		}
		switch {
		case raw.unclosed:
			g.errorf(number, i+1, "close it, or take it out", "the quote that opens here is not closed; the cell was read up to the end of its line")
		case raw.stray:
			g.warnf(number, i+1, "double quotes inside of a quoted cell", "there is a single quote inside of a quoted cell; it was kept")
		}
		row.Cells = append(row.Cells, g.asText(number, cell))
	}
	return g.add(row)
}

// shortened matches a long number as Excel saves one that did not fit its column.
var shortened = regexp.MustCompile(`^-?[0-9]([.,][0-9]+)?E\+[0-9]{2,3}$`)

// asText says what a cell of a CSV looks like and is not: text is all it has.
func (g *grid) asText(row int, c Cell) Cell {
	if rest, guarded := strings.CutPrefix(c.Text, "'"); guarded && cell.Text(rest) != rest {
		c.Text = rest
		g.guarded++
	}
	if call := formulaIn(c.Text); call != "" {
		g.warnf(row, c.Column, "look what it is meant to be", "the cell looks like a formula (%s); it was read as text", call)
	}
	if shortened.MatchString(c.Text) {
		g.warnf(row, c.Column, "format the column as a number without decimals, or as text, and save the file anew",
			"a long number was shortened when the file was saved; its last digits are lost")
	}
	return c
}

// rawCell is a cell as it is in the file, without its quotes.
type rawCell struct {
	text     []byte
	unclosed bool // its quote is not closed; it ends with its line
	stray    bool // it is quoted, and has a quote inside that is not doubled
}

// scanner goes through the text of a CSV.
type scanner struct {
	text      []byte
	separator byte
	at        int
	line      int // of at, from 1
}

func (s *scanner) done() bool { return s.at >= len(s.text) }

// row returns the cells of the next row.
func (s *scanner) row() []rawCell {
	var cells []rawCell
	for {
		cells = append(cells, s.cell())
		if s.done() {
			return cells
		}
		if s.text[s.at] == s.separator {
			s.at++
			if s.done() {
				return append(cells, rawCell{})
			}
			continue
		}
		s.lineEnd()
		return cells
	}
}

// lineEnd passes over the end of a line: LF, CR LF, or CR.
func (s *scanner) lineEnd() {
	if bytes.HasPrefix(s.text[s.at:], []byte("\r\n")) {
		s.at++
	}
	s.at++
	s.line++
}

func (s *scanner) cell() rawCell {
	begin, quote := s.at, s.at
	for quote < len(s.text) && s.text[quote] == ' ' {
		quote++
	}
	if quote < len(s.text) && s.text[quote] == '"' {
		if cell, ok := s.quoted(quote + 1); ok {
			return cell
		}
		s.at = quote + 1
		cell := s.plain(quote + 1)
		cell.unclosed = true
		return cell
	}
	return s.plain(begin)
}

// plain reads a cell up to its separator or the end of its line.
func (s *scanner) plain(begin int) rawCell {
	for !s.done() && !s.ends(s.at) {
		s.at++
	}
	return rawCell{text: s.text[begin:s.at]}
}

// ends reports whether no cell goes on at i.
func (s *scanner) ends(i int) bool {
	return i >= len(s.text) || s.text[i] == s.separator || s.text[i] == '\n' || s.text[i] == '\r'
}

// quoted reads a cell from behind its quote, and passes over the one that closes
// it. It is false, and nothing is read, where none closes it: there is none, or
// first one in another line that is neither doubled nor at the end of a cell, so
// that it opens a cell there.
func (s *scanner) quoted(begin int) (cell rawCell, ok bool) {
	var text []byte
	from, lines := begin, 0
	for i := begin; i < len(s.text) && i-begin < 4*maxCell; i++ {
		switch c := s.text[i]; {
		case c == '\n', c == '\r' && !bytes.HasPrefix(s.text[i:], []byte("\r\n")):
			lines++
		case c != '"':
		case i+1 < len(s.text) && s.text[i+1] == '"':
			text = append(text, s.text[from:i+1]...)
			i++
			from = i + 1
		default:
			end := i + 1
			for end < len(s.text) && s.text[end] == ' ' {
				end++
			}
			if s.ends(end) {
				s.at, s.line = end, s.line+lines
				cell.text = append(text, s.text[from:i]...)
				return cell, true
			}
			if lines > 0 {
				return cell, false
			}
			cell.stray = true
		}
	}
	return cell, false
}

// sampled is how many rows show which separator a file has.
const sampled = 100

// detectSeparator returns the separator with which most rows have one number of
// cells, and of several such the one with more cells. A file of one column has
// none, and any will do.
func detectSeparator(text []byte) byte {
	best, most := separators[0], 0.0
	for _, c := range []byte(separators) {
		if fit := separatorFit(text, c); fit > most {
			best, most = c, fit
		}
	}
	return best
}

// separatorFit returns the share of rows that have as many cells as most, and a
// little for each of these cells; 0 if they have one.
func separatorFit(text []byte, separator byte) float64 {
	s := &scanner{text: text, separator: separator, line: 1}
	counts, rows, unclosed := map[int]int{}, 0, 0
	for !s.done() && rows < sampled && unclosed < 3 {
		cells := s.row()
		if len(cells) == 1 && len(bytes.TrimSpace(cells[0].text)) == 0 {
			continue
		}
		for _, c := range cells {
			if c.unclosed {
				unclosed++
			}
		}
		counts[len(cells)]++
		rows++
	}
	width, same := 1, 0
	for n, count := range counts {
		if n > 1 && (count > same || count == same && n > width) {
			width, same = n, count
		}
	}
	if same == 0 {
		return 0
	}
	return float64(same)/float64(rows) + float64(min(width, 100))/1000
}

// columnName returns the letters of a column, as spreadsheets show them.
func columnName(column int) string {
	var name strings.Builder
	if column > 26 {
		name.WriteString(columnName((column - 1) / 26))
	}
	fmt.Fprintf(&name, "%c", 'A'+(column-1)%26)
	return name.String()
}
