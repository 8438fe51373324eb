package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	playbook "mentorbook"
)

// now is the day that testdata/project and the starter are written for. Scripts
// see it as SOURCE_DATE_EPOCH.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"mentorbook":  main,
		"interrupt":   interrupt,
		"at-terminal": atTerminal,
		"strip":       strip,
	})
}

// TestContract runs the scripts in testdata, one for each promise of the
// command line. "exec mentorbook" has to succeed; see exits for the rest. What
// else a script may say:
//
//	project [DIR]              fill in the files of testdata/project that the script does not bring itself
//	exits CODE COMMAND...      the command ends with that code, and when it fails it leaves no trace
//	edit FILE OLD NEW          replace the one place where FILE says OLD; \n is a new line
//	archive FILE.zip FILE...   an archive of files
//	workbook FILE.xlsx FILE    a workbook of a table in CSV
//	json FILE PATH WANT...     see cmdJSON
//	note DIR                   remember every file below DIR
//	untouched DIR              every file is the same file, as old and as long as when it was noted
//	same DIR DIR               the same files with the same bytes
//	shifted WEEKS DIR          the starter with other dates: see cmdShifted
//	exec interrupt COMMAND...  see interrupt
//	exec at-terminal COMMAND.. see atTerminal
//	exec strip WHAT FILE       see strip
func TestContract(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", strconv.FormatInt(now.Unix(), 10))
			env.Values[notes{}] = map[string]tree{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"project":   cmdProject,
			"exits":     cmdExits,
			"edit":      cmdEdit,
			"archive":   cmdArchive,
			"workbook":  cmdWorkbook,
			"json":      cmdJSON,
			"note":      cmdNote,
			"untouched": cmdUntouched,
			"same":      cmdSame,
			"shifted":   cmdShifted,
		},
	})
}

func cmdProject(ts *testscript.TestScript, neg bool, args []string) {
	to := "."
	if len(args) > 0 {
		to = args[0]
	}
	if neg || len(args) > 1 {
		ts.Fatalf("usage: project [DIR]")
	}
	files, err := readTree(filepath.Join("testdata", "project"))
	ts.Check(err)
	for name, file := range files {
		name = filepath.Join(ts.MkAbs(to), name)
		if _, err := os.Lstat(name); err == nil || file.info.IsDir() {
			continue
		}
		ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
		ts.Check(os.WriteFile(name, file.data, 0o666))
	}
}

// cmdExits runs a command for its exit code. One that fails must leave the whole
// working directory as it was: no output, nothing staged, no older output
// touched.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	work := ts.Getenv("WORK")
	before, err := readTree(work)
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	after, err := readTree(work)
	ts.Check(err)
	if diff := before.touched(after); want != exitOK && len(diff) > 0 {
		ts.Fatalf("the command failed and touched these files:\n\t%s", strings.Join(diff, "\n\t"))
	}
}

func cmdEdit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text, lines := ts.ReadFile(args[0]), strings.NewReplacer(`\n`, "\n")
	before, after := lines.Replace(args[1]), lines.Replace(args[2])
	if n := strings.Count(text, before); n != 1 {
		ts.Fatalf("%q occurs %d times in %s", before, n, args[0])
	}
	text = strings.Replace(text, before, after, 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

func cmdArchive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: archive FILE.zip FILE...")
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range args[1:] {
		f, err := w.Create(name)
		ts.Check(err)
		_, err = f.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

func cmdWorkbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: workbook FILE.xlsx FILE.csv")
	}
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[1]))).ReadAll()
	ts.Check(err)
	f := excelize.NewFile()
	for i, row := range rows {
		ts.Check(f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

// cmdJSON looks at one value of a JSON document; FILE may be stdout. PATH is
// made of keys and indexes with dots between them, or a dot alone for the
// document. WANT is one of
//
//	string | integer | array | object    the type of the value
//	keys NAME...                         all of an object's keys, in any order
//	length N                             of an array
//	is TEXT                              the text of a string, the compact JSON of anything else
//	counts DIR [SUFFIX]                  the number of files below DIR whose names end so, hidden ones left out
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: json FILE PATH WANT...")
	}
	var document any
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	decoder.UseNumber()
	ts.Check(decoder.Decode(&document))
	if decoder.More() {
		ts.Fatalf("%s holds more than one document", args[0])
	}
	value, err := lookUp(document, args[1])
	ts.Check(err)
	if args[2] == "keys" {
		slices.Sort(args[3:])
	}
	want := strings.Join(args[2:], " ")
	if args[2] == "counts" {
		n, err := countFiles(ts.MkAbs(args[3]), strings.Join(args[4:], ""))
		ts.Check(err)
		args[2], want = "is", fmt.Sprint("is ", n)
	}
	if got := describe(value, args[2]); got != want {
		ts.Fatalf("%s in %s: got %s, want %s", args[1], args[0], got, want)
	}
}

