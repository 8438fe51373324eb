package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"mentorbook/generator/figures"
	"mentorbook/generator/propose"
	"mentorbook/generator/review"
	"mentorbook/generator/source"
)

type matchFlags struct {
	write, keepProposed bool
	format, output      string
	choices             int
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
			"decide what becomes of them. It prints ids, never names of people.\n\n" +
			"--format html writes a sheet, with names, on which those who run the program accept,\n" +
			"swap or drop each pair. --choices 3 looks for three mentors for each mentee to choose\n" +
			"from, and with --output DIR writes a sheet for each mentee.",
		Example: "  mentorbook match social-media/2027a --private ../private\n" +
			"  mentorbook match social-media/2027a --private ../private --format html --output review/pairs.html\n" +
			"  mentorbook match social-media/2027a --private ../private --choices 3 --output review/choices\n" +
			"  mentorbook match social-media/2027a --private ../private --write",
		Args: exactly("the cohort"),
		RunE: func(cmd *cobra.Command, args []string) error { return matchCohort(cmd, c, f, args[0]) },
	}
	cmd.ValidArgsFunction = c.fromProject(cohortNames)
	cmd.Flags().BoolVar(&f.write, "write", false, "write the pairs as proposed, instead of only listing them")
	cmd.Flags().BoolVar(&f.keepProposed, "keep-proposed", false, "pairs that are proposed already stay")
	cmd.Flags().IntVar(&f.choices, "choices", 0, fmt.Sprintf("so many mentors, 1 to %d, for each mentee to choose from", propose.MostChoices))
	cmd.Flags().StringVar(&f.output, "output", "", "the file to write instead of printing; with --choices, the folder for the sheets")
	formatFlag(cmd, &f.format, "how the pairs are told", "text", "json", "html")
	return cmd
}

func matchCohort(cmd *cobra.Command, c *commonFlags, f matchFlags, name string) error {
	program, cohort, ok := strings.Cut(name, "/")
	if !ok {
		return fmt.Errorf("%q names no cohort; write PROGRAM/COHORT, such as social-media/2027a", name)
	}
	request := propose.Request{Program: program, Cohort: cohort, KeepProposed: f.keepProposed, Random: rand.Reader}
	if cmd.Flags().Changed("choices") {
		return offerChoices(cmd, c, f, request)
	}
	if f.format == "html" && f.output == "" {
		f.output = "review/" + program + "-" + cohort + ".html"
	}
	if err := c.outputFile(f.output, f.format); err != nil {
		return err
	}
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	out, list, err := propose.New(cmd.Context(), project, options, request)
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
	return tellProposal(v, f, out)
}

// tellProposal prints a proposal, or writes it to a file and prints a summary.
func tellProposal(v *voice, f matchFlags, p *propose.Proposal) error {
	var result bytes.Buffer
	switch f.format {
	case "html":
		sheet, err := review.Sheet(p)
		if err != nil {
			return err
		}
		result.Write(sheet)
	case "json":
		if err := writeJSON(&result, p); err != nil {
			return err
		}
	default:
		printProposal(&result, p, f.write)
	}
	if f.output == "" {
		if f.format == "json" || !v.quiet {
			v.stdout.Write(result.Bytes())
		}
		return nil
	}
	if err := writeOutput(f.output, result.Bytes(), 0o600); err != nil {
		return err
	}
	if v.quiet {
		return nil
	}
	printCounts(v.stdout, p)
	printMatchSummary(v.stdout, p)
	printNext(v.stdout, p, f.write)
	fmt.Fprintf(v.stdout, "written to %s%s\n", f.output, namesNote(f.format))
	return nil
}

func namesNote(format string) string {
	if format == "html" {
		return ", with names: for those who run the program, and nobody else"
	}
	return ""
}

func printProposal(w io.Writer, p *propose.Proposal, written bool) {
	printCounts(w, p)
	printPairs(w, p)
	group(w, "without a pair", p.Unmatched, unmatched)
	printMatchSummary(w, p)
	printNext(w, p, written)
}

func printCounts(w io.Writer, p *propose.Proposal) {
	fmt.Fprintf(w, "%s/%s: %s of %s and %s", p.Program, p.Cohort, count(len(p.Pairs), "pair"), count(p.Mentors, "mentor"), count(p.Mentees, "mentee"))
	if p.Staying > 0 {
		fmt.Fprintf(w, ", beside %d that stay", p.Staying)
	}
	fmt.Fprintln(w)
}

// printNext says what became of the list of pairs, or what to do.
func printNext(w io.Writer, p *propose.Proposal, written bool) {
	switch {
	case p.NoFiles != nil:
		fmt.Fprintf(w, "they cannot be written yet: %v\n", p.NoFiles)
	case len(p.Files) == 0:
		fmt.Fprintln(w, "nothing changes in the list of pairs")
	case written:
		fmt.Fprintf(w, "written to %s\n", p.Files[0].Path)
	default:
		fmt.Fprintln(w, "nothing was written; to write them as proposed, add --write to the command")
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
			list []propose.Option
		}{{pair.Mentee, pair.NextMentors}, {pair.Mentor, pair.NextMentees}} {
			if len(next.list) > 0 {
				fmt.Fprintf(w, "  else for %s: %s\n", next.of, nexts(next.of, next.list))
			}
		}
	}
}

// nexts names the other one of each pair that somebody could be in.
func nexts(of source.ID, list []propose.Option) string {
	var out []string
	for _, n := range list {
		other := n.Mentor
		if other == of {
			other = n.Mentee
		}
		out = append(out, fmt.Sprintf("%s (%d)", other, n.Score))
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
	words := p.Speaker(propose.Speaker{Lang: "en"})
	var none []string
	for _, topic := range p.NotOffered {
		none = append(none, words.Topic(topic))
	}
	if len(none) > 0 {
		fmt.Fprintf(w, "nobody offers %s\n", strings.Join(none, ", "))
	}
	printCoverage(w, "unit", p.Units)
	printCoverage(w, "site", p.Sites)
	fmt.Fprintf(w, "a score of %s in all; %s\n", grouped(p.Total), proof(p))
	fmt.Fprintf(w, "the best pair first: %s, %s; by chance: %s, %s\n",
		count(p.Compared.Greedy.Pairs, "pair"), grouped(p.Compared.Greedy.Total), count(p.Compared.Random.Pairs, "pair"), grouped(p.Compared.Random.Total))
}

func proof(p *propose.Proposal) string {
	if p.Proof.Tight {
		return "no other assignment is better"
	}
	return fmt.Sprintf("others could be better, up to %s with %s", count(p.Proof.Pairs, "pair"), grouped(p.Proof.Bound))
}

// printCoverage tells how many of each unit or site have a pair. What is too small
// is not told, nor what would give it away.
func printCoverage(w io.Writer, kind string, t *figures.Table) {
	var told []string
	for i, row := range t.Rows {
		with, shown := t.Shown(i, 0)
		without, both := t.Shown(i, 1)
		if shown && both {
			told = append(told, fmt.Sprintf("%s %d of %d", cmp.Or(row.Name, "unknown"), with, with+without))
		}
	}
	if len(told) > 0 {
		fmt.Fprintf(w, "with a pair, by %s: %s\n", kind, strings.Join(told, ", "))
	}
	if n := len(t.Rows) - len(told); n > 0 {
		fmt.Fprintf(w, "not told, so that nobody is singled out: %s\n", count(n, kind))
	}
}
