package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/report"
)

func statusCommand(c *commonFlags) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say what is due: translations, reviews, drafts, dates, pairs",
		Long: "status reads everything, whatever the audience, and says what writers and\n" +
			"organizers should look at on the day of --now. Nothing of it is a mistake; for\n" +
			"those there is check. It prints ids, never names of people.",
		Args: nothingElse,
		RunE: func(cmd *cobra.Command, _ []string) error { return status(cmd, c, format) },
	}
	formatFlag(cmd, &format, "how the status is printed", "text", "json")
	return cmd
}

func status(cmd *cobra.Command, c *commonFlags, format string) error {
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	s, list, err := report.NewStatus(cmd.Context(), project, options)
	if err != nil {
		return c.explain(err)
	}
	if s == nil {
		return v.refuse(list, "there is no status to give")
	}
	if format == "json" {
		return v.json(s)
	}
	printStatus(v.stdout, s)
	return nil
}

// printStatus writes a group for everything that there is something to say
// about, and a line for every item of it.
func printStatus(w io.Writer, s *report.Status) {
	fmt.Fprintf(w, "on %s\n", s.Date)
	if s.Errors > 0 {
		fmt.Fprintf(w, "\n%s in single files, which can hide something: mentorbook check\n", count(s.Errors, "error"))
	}
	n := s.Errors +
		group(w, "not read, so what depends on it is missing here (--private DIR says where private lists are)", s.NotRead, func(path string) string { return path }) +
		group(w, "translations missing", s.MissingTranslations, func(t report.Translation) string {
			return fmt.Sprintf("%s, of %s", t.Path, t.Original)
		}) +
		group(w, "translations out of date", s.StaleTranslations, func(t report.Translation) string {
			return fmt.Sprintf("%s renders version %d; %s is at version %d", t.Path, t.Translates, t.Original, t.Version)
		}) +
		group(w, "reviews due", s.ReviewsDue, func(r report.Review) string { return fmt.Sprintf("%s, since %s", r.Path, r.ReviewBy) }) +
		group(w, "drafts", s.Drafts, func(path string) string { return path }) +
		group(w, "files that say who made them (build refuses names that are hidden; take out the others, unless they are meant)", s.AttachmentAuthors, func(a report.AttachmentAuthor) string {
			return fmt.Sprintf("%s: %s", a.Path, strings.Join(a.Fields, ", "))
		}) +
		group(w, "support that leads to the organizers (name somebody else below support:)", s.SupportOfOurs, func(r report.Support) string {
			return fmt.Sprintf("%s:%d: %s: %s", r.Path, r.Line, r.Program, r.Title)
		}) +
		group(w, "quiet pairs, without a session in the last 21 days and in the next 21", s.PairsWithoutSession, silentPair) +
		group(w, "pairs with two cancellations in a row", s.PairsCancelledTwice, func(c report.CancelledPair) string {
			return fmt.Sprintf("%s: %s and %s", pairName(c.Pair), c.Sessions[0], c.Sessions[1])
		}) +
		group(w, "letters due", s.LettersDue, func(d report.DueLetters) string {
			return fmt.Sprintf("%s/%s: %s for %s", d.Program, d.Cohort, count(d.Letters, "letter"), d.Moment)
		}) +
		group(w, "pairings to remove: their time on file is over", s.PairingsPastRetention, func(r report.PastPairing) string {
			return fmt.Sprintf("%s, since %s", pairName(r.Pair), r.Since)
		}) +
		group(w, "signups to remove: their time on file is over", s.SignupsPastRetention, pastSignup) +
		group(w, "people to remove: the time of all their pairings is over", s.PeoplePastRetention, func(r report.PastPerson) string {
			return fmt.Sprintf("%s, since %s", r.ID, r.Since)
		}) +
		group(w, "dates to come", s.Changes, change) +
		group(w, "words of titles that find another page first, because it is called so", s.TitleWords, func(t report.TitleWord) string {
			return fmt.Sprintf("%q (%s): %s, before %s", t.Word, t.Language, strings.Join(t.First, ", "), strings.Join(t.Titles, ", "))
		})
	switch {
	case n == 0:
		fmt.Fprintln(w, "nothing is due")
	case s.NextChange != nil:
		fmt.Fprintf(w, "\nthe next build that changes something by itself is on %s\n", s.NextChange)
	}
}

// group writes a heading and its items, or nothing, and returns how many.
func group[T any](w io.Writer, heading string, items []T, line func(T) string) int {
	if len(items) > 0 {
		fmt.Fprintf(w, "\n%s: %s\n", heading, grouped(int64(len(items))))
	}
	for _, item := range items {
		fmt.Fprintf(w, "  %s\n", line(item))
	}
	return len(items)
}

func pairName(p report.Pair) string { return fmt.Sprintf("%s in %s/%s", p.ID, p.Program, p.Cohort) }

func pastSignup(s report.PastSignup) string {
	return fmt.Sprintf("%s for %s/%s, since %s", s.Person, s.Program, s.Cohort, s.Since)
}

func silentPair(p report.SilentPair) string {
	last, next := "none so far", "none planned"
	if p.Last != nil {
		last = "the last on " + p.Last.String()
	}
	if p.Next != nil {
		next = "the next on " + p.Next.String()
	}
	return fmt.Sprintf("%s: %s, %s", pairName(p.Pair), last, next)
}

func change(c report.Change) string {
	switch c.What {
	case "publish":
		return fmt.Sprintf("%s  %s appears", c.Date, c.Path)
	case "expire":
		return fmt.Sprintf("%s  %s disappears", c.Date, c.Path)
	case "registration-opens":
		return fmt.Sprintf("%s  the registration for %s/%s is open", c.Date, c.Program, c.Cohort)
	}
	return fmt.Sprintf("%s  the registration for %s/%s is over", c.Date, c.Program, c.Cohort)
}
