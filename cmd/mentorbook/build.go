package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/hosts"
	"mentorbook/generator/output"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

type buildFlags struct {
	output, format, headers  string
	strict, inPlace, replace bool
	precompress, prove       bool
	workers                  int
}

func buildCommand(c *commonFlags) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Write the portal",
		Long: "build writes the portal into a folder, all or nothing.\n\n" +
			"--headers writes the rules for a host as well: headers that protect the pages,\n" +
			"how long files are kept, redirects from earlier addresses, and the page for what\n" +
			"is missing. For apache (.htaccess) and files (_headers and _redirects, which\n" +
			"Netlify and Cloudflare Pages read) they lie in the portal. For nginx and caddy\n" +
			"they lie beside it, as OUTPUT.nginx.conf, with a server that includes it as\n" +
			"OUTPUT.server.conf, or OUTPUT.caddy: what lies in a portal is sent to everybody.\n" +
			"They need base_url, or --base-url.",
		Args: nothingElse,
		RunE: func(cmd *cobra.Command, _ []string) error { return build(cmd, c, f) },
	}
	cmd.Flags().StringVar(&f.output, "output", "public", "the folder to write")
	cmd.Flags().StringVar(&c.pair, "pair", "", "make one pair's own portal: the id of a pairing")
	sensitiveFlag(cmd, c)
	cmd.Flags().BoolVar(&f.strict, "strict", false, "fail on warnings as well")
	cmd.Flags().BoolVar(&f.inPlace, "in-place", false, "change the output folder itself instead of exchanging it")
	cmd.Flags().BoolVar(&f.replace, "replace", false, "allow a portal to replace one that other people may read")
	cmd.Flags().BoolVar(&f.precompress, "precompress", false, "write a .gz and a .br beside every page, style sheet and script, for hosts that serve them")
	cmd.Flags().StringVar(&f.headers, "headers", "", "write the rules for a host, with its headers and redirects: "+diag.Choices(hosts.Names())+"; see the help")
	cmd.RegisterFlagCompletionFunc("headers", oneOfThese(hosts.Names()...))
	cmd.Flags().BoolVar(&f.prove, "prove", false, fmt.Sprintf("prove that nothing hidden has any influence on the portal, also of more than %d documents", generator.ProvedUnasked))
	cmd.Flags().IntVar(&f.workers, "workers", 0, "how many pages are made at a time (default: one for each core)")
	formatFlag(cmd, &f.format, "how the summary is printed", "text", "json")
	return cmd
}

func build(cmd *cobra.Command, c *commonFlags, f buildFlags) error {
	started := time.Now()
	memory := boundMemory()
	if f.workers < 0 {
		return fmt.Errorf("--workers cannot be %d; write how many pages are made at a time, or leave it out", f.workers)
	}
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	if err := c.outside(f.output); err != nil {
		return err
	}
	if f.headers != "" {
		if err := oneOf("--headers", f.headers, hosts.Names()...); err != nil {
			return err
		}
	}
	project.Found = memory.found
	again, project := newAgain(cmd, f, project, options.Now)
	if last, err := again.last(cmd.Context()); err != nil {
		return err
	} else if last != nil && (last.Summary.Proved || !f.prove) && (last.Summary.Warnings == 0 || !f.strict) && len(last.Summary.Rules) == 0 {
		v.says(last.Said)
		return built(v, f, last.Summary, last.Edition, "", started)
	}
	builder := again.builder(project)
	portal, list, err := builder.Build(cmd.Context(), options)
	if err != nil {
		return c.explain(err)
	}
	if err := publishable(v, list, f.strict); err != nil {
		return err
	}
	rules, kept, err := rulesBeside(v, portal, f)
	if err != nil {
		return err
	}
	o := generator.PublishOptions{Keep: true, Precompress: f.precompress, Headers: f.headers, Prove: f.prove}
	again.lookAround(portal, &builder.Memo, &o)
	result, list, err := publish(cmd.Context(), v, portal, list, f, o)
	if err != nil {
		return err
	}
	if err := writeRules(rules); err != nil {
		return err
	}
	s := summarize(portal, result, list.Count(diag.Warning))
	s.Proved = portal.Proves(generator.PublishOptions{Prove: f.prove})
	s.Rules = slices.Sorted(maps.Keys(rules))
	again.remember(portal, builder, options, result, s, list)
	if !v.quiet {
		for _, name := range kept {
			fmt.Fprintf(v.stderr, "%s stays as it is, though this build would write another; remove it to have it written again\n", name)
		}
	}
	return built(v, f, s, portal.Edition(), result.Reason, started)
}

// built prints what a build came to.
func built(v *voice, f buildFlags, s summary, edition output.Edition, whyInPlace string, started time.Time) error {
	s.Milliseconds = time.Since(started).Milliseconds()
	if f.format == "json" {
		return v.json(s)
	}
	v.summary(s, f.output, edition, whyInPlace)
	return nil
}

