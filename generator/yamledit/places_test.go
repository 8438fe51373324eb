package yamledit

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	playbook "mentorbook"
	"mentorbook/generator/diag"
)

var everyPlace = flag.Bool("every-place", false, "make each mistake at every place, not at a sample")

// mistake is a kind of mistake that people make in YAML. It returns the lines
// with the mistake at line i, and the numbers of the lines, from 0, on which a
// reader would look for it; ok is false where the kind does not apply.
type mistake struct {
	name string
	make func(lines []string, i int) (out []string, first, last int, ok bool)
}

// inLine is a mistake that changes one line.
func inLine(name string, change func(line string) string) mistake {
	return mistake{name, func(lines []string, i int) ([]string, int, int, bool) {
		changed := change(lines[i])
		if changed == lines[i] {
			return nil, 0, 0, false
		}
		out := append([]string(nil), lines...)
		out[i] = changed
		return out, i, i, true
	}}
}

var plainKey = regexp.MustCompile(`^( *(?:- +)?)([a-z_0-9-]+):( +)([A-Za-z][^#]*)$`)

// value returns what a line says behind its key.
func value(line string, pattern *regexp.Regexp) (before, value string, ok bool) {
	m := pattern.FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	return line[:len(line)-len(m[4])], m[4], true
}

// withValue changes what a line says behind its key, in plain letters.
func withValue(change func(value string) string) func(string) string {
	return func(line string) string {
		before, v, ok := value(line, plainKey)
		if !ok {
			return line
		}
		return before + change(v)
	}
}

func withoutLast(mark string) func(string) string {
	return func(line string) string {
		i := strings.LastIndex(line, mark)
		if i < 0 || strings.HasPrefix(strings.TrimSpace(line), "#") {
			return line
		}
		return line[:i] + line[i+len(mark):]
	}
}

func isText(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && line[0] != '#'
}

func text(change func(line string) string) func(string) string {
	return func(line string) string {
		if !isText(line) {
			return line
		}
		return change(line)
	}
}

