package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/roster"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

type importFlags struct {
	kind                              string
	cohort, into, mapped, sheet, role string
	survey                            string
	invited                           int
	write                             bool
	format                            string
}

func importCommand(c *commonFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import people|signups|answers|sessions|pulse FILE",
		Short: "Take over what tables say (CSV or XLSX): people, signups, answers, sessions, surveys",
		Long: "import reads a table that a form tool or an HR system exported, and says what it\n" +
			"takes each column for, what the rows add and change, and what is wrong, by row and\n" +
			"column. With --write that goes into the lists of the project; every other line\n" +
			"stays as it is. It prints ids and rows, never names of people.\n\n" +
			"Answers, sessions and pulses may also be files that the portal's own forms saved:\n" +
			"one .json, a folder of them, or a .zip.",
		Example: "  mentorbook import people staff.xlsx --private ../private\n" +
			"  mentorbook import signups answers.csv --cohort social-media/2027a --private ../private --write\n" +
			"  mentorbook import answers decisions.csv --cohort social-media/2027a --private ../private --write\n" +
			"  mentorbook import sessions february.xlsx --private ../private --write\n" +
			"  mentorbook import pulse sheets.zip --cohort social-media/2027a --private ../private --write",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("say what to import: %s", diag.Choices(roster.Kinds()))
			}
			return oneOf("what to import", args[0], roster.Kinds()...)
		},
	}
	for kind, short := range map[string]string{
		"people":   "Take people over from a table",
		"signups":  "Take over who wants to take part in a cohort, and what the table says of them",
		"answers":  "Take over who said yes or no to a proposal, or what was decided on a review sheet",
		"sessions": "Take over which sessions were held, moved or cancelled",
		"pulse":    "Sum up a survey; single answers are never written down",
	} {
		cmd.AddCommand(importKind(c, kind, short))
	}
	return cmd
}

func importKind(c *commonFlags, kind, short string) *cobra.Command {
	f := importFlags{kind: kind}
	cmd := &cobra.Command{
		Use:   kind + " FILE",
		Short: short,
		Args:  exactly("the table, a .csv or .xlsx"),
		RunE:  func(cmd *cobra.Command, args []string) error { return importTable(cmd, c, f, args[0]) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return []cobra.Completion{"csv", "xlsx"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	cmd.Flags().BoolVar(&f.write, "write", false, "write it into the lists, instead of only saying what would change")
	if kind == "people" || kind == "signups" {
		cmd.Flags().StringVar(&f.into, "into", "", "where the list goes that the project does not have yet, such as private:"+kind+".yaml")
	}
	cmd.Flags().StringVar(&f.mapped, "map", "", "a file like import-map.yaml, which says what columns and words mean")
	cmd.Flags().StringVar(&f.sheet, "sheet", "", "which sheet of a workbook to read")
	formatFlag(cmd, &f.format, "how the result is printed", "text", "json")
	checkFormat := cmd.PreRunE
	if kind != "people" {
		cmd.Flags().StringVar(&f.cohort, "cohort", "", "the cohort, as PROGRAM/COHORT")
		cmd.RegisterFlagCompletionFunc("cohort", c.fromProject(cohortNames))
	}
	if kind == "pulse" {
		cmd.Flags().StringVar(&f.survey, "survey", "", "which survey it is: pulse, baseline or exit (default pulse)")
		cmd.Flags().IntVar(&f.invited, "invited", 0, "how many people were asked (default: all in pairs that agreed)")
		cmd.RegisterFlagCompletionFunc("survey", oneOfThese("pulse", "baseline", "exit"))
	}
	if kind == "signups" {
		cmd.Flags().StringVar(&f.role, "role", "", "what everybody in the table wants to be: mentor, mentee or both")
		cmd.RegisterFlagCompletionFunc("role", oneOfThese("mentor", "mentee", "both"))
	}
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if f.role != "" {
			if err := oneOf("--role", f.role, "mentor", "mentee", "both"); err != nil {
				return err
			}
		}
		if f.survey != "" {
			if err := oneOf("--survey", f.survey, "pulse", "baseline", "exit"); err != nil {
				return err
			}
		}
		return checkFormat(cmd, args)
	}
	return cmd
}

// cohortNames are all cohorts, as PROGRAM/COHORT.
func cohortNames(config *source.Config) (out []string) {
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			out = append(out, string(program.ID)+"/"+string(cohort.ID))
		}
	}
	return out
}

