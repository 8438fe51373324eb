package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

type verifyFlags struct {
	format string
	all    bool
}

func verifyCommand(c *commonFlags) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Say whether a folder is a whole, unaltered portal for an audience",
		Long: "verify is for scripts, before they upload a folder: every file of the portal is\n" +
			"in it, each as build wrote it, and no other; it is for this audience, of this\n" +
			"project, and shows no drafts. A copy is as good as the folder that build wrote,\n" +
			"if it has the file " + output.ManifestName + ". Nothing is written.\n\n" +
			"Other files are a mistake, for an upload would publish them, except for those\n" +
			"that hosts look for (.nojekyll, CNAME, .well-known/) or that systems leave in\n" +
			"folders (.DS_Store, Thumbs.db, desktop.ini).\n\n" +
			"It finds what was lost, mixed up or changed by mistake. Whoever changes a file on\n" +
			"purpose can change " + output.ManifestName + " as well.\n\n" +
			"Exit codes: 0 it is, 1 it is not, 2 that could not be found out.",
		Args: exactly("the folder to look at"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error { return verify(cmd, c, f, args[0]) },
	}
	cmd.Flags().StringVar(&c.pair, "pair", "", "one pair's own portal: the id of a pairing")
	sensitiveFlag(cmd, c)
	formatFlag(cmd, &f.format, "how the findings are printed", "text", "json")
	cmd.Flags().BoolVar(&f.all, "all", false, "print every finding, however many there are of a kind")
	return cmd
}

func verify(cmd *cobra.Command, c *commonFlags, f verifyFlags, dir string) error {
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	sources, list, err := source.Load(cmd.Context(), project, nil)
	if err != nil {
		return c.explain(err)
	}
	if sources.Config == nil {
		return v.refuse(list, "nothing was compared")
	}
	want, err := editionWanted(sources.Config, options)
	if err != nil {
		return err
	}
	root, err := openRoot(dir, "verify")
	if err != nil {
		return err
	}
	found, err := output.Audit(cmd.Context(), root)
	if err != nil {
		return cannotAudit(dir, err)
	}
	return v.audited(dir, found, want, c, f)
}

// editionWanted is what the portal has to be recorded as.
func editionWanted(config *source.Config, o generator.Options) (output.Edition, error) {
	known := site.SensitivePrograms(config)
	for _, id := range o.IncludeSensitive {
		if !slices.Contains(known, id) {
			return output.Edition{}, fmt.Errorf("--include-sensitive: there is no sensitive program %q; %s", id, diag.DidYouMean(id, known, "leave it out"))
		}
	}
	return generator.EditionOf(config, o), nil
}

// cannotAudit says why a folder could not be looked at.
func cannotAudit(dir string, err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, output.ErrInMotion):
		return fmt.Errorf("%s changed while it was read; run this again when nothing writes to it", dir)
	case errors.As(err, &at):
		return fmt.Errorf("%s cannot be read: %w; change its permissions, or what holds it open", shownIn(dir, filepath.ToSlash(at.Path)), at.Err)
	}
	return err
}

func shownIn(dir, name string) string { return path.Join(filepath.ToSlash(dir), name) }

// verified is the result of verify, and its form in JSON.
type verified struct {
	Whole bool `json:"whole"`
	output.Edition
	Files int       `json:"files"`
	Bytes int64     `json:"bytes"`
	Found []finding `json:"findings"`
}

type finding struct {
	Path    string `json:"path"` // in the folder
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// audited prints what was found in a folder, which is the result of verify.
func (v *voice) audited(dir string, found output.Audited, want output.Edition, c *commonFlags, f verifyFlags) error {
	list := append(foundIn(dir, found.Findings), otherEdition(dir, found, want)...)
	list.Sort()
	if f.format == "json" {
		if err := v.json(inJSON(dir, found, list)); err != nil {
			return err
		}
	} else if err := v.findingsOf(list, c, f.all); err != nil {
		return err
	}
	if len(list) > 0 {
		return errContent
	}
	if f.format != "json" && !v.quiet {
		fmt.Fprintf(v.stdout, "%s is a whole portal for %s, of %q: %s, %s\n", dir, readers(want), want.Project, count(found.Files, "file"), size(found.Bytes))
	}
	return nil
}

// shownPerKind keeps the files of one mistake from hiding another.
const shownPerKind = 10

func (v *voice) findingsOf(list diag.List, c *commonFlags, all bool) error {
	few, more := list, map[string]int{}
	if !all {
		few = slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
			more[d.Code]++
			return more[d.Code] > shownPerKind
		})
	}
	if err := diag.Print(v.stdout, few, diag.Text, diag.PrintOptions{Color: v.colourOn(os.Stdout, c)}); err != nil {
		return err
	}
	if rest := len(list) - len(few); rest > 0 {
		fmt.Fprintf(v.stdout, "and %s of the same kinds; --all shows them\n", count(rest, "finding"))
	}
	return nil
}

func inJSON(dir string, found output.Audited, list diag.List) verified {
	out := verified{Whole: len(list) == 0, Edition: found.Edition, Files: found.Files, Bytes: found.Bytes, Found: []finding{}}
	for _, d := range list {
		name, err := filepath.Rel(dir, d.Span.File.Path)
		if err != nil {
			name = d.Span.File.Path
		}
		out.Found = append(out.Found, finding{filepath.ToSlash(name), d.Code, d.Message, d.Hint})
	}
	return out
}

// foundIn says what is wrong with the files of a folder.
func foundIn(dir string, findings []output.Finding) (list diag.List) {
	for _, f := range findings {
		at := (&diag.File{Path: shownIn(dir, f.Path)}).Whole()
		switch f.Fault {
		case output.Unpublished:
			list.Errorf(at, "no-portal", "a copy needs this file too, which begins with a dot: copy the folder, not what * names", "this is no portal: it has no %s", output.ManifestName)
		case output.Unreadable:
			list.Errorf(at, "no-portal", "build again, into an empty folder", "this file is damaged, or of another version of mentorbook")
		case output.Unfinished:
			list.Errorf(at, "unfinished-build", "build again, which ends it", "a build did not come to its end")
		case output.Missing:
			list.Errorf(at, "lost-file", "build or copy again", "this file of the portal is missing")
		case output.Changed:
			list.Errorf(at, "changed-file", "build or copy again; what is changed by hand belongs into the project", "this file is not as it was built")
		case output.Foreign:
			list.Errorf(at, "foreign-file", "move it out of "+filepath.ToSlash(dir)+"; an upload would publish it", "this file is not of the portal")
		}
	}
	return list
}

// otherEdition says in what a portal is another than the one that is asked for.
func otherEdition(dir string, found output.Audited, want output.Edition) (list diag.List) {
	at := (&diag.File{Path: filepath.ToSlash(filepath.Clean(dir))}).Whole()
	is := found.Edition
	if is == (output.Edition{}) { // nothing says what it is
		return nil
	}
	if is.Audience != want.Audience || is.Only != want.Only {
		list.Errorf(at, "other-audience", "upload the folder that was built for "+readers(want), "this portal is for %s, not for %s", readers(is), readers(want))
	}
	if is.Project != want.Project {
		list.Errorf(at, "other-project", "build it again if the title changed; else name the project with --source", "this portal is of %q, not of %q", is.Project, want.Project)
	}
	if is.Drafts && !want.Drafts {
		list.Errorf(at, "portal-with-drafts", "build it without --drafts, or allow them with --drafts here as well", "this portal shows drafts")
	}
	return list
}
