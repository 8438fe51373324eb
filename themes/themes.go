// Package themes holds the default theme and opens a project's own.
//
// A theme is a folder with layouts/ (html/template), assets/ (style sheets and
// what they show) and i18n/ (the theme's words, by language). A project's theme
// holds only the files that it changes; the default theme lies beneath it.
package themes

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"slices"
)

//go:embed default
var builtin embed.FS

// Default is the name of the theme that every other one builds on.
const Default = "default"

// Theme is a theme's files, layer upon layer.
type Theme struct {
	layers []layer // the default theme first
}

type layer struct {
	fsys fs.FS
	dir  string // as diagnostics show it
}

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
	t := &Theme{layers: []layer{{base, path.Join("themes", Default)}}}
	dir := path.Join("themes", name)
	info, err := fs.Stat(project, dir)
	switch {
	case name == Default && errors.Is(err, fs.ErrNotExist):
		return t, nil
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, &fs.PathError{Op: "open", Path: dir, Err: fs.ErrNotExist}
	}
	own, err := fs.Sub(project, dir)
	if err != nil {
		return nil, err
	}
	t.layers = append(t.layers, layer{own, dir})
	return t, nil
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
func (t *Theme) List(dir string) ([]string, error) {
	var names []string
	for _, l := range t.layers {
		entries, err := fs.ReadDir(l.fsys, dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && e.Name()[0] != '.' {
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// Read returns a file as the uppermost layer that has it holds it.
func (t *Theme) Read(name string) (File, error) {
	files, err := t.ReadAll(name)
	if err != nil {
		return File{}, err
	}
	if len(files) == 0 {
		return File{}, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return files[len(files)-1], nil
}

// ReadAll returns every layer's version of a file, the default theme's first.
func (t *Theme) ReadAll(name string) ([]File, error) {
	var files []File
	for _, l := range t.layers {
		data, err := fs.ReadFile(l.fsys, name)
		switch {
		case err == nil:
			files = append(files, File{path.Join(l.dir, name), data})
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return files, nil
}
