package source

import (
	"errors"
	"fmt"

	"mentorbook/generator/markdown"
	"mentorbook/generator/yamledit"
)

// NameFor makes of a title the name of a new document or the id of a new
// program: an address on every host and a file on every system.
func NameFor(title string) (ID, error) {
	name := ID(markdown.Slug(title))
	switch {
	case name == "":
		return "", fmt.Errorf("%q has no letter or digit to make a name of", title)
	case len(name) > maxID:
		return "", fmt.Errorf("%q is too long to be a name, which has at most %d characters", string(name), maxID)
	case !name.Valid():
		return "", fmt.Errorf("%q cannot be a name, which has only the letters a to z, digits and hyphens", string(name))
	case name == "index":
		return "", errors.New("index is the name of the page that lists the others")
	case IsReserved(string(name)):
		return "", fmt.Errorf("the name %q is reserved on Windows", string(name))
	}
	return name, nil
}

// InsertProgram returns programs.yaml with one more program at the end of the
// list programs:, as [yamledit.Insert] writes it: lines of YAML that begin with a
// dash in the first column and end in \n. The error says why nothing can be
// inserted: the file has mistakes, or a layout of its own.
func InsertProgram(data []byte, program string) ([]byte, error) {
	_, b, err := ParseConfig(data)
	if err != nil {
		return nil, fmt.Errorf("%w, and a program can be added once they are corrected", err)
	}
	out, err := yamledit.Insert(b.Node([]any{"programs"}), program)
	if errors.Is(err, yamledit.ErrOneLine) {
		return nil, fmt.Errorf("%s lists the programs on one line; write programs: on a line of its own, and each program below it, after a dash", ConfigPath)
	}
	if err == nil {
		_, _, err = ParseConfig(out)
	}
	if err != nil {
		return nil, fmt.Errorf("%s has a layout that nothing can be added to safely; write the program by hand, after the last one", ConfigPath)
	}
	return out, nil
}
