package tailor

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// config fits programs.yaml, one concern after the other: what each edit makes is
// read again by the next.
func (t *tailor) config(data []byte) ([]byte, error) {
	for _, step := range []func([]byte) ([]byte, error){t.withoutPeople, t.withOwnHelp, t.withOwnNames, t.inOwnLanguages} {
		var err error
		if data, err = step(data); err != nil {
			return nil, err
		}
	}
	return t.withoutExampleComments(data), nil
}

// withoutPeople takes out people, and all cohorts that have begun: without people
// they tell readers of what was not.
func (t *tailor) withoutPeople(data []byte) ([]byte, error) {
	if !t.NoPeople {
		return data, nil
	}
	config, _, err := source.ParseConfig(data)
	if err != nil {
		return nil, err
	}
	var gone []yamledit.Node
	for _, p := range config.People.Items {
		gone = append(gone, p.Node)
	}
	for _, program := range config.Programs {
		for _, c := range program.Cohorts {
			if t.hasBegun(c) {
				gone = append(gone, c.Node)
				continue
			}
			for _, s := range c.Signups.Items {
				gone = append(gone, s.Node)
			}
			for _, p := range c.Pairings.Items {
				gone = append(gone, p.Node)
			}
		}
	}
	data, err = edited(yamledit.Remove(gone))
	return blankLines.ReplaceAllLiteral(data, []byte("\n\n")), err
}

// blankLines are those that were between people.
var blankLines = regexp.MustCompile(`\n{3,}`)

func (t *tailor) hasBegun(c source.Cohort) bool { return !c.Starts.After(t.now) }

// ofThePast lists the guides about cohorts that are taken out of programs.yaml.
func (t *tailor) ofThePast(data []byte) (themes []source.ID, err error) {
	if !t.NoPeople {
		return nil, nil
	}
	config, _, err := source.ParseConfig(data)
	if err != nil {
		return nil, err
	}
	for _, program := range config.Programs {
		for _, c := range program.Cohorts {
			if t.hasBegun(c) && c.Themes != "" {
				themes = append(themes, c.Themes)
			}
		}
	}
	return themes, nil
}

// withOwnHelp leads those who seek help to the company's mailbox where the starter
// has a telephone number, which nobody would answer. When it is answered belongs
// to the number: it is what stands behind a comma.
func (t *tailor) withOwnHelp(data []byte) ([]byte, error) {
	if t.Organisation == "" {
		return data, nil
	}
	config, _, err := source.ParseConfig(data)
	if err != nil {
		return nil, err
	}
	var changes []yamledit.Change
	for _, program := range config.Programs {
		for _, s := range program.Support {
			if strings.HasPrefix(s.URL, "tel:") {
				changes = append(changes, yamledit.Change{In: s.Node, Key: "url", Value: t.mailto()})
				for _, lang := range t.known {
					title, _, _ := strings.Cut(s.Title.In(lang), ",")
					changes = append(changes, yamledit.Change{In: s.In("title"), Key: lang, Value: yamledit.Scalar(title)})
				}
			}
		}
	}
	return changed(data, changes)
}

func (t *tailor) mailto() string { return yamledit.Scalar("mailto:" + t.Contact) }

// withOwnNames replaces the invented company in the values of a file of YAML.
func (t *tailor) withOwnNames(data []byte) ([]byte, error) {
	if t.Organisation == "" {
		return data, nil
	}
	var changes []yamledit.Change
	for _, m := range parse(data).Mappings() {
		for key, text := range m.Scalars {
			if own := t.own(text); own != text {
				changes = append(changes, yamledit.Change{In: m.Node, Key: key, Value: yamledit.Scalar(own)})
			}
		}
	}
	return changed(data, changes)
}

// inOwnLanguages says each text in the languages of the project only.
func (t *tailor) inOwnLanguages(data []byte) (_ []byte, err error) {
	if slices.Equal(t.Languages, t.known) {
		return data, nil
	}
	for _, lang := range t.known {
		if !slices.Contains(t.Languages, lang) {
			if data, err = source.WithoutLanguage(data, lang, t.Languages); err != nil {
				return nil, err
			}
		}
	}
	site := parse(data).Node([]any{"site"})
	return edited(yamledit.Set([]yamledit.Change{{In: site, Key: "languages", Value: "[" + strings.Join(t.Languages, ", ") + "]"}}))
}

// exampleComment begins a comment that is about the invented company.
const exampleComment = "# Example:"

// withoutExampleComments leaves out the lines that are comments about the invented
// company.
func (t *tailor) withoutExampleComments(data []byte) []byte {
	if t.Organisation == "" {
		return data
	}
	var out []byte
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(bytes.TrimSpace(line), []byte(exampleComment)) {
			out = append(out, line...)
		}
	}
	return out
}

// parse reads YAML of the starter, which has no mistakes.
func parse(data []byte) *yamledit.Block {
	b, _ := yamledit.ParseFile(&diag.File{Path: source.ConfigPath, Data: data}, new(diag.List))
	return b
}

// changed returns a file with changes, of which there may be none.
func changed(data []byte, changes []yamledit.Change) ([]byte, error) {
	if len(changes) == 0 {
		return data, nil
	}
	return edited(yamledit.Set(changes))
}

// edited returns the one file that an edit changed.
func edited(files []*diag.File, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return files[0].Data, nil
}
