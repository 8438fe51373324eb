package render

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"mentorbook/generator/cell"
	"mentorbook/generator/figures"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// Tables are CSV files as RFC 4180 has them, for spreadsheets: UTF-8 with a byte
// order mark, without which Excel takes them for another encoding.

// PairsTablePath returns where the table of a program's pairs lies.
func PairsTablePath(s *site.Site, lang string, program *site.Program) string {
	return tablePath(s, lang, "programs/"+string(program.ID)+"/pairs")
}

// SessionsTablePath returns where the table of a program's sessions lies.
func SessionsTablePath(s *site.Site, lang string, program *site.Program) string {
	return tablePath(s, lang, "programs/"+string(program.ID)+"/sessions")
}

// SharedTablePath returns where the table lies that may be shared.
func SharedTablePath(s *site.Site, lang string) string { return tablePath(s, lang, "figures-to-share") }

func tablePath(s *site.Site, lang, key string) string {
	return strings.TrimSuffix(s.Path(lang, key), ".html") + ".csv"
}

// table writes a CSV file row by row.
type table struct {
	w *csv.Writer
	p pageContext
}

func (r *Renderer) table(w *bytes.Buffer, lang, of string, columns ...string) table {
	w.WriteString("\ufeff")
	t := table{csv.NewWriter(w), r.at(lang, dashboardKey)}
	t.w.UseCRLF = true
	for i, key := range columns {
		columns[i] = t.p.typed(of, "table."+key)
	}
	t.row(columns...)
	return t
}

func (t table) row(cells ...string) {
	for i := range cells {
		cells[i] = cell.Text(cells[i])
	}
	t.w.Write(cells) // into memory: the error is that of Flush
}

func (t table) close() error {
	t.w.Flush()
	return t.w.Error()
}

func day(d schedule.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// PairsTable renders a program's pairs, one a row.
func (r *Renderer) PairsTable(w *bytes.Buffer, lang string, program *site.Program) error {
	t := r.table(w, lang, program.Type, "cohort", "pair", "mentor", "mentor.unit", "mentee", "mentee.unit", "topics", "status",
		"accepted.mentor", "accepted.mentee", "agreement", "done", "planned", "moved", "cancelled")
	for _, c := range program.Cohorts {
		for _, pairing := range c.Pairings {
			row := []string{string(c.ID), string(pairing.ID)}
			for _, who := range []*site.Person{pairing.Mentor, pairing.Mentee} {
				row = append(row, who.Name, r.site.Name(who.Unit, lang))
			}
			row = append(row, t.topics(pairing), t.p.text("status."+pairing.Status))
			if a := pairing.Accepted; a != nil {
				row = append(row, day(a.Mentor), day(a.Mentee))
			} else {
				row = append(row, "", "")
			}
			row = append(row, day(pairing.Agreement))
			for _, status := range figures.SessionStatuses() {
				row = append(row, strconv.Itoa(figures.Sessions(pairing, status)))
			}
			t.row(row...)
		}
	}
	return t.close()
}

func (t table) topics(pairing *site.Pairing) string {
	var names []string
	for _, link := range t.p.topicLinks(pairing.Topics) {
		names = append(names, link.Title)
	}
	return strings.Join(names, "; ")
}

// SessionsTable renders the sessions of a program's pairs, one a row.
func (r *Renderer) SessionsTable(w *bytes.Buffer, lang string, program *site.Program) error {
	t := r.table(w, lang, program.Type, "cohort", "pair", "mentor", "mentee", "number", "session", "date", "start", "end", "zone",
		"minutes", "mode", "status", "moved.from")
	for _, c := range program.Cohorts {
		dated := cohortContext{t.p, c}
		for _, pairing := range c.Pairings {
			for i, s := range dated.sessions(pairing.Sessions) {
				start, end, _ := strings.Cut(s.Time, "–")
				zone, mode := "", ""
				if s.Time != "" {
					zone = pairing.Zone.String()
				}
				if s.Mode != "" {
					mode = t.p.text("mode." + s.Mode)
				}
				minutes := ""
				if s.Minutes > 0 {
					minutes = strconv.Itoa(s.Minutes)
				}
				t.row(string(c.ID), string(pairing.ID), pairing.Mentor.Name, pairing.Mentee.Name,
					strconv.Itoa(s.Number), s.Title, day(pairing.Sessions[i].Date), start, end, zone,
					minutes, mode, t.p.text("status."+s.Status), day(s.MovedFrom))
			}
		}
	}
	return t.close()
}

// SharedTable renders figures that may leave the organizers: no names, no
// totals, and bands of counts that say nothing about single people.
func (r *Renderer) SharedTable(w *bytes.Buffer, lang string, f *figures.Figures) error {
	t := r.table(w, lang, "", "figure", "of", "by", "count")
	for _, shared := range f.Shared(r.site, lang) {
		for i, row := range shared.Rows {
			for k, column := range shared.Columns {
				count := t.p.text("table.withheld")
				if band, shown := shared.Band(i, k); shown {
					count = t.p.band(band)
				}
				t.row(t.p.text("shared."+shared.Name), row.Name, t.sharedColumn(shared, column), count)
			}
		}
	}
	return t.close()
}

// sharedColumn is the heading of a column: a status or side, for which the theme
// has a word, or the name of a unit.
func (t table) sharedColumn(shared *figures.Table, column string) string {
	switch shared.Name {
	case "units":
		return column
	case "topics":
		return t.p.text("shared.topics." + column)
	}
	return t.p.text("status." + column)
}
