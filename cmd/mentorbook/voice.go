package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/site"
)

// The rules of the tool's voice are: lower case, no exclamation marks; what
// happened, where, what to do next. Results go to stdout, everything else to
// stderr; the result of check is what it found. Colour and progress only on a terminal.

type voice struct {
	stdout, stderr  io.Writer
	quiet, colour   bool
	terminal, drawn bool
	started, drew   time.Time
}

func newVoice(cmd *cobra.Command, c *commonFlags) *voice {
	v := &voice{
		stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr(), quiet: c.quiet,
		terminal: term.IsTerminal(int(os.Stderr.Fd())), started: time.Now(),
	}
	v.colour = v.colourOn(os.Stderr, c)
	return v
}

// colourOn reports whether what is printed there may be coloured.
func (v *voice) colourOn(f *os.File, c *commonFlags) bool {
	return term.IsTerminal(int(f.Fd())) && !c.noColor && os.Getenv("NO_COLOR") == ""
}

// shownPerFile keeps one broken file from hiding all others, and shownOfAKind one
// cause: what is gone is missed at many places.
const shownPerFile, shownOfAKind = 20, 3

func (v *voice) diagnostics(list diag.List) {
	diag.Print(v.stderr, list, diag.Text, shownOptions(v.colour))
}

func shownOptions(colour bool) diag.PrintOptions {
	return diag.PrintOptions{Color: colour, Kin: shownOfAKind, PerFile: shownPerFile, More: "mentorbook check --all shows them"}
}

// refuse ends a command whose content is not good enough: it prints the reasons
// and what follows from them.
func (v *voice) refuse(list diag.List, consequence string) error {
	v.diagnostics(list)
	fmt.Fprintf(v.stderr, "%s; %s\n", tally(list), consequence)
	return errContent
}

// json prints a result for programs.
func (v *voice) json(result any) error { return writeJSON(v.stdout, result) }

func writeJSON(w io.Writer, result any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(result)
}

// tally says how much is wrong: "2 errors, 1 warning".
func tally(list diag.List) string {
	return tallyOf(list.Count(diag.Error), list.Count(diag.Warning))
}

func tallyOf(errors, warnings int) string {
	var parts []string
	if errors > 0 {
		parts = append(parts, count(errors, "error"))
	}
	if warnings > 0 {
		parts = append(parts, count(warnings, "warning"))
	}
	if len(parts) == 0 {
		return "no problems found"
	}
	return strings.Join(parts, ", ")
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(int64(n)) + " " + thing + "s"
}

// grouped writes a number with commas between thousands.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// summary tells what a build wrote to dir, and why it changed dir in place when
// nobody asked for that.
func (v *voice) summary(s summary, dir string, edition output.Edition, whyInPlace string) {
	if v.quiet {
		return
	}
	if whyInPlace != "" {
		fmt.Fprintf(v.stderr, "note: %s is changed in place: %s\n", dir, whyInPlace)
	}
	who := readers(edition)
	if edition.Audience == site.Public.String() {
		who = "everybody"
	}
	fmt.Fprintf(v.stdout, "%s for %s, in %s (%s)\n", count(s.Pages, "page"), who, count(len(s.Languages), "language"), strings.Join(s.Languages, ", "))
	fmt.Fprintf(v.stdout, "%s, %s, in %s/\n", count(s.Files, "file"), size(s.Bytes), strings.TrimSuffix(dir, "/"))
	for _, name := range s.Rules {
		fmt.Fprintf(v.stdout, "rules for the web server in %s\n", name)
	}
	switch {
	case s.Changed == 0 && s.Removed == 0:
		fmt.Fprintln(v.stdout, "nothing changed since the last build")
	default:
		fmt.Fprintf(v.stdout, "%s changed, %s removed\n", grouped(int64(s.Changed)), grouped(int64(s.Removed)))
	}
	if s.Warnings > 0 {
		fmt.Fprintln(v.stdout, count(s.Warnings, "warning"))
	}
	if !s.Proved {
		fmt.Fprintf(v.stdout, "not proved (more than %s documents); --prove does it, check always does\n", grouped(generator.ProvedUnasked))
	}
	for _, path := range s.Unchecked {
		fmt.Fprintf(v.stdout, "not looked into for names: %s\n", path)
	}
	fmt.Fprintf(v.stdout, "done in %s\n", duration(time.Duration(s.Milliseconds)*time.Millisecond))
}

func size(bytes int64) string {
	switch {
	case bytes >= 10<<20:
		return grouped(bytes>>20) + " MB"
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (bytes+1023)/1024)
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// Progress appears when a build takes longer than people like to wait without
// a sign, and is redrawn no faster than they can read.
const (
	progressAfter = time.Second
	progressEvery = 100 * time.Millisecond
)

func (v *voice) progress() func(done, total int) {
	if v.quiet || !v.terminal {
		return nil
	}
	return func(done, total int) {
		v.draw(func() string { return grouped(int64(done)) + " of " + grouped(int64(total)) + " files" })
	}
}

// reading is the progress of a table, of which nobody knows how long it is.
func (v *voice) reading() func(rows int) {
	if v.quiet || !v.terminal {
		return nil
	}
	return func(rows int) { v.draw(func() string { return count(rows, "row") + " read" }) }
}

func (v *voice) draw(text func() string) {
	now := time.Now()
	if now.Sub(v.started) < progressAfter || now.Sub(v.drew) < progressEvery {
		return
	}
	v.drew, v.drawn = now, true
	fmt.Fprintf(v.stderr, "\r\x1b[K%s", text())
}

func (v *voice) endProgress() {
	if v.drawn {
		fmt.Fprint(v.stderr, "\r\x1b[K")
	}
}

// oneOf reports a flag whose value is not one of its choices.
func oneOf(flag, value string, choices ...string) error {
	if slices.Contains(choices, value) {
		return nil
	}
	return fmt.Errorf("%s cannot be %q; %s", flag, value, diag.DidYouMean(value, choices, "write "+diag.Choices(choices)))
}