func importTable(cmd *cobra.Command, c *commonFlags, f importFlags, file string) error {
	program, cohort, named := strings.Cut(f.cohort, "/")
	if f.kind != "people" && f.kind != "sessions" && !named {
		return errors.New("say for which cohort: --cohort PROGRAM/COHORT, such as social-media/2027a")
	}
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	request := roster.Request{Kind: f.kind, Path: filepath.ToSlash(file), Program: program, Cohort: cohort, Role: f.role, Into: f.into, Random: rand.Reader, Survey: f.survey, Invited: f.invited}
	var list diag.List
	if request.Map, list, err = readMap(f.mapped); err != nil || list.HasErrors() {
		return errors.Join(err, v.refuseOr(list, "nothing was imported"))
	}
	if forms, err := formsIn(file, f.kind); err != nil {
		return v.unreadable(f, request.Path, err)
	} else if forms != nil {
		request.Table, request.Names = roster.FormsTable(forms)
	} else if request.Table, err = v.readTable(cmd.Context(), file, f.sheet); err != nil {
		return v.unreadable(f, request.Path, err)
	}
	out, list, err := roster.New(cmd.Context(), project, options, request)
	if err != nil {
		return c.explain(err)
	}
	if out == nil {
		return v.refuse(list, "nothing was imported")
	}
	written := f.write && len(out.Files) > 0
	if written {
		if err := c.write(cmd, out.Files); err != nil {
			return err
		}
	}
	return v.imported(f, out, written)
}

// unreadable tells why a file holds no table: the table has errors, it is one.
func (v *voice) unreadable(f importFlags, path string, err error) error {
	var refusal *table.Refusal
	if errors.As(err, &refusal) {
		return v.imported(f, roster.Unreadable(path, refusal.Message, refusal.Hint), false)
	}
	return err
}

// formsIn returns the files that forms saved: one, those in a folder, or those in an
// archive. It is nil for a table.
func formsIn(name, kind string) ([]roster.Form, error) {
	if kind == "people" || kind == "signups" {
		return nil, nil
	}
	ending := strings.ToLower(filepath.Ext(name))
	names := []string{name}
	if entries, err := os.ReadDir(name); err == nil {
		names = nil
		for _, entry := range entries {
			if strings.EqualFold(filepath.Ext(entry.Name()), ".json") {
				names = append(names, filepath.Join(name, entry.Name()))
			}
		}
	} else if ending != ".json" && ending != ".zip" {
		return nil, nil
	}
	out := []roster.Form{}
	for _, file := range names {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", file, withoutPath(err))
		}
		if ending == ".zip" {
			if out, err = roster.Unpack(filepath.ToSlash(file), data); err != nil {
				return nil, err
			}
			break
		}
		out = append(out, roster.Form{Name: filepath.ToSlash(file), Data: data})
	}
	if len(out) == 0 {
		return nil, &table.Refusal{Message: "there is no form in it", Hint: "a form saves its answers as a file that ends in .json"}
	}
	return out, nil
}

// refuseOr is refuse, where there is anything to refuse.
func (v *voice) refuseOr(list diag.List, consequence string) error {
	if !list.HasErrors() {
		return nil
	}
	return v.refuse(list, consequence)
}

// readMap reads the file of --map, which is wherever the user has it.
func readMap(name string) (*source.ImportMap, diag.List, error) {
	if name == "" {
		return nil, nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, fmt.Errorf("--map %s cannot be read: %w", name, withoutPath(err))
	}
	m, list := source.ReadImportMap(&diag.File{Path: filepath.ToSlash(name), Data: data})
	return m, list, nil
}

