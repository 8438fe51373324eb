package tailor

import (
	"context"
	"io/fs"

	"mentorbook/generator/patch"
	"mentorbook/generator/scaffold"
	"mentorbook/generator/source"
)

// starter is the starter playbook without some of its programs.
type starter struct {
	fs.FS
	changed map[string]patch.File // by path
}

// withoutPrograms takes programs out of the starter.
func withoutPrograms(fsys fs.FS, ids []string) (starter, error) {
	s := starter{fsys, map[string]patch.File{}}
	if len(ids) == 0 {
		return s, nil
	}
	removal, _, err := scaffold.RemovePrograms(context.Background(), source.Project{Root: fsys}, ids)
	if err != nil {
		return s, err
	}
	for _, file := range removal.Files {
		s.changed[file.Path] = file
	}
	return s, nil
}

// read returns a file as it is without the programs; there is none that goes with
// them.
func (s starter) read(name string) (data []byte, there bool, err error) {
	if file, found := s.changed[name]; found {
		return file.Data, !file.Gone, nil
	}
	data, err = fs.ReadFile(s.FS, name)
	return data, err == nil, err
}
