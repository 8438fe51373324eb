package main

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	playbook "mentorbook"
)

// named matches a command in a text: in backticks, or on a line of its own.
var named = regexp.MustCompile("(?m)`mentorbook ([^`\n]+)`|^ *(?:tools/)?mentorbook ([a-z][^\n`]*)")

// TestCommandsThatTextsNameAreThere: the starter, in both languages, and the README
// name commands, flags and arguments that the program has.
func TestCommandsThatTextsNameAreThere(t *testing.T) {
	texts := map[string]string{}
	err := fs.WalkDir(playbook.Starter, "content", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".md") {
			var data []byte
			data, err = fs.ReadFile(playbook.Starter, path)
			texts[path] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	texts["README.md"] = string(readme)
	n := 0
	for path, text := range texts {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			line, _, _ := strings.Cut(m[1]+m[2], " #")
			line, _, _ = strings.Cut(line, " >")
			n++
			args := words(line)
			cmd, rest, err := rootCommand().Find(args)
			if err != nil || !cmd.Runnable() && len(rest) > 0 {
				t.Errorf("%s names %q: %v", path, line, err)
				continue
			}
			if err := cmd.ParseFlags(rest); err != nil {
				t.Errorf("%s names %q: %v", path, line, err)
				continue
			}
			// "mentorbook init" alone speaks of a command, and does not say how to give it.
			if left := cmd.Flags().Args(); len(rest) > 0 {
				if err := cmd.ValidateArgs(left); err != nil {
					t.Errorf("%s names %q: %v", path, line, err)
				}
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d commands are named", n)
	}
}

// words splits a command as a shell does, with quotation marks.
func words(line string) (out []string) {
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}
