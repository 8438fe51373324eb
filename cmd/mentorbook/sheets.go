package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/propose"
	"mentorbook/generator/review"
)

// choicesAudience is the audience of a folder with choice sheets, in its manifest.
// No portal has it.
const choicesAudience = "choices"

// offerChoices looks for mentors for each mentee to choose from.
func offerChoices(cmd *cobra.Command, c *commonFlags, f matchFlags, request propose.Request) error {
	switch {
	case f.choices < 1 || f.choices > propose.MostChoices:
		return fmt.Errorf("--choices cannot be %d; write a number from 1 to %d", f.choices, propose.MostChoices)
	case f.write:
		return errors.New("--choices offers mentors to choose from and --write makes pairs; leave one of them out")
	case f.format == "html":
		return errors.New("--choices prints ids, and writes its sheets into the folder that --output names; leave --format out")
	}
	if f.output != "" {
		if err := c.outsidePortals(f.output, false); err != nil {
			return err
		}
	}
	v, project, options, err := c.read(cmd)
	if err != nil {
		return err
	}
	out, list, err := propose.NewChoices(cmd.Context(), project, options, request, f.choices)
	if err != nil {
		return c.explain(err)
	}
	if out == nil {
		return v.refuse(list, "nobody was offered anybody")
	}
	if f.output != "" {
		if err := publishChoices(cmd.Context(), f.output, out); err != nil {
			return err
		}
	}
	if f.format == "json" {
		return v.json(out)
	}
	if !v.quiet {
		printChoices(v.stdout, out, f)
	}
	return nil
}

// publishChoices writes the sheets as a portal is written: all or none, in the
// place of those that were there before, and out of version control.
func publishChoices(ctx context.Context, dir string, c *propose.Choices) error {
	files, err := review.Choices(c)
	if err != nil {
		return err
	}
	var artifacts []output.Artifact
	for _, file := range files {
		artifacts = append(artifacts, output.Artifact{Path: file.Path, Render: func(b *bytes.Buffer) error {
			b.Write(file.Data)
			return nil
		}})
	}
	_, err = output.Publish(ctx, dir, artifacts, output.PublishOptions{
		Unshared: true, Edition: output.Edition{Audience: choicesAudience, Only: string(c.Program + "/" + c.Cohort)},
		Accept: func(previous output.Edition) error {
			if previous.Audience != choicesAudience {
				return fmt.Errorf("%s holds a portal; choose another --output", dir)
			}
			return nil
		},
	})
	return err
}

func printChoices(w io.Writer, c *propose.Choices, f matchFlags) {
	fmt.Fprintf(w, "%s/%s: %s\n", c.Program, c.Cohort, count(len(c.Sheets), "choice sheet"))
	for _, sheet := range c.Sheets {
		var choices []string
		for i, choice := range sheet.Choices {
			choices = append(choices, fmt.Sprintf("%d %s (%s)", i+1, choice.Mentor, joined(choice.Topics)))
		}
		fmt.Fprintf(w, "  %s: %s\n", sheet.Person, strings.Join(choices, "; "))
	}
	if len(c.Without) > 0 {
		fmt.Fprintf(w, "there is nobody for %s\n", joined(c.Without))
	}
	if f.output == "" {
		fmt.Fprintf(w, "nothing was written; for a sheet each: mentorbook match %s/%s --choices %d --output review/choices\n", c.Program, c.Cohort, f.choices)
		return
	}
	fmt.Fprintf(w, "written to %s: a page for each, and %s for a mail merge, whose last column is for the answers\n", f.output, review.ChoicesTable)
}

// outputFile refuses a file that a result cannot be written to. Its name says what
// it is, so that no source is overwritten by a slip.
func (c *commonFlags) outputFile(name, format string) error {
	if name == "" {
		return nil
	}
	endings := map[string][]string{"text": {".txt"}, "json": {".json"}, "html": {".html", ".htm"}}[format]
	if !slices.Contains(endings, strings.ToLower(filepath.Ext(name))) {
		return fmt.Errorf("--output %s is no name for this; let it end in %s", name, diag.Choices(endings))
	}
	return c.outsidePortals(name, true)
}

// outsidePortals refuses to write names where a portal is, or where one is made
// of. Of a file, the folder that it is in may not be one either.
func (c *commonFlags) outsidePortals(name string, file bool) error {
	if err := c.outside(name); err != nil {
		return err
	}
	folders, err := foldersAbove(name)
	if err != nil {
		return err
	}
	if _, err := os.Stat(name); err == nil && !file {
		folders = folders[1:] // a folder of sheets has a manifest, too: publishing asks whose it is
	}
	for _, at := range folders {
		if _, err := os.Lstat(filepath.Join(at, output.ManifestName)); err == nil {
			return fmt.Errorf("--output %s lies in %s, which is published; choose a place outside", name, at)
		}
	}
	return nil
}

// writeOutput writes a result to a file, in one step, in the place of the one that
// is there; mode is that of a new one. A new folder for it stays out of version
// control.
func writeOutput(name string, data []byte, mode fs.FileMode) error {
	dir, base := filepath.Split(name)
	dir = filepath.Clean(dir)
	made := false
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return fmt.Errorf("%s could not be made: %w", dir, err)
		}
		made = true
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if made {
		if err := output.Create(root, ".gitignore", []byte("*\n"), 0o666); err != nil {
			return fmt.Errorf("%s could not be written: %w", filepath.Join(dir, ".gitignore"), err)
		}
	}
	was, err := root.ReadFile(base)
	if errors.Is(err, fs.ErrNotExist) {
		err = output.Create(root, base, data, mode)
	} else if err == nil {
		err = output.Replace(root, base, was, data)
	}
	if err != nil {
		return fmt.Errorf("%s could not be written: %w", name, err)
	}
	return nil
}
