package main

import (
	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/diag"
)

func checkCommand(p *project) *cobra.Command {
	var format string
	var strict bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find every problem, for every audience, and write nothing",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return check(cmd, p, format, strict) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "how problems are printed: text, json, sarif or github")
	cmd.Flags().BoolVar(&strict, "strict", false, "fail on warnings as well")
	return cmd
}

func check(cmd *cobra.Command, p *project, format string, strict bool) error {
	v := newVoice(cmd, p)
	options, err := p.options("")
	if err == nil {
		err = oneOf("--format", format, "text", "json", "sarif", "github")
	}
	if err != nil {
		return err
	}
	source, err := p.open()
	if err != nil {
		return err
	}
	list, err := generator.Check(cmd.Context(), source, options)
	if err != nil {
		return p.explain(err)
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
