package figures

import (
	"slices"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// sensitiveLeast is site.min_cell in a sensitive program, at the least.
const sensitiveLeast = 10

// Shared returns the tables that may leave the organizers, in words of one
// language. They hold no names of people, and of counts they tell bands
// ([Table.Band]), so that nothing about a few people comes out of what differs
// between the tables of two days: what is too small looks like nothing, and units
// and topics that few stand behind are not there at all.
//
// A proposed pair, or a declined one, is nobody's news and is not counted
// anywhere, so that one table never counts the pairs of another and some more. The
// bands of sessions are as wide as those of the pairs that have them.
// Programs whose pairs are withheld are in none, and other sensitive ones in no
// table of units. Sessions are shown where enough pairs had them: six
// sessions say that there is one pair, if the plan has six.
func (f *Figures) Shared(s *site.Site, lang string) []*Table {
	known := *f
	known.Cohorts = slices.DeleteFunc(slices.Clone(f.Cohorts), func(c Cohort) bool { return c.Program.Withheld })
	tables := []*Table{known.sharedPairs(s, lang), known.sharedSessions(s, lang), known.sharedUnits(s, lang), known.sharedTopics(s, lang)}
	for _, t := range tables {
		t.conceal(t.Name == "units" || t.Name == "topics")
	}
	return tables
}

// conceal decides what is shown, by nothing but what is told of each count: so what
// is withheld beside a small count is withheld beside nothing, too, and who compares
// two tables cannot tell the one from the other. Where the names of rows and columns
// tell something, those that are too small go: everything in them is withheld, and
// that they are there would tell of the first one in them.
func (t *Table) conceal(names bool) {
	columns := t.largeColumns()
	t.coarsen()
	t.Withhold()
	if !names {
		return
	}
	t.Rows = slices.DeleteFunc(t.Rows, func(row Row) bool { return row.Size < row.Least })
	for i := range t.Rows {
		t.Rows[i].Counts, t.Rows[i].withheld = kept(t.Rows[i].Counts, columns), kept(t.Rows[i].withheld, columns)
	}
	t.Columns = kept(t.Columns, columns)
}

// largeColumns reports which columns are large enough as a whole to be there. The
// columns of a table without parts are the same in every table.
func (t *Table) largeColumns() []bool {
	large := make([]bool, len(t.Columns))
	for k := range t.Columns {
		total := 0
		for _, row := range t.Rows {
			total += row.Counts[k]
		}
		large[k] = !t.Parts || len(t.Rows) > 0 && total >= t.Rows[0].Least
	}
	return large
}

// coarsen puts the beginning of its band in the place of each count, and 1 in that of
// all that is too small, nothing included.
func (t *Table) coarsen() {
	for i := range t.Rows {
		row := &t.Rows[i]
		row.Counts, row.Behind = slices.Clone(row.Counts), slices.Clone(row.Behind)
		for k, n := range row.Counts {
			behind := n
			if row.Behind != nil {
				behind = row.Behind[k]
				row.Behind[k] = max(BandOf(behind, row.Least).From, 1)
			}
			if row.Counts[k] = max(BandOf(n, row.band(k)).From, 1); behind < row.Least || n < row.band(k) {
				row.Counts[k] = 1
			}
		}
	}
}

func kept[T any](items []T, keep []bool) (out []T) {
	for i, item := range items {
		if keep[i] {
			out = append(out, item)
		}
	}
	return out
}

// NewRow returns a row without counts. The least that is shown is site.min_cell,
// and more in a sensitive program.
func NewRow(name string, minCell int, sensitive bool) *Row {
	r := &Row{Name: name, Least: minCell, Sensitive: sensitive}
	if sensitive {
		r.Least = max(r.Least, sensitiveLeast)
	}
	return r
}

// leastOf is the size of the smallest group of a program that is told of.
func leastOf(s *site.Site, p *site.Program) int { return newRow(s, "", p.Sensitive).Least }

func newRow(s *site.Site, name string, sensitive bool) Row {
	return *NewRow(name, s.Settings.MinCell, sensitive)
}

func cohortRow(s *site.Site, lang string, c Cohort) Row {
	r := newRow(s, s.Name(c.Program.Title, lang)+" · "+string(c.ID), c.Program.Sensitive)
	for _, n := range sharedStatuses(c.Pairs) {
		r.Size += n
	}
	return r
}

// sharedStatuses leaves out the first two of PairStatuses, proposed and declined.
func sharedStatuses[T any](ofStatuses []T) []T { return ofStatuses[2:] }

func (f *Figures) sharedPairs(s *site.Site, lang string) *Table {
	t := &Table{Name: "pairs", Columns: sharedStatuses(PairStatuses()), Parts: true}
	for _, c := range f.Cohorts {
		row := cohortRow(s, lang, c)
		row.Counts = sharedStatuses(c.Pairs)
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (f *Figures) sharedSessions(s *site.Site, lang string) *Table {
	t := &Table{Name: "sessions", Parts: true}
	for _, status := range SessionStatuses() {
		t.Columns = append(t.Columns, status.String())
	}
	for _, c := range f.Cohorts {
		row := cohortRow(s, lang, c)
		row.Each = sessionsEach(c, s.Now)
		for _, status := range SessionStatuses() {
			sessions, pairs := sessionsOf(c, status)
			row.Counts = append(row.Counts, sessions)
			row.Behind = append(row.Behind, pairs)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sessionsEach is how many sessions of each status a pair has, if all goes by the plan
// until a day. Of those that do not, it may have as many as the plan has.
func sessionsEach(c Cohort, now schedule.Date) (out []int) {
	end := c.Ends.AddDays(1)
	for _, status := range SessionStatuses() {
		n := plannedOf(c.Cohort, c.Starts, end)
		switch status {
		case schedule.Done:
			n = plannedOf(c.Cohort, c.Starts, now)
		case schedule.Planned:
			n = plannedOf(c.Cohort, now, end)
		}
		out = append(out, n)
	}
	return out
}

// sessionsOf counts a cohort's sessions of a status, and the pairs that had any.
func sessionsOf(c Cohort, status schedule.Status) (sessions, pairs int) {
	for _, pairing := range c.Pairings {
		if n := Sessions(pairing, status); n > 0 {
			sessions += n
			pairs++
		}
	}
	return sessions, pairs
}

func (f *Figures) sharedUnits(s *site.Site, lang string) *Table {
	open := &Figures{Cohorts: slices.DeleteFunc(slices.Clone(f.Cohorts), func(c Cohort) bool { return c.Program.Sensitive })}
	open.units(s)
	var mentors []string
	t := &Table{Name: "units", Parts: true}
	for _, flow := range open.Flows {
		mentors = append(mentors, s.Name(flow.Mentor, lang))
		t.Columns = append(t.Columns, s.Name(flow.Mentee, lang))
	}
	slices.Sort(mentors)
	slices.Sort(t.Columns)
	t.Columns = slices.Compact(t.Columns)
	for _, name := range slices.Compact(mentors) {
		row := newRow(s, name, false)
		row.Counts = make([]int, len(t.Columns))
		t.Rows = append(t.Rows, row)
	}
	for _, flow := range open.Flows {
		i := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Name == s.Name(flow.Mentor, lang) })
		t.Rows[i].Counts[slices.Index(t.Columns, s.Name(flow.Mentee, lang))] += flow.Pairs
		t.Rows[i].Size += flow.Pairs
	}
	return t
}

// sharedTopics has no parts: one person may offer and want the same topic, and
// many others. Whoever is in a sensitive program is among the people, too.
func (f *Figures) sharedTopics(s *site.Site, lang string) *Table {
	sensitive := slices.ContainsFunc(s.Programs, func(p *site.Program) bool { return p.Sensitive })
	t := &Table{Name: "topics", Columns: []string{"offered", "wanted"}}
	for _, topic := range f.Topics {
		row := newRow(s, s.Name(topic.Name, lang), sensitive)
		row.Counts, row.Size = []int{topic.Offered, topic.Wanted}, topic.Offered+topic.Wanted
		t.Rows = append(t.Rows, row)
	}
	return t
}
