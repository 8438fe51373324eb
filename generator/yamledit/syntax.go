package yamledit

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// unmarshal shields the caller from the panics that yaml.v3 still has on
// hostile input.
func unmarshal(data []byte, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("yaml: it cannot be read")
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err = decoder.Decode(doc); err != nil && len(bytes.TrimSpace(data)) > 0 {
		if err.Error() == "EOF" { // only comments
			return nil
		}
		return err
	}
	var second yaml.Node
	if err == nil && decoder.Decode(&second) == nil && len(second.Content) > 0 {
		return secondDocument(second.Line)
	}
	return nil
}

// secondDocument is the line at which a file begins anew.
type secondDocument int

func (secondDocument) Error() string { return "a second document starts here" }

var yamlLine = regexp.MustCompile(`^yaml: (?:line \d+: )?(.*)$`)

// syntaxError returns the line, from 1, at which reading failed, and why.
//
// The line in yaml.v3's own message is often that of the mapping or list around
// the mistake, one too low, or none. So the line is searched for: it is the one
// after the longest beginning of the text that can be read. Most beginnings of
// sound text are sound, which allows for halving; where one is not, because it
// ends within a list or a quotation, a longer one nearby is.
func (b *Block) syntaxError(err error) (line int, message string) {
	if second, ok := err.(secondDocument); ok {
		return int(second), err.Error()
	}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		message = m[1]
	}
	starts := append(slices.Clone(b.lines), b.end)
	tries := 0
	sound := func(lines int) bool {
		if tries++; tries > 100 { // some texts take yaml.v3 long; near is good enough
			return false
		}
		return unmarshal(b.file.Bytes()[b.start:starts[lines]], new(yaml.Node)) == nil
	}
	const within = 40 // lines that a quotation or list may reasonably span
	good, bad := 0, len(starts)-1
	for bad-good > 1 {
		middle := (good + bad) / 2
		found := false
		for n := middle; n < min(middle+within, bad) && !found; n++ {
			if found = sound(n); found {
				good = n
			}
		}
		if !found {
			bad = middle
		}
	}
	return bad, message
}

// yamlHint explains the messages that writers meet most.
func yamlHint(message string) string {
	switch {
	case strings.Contains(message, "cannot start any token"):
		return "indent with spaces, not tabs, and put values that start with @, ` or % in quotes"
	case strings.Contains(message, "mapping values are not allowed"):
		return "put a value that contains a colon in quotes: title: \"Leading: a view from the floor\""
	case strings.Contains(message, "did not find expected"), strings.Contains(message, "could not find expected"):
		return "check the quotes, brackets and indentation of this line and the one above"
	case strings.Contains(message, "second document"):
		return "remove the line ---"
	}
	return "check the quotes, brackets and indentation around this line"
}
