package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/diag"
	"mentorbook/generator/scaffold"
)

func newCommand(c *commonFlags) *cobra.Command {
	things := []string{"guide", "session", "form", "letter", "program", "theme"}
	cmd := &cobra.Command{
		Use:   "new guide|session|form|letter|program|theme TITLE",
		Short: "Start a guide, a session template, a form, a letter, a program or a theme",
		Example: "  mentorbook new session \"Kick-off\"\n" +
			"  mentorbook new guide \"Cara kerja\" --kind how-it-works --lang id\n" +
			"  mentorbook new program \"Data mentors\"",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("say what to start: %s", diag.Choices(things))
			}
			return oneOf("what to start", args[0], things...)
		},
	}
	cmd.AddCommand(
		newThing(c, "guide", "Start a guide, as a draft"),
		newThing(c, "session", "Start a session template, as a draft"),
		newThing(c, "form", "Start a form, as a draft"),
		newThing(c, "letter", "Start a letter, as a draft"),
		newThing(c, "program", "Add a program to programs.yaml, with a cohort that starts in some weeks"),
		newTheme(c),
	)
	return cmd
}

func newThing(c *commonFlags, what, short string) *cobra.Command {
	r := scaffold.Request{What: what}
	cmd := &cobra.Command{
		Use:   what + " TITLE",
		Short: short,
		Args:  atLeast("the title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			r.Title = strings.Join(args, " ")
			return start(cmd, c, r)
		},
	}
	if what == "program" {
		cmd.Flags().StringVar(&r.Lang, "lang", "", "the language of the explanations (default: the site's first)")
		cmd.Flags().StringVar(&r.Name, "name", "", "the program's id, instead of one made of the title")
		return cmd
	}
	cmd.Flags().StringVar(&r.Lang, "lang", "", "write it in this language only (default: in every language of the site)")
	cmd.Flags().StringVar(&r.Name, "name", "", "the file's name, instead of one made of the title")
	if what == "guide" {
		cmd.Flags().StringVar(&r.Kind, "kind", "article", "what the guide is, which decides its headings: "+diag.Choices(scaffold.GuideKinds()))
		cmd.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(scaffold.GuideKinds(), cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

func start(cmd *cobra.Command, c *commonFlags, r scaffold.Request) error {
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	r.Now = options.Now
	files, list, err := scaffold.New(cmd.Context(), project, r)
	if err != nil {
		return c.explain(err)
	}
	if files == nil {
		return v.refuse(list, "nothing was written")
	}
	if err := c.write(cmd, files); err != nil {
		return err
	}
	if c.quiet {
		return nil
	}
	for _, file := range files {
		fmt.Fprintln(v.stdout, filepath.Join(c.source, filepath.FromSlash(file.Path)))
	}
	if r.What == "program" {
		fmt.Fprintln(v.stdout, "next: fill in the program at the end of programs: and run mentorbook check; it is no draft, so the next build shows it")
		return nil
	}
	fmt.Fprintln(v.stdout, "next: write it, with mentorbook serve beside it; remove the line draft: true when it is ready")
	return nil
}
