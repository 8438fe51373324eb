package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"mentorbook/generator/propose"
	"mentorbook/generator/source"
)

type matchFlags struct {
	write, keepProposed bool
	format              string
}

func matchCommand(c *commonFlags) *cobra.Command {
	var f matchFlags
	cmd := &cobra.Command{
		Use:   "match PROGRAM/COHORT",
		Short: "Propose pairs of those who signed up, with reasons",
		Long: "match looks for the best pairs of those who signed up for a cohort: nobody is\n" +
			"matched against a rule of the program, and what counts how much is written under\n" +
			"its matching:. Pairs that were accepted stay. With --write the pairs join the list\n" +
			"of the cohort as proposed, in place of those that were proposed before; people\n" +
			"decide what becomes of them. It prints ids, never names of people.",
		Example: "  mentorbook match social-media/2027a --private ../private\n" +
			"  mentorbook match social-media/2027a --private ../private --write",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return matchCohort(cmd, c, f, args[0]) },
	}
	cmd.Flags().BoolVar(&f.write, "write", false, "write the pairs as proposed, instead of only listing them")
	cmd.Flags().BoolVar(&f.keepProposed, "keep-proposed", false, "pairs that are proposed already stay")
	formatFlag(cmd, &f.format, "how the pairs are printed", "text", "json")
	return cmd
}

func matchCohort(cmd *cobra.Command, c *commonFlags, f matchFlags, name string) error {
	program, cohort, ok := strings.Cut(name, "/")
	if !ok {
		return fmt.Errorf("%q names no cohort; write PROGRAM/COHORT, such as social-media/2027a", name)
	}
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	out, list, err := propose.New(cmd.Context(), project, options, propose.Request{
		Program: program, Cohort: cohort, KeepProposed: f.keepProposed, Random: rand.Reader,
	})
	if err != nil {
		return c.explain(err)
	}
	if out == nil {
		return v.refuse(list, "nobody was matched")
	}
	if f.write {
		if err := errors.Join(out.NoFiles, c.write(cmd, out.Files)); err != nil {
			return err
		}
	}
	if f.format == "json" {
		return v.json(out)
	}
	if !c.quiet {
		printProposal(v.stdout, out, f.write)
	}
	return nil
}

func printProposal(w io.Writer, p *propose.Proposal, written bool) {
	fmt.Fprintf(w, "%s/%s: %s of %s and %s", p.Program, p.Cohort, count(len(p.Pairs), "pair"), count(p.Mentors, "mentor"), count(p.Mentees, "mentee"))
	if p.Staying > 0 {
		fmt.Fprintf(w, ", beside %d that stay", p.Staying)
	}
	fmt.Fprintln(w)
	printPairs(w, p)
	group(w, "without a pair", p.Unmatched, unmatched)
	printMatchSummary(w, p)
	switch {
	case p.NoFiles != nil:
		fmt.Fprintf(w, "they cannot be written yet: %v\n", p.NoFiles)
	case len(p.Files) == 0:
		fmt.Fprintln(w, "nothing changes in the list of pairs")
	case written:
		fmt.Fprintf(w, "written to %s\n", p.Files[0].Path)
	default:
		fmt.Fprintf(w, "nothing was written; to write them as proposed: mentorbook match %s/%s --write\n", p.Program, p.Cohort)
	}
}

// printPairs writes a line for each pair, and below it why, and who else there
// would have been.
func printPairs(w io.Writer, p *propose.Proposal) {
	if len(p.Pairs) == 0 {
		return
	}
	var lines strings.Builder
	table := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "mentor\tmentee\tscore\ttopics")
	for _, pair := range p.Pairs {
		topics := joined(pair.Topics)
		if pair.Kept {
			topics += " (proposed before)"
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", pair.Mentor, pair.Mentee, pair.Score, topics)
	}
	table.Flush()
	rows := strings.SplitAfter(lines.String(), "\n")
	fmt.Fprintf(w, "\n%s", rows[0])
	for i, pair := range p.Pairs {
		fmt.Fprintf(w, "%s  %s\n", rows[i+1], strings.Join(pair.Reasons, "; "))
		for _, next := range []struct {
			of   source.ID
			list []propose.Next
		}{{pair.Mentee, pair.NextMentors}, {pair.Mentor, pair.NextMentees}} {
			if len(next.list) > 0 {
				fmt.Fprintf(w, "  else for %s: %s\n", next.of, nexts(next.list))
			}
		}
	}
}

func nexts(list []propose.Next) string {
	var out []string
	for _, n := range list {
		out = append(out, fmt.Sprintf("%s (%d)", n.Person, n.Score))
	}
	return strings.Join(out, ", ")
}

func unmatched(u propose.Unmatched) string {
	var rules []string
	for rule := range u.Blocked {
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b string) int {
		if n := u.Blocked[b] - u.Blocked[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	for i, rule := range rules {
		rules[i] = fmt.Sprintf("%s %d", rule, u.Blocked[rule])
	}
	why := strings.Join(rules, ", ")
	if why == "" {
		why = "nobody signed up for the other side"
	}
	change := "only somebody else would help"
	if u.Relaxation != "" {
		change = "it would take " + u.Relaxation
	}
	return fmt.Sprintf("%s (%s): %s; %s", u.Person, u.Role, why, change)
}

func printMatchSummary(w io.Writer, p *propose.Proposal) {
	fmt.Fprintf(w, "\n%s about what the mentee wants most\n", count(p.FirstWishes, "pair"))
	if len(p.NotOffered) > 0 {
		fmt.Fprintf(w, "nobody offers %s\n", strings.Join(p.NotOffered, ", "))
	}
	how := "no other assignment is better"
	if !p.Proof.Tight {
		how = fmt.Sprintf("if those who would be either could be both at once, %s with %s at most", count(p.Proof.Pairs, "pair"), grouped(p.Proof.Bound))
	}
	fmt.Fprintf(w, "a score of %s in all; %s\n", grouped(p.Total), how)
	fmt.Fprintf(w, "the best pair first: %s, %s; by chance: %s, %s\n",
		count(p.Compared.Greedy.Pairs, "pair"), grouped(p.Compared.Greedy.Total), count(p.Compared.Random.Pairs, "pair"), grouped(p.Compared.Random.Total))
}
