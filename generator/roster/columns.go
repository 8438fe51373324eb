package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

// column is a column that is read.
type column struct {
	index   int // in the cells of a row
	header  string
	field   *field
	item    string // of a grid: the topic or the day that the column is about
	ordinal int    // of "topic 2": 2
	rank    int    // how good its header is for the field; the less the better
	grouped bool   // only what stands above the header says the field
}

// freeText finds questions whose answers are sentences.
var freeText = lazyregexp.New(`\b(why|tell us|describe|explain|motivation|comments?|remarks?|anything else|mengapa|kenapa|alasan|ceritakan|jelaskan|motivasi|komentar|pesan|pernah|pengalaman|experience)\b`)

// approval finds questions about what somebody's manager thinks.
var approval = lazyregexp.New(`\b(manager|supervisor|atasan)\b.*\b(agree[ds]?|approv\w+|know|support\w*|setuju|menyetujui|izin|mengizinkan|tahu|mengetahui)\b`)

// recognise returns what a column says, or why it says nothing.
func (r *reader) recognise(header string) (c column, reason string) {
	c.header = header
	folded := fold(header)
	if is, known := r.mapped[folded]; known {
		if is == "ignore" {
			return c, "the import map leaves it out"
		}
		c.field, c.rank = r.kind.field(is), -1 // what somebody said is best
		if found, rank := r.kind.byHeader(foldHeader(header)); found == c.field {
			c.rank = rank
		} else if found, _ := r.kind.byQuestion(foldHeader(header)); found == c.field {
			c.rank = notHeaders
		}
		c.ordinal, c.item = ordinalOf(header), itemOf(header)
		return r.forKind(c)
	}
	if grid := inGrid.FindStringSubmatch(header); grid != nil {
		if base, _ := r.recognise(grid[1]); base.field != nil && base.field.many {
			base.header, base.item = header, grid[2]
			return base, ""
		}
	}
	text := foldHeader(header)
	if c.field, c.rank = r.kind.byHeader(text); c.field != nil {
		return r.forKind(c)
	}
	if m := behind.FindStringSubmatch(header); m != nil {
		if c.field, c.rank = r.kind.byHeader(foldHeader(m[1])); c.field != nil {
			return r.forKind(c)
		}
	}
	if m := ordinal.FindStringSubmatch(text); m != nil {
		if c.field, c.rank = r.kind.byHeader(m[1]); c.field != nil && c.field.many {
			c.ordinal = int(m[2][0] - '0')
			return r.forKind(c)
		}
		c.field = nil
	}
	if oneOf(eitherTopics, text) {
		return column{header: header}, eitherKind
	}
	if oneOf(formTools, text) {
		return c, "form tools add it; it says nothing about anybody"
	}
	c.rank = notHeaders
	if c.field, reason = r.kind.byQuestion(text); reason != "" || c.field != nil && c.field.closed {
		c.ordinal = ordinalOf(header)
		return r.forKind(c, reason)
	}
	if why, refused := source.Refused(header); refused {
		if lazyregexp.New(`\bnik\b`).MatchString(text) {
			why += "; a staff number is called NIK Karyawan"
		}
		return column{header: header}, why
	}
	if c.field == nil {
		return c, "this header is not known; the import map can say what the column is"
	}
	return r.forKind(c)
}

// forKind returns a column unless it is for another kind of table.
func (r *reader) forKind(c column, reasons ...string) (column, string) {
	for _, reason := range reasons {
		if reason != "" {
			return column{header: c.header}, reason
		}
	}
	if !r.kind.has(c.field.name) {
		return column{header: c.header}, fmt.Sprintf("it says %s, which is for another kind of table", strings.ReplaceAll(c.field.name, "_", " "))
	}
	return c, ""
}

// has reports whether tables of a kind say a field.
func (k kind) has(name string) bool {
	return slices.Contains(k.fields, name) || slices.ContainsFunc(k.own, func(f field) bool { return f.name == name })
}

func ordinalOf(header string) int {
	if m := ordinal.FindStringSubmatch(foldHeader(header)); m != nil {
		return int(m[2][0] - '0')
	}
	return 0
}

func itemOf(header string) string {
	if grid := inGrid.FindStringSubmatch(header); grid != nil {
		return grid[2]
	}
	return ""
}

// byHeader returns the field whose headers have a text, and where in them it is.
func (k kind) byHeader(text string) (*field, int) {
	for _, list := range [][]field{k.own, fields} {
		for i := range list {
			if rank := rankIn(list[i].headers, text); rank >= 0 {
				return &list[i], rank
			}
		}
	}
	return nil, 0
}

