package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mentorbook/generator/source"
)

var updateReference = flag.Bool("update", false, "write REFERENCE.md anew")

const referenceName = "REFERENCE.md"

// TestReferenceIsWhatTheProgramDoes holds REFERENCE.md to the flags, keys and codes
// that there are.
func TestReferenceIsWhatTheProgramDoes(t *testing.T) {
	want := reference(t)
	if *updateReference {
		if err := os.WriteFile(referenceName, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(referenceName)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(want, "\n") {
		if has := strings.Split(string(got), "\n"); i >= len(has) || has[i] != line {
			t.Fatalf("line %d is to be\n%s\nwrite it with go test ./cmd/mentorbook -run Reference -update", i+1, line)
		}
	}
	if len(got) != len(want) {
		t.Error("something follows the last line")
	}
}

func reference(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# Reference\n\nEvery command with its flags, every key, and every code of a message. The program itself says the same: `mentorbook help COMMAND`, `mentorbook schema NAME`. Made with `go test ./cmd/mentorbook -run Reference -update`; a test holds it to the code.\n\n")
	b.WriteString("- [Commands](#commands)\n- [programs.yaml](#programsyaml)\n- [Front matter](#front-matter)\n- [Messages](#messages)\n")
	referCommands(&b)
	b.WriteString("\n## programs.yaml\n\nA text is one line for a site with one language, or one for each: `{en: …, id: …}`.\n")
	referSchema(t, &b, "programs")
	b.WriteString("\n## Front matter\n\nWhat stands between the two lines `---` of a page. Pages that are none of these have the keys that all share.\n")
	for _, kind := range source.SchemaNames() {
		if kind != "programs" {
			referSchema(t, &b, kind)
		}
	}
	referCodes(t, &b)
	return b.String()
}

func referCommands(b *strings.Builder) {
	root := rootCommand()
	b.WriteString("\n## Commands\n\nExit codes: 0, all is well; 1, the content, or a table that comes in, has errors, and nothing was written; 2, the command line or the system; 130, interrupted.\n\n### All commands\n")
	referFlags(b, root.PersistentFlags())
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			if sub.Hidden || sub.Name() == "help" || sub.Name() == "completion" && sub.HasParent() && sub.Parent() != root {
				continue
			}
			fmt.Fprintf(b, "\n### %s\n\n`%s`: %s.\n", strings.TrimPrefix(sub.CommandPath(), "mentorbook "), sub.UseLine(), lowerFirst(sub.Short))
			referFlags(b, sub.LocalNonPersistentFlags())
			if sub.Name() != "completion" {
				visit(sub)
			}
		}
	}
	visit(root)
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func referFlags(b *strings.Builder, flags *pflag.FlagSet) {
	first := true
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		if first {
			b.WriteString("\n| flag | what it does | default |\n| --- | --- | --- |\n")
			first = false
		}
		standard := ""
		if f.DefValue != "" && f.DefValue != "[]" && f.DefValue != "false" && f.DefValue != "0" {
			standard = "`" + f.DefValue + "`"
		}
		fmt.Fprintf(b, "| `--%s` | %s | %s |\n", f.Name, inTable(f.Usage), standard)
	})
}

func inTable(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// schema is as much of a JSON Schema as the reference tells.
type schema struct {
	Ref         string `json:"$ref"`
	Title       string
	Description string
	Type        any
	Enum        []any
	Default     any
	Properties  map[string]*schema
	Required    []string
	Items       *schema
	Additional  any                `json:"additionalProperties"`
	Defs        map[string]*schema `json:"$defs"`
}

func referSchema(t *testing.T, b *strings.Builder, name string) {
	t.Helper()
	data, _ := source.Schema(name)
	var s schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	title := "The file"
	if name != "programs" {
		title = "Front matter of a " + name
	}
	fmt.Fprintf(b, "\n### %s\n", title)
	referKeys(b, &s)
	for _, def := range slices.Sorted(maps.Keys(s.Defs)) {
		heading := def
		if name != "programs" {
			heading += " of a " + name
		}
		fmt.Fprintf(b, "\n### %s\n", heading)
		referKeys(b, s.Defs[def])
	}
}

func referKeys(b *strings.Builder, s *schema) {
	b.WriteString("\n| key | what it is | |\n| --- | --- | --- |\n")
	keys := slices.SortedFunc(maps.Keys(s.Properties), func(a, b string) int {
		needed := func(key string) int { return -strings.Count(" "+strings.Join(s.Required, " ")+" ", " "+key+" ") }
		return cmp.Or(cmp.Compare(needed(a), needed(b)), strings.Compare(a, b))
	})
	for _, key := range keys {
		p := s.Properties[key]
		var more []string
		if slices.Contains(s.Required, key) {
			more = append(more, "needed")
		}
		if p.Default != nil {
			more = append(more, fmt.Sprintf("else `%v`", p.Default))
		}
		if of := leadsTo(p); of != "" {
			more = append(more, "see "+of)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", key, inTable(p.Description+choices(p)), strings.Join(more, "; "))
	}
}

// leadsTo names the keys that a value has, or each of its items.
func leadsTo(s *schema) string {
	of := s.Ref
	if s.Items != nil {
		of = cmp.Or(of, s.Items.Ref)
	}
	if more, ok := s.Additional.(map[string]any); ok {
		ref, _ := more["$ref"].(string)
		of = cmp.Or(of, ref)
	}
	return of[strings.LastIndexByte(of, '/')+1:]
}

func choices(s *schema) string {
	list := s.Enum
	if list == nil && s.Items != nil {
		list = s.Items.Enum
	}
	var words []string
	for _, word := range list {
		if word != nil {
			words = append(words, fmt.Sprintf("`%v`", word))
		}
	}
	if words == nil {
		return ""
	}
	return ": " + strings.Join(words, ", ")
}

var explained = regexp.MustCompile(`(?m)^\t("[a-z0-9-]+"): +(".*"),$`)

func referCodes(t *testing.T, b *strings.Builder) {
	t.Helper()
	text, err := os.ReadFile("../../generator/diag/codes.go")
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString("\n## Messages\n\nThe codes of `check --format json`, `sarif` and `github`.\n\n| code | what is wrong |\n| --- | --- |\n")
	var rows []string
	for _, m := range explained.FindAllStringSubmatch(string(text), -1) {
		code, _ := strconv.Unquote(m[1])
		what, err := strconv.Unquote(m[2])
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s |\n", code, inTable(what)))
	}
	slices.Sort(rows)
	if len(rows) < 100 {
		t.Fatalf("%d codes were found", len(rows))
	}
	b.WriteString(strings.Join(rows, ""))
}

var commandLine = regexp.MustCompile("(?m)(?:^ *|`)mentorbook ([a-z][^`#\n]*)")

// TestReadmeNamesWhatThereIs holds every command that README.md shows to those that
// there are.
func TestReadmeNamesWhatThereIs(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := commandLine.FindAllStringSubmatch(string(text), -1)
	for _, m := range shown {
		words := strings.Fields(m[1])
		cmd, _, err := rootCommand().Find(words)
		if err != nil || !cmd.HasParent() {
			t.Errorf("mentorbook %s: there is no such command", m[1])
			continue
		}
		for _, word := range words {
			if name, isFlag := strings.CutPrefix(word, "--"); isFlag && cmd.Flag(strings.TrimRight(name, ",.)")) == nil {
				t.Errorf("mentorbook %s: there is no flag %s", m[1], word)
			}
		}
	}
	if len(shown) < 20 {
		t.Errorf("%d commands were found", len(shown))
	}
}
