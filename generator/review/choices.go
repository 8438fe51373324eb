package review

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"mentorbook/generator/cell"
	"mentorbook/generator/propose"
	"mentorbook/generator/source"
)

// File is a sheet, or the table beside the sheets.
type File struct {
	Path string
	Data []byte
}

// ChoicesTable is the name of the table beside the choice sheets.
const ChoicesTable = "choices.csv"

// choicePage is the view of a choice sheet. It holds nothing but what the mentee
// may know.
type choicePage struct {
	page
	Program, Cohort string
	Greeting        string
	Contact         string
	Choices         []choiceView
}

type choiceView struct {
	Number int
	Name   string
	Unit   string
	Topics []string
}

// Choices returns a sheet for each mentee, in their language, and the table for a
// mail merge.
func Choices(c *propose.Choices) ([]File, error) {
	m := choices{c, peopleOf(c.Config)}
	var out []File
	for _, s := range c.Sheets {
		f, err := m.sheet(s)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	table, err := m.table()
	return append(out, table), err
}

type choices struct {
	*propose.Choices
	people people
}

// of returns what is told of the mentors on a sheet, in the mentee's language.
func (m choices) of(s propose.Sheet) (lang string, out []choiceView) {
	site := m.Config.Site.Languages
	for _, l := range m.people[s.Person].Languages {
		for _, known := range site {
			if lang == "" && l == known {
				lang = language([]string{l})
			}
		}
	}
	if lang == "" {
		lang = language(site[:1])
	}
	speaker := m.Speaker(propose.Speaker{Lang: lang})
	for i, choice := range s.Choices {
		p := m.people[choice.Mentor]
		out = append(out, choiceView{i + 1, called(p), p.Unit.In(lang, site[0]), topics(speaker, choice.Topics)})
	}
	return lang, out
}

// called returns how somebody is named with courtesy.
func called(p *source.Person) string { return strings.TrimSpace(p.Salutation + " " + p.Name) }

func (m choices) sheet(s propose.Sheet) (File, error) {
	lang, views := m.of(s)
	program := m.About.Title.In(lang, m.Config.Site.Languages[0])
	frame, err := newPage(lang, named(program, m.Cohort), "choice.css", "")
	if err != nil {
		return File{}, err
	}
	contact := m.About.Contact
	if contact == "" {
		contact = m.Config.Site.Contact
	}
	data, err := fill("choice.html", lang, choicePage{
		page: frame, Program: program, Cohort: string(m.Cohort), Greeting: called(m.people[s.Person]), Contact: contact, Choices: views,
	})
	return File{string(s.Person) + ".html", data}, err
}

// table has a row for each mentee, with all that a letter says of the choices. The
// last column is for the answer.
func (m choices) table() (File, error) {
	most := 0
	for _, s := range m.Sheets {
		most = max(most, len(s.Choices))
	}
	head := []string{"cohort", "person", "salutation", "name", "email", "language", "sheet"}
	for k := range most {
		for _, column := range []string{"mentor", "name", "unit", "topics"} {
			head = append(head, fmt.Sprintf("%s_%d", column, k+1))
		}
	}
	rows := [][]string{append(head, "choice")}
	for _, s := range m.Sheets {
		lang, views := m.of(s)
		p := m.people[s.Person]
		row := []string{string(m.Program + "/" + m.Cohort), string(p.ID), p.Salutation, p.Name, p.Email, lang, string(p.ID) + ".html"}
		for k := range most {
			if k < len(views) {
				row = append(row, string(s.Choices[k].Mentor), views[k].Name, views[k].Unit, strings.Join(views[k].Topics, ", "))
			} else {
				row = append(row, "", "", "", "")
			}
		}
		rows = append(rows, append(row, ""))
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // without which Excel takes UTF-8 for another encoding
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		for i := range row {
			row[i] = cell.Text(row[i])
		}
		if err := w.Write(row); err != nil {
			return File{}, err
		}
	}
	w.Flush()
	return File{ChoicesTable, b.Bytes()}, w.Error()
}
