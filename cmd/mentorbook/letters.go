package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/cell"
	"mentorbook/generator/diag"
	"mentorbook/generator/letters"
	"mentorbook/generator/output"
	"mentorbook/generator/source"
)

type lettersFlags struct {
	moment, as, output, lang, format string
	note                             bool
}

func lettersCommand(c *commonFlags) *cobra.Command {
	var f lettersFlags
	cmd := &cobra.Command{
		Use:   "letters PROGRAM/COHORT",
		Short: "Write the letters of a moment, one draft a person",
		Long: "letters fills in a letter of content/LANG/letters for everybody whose moment has\n" +
			"come: who that is follows from the plan, the state of each pair, and what was sent\n" +
			"before. Each draft is a file that mail programs open, in its reader's language, with\n" +
			"the pair's calendar where the letter says so. Nothing is sent. With --note the day\n" +
			"is written down beside the pairs, so that nobody is written to twice.",
		Example: "  mentorbook letters social-media/2027a --for invitation --private ../private\n" +
			"  mentorbook letters social-media/2026b --for week-before --private ../private --note\n" +
			"  mentorbook letters social-media/2026b --for pulse --as csv --private ../private",
		Args: exactly("the cohort"),
		RunE: func(cmd *cobra.Command, args []string) error { return writeLetters(cmd, c, f, args[0]) },
	}
	var moments []string
	for _, m := range source.Moments {
		moments = append(moments, string(m.Name))
	}
	cmd.ValidArgsFunction = c.fromProject(cohortNames)
	cmd.Flags().StringVar(&f.moment, "for", "", "the moment: "+diag.Choices(moments)+", or a word of a letter of your own")
	cmd.Flags().StringVar(&f.as, "as", "eml", "drafts of mail (eml), or one table for a mail merge (csv)")
	cmd.Flags().StringVar(&f.output, "output", "letters", "the folder for the letters")
	cmd.Flags().StringVar(&f.lang, "lang", "", "write to all in this language (default: to each in their own)")
	cmd.Flags().BoolVar(&f.note, "note", false, "write down the day on which they are sent")
	formatFlag(cmd, &f.format, "how the list of letters is printed", "text", "json")
	cmd.RegisterFlagCompletionFunc("for", cobra.FixedCompletions(moments, cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("as", cobra.FixedCompletions([]string{"eml", "csv"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func writeLetters(cmd *cobra.Command, c *commonFlags, f lettersFlags, name string) error {
	program, cohort, ok := strings.Cut(name, "/")
	switch {
	case !ok:
		return fmt.Errorf("%q names no cohort; write PROGRAM/COHORT, such as social-media/2027a", name)
	case f.moment == "":
		return errors.New("the moment is missing; write --for MOMENT, such as --for week-before (mentorbook status lists those that have come)")
	}
	if err := oneOf("--as", f.as, "eml", "csv"); err != nil {
		return err
	}
	if err := c.outsidePortals(f.output, false); err != nil {
		return err
	}
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	builder := generator.Builder{Project: project}
	out, list, err := builder.Letters(cmd.Context(), options, letters.Request{Program: program, Cohort: cohort, Moment: f.moment, Lang: f.lang})
	if err != nil {
		return c.explain(err)
	}
	if out == nil {
		return v.refuse(list, "no letter was written")
	}
	folder := path.Join(program + "-" + cohort)
	if err := putLetters(f, folder, out); err != nil {
		return err
	}
	if f.note && len(out.Letters) > 0 {
		files, err := out.Files()
		if err == nil {
			err = c.write(cmd, files)
		}
		if err != nil {
			return fmt.Errorf("the letters are in %s, but %w", filepath.Join(f.output, folder), err)
		}
	}
	if f.format == "json" {
		return v.json(out)
	}
	if !c.quiet {
		printLetters(v.stdout, out, f, name, folder)
	}
	return nil
}

// putLetters writes the letters into a folder of their own, which stays out of
// version control. A draft that is there already and says something else may
// have been worked on: nothing is written then.
func putLetters(f lettersFlags, folder string, out *letters.Outbox) error {
	if len(out.Letters) == 0 {
		return nil
	}
	if err := os.MkdirAll(f.output, 0o777); err != nil {
		return fmt.Errorf("%s could not be made: %w", f.output, err)
	}
	root, err := os.OpenRoot(f.output)
	if err != nil {
		return err
	}
	defer root.Close()
	files := []letterFile{{".gitignore", []byte("*\n")}}
	if f.as == "csv" {
		table, err := mergeTable(out)
		if err != nil {
			return err
		}
		name := path.Join(folder, out.Day()+"-"+out.Moment+".csv")
		files = append(files, letterFile{name, table})
		for i := range out.Letters {
			out.Letters[i].File = name
		}
	} else {
		for i := range out.Letters {
			draft := &out.Letters[i]
			draft.File = path.Join(folder, draft.File)
			files = append(files, letterFile{draft.File, draft.Data})
		}
	}
	return createAll(root, f.output, files)
}

// letterFile is a file below the folder for letters.
type letterFile struct {
	name string
	data []byte
}

// createAll writes the files that are not there yet, or none.
func createAll(root *os.Root, dir string, files []letterFile) error {
	var missing []letterFile
	for _, file := range files {
		was, err := root.ReadFile(file.name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, file)
		case err != nil:
			return fmt.Errorf("%s cannot be read: %w", filepath.Join(dir, file.name), err)
		case file.name != ".gitignore" && !bytes.Equal(was, file.data):
			return fmt.Errorf("%s is there already and says something else; remove it, or choose another --output", filepath.Join(dir, file.name))
		}
	}
	for i, file := range missing {
		if err := output.Create(root, file.name, file.data, 0o600); err != nil {
			for _, written := range missing[:i] {
				root.Remove(written.name)
			}
			return fmt.Errorf("%s could not be written: %w", filepath.Join(dir, file.name), err)
		}
	}
	return nil
}

// mergeTable is a table of letters for those who send by a mail merge.
func mergeTable(out *letters.Outbox) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take it for UTF-8 then
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{{"person", "pairing", "lang", "name", "to", "subject", "text", "chat"}}
	for _, l := range out.Letters {
		m := l.Message
		rows = append(rows, []string{string(l.Person), string(l.Pairing), l.Lang, m.ToName, m.To, m.Subject, letters.Plain(m.HTML), m.Chat})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = cell.Text(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func printLetters(w io.Writer, out *letters.Outbox, f lettersFlags, name, folder string) {
	fmt.Fprintf(w, "%s: %s for %s\n", name, count(len(out.Letters), "letter"), out.Moment)
	for _, l := range out.Letters {
		to := string(l.Person)
		if to == "" {
			to = "who runs the program"
		}
		fmt.Fprintf(w, "  %s, %s: %s\n", to, l.Lang, path.Base(l.File))
	}
	group(w, "not written to", out.Skipped, func(s letters.Skipped) string {
		if s.Person == "" {
			return s.Reason
		}
		return fmt.Sprintf("%s: %s", s.Person, s.Reason)
	})
	switch {
	case len(out.Letters) == 0:
	case f.note:
		fmt.Fprintf(w, "written to %s, and noted as sent on %s; nothing was sent\n", filepath.Join(f.output, folder), out.Day())
	default:
		fmt.Fprintf(w, "written to %s; nothing was sent. When you have sent them, repeat the command with --note\n", filepath.Join(f.output, folder))
	}
}
