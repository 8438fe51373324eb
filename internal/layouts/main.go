// Command layouts makes Go code of the layouts of the default theme:
// generator/render/compiled.go, in whose folder it runs (go generate
// ./generator/render).
//
// In go the layouts, as html/template has escaped them, and the Go source of package
// render, with the types of its views and functions, and which view each layout is
// executed with. Out comes a method of render's writer for every template and type of
// dot, which writes what html/template would, byte for byte, without looking at a
// type at run time; and, worked out once a language, the texts that depend on nothing
// but the theme's words.
//
// It refuses what it does not know for certain, with the place in the layout: an
// escaper for another type, a function, a pointer that may be nil, break and
// continue, a template that calls itself. A layout is then written in another way, or
// this learns it; render's tests hold what comes out to html/template.
package main

import (
	"fmt"
	"os"
)

func main() {
	code, err := generate(".")
	if err == nil {
		err = os.WriteFile(compiledFile, code, 0o666)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// generate returns the file for package render, whose source is in dir.
func generate(dir string) ([]byte, error) {
	render, err := load(dir)
	if err != nil {
		return nil, err
	}
	files, err := readLayouts()
	if err != nil {
		return nil, err
	}
	return render.compile(files)
}

// compile returns the file for the layouts in files.
func (p *renderPackage) compile(files map[string][]byte) ([]byte, error) {
	layouts, err := parseLayouts(files, p.functions())
	if err != nil {
		return nil, err
	}
	out := newFile(files)
	for _, entry := range p.entries {
		if err := out.compile(p, layouts, entry); err != nil {
			return nil, err
		}
	}
	return out.format()
}
