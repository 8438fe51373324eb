package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/scaffold"
	"mentorbook/generator/source"
)

func languageCommand(c *commonFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "language add|remove CODE",
		Short: "Add a language to a project, or take one out",
		Example: "  mentorbook language add ms\n" +
			"  mentorbook language remove id",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("say what to do with which language: add CODE or remove CODE")
			}
			return oneOf("what to do with a language", args[0], "add", "remove")
		},
	}
	cmd.AddCommand(addLanguage(c), removeLanguage(c))
	return cmd
}

func addLanguage(c *commonFlags) *cobra.Command {
	pages := true
	cmd := &cobra.Command{
		Use:   "add CODE",
		Short: "Write what there is to translate: the theme's words and drafts of the pages",
		Long: "add writes the language into site.languages, the theme's words as a file with the\n" +
			"English beside each, and a draft of the translation of every page, which holds the\n" +
			"text of the original. Readers get the fallback until a translation is no draft.\n" +
			"Run again, it adds what is new, and changes nothing that is there.",
		Args: exactly("the code of the language, such as ms"),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, project, _, err := c.read(cmd)
			if err != nil {
				return err
			}
			files, list, err := scaffold.AddLanguage(cmd.Context(), project, args[0], pages)
			return c.changeLanguage(cmd, v, files, list, err, "translate them; mentorbook check says how much is left, and site.fallback what readers get meanwhile")
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().BoolVar(&pages, "pages", true, "write drafts of the pages, too, and not only the theme's words")
	return cmd
}

func removeLanguage(c *commonFlags) *cobra.Command {
	return &cobra.Command{
		Use:   "remove CODE",
		Short: "Take the texts in a language out of programs.yaml, and make translations originals",
		Args:  exactly("the code of the language, such as id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, project, _, err := c.read(cmd)
			if err != nil {
				return err
			}
			files, list, err := scaffold.RemoveLanguage(cmd.Context(), project, args[0])
			return c.changeLanguage(cmd, v, files, list, err, "remove "+filepath.Join(c.source, "content", args[0])+", which nothing reads any more")
		},
		ValidArgsFunction: c.fromProject(func(config *source.Config) []string { return config.Site.Languages }),
	}
}

// changeLanguage writes what a language changes, and says it.
func (c *commonFlags) changeLanguage(cmd *cobra.Command, v *voice, files []patch.File, list diag.List, err error, next string) error {
	if err := c.apply(cmd, v, files, list, err); err != nil || c.quiet {
		return err
	}
	changed := len(slices.DeleteFunc(slices.Clone(files), func(f patch.File) bool { return f.Was == nil }))
	for _, file := range files[:min(len(files), namedInTheWay)] {
		fmt.Fprintln(v.stdout, filepath.Join(c.source, filepath.FromSlash(file.Path)))
	}
	fmt.Fprintf(v.stdout, "%s changed, %d new\nnext: %s\n", count(changed, "file"), len(files)-changed, next)
	return nil
}