func withoutPath(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// readTable reads a table.
func (v *voice) readTable(ctx context.Context, name, sheet string) (*table.Table, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, withoutPath(err))
	}
	out, err := table.Read(ctx, filepath.Base(name), data, table.Options{Sheet: sheet, Progress: v.reading()})
	v.endProgress()
	return out, err
}

// imported tells what a table says and what became of it.
func (v *voice) imported(f importFlags, out *roster.Import, written bool) error {
	if f.format == "json" {
		err := v.json(struct {
			*roster.Import
			Written bool `json:"written"`
		}{out, written})
		if err == nil && out.Wrong() {
			return errContent
		}
		return err
	}
	if !v.quiet && len(out.Columns) > 0 {
		printColumns(v.stdout, out)
		printChanges(v.stdout, f, out, written)
	}
	v.problems(out)
	if out.Wrong() {
		printUnknown(v.stderr, out)
		fmt.Fprintln(v.stderr, "nothing was written")
		return errContent
	}
	if !v.quiet {
		printOutcome(v.stdout, out, written)
	}
	return nil
}

func printColumns(w io.Writer, out *roster.Import) {
	name := out.Path
	if out.Sheet != "" {
		name += ", sheet " + out.Sheet
	}
	fmt.Fprintf(w, "%s: %s\n", name, count(out.Rows, "row"))
	for _, note := range out.Notes {
		fmt.Fprintf(w, "  %s%s\n", placeOf(note.Row, note.Column), note.Message)
	}
	fmt.Fprintln(w, "\ntaken for")
	lines := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, column := range out.Columns {
		remark := ""
		if column.StandsIn {
			remark = " (where a better column is empty)"
		}
		fmt.Fprintf(lines, "  %d\t%s\t%s%s\n", column.Number, shown(column.Header), strings.ReplaceAll(column.TakenFor, "_", " "), remark)
	}
	lines.Flush()
	if len(out.Ignored) > 0 {
		fmt.Fprintln(w, "\nleft out")
		for _, column := range out.Ignored {
			fmt.Fprintf(lines, "  %d\t%s\t%s\n", column.Number, shown(column.Header), column.Reason)
		}
		lines.Flush()
	}
}

// shown is a header on one line, and not all of a long question.
func shown(header string) string {
	runes := []rune(strings.Join(strings.Fields(header), " "))
	if len(runes) > 50 {
		return string(runes[:49]) + "…"
	}
	return string(runes)
}

func placeOf(row, column int) string {
	switch {
	case row > 0 && column > 0:
		return fmt.Sprintf("row %d, column %d: ", row, column)
	case row > 0:
		return fmt.Sprintf("row %d: ", row)
	case column > 0:
		return fmt.Sprintf("column %d: ", column)
	}
	return ""
}

func printChanges(w io.Writer, f importFlags, out *roster.Import, written bool) {
	for _, part := range []struct{ list, title string }{{"people", "people"}, {"signups", "signups"}, {"pairs", "pairs"}} {
		var added, changed []roster.Change
		for _, change := range out.Changes {
			switch {
			case change.List != part.list:
			case change.New:
				added = append(added, change)
			default:
				changed = append(changed, change)
			}
		}
		wouldBe := ""
		if !written {
			wouldBe = " that would be"
		}
		groupOfMany(w, part.title+wouldBe+" added", added, func(change roster.Change) string {
			if !written && change.Fresh {
				return fmt.Sprintf("row %d", change.Row)
			}
			return fmt.Sprintf("row %d: %s", change.Row, change.ID)
		})
		groupOfMany(w, part.title+wouldBe+" changed", changed, func(change roster.Change) string {
			return fmt.Sprintf("row %d: %s, %s", change.Row, change.ID, strings.Join(change.Fields, ", "))
		})
	}
	for _, change := range out.Changes {
		if change.List == "pulses" {
			fmt.Fprintf(w, "\nsummed up for %s: %s\n", change.ID, strings.Join(change.Fields, ", "))
		}
	}
	heading := "in the list, not in the table (they stay)"
	if f.kind == "answers" {
		heading = "pairs no longer proposed"
	}
	groupOfMany(w, heading, out.Gone, func(id source.ID) string { return string(id) })
}

