package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"mentorbook/generator/source"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema programs|guide|session|form|letter",
		Short: "Print the JSON Schema of a format, for editors",
		Long: "schema prints the JSON Schema (draft 2020-12) of programs.yaml, or of the front\n" +
			"matter of a guide, a session template or a form. An editor that knows it completes\n" +
			"and explains every key.",
		Example:   "  mentorbook schema programs > programs.schema.json",
		Args:      exactly("the format"),
		ValidArgs: source.SchemaNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("the format", args[0], source.SchemaNames()...); err != nil {
				return err
			}
			data, _ := source.Schema(args[0])
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s", data)
			return err
		},
	}
}
