package source

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
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

// Quote writes one line of text as the value of a YAML key.
func Quote(text string) string {
	out, err := yaml.Marshal(text)
	if err != nil { // a string can always be written
		panic(err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// InsertProgram returns programs.yaml with one more program at the end of the
// list programs:. The block holds it as lines of YAML that begin in the first
// column and end in \n; it takes on the file's indentation and line ends, and
// every line of the file stays what it is. The error says why nothing can be
// inserted: the file has mistakes, or a layout of its own.
func InsertProgram(data []byte, block string) ([]byte, error) {
	b, before := soundConfig(data)
	if before == nil {
		return nil, fmt.Errorf("%s has mistakes; mentorbook check lists them, and a program can be added once they are corrected", ConfigPath)
	}
	at, indent, lead, ok := b.endOfPrograms(before)
	if !ok {
		return nil, fmt.Errorf("%s lists the programs on one line; write programs: on a line of its own, and each program below it, after a dash", ConfigPath)
	}
	if text := data[:at]; !bytes.HasSuffix(text, []byte("\n")) && !bytes.HasSuffix(text, []byte("\r")) {
		lead = "\n" + lead
	}
	text := lead + indented(block, indent)
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	out := slices.Concat(data[:at], []byte(text), data[at:])
	if _, after := soundConfig(out); after == nil || !hasOneMoreProgram(before, after) {
		return nil, fmt.Errorf("%s has a layout that nothing can be added to safely; write the program by hand, after the last one", ConfigPath)
	}
	return out, nil
}

// soundConfig returns the root of programs.yaml, or nil when the file by itself
// has errors.
func soundConfig(data []byte) (*block, *yaml.Node) {
	var list diag.List
	b, root := parseData(&diag.File{Path: ConfigPath, Data: data}, &list)
	if root == nil {
		return b, nil
	}
	d := &decoder{block: b, list: &list}
	d.languages = d.siteLanguages(root)
	decodeInto(d, root, new(Config), nil)
	if list.HasErrors() {
		return b, nil
	}
	return b, root
}

// endOfPrograms returns the offset, at the end of a line, where the next program
// goes, its indentation and what has to stand before it.
func (b *block) endOfPrograms(root *yaml.Node) (at, indent int, lead string, ok bool) {
	key, list := descend(root, "programs")
	lines := append(b.lineStarts(), b.end)
	switch {
	case list == nil:
		return b.end, 2, "\nprograms:\n", true
	case isNull(list) && list.Value == "":
		return lines[key.Line], 2, "", true
	case list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0:
		return 0, 0, "", false
	}
	end := len(lines) - 1 // the first line after the list
	for i := 0; i < len(root.Content); i += 2 {
		if next := root.Content[i]; next.Line > key.Line {
			end = min(end, next.Line-1)
		}
	}
	// Blank lines, and comments in the first column, belong to what follows.
	for text := b.file.Data; ; end-- {
		line := text[lines[end-1]:lines[end]]
		if len(bytes.TrimSpace(line)) > 0 && line[0] != '#' {
			return lines[end], list.Column - 1, "\n", true
		}
	}
}

func indented(block string, indent int) string {
	var out strings.Builder
	for line := range strings.Lines(block) {
		if line != "\n" {
			out.WriteString(strings.Repeat(" ", indent))
		}
		out.WriteString(line)
	}
	return out.String()
}

// hasOneMoreProgram reports whether two files say the same, but for one program
// at the end of the second.
func hasOneMoreProgram(before, after *yaml.Node) bool {
	programs := func(root *yaml.Node) (list, others []*yaml.Node) {
		for i := 0; i+1 < len(root.Content); i += 2 {
			if root.Content[i].Value == "programs" {
				list = root.Content[i+1].Content
			} else {
				others = append(others, root.Content[i:i+2]...)
			}
		}
		return list, others
	}
	old, othersBefore := programs(before)
	now, othersAfter := programs(after)
	return len(now) == len(old)+1 && slices.EqualFunc(old, now[:len(old)], sameTree) &&
		slices.EqualFunc(othersBefore, othersAfter, sameTree)
}

func sameTree(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Tag == b.Tag && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, sameTree)
}
