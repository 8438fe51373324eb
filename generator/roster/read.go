package roster

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

// read finds out who the rows are about, and what they say.
func (r *reader) read(ctx context.Context) error {
	r.takeColumns()
	r.checkHeader()
	r.readDates()
	all := make([]*entry, len(r.table.Rows))
	for i, row := range r.table.Rows {
		all[i] = r.identify(r.readable(row))
	}
	if err := r.giveIDs(r.latest(all)); err != nil {
		return err
	}
	for _, e := range r.entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.readPerson(e)
	}
	for _, e := range r.entries { // once everybody is known
		r.readOthers(e)
		if r.Kind == "signups" {
			r.readSignup(e)
		}
	}
	r.checkNew()
	return nil
}

// readable returns a row without the cells that a spreadsheet failed to calculate.
// Package table warned of them; in a column that is read they are errors.
func (r *reader) readable(row table.Row) table.Row {
	for i, cell := range row.Cells {
		if cell.Kind != table.Error || !r.reads(i) {
			continue
		}
		for j, p := range r.out.Problems {
			if p.Row == row.Number && p.Column == cell.Column {
				r.out.Problems[j].Severity = diag.Error
			}
		}
		r.failed[[2]int{row.Number, cell.Column}] = true
		row.Cells = slices.Clone(row.Cells)
		row.Cells[i] = table.Cell{Column: cell.Column}
	}
	return row
}

// reads reports whether a column says anything.
func (r *reader) reads(index int) bool {
	for _, columns := range r.columns {
		if slices.ContainsFunc(columns, func(c column) bool { return c.index == index }) {
			return true
		}
	}
	return false
}

// readDates finds out how the dates of the table are written.
func (r *reader) readDates() {
	var texts []string
	ambiguous := false
	var at int
	for _, row := range r.table.Rows {
		for _, name := range []string{"timestamp", "day", "new_day"} {
			if cell := r.cell(row, name); cell.Time.IsZero() {
				texts = append(texts, cell.Text)
				m := numericDay.FindStringSubmatch(cell.Text)
				if m != nil && len(m[1]) < 4 && m[1] != m[2] && !ambiguous {
					ambiguous, at = true, cell.Column
				}
			}
		}
	}
	var sure bool
	if r.dayFirst, sure = dayFirst(texts); ambiguous && !sure {
		r.problem(diag.Warning, r.table.Header.Number, at, "write dates as 2026-02-03 where that is wrong", "days and months cannot be told apart in this column; the day is taken to come first")
	}
}

// identify reads who a row is about, when it was sent, and whether the person
// agrees.
func (r *reader) identify(row table.Row) *entry {
	e := &entry{row: row, agreed: true, text: map[string]string{}, others: map[string][]source.ID{}}
	if cell := r.cell(row, "email"); cell.Text != "" {
		if address := strings.TrimPrefix(strings.TrimSpace(cell.Text), "mailto:"); isAddress(address) {
			e.email = address
		} else {
			r.bad(row, cell, "write it as name@organisation.example, or leave it out", "this is no e-mail address")
		}
	}
	if cell := r.cell(row, "number"); cell.Text != "" {
		e.number = strings.TrimSpace(cell.Text)
		if strings.ContainsAny(e.number, "\n") || len(e.number) > 64 {
			r.bad(row, cell, "write the number alone", "this is no staff number")
			e.number = ""
		}
	}
	if cell := r.cell(row, "timestamp"); cell.Text != "" {
		var ok bool
		if e.sent, ok = momentOf(cell, r.dayFirst); !ok {
			r.bad(row, cell, "write it as 2026-02-03 10:00", "this is no date")
		}
	}
	e.text["name"] = r.nameIn(row)
	e.text["unit"] = oneLine(r.cell(row, "unit").Text)
	if r.has("consent") {
		e.agreed = r.agrees(e)
	}
	return e
}