// rulesBeside returns the rules for a web server that lie beside the portal, by file,
// and the files that stay because somebody may have edited them. It refuses to overwrite a file that is
// something else.
func rulesBeside(v *voice, portal *generator.Portal, f buildFlags) (rules map[string][]byte, kept []string, err error) {
	if f.headers == "" {
		return nil, nil, nil
	}
	if portal.Site.BaseURL == "" {
		return nil, nil, fmt.Errorf("--headers has to know where the portal will be; write base_url under site in %s, or --base-url https://portal.example/", source.ConfigPath)
	}
	files, list, err := portal.RulesBeside(generator.PublishOptions{Headers: f.headers, Precompress: f.precompress})
	if err != nil {
		return nil, nil, fmt.Errorf("--headers: %w", err)
	}
	if list.HasErrors() {
		return nil, nil, v.refuse(list, "nothing was written")
	}
	rules = map[string][]byte{}
	for _, file := range files {
		name := filepath.Clean(f.output) + file.Path
		was, err := os.ReadFile(name)
		if err == nil && file.Once && string(was) != file.Data {
			kept = append(kept, name)
			continue
		}
		if err == nil && !bytes.HasPrefix(was, []byte(hosts.Signature)) || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("%s is in the way, and was not written by mentorbook; move it, or choose another --output", name)
		}
		rules[name] = []byte(file.Data)
	}
	return rules, kept, nil
}

// writeRules writes what differs from what is there.
func writeRules(rules map[string][]byte) error {
	for name, data := range rules {
		if was, err := os.ReadFile(name); err == nil && bytes.Equal(was, data) {
			continue
		}
		if err := writeOutput(name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// publishable refuses content with errors, or when strict with any problem.
func publishable(v *voice, list diag.List, strict bool) error {
	if err := slip(list); err != nil {
		return err
	}
	if list.HasErrors() || strict && len(list) > 0 {
		return v.refuse(list, "nothing was written")
	}
	return nil
}

// slip returns the one error of a list that is on the command line, not in the
// content; else nil.
func slip(list diag.List) error {
	flags := map[string]string{"unknown-pair": "--pair", "unknown-edition": "--include-sensitive"}
	if i := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return flags[d.Code] != "" }); i >= 0 && list.Count(diag.Error) == 1 {
		return fmt.Errorf("%s: %s; %s", flags[list[i].Code], list[i].Message, list[i].Hint)
	}
	return nil
}

// publish writes the portal, and prints what is wrong with it: what is in the
// list, and what the writing found, which is in the list that it returns.
func publish(ctx context.Context, v *voice, portal *generator.Portal, list diag.List, f buildFlags, o generator.PublishOptions) (output.Result, diag.List, error) {
	o.Workers, o.InPlace, o.Progress, o.Accept = f.workers, f.inPlace, v.progress(), accept(f, portal.Edition())
	result, problems, err := portal.Publish(ctx, f.output, o)
	v.endProgress()
	list = append(list, problems...)
	if err == nil && list.HasErrors() {
		return result, list, v.refuse(list, "nothing was written")
	}
	v.diagnostics(list)
	return result, list, err
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
	Proved       bool     `json:"proved"`          // that nothing hidden has any influence
	Rules        []string `json:"rules,omitempty"` // files for the web server, beside the portal
	Unchecked    []string `json:"unchecked_files"` // published, though nobody could look into them for names
	Milliseconds int64    `json:"duration_ms"`
}

func summarize(portal *generator.Portal, result output.Result, warnings int) summary {
	return summary{
		Pages: pages(portal), Files: result.Files, Bytes: result.Bytes, Languages: portal.Site.Languages,
		Audience: portal.Site.Audience.String(), Changed: len(result.Changed), Removed: len(result.Removed),
		Warnings: warnings, Unchecked: unchecked(portal.Site),
	}
}

// unchecked lists the files of a site that could not be looked into for names.
func unchecked(s *site.Site) []string {
	paths := []string{}
	for _, asset := range s.Assets {
		if len(asset.Inside.Refusals) > 0 {
			paths = append(paths, asset.Path)
		}
	}
	return paths
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

// accept refuses to put a portal where one is that other people may read: they
// could read this one then. The editions of pairs and of sensitive programs are
// each for people of their own; who was sent to one of a program may not find
// another instead, either.
func accept(f buildFlags, next output.Edition) func(output.Edition) error {
	return func(previous output.Edition) error {
		before, known := site.ParseAudience(previous.Audience)
		after, _ := site.ParseAudience(next.Audience)
		other := next.Only != previous.Only && (next.Only != "" || before == site.Organizers)
		if !known || f.replace || after <= before && !other {
			return nil
		}
		there := readers(previous)
		if previous.Only == "" {
			there = "the audience " + there
		}
		return fmt.Errorf("%s holds a portal for %s, and this one is for %s; choose another --output, or allow it with --replace", f.output, there, readers(next))
	}
}

// readers says whom an edition is for.
func readers(e output.Edition) string {
	switch kind, id, _ := strings.Cut(e.Only, " "); kind {
	case "pair":
		return "the pair " + id
	case "program":
		return "those who run " + id
	}
	return e.Audience
}
