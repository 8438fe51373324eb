// Package tailor makes the project of a company out of the starter playbook.
//
// The starter's files, the day and what the company is called and speaks go in;
// the files of its project come out, with dates that suit the day: in its
// languages only, under its name, with its mailbox in the place of all invented
// addresses, and without the invented people. YAML is changed where its structure
// says, every other byte stays; in texts the invented company's name is a word.
// [Empty] returns the least that is a project instead. The package refuses a
// language that the starter is not written in, and to show invented people under
// the name of a company that there is. It writes nothing.
package tailor

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/diag"
	"mentorbook/generator/outline"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// Company says whose project is made. The zero value is the starter's own.
type Company struct {
	Languages    []string // the first is the default; none: all of the starter's
	Organisation string   // empty: the invented one stays
	Contact      string   // its mailbox; needed with an organisation
	NoPeople     bool     // so it is with an organisation, too
	Without      []string // ids of programs that it does not run
}

// Languages lists the languages that a starter is written in.
func Languages(starter fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(starter, source.ContentDir)
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// CheckLanguages says why a project of the starter cannot be in some languages.
func CheckLanguages(wanted, known []string) error {
	for i, lang := range wanted {
		switch {
		case !slices.Contains(known, lang):
			return fmt.Errorf("the starter is not written in %q; begin with %s, and add it afterwards: mentorbook language add %s", lang, diag.Choices(known), lang)
		case slices.Contains(wanted[:i], lang):
			return fmt.Errorf("the language %q is there twice", lang)
		}
	}
	return nil
}

// longestName is how long the name of a company is at most, in characters.
const longestName = 100

// CheckOrganisation says why a text cannot be the name of a company.
func CheckOrganisation(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("the name of the organisation is empty")
	case strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		return errors.New("the name of the organisation is not one line of text")
	case utf8.RuneCountInString(name) > longestName:
		return fmt.Errorf("the name of the organisation has %d characters; it can have %d", utf8.RuneCountInString(name), longestName)
	case strings.Contains(strings.ToLower(name), strings.ToLower(outline.ExampleOrganisation)):
		return fmt.Errorf("%s is the example's organisation; write your own, or leave it out", outline.ExampleOrganisation)
	}
	return nil
}

// CheckContact says why a text cannot be a company's mailbox.
func CheckContact(address string) error {
	switch {
	case !source.IsMailbox(address):
		return fmt.Errorf("%q is not an e-mail address; write a shared mailbox, such as mentoring@portal.example", address)
	case strings.Contains(strings.ToLower(address), strings.ToLower(outline.ExampleOrganisation)):
		return fmt.Errorf("%s is an address of the example; write your own mailbox", address)
	}
	return nil
}

// Check says why there can be no such project.
func (c Company) Check(known []string) error {
	if err := CheckLanguages(c.Languages, known); err != nil {
		return err
	}
	return c.checkOwner()
}

func (c Company) checkOwner() error {
	switch {
	case c.Organisation == "" && c.Contact == "":
		return nil
	case c.Organisation == "":
		return errors.New("a contact belongs to an organisation; say its name, too")
	case c.Contact == "":
		return errors.New("the contact is missing: the shared mailbox to which questions go")
	}
	if err := CheckOrganisation(c.Organisation); err != nil {
		return err
	}
	return CheckContact(c.Contact)
}

// Starter returns the files of a company's project, made of a starter whose dates
// suit the day written, so that its programs are running on the day now. Weekdays
// stay what they are. The error says why there can be no such project, or that
// the starter cannot be read.
func Starter(starter fs.FS, written, now schedule.Date, c Company) ([]patch.File, error) {
	known, err := Languages(starter)
	if err != nil {
		return nil, err
	}
	if err := c.Check(known); err != nil {
		return nil, err
	}
	if len(c.Languages) == 0 {
		c.Languages = known
	}
	t := tailor{Company: c, now: now, known: known}
	t.NoPeople = c.NoPeople || c.Organisation != ""
	weeks := weeksTo(now, written)
	wanted, err := withoutPrograms(starter, c.Without)
	if err != nil {
		return nil, err
	}
	config, _, err := wanted.read(source.ConfigPath)
	if err != nil {
		return nil, err
	}
	config = shiftDates(source.ConfigPath, config, weeks)
	if t.themes, err = t.ofThePast(config); err != nil {
		return nil, err
	}
	var files []patch.File
	err = fs.WalkDir(starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, there, err := wanted.read(name)
		if err != nil || !there || !t.has(name) {
			return err
		}
		if data, err = t.fit(name, shiftDates(name, data, weeks)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		files = append(files, patch.File{Path: name, Data: data})
		return nil
	})
	return files, err
}

// tailor changes the files of the starter one by one.
type tailor struct {
	Company

	now   schedule.Date
	known []string // the languages of the starter

	themes []source.ID // guides about cohorts that are taken out
}

// oneLanguage is the language of a project that has one of several, or "".
func (t *tailor) oneLanguage() string {
	if len(t.Languages) == 1 && len(t.known) > 1 {
		return t.Languages[0]
	}
	return ""
}

// has reports whether a file is in the project: not in a language that it has
// not, and not about what became of people who are not there.
func (t *tailor) has(name string) bool {
	below, inContent := strings.CutPrefix(name, source.ContentDir+"/")
	lang, key, _ := strings.Cut(below, "/")
	if inContent && !slices.Contains(t.Languages, lang) {
		return false
	}
	return !slices.ContainsFunc(t.themes, func(slug source.ID) bool { return key == "guides/"+string(slug)+".md" })
}

// fit returns a file as it is in the project.
func (t *tailor) fit(name string, data []byte) ([]byte, error) {
	switch {
	case name == source.ConfigPath:
		return t.config(data)
	case path.Ext(name) == ".md":
		return t.document(data)
	}
	return data, nil
}