// groupOfMany is group for lists of any length, of which the first are shown.
func groupOfMany[T any](w io.Writer, heading string, items []T, line func(T) string) {
	more := len(items) - shownPerFile
	if more <= 0 {
		group(w, heading, items, line)
		return
	}
	fmt.Fprintf(w, "\n%s: %s\n", heading, grouped(int64(len(items))))
	for _, item := range items[:shownPerFile] {
		fmt.Fprintf(w, "  %s\n", line(item))
	}
	fmt.Fprintf(w, "  %s more; --format json lists them\n", grouped(int64(more)))
}

// problems prints what is wrong with the table. What is wrong with many rows in the
// same way is said at the first of them.
func (v *voice) problems(out *roster.Import) {
	errors, warnings := 0, 0
	var different []roster.Problem
	rows := map[roster.Problem]int{}
	for _, p := range out.Problems {
		if p.Severity == diag.Error {
			errors++
		} else {
			warnings++
		}
		if rows[everyRow(p)]++; rows[everyRow(p)] == 1 {
			different = append(different, p)
		}
	}
	for _, p := range different[:min(len(different), shownPerFile)] {
		fmt.Fprintf(v.stderr, "%s: %s: %s", strings.TrimRight(strings.Join([]string{p.Path, number(p.Row), number(p.Column)}, ":"), ":"), p.Severity, p.Message)
		if more := rows[everyRow(p)] - 1; more > 0 {
			fmt.Fprintf(v.stderr, "; also in %s", count(more, "other row"))
		}
		fmt.Fprintln(v.stderr)
		if p.Hint != "" {
			fmt.Fprintf(v.stderr, "  hint: %s\n", p.Hint)
		}
	}
	if more := len(different) - shownPerFile; more > 0 {
		fmt.Fprintf(v.stderr, "%d more not shown; --format json shows them\n", more)
	}
	if len(out.Problems) > 0 {
		fmt.Fprintln(v.stderr, tallyOf(errors, warnings))
	}
}

// everyRow is a problem without its row.
func everyRow(p roster.Problem) roster.Problem {
	p.Row = 0
	return p
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// printUnknown writes what a map could say of words that nobody knows.
func printUnknown(w io.Writer, out *roster.Import) {
	if len(out.Unknown) == 0 {
		return
	}
	fmt.Fprintln(w, "\nto say what these words are, fill this in, in a file for --map:")
	for _, list := range []string{"levels", "topics"} {
		head := list + ":\n"
		for _, word := range out.Unknown {
			if word.List == list {
				fmt.Fprintf(w, "%s  - %s\n", head, word.Item)
				head = ""
			}
		}
	}
	fmt.Fprintln(w)
}

func printOutcome(w io.Writer, out *roster.Import, written bool) {
	switch {
	case len(out.Files) == 0:
		fmt.Fprintln(w, "\nnothing changes")
	case written:
		fmt.Fprintf(w, "\nwritten to %s\n", joinedPaths(out.Files))
		if slices.ContainsFunc(out.Files, func(file patch.File) bool {
			return file.Was == nil && strings.HasPrefix(file.Path, source.PrivatePrefix)
		}) {
			fmt.Fprintln(w, "from now on every command needs --private, serve and check as well")
		}
		if i := slices.IndexFunc(out.Files, func(file patch.File) bool { return file.OwnersOnly }); i >= 0 && !strings.HasPrefix(out.Files[i].Path, source.PrivatePrefix) {
			fmt.Fprintf(w, "%s holds e-mail addresses and staff numbers: name it in .gitignore\n", out.Files[i].Path)
		}
	default:
		fmt.Fprintf(w, "\nnothing was written; to write to %s, add --write\n", joinedPaths(out.Files))
	}
}

func joinedPaths(files []patch.File) string {
	var paths []string
	for _, file := range files {
		paths = append(paths, file.Path)
	}
	return strings.Join(paths, ", ")
}
