package roster

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
	"mentorbook/generator/yamledit"
)

// pair is a pair of the project, and what is to become of it.
type pair struct {
	source.Pairing // as it is to be
	was            *source.Pairing
	program        *source.Program
	cohort         *source.Cohort
	sessions       []schedule.Session // as they are; nil for a new pair
	calendar       schedule.Cohort

	row     int  // the last one that changed it; 0 for none
	removed bool // it is no longer proposed
}

// has reports whether somebody is one of the two.
func (p *pair) has(id source.ID) bool { return p.Mentor == id || p.Mentee == id }

// isLive reports whether a pair takes up the time of the two.
func (p *pair) isLive() bool {
	return !p.removed && slices.Contains([]string{"proposed", "accepted", "active", "paused"}, p.Status)
}

// hasMet reports whether a session of the pair was held.
func (p *pair) hasMet() bool {
	return slices.ContainsFunc(p.Sessions, func(o source.SessionOverride) bool { return o.Status == "done" })
}

// readReplies reads a table about pairs, and finds out what becomes of them.
func (r *reader) readReplies(ctx context.Context) error {
	r.findPairs()
	if r.Kind != "pulse" {
		r.takeColumns()
		r.readDates()
	}
	var err error
	switch r.Kind {
	case "answers":
		err = r.readAnswers()
	case "sessions":
		r.readSessions()
	case "pulse":
		r.readPulse()
	}
	r.sortProblems()
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// findPairs takes in the pairs of the whole project.
func (r *reader) findPairs() {
	dated := map[source.ID]*site.Pairing{}
	for _, program := range r.site.Programs {
		for _, cohort := range program.Cohorts {
			for _, p := range cohort.Pairings {
				dated[p.ID] = p
			}
		}
	}
	for i := range r.config.Programs {
		program := &r.config.Programs[i]
		for j := range program.Cohorts {
			cohort := &program.Cohorts[j]
			for k := range cohort.Pairings.Items {
				p := &cohort.Pairings.Items[k]
				out := &pair{Pairing: *p, was: p, program: program, cohort: cohort}
				out.Sessions = slices.Clone(p.Sessions)
				if d := dated[p.ID]; d != nil {
					out.sessions, out.calendar = d.Sessions, d.Cohort.Calendar
				}
				r.pairs = append(r.pairs, out)
			}
		}
	}
}

// ours are the pairs of the cohort that is meant, or of all where none is.
func (r *reader) ours() (out []*pair) {
	for _, p := range r.pairs {
		if r.cohort == nil || p.cohort == r.cohort {
			out = append(out, p)
		}
	}
	return out
}

// sender is who a row is from. It is empty where the row does not say, or names
// nobody of the list, which is said.
func (r *reader) sender(row table.Row) source.ID {
	var found source.ID
	for _, by := range []struct {
		name string
		know map[string]source.ID
	}{{"person", nil}, {"email", r.people.email}, {"number", r.people.number}} {
		cell := r.cell(row, by.name)
		if cell.Text == "" {
			continue
		}
		text := strings.TrimPrefix(strings.TrimSpace(cell.Text), "mailto:")
		id := by.know[strings.ToLower(text)]
		if by.know == nil {
			id, _ = r.people.meant(text)
		}
		switch {
		case id == "" || r.people.byID[id] == nil:
			r.bad(row, cell, "correct it, or import people first", "this is nobody in the list of people")
			return ""
		case found != "" && found != id:
			r.bad(row, cell, "correct the row", "this is %s, and the row says %s elsewhere", id, found)
			return ""
		}
		found = id
	}
	if found == "" {
		if name := r.nameIn(row); name != "" {
			found = r.named(row, r.cell(row, "name"), name)
		}
	}
	return found
}

// named is the one person whom a text means.
func (r *reader) named(row table.Row, cell table.Cell, text string) source.ID {
	id, found := r.people.meant(text)
	if !found || r.people.byID[id] == nil {
		r.bad(row, cell, "write their e-mail address, staff number or id", "this is nobody in the list of people, or more than one")
		return ""
	}
	return id
}

// sentAt reads when a row was sent. It is false where that cannot be read.
func (r *reader) sentAt(row table.Row) (at moment, ok bool) {
	cell := r.cell(row, "timestamp")
	if cell.Text == "" {
		return moment{}, true
	}
	if at, ok = momentOf(cell, r.dayFirst); !ok {
		r.bad(row, cell, "write it as 2026-02-03 10:00", "this is no date")
	}
	return at, ok
}

// pairNamed is the pair whose id a row has; nil where it has none. It is false
// where the id is no pair's, which is said.
func (r *reader) pairNamed(row table.Row) (p *pair, ok bool) {
	cell := r.cell(row, "pair")
	if cell.Text == "" {
		return nil, true
	}
	for _, p := range r.ours() {
		if string(p.ID) == strings.TrimSpace(cell.Text) {
			return p, true
		}
	}
	var ids []string
	for _, p := range r.ours() {
		ids = append(ids, string(p.ID))
	}
	r.bad(row, cell, diag.DidYouMean(cell.Text, ids, "write the id of a pair"), "this is no pair that the table can be about")
	return nil, false
}

// ---- what is written ----

const pairsHead = "# Who is paired with whom. mentorbook match and import add to it; every other line\n# is yours.\n\n"

// comparePairs tells what changes, in the order of the rows.
func (r *reader) comparePairs() {
	for _, p := range r.pairs {
		if p.row == 0 {
			continue
		}
		c := Change{ID: p.ID, Row: p.row, List: "pairs", New: p.was == nil, Fresh: p.was == nil}
		switch {
		case p.removed:
			r.out.Gone = append(r.out.Gone, p.ID)
			continue
		case c.New:
			r.out.Added = append(r.out.Added, p.ID)
		default:
			for _, v := range p.values() {
				c.Fields = append(c.Fields, v.key)
			}
			for _, o := range p.changedSessions() {
				c.Fields = append(c.Fields, string(o.ID)+" "+o.Status)
			}
			if len(c.Fields) == 0 {
				continue
			}
			r.out.Changed = append(r.out.Changed, p.ID)
		}
		r.out.Changes = append(r.out.Changes, c)
	}
	slices.SortStableFunc(r.out.Changes, func(a, b Change) int { return a.Row - b.Row })
}

// values are the keys of a pair that are to be others. Who had accepted a pair that
// was declined is forgotten: it would tell who declined.
func (p *pair) values() (out []value) {
	if p.Status != p.was.Status {
		out = append(out, value{"status", p.Status})
	}
	switch {
	case p.Accepted == nil && p.was.Accepted != nil:
		out = append(out, value{"accepted", "null"})
	case p.Accepted != nil && (p.was.Accepted == nil || p.was.Accepted.Mentor != p.Accepted.Mentor || p.was.Accepted.Mentee != p.Accepted.Mentee):
		out = append(out, value{"accepted", acceptedText(p.Accepted)})
	}
	return out
}

func acceptedText(a *source.Accepted) string {
	var parts []string
	if !a.Mentor.IsZero() {
		parts = append(parts, "mentor: "+a.Mentor.String())
	}
	if !a.Mentee.IsZero() {
		parts = append(parts, "mentee: "+a.Mentee.String())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// changedSessions are the sessions of a pair that are to be others.
func (p *pair) changedSessions() (out []source.SessionOverride) {
	for _, o := range p.Sessions {
		i := slices.IndexFunc(p.was.Sessions, func(was source.SessionOverride) bool { return was.ID == o.ID })
		if i < 0 || !sameSession(p.was.Sessions[i], o) {
			out = append(out, o)
		}
	}
	return out
}

func sameSession(a, b source.SessionOverride) bool {
	return a.Starts == b.Starts && a.Status == b.Status && a.Minutes == b.Minutes && a.Mode == b.Mode
}

// putPairs writes what becomes of pairs: first what changes of them, then the new
// ones, and what is no longer proposed goes last, as places in the list change by it.
func (r *reader) putPairs(ed *editor) error {
	items := ""
	var changed []*pair
	var removed []source.Node
	for _, p := range r.pairs {
		switch {
		case p.row == 0:
		case p.removed:
			removed = append(removed, p.was.Node)
		case p.was == nil:
			items += flowItem(p.item())
		default:
			changed = append(changed, p)
		}
	}
	if err := ed.setPairs(changed); err != nil {
		return err
	}
	if items != "" {
		what := fmt.Sprintf("the list of pairs of %s/%s", r.Program, r.Cohort)
		if err := r.add(ed, listOf(r.cohort.Pairings, what, "pairings", r.cohort.Node, pairsHead), nil, items); err != nil {
			return err
		}
	}
	return ed.remove(removed)
}

// item is a new pair.
func (p *pair) item() []value {
	return []value{
		{"id", string(p.ID)}, {"mentor", string(p.Mentor)}, {"mentee", string(p.Mentee)}, {"topics", inRow(p.Topics)}, {"status", p.Status},
	}
}

// remove takes items out of one list.
func (ed *editor) remove(items []source.Node) error {
	if len(items) == 0 {
		return nil
	}
	file := items[0].File()
	newest := ed.latest(items[0])
	for i := range items {
		items[i] = newest.Same(items[i])
	}
	files, err := yamledit.Remove(items)
	if err != nil {
		return fmt.Errorf("%s has a layout from which nothing can be taken safely; %w", file.Path, err)
	}
	ed.put(file, files[0].Data)
	return nil
}

// replyFiles are the files with what a table about pairs says. Addresses are not
// remembered of it: everybody is in the list.
func (r *reader) replyFiles() ([]patch.File, error) {
	ed := new(editor)
	if r.Kind == "pulse" {
		return r.putPulse(ed)
	}
	if len(r.Names) == 0 {
		if err := r.remember(ed); err != nil {
			return nil, err
		}
	}
	if err := r.putPairs(ed); err != nil {
		return nil, err
	}
	if err := r.putChoices(ed); err != nil {
		return nil, err
	}
	return ed.changed(), nil
}

// changed are the files that become others.
func (ed *editor) changed() []patch.File {
	return slices.DeleteFunc(ed.files, func(f patch.File) bool { return f.Was != nil && !f.Changes() })
}
