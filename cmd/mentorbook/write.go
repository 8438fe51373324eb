package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/patch"
	"mentorbook/generator/source"
)

// write is the one door through which commands change a project. A new file
// never takes the place of one that is there, and the new files are all written
// or none is. Files that exist are replaced one after the other, each in one
// step, unless they are no longer what was read; when a later one fails, the
// error names the first, which has changed.
func (c *commonFlags) write(cmd *cobra.Command, files []patch.File) error {
	for i, file := range files {
		err := c.writeFile(file)
		if err == nil {
			continue
		}
		for _, written := range files[:i] {
			if written.Was == nil {
				c.remove(written)
			}
		}
		if first := files[0]; i > 0 && first.Was != nil {
			_, name := c.place(first)
			return fmt.Errorf("%w; %s has changed already: run %s again to finish", err, name, cmd.Name())
		}
		return err
	}
	return nil
}

// place returns the folder of the user's that a file is in, and its name there.
func (c *commonFlags) place(file patch.File) (dir, name string) {
	if name, private := strings.CutPrefix(file.Path, source.PrivatePrefix); private {
		return c.private, name
	}
	return c.source, file.Path
}

// writeFile writes the whole file or nothing. os.Root keeps links inside the
// folder from leading out of it.
func (c *commonFlags) writeFile(file patch.File) error {
	dir, name := c.place(file)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if file.Was == nil {
		return createFile(root, name, file.Data)
	}
	if err := replaceFile(root, name, file.Was, file.Data); err != nil {
		return fmt.Errorf("%s could not be changed: %w", name, err)
	}
	return nil
}

func (c *commonFlags) remove(file patch.File) {
	dir, name := c.place(file)
	if root, err := os.OpenRoot(dir); err == nil {
		root.Remove(name)
		root.Close()
	}
}

func createFile(root *os.Root, name string, data []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		root.Remove(name)
		return fmt.Errorf("%s could not be written: %w", name, err)
	}
	return nil
}

// replaceFile exchanges a file for its new content in one step: whoever reads it
// sees the old one or the new one.
func replaceFile(root *os.Root, name string, was, data []byte) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("it is a link; change what it links to")
	}
	if now, err := root.ReadFile(name); err != nil {
		return err
	} else if !bytes.Equal(now, was) {
		return errors.New("somebody changed it meanwhile; run this again")
	}
	beside := path.Join(path.Dir(name), "."+path.Base(name)+".mentorbook")
	f, err := root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is left from an earlier attempt; remove it", beside)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = root.Rename(beside, name)
	}
	if err != nil {
		root.Remove(beside)
	}
	return err
}
