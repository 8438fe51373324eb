package main

import (
	"github.com/spf13/cobra"

	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// complete says what shells offer for the values of flags, of every command.
// What is there to choose from may be in the project that the flags name.
func (c *commonFlags) complete(cmd *cobra.Command) {
	for name, values := range map[string]cobra.CompletionFunc{
		"source":   cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		"private":  cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		"output":   cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		"audience": oneOfThese(site.AudienceNames()...),
		"base-url": oneOfThese("https://"),
		"now":      oneOfThese(),
		"addr":     oneOfThese(),
		"poll":     oneOfThese("1s", "5s"),
		"name":     oneOfThese(),
		"pair":     c.fromProject(pairNames),
		"lang":     c.fromProject(func(config *source.Config) []string { return config.Site.Languages }),
	} {
		if cmd.Flag(name) != nil {
			cmd.RegisterFlagCompletionFunc(name, values) // fails where a command has its own
		}
	}
	if !cmd.HasSubCommands() && cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, sub := range cmd.Commands() {
		c.complete(sub)
	}
}

func oneOfThese(values ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}

// fromProject offers what the project says. Without one there is nothing to
// offer: a shell is no place to say why.
func (c *commonFlags) fromProject(names func(*source.Config) []string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		project, err := c.open()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		sources, _, err := source.Load(cmd.Context(), project, nil)
		if err != nil || sources.Config == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return names(sources.Config), cobra.ShellCompDirectiveNoFileComp
	}
}

// pairNames are the ids of all pairings, each with its program.
func pairNames(config *source.Config) []string {
	var out []string
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			for _, pairing := range cohort.Pairings.Items {
				if pairing.ID != "" {
					out = append(out, cobra.CompletionWithDesc(string(pairing.ID), string(program.ID)+"/"+string(cohort.ID)))
				}
			}
		}
	}
	return out
}
