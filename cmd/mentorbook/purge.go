package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/report"
	"mentorbook/generator/source"
)

type purgeFlags struct {
	write  bool
	format string
}

func purgeCommand(c *commonFlags) *cobra.Command {
	var f purgeFlags
	cmd := &cobra.Command{
		Use:   "purge",
		Short: "Remove people and pairings whose time on file is over",
		Long: "purge lists the signups and pairings whose cohort ended longer ago than\n" +
			"retention_days, and the people who are in no other. With --write it takes them out of programs.yaml\n" +
			"and the lists that it names; every other line stays as it is. It prints ids,\n" +
			"never names of people.",
		Args: nothingElse,
		RunE: func(cmd *cobra.Command, _ []string) error { return purge(cmd, c, f) },
	}
	cmd.Flags().BoolVar(&f.write, "write", false, "remove them, instead of only listing them")
	formatFlag(cmd, &f.format, "how the list is printed", "text", "json")
	return cmd
}

func purge(cmd *cobra.Command, c *commonFlags, f purgeFlags) error {
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	out, list, err := report.NewPurge(cmd.Context(), project, options)
	if err != nil {
		return c.explain(err)
	}
	if out == nil {
		return v.refuse(list, "nothing was removed")
	}
	if f.write && len(out.NotRead) > 0 {
		return fmt.Errorf("%s cannot be read, and somebody in it may be in a pair that goes on; nothing was removed; name the folder of private lists with --private DIR", strings.Join(out.NotRead, " and "))
	}
	if f.write {
		if err := c.write(cmd, out.Files); err != nil {
			return err
		}
	}
	if f.format == "json" {
		return v.json(struct {
			*report.Purge
			Written bool `json:"written"`
		}{out, f.write && len(out.Paths) > 0})
	}
	if !c.quiet {
		printPurge(v.stdout, out, f.write)
	}
	return nil
}

func printPurge(w io.Writer, out *report.Purge, written bool) {
	fmt.Fprintf(w, "on %s\n", out.Date)
	n := group(w, "not read (--private DIR says where private lists are)", out.NotRead, func(path string) string { return path }) +
		group(w, "pairings whose time on file is over", out.Pairings, func(r report.PastPairing) string {
			return fmt.Sprintf("%s, since %s", pairName(r.Pair), r.Since)
		}) +
		group(w, "signups whose time on file is over", out.Signups, pastSignup) +
		group(w, "people, the time of all their pairings is over", out.People, func(r report.PastPerson) string {
			return fmt.Sprintf("%s, since %s", r.ID, r.Since)
		}) +
		group(w, "people who stay, because people who stay name them as manager", out.Kept, func(k report.KeptPerson) string {
			return fmt.Sprintf("%s, manager of %s", k.ID, joined(k.ManagerOf))
		}) +
		group(w, "addresses and staff numbers that the import map has of them, or of nobody in the list", out.Forgotten, func(id source.ID) string {
			return string(id)
		})
	switch {
	case n == 0:
		fmt.Fprintln(w, "nothing is past its time")
	case len(out.Pairings)+len(out.Signups)+len(out.People)+len(out.Forgotten) == 0: // nothing to do, and why was said
	case !written:
		fmt.Fprintln(w, "\nnothing was removed; to remove them: mentorbook purge --write")
	default:
		fmt.Fprintf(w, "\nremoved from %s\n", strings.Join(out.Paths, ", "))
		fmt.Fprintln(w, "the history of a git repository still holds what was removed, and so do backups and portals built before")
	}
}

func joined[T ~string](ids []T) string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return strings.Join(out, ", ")
}
