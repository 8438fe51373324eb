package main

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/patch"
	"mentorbook/generator/source"
)

// write is the one door through which commands change a project. A new file
// never takes the place of one that is there, and the new files are all written
// or none is. Files that exist are replaced, or removed, one after the other, each
// in one step. All are looked at before the first changes, and each again at the moment
// when it does: one that is no longer what was read stays as it is. When a later
// one fails all the same, the error names the first, which has changed. A file
// may change in two steps, with others in between.
//
// An interrupt is heeded before the first change, not after it.
func (c *commonFlags) write(cmd *cobra.Command, files []patch.File) error {
	for i, file := range files {
		again := slices.ContainsFunc(files[:i], func(f patch.File) bool { return f.Path == file.Path })
		if file.Was == nil || again {
			continue
		}
		if err := c.in(file, func(root *os.Root, name string) error { return output.Sweep(root, name, file.Was) }); err != nil {
			return err
		}
	}
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	for i, file := range files {
		err := c.writeFile(file)
		if err == nil {
			continue
		}
		for _, written := range files[:i] {
			if written.Was == nil {
				c.in(written, (*os.Root).Remove)
			}
		}
		if first := slices.IndexFunc(files[:i], patch.File.Changes); first >= 0 {
			_, name := c.place(files[first])
			return fmt.Errorf("%w; %s has changed already: run %s again to finish", err, name, cmd.Name())
		}
		return err
	}
	return nil
}

func (c *commonFlags) writeFile(file patch.File) error {
	mode := fs.FileMode(0o666)
	if file.OwnersOnly {
		mode = 0o600
	}
	switch {
	case file.Was == nil:
		return c.in(file, func(root *os.Root, name string) error { return output.Create(root, name, file.Data, mode) })
	case file.Gone:
		return c.in(file, func(root *os.Root, name string) error { return output.Remove(root, name, file.Was) })
	case file.Changes():
		return c.in(file, func(root *os.Root, name string) error { return output.Replace(root, name, file.Was, file.Data) })
	}
	return nil // it was only to be as it was read
}

// in calls do with the folder of the user's that a file is in, and its name
// there. os.Root keeps links inside the folder from leading out of it.
func (c *commonFlags) in(file patch.File, do func(root *os.Root, name string) error) error {
	dir, name := c.place(file)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	err = do(root, name)
	switch {
	case err == nil:
		return nil
	case file.Was == nil:
		return fmt.Errorf("%s could not be written: %w", name, err)
	}
	return fmt.Errorf("%s could not be changed: %w", name, err)
}

// place returns the folder of the user's that a file is in, and its name there.
func (c *commonFlags) place(file patch.File) (dir, name string) {
	if name, private := strings.CutPrefix(file.Path, source.PrivatePrefix); private {
		return c.private, name
	}
	return c.source, file.Path
}

// apply writes what a change of a project came to, or says why there is none: it is
// nil then, and the list has the reasons.
func (c *commonFlags) apply(cmd *cobra.Command, v *voice, files []patch.File, list diag.List, err error) error {
	switch {
	case err != nil:
		return c.explain(err)
	case files == nil:
		return v.refuse(list, "nothing was written")
	}
	return c.write(cmd, files)
}