const eitherKind = "it may be what somebody can teach, or wants to learn; the import map can say which (offers or wants)"

// notHeaders is the rank of a question: every header is better.
const notHeaders = 1000

// byQuestion returns what the text of a question asks for, or why nobody can say.
func (k kind) byQuestion(text string) (found *field, reason string) {
	if freeText.MatchString(text) || approval.MatchString(text) {
		return nil, ""
	}
	for _, f := range k.questions() {
		if f.asks == nil || !f.asks.MatchString(text) || f.unless != nil && f.unless.MatchString(text) {
			continue
		}
		if found == nil {
			found = f
		} else if found.name == "offers" && f.name == "wants" {
			return nil, eitherKind
		}
	}
	return found, ""
}

// questions returns the fields that are looked for in the text of a question. A
// reply asks for nothing that is about a person, but who it is from.
func (k kind) questions() (out []*field) {
	for i := range k.own {
		out = append(out, &k.own[i])
	}
	for i := range fields {
		if !k.isReply() || slices.Contains(k.fields, fields[i].name) {
			out = append(out, &fields[i])
		}
	}
	return out
}

// takeColumns looks at every header.
func (r *reader) takeColumns() {
	for i, cell := range r.table.Header.Cells {
		c, reason := r.recognise(cell.Text)
		if above := r.above(i); c.field == nil && above != "" {
			if group, _ := r.recognise(above); group.field != nil && group.field.many {
				c, reason = group, ""
				c.item, c.grouped = cell.Text, true
			} else if under, _ := r.recognise(above + " " + cell.Text); under.field != nil {
				c, reason = under, ""
				c.grouped = true
			}
		}
		c.index, c.header = i, cell.Text
		if reason == "" {
			reason = r.tells(c)
		}
		switch {
		case reason == "":
			r.columns[c.field.name] = append(r.columns[c.field.name], c)
		case cell.Text != "":
			r.out.Ignored = append(r.out.Ignored, Ignored{cell.Text, reason, i + 1})
		case r.used(i):
			r.out.Ignored = append(r.out.Ignored, Ignored{"", "it has no heading", i + 1})
		}
	}
	for _, columns := range r.columns {
		slices.SortStableFunc(columns, func(a, b column) int { return cmp.Compare(a.rank, b.rank) })
	}
	for i, cell := range r.table.Header.Cells {
		for name, columns := range r.columns {
			at := slices.IndexFunc(columns, func(c column) bool { return c.index == i })
			if at >= 0 {
				r.out.Columns = append(r.out.Columns, Column{cell.Text, name, i + 1, at > 0 && !columns[at].field.many, columns[at].grouped})
			}
		}
	}
}

func (r *reader) above(i int) string {
	if i < len(r.table.Groups) {
		return r.table.Groups[i]
	}
	return ""
}

// used reports whether a column has anything in it.
func (r *reader) used(i int) bool {
	return slices.ContainsFunc(r.table.Rows, func(row table.Row) bool { return row.Cells[i].Text != "" })
}

// telling are numbers that tell when somebody was born and their sex: the NIK of
// everybody in Indonesia has 16 digits, the NIP of civil servants 18.
var telling = lazyregexp.New(`^(\d{16}|(19|20)\d{16})$`)

// tells returns why a column of numbers is left out, whatever it is called.
func (r *reader) tells(c column) string {
	if c.field.name != "number" {
		return ""
	}
	for _, row := range r.table.Rows {
		if telling.MatchString(strings.ReplaceAll(row.Cells[c.index].Text, " ", "")) {
			return "its numbers tell when somebody was born, as a NIK (16 digits) and a NIP (18 digits) do; such numbers are never stored"
		}
	}
	return ""
}

// cell returns the first cell of a row that says a field, and is empty where none
// does.
func (r *reader) cell(row table.Row, name string) table.Cell {
	for _, c := range r.columns[name] {
		if cell := row.Cells[c.index]; !blank(cell.Text) {
			return cell
		}
	}
	return table.Cell{}
}

// checkHeader says what is missing from the table as a whole.
func (r *reader) checkHeader() {
	row := r.table.Header.Number
	if len(r.columns["email"])+len(r.columns["number"]) == 0 {
		r.problem(diag.Warning, row, 0, "add a column with e-mail addresses or staff numbers", "nothing says who is who but names; people are known again by name and unit")
	}
	if len(r.columns["consent"]) == 0 {
		r.problem(diag.Warning, row, 0, "ask for consent where people sign up, in a column such as \"I agree\"; until then, make sure that they know what is stored and why", "no column says that people agree to being listed")
	}
}
