package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// buildOf returns the build command as it is for these arguments.
func buildOf(t *testing.T, args ...string) *cobra.Command {
	t.Helper()
	cmd, rest, err := rootCommand().Find(append([]string{"build"}, args...))
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd
}

// TestEveryFlagOfABuildCounts keeps a new flag from being overlooked.
func TestEveryFlagOfABuildCounts(t *testing.T) {
	values := map[string]string{"bool": "true", "string": "other", "int": "3", "stringArray": "other"}
	plain := decisive(buildOf(t))
	buildOf(t).Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		changed := decisive(buildOf(t, "--"+f.Name+"="+values[f.Value.Type()])) != plain
		if changed == slices.Contains(indifferent(), f.Name) {
			t.Errorf("--%s changes what a build depends on: %v", f.Name, changed)
		}
	})
	for _, name := range indifferent() {
		if buildOf(t).Flags().Lookup(name) == nil && name != "help" {
			t.Errorf("there is no flag --%s", name)
		}
	}
}

// TestBuildIsRememberedWhileItIsTheSame holds builds into a folder that was built
// before to builds into an empty one, whatever happened in between.
func TestBuildIsRememberedWhileItIsTheSame(t *testing.T) {
	dir := testProject(t)
	p := &served{t: t, dir: dir}
	public, memory := filepath.Join(dir, "public"), filepath.Join(dir, ".public.mentorbook", "last")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	day := now
	build := func(args ...string) {
		t.Helper()
		said, err := command(t, append([]string{"build", "--source", dir, "--now", day.Format(time.RFC3339)}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	isKnown := func() bool {
		t.Helper()
		var c commonFlags
		c.source = dir
		project, err := c.open()
		check(err)
		a, _ := newAgain(buildOf(t, "--source", dir), buildFlags{output: public}, project, day)
		last, err := a.last(context.Background())
		check(err)
		return last != nil
	}
	damage := func(change func([]byte) []byte) func() {
		return func() {
			data, err := os.ReadFile(memory)
			check(err)
			check(os.WriteFile(memory, change(data), 0o600))
		}
	}
	texts := filepath.Join(dir, ".public.mentorbook", "texts")
	start := filepath.Join(dir, "content/en/guides/start.md")
	edit := func() { // one text, which no other page shows
		data, err := os.ReadFile(start)
		check(err)
		check(os.WriteFile(start, append(data, "\nOnce more.\n"...), 0o644))
	}
	p.write("content/en/guides/plan-b.md", "---\ntitle: Plan B\nsummary: S.\nkind: article\ndraft: true\n---\nNobody knows <b>this</b>.\n")
	build("--output", public)
	if !isKnown() {
		t.Fatal("a build is not known again")
	}
	for _, name := range []string{memory, texts, filepath.Join(filepath.Dir(memory), "found")} {
		left, err := os.ReadFile(name)
		check(err)
		for _, hidden := range []string{"obody", "knows", "plan-b", "Plan B"} {
			if bytes.Contains(left, []byte(hidden)) {
				t.Errorf("%s says %q of a draft", filepath.Base(name), hidden)
			}
		}
	}
	for i, c := range []struct {
		name   string
		happen func()
		known  bool
	}{
		{"nothing", func() {}, true},
		{"a text is edited", func() { p.edit("content/en/guides/start.md", "Agree with", "Agree soon with") }, false},
		{"it is edited back", func() { p.edit("content/en/guides/start.md", "Agree soon with", "Agree with") }, false},
		{"a file is saved as it was", func() { p.edit("programs.yaml", "{en: Small playbook", "{en: Small playbook") }, true},
		{"a theme appears", func() { p.write("themes/default/i18n/en.json", `{"strings": {"nav.sessions": "Meetings"}}`) }, false},
		{"a file nobody reads", func() { p.write("notes.txt", "mine") }, true},
		{"a page is removed", func() {
			check(os.Remove(filepath.Join(dir, "content/id/forms/note.md")))
			check(os.Remove(filepath.Join(dir, "content/en/forms/note.md")))
		}, false},
		{"a day later", func() { day = day.AddDate(0, 0, 1) }, false},
		{"an hour later", func() { day = day.Add(time.Hour) }, true},
		{"a published page is gone", func() { check(os.Remove(filepath.Join(public, "index.html"))) }, false},
		{"a published page is another", func() { check(os.WriteFile(filepath.Join(public, "index.html"), nil, 0o666)) }, false},
		{"something lies beside the pages", func() { check(os.WriteFile(filepath.Join(public, "mine.html"), nil, 0o666)) }, true},
		{"half the memory is gone", damage(func(data []byte) []byte { return data[:len(data)/2] }), false},
		{"the memory is empty", damage(func([]byte) []byte { return nil }), false},
		{"the memory is damaged", damage(func(data []byte) []byte { data[len(data)/2] ^= 1; return data }), false},
		{"the memory is removed", func() { check(os.RemoveAll(filepath.Dir(memory))) }, false},
		{"the output is removed", func() { check(os.RemoveAll(public)) }, false},
		{"a text is edited again", edit, false},
		{"half the texts are gone", func() { edit(); check(os.Truncate(texts, 1000)) }, false},
		{"the texts are damaged", func() {
			check(os.Remove(memory))
			build("--output", public)                                                                 // writes all of them
			p.write("themes/default/i18n/id.json", `{"strings": {"nav.sessions": "Pertemuan kita"}}`) // every page says it
			data, err := os.ReadFile(texts)
			check(err)
			for i := len(data) - 100; i < len(data); i += 5 { // in the last text
				data[i] ^= 1
			}
			check(os.WriteFile(texts, data, 0o600))
		}, false},
		{"the texts are those of another build", func() {
			was, err := os.ReadFile(texts)
			check(err)
			edit()
			build("--output", public)
			check(os.WriteFile(texts, was, 0o600))
			edit()
		}, false},
		{"the texts are removed", func() { edit(); check(os.Remove(texts)) }, false},
		{"a build was killed while it added texts", func() {
			edit()
			build("--output", public)
			was, err := os.ReadFile(texts)
			check(err)
			check(os.WriteFile(texts, append(was, was[:len(was)/2]...), 0o600))
			edit()
		}, false},
		{"a build was killed while it wrote texts", func() { edit(); check(os.WriteFile(texts+".new", []byte("half"), 0o400)) }, false},
		{"a text is edited, and a page is gone", func() { edit(); check(os.Remove(filepath.Join(public, "mentors.html"))) }, false},
		{"a text is edited, and a page is another", func() {
			edit()
			check(os.WriteFile(filepath.Join(public, "mentors.html"), []byte("mine"), 0o666))
		}, false},
		{"a text is edited, and one is new", func() {
			edit()
			data, err := os.ReadFile(start)
			check(err)
			p.write("content/en/guides/new.md", string(data))
		}, false},
		{"another portal was built here", func() { build("--output", public, "--audience", "participants", "--replace") }, false},
	} {
		c.happen()
		if known := isKnown(); known != c.known {
			t.Errorf("%s: the build is known again: %v, want %v", c.name, known, c.known)
		}
		build("--output", public)
		if c.known {
			continue
		}
		fresh := filepath.Join(dir, "out", string(rune('a'+i)))
		build("--output", fresh)
		got, err := readTree(public)
		check(err)
		want, err := readTree(fresh)
		check(err)
		delete(got, "mine.html")
		if diff := want.compare(got, func(a, b file) bool { return string(a.data) == string(b.data) }); len(diff) > 0 {
			t.Errorf("%s: these files are others than in an empty folder: %s", c.name, strings.Join(diff, " "))
		}
	}
}

// huge is a project whose programs.yaml is far too large, and how much of it was read.
type huge struct {
	fs.File
	read int
}

func (h *huge) Open(string) (fs.File, error) { return h, nil }
func (*huge) Close() error                   { return nil }
func (h *huge) Read(p []byte) (int, error) {
	if h.read > 8*mostSecret {
		return 0, io.EOF
	}
	h.read += len(p)
	return len(p), nil
}

// TestSecretOfAMistakenFile: what is no project's file is not read to its end before
// it is refused.
func TestSecretOfAMistakenFile(t *testing.T) {
	var mistaken huge
	secretOf(&mistaken)
	if mistaken.read > 2*mostSecret {
		t.Errorf("%d bytes of a mistaken file are read", mistaken.read)
	}
}
