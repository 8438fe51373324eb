package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mentorbook/generator/diag"
)

// nothingElse refuses arguments of a command that takes none.
func nothingElse(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes nothing but flags, and %q is none; %s", cmd.CommandPath(), args[0], seeHelp(cmd))
	}
	return nil
}

// exactly asks for one argument, which what describes: "the folder to make".
func exactly(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return missingArgument(cmd, what)
		case 1:
			return nil
		}
		return fmt.Errorf("%s takes one argument, %s, and %q is a second one; put what has spaces in quotes", cmd.CommandPath(), what, args[1])
	}
}

// atLeast asks for an argument, which may be of several words.
func atLeast(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return missingArgument(cmd, what)
		}
		return nil
	}
}

func missingArgument(cmd *cobra.Command, what string) error {
	return fmt.Errorf("%s is missing; write: %s", what, strings.TrimSuffix(cmd.UseLine(), " [flags]"))
}

func seeHelp(cmd *cobra.Command) string { return "see: " + cmd.CommandPath() + " --help" }

// knownCommand refuses what is no command below cmd.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	otherwise := seeHelp(cmd)
	if cmd.HasParent() && len(names) > 0 {
		otherwise = "write " + diag.Choices(names)
	}
	return fmt.Errorf("unknown command %q for %q; %s", args[0], cmd.CommandPath(), diag.DidYouMean(args[0], names, otherwise))
}

// helpCommand is "mentorbook help COMMAND".
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say what a command does, and its flags",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			switch {
			case err != nil:
				return err
			case len(rest) > 0:
				return knownCommand(cmd, rest)
			}
			return cmd.Help()
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var names []string
			if at, _, err := root.Find(args); err == nil {
				for _, cmd := range at.Commands() {
					names = append(names, cobra.CompletionWithDesc(cmd.Name(), cmd.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// explainFlag says what is wrong with a flag, and the next step.
func explainFlag(cmd *cobra.Command, err error) error {
	var (
		unknown  *pflag.NotExistError
		bare     *pflag.ValueRequiredError
		bad      *pflag.InvalidValueError
		notAFlag *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &bare):
		return fmt.Errorf("--%s needs a value: %s", bare.GetFlag().Name, bare.GetFlag().Usage)
	case errors.As(err, &bad):
		return fmt.Errorf("--%s cannot be %q; write %s", bad.GetFlag().Name, bad.GetValue(), typeOf(bad.GetFlag()))
	case errors.As(err, &notAFlag):
		return fmt.Errorf("%q is no flag; %s", notAFlag.GetSpecifiedFlag(), seeHelp(cmd))
	}
	return err
}

func unknownFlag(cmd *cobra.Command, unknown *pflag.NotExistError) error {
	name := unknown.GetSpecifiedName()
	if letters := unknown.GetSpecifiedShortnames(); letters != "" {
		return fmt.Errorf("unknown flag: -%s; %s", name, seeHelp(cmd))
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if (name == "port" || name == "host") && cmd.Flags().Lookup("addr") != nil { // as other servers call it
		return fmt.Errorf("unknown flag: --%s; did you mean --addr, as in --addr 127.0.0.1:4001?", name)
	}
	if closest, ok := diag.Closest(name, names); ok {
		return fmt.Errorf("unknown flag: --%s; did you mean %q?", name, "--"+closest)
	}
	return fmt.Errorf("unknown flag: --%s; %s", name, seeHelp(cmd))
}

// typeOf says what values a flag takes.
func typeOf(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "duration":
		return "a length of time, such as 1s"
	}
	return "a text"
}
