package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/site"
)

type buildFlags struct {
	output, pair, format     string
	strict, inPlace, replace bool
	precompress              bool
	workers                  int
}

func buildCommand(p *project) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Write the portal",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return build(cmd, p, f) },
	}
	cmd.Flags().StringVar(&f.output, "output", "public", "the folder to write")
	cmd.Flags().StringVar(&f.pair, "pair", "", "make one pair's own portal: the id of a pairing")
	cmd.Flags().BoolVar(&f.strict, "strict", false, "fail on warnings as well")
	cmd.Flags().BoolVar(&f.inPlace, "in-place", false, "change the output folder itself instead of exchanging it")
	cmd.Flags().BoolVar(&f.replace, "replace", false, "allow a more private portal to replace a less private one")
	cmd.Flags().BoolVar(&f.precompress, "precompress", false, "write a .gz beside every page, style sheet and script, for hosts that serve them")
	cmd.Flags().IntVar(&f.workers, "workers", 0, "how many pages are made at a time (default: one for each core)")
	cmd.Flags().StringVar(&f.format, "format", "text", "how the summary is printed: text or json")
	return cmd
}

func build(cmd *cobra.Command, p *project, f buildFlags) error {
	started := time.Now()
	boundMemory()
	v := newVoice(cmd, p)
	options, err := p.options(f.pair)
	if err == nil {
		err = oneOf("--format", f.format, "text", "json")
	}
	if err == nil && f.workers < 0 {
		err = fmt.Errorf("--workers cannot be %d; write how many pages are made at a time, or leave it out", f.workers)
	}
	if err != nil {
		return err
	}
	if err := p.outside(f.output); err != nil {
		return err
	}
	source, err := p.open()
	if err != nil {
		return err
	}
	portal, list, err := generator.Build(cmd.Context(), source, options)
	if err != nil {
		return p.explain(err)
	}
	if i := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return d.Code == "unknown-pair" }); i >= 0 && list.Count(diag.Error) == 1 { // a slip on the command line, not in the content
		return fmt.Errorf("--pair: %s; %s", list[i].Message, list[i].Hint)
	}
	if list.HasErrors() || f.strict && len(list) > 0 {
		v.diagnostics(list)
		return v.refuse(list, "nothing was written")
	}
	result, problems, err := portal.Publish(cmd.Context(), f.output, generator.PublishOptions{
		PublishOptions: output.PublishOptions{
			Workers: f.workers, InPlace: f.inPlace, Progress: v.progress(), Accept: accept(f, options.Audience),
		},
		Precompress: f.precompress,
	})
	v.endProgress()
	list = append(list, problems...)
	v.diagnostics(list)
	if err != nil {
		return err
	}
	if list.HasErrors() {
		return v.refuse(list, "nothing was written")
	}
	s := summary{
		Pages: pages(portal), Files: result.Files, Bytes: result.Bytes, Languages: portal.Site.Languages,
		Audience: portal.Site.Audience.String(), Changed: len(result.Changed), Removed: len(result.Removed),
		Warnings: list.Count(diag.Warning), Milliseconds: time.Since(started).Milliseconds(),
	}
	if f.format == "json" {
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetIndent("", "  ")
		return e.Encode(s)
	}
	if result.Reason != "" && !p.quiet {
		fmt.Fprintf(os.Stderr, "note: %s is changed in place: %s\n", f.output, result.Reason)
	}
	v.summary(s, f.output, f.pair)
	return nil
}

// summary is the result of a build, and its form in JSON.
type summary struct {
	Pages        int      `json:"pages"`
	Files        int      `json:"files"`
	Bytes        int64    `json:"bytes"`
	Languages    []string `json:"languages"`
	Audience     string   `json:"audience"`
	Changed      int      `json:"changed"`
	Removed      int      `json:"removed"`
	Warnings     int      `json:"warnings"`
	Milliseconds int64    `json:"duration_ms"`
}

func pages(portal *generator.Portal) int {
	n := 0
	for _, a := range portal.Pages {
		if strings.HasSuffix(a.Path, ".html") {
			n++
		}
	}
	return n
}

// accept refuses to put a portal for fewer people where one for more people
// is: whoever could read that folder could then read this one.
func accept(f buildFlags, audience site.Audience) func(string) error {
	return func(previous string) error {
		before, ok := site.ParseAudience(previous)
		if !ok || audience <= before || f.replace {
			return nil
		}
		return fmt.Errorf("%s holds a portal for the audience %s, and this one is for %s; choose another --output, or allow it with --replace", f.output, before, audience)
	}
}
