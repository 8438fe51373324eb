package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	playbook "mentorbook"
	"mentorbook/generator/output"
	"mentorbook/generator/patch"
	"mentorbook/generator/scaffold"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

func initCommand(c *commonFlags) *cobra.Command {
	return &cobra.Command{
		Use:               "init DIR",
		Short:             "Start a project from the starter playbook",
		Args:              exactly("the folder to make"),
		RunE:              func(cmd *cobra.Command, args []string) error { return initProject(cmd, c, args[0]) },
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
	}
}

// initProject writes the starter into a new or empty folder, with what goes with
// it.
func initProject(cmd *cobra.Command, c *commonFlags, dir string) error {
	now, err := buildTime(c.now)
	if err != nil {
		return err
	}
	files, err := starter(schedule.DateOf(now))
	if err != nil {
		return err
	}
	schema, _ := source.Schema("programs") // the first line of programs.yaml names it
	made, err := emptyFolder(dir)
	if err != nil {
		return err
	}
	for _, file := range append(files, patch.File{Path: ".gitignore", Data: []byte(ignored)}, patch.File{Path: "programs.schema.json", Data: schema}) {
		err := cmd.Context().Err()
		if err == nil {
			err = made.write(filepath.FromSlash(file.Path), file.Data)
		}
		if err != nil {
			made.empty()
			return fmt.Errorf("the project could not be written: %w", err)
		}
	}
	if !c.quiet {
		fmt.Fprintf(cmd.OutOrStdout(), "%s in %s\n", count(len(files), "file"), dir)
		fmt.Fprintf(cmd.OutOrStdout(), "next: change the name of your organisation in %s, then run: mentorbook build --source %s\n",
			filepath.Join(dir, "programs.yaml"), dir)
	}
	return nil
}

// ignored is a project's .gitignore: portals, of which there may be several, what
// private: paths name, letters to people, sheets with their names, what import
// remembers of people, and what a killed purge leaves.
const ignored = "/public/\n/out/\n/private/\n/letters/\n/review/\n" + source.ImportMapName + "\n" + output.BesidePattern + "\n"

// starter returns the starter as it is on a day.
func starter(now schedule.Date) ([]patch.File, error) {
	written, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		return nil, err
	}
	return scaffold.Starter(playbook.Starter, written, now)
}

// emptyFolder makes dir, or accepts it when there is nothing in it.
func emptyFolder(dir string) (newFolder, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return newFolder{}, fmt.Errorf("%s cannot be made: %w; choose another folder", dir, errors.Unwrap(err))
		}
		return newFolder{dir: dir, made: true}, nil
	case err != nil:
		return newFolder{}, fmt.Errorf("%s cannot be used: %w", dir, err)
	case len(entries) > 0:
		return newFolder{}, fmt.Errorf("%s is not empty; name a new folder", dir)
	}
	return newFolder{dir: dir}, nil
}

// newFolder is a folder that was empty, and what was written to it since.
type newFolder struct {
	dir   string
	made  bool // it was not there
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
	if n.made {
		os.Remove(n.dir)
	}
}
