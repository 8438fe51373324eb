package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"mentorbook/generator/scaffold"
	"mentorbook/generator/source"
)

func programCommand(c *commonFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "program remove ID...",
		Short:   "Take a program out of a project",
		Example: "  mentorbook program remove diversity --dry-run",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("say which program: remove ID; a new one begins with mentorbook new program TITLE")
			}
			return oneOf("what to do with a program", args[0], "remove")
		},
	}
	cmd.AddCommand(removeProgram(c))
	return cmd
}

func removeProgram(c *commonFlags) *cobra.Command {
	dry := false
	cmd := &cobra.Command{
		Use:   "remove ID...",
		Short: "Take programs out, with what only they have, and with what leads to them",
		Long: "remove takes a program out of programs.yaml, with its cohorts and pairs. With it go\n" +
			"the examples and sessions that only it uses, their pictures and terms, and in the\n" +
			"texts that stay each row, item or paragraph that leads to any of these. It lists\n" +
			"all of that, and the lines that may still speak of the program.\n\n" +
			"What goes is gone: look at it first with --dry-run, or have the project in git.",
		Example: "  mentorbook program remove diversity --dry-run\n" +
			"  mentorbook program remove diversity",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("say which program: its id, such as diversity")
			}
			return nil
		},
		RunE:              func(cmd *cobra.Command, ids []string) error { return c.removePrograms(cmd, ids, dry) },
		ValidArgsFunction: c.fromProject(programNames),
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what would go and change, and write nothing")
	return cmd
}

func programNames(config *source.Config) (ids []string) {
	for _, program := range config.Programs {
		ids = append(ids, string(program.ID))
	}
	return ids
}

func (c *commonFlags) removePrograms(cmd *cobra.Command, ids []string, dry bool) error {
	v, project, _, err := c.read(cmd)
	if err != nil {
		return err
	}
	removal, list, err := scaffold.RemovePrograms(cmd.Context(), project, ids)
	switch {
	case err != nil:
		return c.explain(err)
	case removal == nil:
		return v.refuse(list, "nothing was written")
	}
	if !dry {
		if err := c.write(cmd, removal.Files); err != nil {
			return err
		}
	}
	if !c.quiet {
		c.sayRemoval(v, removal, dry)
	}
	return nil
}

// sayRemoval says what went with a program, and what is left to do.
func (c *commonFlags) sayRemoval(v *voice, r *scaffold.Removal, dry bool) {
	gone := 0
	for _, file := range r.Files {
		if file.Gone {
			gone++
			fmt.Fprintf(v.stdout, "%s: removed\n", filepath.Join(c.source, filepath.FromSlash(file.Path)))
		}
	}
	sayPassages(v, "taken out of texts that stay:", r.Passages)
	sayPassages(v, "left as it is; it may still speak of what is gone:", r.Mentions)
	for _, list := range r.Lists {
		fmt.Fprintf(v.stdout, "%s is read by nothing any more: delete it, it has people in it\n", list)
	}
	next := "mentorbook check"
	if dry {
		next = "nothing was written; the same without --dry-run does it"
	}
	fmt.Fprintf(v.stdout, "%s removed, %d changed\nnext: %s\n", count(gone, "file"), len(r.Files)-gone, next)
}

// longestPassage is how much of a line is shown, in characters.
const longestPassage = 72

func sayPassages(v *voice, title string, passages []scaffold.Passage) {
	if len(passages) > 0 {
		fmt.Fprintln(v.stdout, title)
	}
	for _, p := range passages {
		text := []rune(p.Text)
		if len(text) > longestPassage {
			text = append(text[:longestPassage:longestPassage], '…')
		}
		fmt.Fprintf(v.stdout, "  %s:%d: %s\n", p.Path, p.Line, string(text))
	}
}
