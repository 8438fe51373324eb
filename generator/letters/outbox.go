package letters

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// Outbox is what is to be sent at a moment. Its JSON keys are stable, and a list
// is never null.
type Outbox struct {
	Moment  string    `json:"moment"`
	Letters []Draft   `json:"letters"`
	Skipped []Skipped `json:"skipped"`

	day   schedule.Date
	notes []yamledit.Change
}

// Day is the day on which the letters were made, as YYYY-MM-DD.
func (o *Outbox) Day() string { return o.day.String() }

// Draft is one letter.
type Draft struct {
	Person  source.ID `json:"person"`  // empty: to who runs the program
	Pairing source.ID `json:"pairing"` // empty where no pair is meant
	Lang    string    `json:"lang"`
	File    string    `json:"file"` // its name, where it is written
	Subject string    `json:"subject"`

	Message *Message `json:"-"`
	Data    []byte   `json:"-"` // the message as mail
}

// Key says which letter of all this is.
func Key(reader Reader, r Request) string {
	parts := []string{r.Program, r.Cohort, r.Moment, string(personOf(reader)), reader.Role}
	if reader.Pairing != nil {
		parts = append(parts, string(reader.Pairing.ID))
	}
	if reader.Session != nil {
		parts = append(parts, reader.Session.ID)
	}
	return strings.Join(parts, "\n")
}

func personOf(reader Reader) source.ID {
	if reader.Person == nil {
		return ""
	}
	return reader.Person.ID
}

// NewDraft is the draft of a message to a reader.
func NewDraft(reader Reader, r Request, m *Message, data []byte) Draft {
	d := Draft{Person: personOf(reader), Lang: reader.Text.Lang, Subject: m.Subject, Message: m, Data: data}
	name := []string{r.Moment, string(d.Person)}
	if reader.Person == nil {
		name[1] = "organizers"
	}
	if reader.Pairing != nil {
		d.Pairing = reader.Pairing.ID
		name = append(name, string(d.Pairing))
	}
	d.File = fmt.Sprintf("%s-%s.eml", m.Date.Format(time.DateOnly), strings.Join(name, "-"))
	return d
}

// Note keeps what is to be written down when the letters are sent: one line a
// pair, a sign-up or a cohort.
func (o *Outbox) Note(readers []Reader, day schedule.Date) {
	o.day = day
	seen := map[diag.Span]bool{}
	for _, r := range readers {
		if at := r.noted.Span(); !seen[at] {
			seen[at] = true
			o.notes = append(o.notes, yamledit.Change{In: r.noted, Key: "letters", Value: noted(r.sent, o.Moment, day)})
		}
	}
}

// noted is a list of sent letters with one more, as YAML.
func noted(sent []source.SentLetter, moment string, day schedule.Date) string {
	var items []string
	for _, l := range append(slices.Clone(sent), source.SentLetter{For: source.ID(moment), Date: day}) {
		items = append(items, fmt.Sprintf("{for: %s, date: %s}", l.For, l.Date))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// Files are the lists in which it is written down that the letters were sent.
func (o *Outbox) Files() ([]patch.File, error) {
	changed, err := yamledit.Set(o.notes)
	if err != nil {
		return nil, fmt.Errorf("the day cannot be noted: %w; write letters: beside the pairs by hand", err)
	}
	var out []patch.File
	for _, file := range changed {
		was := o.notes[slices.IndexFunc(o.notes, func(c yamledit.Change) bool { return c.In.File().Path == file.Path })].In.File()
		out = append(out, patch.File{Path: file.Path, Was: was.Bytes(), Data: file.Data})
	}
	return out, nil
}