func isAddress(text string) bool {
	name, host, ok := strings.Cut(text, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(text, " <>\"'\n,;") && strings.Count(text, "@") == 1 && len(text) < 255
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (r *reader) nameIn(row table.Row) string {
	if name := oneLine(r.cell(row, "name").Text); name != "" {
		return name
	}
	return oneLine(r.cell(row, "first_name").Text + " " + r.cell(row, "last_name").Text)
}

// agrees reads whether somebody agreed to what the table asks their consent for.
func (r *reader) agrees(e *entry) bool {
	cell := r.cell(e.row, "consent")
	yes, known := yesOrNo(cell.Text)
	why, hint := "there is no consent, so this row is left out", "ask the person; a row with a yes is imported"
	switch {
	case yes && known:
		return true
	case cell.Text != "" && !known:
		why, hint = "this is neither a yes nor a no, so this row is left out", "write yes where the person agreed"
	}
	if id := r.idOf(e); id != "" {
		why += fmt.Sprintf("; %s is in the list already", id)
		hint = "ask the person; take them out of the list if they do not want to be there"
	}
	r.problem(diag.Warning, e.row.Number, columnOf(cell, r.columns["consent"]), hint, "%s", why)
	return false
}

// columnOf returns the column of a cell, or of where it would be.
func columnOf(cell table.Cell, columns []column) int {
	if cell.Column > 0 || len(columns) == 0 {
		return cell.Column
	}
	return columns[0].index + 1
}

func (r *reader) bad(row table.Row, cell table.Cell, hint, format string, args ...any) {
	r.problem(diag.Error, row.Number, cell.Column, hint, format, args...)
}

// latest returns one row for each person: the last, by the time it was sent, else
// by its place. Rows without consent count as well: they take it back.
func (r *reader) latest(all []*entry) []*entry {
	last := map[string]*entry{}
	replaced := map[*entry]*entry{}
	for _, e := range bySending(all, func(e *entry) moment { return e.sent }) {
		keys := r.keys(e)
		for _, key := range keys {
			if before := last[key]; before != nil && before != e {
				replaced[before] = e
			}
			last[key] = e
		}
	}
	var out []*entry
	for _, e := range all {
		switch by := replaced[e]; {
		case by != nil:
			r.problem(diag.Warning, e.row.Number, 0, "", "row %d is about the same person and is the later one, so this row is left out", by.row.Number)
		case e.agreed:
			out = append(out, e)
		}
	}
	return out
}

// keys returns by what somebody is known again, within the table and in the list.
func (r *reader) keys(e *entry) (keys []string) {
	if e.email != "" {
		keys = append(keys, "email "+strings.ToLower(e.email))
	}
	if e.number != "" {
		keys = append(keys, "number "+strings.ToLower(e.number))
	}
	if id := r.idOf(e); id != "" {
		keys = append(keys, "id "+string(id))
	}
	if len(keys) == 0 && e.text["name"] != "" {
		keys = append(keys, "name "+nameUnit(e.text["name"], e.text["unit"]))
	}
	return keys
}

// idOf returns the id that somebody has already, or nothing.
func (r *reader) idOf(e *entry) source.ID {
	if id := r.people.email[strings.ToLower(e.email)]; e.email != "" && id != "" {
		return id
	}
	if id := r.people.number[strings.ToLower(e.number)]; e.number != "" && id != "" {
		return id
	}
	key := nameUnit(e.text["name"], e.text["unit"])
	if same := r.people.nameUnit[key]; len(same) == 1 { // whose address nobody knows yet
		return same[0]
	}
	if same := r.people.alike[key]; len(same) == 1 && e.email == "" && e.number == "" {
		return same[0]
	}
	return ""
}

// giveIDs finds out who of the list is meant, and gives others an id.
func (r *reader) giveIDs(entries []*entry) (err error) {
	for _, e := range entries {
		byEmail, byNumber := r.people.email[strings.ToLower(e.email)], r.people.number[strings.ToLower(e.number)]
		if e.email != "" && e.number != "" && byEmail != "" && byNumber != "" && byEmail != byNumber {
			r.problem(diag.Error, e.row.Number, 0, "correct the row, or the entries in "+source.ImportMapName, "the e-mail address is that of %s, and the staff number that of %s", byEmail, byNumber)
			continue
		}
		e.id = r.idOf(e)
		e.person = r.people.byID[e.id]
		switch {
		case e.id == "":
			if e.id, err = r.newID(); err != nil {
				return err
			}
			if alike := r.people.alike[nameUnit(e.text["name"], e.text["unit"])]; len(alike) > 0 {
				r.problem(diag.Warning, e.row.Number, 0, "where they are one person, write the address or the number of the table beside that id in "+source.ImportMapName, "%s has the same name and unit, but nothing says that this is the same person, who is taken for somebody new", alike[0])
			}
		case byEmail == "" && byNumber == "":
			r.problem(diag.Warning, e.row.Number, 0, "where that is somebody else, write their e-mail address into the list", "name and unit are those of %s, who is taken for this person", e.id)
		}
		r.entries = append(r.entries, e)
	}
	for _, e := range r.entries {
		r.people.know(e.id, e.email, e.number)
		if key := fold(e.text["name"]); key != "" && !slices.Contains(r.people.names[key], e.id) {
			r.people.names[key] = append(r.people.names[key], e.id)
		}
	}
	return nil
}

// maxText is how long a name may be.
const maxText = 200

// readPerson reads what a row says of somebody alone.
func (r *reader) readPerson(e *entry) {
	for _, name := range []string{"name", "salutation", "unit", "site"} {
		cell := r.cell(e.row, name)
		if name != "name" {
			e.text[name] = oneLine(cell.Text)
		}
		if len([]rune(e.text[name])) > maxText {
			r.bad(e.row, cell, "shorten it", "this is too long for a %s", name)
		}
	}
	if cell := r.cell(e.row, "timezone"); cell.Text != "" {
		var ok bool
		if e.text["timezone"], ok = zoneNamed(cell.Text); !ok {
			r.bad(e.row, cell, "write an IANA name such as Asia/Jakarta, or WIB, WITA or WIT", "%s is no time zone", quote(cell.Text))
		}
	}
	r.readLevel(e)
	r.readLanguages(e)
	r.readTopics(e)
	r.readAvailability(e)
	if cell := r.cell(e.row, "capacity"); cell.Text != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(fold(cell.Text), " 0"))
		if err != nil || n < 0 || n > 3 {
			r.bad(e.row, cell, "write a number from 0 to 3", "this is no number of pairs")
		} else {
			e.capacity = &n
		}
	}
	if cell := r.cell(e.row, "directory"); cell.Text != "" {
		yes, known := yesOrNo(cell.Text)
		if oneOf(listedWords, fold(cell.Text)) {
			yes, known = true, true
		}
		switch {
		case !known:
			r.bad(e.row, cell, "write yes or no", "this is neither a yes nor a no")
		case yes:
			e.directory = r.audienceOf(cell)
		default:
			e.directory = "no"
		}
	}
}

