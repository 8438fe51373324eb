package source

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// ImportMapName is the name of the file that is beside the list of people.
const ImportMapName = "import-map.yaml"

// ImportMap is what the columns and words of tables mean that come in, and who has
// which id. It holds e-mail addresses and staff numbers, so it is private whatever
// the list of people is.
type ImportMap struct {
	Node
	Columns []MappedColumn `yaml:"columns" doc:"what columns say, by their headers"`
	Levels  []MappedLevel  `yaml:"levels" doc:"what level a word is, such as Staf or Manajer"`
	Topics  []MappedTopic  `yaml:"topics" doc:"what topic a word is"`
	People  []MappedPerson `yaml:"people" doc:"whose id is whose; written by mentorbook import, and kept nowhere else"`
}

// MappedColumn says what a column is taken for.
type MappedColumn struct {
	Node
	Header string `yaml:"header,required" machine:"yes" doc:"the header of the column, as it is in the table"`
	Is     string `yaml:"is,required" enum:"ignore name first_name last_name email number salutation unit site level manager languages timezone offers wants availability capacity avoid prefer directory consent timestamp role as_mentor as_mentee choices person pair cohort mentor mentee new_mentor new_mentee answer session new_day status time day minutes mode" doc:"what the column says; ignore leaves it out"`
}

// MappedLevel says what level a word is.
type MappedLevel struct {
	Node
	Word  string `yaml:"word,required" machine:"yes" doc:"a word for a level, as it is in tables"`
	Level *int   `yaml:"level,required" doc:"the level as a number, as in the list of people"`
}

// MappedTopic says what topic a word is.
type MappedTopic struct {
	Node
	Word  string `yaml:"word,required" machine:"yes" doc:"words for a topic, as they are in tables"`
	Topic ID     `yaml:"topic,required" doc:"the id of a topic; ignore leaves the words out"`
}

// MappedPerson says how tables name somebody.
type MappedPerson struct {
	Node
	ID     ID     `yaml:"id,required" doc:"the id of a person"`
	Email  string `yaml:"email" machine:"yes" doc:"the e-mail address in tables"`
	Number string `yaml:"number" machine:"yes" doc:"the staff number in tables"`
}

// ImportMapPath returns where the import map of a project is: beside its list of
// people, and in the private folder where the list stands in programs.yaml and
// there is one.
func ImportMapPath(p Project, config *Config) string {
	people := config.People
	at := path.Join(path.Dir(people.Path), ImportMapName)
	if people.Private || people.Path == "" && p.Private != nil {
		return PrivatePrefix + at
	}
	return at
}

// LoadImportMap reads the import map of a project. One that is not there says
// nothing, and is no mistake; nil means that the list says why it cannot be read.
// The error is for a file system that cannot be read.
func LoadImportMap(p Project, config *Config) (*ImportMap, diag.List, error) {
	var list diag.List
	shown := ImportMapPath(p, config)
	name, private := strings.CutPrefix(shown, PrivatePrefix)
	fsys := p.Root
	if private {
		fsys = p.Private
	}
	if fsys == nil || !fs.ValidPath(name) {
		return &ImportMap{}, nil, nil
	}
	file, err := readText(fsys, name, shown, maxData, &list)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &ImportMap{}, nil, nil
	case file == nil || err != nil:
		return nil, list, err
	}
	file.Private = true
	m, list := ReadImportMap(file)
	return m, list, nil
}

// ReadImportMap reads an import map, or says in the list why it cannot.
func ReadImportMap(file *diag.File) (*ImportMap, diag.List) {
	var list diag.List
	m := new(ImportMap)
	b, root := yamledit.ParseFile(file, &list)
	m.Node = b.Node(nil)
	if root != nil {
		d := &decoder{block: b, list: &list, languages: []string{"en"}}
		decodeInto(d, root, m, nil)
	}
	m.checkTwice(&list)
	if list.HasErrors() {
		return nil, list
	}
	return m, list
}

// checkTwice reports what an import map says twice.
func (m *ImportMap) checkTwice(list *diag.List) {
	first := map[string]diag.Span{}
	check := func(key, what string, at diag.Span) {
		before, twice := first[key]
		if !twice {
			first[key] = at
			return
		}
		list.Errorf(at, "duplicate-id", "keep one of them", "%s is here twice", what)
		list.Relate(before, "it is here first")
	}
	for _, p := range m.People {
		if p.ID != "" {
			check("id "+string(p.ID), "this id", p.At("id"))
		}
		if p.Email != "" {
			check("email "+strings.ToLower(p.Email), "this e-mail address", p.At("email"))
		}
		if p.Number != "" {
			check("number "+strings.ToLower(p.Number), "this staff number", p.At("number"))
		}
	}
}
