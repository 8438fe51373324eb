package main

import (
	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/diag"
)

func checkCommand(c *commonFlags) *cobra.Command {
	var format string
	var strict bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find every problem, for every audience, and write nothing",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return check(cmd, c, format, strict) },
	}
	formatFlag(cmd, &format, "how problems are printed", "text", "json", "sarif", "github")
	cmd.Flags().BoolVar(&strict, "strict", false, "fail on warnings as well")
	return cmd
}

func check(cmd *cobra.Command, c *commonFlags, format string, strict bool) error {
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	list, err := generator.Check(cmd.Context(), project, options)
	if err != nil {
		return c.explain(err)
	}
	if format == string(diag.Text) {
		v.diagnostics(list)
		v.verdict(list)
	} else if err := diag.Print(cmd.OutOrStdout(), list, diag.Format(format), diag.PrintOptions{}); err != nil {
		return err
	}
	if list.HasErrors() || strict && len(list) > 0 {
		return errContent
	}
	return nil
}