func countFiles(dir, suffix string) (int, error) {
	files, err := readTree(dir)
	n := 0
	for name, file := range files {
		if !file.info.IsDir() && strings.HasSuffix(name, suffix) && !strings.HasPrefix(filepath.Base(name), ".") {
			n++
		}
	}
	return n, err
}

func lookUp(value any, path string) (any, error) {
	if path == "." {
		return value, nil
	}
	for step := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			next, ok := v[step]
			if !ok {
				return nil, fmt.Errorf("%s: there is no key %q", path, step)
			}
			value = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil, fmt.Errorf("%s: there is no item %q among %d", path, step, len(v))
			}
			value = v[i]
		default:
			return nil, fmt.Errorf("%s: nothing is below %v", path, value)
		}
	}
	return value, nil
}

// describe says of a value what a script wants to know.
func describe(value any, aspect string) string {
	switch v := value.(type) {
	case map[string]any:
		if aspect != "keys" {
			break
		}
		keys := []string{"keys"}
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys[1:])
		return strings.Join(keys, " ")
	case []any:
		if aspect == "length" {
			return fmt.Sprint("length ", len(v))
		}
	case string:
		if aspect == "is" {
			return "is " + v
		}
	}
	if aspect == "is" {
		text, err := json.Marshal(value)
		if err != nil { // it came from JSON
			panic(err)
		}
		return "is " + string(text)
	}
	switch v := value.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return "integer"
		}
	}
	return fmt.Sprintf("%T", value)
}

// notes is the key of what a script has noted.
type notes struct{}

func cmdNote(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: note DIR")
	}
	files, err := readTree(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Value(notes{}).(map[string]tree)[args[0]] = files
}

func cmdUntouched(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: untouched DIR")
	}
	before, noted := ts.Value(notes{}).(map[string]tree)[args[0]]
	if !noted {
		ts.Fatalf("%s was not noted", args[0])
	}
	after, err := readTree(ts.MkAbs(args[0]))
	ts.Check(err)
	if diff := before.touched(after); len(diff) > 0 {
		ts.Fatalf("these files were touched:\n\t%s", strings.Join(diff, "\n\t"))
	}
}

func cmdSame(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same DIR DIR")
	}
	one, err := readTree(ts.MkAbs(args[0]))
	ts.Check(err)
	other, err := readTree(ts.MkAbs(args[1]))
	ts.Check(err)
	equal := func(a, b file) bool { return bytes.Equal(a.data, b.data) }
	if diff := one.compare(other, equal); len(one) == 0 || len(diff) > 0 {
		ts.Fatalf("%d files and %d; these differ:\n\t%s", len(one), len(other), strings.Join(diff, "\n\t"))
	}
}

var isoDay = regexp.MustCompile(`\b20\d\d-\d\d-\d\d`)

// cmdShifted compares what init wrote with the starter. The files are equal but
// for dates; those of programs.yaml have all moved by exactly so many weeks,
// those in front matter have moved as far or not at all, and the texts say what
// they said.
func cmdShifted(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shifted WEEKS DIR")
	}
	weeks, err := strconv.Atoi(args[0])
	ts.Check(err)
	started, err := readTree(ts.MkAbs(args[1]))
	ts.Check(err)
	files := 1 // programs.schema.json, for editors
	ts.Check(fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		before, err := fs.ReadFile(playbook.Starter, name)
		if err != nil {
			return err
		}
		if err := shifted(path.Ext(name), before, started[filepath.FromSlash(name)].data, 7*weeks); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}))
	if n, err := countFiles(ts.MkAbs(args[1]), ""); err != nil || n != files {
		ts.Fatalf("%d files became %d (%v)", files, n, err)
	}
}