var mistakes = []mistake{
	inLine("tab in front", text(func(l string) string { return "\t" + strings.TrimLeft(l, " ") })),
	inLine("tab behind the spaces", text(func(l string) string {
		rest := strings.TrimLeft(l, " ")
		return l[:len(l)-len(rest)] + "\t" + rest
	})),
	inLine("colon in a value", withValue(func(v string) string {
		word, rest, _ := strings.Cut(v, " ")
		return word + ": " + strings.TrimSpace(rest+" x")
	})),
	inLine("missing space", text(func(l string) string { return strings.Replace(l, ": ", ":", 1) })),
	inLine("unclosed quote, new", withValue(func(v string) string { return `"` + v })),
	inLine("unclosed quote, old", text(withoutLast(`"`))),
	inLine("unclosed single quote", withValue(func(v string) string { return `'` + v })),
	inLine("closing quote only", withValue(func(v string) string { return v + `"` })),
	inLine("text behind a quote", withValue(func(v string) string { return `"` + v + `" x` })),
	inLine("unclosed bracket", text(withoutLast("]"))),
	inLine("unclosed bracket, new", withValue(func(v string) string { return "[" + v })),
	inLine("unclosed brace", text(withoutLast("}"))),
	inLine("unopened bracket", text(func(l string) string { return strings.Replace(l, "[", "", 1) })),
	inLine("unopened brace", text(func(l string) string { return strings.Replace(l, "{", "", 1) })),
	inLine("deeper by 1", text(func(l string) string { return " " + l })),
	inLine("deeper by 2", text(func(l string) string { return "  " + l })),
	inLine("less deep by 1", text(func(l string) string { return strings.TrimPrefix(l, " ") })),
	inLine("less deep by 2", text(func(l string) string { return strings.TrimPrefix(l, "  ") })),
	inLine("stray dash", text(func(l string) string {
		rest := strings.TrimLeft(l, " ")
		return l[:len(l)-len(rest)] + "- " + rest
	})),
	inLine("stray dash in front", text(func(l string) string {
		if rest := strings.TrimLeft(l, " "); len(l)-len(rest) >= 2 {
			return l[:len(l)-len(rest)-2] + "- " + rest
		}
		return l
	})),
	inLine("bad escape", withValue(func(v string) string { return `"C:\Kits ` + strings.ReplaceAll(v, `"`, "") + `"` })),
	{"duplicate anchor", func(lines []string, i int) ([]string, int, int, bool) {
		before, v, ok := value(lines[i], plainKey)
		if !ok {
			return nil, 0, 0, false
		}
		out := append([]string(nil), lines...)
		out[i] = before + "&same " + v
		for j := i + 1; j < len(lines); j++ {
			if before, v, ok := value(lines[j], plainKey); ok {
				out[j] = before + "&same " + v
				return out, i, j, true
			}
		}
		return nil, 0, 0, false
	}},
	inLine("undefined alias", withValue(func(string) string { return "*nobody" })),
	{"unclosed block", func(lines []string, i int) ([]string, int, int, bool) {
		before, v, ok := value(lines[i], plainKey)
		if !ok {
			return nil, 0, 0, false
		}
		indent := lines[i][:len(lines[i])-len(strings.TrimLeft(lines[i], " -"))]
		out := append([]string(nil), lines[:i]...)
		out = append(out, before+"|", strings.Repeat(" ", len(indent))+v)
		return append(out, lines[i+1:]...), i, i + 1, true
	}},
	inLine("non-breaking space behind a key", text(func(l string) string { return strings.Replace(l, ": ", ":\u00a0", 1) })),
	inLine("non-breaking space in front", text(func(l string) string {
		if strings.HasPrefix(l, " ") {
			return strings.Replace(l, " ", "\u00a0", 1)
		}
		return l
	})),
	inLine("zero-width space behind a key", text(func(l string) string { return strings.Replace(l, ": ", ":\u200b", 1) })),
	inLine("zero-width space in front", text(func(l string) string { return "\u200b" + l })),
	inLine("byte order mark inside", text(func(l string) string { return "\ufeff" + l })),
	inLine("zero-width space before a quote", text(func(l string) string { return strings.Replace(l, `"`, "\u200b\"", 1) })),
	inLine("curly quotes", text(func(l string) string {
		if i := strings.Index(l, `"`); i >= 0 {
			if j := strings.Index(l[i+1:], `"`); j >= 0 {
				return l[:i] + "“" + l[i+1:i+1+j] + "”" + l[i+2+j:]
			}
		}
		return l
	})),
	inLine("curly quotes around a colon", withValue(func(v string) string { return "“One: " + v + "”" })),
	inLine("tab behind text", text(func(l string) string { return l + "\t" })),
	inLine("tab behind a key", text(func(l string) string { return strings.Replace(l, ": ", ":\t", 1) })),
	inLine("tab behind a dash", text(func(l string) string { return strings.Replace(l, "- ", "-\t", 1) })),
	inLine("control character", withValue(func(v string) string { return v + "\x08" })),
	inLine("at sign", withValue(func(v string) string { return "@" + v })),
	inLine("percent sign", withValue(func(v string) string { return "%" + v })),
	inLine("missing colon", text(func(l string) string { return strings.Replace(l, ": ", " ", 1) })),
	{"conflict", func(lines []string, i int) ([]string, int, int, bool) {
		out := append([]string(nil), lines[:i]...)
		out = append(out, "<<<<<<< HEAD", lines[i], "=======", lines[i]+" x", ">>>>>>> branch")
		return append(out, lines[i+1:]...), i, i, true
	}},
	{"half a conflict", func(lines []string, i int) ([]string, int, int, bool) {
		out := append([]string(nil), lines[:i]...)
		out = append(out, "=======", lines[i]+" x", ">>>>>>> branch")
		return append(out, lines[i+1:]...), i, i, true
	}},
}

// tally is what became of one kind of mistake.
type tally struct {
	same, other                int // no mistake: it says the same, or something else that is YAML as well
	tries, exact, near, beyond int
	examples                   []string
}

func (t *tally) add(name string, got, first, last int) {
	t.tries++
	distance := max(first-got, got-last, 0)
	switch {
	case distance == 0:
		t.exact++
	case distance <= 3:
		t.near++
	default:
		t.beyond++
	}
	if distance > 0 {
		t.examples = append(t.examples, fmt.Sprintf("%s: line %d to %d was reported at %d", name, first, last, got))
	}
}

