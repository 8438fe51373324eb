package roster

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/table"
)

// The limits of forms that come in.
const (
	maxForms = 10_000
	maxForm  = 256 << 10 // bytes
)

// Form is a file that a form of a portal saved: its answers as data.
type Form struct {
	Name string // as problems name it
	Data []byte
}

// Unpack returns the forms in a zip archive. The error says what to do.
func Unpack(name string, data []byte) ([]Form, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &table.Refusal{Message: name + " is no archive that can be read", Hint: "unpack it, and name the folder"}
	}
	var out []Form
	for _, f := range archive.File {
		if !isForm(f.Name) {
			continue
		}
		if len(out) == maxForms {
			return nil, &table.Refusal{Message: fmt.Sprintf("%s has more than %d forms", name, maxForms), Hint: "split it into several archives"}
		}
		form := Form{Name: name + "/" + f.Name}
		if content, err := f.Open(); err == nil { // what cannot be read is no form, which is said
			form.Data, _ = io.ReadAll(io.LimitReader(content, maxForm+1))
			content.Close()
		}
		out = append(out, form)
	}
	return out, nil
}

// isForm reports whether a file in an archive may be a form. Macs add others.
func isForm(name string) bool {
	return strings.EqualFold(path.Ext(name), ".json") && !strings.HasPrefix(name, "__MACOSX/") && !strings.HasPrefix(path.Base(name), ".")
}

// saved is what a form saves.
type saved struct {
	Form   string         `json:"form"`
	Saved  string         `json:"saved"` // on which day; empty where the form does not ask who fills it in
	Fields map[string]any `json:"fields"`
}

// FormsTable returns a table with a row for each form and a column for each field
// that any of them has, by its id, and one for the day on which it was saved, and the
// names of the forms by their rows. All are of one form of the portal.
func FormsTable(forms []Form) (*table.Table, []string) {
	t := &table.Table{Header: table.Row{Number: 0}}
	var names []string
	var rows []map[string]string
	of := ""
	for i, form := range forms {
		names = append(names, form.Name)
		one, reason := readForm(form.Data)
		if reason == "" && of != "" && one.Form != of {
			reason = "it is of another form than the others"
		}
		if reason != "" {
			t.Problems = append(t.Problems, table.Problem{Row: i + 1, Severity: diag.Error, Message: "this is no form that can be read: " + reason, Hint: "use the file that the page of the form saved, and the files of one form at a time"})
			continue
		}
		of = one.Form
		if one.Saved != "" {
			one.Fields["timestamp"] = one.Saved
		}
		row := map[string]string{}
		for id, value := range one.Fields {
			row[id] = fmt.Sprint(value)
			if !slices.ContainsFunc(t.Header.Cells, func(c table.Cell) bool { return c.Text == id }) {
				t.Header.Cells = append(t.Header.Cells, table.Cell{Text: id})
			}
		}
		rows = append(rows, row)
		t.Rows = append(t.Rows, table.Row{Number: i + 1})
	}
	slices.SortFunc(t.Header.Cells, func(a, b table.Cell) int { return strings.Compare(a.Text, b.Text) })
	for k := range t.Header.Cells {
		t.Header.Cells[k].Column = k + 1
		for i := range t.Rows {
			t.Rows[i].Cells = append(t.Rows[i].Cells, table.Cell{Text: strings.TrimSpace(rows[i][t.Header.Cells[k].Text]), Column: k + 1})
		}
	}
	return t, names
}

// readForm reads a form, or says why it is none. It never quotes what is in it.
func readForm(data []byte) (out saved, reason string) {
	if len(data) > maxForm {
		return out, "it is too large"
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		return out, "it is no JSON of a form"
	}
	if out.Form == "" || out.Fields == nil {
		return out, "it has no form or no fields"
	}
	for _, value := range out.Fields {
		switch value.(type) {
		case string, json.Number, bool:
		default:
			return out, "a field is neither a text nor a number"
		}
	}
	return out, ""
}
