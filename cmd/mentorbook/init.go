package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/schedule"
)

func initCommand(p *project) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Start a project from the starter playbook",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return initProject(cmd, p, args[0]) },
	}
}

// initProject writes the starter into a new or empty folder, its dates moved by
// whole weeks so that its programs are running now: weekdays stay what they
// are.
func initProject(cmd *cobra.Command, p *project, dir string) error {
	now, err := buildTime(p.now)
	if err != nil {
		return err
	}
	start, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		return err
	}
	days := schedule.DateOf(now).DaysSince(start)
	weeks := days / 7
	if days < 0 && days%7 != 0 {
		weeks-- // towards the past: cohorts that have begun stay begun
	}
	if err := emptyFolder(dir); err != nil {
		return err
	}
	files, made := 0, newFolder{dir: dir}
	err = fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		if err != nil {
			return err
		}
		files++
		return made.write(filepath.FromSlash(name), shiftDates(name, data, weeks))
	})
	if err == nil {
		err = made.write(".gitignore", []byte("/public/\n"))
	}
	if schema, ok := generator.Schema("programs"); err == nil && ok { // the first line of programs.yaml names it
		err = made.write("programs.schema.json", schema)
	}
	if err != nil {
		made.empty()
		return fmt.Errorf("the project could not be written: %w", err)
	}
	if !p.quiet {
		fmt.Fprintf(cmd.OutOrStdout(), "%s in %s\n", count(files, "file"), dir)
		fmt.Fprintf(cmd.OutOrStdout(), "next: change the name of your organisation in %s, then run: mentorbook build --source %s\n",
			filepath.Join(dir, "programs.yaml"), dir)
	}
	return nil
}

// emptyFolder makes dir, or accepts it when there is nothing in it.
func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(dir, 0o777)
	case err != nil:
		return fmt.Errorf("%s cannot be used: %w", dir, err)
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty; name a new folder", dir)
	}
	return nil
}

// newFolder is a folder that was empty, and what was written to it since.
type newFolder struct {
	dir   string
	files []string
}

func (n *newFolder) write(name string, data []byte) error {
	name = filepath.Join(n.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	n.files = append(n.files, name)
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// empty removes the files, and the folders that they leave empty, so that the
// same can be tried again.
func (n *newFolder) empty() {
	for _, name := range n.files {
		os.Remove(name)
		for folder := filepath.Dir(name); folder != filepath.Clean(n.dir); folder = filepath.Dir(folder) {
			if os.Remove(folder) != nil {
				break
			}
		}
	}
}

var (
	isoDate    = regexp.MustCompile(`\b20\d\d-\d\d-\d\d`)
	dateInHead = regexp.MustCompile(`(?m)^(?:date|review_by|publish|expire): 20\d\d-\d\d-\d\d`)
)

// shiftDates moves the dates of programs.yaml, and those in the front matter of
// a document: dates in a text are history.
func shiftDates(name string, data []byte, weeks int) []byte {
	shift := func(match []byte) []byte {
		d, err := schedule.ParseDate(string(match))
		if err != nil {
			return match
		}
		return []byte(d.AddDays(7 * weeks).String())
	}
	switch path.Ext(name) {
	case ".yaml":
		return isoDate.ReplaceAllFunc(data, shift)
	case ".md":
		head, body, found := bytes.Cut(data, []byte("\n---\n"))
		if !found {
			return data
		}
		head = dateInHead.ReplaceAllFunc(head, func(line []byte) []byte { return isoDate.ReplaceAllFunc(line, shift) })
		return bytes.Join([][]byte{head, body}, []byte("\n---\n"))
	}
	return data
}
