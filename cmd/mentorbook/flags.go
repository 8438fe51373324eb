package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// commonFlags are the flags that all commands have: what is read, for whom, and
// how it is talked about.
type commonFlags struct {
	source, private, audience, baseURL, now string
	drafts, quiet, noColor                  bool
	pair                                    string   // of build only
	sensitive                               []string // of build and serve: programs
}

func (c *commonFlags) register(f *pflag.FlagSet) {
	f.StringVar(&c.source, "source", ".", "the project's folder: content/ and programs.yaml")
	f.StringVar(&c.private, "private", "", "a folder for what private: paths name")
	f.StringVar(&c.audience, "audience", "", "who the portal is for: public, participants or organizers (default public)")
	f.StringVar(&c.baseURL, "base-url", "", "where the portal will be found, instead of site.base_url")
	f.BoolVar(&c.drafts, "drafts", false, "show drafts")
	f.StringVar(&c.now, "now", "", "the time of the build, as 2026-02-03T10:00:00+07:00 (default: SOURCE_DATE_EPOCH, or today)")
	f.BoolVar(&c.quiet, "quiet", false, "print problems only")
	f.BoolVar(&c.noColor, "no-color", false, "print without colours")
}

// read is how commands begin: it checks the common flags and opens the project.
func (c *commonFlags) read(cmd *cobra.Command) (*voice, generator.Project, generator.Options, error) {
	options, err := c.options()
	if err != nil {
		return nil, generator.Project{}, options, err
	}
	project, err := c.open()
	return newVoice(cmd, c), project, options, err
}

// open opens the folders.
func (c *commonFlags) open() (generator.Project, error) {
	root, err := openRoot(c.source, "--source")
	if err != nil {
		return generator.Project{}, err
	}
	out := generator.Project{Root: root}
	if c.private != "" {
		if out.Private, err = openRoot(c.private, "--private"); err != nil {
			return generator.Project{}, err
		}
	}
	return out, nil
}

// outside refuses to write into what is read: the next build would take the
// pages of this one for its sources.
func (c *commonFlags) outside(output string) error {
	folders, err := foldersAbove(output)
	if err != nil {
		return err
	}
	for _, name := range []string{"content", "themes"} {
		folder, err := os.Stat(filepath.Join(c.source, name))
		if err != nil {
			continue // it does not exist, or reading it says what is wrong
		}
		for _, at := range folders {
			if info, err := os.Stat(at); err == nil && os.SameFile(info, folder) {
				return fmt.Errorf("--output %s lies in %s/, which portals are made of; choose a folder outside", output, name)
			}
		}
	}
	return nil
}

// foldersAbove returns a path without links, and all folders that it is in, the
// innermost first. What does not exist yet is left out.
func foldersAbove(output string) ([]string, error) {
	dir, err := filepath.Abs(output)
	if err != nil {
		return nil, err
	}
	for at := dir; at != filepath.Dir(at); at = filepath.Dir(at) {
		if real, err := filepath.EvalSymlinks(at); err == nil { // the rest is yet to be made
			dir = real
			break
		}
	}
	var out []string
	for at := dir; ; at = filepath.Dir(at) {
		out = append(out, at)
		if at == filepath.Dir(at) {
			return out, nil
		}
	}
}

func openRoot(dir, flag string) (fs.FS, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() { // opening a pipe would wait for somebody to write
		return nil, fmt.Errorf("%s is no folder; %s names the folder to read", dir, flag)
	}
	root, err := os.OpenRoot(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s; %s names the folder to read", dir, flag)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s cannot be opened: permission denied; change its permissions", dir)
	case err != nil:
		return nil, fmt.Errorf("%s cannot be opened: %w; %s names the folder to read", dir, err, flag)
	}
	return folder{root}, nil
}

// options reads the flags that say which portal is made.
func (c *commonFlags) options() (generator.Options, error) {
	o := generator.Options{Pair: c.pair, IncludeSensitive: c.sensitive, Drafts: c.drafts, BaseURL: c.baseURL}
	name := c.audience
	switch {
	case c.pair != "" && name != "" && name != site.Participants.String():
		return o, fmt.Errorf("--pair makes a portal for participants; leave --audience out")
	case c.pair != "":
		name = site.Participants.String()
	case name == "":
		name = site.Public.String()
	}
	var ok bool
	if o.Audience, ok = site.ParseAudience(name); !ok {
		return o, fmt.Errorf("there is no audience %q; %s", name, diag.DidYouMean(name, site.AudienceNames(), "write "+diag.Choices(site.AudienceNames())))
	}
	if len(c.sensitive) > 0 && o.Audience != site.Organizers {
		return o, fmt.Errorf("--include-sensitive makes a portal for organizers; write --audience organizers as well")
	}
	if u, err := url.Parse(c.baseURL); c.baseURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return o, fmt.Errorf("--base-url %q is not a web address; write a whole one such as https://portal.example/", c.baseURL)
	}
	var err error
	o.Now, err = buildTime(c.now)
	return o, err
}

// buildTime is the one look at the clock: --now, else SOURCE_DATE_EPOCH
// (reproducible-builds.org), else now.
func buildTime(flag string) (time.Time, error) {
	if flag != "" {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if t, err := time.Parse(layout, flag); err == nil {
				return t, nil
			}
		}
		return time.Time{}, fmt.Errorf("--now %q is not a time; write 2026-02-03T10:00:00+07:00", flag)
	}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH %q is not a number of seconds", epoch)
		}
		return time.Unix(seconds, 0), nil
	}
	return time.Now(), nil
}

// explain adds the next step to an error that says there is no project.
func (c *commonFlags) explain(err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, statErr := os.Stat(filepath.Join(c.source, "programs.yaml")); statErr == nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.source, "programs.yml")); err == nil {
		return fmt.Errorf("%s has no programs.yaml; rename programs.yml to programs.yaml", c.source)
	}
	return fmt.Errorf("%s is not a mentorbook project: it has no programs.yaml; start one with: mentorbook init DIR", c.source)
}

// sensitiveFlag adds the flag --include-sensitive to a command.
func sensitiveFlag(cmd *cobra.Command, c *commonFlags) {
	cmd.Flags().StringArrayVar(&c.sensitive, "include-sensitive", nil, "for organizers: the edition of those who run this sensitive program, with its pairs")
}

// formatFlag adds the flag --format to a command. The first of the choices is
// the default, and the command does not run with any other value.
func formatFlag(cmd *cobra.Command, format *string, usage string, choices ...string) {
	cmd.Flags().StringVar(format, "format", choices[0], usage+": "+diag.Choices(choices))
	cmd.RegisterFlagCompletionFunc("format", oneOfThese(choices...))
	cmd.PreRunE = func(*cobra.Command, []string) error { return oneOf("--format", *format, choices...) }
}

// locate returns how the path of a diagnostic reads from the folder that the
// command runs in, for tools that look for the files themselves.
func (c *commonFlags) locate(name string) string {
	dir := c.source
	if rest, private := strings.CutPrefix(name, source.PrivatePrefix); private {
		dir, name = c.private, rest
	}
	full := filepath.Join(dir, filepath.FromSlash(name))
	if filepath.IsAbs(full) {
		if here, err := filepath.Abs("."); err == nil {
			if way, err := filepath.Rel(here, full); err == nil {
				full = way
			}
		}
	}
	return filepath.ToSlash(full)
}