// audienceOf returns who may see an entry of the directory: everybody only where
// the question or the answer says so.
func (r *reader) audienceOf(cell table.Cell) string {
	asked := fold(r.table.Header.Cells[cell.Column-1].Text + " " + cell.Text)
	for _, words := range []string{"public", "all staff", "everybody", "everyone", "all colleagues", "semua rekan", "semua orang", "semua karyawan", "semua pegawai", "seluruh karyawan", "publik"} {
		if strings.Contains(asked, words) {
			return "public"
		}
	}
	return "participants"
}

func (r *reader) readLevel(e *entry) {
	cell := r.cell(e.row, "level")
	if cell.Text == "" {
		return
	}
	word := fold(cell.Text)
	if level, known := r.levels[word]; known {
		e.level = &level
		return
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(cell.Text), ".0")); err == nil && n >= 0 && n < 1000 {
		e.level = &n
		return
	}
	var words []string
	for known := range r.levels {
		words = append(words, known)
	}
	r.unknownWord("levels", "{word: "+scalar(oneLine(cell.Text))+", level: }")
	r.bad(e.row, cell, diag.DidYouMean(word, words, "say in the import map which number it is"), "%s is no level", quote(cell.Text))
}

// unknownWord notes a word that an import map could explain.
func (r *reader) unknownWord(list, item string) {
	word := Word{list, item}
	if !r.unknown[word] {
		r.unknown[word] = true
		r.out.Unknown = append(r.out.Unknown, word)
	}
}

// quote quotes a word that stands for one of few, such as a topic. Names and
// addresses are never quoted.
func quote(text string) string {
	if runes := []rune(oneLine(text)); len(runes) > 60 {
		return strconv.Quote(string(runes[:60]) + "…")
	}
	return strconv.Quote(oneLine(text))
}

func (r *reader) readLanguages(e *entry) {
	for _, c := range r.columns["languages"] {
		cell := e.row.Cells[c.index]
		for _, piece := range pieces(strings.ReplaceAll(cell.Text, "/", ";"), func(string) bool { return false }) {
			for _, word := range strings.Split(strings.ReplaceAll(strings.ReplaceAll(piece, " dan ", " & "), " and ", " & "), " & ") {
				name, _ := parted(word)
				code, known := source.LanguageNamed(word)
				if !known {
					code, known = source.LanguageNamed(name)
				}
				if !known {
					r.bad(e.row, cell, "write a name such as English or Indonesia, or a code such as en or id", "%s is no language", quote(word))
				} else if !slices.Contains(e.languages, code) {
					e.languages = append(e.languages, code)
				}
			}
		}
	}
}

func (r *reader) readAvailability(e *entry) {
	for _, c := range r.columns["availability"] {
		cell := e.row.Cells[c.index]
		if blank(cell.Text) || oneOf(anyTime, fold(cell.Text)) {
			continue
		}
		text := cell.Text
		if c.item != "" { // a grid has a line for each day, or for each part of it
			if yes, known := yesOrNo(text); known && !yes {
				continue
			} else if known {
				text = ""
			}
			text = c.item + " " + text
		}
		times, ok := freeTimes(text)
		if !ok {
			r.bad(e.row, cell, "write days and hours, such as Tue 09:00-11:30; Thu afternoon", "this says no times of the week")
			continue
		}
		e.available = append(e.available, times...)
	}
	e.available = inOrder(e.available)
}
