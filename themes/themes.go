// Package themes holds the default theme and opens a project's own.
//
// A theme is a folder with layouts/ (html/template), assets/ (style sheets and
// what they show) and i18n/ (the theme's words, by language). A project's theme
// holds only the files that it changes; the default theme lies beneath it.
//
// A style sheet or script may be a folder of parts: assets/style.css/ with
// 01-tokens.css, 02-page.css and so on. Read joins the parts in the order of
// their names, so that readers load one file.
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
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
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

// folders are what a theme consists of. Below them are only the parts of files.
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
	l := layer{dir, map[string][]byte{}}
	for _, folder := range folders {
		if err := l.read(fsys, folder); err != nil {
			return err
		}
	}
	t.layers = append(t.layers, l)
	return nil
}

// read takes in the files of a folder, and those of the folders of parts in it.
func (l layer) read(fsys fs.FS, folder string) error {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(path.Join(l.dir, folder), err)
	}
	for _, e := range entries {
		file := path.Join(folder, e.Name())
		switch {
		case e.Name()[0] == '.':
		case !utf8.ValidString(e.Name()):
			return fmt.Errorf("%s has a name that is not UTF-8; rename it", strings.ToValidUTF8(path.Join(l.dir, file), "\ufffd"))
		case !e.IsDir() && (!hasParts(folder) || path.Ext(file) == path.Ext(folder)):
			data, err := fs.ReadFile(fsys, file)
			if err != nil {
				return unreadable(path.Join(l.dir, file), err)
			}
			l.files[norm.NFC.String(file)] = data // "é" is one character, however a Mac has stored it
		case e.IsDir() && folder == "assets" && hasParts(file):
			if err := l.read(fsys, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// hasParts reports whether a folder is a file in parts, by its name.
func hasParts(folder string) bool {
	ext := path.Ext(folder)
	return ext == ".css" || ext == ".js"
}

// unreadable says which file or folder of a theme could not be read, in the words
// of source. Other than there, the cause is not wrapped: to callers of Open
// fs.ErrNotExist means that there is no such theme, and this one is there, but a
// file of it vanished.
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
	return fmt.Errorf("%s cannot be read: %v%s", shown, err, next) //nolint:errorlint // as said above
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

// List returns the names of the files in a folder of the theme, sorted. A file
// in parts is one.
func (t *Theme) List(folder string) []string {
	var names []string
	for _, l := range t.layers {
		for name := range l.files {
			if below, ok := strings.CutPrefix(name, folder+"/"); ok {
				file, _, _ := strings.Cut(below, "/")
				names = append(names, file)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Builtin returns the names of the files that the default theme has in a folder,
// sorted.
func (t *Theme) Builtin(folder string) []string {
	return (&Theme{layers: t.layers[:1]}).List(folder)
}

// Own returns the files in a folder of the project's own theme, sorted by path: of a
// file in parts each part.
func (t *Theme) Own(folder string) []File { return filesIn(t.layers[1:], folder) }

// OfDefault returns those that the default theme has there, in the same way.
func (t *Theme) OfDefault(folder string) []File { return filesIn(t.layers[:1], folder) }

func filesIn(layers []layer, folder string) []File {
	var files []File
	for _, l := range layers {
		for _, name := range slices.Sorted(maps.Keys(l.files)) {
			if strings.HasPrefix(name, folder+"/") {
				files = append(files, File{path.Join(l.dir, name), l.files[name]})
			}
		}
	}
	return files
}

// Astray returns the folders of a project's theme that are called almost like one of
// those that a theme consists of, with the name that is meant.
func Astray(project fs.FS, name string) map[string]string {
	found := map[string]string{}
	entries, err := fs.ReadDir(project, path.Join("themes", name))
	if err != nil { // Open says so
		return found
	}
	for _, e := range entries {
		if meant, ok := diag.Closest(e.Name(), folders); ok && e.IsDir() && !slices.Contains(folders, e.Name()) {
			found[path.Join("themes", name, e.Name())] = meant
		}
	}
	return found
}

// IsTheme reports whether a project's folder is made like a theme.
func IsTheme(project fs.FS, name string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		info, err := fs.Stat(project, path.Join("themes", name, folder))
		return err == nil && info.IsDir()
	}) || len(Astray(project, name)) > 0
}

// Read returns a file as the uppermost layer that has it holds it, and
// the zero File where none has it. Of a file in parts, a layer may hold some:
// each part is as the uppermost layer that has it holds it, and the path is that
// of the folder in the uppermost layer.
func (t *Theme) Read(name string) File {
	var file File
	parts := map[string][]byte{}
	for _, l := range t.layers {
		if data, ok := l.files[name]; ok {
			file = File{path.Join(l.dir, name), data}
			clear(parts) // the whole file takes their place
		}
		for part, data := range l.files {
			if strings.HasPrefix(part, name+"/") {
				file.Path, parts[part] = path.Join(l.dir, name), data
			}
		}
	}
	if len(parts) > 0 {
		file.Data = join(parts)
	}
	return file
}

// join puts parts behind each other, each on lines of its own.
func join(parts map[string][]byte) []byte {
	var whole []byte
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		whole = append(whole, parts[name]...)
		if !bytes.HasSuffix(whole, []byte("\n")) {
			whole = append(whole, '\n')
		}
	}
	return whole
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
