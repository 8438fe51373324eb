// Package themes holds the default theme and opens a project's own.
//
// A theme is a folder with layouts/ (html/template), assets/ (style sheets and
// what they show) and i18n/ (the theme's words, by language). A project's theme
// holds only the files that it changes; the default theme lies beneath it.
package themes

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"golang.org/x/text/unicode/norm"
)

//go:embed default
var builtin embed.FS

// Default is the name of the theme that every other one builds on.
const Default = "default"

// Theme is a theme's files as they were when it was opened, layer upon layer.
type Theme struct {
	layers []layer // the default theme first
}

type layer struct {
	dir   string // as diagnostics show it
	files map[string][]byte
}

// folders are what a theme consists of. There is nothing to find below them.
var folders = []string{"layouts", "assets", "i18n"}

// File is one file of a theme.
type File struct {
	Path string // in the project, for diagnostics: "themes/acme/layouts/home.html"
	Data []byte
}

// Open returns the theme with that name from project, a file system that holds
// themes/NAME. The error is fs.ErrNotExist when there is no such folder.
func Open(project fs.FS, name string) (*Theme, error) {
	base, err := fs.Sub(builtin, Default)
	if err != nil {
		return nil, err
	}
	t := new(Theme)
	if err := t.add(base, path.Join("themes", Default)); err != nil {
		return nil, err
	}
	dir := path.Join("themes", name)
	info, err := fs.Stat(project, dir)
	switch {
	case name == Default && errors.Is(err, fs.ErrNotExist):
		return t, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, unreadable(dir, err)
	case !info.IsDir():
		return nil, &fs.PathError{Op: "open", Path: dir, Err: fs.ErrNotExist}
	}
	own, err := fs.Sub(project, dir)
	if err != nil {
		return nil, err
	}
	return t, t.add(own, dir)
}

// add reads a layer.
func (t *Theme) add(fsys fs.FS, dir string) error {
	files := map[string][]byte{}
	for _, folder := range folders {
		entries, err := fs.ReadDir(fsys, folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unreadable(path.Join(dir, folder), err)
		}
		for _, e := range entries {
			if e.IsDir() || e.Name()[0] == '.' {
				continue
			}
			file := path.Join(folder, e.Name())
			data, err := fs.ReadFile(fsys, file)
			if err != nil {
				return unreadable(path.Join(dir, file), err)
			}
			files[norm.NFC.String(file)] = data // "é" is one character, however a Mac has stored it
		}
	}
	t.layers = append(t.layers, layer{dir, files})
	return nil
}

// unreadable says which file or folder of a theme could not be read. The theme
// itself is there: the error is never fs.ErrNotExist.
func unreadable(shown string, err error) error {
	next := ""
	switch {
	case errors.Is(err, fs.ErrNotExist):
		next = "; run this again when nothing writes to it"
	case errors.Is(err, fs.ErrPermission):
		next = "; change its permissions"
	}
	var of *fs.PathError
	if errors.As(err, &of) {
		err = of.Err
	}
	return fmt.Errorf("%s cannot be read: %v%s", shown, err, next)
}

// Equal reports whether two themes have the same files with the same bytes.
func (t *Theme) Equal(other *Theme) bool {
	return slices.EqualFunc(t.layers, other.layers, func(a, b layer) bool {
		return a.dir == b.dir && maps.EqualFunc(a.files, b.files, bytes.Equal)
	})
}

// Names lists the themes of a project, the default one included.
func Names(project fs.FS) []string {
	names := []string{Default}
	entries, err := fs.ReadDir(project, "themes")
	if err != nil { // no folder: the default theme is all there is
		return names
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != Default {
			names = append(names, e.Name())
		}
	}
	return names
}

// List returns the names of the files in a folder of the theme, sorted.
func (t *Theme) List(folder string) []string {
	var names []string
	for _, l := range t.layers {
		for name := range l.files {
			if dir, file := path.Split(name); dir == folder+"/" {
				names = append(names, file)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Read returns a file as the uppermost layer that has it holds it, and
// the zero File where none has it.
func (t *Theme) Read(name string) File {
	files := t.ReadAll(name)
	if len(files) == 0 {
		return File{}
	}
	return files[len(files)-1]
}

// ReadAll returns every layer's version of a file, the default theme's first.
func (t *Theme) ReadAll(name string) []File {
	var files []File
	for _, l := range t.layers {
		if data, ok := l.files[name]; ok {
			files = append(files, File{path.Join(l.dir, name), data})
		}
	}
	return files
}
