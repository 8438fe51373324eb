package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/diag"
)

type checkFlags struct {
	format      string
	strict, all bool
}

func checkCommand(c *commonFlags) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find every problem, for every audience, and write nothing",
		Args:  nothingElse,
		RunE:  func(cmd *cobra.Command, _ []string) error { return check(cmd, c, f) },
	}
	formatFlag(cmd, &f.format, "how problems are printed", "text", "json", "sarif", "github")
	cmd.Flags().BoolVar(&f.strict, "strict", false, "fail on warnings as well")
	cmd.Flags().BoolVar(&f.all, "all", false, "print every problem, however many a file has or one cause makes")
	return cmd
}

func check(cmd *cobra.Command, c *commonFlags, f checkFlags) error {
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	moderateMemory()
	list, err := generator.Check(cmd.Context(), project, options)
	if err != nil {
		return c.explain(err)
	}
	if err := v.findings(list, c, f); err != nil {
		return err
	}
	if list.HasErrors() || f.strict && len(list) > 0 {
		return errContent
	}
	return nil
}

// findings prints what check found, which is its result.
func (v *voice) findings(list diag.List, c *commonFlags, f checkFlags) error {
	options := shownOptions(v.colourOn(os.Stdout, c))
	switch diag.Format(f.format) {
	case diag.GitHub, diag.SARIF: // annotations have to meet the files of the repository
		options.Locate = c.locate
	}
	if f.all {
		options.Kin, options.PerFile = 0, 0
	}
	if err := diag.Print(v.stdout, list, diag.Format(f.format), options); err != nil {
		return err
	}
	if f.format == string(diag.Text) && !v.quiet {
		fmt.Fprintln(v.stdout, tally(list))
	}
	return nil
}