// yamlOfStarter returns the YAML of the starter: its data file, and the front
// matter of its documents.
func yamlOfStarter(t testing.TB) (names []string, texts map[string]string) {
	texts = map[string]string{}
	err := fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		switch path.Ext(name) {
		case ".yaml":
			names, texts[name] = append(names, name), string(data)
		case ".md":
			if front, _, ok := bytes.Cut(bytes.TrimPrefix(data, []byte("---\n")), []byte("\n---\n")); ok {
				names, texts[name] = append(names, name), string(front)+"\n"
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, texts
}

// tallies is a table of what became of every kind of mistake.
type tallies []tally

// check prints the table, and holds it to its bounds: so many of a hundred are
// reported where they are, and none further than three lines away.
func (all tallies) check(t *testing.T, title string, exact int) {
	t.Logf("%-32s %6s %6s %6s %6s %6s %6s", title, "tries", "exact", "near", "beyond", "same", "other")
	var sum tally
	for k, c := range all {
		t.Logf("%-32s %6d %6d %6d %6d %6d %6d", mistakes[k].name, c.tries, c.exact, c.near, c.beyond, c.same, c.other)
		sum.tries, sum.exact, sum.near, sum.beyond = sum.tries+c.tries, sum.exact+c.exact, sum.near+c.near, sum.beyond+c.beyond
		for i, e := range c.examples {
			if i < 5 {
				t.Log("    ", e)
			}
		}
	}
	t.Logf("%-32s %6d %6d %6d %6d", "all", sum.tries, sum.exact, sum.near, sum.beyond)
	if sum.tries == 0 || sum.exact*100 < sum.tries*exact || (sum.exact+sum.near)*1000 < sum.tries*999 {
		t.Errorf("%s: of %d mistakes %d are reported on their line, and %d further than three lines away", title, sum.tries, sum.exact, sum.beyond)
	}
}

// TestMistakesAreReportedWhereTheyAre makes every kind of mistake at many lines
// of the starter, as it is and written anew in another style.
func TestMistakesAreReportedWhereTheyAre(t *testing.T) {
	names, texts := yamlOfStarter(t)
	data, front, style := make(tallies, len(mistakes)), make(tallies, len(mistakes)), make(tallies, len(mistakes))
	for n, name := range names {
		if path.Ext(name) == ".yaml" {
			step := 20
			if !*everyPlace {
				step = 120
			}
			data.add(name, texts[name], 19, step)
			style.add(name, inBlocks(t, texts[name]), 7, step/2)
			continue
		}
		if *everyPlace {
			front.add(name, texts[name], 0, 1)
		} else if n%4 == 0 {
			front.add(name, texts[name], n%11, 11)
		}
	}
	data.check(t, "programs.yaml", 99)
	front.check(t, "front matter", 99)
	// Where lists are indented otherwise, a line that is moved may fit, and the
	// next one no longer does.
	style.check(t, "programs.yaml in another style", 97)
}

// inBlocks writes a text without brackets, and with other indentation.
func inBlocks(t *testing.T, text string) string {
	root := parsed([]byte(text))
	var unfold func(n *yaml.Node)
	unfold = func(n *yaml.Node) {
		n.Style &^= yaml.FlowStyle
		for _, child := range n.Content {
			unfold(child)
		}
	}
	unfold(root)
	out, err := yaml.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// add makes every kind of mistake once between each so many lines.
func (all tallies) add(name, text string, start, step int) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	before := parsed([]byte(text))
	for at := start; at < len(lines); at += step {
		for k, m := range mistakes {
			try(&all[k], m, name, lines, before, at, at+step)
		}
	}
}

// try makes a mistake at the first line from start on, and before end, that it
// can be made at.
func try(c *tally, m mistake, name string, lines []string, before *yaml.Node, start, end int) {
	for at := start; at < min(end, len(lines)); at++ {
		out, first, last, ok := m.make(lines, at)
		if !ok {
			continue
		}
		file := &diag.File{Path: name, Data: []byte(strings.Join(out, "\n") + "\n")}
		var list diag.List
		_, after := ParseFile(file, &list)
		switch {
		case after != nil && sameTree(before, after):
			c.same++
		case after != nil:
			c.other++
		default:
			position, _ := list[0].Span.Positions()
			c.add(name, position.Line, first+1, last+1)
		}
		return
	}
}