func shifted(ext string, before, after []byte, days int) error {
	head, body := before, []byte(nil)
	if ext == ".md" {
		i := bytes.Index(before, []byte("\n---\n")) + 1
		head, body = before[:i], before[i:]
	}
	rest, ok := bytes.CutSuffix(after, body)
	if !ok || !bytes.Equal(isoDay.ReplaceAll(head, nil), isoDay.ReplaceAll(rest, nil)) {
		return errors.New("more than dates changed")
	}
	moved := isoDay.FindAllString(string(rest), -1)
	for i, day := range isoDay.FindAllString(string(head), -1) {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return err
		}
		if want := t.AddDate(0, 0, days).Format(time.DateOnly); moved[i] != want && (ext == ".yaml" || moved[i] != day) {
			return fmt.Errorf("%s became %s, want %s", day, moved[i], want)
		}
	}
	return nil
}

// tree holds the files below a directory by their relative path.
type tree map[string]file

type file struct {
	info fs.FileInfo
	data []byte // what a link points to, for a symbolic link
}

func readTree(dir string) (tree, error) {
	files := tree{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		var f file
		if f.info, err = entry.Info(); err != nil {
			return err
		}
		switch entry.Type() {
		case fs.ModeDir: // its time changes with what comes and goes inside
			rel += string(filepath.Separator)
		case fs.ModeSymlink:
			var target string
			target, err = os.Readlink(name)
			f.data = []byte(target)
		case fs.ModeNamedPipe: // reading it would wait
		default:
			f.data, err = os.ReadFile(name)
		}
		files[rel] = f
		return err
	})
	return files, err
}

// touched lists what is not the same file any more, by identity, time or bytes.
func (t tree) touched(after tree) []string {
	return t.compare(after, func(a, b file) bool {
		if a.info.IsDir() {
			return b.info.IsDir()
		}
		return os.SameFile(a.info, b.info) && a.info.ModTime().Equal(b.info.ModTime()) && bytes.Equal(a.data, b.data)
	})
}

func (t tree) compare(other tree, equal func(a, b file) bool) []string {
	var diff []string
	for name, a := range t {
		if b, ok := other[name]; !ok {
			diff = append(diff, name+" (gone)")
		} else if !equal(a, b) {
			diff = append(diff, name)
		}
	}
	for name := range other {
		if _, ok := t[name]; !ok {
			diff = append(diff, name+" (new)")
		}
	}
	slices.Sort(diff)
	return diff
}

const (
	// A build that is not writing after so long never will; one that has not
	// ended so long after a signal hangs.
	patience = 20 * time.Second
	// What a build may use of a processor when it is interrupted at its first
	// page: not the clock's time, since the machine may be busy with others.
	grace = time.Second
)

// interrupt is a command of the scripts: it runs a build, interrupts it once
// the first page is staged, and ends with its exit code.
func interrupt() {
	if err := interrupted(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
}

func interrupted(args []string) error {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	look, giveUp := time.NewTicker(time.Millisecond), time.After(patience)
	for staged := false; !staged; {
		select {
		case <-look.C:
			for _, area := range []string{".*.mentorbook-*", "*/.mentorbook-staging"} { // beside the output, or in it
				found, err := filepath.Glob(area + "/tree/*")
				if err != nil {
					return err
				}
				staged = staged || len(found) > 0
			}
		case err := <-ended:
			return fmt.Errorf("the build ended before it was interrupted: %w", err)
		case <-giveUp:
			cmd.Process.Kill()
			return fmt.Errorf("the build staged nothing within %v", patience)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	select {
	case <-ended:
	case <-time.After(patience):
		cmd.Process.Kill()
		return fmt.Errorf("the build went on for more than %v after the signal", patience)
	}
	if used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); used > grace {
		return fmt.Errorf("the build worked for %v, though it was interrupted at its first page", used)
	}
	os.Exit(cmd.ProcessState.ExitCode())
	return nil
}

// atTerminal is a command of the scripts: it runs another that prints to
// the terminal that ttyin attached, and ends with its exit code.
func atTerminal() {
	terminal, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	if err := cmd.Run(); cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// strip takes something out of the starter's programs.yaml as a writer would who
// does not know what refers to it: the list of people, or a program.
func strip() {
	what, name := os.Args[1], os.Args[2]
	begins, ends := "  - id: "+what+"\n", "\n  # ---"
	if what == "people" {
		begins, ends = "  - id: p01\n", "\n# ---"
	}
	data, err := os.ReadFile(name)
	text := string(data)
	start := strings.Index(text, begins)
	if err != nil || start < 0 {
		fmt.Fprintln(os.Stderr, what, "is not there:", err)
		os.Exit(99)
	}
	end := start + strings.Index(text[start:], ends) + 1
	if err := os.WriteFile(name, []byte(text[:start]+text[end:]), 0o666); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
}
